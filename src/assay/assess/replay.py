"""Judges again from a pack alone, and says whether the same assessment comes out, byte for byte.

The judge is a function of the Code, the evidence and the day. Where the pack was judged by this very judge and Code, the answer must
be the same. Where it was not, nothing is proven: the evidence is judged by the rules at hand, and what they would say is listed.
Replay proves that the verdicts follow from what was observed; that it was observed is what a signature vouches for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import assay
from assay.assess.assessed import Assessment
from assay.assess.result import document
from assay.assess.rule_set import code_digest, judge_digest, rules_digest
from assay.domain.judgement import judge
from assay.facts.evidence import EvidenceItem
from assay.facts.profile import Profile
from assay.facts.subject import Subject
from assay.formats.canonical_json import canonical, digest
from assay.formats.pack import Pack, first_difference
from assay.store.code_of_practice import load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assay.assess.diff import Change


class Outcome(StrEnum):
    """What came of judging again."""

    SAME = "same"
    DIFFERS = "differs"
    OTHER_RULES = "other rules"


@dataclass(frozen=True, slots=True)
class Replayed:
    """How a replay ended."""

    outcome: Outcome
    other: tuple[str, ...] = ()
    """Which of the rules differ from those at hand: the Code, the judge, the checks; each with both digests."""
    difference: str = ""
    """The first place at which the documents differ."""
    changes: "tuple[Change, ...]" = ()
    """What the rules at hand would say otherwise, where those of the pack are others."""


def replay(pack: Pack) -> Replayed:
    """Judge again. Raises MalformedInputError where the assessment inside is none."""
    rules = (
        ("the Code", digest(pack.catalogue), code_digest()),
        ("the judge", pack.rules.judge, judge_digest()),
        ("the rules with all checks", pack.rules.digest, rules_digest()),
    )
    other = tuple(
        f"{name}: {theirs[:12]} in the pack, {ours[:12]} here" for name, theirs, ours in rules if theirs != ours
    )
    same_code, same_judge, same_rules = (theirs == ours for _, theirs, ours in rules)
    if same_rules and not same_code:
        return Replayed(Outcome.DIFFERS, other, "catalogue, which is not the Code of the rules the pack names")
    if same_code and same_judge:
        again = judged_again(pack, pack.tool, pack.rules.digest)
        if canonical(again) == canonical(pack.assessment):
            return Replayed(Outcome.SAME, other)
        return Replayed(Outcome.DIFFERS, other, f"assessment.{_difference(pack.assessment, again)}")
    from assay.assess.diff import checked, compare  # noqa: PLC0415

    found = checked(pack.assessment, "the assessment in the pack")
    again = judged_again(pack, f"assay {assay.__version__}", rules_digest())
    return Replayed(Outcome.OTHER_RULES, other, changes=compare(found, again))


def _difference(one: Mapping[str, object], other: Mapping[str, object]) -> str:
    """The first place that differs; the digest over all of them only where it is the only one."""
    return first_difference({**one, "digest": ""}, {**other, "digest": ""}) or "digest"


def judged_again(pack: Pack, tool: str, rules: str) -> dict[str, object]:
    """The document of what the judge at hand says to the evidence in the pack."""
    said, evidence = pack.profile, pack.judged_on
    profile = Profile(
        source=said.source,
        by_assessor=said.by_assessor,
        organisation=said.organisation,
        senior_responsible_owner=said.senior_responsible_owner,
        product=said.product,
        role=said.role,
        delivery=said.delivery,
        repositories=said.repositories,
        links=said.links,
        statements=tuple(evidence.statements),
        not_applicable=said.not_applicable,
        accepted_risks=tuple(evidence.accepted_risks),
        false_positives=tuple(evidence.false_positives if said.by_assessor else evidence.disputed),
        assumed=said.assumed,
    )
    subject = Subject(
        path=pack.subject.path,
        ref=pack.subject.ref,
        commit=pack.subject.commit,
        committed_on=pack.subject.committed_on,
        bare=pack.subject.bare,
        shallow=pack.subject.shallow,
        dirty=pack.subject.dirty,
        as_of=pack.subject.as_of,
    )
    return document(
        Assessment(
            tool=tool,
            rules_digest=rules,
            subject=subject,
            profile=profile,
            judgement=judge(load(), evidence, subject.as_of),
            observations=tuple(evidence.observations),
            unread=pack.unread,
            set_aside=evidence.set_aside or {},
            object_ids=evidence.object_ids or {},
            judged_on=evidence,
            evidence=tuple(
                EvidenceItem(each.name, each.kind, each.sha256, b"", each.taken_on, each.commit, each.release)
                for each in pack.evidence
            ),
        )
    )
