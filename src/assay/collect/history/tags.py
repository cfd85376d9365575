"""The tags of the repository, with the signatures present on them."""

from collections.abc import Iterator

from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.errors import AssayError
from assay.facts.history import day
from assay.facts.tags import Tag, Tags

MOST = 20_000
FIELDS = (
    "%(refname:strip=2)", "%(objecttype)", "%(objectname)", "%(*objecttype)", "%(*objectname)", "%(creatordate:unix)", "%(taggername)",
    "%(contents:signature)",
)  # fmt: skip
FORMAT = "%00".join((*FIELDS, ""))
"""No field can hold a NUL, so no name or signature can pass for another record."""
SIGNATURES = (("-----BEGIN PGP", "openpgp"), ("-----BEGIN SSH", "ssh"), ("-----BEGIN SIGNED", "x509"))


def collect(repository: Repository) -> Tags:
    """The newest twenty thousand; signatures are seen, not verified. Tags of single files or trees are left out."""
    try:
        listing = repository.git.run(
            "for-each-ref", "--sort=-creatordate", f"--count={MOST + 1}", f"--format={FORMAT}", "refs/tags"
        )
    except AssayError:
        return Tags((), (Unread("tags", "git could not list them: an object they name is missing", "a full clone"),))
    found = tuple(_tags(listing.decode("utf-8", "replace").split("\0")))
    unread: tuple[Unread, ...] = ()
    if listing.count(b"\0") > MOST * len(FIELDS):
        unread = (
            Unread("tags", f"there are more than {MOST:,}; the newest were read", "nothing: older ones seldom matter"),
        )
    return Tags(found[:MOST], unread)


def _tags(parts: list[str]) -> Iterator[Tag]:
    fields = iter(parts)
    for name, kind, own, target_kind, target, seconds, tagger, signature in zip(*[fields] * len(FIELDS), strict=False):
        annotated = kind == "tag"
        if (target_kind or kind) != "commit":
            continue
        when = day(int(seconds)) if seconds.lstrip("-").isdecimal() and len(seconds) < 20 else None
        # A commit message can hold the mark as well, so only a tag object's own signature counts.
        signed = next((word for mark, word in SIGNATURES if annotated and signature.startswith(mark)), "")
        yield Tag(name.removeprefix("\n"), target or own, when, tagger, annotated, signed)
