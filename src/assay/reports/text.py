"""The answer for a terminal: 80 columns, no colour needed to understand it."""

import textwrap
from collections.abc import Callable, Mapping
from typing import Any

from assay.domain.catalogue import Catalogue

WIDTH = 80
SIGNS = {"met": "+", "partly met": "~", "not met": "x", "no evidence": "?", "not applicable": "-"}
COLOURS = {
    "met": "green",
    "partly met": "yellow",
    "not met": "red",
    "no evidence": "blue",
    "not applicable": "white",
}
MOST_FINDINGS = 8
MOST_UNREAD = 6

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
        *_unseen(found),
        *_next(found),
    ]
    return "\n".join(lines) + "\n"


def _head(found: Mapping[str, Any]) -> list[str]:
    subject, profile = found["subject"], found["profile"]
    commit = subject["commit"][:12] or "no commit"
    lines = [f"{printable(subject['path'])} at {commit} ({printable(subject['ref'])}), as of {found['as_of']}"]
    delivery = ", ".join(profile["delivery"])
    origin = "assumed: no assay.toml" if profile["source"] == "assumed" else f"from {profile['source']}"
    lines += _wrapped(f"Role {profile['role']}, delivered as {delivery} ({origin}).")
    if subject["dirty"]:
        lines += _wrapped("The work tree holds uncommitted changes; only the commit was looked at.")
    if subject["shallow"]:
        lines += _wrapped("The clone is shallow: what needs history is unknown.")
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
    lines += [
        "",
        "45 claims: " + " · ".join(f"{count} {SIGNS[word]} {word}" for word, count in total.items() if count),
        "",
    ]
    return lines


def _worst(found: Mapping[str, Any], style: Style) -> list[str]:
    """Counter-evidence, strongest first, each finding once with every claim it speaks against."""
    order = {"strong": 0, "medium": 1, "weak": 2}
    seen: dict[tuple[str, str, str], dict[str, Any]] = {}
    for claim in found["claims"]:
        for against in claim["against"]:
            key = (against["check"], against["object"], against["says"])
            entry = seen.setdefault(key, {**against, "claims": []})
            entry["claims"].append(claim["id"])
            entry["strength"] = min(entry["strength"], against["strength"], key=order.__getitem__)
    ranked = sorted(
        seen.values(),
        key=lambda each: (order[each["strength"]], -len(each["claims"]), each["check"], each["object"]),
    )
    if not ranked:
        return ["Nothing was found that speaks against a claim.", ""]
    lines = [f"What speaks against ({len(ranked)}), worst first"]
    for each in ranked[:MOST_FINDINGS]:
        lines += _bullet(style(each["strength"], "red" if each["strength"] == "strong" else "yellow"), each)
    if len(ranked) > MOST_FINDINGS:
        lines.append(f"  … and {len(ranked) - MOST_FINDINGS} more: --format html or json lists all.")
    return [*lines, ""]


def _bullet(strength: str, each: Mapping[str, Any]) -> list[str]:
    places = [
        f"{place['path'] or (place.get('commit') or '')[:12]}{':' + str(place['line']) if place['line'] else ''}"
        for place in each["locations"]
    ]
    where = f" [{places[0]}{f' and {len(places) - 1} more' if len(places) > 1 else ''}]" if places else ""
    text = f"{each['says']}{where}"
    head = f"  {strength} · {', '.join(each['claims'])} · {each['check']}"
    return [head, *_wrapped(text, "      ")]


def _unseen(found: Mapping[str, Any]) -> list[str]:
    groups: dict[str, list[str]] = {}
    for claim in found["claims"]:
        for each in claim["unread"]:
            groups.setdefault(each["reason"], []).append(each["fact"].removeprefix("facet "))
    facets = {facet["id"]: facet["state"] for claim in found["claims"] for facet in claim["facets"]}
    people = groups.pop("only a person or a record of the duty can show it", [])
    lines = ["What could not be seen"]
    read_failures = found["unread"][:MOST_UNREAD]
    for each in read_failures:
        lines += _wrapped(f"{each['fact']}: {each['reason']}. Would show it: {each['would_show']}.", "    ", "  - ")
    if len(found["unread"]) > MOST_UNREAD:
        lines.append(f"  … and {len(found['unread']) - MOST_UNREAD} more places.")
    if people:
        lines += _wrapped(
            f"{len(people)} of {len(facets)} facets only a person or a record can show: state them in assay.toml "
            f"(assay explain {people[0].split('/')[0]} says what to ask).",
            "    ",
            "  - ",
        )
    nobody = groups.get("no check of this version looks at it", [])
    if nobody:
        lines += _wrapped(
            f"{len(nobody)} facets no check of this version looks at: {', '.join(nobody)}.", "    ", "  - "
        )
    return [*lines, ""]


def _next(found: Mapping[str, Any]) -> list[str]:
    lines = ["What to do next"]
    for number, step in enumerate(found["next_steps"], 1):
        lines += _wrapped(f"{step['says']} ({', '.join(step['facets'])})", "     ", f"  {number}. ")
    first = found["next_steps"][0]["claim"] if found["next_steps"] else "1.1.1"
    return [*lines, "", f"More: assay explain {first} · assay assess --format html --output report.html"]


def _wrapped(text: str, indent: str = "", first: str | None = None) -> list[str]:
    return textwrap.wrap(
        printable(text), WIDTH, initial_indent=indent if first is None else first, subsequent_indent=indent,
        break_long_words=True, break_on_hyphens=False,
    )  # fmt: skip


def printable(text: str) -> str:
    """Text from a repository made harmless for a terminal: no control characters, no lone surrogates."""
    safe = "".join(character if character.isprintable() else "�" for character in text)
    return safe.encode("utf-8", "replace").decode("utf-8")
