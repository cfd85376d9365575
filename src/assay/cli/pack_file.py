"""Opens a pack, and the files beside it, for the commands that read one."""

import re
from pathlib import Path

from assay.errors import MalformedInputError, UnreadablePathError

LARGEST = 200_000_000
SIGNATURE, BUNDLE = ".intoto.json", ".sigstore.json"


def opened(path: Path, what: str = "pack") -> bytes:
    """The bytes of a file; raises UnreadablePathError, and MalformedInputError for one that is too large to be ``what``."""
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        advice = "assay seal --output FILE makes a pack." if what == "pack" else ""
        raise UnreadablePathError(f"{path} cannot be read: {error.strerror}.", advice=advice) from None
    if len(data) > LARGEST:
        raise MalformedInputError(f"{path} is too large to be a {what}.")
    return data


def signatures_beside(pack: Path) -> list[Path]:
    """The signatures kept beside a pack as ``assay sign`` names them, such as ``PACK.sro.intoto.json``."""
    try:
        there = sorted(pack.parent.iterdir())
    except OSError:
        return []
    named = re.compile(rf"{re.escape(pack.name)}\.[^.]+({re.escape(SIGNATURE)}|{re.escape(BUNDLE)})")
    return [each for each in there if named.fullmatch(each.name)]
