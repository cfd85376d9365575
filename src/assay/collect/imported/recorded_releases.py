"""Releases as earlier assessments and snapshots of the platform saw them: only what was handed over, never what lies in the tree."""

from collections.abc import Iterator

from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.errors import AssayError
from assay.facts.earlier_assessments import EarlierAssessment
from assay.facts.evidence import EvidenceItem, EvidenceItems
from assay.facts.imported import Imported, Source
from assay.facts.platform import Platforms, Snapshot
from assay.facts.profile import Profile
from assay.facts.recorded_releases import RecordedReleases, Sighting
from assay.formats.results import Raw, ResultError
from assay.formats.results.earlier_assessment import read

MISSING = Unread(
    "earlier sightings of releases",
    "no earlier assessment or snapshot was handed over",
    "assay ingest on the JSON of each assessment, kept from now on",
)


def collect(items: EvidenceItems, repository: Repository, platforms: Platforms, profile: Profile) -> RecordedReleases:
    found: list[Sighting] = []
    unread: list[Unread] = []
    handed = items.of("earlier_assessment")
    for item in handed:
        try:
            (earlier,) = read(Raw(item.name, item.data))
        except ResultError as fault:
            unread.append(Unread(item.name, str(fault), "the file as it was written"))
            continue
        if not _of_this(earlier, repository, profile):
            reason = f"it is about {earlier.product or 'a product it does not name'}, at a commit that is not here"
            unread.append(Unread(item.name, reason, "an assessment of this product"))
        elif earlier.ref not in ("", "HEAD") and earlier.commit:
            tag = earlier.ref.removeprefix("refs/tags/")
            found.append(Sighting(tag, earlier.commit, earlier.as_of, _source(item).at()))
    for run in platforms.runs:
        found += _of_snapshot(run)
    newest = platforms.newest
    kept = newest.at() if newest and newest.sections.immutable_releases.read else None
    if not handed and not platforms.runs:
        unread.append(MISSING)
    return RecordedReleases(
        tuple(sorted(found, key=lambda each: (each.seen_on, each.release, each.file))), kept, tuple(unread)
    )


def _source(item: EvidenceItem) -> Source:
    return Source(item.name, item.sha256, item.taken_on)


def _of_this(earlier: EarlierAssessment, repository: Repository, profile: Profile) -> bool:
    """Whether it names this product, or a commit that is here: a tag that moved may have taken its old commit away."""
    if earlier.product and earlier.product.casefold() == profile.product.casefold():
        return True
    try:
        return bool(earlier.commit) and bool(repository.git.resolve(earlier.commit))
    except AssayError:
        return False


def _of_snapshot(run: Imported[Snapshot]) -> Iterator[Sighting]:
    day, place = run.content.taken_at.date(), run.source.at()
    for tag in run.content.tags:
        yield Sighting(tag.name, tag.commit, day, place)
    for release in run.content.sections.releases.read or ():
        for asset in release.assets:
            if asset.digest:
                yield Sighting(release.tag, asset.digest, day, place, asset.name)
