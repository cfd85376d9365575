"""Conditions and schedules that can be told to hold never, by looking at them alone."""

import re
from collections.abc import Iterable
from dataclasses import replace

from assay.facts.ci import Job

CONSTANT_FALSE = re.compile(r"false|0|''|\"\"|null|!\s*true", re.IGNORECASE)
LITERALS = re.compile(
    r"('[^']*'|\"[^\"]*\"|\d{1,9}|true|false)\s*(==|!=)\s*('[^']*'|\"[^\"]*\"|\d{1,9}|true|false)", re.I
)
GROUP = re.compile(r"\([^()]*\)")
AFTER_FAILURE = re.compile(r"\s*+(\$\{\{)?\s*+(failure|failed)\s*+\(\s*+\)\s*+(\}\})?\s*+")
LAST_DAY = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


def is_never(condition: str) -> bool:
    """Whether the condition is false whatever happens: a constant, or a conjunction that holds one."""
    bare = condition.strip()
    if bare.startswith("${{") and bare.endswith("}}"):
        bare = bare[3:-2].strip()
    if "||" in bare:
        bare = GROUP.sub("()", bare)
    if "||" in bare:
        return False
    return any(_is_false(part.strip().strip("()").strip()) for part in bare.split("&&")) if bare else False


def is_after_failure(condition: str) -> bool:
    """Whether it holds only once something has failed."""
    return bool(AFTER_FAILURE.fullmatch(condition))


def is_on(value: object) -> bool:
    """Whether a switch is on: the constant, written as such or as an expression."""
    return value is True or (
        isinstance(value, str) and bool(re.fullmatch(r"\s*+(\$\{\{)?\s*+true\s*+(\}\})?\s*+", value, re.I))
    )


def fires(cron: str) -> bool:
    """Whether a schedule of five fields names a day that exists."""
    fields = cron.split()
    if (
        len(fields) != 5
        or not all(re.fullmatch(r"\d{1,2}(,\d{1,2})*", each) for each in fields[2:4])
        or fields[4] != "*"
    ):
        return True
    days, months = ([int(each) for each in field.split(",")] for field in fields[2:4])
    return any(1 <= day <= LAST_DAY.get(month, 31) for day in days for month in months if 1 <= month <= 12)


def without_blocked(jobs: Iterable[Job]) -> tuple[Job, ...]:
    """The jobs, those that wait for one that never runs marked as never running themselves."""
    found = {job.id: job for job in jobs}
    waiting = [job.id for job in found.values() if job.never_runs]
    followers: dict[str, list[str]] = {}
    for job in found.values():
        for needed in job.needs:
            followers.setdefault(needed, []).append(job.id)
    while waiting:
        stopped = waiting.pop()
        for follower in followers.get(stopped, ()):
            job = found[follower]
            if not job.never_runs and not job.runs_always:
                found[follower] = replace(job, never_runs=f"it waits for {stopped}, which never runs")
                waiting.append(follower)
    return tuple(found.values())


def _is_false(part: str) -> bool:
    if CONSTANT_FALSE.fullmatch(part):
        return True
    if match := LITERALS.fullmatch(part):
        same = match.group(1).strip("'\"").casefold() == match.group(3).strip("'\"").casefold()
        return same is (match.group(2) == "!=")
    return False
