"""Continuous integration runs the tests on every change.

Why: Tests that nobody has to run are run when it suits; a change that breaks something reaches the release.

Good: a job started by pull requests, merge requests or pushes to the main line runs a test command, directly or through a
script, make target, package script, local action or reusable workflow that was followed to one, and its failure counts.

Bad: pipelines start on changes and everything in them could be read, yet none runs a test, beside a thousand lines of own code.

Unknown: there is no pipeline definition, or part of one could not be followed.

Known false positives: repositories of documents or data only; tests reached through a script with another name.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, counted, cut, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.ci import CiPipelines, Does
from assay.facts.code import Code

SUPPORTS = {"1.3.2/a": MEDIUM}
COUNTERS = {"1.3.2/a": WEAK}
BECAUSE = "the definition shows what should run on a change; only a run shows that it did"
STALE_AFTER_DAYS = 90
FIX = "Add a job that runs the tests on every pull request and push to the main line."


ENOUGH_LINES = 1000
"""Of own code, below which a repository holds documents or data with some glue."""


def check(ci: CiPipelines, code: Code) -> Iterator[Finding]:
    if ci.none_found:
        yield unknown(*ci.none_found)
        return
    on_change = ci.on_change()
    testing = ci.doing(Does.TEST, on_change)
    for pipeline, job, step in testing:
        command = next((each for each in step.commands if Does.TEST in each.does), None)
        via = f" (through {' and '.join(command.via)})" if command and command.via else ""
        what = cut(command.text, 60) if command else step.part.text if step.part else step.name
        yield good(
            f"{pipeline.path} job {job.name or job.id}", f"runs {what}{via} on changes", at(*step.line_of(Does.TEST))
        )
    if testing or not on_change:
        return
    if ci.all_unread:
        yield unknown(*ci.all_unread)
    elif any(True for _, job in on_change for _ in job.commands) and _is_program(code):
        first, job = on_change[0]
        yield bad(
            "pipelines",
            f"of {counted(len(on_change), 'job')} that changes start none runs a test",
            at(first.path, job.line),
            fix=f"Add a job to {first.path} that runs the tests on pull requests.",
        )


def _is_program(code: Code) -> bool:
    return bool(code.unread) or sum(each.lines for each in code.files if not each.set_aside) >= ENOUGH_LINES


_TESTS = "on: [push, pull_request]\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n      - run: {}\n"
_PROGRAM = {"gantry.go": "package gantry\n" + "var _ = 1\n" * 1200}

EXAMPLES = (
    Example("pytest on pull requests", Outcome.GOOD, {".github/workflows/ci.yml": _TESTS.format("python -m pytest")}),
    Example(
        "behind a wrapper that some runs leave out",
        Outcome.GOOD,
        {".github/workflows/ci.yml": _TESTS.format("\"${{ matrix.browser && 'xvfb-run -a' || '' }} npx jest\"")},
    ),
    Example(
        "a reusable workflow of the repository",
        Outcome.GOOD,
        {
            ".github/workflows/ci.yml": "on: pull_request\njobs:\n  verify:\n    uses: ./.github/workflows/verify.yml\n",
            ".github/workflows/verify.yml": _TESTS.format("python -m pytest").replace(
                "[push, pull_request]", "workflow_call"
            ),
        },
    ),
    Example(
        "a make target that is explained behind it",
        Outcome.GOOD,
        {
            ".github/workflows/ci.yml": _TESTS.format("make verify"),
            "Makefile": "verify: build ## run all tests; takes a while\n\tgo test ./...\n\nbuild:\n\tgo build ./...\n",
        },
        false_positive="tests reached through a script with another name",
    ),
    Example(
        "the packages of a workspace",
        Outcome.GOOD,
        {
            ".github/workflows/ci.yml": _TESTS.format("npm test"),
            "package.json": '{"workspaces": ["apps/*"], "scripts": {"test": "npm run test -w @us/web"}}',
            "apps/web/package.json": '{"name": "@us/web", "scripts": {"test": "cross-env CI=1 vitest run"}}',
        },
    ),
    Example(
        "a build and nothing else",
        Outcome.BAD,
        {
            **_PROGRAM,
            ".github/workflows/ci.yml": _TESTS.format("echo pytest && make build"),
            "Makefile": "build:\n\tgo build ./...\n",
        },
    ),
    Example(
        "only a nightly job",
        Outcome.SILENT,
        {
            ".github/workflows/n.yml": _TESTS.format("pytest").replace(
                "[push, pull_request]", "{schedule: [{cron: '0 0 * * *'}]}"
            )
        },
    ),
    Example("no definitions", Outcome.UNKNOWN, {"README.md": "# Tests run on every change"}),
    Example(
        "a script with another name",
        Outcome.GOOD,
        {
            ".github/workflows/ci.yml": _TESTS.format("scripts/verify"),
            "scripts/verify": "#!/bin/sh\nset -e\npython -m pytest\n",
        },
        false_positive="tests reached through a script with another name",
    ),
    Example(
        "a package script that only prints",
        Outcome.BAD,
        {
            **_PROGRAM,
            ".github/workflows/ci.yml": _TESTS.format("npm test"),
            "package.json": '{"scripts": {"test": "echo \\"Error: no test specified\\" && exit 0"}}',
        },
    ),
    Example(
        "documents with some glue",
        Outcome.SILENT,
        {
            ".github/workflows/ci.yml": _TESTS.format("make html"),
            "Makefile": "html:\n\tsphinx-build . _build\n",
            "conf.py": "x = 1\n",
        },
        false_positive="repositories of documents or data only",
    ),
    Example(
        "documents only",
        Outcome.SILENT,
        {
            ".github/workflows/ci.yml": "on: pull_request\njobs:\n  spell:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n      - uses: crate-ci/typos@v1\n",
            "docs/a.md": "Words.",
        },
        false_positive="repositories of documents or data only",
    ),
)
