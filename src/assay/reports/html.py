"""The answer as one HTML file: no script, nothing loaded from elsewhere, readable on paper and with a screen reader."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import jinja2

from assay.domain.catalogue import Catalogue
from assay.reports.columns import printable
from assay.reports.declared import declared, heading
from assay.reports.text import SIGNS

SLUGS = {word: word.replace(" ", "-") for word in SIGNS}


def render(found: Mapping[str, Any], code: Catalogue) -> str:
    """The whole page; every text from a repository is escaped."""
    places = _places(found)
    return _template().render(
        found=found,
        code=code,
        signs=SIGNS,
        slugs=SLUGS,
        claims={claim["id"]: claim for claim in found["claims"]},
        principles={each["id"]: each for each in found["principles"]},
        observations=_observations(found),
        places=places,
        place_numbers={path: number for number, (path, _) in enumerate(places, 1)},
        heading=heading(found),
        declared=list(declared(found)),
    )


def _observations(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each observation once, numbered, with the claims and facets it touches on either side."""
    seen: dict[tuple[str, ...], dict[str, Any]] = {}
    for claim in found["claims"]:
        for side in ("for", "against"):
            for each in claim[side]:
                key = (each["check"], each["outcome"], each["object"], each["says"], str(each["locations"]))
                entry = seen.setdefault(key, {**each, "side": side, "touches": []})
                entry["touches"] += [(facet, each["strength"]) for facet in each["facets"]]
    ordered = sorted(
        seen.values(),
        key=lambda each: (
            each["side"] == "for",
            each["check"],
            each["object"],
            each["says"],
            str(each["locations"]),
        ),
    )
    for number, each in enumerate(ordered, 1):
        each["number"] = number
        each["touches"] = sorted(set(each["touches"]))
        each["facet_ids"] = {facet for facet, _ in each["touches"]}
    return ordered


def _places(found: Mapping[str, Any]) -> list[tuple[str, list[tuple[int | None, list[int]]]]]:
    """Path → lines → numbers of the observations there."""
    by_path: dict[str, dict[int, list[int]]] = {}
    for each in _observations(found):
        for place in each["locations"]:
            path = place["path"] or f"commit {place.get('commit', '')[:12]}"
            numbers = by_path.setdefault(path, {}).setdefault(place["line"] or 0, [])
            if each["number"] not in numbers:
                numbers.append(each["number"])
    return [
        (path, [(line or None, numbers) for line, numbers in sorted(lines.items())])
        for path, lines in sorted(by_path.items())
    ]


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("assay.reports"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["printable"] = printable
    environment.filters["anchor"] = lambda text: "".join(c if c.isalnum() else "-" for c in printable(text))
    return environment.get_template("assessment.html")
