"""An assessment as the published JSON document (schema ``assessment``): what every report and comparison reads."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from assay.assess.run import Assessment
from assay.domain.assessment import ClaimResult, FacetResult, Step
from assay.domain.evidence import Direction, Observation, Unread
from assay.facts.profile import Profile

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
        "profile": _profile(assessment.profile),
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
    """Each check that looked, with how often it said what: nothing that ran stays unmentioned."""
    found: dict[str, dict[str, int]] = {}
    for each in observations:
        counts = found.setdefault(each.check, {})
        counts[each.outcome.value] = counts.get(each.outcome.value, 0) + 1
    return [{"id": check, "outcomes": dict(sorted(counts.items()))} for check, counts in sorted(found.items())]


def _unread(each: Unread) -> dict[str, str]:
    return {"fact": each.source, "reason": each.reason, "would_show": each.would_show}


def _step(step: Step) -> dict[str, Any]:
    return {"claim": step.claim, "facets": list(step.facets), "says": step.says, "because": step.because}


def _profile(profile: Profile) -> dict[str, Any]:
    return {
        "source": profile.source,
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
                "class": each.statement_class.value,
                "person": each.person,
                "role": each.role,
                "stated_on": each.stated_on.isoformat(),
                "says": each.says,
            }
            for each in profile.statements
        ],
        "not_applicable": [
            {"claim": each.claim, "reason": each.reason, "person": each.person} for each in profile.not_applicable
        ],
        "accepted_risks": [
            {
                "check": each.check,
                "object": each.subject_object,
                "owner": each.owner,
                "reason": each.reason,
                "expires_on": each.expires_on.isoformat(),
            }
            for each in profile.accepted_risks
        ],
    }
