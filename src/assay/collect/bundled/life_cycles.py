"""The life cycles of well-known products: as shipped, or as handed over where that is newer."""

from dataclasses import replace

from assay.collect.imported.binding import imported
from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.evidence import EvidenceItems
from assay.facts.imported import Imported
from assay.facts.life_cycles import CyclesHandedOver, LifeCycles, Product
from assay.store import life_cycles

MISSING = Unread("life cycles", "none were handed over", "")
DISTANCE = ("-", "_", " ", ".")


def collect(items: EvidenceItems, repository: Repository) -> LifeCycles:
    """What is handed over renews the shipped cycles of the same product, if it was taken in later; the later of two ends holds,
    because the shipped ones were reviewed for support that is open to everybody."""
    shipped = life_cycles.load()
    found: tuple[Imported[CyclesHandedOver], ...]
    found, unread = imported(items, repository, ("endoflife",), lambda _: "", MISSING)
    newer = {_plain(each.content.product): each for each in found if each.source.taken_on > shipped.taken}
    products = tuple(_renewed(each, newer.get(_plain(each.id))) for each in shipped.products)
    return replace(shipped, products=products, unread=tuple(each for each in unread if each != MISSING))


def _renewed(product: Product, handed: Imported[CyclesHandedOver] | None) -> Product:
    if handed is None:
        return product
    given = handed.content
    ends = {**product.ends, **{cycle: max(end, product.ends.get(cycle, end)) for cycle, end in given.ends.items()}}
    return replace(product, ends=ends, open=given.open, taken=handed.source.taken_on)


def _plain(name: str) -> str:
    for mark in DISTANCE:
        name = name.replace(mark, "")
    return name.lower()
