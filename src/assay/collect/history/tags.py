"""The tags of the repository, with the signatures present on them."""

from datetime import date

from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.history import day
from assay.facts.tags import Tag, Tags

MOST = 20_000
FORMAT = "%(refname:strip=2)%00%(objecttype)%00%(objectname)%00%(*objectname)%00%(creatordate:unix)%00%(taggername)%00%(contents:signature)%01"
SIGNATURES = (("BEGIN PGP", "openpgp"), ("BEGIN SSH", "ssh"), ("BEGIN SIGNED MESSAGE", "x509"))


def collect(repository: Repository) -> Tags:
    """Newest first; signatures are seen, not verified."""
    listing = repository.git.run(
        "for-each-ref", "--sort=-creatordate", f"--count={MOST}", f"--format={FORMAT}", "refs/tags"
    )
    found = tuple(_tag(record) for record in listing.decode("utf-8", "replace").split("\1\n") if record.strip("\1\n"))
    unread: tuple[Unread, ...] = ()
    if len(found) == MOST:
        unread = (
            Unread("tags", f"there are more than {MOST:,}; the newest were read", "nothing: older ones seldom matter"),
        )
    return Tags(found, unread)


def _tag(record: str) -> Tag:
    name, kind, own, target, seconds, tagger, signature = record.rstrip("\1").split("\0")
    when: date | None = day(int(seconds)) if seconds.isdecimal() else None
    signed = next((word for mark, word in SIGNATURES if mark in signature), "")
    return Tag(name, target or own, when, tagger, kind == "tag", signed)
