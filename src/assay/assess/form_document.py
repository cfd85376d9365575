"""A completed form as plain data (schema ``form``): everything that was read, and how it is written again."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs

import assay
from assay.assess.form_faults.document import placed
from assay.domain.catalogue import Catalogue
from assay.errors import MalformedInputError
from assay.facts.filled_form import ANNEX_HEADING, NOTE_HEADING, FilledForm, FilledRow, legible
from assay.facts.forms import Answer, CompletedForm, FormRow, RowKind
from assay.formats.forms.answers import opening
from assay.store.code_of_practice import schema

SCHEMA = "assay-form/1"
ADVICE = "Make one with: assay form import FORM --output FILE.json"
EVIDENCE = re.compile(r"evidence|proof|artefacts?|links?|records?", re.IGNORECASE)
"""What a column for evidence is called; all others hold arguments."""


def document(form: CompletedForm, code: Catalogue) -> dict[str, Any]:
    """The document of the schema ``form``. No text of the form is left out; ``claims`` says where each claim is answered."""
    head = form.header
    return {
        "schema": SCHEMA,
        "tool": f"assay {assay.__version__}",
        "form": {
            "name": form.name,
            "format": form.format,
            "sha256": form.sha256,
            "edition": form.edition,
            "has_answers": form.has_answers,
        },
        "header": {
            "organisation": head.organisation,
            "product": head.product,
            "version": head.version,
            "senior_responsible_owner": head.owner,
            "assessed_by": head.assessed_by,
            "role": head.role,
            "assessed_on": head.assessed_on.isoformat() if head.assessed_on else None,
            "assessed_on_printed": head.assessed_on_printed,
        },
        "claims": [
            {
                "id": claim.id,
                "principle": claim.principle,
                "rows": [number for number, row in enumerate(form.rows) if _is_about(row, claim.id)],
            }
            for claim in code.claims
            if claim.counted
        ],
        "rows": [_row(row) for row in form.rows],
        "other": [{"text": text, "place": placed(place)} for text, place in form.other],
        "tracked_changes": [placed(place) for place in form.tracked_changes],
    }


def checked(found: object, name: str) -> Mapping[str, Any]:
    """``found`` if it is a form read by this version; raises MalformedInputError naming ``name``."""
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise MalformedInputError(f"{name} is not a form that was read in ({SCHEMA}).", advice=ADVICE)
    validator = jsonschema_rs.validator_for(schema("form"), validate_formats=True)
    try:
        fault = next(iter(validator.iter_errors(found)), None)
    except ValueError:
        raise MalformedInputError(f"{name} holds text that is no Unicode.", advice=ADVICE) from None
    if fault:
        place = ".".join(str(each) for each in fault.instance_path) or "top level"
        raise MalformedInputError(f"{name} does not hold what a form holds, at {place}.", advice=ADVICE)
    return found


def to_write(found: Mapping[str, Any], code: Catalogue) -> FilledForm:
    """The form such a document writes again: the same answers, texts and details, in whichever layout it is put."""
    head = found["header"]
    return FilledForm(
        organisation=legible(head["organisation"]),
        product=legible(head["product"]),
        version=legible(head["version"]),
        owner=legible(head["senior_responsible_owner"]),
        assessed_by=legible(head["assessed_by"]),
        role=legible(head["role"]),
        assessed_on=legible(head["assessed_on_printed"]),
        rows=tuple(row for row in (_filled(each, code) for each in found["rows"]) if row.says_something),
        notes=tuple(_notes(found)),
    )


def _is_about(row: FormRow, claim_id: str) -> bool:
    return row.kind is RowKind.CLAIM and row.id == claim_id


def _row(row: FormRow) -> dict[str, Any]:
    return {
        "kind": row.kind.value,
        "id": row.id,
        "matched_by": row.matched_by.value,
        "number": row.number,
        "wording": row.wording,
        "answer": row.answer.value,
        "printed": row.printed,
        "among_choices": row.among_choices,
        "text": row.text,
        "parts": [{"title": each.title, "text": each.text, "links": list(each.links)} for each in row.parts],
        "proofs": [{"kind": each.kind.value, "target": each.target} for each in row.proofs],
        "dates": [{"day": each.day.isoformat(), "printed": each.printed} for each in row.dates],
        "place": placed(row.place),
    }


def _filled(row: Mapping[str, Any], code: Catalogue) -> FilledRow:
    kind, meant = RowKind(row["kind"]), Answer(row["answer"])
    evidence = [text for each in row["parts"] if EVIDENCE.search(each["title"]) for text in _lines(each)]
    arguments = [text for each in row["parts"] if not EVIDENCE.search(each["title"]) for text in _lines(each)]
    answer = row["printed"] if meant not in (Answer.UNANSWERED, Answer.UNCLEAR, Answer.TEXT_ONLY) else ""
    if answer and not _reads_as(answer, meant):
        answer, given = meant.value.capitalize(), answer
        arguments.insert(0, f'The answer was given as "{given}".')
    elif meant is Answer.UNCLEAR and row["printed"]:
        arguments.insert(0, f'The answer was given as "{row["printed"]}".')
    return FilledRow(
        kind=kind,
        id=row["id"],
        number=legible(row["number"]),
        wording=legible(_wording(kind, row, code)),
        meant=Answer.UNANSWERED if meant is Answer.UNCLEAR else meant,
        answer=legible(answer),
        evidence=legible("\n".join(each for each in evidence if each)),
        arguments=legible("\n".join(each for each in arguments if each)),
    )


def _lines(part: Mapping[str, Any]) -> list[str]:
    """The text of a cell, and where its links lead if that is not said in it."""
    return [part["text"], *(link for link in dict.fromkeys(part["links"]) if link not in part["text"])]


def _reads_as(printed: str, meant: Answer) -> bool:
    """Whether an answer so printed is understood in front of a text as well as in a column of its own."""
    found = opening(f"{printed}.\nx")
    return found is not None and found.answer is meant and found.rest == "x" and " ".join(printed.split()) == printed


def _wording(kind: RowKind, row: Mapping[str, Any], code: Catalogue) -> str:
    if kind is RowKind.CLAIM:
        return code.claim(row["id"]).title
    return code.principle(row["id"]).title if kind is RowKind.PRINCIPLE else str(row["wording"])


def _notes(found: Mapping[str, Any]) -> Iterator[str]:
    """What stands outside the rows under our own heading."""
    texts = [legible(each["text"]) for each in found["other"]]
    if NOTE_HEADING in texts:
        yield from (each for each in texts[texts.index(NOTE_HEADING) + 1 :] if each != ANNEX_HEADING)
