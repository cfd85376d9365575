"""When a stage of Jenkins runs: what its condition says about how the run was started."""

import re
from collections.abc import Iterator

from assay.facts.ci import Trigger, TriggerKind
from assay.formats.ci.groovy import Block, Groovy

BRANCH = re.compile(r"\bbranch\s*(?:\(\s*)?(?:pattern\s*:\s*)?(?=['\"])")
FALSE = re.compile(r"(?:return\s+)?false;?")


def started(script: Groovy, when: Block) -> Iterator[Trigger]:
    """What a condition says about how the run was started; what stands in ``not`` is no such thing."""
    code = script.masked[when.start : when.end]
    for each in when.every():
        if each.name in ("not", "expression"):
            code = code[: each.start - when.start] + " " * (each.end - each.start) + code[each.end - when.start :]
    if re.search(r"\bchangeRequest\b", code):
        yield Trigger(TriggerKind.CHANGE, "changeRequest", when.line)
    if re.search(r"\bbuildingTag\b|\btag\b", code):
        yield Trigger(TriggerKind.TAG, "tag", when.line)
    branches = [
        value[0]
        for match in script.code(BRANCH, when.start, when.end)
        if not code[match.start() - when.start].isspace() and (value := script.string(match.end()))
    ]
    if branches:
        yield Trigger(TriggerKind.PUSH, "branch", when.line, tuple(branches))
    if re.search(r"\btriggeredBy\b", code) and "TimerTrigger" in script.text[when.start : when.end]:
        yield Trigger(TriggerKind.SCHEDULE, "TimerTrigger", when.line)


def is_never(script: Groovy, when: Block) -> bool:
    """Whether a condition is the constant false."""
    return any(FALSE.fullmatch(script.masked[each.start : each.end].strip()) for each in when.find("expression"))
