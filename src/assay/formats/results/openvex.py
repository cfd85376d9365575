"""OpenVEX 0.0.1 and 0.2.0: statements about vulnerabilities in products."""

from collections.abc import Iterator
from typing import Any

from assay.facts.decisions import Decision, Status
from assay.formats import purls
from assay.formats.results.cyclonedx import day
from assay.formats.results.raw import Raw, ResultError, listed, mapped, texts

TITLE = "OpenVEX statements"
STATES = {
    "not_affected": Status.NOT_AFFECTED,
    "affected": Status.AFFECTED,
    "fixed": Status.FIXED,
    "under_investigation": Status.UNDER_INVESTIGATION,
}
NO_ACTION = "no action statement provided"
"""What a tool writes into a field nobody filled in."""


def recognises(raw: Raw) -> bool:
    """The context of the format, or statements with a status."""
    fields = raw.fields
    return "openvex" in str(fields.get("@context"))[:200] and isinstance(fields.get("statements"), list)


def read(raw: Raw) -> tuple[Decision, ...]:
    """One decision per statement. Raises ResultError naming the statement without a known status or vulnerability."""
    author, written = texts(raw.fields.get("author")), texts(raw.fields.get("timestamp"))
    found = []
    for number, each in enumerate(map(mapped, listed(raw.fields.get("statements")))):
        status = STATES.get(texts(each.get("status")))
        names = frozenset(_names(each.get("vulnerability"))) - {""}
        if status is None or not names:
            raise ResultError(f"statements[{number}]: it has no known status or names no vulnerability")
        given = [_identifiers(mapped(one) or {"@id": one}) for one in listed(each.get("products"))]
        parts = [
            _identifiers(mapped(part) or {"@id": part})
            for one in map(mapped, listed(each.get("products")))
            for part in listed(one.get("subcomponents"))
        ]
        found.append(
            Decision(
                names=names,
                status=status,
                reason=_reason(each),
                packages=frozenset(purls.identity(name) for ids in (parts or given) for name in ids) - {""},
                products=frozenset(name for ids in given for name in ids),
                decided_on=day(
                    texts(each.get("action_statement_timestamp")) or texts(each.get("timestamp")) or written
                ),
                author=author,
            )
        )
    if not found:
        raise ResultError("statements: there is none")
    return tuple(found)


def _names(vulnerability: Any) -> Iterator[str]:
    if isinstance(vulnerability, str):
        yield vulnerability
    said = mapped(vulnerability)
    yield from (texts(said.get("name")), texts(said.get("@id")).rpartition("/")[2])
    yield from (texts(each) for each in listed(said.get("aliases")))


def _identifiers(product: dict[str, Any]) -> list[str]:
    return [texts(product.get("@id")), *(texts(each) for each in mapped(product.get("identifiers")).values())]


def _reason(statement: dict[str, Any]) -> str:
    said = [texts(statement.get(each)) for each in ("justification", "impact_statement", "action_statement")]
    return "; ".join(each for each in said if each and each.strip().lower() != NO_ACTION)
