"""Fills somebody's own copy of a form: the cells found empty are written into, everything else stays as it is.

Rows are found by what they say, as a reader finds them. What a row already holds is never touched; what the form has no row for
goes into an annex made like its own tables.
"""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from assay.domain.catalogue import Catalogue
from assay.facts.filled_form import ANNEX_HEADING, NOTE_HEADING, FilledForm, FilledRow
from assay.facts.forms import Answer, FormRow, Place, RowKind
from assay.formats.forms import FormError
from assay.formats.forms.answers import opening, says_nothing
from assay.formats.forms.docx import OpenedDocx, opened
from assay.formats.forms.header import LABELS
from assay.formats.forms.matching import Matcher
from assay.formats.forms.pieces import TableRow
from assay.formats.forms.rows import Columns, heading_row, rows
from assay.formats.forms.wording import Wording
from assay.reports.filled_form.layout import BLANK, OPEN, reference
from assay.reports.filled_form.markup import W, archive, emptied, holds_macros, parts_of, put, serialised, write_line

EVIDENCE_TITLES = ("evidence", "proof", "artefact", "record", "link")
ANNEX_SAYS = "Laid out like the rows above. Numbers are those of the list of claims, the wording is Assay's own."
NO_ANSWER, EVIDENCE_FOLLOWS = "Given without an answer:", "Evidence:"
"""They keep a text that only looks like an answer from being read as one."""
DETAILS = ("organisation", "product", "version", "owner", "assessed_on")
"""What a form must say about itself; who completed it is for that person to write."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The filled copy, and what became of the claims that were not simply written into their rows."""

    data: bytes
    left_alone: tuple[str, ...]
    """Claims whose row held something already."""
    in_annex: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Slot:
    """The row for a claim in the copy, with the markup of its cells."""

    row: FormRow
    columns: Columns
    cells: Sequence[Any]

    @property
    def is_empty(self) -> bool:
        return self.row.answer is Answer.UNANSWERED and not self.row.parts and not self.row.printed

    @property
    def free(self) -> list[int]:
        """The columns for text; that for the answer where there is no other."""
        taken = (self.columns.number, self.columns.wording)
        places = [place for place, cell in enumerate(self.cells) if cell is not None and place not in taken]
        return [place for place in places if place != self.columns.answer] or places


def filled(form: FilledForm, template: bytes, code: Catalogue, wording: Wording) -> Filled:
    """``template`` with the answers of ``form`` in it; raises FormError where it is no form that can be filled."""
    if holds_macros(template):
        raise FormError("it holds macros, which no form needs: save it as .docx without them")
    copy = opened(template)
    found = rows(copy.pieces, Matcher(code, wording))
    slots: dict[str, _Slot] = {}
    for row in found.rows:
        if row.kind is RowKind.CLAIM and row.place in found.columns and copy.cells.get(row.place):
            slot = _Slot(row, found.columns[row.place], copy.cells[row.place])
            if row.id not in slots and slot.free:
                slots[row.id] = slot
    if not slots:
        raise FormError("it has no table with a row for a claim of the Code, so it is another form")
    pattern = _pattern(copy, next(iter(slots.values())))
    left_alone = tuple(name for name, slot in slots.items() if not slot.is_empty and form.of(name))
    if len(left_alone) == len(slots):
        raise FormError("every row of it is filled in already: take a blank copy, nothing is written over")
    annex: list[FilledRow] = []
    for each in form.rows:
        place = slots.get(each.id) if each is form.of(each.id) else None
        if place is None:
            annex.append(each)
        elif place.is_empty:
            _fill(place, each)
    homeless = _header(copy, form, {row.place for row in found.rows})
    _annex(copy, form, annex, pattern, homeless, left_alone)
    name = str(copy.document.part.partname).lstrip("/")
    parts = [
        (each, serialised(copy.document.element) if each == name else content) for each, content in parts_of(template)
    ]
    return Filled(archive(parts), left_alone, tuple(row.id for row in annex if row.kind is RowKind.CLAIM))


def _fill(slot: _Slot, row: FilledRow) -> None:
    """Answer, evidence and arguments into the cells of a row; without a column for answers the arguments begin with it."""
    evidence_at, arguments_at = _text_columns(slot)
    answer_at = slot.columns.answer
    has_place = answer_at not in (None, arguments_at) and slot.cells[answer_at] is not None
    begins = "" if has_place else _opening(row)
    named = not has_place and evidence_at != arguments_at and opening(row.evidence)
    texts = {evidence_at: f"{EVIDENCE_FOLLOWS}\n{row.evidence}" if named else row.evidence}
    texts[arguments_at] = "\n".join(each for each in (begins, row.arguments, texts.get(arguments_at, "")) if each)
    if has_place and answer_at is not None:
        texts[answer_at] = "\n".join(OPEN) if row.is_open else row.answer
    for place, text in texts.items():
        if text:
            put(
                slot.cells[place],
                text,
                bold_first=bool(begins) and place == arguments_at,
                small=place == evidence_at != arguments_at,
                like=slot.cells[slot.columns.wording] if slot.columns.wording is not None else None,
            )


def _opening(row: FilledRow) -> str:
    """What stands in front of the arguments in a form without a place for answers."""
    if row.is_open:
        return " ".join(OPEN)
    if row.answer:
        return f"{row.answer}."
    text = "\n".join(each for each in (row.evidence, row.arguments) if each)
    taken_for_one = says_nothing(text) or any(opening(each) for each in (row.evidence, row.arguments))
    return NO_ANSWER if taken_for_one else ""


def _text_columns(slot: _Slot) -> tuple[int, int]:
    """The columns for evidence and for arguments; one and the same where there is but one."""
    free = slot.free
    evidence = next((place for place in free if _is_for_evidence(slot.columns, place)), free[0])
    return evidence, next((place for place in free if place != evidence), evidence)


def _is_for_evidence(columns: Columns, place: int) -> bool:
    return any(title in columns.title(place) for title in EVIDENCE_TITLES)


def _header(copy: OpenedDocx, form: FilledForm, claims: Iterable[Place]) -> list[tuple[str, str]]:
    """Write what the form says about itself beside its labels; returns what has no place, label and value."""
    taken = set(claims)
    values = {field: (label, value) for field, label, value in form.details}
    seen: set[str] = set()
    roomy: Any = None
    for piece in copy.pieces:
        if not isinstance(piece, TableRow) or piece.place in taken:
            continue
        cells = [cell for cell in copy.cells.get(piece.place, ()) if cell is not None]
        texts = [cell.text for cell in piece.cells]
        if len(cells) == 1 and not any(texts) and roomy is None and not seen:
            roomy = cells[0]
        field = _labelled(next((text for text in texts if text), ""))
        if field and field not in seen:
            seen.add(field)
            if len(cells) == 2 and not texts[-1] and values[field][1]:
                put(cells[1], values[field][1])
    homeless = [
        (label, value or (BLANK if field in DETAILS else ""))
        for field, (label, value) in values.items()
        if field not in seen
    ]
    homeless = [(label, value) for label, value in homeless if value]
    if roomy is None:
        return homeless
    put(roomy, "\n".join(f"{label}: {value}" for label, value in homeless))
    return []


def _labelled(text: str) -> str:
    """The field a label asks for."""
    bare = " ".join(text.rstrip(" \u00a0:*\n").split())
    return next((name for name, pattern in LABELS if pattern.fullmatch(bare)), "")


@dataclass(frozen=True, slots=True)
class _Pattern:
    """An empty table of the form to make others like it: its head and one row."""

    table: Any
    head: Any
    row: Any
    slot: _Slot
    order: tuple[int | None, ...]
    """Which cell of the row stands in which column."""


def _pattern(copy: OpenedDocx, slot: _Slot) -> _Pattern:
    """Copied before anything is written: the table of the first row for a claim."""
    number = slot.row.place.table
    line = next(each for each in slot.cells if each is not None).getparent()
    table = line.getparent()
    while table.tag != f"{W}tbl":
        table = table.getparent()
    shell = etree.Element(table.tag, nsmap=table.nsmap)
    for name in ("tblPr", "tblGrid"):
        if (each := table.find(f"{W}{name}")) is not None:
            shell.append(deepcopy(each))
    heads = [
        copy.cells[piece.place]
        for piece in copy.pieces
        if isinstance(piece, TableRow) and piece.place.table == number and heading_row(piece)
    ]
    head = next((deepcopy(cell.getparent()) for cells in heads for cell in cells if cell is not None), None)
    cells = list(line.iter(f"{W}tc"))
    order = tuple(None if each is None else cells.index(each) for each in slot.cells)
    return _Pattern(shell, head, deepcopy(line), slot, order)


def _annex(
    copy: OpenedDocx,
    form: FilledForm,
    annex: Sequence[FilledRow],
    pattern: _Pattern,
    homeless: Sequence[tuple[str, str]],
    left_alone: Sequence[str],
) -> None:
    """What has no place in the form, behind its last page."""
    body = copy.document.element.body
    styles = {each.name: each.style_id for each in copy.document.styles if each.name}
    font = next((each for cell in pattern.slot.cells if cell is not None for each in cell.iter(f"{W}rFonts")), None)
    if annex or homeless:
        _append(body, _paragraph(ANNEX_HEADING, font, styles.get("Heading 1", ""), new_page=True))
        for label, value in homeless:
            _append(body, _paragraph(f"{label}: {value}", font))
    if annex:
        _append(body, _paragraph(ANNEX_SAYS, font))
        table = deepcopy(pattern.table)
        if pattern.head is not None:
            table.append(pattern.head)
        for row in annex:
            table.append(_copied(pattern, row))
        _append(body, table)
    _append(body, _paragraph(NOTE_HEADING, font, styles.get("Heading 1", ""), new_page=not annex and not homeless))
    notes = list(form.notes)
    if left_alone:
        notes.append(f"Filled in already and left as it was: {', '.join(f'claim {each}' for each in left_alone)}.")
    for note in notes:
        _append(body, _paragraph(note, font))


def _copied(pattern: _Pattern, row: FilledRow) -> Any:
    """A row like those of the form, about another claim."""
    line = deepcopy(pattern.row)
    copied = list(line.iter(f"{W}tc"))
    cells = [None if place is None else copied[place] for place in pattern.order]
    for cell in cells:
        if cell is not None:
            emptied(cell)
    columns = pattern.slot.columns
    number, wording = columns.number, columns.wording
    if number is not None and number != wording:
        put(cells[number], reference(row))
    if wording is not None:
        put(cells[wording], row.wording if number != wording else f"{reference(row)}: {row.wording}")
    _fill(replace(pattern.slot, cells=cells), row)
    return line


def _append(body: Any, element: Any) -> None:
    """In front of the settings of the last section, which stay last."""
    last = body.find(f"{W}sectPr")
    if last is None:
        body.append(element)
    else:
        last.addprevious(element)


def _paragraph(text: str, font: Any, style: str = "", *, new_page: bool = False) -> Any:
    """A paragraph in the font of the form, or a heading that stays with what follows."""
    paragraph = etree.Element(f"{W}p")
    properties = etree.SubElement(paragraph, f"{W}pPr")
    if style:
        etree.SubElement(properties, f"{W}pStyle").set(f"{W}val", style)
        etree.SubElement(properties, f"{W}keepNext")
    if new_page:
        etree.SubElement(properties, f"{W}pageBreakBefore")
    numbers = etree.SubElement(etree.SubElement(properties, f"{W}numPr"), f"{W}numId")
    numbers.set(f"{W}val", "0")  # headings of a form may be counted, and an annex is not
    if not style:
        etree.SubElement(properties, f"{W}spacing").set(f"{W}after", "120")
    if font is not None:
        etree.SubElement(properties, f"{W}rPr").append(deepcopy(font))
    write_line(paragraph, text)
    return paragraph
