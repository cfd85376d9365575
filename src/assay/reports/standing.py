"""Where a product stands on one claim: the part of an assessment that ``assay explain`` shows beside the claim."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assay.domain.catalogue import Claim
from assay.reports.columns import wrapped


def render(found: Mapping[str, Any], claim: Claim) -> list[str]:
    """Verdict, facets, what speaks for and against with places, what could not be seen, and the next step, in lines."""
    judged = next(each for each in found["claims"] if each["id"] == claim.id)
    subject = found["subject"]
    commit = subject["commit"][:12] or "no commit"
    lines = wrapped(f"Where {subject['path']} stands, at {commit} ({subject['ref']}), as of {found['as_of']}")
    sure = f", {judged['confidence']} confidence" if judged["confidence"] else ""
    lines += wrapped(f"{judged['verdict']}{sure}{': ' if judged['reason'] else ''}{judged['reason']}", "  ")
    if judged["conflict"]:
        lines += wrapped("One check speaks for and another against the same facet: a person should look.", "  ")
    for facet in judged["facets"]:
        lines += _facet(facet)
    lines += _list("Speaks for it", [_seen(each) for each in judged["for"]], "nothing")
    lines += _list("Speaks against it", [_seen(each) for each in judged["against"]], "nothing")
    unread = [f"{each['fact']}: {each['reason']}. To show it: {each['would_show']}" for each in judged["unread"]]
    lines += _list("Could not be seen", unread, "nothing")
    lines += ["", "  Cheapest next step"]
    step = judged["next"]
    return [*lines, *wrapped(f"{step['says']} ({', '.join(step['facets'])})" if step else "none needed", "    ")]


def _facet(facet: Mapping[str, Any]) -> Iterator[str]:
    looked = "; ".join(f"{each['check']} {each['outcome']}" for each in facet["looked"])
    yield from wrapped(f"{facet['state']}. Looked: {looked or 'no check of this version'}", " " * 10, f"  {facet['id']:<8}")  # fmt: skip
    for more in (facet["reason"], facet["statement"] and f"Stated by {facet['statement']}"):
        if more:
            yield from wrapped(more, " " * 10)


def _seen(each: Mapping[str, Any]) -> str:
    """One observation: how strong, by which check, what it says and where; for counter-evidence with the fix."""
    places = ", ".join(
        (place["path"] or place.get("commit", "")[:12]) + (f":{place['line']}" if place["line"] else "")
        for place in each["locations"]
    )
    share = f" ({each['share'][0]} of {each['share'][1]} good)" if each["share"] else ""
    fix = f". Fix: {each['fix']}" if each["fix"] else ""
    return f"{each['strength']}, {each['check']}: {each['says']}{share}{f' [{places}]' if places else ''}{fix}"


def _list(title: str, entries: Sequence[str], otherwise: str) -> Iterator[str]:
    yield from ("", f"  {title}")
    for entry in entries:
        yield from wrapped(entry, "      ", "    - ")
    if not entries:
        yield f"    {otherwise}"
