"""Cobertura XML, as coverage.py, JaCoCo converters, gcovr and many others write it: lines are counted, rates ignored."""

from datetime import UTC, date, datetime

from assay.facts.coverage_runs import CoverageRun
from assay.formats.results.raw import Raw, ResultError, local

TITLE = "Cobertura coverage"
LATEST = 4_102_444_800_000
"""Milliseconds to the year 2100."""


def recognises(raw: Raw) -> bool:
    """The root element of the format with packages or sources in it; a Clover file has a project instead."""
    root = raw.xml
    return (
        root is not None
        and raw.root_name == "coverage"
        and any(local(each.tag) in ("packages", "sources") for each in root)
    )


def read(raw: Raw) -> tuple[CoverageRun, ...]:
    """One measurement. Raises ResultError where no line was measured."""
    root = raw.xml
    if root is None:
        raise ResultError("it is not well-formed XML")
    hits: dict[tuple[str, str], bool] = {}
    for part in root.iter():
        if local(part.tag) == "class":
            name = part.get("filename") or part.get("name") or ""
            for line in part.iter():
                if local(line.tag) == "line":
                    key = (name, line.get("number") or "")
                    hits[key] = hits.get(key, False) or (line.get("hits") or "0").strip("0") != ""
    if not hits:
        raise ResultError("<coverage> holds no measured line")
    return (CoverageRun(len(hits), sum(hits.values()), _day(root.get("timestamp") or "")),)


def _day(stamp: str) -> date | None:
    """Tools write seconds or milliseconds since 1970."""
    if not stamp.isdecimal() or not 0 < int(stamp) < LATEST:
        return None
    seconds = int(stamp) / 1000 if int(stamp) > LATEST / 1000 else int(stamp)
    return datetime.fromtimestamp(seconds, UTC).date()
