"""A note on a certificate or report by another party: what the assessor who read it says it covers.

The document itself is for people to read. The note binds it by its digest, and says who issued it to whom, for what and until when.
"""

import tomllib
from datetime import date
from typing import Any

from assay.domain.exceptions import names_person
from assay.facts.people import IndependentDocument
from assay.formats import toml_text
from assay.formats.results.raw import Raw, ResultError

TITLE = "note on an independent certificate or report (TOML)"
TABLE = "independent_document"
TEXTS = ("title", "issuer", "holder", "scope", "document_sha256", "read_by")
DAYS = ("issued", "valid_until")
LARGEST = 100_000
LEAST_SCOPE = 15
"""Characters: a scope of one word covers anything."""


def recognises(raw: Raw) -> bool:
    """A TOML table of this name in a small file."""
    return f"[{TABLE}]".encode() in raw.data and _table(raw) is not None


def read(raw: Raw) -> tuple[IndependentDocument, ...]:
    """The one document the note is about. Raises ResultError for a field that is missing or cannot be."""
    found = _table(raw)
    if found is None:
        raise ResultError(f"it has no table [{TABLE}]")
    for name in TEXTS:
        if not isinstance(found.get(name), str) or not found[name].strip():
            raise ResultError(f"{TABLE}.{name}: it must say something")
    for name in DAYS:
        if type(found.get(name)) is not date:
            raise ResultError(f"{TABLE}.{name}: it must be a day, such as 2026-01-31")
    about = found.get("about")
    if not isinstance(about, list) or not about or not all(isinstance(each, str) for each in about):
        raise ResultError(f"{TABLE}.about: it must list the claims or facets inside the scope")
    digest = found["document_sha256"].lower()
    if len(digest) != 64 or set(digest) - set("0123456789abcdef") or len(set(digest)) == 1:
        raise ResultError(f"{TABLE}.document_sha256: it must be the SHA-256 of the document")
    if len(found["scope"].strip()) < LEAST_SCOPE:
        raise ResultError(f"{TABLE}.scope: it must give the scope as the document words it")
    if not names_person(found["read_by"]):
        raise ResultError(f"{TABLE}.read_by: it must name the person who read the document")
    return (
        IndependentDocument(
            found["title"], found["issuer"], found["holder"], found["scope"], tuple(about),
            found["issued"], found["valid_until"], digest,
        ),
    )  # fmt: skip


def _table(raw: Raw) -> dict[str, Any] | None:
    if len(raw.data) > LARGEST:
        return None
    try:
        found = toml_text.read(raw.data.decode("utf-8")).get(TABLE)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return None
    return found if isinstance(found, dict) else None
