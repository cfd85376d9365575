"""Completed forms for tests, in Assay's own words: DOCX written by hand part by part, and Markdown tables."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from assay.store.code_of_practice import load

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
HEADER = ("Reference", "Principles/Claims", "Evidence", "Arguments / Assumptions")
DETAILS = {
    "Organisation": "Gantry Ltd",
    "Product": "Gantry",
    "Product version": "2.1.0",
    "Senior Responsible Owner": "Ada Builder",
    "Date completed": "2026-09-20",
}


def docx(body: str, links: Mapping[str, str] | None = None, parts: Mapping[str, bytes] | None = None) -> bytes:
    """A DOCX file around the markup of its body; ``links`` maps relation ids to addresses."""
    relations = "".join(
        f'<Relationship Id="{key}" Type="{R}/hyperlink" Target={quoteattr(target)} TargetMode="External"/>'
        for key, target in (links or {}).items()
    )
    files = {
        "[Content_Types].xml": TYPES.encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>'
        ).encode(),
        "word/document.xml": (
            f'<w:document xmlns:w="{W}" xmlns:w14="{W14}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'
        ).encode(),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'.encode(),
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def paragraph(*runs: str) -> str:
    """A paragraph of markup or of plain text."""
    return f"<w:p>{''.join(each if each.startswith('<w:') else run(each) for each in runs)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run of plain text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def table(rows: Iterable[Sequence[str]]) -> str:
    """A table; a cell is plain text, or markup of paragraphs with its properties in front."""
    cells = (
        "".join(f"<w:tc>{each if each.startswith('<w:') else paragraph(each)}</w:tc>" for each in row) for row in rows
    )
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def official_layout(answers: Mapping[str, str], details: Mapping[str, str] | None = None) -> bytes:
    """A form laid out like the official one: a column for evidence, none for an answer; every claim has a row."""
    code = load()
    head = table([(f"{label}:", value) for label, value in (DETAILS if details is None else details).items()])
    rows = [(f"Claim {claim.id}", claim.title, answers.get(claim.id, ""), "") for claim in code.claims if claim.counted]
    return docx(head + paragraph("The answers") + table([HEADER, *rows]))


def in_markdown(answers: Mapping[str, tuple[str, str]], details: Mapping[str, str] | None = None) -> str:
    """A form as a Markdown table: claim → answer and evidence; only the claims given have a row."""
    code = load()
    lines = [f"**{label}:** {value}\n" for label, value in (DETAILS if details is None else details).items()]
    lines += ["| Ref | Claim | Answer | Evidence |", "|---|---|---|---|"]
    lines += [f"| {each} | {code.claim(each).title} | {answer} | {text} |" for each, (answer, text) in answers.items()]
    return "\n".join(lines) + "\n"


def all_met(text: str = "Record GAN-{claim} of 2026-09-01 shows it for Gantry 2.1.0.") -> dict[str, tuple[str, str]]:
    """An answer of met for each of the 45 claims, each with a text of its own."""
    return {claim.id: ("Met", text.format(claim=claim.id)) for claim in load().claims if claim.counted}
