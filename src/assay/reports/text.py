"""The answer for a terminal: 80 columns, no colour needed to understand it."""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assay.domain.catalogue import Catalogue
from assay.reports.columns import WIDTH, wrapped
from assay.reports.declared import declared, heading

SIGNS = {"met": "+", "partly met": "~", "not met": "x", "no evidence": "?", "not applicable": "-"}
COLOURS = {
    "met": "green",
    "partly met": "yellow",
    "not met": "red",
    "no evidence": "blue",
    "not applicable": "white",
}
MOST_GROUPS = 8
MOST_OF_A_GROUP = 2
MOST_UNREAD = 6
LONGEST_DECLARED = 260
MOST_DECLARED = 12
FACET_REMEDIES = {
    "only a person or a record of the duty can show it": "State it in assay.toml; assay explain {claim} says what to ask.",
    "a named person must confirm what the machine saw": "State it in assay.toml, as for {claim}.",
    "no check of this version looks at it": "assay explain {claim} says what would show it.",
    "what was seen is not strong enough": "assay explain {claim} says what would show more.",
    "every check for it was silent": "assay explain {claim} says what would show it.",
}
"""What helps where a facet itself is open, by the reason the judgement gives."""
TOO_WEAK, SILENT = list(FACET_REMEDIES)[-2:]

Style = Callable[[str, str], str]


def plain(text: str, _colour: str) -> str:
    """Leaves the text as it is."""
    return text


def render(found: Mapping[str, Any], code: Catalogue, style: Style = plain) -> str:
    """The whole report as lines of at most 80 columns."""
    lines = [
        *_head(found),
        "",
        *_themes(found, code, style),
        *_worst(found, style),
        *_declared(found),
        *_unseen(found),
        *_next(found),
    ]
    return "\n".join(lines) + "\n"


def _head(found: Mapping[str, Any]) -> list[str]:
    subject, profile = found["subject"], found["profile"]
    commit = subject["commit"][:12] or "no commit"
    lines = wrapped(f"{subject['path']} at {commit} ({subject['ref']}), as of {found['as_of']}")
    delivery = ", ".join(profile["delivery"])
    origin = "assumed: no assay.toml" if profile["source"] == "assumed" else f"from {profile['source']}"
    lines += wrapped(f"Role {profile['role']}, delivered as {delivery} ({origin}).")
    if subject["dirty"]:
        lines += wrapped("The work tree holds uncommitted changes; only the commit was looked at.")
    if subject["shallow"]:
        lines += wrapped("The clone is shallow: what needs history is unknown.")
    return lines


def _themes(found: Mapping[str, Any], code: Catalogue, style: Style) -> list[str]:
    principles = {each["id"]: each for each in found["principles"]}
    verdicts = {each["id"]: each["verdict"] for each in found["claims"]}
    lines = []
    for theme in code.themes:
        lines.append(f"Theme {theme.id}  {theme.title}"[:WIDTH])
        for principle in code.principles_of(theme.id):
            each = principles[principle.id]
            claims = "".join(
                style(SIGNS[verdicts[claim.id]], COLOURS[verdicts[claim.id]])
                for claim in code.claims_of(principle.id)
                if claim.counted
            )
            width = sum(claim.counted for claim in code.claims_of(principle.id))
            verdict = each["verdict"]
            counts = " · ".join(f"{count} {word}" for word, count in each["counts"].items())
            title = textwrap.shorten(principle.title, 40, placeholder=" …")
            lines.append(
                f"  {principle.id}  {title:<40} {claims}{' ' * (7 - width)} {style(verdict, COLOURS[verdict])}"
            )
            if len(each["counts"]) > 1:
                lines.append(f"       {counts}")
    total = found["counts"]
    counted = " · ".join(f"{count} {SIGNS[word]} {word}" for word, count in total.items() if count)
    return [*lines, "", *wrapped(f"45 claims: {counted}", "  "), ""]


def _worst(found: Mapping[str, Any], style: Style) -> list[str]:
    """Counter-evidence, strongest first, what one check found under one head with every claim it speaks against."""
    order = {"strong": 0, "medium": 1, "weak": 2}
    groups: dict[str, dict[str, dict[str, Any]]] = {}
    for claim in found["claims"]:
        for against in claim["against"]:
            same = groups.setdefault(against["check"], {})
            entry = same.setdefault(f"{against['object']}\0{against['says']}", {**against, "claims": []})
            entry["claims"].append(claim["id"])
            entry["strength"] = min(entry["strength"], against["strength"], key=order.__getitem__)
    if not groups:
        return ["Nothing was found that speaks against a claim.", ""]
    by_check = {
        check: sorted(same.values(), key=lambda each: order[each["strength"]]) for check, same in groups.items()
    }
    ranked = sorted(
        by_check.items(), key=lambda each: (order[each[1][0]["strength"]], -_claims_touched(each[1]), each[0])
    )
    several = sum(len(findings) for findings in by_check.values())
    lines = [f"What speaks against ({_count(several, 'finding')}), worst first"]
    for check, findings in ranked[:MOST_GROUPS]:
        lines += _group(check, findings, style)
    if len(ranked) > MOST_GROUPS:
        rest = sum(len(findings) for _, findings in ranked[MOST_GROUPS:])
        lines.append(f"  … and {rest} more: --format html or json lists all.")
    return [*lines, ""]


def _claims_touched(findings: Sequence[Mapping[str, Any]]) -> int:
    return len({claim for each in findings for claim in each["claims"]})


def _group(check: str, findings: Sequence[Mapping[str, Any]], style: Style) -> list[str]:
    claims = list(dict.fromkeys(claim for each in findings for claim in each["claims"]))
    strength = findings[0]["strength"]
    lines = wrapped(f"{strength} · {', '.join(claims)} · {check}", "      ", "  ")
    # Coloured once wrapped: the codes of a colour take no column.
    lines[0] = lines[0].replace(strength, style(strength, "red" if strength == "strong" else "yellow"), 1)
    for each in findings[:MOST_OF_A_GROUP]:
        lines += wrapped(f"{each['says']}{_places(each['locations'])}", "      ")
    if len(findings) > MOST_OF_A_GROUP:
        lines.append(f"      … and {len(findings) - MOST_OF_A_GROUP} more like it")
    return lines


def _places(locations: Sequence[Mapping[str, Any]]) -> str:
    named = [
        f"{place['path'] or (place.get('commit') or '')[:12]}{':' + str(place['line']) if place['line'] else ''}"
        for place in locations
    ]
    return f" [{named[0]}{f' and {len(named) - 1} more' if len(named) > 1 else ''}]" if named else ""


def _unseen(found: Mapping[str, Any]) -> list[str]:
    """What stood in the way of looking, by how many claims it keeps open; then what no machine of this version sees."""
    keeps_open: dict[tuple[str, str, str], set[str]] = {
        (each["fact"], each["reason"], each["would_show"]): set() for each in found["unread"]
    }
    facets: dict[str, list[str]] = {reason: [] for reason in FACET_REMEDIES}
    for claim in found["claims"]:
        outcomes = {facet["id"]: {each["outcome"] for each in facet["looked"]} for facet in claim["facets"]}
        for each in claim["unread"]:
            if each["fact"].startswith("facet "):
                if reason := _why_open(each["reason"], outcomes[each["fact"].removeprefix("facet ")]):
                    facets.setdefault(reason, []).append(claim["id"])
            else:
                keeps_open.setdefault((each["fact"], each["reason"], each["would_show"]), set()).add(claim["id"])
    lines = ["What could not be seen, and what would show it"]
    ranked = sorted(keeps_open.items(), key=lambda each: (-len(each[1]), each[0]))
    for (fact, reason, would_show), claims in ranked[:MOST_UNREAD]:
        touched = f"{', '.join(sorted(claims))} · " if claims else ""
        lines += wrapped(f"{touched}{fact}: {reason}. To show it: {would_show}.", "    ", "  - ")
    if len(ranked) > MOST_UNREAD:
        lines.append(f"  … and {len(ranked) - MOST_UNREAD} more: --format html or json lists all.")
    total = sum(len(claim["facets"]) for claim in found["claims"])
    for reason, claims_open in facets.items():
        if claims_open:
            remedy = FACET_REMEDIES.get(reason, FACET_REMEDIES[SILENT]).format(claim=claims_open[0])
            lines += wrapped(f"{len(claims_open)} of {total} facets: {reason}. {remedy}", "    ", "  - ")
    return [*lines, ""]


def _why_open(reason: str, outcomes: set[str]) -> str:
    """Why a facet is open: too weak only where something was seen, nothing where the list above says what was not read."""
    if reason != TOO_WEAK or outcomes & {"good", "bad"}:
        return reason
    return "" if "unknown" in outcomes else SILENT


def _declared(found: Mapping[str, Any]) -> list[str]:
    said = list(declared(found))
    if not said:
        return []
    lines = wrapped(heading(found))
    for each in said[:MOST_DECLARED]:
        lines += wrapped(
            textwrap.shorten(each, LONGEST_DECLARED, placeholder=" … (--format html: all)"), "    ", "  - "
        )
    if len(said) > MOST_DECLARED:
        lines.append(f"  … and {len(said) - MOST_DECLARED} more: --format html or json lists all.")
    return [*lines, ""]


def _next(found: Mapping[str, Any]) -> list[str]:
    lines = ["What to do next" if found["next_steps"] else "Nothing is left to do next."]
    for number, step in enumerate(found["next_steps"], 1):
        lines += wrapped(f"{step['says']} ({', '.join(step['facets'])})", "     ", f"  {number}. ")
    first = found["next_steps"][0]["claim"] if found["next_steps"] else "1.1.1"
    return [*lines, "", f"More: assay explain {first} · assay assess --format html --output report.html"]


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
