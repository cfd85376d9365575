"""Azure Pipelines in the normalised model: triggers, stages, failures, templates, tasks, variables, connections, pools."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.facts.ci import Does, Job, PartKind, Pipeline, Provider, TriggerKind
from assay.formats.ci import azure
from assay.formats.yaml_text import YamlError

PATH = "azure-pipelines.yml"
SHA = "0123456789abcdef0123456789abcdef01234567"
NOTHING: Mapping[str, str] = {}
K = TriggerKind


def pipeline(text: str, files: Mapping[str, str] = NOTHING, path: str = PATH) -> Pipeline:
    return azure.read(text, path, files.get)


def job(body: str, top: str = "", files: Mapping[str, str] = NOTHING) -> Job:
    """The only job of a pipeline."""
    (found,) = pipeline(f"{top}jobs:\n- job: j\n" + "".join(f"  {line}\n" for line in body.splitlines()), files).jobs
    return found


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
    ("top", "found"),
    [
        ("", [(K.PUSH, (), ()), (K.CHANGE, (), ())]),
        ("trigger: none", [(K.CHANGE, (), ())]),
        ("trigger: none\npr: none", [(K.MANUAL, (), ())]),
        ("trigger: [main, 'release/*']\npr: none", [(K.PUSH, ("main", "release/*"), ())]),
        ("trigger: {branches: {include: [main], exclude: [wip]}, paths: {include: [docs/*]}}\npr: none", [(K.PUSH, ("main",), ("docs/*",))]),
        ("trigger: {tags: {include: ['v*']}}\npr: none", [(K.TAG, ("v*",), ())]),
        ("trigger: {tags: ['v*'], branches: [main]}\npr: none", [(K.TAG, ("v*",), ()), (K.PUSH, ("main",), ())]),
        ("trigger: {batch: true}\npr: none", [(K.PUSH, (), ())]),
        ("trigger: []\npr: []", [(K.MANUAL, (), ())]),
        ("trigger: none\npr: [main]", [(K.CHANGE, ("main",), ())]),
        ("trigger: none\npr: {branches: {include: [main]}, paths: {include: ['*.md']}}", [(K.CHANGE, ("main",), ("*.md",))]),
        ("trigger: none\npr: none\nschedules: [{cron: '0 4 * * *', branches: {include: [main]}}]", [(K.SCHEDULE, (), ())]),
        ("trigger: none\npr: none\nschedules: [{cron: '0 4 31 2 *'}]", [(K.MANUAL, (), ())]),
        ("trigger: none\npr: none\nresources: {pipelines: [{pipeline: a, source: Tests, trigger: true}]}", [(K.AFTER, (), ())]),
        ("trigger: none\npr: none\nresources: {pipelines: [{pipeline: a, source: Tests}]}", [(K.MANUAL, (), ())]),
    ],
)  # fmt: skip
def test_triggers(top: str, found: list[tuple[TriggerKind, tuple[str, ...], tuple[str, ...]]]) -> None:
    whole = pipeline(f"{top}\nsteps: [{{script: a}}]\n")
    assert [(each.kind, each.branches, each.paths) for each in whole.triggers] == found
    assert whole.provider is Provider.AZURE


def test_what_is_left_out_of_a_trigger() -> None:
    push = pipeline("trigger: {branches: {exclude: ['*']}, paths: {exclude: [docs]}}\nsteps: []\n").triggers[0]
    assert (push.ignored_branches, push.ignored_paths, push.on_changes) == (("*",), ("docs",), False)
    after = pipeline("resources: {pipelines: [{source: Tests, trigger: {branches: [main]}}]}\nsteps: []\n").triggers[-1]
    assert after.other_pipelines == ("Tests",)


# --- order and gates ---


def test_stages_wait_for_the_one_before_unless_told_otherwise() -> None:
    text = "stages:\n- stage: A\n  jobs: [{job: a1, steps: []}, {job: a2, dependsOn: a1, steps: []}]\n- stage: B\n  jobs: [{job: b, steps: []}]\n- stage: C\n  dependsOn: [A]\n  jobs: [{job: c, steps: []}]\n- stage: D\n  dependsOn: []\n  jobs: [{deployment: d, environment: {name: prod}, steps: []}]\n"  # fmt: skip
    whole = pipeline(text)
    assert {each.id: set(each.needs) for each in whole.jobs} == {"A/a1": set(), "A/a2": {"A/a1"}, "B/b": {"A/a1", "A/a2"}, "C/c": {"A/a1", "A/a2"}, "D/d": set()}  # fmt: skip
    assert (whole.jobs[-1].environment, whole.jobs[-1].approval) == ("prod", "prod")
    assert [each.environment for each in whole.jobs[:-1]] == [""] * 4


def test_pipelines_without_stages_or_jobs() -> None:
    (only,) = pipeline("steps:\n- script: a\n").jobs
    assert (only.id, commands(only)) == ("job0", [("a", PATH, 2)])
    first, second = pipeline("jobs:\n- job: x\n  steps: []\n- steps: []\n").jobs
    assert (first.id, first.line, second.id) == ("x", 2, "job1")


def test_deployments_run_the_steps_of_every_phase() -> None:
    body = "environment: prod\nstrategy:\n  runOnce:\n    preDeploy: {steps: [{script: a}]}\n    deploy:\n      steps:\n      - script: b\n    on: {failure: {steps: [{script: c}]}}\n"  # fmt: skip
    assert [each[0] for each in commands(job(body))] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("condition", "never", "always"),
    [("false", True, False), ("False", True, False), ("and(succeeded(), false)", True, False), ("always()", False, True), ("succeededOrFailed()", False, True), ("failed()", False, True), ("eq(variables['a'], 'false')", False, False), ("", False, False)],
)  # fmt: skip
def test_conditions(condition: str, never: bool, always: bool) -> None:
    found = job(f"condition: {condition}\nsteps: []")
    assert (bool(found.never_runs), found.runs_always) == (never, always)
    steps = job(f'steps: [{{script: a, condition: "{condition}"}}]').steps
    assert (not steps, any(each.runs_always for each in steps)) == (never, always)
    (in_stage,) = pipeline(f'stages: [{{stage: A, condition: "{condition}", jobs: [{{job: j, steps: []}}]}}]\n').jobs
    assert (bool(in_stage.never_runs), in_stage.runs_always) == (never, always)


def test_what_is_switched_off() -> None:
    assert [each.script for each in job("steps: [{script: a, enabled: false}, {script: b, enabled: true}]").steps] == ["b"]  # fmt: skip
    text = "jobs:\n- job: a\n  condition: false\n  steps: []\n- job: b\n  dependsOn: a\n  steps: []\n"
    assert all(each.never_runs for each in pipeline(text).jobs)


@pytest.mark.parametrize(
    ("extra", "ignored"),
    [("", False), ("continueOnError: true", True), ("continueOnError: 'true'", True), ("continueOnError: false", False), ("continueOnError: '${{ parameters.x }}'", False)],
)  # fmt: skip
def test_failures_that_are_ignored(extra: str, ignored: bool) -> None:
    assert job(f"{extra}\nsteps: []").failure_ignored is ignored
    assert job(f"steps: [{{script: a, {extra}}}]").steps[0].failure_ignored is ignored
    assert job(f"steps: [{{task: Npm@1, inputs: {{command: ci}}, {extra}}}]").steps[0].failure_ignored is ignored


def test_a_step_after_a_failure_counts_for_nothing() -> None:
    assert job("steps: [{script: pytest, condition: failed()}]").steps[0].failure_ignored


# --- templates ---

TEMPLATES = {
    "ci/stages.yml": "stages:\n- stage: T\n  jobs:\n  - template: jobs.yml\n    parameters: {a: b}\n",
    "ci/jobs.yml": "jobs:\n- job: t1\n  steps:\n  - template: ../steps/test.yml\n- job: t2\n  steps:\n  - script: two\n",
    "steps/test.yml": "steps:\n- script: |\n    pytest\n- bash: ./run.sh\n  workingDirectory: sub\n",
    "sub/run.sh": "ruff check\n",
}


def test_templates_are_followed_from_where_they_stand() -> None:
    whole = pipeline("stages:\n- template: ci/stages.yml\n- stage: Z\n  jobs:\n  - job: z\n    steps: [{template: /steps/test.yml}]\n", TEMPLATES)  # fmt: skip
    assert {each.id: set(each.needs) for each in whole.jobs} == {"T/t1": set(), "T/t2": set(), "Z/z": {"T/t1", "T/t2"}}
    assert commands(whole.jobs[0]) == [("pytest", "steps/test.yml", 3), ("./run.sh", "steps/test.yml", 4), ("ruff check", "sub/run.sh", 1)]  # fmt: skip
    assert (whole.jobs[0].path, whole.jobs[0].line) == ("ci/jobs.yml", 2)
    assert commands(whole.jobs[2]) == commands(whole.jobs[0])
    assert whole.unread == ()


def test_a_pipeline_that_extends_a_template() -> None:
    for extended in ("ci/stages.yml", "ci/stages.yml@self"):
        whole = pipeline(f"trigger: none\nextends:\n  template: {extended}\n", TEMPLATES)
        assert [each.id for each in whole.jobs] == ["T/t1", "T/t2"]
        assert whole.unread == ()


@pytest.mark.parametrize(
    ("repositories", "version", "immutable"),
    [("[{repository: r, ref: refs/heads/main}]", "refs/heads/main", False), (f"[{{repository: r, ref: {SHA}}}]", SHA, True), ("[{repository: r}]", "r", False), ("[]", "r", False)],
)  # fmt: skip
def test_templates_of_other_repositories(repositories: str, version: str, immutable: bool) -> None:
    whole = pipeline(f"resources: {{repositories: {repositories}}}\nsteps:\n- template: a/b.yml@r\n")
    (part,) = whole.parts
    assert (part.kind, part.name, part.version, part.immutable, part.own, part.line) == (PartKind.TEMPLATE, "a/b.yml", version, immutable, False, 3)  # fmt: skip
    assert ["cannot be followed" in each.reason for each in whole.unread] == [True]


def test_templates_that_cannot_be_read_are_said() -> None:
    assert [each.source for each in pipeline("steps: [{template: absent.yml}]\n").unread] == [f"{PATH}:1"]
    assert [each.source for each in pipeline("steps: [{template: b.yml}]\n", {"b.yml": "a: ["}).unread] == ["b.yml"]


def test_templates_that_use_each_other_end() -> None:
    wide = {f"t{n}.yml": "steps: [" + ", ".join([f"{{template: t{n + 1}.yml}}"] * 300) + "]\n" for n in range(6)}
    whole = pipeline("steps: [{template: t0.yml}]\n", wide)
    assert any("more than" in each.reason for each in whole.unread)
    assert len(pipeline("steps: [{template: a.yml}]\n", {"a.yml": "steps: [{template: a.yml}, {script: x}]\n"}).jobs[0].steps) <= 4  # fmt: skip


def test_expressions_that_choose_are_taken_in_and_what_is_handed_over_is_unknown() -> None:
    text = "steps:\n- ${{ if eq(parameters.a, 'b') }}:\n  - script: one\n- ${{ else }}:\n  - script: two\n- ${{ each x in parameters.y }}:\n  - script: three\n- ${{ if false }}:\n  - script: never\n- ${{ parameters.steps }}\n- script: four\n  ${{ if true }}:\n    condition: always()\n"  # fmt: skip
    whole = pipeline(text)
    assert [each.text for each in whole.jobs[0].commands] == ["one", "two", "three", "four"]
    assert ["handed over" in each.reason for each in whole.unread] == [True]


# --- scripts, tasks, variables ---


def test_scripts_of_every_kind() -> None:
    found = job("steps:\n- script: a\n  displayName: n\n- bash: |\n    b\n    c\n- pwsh: d\n- powershell: e\n- checkout: self\n- publish: x\n")  # fmt: skip
    assert commands(found) == [("a", PATH, 4), ("b", PATH, 7), ("c", PATH, 8), ("d", PATH, 9), ("e", PATH, 10)]
    assert [(each.name, each.shell) for each in found.steps[:2]] == [("n", ""), ("", "bash")]
    assert Does.CHECKOUT in found.steps[-1].does


@pytest.mark.parametrize(
    ("task", "inputs", "does", "published", "script"),
    [
        ("DotNetCoreCLI@2", "{command: test}", {Does.TEST}, "", ""),
        ("DotNetCoreCLI@2", "{command: push}", {Does.PUBLISH}, "DotNetCoreCLI push", ""),
        ("DotNetCoreCLI@2", "{}", {Does.BUILD}, "", ""),
        ("DotNetCoreCLI@2", "{command: restore, restoreArguments: --locked-mode}", {Does.INSTALL}, "", "dotnet restore --locked-mode"),
        ("DotNetCoreCLI@2", "{command: custom, custom: test}", {Does.TEST}, "", "dotnet test "),
        ("VSTest@3", "{}", {Does.TEST}, "", ""),
        ("Maven@4", "{goals: verify}", {Does.TEST}, "", "mvn verify "),
        ("Maven@4", "{goals: deploy, options: -DskipTests}", {Does.PUBLISH}, "mvn deploy -DskipTests", "mvn deploy -DskipTests"),
        ("Maven@4", "{}", {Does.TEST}, "", "mvn package "),
        ("Gradle@3", "{tasks: publish}", {Does.PUBLISH}, "./gradlew publish", "./gradlew publish "),
        ("Npm@1", "{command: ci}", {Does.INSTALL}, "", "npm ci"),
        ("Npm@1", "{}", {Does.INSTALL}, "", "npm install"),
        ("Npm@1", "{command: custom, customCommand: run lint}", set(), "", "npm run lint"),
        ("Npm@1", "{command: publish}", {Does.PUBLISH}, "Npm publish", ""),
        ("NuGetCommand@2", "{command: push}", {Does.PUBLISH}, "NuGetCommand push", ""),
        ("Docker@2", "{containerRegistry: c}", {Does.PUBLISH}, "Docker buildandpush", ""),
        ("Docker@2", "{command: build}", {Does.BUILD}, "", ""),
        ("GitHubRelease@1", "{}", {Does.PUBLISH}, "GitHubRelease", ""),
        ("Bash@3", "{targetType: inline, script: pytest}", {Does.TEST}, "", "pytest"),
        ("Bash@3", "{filePath: ci/t.sh, arguments: -x}", {Does.TEST}, "", "bash ci/t.sh -x"),
        ("AzureCLI@2", "{scriptType: bash, inlineScript: kubectl apply -f a}", {Does.DEPLOY}, "", "kubectl apply -f a"),
        ("CredScan@3", "{}", {Does.SECRET_SCAN}, "", ""),
        ("AdvancedSecurity-Codeql-Analyze@1", "{}", {Does.STATIC_ANALYSIS}, "", ""),
        ("EsrpCodeSigning@5", "{}", {Does.SIGN}, "", ""),
        ("UsePythonVersion@0", "{}", set(), "", ""),
        ("Unknown@1", "{command: push}", set(), "", ""),
    ],
)  # fmt: skip
def test_tasks(task: str, inputs: str, does: set[Does], published: str, script: str) -> None:
    (step,) = job(f"steps:\n- task: {task}\n  inputs: {inputs}", files={"ci/t.sh": "pytest\n"}).steps
    assert (set(step.does), step.publishes, step.script) == (does, published, script)
    assert step.part is not None
    assert (step.part.kind, step.part.platform, step.part.immutable, step.part.line) == (PartKind.TASK, True, True, 4)


def test_variables_name_commands_and_folders() -> None:
    top = "variables:\n- {name: cargo, value: cross}\n- {name: My.Tool, value: pytest}\n- group: secret things\n- template: x.yml\n"  # fmt: skip
    body = "variables: {own: mypy, dir: web}\nsteps:\n- script: $(cargo) test\n- script: $CARGO build\n- script: $(My.Tool) -x\n- script: '%OWN%'\n- script: ${{ variables.own }} .\n- script: npm test\n  workingDirectory: $(Build.SourcesDirectory)/$(dir)\n- script: echo $(pwd)\n- script: $(Computed.Tool) y\n- script: $(Other.Tool) z\n"  # fmt: skip
    found = job(body, top, {"web/package.json": '{"scripts": {"test": "jest"}}'})
    assert [each.text for each in found.commands] == ["cross test", "cross build", "pytest -x", "mypy", "mypy .", "npm test", "jest", "echo $(…)", "pwd", "${Computed.Tool} y", "${Other.Tool} z"]  # fmt: skip
    assert [each.reason for each in found.unread] == ["what runs there is named by a variable (${Computed.Tool})"]
    assert (dict(found.env), found.secrets) == ({"own": "mypy", "dir": "web"}, ("group secret things",))


# --- references, secrets, machines ---


def test_containers() -> None:
    digest = f"sha256:{'d' * 64}"
    top = f"resources:\n  containers:\n  - container: py\n    image: python@{digest}\n"
    assert [(each.name, each.immutable) for each in job("container: py\nsteps: []", top).images] == [("python", True)]
    assert [(each.name, each.version) for each in job("container: ubuntu:24.04\nservices: {db: 'postgres:16', own: {image: x.example/y}}\nsteps: []").images] == [("ubuntu", "24.04"), ("postgres", "16"), ("x.example/y", "")]  # fmt: skip
    assert job("container: alias\nsteps: []").images == ()


def test_groups_and_connections_are_secrets() -> None:
    top = "variables: [{group: all}]\n"
    found = job("variables: [{group: own}]\nsteps:\n- task: AzureWebApp@1\n  inputs: {azureSubscription: prod, appName: x}\n- task: Docker@2\n  inputs: {containerRegistry: hub, command: build}\n", top)  # fmt: skip
    assert found.secrets == ("connection hub", "connection prod", "group all", "group own")
    (staged,) = pipeline("stages:\n- stage: a\n  variables: [{group: s}]\n  jobs: [{job: j, steps: []}]\n").jobs
    assert staged.secrets == ("group s",)


@pytest.mark.parametrize(
    ("pool", "labels", "own"),
    [
        ("{vmImage: ubuntu-24.04}", ("ubuntu-24.04",), False),
        ("{name: Azure Pipelines, vmImage: windows-2025}", ("windows-2025",), False),
        ("Azure Pipelines", ("Azure Pipelines",), False),
        ("Hosted Ubuntu 1604", ("Hosted Ubuntu 1604",), False),
        ("server", ("server",), False),
        ("Default", ("Default",), True),
        ("{name: own, demands: [x]}", ("own",), True),
        ("$(pool)", ("$(pool)",), None),
        ("", (), None),
    ],
)
def test_machines(pool: str, labels: tuple[str, ...], own: bool | None) -> None:
    for text in (f"pool: {pool}\njobs: [{{job: j, steps: []}}]\n", f"pool: other\njobs:\n- job: j\n  pool: {pool}\n  steps: []\n", f"stages:\n- stage: s\n  pool: {pool}\n  jobs: [{{job: j, steps: []}}]\n"):  # fmt: skip
        (found,) = pipeline(text).jobs
        assert (found.runner, found.self_hosted) == (labels, own) or (not pool and "other" in text)


# --- broken and hostile ---


@pytest.mark.parametrize("text", ["", "- a", "a: [", "3", "trigger: a\ntrigger: b"])
def test_what_is_no_pipeline_is_refused(text: str) -> None:
    assert refusal(text) != "none"


SHAPES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.sampled_from(["", "a", "none", "$(x)", "false", "t.yml", "t.yml@r", "pytest", "${{ if a }}"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["trigger", "pr", "branches", "include", "tags", "schedules", "cron", "resources", "repositories", "containers", "pipelines", "variables", "group", "name", "value", "stages", "stage", "jobs", "job", "deployment", "steps", "script", "task", "inputs", "template", "extends", "pool", "vmImage", "dependsOn", "condition", "strategy", "environment", "container", "services", "image", "continueOnError", "${{ if x }}", "workingDirectory", "env"]), inner, max_size=5),
    ),
    max_leaves=25,
)  # fmt: skip


@given(SHAPES, SHAPES)
def test_any_shape_is_read_or_refused_with_our_own_error(top: object, body: object) -> None:
    files = {"t.yml": json.dumps({"steps": body, "jobs": body, "stages": top})}
    for shape in (top, {**(top if isinstance(top, dict) else {"resources": top}), "stages": body}, {"jobs": body, "trigger": top}, {"steps": body, "pr": top}, {"steps": [body, {"task": "Bash@3", "inputs": top}]}):  # fmt: skip
        try:
            found = pipeline(json.dumps(shape), files)
        except YamlError:
            continue
        assert all(each.id for each in found.jobs)
