"""In-toto statements that nobody signed: they are read, and they vouch for nothing."""

from assay.facts.attestations import Sealed
from assay.formats.in_toto import is_statement, statement, values
from assay.formats.results.raw import Raw

TITLE = "in-toto statements without signature"


def recognises(raw: Raw) -> bool:
    """By the type every statement states."""
    found = values(raw)
    return bool(found) and all(map(is_statement, found))


def read(raw: Raw) -> tuple[Sealed, ...]:
    """Raises ResultError where no file is named."""
    return tuple(Sealed("bare", "", statement(each)) for each in values(raw))
