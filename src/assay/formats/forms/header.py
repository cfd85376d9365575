"""What a form says about itself: whose product, which version, who answers for it, and when."""

import re
from collections.abc import Iterable
from datetime import date

from assay.domain.exceptions import names_role
from assay.facts.forms import Header
from assay.formats.forms.pieces import Heading, Piece, TableRow
from assay.formats.forms.proofs import first_day

LABELS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in (
    ("owner", r"senior responsible (owner|officer|person)( \(sro\))?( name)?|sro( name)?|name of (the )?(sro|senior responsible owner)"),
    ("version", r"(product|software|release|assessed)?\s?versions?( assessed| of (the )?(product|software)| number)?|release( assessed)?"),
    ("product", r"(software )?products?( name| assessed)?|software( name| assessed)?|name of (the )?(product|software)|system( name)?|application( name)?|service( name)?"),
    ("organisation", r"organi[sz]ation( name)?|company( name)?|vendor( name)?|supplier( name)?|developer"),
    ("assessed_by", r"assessed by|completed by|assessor( name)?|name|prepared by|author"),
    ("role", r"role|job title|position|title"),
    ("assessed_on", r"date( of (the )?(assessment|completion|self-assessment)| completed| assessed)?|(self-)?assessment date|assessed on|completed on|completion date"),
))  # fmt: skip
LABELLED = re.compile(r"^\W{0,4}([A-Za-z][A-Za-z() -]{1,50}?)[*_]{0,3}\s?[:|]\s{0,3}[*_]{0,3}\s{0,3}(\S[^\n]{0,4000})$")
TEMPLATE_VERSION = re.compile(r"self-assessment template.{0,80}version|template version|form version", re.IGNORECASE)
VERSION = re.compile(r"\bv?\d+(\.\d+){1,3}[\w.+-]*|\b[vV]\d+\b|\b[0-9a-f]{40}\b")
SRO = re.compile(r"senior responsible|\bSRO\b", re.IGNORECASE)
PLACEHOLDER = re.compile(r"\[[^\]]*\]|<[^>]*>|_{2,}|\.{3,}|tb[acd]|x{2,}", re.IGNORECASE)


def header(pieces: Iterable[Piece]) -> Header:
    """What stands in front of or around the rows under a known label; the first of each counts."""
    found: dict[str, str] = {}
    for piece in pieces:
        for label, value in _labelled(piece):
            name = next((name for name, pattern in LABELS if pattern.fullmatch(" ".join(label.split()))), "")
            value = " ".join(value.split()).strip(" *_:")
            if name and value and name not in found and not PLACEHOLDER.fullmatch(value):
                if name in ("version", "assessed_on") or names_role(value):
                    found[name] = value
    printed = found.get("assessed_on", "")
    version = found.get("version", "")
    if not version and (named := VERSION.search(found.get("product", ""))):
        version = named.group()
    owner = found.get("owner", "")
    if not owner and SRO.search(found.get("role", "")):
        owner = found.get("assessed_by", "")
    return Header(
        organisation=found.get("organisation", ""),
        product=found.get("product", ""),
        version=version,
        owner=owner,
        assessed_by=found.get("assessed_by", ""),
        role=found.get("role", ""),
        assessed_on=_day(printed),
        assessed_on_printed=printed,
    )


def _day(printed: str) -> date | None:
    return first_day(printed) if printed else None


def _labelled(piece: Piece) -> list[tuple[str, str]]:
    if isinstance(piece, TableRow):
        filled = [cell.text.strip() for cell in piece.cells if cell.text.strip()]
        if len(filled) == 2:
            return [(filled[0].rstrip(" :*").lstrip("*"), filled[1])]
        # One cell, or a label with nothing behind it: several may be written into one cell.
        lines = [line for text in filled for line in text.split("\n")] if len(filled) == 1 else []
    else:
        lines = [] if isinstance(piece, Heading) else piece.text.split("\n")
    return [(match.group(1), match.group(2)) for line in lines if (match := LABELLED.match(line))]
