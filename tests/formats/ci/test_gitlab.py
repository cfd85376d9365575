"""GitLab CI in the normalised model: rules, stages, failures, includes and extends, child pipelines, references, identity."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.facts.ci import Does, Job, PartKind, Pipeline, Provider, TriggerKind
from assay.formats.ci import gitlab
from assay.formats.yaml_text import YamlError

PATH = ".gitlab-ci.yml"
SHA = "0123456789abcdef0123456789abcdef01234567"
NOTHING: Mapping[str, str] = {}
K = TriggerKind
ANY = [K.CHANGE, K.PUSH, K.TAG]


def pipeline(text: str, files: Mapping[str, str] = NOTHING) -> Pipeline:
    return gitlab.read(text, PATH, files.get)


def job(body: str, more: str = "", files: Mapping[str, str] = NOTHING, name: str = "j") -> Job:
    """The job called ``j`` whose body this is, written at its own indentation."""
    lines = "".join(f"  {line}\n" for line in body.splitlines())
    found = pipeline(f"j:\n{lines}{more}", files).job(name)
    assert found is not None
    return found


def refusal(text: str) -> str:
    try:
        pipeline(text)
    except YamlError as error:
        return str(error)
    return "none"


def kinds(found: Job) -> list[TriggerKind] | None:
    return None if found.triggers is None else [each.kind for each in found.triggers]


def commands(found: Job) -> list[tuple[str, str, int]]:
    return [(each.text, each.path, each.line) for each in found.commands]


# --- what starts it ---


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ("- if: $CI_PIPELINE_SOURCE == 'merge_request_event'", [K.CHANGE]),
        ("- if: $CI_PIPELINE_SOURCE == \"push\"", [K.PUSH, K.TAG]),
        ("- if: $CI_PIPELINE_SOURCE == 'schedule'", [K.SCHEDULE]),
        ("- if: $CI_PIPELINE_SOURCE == 'web'", [K.MANUAL]),
        ("- if: $CI_PIPELINE_SOURCE == 'api' || $CI_PIPELINE_SOURCE == 'trigger'", [K.MANUAL]),
        ("- if: $CI_PIPELINE_SOURCE == 'parent_pipeline'", [K.CALLED]),
        ("- if: $CI_PIPELINE_SOURCE =~ /^(push|schedule)$/", [K.PUSH, K.TAG, K.SCHEDULE]),
        ("- if: $CI_PIPELINE_SOURCE != 'schedule'", ANY),
        ("- if: $CI_PIPELINE_SOURCE != 'merge_request_event'", [K.PUSH, K.TAG]),
        ("- if: $CI_COMMIT_TAG", [K.TAG]),
        ("- if: $CI_COMMIT_TAG =~ /^v/", [K.TAG]),
        ("- if: $CI_COMMIT_TAG == null", [K.CHANGE, K.PUSH]),
        ("- if: $CI_COMMIT_TAG == \"\"", [K.CHANGE, K.PUSH]),
        ("- if: $CI_COMMIT_TAG != null", [K.TAG]),
        ("- if: $CI_COMMIT_BRANCH", [K.PUSH]),
        ("- if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", [K.PUSH]),
        ("- if: $CI_COMMIT_BRANCH && $CI_COMMIT_TAG == null", [K.PUSH]),
        ("- if: $CI_COMMIT_BRANCH != $CI_DEFAULT_BRANCH", ANY),
        ("- if: $CI_MERGE_REQUEST_IID", [K.CHANGE]),
        ("- if: $CI_MERGE_REQUEST_TARGET_BRANCH_NAME == 'main'", [K.CHANGE]),
        ("- if: $CI_MERGE_REQUEST_ID == null", [K.PUSH, K.TAG]),
        ("- if: $CI_EXTERNAL_PULL_REQUEST_IID", [K.CHANGE]),
        ("- if: $CI_COMMIT_REF_NAME =~ /^v/", [K.PUSH, K.TAG]),
        ("- if: $MY_OWN == 'x'", ANY),
        ("- when: on_success", ANY),
        ("- changes: [src/*]", ANY),
        ("- {if: $CI_COMMIT_TAG}\n- {if: $CI_PIPELINE_SOURCE == 'merge_request_event'}", [K.TAG, K.CHANGE]),
        ("- {if: $CI_COMMIT_TAG, when: never}\n- when: always", [K.CHANGE, K.PUSH]),
        ("- {if: $CI_PIPELINE_SOURCE == 'merge_request_event', when: never}\n- {if: $CI_COMMIT_BRANCH == 'main'}\n- when: on_success", [K.PUSH, K.PUSH, K.TAG]),
        ("- {if: $CI_COMMIT_BRANCH && $CI_OPEN_MERGE_REQUESTS, when: never}\n- {if: $CI_COMMIT_BRANCH}", [K.PUSH]),
        ("- {if: $CI_COMMIT_BRANCH =~ /^wip/, when: never}\n- {if: $CI_COMMIT_BRANCH}", [K.PUSH]),
        ("- {if: $CI_COMMIT_TAG, changes: [x], when: never}\n- {if: $CI_COMMIT_TAG}", [K.TAG]),
        ("- {if: 'false'}\n- {if: $CI_COMMIT_TAG}", [K.TAG]),
        ("- {if: $CI_COMMIT_TAG}\n- when: never\n- when: always", [K.TAG]),
    ],
)  # fmt: skip
def test_rules_of_a_job(rules: str, found: list[TriggerKind]) -> None:
    body = "script: [a]\nrules:\n" + "".join(f"  {line}\n" for line in rules.splitlines())
    assert kinds(job(body)) == found
    assert not job(body).never_runs
    assert [each.kind for each in pipeline("workflow:\n  rules:\n" + "".join(f"    {line}\n" for line in rules.splitlines()) + "j: {script: [a]}\n").triggers] == found  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        "when: never",
        "rules: [{when: never}]",
        "rules: [{when: never}, {when: always}]",
        "rules: [{if: 'false'}]",
        'rules: [{if: \'"a" == "b"\'}]',
        "rules: [{if: $CI_COMMIT_TAG, when: never}, {if: '0'}]",
    ],
)
def test_jobs_that_never_run(body: str) -> None:
    assert job(f"script: [a]\n{body}").never_runs


def test_a_workflow_that_refuses_everything() -> None:
    found = pipeline("workflow: {rules: [{when: never}]}\nj: {script: [a]}\n")
    assert found.triggers == ()
    assert found.jobs[0].never_runs


def test_branches_paths_and_lines_of_rules() -> None:
    found = job("script: [a]\nrules:\n  - if: $CI_COMMIT_BRANCH == 'main' || $CI_COMMIT_BRANCH == \"next\"\n  - if: $CI_MERGE_REQUEST_IID\n    changes: {paths: [docs/**]}\n")  # fmt: skip
    assert [(each.kind, each.branches, each.paths, each.line) for each in found.triggers or ()] == [
        (K.PUSH, ("main",), (), 4), (K.PUSH, ("next",), (), 4), (K.CHANGE, (), ("docs/**",), 5),
    ]  # fmt: skip
    assert [each.on_changes for each in found.triggers or ()] == [True, True, False]
    assert found.condition == "$CI_COMMIT_BRANCH == 'main' || $CI_COMMIT_BRANCH == \"next\"; $CI_MERGE_REQUEST_IID"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("only: [tags]", [K.TAG]),
        ("only: [merge_requests, main]", [K.CHANGE, K.PUSH]),
        ("only: {refs: [schedules]}", [K.SCHEDULE]),
        ("only: {changes: [docs/*]}", [K.PUSH, K.TAG]),
        ("only: [web, api, triggers]", [K.MANUAL] * 3),
        ("only: ['/^v\\d+/']", [K.TAG]),
        ("only: [/^release/]", [K.PUSH]),
        ("only: [main@group/project]", [K.PUSH]),
        ("only: [pushes]", [K.PUSH, K.TAG]),
        ("except: [tags]", [K.PUSH]),
        ("except: [branches]", [K.TAG]),
        ("except: [main]", [K.PUSH, K.TAG]),
        ("only: [branches, tags]\nexcept: {refs: [tags]}", [K.PUSH]),
        ("", None),
    ],
)
def test_only_and_except(body: str, found: list[TriggerKind] | None) -> None:
    assert kinds(job(f"script: [a]\n{body}")) == found


def test_what_starts_a_pipeline_without_rules() -> None:
    assert [each.kind for each in pipeline("j: {script: [a]}\n").triggers] == [K.PUSH, K.TAG]


def test_a_workflow_takes_kinds_from_its_jobs() -> None:
    text = "workflow: {rules: [{if: $CI_MERGE_REQUEST_IID}]}\nj:\n  script: [a]\n  rules: [{when: always}, {if: $CI_PIPELINE_SOURCE == 'schedule'}]\n"  # fmt: skip
    assert kinds(pipeline(text).jobs[0]) == [K.CHANGE, K.SCHEDULE]


# --- order and gates ---


def test_stages_order_jobs_and_needs_break_the_order() -> None:
    text = "stages: [lint, test, release]\na: {stage: lint, script: [x]}\nb: {script: [x]}\nc: {stage: release, script: [x]}\nd: {stage: release, needs: [a, {job: b}, {pipeline: $P}, {project: g/p, job: z}], script: [x]}\ne: {stage: release, needs: [], script: [x]}\nf: {stage: .pre, script: [x]}\ng: {stage: .post, script: [x]}\n"  # fmt: skip
    found = {each.id: set(each.needs) for each in pipeline(text).jobs}
    assert found == {"a": {"f"}, "b": {"a", "f"}, "c": {"a", "b", "f"}, "d": {"a", "b"}, "e": set(), "f": set(), "g": {"a", "b", "c", "d", "e", "f"}}  # fmt: skip


def test_what_is_not_waited_for() -> None:
    text = "a: {stage: build, script: [x], when: never}\nb: {stage: build, script: [x], when: manual}\nc: {stage: build, script: [x], when: manual, allow_failure: false}\nd: {stage: test, script: [x]}\n"  # fmt: skip
    found = pipeline(text)
    assert found.jobs[3].needs == ("c",)
    assert not found.jobs[3].never_runs
    assert [(each.manual, each.failure_ignored) for each in found.jobs] == [(False, False), (True, True), (True, False), (False, False)]  # fmt: skip


def test_a_job_that_needs_one_that_never_runs_never_runs() -> None:
    assert pipeline("a: {script: [x], when: never}\nb: {script: [x], needs: [a]}\n").jobs[1].never_runs


@pytest.mark.parametrize(
    ("rules", "manual"),
    [("[{when: manual}]", True), ("[{if: $A, when: manual}, {when: on_success}]", False), ("[{if: $A, when: manual}, {when: never}]", True)],
)  # fmt: skip
def test_gates_in_rules(rules: str, manual: bool) -> None:
    found = job(f"script: [a]\nrules: {rules}")
    assert (found.manual, found.failure_ignored) == (manual, False)


# --- failures that are ignored ---


@pytest.mark.parametrize(
    ("body", "ignored"),
    [
        ("", False),
        ("allow_failure: true", True),
        ("allow_failure: false", False),
        ("allow_failure: {exit_codes: 1}", True),
        ("allow_failure: {exit_codes: [1, 2]}", True),
        ("allow_failure: {exit_codes: [137]}", False),
        ("rules: [{if: $A, allow_failure: true}]", True),
        ("rules: [{if: $A, allow_failure: true}, {if: $B}]", False),
        ("allow_failure: true\nrules: [{if: $A}]", True),
        ("when: on_failure", True),
        ("rules: [{when: on_failure}]", True),
    ],
)
def test_jobs_whose_failure_is_ignored(body: str, ignored: bool) -> None:
    assert job(f"script: [a]\n{body}").failure_ignored is ignored


def test_what_runs_whatever_happened() -> None:
    assert [job(f"script: [a]\nwhen: {when}").runs_always for when in ("always", "on_failure", "on_success")] == [True, True, False]  # fmt: skip
    (_, after) = job("script: [a]\nafter_script: [b]").steps
    assert (after.name, after.failure_ignored, after.runs_always) == ("after_script", True, True)


def test_one_shell_runs_what_is_done_and_another_what_comes_after() -> None:
    files = {"web/package.json": '{"scripts": {"test": "jest"}}'}
    found = job("before_script: [cd web, set +e]\nscript:\n  - npm test\n  - |\n    true\n    pytest\nafter_script: [npm test]\n", files=files)  # fmt: skip
    assert commands(found) == [
        ("cd web", PATH, 2), ("set +e", PATH, 2), ("npm test", PATH, 4), ("jest", "web/package.json", 1), ("true", PATH, 6), ("pytest", PATH, 7), ("npm test", PATH, 8),
    ]  # fmt: skip
    assert [each.failure_ignored for each in found.commands] == [False, True, True, True, True, True, False]
    assert [each.name for each in found.steps] == ["before_script", "before_script", "script", "script", "after_script"]


# --- indirection ---


def test_includes_are_merged_two_levels_and_places_stay_right() -> None:
    files = {
        "ci/a.yml": "include: /ci/b.yml\n.base:\n  before_script:\n    - one\n  image: alpine:3\n",
        "ci/b.yml": "shared:\n  script:\n    - pytest\nj:\n  script:\n    - overridden\n  tags: [own]\n",
    }
    found = pipeline("include:\n  - local: ci/a.yml\nj:\n  extends: .base\n  script: two\n", files)
    j, shared = found.job("j"), found.job("shared")
    assert j is not None
    assert shared is not None
    assert commands(j) == [("one", "ci/a.yml", 4), ("two", PATH, 5)]
    assert (j.path, j.line, j.runner) == (PATH, 3, ("own",))
    assert [(each.name, each.path, each.line) for each in j.images] == [("alpine", "ci/a.yml", 5)]
    assert (commands(shared), shared.path, shared.line) == ([("pytest", "ci/b.yml", 3)], "ci/b.yml", 1)
    assert found.unread == ()


def test_extends_merges_deeply_and_the_nearest_wins() -> None:
    text = ".a: {script: [a], variables: {X: 1, Y: 1}, allow_failure: true}\n.b: {extends: .a, variables: {Y: 2}}\nj: {extends: [.b, .c], variables: {Z: 3}}\n.c: {script: [c]}\n"  # fmt: skip
    found = pipeline(text).job("j")
    assert found is not None
    assert (dict(found.env), found.failure_ignored, [each[0] for each in commands(found)]) == ({"X": "1", "Y": "2", "Z": "3"}, True, ["c"])  # fmt: skip


def test_references_anchors_and_defaults() -> None:
    text = "default:\n  before_script: [prepare]\n  image: python:3\n  tags: [d]\n  id_tokens: {T: {aud: x}}\n.lib:\n  script: &lines\n    - lib\n  rules: [{if: $CI_COMMIT_TAG}]\na:\n  script:\n    - !reference [.lib, script]\n    - own\n  rules:\n    - !reference [.lib, rules]\nb:\n  script: *lines\n  before_script: []\nc:\n  inherit: {default: false}\n  script: !reference [.lib, script]\n  rules: !reference [.lib, rules]\n"  # fmt: skip
    a, b, c = (each for each in pipeline(text).jobs)
    assert commands(a) == [("prepare", PATH, 2), ("lib", PATH, 8), ("own", PATH, 13)]
    assert commands(b) == [("lib", PATH, 8)]
    assert commands(c) == [("lib", PATH, 8)]
    assert [kinds(each) for each in (a, b, c)] == [[K.TAG], None, [K.TAG]]
    assert [([one.name for one in each.images], each.runner, each.identity) for each in (a, b, c)] == [(["python"], ("d",), True), (["python"], ("d",), True), ([], (), False)]  # fmt: skip


def test_inputs_of_included_files_are_filled_in() -> None:
    files = {"t.yml": "spec:\n  inputs:\n    tool: {default: pytest}\n    stage:\n---\nt:\n  script: ['$[[ inputs.tool ]] -x', '$[[ inputs.stage ]] y']\n"}  # fmt: skip
    (found,) = pipeline("include: [{local: t.yml}]\n", files).jobs
    assert [each.text for each in found.commands] == ["pytest -x", "${stage} y"]
    (found,) = pipeline("include: [{local: t.yml, inputs: {tool: mypy, stage: make}}]\n", files).jobs
    assert [each.text for each in found.commands] == ["mypy -x", "make y"]


@pytest.mark.parametrize(
    ("include", "kind", "name", "version", "immutable", "platform"),
    [
        ("{project: g/p, ref: main, file: a.yml}", PartKind.INCLUDE, "g/p", "main", False, False),
        (f"{{project: g/p, ref: {SHA}, file: a.yml}}", PartKind.INCLUDE, "g/p", SHA, True, False),
        ("{project: g/p, file: a.yml}", PartKind.INCLUDE, "g/p", "", False, False),
        ("{component: x.example/g/c@1.2.3}", PartKind.INCLUDE, "x.example/g/c", "1.2.3", False, False),
        (f"{{component: x.example/g/c@{SHA}}}", PartKind.INCLUDE, "x.example/g/c", SHA, True, False),
        ("{remote: 'https://x.example/a.yml'}", PartKind.INCLUDE, "https://x.example/a.yml", "", False, False),
        ("{remote: 'https://x.example/a.yml', integrity: sha256-x}", PartKind.INCLUDE, "https://x.example/a.yml", "", True, False),
        ("'https://x.example/a.yml'", PartKind.INCLUDE, "https://x.example/a.yml", "", False, False),
        ("{template: Auto-DevOps.gitlab-ci.yml}", PartKind.TEMPLATE, "Auto-DevOps.gitlab-ci.yml", "", True, True),
    ],
)  # fmt: skip
def test_includes_from_elsewhere(include: str, kind: PartKind, name: str, version: str, immutable: bool, platform: bool) -> None:  # fmt: skip
    found = pipeline(f"include:\n  - {include}\nj: {{script: [a]}}\n")
    (part,) = found.parts
    assert (part.kind, part.name, part.version, part.immutable, part.platform, part.own, part.line) == (kind, name, version, immutable, platform, False, 2)  # fmt: skip
    assert ["lives elsewhere" in each.reason for each in found.unread] == [True]


@pytest.mark.parametrize("include", ["absent.yml", "ci/*.yml", "$CI_FILE", "{local: /absent.yml}", "broken.yml"])
def test_includes_that_cannot_be_followed_are_said(include: str) -> None:
    assert len(pipeline(f"include: [{include}]\nj: {{script: [a]}}\n", {"broken.yml": "a: ["}).unread) == 1


def test_includes_that_include_each_other_end() -> None:
    found = pipeline("include: [a.yml]\nj: {script: [x]}\n", {"a.yml": "include: [a.yml, a.yml, a.yml]\nk: {script: [y]}\n"})  # fmt: skip
    assert {each.id for each in found.jobs} == {"j", "k"}
    assert found.unread


def test_child_pipelines_are_followed() -> None:
    files = {"child.yml": "stages: [a, b]\none: {stage: a, script: [pytest]}\ntwo: {stage: b, script: [npm publish]}\n"}
    text = "first: {stage: build, script: [x]}\nstart:\n  stage: test\n  trigger: {include: child.yml, strategy: depend}\n  rules: [{if: $CI_COMMIT_TAG}]\nlast: {stage: deploy, script: [y]}\n"  # fmt: skip
    found = pipeline(text, files)
    assert {each.id: set(each.needs) for each in found.jobs} == {"first": set(), "start": {"first", "start/one", "start/two"}, "start/one": {"first"}, "start/two": {"first", "start/one"}, "last": {"first", "start"}}  # fmt: skip
    two = found.job("start/two")
    assert two is not None
    assert (two.path, two.publishing_steps[0].publishes, kinds(two)) == ("child.yml", "npm publish", [K.TAG])
    last = found.job("last")
    assert last is not None
    assert "start/one" in {each.id for each in found.upstream(last)}
    loose = pipeline(text.replace(", strategy: depend", ""), files).job("start")
    assert loose is not None
    assert loose.needs == ("first",)


@pytest.mark.parametrize(
    ("trigger", "reason"),
    [("{include: [{artifact: x.yml, job: g}]}", "generated while it runs"), ("{project: g/p}", "another project"), ("g/p", "another project"), ("{include: absent.yml}", "cannot be followed")],
)  # fmt: skip
def test_pipelines_that_cannot_be_followed_are_said(trigger: str, reason: str) -> None:
    found = pipeline(f"start: {{trigger: {trigger}}}\n")
    assert [reason in each.reason for each in found.unread] == [True]


def test_child_pipelines_that_start_themselves_end() -> None:
    files = {"c.yml": "again: {trigger: {include: c.yml}}\nmore: {trigger: {include: c.yml}}\nw: {script: [x]}\n"}
    assert len(pipeline("start: {trigger: {include: c.yml}}\n", files).jobs) < 30


# --- templates, images, secrets, identity, machines, variables ---


@pytest.mark.parametrize(
    ("include", "variables", "does"),
    [
        ("template: Security/SAST.gitlab-ci.yml", "{}", {Does.STATIC_ANALYSIS}),
        ("template: Jobs/Secret-Detection.latest.gitlab-ci.yml", "{}", {Does.SECRET_SCAN}),
        ("component: gitlab.com/components/sast/sast@1", "{}", {Does.STATIC_ANALYSIS}),
        ("component: gitlab.com/components/secret-detection/secret-detection@1", "{}", {Does.SECRET_SCAN}),
        ("template: Jobs/Dependency-Scanning.gitlab-ci.yml", "{}", {Does.VULNERABILITY_MATCH}),
        ("template: Security/DAST.gitlab-ci.yml", "{}", {Does.DYNAMIC_TEST}),
        ("template: Security/SAST.gitlab-ci.yml", "{SAST_DISABLED: 'true'}", set()),
        ("template: Security/SAST.gitlab-ci.yml", "{SAST_DISABLED: 'false'}", {Does.STATIC_ANALYSIS}),
        ("template: Jobs/Code-Quality.gitlab-ci.yml", "{}", set()),
    ],
)
def test_templates_of_the_platform(include: str, variables: str, does: set[Does]) -> None:
    found = pipeline(f"include: [{{{include}}}]\nvariables: {variables}\nj: {{script: [a]}}\n")
    assert set().union(*(each.does for each in found.jobs)) == does


def test_images_and_services() -> None:
    digest = f"sha256:{'b' * 64}"
    text = f"image: ruby:3\nservices: [postgres:16]\na: {{script: [x]}}\nb:\n  script: [x]\n  image: {{name: 'x.example:5000/i@{digest}', entrypoint: ['']}}\n  services: [{{name: 'redis:7', alias: r}}]\nc: {{script: [x], image: $IMAGE}}\n"  # fmt: skip
    found = pipeline(text)
    assert [[(each.name, each.version, each.immutable) for each in one.images] for one in found.jobs] == [
        [("ruby", "3", False), ("postgres", "16", False)], [("x.example:5000/i", digest, True), ("redis", "7", False)], [("$IMAGE", "", None), ("postgres", "16", False)],
    ]  # fmt: skip
    assert [each.name for each in found.parts] == ["ruby"]


def test_secrets_identity_machine_and_environment() -> None:
    found = job("script: [a]\nsecrets: {DB: {vault: x}}\nid_tokens: {T: {aud: y}}\ntags: [own, linux]\nenvironment: {name: prod, url: z}")  # fmt: skip
    assert (found.secrets, found.identity, found.runner, found.self_hosted, found.environment) == (("DB",), True, ("own", "linux"), None, "prod")  # fmt: skip
    assert job("script: [a]\nenvironment: review").environment == "review"


def test_commands_named_by_variables() -> None:
    text = "variables: {CARGO: cargo, TOOL: {value: pytest, description: d}, CHANGES: a}\nj:\n  variables: {OWN: mypy}\n  script: [$CARGO test, '${TOOL} -x', $OWN, $CHANGES, $UNKNOWN, $OTHER]\n  rules: [{if: $A, variables: {CHANGES: b}}, {when: always}]\nk: {script: [$UNKNOWN]}\n"  # fmt: skip
    j, k = pipeline(text).jobs
    assert [each.text for each in j.commands] == ["cargo test", "pytest -x", "mypy", "$CHANGES", "$UNKNOWN", "$OTHER"]
    assert [(each.source, each.reason) for each in j.unread] == [(f"{PATH}:4", "what runs there is named by a variable ($CHANGES)")]  # fmt: skip
    assert k.unread == ()
    assert dict(pipeline(text).env) == {"CARGO": "cargo", "TOOL": "pytest", "CHANGES": "a"}


def test_what_publishes() -> None:
    assert job("script: [x]\nrelease: {tag_name: $CI_COMMIT_TAG}").publishing_steps[0].publishes == "release keyword"
    assert job("script: [twine upload dist/*]").publishing_steps[0].publishes == "twine upload dist/*"
    assert job("script: ['echo twine upload']").publishing_steps == ()


def test_what_is_no_job() -> None:
    text = (
        "stages: [a]\nvariables: {A: 1}\n.hidden: {script: [x]}\nempty: {stage: a}\nlist: [a]\npages: {script: [x]}\n"
    )
    assert [each.id for each in pipeline(text).jobs] == ["pages"]
    assert pipeline(text).provider is Provider.GITLAB


# --- broken, hostile and real ---


@pytest.mark.parametrize("text", ["", "- a\n", "a: [\n", "3", "a: 1\na: 2\n", "---\n---\n"])
def test_what_is_no_definition_is_refused(text: str) -> None:
    assert refusal(text) != "none"


HOSTILE = {
    "many parents": "".join(f".a{n}: {{extends: [{', '.join(f'.a{m}' for m in range(n + 1, 60))}]}}\n" for n in range(60)) + "j: {extends: .a0, script: [x]}\n",
    "a circle": ".a: {extends: .b}\n.b: {extends: .a}\nj: {extends: .a, script: [x]}\n",
    "references to themselves": "j: {script: [!reference [j, script], x], rules: [!reference [j, rules]]}\n",
    "references of references": "".join(f".a{n}: {{script: [{', '.join([f'!reference [.a{n + 1}, script]'] * 8)}]}}\n" for n in range(8)) + ".a8: {script: [x]}\nj: {script: [!reference [.a0, script]]}\n",
    "many jobs": "stages: [" + ", ".join(f"s{n}" for n in range(300)) + "]\n" + "".join(f"j{n}: {{stage: s{n % 300}, script: [x]}}\n" for n in range(3000)),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_definitions_end(name: str) -> None:
    if refusal(HOSTILE[name]) == "none":
        found = pipeline(HOSTILE[name])
        assert len(found.jobs) <= gitlab.MOST_JOBS
        assert sum(1 for each in found.jobs for _ in each.commands) <= 40_000
    else:
        assert "extends too much" in refusal(HOSTILE[name])


SHAPES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.sampled_from(["", "a", "$A", "never", "manual", "j", ".h", "script", "x.yml", "pytest", "$CI_COMMIT_TAG"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["script", "before_script", "rules", "if", "when", "only", "except", "refs", "needs", "job", "extends", "include", "local", "project", "trigger", "strategy", "image", "name", "services", "variables", "environment", "stage", "tags", "allow_failure", "exit_codes", "default", "workflow", "stages", "release", "secrets", "id_tokens", "changes", "inherit", "inputs", "component"]), inner, max_size=5),
    ),
    max_leaves=25,
)  # fmt: skip


@given(SHAPES, SHAPES, SHAPES)
def test_any_shape_is_read_or_refused_with_our_own_error(top: object, body: object, other: object) -> None:
    whole = {**(top if isinstance(top, dict) else {"include": top}), "j": body, ".h": other}
    files = {"x.yml": json.dumps({"k": body, "spec": other}), "a": json.dumps(top)}
    for shape in (whole, {"j": {"script": ["a"], **(body if isinstance(body, dict) else {"rules": body})}}):
        try:
            found = pipeline(json.dumps(shape), files)
        except YamlError:
            continue
        assert all(each.id for each in found.jobs)


def test_real_definitions_lose_nothing(shared_data: Path) -> None:
    """Every job with a script is there with as many commands at its own lines as the script has plain lines."""
    import yaml

    class Loader(yaml.SafeLoader):
        pass

    Loader.add_multi_constructor("!", lambda *_: "reference")
    folder = shared_data / "samples" / "gitlab-ci"
    for file in sorted(folder.iterdir()):
        text = file.read_text(encoding="utf-8")
        whole = yaml.load(text, Loader=Loader)
        found = pipeline(text)
        reserved = {"stages", "variables", "default", "include", "workflow", "image", "services", "before_script", "after_script", "cache"}  # fmt: skip
        jobs = {name for name, body in whole.items() if isinstance(body, dict) and name not in reserved and not name.startswith(".") and ({"script", "extends", "trigger"} & body.keys())}  # fmt: skip
        assert {each.id for each in found.jobs if not each.id.startswith("template:")} == jobs, file.name
        for each in found.jobs:
            given = whole.get(each.id, {}).get("script") or []
            simple = [line for line in (given if isinstance(given, list) else [given]) if isinstance(line, str) and line.replace(" ", "").isalnum() and not line.startswith("poetry run")]  # fmt: skip
            texts = {one.text for one in each.commands}
            assert {" ".join(line.split()) for line in simple} <= texts, (file.name, each.id)
            assert all(one.path != PATH or 0 < one.line <= len(text.splitlines()) for one in each.commands)
