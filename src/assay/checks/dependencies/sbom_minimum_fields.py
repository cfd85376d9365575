"""The SBOM has the fields a customer needs.

Why: A component without a version and an identifier cannot be matched to a vulnerability.

Good: the document says who wrote it, when and of what, and at least 95 of 100 components have name, version and identifier, and take
part in a relationship.

Bad: no time, no subject, no relationship at all, or fewer than 80 of 100 components with version and identifier.

Unknown: no SBOM was handed over.

Known false positives: files and modules of the product itself, which have no version of their own.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, Change, Example, Finding, Handed, bad, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.inventories import Component, Inventories, Inventory
from assay.facts.subject import Subject
from assay.facts.tags import Tags

SUPPORTS = {"1.2.1/a": MEDIUM}
COUNTERS = {"1.2.1/a": MEDIUM}
BECAUSE = "every field was counted; whether what they say is right was not"
STALE_AFTER_DAYS = 365
FIX = "Use a generator that writes package URLs and relationships, and fill in author and subject."

ENOUGH, TOO_FEW = 0.95, 0.8


def check(inventories: Inventories, subject: Subject, tags: Tags) -> Iterator[Finding]:
    if inventories.unread:
        yield unknown(*inventories.unread)
    wanted = {subject.commit, *(tag.commit for tag in tags.releases[:1])}
    for each in inventories.inventories:
        if each.source.commit not in wanted:
            continue
        bill = each.content
        parts = [part for part in bill.components if not part.own]
        identified = [part for part in parts if part.version and _identified(part)]
        faults = _faults(bill, parts, identified)
        says = (
            f"{len(identified)} of {len(parts)} components have version and identifier, {bill.related} a relationship"
        )
        day = bill.made_on or each.source.taken_on
        if faults:
            yield bad(
                each.source.name,
                f"{', '.join(faults)} ({says})",
                each.source.at(),
                observed_at=day,
                revision=each.source.commit,
            )
        elif bill.authored and len(identified) >= ENOUGH * len(parts) and bill.related >= ENOUGH * len(parts):
            supplier = sum(part.supplier for part in parts)
            hashed = sum(part.hashed for part in parts)
            yield good(
                each.source.name,
                f"{says}, {supplier} a supplier, {hashed} a hash",
                each.source.at(),
                observed_at=day,
                revision=each.source.commit,
            )


def _identified(part: Component) -> bool:
    return bool(part.name and (part.purl or part.other_identifier))


def _faults(bill: Inventory, parts: list[Component], identified: list[Component]) -> list[str]:
    found = []
    if bill.made_on is None:
        found.append("no time of making")
    if bill.subject is None or not bill.subject.name:
        found.append("no subject")
    if not bill.related:
        found.append("no relationship")
    if len(identified) < TOO_FEW * len(parts):
        found.append("too few components can be matched")
    return found


def _bill(purls: bool = True, time: bool = True, related: int = 3, more: str = "") -> dict[str, Handed]:
    parts = [
        f'{{"type": "library", "bom-ref": "{name}", "name": "{name}", "version": "1.0"'
        + (f', "purl": "pkg:npm/{name}@1.0"}}' if purls else "}")
        for name in ("a", "b", "c")
    ]
    refs = ", ".join(f'"{name}"' for name in ("a", "b", "c")[:related])
    metadata = '"tools": [{"name": "maker"}], "component": {"type": "application", "name": "gantry", "bom-ref": "g"}'
    stamp = '"timestamp": "2026-09-29T10:00:00Z", ' if time else ""
    text = (
        f'{{"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {{{stamp}{metadata}}}, "components": ['
        f'{", ".join(parts)}{more}], "dependencies": [{{"ref": "g", "dependsOn": [{refs}]}}]}}'
    )
    return {"sbom.json": Handed(text, commit="{commit}")}


_FILES = {"package.json": '{"name": "gantry"}'}

EXAMPLES = (
    Example("all fields are there", Outcome.GOOD, _FILES, evidence=_bill(), strength=MEDIUM),
    Example("no identifiers", Outcome.BAD, _FILES, evidence=_bill(purls=False), strength=MEDIUM),
    Example("no time", Outcome.BAD, _FILES, evidence=_bill(time=False)),
    Example("no relationship", Outcome.BAD, _FILES, evidence=_bill(related=0)),
    Example(
        "files of the product itself",
        Outcome.GOOD,
        _FILES,
        evidence=_bill(more=', {"type": "file", "name": "main.js"}, {"type": "file", "name": "index.js"}'),
        false_positive="files and modules of the product itself, which have no version of their own",
    ),
    Example("half of the relationships", Outcome.SILENT, _FILES, evidence=_bill(related=1)),
    Example(
        "a bill of another commit",
        Outcome.SILENT,
        _FILES,
        history=(Change("Old", {"a": "0"}, tag="nightly"),),
        evidence={"sbom.json": Handed(_bill()["sbom.json"].content, release="nightly")},
    ),
    Example("nothing handed over", Outcome.UNKNOWN, _FILES),
)
