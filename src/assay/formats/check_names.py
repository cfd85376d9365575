"""Which job of the pipeline a check that a platform names belongs to, and whether tests run in it."""

import re

from assay.domain.strength import MEDIUM, STRONG, WEAK, Strength
from assay.facts.ci import CiPipelines, Does, Job

WHOLE_PIPELINE = "pipeline"
"""The name under which a snapshot lists the whole pipeline of a platform."""
EXPRESSION = re.compile(r"\$\{\{.*?\}\}")
TELLING = re.compile(r"\w{3}")
"""Enough written out in a computed name to tell one job from another."""
VARIANT = re.compile(r"\s*(\([^()]*\)|\[[^\[\]]*\]|: \[.*\]|\s\d+/\d+)$")
CALLED_TEST = re.compile(r"(^|[^a-z])(unit|integration|e2e|py|go|cargo)?[-_ ]?tests?([^a-z]|$)", re.IGNORECASE)


def runs_tests(name: str, ci: CiPipelines) -> Strength | None:
    """How well it is known that tests run in the check called ``name``.

    Strong where a job of that name runs them, medium where such a job waits for one that does, weak where only the name says
    so and no job in the tree is called so; None where no tests run in it.
    """
    if name == WHOLE_PIPELINE:
        return STRONG if ci.doing(Does.TEST, ci.on_change()) else None
    testing = {(pipeline.path, job.id) for pipeline, job, _ in ci.doing(Does.TEST)}
    called = [each for each in ci.jobs if _is_called(name, each[1])]
    if any((pipeline.path, job.id) in testing for pipeline, job in called):
        return STRONG
    if any((pipeline.path, each.id) in testing for pipeline, job in called for each in pipeline.upstream(job)):
        return MEDIUM
    return WEAK if not called and CALLED_TEST.search(name) else None


def _is_called(name: str, job: Job) -> bool:
    """Whether a platform may show the job under this name: with its variant, its caller or its pipeline before it."""
    parts = {_plain(name), name.casefold(), *(_plain(each) for each in name.split(" / "))}
    fixed = [each.strip() for each in EXPRESSION.split(job.computed_name.casefold())]
    if any(TELLING.search(each) for each in fixed):
        pattern = r"\s*.*\s*".join(map(re.escape, fixed))
        if any(re.fullmatch(pattern, each) for each in parts):
            return True
    return bool(parts & {_plain(each) for each in (job.name, job.id) if each})


def _plain(name: str) -> str:
    return VARIANT.sub("", name).strip().casefold()
