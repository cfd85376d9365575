"""Compares what the manifests name now with what they named a year ago, or at the first commit of a younger history."""

from collections.abc import Iterator
from datetime import timedelta

from assay.collect.repository import Repository, Settings, decode
from assay.domain.evidence import Location, Unread
from assay.errors import AssayError
from assay.facts.duty_records import DutyRecords
from assay.facts.history import History
from assay.facts.new_components import NewComponent, NewComponents
from assay.facts.roots import Dependency, Manifest, Roots, Scope
from assay.formats import manifests

LOOKED_BACK = timedelta(days=365)
MOST_MANIFESTS = 500
LARGEST = 1_000_000
TAKEN_IN = (Scope.RUNTIME, Scope.BUILD)
OWN = ("path", "workspace")


def collect(
    repository: Repository, history: History, settings: Settings, roots: Roots, records: DutyRecords
) -> NewComponents:
    """Tests, documentation and own packages of a workspace are left out. Nothing is read where no decision is kept to compare with."""
    if records.of("component-decisions").absent:
        return NewComponents()
    if history.unread or not history.commits:
        return NewComponents(unread=history.unread)
    last_day = settings.as_of - LOOKED_BACK
    base = next((each for each in history.commits if each.committed_on <= last_day), history.commits[-1])
    try:
        before = {_named(manifest, each) for manifest in _manifests(repository, base.oid) for each in _taken(manifest)}
    except AssayError:
        reason = f"the manifests of {base.committed_on} cannot be read in this clone"
        return NewComponents(unread=(Unread("history", reason, "a full clone"),))
    own = {manifest.name.casefold() for manifest in roots.manifests}
    added = {
        _named(manifest, each): NewComponent(each.name, manifest.ecosystem, Location(manifest.path, each.line or None))
        for manifest in roots.manifests
        for each in _taken(manifest)
        if _named(manifest, each) not in before and each.name.casefold() not in own
    }
    return NewComponents(tuple(added[key] for key in sorted(added)), base.committed_on)


def _manifests(repository: Repository, commit: str) -> Iterator[Manifest]:
    """Every manifest of a commit that can be read, wherever it stood then."""
    listing = repository.git.run("ls-tree", "-r", "-z", "--full-tree", commit).decode("utf-8", "surrogateescape")
    found: dict[str, str] = {}
    for record in listing.split("\0")[:-1]:
        head, _, path = record.partition("\t")
        _, kind, oid = head.split()
        if kind == "blob" and manifests.is_manifest(path.rpartition("/")[2]):
            found[path] = oid
    paths = list(found)[:MOST_MANIFESTS]
    content = dict(repository.objects.read_many(list(dict.fromkeys(found[path] for path in paths))))
    for path in paths:
        data = content.get(found[path])
        if data is None:
            raise AssayError(f"{path} of {commit} is absent from this clone.")
        try:
            manifest = manifests.read(path, decode(data[:LARGEST]))
        except manifests.ManifestError:
            continue
        if manifest:
            yield manifest


def _taken(manifest: Manifest) -> Iterator[Dependency]:
    return (each for each in manifest.dependencies if each.scope in TAKEN_IN and each.source not in OWN)


def _named(manifest: Manifest, dependency: Dependency) -> tuple[str, str]:
    return manifest.ecosystem, dependency.name.casefold().replace("_", "-")
