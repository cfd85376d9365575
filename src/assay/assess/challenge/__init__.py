"""Holds a completed form against a repository, claim by claim, and writes down what to ask."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from assay.assess.challenge.cited import cited
from assay.assess.challenge.document import document
from assay.assess.challenge.held import hold, said
from assay.assess.remembered import assess_document
from assay.collect.repository import Repository, Settings
from assay.domain.exceptions import names_person
from assay.errors import NothingToAssessError
from assay.facts.forms import CompletedForm
from assay.store.code_of_practice import load


def challenge_document(
    form: CompletedForm,
    path: Path,
    ref: str,
    settings: Settings,
    folder: Path | None,
    addresses: Iterable[str] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """The document of the schema ``challenge``; ``addresses`` are where the repository is on the web, for links in the form.

    Raises NothingToAssessError kinds and MalformedInputError.
    """
    code = load()
    assessment = assess_document(path, ref, settings, folder, progress)
    if not assessment["subject"]["commit"]:
        raise NothingToAssessError("The repository has no commit, so there is nothing to hold the form against.")
    judged = {each["id"]: each for each in assessment["claims"]}
    answers = {claim.id: said(form, claim, code) for claim in code.claims if claim.counted}
    rows = {claim_id: each.row for claim_id, each in answers.items() if each.row}
    progress("what the form cites")
    with Repository(path, assessment["subject"]["commit"]) as repository:
        found = cited(form, rows, repository, settings, addresses)
    vouched = names_person(form.header.owner) or names_person(form.header.assessed_by)
    held = [
        hold(code.claim(claim_id), answer, judged[claim_id], found.get(claim_id, ()), code, vouched=vouched)
        for claim_id, answer in answers.items()
    ]
    return document(form, assessment, held)
