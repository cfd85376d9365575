"""Which products with a known life cycle the revision uses, and where."""

from assay.facts.ci import CiPipelines
from assay.facts.containers import Containers
from assay.facts.life_cycles import LifeCycles, UsedCycles
from assay.facts.lock_files import LockFiles
from assay.facts.roots import Roots
from assay.facts.texts import Texts
from assay.formats.used_cycles import find


def collect(
    life_cycles: LifeCycles, containers: Containers, ci: CiPipelines, texts: Texts, roots: Roots, locks: LockFiles
) -> UsedCycles:
    """Each use once, in the order of its place."""
    uses, untold = find(life_cycles, containers, ci, texts, roots, locks)
    return UsedCycles(uses, (*containers.unread, *untold))
