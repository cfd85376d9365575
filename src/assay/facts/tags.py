"""The tags of the repository and the signatures present on them (present, not verified)."""

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from assay.domain.evidence import Unread

RELEASE = re.compile(r"(^|[-_/])v?\d+(\.\d+)+([-+.]?\w+)*$")
"""Names of releases: a version of at least two numbers at the end."""


class Tag(NamedTuple):
    """One tag. ``signature`` is ``openpgp``, ``ssh``, ``x509`` or empty; it was seen, not verified."""

    name: str
    commit: str
    tagged_on: date | None
    tagger: str
    annotated: bool
    signature: str


@dataclass(frozen=True)
class Tags:
    """All tags, newest first."""

    tags: tuple[Tag, ...]
    unread: tuple[Unread, ...] = ()

    @property
    def releases(self) -> tuple[Tag, ...]:
        """Those that name a version, newest first."""
        return tuple(tag for tag in self.tags if RELEASE.search(tag.name))
