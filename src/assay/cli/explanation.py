"""The text ``assay explain`` prints. A claim is told from its own files alone: the whole Code would take thrice the time."""

import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import assay
from assay.errors import MalformedInputError, UnknownIdError
from assay.store import code_files

if TYPE_CHECKING:
    from assay.domain.catalogue import Catalogue

WIDTH = 80
CHECKS = Path(assay.__file__).parent / "checks"
KNOWER = {
    "machine": "A machine can settle it.",
    "machine+human": "A machine sees part of it; a named person must confirm.",
    "human": "Only a person, or the record of an act, can show it.",
}


def explanation(name: str, found: Mapping[str, Any] | None = None) -> str:
    """The text for ``name``, with the standing in the assessment ``found``; raises UnknownIdError, MalformedInputError."""
    if code_files.has_claim(name):
        return _claim(name, found)
    if found is not None:
        raise MalformedInputError(
            f"--assessment shows where a product stands on a claim, and {name!r} is none.",
            advice="Name a claim such as 2.2.2; assay catalogue lists them all.",
        )
    from assay.store.code_of_practice import load

    code = load()
    if "/" in name:
        return _facet(code, name)
    if name in {principle.id for principle in code.principles}:
        return _principle(code, name)
    if name in {role.id for role in code.roles}:
        role = code.role(name)
        return _join(
            [
                f"Role: {role.title}",
                "",
                *_wrap(f"Themes: {', '.join(role.themes) or 'none required'}. {role.note}"),
            ]
        )
    return _check(code, name)


def _claim(claim_id: str, found: Mapping[str, Any] | None) -> str:
    claim, how, code = code_files.claim_file(claim_id), code_files.guidance_file(claim_id), code_files.code_file()
    principle = next(each for each in code["principles"] if each["id"] == claim["principle"])
    lines = [
        f"{claim['id']}  {claim['title']}",
        f"Principle {principle['id']}: {principle['title']}",
        "",
        *_wrap(claim["says"]),
        "",
    ]
    if found is not None:
        lines += [*_standing(claim_id, found), ""]
    lines += ["Who can know", *_wrap(f"{KNOWER[claim['who_can_know']]} {claim['ceiling']['reason']}", "  "), ""]
    lines += [
        "If it is not met",
        *_wrap(claim["if_not_met"], "  "),
        "",
        "Whom it concerns",
        *_wrap(claim["applies"], "  "),
        "",
    ]
    lines.append("It divides into")
    for facet in claim["facets"]:
        marks = ", ".join(
            word for word, holds in (("decisive", facet["decisive"]), ("optional", not facet["mandatory"])) if holds
        )
        lines += _wrap(f"{facet['says']}{f' ({marks})' if marks else ''}", "          ", f"  {facet['id']:<8}")
        lines += _wrap(f"Shown by: {facet['shown_by']}", "          ")
    lines += ["", "Checks that look at it", *_wrap(", ".join(_checks_for(claim_id)) or "none yet", "  ")]
    lines += [
        "",
        "What convinces",
        *_wrap(how["counts"], "  "),
        "",
        "What does not",
        *_wrap(how["does_not_count"], "  "),
        "",
    ]
    lines += [
        f"Ask a named person (the answer holds for {claim['answer_valid_days']} days)",
        *_wrap(claim["ask"], "  "),
    ]
    for route in how["routes"]:
        lines += ["", *_wrap(f"Route: {route['title']}")]
        lines += _wrap(f"{route['size']} · {route['platform']} · {route['effort']}", "  ")
        for number, step in enumerate(route["steps"], 1):
            lines += _wrap(step, "     ", f"  {number}. ")
        if route["tools"]:
            tools = "; ".join(f"{tool['name']} ({tool['licence']}) {tool['serves']}" for tool in route["tools"])
            lines += _wrap(f"Tools: {tools}", "  ")
        lines += _wrap(f"Leaves behind: {route['proof']}", "  ")
    lines += ["", "Read deeper"]
    for reading in how["reading"]:
        where = f" <{reading['url']}>" if reading.get("url") else ""
        lines += _wrap(f"{reading['title']}{where}: {reading['why']}", "    ", "  - ")
    titles = {edition["id"]: edition["title"] for edition in code["editions"]}
    numbers = (
        f"{titles.get(edition, edition)}: {number or 'not in it'}" for edition, number in claim["numbers"].items()
    )
    lines += [
        "",
        "Numbers in the editions",
        *_wrap("; ".join(numbers), "  "),
        "",
        "Other frameworks (never an equivalence)",
    ]
    for link in claim.get("links", ()):
        lines += _wrap(f"{link['framework']}: {', '.join(link['ids'])}", "    ", "  - ")
    return _join(lines)


def _standing(claim_id: str, found: Mapping[str, Any]) -> list[str]:
    from assay.reports import standing
    from assay.store.code_of_practice import load

    return standing.render(found, load().claim(claim_id))


def _checks_for(claim_id: str) -> list[str]:
    """Ids of the checks that name the claim or any (``ANY``), read from their source so that no check need be imported."""
    return sorted(
        file.stem.replace("_", "-")
        for file in CHECKS.glob("*/*.py")
        if file.stem != "__init__" and _names(file.read_text("utf-8").partition("EXAMPLES")[0], claim_id)
    )


def _names(declared: str, claim_id: str) -> bool:
    return f'"{claim_id}/' in declared or "ANY: " in declared


def _facet(code: "Catalogue", name: str) -> str:
    facet = code.facet(name)
    looking = _checks_for(facet.claim)
    lines = [
        f"{facet.id}  (claim {facet.claim})",
        "",
        *_wrap(facet.says),
        "",
        *_wrap(KNOWER[facet.who_can_know]),
    ]
    lines += _wrap(f"Needs {facet.needs.word} support. Shown by: {facet.shown_by}")
    lines += ["", *_wrap(f"Checks for its claim: {', '.join(looking) or 'none yet'}")]
    return _join(lines)


def _principle(code: "Catalogue", name: str) -> str:
    principle = code.principle(name)
    lines = [
        f"{principle.id}  {principle.title}",
        "",
        *_wrap(f"Risk while it is not met: {principle.risk}"),
        "",
    ]
    for claim in code.claims_of(name):
        lines += _wrap(f"{claim.title}. {claim.says}", "         ", f"  {claim.id:<7}")
    return _join([*lines, "", f"Next: assay explain {code.claims_of(name)[0].id}"])


def _check(code: "Catalogue", name: str) -> str:
    from assay.assess.discovery import check_ids, load_check
    from assay.checks.contract import ANY

    if name not in check_ids():
        near = _near(code, name)
        raise UnknownIdError(
            f"Nothing is called {name!r}: no claim, principle, facet, role or check.",
            advice=f"Did you mean {', '.join(near)}?"
            if near
            else "assay catalogue lists the claims; assay explain 2.2.2 names the checks for one.",
        )
    check = load_check(name)
    lines = [check.id, *_wrap(check.title + "."), ""]
    for paragraph in check.explanation.split("\n\n"):
        lines += [*_wrap(paragraph), ""]
    for word, effects in (("Supports", check.supports), ("Counters", check.counters)):
        effect = ", ".join(
            f"{'whichever facet a finding names' if facet == ANY else facet} (at most {strength.word})"
            for facet, strength in effects.items()
        )
        lines += _wrap(f"{word}: {effect or 'nothing'}")
    lines += [
        "",
        *_wrap(f"Why no stronger: {check.because}."),
        *_wrap(f"Stale after {check.stale_after_days} days."),
    ]
    lines += _wrap(f"Fix: {check.fix}")
    lines += ["", "Examples"]
    for example in check.examples:
        lines += _wrap(example.name, "             ", f"  {example.expect.value:<11}")
    return _join(lines)


def _near(code: "Catalogue", name: str) -> list[str]:
    """What was most likely meant: numbers from the same principle or theme, else names spelt alike."""
    import difflib

    from assay.assess.discovery import check_ids

    beside = [claim.id for claim in code.claims_of(name[:3])] or [each.id for each in code.principles_of(name[:1])]
    known = [*(role.id for role in code.roles), *sorted(check_ids())]
    return beside or difflib.get_close_matches(name.lower().replace("_", "-").replace(" ", "-"), known, 5)


def _wrap(text: str, indent: str = "", first: str | None = None) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()), WIDTH, initial_indent=indent if first is None else first, subsequent_indent=indent,
        break_on_hyphens=False, break_long_words=False,
    )  # fmt: skip


def _join(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
