"""When a CircleCI workflow runs that says when or unless: parameters by their defaults, schedules, conditions made of others."""

import pytest

from assay.facts.ci import TriggerKind
from assay.formats.ci import circleci

K = TriggerKind
NOTHING: dict[str, str] = {}
PARAMETERS = "parameters: {on: {type: boolean, default: true}, off: {type: boolean, default: false}, which: {type: enum, default: ci}}\n"  # fmt: skip
ANY = [K.PUSH, K.CHANGE]


@pytest.mark.parametrize(
    ("workflow", "found"),
    [
        ("when: false", []),
        ("unless: true", []),
        ("when: << pipeline.parameters.on >>", ANY),
        ("when: << pipeline.parameters.off >>", [K.MANUAL]),
        ("when: << pipeline.parameters.absent >>", ANY),
        ("unless: << pipeline.parameters.on >>", [K.MANUAL]),
        ("unless: << pipeline.parameters.off >>", ANY),
        ("when: {not: << pipeline.parameters.on >>}", [K.MANUAL]),
        ("when: {not: << pipeline.parameters.off >>}", ANY),
        ("when: {and: [<< pipeline.parameters.on >>, << pipeline.parameters.off >>]}", [K.MANUAL]),
        ("when: {and: [<< pipeline.parameters.on >>, {equal: [main, << pipeline.git.branch >>]}]}", ANY),
        ("when: {or: [<< pipeline.parameters.on >>, << pipeline.parameters.off >>]}", ANY),
        ("when: {or: [<< pipeline.parameters.off >>, {not: true}]}", [K.MANUAL]),
        ("when: {equal: [nightly, << pipeline.parameters.which >>]}", [K.MANUAL]),
        ("when: {equal: [ci, << pipeline.parameters.which >>]}", ANY),
        ("unless: {equal: [ci, << pipeline.parameters.which >>]}", [K.MANUAL]),
        ("when: {equal: [main, << pipeline.git.branch >>]}", ANY),
        ("when: {matches: {pattern: ^main$, value: << pipeline.git.branch >>}}", ANY),
        ("when: {equal: [scheduled_pipeline, << pipeline.trigger_source >>]}", [K.SCHEDULE]),
        ("when: {and: [{equal: [scheduled_pipeline, << pipeline.trigger_source >>]}, << pipeline.parameters.on >>]}", [K.SCHEDULE]),
        ("when: {not: {equal: [scheduled_pipeline, << pipeline.trigger_source >>]}}", ANY),
        ("when: {and: [{not: {equal: [scheduled_pipeline, << pipeline.trigger_source >>]}}, << pipeline.parameters.on >>]}", ANY),
        ("when: {or: [{equal: [scheduled_pipeline, << pipeline.trigger_source >>]}, {equal: [webhook, << pipeline.trigger_source >>]}]}", ANY),
        ("unless: {equal: [scheduled_pipeline, << pipeline.trigger_source >>]}", ANY),
        ("when: {}", ANY),
        ("when: [a]", ANY),
    ],
)  # fmt: skip
def test_when_a_workflow_runs(workflow: str, found: list[TriggerKind]) -> None:
    written = workflow.replace("<<", "'<<").replace(">>", ">>'")
    text = f"{PARAMETERS}jobs: {{j: {{steps: [checkout]}}}}\nworkflows:\n  w:\n    {written}\n    jobs: [j]\n"
    (job,) = circleci.read(text, ".circleci/config.yml", NOTHING.get).jobs
    assert [each.kind for each in job.triggers or ()] == found
    assert bool(job.never_runs) is (not found)
