"""Loads the digests by which the official wording of a claim is recognised; the wording itself is not kept."""

import tomllib
from functools import cache
from importlib.resources import files

from assay.formats.forms.wording import DIGEST, Wording


@cache
def load() -> Wording:
    """The digests of every claim and principle."""
    found = tomllib.loads((files("assay") / "data" / "claim_wording.toml").read_text("utf-8"))
    kinds = ({name: _split(digests) for name, digests in found[kind].items()} for kind in ("claims", "principles"))
    return Wording(*kinds)


def _split(digests: str) -> frozenset[str]:
    return frozenset(digests[start : start + DIGEST] for start in range(0, len(digests), DIGEST))
