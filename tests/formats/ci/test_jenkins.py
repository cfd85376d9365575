"""Declarative Jenkinsfiles in the normalised model; scripted ones stay unknown."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.facts.ci import Does, Job, PartKind, Pipeline, Provider, TriggerKind
from assay.formats.ci import jenkins
from assay.formats.ci.groovy import GroovyError

PATH = "Jenkinsfile"
SHA = "0123456789abcdef0123456789abcdef01234567"
NOTHING: Mapping[str, str] = {}
K = TriggerKind


def pipeline(text: str, files: Mapping[str, str] = NOTHING) -> Pipeline:
    return jenkins.read(text, PATH, files.get)


def stages(body: str, top: str = "agent any", files: Mapping[str, str] = NOTHING) -> tuple[Job, ...]:
    return pipeline(f"pipeline {{\n{top}\nstages {{\n{body}\n}}\n}}\n", files).jobs


def stage(body: str, top: str = "agent any", files: Mapping[str, str] = NOTHING) -> Job:
    return stages(f"stage('s') {{\n{body}\n}}", top, files)[0]


def commands(steps: str, files: Mapping[str, str] = NOTHING) -> list[tuple[str, bool]]:
    """The commands of one stage and whether their failure is ignored."""
    return [(each.text, each.failure_ignored or step.failure_ignored) for step in stage(f"steps {{ {steps} }}", files=files).steps for each in step.commands]  # fmt: skip


def refusal(text: str) -> str:
    try:
        pipeline(text)
    except GroovyError as error:
        return str(error)
    return "none"


# --- what starts it ---


@pytest.mark.parametrize(
    ("when", "found", "branches"),
    [
        ("changeRequest()", [K.CHANGE], ()),
        ("changeRequest target: 'main'", [K.CHANGE], ()),
        ("buildingTag()", [K.TAG], ()),
        ("tag 'v*'", [K.TAG], ()),
        ("branch 'main'", [K.PUSH], ("main",)),
        ("branch pattern: 'release/*', comparator: 'GLOB'", [K.PUSH], ("release/*",)),
        ("anyOf { branch 'main'; branch 'next'; tag 'v*' }", [K.TAG, K.PUSH], ("main", "next")),
        ("triggeredBy 'TimerTrigger'", [K.SCHEDULE], ()),
        ("not { changeRequest() }", None, ()),
        ("expression { params.TAG }", None, ()),
        ("environment name: 'A', value: 'tag'", None, ()),
        ("// changeRequest()\n", None, ()),
    ],
)
def test_conditions_of_a_stage(when: str, found: list[TriggerKind] | None, branches: tuple[str, ...]) -> None:
    job = stage(f"when {{ {when} }}\nsteps {{ sh 'a' }}")
    assert (None if job.triggers is None else [each.kind for each in job.triggers]) == found
    assert tuple(branch for each in job.triggers or () for branch in each.branches) == branches
    assert not job.never_runs


def test_what_starts_the_whole_is_a_setting() -> None:
    found = pipeline("pipeline { agent any\n triggers { cron('H 4 * * *'); upstream('other') }\n stages { } }")
    assert found.provider is Provider.JENKINS
    assert [each.kind for each in found.triggers] == [K.PUSH, K.SCHEDULE, K.AFTER]
    assert ["setting of the server" in each.reason for each in found.unread] == [True]
    assert [each.kind for each in pipeline("pipeline { triggers { cron('') } stages { } }").triggers] == [K.PUSH]
    assert [each.kind for each in pipeline("pipeline { triggers { cron('0 4 31 2 *') } stages { } }").triggers] == [K.PUSH]  # fmt: skip


@pytest.mark.parametrize("when", ["expression { false }", "expression { return false }", "expression { return false; }"])  # fmt: skip
def test_stages_that_never_run(when: str) -> None:
    off, after = stages(f"stage('a') {{ when {{ {when} }}\n steps {{ sh 'a' }} }}\nstage('b') {{ steps {{ sh 'b' }} }}")
    assert off.never_runs
    assert not after.never_runs


def test_stages_within_a_stage_that_never_runs() -> None:
    (inner,) = stages("stage('a') { when { expression { false } }\n stages { stage('b') { steps { sh 'x' } } } }")
    assert inner.never_runs


# --- order and gates ---


def test_stages_run_one_after_another_and_side_by_side_where_told() -> None:
    found = stages(
        "stage('a') { steps { sh 'a' } }\nstage('b') { parallel {\n stage('b1') { steps { sh 'x' } }\n stage('b2') { stages {\n stage('b3') { steps { sh 'y' } }\n stage('b4') { steps { sh 'y' } }\n } }\n } }\nstage('c') { steps { sh 'z' } }\nstage('d') { matrix { axes { axis { name 'X'; values '1', '2' } }\n stages {\n stage('d1') { steps { sh 'w' } }\n } } }\n"
    )
    assert {each.name: {one.partition(":")[0] for one in each.needs} for each in found} == {"a": set(), "b1": {"a"}, "b3": {"a"}, "b4": {"b3"}, "c": {"b1", "b4"}, "d1": {"c"}}  # fmt: skip
    whole = Pipeline(Provider.JENKINS, PATH, PATH, (), found)
    assert {each.name for each in whole.upstream(found[-1])} == {"a", "b1", "b3", "b4", "c"}


@pytest.mark.parametrize(
    ("body", "manual"),
    [("input { message 'go?' }\nsteps { sh 'a' }", True), ("steps { input 'go?'\n sh 'a' }", True), ("steps { input(message: 'go?') }", True), ("steps { sh 'cat input' }", False), ("steps { echo 'input me' }", False)],
)  # fmt: skip
def test_gates(body: str, manual: bool) -> None:
    assert stage(body).manual is manual


def test_what_runs_after_everything() -> None:
    found = pipeline("pipeline { agent any\nstages { stage('a') { steps { sh 'a' } } }\npost {\n success { sh 'npm publish' }\n always { sh 'b' }\n failure { sh 'pytest' }\n}\n}")  # fmt: skip
    post = found.jobs[-1]
    assert (post.name, [each.partition(":")[0] for each in post.needs]) == ("post", ["a"])
    assert [(each.publishes, each.runs_always) for each in post.steps] == [("npm publish", False), ("", True)]


# --- failures that are ignored ---


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ("sh 'pytest'", [("pytest", False)]),
        ("sh 'pytest || true'", [("pytest", True), ("true", False)]),
        ("catchError(buildResult: 'SUCCESS', stageResult: 'FAILURE') { sh 'pytest' }", [("pytest", True)]),
        ("catchError(buildResult: \"SUCCESS\") { script { sh 'pytest' } }", [("pytest", True)]),
        ("catchError { sh 'pytest' }", [("pytest", False)]),
        ("catchError(buildResult: 'FAILURE') { sh 'pytest' }", [("pytest", False)]),
        ("sh(script: 'pytest', returnStatus: true)", [("pytest", True)]),
        ("sh returnStatus: true, script: 'pytest'", [("pytest", True)]),
        ("script { def code = sh(script: 'pytest', returnStatus: true)\n if (code != 0) { error 'bad' } }", [("pytest", False)]),
        ("script { if (sh(script: 'pytest', returnStatus: true) != 0) { error 'bad' } }", [("pytest", False)]),
        ("sh(script: 'pytest', returnStdout: true)", [("pytest", False)]),
        ("script { try { sh 'pytest' } catch (e) { echo 'x' } }", [("pytest", True)]),
        ("script { try { sh 'pytest' } catch (e) { throw e } }", [("pytest", False)]),
        ("script { try { sh 'pytest' } catch (e) { currentBuild.result = 'FAILURE' } }", [("pytest", False)]),
        ("script { try { sh 'pytest' } catch (e) { error('bad') } finally { sh 'b' } }", [("pytest", False), ("b", False)]),
        ("script { try { sh 'pytest' } finally { junit 'x' } }", [("pytest", False)]),
        ("script { if (false) { sh 'pytest' } }", []),
        ("script { if (params.X) { sh 'pytest' } }", [("pytest", False)]),
    ],
)  # fmt: skip
def test_failures_without_effect(steps: str, found: list[tuple[str, bool]]) -> None:
    assert commands(steps) == found


def test_what_runs_only_after_a_failure_is_left_out() -> None:
    found = stage("steps { sh 'a' }\npost { failure { sh 'pytest' }\n unstable { sh 'b' }\n success { sh 'c' }\n always { sh 'd' } }")  # fmt: skip
    assert [(each.text, step.runs_always) for step in found.steps for each in step.commands] == [("a", False), ("c", False), ("d", True)]  # fmt: skip


# --- scripts ---


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ("sh 'a'\nsh \"b\"", ["a", "b"]),
        ("sh('a')", ["a"]),
        ("sh '''\n  a\n  b\n'''", ["a", "b"]),
        ('sh """\na "x" ${Y}\n"""', ["a x ${Y}"]),
        ("sh label: 'x', script: 'a'", ["a"]),
        ("sh(label: \"x\", returnStdout: true, script: '''a''')", ["a"]),
        ("bat 'a'\npowershell 'b'\npwsh(script: 'c')", ["a", "b", "c"]),
        ("sh 'echo \\'a; b\\''", ["echo a; b"]),
        ('sh "echo \\"a; b\\""', ["echo a; b"]),
        ("sh 'a \\\n b'", ["a b"]),
        ("// sh 'a'\n/* sh 'b' */ sh 'c'", ["c"]),
        ("echo \"sh 'pytest'\"", []),
        ("writeFile text: 'sh \"pytest\"', file: 'x'", []),
        ("push 'a'", []),
        ("script { sh 'a' }\nretry(3) { sh 'b' }\ntimeout(time: 5) { sh 'c' }", ["a", "b", "c"]),
    ],
)
def test_scripts_of_steps(steps: str, found: list[str]) -> None:
    assert [text for text, _ in commands(steps)] == found


def test_lines_folders_and_scripts_of_the_repository() -> None:
    text = "pipeline {\n  agent any\n  stages {\n    stage('a') {\n      steps {\n        sh '''\n\n          one\n        '''\n        dir('web') {\n          sh 'npm test'\n          dir(\"../api\") { sh './t.sh' }\n          dir(env.X) { sh './t.sh' }\n        }\n      }\n    }\n  }\n}\n"  # fmt: skip
    (job,) = pipeline(text, {"web/package.json": '{"scripts": {"test": "jest"}}', "api/t.sh": "pytest\n"}).jobs
    assert (job.line, [each.line for each in job.steps]) == (4, [6, 11, 12, 13])
    assert [(each.text, each.path, each.line) for each in job.commands] == [
        ("one", PATH, 8), ("npm test", PATH, 11), ("jest", "web/package.json", 1), ("./t.sh", PATH, 12), ("pytest", "api/t.sh", 1), ("./t.sh", PATH, 13),
    ]  # fmt: skip


def test_commands_named_by_variables() -> None:
    top = "agent any\nenvironment { CARGO = 'cargo'\n SECRET = credentials('s')\n COMPUTED = \"${x}\" }"
    found = stage("environment { TOOL = \"pytest\" }\nsteps { sh '$CARGO test'\n sh \"${TOOL} -x\"\n withEnv(['RUN=ruff', \"X=${y}\"]) { sh '$RUN check' }\n sh '$UNKNOWN'\n sh '$OTHER' }", top)  # fmt: skip
    assert [each.text for each in found.commands] == ["cargo test", "pytest -x", "ruff check", "$UNKNOWN", "$OTHER"]
    assert [each.reason for each in found.unread] == ["what runs there is named by a variable ($UNKNOWN)"]
    assert (dict(found.env), found.secrets) == ({"TOOL": "pytest"}, ("s",))


def test_steps_that_publish_or_analyse_without_a_script() -> None:
    found = stage("steps { nexusPublisher nexusInstanceId: 'x'\n dependencyCheck additionalArguments: ''\n withSonarQubeEnv('s') { sh 'a' }\n script { docker.build('x').push('latest') }\n rtUploader()\n s3Upload(bucket: 'b') }")  # fmt: skip
    assert [(each.name, set(each.does), each.publishes) for each in found.steps] == [
        ("nexusPublisher", {Does.PUBLISH}, "nexusPublisher"), ("dependencyCheck", {Does.VULNERABILITY_MATCH}, ""), ("withSonarQubeEnv", {Does.STATIC_ANALYSIS}, ""), ("", set(), ""),
        ("push", {Does.PUBLISH}, "docker push"), ("s3Upload", {Does.PUBLISH}, "s3Upload"),
    ]  # fmt: skip
    assert stage("steps { echo 'nexusPublisher' }\n").steps == ()
    assert stage("steps { script { list.push('x') } }\n").steps == ()


# --- references, secrets, machines ---


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (f"@Library('lib@{SHA}') _", [("lib", SHA, True)]),
        ("@Library('lib@main') _", [("lib", "main", False)]),
        ("@Library('lib') _", [("lib", "", False)]),
        ("@Library(['a@1', 'b@2']) _", [("a", "1", False), ("b", "2", False)]),
        (f"library 'lib@{SHA}'", [("lib", SHA, True)]),
        ("library identifier: 'lib@v1', retriever: modernSCM([x: 'y'])", [("lib", "v1", False)]),
        ("library(\"lib@v1\")", [("lib", "v1", False)]),
        ("// @Library('lib@main') _", []),
        ("def library = 3", []),
    ],
)  # fmt: skip
def test_libraries(line: str, found: list[tuple[str, str, bool]]) -> None:
    whole = pipeline(f"{line}\npipeline {{ agent any\n stages {{ }} }}\n")
    assert [(each.name, each.version, each.immutable) for each in whole.parts] == found
    assert all(each.kind is PartKind.LIBRARY and each.line == 1 for each in whole.parts)
    assert sum("library" in each.reason for each in whole.unread) == len(found)


def test_images_of_agents() -> None:
    digest = f"sha256:{'c' * 64}"
    whole = pipeline(f"pipeline {{\n agent {{ docker {{ image 'maven:3'; args '-v x' }} }}\n stages {{\n stage('a') {{ agent {{ docker 'node@{digest}' }}\n steps {{ script {{ docker.image('alpine:3').inside {{ sh 'x' }} }} }} }}\n stage('b') {{ agent {{ kubernetes {{ yaml '''\nspec:\n  containers:\n    - image: golang:1.23\n''' }} }}\n steps {{ sh 'y' }} }}\n }} }}\n")  # fmt: skip
    assert [(each.name, each.version, each.immutable, each.line) for each in whole.parts] == [("maven", "3", False, 2)]
    assert [[(each.name, each.version, each.immutable, each.line) for each in job.images] for job in whole.jobs] == [[("node", digest, True, 4), ("alpine", "3", False, 5)], [("golang", "1.23", False, 9)]]  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "secrets"),
    [
        ("withCredentials([string(credentialsId: 'a', variable: 'X')]) { sh 'x' }", ("a",)),
        ("withCredentials([usernamePassword(credentialsId: 'a', usernameVariable: 'U', passwordVariable: 'P'), file(credentialsId: \"b\", variable: 'F')]) { sh 'x' }", ("a", "b")),
        ("sshagent(['k']) { sh 'x' }", ("k",)),
        ("sshagent(credentials: ['k']) { sh 'x' }", ("k",)),
        ("// credentialsId: 'a'\n", ()),
        ("echo \"credentialsId: 'a'\"", ()),
    ],
)  # fmt: skip
def test_secrets_that_reach_a_stage(steps: str, secrets: tuple[str, ...]) -> None:
    assert stage(f"steps {{ {steps} }}").secrets == secrets


def test_machines_are_always_own() -> None:
    assert [(each.runner, each.self_hosted) for each in stages("stage('a') { steps { sh 'x' } }\nstage('b') { agent { label 'win' }\n steps { sh 'x' } }", "agent { label 'linux && x64' }")] == [(("linux && x64",), True), (("win",), True)]  # fmt: skip
    assert stage("steps { sh 'x' }").runner == ()


# --- unknown, broken, hostile ---


@pytest.mark.parametrize("text", ["node { stage('a') { sh 'pytest' } }", "buildPlugin()", "@Library('x') _\nstandard()", "", "// pipeline { }", "'pipeline {}'"])  # fmt: skip
def test_scripted_pipelines_are_unknown(text: str) -> None:
    found = pipeline(text)
    assert found.jobs == ()
    assert any("scripted" in each.reason for each in found.unread)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("pipeline {", "line 1: a brace that is never closed"),
        ("pipeline { }\n}", "line 2: a brace that was never opened"),
        ("{" * 50 + "}" * 50, "nested too deeply"),
        ("x" * 400_001, "larger than 400 kB"),
    ],
)
def test_what_is_broken_is_refused(text: str, reason: str) -> None:
    assert reason in refusal(text)


def test_braces_in_strings_and_remarks_do_not_count() -> None:
    assert [text for text, _ in commands("sh 'echo }'\n// }\n/* } */ sh \"\"\"echo {\necho [{\"\"\"\nif (x ==~ /it's/) { sh 'b' }")] == ["echo }", "echo {", "echo [{", "b"]  # fmt: skip


HOSTILE = {
    "remarks never closed": "/* " * 100_000,
    "strings never closed": "'''\"\"\"" * 60_000,
    "quotes": "'" * 300_001,
    "braces": "{}" * 60_000,
    "brackets before braces": ("(" * 900 + ")" * 900 + "{}") * 200,
    "words before braces": "a" * 300_000 + "{}",
    "blanks": "sh" + " " * 300_000,
    "many": "sh " * 100_000,
    "stages": "pipeline { stages { " + "stage('a') { steps { sh 'a' } }\n" * 4_000 + "} }",
    "names": "pipeline { stages { stage('a') { steps { " + "credentialsId: 'a' image 'b' " * 5_000 + "} } } }",
    "backslashes": "'" + "\\" * 200_000,
    "lines": "\n" * 300_000 + "pipeline { }",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end(name: str) -> None:
    if refusal(HOSTILE[name]) == "none":
        found = pipeline(HOSTILE[name])
        assert len(found.jobs) in (0, 1, 4_000)
        assert all(len(each.needs) <= 1 for each in found.jobs)


PIECES = st.sampled_from(["pipeline {", "stages {", "stage('a') {", "steps {", "parallel {", "matrix {", "when {", "expression { false }", "post { success {", "environment { A = 'b' }", "agent { docker 'x' }", "sh 'a'", "sh(", "'", '"', "'''", "//", "/*", "*/", "\\", "(", ")", "{", "}", "\n", "dir('x') {", "withEnv([", "try {", "catch (e) {", "@Library(", "credentialsId: 'a'", "image ", "cron(", "é", "\0"])  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join)))
def test_any_text_is_read_or_refused_with_our_own_error(text: str) -> None:
    assert refusal(text)
    assert refusal(f"pipeline {{ stages {{ stage('x') {{ steps {{\n{text}\n}} }} }} }}")


WHOLE = "pipeline {\n  agent any\n  stages {\n    stage('a') {\n      when { branch 'main' }\n      steps {\n        sh 'pytest'\n        sh '''make\n        x'''\n      }\n    }\n  }\n}\n"


@given(st.integers(0, 7), st.text("ab'\"{}()[] sh", max_size=20))
def test_remarks_change_nothing(line: int, remark: str) -> None:
    lines = WHOLE.splitlines()
    with_remark = "\n".join([*lines[:line], f"// {remark}", f"/* {remark} */", *lines[line:]])

    def shape(found: Pipeline) -> object:
        return [(each.name, each.triggers and [one.branches for one in each.triggers], [one.text for one in each.commands]) for each in found.jobs]  # fmt: skip

    assert shape(pipeline(with_remark)) == shape(pipeline(WHOLE))
