"""Hallkeeper, an exemplary product: a repository and what is handed over beside it, so that all claims can be seen met.

Nothing in it is special to a test: files, history, statements, records and results are what an organisation would keep.
``python -m assay.testing.exemplary FOLDER`` writes ``FOLDER/repository`` and ``FOLDER/evidence``; then
``assay assess FOLDER/repository --evidence FOLDER/evidence --as-of 2026-10-01`` reads them.
"""

from datetime import date
from pathlib import Path

from assay.testing.evidence import hand_over
from assay.testing.exemplary import (
    build_documents,
    customer_documents,
    development_documents,
    evidence,
    history,
    pipelines,
    product,
    product_tests,
    profile,
    records,
    security_documents,
)
from assay.testing.repository import Recipe, Tagged, build

AS_OF = date(2026, 10, 1)

RECIPE = Recipe(
    files={
        **product.FILES,
        **product_tests.FILES,
        **pipelines.FILES,
        **development_documents.FILES,
        **security_documents.FILES,
        **build_documents.FILES,
        **customer_documents.FILES,
        **records.written_by(history.RELEASED_ON),
        "assay.toml": profile.text(),
    },
    history=history.CHANGES,
    tags=(Tagged("v1.2.1"),),
    on=history.RELEASED_ON,
    author="Ada Builder <ada@millrace.example>",
)


def write(folder: Path) -> tuple[Path, Path]:
    """Build the repository and the folder of evidence below ``folder``; returns both."""
    repository = build(folder / "repository", RECIPE)
    handed = folder / "evidence"
    hand_over(evidence.handed(repository), repository, handed, AS_OF)
    return repository, handed
