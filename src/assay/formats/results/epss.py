"""EPSS scores as FIRST publishes them: CSV below a comment line with model and day."""

import csv
import re

from assay.facts.exploited import Prediction
from assay.formats.results.cyclonedx import day
from assay.formats.results.raw import Raw, ResultError

TITLE = "EPSS scores"
HEAD = re.compile(r"#model_version:([^,\s]+),score_date:(\S+)")
COLUMNS = b"cve,epss"


def recognises(raw: Raw) -> bool:
    """The header of its columns in the first two lines."""
    return any(line.startswith(COLUMNS) for line in raw.data[:400].splitlines()[:2])


def read(raw: Raw) -> tuple[Prediction, ...]:
    """One prediction. Raises ResultError with the line that is no score."""
    lines = raw.data.decode("utf-8", "replace").splitlines()
    said = HEAD.match(lines[0])
    start = next(number for number, line in enumerate(lines) if line.startswith(COLUMNS.decode()))
    found: dict[str, float] = {}
    for number, row in enumerate(csv.reader(lines[start + 1 :]), start + 2):
        try:
            name, likelihood = row[0], float(row[1])
        except (IndexError, ValueError):
            raise ResultError(f"line {number}: it is no id with a score") from None
        if not 0 <= likelihood <= 1:
            raise ResultError(f"line {number}: {row[1]} is no likelihood")
        found[name] = likelihood
    if not found:
        raise ResultError("it holds no score")
    return (Prediction(said.group(1) if said else "", day(said.group(2)) if said else None, found),)
