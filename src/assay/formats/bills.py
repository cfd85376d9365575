"""Whether a bill of materials is that of this product, and where it differs from the locks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assay.facts.inventories import Inventory
from assay.facts.lock_files import LockFile
from assay.facts.roots import Manifest, Scope
from assay.formats import purls
from assay.formats.product_names import plain

Versions = Mapping[str, frozenset[str]]
"""Package as ``type/name`` → its versions."""


@dataclass(frozen=True, slots=True)
class Differences:
    """A bill against the locks, in the package types both know. All names are ``type/name``."""

    compared: int
    """Packages of the locks that are on the bill in the same version."""
    other_version: tuple[str, ...]
    """On the bill in a version no lock has."""
    missing_direct: tuple[str, ...]
    """In the locks and asked for by a manifest at run time, but not on the bill."""
    missing: tuple[str, ...]
    """In the locks and not on the bill for any other reason: often for development only."""


def differences(inventory: Inventory, locks: Iterable[LockFile], manifests: Iterable[Manifest]) -> Differences:
    """Where bill and locks differ; nothing is compared for a package type only one of them knows."""
    locked, billed = _locked(locks), _billed(inventory)
    types = {name.partition("/")[0] for name in billed}
    wanted = {name: versions for name, versions in locked.items() if name.partition("/")[0] in types}
    direct = {
        purls.of_package(manifest.ecosystem, each.name)
        for manifest in manifests
        for each in manifest.dependencies
        if each.scope is Scope.RUNTIME and each.source == "registry"
    }
    absent = sorted(set(wanted) - set(billed))
    differing = sorted(name for name in wanted if name in billed and not billed[name] & wanted[name])
    return Differences(
        compared=sum(1 for name in wanted if name in billed) - len(differing),
        other_version=tuple(differing),
        missing_direct=tuple(name for name in absent if name in direct),
        missing=tuple(name for name in absent if name not in direct),
    )


def is_of(inventory: Inventory, names: frozenset[str], locks: Iterable[LockFile]) -> bool:
    """Whether it is a bill of this product: by the name of its subject, or by half of its packages being in the locks."""
    subject = inventory.subject
    if subject and names & {plain(subject.name), plain(subject.name.rpartition("/")[2])}:
        return True
    billed, locked = _billed(inventory), _locked(locks)
    return bool(billed) and 2 * len(set(billed) & set(locked)) >= len(billed)


def _locked(locks: Iterable[LockFile]) -> Versions:
    found: dict[str, frozenset[str]] = {}
    for lock in locks:
        for each in lock.packages:
            name = purls.of_package(lock.ecosystem, each.name)
            if name and each.version and each.source in ("registry", "url"):
                found[name] = found.get(name, frozenset()) | {each.version.removeprefix("v")}
    return found


def _billed(inventory: Inventory) -> Versions:
    found: dict[str, frozenset[str]] = {}
    for each in inventory.components:
        if name := purls.identity(each.purl):
            found[name] = found.get(name, frozenset()) | {each.version.removeprefix("v")}
    return found
