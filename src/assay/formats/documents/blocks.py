"""The neutral pieces every document reader yields."""

from dataclasses import dataclass
from enum import StrEnum


class DocumentError(ValueError):
    """The bytes are not the document their name promises, or hold no text."""


class BlockKind(StrEnum):
    """What a piece of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CELL = "cell"
    CODE = "code"
    TABLE = "table"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece; ``line`` is a line, a paragraph number (DOCX) or a page (PDF)."""

    kind: BlockKind
    text: str
    line: int
    level: int = 0
    target: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
