"""The faults of a form, for a terminal and as Markdown."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assay.reports.columns import wrapped
from assay.reports.quoting import inline

Document = Mapping[str, Any]


def product(form: Document) -> str:
    """Which product a form is about, in which version and by whom; empty if it does not say."""
    version = form["version"] if form["version"] not in form["product"] else ""
    named = " ".join(each for each in (form["product"], version) if each)
    return f"{named} by {form['organisation']}" if named and form["organisation"] else named


def text(found: Document) -> str:
    """Lines of at most 80 columns: each kind of fault once, with every place it stands at."""
    lines = _head(found)
    for number, fault in enumerate(found["faults"], 1):
        lines += ["", *wrapped(f"{fault['title']} [{fault['id']}]", "    ", f"{number:>2}. ")]
        lines += wrapped(f"Why it matters: {fault['why']}", "    ")
        for each, likewise in _together(fault["found"]):
            lines += wrapped(f"{each['place']['says']}: {each['says']}", "      ", "    - ")
            lines += wrapped(f'"{each["quote"]}"', "        ") if each["quote"] else []
            lines += wrapped(f"The same for {likewise}", "      ") if likewise else []
        lines += wrapped(f"What to do: {fault['remedy']}", "    ")
    return "\n".join(lines) + "\n"


def markdown(found: Document) -> str:
    """The same as Markdown, in which nothing from the form can become markup."""
    first, *rest = _head(found)
    lines = [f"## {inline(first)}", "", inline(" ".join(rest))]
    for fault in found["faults"]:
        lines += ["", f"### {fault['title']} (`{fault['id']}`)", "", fault["why"], ""]
        for each, likewise in _together(fault["found"]):
            quote = f' ("{inline(each["quote"])}")' if each["quote"] else ""
            more = f". The same for {inline(likewise)}" if likewise else ""
            lines.append(f"- {each['place']['says']}: {inline(each['says'])}{quote}{more}")
        lines += ["", f"**What to do:** {fault['remedy']}"]
    return "\n".join(lines) + "\n"


def _together(found: Sequence[Document]) -> list[tuple[Document, str]]:
    """Faults that differ by nothing but their claim under the first of them, the others named with their places."""
    groups: dict[tuple[str, str], list[Document]] = {}
    for each in found:
        claim = each["claims"][0] if len(each["claims"]) == 1 else ""
        says = re.sub(rf"\b{re.escape(claim)}\b( \([^)]*\))?", "", each["says"]) if claim else each["says"]
        groups.setdefault((says, each["quote"]), []).append(each)
    return [(first, ", ".join(_likewise(each) for each in others)) for first, *others in groups.values()]


def _likewise(each: Document) -> str:
    named = ", ".join(each["claims"]) or "another"
    place = each["place"]
    return f"{named} ({place['says']})" if place["row"] or place["line"] else named


def _head(found: Document) -> list[str]:
    form = found["form"]
    places = sum(len(fault["found"]) for fault in found["faults"])
    lines = wrapped(f"Faults in the form {form['name']}")
    about = product(form)
    assessed = f", assessed on {form['assessed_on']}" if form["assessed_on"] else ""
    lines += wrapped(f"{about or 'No product named'}{assessed}. {form['claims']} of 45 claims have a row.")
    if not places:
        return [
            *lines,
            *wrapped("No fault was found by reading it. Whether its answers are true, assay challenge asks."),
        ]
    kinds = len(found["faults"])
    return [
        *lines,
        *wrapped(f"{places} {'fault' if places == 1 else 'faults'} of {kinds} {'kind' if kinds == 1 else 'kinds'}."),
    ]
