"""Snapshots of a platform handed over, each proven to be of this project: by a commit, and by the name the repository gives itself."""

from datetime import UTC, datetime

from assay.collect.imported.binding import tie
from assay.collect.repository import Repository, Settings
from assay.domain.evidence import Unread
from assay.errors import AssayError
from assay.facts.ci import CiPipelines
from assay.facts.evidence import EvidenceItem, EvidenceItems
from assay.facts.imported import Imported, Source
from assay.facts.platform import Platforms, Snapshot
from assay.facts.texts import Texts
from assay.formats.own_repository import own_repositories
from assay.formats.results import Raw, ResultError
from assay.formats.results.platform_snapshot import read

MISSING = Unread(
    "the platform's settings", "no snapshot of them was handed over", "assay snapshot, and assay ingest on its file"
)
PUBLIC_SERVERS = ("https://api.github.com", "https://gitlab.com/api/v4")
"""Where the names that manifests and pipelines give the repository are those the snapshot must carry."""
MOST_TAGS = 50
WEEK = 7 * 86_400
SLACK = 86_400
"""Seconds by which the clock of who committed may run ahead of the platform's."""


def collect(
    items: EvidenceItems, repository: Repository, settings: Settings, ci: CiPipelines, texts: Texts
) -> Platforms:
    found: list[Imported[Snapshot]] = []
    unread: list[Unread] = []
    handed = items.of("platform_snapshot")
    own = own_repositories(ci, texts) if handed else frozenset()
    for item in handed:
        try:
            (snapshot,) = read(Raw(item.name, item.data))
        except ResultError as fault:
            unread.append(Unread(item.name, str(fault), "a whole snapshot"))
            continue
        source = _tied(item, snapshot, repository)
        if isinstance(source, Source) and (why := _not_this(snapshot, source, repository, settings, own)):
            source = Unread(item.name, why, "a snapshot of the project the releases come from")
        if isinstance(source, Unread):
            unread.append(source)
        else:
            found.append(Imported(snapshot, source))
    newest_first = sorted(found, key=lambda each: each.content.taken_at, reverse=True)
    return Platforms(tuple(newest_first), tuple(dict.fromkeys(unread)) if handed else (MISSING,))


def _tied(item: EvidenceItem, snapshot: Snapshot, repository: Repository) -> Source | Unread:
    """Tied by the newest commit of the default branch, or else by a tag: a checkout may be older than the snapshot."""
    for commit in (snapshot.commit, *(each.commit for each in snapshot.tags[:MOST_TAGS])):
        source = tie(item, repository, commit)
        if isinstance(source, Source):
            return source
    return Unread(
        item.name,
        f"it is a snapshot of {snapshot.project}: neither its newest commit nor one of its tags is in this history",
        "a snapshot of this project, and its whole history",
    )


def _not_this(
    snapshot: Snapshot, source: Source, repository: Repository, settings: Settings, own: frozenset[str]
) -> str:
    """Why a snapshot that shares commits with this history still does not speak for it; empty where it does."""
    if snapshot.taken_at.astimezone(UTC).date() > settings.as_of:
        return f"it is dated {snapshot.taken_at.date()}, after the day of the assessment"
    made = _made(source.commit, repository)
    if source.commit == snapshot.commit and snapshot.taken_at.timestamp() + SLACK < made:
        return f"it is dated before the commit it names was made ({datetime.fromtimestamp(made, UTC).date()})"
    if _left_aside(snapshot, repository):
        return "the assessed revision was there a week before, and is on none of the branches whose rules it shows"
    names = {snapshot.project.casefold(), snapshot.asked_for.casefold()}
    if own and snapshot.server in PUBLIC_SERVERS and not own & names and not snapshot.redacted:
        return f"it is of {snapshot.project}, while the repository calls itself {', '.join(sorted(own))}"
    project = snapshot.sections.project.read
    if project and project.fork_of and not own & names:
        return f"it is of {snapshot.project}, a fork of {project.fork_of}: its rules are not those of {project.fork_of}"
    return ""


def _left_aside(snapshot: Snapshot, repository: Repository) -> bool:
    """Whether the branches shown all end before the assessed revision, although that was made long before the snapshot.

    Then releases come from a branch whose rules nobody showed. A branch whose end is not in this history may well lead further.
    """
    ends = {snapshot.commit, *(each.commit for each in snapshot.sections.branches.read or ())}
    if repository.commit in ends or not all(_in_history(each, repository) for each in ends):
        return False
    return _made(repository.commit, repository) + WEEK < snapshot.taken_at.timestamp()


def _in_history(commit: str, repository: Repository) -> bool:
    try:
        return repository.leads_here(repository.git.resolve(commit))
    except AssayError:
        return False


def _made(commit: str, repository: Repository) -> int:
    return int(repository.git.run("log", "-1", "--format=%ct", commit, "--").decode().strip() or 0)
