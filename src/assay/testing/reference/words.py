"""Small pieces of Markdown every reference page is made of."""

import re
from collections.abc import Iterable

from assay.assess.discovery import Check


def prose(text: str) -> str:
    """Text on one line that Markdown shows as it is; names between double backticks become code."""
    parts = re.split(r"``(.+?)``", " ".join(text.split()))
    return "".join(
        f"`{part}`" if number % 2 else re.sub(r"([*<\[\]]|__)", r"\\\1", part) for number, part in enumerate(parts)
    )


def cell(text: str) -> str:
    """The same for a cell of a table."""
    return prose(text).replace("|", r"\|")


def first_line(thing: object) -> str:
    """The first paragraph of a docstring."""
    return cell((thing.__doc__ or "").strip().partition("\n\n")[0])


def to_checks(found: Iterable[Check], folder: str) -> str:
    """Links to checks on their family's page below ``folder``."""
    return ", ".join(f"[{each.id}]({folder}{each.family}.md#{each.id})" for each in found)


def to_source(module: str, folder: str = "") -> str:
    """Address of a module's file, seen from the reference folder, or from one beside ``folder``."""
    return f"{folder}../../src/{module.replace('.', '/')}.py"


def anchor(heading: str) -> str:
    """The name a forge gives to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
