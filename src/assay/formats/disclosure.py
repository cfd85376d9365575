"""What documents are disclosure policies, and what a security.txt says (RFC 9116)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from assay.facts.documents import Document, Documents, Reference
from assay.facts.texts import Texts
from assay.formats.affirmed import is_offered
from assay.formats.sections import sections

NAMES = re.compile(
    r"^(security|security[-_. ]?policy|vuln(erability)?[-_ ]?(disclosure|reporting|policy)[\w-]*|vdp|disclosure[-_]?policy|reporting[-_](security|vulnerabilit)[\w-]*|responsible[-_]disclosure)(\.[a-z]{2})?\.\w+$|^security$",
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
PLACEHOLDERS = re.compile(
    r"\b(?:YOUR|COMPANY|ORGANI[SZ]ATION|PRODUCT|PROJECT)_[A-Z]{2,}\b|@(?i:your-?(?:company|domain|org|project)|domain|company)\.[a-z]|\{\{[^}\n]{1,60}\}\}"
)
BORROWED = {
    "microsoft": re.compile(r"secure@microsoft\.com|\bmsrc\b", re.IGNORECASE),
    "google": re.compile(r"g\.co/vulnz|security@google\.com", re.IGNORECASE),
    "amazon": re.compile(r"aws-security@amazon\.com", re.IGNORECASE),
    "facebook": re.compile(r"facebook\.com/whitehat", re.IGNORECASE),
    "adobe": re.compile(r"psirt@adobe\.com", re.IGNORECASE),
    "oracle": re.compile(r"secalert_us@oracle\.com", re.IGNORECASE),
}
"""Central addresses of vendors whose policies forks keep."""
REPORT_TO = re.compile(
    r"\b(?:report|disclos|submit|send|contact|open|fil|creat|rais|write|mail|e-?mail)\w*\b[^.]{0,160}?(?:@|\bmail\b|\be-?mail|\bform\b|issue|ticket|tracker|\bthrough\b|\bvia\b|hackerone|bugcrowd|privately|confidential|http|\btab\b|security team|maintainers?)",
    re.IGNORECASE,
)

DOCUMENT_FOLDERS = frozenset(
    ".github .gitlab .gitea docs doc documentation website web site www content pages static public book guide guides handbook manual security policies policy"
    " compliance governance community process processes src".split()
)
"""Where a policy of the product's own stands; other folders hold parts, and copies of other products."""
USUAL_FOLDERS = frozenset({"", ".github", ".gitlab", ".gitea", "docs", "doc", "documentation"})
REPORTING_HEADING = re.compile(
    r"\breport\w*\b.{0,40}\b(security|vulnerab)|(?<!content[- ])\b(security|vulnerab)\w*\b.{0,30}\b(report|disclos|polic)",
    re.IGNORECASE,
)
FEWEST_WORDS = 20
POLICY_ADDRESS = re.compile(r"secur|vulnerab|disclos|report", re.IGNORECASE)
INTRODUCTIONS = re.compile(r"(readme|contributing)(\.\w{1,8})?$", re.IGNORECASE)
MAIL = re.compile(r"[\w.+-]{1,64}(?:@|\s?[\[(]at[\])]\s?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.IGNORECASE)
PRIVATE_PLACE = re.compile(
    r"/security/advisories\b|github\.com/[\w.-]{1,80}/[\w.-]{1,80}/security/?$|hackerone\.com|bugcrowd\.com|intigriti\.com|yeswehack\.com|huntr\.(dev|com)|tidelift\.com/(docs/)?security|openbugbounty|confidential|responsible-?disclosure|report[-_]?(a-)?vulnerabilit|security-?(report|contact|form)|vdp\b|kb\.cert\.org|msrc|issues\.\w+.*private|g\.co/vulnz|bughunters",
    re.IGNORECASE,
)
PRIVATE_WORDS = re.compile(
    r"private(ly)? (vulnerability )?report|report (it |them |this )?privately|private vulnerability reporting|security advisor(y|ies) (tab|feature|form|page)|\W?report a vulnerability\W? (button|tab|form|link|feature)|confidential (issue|ticket|report)|security tab|draft (a )?security advisor",
    re.IGNORECASE,
)
GENERAL = re.compile(
    r"^(noreply|no-reply|info|sales|example|your|user)@|@example\.(com|org)|@users\.noreply", re.IGNORECASE
)


def policies(documents: Documents) -> list[Document]:
    """Own documents that speak about reporting weaknesses, by name and by what they say; nearest to the top first.

    A guide to security deeper in the documentation counts with its section on reporting only.
    """
    named = (
        each
        for each in documents.own
        if NAMES.match(each.name) and each.path.count("/") <= 2 and _is_own(each, documents)
    )
    judged = (
        each if each.path.rpartition("/")[0].lower() in USUAL_FOLDERS else _reporting_part(each) for each in named
    )
    return [
        each for each in judged if each and SUBJECT.search(_with_headings(each)) and REPORTS.search(_with_headings(each))
    ]  # fmt: skip


def is_template(document: Document) -> bool:
    """Whether it is a form nobody filled in."""
    return any(sign in document.text for sign in TEMPLATE_SIGNS) or bool(PLACEHOLDERS.search(document.text))


def names_a_way(document: Document) -> bool:
    """Whether it offers a way to report, private or not."""
    if next(private_channels(document), None):
        return True
    return any(
        is_offered(passage.text, *match.span())
        for passage in document.passages
        for match in REPORT_TO.finditer(passage.text)
    )


def private_channels(document: Document) -> Iterator[tuple[str, int]]:
    """(what is named, line) for every private address, form or platform the policy gives."""
    for passage in document.passages if document.language == "en" or reporting_words(document) < FEWEST_WORDS else ():
        for match in PRIVATE_WORDS.finditer(passage.text):
            if is_offered(passage.text, *match.span()):
                yield f"a private place: {_around(passage.text, *match.span())}", passage.line
    for reference in document.references:
        if not _is_offered(reference, document):
            continue
        target = reference.target.removeprefix("mailto:").replace("%40", "@")
        address = MAIL.search(target) if "@" in target else None
        if address and not GENERAL.search(address.group()):
            yield address.group(), reference.line
        elif PRIVATE_PLACE.search(target) and target.startswith(("http", "/", "..")):
            yield target[:100], reference.line


def mentions(documents: Documents) -> list[Document]:
    """The parts of a README or of CONTRIBUTING about reporting weaknesses: short, but they may name the channel."""
    read = (
        each
        for each in documents.own
        if INTRODUCTIONS.match(each.name) and each.path.rpartition("/")[0].lower() in USUAL_FOLDERS
    )
    return [part for each in read if (part := _reporting_part(each, fewest=1))]


def pointed_at(documents: Documents) -> Reference | None:
    """The address a short SECURITY file or a section on reporting sends its reader to, with the place that says so."""
    named = [each for each in documents.own if NAMES.match(each.name) and _is_own(each, documents)]
    found = (
        replace(reference, text=f"{document.path}:{reference.line}")
        for document in (*named, *mentions(documents))
        for reference in document.references
        if reference.target.startswith("http") and POLICY_ADDRESS.search(reference.target)
    )
    return next(found, None)


def _around(text: str, start: int, end: int) -> str:
    """Some whole words on both sides of what was found."""
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    if start > 40:
        before = before.partition(" ")[2]
    if end + 40 < len(text):
        after = after.rpartition(" ")[0]
    return f"{before}{text[start:end]}{after}".strip()


def _with_headings(document: Document) -> str:
    return "\n".join([document.title, *(each.text for each in document.headings), document.text])


def _is_own(document: Document, documents: Documents) -> bool:
    """Whether it stands where own policies stand, and is not the one of a vendor nothing else here speaks of."""
    folder = document.path.rpartition("/")[0].lower()
    if folder and folder.partition("/")[0] not in DOCUMENT_FOLDERS:
        return False
    others = [each for each in documents.own if each.path != document.path]
    vendor = next((name for name, sign in BORROWED.items() if sign.search(document.text)), "")
    return not vendor or not others or any(vendor in _everything(each) for each in others)


def _everything(document: Document) -> str:
    return f"{document.title} {document.text} {' '.join(each.target for each in document.references)}".casefold()


def _is_offered(reference: Reference, document: Document) -> bool:
    target = reference.target.removeprefix("mailto:")
    for passage in document.passages:
        if passage.line == reference.line:
            shown = target if target in passage.text else reference.text[:20]
            start = passage.text.find(shown)
            if start >= 0:
                return is_offered(passage.text, start, start + len(shown))
    return True


def _reporting_part(document: Document, fewest: int = FEWEST_WORDS) -> Document | None:
    for section in sections(document):
        if REPORTING_HEADING.search(section.heading) and section.passages and section.words >= fewest:
            lines = range(section.line, max(each.line for each in section.passages) + 1)
            return replace(
                document,
                passages=section.passages,
                quantities=tuple(each for each in document.quantities if each.line in lines),
                references=tuple(each for each in document.references if each.line in lines),
                dates=tuple(each for each in document.dates if each.line in lines),
            )
    return None


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


def is_for(fields: Mapping[str, tuple[str, ...]], links: Iterable[str]) -> bool:
    """Whether its Canonical address is at a host the profile links to, as far as either says."""
    own = {host for host in map(_host, links) if host}
    canonical = {host for host in map(_host, fields.get("canonical", ())) if host}
    return (
        not own
        or not canonical
        or any(a == b or a.endswith(f".{b}") or b.endswith(f".{a}") for a in canonical for b in own)
    )


def _host(address: str) -> str:
    found = re.match(r"https?://(?:www\.)?([^/:?#]{1,253})", address, re.IGNORECASE)
    return found.group(1).casefold() if found else ""
