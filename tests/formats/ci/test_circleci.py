"""CircleCI in the normalised model: workflows, filters, approvals, commands with parameters, orbs, contexts, executors."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.facts.ci import Does, Job, PartKind, Pipeline, Provider, TriggerKind
from assay.formats.ci import circleci
from assay.formats.yaml_text import YamlError

PATH = ".circleci/config.yml"
NOTHING: Mapping[str, str] = {}
K = TriggerKind
RUN = "jobs:\n  j:\n    docker: [{image: 'cimg/base:2026.01'}]\n    steps: [{run: a}]\n"


def pipeline(text: str, files: Mapping[str, str] = NOTHING) -> Pipeline:
    return circleci.read(text, PATH, files.get)


def job(body: str, top: str = "", entry: str = "j", files: Mapping[str, str] = NOTHING) -> Job:
    """The only job of a configuration, as the workflow w lists it."""
    text = f"version: 2.1\n{top}jobs:\n  j:\n" + "".join(f"    {line}\n" for line in body.splitlines()) + f"workflows:\n  w:\n    jobs:\n      - {entry}\n"  # fmt: skip
    (found,) = pipeline(text, files).jobs
    return found


def listed(entries: str) -> tuple[Job, ...]:
    """The jobs of a workflow with these entries."""
    return pipeline(f"{RUN}workflows:\n  w:\n    jobs:\n" + "".join(f"      {line}\n" for line in entries.splitlines())).jobs  # fmt: skip


def commands(found: Job) -> list[tuple[str, str, int]]:
    return [(each.text, each.path, each.line) for each in found.commands]


def refusal(text: str) -> str:
    try:
        pipeline(text)
    except YamlError as error:
        return str(error)
    return "none"


# --- what starts it ---


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("{}", [(K.PUSH, ()), (K.CHANGE, ())]),
        ("{branches: {only: main}}", [(K.PUSH, ("main",))]),
        ("{branches: {only: [main, /release.*/]}}", [(K.PUSH, ("main", "/release.*/"))]),
        ("{branches: {only: /.*/}}", [(K.PUSH, ()), (K.CHANGE, ())]),
        ("{branches: {ignore: [wip]}}", [(K.PUSH, ()), (K.CHANGE, ())]),
        ("{branches: {ignore: /.*/}, tags: {only: /^v.*/}}", [(K.TAG, ("/^v.*/",))]),
        ("{tags: {only: [/^v.*/]}}", [(K.PUSH, ()), (K.CHANGE, ()), (K.TAG, ("/^v.*/",))]),
        ("{branches: {ignore: /.*/}}", []),
    ],
)
def test_filters(filters: str, found: list[tuple[TriggerKind, tuple[str, ...]]]) -> None:
    (job,) = listed(f"- j: {{filters: {filters}}}")
    assert [(each.kind, each.branches) for each in job.triggers or ()] == found
    assert bool(job.never_runs) is (not found)


@pytest.mark.parametrize(
    ("workflow", "kinds"),
    [
        ("", None),
        ("triggers: [{schedule: {cron: '0 4 * * *', filters: {branches: {only: main}}}}]", [K.SCHEDULE]),
        ("triggers: [{schedule: {cron: '0 4 31 2 *'}}]", []),
        ("when: false", []),
        ("when: true", None),
        ("unless: true", []),
        ("when: << pipeline.parameters.nightly >>", [K.MANUAL]),
        ("when: << pipeline.parameters.usual >>", None),
        ("unless: << pipeline.parameters.usual >>", [K.MANUAL]),
        ("when: << pipeline.parameters.absent >>", None),
        ("when: {equal: [scheduled_pipeline, << pipeline.trigger_source >>]}", [K.SCHEDULE]),
        ("when: {and: [{equal: [main, << pipeline.git.branch >>]}]}", None),
    ],
)
def test_what_starts_a_workflow(workflow: str, kinds: list[TriggerKind] | None) -> None:
    text = f"parameters: {{nightly: {{type: boolean, default: false}}, usual: {{type: boolean, default: true}}}}\n{RUN}workflows:\n  w:\n    {workflow}\n    jobs: [j]\n"  # fmt: skip
    (found,) = pipeline(text).jobs
    usual = [K.PUSH, K.CHANGE]
    assert [each.kind for each in found.triggers or ()] == (usual if kinds is None else kinds)
    assert bool(found.never_runs) is (kinds == [])


def test_every_push_starts_it_by_default() -> None:
    whole = pipeline(f"{RUN}workflows: {{w: {{jobs: [j]}}}}\n")
    assert [each.kind for each in whole.triggers] == [K.PUSH, K.CHANGE]
    assert whole.provider is Provider.CIRCLECI


def test_without_workflows_the_job_called_build_runs() -> None:
    text = "jobs:\n  build: {steps: [checkout, {run: pytest}]}\n  other: {steps: [{run: x}]}\n"
    (found,) = pipeline(text).jobs
    assert (found.id, Does.CHECKOUT in found.does, Does.TEST in found.does) == ("build", True, True)


# --- order and gates ---


def test_requirements_and_approvals() -> None:
    first, hold, last = listed("- j: {name: first}\n- hold: {type: approval, requires: [first]}\n- j: {requires: [hold, {first: failed}]}")  # fmt: skip
    assert [(each.id, each.needs) for each in (first, hold, last)] == [("w/first", ()), ("w/hold", ("w/first",)), ("w/j", ("w/hold", "w/first"))]  # fmt: skip
    assert [(each.manual, each.approval) for each in (first, hold, last)] == [(False, ""), (True, "hold"), (False, "")]
    off, after = listed("- j: {name: off, filters: {branches: {ignore: /.*/}}}\n- j: {requires: [off]}")
    assert off.never_runs
    assert after.never_runs


def test_jobs_of_several_workflows_are_kept_apart() -> None:
    whole = pipeline(f"{RUN}workflows:\n  version: 2\n  a: {{jobs: [j]}}\n  b: {{jobs: [j, {{j: {{name: k, requires: [j]}}}}]}}\n")  # fmt: skip
    assert [(each.id, each.needs) for each in whole.jobs] == [("a/j", ()), ("b/j", ()), ("b/k", ("b/j",))]


@pytest.mark.parametrize(
    ("step", "ignored", "always"),
    [
        ("{run: pytest}", False, False),
        ("{run: pytest || true}", True, False),
        ("{run: {command: pytest, when: always}}", False, True),
        ("{run: {command: pytest, when: on_fail}}", True, False),
        ("{run: {command: pytest, when: on_success}}", False, False),
        ("{run: {command: 'set +e; pytest'}}", True, False),
    ],
)
def test_failures_and_what_runs_after_them(step: str, ignored: bool, always: bool) -> None:
    (found,) = job(f"steps: [{step}]").steps
    assert (found.failure_ignored or not found.effective(Does.TEST), found.runs_always) == (ignored, always)


# --- steps, commands, parameters ---


def test_lines_folders_and_shells_of_steps() -> None:
    text = "steps:\n  - checkout\n  - run: one\n  - run:\n      name: n\n      command: |\n        two\n        npm test\n      working_directory: ~/project/web\n  - run: {command: three, shell: /usr/bin/python3}\n  - run: {command: ./x.sh, working_directory: '<< parameters.dir >>'}\n"  # fmt: skip
    found = job(text, files={"web/package.json": '{"scripts": {"test": "jest"}}', "x.sh": "four\n"})
    assert commands(found) == [("one", PATH, 6), ("two", PATH, 10), ("npm test", PATH, 11), ("jest", "web/package.json", 1), ("./x.sh", PATH, 14), ("four", "x.sh", 1)]  # fmt: skip
    assert [(each.name, each.line) for each in found.steps[:3]] == [("checkout", 5), ("", 6), ("n", 7)]


COMMANDS = "commands:\n  test:\n    parameters: {tool: {type: string, default: pytest}, args: {type: string}}\n    steps:\n      - run: << parameters.tool >> << parameters.args >>\n      - inner: {what: << parameters.tool >>}\n  inner:\n    parameters: {what: {type: string}}\n    steps:\n      - run: echo <<parameters.what>>\n      - run: << parameters.what >> --version\n"


def test_commands_are_followed_with_their_parameters() -> None:
    found = job("steps:\n  - test: {args: -x}\n  - test: {tool: mypy, args: .}\n", COMMANDS)
    assert [each.text for each in found.commands] == ["pytest -x", "echo pytest", "pytest --version", "mypy .", "echo mypy", "mypy --version"]  # fmt: skip
    assert [each.line for each in found.steps[:2]] == [6, 11]


def test_parameters_of_jobs_and_of_the_pipeline() -> None:
    top = "parameters: {runner: {type: string, default: tox}}\n"
    body = "parameters: {tool: {type: string, default: pytest}}\nsteps: [{run: << parameters.tool >> -x}, {run: << pipeline.parameters.runner >> -e py}, {run: << parameters.absent >> y}, {run: 'echo << pipeline.number >>'}]\n"  # fmt: skip
    assert [each.text for each in job(body, top).commands] == ["pytest -x", "tox -e py", "${absent} y", "echo ${pipeline.number}"]  # fmt: skip
    assert next(each.text for each in job(body, top, "j: {tool: mypy}").commands) == "mypy -x"
    assert [each.reason for each in job(body, top).unread] == ["what runs there is named by a variable (${absent})"]


def test_a_parameter_that_is_unknown_opens_no_here_document() -> None:
    assert [each.text for each in job("steps:\n  - run: |\n      << parameters.x >> a\n      pytest\n").commands] == ["${x} a", "pytest"]  # fmt: skip


def test_conditional_steps() -> None:
    text = "steps:\n  - when: {condition: << parameters.x >>, steps: [{run: a}]}\n  - unless: {condition: << parameters.x >>, steps: [{run: b}]}\n  - when: {condition: false, steps: [{run: c}]}\n  - unless: {condition: true, steps: [{run: d}]}\n  - when: {condition: true, steps: [{run: e}]}\n"  # fmt: skip
    assert [each.text for each in job(text).commands] == ["a", "b", "e"]


def test_steps_before_and_after_a_job() -> None:
    found = job("steps: [{run: b}]", entry="j: {pre-steps: [{run: a}], post-steps: [{run: c}]}")
    assert [each.text for each in found.commands] == ["a", "b", "c"]


def test_variables_of_jobs_executors_and_steps() -> None:
    top = "executors: {e: {docker: [{image: 'x:1'}], environment: {TOOL: pytest, CARGO: cargo}, resource_class: own/big}}\n"  # fmt: skip
    found = job("executor: {name: e}\nenvironment: {CARGO: cross}\nsteps: [{run: $TOOL -x}, {run: $CARGO test}, {run: {command: $CARGO build, environment: {CARGO: other}}}, {run: $NO}]", top)  # fmt: skip
    assert [each.text for each in found.commands] == ["pytest -x", "cross test", "other build", "$NO"]
    assert dict(found.env) == {"TOOL": "pytest", "CARGO": "cross"}
    assert ["$NO" in each.reason for each in found.unread] == [True]


def test_anchors_are_followed() -> None:
    text = "x: &defaults\n  docker: [{image: 'x:1'}]\n  steps: &s\n    - run: pytest\njobs:\n  a: {<<: *defaults}\n  b: {steps: *s}\nworkflows: {w: {jobs: [a, b]}}\n"  # fmt: skip
    assert [(commands(each), [one.name for one in each.images]) for each in pipeline(text).jobs] == [([("pytest", PATH, 4)], ["x"]), ([("pytest", PATH, 4)], [])]  # fmt: skip


# --- references, secrets, identity, machines ---


@pytest.mark.parametrize(
    ("orb", "name", "version", "immutable"),
    [
        ("circleci/node@5.2.0", "circleci/node", "5.2.0", True),
        ("circleci/node@5.2", "circleci/node", "5.2", False),
        ("circleci/node@5", "circleci/node", "5", False),
        ("circleci/node@volatile", "circleci/node", "volatile", False),
        ("own/x@dev:first", "own/x", "dev:first", False),
        ("circleci/node", "circleci/node", "", False),
    ],
)
def test_orbs(orb: str, name: str, version: str, immutable: bool) -> None:
    whole = pipeline(f"orbs:\n  o: {orb}\n  inline: {{jobs: {{}}}}\n{RUN}workflows: {{w: {{jobs: [j]}}}}\n")
    (part,) = whole.parts
    assert (part.kind, part.name, part.version, part.immutable, part.line) == (PartKind.ORB, name, version, immutable, 2)  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "does", "published"),
    [
        ("snyk/scan", {Does.VULNERABILITY_MATCH}, ""),
        ("docker/push: {context: hub}", {Does.PUBLISH}, "docker/push"),
        ("aws-ecr/build-and-push-image", {Does.PUBLISH}, "aws-ecr/build-and-push-image"),
        ("unknown/job", set(), ""),
    ],
)
def test_jobs_of_orbs_are_known_by_name_or_unknown(entry: str, does: set[Does], published: str) -> None:
    (found,) = listed(f"- {entry}")
    assert (set(found.does), found.steps[0].publishes) == (does, published)
    assert ["defined in an orb" in each.reason for each in found.unread] == [True]


def test_steps_of_orbs() -> None:
    found = job("steps: [node/install-packages, {docker/push: {image: x}}, codecov/upload, unknown/step]")
    assert [(each.name, set(each.does), each.publishes) for each in found.steps] == [("node/install-packages", {Does.INSTALL}, ""), ("docker/push", {Does.PUBLISH}, "docker/push"), ("codecov/upload", set(), ""), ("unknown/step", set(), "")]  # fmt: skip


def test_images() -> None:
    digest = f"sha256:{'e' * 64}"
    found = job(f"docker:\n  - image: cimg/node:22\n  - image: postgres@{digest}\n  - image: << parameters.image >>\nsteps: []")  # fmt: skip
    assert [(each.name, each.version, each.immutable, each.line) for each in found.images] == [("cimg/node", "22", False, 5), ("postgres", digest, True, 6), ("${image}", "", None, 7)]  # fmt: skip
    assert job("machine: {image: 'ubuntu-2404:current'}\nsteps: []").images == ()


@pytest.mark.parametrize(("entry", "secrets"), [("j", ()), ("j: {context: prod}", ("prod",)), ("j: {context: [a, b]}", ("a", "b"))])  # fmt: skip
def test_contexts_are_secrets(entry: str, secrets: tuple[str, ...]) -> None:
    assert job("steps: []", entry=entry).secrets == secrets


@pytest.mark.parametrize(
    ("body", "identity"),
    [("steps: [{run: 'aws sts --token $CIRCLE_OIDC_TOKEN'}]", True), ("steps: [{run: 'x ${CIRCLE_OIDC_TOKEN_V2}'}]", True), ("environment: {T: $CIRCLE_OIDC_TOKEN}\nsteps: []", True), ("steps: [{run: x}]", False)],
)  # fmt: skip
def test_short_lived_identity(body: str, identity: bool) -> None:
    assert job(body).identity is identity


@pytest.mark.parametrize(
    ("resource", "runner", "own"),
    [("medium", ("medium",), False), ("team/own", ("team/own",), True), ("<< parameters.r >>", ("<< parameters.r >>",), None), ("", (), False)],
)  # fmt: skip
def test_machines(resource: str, runner: tuple[str, ...], own: bool | None) -> None:
    found = job(f"resource_class: {resource}\nsteps: []")
    assert (found.runner, found.self_hosted) == (runner, own)


def test_a_configuration_made_while_it_runs_is_unknown() -> None:
    whole = pipeline(f"setup: true\n{RUN}workflows: {{w: {{jobs: [j]}}}}\n")
    assert ["generated while it runs" in each.reason for each in whole.unread] == [True]


# --- broken and hostile ---


@pytest.mark.parametrize("text", ["", "- a", "a: [", "3", "jobs: {a: 1, a: 2}"])
def test_what_is_no_configuration_is_refused(text: str) -> None:
    assert refusal(text) != "none"


def test_commands_that_call_each_other_end() -> None:
    loop = "commands:\n" + "".join(f"  c{n}: {{steps: [{', '.join([f'c{n + 1}'] * 200)}]}}\n" for n in range(5)) + "  c5: {steps: []}\n"  # fmt: skip
    found = job("steps: [c0]", loop)
    assert any("more than" in each.reason for each in found.unread)
    again = job("steps: [c]", "commands: {c: {steps: [c, {run: x}]}}\n")
    assert 0 < len(again.steps) <= circleci.DEEPEST


def test_many_jobs_are_cut_and_said() -> None:
    whole = pipeline(f"{RUN}workflows: {{w: {{jobs: [{', '.join(['j'] * 3000)}]}}}}\n")
    assert len(whole.jobs) <= circleci.MOST_JOBS
    assert ["more than" in each.reason for each in whole.unread] == [True]


SHAPES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.sampled_from(["", "a", "j", "c", "$A", "/.*/", "checkout", "<< parameters.x >>", "o/x@1", "pytest"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["jobs", "j", "c", "steps", "run", "command", "when", "unless", "condition", "workflows", "requires", "filters", "branches", "tags", "only", "ignore", "type", "context", "executor", "executors", "docker", "image", "environment", "orbs", "parameters", "default", "x", "triggers", "schedule", "cron", "setup", "resource_class", "pre-steps", "name", "working_directory", "shell"]), inner, max_size=5),
    ),
    max_leaves=25,
)  # fmt: skip


@given(SHAPES, SHAPES, SHAPES)
def test_any_shape_is_read_or_refused_with_our_own_error(top: object, body: Any, entry: object) -> None:
    shapes: list[object] = [
        top,
        {"jobs": {"j": body}, "commands": {"c": top}, "executors": {"a": entry}, "workflows": {"w": {"jobs": [entry, "j", {"j": top}]}}},
        {"jobs": {"build": body}, "parameters": top, "orbs": entry},
        {"jobs": {"j": {"steps": [body, "c"], "parameters": top}}, "commands": {"c": {"steps": [entry]}}, "workflows": {"w": body}},
    ]  # fmt: skip
    for shape in shapes:
        try:
            found = pipeline(json.dumps(shape))
        except YamlError:
            continue
        assert all(each.path == PATH for each in found.jobs)
