"""DSSE envelopes with an in-toto statement inside, one or one per line. The signature is verified elsewhere."""

from assay.facts.attestations import Sealed
from assay.formats.in_toto import is_envelope, sealed_envelope, values
from assay.formats.results.raw import Raw

TITLE = "signed in-toto statements (DSSE)"


def recognises(raw: Raw) -> bool:
    """A payload and its type side by side."""
    found = values(raw)
    return bool(found) and all(map(is_envelope, found))


def read(raw: Raw) -> tuple[Sealed, ...]:
    """Raises ResultError for an envelope around anything but a statement."""
    found = values(raw)
    return tuple(sealed_envelope(each, f"[{number}]." if len(found) > 1 else "") for number, each in enumerate(found))
