"""Makes the rows of a form out of pieces: by the headers of its tables, or by a heading for each claim."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from assay.facts.forms import Answer, FormRow, MatchedBy, Part, Place, RowKind
from assay.formats.forms import answers
from assay.formats.forms.answers import Reading
from assay.formats.forms.matching import CLAIM_NUMBER, LABEL, Match, Matcher
from assay.formats.forms.pieces import EMPTY, Cell, Heading, Paragraph, Piece, TableRow
from assay.formats.forms.proofs import dates, proofs

NUMBER_COLUMN = re.compile(
    r"ref|reference|id|no|nr|number|#|(claim|control|principle|requirement) (id|ref|reference|no|nr|number|#)"
)
WORDING_COLUMN = re.compile(
    r"(assurance )?(principles?|claims?|controls?|requirements?|practices?|questions?|statements?)( and claims?|/claims?| text| title| name| statement)?"
    r"|claim wording|wording|title|code of practice( principle| claim)?|topic|area|description"
)
ANSWER_COLUMN = re.compile(
    r"([\w-]+ ){0,2}(status|answer|response|verdict|met|compliant|compliance|alignment|aligned|result|rating|position|outcome|assessment|self-assessment"
    r"|conformance|achieved|state|level|implemented|satisfied)( status| level)?|y/n|yes/no|yes / no|yes/no/partial|met\W{1,3}partly met\W{1,3}not met"
)
HEADER_WORDS = 7
ANSWER_LINE = re.compile(
    r"^\W{0,4}(?:answer|status|verdict|result|met|compliance|compliant|assessment|response|position|self-assessment)\W{0,3}\s?[:=]\s{0,3}\W{0,4}",
    re.IGNORECASE,
)
IN_PLACE = re.compile(r"^\W{0,4}(?:claim\s)?[1-4]\.\d{1,2}\.(?:\d{1,2}|S)\b", re.IGNORECASE)
LONGEST_IN_PLACE = 600
PART_END = re.compile(r"[.:]\W{0,3}(?=\s)|\s[\u2013\u2014-]\s")
"""Where the wording of a claim may end and what is said of it begin."""


@dataclass
class Columns:
    """Which column of a table holds what; every other one is free text."""

    number: int | None = None
    wording: int | None = None
    answer: int | None = None
    titles: tuple[str, ...] = ()
    headed: bool = True

    def title(self, place: int) -> str:
        """The heading of a column; empty where it has none."""
        return self.titles[place] if self.headed and place < len(self.titles) else ""

    @property
    def for_a_form(self) -> bool:
        """Whether a table so headed asks for an answer about principles or claims."""
        about = " ".join(self.titles)
        return self.answer is not None and bool(re.search(r"principle|claim|control|code of practice", about))


@dataclass
class _Draft:
    """A row while its text is still being gathered."""

    match: Match
    place: Place
    reading: Reading | None = None
    parts: list[Cell] = field(default_factory=list)
    table: int | None = None
    trusted: bool = True
    """Whether the table it stands in is headed as a form."""
    heads: tuple[str, ...] = ()
    """How that table is headed."""
    level: int = 0


@dataclass(frozen=True)
class Rows:
    """What the pieces of a form come to."""

    rows: tuple[FormRow, ...]
    has_answers: bool
    """Whether there is a place for answers."""
    other: tuple[tuple[str, Place], ...]
    """The text outside the rows."""
    columns: Mapping[Place, Columns]
    """How the table is laid out that each row stands in."""


def rows(pieces: Iterable[Piece], matcher: Matcher) -> Rows:
    """The rows of a form, with what is needed to write into them."""
    reader = _Reader(matcher)
    for piece in pieces:
        reader.take(piece)
    return Rows(reader.finished(), reader.has_answers, tuple(reader.other), reader.columns)


class _Reader:
    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._drafts: list[_Draft] = []
        self._section: _Draft | None = None
        self._table = 0
        self._columns: Columns | None = None
        self.has_answers = False
        self.other: list[tuple[str, Place]] = []
        self.columns: dict[Place, Columns] = {}

    def take(self, piece: Piece) -> None:
        if isinstance(piece, TableRow):
            self._row(piece)
        elif isinstance(piece, Heading):
            self._heading(piece)
        else:
            self._paragraph(piece)

    def finished(self) -> tuple[FormRow, ...]:
        """The rows; those about nothing in the Code only where they stand among others or under a form's header.

        The text of all others is kept with what stands outside the rows.
        """
        tables = {each.table for each in self._drafts if each.table and each.match.known}
        heads = {each.heads for each in self._drafts if each.heads and each.match.known}
        sections = any(each.match.known for each in self._drafts if not each.table)
        kept: list[_Draft] = []
        for each in self._drafts:
            in_form = each.table in tables or each.trusted or each.heads in heads if each.table else sections
            if each.match.known or in_form:
                kept.append(each)
            else:
                texts = [cell.text for cell in each.parts]
                printed = each.reading.printed if each.reading else ""
                said = (each.match.number, each.match.wording, "" if printed in texts else printed, *texts)
                self.other.append((" | ".join(text for text in said if text), each.place))
        return tuple(_row(each) for each in _numbers_resolved(kept))

    def _row(self, row: TableRow) -> None:
        if row.place.table != self._table:
            self._table, self._columns = row.place.table or 0, None
        if header := heading_row(row):
            self._columns = header
            self.has_answers |= header.answer is not None
            return
        if not any(cell.text for cell in row.cells):
            return
        columns = self._columns or self._guessed(row)
        if columns is None:
            self.other.append((" | ".join(cell.text for cell in row.cells if cell.text), row.place))
            return
        number, wording = _at(row, columns.number), _at(row, columns.wording)
        rest = [
            replace(cell, title=columns.title(place))
            for place, cell in enumerate(row.cells)
            if cell.text and place not in (columns.number, columns.wording, columns.answer)
        ]
        answer = _at(row, columns.answer)
        if not number.text and not wording.text:
            self._continued([*([answer] if answer.text else []), *rest], row)
            return
        said_below = ""
        if columns.wording is not None and self._matcher.match(number.text, wording.text.partition("\n")[0]).known:
            wording, said_below = Cell(wording.text.partition("\n")[0], wording.links), wording.text.partition("\n")[2]
            number = wording if columns.number == columns.wording else number
        if columns.wording is None or columns.number == columns.wording:
            match = self._matcher.match("", number.text or wording.text)
        else:
            match = self._matcher.match(number.text, wording.text)
        if not match.known and match.kind is RowKind.UNKNOWN_PRINCIPLE and not answer.text and not rest:
            self.other.append((" | ".join(cell.text for cell in row.cells if cell.text), row.place))
            return  # a title between the rows
        self.columns[row.place] = columns
        draft = _Draft(
            match,
            row.place,
            table=self._table,
            trusted=columns.for_a_form,
            heads=columns.titles if columns.headed else (),
        )
        if columns.answer is not None:
            draft.reading = answers.chosen(answer.text)
            draft.parts.append(Cell(draft.reading.rest, answer.links, columns.title(columns.answer)))
        if said_below or wording.links:
            draft.parts.append(Cell(said_below, wording.links))
        draft.parts += rest
        self._drafts.append(draft)

    def _continued(self, cells: list[Cell], row: TableRow) -> None:
        """Text in a row that names no claim belongs to the claim above."""
        if self._drafts and self._drafts[-1].table == self._table:
            self._drafts[-1].parts += cells
        else:
            self.other.append((" | ".join(cell.text for cell in cells), row.place))

    def _guessed(self, row: TableRow) -> Columns | None:
        """The columns of a table without header, by the first row that names a claim."""
        filled = [place for place, cell in enumerate(row.cells) if cell.text]
        first = row.cells[filled[0]].text
        second = row.cells[filled[1]].text if len(filled) > 1 else ""
        alone = self._matcher.match("", first)
        if alone.known and alone.by in (MatchedBy.WORDING, MatchedBy.TITLE):
            columns = Columns(filled[0], filled[0], headed=False)
        elif CLAIM_NUMBER.search(first) and len(first.split()) <= 3:
            both = self._matcher.match(first, second)
            columns = Columns(filled[0], filled[1] if both.known and both.wording else None, headed=False)
        else:
            return None
        last = max(place for place in (columns.number, columns.wording) if place is not None) + 1
        if answers.chosen(_at(row, last).text).answer is not Answer.UNCLEAR and _at(row, last).text:
            columns.answer = last
            self.has_answers = True
        if columns.wording is None and columns.answer is None:
            return None  # a number and some text: a list of versions looks like this
        self._columns = columns
        return columns

    def _heading(self, heading: Heading) -> None:
        self._table = 0
        match = self._matcher.match("", heading.text)
        if (match.known and match.kind is RowKind.CLAIM) or (CLAIM_NUMBER.match(match.number) and not match.known):
            self._open(match, heading.place, heading.level)
        elif self._section and heading.level <= self._section.level:
            self._section = None
            self.other.append((heading.text, heading.place))
        elif self._section:
            self._section.parts.append(Cell(heading.text))
        else:
            self.other.append((heading.text, heading.place))

    def _paragraph(self, paragraph: Paragraph) -> None:
        first, _, below = paragraph.text.partition("\n")
        if len(first) <= LONGEST_IN_PLACE and IN_PLACE.match(first) and (opened := self._opened_in_place(first)):
            match, rest = opened
            self._open(match, paragraph.place, self._section.level if self._section else 6)
            text = "\n".join(each for each in (rest, below) if each)
            if text or paragraph.links:
                self._answered(Paragraph(text, paragraph.links, paragraph.place))
        elif self._section:
            self._answered(paragraph)
        else:
            self.other.append((paragraph.text, paragraph.place))

    def _opened_in_place(self, line: str) -> tuple[Match, str] | None:
        """The claim a line begins with, and what the line says of it; None if it is a text like any other."""
        label = LABEL.match(line)
        if label and answers.opening(line[label.end() :]):
            match = self._matcher.match(line[: label.end()], "")
            return (match, line[label.end() :]) if match.known else None
        ends = [found.start() for found in PART_END.finditer(line)]
        for end in (*ends, len(line)):
            match = self._matcher.match("", line[:end])
            if match.known and match.by in (MatchedBy.WORDING, MatchedBy.TITLE):
                return match, line[end:].lstrip(" :.\u2013\u2014-*")
        return None

    def _open(self, match: Match, place: Place, level: int) -> None:
        self._section = _Draft(match, place, level=level)
        self._drafts.append(self._section)

    def _answered(self, paragraph: Paragraph) -> None:
        """A paragraph under the heading of a claim: its answer, if it is marked as one, or text."""
        draft = self._section
        assert draft is not None
        kept: list[str] = []
        for line in paragraph.text.split("\n"):
            marked = ANSWER_LINE.match(line)
            reading = answers.chosen(line[marked.end() :]) if marked else answers.opening(line)
            if reading and draft.reading is not None and not marked:
                draft.reading = _boxes_joined(draft.reading, reading) if answers.BOX.match(line) else draft.reading
                kept += [] if answers.BOX.match(line) else [line]
            elif reading and (marked or not reading.rest or answers.BOX.match(line) or not draft.parts):
                self.has_answers |= bool(marked)
                draft.reading = reading
                kept += [reading.rest] if reading.rest else []
            else:
                kept.append(line)
        if kept or paragraph.links:
            draft.parts.append(Cell("\n".join(kept), paragraph.links))


def _boxes_joined(first: Reading, second: Reading) -> Reading:
    """Boxes of one list: the one ticked counts, two ticked leave it open."""
    if second.answer is Answer.UNANSWERED:
        return first
    if first.answer is Answer.UNANSWERED:
        return second
    return Reading(Answer.UNCLEAR, f"{first.printed} and {second.printed}", among_choices=False)


def heading_row(row: TableRow) -> Columns | None:
    """The columns, if the row is a header: short cells of which at least two say what stands below."""
    titles = [_title(cell.text) for cell in row.cells]
    filled = [title for title in titles if title]
    if len(filled) < 2 or any(len(title.split()) > HEADER_WORDS or CLAIM_NUMBER.search(title) for title in filled):
        return None
    columns = Columns(titles=tuple(titles))
    for place, title in enumerate(titles):
        if NUMBER_COLUMN.fullmatch(title) and columns.number is None and columns.wording is None:
            columns.number = place
        elif WORDING_COLUMN.fullmatch(title) and columns.wording is None:
            columns.wording = place
        elif WORDING_COLUMN.fullmatch(title) and columns.number is None and title != "description":
            columns.number, columns.wording = columns.wording, place
        elif ANSWER_COLUMN.fullmatch(title) and columns.answer is None:
            columns.answer = place
    if columns.number is None:
        columns.number = columns.wording
    if columns.number is None:
        return None
    others = [title for place, title in enumerate(titles) if title and place not in (columns.number, columns.wording)]
    return columns if others else None


def _title(text: str) -> str:
    return " ".join(text.casefold().strip(" \t\n\u00a0.:?*").split())


def _at(row: TableRow, place: int | None) -> Cell:
    return row.cells[place] if place is not None and place < len(row.cells) else EMPTY


def _numbers_resolved(drafts: list[_Draft]) -> Iterator[_Draft]:
    """Settles 4.3.1 without wording by whether the form has a 4.3.2: then it follows the list, and not form 0.4."""
    numbers = {each.match.number for each in drafts}
    for each in drafts:
        if each.match.number == "4.3.1" and not each.match.known and not each.match.wording and "4.3.2" in numbers:
            each.match = replace(each.match, kind=RowKind.CLAIM, id="4.3.1", by=MatchedBy.NUMBER)
        yield each


def _row(draft: _Draft) -> FormRow:
    cells = [cell for cell in draft.parts if cell.text or cell.links]
    reading = draft.reading
    if reading is None:
        # The official form has no place for an answer: it may open any of the texts.
        for place, cell in enumerate(cells):
            if opened := answers.opening(cell.text):
                reading, cells[place] = opened, replace(cell, text=opened.rest)
                break
    text = _joined(cells)
    if reading is None and answers.says_nothing(text):
        reading, text, cells = Reading(Answer.NOT_MET, text, among_choices=False), "", _bare(cells)
    written = bool(text) and not answers.is_filler(text)
    if reading is None or (reading.answer is Answer.UNANSWERED and not reading.offered):
        answer = Answer.TEXT_ONLY if written else Answer.UNANSWERED
        reading = Reading(answer, reading.printed if reading else "")
    return FormRow(
        kind=draft.match.kind,
        id=draft.match.id,
        matched_by=draft.match.by,
        number=draft.match.number,
        wording=draft.match.wording,
        answer=reading.answer,
        printed=" ".join(reading.printed.split()),
        among_choices=reading.among_choices,
        text=text,
        proofs=proofs(text, [link for cell in cells for link in cell.links]),
        dates=dates(text),
        place=draft.place,
        parts=tuple(Part(cell.title, cell.text, cell.links) for cell in cells if cell.text or cell.links),
    )


def _bare(cells: Iterable[Cell]) -> list[Cell]:
    """Only where the cells link to."""
    return [replace(cell, text="") for cell in cells if cell.links]


def _joined(cells: Iterable[Cell]) -> str:
    return "\n".join(cell.text for cell in cells if cell.text).strip()
