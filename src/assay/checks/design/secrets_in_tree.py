"""The source holds no live credential.

Why: A key in the source is known to everyone who ever had a copy.

Good: every text file was scanned by provider-shaped patterns and nothing was found outside tests and examples.

Bad: a credential whose form was verified (strong), or that has the form without check digits (medium). A key or password whose
kind does not tell what it opens counts against the product; against the build only where the settings of the build hold it.

Unknown: files are absent from this clone; for the build, what a key in the tree opens.

Known false positives: test data and document examples; public keys; the words BEGIN PRIVATE KEY without a key; keys in a folder
of tests with another name; what is no secret of the build; labels in translations; values that say they are for trials only.
"""

import base64
import re
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, STRONG, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.secrets import SecretFound, SecretsFound

SUPPORTS = {"1.4.5/a": MEDIUM, "2.1.4/b": MEDIUM}
COUNTERS = {"1.4.5/a": STRONG, "2.1.4/b": STRONG}
BECAUSE = "the form was verified where it has check digits or parses; whether the credential still works was not tried"
STALE_AFTER_DAYS = 30
FIX = "Replace the credential where it is used, remove it from the source, and treat the history as known. What only tests use belongs below tests."

OF_ANYTHING = ("private key", "assigned credential")
"""Kinds that do not tell what they open; the others are keys of platforms that builds use too."""
CALLED = {"assigned credential": "written-out password or token"}
BUILD_SETTINGS = re.compile(
    r"(^|/)(\.github|\.circleci|\.gitlab|\.buildkite|\.ci|ci|\.azure-pipelines)/|(^|/)(\.?(gitlab-ci|travis|codecov|appveyor|drone|cirrus)\.ya?ml"
    r"|azure-pipelines[\w.-]{0,60}\.ya?ml|bitbucket-pipelines\.yml|Jenkinsfile[\w.-]{0,60}|\.(npmrc|pypirc|netrc)|sonar-project\.properties)$",
    re.IGNORECASE,
)
PRODUCT, BUILD = "1.4.5/a", "2.1.4/b"


def check(secrets: SecretsFound) -> Iterator[Finding]:
    live = [each for each in secrets.found if not each.set_aside]
    same: dict[tuple[str, str], list[SecretFound]] = {}
    for each in live:
        same.setdefault((each.path, each.rule), []).append(each)
    for (path, rule), found in same.items():
        first = found[0]
        called = CALLED.get(rule, rule)
        more = f" and {len(found) - 1} more like it" if len(found) > 1 else ""
        others = sum(1 for other, kind in same if kind == rule) - 1
        elsewhere = f" and in {others} other {'files' if others > 1 else 'file'}" if others else ""
        yield bad(
            f"{path}:{first.line}",
            f"{called}: {first.masked}{more}",
            *(at(path, each.line) for each in found),
            fix=f"Revoke the {called} in {path}:{first.line}{more}{elsewhere}, then remove {'them' if more or others else 'it'}.",
            at_most=STRONG if any(each.certain for each in found) else MEDIUM,
            facets=_facets(path, rule),
            objects=len(found),
        )
    if unclear := [each for each in live if _facets(each.path, each.rule) == (PRODUCT,)]:
        yield unknown(Unread("keys and passwords in the tree", _uses(unclear), "say what each of them opens"))
    if secrets.unread:
        yield unknown(*secrets.unread)
    elif not live and secrets.files_read:
        aside = f" outside tests and examples, which hold {len(secrets.found)}" if secrets.found else ""
        yield good("tree", f"no credential of a known form{aside} (files scanned: {secrets.files_read})")


def _uses(found: list[SecretFound]) -> str:
    which = f"any of the {len(found)}" if len(found) > 1 else f"the one in {found[0].path}"
    return f"whether the build or the signing of releases uses {which} does not show"


def _facets(path: str, rule: str) -> tuple[str, ...]:
    if rule not in OF_ANYTHING:
        return (PRODUCT, BUILD)
    return (BUILD,) if BUILD_SETTINGS.search(path) else (PRODUCT,)


_TOKEN = "AK" + "IA" + "QWERTYUIOPASDFGH"
_BODY = base64.b64encode(b"0" + bytes([0x81, 200]) + bytes(range(200))).decode()
_KEY = f"-----BEGIN {'PRIVATE'} KEY-----\n{_BODY}\n-----END {'PRIVATE'} KEY-----\n"

EXAMPLES = (
    Example("nothing found", Outcome.GOOD, {"a.py": "x = 'hello world, this is a file'\n"}),
    Example("a cloud key", Outcome.BAD, {"settings.py": f"KEY = '{_TOKEN}'\n"}, strength=MEDIUM),
    Example("nothing worth reading", Outcome.SILENT, {"a": "x"}),
    Example("no commits", Outcome.UNKNOWN, {}),
    Example(
        "a key in test data",
        Outcome.GOOD,
        {"tests/data.py": f"KEY = '{_TOKEN}'\n"},
        false_positive="test data and document examples",
    ),
    Example(
        "a key that tests use, in a folder of another name",
        Outcome.GOOD,
        {
            "integration/tls/local.key": _KEY,
            **{f"integration/{name}_test.go": "package integration\n" for name in ("a", "b", "c")},
        },
        false_positive="keys in a folder of tests with another name",
    ),
    Example(
        "a key of the product",
        Outcome.BAD,
        {"server/tls.key": _KEY},
        strength=STRONG,
        false_positive="what is no secret of the build",
    ),
    Example(
        "a password in the settings of the build",
        Outcome.BAD,
        {"codecov.yml": "codecov:\n  token: 7f3a9c21-58de-4b06-9a1c-e24d8b70f5c3\n"},
        strength=MEDIUM,
    ),
    Example(
        "a label",
        Outcome.GOOD,
        {"frontend/messages/de.json": '{"client_secret": "OAuth-2.0-Client-Secret"}\n'},
        false_positive="labels in translations",
    ),
    Example(
        "a value for the pipeline only",
        Outcome.GOOD,
        {".github/workflows/a.yml": "on: push\nenv:\n  SESSION_SECRET: ci-only-random-looking-secret-64\njobs: {}\n"},
        false_positive="values that say they are for trials only",
    ),
    Example(
        "words without a key",
        Outcome.GOOD,
        {"a.py": "if '-----BEGIN RSA PRIVATE KEY-----' in text: pass\n"},
        false_positive="the words BEGIN PRIVATE KEY without a key",
    ),
)
