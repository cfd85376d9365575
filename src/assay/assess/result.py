"""An assessment as the published JSON document (schema ``assessment``): what every report and comparison reads."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from assay.assess.assessed import Assessment
from assay.domain.assessment import ClaimResult, FacetResult, Step
from assay.domain.evidence import AcceptedRisk, Direction, FalsePositive, Observation, Outcome, Unread
from assay.domain.exceptions import accepts, mark_lapsed, marks, risk_lapsed, still_same

SCHEMA = "assay-assessment/1"

Document = Mapping[str, Any]


def document(assessment: Assessment) -> dict[str, Any]:
    """The whole answer as plain data; ``digest`` is SHA-256 over its canonical bytes without itself."""
    subject, judgement = assessment.subject, assessment.judgement
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "tool": assessment.tool,
        "rules": {"version": assessment.tool.split()[-1], "digest": assessment.rules_digest},
        "as_of": subject.as_of.isoformat(),
        "subject": {
            "path": subject.path.rstrip("/").rpartition("/")[2] or subject.path,
            "commit": subject.commit,
            "committed_on": subject.committed_on.isoformat() if subject.committed_on else None,
            "ref": subject.ref,
            "dirty": subject.dirty,
            "bare": subject.bare,
            "shallow": subject.shallow,
        },
        "profile": _profile(assessment),
        "evidence": [
            {
                "name": each.name,
                "kind": each.kind,
                "sha256": each.sha256,
                "taken_on": each.taken_on.isoformat(),
                "commit": each.commit,
                "release": each.release,
            }
            for each in assessment.evidence
        ],
        "claims": [_claim(claim) for claim in judgement.claims],
        "principles": [
            {
                "id": each.id,
                "verdict": each.verdict.value,
                "counts": {verdict.value: count for verdict, count in each.counts},
                "risk": each.risk,
            }
            for each in judgement.principles
        ],
        "counts": judgement.counts(),
        "next_steps": [_step(step) for step in judgement.next_steps],
        "unread": [_unread(each) for each in assessment.unread],
        "checks": _checks(assessment.observations),
    }
    found["digest"] = digest(found)
    return found


def digest(found: Document) -> str:
    """SHA-256 of the canonical bytes of a document, its own ``digest`` left out."""
    return hashlib.sha256(canonical({key: value for key, value in found.items() if key != "digest"})).hexdigest()


def canonical(found: Document) -> bytes:
    """The same bytes for the same content: sorted keys, no spaces, UTF-8 with lone surrogates escaped."""
    return json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def _claim(claim: ClaimResult) -> dict[str, Any]:
    return {
        "id": claim.id,
        "principle": claim.principle,
        "verdict": claim.verdict.value,
        "confidence": claim.confidence.value if claim.confidence else None,
        "facets": [_facet(facet) for facet in claim.facets],
        "for": [_observation(each, claim.id, Direction.SUPPORTS) for each in claim.supporting],
        "against": [_observation(each, claim.id, Direction.COUNTERS) for each in claim.opposing],
        "unread": [_unread(each) for each in claim.unread],
        "ask": claim.ask,
        "next": _step(claim.next_step) if claim.next_step else None,
        "conflict": claim.conflict,
        "reason": claim.reason,
    }


def _facet(facet: FacetResult) -> dict[str, Any]:
    return {
        "id": facet.id,
        "state": facet.state.value,
        "mandatory": facet.mandatory,
        "decisive": facet.decisive,
        "support": facet.support.word if facet.support else None,
        "counter": facet.counter.word if facet.counter else None,
        "looked": [{"check": check, "outcome": outcome} for check, outcome in facet.looked],
        "statement": facet.statement,
        "reason": facet.reason,
    }


def _observation(seen: Observation, claim_id: str, direction: Direction) -> dict[str, Any]:
    effects = [each for each in seen.effects if each.facet.startswith(f"{claim_id}/") and each.direction is direction]
    stale_after = seen.stale_after_days
    return {
        "check": seen.check,
        "outcome": seen.outcome.value,
        "strength": max(effect.strength for effect in effects).word,
        "facets": [effect.facet for effect in effects],
        "object": seen.subject_object,
        "locations": [
            {"path": place.path, "line": place.line, **({"commit": place.commit} if place.commit else {})}
            for place in seen.locations
        ],
        "says": seen.says,
        "because": seen.strength_reason,
        "share": list(seen.share) if seen.share else None,
        "observed_at": seen.observed_at.isoformat() if seen.observed_at else None,
        "stale_after": stale_after,
        "fix": seen.fix,
    }


def _checks(observations: tuple[Observation, ...]) -> list[dict[str, Any]]:
    """Each check that looked, with how often it said what; ``says`` holds what it found wrong that touches no facet."""
    found: dict[str, dict[str, int]] = {}
    apart: dict[str, list[str]] = {}
    for each in observations:
        counts = found.setdefault(each.check, {})
        counts[each.outcome.value] = counts.get(each.outcome.value, 0) + 1
        if each.outcome is Outcome.BAD and not each.effects:
            apart.setdefault(each.check, []).append(each.says)
    return [
        {"id": check, "outcomes": dict(sorted(counts.items())), "says": sorted(set(apart.get(check, ())))}
        for check, counts in sorted(found.items())
    ]


def _unread(each: Unread) -> dict[str, str]:
    return {"fact": each.source, "reason": each.reason, "would_show": each.would_show}


def _step(step: Step) -> dict[str, Any]:
    return {"claim": step.claim, "facets": list(step.facets), "says": step.says, "because": step.because}


def _profile(assessment: Assessment) -> dict[str, Any]:
    """What was declared, each exception with what became of it: what has no effect is said, never dropped."""
    profile = assessment.profile
    return {
        "source": profile.source,
        "by": "assessor" if profile.by_assessor else "nobody" if profile.source == "assumed" else "owner",
        "organisation": profile.organisation,
        "senior_responsible_owner": profile.senior_responsible_owner,
        "product": profile.product,
        "role": profile.role,
        "delivery": list(profile.delivery),
        "repositories": list(profile.repositories),
        "links": dict(sorted(profile.links.items())),
        "assumed": list(profile.assumed),
        "statements": [
            {
                "facet": each.facet,
                "class": each.statement_class.value if each.statement_class else "none",
                "because": each.because,
                "person": each.person,
                "role": each.role,
                "stated_on": each.stated_on.isoformat(),
                "says": each.says,
                "document": each.document,
                "sha256": each.sha256,
                "quote": each.quote,
            }
            for each in profile.statements
        ],
        "not_applicable": [
            {
                "claim": each.claim,
                "reason": each.reason,
                "person": each.person,
                "state": "set aside"
                if each.claim in assessment.set_aside
                else "no effect: not allowed or contradicted",
            }
            for each in profile.not_applicable
        ],
        "accepted_risks": [
            {
                "check": each.check,
                "object": each.subject_object,
                "owner": each.owner,
                "reason": each.reason,
                "accepted": each.accepted_on.isoformat(),
                "expires": each.expires_on.isoformat(),
                "state": _risk_state(each, assessment),
            }
            for each in profile.accepted_risks
        ],
        "false_positives": [
            {
                "check": each.check,
                "object": each.subject_object,
                "digest": each.digest,
                "person": each.person,
                "reason": each.reason,
                "marked_on": each.marked_on.isoformat(),
                "state": _mark_state(each, assessment),
                "says": sorted({seen.says for seen in _found_bad(assessment) if marks(each, seen)}),
            }
            for each in profile.false_positives
        ],
    }


def _risk_state(risk: AcceptedRisk, assessment: Assessment) -> str:
    if why := risk_lapsed(risk, assessment.subject.as_of):
        return f"no effect: {why}"
    if not any(accepts(risk, seen) for seen in _found_bad(assessment)):
        return "no effect: nothing of that kind was found"
    return "accepted: at best partly met"


def _mark_state(mark: FalsePositive, assessment: Assessment) -> str:
    if why := mark_lapsed(mark, assessment.subject.as_of):
        return f"no effect: {why}"
    about = [seen for seen in _found_bad(assessment) if marks(mark, seen)]
    if not about:
        return "no effect: nothing of that kind was found"
    if not any(still_same(mark, seen, assessment.object_ids) for seen in about):
        return "no effect: the file is not the one that was marked"
    if assessment.profile.by_assessor:
        return "set aside by the assessor"
    return "disputed by the owner: it stays, at best partly met; given with --profile the mark sets it aside"


def _found_bad(assessment: Assessment) -> list[Observation]:
    return [seen for seen in assessment.observations if seen.outcome is Outcome.BAD]
