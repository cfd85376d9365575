"""A challenge as plain data, as ``assay challenge --format json`` writes it."""

from collections.abc import Mapping, Sequence
from typing import Any

import assay
from assay.assess.challenge.cited import Cited
from assay.assess.challenge.held import Held
from assay.assess.challenge.outcomes import ChallengeOutcome
from assay.assess.challenge.questions import question, settling
from assay.assess.form_faults.document import about, placed
from assay.facts.forms import CompletedForm, RowKind

SCHEMA = "assay-challenge/1"
UNTIED = (RowKind.UNKNOWN_CLAIM, RowKind.UNKNOWN_PRINCIPLE)


def document(form: CompletedForm, assessment: Mapping[str, Any], held: Sequence[Held]) -> dict[str, Any]:
    """The document of the schema ``challenge``: counts by outcome, and no score."""
    subject = assessment["subject"]
    return {
        "schema": SCHEMA,
        "tool": f"assay {assay.__version__}",
        "rules": assessment["rules"],
        "as_of": assessment["as_of"],
        "form": about(form),
        "subject": {key: subject[key] for key in ("path", "commit", "committed_on", "ref", "dirty", "shallow")},
        "assessment": assessment["digest"],
        "claims": [_claim(each) for each in held],
        "counts": {outcome.value: sum(each.outcome is outcome for each in held) for outcome in ChallengeOutcome},
        "untied": [
            {"number": row.number, "wording": row.wording, "printed": row.printed, "place": placed(row.place)}
            for row in form.rows
            if row.kind in UNTIED
        ],
    }


def _claim(held: Held) -> dict[str, Any]:
    row = held.said.row
    return {
        "id": held.claim.id,
        "principle": held.claim.principle,
        "title": held.claim.title,
        "said": {
            "answer": held.said.meant.value,
            "number": row.number if row and row.kind is RowKind.CLAIM else "",
            "printed": row.printed if row else "",
            "because": held.said.because,
            "text": row.text if row else "",
            "place": placed(row.place) if row else None,
        },
        "outcome": held.outcome.value,
        "because": held.because,
        "for": [_seen(each) for each in held.supporting],
        "against": [_seen(each) for each in held.opposing],
        "cited": [_cited(each) for each in held.cited],
        "question": question(held),
        "settles": list(settling(held)),
    }


def _seen(observation: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: observation[key] for key in ("check", "strength", "object", "locations", "says", "share", "observed_at")
    }


def _cited(found: Cited) -> dict[str, Any]:
    place = {"path": found.place.path, "line": found.place.line} if found.place else None
    return {"target": found.target, "state": found.state.value, "says": found.says, "place": place}
