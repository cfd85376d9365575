"""How much notice a document says customers get before support ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assay.facts.documents import Document
from assay.formats.product import Product
from assay.formats.statements import (
    DENIED,
    DOUBTED,
    PROMISED,
    Length,
    Sentence,
    headings_over,
    is_prose,
    lengths,
    sentences,
)

END = re.compile(
    r"\bend[- ]of[- ](the )?(life|support|maintenance|service)\b|\beol\b|\b(support|maintenance|(security )?(updates|fixes))( (for|of) [^.,;]{1,40}?)? (is |are |will be |shall be |has |have )?(end(s|ed|ing)?|stop(s|ped)?|ceas\w+|withdrawn|terminat\w+)\b"
    r"|\b(stop|end|ceas|drop|terminat|withdraw)\w*( the| our| its| all)? (support|maint|security updates)\w*|\b(discontinu|retir(?!ed employ)|sunset|phas\w+ out)\w*|\bout of support\b|\bleaves? support\b|\bno longer (be )?(supported|maintained)\b",
    re.IGNORECASE,
)
TELLS = re.compile(
    r"\b(notice|notif\w+|announc\w+|inform(s|ed)?|warn\w*|communicat\w+|tell|told|publish\w*|e-?mail\w*|let\b.{0,20}\bknow)\b",
    re.IGNORECASE,
)
AFTER_LENGTH = re.compile(
    r"^(['’]s?|s['’])?,?\s*(of\s+)?((written|advance|prior|public|formal)\s+)*(notice|notification|warning)\b"
    r"|^\W*(in advance|before\w*|prior|ahead|earlier)\b|^\W*(after|from|following)\s+(the\s+|its\s+|this\s+|that\s+|our\s+)?(announcement|notice|notification)\b",
    re.IGNORECASE,
)
BEFORE_LENGTH = re.compile(
    r"\b(notice|notification|warning)(\s+period)?(\s+of|\s+is|:)?(\s+(at least|no less than|a minimum of|not less than))?\s*$",
    re.IGNORECASE,
)
NOT_AT_LEAST = re.compile(
    r"\b(up to|at most|no more than|not more than|maximum( of)?|within|less than|fewer than|about|around|roughly|approximately)\s*$",
    re.IGNORECASE,
)
AT_LEAST_AFTER_ALL = re.compile(r"\b(no|not) less than\s*$", re.IGNORECASE)
OTHER_MATTERS = re.compile(
    r"\b(retention|retain\w*|renew\w*|invoices?|fees?|prices?|pricing|billing|refund\w*|delet\w+|backups?|personal data|employ\w+|passwords?|certificates?|credentials?|reminders?|reminded|second|again"
    r"|features?(?! releases?)|functions?|functionality|options?|flags?|endpoints?|methods?|arguments?|settings?|parameters?|behaviou?rs?|embargo\w*|vulnerabilit\w+|example)\b",
    re.IGNORECASE,
)
VAGUE = re.compile(
    r"\b(reasonable|appropriate|adequate|sufficient|due|suitable)\s+(advance\s+|prior\s+)?(notice|warning)\b|\bnotice\b.{0,20}\b(reasonable|appropriate)\b",
    re.IGNORECASE,
)
NONE = re.compile(r"\b(without|no)\s+(any\s+)?(prior\s+|advance\s+|further\s+)?(notice|warning)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Notice:
    """One clause on the notice of an end of support. ``days`` is None where only words such as reasonable stand there."""

    sentence: Sentence
    days: float | None


def notices(document: Document, product: Product) -> Iterator[Notice]:
    """The clauses that state a notice: a number, a unit and the end of support in one sentence, or vague words instead."""
    for sentence in (*(each for each in sentences(document) if is_prose(each.text)), *_rows(document)):
        if not speaks_of_the_end(document, sentence, product) or PROMISED.search(sentence.text):
            continue
        stated = [each for each in lengths(sentence.text) if _is_notice(sentence.text, each)]
        if stated and not DOUBTED.search(sentence.text):
            yield Notice(sentence, max(each.days for each in stated))
        elif not stated and NONE.search(sentence.text):
            yield Notice(sentence, 0)
        elif not stated and VAGUE.search(sentence.text):
            yield Notice(sentence, None)


def speaks_of_the_end(document: Document, sentence: Sentence, product: Product) -> bool:
    """Whether the sentence is about the end of support of this product."""
    over = " · ".join(heading.text for heading in headings_over(document, sentence.line))
    return (
        bool(END.search(sentence.text))
        and not OTHER_MATTERS.search(sentence.text)
        and not product.is_other(f"{sentence.text} · {over}")
    )


def _is_notice(text: str, length: Length) -> bool:
    before, after = text[: length.start], text[length.end :]
    if NOT_AT_LEAST.search(before) and not AT_LEAST_AFTER_ALL.search(before):
        return False
    if DENIED.search(re.sub(r"\b(no|not) (less|later) than\b", "", before)):
        return False
    return bool(BEFORE_LENGTH.search(before)) or bool(AFTER_LENGTH.search(after) and TELLS.search(text))


def _rows(document: Document) -> Iterator[Sentence]:
    """Rows of two cells, which say a thing and its amount."""
    for table in document.tables:
        for row in table.rows:
            if len(row) == 2:
                yield Sentence(f"{row[0]}: {row[1]}", table.line, "")
