"""Registers of what a product is made of: the components they name with a version."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assay.facts.documents import Document
from assay.facts.life_cycles import LifeCycles, Product
from assay.formats.assertions import denies, promises, sentences

SUBJECT = re.compile(
    r"(asset|software|component|technology|dependency|system)s?[-_ ](register|inventory|list)|(register|inventory|list) of (assets|software|components|technolog)|bill[-_ ]of[-_ ]materials|tech(nology)?[-_ ]stack",
    re.IGNORECASE,
)
"""In a title or file name: the document lists what the product is made of."""
NUMBER = re.compile(r"(?<![\w.])v?(\d{1,4}(?:\.\d{1,4}){0,3})(?:\.[x*])?(?![\w%])")
VERSION_TITLE = re.compile(r"version|release|edition", re.IGNORECASE)
HOSTING = re.compile(
    r"\bhost(s|ing|ed)?\b|virtual machine|\bVMs?\b|bare metal|workstation|laptop|developer machine|\bcloud\b|\bnodes?\b(?!\.js)|hypervisor|jump|bastion|managed|\bRDS\b|on-premises|physical|customer",
    re.IGNORECASE,
)
"""The line speaks of what the product runs on, which the definitions here do not describe."""
CONTAINER = re.compile(r"container|docker|\bimages?\b|base image|\bpods?\b", re.IGNORECASE)
NOT_IN_USE = re.compile(
    r"or (later|newer|above|higher|greater)|\d\+|>=|≥|minimum|at least|support(s|ed)|compatib|requires?\b|tested (with|on|against)|upgrad|migrat|until|end[- ]of[- ](life|support)|formerly|previously|replaced|older|such as|e\.g\.",
    re.IGNORECASE,
)
"""The line speaks of ranges, plans or the past."""
MOST_ROWS = 2000
SHORT_NAMES = frozenset({"go", "node", "rocky", "mongo", "vue", "ubi", "java"})
"""Names that are words as well: they count only with a capital and with a number that has a point, or in a cell of their own."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A product the register names in a version; ``in_container`` where the line says it is inside a container."""

    product: str
    version: str
    line: int
    text: str
    in_container: bool


def entries(document: Document, life_cycles: LifeCycles) -> tuple[Entry, ...]:
    """Every component the register says is in use, each line once."""
    found = [*_of_tables(document, life_cycles), *_of_prose(document, life_cycles)]
    return tuple({(each.product, each.version, each.line): each for each in reversed(found)}.values())


def _of_tables(document: Document, life_cycles: LifeCycles) -> Iterator[Entry]:
    for table in document.tables:
        version_at = next((n for n, title in enumerate(table.header) if VERSION_TITLE.search(title)), None)
        for row in table.rows[:MOST_ROWS]:
            line = f"{table.heading} {' '.join(row)}"
            if version_at is None or version_at >= len(row) or HOSTING.search(line) or NOT_IN_USE.search(line):
                continue
            number = NUMBER.search(row[version_at])
            for product in life_cycles.products:
                cell = next((each for n, each in enumerate(row) if n != version_at and _is_name(each, product)), None)
                if number and cell is not None:
                    yield Entry(product.id, number.group(1), table.line, " | ".join(row), bool(CONTAINER.search(line)))


def _of_prose(document: Document, life_cycles: LifeCycles) -> Iterator[Entry]:
    for passage in document.passages:
        for sentence in sentences(passage.text):
            if (
                promises(sentence)
                or denies(sentence)
                or NOT_IN_USE.search(sentence)
                or HOSTING.search(f"{passage.heading} {sentence}")
            ):
                continue
            for product in life_cycles.products:
                for name in product.names:
                    if match := _named(name).search(sentence):
                        inside = bool(CONTAINER.search(f"{passage.heading} {sentence}"))
                        yield Entry(product.id, match.group(1), passage.line, sentence, inside)
                        break


def _is_name(cell: str, product: Product) -> bool:
    plain = re.sub(
        r"\(.*?\)|\b(server|linux|database|runtime|language|framework|lts|base image|os|image)\b",
        " ",
        cell,
        flags=re.IGNORECASE,
    )
    words = " ".join(plain.split()).casefold()
    return words in product.names or cell.strip().casefold() in product.names


@cache
def _named(name: str) -> re.Pattern[str]:
    written = name.capitalize() if name in SHORT_NAMES else name
    number = r"\d{1,4}(?:\.\d{1,4}){1,3}" if name in SHORT_NAMES else r"\d{1,4}(?:\.\d{1,4}){0,3}"
    flags = re.NOFLAG if name in SHORT_NAMES else re.IGNORECASE
    return re.compile(
        rf"(?<![\w./-]){re.escape(written)}(?:\s+(?:version|server|linux|v))?\s*v?({number})(?:\.x)?(?![\w%-])", flags
    )
