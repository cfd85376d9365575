"""The catalogue of known exploited vulnerabilities, as CISA publishes it in JSON, plain or compressed."""

from assay.facts.exploited import ExploitedList
from assay.formats.results.cyclonedx import day
from assay.formats.results.raw import Raw, ResultError, listed, mapped, texts

TITLE = "catalogue of known exploited vulnerabilities"


def recognises(raw: Raw) -> bool:
    """The version of the catalogue and its entries."""
    return "catalogVersion" in raw.fields and isinstance(raw.fields.get("vulnerabilities"), list)


def read(raw: Raw) -> tuple[ExploitedList, ...]:
    """One list. Raises ResultError where it is empty or shorter than it says it is."""
    entries = [mapped(each) for each in listed(raw.fields.get("vulnerabilities"))]
    count = raw.fields.get("count")
    if not entries or (isinstance(count, int) and count > len(entries)):
        raise ResultError(f"vulnerabilities: {len(entries)} of {count} entries are there")
    dated = {texts(each.get("cveID")): day(texts(each.get("dateAdded"))) for each in entries}
    released = day(texts(raw.fields.get("dateReleased")))
    return (ExploitedList({name: on for name, on in dated.items() if name and on}, released),)
