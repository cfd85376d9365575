"""LCOV trace files: the lines a record names are counted, its totals ignored."""

import re

from assay.facts.coverage_runs import CoverageRun
from assay.formats.results.raw import Raw, ResultError

TITLE = "LCOV coverage"
SOURCE = re.compile(rb"^SF:(.+?)\s*$", re.MULTILINE)
LINE = re.compile(r"(\d+),(-?\d+)(,|$)")


def recognises(raw: Raw) -> bool:
    """A named source file and an end of record."""
    return raw.data[:1] not in (b"{", b"<") and bool(SOURCE.search(raw.data)) and b"end_of_record" in raw.data


def read(raw: Raw) -> tuple[CoverageRun, ...]:
    """One measurement. Raises ResultError with the line that is wrong, or where no line was measured."""
    hits: dict[tuple[str, int], bool] = {}
    source = ""
    for number, line in enumerate(raw.data.decode("utf-8", "replace").splitlines(), 1):
        key, _, value = line.strip().partition(":")
        if key == "SF":
            source = value
        elif key == "DA":
            found = LINE.match(value)
            if not found or not source:
                raise ResultError(f"line {number}: {line[:60]!r} names no line of a source file")
            place = (source, int(found.group(1)))
            hits[place] = hits.get(place, False) or int(found.group(2)) > 0
        elif key == "end_of_record":
            source = ""
    if not hits:
        raise ResultError("no line was measured")
    return (CoverageRun(len(hits), sum(hits.values())),)
