"""Pipeline files hold no credential in plain text.

Why: Everyone who can read the file has the credential, for ever.

Good: keys that ask for a credential take it from the secret store.

Bad: a literal stands where a credential belongs.

Unknown: no pipeline definition.

Known false positives: throw-away databases inside the job; dummy values in tests; the platform's own short-lived token.
"""

import re
from collections.abc import Iterator, Mapping

from assay.checks.contract import MEDIUM, STRONG, Example, Finding, at, bad, counted, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.ci import CiPipelines, Does, Job, Step

SUPPORTS = {"2.1.4/a": MEDIUM}
COUNTERS = {"2.1.4/b": STRONG}
BECAUSE = "the value stands in the file for everyone who can read it"
STALE_AFTER_DAYS = 30
FIX = "Move the value to the secret store and replace it where it is used."

NAMED = re.compile(
    r"(password|passwd|secret|api[_-]?key|access[_-]?key|auth[_-]?token|(^|[_-])token|private[_-]?key|credential)s?$",
    re.IGNORECASE,
)
REFERENCE = re.compile(r"\$|%|\{\{|<|^(true|false|null|none|\d{0,6})$|^$|vault:|arn:|^https?://|^[./~]", re.IGNORECASE)
DUMMY = re.compile(
    r"test|dummy|example|fake|mock|foo|bar|password|passw0rd|postgres|mysql|root|admin|guest|secret|changeme|sample|local|not-?a|insecure|placeholder|xxx|ci[_-]|123|abc|qwer|django|none|default|unused|dev",
    re.IGNORECASE,
)


def check(ci: CiPipelines) -> Iterator[Finding]:
    if ci.none_found:
        yield unknown(*ci.none_found)
        return
    stored = 0
    clean = True
    for _, job in ci.jobs:
        for name, value, path, line in _values(job):
            if not NAMED.search(name):
                continue
            if "secrets." in value or ("secret" in value.lower() and "$" in value):
                stored += 1
            elif (
                not REFERENCE.search(value)
                and not DUMMY.search(value)
                and len(value) >= 12
                and not value.isalpha()
                and len(set(value)) >= 8
            ):
                clean = False
                yield bad(
                    f"{path}:{line} {name}",
                    f"{name} has a literal value of {len(value)} characters",
                    at(path, line),
                    fix=f"Move {name} to the secret store and replace the value.",
                )
    if stored and clean:
        job = (
            next(job for _, job in ci.jobs if job.secrets) if any(job.secrets for _, job in ci.jobs) else ci.jobs[0][1]
        )
        yield good(
            "credentials",
            f"no literal stands in {counted(stored, 'key')} for secrets: the secret store fills {'it' if stored == 1 else 'them'}",
            at(job.path, job.line),
            objects=stored,
        )


def _values(job: Job) -> Iterator[tuple[str, str, str, int]]:
    yield from _of(job.env, job.path, job.line)
    for step in job.steps:
        yield from _of(step.env, step.path, step.line)
        yield from _of(step.inputs, step.path, step.line)
        yield from _exports(step)


def _of(values: Mapping[str, str], path: str, line: int) -> Iterator[tuple[str, str, str, int]]:
    for name, value in values.items():
        yield name, value, path, line


def _exports(step: Step) -> Iterator[tuple[str, str, str, int]]:
    for command in step.commands:
        if command.argv[0] == "export" or Does.CLOUD_LOGIN in command.does:
            for word in command.argv[1:]:
                name, _, value = word.lstrip("-").partition("=")
                yield name, value, command.path, command.line


_STEP = "on: push\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    {}steps:\n      - run: make\n        env:\n          DEPLOY_TOKEN: {}\n"
_LITERAL = "k9Zq" + "7Wm2Xr4LpT8v"

EXAMPLES = (
    Example(
        "from the store", Outcome.GOOD, {".github/workflows/c.yml": _STEP.format("", "${{ secrets.DEPLOY_TOKEN }}")}
    ),
    Example("a literal", Outcome.BAD, {".github/workflows/c.yml": _STEP.format("", _LITERAL)}, strength=STRONG),
    Example("no credentials", Outcome.SILENT, {".github/workflows/c.yml": _STEP.format("", "''")}),
    Example("no pipeline", Outcome.UNKNOWN, {"a": "x"}),
    Example(
        "a throw-away database",
        Outcome.SILENT,
        {".github/workflows/c.yml": _STEP.format("env: {POSTGRES_PASSWORD: postgres-9Xk2}\n    ", "''")},
        false_positive="throw-away databases inside the job",
    ),
    Example(
        "a dummy",
        Outcome.SILENT,
        {".github/workflows/c.yml": _STEP.format("", "dummy-token-0123456789")},
        false_positive="dummy values in tests",
    ),
    Example(
        "the platform's token",
        Outcome.GOOD,
        {".github/workflows/c.yml": _STEP.format("", "${{ secrets.GITHUB_TOKEN }}")},
        false_positive="the platform's own short-lived token",
    ),
)
