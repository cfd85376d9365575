"""A matrix of GitHub Actions: what its axes hold where they are written out."""

import re

from assay.formats.ci.values import items, mapping, text

FROM_MATRIX = re.compile(r"\s*\$\{\{\s*matrix\.([\w-]{1,80})\s*\}\}\s*")


def from_matrix(runner: tuple[str, ...], matrix: object) -> tuple[str, ...]:
    """The labels, those taken from a matrix that is written out replaced by all it holds."""
    found: list[str] = []
    for each in runner:
        name = FROM_MATRIX.fullmatch(each)
        values = of_matrix(name.group(1), matrix) if name else ()
        found += values or (each,)
    return tuple(dict.fromkeys(found))


def of_matrix(name: str, matrix: object) -> tuple[str, ...]:
    """The values of one axis; none where it is computed while the workflow runs."""
    given = mapping(matrix)
    included = [mapping(each).get(name) for each in items(given.get("include"))]
    values = [text(each) for each in (*items(given.get(name)), *included) if each is not None]
    return () if any("${{" in each for each in (*values, text(given.get("include")))) else tuple(filter(None, values))


def is_computed(matrix: object) -> bool:
    """Whether a matrix or one of its axes is the result of an expression."""
    return any("${{" in text(each) for each in (matrix, *mapping(matrix).values()))
