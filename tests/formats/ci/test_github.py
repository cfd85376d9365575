"""GitHub Actions in the normalised model: triggers, order, failures, references, secrets, identity, rights, machines, indirection."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.facts.ci import Does, Job, PartKind, Pipeline, Provider, Step, TriggerKind
from assay.formats.ci import github
from assay.formats.yaml_text import YamlError

PATH = ".github/workflows/ci.yml"
SHA = "0123456789abcdef0123456789abcdef01234567"
NOTHING: Mapping[str, str] = {}
K = TriggerKind


def workflow(text: str, files: Mapping[str, str] = NOTHING) -> Pipeline:
    return github.read(text, PATH, files.get)


def refusal(text: str) -> str:
    try:
        workflow(text)
    except YamlError as error:
        return str(error)
    return "none"


def job(body: str, top: str = "on: push\n", files: Mapping[str, str] = NOTHING) -> Job:
    """The job called ``j`` whose body this is, written at its own indentation."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    found = workflow(f"{top}jobs:\n  j:\n{lines}", files).job("j")
    assert found is not None
    return found


def steps(body: str, files: Mapping[str, str] = NOTHING) -> tuple[Step, ...]:
    """The steps of a job, written as a list."""
    return job("runs-on: ubuntu-24.04\nsteps:\n" + "".join(f"  {line}\n" for line in body.splitlines()), files=files).steps  # fmt: skip


def commands(body: str, files: Mapping[str, str] = NOTHING) -> list[tuple[str, str, int]]:
    return [(each.text, each.path, each.line) for step in steps(body, files) for each in step.commands]


# --- what starts it ---


@pytest.mark.parametrize(
    ("on", "found"),
    [
        ("on: push", [(K.PUSH, (), ()), (K.TAG, (), ())]),
        ("on: [push, pull_request]", [(K.PUSH, (), ()), (K.TAG, (), ()), (K.CHANGE, (), ())]),
        ("on:\n  push:\n  pull_request:\n  merge_group:", [(K.PUSH, (), ()), (K.TAG, (), ()), (K.CHANGE, (), ()), (K.CHANGE, (), ())]),
        ("on: {push: {branches: [main, 'v*']}}", [(K.PUSH, ("main", "v*"), ())]),
        ("on: {push: {tags: ['v*']}}", [(K.TAG, ("v*",), ())]),
        ("on: {push: {tags-ignore: [nightly]}}", [(K.TAG, (), ())]),
        ("on: {push: {branches-ignore: [x]}}", [(K.PUSH, (), ())]),
        ("on: {push: {branches: main, tags: 'v*'}}", [(K.PUSH, ("main",), ()), (K.TAG, ("v*",), ())]),
        ("on: {push: {paths: [src/**]}}", [(K.PUSH, (), ("src/**",)), (K.TAG, (), ())]),
        ("on: {pull_request: {branches: [main], paths: ['docs/**']}}", [(K.CHANGE, ("main",), ("docs/**",))]),
        ("on: {pull_request: {types: [opened, synchronize]}}", [(K.CHANGE, (), ())]),
        ("on: {pull_request: {types: [closed]}}", [(K.OTHER, (), ())]),
        ("on: {release: {types: [published]}}", [(K.RELEASE, (), ())]),
        ("on: {schedule: [{cron: '0 4 * * *'}]}", [(K.SCHEDULE, (), ())]),
        ("on: {schedule: [{cron: '0 4 31 2 *'}]}", []),
        ("on: [workflow_dispatch, repository_dispatch]", [(K.MANUAL, (), ()), (K.MANUAL, (), ())]),
        ("on: workflow_call", [(K.CALLED, (), ())]),
        ("on: {workflow_run: {workflows: [Tests], types: [completed]}}", [(K.AFTER, (), ())]),
        ("on: [pull_request_target, issue_comment, issues, discussion, fork, watch]", [(K.FOREIGN, (), ())] * 6),
        ("on: [create, deployment, status]", [(K.TAG, (), ()), (K.OTHER, (), ()), (K.OTHER, (), ())]),
        ("name: x", []),
        ("on: {}", []),
        ("on: 3", [(K.OTHER, (), ())]),
    ],
)  # fmt: skip
def test_triggers(on: str, found: list[Any]) -> None:
    pipeline = workflow(f"{on}\njobs:\n  j:\n    runs-on: ubuntu-24.04\n    steps: [{{run: a}}]\n")
    assert [(each.kind, each.branches, each.paths) for each in pipeline.triggers] == found
    assert bool(pipeline.jobs[0].never_runs) is (not found)


@pytest.mark.parametrize(
    ("on", "changes"),
    [
        ("on: pull_request", True),
        ("on: {push: {branches: [main]}}", True),
        ("on: {push: {branches: ['release/**']}}", True),
        ("on: {push: {branches: ['gh-pages']}}", False),
        ("on: {push: {branches-ignore: ['**']}}", False),
        ("on: {pull_request: {paths-ignore: ['**']}}", False),
        ("on: {pull_request: {paths: ['docs/**', '*.md']}}", False),
        ("on: {pull_request: {paths: ['src/**', '*.md']}}", True),
        ("on: {push: {tags: ['v*']}}", False),
        ("on: {pull_request: {types: [closed]}}", False),
        ("on: pull_request_target", False),
    ],
)
def test_whether_changes_of_the_code_start_it(on: str, changes: bool) -> None:
    pipeline = workflow(f"{on}\njobs: {{}}\n")
    assert any(each.on_changes for each in pipeline.triggers) is changes


def test_lines_names_and_other_pipelines() -> None:
    text = "# remark\nname: Tests\non:\n  push:\n  workflow_run:\n    workflows: [A, B]\njobs:\n  j:\n    name: Job of ours\n    runs-on: x\n  ${{ a }}:\n    name: ${{ matrix.os }}\n"  # fmt: skip
    pipeline = workflow(text)
    assert (pipeline.provider, pipeline.name, pipeline.path) == (Provider.GITHUB, "Tests", PATH)
    assert [each.line for each in pipeline.triggers] == [4, 4, 5]
    assert pipeline.triggers[2].other_pipelines == ("A", "B")
    assert [(each.name, each.line) for each in pipeline.jobs] == [("Job of ours", 8), ("${{ a }}", 11)]
    assert workflow("on: push\njobs: {}\n").name == "ci.yml"


def test_the_word_on_is_a_word() -> None:
    """YAML 1.1 makes a truth value of it."""
    for word in ("on", "'on'", '"on"'):
        assert workflow(f"{word}: push\njobs: {{}}\n").triggers


# --- order and gates ---


def test_order_gates_and_approvals() -> None:
    text = "on: push\njobs:\n  a: {runs-on: x}\n  b: {runs-on: x, needs: a}\n  c: {runs-on: x, needs: [a, b], environment: prod}\n  d: {runs-on: x, needs: c, environment: {name: pypi, url: y}, if: always()}\n"  # fmt: skip
    pipeline = workflow(text)
    a, b, c, d = pipeline.jobs
    assert [each.needs for each in (a, b, c, d)] == [(), ("a",), ("a", "b"), ("c",)]
    assert {each.id for each in pipeline.upstream(d)} == {"a", "b", "c"}
    assert [(each.environment, each.approval, each.runs_always) for each in (b, c, d)] == [("", "", False), ("prod", "prod", False), ("pypi", "pypi", True)]  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "always"),
    [("always()", True), ("${{ always() }}", True), ("failure()", True), ("!cancelled()", True), ("${{ ! cancelled( ) }}", True), ("success()", False), ("github.ref == 'x'", False), ("", False)],
)  # fmt: skip
def test_jobs_that_run_although_something_failed(condition: str, always: bool) -> None:
    assert job(f"runs-on: x\nif: {condition!r}").runs_always is always
    assert steps(f"- run: a\n  if: {condition!r}")[0].runs_always is always


@pytest.mark.parametrize("condition", ["false", "${{ false }}", "github.ref == 'x' && false", "1 == 2", "'false'"])
def test_conditions_that_never_hold(condition: str) -> None:
    never = condition != "'false'"
    assert bool(job(f"runs-on: x\nif: {condition if never else repr(condition)}").never_runs) is never
    assert (len(steps(f"- run: a\n  if: {condition if never else repr(condition)}\n- run: b")) == 1) is never


def test_jobs_behind_one_that_never_runs() -> None:
    pipeline = workflow("on: push\njobs:\n  a: {runs-on: x, if: false}\n  b: {runs-on: x, needs: a}\n  c: {runs-on: x, needs: a, if: always()}\n")  # fmt: skip
    assert [bool(each.never_runs) for each in pipeline.jobs] == [True, True, False]


# --- failures that are ignored ---


@pytest.mark.parametrize(
    ("body", "ignored"),
    [
        ("- run: a", False),
        ("- run: a\n  continue-on-error: true", True),
        ("- run: a\n  continue-on-error: ${{ true }}", True),
        ("- run: a\n  continue-on-error: 'true'", True),
        ("- run: a\n  continue-on-error: false", False),
        ("- run: a\n  continue-on-error: ${{ matrix.new }}", False),
        ("- run: a\n  if: failure()", True),
        ("- run: a\n  if: success() || failure()", False),
        ("- uses: a/b@v1\n  continue-on-error: true", True),
    ],
)
def test_steps_whose_failure_is_ignored(body: str, ignored: bool) -> None:
    assert steps(body)[0].failure_ignored is ignored


def test_jobs_whose_failure_is_ignored() -> None:
    assert job("runs-on: x\ncontinue-on-error: true").failure_ignored
    assert not job("runs-on: x\ncontinue-on-error: ${{ matrix.x }}").failure_ignored


# --- references ---


@pytest.mark.parametrize(
    ("uses", "kind", "name", "version", "own", "immutable"),
    [
        (f"actions/checkout@{SHA}", PartKind.ACTION, "actions/checkout", SHA, False, True),
        ("actions/checkout@v4", PartKind.ACTION, "actions/checkout", "v4", False, False),
        ("actions/checkout@main", PartKind.ACTION, "actions/checkout", "main", False, False),
        (f"actions/checkout@{SHA[:39]}", PartKind.ACTION, "actions/checkout", SHA[:39], False, False),
        ("actions/checkout@${{ inputs.ref }}", PartKind.ACTION, "actions/checkout", "${{ inputs.ref }}", False, None),
        (f"github/codeql-action/analyze@{SHA}", PartKind.ACTION, "github/codeql-action/analyze", SHA, False, True),
        ("./.github/actions/x", PartKind.ACTION, ".github/actions/x", "", True, True),
        ("docker://alpine:3.20", PartKind.IMAGE, "alpine", "3.20", False, False),
        (f"docker://alpine@sha256:{'0' * 64}", PartKind.IMAGE, "alpine", f"sha256:{'0' * 64}", False, True),
        (f"docker://ghcr.io/a/b:1@sha256:{'0' * 64}", PartKind.IMAGE, "ghcr.io/a/b", f"sha256:{'0' * 64}", False, True),
    ],
)  # fmt: skip
def test_references_of_steps(uses: str, kind: PartKind, name: str, version: str, own: bool, immutable: bool | None) -> None:  # fmt: skip
    part = steps(f"- uses: {uses} # v4.2")[0].part
    assert part is not None
    assert (part.kind, part.name, part.version, part.own, part.immutable) == (kind, name, version, own, immutable)
    assert (part.path, part.line, part.text) == (PATH, 6, uses.removeprefix("docker://"))
    assert part.comment == ("v4.2" if kind is PartKind.ACTION else "")


def test_called_workflows() -> None:
    own = job("uses: ./.github/workflows/t.yml\nsecrets: inherit\nwith: {a: 1}")
    assert own.calls is not None
    assert (own.calls.kind, own.calls.own, own.calls.name, own.inherits_secrets, own.unread) == (PartKind.WORKFLOW, True, ".github/workflows/t.yml", True, ())  # fmt: skip
    foreign = job(f"uses: o/r/.github/workflows/t.yml@{SHA} # v1")
    assert foreign.calls is not None
    assert (foreign.calls.kind, foreign.calls.immutable, foreign.calls.comment) == (PartKind.WORKFLOW, True, "v1")
    assert [each.reason for each in foreign.unread] == [f"the workflow o/r/.github/workflows/t.yml@{SHA} lives elsewhere"]  # fmt: skip
    assert foreign.self_hosted is None


def test_images_of_jobs_and_services() -> None:
    digest = f"sha256:{'a' * 64}"
    found = job(f"runs-on: x\ncontainer: node:22\nservices:\n  db: {{image: 'postgres@{digest}'}}\n  x: {{image: '${{{{ matrix.x }}}}'}}\n  broken: 3\n")  # fmt: skip
    assert [(each.name, each.version, each.immutable, each.line) for each in found.images] == [("node", "22", False, 5), ("postgres", digest, True, 7), ("${{ matrix.x }}", "", None, 8)]  # fmt: skip
    assert [each.name for each in job("runs-on: x\ncontainer: {image: alpine}").images] == ["alpine"]
    assert [each.text for each in found.parts] == [each.text for each in found.images]


# --- secrets, identity, rights ---


@pytest.mark.parametrize(
    ("body", "secrets"),
    [
        ("env: {A: '${{ secrets.TOKEN }}'}", ("TOKEN",)),
        ("steps: [{run: 'a ${{ secrets.A }} ${{ secrets.B_2 }}'}]", ("A", "B_2")),
        ("steps: [{uses: a/b@v1, with: {t: \"${{ secrets['X'] }}\"}}]", ("X",)),
        ("if: ${{ secrets.X != '' }}", ("X",)),
        ("uses: ./x.yml\nsecrets: {y: '${{ secrets.X }}'}", ("X",)),
        ("steps: [{run: 'a ${{ secrets.GITHUB_TOKEN }}'}]", ()),
        ("steps: [{env: {A: '${{ toJSON(secrets) }}'}}]", ("(any)",)),
        ("steps: [{env: {A: '${{ secrets[matrix.name] }}'}}]", ("(any)",)),
        ("steps: [{run: 'echo secrets'}]", ()),
    ],
)
def test_secrets_that_reach_a_job(body: str, secrets: tuple[str, ...]) -> None:
    assert job(f"runs-on: x\n{body}").secrets == secrets


def test_secrets_of_the_whole_workflow_reach_every_job() -> None:
    pipeline = workflow("on: push\nenv: {A: '${{ secrets.T }}'}\njobs:\n  a: {runs-on: x}\n  b: {runs-on: x, env: {B: '${{ secrets.U }}'}}\n")  # fmt: skip
    assert [each.secrets for each in pipeline.jobs] == [("T",), ("T", "U")]


@pytest.mark.parametrize(
    ("top", "own", "scopes", "everything", "identity"),
    [
        ("", "", None, None, False),
        ("permissions: {contents: read}\n", "", None, None, False),
        ("permissions: {id-token: write}\n", "", None, None, True),
        ("permissions: {id-token: write}\n", "permissions: {contents: read}", {"contents": "read"}, "", False),
        ("permissions: read-all\n", "permissions: {id-token: write}", {"id-token": "write"}, "", True),
        ("", "permissions: write-all", {}, "write-all", True),
        ("", "permissions: {}", {}, "", False),
        ("permissions: {id-token: write}\n", "permissions: {}", {}, "", False),
        ("", "permissions: {id-token: read}", {"id-token": "read"}, "", False),
    ],
)
def test_rights_and_identity(top: str, own: str, scopes: Any, everything: Any, identity: bool) -> None:
    found = job(f"runs-on: x\n{own}", f"on: push\n{top}")
    assert found.identity is identity
    assert (found.permissions and dict(found.permissions.scopes)) == (scopes if scopes is not None else None)
    assert (found.permissions and found.permissions.everything) == everything
    assert found.permissions is None or found.permissions.line == (6 if top else 5)


def test_rights_of_the_workflow() -> None:
    rights = workflow("on: push\npermissions: {contents: read, packages: write}\njobs: {}\n").permissions
    assert rights is not None
    assert (dict(rights.scopes), rights.line) == ({"contents": "read", "packages": "write"}, 2)
    assert workflow("on: push\njobs: {}\n").permissions is None


# --- machines ---


@pytest.mark.parametrize(
    ("on", "labels", "own"),
    [
        ("ubuntu-24.04", ("ubuntu-24.04",), False),
        ("Ubuntu-Latest", ("Ubuntu-Latest",), False),
        ("macos-15-xlarge", ("macos-15-xlarge",), False),
        ("self-hosted", ("self-hosted",), True),
        ("[self-hosted, linux]", ("self-hosted", "linux"), True),
        ("{group: big, labels: [ubuntu-24.04]}", ("ubuntu-24.04",), False),
        ("{group: big}", (), None),
        ("blacksmith-4vcpu", ("blacksmith-4vcpu",), None),
        ("${{ inputs.runner }}", ("${{ inputs.runner }}",), None),
        ("${{ matrix.os }}", ("ubuntu-24.04", "windows-2025", "self-hosted"), True),
        ("${{ matrix.absent }}", ("${{ matrix.absent }}",), None),
        ("${{ matrix.computed }}", ("${{ matrix.computed }}",), None),
    ],
)
def test_machines(on: str, labels: tuple[str, ...], own: bool | None) -> None:
    matrix = "strategy:\n  matrix:\n    os: [ubuntu-24.04, windows-2025]\n    computed: ${{ fromJSON(inputs.x) }}\n    include: [{os: self-hosted}]"  # fmt: skip
    found = job(f"runs-on: {on}\n{matrix}")
    assert (found.runner, found.self_hosted) == (labels, own)


# --- indirection ---

COMPOSITE = "runs:\n  using: composite\n  steps:\n    - run: |\n        pytest\n      shell: bash\n    - uses: ./.github/actions/inner\n      continue-on-error: true\n    - if: false\n      run: never\n      shell: bash\n"
INNER = "runs:\n  using: composite\n  steps:\n    - {run: ./ci.sh, shell: bash, working-directory: sub}\n    - uses: actions/cache@v4 # later\n"
ACTIONS = {".github/actions/outer/action.yml": COMPOSITE, ".github/actions/inner/action.yaml": INNER, "sub/ci.sh": "ruff check\n"}  # fmt: skip


def test_local_actions_are_followed_two_levels_and_scripts_below_them() -> None:
    found = steps("- uses: ./.github/actions/outer", ACTIONS)
    assert [(each.part.text if each.part else each.script.strip(), each.path, each.line, each.failure_ignored) for each in found] == [
        ("./.github/actions/outer", PATH, 6, False),
        ("pytest", ".github/actions/outer/action.yml", 4, False),
        ("./.github/actions/inner", ".github/actions/outer/action.yml", 7, True),
        ("./ci.sh", ".github/actions/inner/action.yaml", 4, True),
        ("actions/cache@v4", ".github/actions/inner/action.yaml", 5, True),
    ]  # fmt: skip
    assert commands("- uses: ./.github/actions/outer", ACTIONS) == [
        ("pytest", ".github/actions/outer/action.yml", 5),
        ("./ci.sh", ".github/actions/inner/action.yaml", 4),
        ("ruff check", "sub/ci.sh", 1),
    ]
    assert found[4].part is not None
    assert found[4].part.comment == "later"


def test_actions_in_a_container_bring_their_image() -> None:
    (_, image) = steps("- uses: ./a", {"a/action.yml": "runs: {using: docker, image: 'docker://alpine:3'}"})
    assert image.part is not None
    assert (image.part.kind, image.part.name, image.part.immutable) == (PartKind.IMAGE, "alpine", False)
    assert len(steps("- uses: ./a", {"a/action.yml": "runs: {using: docker, image: Dockerfile}"})) == 1
    assert len(steps("- uses: ./a", {"a/action.yml": "runs: {using: node24, main: index.js}"})) == 1


def test_actions_that_cannot_be_followed_are_said() -> None:
    absent = job("runs-on: x\nsteps: [{uses: ./absent}]")
    assert [each.reason for each in absent.unread] == ["the local action is not in the tree"]
    broken = job("runs-on: x\nsteps: [{uses: ./a}, {uses: ./a}]", files={"a/action.yml": "runs: ["})
    assert [each.source for each in broken.unread] == ["a/action.yml"]


def test_actions_that_use_each_other_end() -> None:
    circle = {"a/action.yml": "runs: {steps: [{uses: ./b}, {uses: ./a}]}", "b/action.yml": "runs: {steps: [{uses: ./a}]}"}  # fmt: skip
    assert len(steps("- uses: ./a", circle)) < 10
    wide = {f"a{n}/action.yml": f"runs: {{steps: [{', '.join([f'{{uses: ./a{n + 1}}}'] * 400)}]}}" for n in range(6)}
    found = job("runs-on: x\nsteps: [{uses: ./a0}]", files=wide)
    assert len(found.steps) <= 2 * github.MOST_STEPS + 2
    assert any("more than" in each.reason for each in found.unread)


def test_anchors_and_merges_are_followed() -> None:
    text = "on: push\nx-steps: &s\n  - uses: actions/checkout@v4\n  - &t {run: pytest}\njobs:\n  a:\n    runs-on: &r ubuntu-24.04\n    steps: *s\n  b:\n    runs-on: *r\n    steps: [*t]\n"  # fmt: skip
    pipeline = workflow(text)
    assert [[each.line for each in one.steps] for one in pipeline.jobs] == [[3, 4], [4]]
    assert all(Does.TEST in one.does and one.self_hosted is False for one in pipeline.jobs)


def test_where_scripts_run_and_where_their_lines_are() -> None:
    files = {"top/x.sh": "a\n", "job/x.sh": "b\n", "step/x.sh": "c\n"}
    text = "on: push\ndefaults: {run: {working-directory: top, shell: bash}}\njobs:\n  j:\n    runs-on: x\n    steps:\n      - run: ./x.sh\n      - run: ./x.sh\n        working-directory: ./step\n      - run: ./x.sh\n        working-directory: ${{ matrix.x }}\n  k:\n    runs-on: x\n    defaults: {run: {working-directory: job}}\n    steps:\n      - name: block\n        run: |\n\n          ./x.sh\n      - run: >-\n          ./x.sh\n          -v\n"  # fmt: skip
    j, k = workflow(text, files).jobs
    assert [[(each.text, each.path, each.line) for each in step.commands] for step in j.steps] == [
        [("./x.sh", PATH, 7), ("a", "top/x.sh", 1)], [("./x.sh", PATH, 8), ("c", "step/x.sh", 1)], [("./x.sh", PATH, 10)],
    ]  # fmt: skip
    assert [[(each.text, each.path, each.line) for each in step.commands] for step in k.steps] == [
        [("./x.sh", PATH, 19), ("b", "job/x.sh", 1)], [("./x.sh -v", PATH, 21), ("b", "job/x.sh", 1)],
    ]  # fmt: skip
    assert [step.shell for step in j.steps] == ["bash"] * 3


# --- variables and what is dynamic ---


def test_commands_named_by_variables_of_the_definition() -> None:
    text = "on: push\nenv: {CARGO: cargo, ARGS: -x}\njobs:\n  j:\n    runs-on: x\n    env: {TOOL: pytest}\n    steps:\n      - run: ${{ env.CARGO }} test $ARGS\n      - run: $TOOL\n      - run: $CARGO build\n        env: {CARGO: cross}\n      - run: $TOOL\n        shell: python\n"  # fmt: skip
    (found,) = workflow(text).jobs
    assert [each.text for each in found.commands] == ["cargo test $ARGS", "pytest", "cross build"]
    assert found.unread == ()


def test_commands_nobody_can_resolve_are_said_once() -> None:
    text = "on: push\njobs:\n  j:\n    runs-on: x\n    steps: [{run: $A}, {run: '${{ matrix.b }} x'}]\n  k:\n    runs-on: x\n    steps: [{run: $C}]\n"  # fmt: skip
    j, k = workflow(text).jobs
    assert [(each.source, each.reason) for each in j.unread] == [(f"{PATH}:5", "what runs there is named by a variable ($A)")]  # fmt: skip
    assert k.unread == ()


@pytest.mark.parametrize(
    ("matrix", "computed"),
    [("${{ fromJSON(needs.a.outputs.m) }}", True), ("{os: '${{ fromJSON(inputs.os) }}'}", True), ("{include: '${{ fromJSON(inputs.x) }}'}", True), ("{os: [a, b]}", False), ("{include: [{os: a}]}", False)],
)  # fmt: skip
def test_a_matrix_computed_while_it_runs_is_unknown(matrix: str, computed: bool) -> None:
    found = job(f"runs-on: x\nstrategy:\n  matrix: {matrix}")
    assert any("computed" in each.reason for each in found.unread) is computed


def test_commands_named_by_a_matrix_that_is_written_out() -> None:
    text = "strategy:\n  matrix:\n    command: [pytest -x, ./lint.sh]\n    include: [{command: npm ci}]\n    other: '${{ fromJSON(x) }}'\nsteps:\n  - run: |\n      make\n      ${{ matrix.command }} a\n  - run: ${{ matrix.other }}\n"  # fmt: skip
    found = job(f"runs-on: x\n{text}", files={"lint.sh": "ruff check\n"})
    assert [(each.text, each.line) for each in found.steps[0].commands] == [("make", 12), ("pytest -x a", 13), ("./lint.sh a", 13), ("ruff check", 1), ("npm ci a", 13)]  # fmt: skip
    assert Does.TEST in found.does
    assert [each.source for each in found.unread] == [PATH, f"{PATH}:14"]


def test_what_actions_do() -> None:
    found = steps("- uses: actions/checkout@v4\n- uses: pypa/gh-action-pypi-publish@v1\n- uses: docker/build-push-action@v6\n  with: {push: true}\n- uses: docker/build-push-action@v6\n- uses: ruby/setup-ruby@v1\n  with: {bundler-cache: true}\n- uses: aquasecurity/trivy-action@v1\n  with: {scan-type: config}\n- uses: actions/attest-build-provenance@v2\n")  # fmt: skip
    assert [(set(each.does), each.publishes) for each in found] == [
        ({Does.CHECKOUT}, ""), ({Does.PUBLISH}, "pypa/gh-action-pypi-publish"), ({Does.BUILD, Does.PUBLISH}, "docker/build-push-action with push: true"), ({Does.BUILD}, ""), ({Does.INSTALL}, ""),
        ({Does.STATIC_ANALYSIS}, ""), ({Does.PROVENANCE, Does.SIGN}, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("uses", "inputs"),
    [
        ("pypa/gh-action-pypi-publish", "{repository-url: 'https://test.pypi.example/legacy/'}"), ("goreleaser/goreleaser-action", "{args: release --snapshot}"), ("helm/chart-releaser-action", "{skip_upload: true}"),
        ("changesets/action", "{}"), ("docker/build-push-action", "{push: false}"), ("docker/bake-action", "{}"), ("pyo3/maturin-action", "{command: build}"), ("actions/github-script", "{script: 'a'}"),
    ],
)  # fmt: skip
def test_publishing_actions_that_publish_nothing(uses: str, inputs: str) -> None:
    assert steps(f"- uses: {uses}@v1\n  with: {inputs}")[0].publishes == ""


# --- broken and hostile ---


@pytest.mark.parametrize("text", ["", "- a\n", "on: push\n", "on: push\njobs: [a]\n", "on: push\njobs: 3\n", "on: [\n", "on: push\non: push\njobs: {}\n"])  # fmt: skip
def test_what_is_no_workflow_is_refused(text: str) -> None:
    with pytest.raises(YamlError):
        workflow(text)


SHAPES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.sampled_from(["", "a", "${{ x }}", "$A", "false", "./a", "docker://a", "pytest", "secrets.X"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["on", "jobs", "j", "steps", "run", "uses", "with", "env", "if", "needs", "runs-on", "strategy", "matrix", "include", "permissions", "container", "services", "image", "environment", "name", "defaults", "working-directory", "continue-on-error", "push", "schedule", "branches", "secrets", "labels", "shell"]), inner, max_size=5),
    ),
    max_leaves=25,
)  # fmt: skip


@given(SHAPES, SHAPES, SHAPES)
def test_any_shape_is_read_or_refused_with_our_own_error(on: object, body: object, action: object) -> None:
    text = json.dumps({"on": on, "env": body, "defaults": action, "permissions": on, "jobs": {"j": body, "k": {"steps": body, "strategy": on}}})  # fmt: skip
    pipeline = workflow(text, {"a/action.yml": json.dumps({"runs": action})})
    assert len(pipeline.jobs) <= 2
    assert refusal(json.dumps(body))


REMARKED = "on: push\njobs:\n  j:\n    runs-on: ubuntu-24.04\n    needs: [a]\n    steps:\n      - uses: actions/checkout@v4\n      - run: |\n          pytest\n          make\n      - run: last\n"


@given(st.integers(0, 7), st.text("abc #:{}[]-'\"$", max_size=20))
def test_remarks_change_nothing(line: int, remark: str) -> None:
    lines = REMARKED.splitlines()
    with_remark = "\n".join([*lines[:line], f"# {remark}", *lines[line:]])

    def shape(pipeline: Pipeline) -> Any:
        return [(each.id, each.needs, [(one.does, one.script, one.part and one.part.name) for one in each.steps]) for each in pipeline.jobs]  # fmt: skip

    assert shape(workflow(with_remark)) == shape(workflow(REMARKED))


# --- real ones ---

REFUSED = {
    "bad-zizmor/invalid__bad-yaml-1.yml",
    "bad-zizmor/invalid__empty.yml",
    "bad-zizmor/invalid__invalid-workflow.yml",
}


def test_real_workflows_lose_nothing(shared_data: Path) -> None:
    """Every uses: and every run: of a file is a part or a script of its model, counted by their lines."""
    folder = shared_data / "samples" / "github-workflows"
    refused = set()
    for file in sorted(folder.rglob("*.y*ml")):
        text = file.read_text(encoding="utf-8")
        if refusal(text) != "none":
            refused.add(file.relative_to(folder).as_posix())
            continue
        pipeline = workflow(text)
        bare = [line.partition(" #")[0] if not line.lstrip().startswith("#") else "" for line in text.splitlines()]
        uses = [number for number, line in enumerate(bare, 1) if re.match(r"\s*(- )?uses:", line)]
        runs = [number for number, line in enumerate(bare, 1) if re.match(r"\s*(- )?run:\s*\S", line)]
        parts = {part.line for job in pipeline.jobs for part in (*(step.part for step in job.steps), job.calls) if part}
        scripts = {step.line for job in pipeline.jobs for step in job.steps if not step.part}
        assert set(uses) <= parts, file.name
        # One sample has a step with both, which the platform refuses.
        assert set(runs) - {number + 1 for number in uses} <= scripts, file.name
        assert pipeline.triggers or "bad-" in str(file)
        machines = [line for line in bare if re.match(r"\s+runs-on:", line)]
        assert len([job for job in pipeline.jobs if job.runner]) == len(machines), file.name
    assert refused <= REFUSED


@pytest.mark.parametrize(
    ("sample", "does"),
    [("real/black-pypi-upload.yml", Does.PUBLISH), ("real/healthchecks-publish-docker.yml", Does.PUBLISH), ("real/sigstore-python-ci.yml", Does.TEST), ("real/uv-publish-pypi.yml", Does.PUBLISH), ("real/warehouse-ci.yml", Does.TEST), ("bad-zizmor/use-trusted-publishing__twine-upload.yml", Does.PUBLISH)],
)  # fmt: skip
def test_what_real_workflows_do(sample: str, does: Does, shared_data: Path) -> None:
    text = (shared_data / "samples" / "github-workflows" / sample).read_text(encoding="utf-8")
    found = workflow(text, {"Makefile": "test:\n\tpytest\n", "bin/tests": "#!/bin/sh\npytest\n"})
    assert any(does in each.does for each in found.jobs)
