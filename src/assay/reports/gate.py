"""What a gate found, for the log of a pipeline: one line for each reason, one line when all is well."""

from collections.abc import Mapping, Sequence
from typing import Any

from assay.reports.columns import printable

TITLES = {
    "changed": "",
    "not readable": "could no longer look: ",
    "weaker": "weaker, same verdict: ",
    "set aside": "",
    "aged": "by age alone: ",
}


def render(found: Mapping[str, Any]) -> str:
    """The document of ``assay gate``, a reason a line; what does not stop the gate is marked as a note."""
    baseline = found["baseline"]
    against = f"the baseline of {baseline['as_of']} ({baseline['commit'][:12] or 'no commit'})"
    lines = [_line(each, "") for each in found["worse"]]
    if found["strict"]:
        lines += [_line(each, "") for each in found["unsure"]]
    else:
        lines += _noted(found["unsure"])
    lines += _noted(found["aged"])
    lines += [f"note: {printable(each)}" for each in found["notes"]]
    if found["passed"]:
        lines.append(f"No claim got worse than in {against}.")
    elif found["worse"]:
        count = len({each["claim"] for each in found["worse"]})
        lines.append(f"{count} claim{' is' if count == 1 else 's are'} worse than in {against}.")
    else:
        lines.append(f"No claim is known to be worse than in {against}, but not all of it could be seen (--strict).")
    return "\n".join(lines) + "\n"


def _noted(reasons: Sequence[Mapping[str, Any]]) -> list[str]:
    """A line for each claim: its first reason, and how many there are besides."""
    by_claim: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for each in reasons:
        by_claim.setdefault((each["claim"], each["kind"]), []).append(each)
    return [
        _line(first, "note: ") + (f" (and {len(rest)} more, see --format json)" if rest else "")
        for first, *rest in by_claim.values()
    ]


def _line(reason: Mapping[str, Any], mark: str) -> str:
    verdict = reason["to"] if reason["from"] == reason["to"] else f"{reason['from']} -> {reason['to']}"
    place = f"{reason['place']}: " if reason["place"] else ""
    text = f"{mark}{place}{reason['claim']} {verdict}: {TITLES[reason['kind']]}{reason['cause']}: {reason['says']}"
    return " ".join(printable(" ".join(text.split())).split())
