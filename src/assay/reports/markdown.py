"""The answer as Markdown, short enough for a pull request."""

import re
from collections.abc import Mapping
from typing import Any

from assay.domain.catalogue import Catalogue
from assay.reports.columns import printable
from assay.reports.declared import declared, heading
from assay.reports.quoting import inline
from assay.reports.text import SIGNS

MOST_FINDINGS = 20
MOST_DECLARED = 20
LONGEST = 600
"""Characters one text from the repository may take, quoting included: the whole stays below what a comment on a pull request may hold."""


def render(found: Mapping[str, Any], code: Catalogue) -> str:
    """A heading, a table by principle, what speaks against, and the next steps."""
    subject = found["subject"]
    lines = [
        "## Software Security Code of Practice: what this repository shows",
        "",
        f"{_code(subject['path'])} at `{subject['commit'][:12] or 'no commit'}` as of {found['as_of']}, "
        f"role {found['profile']['role']}, profile {_cell(found['profile']['source'])}. "
        + " · ".join(f"{count} {word}" for word, count in found["counts"].items() if count),
        "",
        "| Principle | Verdict | Claims |",
        "|---|---|---|",
    ]
    verdicts = {claim["id"]: claim["verdict"] for claim in found["claims"]}
    for principle in found["principles"]:
        title = code.principle(principle["id"]).title
        claims = ", ".join(
            f"{claim.id} {SIGNS[verdicts[claim.id]]}" for claim in code.claims_of(principle["id"]) if claim.counted
        )
        lines.append(f"| {principle['id']} {_cell(title)} | {principle['verdict']} | {claims} |")
    lines += ["", "Signs: " + ", ".join(f"{sign} {word}" for word, sign in SIGNS.items()), ""]
    lines += _against(found)
    if said := [f"- {_cell(each)}" for each in declared(found)]:
        more = [f"- … and {len(said) - MOST_DECLARED} more"] if len(said) > MOST_DECLARED else []
        lines += [f"### {_cell(heading(found))}", "", *said[:MOST_DECLARED], *more, ""]
    lines += ["### Next steps", ""]
    lines += [
        f"{number}. {_cell(step['says'])} ({', '.join(step['facets'])})"
        for number, step in enumerate(found["next_steps"], 1)
    ]
    return "\n".join(lines) + "\n"


def _against(found: Mapping[str, Any]) -> list[str]:
    rows: dict[tuple[str, str, str], tuple[Mapping[str, Any], list[str]]] = {}
    for claim in found["claims"]:
        for each in claim["against"]:
            rows.setdefault((each["check"], each["object"], each["says"]), (each, []))[1].append(claim["id"])
    if not rows:
        return ["Nothing was found that speaks against a claim.", ""]
    order = {"strong": 0, "medium": 1, "weak": 2}
    ranked = sorted(rows.values(), key=lambda row: (order[row[0]["strength"]], row[0]["check"], row[0]["object"]))
    lines = ["### What speaks against", ""]
    for each, claims in ranked[:MOST_FINDINGS]:
        places = [f"{place['path']}:{place['line'] or ''}".rstrip(":") for place in each["locations"] if place["path"]]
        where = f" ({_code(places[0])})" if places else ""
        lines.append(f"- **{each['strength']}** {', '.join(claims)}: {_cell(each['says'])}{where}")
    if len(ranked) > MOST_FINDINGS:
        lines.append(f"- … and {len(ranked) - MOST_FINDINGS} more")
    return [*lines, ""]


def _cell(text: str) -> str:
    """Text from a repository that cannot break out of its place in Markdown or HTML, call anybody or become a link."""
    quoted = inline(text)
    while len(quoted) > LONGEST:
        text = text[: min(len(text) - 1, len(text) * LONGEST // len(quoted))]
        quoted = inline(text) + "…"
    return quoted


def _code(text: str) -> str:
    """The same as code: shown letter by letter, whatever it holds."""
    safe = " ".join(printable(text).split())
    if not safe or len(safe) > LONGEST or re.search("[`<|]", safe):
        return f"<code>{_cell(text)}</code>"
    return f"`{safe}`"
