"""Retention of logs as definitions of infrastructure in the tree set it: candidates by name first, each object read once."""

import re
from collections.abc import Mapping
from functools import partial

from assay.collect.repository import Repository, decode
from assay.facts.retention_settings import RetentionSetting, RetentionSettings
from assay.facts.tree import Entry, EntryKind, Tree, set_aside
from assay.formats import retention_settings
from assay.store.memory import Memory

KIND = "retention-1"
LARGEST = 300_000
MOST = 2000
TERRAFORM = re.compile(r"\.tf$")
TEMPLATE = re.compile(
    r"(cloudformation|cfn|\bsam\b|serverless|template|stack|loki|logging|log[-_]?groups?|values)[^/]{0,60}\.(ya?ml|json)$|(^|/)(cloudformation|cfn|loki|logging)/[^/]{1,80}\.(ya?ml|json)$",
    re.IGNORECASE,
)


def collect(repository: Repository, tree: Tree, memory: Memory) -> RetentionSettings:
    """The two thousand nearest to the top; folders that are set aside say nothing of the product."""
    wanted = sorted(
        (
            each
            for each in tree.entries
            if each.kind in (EntryKind.FILE, EntryKind.EXECUTABLE)
            and 0 < (each.size or 0) <= LARGEST
            and (TERRAFORM.search(each.path) or TEMPLATE.search(each.path))
            and each.path.isprintable()
            and not set_aside(each.path)
        ),
        key=lambda each: (each.path.count("/"), each.path),
    )[:MOST]
    keys = {f"{each.oid}:{each.path}": each for each in wanted}
    unknown = memory.unknown(KIND, keys)
    contents = dict(repository.objects.read_many([keys[key].oid for key in unknown]))
    found: list[RetentionSetting] = []
    for key, entry in keys.items():
        found += memory.remember(KIND, key, tuple[RetentionSetting, ...], partial(_read, repository, entry, contents))
    return RetentionSettings(tuple(found))


def _read(repository: Repository, entry: Entry, contents: Mapping[str, bytes | None]) -> tuple[RetentionSetting, ...]:
    data = contents[entry.oid] if entry.oid in contents else repository.objects.read(entry.oid)
    reader = retention_settings.terraform if TERRAFORM.search(entry.path) else retention_settings.yaml
    return tuple(reader(entry.path, decode(data or b"")))
