"""The pages on checks: a list of all, and one page per family with what each check says of itself."""

import importlib
import re
from collections.abc import Iterator

from assay.assess.discovery import Check
from assay.checks.contract import ANY
from assay.domain.catalogue import Catalogue
from assay.testing.reference.words import cell, prose, to_checks, to_source

ANY_FACET = "whichever facet a finding names"


def overview(everything: tuple[Check, ...]) -> str:
    """Every check with the statement that is true when it is good, and the facets it looks at."""
    lines = ["# Checks", "", f"{len(everything)} checks. The title says what is true when the outcome is good."]
    for family in sorted({check.family for check in everything}):
        lines += ["", f"## {family}", "", "| Check | True when good | Looks at |", "|---|---|---|"]
        for check in (each for each in everything if each.family == family):
            facets = dict.fromkeys([*check.supports, *check.counters])
            looks = ", ".join(ANY_FACET if each == ANY else each for each in facets) or "no single facet"
            lines.append(f"| {to_checks([check], 'checks/')} | {cell(check.title)} | {looks} |")
    return "\n".join(lines) + "\n"


def family_page(family: str, everything: tuple[Check, ...], code: Catalogue) -> str:
    """Every check of one family in full."""
    members = [check for check in everything if check.family == family]
    package = importlib.import_module(members[0].module.rpartition(".")[0])
    lines = [f"# Checks: {family}", "", prose(package.__doc__ or "")]
    for check in members:
        lines += ["", f"## {check.id}", "", f"**{prose(check.title)}.** [Source]({to_source(check.module, '../')})"]
        for paragraph in check.explanation.split("\n\n"):
            lines += ["", re.sub(r"^([A-Z][a-z ]+:)", r"*\1*", prose(paragraph))]
        lines += _effects(check, code)
        facts = ", ".join(f"[{each.__name__}](../facts.md#{each.__name__.lower()})" for each in check.needs)
        lines += ["", f"*Why no stronger:* {prose(check.because)}. *Stale* after {check.stale_after_days} days."]
        lines += ["", f"*Fix:* {prose(check.fix)}", "", f"*Facts:* {facts}", "", "Examples, run as tests:", ""]
        for example in check.examples:
            trap = f" (false positive: {prose(example.false_positive)})" if example.false_positive else ""
            lines.append(f"- {example.expect.value}: {prose(example.name)}{trap}")
    return "\n".join(lines) + "\n"


def _effects(check: Check, code: Catalogue) -> Iterator[str]:
    if check.supports or check.counters:
        yield from ("", "| Effect | Facet | At most |", "|---|---|---|")
    for effect, facets in (("supports", check.supports), ("counters", check.counters)):
        for facet, strength in facets.items():
            says = ANY_FACET if facet == ANY else f"{facet} {cell(code.facet(facet).says)}"
            yield f"| {effect} | {says} | {strength.word} |"
