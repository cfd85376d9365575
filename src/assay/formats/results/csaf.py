"""CSAF 2.0 and 2.1 (OASIS): the status a publisher gives each product for each vulnerability."""

from collections.abc import Iterator
from typing import Any

from assay.facts.decisions import Decision, Status
from assay.formats import purls
from assay.formats.results.cyclonedx import day
from assay.formats.results.raw import Raw, ResultError, listed, mapped, texts

TITLE = "CSAF advisories and VEX"
STATES = {
    "known_not_affected": Status.NOT_AFFECTED,
    "known_affected": Status.AFFECTED,
    "fixed": Status.FIXED,
    "first_fixed": Status.FIXED,
    "under_investigation": Status.UNDER_INVESTIGATION,
}
DEEPEST = 30


def recognises(raw: Raw) -> bool:
    """The version of the format, and a document with its tracking."""
    document = mapped(raw.fields.get("document"))
    return texts(document.get("csaf_version")).startswith("2.") and "tracking" in document


def read(raw: Raw) -> tuple[Decision, ...]:
    """One decision per vulnerability and status. Raises ResultError where no product has a status."""
    document = mapped(raw.fields.get("document"))
    names = dict(_products(mapped(raw.fields.get("product_tree"))))
    tracking = mapped(document.get("tracking"))
    author = texts(mapped(document.get("publisher")).get("name"))
    found = [
        Decision(
            names=frozenset(_ids(each)) - {""},
            status=status,
            reason=_reason(each, status, set(map(texts, products))),
            packages=frozenset(purls.identity(name) for one in products for name in names.get(texts(one), ())) - {""},
            products=frozenset(name for one in products for name in names.get(texts(one), (texts(one),))),
            decided_on=day(texts(tracking.get("current_release_date"))),
            author=author,
        )
        for each in map(mapped, listed(raw.fields.get("vulnerabilities")))
        for key, status in STATES.items()
        if (products := listed(mapped(each.get("product_status")).get(key)))
    ]
    if not found:
        raise ResultError("vulnerabilities: no product has a status")
    return tuple(found)


def _ids(vulnerability: dict[str, Any]) -> Iterator[str]:
    yield texts(vulnerability.get("cve"))
    yield from (texts(mapped(each).get("text")) for each in listed(vulnerability.get("ids")))


def _products(tree: dict[str, Any], depth: int = 0) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Product id → its name and package URLs."""
    given = [*listed(tree.get("full_product_names"))]
    given += [mapped(each).get("full_product_name") for each in listed(tree.get("relationships"))]
    given += [tree.get("product")]
    for each in map(mapped, given):
        helper = mapped(each.get("product_identification_helper"))
        urls = [texts(helper.get("purl")), *(texts(url) for url in listed(helper.get("purls")))]
        yield texts(each.get("product_id")), tuple(name for name in (texts(each.get("name")), *urls) if name)
    if depth < DEEPEST:
        for branch in map(mapped, listed(tree.get("branches"))):
            yield from _products(branch, depth + 1)


def _reason(vulnerability: dict[str, Any], status: Status, products: set[str]) -> str:
    """The flag or impact of a product that is not affected, the remedy of one that is."""
    if status is Status.NOT_AFFECTED:
        said = [
            texts(each.get("label"))
            for each in map(mapped, listed(vulnerability.get("flags")))
            if products & set(map(texts, listed(each.get("product_ids"))))
        ]
        said += [
            texts(each.get("details"))
            for each in map(mapped, listed(vulnerability.get("threats")))
            if each.get("category") == "impact"
        ]
    else:
        said = [texts(each.get("details")) for each in map(mapped, listed(vulnerability.get("remediations")))]
    return "; ".join(each for each in said if each)[:300]
