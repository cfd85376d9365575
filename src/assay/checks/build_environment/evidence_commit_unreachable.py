"""Earlier evidence still matches the history.

Why: Whoever can rewrite history unseen can change what was released, and what the evidence was about.

Good: the commits that earlier assessments kept in the repository name are still led to, and tags they were made of still point
at the same commit. Weak: the record lies where whoever rewrites the history could rewrite it too.

Bad: such a commit is led to by no branch or tag any more, or the tag points elsewhere. Weak where only the newest commit of an
assessment without a named branch is gone: a branch that was squashed looks the same. An accepted risk records a rewrite that was meant.

Unknown: the clone is shallow, or the record is about another product or altered. Artefacts of
releases and records held elsewhere are not compared.

Known false positives: repository migration; removal of illegal content; branches that were squashed; records about other products.
"""

import json
from collections.abc import Iterator

from assay.checks.contract import (
    MEDIUM,
    STRONG,
    WEAK,
    Change,
    Example,
    Finding,
    at,
    bad,
    counted,
    good,
    not_applicable,
    unknown,
)
from assay.domain.evidence import Outcome, Unread
from assay.facts.earlier_assessments import EarlierAssessment, EarlierAssessments
from assay.facts.profile import Profile
from assay.facts.subject import Subject
from assay.formats.earlier_assessments import digest

SUPPORTS = {"2.2.1/a": MEDIUM}
COUNTERS = {"1.1.4/c": STRONG, "3.1.1/c": STRONG, "2.2.2/a": MEDIUM}
BECAUSE = "commits are named by their content, so a recorded one that is gone shows a rewrite"
STALE_AFTER_DAYS = 30
FIX = "Explain the rewrite, and forbid forced pushes to release branches and the moving of tags."

BRANCH_FACETS = ("1.1.4/c", "2.2.2/a")
TAG_FACETS = ("1.1.4/c", "3.1.1/c")


def check(earlier: EarlierAssessments, profile: Profile, subject: Subject) -> Iterator[Finding]:
    if earlier.unread:
        yield unknown(*earlier.unread)
    if not earlier.assessments:
        if not earlier.unread:
            yield not_applicable("no earlier assessment is kept here")
        return
    if subject.shallow:
        yield unknown(Unread("history", "the clone is shallow", "git fetch --unshallow"))
        return
    for each in earlier.assessments:
        if each.commit:
            yield from _judged(each, profile)


def _judged(each: EarlierAssessment, profile: Profile) -> Iterator[Finding]:
    recorded = (each.commit, *each.cited)
    if each.gone and not (each.product and each.product.casefold() == profile.product.casefold()):
        if len(each.gone) == len(recorded) or each.product:
            what = f"about {each.product!r}" if each.product else "about a product it does not name"
            yield unknown(
                Unread(each.path, f"it is {what}, and names commits that are not here", "a record of this product")
            )
            return
    if each.tag_now and each.tag_now != each.commit:
        yield bad(
            f"tag {each.ref}",
            f"{each.path} of {each.as_of} saw the tag {each.ref} at {each.commit[:12]}; now it is at {each.tag_now[:12]}",
            at(each.path),
            fix=f"Put the tag {each.ref} back, or explain why it moved.",
            facets=TAG_FACETS,
        )
        return
    if each.gone:
        squashed = each.gone == (each.commit,) and each.ref in ("HEAD", "")
        yield bad(
            f"commit {each.gone[0][:12]}",
            f"{len(each.gone)} of {len(recorded)} commits {each.path} of {each.as_of} names are led to by no branch or tag"
            + ("; its branch may have been squashed" if squashed else ""),
            at(each.path),
            fix=f"Explain the rewrite of {each.ref} and forbid forced pushes.",
            facets=BRANCH_FACETS,
            at_most=WEAK if squashed else None,
        )
        return
    yield good(
        each.path,
        f"{counted(len(recorded), 'commit')} named on {each.as_of}, all still led to",
        at(each.path),
        at_most=WEAK,
        objects=len(recorded),
    )


_START, _LATER = "cb38c69f28125b1ba9c39870f2892c4d455ae824", "34386fefffa7129739e9ed7ad8f65c4c69c7a934"
"""What git names the two commits of the history below, which never change."""
_HISTORY = (Change("Start", {"a": "1"}, tag="v1.0.0"), Change("Later", {"a": "2"}, tag="v1.1.0"))
_PROFILE = 'schema = 1\n[product]\nname = "Gantry"\n'


def _record(commit: str, *cited: str, ref: str = "HEAD", product: str = "Gantry", **more: str) -> str:
    locations = [{"path": "", "line": None, "commit": each} for each in cited]
    found = {
        "schema": "assay-assessment/1",
        "as_of": "2026-09-15",
        "subject": {"commit": commit, "ref": ref, "path": "gantry"},
        "profile": {"product": product},
        "claims": [{"id": "1.1.4", "for": [{"locations": locations}]}],
    }
    return json.dumps({**found, "digest": digest(found), **more})


def _case(record: str) -> dict[str, str]:
    return {"assay.toml": _PROFILE, "evidence/assessment.json": record}


EXAMPLES = (
    Example("all commits are there", Outcome.GOOD, _case(_record(_LATER, _START)), history=_HISTORY, strength=WEAK),
    Example(
        "the tag is where it was", Outcome.GOOD, _case(_record(_START, ref="v1.0.0")), history=_HISTORY, strength=WEAK
    ),
    Example("the tag was moved", Outcome.BAD, _case(_record(_START, ref="v1.1.0")), history=_HISTORY, strength=STRONG),
    Example(
        "commits of the main line are gone",
        Outcome.BAD,
        _case(_record("1" * 40, "2" * 40, _START, ref="main")),
        history=_HISTORY,
        strength=STRONG,
    ),
    Example(
        "a migration made every commit anew",
        Outcome.BAD,
        {
            "assay.toml": _PROFILE
            + '[[accepted_risks]]\ncheck = "evidence-commit-unreachable"\nobject = ""\nowner = "Ada Builder"\nreason = "Moved from another system."\n'
            + "accepted = 2026-09-01\nexpires = 2026-12-01\n",
            "evidence/assessment.json": _record("1" * 40, "2" * 40),
        },
        history=_HISTORY,
        false_positive="repository migration",
    ),
    Example(
        "content that had to go took two commits with it",
        Outcome.BAD,
        _case(_record("1" * 40, "2" * 40, _START)),
        history=_HISTORY,
        false_positive="removal of illegal content",
    ),
    Example(
        "only the newest commit of an unnamed branch is gone",
        Outcome.BAD,
        _case(_record("1" * 40, _START)),
        history=_HISTORY,
        strength=WEAK,
        false_positive="branches that were squashed",
    ),
    Example(
        "a record about a supplier's product",
        Outcome.UNKNOWN,
        _case(_record("1" * 40, product="Winch")),
        history=_HISTORY,
        false_positive="records about other products",
    ),
    Example(
        "a record that was altered",
        Outcome.UNKNOWN,
        _case(_record(_START, digest="0" * 64)),
        history=_HISTORY,
    ),
    Example("an assessment before the first commit", Outcome.SILENT, _case(_record("")), history=_HISTORY),
    Example("the first assessment", Outcome.NOT_APPLICABLE, {"README.md": "# Gantry\n"}, history=_HISTORY),
    Example(
        "an assessment among tests",
        Outcome.NOT_APPLICABLE,
        {"tests/assessment.json": _record("1" * 40)},
        history=_HISTORY,
    ),
)
