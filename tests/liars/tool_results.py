"""Results handed over that are not what they seem: of nothing, of another commit, of another product, or of a tool that looked away."""

import json
from datetime import date
from typing import Any

from assay.checks.contract import Change, Handed
from assay.testing.corpus import Liar

APP = {"app.py": "import os\n\nprint(os.name)\n" * 4, "README.md": "# Gantry\n\nLifts things.\n"}
LOCK = {"requirements.txt": "lib==1.5 --hash=sha256:" + "a" * 64 + "\n"}
RELEASE = (Change("Release 1.0", {"app.py": "print(1)\n"}, on=date(2026, 8, 1), tag="v1.0.0"),)

PASSED = '<testsuite><testcase classname="auth" name="refuses password alone">{tag}</testcase></testsuite>'
TAG = '<properties><property name="assay.claim" value="1.4.2/b"/></properties>'


def junit(text: str, **said: Any) -> dict[str, Handed]:
    return {"junit.xml": Handed(text, **said)}


def sarif(rules: list[dict[str, Any]], **more: Any) -> dict[str, Handed]:
    run = {
        "tool": {"driver": {"name": "Probe", "rules": rules}},
        "results": [],
        "versionControlProvenance": [{"revisionId": "{commit}"}],
    }
    return {"probe.sarif": Handed(json.dumps({"version": "2.1.0", "runs": [{**run, **more}]}))}


def rules(prefix: str, *numbers: int) -> list[dict[str, Any]]:
    return [
        {"id": f"{prefix}/r{number}", "properties": {"tags": [f"external/cwe/cwe-{number:03}"]}} for number in numbers
    ]


ALL = rules("py", 22, 78, 79, 89, 94, 918)


def bill(name: str, *purls: str) -> dict[str, Handed]:
    parts = [{"type": "library", "name": each, "purl": each} for each in purls]
    subject = {"type": "application", "name": name, "version": "1.0.0"}
    metadata = {"timestamp": "2026-09-30T00:00:00Z", "tools": [{"name": "maker"}], "component": subject}
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": metadata, "components": parts}
    return {"sbom.json": Handed(json.dumps(document), commit="{commit}")}


def scan(packages: list[dict[str, Any]], **said: Any) -> dict[str, Handed]:
    return {"scan.json": Handed(json.dumps({"results": [{"source": {"path": "x"}, "packages": packages}]}), **said)}


def package(name: str, *flaws: str) -> dict[str, Any]:
    found = [{"id": each, "published": "2026-02-01T00:00:00Z", "affected": []} for each in flaws]
    return {
        "package": {"name": name, "version": "1.5", "ecosystem": "PyPI"},
        **({"vulnerabilities": found} if found else {}),
    }


def vex(**statement: Any) -> Handed:
    said = {"vulnerability": {"name": "GHSA-1"}, "products": [{"@id": "pkg:pypi/lib"}], **statement}
    document = {
        "@context": "https://openvex.dev/ns/v0.2.0",
        "author": "Ada Builder",
        "timestamp": "2026-02-03T00:00:00Z",
        "statements": [said],
    }
    return Handed(json.dumps(document))


REPOSITORIES = (
    Liar(
        "a test run of totals alone",
        "The file says 186 tests and no failure; there is not one test case in it that ran.",
        ("1.3.2/b", "1.2.3/c"),
        APP,
        evidence=junit(
            '<testsuite tests="186" failures="0"><testcase name="a"><skipped/></testcase></testsuite>',
            commit="{commit}",
        ),
        truth={},
        true_evidence=junit(PASSED.format(tag=""), commit="{commit}"),
    ),
    Liar(
        "the green run of another product",
        "Every test passed, on a commit this repository does not have.",
        ("1.3.2/b", "1.2.3/c"),
        APP,
        evidence=junit(PASSED.format(tag=""), commit="f" * 40),
    ),
    Liar(
        "the green run nobody ties to anything",
        "A result without a commit could be from any day.",
        ("1.3.2/b", "1.2.3/c", "1.4.2/b"),
        APP,
        evidence=junit(PASSED.format(tag=TAG)),
        truth={},
        true_evidence=junit(PASSED.format(tag=TAG), commit="{commit}"),
    ),
    Liar(
        "a tagged test that was skipped",
        "The test that shows the second factor is there, tagged, and never run.",
        ("1.4.2/b",),
        APP,
        evidence=junit(PASSED.format(tag=TAG + "<skipped/>"), commit="{commit}"),
        truth={},
        true_evidence=junit(PASSED.format(tag=TAG), commit="{commit}"),
    ),
    Liar(
        "result files in the repository",
        "The owner committed a passing run, a clean scan and a bill of materials.",
        ("1.3.2/b", "1.4.4/b", "1.2.1/b", "3.3.1/c"),
        {
            **APP,
            **LOCK,
            "reports/junit.xml": PASSED.format(tag=TAG),
            "reports/scan.sarif": str(sarif(ALL)["probe.sarif"].content),
            "sbom.json": str(bill("gantry", "pkg:pypi/lib@1.5")["sbom.json"].content),
            "reports/scan.json": str(scan([package("lib")])["scan.json"].content),
        },
    ),
    Liar(
        "an analyser without rules",
        "No finding, because no rule about any weakness was on.",
        ("1.4.4/b",),
        APP,
        evidence=sarif([{"id": "py/line-length"}]),
        truth={},
        true_evidence=sarif(ALL),
    ),
    Liar(
        "an analyser for another language",
        "Clean, for Go. The product is Python.",
        ("1.4.4/b",),
        APP,
        evidence=sarif(rules("go", 22, 78, 79, 89, 94, 918)),
        truth={},
        true_evidence=sarif(ALL),
    ),
    Liar(
        "an analyser that crashed",
        "No finding, because it stopped before the first file.",
        ("1.4.4/b", "1.3.3/b"),
        APP,
        evidence=sarif(ALL, invocations=[{"executionSuccessful": False}]),
        truth={},
        true_evidence=sarif(ALL, invocations=[{"executionSuccessful": True}]),
    ),
    Liar(
        "an analyser of the release before",
        "Clean, on a commit two months old.",
        ("1.4.4/b", "1.3.3/b"),
        APP,
        history=RELEASE,
        evidence={"probe.sarif": Handed(str(sarif(ALL)["probe.sarif"].content).replace("{commit}", "{commit:v1.0.0}"))},
    ),
    Liar(
        "the bill of another product",
        "A complete SBOM, of something else.",
        ("1.2.1/a", "1.2.1/b", "1.2.1/c"),
        {**APP, **LOCK},
        evidence=bill("crane", "pkg:npm/left@1.0", "pkg:npm/right@1.0"),
        through=("sbom-published-with-release", "sbom-reconciles-with-build"),
    ),
    Liar(
        "a bill without what is built",
        "It names the product and leaves out the package that is in the lock.",
        ("1.2.1/b",),
        {
            **APP,
            **LOCK,
            "requirements.in": "lib\nleft\n",
            "requirements.txt": LOCK["requirements.txt"] + "left==2.0 --hash=sha256:" + "b" * 64 + "\n",
        },
        evidence=bill("gantry", "pkg:pypi/lib@1.4"),
        through=("sbom-reconciles-with-build",),
        truth={},
        true_evidence=bill("gantry", "pkg:pypi/lib@1.5", "pkg:pypi/left@2.0"),
    ),
    Liar(
        "a scan that lists nothing",
        "No vulnerability, because no package was looked up.",
        ("1.2.5/c", "3.3.1/c", "3.3.2/c"),
        {**APP, **LOCK},
        evidence={
            "audit.json": Handed(
                json.dumps(
                    {
                        "dependencies": [
                            {"name": "lib", "version": "1.5", "vulns": []},
                            {"name": "left", "skip_reason": "not found"},
                        ]
                    }
                )
            )
        },
    ),
    Liar(
        "a clean scan of another ecosystem",
        "The container packages are clean; the Python ones were not looked at.",
        ("3.3.1/c",),
        {**APP, **LOCK},
        evidence={
            "scan.json": Handed(
                json.dumps(
                    {
                        "results": [
                            {
                                "source": {"path": "x"},
                                "packages": [{"package": {"name": "left", "version": "1", "ecosystem": "npm"}}],
                            }
                        ]
                    }
                ),
                commit="{commit}",
            )
        },
        truth={},
        true_evidence=scan([package("lib")], commit="{commit}"),
    ),
    Liar(
        "one advisory as a feed",
        "A single record that does not match is no look at all advisories.",
        ("1.2.5/c", "1.2.2/d", "3.3.1/c"),
        {**APP, **LOCK},
        evidence={
            "osv.json": Handed(
                '{"id": "GHSA-9", "affected": [{"package": {"ecosystem": "PyPI", "name": "other"}, "versions": ["1"]}]}'
            )
        },
    ),
    Liar(
        "not affected, because we say so",
        "A VEX statement without any reason.",
        ("1.2.5/c", "3.3.2/c"),
        {**APP, **LOCK},
        evidence={
            **scan([package("lib", "GHSA-1"), package("left")], commit="{commit}"),
            "vex.json": vex(status="not_affected"),
        },
        through=("known-vulnerability-open", "triage-decisions-recorded"),
        truth={},
        true_evidence={
            **scan([package("lib", "GHSA-1"), package("left")], commit="{commit}"),
            "vex.json": vex(status="not_affected", justification="vulnerable_code_not_present"),
        },
    ),
    Liar(
        "under investigation for ever",
        "A decision that is put off is none.",
        ("1.2.5/c", "3.3.2/c"),
        {**APP, **LOCK},
        evidence={
            **scan([package("lib", "GHSA-1"), package("left")], commit="{commit}"),
            "vex.json": vex(status="under_investigation"),
        },
        through=("known-vulnerability-open", "triage-decisions-recorded"),
    ),
    Liar(
        "the decision about another package",
        "The statement is about the same id in a package that is not pinned here.",
        ("3.3.2/c",),
        {**APP, **LOCK},
        evidence={
            **scan([package("lib", "GHSA-1"), package("left")], commit="{commit}"),
            "vex.json": vex(
                status="not_affected", justification="component_not_present", products=[{"@id": "pkg:pypi/other"}]
            ),
        },
        through=("known-vulnerability-open", "triage-decisions-recorded"),
    ),
    Liar(
        "coverage of another commit",
        "Above the baseline, before the tests were deleted.",
        ("1.3.2/a", "1.3.1/a"),
        {**APP, "pyproject.toml": "[tool.coverage.report]\nfail_under = 80\n"},
        history=RELEASE,
        evidence={"lcov.info": Handed("SF:app.py\nDA:1,1\nend_of_record\n", release="v1.0.0")},
        through=("coverage-baseline",),
    ),
)
