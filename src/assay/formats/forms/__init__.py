"""Reads anybody's completed self-assessment, in whichever of four formats it came, into one ``CompletedForm``."""

import hashlib
import re

from assay.domain.catalogue import Catalogue
from assay.facts.forms import CompletedForm, FormRow, Place, RowKind
from assay.formats.forms.header import header
from assay.formats.forms.matching import Matcher
from assay.formats.forms.pieces import LONGEST_CELL, MOST_PIECES, FormError, Piece, TableRow
from assay.formats.forms.rows import rows
from assay.formats.forms.wording import Wording

__all__ = ["ENDINGS", "FormError", "read"]

ENDINGS = frozenset({"docx", "md", "markdown", "html", "htm", "csv", "tsv", "txt"})
LARGEST = 20_000_000
LARGEST_TEXT = 2_000_000
FORM_0_4 = re.compile(r"^\W{0,4}version\s{1,3}0\.4\W{0,4}$", re.IGNORECASE)


def read(name: str, data: bytes, code: Catalogue, wording: Wording) -> CompletedForm:
    """The form in ``data``, told by the ending of ``name``; raises FormError only. It may hold no row at all."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if len(data) > LARGEST:
        raise FormError("it is larger than 20 MB")
    if ending not in ENDINGS:
        raise FormError(f"forms are read from {', '.join(sorted(ENDINGS))}, and this ends in {ending or 'nothing'}")
    pieces, changes = _pieces(ending, data)
    _bounded(pieces)
    found = rows(pieces, Matcher(code, wording))
    return CompletedForm(
        name=name,
        format=ending,
        sha256=hashlib.sha256(data).hexdigest(),
        edition=_edition(found.rows, found.other),
        has_answers=found.has_answers,
        header=header(pieces),
        rows=found.rows,
        tracked_changes=changes,
        other=found.other,
    )


def _pieces(ending: str, data: bytes) -> tuple[list[Piece], tuple[Place, ...]]:
    if ending == "docx":
        from assay.formats.forms import docx  # noqa: PLC0415

        return docx.pieces(data)
    text = _text(data)
    if ending in ("html", "htm"):
        from assay.formats.forms import html  # noqa: PLC0415

        return list(html.pieces(text)), ()
    if ending in ("csv", "tsv"):
        from assay.formats.forms import delimited  # noqa: PLC0415

        return list(delimited.pieces(text)), ()
    from assay.formats.forms import markdown  # noqa: PLC0415

    return list(markdown.pieces(text)), ()


def _text(data: bytes) -> str:
    if len(data) > LARGEST_TEXT:
        raise FormError("it is larger than 2 MB")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace").replace("\r\n", "\n")
    if b"\0" in data:
        raise FormError("it is not text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")  # what spreadsheets save as CSV
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _bounded(pieces: list[Piece]) -> None:
    """Refuses what no form has, rather than cutting it off."""
    if len(pieces) > MOST_PIECES:
        raise FormError(f"it has more than {MOST_PIECES:,} rows and paragraphs")
    total = 0
    for piece in pieces:
        texts = [cell.text for cell in piece.cells] if isinstance(piece, TableRow) else [piece.text]
        if any(len(text) > LONGEST_CELL for text in texts):
            raise FormError(f"one answer holds more than {LONGEST_CELL:,} characters ({piece.place})")
        total += sum(map(len, texts))
    if total > LARGEST_TEXT:
        raise FormError(f"it holds more than {LARGEST_TEXT:,} characters")


def _edition(found: tuple[FormRow, ...], other: tuple[tuple[str, Place], ...]) -> str:
    """The numbering a form follows: it shows in 4.3, where form 0.4 gives one claim the number of another."""
    numbers = {(row.id, row.number) for row in found if row.kind is RowKind.CLAIM}
    if ("4.3.2", "4.3.1") in numbers:
        return "form_v0_4"
    if ("4.3.2", "4.3.2") in numbers or any(name in ("2.1.6", "4.3.1") for name, _ in numbers):
        return "apc_v1"
    return "form_v0_4" if any(FORM_0_4.match(text) for text, _ in other) else ""
