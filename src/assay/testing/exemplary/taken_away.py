"""What is left of the evidence once something is taken away from it, to be judged again."""

from collections.abc import Callable
from dataclasses import replace

from assay.assess.discovery import checks
from assay.assess.observe import records
from assay.domain.catalogue import Facet
from assay.domain.evidence import Direction, Effect, Observation, Statement, StatementClass
from assay.domain.judgement import Evidence
from assay.facts.evidence import EvidenceItem
from assay.facts.imported import Source


def all_support(evidence: Evidence, facet: str) -> Evidence:
    """Nothing speaks for the facet any more: no observation, no statement, no record."""
    return replace(
        people_and_records(evidence, facet),
        observations=[
            _with(seen, lambda effect: None if _supports(effect, facet) else effect) for seen in evidence.observations
        ],
    )


def people_and_records(evidence: Evidence, facet: str) -> Evidence:
    """Only observations are left of what speaks for the facet."""
    return replace(
        evidence,
        statements=[each for each in evidence.statements if each.facet != facet],
        records=[each for each in evidence.records if each.facet != facet],
    )


def records_and_documents(evidence: Evidence, facet: str) -> Evidence:
    """No record of the facet is left, and what is stated about it stands bare."""
    return replace(
        evidence,
        statements=[_bare(each) if each.facet == facet else each for each in evidence.statements],
        records=[each for each in evidence.records if each.facet != facet],
    )


def strength(evidence: Evidence, facet: Facet) -> Evidence:
    """Every observation that speaks for the facet is one level weaker than the facet needs."""

    def lowered(effect: Effect) -> Effect | None:
        if not _supports(effect, facet.id):
            return effect
        most = facet.needs.lowered()
        return None if most is None else replace(effect, strength=min(effect.strength, most))

    return replace(evidence, observations=[_with(seen, lowered) for seen in evidence.observations])


def a_document(evidence: Evidence, path: str) -> Evidence:
    """Without what was seen in this file of the repository alone; what is stated on the strength of it stands bare."""
    statements = [_bare(each) if each.document == path else each for each in evidence.statements]
    return _without_places(replace(evidence, statements=statements), path)


def an_item(evidence: Evidence, item: EvidenceItem) -> Evidence:
    """Without what was seen in this file handed over alone; a note on a review takes its weight from the statements it backs."""
    if item.kind == "independent_document":
        return replace(evidence, statements=[_no_better(each) for each in evidence.statements])
    return _without_places(evidence, Source(item.name, item.sha256, item.taken_on).path)


def _without_places(evidence: Evidence, path: str) -> Evidence:
    kept = [seen for seen in evidence.observations if {place.path for place in seen.locations} != {path}]
    return replace(evidence, observations=kept, records=records(checks(), kept))


def _bare(statement: Statement) -> Statement:
    return replace(statement, statement_class=StatementClass.BARE)


def _no_better(statement: Statement) -> Statement:
    is_backed = statement.statement_class is StatementClass.INDEPENDENT
    return replace(statement, statement_class=StatementClass.WITH_ARTEFACT) if is_backed else statement


def _with(seen: Observation, change: Callable[[Effect], Effect | None]) -> Observation:
    return replace(seen, effects=tuple(each for effect in seen.effects if (each := change(effect)) is not None))


def _supports(effect: Effect, facet: str) -> bool:
    return effect.facet == facet and effect.direction is Direction.SUPPORTS
