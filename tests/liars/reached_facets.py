"""Lies told to the checks whose facets only a machine can reach: parts nobody uses, results of one day, tags that moved, keys that ended."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from assay.checks.contract import Change, Handed
from assay.facts.platform import (
    Actor,
    Asset,
    CheckedCommit,
    CheckState,
    CommitCheck,
    MergedChange,
    Release,
    Section,
    TagName,
)
from assay.formats.snapshots.example import SNAPSHOT, example
from assay.testing.corpus import Liar

README = {"README.md": "# Gantry\n\nA crane for small yards.\n"}
FLOW = "on: pull_request\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    steps: [{run: pytest}]\n"
URLS = "from django.contrib import admin\nfrom django.urls import path\n\nurlpatterns = [path('x/', view)]\n"
SETTINGS = "INSTALLED_APPS = [\n    'django.contrib.admin',\n{}]\n"
KEY = """\
-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEaVW5ABYJKwYBBAHaRw8BAQdAhnZDG0icSd0qYtXpDbNgOLdVxqFN5ufMR2g9
89tp7uO0F3NlY3VyaXR5QGdhbnRyeS5leGFtcGxliJAEExYIADgWIQQ2dKDqk8Xr
+XDRtyS+EZtpXwG/hwUCaVW5AAIbAwULCQgHAgYVCgkICwIEFgIDAQIeAQIXgAAK
CRC+EZtpXwG/h3o6AP4/hN8/CqQ8fQhtVMHwLGdwGSBbkzGHNYdZrRseGpC2lwEA
vOjfmpuf5Y8zchoFbaa0zY9qKdT8Kq0NRhUwSdgtegS4OARpVbkAEgorBgEEAZdV
AQUBAQdAAWI1/3sL1ZDTYBGCXQplM+WE4ijEXWbbLxDnuvR9+CYDAQgHiHgEGBYI
ACAWIQQ2dKDqk8Xr+XDRtyS+EZtpXwG/hwUCaVW5AAIbDAAKCRC+EZtpXwG/h1KV
AQCAIzP2EznFP+bTiSgyW8gSqbMsG0U847dPq2mZJtZU9wD+PJ0FCXUwhQVEqKlF
w29tp5SRHPge6SGyX3FkwuXaNAA=
=3Y1R
-----END PGP PUBLIC KEY BLOCK-----
"""
ENDED = """\
-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEZ3SFgBYJKwYBBAHaRw8BAQdAiA2Veh0LLHVkpFLUif7/vafRSi52Hj2p4//s
Mhd+kQq0Em9sZEBnYW50cnkuZXhhbXBsZYiWBBMWCAA+FiEE+uPXKmoakabEunm0
/J3uG86/OTMFAmd0hYACGwMFCQHhM4AFCwkIBwIGFQoJCAsCBBYCAwECHgECF4AA
CgkQ/J3uG86/OTNapAD/QHLRkZtk8RrZip5y4TfM1/QWwv/goYHo0eWd56SiDgMA
/06S47/gqUygcy2p+UjxxfORU9lgStUP/d6VVB1XgwsM
=4LZy
-----END PGP PUBLIC KEY BLOCK-----
"""
ENDED_NAME, KEY_NAME = "FAE3D72A6A1A91A6C4BA79B4FC9DEE1BCEBF3933", "3674A0EA93C5EBF970D1B724BE119B695F01BF87"
POLICY = "# Security\n\nWe are glad about every report of a vulnerability. Write to security@gantry.example with our PGP key, fingerprint {}.\n"
RELEASES = (
    Change("Release 1.0", {"a.py": "x = 1\n"}, on=date(2026, 6, 1), tag="v1.0.0"),
    Change("Release 1.1", {"a.py": "x = 2\n"}, on=date(2026, 8, 1), tag="v1.1.0"),
)
UPDATES = tuple(
    Change(
        f"Bump b to 1.{number}",
        {"package.json": f'{{"dependencies": {{"b": "1.{number}.0"}}}}'},
        on=date(2026, 9, 1 + number),
        tag=f"u{number}",
    )
    for number in range(6)
)


def upload(path: str, keep: str) -> dict[str, str]:
    steps = f"      - uses: actions/checkout@v4\n        with: {{persist-credentials: {keep}}}\n      - uses: actions/upload-artifact@v4\n        with: {{path: '{path}'}}\n"
    return {".github/workflows/c.yml": f"on: push\njobs:\n  b:\n    runs-on: ubuntu-24.04\n    steps:\n{steps}"}


def scan(
    *found: str, day: str = "2026-09-01", rules: tuple[str, ...] = ("r1", "r2"), tool: str = "CodeQL", **said: Any
) -> Handed:
    place = {"physicalLocation": {"artifactLocation": {"uri": "a.py"}, "region": {"startLine": 1}}}
    run = {
        "tool": {"driver": {"name": tool, "rules": [{"id": each} for each in rules]}},
        "invocations": [{"executionSuccessful": True, "endTimeUtc": f"{day}T10:00:00Z"}],
        "results": [
            {"ruleId": each, "level": "error", "message": {"text": each}, "locations": [place]} for each in found
        ],
    }
    return Handed(json.dumps({"version": "2.1.0", "runs": [run]}), **({"commit": "{commit}"} | said))


def seen(day: int, digest: str, tag: str = "{commit:v1.0.0}") -> Handed:
    """A snapshot of a day in September with one file of the release v1.0.0."""
    taken = datetime(2026, 9, day, 12, tzinfo=UTC)
    given = replace(SNAPSHOT, taken_at=taken, commit="{commit:v1.1.0}", tags=(TagName("v1.0.0", tag),))
    release = Release("v1.0.0", date(2026, 6, 1), assets=(Asset("gantry.zip", "sha256:" + digest * 32),))
    return Handed(example(given, releases=(release,)), taken_on=taken.date())


def merged(*states: CheckState) -> dict[str, Handed]:
    commits = [f"{{commit:u{number}}}" for number in range(len(states))]
    changes = tuple(
        MergedChange(number, "main", Actor("bot", "dependabot[bot]"), date(2026, 9, 1 + number), head=commit)
        for number, commit in enumerate(commits)
    )
    checks = tuple(
        CheckedCommit(commit, checks=Section((CommitCheck("t", state),)))
        for commit, state in zip(commits, states, strict=True)
    )
    return {"snapshot.json": Handed(example(changes=changes, checks=checks))}


ADVISORY = "# CVE-2026-12345: Gantry leaves its folder\n\nAffected versions: before 1.2.0. Severity: high.\n\nFixed in 1.2.0, published on 2026-08-01.\n"
ENTRY = "- Severity high: the upload handler left its folder (CVE-2026-12345). Versions before 1.1.0 are affected, please upgrade."


def changes(entry: str) -> dict[str, str]:
    return {"CHANGELOG.md": f"# Changes\n\n## 1.1.0\n\n{entry}\n\n## 1.0.0\n\n- The first release.\n"}


REPOSITORIES = (
    Liar(
        name="a second factor that is declared and never used",
        pretends="The manifest lists the library, a comment imports it, and the README praises it.",
        baits=("1.4.2/a", "1.4.2/c"),
        files={
            **README,
            "pyproject.toml": '[project]\nname = "gantry"\ndependencies = ["django-otp", "webauthn"]\n',
            "gantry/settings.py": SETTINGS.format("    # 'django_otp',\n"),
            "gantry/auth.py": "# import webauthn\n# from fido2 import server\n",
            "gantry/urls.py": URLS,
        },
        through=("product-mfa-capability",),
        truth={
            "gantry/settings.py": SETTINGS.format("    'django_otp',\n"),
            "gantry/auth.py": "import webauthn\n\noptions = webauthn.generate_registration_options\n",
        },
    ),
    Liar(
        name="named uploads, and no scan of what was released",
        pretends="Every upload names its file and no credential is kept, but nobody looked into the files of the release.",
        baits=("2.2.4/b",),
        files={**README, **upload(".", "true")},
        history=RELEASES,
        evidence={"scan.sarif": scan("r1", tool="gitleaks", commit="", release="v1.1.0")},
        truth=upload("dist/a.whl", "false"),
        true_evidence={"scan.sarif": scan(tool="gitleaks", commit="", release="v1.1.0")},
    ),
    Liar(
        name="an entry about weaknesses of a version that never came out",
        pretends="The list of changes has a perfect entry; no tag has its version.",
        baits=("3.4.2/a",),
        files={**README, **changes(ENTRY)},
        history=RELEASES[:1],
        through=("security-release-marked",),
        truth={},
        true_history=RELEASES,
    ),
    Liar(
        name="advisories about somebody else's product",
        pretends="A folder full of advisories, all of them about a library and copied from its makers.",
        baits=("3.4.2/a", "3.4.2/c"),
        files={
            **README,
            "advisories/2026-01.md": ADVISORY.replace("Gantry", "Winch"),
            "advisories/README.md": "# Advisories\n\nNone yet.\n",
        },
        through=("advisories-published",),
    ),
    Liar(
        name="an advisory of a heading alone",
        pretends="It bears an identifier and the product's name; what is affected and what to do is missing.",
        baits=("3.4.2/a",),
        files={**README, "advisories/2026-01.md": "# CVE-2026-12345 in Gantry\n\nDetails will follow.\n"},
        through=("advisories-published",),
        truth={"advisories/2026-01.md": ADVISORY},
    ),
    Liar(
        name="a key that has ended",
        pretends="The policy states the fingerprint of a key nobody can encrypt to any more.",
        baits=("3.2.2/b",),
        files={**README, "SECURITY.md": POLICY.format(ENDED_NAME), "security.asc": ENDED},
        through=("reporting-channel-works",),
        truth={"SECURITY.md": POLICY.format(KEY_NAME), "security.asc": KEY},
    ),
    Liar(
        name="a key of another fingerprint",
        pretends="A valid key lies in the tree, but it is not the one the policy states.",
        baits=("3.2.2/b",),
        files={**README, "SECURITY.md": POLICY.format(ENDED_NAME), "security.asc": KEY},
        through=("reporting-channel-works",),
        truth={"SECURITY.md": POLICY.format(KEY_NAME)},
    ),
    Liar(
        name="a file of a release that was exchanged",
        pretends="Two snapshots list the same release and the same file; its content is another.",
        baits=("3.1.1/c",),
        files=README,
        history=RELEASES,
        evidence={"1.json": seen(2, "a1"), "2.json": seen(29, "b2")},
        through=("release-immutable",),
        truth={},
        true_evidence={"1.json": seen(2, "a1"), "2.json": seen(29, "a1")},
    ),
    Liar(
        name="an earlier assessment kept in the repository itself",
        pretends="What could be rewritten together with the history says that nothing was rewritten.",
        baits=("3.1.1/c",),
        files={**README, "evidence/assessment.json": '{"schema": "assay-assessment/1", "as_of": "2026-08-15"}'},
        history=RELEASES,
        through=("release-immutable",),
    ),
    Liar(
        name="findings that vanished with their rule",
        pretends="The newer result is clean, because the rule that found something was switched off.",
        baits=("1.3.3/a",),
        files=README,
        evidence={"1.sarif": scan("r1", day="2026-08-01"), "2.sarif": scan(day="2026-09-29", rules=("r2",))},
        truth={},
        true_evidence={"1.sarif": scan("r1", day="2026-08-01"), "2.sarif": scan(day="2026-09-29")},
    ),
    Liar(
        name="the results of one day, handed over twice",
        pretends="Two files look like a history of results.",
        baits=("1.3.3/a",),
        files=README,
        evidence={"1.sarif": scan("r1", day="2026-09-29"), "2.sarif": scan("r1", "r2", day="2026-09-29")},
    ),
    Liar(
        name="logs that will be kept",
        pretends="A policy announces a period, and an example in it sets one.",
        baits=("2.2.3/b",),
        files={
            "docs/logging-policy.md": "# Logging policy\n\nBuild logs will soon be kept for 12 months.\n\n```\nretention_in_days = 400\n```\n",
            "examples/logs.tf": 'resource "aws_cloudwatch_log_group" "build" {\n  retention_in_days = 400\n}\n',
        },
        truth={
            "docs/logging-policy.md": "# Logging policy\n\nBuild logs are kept for 12 months.\n",
            "infra/logs.tf": 'resource "aws_cloudwatch_log_group" "build" {\n  retention_in_days = 400\n}\n',
        },
    ),
    Liar(
        name="updates whose tests were skipped",
        pretends="Five of the latest updates passed; the tests of the sixth did not run.",
        baits=("1.2.4/c",),
        files={**README, "package.json": '{"name": "a"}'},
        history=UPDATES,
        evidence=merged("passed", "passed", "passed", "passed", "passed", "skipped"),
        truth={".github/workflows/c.yml": FLOW},
        true_evidence=merged("passed", "passed", "passed", "passed", "passed", "passed"),
    ),
)
