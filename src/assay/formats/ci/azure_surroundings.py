"""What a job of Azure Pipelines has around it: its variables, the groups they come from, its machine."""

import re
from typing import Any

from assay.formats.ci.azure_triggers import mappings
from assay.formats.ci.values import mapping, text, texts
from assay.formats.yaml_text import Marked, MarkedList

HOSTED_POOLS = re.compile(r"azure pipelines|hosted.*|server", re.IGNORECASE)
"""Names of pools that the platform runs; ``server`` is where it waits and asks without a machine."""


def variables(given: Any) -> dict[str, str]:
    """Variables with a value in the definition."""
    if isinstance(given, MarkedList):
        return {text(each.get("name")): text(each.get("value")) for each in mappings(given) if "name" in each}
    return texts(given)


def groups_of(body: Marked) -> frozenset[str]:
    """The variable groups that reach what stands in ``body``: settings elsewhere, most often secrets."""
    groups = (text(each.get("group")) for each in mappings(body.get("variables")))
    return frozenset(f"group {each}" for each in groups if each)


def pool_of(pool: Any) -> tuple[tuple[str, ...], bool | None]:
    """The labels of the machine and whether it is one's own; None where that is a setting."""
    given = mapping(pool)
    image, name = text(given.get("vmImage")), text(given.get("name")) if given else text(pool)
    labels = tuple(each for each in (image or name,) if each)
    if image or not labels:
        return labels, False if image else None
    return labels, None if "$" in name else not HOSTED_POOLS.fullmatch(name)
