"""Seals an assessment: everything it rests on and everything it says, in one pack."""

from collections.abc import Collection, Iterable
from datetime import date

from assay.assess.assessed import Assessment
from assay.assess.result import document
from assay.assess.rule_set import code_data, judge_digest
from assay.errors import MalformedInputError
from assay.facts.evidence import ARTEFACT, EvidenceItem
from assay.formats.pack import Declared, Item, Pack, Revision, Rules

ALL = "all"


def seal(assessment: Assessment, sealed_on: date, withhold: Collection[str] = ()) -> Pack:
    """The pack of ``assessment``. ``withhold`` holds names or kinds of items whose bytes stay out, or "all"; raises
    MalformedInputError for one that no item has. Bytes of release artefacts are never inside."""
    withheld = _withheld(assessment.evidence, withhold)
    found = document(assessment)
    subject, profile = assessment.subject, assessment.profile
    return Pack(
        sealed_on=sealed_on,
        tool=assessment.tool,
        rules=Rules(found["rules"]["version"], assessment.rules_digest, judge_digest()),
        subject=Revision(
            path=found["subject"]["path"],
            ref=subject.ref,
            commit=subject.commit,
            committed_on=subject.committed_on,
            bare=subject.bare,
            shallow=subject.shallow,
            dirty=subject.dirty,
            as_of=subject.as_of,
        ),
        profile=Declared(
            source=profile.source,
            by_assessor=profile.by_assessor,
            organisation=profile.organisation,
            senior_responsible_owner=profile.senior_responsible_owner,
            product=profile.product,
            role=profile.role,
            delivery=profile.delivery,
            repositories=profile.repositories,
            links=dict(profile.links),
            not_applicable=profile.not_applicable,
            assumed=profile.assumed,
        ),
        judged_on=assessment.judged_on,
        unread=assessment.unread,
        evidence=tuple(map(_item, assessment.evidence)),
        contents={each.sha256: each.data for each in assessment.evidence if each.sha256 not in withheld},
        catalogue=code_data(),
        assessment=found,
    )


def _withheld(items: Iterable[EvidenceItem], withhold: Collection[str]) -> set[str]:
    """Digests of the bytes to leave out: bytes that are to be withheld under one name are withheld under every name."""
    every = tuple(items)
    known = {ALL, *(each.name for each in every), *(each.kind for each in every)}
    if strange := [each for each in withhold if each not in known]:
        there = ", ".join(sorted(known - {ALL})) or "none"
        raise MalformedInputError(
            f"No evidence has the name or kind {strange[0]!r}, so it cannot be withheld.",
            advice=f"Names and kinds there are: {there}.",
        )
    return {each.sha256 for each in every if each.kind == ARTEFACT or {ALL, each.name, each.kind} & set(withhold)}


def _item(each: EvidenceItem) -> Item:
    return Item(each.name, each.kind, each.sha256, each.taken_on, each.commit, each.release)
