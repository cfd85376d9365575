"""The text of small named files a check asks for by name: settings of bots, scanners, owners and tools."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assay.domain.evidence import Unread


@dataclass(frozen=True)
class Texts:
    """Path → decoded text of well-known configuration files (at most 256 KiB each)."""

    texts: Mapping[str, str]
    unread: tuple[Unread, ...] = ()

    def named(self, *names: str) -> Iterator[tuple[str, str]]:
        """(path, text) of files whose last part is one of ``names``, ignoring case, top-most first."""
        wanted = {name.casefold() for name in names}
        found = [(path, text) for path, text in self.texts.items() if path.rpartition("/")[2].casefold() in wanted]
        return iter(sorted(found, key=lambda each: (each[0].count("/"), each[0])))
