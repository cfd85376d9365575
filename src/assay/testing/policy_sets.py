"""Labelled sets of policy documents: texts with marks that say which claims a passage bears on, built into real files.

A mark stands at the end of a paragraph, list item or row of a table: «2.1.6/a 2.1.3». ``policy.docx.md`` is built into
``policy.docx``; html, pdf, rst, adoc and txt likewise; ``policy.md`` stays Markdown.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import docx
from markdown_it import MarkdownIt

MARK = re.compile(r"[ \t]*\n?[ \t]*«([^»]*)»")
LINES_OF_A_PAGE = 45
WIDTH_OF_A_LINE = 95
ESCAPED = str.maketrans({"(": "\\(", ")": "\\)", "\\": "\\\\"})
"""What a string in a PDF may not hold as it is."""


@dataclass(frozen=True, slots=True)
class Label:
    """A passage of a document and what it bears on: claims, or facets where the mark names them."""

    document: str
    text: str
    about: frozenset[str]

    @property
    def claims(self) -> frozenset[str]:
        """The claims it bears on."""
        return frozenset(each.partition("/")[0] for each in self.about)


@dataclass(frozen=True)
class PolicySet:
    """The documents of one invented vendor by path, and the labels."""

    name: str
    files: Mapping[str, bytes]
    labels: tuple[Label, ...]


def read_set(folder: Path) -> PolicySet:
    """The set in ``folder``."""
    files: dict[str, bytes] = {}
    labels: list[Label] = []
    for source in sorted(folder.rglob("*.md")):
        marked = source.read_text("utf-8")
        path = source.relative_to(folder).as_posix()
        path = path.removesuffix(".md") if re.search(r"\.(docx|html|pdf|rst|adoc|txt)\.md$", path) else path
        labels += [Label(path, text, about) for text, about in _labels(marked)]
        files[path] = built(MARK.sub("", marked), path.rpartition(".")[2])
    return PolicySet(folder.name, files, tuple(labels))


def built(text: str, ending: str) -> bytes:
    """Markdown as a file of the kind ``ending`` names."""
    if ending == "docx":
        return _docx(text)
    if ending == "pdf":
        return _pdf(text)
    if ending == "html":
        body = MarkdownIt("commonmark").enable("table").render(text)
        return f"<!doctype html><html><body><nav>Home</nav><main>{body}</main></body></html>".encode()
    if ending == "rst":
        text = re.sub(
            r"^(#+) (.+)$",
            lambda each: f"{each[2]}\n{'=-~'[len(each[1]) - 1] * len(each[2])}",
            text,
            flags=re.MULTILINE,
        )
        return re.sub(r"`([^`]+)`", r"``\1``", text).encode()
    if ending == "adoc":
        return re.sub(r"^#+", lambda each: "=" * len(each[0]), text, flags=re.MULTILINE).encode()
    return text.encode()


def _labels(marked: str) -> list[tuple[str, frozenset[str]]]:
    found = []
    for match in MARK.finditer(marked):
        before = marked[: match.start()]
        passage = re.split(r"\n\s*\n|\n(?=- |\|)", before)[-1]
        row = passage.startswith("|")
        text = " ".join(MARK.sub("", passage).strip("-| \n").split())
        found.append((text.replace("|", " ") if row else text, frozenset(match[1].split())))
    return found


def _docx(text: str) -> bytes:
    document = docx.Document()
    for block in re.split(r"\n\s*\n", text.strip()):
        if heading := re.match(r"(#+) (.+)", block):
            document.add_heading(heading[2], len(heading[1]))
        else:
            document.add_paragraph(" ".join(block.split()))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _pdf(text: str) -> bytes:
    """Pages of text in one font: enough for a text layer like that of a printed policy."""
    lines: list[str] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        words, line = re.sub(r"^#+ ", "", block).split(), ""
        for word in words:
            if len(line) + len(word) > WIDTH_OF_A_LINE:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        lines += [line, ""]
    pages = [lines[at : at + LINES_OF_A_PAGE] for at in range(0, len(lines), LINES_OF_A_PAGE)]
    parts = [b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for page in pages:
        shown = "".join(f"({line.translate(ESCAPED)}) ' " for line in page)
        content = f"BT /F 10 Tf 14 TL 50 740 Td {shown}ET".encode("latin-1", "replace")
        parts.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    numbers = range(len(parts) + 1, len(parts) + 1 + len(pages))
    for stream_number, _ in enumerate(pages, 2):
        parts.append(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << /F 1 0 R >> >> >>"
            % (numbers.stop, stream_number)
        )
    kids = " ".join(f"{number} 0 R" for number in numbers)
    parts.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    parts.append(b"<< /Type /Catalog /Pages %d 0 R >>" % numbers.stop)
    data, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(parts), len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, table) + tail
