"""What a document says on how long the release lines of the product are supported: dates, rules and tick marks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assay.domain.evidence import Unread
from assay.facts.documents import Document, Documents, Table
from assay.formats.disclosure import TEMPLATE_SIGNS
from assay.formats.last_days import days, last_day
from assay.formats.product import Product, Version
from assay.formats.product_names import plain
from assay.formats.statements import (
    DENIED,
    PROMISED,
    Length,
    Sentence,
    has_reader,
    headings_over,
    is_prose,
    is_stated,
    lengths,
    sentences,
)

ABOUT_SUPPORT = re.compile(
    r"support|life-?\s?cycle|end.?of.?life|\beol\b|mainten|releas|version|security|\blts\b|deprecat|readme|polic|\bfaq\b",
    re.IGNORECASE,
)
NOT_ABOUT_SUPPORT = re.compile(
    r"(^|/)(change-?logs?|changes|history|news|what'?s-?new|blog|posts?|announce\w*|meetings?|minutes|proposals?|rfcs?|adrs?|decisions|archived?|historical|i18n|locales?|translations?|snyk)\b"
    r"|release[-_ ]?notes?|changelog|releases?/v?\d|migrat|porting|compatib|requirement|recommend|template|sample|research|competit|market|benchmark|post-?mortem|(^|/)(audits?|comparisons?)\b",
    re.IGNORECASE,
)
DOCUMENT_FOLDER = re.compile(
    r"(docs?|documentation|guides?|handbook|wiki|web-?site|site|content|source|src|pages|book|manual|man|support|security|polic(y|ies)|public|process|releases?|\.github|\.gitlab)/",
    re.IGNORECASE,
)
SUPPORT_PAGE = re.compile(
    r"(.*/)?([a-z]+[-_ ])?(support|life-?\s?cycle|end.?of.?(life|support)|eol|mainten|releases?\b|updat|upgrad)",
    re.IGNORECASE,
)
LINE_HEADER = re.compile(
    r"\b(versions?|releases?|branch(es)?|series|lines?|trains?|products?|tags?|streams?)\b", re.IGNORECASE
)
NOT_LINE_HEADER = re.compile(
    r"\b(dates?|notes?|types?|manager|champion|approver|candidate|released|availability|eol|end|until|initial|start)\b",
    re.IGNORECASE,
)
END_HEADER = re.compile(
    r"end[- ]of[- ](life|support|maintenance|service|security)|\beo[ls]\b|\b(support|maint(enance|ained)|fix(es)?|patches|updates|security)\s*(\w+\s*){0,2}\b(until|till|through|ends?|ended|up to|expir\w+)\b"
    r"|^\W*(ends?|until|retire\w*|expir\w*|sunset|unsupported|end date|end)( date| on| of support)?\W*$|\bsupported (until|till|to|through)\b",
    re.IGNORECASE,
)
STATUS_HEADER = re.compile(r"\b(support\w*|status|maint\w*|security|phase|state|life-?cycle)\b", re.IGNORECASE)
ENDS_HERE = re.compile(r"\b(until|till|through|ends?|ended|eol|end[- ]of)\b", re.IGNORECASE)
YES = re.compile(r"✅|✔|☑|🟢|:(white|heavy)_check_mark:|:green_circle:|^\W*(yes|y|true|supported|active|current|maintained|maintenance|lts|stable|latest|security)\b", re.IGNORECASE)  # fmt: skip
NO = re.compile(r"❌|✖|✗|✘|🔴|:x:|:no_entry\w*:|:red_circle:|^\W*(no|n|false|unsupported|not supported|end[- ]of|eol|unmaintained|ended|retired)\b", re.IGNORECASE)  # fmt: skip
_NUMBER = r"v?\d{1,4}(?:\.(?:\d{1,4}|[x*]))*(?![\w%/])"
LINE = re.compile(
    rf"^[^\w<>≤≥]*(?P<sign>[<>≤≥]=?|below|before|up to|older than|prior to)?\s*(?P<words>[A-Za-z][\w.+-]*(?:\s[A-Za-z][\w.+-]*){{0,3}}\s)??"
    rf"(?P<lines>{_NUMBER}(?:\s*(?:,|/|&|and|or)\s*{_NUMBER})*)(?P<after>.*)",
    re.IGNORECASE | re.DOTALL,
)
OLDER = re.compile(r"^\W*(and|or)?\s*(older|below|earlier|lower|before|less)\b", re.IGNORECASE)

MENTIONED = re.compile(
    r"(?:\b(?:version|release|series|branch|line)s?\s+|\bv)(\d{1,4}(?:\.(?:\d{1,4}|[x*]))*)|\b(\d{1,4}(?:\.\d{1,4}|\.[x*])+)(?![\w%])",
    re.IGNORECASE,
)
SUPPORT = r"(?:supported|support|maintained|maintenance|(?:security |bug ?|critical )?(?:fix(?:es)?|patches|updates|bugfixes)|backports?)"
UNTIL = re.compile(
    rf"\b{SUPPORT}\b.{{0,80}}\b(until|till|through|ends?|ended|stops?|stopped|expires?)\b|\b(reach(es|ed)?|goes|went|is|was)\b.{{0,20}}\b(end[- ]of[- ](life|support)|eol)\b|\b(end[- ]of[- ](life|support)|eol)\b.{{0,40}}\b(is|on|in|at|of|for)\b",
    re.IGNORECASE,
)
RELEASES = re.compile(r"\b(releases?|versions?|series|branch(es)?|lines?|lts|esrs?|majors?|minors?)\b", re.IGNORECASE)
GENERAL = re.compile(r"\b(each|every|all|any|an?|both|releases|versions|branches|series|lts|esrs?|long[- ]term)\b", re.IGNORECASE)  # fmt: skip
KEPT_FOR = re.compile(
    rf"\b{SUPPORT}\b.{{0,60}}\b(for|lasts?|over|(period|lifetime|window|span|time) (of|is)|until)\b(\s[\w-]+){{0,5}}\s*$",
    re.IGNORECASE,
)
TOLD_BEFORE = re.compile(r"\b(announc\w+|notic\w+|notif\w+|in advance|ahead of)\b", re.IGNORECASE)
ENDS_AFTER = re.compile(rf"^.{{0,40}}\bafter\b.{{0,60}}\b{SUPPORT}\b.{{0,20}}\b(ends?|stops?)\b", re.IGNORECASE)
OF_AN_API = re.compile(r"\bapis?\b|\bendpoints?\b|\bprotocols?\b", re.IGNORECASE)
OTHER_SUBJECTS = re.compile(
    r"\b(apis?|features?(?! releases?)|functionality|functions?|endpoints?|deprecat\w*|subscriptions?|subscribers?|trials?|licen[cs]es?|invoices?|warrant\w*|retention|retain\w*|backups?|freeze|embargo\w*|tickets?|repl(y|ies)|respon\w+|acknowledg\w*|hosting|certificates?|cookies?|sessions?|logs?|cach\w+|options?|flags?|syntax|theoretical|example)\b",
    re.IGNORECASE,
)
NOT_KEPT = re.compile(r"^\W*(if|should|unless)\b|\bno (guarantee|promise|commitment|sla)|n[o']t (guarantee|commit|promise)|\bnever\b|\bas long as\b|\bsee fit\b|discretion|\bat any time\b|\b(do(es)?|is|are|will) not (be )?(support|maintain|provide|receive|get)|(?<!no )\bunsupported\b", re.IGNORECASE)  # fmt: skip
SOME_LINES = re.compile(r"\b(lts|long[- ]term|esrs?|extended|the last|even|odd|selected|certain|some|designated|previous|prior|up to)\b", re.IGNORECASE)  # fmt: skip
ALL_LINES = re.compile(r"\b(non-lts|regular|standard|all|(every|each) (release|version|major|minor|line|series|branch))\b", re.IGNORECASE)  # fmt: skip
_NEWEST = r"(?:latest|newest|most recent|last|current)(?: (?:two|three|four|five|\d))?(?: (?!branch|version of)[\w-]+){0,3}? (?:releases?|versions?|minors?|majors?|series|lines?)"
UNTIL_NEXT = re.compile(
    rf"\b(?:supports?|maintains?|supporting|maintaining|(?:security |bug |support |maintenance )(?:fix(?:es)?|patches|updates|bugfixes)(?: are)?(?: provided| released| issued)? (?:only )?(?:for|to|in))\b(?: only)? (?:the |our |its )?{_NEWEST}\b"
    rf"|\bmaintains?\b (?:only )?{_NEWEST}\b"
    rf"|\b(?:only )?the (?:\w+ )?{_NEWEST}\b[^.,;]{{0,40}}\b(?:(?:is|are|will be)(?: \w+)? (?:supported|maintained|eligible|on active support)|(?:receives?|gets?)(?: \w+){{0,3}} (?:fix(?:es)?|patches|updates|support))\b"
    rf"|\b(?:supports?|supporting|updates for|patches for|fixes for) the (?:two|three|four|five|\d) (?:most recent|latest|last|newest) (?:[\w-]+ )?(?:releases?|versions?|minors?|majors?|series)\b"
    r"|\b(?:supported|maintained) until\b[^.]{0,30}\b(?:next|new|following)\b|\bstops? receiving\b[^.]{0,60}\bwhen the next\b",
    re.IGNORECASE,
)
SHORTEST_RULE_DAYS = 28
TEMPLATE_LINES = {(5, 1), (5, 0), (4, 0), (3,)}
"""The lines of the table a forge puts into a new policy, for nobody's product."""


@dataclass(frozen=True, slots=True)
class SupportedLine:
    """A release line with the last day of its support, or with a mark that it is (not) supported."""

    line: Version
    at_line: int
    ends_on: date | None = None
    supported: bool | None = None
    below: bool = False
    """It stands for every line up to this one, such as ``< 4.0``."""
    listed: bool = True
    """It stands in a table, which means to be complete; a sentence does not."""

    def covers(self, version: Version) -> bool:
        """Whether a release belongs to the line."""
        start = version[: len(self.line)]
        return start <= self.line if self.below else start == self.line[: len(version)]


def places(documents: Documents) -> Iterator[Document]:
    """Own documents that may speak of support: no changelogs, proposals, posts or pages on what others must provide."""
    return (
        document
        for document in documents.own
        if not NOT_ABOUT_SUPPORT.search(document.path)
        and ("/" not in document.path or DOCUMENT_FOLDER.match(document.path))
    )


def unreadable(documents: Documents) -> tuple[Unread, ...]:
    """Pages that would speak of support by their name and could not be read, or whose language has no reader."""
    return (
        *(each for each in documents.unread if SUPPORT_PAGE.match(each.source) or each.source == "documents"),
        *(
            Unread(
                each.path,
                f"its language ({each.language or 'which cannot be told'}) has no reader",
                "an English version, or a person's reading",
            )
            for each in places(documents)
            if not has_reader(each) and SUPPORT_PAGE.match(each.name)
        ),
    )


def is_about_support(document: Document, line: int) -> bool:
    """Whether the file name or a heading over ``line`` is about support, releases or versions."""
    return bool(
        ABOUT_SUPPORT.search(document.name)
        or any(ABOUT_SUPPORT.search(heading.text) for heading in headings_over(document, line))
    )


def lines(document: Document, product: Product) -> tuple[SupportedLine, ...]:
    """Every release line of the product that the document dates or marks."""
    if any(sign in document.text for sign in TEMPLATE_SIGNS):
        return ()
    found = [line for table in document.tables for line in _listed(document, table, product)]
    found += [line for sentence in sentences(document) for line in _said(document, sentence, product)]
    return tuple(found)


def rules(document: Document, product: Product) -> Iterator[Sentence]:
    """Sentences, or tables shown as one, that give a length of support for every line of a kind."""
    for sentence in sentences(document):
        if (
            RELEASES.search(sentence.text)
            and GENERAL.search(sentence.text)
            and not OTHER_SUBJECTS.search(sentence.text)
            and not NOT_KEPT.search(sentence.text)
            and not TOLD_BEFORE.search(sentence.text)
            and is_stated(sentence.text)
            and is_prose(sentence.text)
            and not product.is_other(sentence.text + " " + sentence.heading)
            and is_about_support(document, sentence.line)
            and any(_is_length_of_support(sentence.text, each) for each in lengths(sentence.text))
        ):
            yield sentence
    for table in document.tables:
        yield from _rule_table(document, table, product)


def is_for_some(rule: Sentence) -> bool:
    """Whether a rule speaks of chosen lines only, such as those with long-term support."""
    return bool(SOME_LINES.search(rule.text)) and not ALL_LINES.search(rule.text)


def until_next(document: Document, product: Product) -> Iterator[Sentence]:
    """Sentences that tie the end of support to the next release, which gives an order but no date."""
    for sentence in sentences(document):
        if (
            (match := UNTIL_NEXT.search(sentence.text))
            and RELEASES.search(sentence.text)
            and not OTHER_SUBJECTS.search(match.group())
            and not NOT_KEPT.search(sentence.text)
            and is_stated(sentence.text)
            and is_prose(sentence.text)
            and not product.is_other(sentence.text + " " + sentence.heading)
            and is_about_support(document, sentence.line)
        ):
            yield sentence


def _is_length_of_support(text: str, length: Length) -> bool:
    if length.days < SHORTEST_RULE_DAYS:
        return False
    return bool(KEPT_FOR.search(text[: length.start]) or ENDS_AFTER.search(text[length.end :]))


def _rule_table(document: Document, table: Table, product: Product) -> Iterator[Sentence]:
    columns = [
        number
        for number, name in enumerate(table.header)
        if number and re.search(rf"\b({SUPPORT}|fixed)\b.*\b(for|period|duration|length|window)\b", name, re.IGNORECASE)
    ]
    if not columns or _is_others_table(document, table, table.header[0], product):
        return
    for row in table.rows:
        cells = [row[number] for number in columns if number < len(row)]
        if any(length.days >= SHORTEST_RULE_DAYS for cell in cells for length in lengths(cell)):
            yield Sentence(f"{row[0]}: {', '.join(cells)}", _row_line(document, table, row), "")
            return


def _listed(document: Document, table: Table, product: Product) -> Iterator[SupportedLine]:
    column = _line_column(table, product)
    if column is None or _is_others_table(document, table, table.header[column], product):
        return
    ends = [n for n, name in enumerate(table.header) if n != column and END_HEADER.search(name)]
    marks = [n for n, name in enumerate(table.header) if n != column and n not in ends and STATUS_HEADER.search(name)]
    if not ends and not marks:
        return
    found = [line for row in table.rows for line in _row(document, table, row, (column, ends, marks), product)]
    if _are_own(found, product) and {each.line for each in found} != TEMPLATE_LINES:
        yield from found


def _row(
    document: Document, table: Table, row: Sequence[str], columns: tuple[int, list[int], list[int]], product: Product
) -> Iterator[SupportedLine]:
    column, ends, marks = columns
    if column >= len(row) or not (match := LINE.match(row[column])) or product.is_other(match["words"] or ""):
        return
    cells = [row[number] for number in ends if number < len(row)]
    marked = [row[number] for number in marks if number < len(row)]
    dated = cells + [cell for cell in marked if ENDS_HERE.search(cell)]
    known = [day for cell in dated if not PROMISED.search(cell) for day in days(cell)]
    supported = next((not NO.search(cell) for cell in reversed(marked) if NO.search(cell) or YES.search(cell)), None)  # fmt: skip
    below = bool(OLDER.match(match["after"]) or (match["sign"] and not match["sign"].startswith((">", "≥"))))
    for number in re.findall(_NUMBER, match["lines"], re.IGNORECASE):
        line = _version(number)
        if below and line and (match["sign"] or "").lower() in ("<", "below", "before", "older than", "prior to"):
            line = _just_below(line)
        if line or below:
            yield SupportedLine(line, _row_line(document, table, row), max(known, default=None), supported, below)


def _said(document: Document, sentence: Sentence, product: Product) -> Iterator[SupportedLine]:
    text = sentence.text
    day = last_day(text)
    if day is None or len(days(text)) != 1 or not UNTIL.search(text) or PROMISED.search(text) or not is_prose(text):
        return
    if DENIED.search(re.sub(r"\bno longer\b", "", text, flags=re.IGNORECASE)):
        return
    if OTHER_SUBJECTS.search(text) or product.is_other(text) or not is_about_support(document, sentence.line):
        return
    found = [
        SupportedLine(_version(first or second), sentence.line, day, listed=False)
        for first, second in MENTIONED.findall(text)
    ]
    if _are_own(found, product):
        yield from found


def _line_column(table: Table, product: Product) -> int | None:
    """The column of release lines: the first, or the second after one of names."""
    if not table.header:
        return None
    first = plain(table.header[0])
    if _heads_lines(first) or not first or first in product.names:
        return 0
    named = re.search(r"\b(product|name|code ?name|edition|status)\b", first)
    return 1 if named and len(table.header) > 1 and _heads_lines(table.header[1]) else None


def _heads_lines(header: str) -> bool:
    return bool(LINE_HEADER.search(header)) and not NOT_LINE_HEADER.search(header)


def _is_others_table(document: Document, table: Table, line_header: str, product: Product) -> bool:
    over = " · ".join(heading.text for heading in headings_over(document, table.line))
    return product.is_other(line_header) or product.is_other(over) or bool(OF_AN_API.search(f"{line_header} {over}"))


def _are_own(found: Sequence[SupportedLine], product: Product) -> bool:
    """Where releases are known, at least half of the lines must be among them."""
    if not product.releases:
        return True
    return 2 * sum(each.below or product.has_release(each.line) for each in found) >= len(found)


def _row_line(document: Document, table: Table, row: Sequence[str]) -> int:
    wanted = next((cell for cell in row if cell), "")
    return next(
        (each.line for each in document.passages if each.line >= table.line and each.text == wanted), table.line
    )


def _version(text: str) -> Version:
    return tuple(int(part) for part in text.lower().lstrip("v").split(".") if part.isdecimal())


def _just_below(line: Version) -> Version:
    """The greatest line that is still under ``line``: a row for ``< 4.0`` says nothing of 4.0 itself."""
    return (*line[:-1], line[-1] - 1) if line[-1] else (_just_below(line[:-1]) if len(line) > 1 else (-1,))
