"""Text as paragraphs of a DOCX cell, looking like what stood there; and archives that are the same bytes on every machine."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from lxml import etree

from assay.formats.forms.pieces import FormError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
LABEL = re.compile(
    r"(For|Against|Stated|Reason|Question|Still to be shown|Next step|For a person to (?:answer|state|decide)):(?=\s|$)"
)
"""What our own lines begin with, set in bold."""
DIGEST = re.compile(r"SHA-256 [0-9a-f]{64}")
SMALL, SMALLEST = "16", "13"
"""Half points: for where to look, and for digests, which are compared and not read."""
OLDEST = (1980, 1, 1, 0, 0, 0)
TYPES = "[Content_Types].xml"
LARGEST_TYPES = 1_000_000
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")


def put(cell: Any, text: str, *, bold_first: bool = False, small: bool = False, like: Any = None) -> None:
    """Write ``text`` into an empty cell, a paragraph for each line, in the way its first paragraph is set.

    Where that says nothing of its font, the one of the cell ``like`` is taken; ``small`` is for what is looked up, not read.
    """
    lines = text.split("\n")
    paragraph = next((each for each in cell.findall(f"{W}p")), None)
    if paragraph is None:
        paragraph = etree.SubElement(cell, f"{W}p")
    if like is not None:
        _lend_font(paragraph, like)
    for number, line in enumerate(lines):
        if number:
            following = etree.Element(f"{W}p")
            if (properties := paragraph.find(f"{W}pPr")) is not None:
                following.append(deepcopy(properties))
            paragraph.addnext(following)
            paragraph = following
        write_line(paragraph, line, bold=bold_first and not number, size=SMALL if small else "")


def _lend_font(paragraph: Any, like: Any) -> None:
    lent = next((each for each in like.iter(f"{W}rPr") if each.find(f"{W}rFonts") is not None), None)
    if lent is None or paragraph.find(f"{W}pPr/{W}rPr") is not None:
        return
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    mark = etree.Element(f"{W}rPr")
    for name in ("rFonts", "sz", "szCs"):
        if (each := lent.find(f"{W}{name}")) is not None:
            mark.append(deepcopy(each))
    later = next((each for each in properties if each.tag in (f"{W}sectPr", f"{W}pPrChange")), None)
    if later is None:
        properties.append(mark)
    else:
        later.addprevious(mark)


def write_line(paragraph: Any, line: str, *, bold: bool = False, size: str = "") -> None:
    """One line at the end of a paragraph; its label in bold, a digest small."""
    label = LABEL.match(line)
    if label and not bold:
        _run(paragraph, label.group(), bold=True, size=size)
        line = line[label.end() :]
    if line:
        _run(paragraph, line, bold=bold, size=SMALLEST if DIGEST.fullmatch(line) else size)


def _run(paragraph: Any, text: str, *, bold: bool = False, size: str = "") -> None:
    run = etree.SubElement(paragraph, f"{W}r")
    marked = paragraph.find(f"{W}pPr/{W}rPr")
    properties = etree.SubElement(run, f"{W}rPr")
    for each in marked if marked is not None else ():
        if each.tag not in (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo", f"{W}rPrChange"):
            properties.append(deepcopy(each))
    if bold:
        _set(properties, "b", None)
    if size:
        _set(properties, "sz", size)
        _set(properties, "szCs", size)
    said = etree.SubElement(run, f"{W}t")
    said.set(SPACE, "preserve")
    said.text = text


ORDER = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color"
    " spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
).split()
"""The order the standard wants the properties of a run in."""


def _set(properties: Any, name: str, value: str | None) -> None:
    for each in properties.findall(f"{W}{name}"):
        properties.remove(each)
    made = etree.Element(f"{W}{name}")
    if value is not None:
        made.set(f"{W}val", value)
    later = {f"{W}{each}" for each in ORDER[ORDER.index(name) + 1 :]}
    place = next((number for number, each in enumerate(properties) if each.tag in later), len(properties))
    properties.insert(place, made)


def emptied(cell: Any) -> None:
    """Take the text out of a copied cell; the way its first paragraph is set stays."""
    first, *others = cell.findall(f"{W}p") or [etree.SubElement(cell, f"{W}p")]
    for each in others:
        cell.remove(each)
    for each in list(first):
        if each.tag != f"{W}pPr":
            first.remove(each)


def archive(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """The same parts, the same bytes: no time, no machine."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            new.writestr(entry, content)
    return out.getvalue()


def parts_of(data: bytes) -> Sequence[tuple[str, bytes]]:
    """Name and content of every part of an archive that was found to be of sane size; raises FormError."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = [each for each in old.infolist() if not each.is_dir()]
        if len({each.filename for each in parts}) < len(parts):
            raise FormError("its archive holds one part twice")
        return [(each.filename, old.read(each)) for each in parts]


def holds_macros(data: bytes) -> bool:
    """Whether an archive names a part for macros, or says of itself that it may hold some; what is no archive does not."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archived:
            if any(name.rpartition("/")[2].lower() in MACRO_PARTS for name in archived.namelist()):
                return True
            with archived.open(TYPES) as types:
                return b"macroEnabled" in types.read(LARGEST_TYPES)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error):
        return False


def serialised(root: Any) -> bytes:
    """The markup of a part as it is stored."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
