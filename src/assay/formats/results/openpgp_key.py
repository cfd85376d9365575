"""An OpenPGP public key as the vendor publishes it, armoured: what the policy offers can be held against it."""

from assay.facts.offered_keys import OpenPgpKey
from assay.formats.openpgp_keys import BEGIN, OpenPgpKeyError, keys
from assay.formats.results.raw import Raw, ResultError

TITLE = "OpenPGP public key (armoured)"


def recognises(raw: Raw) -> bool:
    """The first line of the armour."""
    return raw.data.lstrip().startswith(BEGIN.encode())


def read(raw: Raw) -> tuple[OpenPgpKey, ...]:
    """The keys of the file. Raises ResultError where there is none that can be read."""
    try:
        return keys(raw.data)
    except OpenPgpKeyError as fault:
        raise ResultError(str(fault)) from None
