"""Steps made from scripts, and what their commands lead to in the repository: scripts, make, package scripts, tox, nox and others."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.facts.ci import Command, Does, Job, Step
from assay.formats.ci import conditions
from assay.formats.ci.places import join
from assay.formats.ci.steps import (
    MOST_CALLS,
    MOST_FOLLOWED,
    Piece,
    is_variable,
    left_out,
    read_commands,
    script_step,
    steps_of_one_shell,
)
from assay.formats.shell import LONGEST_SCRIPT

Files = Mapping[str, str]
NOTHING: Files = {}


def commands(script: str, files: Files = NOTHING, folder: str = "") -> tuple[Command, ...]:
    return read_commands(script, "ci.yml", 1, files.get, folder)


def inner(script: str, files: Files, folder: str = "") -> list[str]:
    """What runs below the commands of the script itself, without the ``true`` that stands for a failure ignored."""
    return [each.text for each in commands(script, files, folder) if each.via and each.text != "true"]


def places(script: str, files: Files) -> list[tuple[str, str, int]]:
    return [(each.text, each.path, each.line) for each in commands(script, files) if each.via]


WORKSPACE = {
    "package.json": '{"workspaces": ["apps/*", "tools/cli"], "scripts": {"test": "npm run test -w @us/web"}}',
    "apps/web/package.json": '{"name": "@us/web", "scripts": {"test": "vitest run"}}',
    "tools/cli/package.json": '{"name": "our-cli", "scripts": {"test": "mocha"}}',
}


@pytest.mark.parametrize(
    ("script", "run"),
    [
        ("npm test", ["npm run test -w @us/web", "vitest run"]),
        ("npm test -w @us/web", ["vitest run"]),
        ("npm run test --workspace=apps/web", ["vitest run"]),
        ("npm test -w our-cli", ["mocha"]),
        ("yarn workspace our-cli test", ["mocha"]),
        ("yarn workspace our-cli run test", ["mocha"]),
        ("pnpm --filter our-cli test", ["mocha"]),
        ("npm test -w nowhere", []),
        ("pnpm -w test", ["npm run test -w @us/web", "vitest run"]),
    ],
)
def test_scripts_of_the_packages_of_a_workspace_are_followed(script: str, run: list[str]) -> None:
    assert inner(script, WORKSPACE) == run


def test_the_packages_of_a_pnpm_workspace_are_found() -> None:
    files = {
        "pnpm-workspace.yaml": "packages:\n  - libs/*\n",
        "libs/a/package.json": WORKSPACE["apps/web/package.json"],
    }
    assert inner("pnpm --filter @us/a test", files) == []
    assert inner("pnpm --filter @us/web test", {**files, "libs/web/package.json": files["libs/a/package.json"]}) == [
        "vitest run"
    ]
    assert inner("pnpm --filter @us/web test", {**files, "pnpm-workspace.yaml": "a: ["}) == []


# --- scripts ---


@pytest.mark.parametrize(
    ("script", "path"),
    [
        ("./ci/test.sh", "ci/test.sh"),
        ("bash ci/test.sh --fast", "ci/test.sh"),
        ("bash -eux ci/test.sh", "ci/test.sh"),
        ("sudo sh ci/test.sh", "ci/test.sh"),
        ("source ci/test.sh", "ci/test.sh"),
        (". ./ci/test.sh", "ci/test.sh"),
        ("ci/run", "ci/run"),
        ("cd ci && ./test.sh", "ci/test.sh"),
        ("cd ci; cd ..; ci/test.sh", "ci/test.sh"),
        ("pushd ci\n./test.sh", "ci/test.sh"),
        ("cd web && cd - && ci/test.sh", "ci/test.sh"),
        ("$GITHUB_WORKSPACE/ci/test.sh", "ci/test.sh"),
        ("${{ github.workspace }}/ci/test.sh", "ci/test.sh"),
        ("cd web\n${CI_PROJECT_DIR}/ci/test.sh", "ci/test.sh"),
        ("bash $PWD/ci/test.sh", "ci/test.sh"),
        ("docker run -v $PWD:/src img ci/test.sh", "ci/test.sh"),
    ],
)
def test_scripts_of_the_repository_are_followed(script: str, path: str) -> None:
    assert inner(script, {path: "#!/usr/bin/env bash\npytest -x\n"}) == ["pytest -x"]


@pytest.mark.parametrize(
    ("script", "files"),
    [
        ("./ci/test.py", {"ci/test.py": "#!/bin/sh\npytest\n"}),
        ("./tool", {"tool": "#!/usr/bin/env python3\npytest\n"}),
        ("./gradlew test", {"gradlew": "#!/bin/sh\npytest\n"}),
        ("cat ci/test.sh", {"ci/test.sh": "pytest\n"}),
        ("echo ci/test.sh", {"ci/test.sh": "pytest\n"}),
        ("./$NAME/test.sh", {"test.sh": "pytest\n", "$NAME/test.sh": "pytest\n"}),
        ("./ci/absent.sh", {}),
        ("bash", {"": "pytest"}),
    ],
)
def test_what_is_no_shell_script_is_not_followed(script: str, files: Files) -> None:
    assert inner(script, files) == []


def test_two_levels_are_followed_with_the_way_that_led_there() -> None:
    files = {"a.sh": "make -C sub check\n", "sub/Makefile": "check:\n\t./b.sh\n", "sub/b.sh": "npm test\n", "sub/package.json": '{"scripts": {"test": "jest"}}'}  # fmt: skip
    (_, make, script, npm) = commands("./a.sh", files)
    assert [(each.text, each.path, each.line, each.via) for each in (make, script, npm)] == [
        ("make -C sub check", "a.sh", 1, ("./a.sh",)),
        ("./b.sh", "sub/Makefile", 2, ("./a.sh", "make -C sub check")),
        ("npm test", "sub/b.sh", 1, ("./a.sh", "make -C sub check", "./b.sh")),
    ]


def test_a_failure_ignored_outside_is_ignored_inside() -> None:
    files = {"t.sh": "pytest\nruff check || true\n"}
    found = [
        (each.text, each.failure_ignored)
        for each in commands("./t.sh || true\n./t.sh", files)
        if each.via and each.text != "true"
    ]
    assert found == [("pytest", True), ("ruff check", True), ("pytest", False), ("ruff check", True)]


def test_functions_of_a_sourced_file_run_when_they_are_called() -> None:
    library = {"lib.sh": "set -e\nrun_tests() {\n  pytest\n}\nnever() { ruff; }\n"}
    assert inner(". lib.sh\nrun_tests", library) == ["set -e", "pytest"]
    assert inner("bash lib.sh", library) == ["set -e"]


def test_own_commands_come_before_any_bound() -> None:
    """A long configure script that is called first takes nothing from what follows it."""
    found = commands("./configure\nmake check", {"configure": "#!/bin/sh\n" + "echo checking\n" * 50_000})
    assert [each.text for each in found if not each.via] == ["./configure", "make check"]


def test_scripts_that_call_each_other_end() -> None:
    assert inner("./a.sh", {"a.sh": "./b.sh\n", "b.sh": "./a.sh\npytest\n"}) == ["./b.sh", "./a.sh", "pytest"]  # fmt: skip
    branching = {f"s{n}.sh": "".join(f"./s{m}.sh\n" for m in range(40)) for n in range(40)}
    assert len(commands("./s0.sh", branching)) <= MOST_FOLLOWED + 2000
    many = commands("".join(f"make t{n}\n" for n in range(3000)), {"Makefile": "".join(f"t{n}:\n\techo {n}\n" for n in range(3000))})  # fmt: skip
    assert (sum(not each.via for each in many), sum(bool(each.via) for each in many)) == (3000, MOST_CALLS)


# --- package scripts ---

PACKAGE = '{"scripts": {\n"pretest": "npm run lint",\n"test": "jest --ci",\n"posttest": "echo done",\n"lint": "eslint .",\n"test:unit": "vitest run",\n"all": "run-s lint test:*",\n"t2": "npm-run-all --parallel test:unit"\n}}'


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("npm test", ["npm run lint", "eslint .", "jest --ci", "echo done"]),
        ("npm t -- --watch=false", ["npm run lint", "eslint .", "jest --ci", "echo done"]),
        ("npm run lint", ["eslint ."]),
        ("npm run-script lint", ["eslint ."]),
        ("yarn lint", ["eslint ."]),
        ("yarn run lint", ["eslint ."]),
        ("pnpm run lint", ["eslint ."]),
        ("bun run lint", ["eslint ."]),
        ("npm run all", ["run-s lint test:*", "eslint .", "vitest run"]),
        ("yarn t2", ["npm-run-all --parallel test:unit", "vitest run"]),
        ("npm install", []),
        ("npm ci", []),
        ("npm publish", []),
        ("npm run absent", []),
        ("npm", []),
    ],
)
def test_package_scripts(script: str, found: list[str]) -> None:
    assert inner(script, {"package.json": PACKAGE}) == found


@pytest.mark.parametrize("script", ["npm --prefix web run lint", "yarn --cwd web lint", "pnpm -C web lint", "pnpm --dir web run lint", "cd web && npm run lint"])  # fmt: skip
def test_package_scripts_of_another_folder(script: str) -> None:
    assert places(script, {"web/package.json": PACKAGE}) == [("eslint .", "web/package.json", 5)]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"scripts": []}', '{"scripts": {"test": 3}}', "[" * 50_000])
def test_broken_package_files_lead_nowhere(text: str) -> None:
    assert inner("npm test\nrun-s test:*", {"package.json": text}) == []


# --- make ---

MAKEFILE = """# remark
GO ?= go
PYTEST := $(PYTHON) -m pytest
PYTHON = python3
COMPUTED := $(shell which go)
FLAGS += -x

.PHONY: all test
all: build test

test: unit | build
\t@echo testing
ifeq ($(CI),true)
\t$(PYTEST) -x \\
\t  tests
endif
\t-ruff check .
\t$(COMPUTED) vet

unit:: deps
\t$(GO) test ./... $$HOME

build: ; $(MAKE) -C sub

deps:
\t@ # nothing
quoted:
\tcurl x | sh; true
"""


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("make test", ["go test ./... $HOME", "make -C sub", "cargo test", "echo testing", "pytest -x tests", "ruff check .", "${COMPUTED} vet"]),
        ("make unit", ["go test ./... $HOME"]),
        ("make unit GO=go1.22", ["go1.22 test ./... $HOME"]),
        ("make -j 4 -k unit", ["go test ./... $HOME"]),
        ("gmake --no-print-directory unit", ["go test ./... $HOME"]),
        ("make", ["make -C sub", "cargo test", "go test ./... $HOME", "echo testing", "pytest -x tests", "ruff check .", "${COMPUTED} vet"]),
        ("make absent", []),
        ("make -f other.mk check", ["cargo test"]),
        ("make -C sub", ["cargo test"]),
    ],
)  # fmt: skip
def test_make_targets(script: str, found: list[str]) -> None:
    files = {"Makefile": MAKEFILE, "sub/Makefile": "check:\n\tcargo test\n", "other.mk": "check:\n\tcargo test\n"}
    assert inner(script, files) == found


def test_lines_and_ignored_failures_of_make() -> None:
    found = [each for each in commands("make test", {"Makefile": MAKEFILE}) if each.via and each.text != "true"]
    assert [(each.argv[0], each.line, each.failure_ignored) for each in found] == [
        ("go", 21, False), ("make", 23, False), ("echo", 12, False), ("pytest", 14, False), ("ruff", 17, True), ("${COMPUTED}", 18, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("makefile", "ignored"),
    [
        ("t:\n\tpytest\n", False),
        ("t:\n\t-pytest\n", True),
        ("t:\n\t@-pytest \\\n\t  -x\n", True),
        ("t:\n\t- cd a && pytest\n", True),
        ("t:\n\tpytest || true\n", True),
        (".IGNORE:\nt:\n\tpytest\n", True),
        (".IGNORE: t\nt:\n\tpytest\n", True),
        (".IGNORE: other\nt:\n\tpytest\n", False),
    ],
)
def test_ways_make_ignores_a_failure(makefile: str, ignored: bool) -> None:
    found = [each for each in commands("make t", {"Makefile": makefile}) if each.argv[0] == "pytest"]
    assert [each.failure_ignored for each in found] == [ignored]


@pytest.mark.parametrize(
    ("makefile", "found"),
    [
        ("include rules.mk\nall: t\n", ["pytest"]),
        ("-include absent.mk rules.mk\nall: t\n", ["pytest"]),
        ("include Makefile\nall: x\nx:\n\techo\n", ["echo"]),
        (".DEFAULT_GOAL := t\nfirst:\n\techo\nt:\n\tpytest\n", ["pytest"]),
        (".SUFFIXES:\nt:\n\tpytest\n", ["pytest"]),
        ("all: a \\\n  b\na:\n\techo a\nb:\n\techo b\n", ["echo a", "echo b"]),
        ("PYTEST = pytest\nPYTEST = other\nt:\n\t$(PYTEST)\n", ["${PYTEST}"]),
        ("t: CFLAGS = -g\nt:\n\tpytest\n", ["pytest"]),
        ("a b: c\n\tpytest $@\n", ["pytest $@"]),
        ("publish: t\n\ttwine upload\nt:\n\tpytest\n", ["pytest", "twine upload"]),
        ("a: b\n\techo a\nb: a\n\techo b\n", ["echo b", "echo a"]),
        ("$(OBJ): x\n\tcc\nt:\n\tpytest\n", ["cc"]),
        ("", []),
    ],
)
def test_forms_of_makefiles(makefile: str, found: list[str]) -> None:
    assert inner("make", {"Makefile": makefile, "rules.mk": "t:\n\tpytest\n"}) == found


# --- tox and nox ---

TOX = "[tox]\nenv_list = py312, lint\n\n[testenv]\ndeps = pytest\ncommands =\n    pytest {posargs:tests}\n    - coverage report\n\n[testenv:lint]\ncommands = ruff check .\n\n[testenv:{docs,site}-{a,b}]\ncommands_pre = echo\ncommands =\n    # remark\n    {envpython} -m sphinx\n"


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("tox", {"pytest", "coverage report", "ruff check .", "echo", "sphinx"}),
        ("tox -e py312", {"pytest", "coverage report"}),
        ("tox -epy312", {"pytest", "coverage report"}),
        ("tox run -e lint", {"ruff check ."}),
        ("tox --env=lint", {"ruff check ."}),
        ("tox -e lint,py312", {"ruff check .", "pytest", "coverage report"}),
        ("tox -e site-b", {"echo", "sphinx"}),
        ("tox -e $TOXENV", {"pytest", "coverage report", "ruff check .", "echo", "sphinx"}),
        ("python -m tox -e lint", {"ruff check ."}),
    ],
)
def test_tox_runs_the_environments_asked_for(script: str, found: set[str]) -> None:
    for name, text in (("tox.ini", TOX), ("setup.cfg", TOX.replace("[testenv", "[tox:testenv").replace("[tox]", "[tox:tox]"))):  # fmt: skip
        assert set(inner(script, {name: text})) == found


def test_lines_and_ignored_failures_of_tox() -> None:
    found = [each for each in commands("tox -e py", {"tox.ini": TOX}) if each.via and each.text != "true"]
    assert [(each.text, each.path, each.line, each.failure_ignored) for each in found] == [
        ("pytest", "tox.ini", 7, False),
        ("coverage report", "tox.ini", 8, True),
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tox.toml", '[env_run_base]\ncommands = [["pytest", "-x"]]\n[env.lint]\ncommands = [["ruff", "check"]]\n'),
        ("pyproject.toml", '[tool.tox.env_run_base]\ncommands = [["pytest", "-x"]]\n[tool.tox.env.lint]\ncommands = [["ruff", "check"]]\n'),
        ("pyproject.toml", '[tool.tox]\nlegacy_tox_ini = """\n[testenv]\ncommands = pytest -x\n[testenv:lint]\ncommands = ruff check\n"""\n'),
    ],
)  # fmt: skip
def test_tox_in_toml(name: str, text: str) -> None:
    assert inner("tox -e py", {name: text}) == ["pytest -x"]
    assert inner("tox -e lint", {name: text}) == ["ruff check"]
    assert all(each[2] >= 1 for each in places("tox", {name: text}))


NOX = """import nox

@nox.session
def tests(session):
    session.install("pytest", "-r", "requirements.txt")
    session.run(
        "pytest", '--cov',
    )

@nox.session(name="lint-all", python=["3.12"])
def check(session: nox.Session) -> None:
    session.run("ruff", "check", *session.posargs)
"""


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("nox", ["pip install pytest -r requirements.txt", "pytest --cov", "ruff check"]),
        ("nox -s tests", ["pip install pytest -r requirements.txt", "pytest --cov"]),
        ("nox --session tests-3.12", ["pip install pytest -r requirements.txt", "pytest --cov"]),
        ("nox -s 'tests(django=5)'", ["pip install pytest -r requirements.txt", "pytest --cov"]),
        ("nox -e lint-all", ["ruff check"]),
        ("nox -s ${{ matrix.session }}", ["pip install pytest -r requirements.txt", "pytest --cov", "ruff check"]),
    ],
)
def test_nox_runs_the_sessions_asked_for(script: str, found: list[str]) -> None:
    assert inner(script, {"noxfile.py": NOX}) == found


# --- others ---


@pytest.mark.parametrize(
    ("script", "files", "found"),
    [
        ("composer test", {"composer.json": '{"scripts": {"test": ["@php vendor/bin/phpunit", "@lint", "@composer audit"], "lint": "phpstan"}}'}, ["vendor/bin/phpunit", "composer run-script lint", "phpstan", "composer audit"]),
        ("composer run test -- -x", {"composer.json": '{"scripts": {"test": "phpunit"}}'}, ["phpunit"]),
        ("just test", {"justfile": "default:\n  echo\n\ntest target: build\n  @pytest\n  -ruff check\n\nnext:\n  cargo test\n"}, ["pytest", "ruff check"]),
        ("just", {"justfile": "default:\n  pytest\n"}, []),
        ("task test", {"Taskfile.yml": "version: '3'\ntasks:\n  test:\n    deps: [build]\n    cmds:\n      - pytest\n      - task: lint\n      - {cmd: mypy, ignore_error: true}\n  build: make\n  lint: {cmd: ruff check}\n"}, ["pytest", "mypy", "make", "ruff check"]),
        ("task", {"Taskfile.yml": "tasks: {default: [pytest]}\n"}, ["pytest"]),
        ("task test", {"Taskfile.yml": "tasks: ["}, []),
    ],
)  # fmt: skip
def test_other_runners(script: str, files: Files, found: list[str]) -> None:
    assert inner(script, files) == found


def test_their_ignored_failures() -> None:
    files = {
        "justfile": "t:\n  -pytest\n",
        "Taskfile.yml": "tasks:\n  t:\n    ignore_error: true\n    cmds: [pytest]\n",
    }
    for script in ("just t", "task t"):
        assert [each.failure_ignored for each in commands(script, files) if each.argv[0] == "pytest"] == [True]


HOSTILE = {
    "Makefile": ["a" * 100_000, "a:" * 50_000, "a: b\n" * 20_000, "a:\n\techo\n" * 20_000, "include Makefile\n" * 5_000, "A = $(A)\n" * 5_000 + "a:\n\t$(A)\n", "a: \\\n" * 20_000, "\t\n" * 50_000, "\0", " ".join(f"t{n}" for n in range(200)) + ":\n\techo\n"],
    "tox.ini": ["[testenv:" + "{a,b}" * 30 + "]\ncommands = x\n", "[testenv]\ncommands =\n" + " x\n" * 20_000, "[" * 50_000, "[testenv]\ncommands = {posargs" + "{" * 50_000],
    "noxfile.py": ["def a(session):\n" + "session.run('x')\n" * 5_000, "session.run(" * 20_000, "def " * 20_000, "def a(s):\n session.run(" + "'a', " * 20_000],
    "package.json": ['{"scripts": {"test": "npm test"}}', "[" * 100_000, '{"scripts": {"test": "' + "a; " * 50_000 + '"}}'],
    "composer.json": ['{"scripts": {"test": ["@test", "@test"]}}'],
    "justfile": ["test:\n" + "  x\n" * 20_000, "test" * 20_000],
    "Taskfile.yml": ["tasks: {test: {deps: [test], cmds: [{task: test}]}}", "tasks: {" * 50, "&a [*a]"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in HOSTILE.items() for text in texts], ids=lambda value: value[:20])  # fmt: skip
def test_hostile_files_do_no_harm(name: str, text: str) -> None:
    found = commands("make\nmake a\ntox\nnox\nnpm test\ncomposer test\njust test\ntask test", {name: text})
    assert 8 <= len(found) <= 3 * MOST_FOLLOWED + LONGEST_SCRIPT


SCRIPTS = st.lists(st.sampled_from(["make", "make -C", "make -f", "npm", "npm run", "npm --prefix", "tox -e", "tox -e ''", "nox -s", "just", "task", "composer", "./a.sh", "bash", ". ", "cd", "cd ''", "cd a", "pushd", "popd", "''", "run-s", "/", "./", "../../a.sh", "npm run ''"]), max_size=8).map("\n".join)  # fmt: skip
CONTENTS = st.text("ab:={}[]()$\t\n\"'#,@- \\.", max_size=60)


@given(SCRIPTS, CONTENTS)
def test_any_script_with_any_files_is_read(script: str, text: str) -> None:
    found = commands(script, dict.fromkeys(["Makefile", "package.json", "tox.ini", "noxfile.py", "justfile", "Taskfile.yml", "composer.json", "a.sh", "a/Makefile", ""], text))  # fmt: skip
    assert all(each.argv and each.line >= 1 for each in found)


# --- steps ---


def test_a_step_sums_up_its_commands() -> None:
    step = script_step("pytest\ntwine upload dist/*\n", "ci.yml", 7, NOTHING.get, name="n", step_line=6, condition="c")
    assert (step.line, step.script_line, set(step.does), step.publishes) == (6, 7, {Does.TEST, Does.PUBLISH}, "twine upload dist/*")  # fmt: skip
    assert [each.line for each in step.commands] == [7, 8]
    assert step.effective(Does.TEST)
    assert step.line_of(Does.PUBLISH) == ("ci.yml", 8)


@pytest.mark.parametrize("shell", ["python", "python {0}", "node", "perl {0}", "ruby", "Rscript"])
def test_scripts_of_other_languages_are_no_commands(shell: str) -> None:
    assert script_step("import pytest\npytest", "ci.yml", 1, NOTHING.get, shell=shell).commands == ()


@pytest.mark.parametrize("shell", ["", "bash", "sh", "pwsh", "bash --noprofile {0}", "cmd"])
def test_scripts_of_shells_are(shell: str) -> None:
    assert script_step("pytest", "ci.yml", 1, NOTHING.get, shell=shell).does == {Does.TEST}


def test_variables_of_the_definition_reach_commands_and_installs() -> None:
    step = script_step("$CARGO test --locked\nuv sync", "ci.yml", 1, NOTHING.get, env={"CARGO": "cross"}, outer_env={"CARGO": "cargo", "UV_FROZEN": "1"})  # fmt: skip
    assert step.commands[0].text == "cross test --locked"
    assert step.commands[1].install is not None
    assert step.commands[1].install.form == "locked"


def test_installs_know_their_folder() -> None:
    found = commands("npm ci\ncd web && npm ci\ncd ../api\nuv sync --directory sub\n", folder="top")
    assert [each.install.folder for each in found if each.install] == ["top", "top/web", "top/api/sub"]


def test_pieces_of_one_shell_share_what_they_change() -> None:
    pieces = [Piece("cd web", "a.yml", 3), Piece("npm run lint\nset +e\n", "b.yml", 8), Piece("pytest", "a.yml", 20)]
    steps = steps_of_one_shell(pieces, Step("s", "a.yml", 1), {"web/package.json": PACKAGE}.get, {})
    assert [(each.path, each.line, each.script) for each in steps] == [("a.yml", 3, "cd web"), ("b.yml", 8, "npm run lint\nset +e\n"), ("a.yml", 20, "pytest")]  # fmt: skip
    assert [[(each.text, each.path, each.line) for each in step.commands] for step in steps] == [
        [("cd web", "a.yml", 3)],
        [("npm run lint", "b.yml", 8), ("eslint .", "web/package.json", 5), ("set +e", "b.yml", 9)],
        [("pytest", "a.yml", 20)],
    ]
    assert steps[2].commands[0].failure_ignored
    assert steps_of_one_shell([], Step("s", "a", 1), NOTHING.get, {}) == []


@pytest.mark.parametrize(
    ("script", "variable"),
    [
        ("$CMD test", True),
        ("${{ matrix.command }}", True),
        ("${CMD}", True),
        ("$(which pytest) -x", True),
        ("%CMD%", True),
        ("pytest $ARGS", False),
        ("$VENV/bin/pytest", False),
        ("$env:A = 'b'", False),
        ("get | $true", False),
        ("echo $CMD", False),
    ],
)
def test_commands_that_only_running_tells(script: str, variable: bool) -> None:
    assert any(is_variable(each) for each in commands(script)) is variable


def test_they_are_said_once_for_every_file() -> None:
    said: set[str] = set()
    steps = [script_step(script, path, 5, NOTHING.get) for script, path in (("pytest\n$A x", "a.yml"), ("$B", "a.yml"), ("$C", "b.yml"))]  # fmt: skip
    remarks = left_out(steps, said)
    assert [(each.source, each.reason) for each in remarks] == [
        ("a.yml:6", "what runs there is named by a variable ($A)"),
        ("b.yml:5", "what runs there is named by a variable ($C)"),
    ]
    assert left_out(steps, said) == []


def test_a_script_that_is_cut_is_said() -> None:
    (remark,) = left_out([script_step(f"echo {'a' * LONGEST_SCRIPT}", "a.yml", 1, NOTHING.get)], set())
    assert "too long" in remark.reason


@pytest.mark.parametrize(
    ("folder", "path", "found"),
    [("", "a/b", "a/b"), ("a", "b", "a/b"), ("a", "../b", "b"), ("a", "../../b", "b"), ("a", "/b", "b"), ("a", "./b/", "a/b"), ("a", "$GITHUB_WORKSPACE", ""), ("a", "$(Build.SourcesDirectory)/b", "b"), ("a", "~/project/b", "b"), ("a/b", ".", "a/b")],
)  # fmt: skip
def test_places(folder: str, path: str, found: str) -> None:
    assert join(folder, path) == found


# --- conditions ---


@pytest.mark.parametrize(
    "condition",
    ["false", "${{ false }}", "0", "''", "${{ '' }}", "null", "!true", "github.ref == 'refs/heads/main' && false", "1 == 2", "'a' == 'b'", "'a' != 'a'", "false && success()", "(false)", "x && ('a' == 'b' )"],
)  # fmt: skip
def test_conditions_that_never_hold(condition: str) -> None:
    assert conditions.is_never(condition)


@pytest.mark.parametrize(
    "condition",
    ["", "true", "always()", "false || true", "github.event_name == 'push'", "x == false", "!false", "1 == 1", "(false || x) && y", "inputs.false", "'false'", "contains('a', 'false')"],
)  # fmt: skip
def test_conditions_that_may_hold(condition: str) -> None:
    assert not conditions.is_never(condition)


@pytest.mark.parametrize(
    ("cron", "fires"),
    [("0 4 * * 1", True), ("0 4 31 2 *", False), ("0 4 30 2 *", False), ("0 4 29 2 *", True), ("0 4 31 4,6 *", False), ("0 4 31 4,5 *", True), ("0 4 0 1 *", False), ("0 4 1 13 *", False), ("0 4 31 2 1", True), ("@daily", True), ("", True)],
)  # fmt: skip
def test_schedules(cron: str, fires: bool) -> None:
    assert conditions.fires(cron) is fires


@pytest.mark.parametrize(("value", "on"), [(True, True), ("true", True), ("${{ true }}", True), (False, False), ("false", False), (None, False), ("${{ matrix.x }}", False), (1, False), ([], False)])  # fmt: skip
def test_switches(value: object, on: bool) -> None:
    assert conditions.is_on(value) is on


def test_jobs_that_wait_for_one_that_never_runs() -> None:
    jobs = [Job("a", "p", 1, never_runs="off"), Job("b", "p", 2, needs=("a",)), Job("c", "p", 3, needs=("b",)), Job("d", "p", 4, needs=("a",), runs_always=True), Job("e", "p", 5, needs=("x",))]  # fmt: skip
    assert [bool(each.never_runs) for each in conditions.without_blocked(jobs)] == [True, True, True, False, False]
    circle = [Job("a", "p", 1, needs=("b",)), Job("b", "p", 2, needs=("a",), never_runs="off")]
    assert all(each.never_runs for each in conditions.without_blocked(circle))
