"""The life cycles of well-known products, as shipped."""

from assay.facts.life_cycles import LifeCycles
from assay.store import life_cycles


def collect() -> LifeCycles:
    """The same for every repository."""
    return life_cycles.load()
