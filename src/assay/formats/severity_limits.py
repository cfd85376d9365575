"""Time limits for fixing weaknesses, by severity, from tables and sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assay.facts.documents import Document, Table
from assay.formats.product import Product
from assay.formats.statements import (
    DENIED,
    DOUBTED,
    PROMISED,
    Sentence,
    headings_over,
    is_prose,
    lengths,
    sentences,
)

WEAKNESS = re.compile(
    r"vulnerab|weakness|security[- _](issue|fix|flaw|bug|defect|update|patch|problem|finding|advisor)|\bcves?\b|\bcvss\b|patch management|psirt|penetration test|pen-?test",
    re.IGNORECASE,
)
SEVERITY = re.compile(r"\b(critical|high|important|medium|moderate|low)\b(?!-level|\s+level\b(?!s))", re.IGNORECASE)
SAME = {"moderate": "medium", "important": "high"}
FIXING = re.compile(
    r"\b(fix\w*|patch\w*|remed\w+|resolv\w+|resolution|mitigat\w+|correct(ed|ion)|address(ed)?|clos(e|ed|ing)|released?|repair\w*|update[sd]?|solv\w+)\b",
    re.IGNORECASE,
)
FIX_HEADER = re.compile(r"fix|patch|remed|resol|correct|repair", re.IGNORECASE)
LIMIT_HEADER = re.compile(
    r"mitigat|deadline|time|target|\bsla\b|\bslo\b|within|\bdue\b|\bdays\b|limit|release", re.IGNORECASE
)
ANSWERING = re.compile(
    r"respon|acknowledg|triag|repl(y|ies)|\bfirst\b|initial|assess|notif|report|decision|analy[sz]|investigat|start|frequency|embargo|disclos|public|communicat|review|score|cvss",
    re.IGNORECASE,
)
OF_OTHERS = re.compile(
    r"\b(other vendors|suppliers?|third[- ]part(y|ies)|for instance|such as|for example|e\.g\.|hypothetical|would|you (must|should|have to|need to)|customers? (must|should)|cisa|tickets?|incidents?|outages?|uptime|embargo\w*|bugs? bounty)\b",
    re.IGNORECASE,
)
NOT_LATER = re.compile(r"\b(no|not) (later|longer|more) than\b", re.IGNORECASE)
SCOPE = re.compile(
    r"\b(penetration|infrastructure|hosting|hosted|cloud|saas|on[- ]prem\w*|servers?|internal|office|corporate|network|dependenc\w+|components?|containers?|images?|mobile|firmware|hardware|lts|legacy|beta|websites?|systems?|products?|applications?|code)\b",
    re.IGNORECASE,
)
METHOD = re.compile(
    r"\bcvss\b|\bssvc\b|owasp risk rating|\bepss\b|likelihood and impact|impact and (likelihood|exploitab\w+)|exploitab\w+ and impact|\bseverity (is|are|levels? (is|are)|ratings? (is|are)) (\w+ ){0,2}(rated|assessed|determined|scored|judged|defined|set|based|assigned|classified)\b|\b(rate|assess|score|determine|judge|classify)\w*\b.{0,40}\bseverity\b",
    re.IGNORECASE,
)
LIMITS = re.compile(
    r"(\b(within|in|under|inside|less than|at most|(?<!for )up to|after|by|maximum( of)?|max\.?|limit of|takes?)|[:=(|,])\s*(a |the |about )?$",
    re.IGNORECASE,
)
"""What stands before a length of time that is a limit."""
UNIT_IN_HEADER = re.compile(r"\b(hours?|days?|weeks?|months?)\b", re.IGNORECASE)
DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4}


@dataclass(frozen=True, slots=True)
class Limit:
    """Days to fix a weakness of one severity, in one scope."""

    severity: str
    days: float
    scope: frozenset[str]
    firm: bool
    line: int
    text: str


def limits(document: Document, product: Product) -> tuple[Limit, ...]:
    """The limits the document puts down for this product."""
    found: list[Limit] = []
    for table in document.tables:
        found += _of_table(document, table, product)
    for sentence in sentences(document):
        found += _of_sentence(document, sentence, product)
    return tuple(found)


def method(document: Document) -> Sentence | None:
    """The sentence that says how severity is judged."""
    for sentence in sentences(document):
        found = METHOD.search(sentence.text)
        if found and not PROMISED.search(sentence.text) and not DENIED.search(sentence.text[: found.start()]):
            return sentence
    heading = next((each for each in document.headings if METHOD.search(each.text)), None)
    header = next((each for each in document.tables if METHOD.search(" ".join(each.header))), None)
    if header:
        return Sentence(" | ".join(header.header), header.line, "")
    return Sentence(heading.text, heading.line, "") if heading and not document.is_empty else None


def _of_table(document: Document, table: Table, product: Product) -> Iterator[Limit]:
    over = _over(document, table.line)
    words = f"{over} {' '.join(table.header)}"
    if not WEAKNESS.search(words) or OF_OTHERS.search(words) or product.is_other(_heading(document, table.line)):
        return
    if sum(bool(SEVERITY.search(cell)) for cell in table.header[1:]) >= 2:
        yield from _across(document, table, over)
        return
    column = _limit_column(table)
    if column is None:
        return
    for row in table.rows:
        severity = SEVERITY.search(row[0]) or (SEVERITY.search(row[1]) if len(row) > 2 else None)
        if severity and column < len(row):
            if (days := _days(row[column], table.header[column])) is not None:
                yield _limit(severity.group(), days, over, _line(document, table, row), " | ".join(row))


def _across(document: Document, table: Table, over: str) -> Iterator[Limit]:
    """Severities stand in the header, and a row tells what is limited."""
    for row in table.rows:
        if row and FIX_HEADER.search(row[0]) and not ANSWERING.search(row[0]):
            for name, cell in zip(table.header[1:], row[1:], strict=False):
                severity, days = SEVERITY.search(name), _days(cell, row[0])
                if severity and days is not None:
                    yield _limit(severity.group(), days, over, _line(document, table, row), f"{name}: {cell}")


def _limit_column(table: Table) -> int | None:
    columns = [
        (not FIX_HEADER.search(name), number)
        for number, name in enumerate(table.header)
        if number and (FIX_HEADER.search(name) or LIMIT_HEADER.search(name)) and not ANSWERING.search(name)
    ]
    return min(columns)[1] if columns else None


def _of_sentence(document: Document, sentence: Sentence, product: Product) -> Iterator[Limit]:
    text = NOT_LATER.sub("within", sentence.text)
    over = _over(document, sentence.line)
    if (
        not (FIXING.search(text) or FIX_HEADER.search(sentence.heading))
        or DENIED.search(text)
        or not is_prose(text)
        or PROMISED.search(text)
        or OF_OTHERS.search(text)
        or not WEAKNESS.search(f"{over} {text}")
        or (ANSWERING.search(text) and not FIX_HEADER.search(text))
        or product.is_other(text)
    ):
        return
    for severity, days in _paired(text):
        yield _limit(severity, days, f"{over} {text}", sentence.line, sentence.text, firm=not DOUBTED.search(text))


def _paired(text: str) -> Iterator[tuple[str, float]]:
    """Each severity with the length of time that goes with it: the next one, or the one before where lengths lead."""
    marks: list[tuple[int, str | float]] = [(match.start(), match.group()) for match in SEVERITY.finditer(text)]
    marks += [(length.start, length.days) for length in lengths(text) if LIMITS.search(text[: length.start])]
    ordered = [mark for _, mark in sorted(marks, key=lambda each: each[0])]
    if not ordered or isinstance(ordered[0], float):
        days: float | None = None
        for mark in ordered:
            if isinstance(mark, float):
                days = mark
            elif days is not None:
                yield mark, days
        return
    waiting: list[str] = []
    for mark in ordered:
        if isinstance(mark, str):
            waiting.append(mark)
        else:
            yield from ((severity, mark) for severity in waiting)
            waiting = []


def _limit(severity: str, days: float, around: str, line: int, text: str, *, firm: bool = True) -> Limit:
    name = severity.lower()
    scope = frozenset(match.group(1).lower().rstrip("s") for match in SCOPE.finditer(around))
    return Limit(SAME.get(name, name), days, scope, firm, line, text)


def _days(cell: str, header: str) -> float | None:
    if found := lengths(cell):
        return max(each.days for each in found)
    unit = UNIT_IN_HEADER.search(header)
    number = re.fullmatch(r"\W*(\d{1,3})\W*", cell)
    return float(number.group(1)) * DAYS[unit.group(1).lower().rstrip("s")] if unit and number else None


def _over(document: Document, line: int) -> str:
    return " · ".join([*(each.text for each in headings_over(document, line)), document.name])


def _heading(document: Document, line: int) -> str:
    return next((each.text for each in headings_over(document, line)), "")


def _line(document: Document, table: Table, row: Sequence[str]) -> int:
    return next(
        (each.line for each in document.passages if each.line >= table.line and each.text == row[0]), table.line
    )
