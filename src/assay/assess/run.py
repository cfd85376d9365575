"""The main job: one revision of one repository in, a verdict on every claim out."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import assay
from assay.assess.assessed import Assessment as Assessment
from assay.assess.discovery import check_ids, checks, collectors
from assay.assess.gather import Facts
from assay.assess.observe import looks_at, observe, records
from assay.assess.rule_set import rules_digest as rules_digest
from assay.collect.repository import Repository, Settings
from assay.domain.catalogue import Catalogue
from assay.domain.evidence import Observation, Outcome, Unread
from assay.domain.exceptions import names_person
from assay.domain.judgement import Evidence, judge
from assay.errors import MalformedInputError, UnknownIdError
from assay.facts.evidence import EvidenceItem, EvidenceItems
from assay.facts.imported import Source
from assay.facts.profile import Profile
from assay.facts.subject import Subject
from assay.facts.tree import Tree
from assay.store.code_of_practice import load
from assay.store.memory import Memory


def assess(
    path: Path,
    ref: str,
    settings: Settings,
    memory: Memory | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Assessment:
    """Collect, check and judge. Raises NothingToAssessError kinds and MalformedInputError; runs nothing of the repository."""
    with looking(path, ref, settings, memory, progress) as facts:
        return judged(facts)


@contextmanager
def looking(
    path: Path,
    ref: str,
    settings: Settings,
    memory: Memory | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Iterator[Facts]:
    """The facts of one revision for as long as its repository is open; what was learnt is kept in ``memory``."""
    memory = memory or Memory()
    with Repository(path, ref) as repository, Facts(repository, settings, memory, progress) as facts:
        yield facts
    memory.save()


def judged(facts: Facts) -> Assessment:
    """Runs every check on the facts and judges what they found, on the day the facts are of."""
    code = load()
    repository, settings = facts.get(Repository), facts.get(Settings)
    subject = facts.get(Subject)
    profile = checked(facts.get(Profile), code)
    observations = tuple(
        observation
        for check in checks()
        for observation in observe(check, facts.findings(check), settings.as_of, repository.commit)
    )
    unread = tuple(dict.fromkeys(each for fact in collectors() for each in _unread(facts.known(fact))))
    handed = facts.get(EvidenceItems).items
    object_ids = _object_ids(observations, facts.get(Tree), handed)
    others = {seen.subject for seen in observations} - {repository.commit}
    revision_days = {each: repository.days_from(each) for each in others}
    aside = set_aside(profile, code, observations)
    evidence = Evidence(
        observations=observations,
        statements=profile.statements,
        records=records(checks(), observations),
        accepted_risks=profile.accepted_risks,
        false_positives=profile.false_positives if profile.by_assessor else (),
        disputed=() if profile.by_assessor else profile.false_positives,
        object_ids=object_ids,
        set_aside=aside,
        revision=subject.commit,
        looks_at=looks_at(checks()),
        revision_days=revision_days,
    )
    return Assessment(
        tool=f"assay {assay.__version__}",
        rules_digest=rules_digest(),
        subject=subject,
        profile=profile,
        judgement=judge(code, evidence, settings.as_of),
        observations=observations,
        unread=unread,
        set_aside=aside,
        object_ids=object_ids,
        evidence=handed,
        judged_on=evidence,
    )


def checked(profile: Profile, code: Catalogue) -> Profile:
    """The profile itself, once every id it names is known; raises MalformedInputError naming the file and the id."""
    try:
        code.role(profile.role)
        for model in profile.delivery:
            code.delivery_model(model)
        for each in profile.statements:
            code.facet(each.facet)
        for mark in profile.not_applicable:
            code.facet(mark.claim) if "/" in mark.claim else code.claim(mark.claim)
    except UnknownIdError as error:
        raise MalformedInputError(f"{profile.source}: {error.problem}", advice=error.advice) from None
    named = [each.check for each in profile.accepted_risks] + [each.check for each in profile.false_positives]
    strange = [each for each in named if each not in check_ids()]
    if strange and profile.by_assessor:
        raise MalformedInputError(
            f"{profile.source}: there is no check called {strange[0]!r}.", advice="Name it as the report does."
        )
    return profile


def set_aside(profile: Profile, code: Catalogue, observations: tuple[Observation, ...]) -> Mapping[str, str]:
    """Claims and facets that do not apply, each with the reason: by role, or by an allowed and uncontradicted mark."""
    reasons: dict[str, str] = {}
    role = code.role(profile.role)
    if role.themes:
        for claim in code.claims:
            theme = code.principle(claim.principle).theme
            if theme not in role.themes:
                reasons[claim.id] = f"theme {theme} does not concern the role {role.id}"
    allowed = {each.id for each in code.not_applicable}
    contradicted = any(each.check == "delivery-profile-agrees" and each.outcome is Outcome.BAD for each in observations)
    for mark in profile.not_applicable:
        if mark.claim in allowed and names_person(mark.person) and not (contradicted and mark.claim == "3.1.1"):
            reasons[mark.claim] = f"{mark.reason} (stated by {mark.person})"
    return reasons


def _object_ids(observations: tuple[Observation, ...], tree: Tree, handed: tuple[EvidenceItem, ...]) -> dict[str, str]:
    paths = {place.path for each in observations for place in each.locations}
    taken_in = {Source(each.name, each.sha256, each.taken_on).path: each.sha256 for each in handed}
    return {path: tree.by_path[path].oid for path in sorted(paths) if tree.has(path)} | taken_in


def _unread(fact: object) -> tuple[Unread, ...]:
    found: tuple[Unread, ...] = getattr(fact, "all_unread", ()) or getattr(fact, "unread", ())
    return found
