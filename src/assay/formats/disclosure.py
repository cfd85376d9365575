"""What documents are disclosure policies, and what a security.txt says (RFC 9116)."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from assay.facts.documents import Document, Documents
from assay.facts.texts import Texts

NAMES = re.compile(
    r"^(security|security[-_. ]?policy|vulnerability[-_ ]?(disclosure|reporting|policy)[\w-]*|vdp|disclosure[-_]?policy|reporting[-_](security|vulnerabilit)[\w-]*|responsible[-_]disclosure)(\.[a-z]{2})?\.\w+$|^security$",
    re.IGNORECASE,
)
SUBJECT = re.compile(
    r"vulnerab|security (issue|bug|flaw|problem|concern|report|hole|defect|advisor)|weakness|schwachstelle|vulnérabilité|vulnerabilidad|kwetsbaarhe|脆弱性",
    re.IGNORECASE,
)
REPORTS = re.compile(
    r"report|disclos|contact|e-?mail|notify|submit|melden|signaler|reportar|melding|報告|报告", re.IGNORECASE
)
TEMPLATE_SIGNS = ("Use this section to tell people", "Tell them where to go, how often they can expect")


def policies(documents: Documents) -> list[Document]:
    """Own documents that speak about reporting weaknesses, by name and by what they say; nearest to the top first."""
    return [
        document
        for document in documents.own
        if (NAMES.match(document.name) and document.path.count("/") <= 2 and SUBJECT.search(document.text + document.title) and REPORTS.search(document.text))
    ]  # fmt: skip


def reporting_words(document: Document) -> int:
    """Words of prose, tables left out."""
    return sum(len(passage.text.split()) for passage in document.passages)


def security_txt(texts: Texts) -> Iterator[tuple[str, Mapping[str, tuple[str, ...]]]]:
    """(path, fields by lower-case name) of the security.txt files that have a Contact."""
    for path, text in texts.named("security.txt"):
        fields: dict[str, tuple[str, ...]] = {}
        for line in text.splitlines():
            name, colon, value = line.partition(":")
            if colon and re.fullmatch(r"[A-Za-z-]{3,30}", name.strip()) and value.strip():
                key = name.strip().lower()
                fields[key] = (*fields.get(key, ()), value.strip())
        if "contact" in fields:
            yield path, fields


def is_current(fields: Mapping[str, tuple[str, ...]], as_of: date) -> bool:
    """Whether Expires (which RFC 9116 requires) is there and not yet passed."""
    try:
        return date.fromisoformat(fields["expires"][0][:10]) >= as_of
    except (KeyError, ValueError, IndexError):
        return False
