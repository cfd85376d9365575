"""Whether what a statement cites bears it out: one set of rules, for the class of the statement and for the checks on it.

A citation survives when it can be opened as it was cited, is filled in, speaks of the claim and is not too old. Only then does
a statement with a document weigh more than a bare one.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from assay.domain.evidence import Statement, StatementClass, Unread
from assay.domain.exceptions import names_person, names_role
from assay.domain.people import same_person, told_apart
from assay.domain.strength import MEDIUM, WEAK, Strength
from assay.facts.citations import Citation
from assay.facts.documents import DateRole, Document, Passage, Table
from assay.facts.people import Backing, covers, left_on
from assay.formats.assertions import asserted

FEWEST_WORDS = 20
"""A document with fewer words of its own shows nothing."""
WINDOW_DAYS = 365
LANGUAGES = ("en", "")
"""Those the subject terms are written in; empty where a text is too short to tell."""

POLICY = re.compile(r"polic|procedure|process|plan\b|standard|guide|handbook|manual|strategy|framework", re.IGNORECASE)
RECORD = re.compile(
    r"\b(logs?|records?|registers?|reviews?|minutes|training|trainings|courses|attendance|audits?|checks?|checklists?|evidence|reports?|evaluations?|inventory)\b",
    re.IGNORECASE,
)
REQUIRED = re.compile(
    r"\b(date|day|when|name|who|person|reviewer|auditor|attendee|trainer|by|outcome|result|decision|status|signed|approved|owner|course)\b",
    re.IGNORECASE,
)
MAY_BE_BLANK = re.compile(r"next|clos|end|until|expir|comment|note|fix|resolv|due|return|left|remov", re.IGNORECASE)
BLANK = re.compile(r"[\s\-–—_.…?*]*")
PERIOD = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|q[1-4]|quarter|week|month|20\d\d-\d\d)", re.IGNORECASE
)
ONE_DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,2} [a-z]{3,9} \d{4})\b", re.IGNORECASE)
OWN_OUTPUT = re.compile(
    r"assay-(?:assessment|suggestions)/\d|Passages proposed for the Software Security Code of Practice|shows about the Software Security Code of Practice|Software Security Code of Practice: what this repository shows",
    re.IGNORECASE,
)

LEGAL_FORMS = frozenset(
    "the ltd limited plc llp llc inc incorporated corp corporation co company gmbh ag sa sarl sas bv nv oy ab as srl spa".split()
)
NOBODY = Backing()

Fault = tuple[str, int | None]
"""What is wrong with a citation, as the rest of a sentence about it, and the line."""


def classed(
    statement: Statement, citation: Citation | None, as_of: date, backing: Backing = NOBODY
) -> tuple[StatementClass | None, str]:
    """The class a statement earns, and why it is no better; None where it carries no weight at all."""
    if reason := _weightless(statement, as_of, backing):
        return None, reason
    if citation is None:
        return StatementClass.BARE, "it cites nothing"
    if reason := weakness(citation, as_of):
        return StatementClass.BARE, reason
    if confirmed_by(statement, citation, as_of, backing):
        return StatementClass.INDEPENDENT, ""
    return StatementClass.WITH_ARTEFACT, ""


def _weightless(statement: Statement, as_of: date, backing: Backing) -> str:
    """Why nobody can rely on it, whatever it cites; empty if one can."""
    if not names_person(statement.person):
        return f"{statement.person!r} names no person"
    if not names_role(statement.role):
        return f"{statement.role!r} is no role"
    if statement.stated_on > as_of:
        return "its date lies in the future"
    if statement.valid_days < 0:
        return "it was to end before it was made"
    if (as_of - statement.stated_on).days > statement.valid_days:
        return f"an answer to this claim holds {statement.valid_days} days"
    if len(re.findall(r"\w+", asserted(statement.says))) < 3:
        return "it promises or denies instead of saying what is so"
    for each in filter(None, (statement.person, statement.second_person)):
        left = left_on(each, backing.people)
        if left and left <= as_of:
            return f"{each} left on {left}"
    if not statement.second_person:
        return ""
    if not names_person(statement.second_person) or not names_role(statement.second_role):
        return f"its second person, {statement.second_person!r}, names nobody"
    if not told_apart(statement.person, statement.second_person):
        return f"its second person, {statement.second_person!r}, cannot be told from the first"
    return ""


def confirmed_by(statement: Statement, citation: Citation, as_of: date, backing: Backing) -> str:
    """Who independent confirms it inside a known scope: the assessor named a person, or handed over a note on the document cited."""
    if not backing.organisation:
        return ""
    for person in backing.independent_people:
        if (
            same_person(person.name, statement.second_person)
            and covers(person.about, statement.facet)
            and not same_organisation(person.organisation, backing.organisation)
        ):
            return f"{person.name} of {person.organisation}"
    for document in backing.independent_documents:
        if (
            document.sha256 == citation.sha256
            and covers(document.about, statement.facet)
            and document.issued_on <= as_of <= document.valid_until
            and same_organisation(document.holder, backing.organisation)
            and not same_organisation(document.issuer, document.holder)
        ):
            return document.issuer
    return ""


def same_organisation(one: str, other: str) -> bool:
    """Whether two names are those of one organisation, with or without its legal form."""
    left, right = set(_firm(one)), set(_firm(other))
    return bool(left and right) and (left <= right or right <= left)


def _firm(name: str) -> tuple[str, ...]:
    return tuple(each for each in _plain(name).split() if each not in LEGAL_FORMS)


def weakness(citation: Citation, as_of: date) -> str:
    """Why the citation does not bear the statement out; empty if it survives everything."""
    where = citation.statement.document
    for says, _ in (*opening(citation), *filling(citation), *off_subject(citation), *ageing(citation, as_of)):
        return f"{where} {says}"
    return next((f"{where} could not be looked at: {each.reason}" for each in unseen(citation)), "")


def opening(citation: Citation) -> Iterator[Fault]:
    """What keeps a reader from opening just what was cited."""
    statement, document = citation.statement, citation.document
    if citation.missing:
        yield citation.missing, None
        return
    if citation.set_aside:
        yield f"does not speak for the product ({citation.set_aside})", None
    if statement.sha256 and citation.sha256 and statement.sha256 != citation.sha256:
        yield f"changed since it was cited (its SHA-256 is {citation.sha256})", None
    if document and statement.quote and _quoted(citation) is None:
        yield "does not hold the passage that is quoted from it", None
    if document and OWN_OUTPUT.search(f"{document.title}\n{document.text}"):
        yield "was written by an assessment like this one, which cannot be its own evidence", None


def filling(citation: Citation) -> Iterator[Fault]:
    """Template residue, blank cells and copied dates in what is cited."""
    document = citation.document
    if document is None:
        return
    words = _words(document)
    if words < FEWEST_WORDS:
        yield f"holds only {words} words of its own", None
    for filler in document.fillers:
        yield f"still holds the filler {filler.text!r}", filler.line
    if is_record(document):
        for table in document.tables:
            yield from _blank_cells(table)
            yield from _copied_dates(table)


def unfilled_strength(document: Document) -> Strength:
    """How much unfilled places speak against: medium where a third of a record or more is unfilled, else weak."""
    if not is_record(document):
        return WEAK
    blank = sum(1 for table in document.tables for _ in _blank_cells(table))
    pieces = len(document.passages) or 1
    return MEDIUM if _words(document) < FEWEST_WORDS or 3 * (len(document.fillers) + blank) >= pieces else WEAK


def is_record(document: Document) -> bool:
    """Whether it keeps what was done (a log, review, training list), rather than saying what is to be done."""
    about = f"{document.name.replace('-', ' ').replace('_', ' ')} {document.title}"
    return bool(RECORD.search(about)) and not POLICY.search(about)


def off_subject(citation: Citation) -> Iterator[Fault]:
    """Why the text cannot be said to speak of the claim; a quoted passage needs less, because a person vouches for it."""
    document = citation.document
    if document is None or document.language not in LANGUAGES or _passage(citation):
        return
    terms = [term for group in citation.subject for term in group]
    quote = citation.statement.quote
    if quote and not asserted(quote):
        yield "only promises or denies in the passage quoted", None
    elif quote:
        yield f"says nothing of the claim in the passage quoted (none of: {', '.join(terms)})", None
    elif not any(_says(document.title + "\n" + document.text, group) for group in citation.subject):
        yield f"is about another subject (none of: {', '.join(terms)})", None
    else:
        groups = "; ".join(", ".join(group[:4]) for group in citation.subject)
        yield f"asserts nothing on the subject in one place (looked for one each of: {groups})", None


def on_subject(citation: Citation) -> Passage | None:
    """The passage that speaks of the claim: it shows where to read, and proves nothing."""
    return None if citation.document is None or citation.document.language not in LANGUAGES else _passage(citation)


def ageing(citation: Citation, as_of: date) -> Iterator[Fault]:
    """Why the document is too old to speak for today. The day of a review counts more than the day of a change."""
    document = citation.document
    if document is None:
        return

    def days(*roles: DateRole) -> list[date]:
        return [each.day for each in document.dates if each.role in roles]

    due = days(DateRole.NEXT_REVIEW, DateRole.EXPIRY)
    if due and max(due) < as_of:
        yield f"was to be reviewed or ended by {max(due)}", None
    reviewed = [each for each in days(DateRole.REVIEW, DateRole.APPROVAL) if each <= as_of]
    told = [each for each in days(DateRole.VERSION, DateRole.RELEASE, DateRole.OTHER) if each <= as_of]
    changed = [citation.changed_on] if citation.changed_on else []
    newest = max(reviewed or [*told, *changed], default=None)
    if newest is None:
        yield "bears no date, and the history here cannot tell its age", None
    elif (as_of - newest).days > WINDOW_DAYS:
        yield f"was last dated {newest}, more than {WINDOW_DAYS} days ago", None


def unseen(citation: Citation) -> tuple[Unread, ...]:
    """What could not be looked at: neither for nor against."""
    document = citation.document
    if document is not None and document.language not in LANGUAGES:
        reason = f"its language ({document.language}) has no reader"
        return (*citation.unread, Unread(document.path, reason, "an English version, or a person's reading"))
    return citation.unread


def _words(document: Document) -> int:
    fillers = [filler.text for filler in document.fillers]
    return sum(
        len(re.findall(r"\w{2,}", passage.text))
        for passage in document.passages
        if not any(filler in passage.text for filler in fillers)
    )


def _passage(citation: Citation) -> Passage | None:
    document = citation.document
    assert document is not None
    if citation.statement.quote:
        quoted = _quoted(citation)
        if quoted is None or not asserted(citation.statement.quote):
            return None
        around = f"{quoted.heading}\n{quoted.text}"
        return quoted if any(_says(around, group) for group in citation.subject) else None
    for heading, passages in groupby(document.passages, key=lambda passage: passage.heading):
        prose = [(passage, asserted(passage.text)) for passage in passages]
        around = "\n".join((document.title, heading, *(text for _, text in prose)))
        if all(_says(around, group) for group in citation.subject):
            for passage, text in prose:
                if any(_says(text, group) for group in citation.subject):
                    return passage
    return None


def _quoted(citation: Citation) -> Passage | None:
    wanted = _plain(citation.statement.quote)
    document = citation.document
    return next((each for each in document.passages if wanted in _plain(each.text)), None) if document else None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _says(text: str, group: tuple[str, ...]) -> bool:
    return any(_term(term).search(text) for term in group)


def _term(term: str) -> re.Pattern[str]:
    """Terms are beginnings of words; the shortest are whole words, so that "ci" is not found in "city"."""
    start = r"\b" if term[:1].isalnum() else ""
    ends = {1: "", 2: r"\b", 3: r"(s|es|[a-z]?ed|[a-z]?ing)?\b"}
    return re.compile(f"{start}{re.escape(term)}{ends.get(len(term), '')}", re.IGNORECASE)


def _blank_cells(table: Table) -> Iterator[Fault]:
    for column, header in enumerate(table.header):
        if REQUIRED.search(header) and not MAY_BE_BLANK.search(header):
            for number, row in enumerate(table.rows):
                if any(cell.strip() for cell in row) and BLANK.fullmatch(row[column] if column < len(row) else ""):
                    line = table.line + number + 2 if table.line else None
                    yield f"leaves {header.strip()!r} blank in row {number + 1} of a table", line


def _copied_dates(table: Table) -> Iterator[Fault]:
    """One date in every row of a table whose rows are months, weeks or quarters: it was filled in at one go."""
    periods = {row[0].strip().casefold() for row in table.rows if row and PERIOD.search(row[0])}
    dates = [ONE_DAY.findall(" ".join(row[1:])) for row in table.rows]
    if (
        len(table.rows) >= 4
        and len(periods) == len(table.rows)
        and all(dates)
        and len({each[0] for each in dates}) == 1
    ):
        yield f"gives {dates[0][0]} for each of {len(table.rows)} periods", table.line or None
