"""Proposed passages for a terminal, a page of Markdown, or another program. An order and words, no number that weighs them."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from assay.domain.catalogue import Catalogue
from assay.facts.suggestions import ForClaim, LeftOut, Source, Suggestion, Suggestions
from assay.formats import statement_stub
from assay.reports.columns import printable, wrapped

SCHEMA = "assay-suggestions/1"
TITLE = "Passages proposed for the Software Security Code of Practice"
WARNING = (
    "These passages use the words of a claim. That is no evidence, and nothing here counts: read them, and where one holds, "
    "let the person who knows complete the statement under it and put it into assay.toml."
)
NOTHING = "Nothing found."
MOST_WORDS = 8
MOST_ASIDE = 6
LONGEST_LEFT_OUT = 160


def text(found: Suggestions, code: Catalogue) -> str:
    """Lines of at most 80 columns."""
    lines = [TITLE, *wrapped(_read(found)), "", *wrapped(WARNING), ""]
    for each in found.claims:
        lines += wrapped(f"{each.claim}  {code.claim(each.claim).title}", "       ", "")
        if not each.found:
            lines += [f"  {NOTHING}"]
        for number, suggestion in enumerate(each.found, 1):
            lines += _suggestion(number, suggestion, code)
        for left in each.left_out:
            lines += wrapped(f"Left out: {_left_out(left)}", "    ", "  ")
        lines.append("")
    lines += _rest(found)
    return "\n".join(lines) + "\n"


def markdown(found: Suggestions, code: Catalogue) -> str:
    """A page to work through."""
    lines = [f"# {TITLE}", "", _plain(_read(found)), "", WARNING, ""]
    for each in found.claims:
        lines += [f"## {each.claim} {code.claim(each.claim).title}", ""]
        if not each.found:
            lines += [NOTHING, ""]
        for number, suggestion in enumerate(each.found, 1):
            source = suggestion.source
            lines += [f"### {each.claim}, passage {number}: {_code(_place(source.path, suggestion.line))}", ""]
            lines += [*_fenced(suggestion.text, "text"), ""]
            if suggestion.headings:
                lines.append(f"- Under: {_code(' > '.join(suggestion.headings))}")
            lines.append(f"- For {suggestion.facet}: {code.facet(suggestion.facet).says}")
            lines.append(f"- Found by: {', '.join(map(_code, suggestion.words[:MOST_WORDS]))}")
            lines += [f"- Look at this: {_plain(note)}" for note in suggestion.notes]
            lines += [f"- {_digest(source)}", ""]
            lines += [*_fenced(statement_stub.write(suggestion).rstrip(), "toml"), ""]
        lines += [f"- Left out: {_code(printable(left.text[:LONGEST_LEFT_OUT]))} in {_code(_place(left.path, left.line))}: it {left.reason}" for left in each.left_out]  # fmt: skip
        lines += [""] if each.left_out else []
    lines += [
        f"- {_plain(line.strip())}" if line.startswith("  ") else f"{line}\n" for line in _rest(found, wrap=False)
    ]
    return "\n".join(lines).rstrip() + "\n"


def data(found: Suggestions, code: Catalogue) -> dict[str, Any]:
    """Everything as plain data, in an order that never changes."""
    return {
        "schema": SCHEMA,
        "says": WARNING,
        "place": printable(found.place),
        "commit": found.commit,
        "claims": [_claim(each, code) for each in found.claims],
        "documents": [_source(each) for each in found.documents],
        "set_aside": [{"path": path, "reason": reason} for path, reason in found.set_aside],
        "unread": [
            {"source": printable(each.source), "reason": each.reason, "would_show": each.would_show}
            for each in found.unread
        ],
    }


def _claim(each: ForClaim, code: Catalogue) -> dict[str, Any]:
    return {
        "id": each.claim,
        "title": code.claim(each.claim).title,
        "found": [
            {
                "facet": suggestion.facet,
                "text": printable(suggestion.text),
                "document": _source(suggestion.source),
                "headings": [printable(heading) for heading in suggestion.headings],
                "line": suggestion.line,
                "words": list(suggestion.words),
                "notes": [printable(note) for note in suggestion.notes],
                "statement": statement_stub.write(suggestion),
            }
            for suggestion in each.found
        ],
        "left_out": [
            {"text": printable(left.text), "path": left.path, "line": left.line, "reason": f"it {left.reason}"}
            for left in each.left_out
        ],
    }


def _suggestion(number: int, suggestion: Suggestion, code: Catalogue) -> Iterator[str]:
    indent = "     "
    yield from wrapped(_place(suggestion.source.path, suggestion.line), indent, f"  {number}. ")
    if suggestion.headings:
        yield from wrapped(" > ".join(suggestion.headings), indent)
    yield from wrapped(f'"{suggestion.text}"', indent)
    yield from wrapped(f"For {suggestion.facet}: {code.facet(suggestion.facet).says}.", indent)
    yield from wrapped(f"Found by: {', '.join(suggestion.words[:MOST_WORDS])}.", indent)
    for note in suggestion.notes:
        yield from wrapped(f"Look at this: {note}.", indent)
    yield f"{indent}{_digest(suggestion.source)}"
    yield f"{indent}A statement to complete:"
    for line in statement_stub.write(suggestion).splitlines():
        yield f"   {line}"


def _read(found: Suggestions) -> str:
    count = len(found.documents)
    at = f" at {found.commit[:12]}" if found.commit else ""
    said = sum(bool(each.found) for each in found.claims)
    return (
        f"{found.place}{at}: {count} document{'' if count == 1 else 's'} read, {len(found.set_aside)} set aside, "
        f"{len(found.unread)} unread. Something was found for {said} of {len(found.claims)} claims."
    )


def _rest(found: Suggestions, wrap: bool = True) -> Iterator[str]:
    """What was not looked at, and what could not be."""
    if found.unread:
        yield "Could not be read, so nothing is known of what stands in it"
        for each in found.unread:
            line = f"{each.source}: {each.reason}; would help: {each.would_show}"
            yield from wrapped(line, "    ", "  ") if wrap else [f"  {line}"]
    if found.set_aside:
        yield "Set aside, as it does not speak for the product"
        for reason, count in sorted(Counter(reason for _, reason in found.set_aside).items()):
            paths = [path for path, why in found.set_aside if why == reason]
            more = f" and {count - MOST_ASIDE} more" if count > MOST_ASIDE else ""
            line = f"{reason}: {', '.join(paths[:MOST_ASIDE])}{more}"
            yield from wrapped(line, "    ", "  ") if wrap else [f"  {line}"]


def _left_out(left: LeftOut) -> str:
    cut = left.text if len(left.text) <= LONGEST_LEFT_OUT else f"{left.text[:LONGEST_LEFT_OUT]}…"
    return f'{_place(left.path, left.line)} "{cut}": it {left.reason}.'


def _place(path: str, line: int) -> str:
    """Where a reader finds it: PDF has pages, DOCX paragraphs, everything else lines."""
    ending = path.rpartition(".")[2].lower()
    unit = {"pdf": "page", "docx": "paragraph"}.get(ending)
    return f"{path}, {unit} {line}" if unit else f"{path}:{line}"


def _digest(source: Source) -> str:
    return f"Git object: {source.object_id}" if source.object_id else f"SHA-256: {source.sha256}"


def _source(source: Source) -> dict[str, str]:
    return {"path": printable(source.path), "object_id": source.object_id, "sha256": source.sha256}


def _fenced(text: str, language: str) -> list[str]:
    """A block no text can end before its time."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    lines = [printable(line) for line in text.splitlines()]
    return [f"{fence}{language}", *lines, fence]


def _code(text: str) -> str:
    """Text from a document as code, so that nothing in it is taken for markup."""
    shown = " ".join(printable(text).split())
    fence = "`" * (max((len(run) for run in re.findall(r"`+", shown)), default=0) + 1)
    pad = " " if "`" in shown else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _plain(text: str) -> str:
    """Text from a document within a sentence, its markup made visible."""
    return re.sub(r"([\\`*_\[\]<>#|@!])", r"\\\1", printable(text))
