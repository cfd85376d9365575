"""What holds for the pipelines of every system: variables, indirection, own functions, broken text, remarks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.facts.ci import Command, Does, Pipeline, TriggerKind
from assay.formats.ci import azure, circleci, github, gitlab, jenkins
from assay.formats.ci.places import Reader

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class System:
    """A definition with a place for a script, one line long or a block, and how it is read."""

    read: Callable[[str, str, Reader], Pipeline]
    path: str
    one: str
    """Two jobs that run ``SCRIPT`` each, with ``TOOL`` set to ``pytest`` for both."""
    block: str
    """A job whose script is ``SCRIPT``, on lines of its own."""
    indent: str

    def commands(self, script: str, files: Mapping[str, str] = NOTHING) -> tuple[Command, ...]:
        """What a job runs that has this script."""
        lines = f"\n{self.indent}".join(script.splitlines())
        pipeline = self.read(self.block.replace("SCRIPT", lines), self.path, files.get)
        (job,) = pipeline.jobs
        return tuple(job.commands)

    def pipeline(self, script: str) -> Pipeline:
        """Two jobs that run a line."""
        return self.read(self.one.replace("SCRIPT", script), self.path, NOTHING.get)


SYSTEMS = {
    "github": System(
        github.read,
        ".github/workflows/ci.yml",
        "on: push\nenv:\n  TOOL: pytest\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: SCRIPT\n  b:\n    runs-on: x\n    steps:\n      - run: SCRIPT\n",
        "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: |\n          SCRIPT\n",
        " " * 10,
    ),
    "gitlab": System(
        gitlab.read,
        ".gitlab-ci.yml",
        "variables:\n  TOOL: pytest\na:\n  script:\n    - SCRIPT\nb:\n  script:\n    - SCRIPT\n",
        "a:\n  script:\n    - |\n      SCRIPT\n",
        " " * 6,
    ),
    "jenkins": System(
        jenkins.read,
        "Jenkinsfile",
        "pipeline {\n  agent any\n  environment { TOOL = 'pytest' }\n  stages {\n    stage('a') {\n      steps {\n        sh 'SCRIPT'\n      }\n    }\n    stage('b') {\n      steps {\n        sh 'SCRIPT'\n      }\n    }\n  }\n}\n",
        "pipeline {\n  agent any\n  stages {\n    stage('a') {\n      steps {\n        sh '''\n          SCRIPT\n        '''\n      }\n    }\n  }\n}\n",
        " " * 10,
    ),
    "azure": System(
        azure.read,
        "azure-pipelines.yml",
        "variables:\n  TOOL: pytest\njobs:\n  - job: a\n    steps:\n      - script: SCRIPT\n  - job: b\n    steps:\n      - script: SCRIPT\n",
        "jobs:\n  - job: a\n    steps:\n      - bash: |\n          SCRIPT\n",
        " " * 10,
    ),
    "circleci": System(
        circleci.read,
        ".circleci/config.yml",
        "jobs:\n  a:\n    environment: {TOOL: pytest}\n    steps:\n      - run: SCRIPT\n  b:\n    environment: {TOOL: pytest}\n    steps:\n      - run: SCRIPT\nworkflows:\n  w:\n    jobs:\n      - a\n      - b\n",
        "jobs:\n  build:\n    steps:\n      - run: |\n          SCRIPT\n",
        " " * 10,
    ),
}  # fmt: skip
EACH = pytest.mark.parametrize("system", SYSTEMS.values(), ids=SYSTEMS)
FILES = {
    "ci.sh": "#!/bin/sh\nset -e\nmake test\n", "Makefile": "test: lint\n\t./deeper.sh\nlint:\n\tnpm run lint\n", "deeper.sh": "pytest\n",
    "package.json": '{"scripts": {"lint": "eslint .", "test": "jest"}}', "tox.ini": "[testenv]\ncommands = pytest -x\n", "noxfile.py": 'import nox\n\n\n@nox.session\ndef tests(session):\n    session.run("pytest", "-q")\n',
    "justfile": "check:\n  mypy .\n",
}  # fmt: skip


@EACH
@pytest.mark.parametrize("script", ["$TOOL -x", "${TOOL} -x", "sudo $TOOL -x"])
def test_variables_with_a_value_name_commands(system: System, script: str) -> None:
    found = system.pipeline(script)
    assert [[each.text for each in job.commands] for job in found.jobs] == [["pytest -x"]] * 2
    assert all(Does.TEST in job.does and not job.unread for job in found.jobs)


@EACH
@pytest.mark.parametrize("script", ["$NOBODY -x", "${NOBODY} -x", "sudo $NOBODY -x"])
def test_variables_nobody_can_resolve_are_said_once_for_a_file(system: System, script: str) -> None:
    first, second = system.pipeline(script).jobs
    assert [each.source.partition(":")[0] for each in first.unread] == [system.path]
    assert "named by a variable" in first.unread[0].reason
    assert second.unread == ()
    assert first.does == second.does == frozenset()


@EACH
@pytest.mark.parametrize("script", ["pytest $NOBODY", "echo $NOBODY", "cd $NOBODY", "$NOBODY/bin/x", "A=$NOBODY"])
def test_variables_elsewhere_leave_nothing_unread(system: System, script: str) -> None:
    assert all(job.unread == () for job in system.pipeline(script).jobs)


@EACH
@pytest.mark.parametrize(
    ("script", "through"),
    [
        ("./ci.sh", ["./ci.sh", "set -e", "make test", "npm run lint", "eslint .", "./deeper.sh", "pytest"]), ("bash ci.sh", ["bash ci.sh", "set -e", "make test", "npm run lint", "eslint .", "./deeper.sh", "pytest"]),
        ("make lint", ["make lint", "npm run lint", "eslint ."]), ("npm test", ["npm test", "jest"]), ("tox -e py", ["tox -e py", "pytest -x"]), ("nox -s tests", ["nox -s tests", "pytest -q"]), ("just check", ["just check", "mypy ."]),
    ],
)  # fmt: skip
def test_what_scripts_call_is_followed(system: System, script: str, through: list[str]) -> None:
    found = system.commands(f"set -u\n{script}", FILES)
    assert [each.text for each in found] == ["set -u", *through]
    assert found[1].line == found[0].line + 1
    assert (found[0].path, found[1].path, found[1].via) == (system.path, system.path, ())
    assert all(each.via and each.path in FILES for each in found[2:])


@EACH
@pytest.mark.parametrize(
    "script",
    ["pytest() { echo; }\npytest", "function pytest() {\n  echo\n}\npytest -x", "echo pytest", "grep pytest a.txt", "curl -H 'x: bearer' https://a.example", "pip install pytest", "cat <<E\npytest\nE", "# pytest"],
)  # fmt: skip
def test_names_that_are_no_command_do_nothing(system: System, script: str) -> None:
    found = system.commands(f"true\n{script.replace(chr(39), chr(34))}")
    assert Does.TEST not in frozenset().union(*(each.does for each in found))


@EACH
@pytest.mark.parametrize(
    ("script", "ignored"),
    [("pytest || true", True), ("pytest || exit 1", False), ("pytest; true", False), ("set +e; pytest; true", True), ("bash -c 'pytest' || :", True), ("pytest && true", False)],
)  # fmt: skip
def test_failures_a_script_swallows(system: System, script: str, ignored: bool) -> None:
    (found,) = (each for each in system.commands(script.replace("'", '"')) if Does.TEST in each.does)
    assert found.failure_ignored is ignored


@EACH
def test_changes_start_it_unless_it_says_otherwise(system: System) -> None:
    found = system.pipeline("pytest")
    assert any(each.on_changes for each in found.triggers)
    assert not any(each.kind is TriggerKind.FOREIGN for each in found.triggers)
    assert (found.path, [job.path for job in found.jobs]) == (system.path, [system.path] * 2)


@EACH
@pytest.mark.parametrize(
    "script",
    ["--", "- -", "cd", "cd --", "pushd", "popd", "export", "$", "${", "''", "&&", "|| true", "(", "cd -- -- --"],
)
def test_scripts_that_say_nothing_are_read(system: System, script: str) -> None:
    assert all(each.argv and not each.does for each in system.commands(f"true\n{script}"))


@EACH
@given(text=st.text("ab:={}[]<>()$\n\"'#,- |&*!/\\\0\t", max_size=80))
def test_any_text_is_read_or_refused_with_our_own_error(system: System, text: str) -> None:
    outcomes = set()
    for each in (text, system.block.replace("SCRIPT", text), system.one.replace("SCRIPT", text)):
        try:
            outcomes.add(type(system.read(each, system.path, NOTHING.get)).__name__)
        except ValueError as error:
            outcomes.add(type(error).__name__)
    assert outcomes <= {"Pipeline", "YamlError", "GroovyError"}


@EACH
@given(at=st.integers(0, 40), remark=st.text("ab :{}[]-'\"$<>*/", max_size=20))
def test_remarks_change_nothing(system: System, at: int, remark: str) -> None:
    lines = system.one.replace("SCRIPT", "$TOOL -x").splitlines()
    mark = "//" if system.read is jenkins.read else "#"
    at %= len(lines) + 1

    def shape(text: str) -> object:
        found = system.read(text, system.path, NOTHING.get)
        triggers = [(each.kind, each.branches, each.paths) for each in found.triggers]
        return triggers, [
            (job.name, len(job.needs), job.does, [each.text for each in job.commands]) for job in found.jobs
        ]

    assert shape("\n".join([*lines[:at], f"  {mark} {remark}", *lines[at:]])) == shape("\n".join(lines))
