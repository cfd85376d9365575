"""The page on how each claim is met: facet by facet, on the exemplary product, from the assessment that ``tests/reach`` tests."""

from collections.abc import Iterator
from dataclasses import dataclass

from assay.assess.discovery import Check, checks
from assay.assess.run import Assessment
from assay.domain.catalogue import Catalogue, Claim, Facet
from assay.domain.evidence import Direction, Location, Observation, Outcome, Statement, StatementClass
from assay.domain.judgement import Evidence, judge
from assay.domain.verdict import FacetState, Verdict
from assay.facts.evidence import ARTEFACT, EvidenceItem
from assay.facts.imported import Source
from assay.formats.results import kinds
from assay.testing.exemplary import AS_OF, taken_away
from assay.testing.exemplary.assessed import assessed
from assay.testing.reference.words import anchor, cell, to_checks

MOST_CHECKS = 2
MOST_PLACES = 2
SORTS = {"platform_snapshot": "snapshot", "sigstore_bundle": "release", ARTEFACT: "release"}
"""What is handed over in a way of its own."""
_HISTORY = ("repository", "the history")
_INTRODUCTION = """\
# How each claim is met

One small product that does not exist, [Hallkeeper](../../src/assay/testing/exemplary/__init__.py), keeps and hands over what a real one
would. This page shows, facet by facet, through what each claim came to be met there, and what the claim would be without it. It is made from
the same assessment that the tests in [tests/reach](../../tests/reach/test_reach.py) look at. They show that every claim is met; that no claim is
once all that speaks for one of its mandatory facets is taken away, or is weaker than the facet needs; and that with nothing at all there is
no evidence for any.

Write the product and read its report yourself:

```sh
python -m assay.testing.exemplary hallkeeper
assay assess hallkeeper/repository --evidence hallkeeper/evidence --as-of {as_of}
```

It is one way to each claim, not the only one: whatever else shows a facet stands with its checks on the pages on [claims](claims.md).

- *Repository*: committed files and their history, read by `assay assess` ([first assessment](../tutorial/first-assessment.md)).
- *Statement*: what a named person states in `assay.toml`, with a document that bears it out: S2; confirmed by somebody independent:
  S3 ([how to](../how-to/state-what-no-machine-can-see.md)).
- *Record*: a table of a duty that was really carried out, row by row ([how to](../how-to/keep-records-of-duties.md)).
- *Snapshot*: what a platform says of its settings, taken with `assay snapshot` ([how to](../how-to/snapshot-a-platform.md)).
- *Release*: files of a release with their signatures and attestations, taken in with `assay ingest` ([how to](../how-to/verify-a-release.md)).
- *Handed over*: results of tools and notes by others, taken in with `assay ingest` ([how to](../how-to/hand-over-evidence.md)).
"""


@dataclass(frozen=True, slots=True)
class _Way:
    """One thing that speaks for a facet: in words, and the files that show it, each with its sort."""

    says: str
    files: tuple[tuple[str, str], ...]


def page(code: Catalogue) -> str:
    """Every claim with its mandatory facets."""
    found = assessed()
    by_id = {check.id: check for check in checks()}
    ways = {facet.id: tuple(_ways(facet, found, by_id)) for claim in code.claims for facet in _mandatory(claim)}
    lines = [_INTRODUCTION.format(as_of=AS_OF), "| Claim | Verdict | Rests on |", "|---|---|---|"]
    for claim, result in zip(code.claims, found.judgement.claims, strict=True):
        sorts = sorted({sort for facet in _mandatory(claim) for way in ways[facet.id] for sort, _ in way.files})
        place = f"#{anchor(f'{claim.id} {claim.title}')}"
        lines.append(
            f"| [{claim.id}]({place}) {cell(claim.title)} | {result.verdict.value} | {', '.join(sorts) or 'nothing'} |"
        )
    for claim, result in zip(code.claims, found.judgement.claims, strict=True):
        reached = {each.id: each.state is FacetState.SUPPORTED for each in result.facets}
        lines += [
            "",
            f"## {claim.id} {claim.title}",
            "",
            "| Facet | Needs | Met through | Kept or handed over | Without it |",
        ]
        lines += ["|---|---|---|---|---|"]
        lines += [
            _row(facet, ways[facet.id], reached[facet.id], _left(code, facet, found)) for facet in _mandatory(claim)
        ]
    return "\n".join(lines) + "\n"


def _mandatory(claim: Claim) -> list[Facet]:
    return [facet for facet in claim.facets if facet.mandatory]


def _row(facet: Facet, ways: tuple[_Way, ...], reached: bool, left: Verdict) -> str:
    through = "; ".join(way.says for way in ways) or "nothing"
    files = "<br>".join(dict.fromkeys(f"{sort}: {file}" for way in ways for sort, file in way.files)) or "nothing"
    cells = (
        f"{facet.id} {cell(facet.says)}",
        f"{facet.who_can_know.value}, {facet.needs.word}",
        through if reached else f"**not enough**: {through}",
        files,
        left.value,
    )
    return f"| {' | '.join(cells)} |"


def _left(code: Catalogue, facet: Facet, found: Assessment) -> Verdict:
    """The verdict on its claim once nothing speaks for the facet."""
    claims = judge(code, taken_away.all_support(found.judged_on, facet.id), AS_OF).claims
    return next(each.verdict for each in claims if each.id == facet.id.partition("/")[0])


def _ways(facet: Facet, found: Assessment, by_id: dict[str, Check]) -> Iterator[_Way]:
    """The records and the strongest checks, then what people stated."""
    seen = _speaking(facet, found.judged_on)
    records = [each for each in seen if by_id[each[0].check].reads_records]
    others = [each for each in seen if not by_id[each[0].check].reads_records][:MOST_CHECKS]
    for observation, strength in records + others:
        check = by_id[observation.check]
        kind = f"{strength}, as a record" if check.reads_records else strength
        yield _Way(f"{to_checks([check], 'checks/')} ({kind})", _places(observation, found, record=check.reads_records))
    for each in found.judged_on.statements:
        if each.facet == facet.id and each.statement_class:
            says = f"{each.person}, {each.role} ({each.statement_class.value})"
            yield _Way(says, (("statement", f"`{each.document}`"), *_backing(each, found)))


def _speaking(facet: Facet, evidence: Evidence) -> list[tuple[Observation, str]]:
    """The best observation of each check that speaks for the facet, with its strength in words, the strongest first."""
    best: dict[str, tuple[int, Observation, str]] = {}
    for seen in evidence.observations:
        for effect in seen.effects if seen.outcome is Outcome.GOOD else ():
            if effect.facet == facet.id and effect.direction is Direction.SUPPORTS:
                if effect.strength > best.get(seen.check, (0,))[0]:
                    best[seen.check] = (effect.strength, seen, effect.strength.word)
    ordered = sorted(best.values(), key=lambda each: (-each[0], each[1].check))
    return [(seen, word) for _, seen, word in ordered]


def _places(seen: Observation, found: Assessment, *, record: bool) -> tuple[tuple[str, str], ...]:
    """Where it was seen, without the digests, which change with every word of the product."""
    places = [_place(each, found) for each in seen.locations] or [_HISTORY]
    named = [("record", name) if record and sort == "repository" else (sort, name) for sort, name in places]
    return tuple(dict.fromkeys(named))[:MOST_PLACES]


def _place(place: Location, found: Assessment) -> tuple[str, str]:
    for item in found.evidence:
        if Source(item.name, item.sha256, item.taken_on).path == place.path:
            return _handed(item)
    return ("repository", f"`{place.path}`") if place.path else _HISTORY


def _handed(item: EvidenceItem) -> tuple[str, str]:
    title = "artefact" if item.kind == ARTEFACT else kinds()[item.kind].TITLE
    return SORTS.get(item.kind, "handed over"), f"`{item.name}` ({cell(title)})"


def _backing(statement: Statement, found: Assessment) -> tuple[tuple[str, str], ...]:
    """The note handed over that makes a statement count as confirmed."""
    if statement.statement_class is not StatementClass.INDEPENDENT:
        return ()
    return tuple(_handed(each) for each in found.evidence if each.kind == "independent_document")
