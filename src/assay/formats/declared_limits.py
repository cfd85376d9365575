"""The time limits for fixing weaknesses that hold for this product: its own, or usual ones where it declares none."""

from collections.abc import Mapping

from assay.facts.documents import Documents
from assay.facts.profile import Profile
from assay.facts.roots import Roots
from assay.facts.tags import Tags
from assay.formats.product import product
from assay.formats.severity_limits import limits
from assay.formats.statements import has_reader
from assay.formats.support import places

Limits = Mapping[str, float]
"""Severity → days."""

USUAL: Limits = {"critical": 14.0, "high": 30.0, "medium": 90.0, "low": 90.0, "": 90.0}
"""What vulnerabilities in components get where nothing is declared; the empty severity is one nobody rated."""


def declared_limits(documents: Documents, tags: Tags, roots: Roots, profile: Profile) -> Limits:
    """The shortest limit the documents declare for each severity; empty where they declare none."""
    about = product(documents, roots, profile, tags)
    found = [limit for page in places(documents) if has_reader(page) for limit in limits(page, about)]
    return {limit.severity: limit.days for limit in sorted(found, key=lambda limit: -limit.days)}


def for_components(declared: Limits) -> tuple[Limits, str]:
    """The limits to hold vulnerabilities against, and in words where they come from."""
    if not declared:
        return USUAL, "no limits are declared: usual ones"
    longest = max(declared.values())
    return {each: declared.get(each, max(longest, days)) for each, days in USUAL.items()}, "declared"
