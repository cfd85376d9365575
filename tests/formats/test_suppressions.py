"""Ignore files as scanners read them, with the reasons people write into fields and comments."""

from datetime import date

import pytest

from assay.facts.suppressions import Suppression
from assay.formats.suppressions import SuppressionError, by_option, gives_reason, is_store, only_says_no_fix, read


def one(path: str, text: str) -> Suppression:
    (found,) = read(path, text)
    return found


@pytest.mark.parametrize(
    ("path", "text", "until", "enforced"),
    [
        ("osv-scanner.toml", '[[IgnoredVulns]]\nid = "CVE-1"\nreason = "Only Windows calls it."\nignoreUntil = 2026-12-31T00:00:00Z\n', date(2026, 12, 31), True),
        (".trivyignore", "# Only Windows calls it, until 2026-12-31\nCVE-1\n", date(2026, 12, 31), False),
        (".trivyignore", "# Only Windows calls it\nCVE-1 exp:2026-12-31\n", date(2026, 12, 31), True),
        (".trivyignore.yaml", "vulnerabilities:\n  - id: CVE-1\n    statement: Only Windows calls it\n    expired_at: 2026-12-31\n", date(2026, 12, 31), True),
        (".grype.yaml", "ignore:\n  - vulnerability: CVE-1 # Only Windows calls it\n", None, False),
        (".snyk", "ignore:\n  CVE-1:\n    - '*':\n        reason: Only Windows calls it\n        expires: 2026-12-31T00:00:00.000Z\n", date(2026, 12, 31), True),
        ("audit-ci.jsonc", '{"allowlist": [{"CVE-1": {"active": true, "notes": "Only Windows calls it", "expiry": "31 December 2026"}}] /* end */ }', date(2026, 12, 31), True),
        (".nsprc", '{"CVE-1": {"active": true, "notes": "Only Windows calls it", "expiry": "2026-12-31"},}', date(2026, 12, 31), True),
        ("deny.toml", '[advisories]\nignore = [{ id = "CVE-1", reason = "Only Windows calls it" }]\n', None, False),
        (".cargo/audit.toml", '[advisories]\nignore = ["CVE-1"] # Only Windows calls it\n', None, False),
        ("composer.json", '{"config": {"audit": {"ignore": {"CVE-1": "Only Windows calls it"}}}}', None, False),
        (".bundler-audit.yml", "ignore:\n  # Only Windows calls it\n  - CVE-1\n", None, False),
        ("dependency-check-suppressions.xml", '<suppressions><suppress until="2026-12-31Z"><notes>Only Windows calls it</notes><cve>CVE-1</cve></suppress></suppressions>', date(2026, 12, 31), True),
    ],
)  # fmt: skip
def test_every_store_gives_id_reason_and_end(path: str, text: str, until: date | None, enforced: bool) -> None:
    found = one(path, text)
    assert (found.what, found.until, found.enforced) == ("CVE-1", until, enforced)
    assert found.reason.startswith("Only Windows calls it")


def test_entries_that_are_switched_off_hide_nothing() -> None:
    assert read(".nsprc", '{"CVE-1": {"active": false, "notes": ""}}') == ()


@pytest.mark.parametrize(
    "text", ["", "TODO", "ignore for now", "CVE-2024-0001 GHSA-aaaa-bbbb-cccc", "2024-01-01", "N/A"]
)
def test_fillers_are_no_reason(text: str) -> None:
    assert not gives_reason(text)


@pytest.mark.parametrize("text", ["Only reached on Windows", "https://tracker.example/1"])
def test_words_and_links_are_a_reason(text: str) -> None:
    assert gives_reason(text)


def test_a_comment_about_the_whole_list_is_no_reason_for_an_entry() -> None:
    assert (
        one(
            "deny.toml",
            '[advisories]\n# The list of advisories that cargo deny leaves out\nignore = [\n  "CVE-1",\n]\n',
        ).reason
        == ""
    )


def test_a_blank_line_ends_a_group() -> None:
    reasons = [each.reason for each in read(".trivyignore", "# Only Windows calls it\nCVE-1\nCVE-2\n\nCVE-3\n")]
    assert reasons == ["Only Windows calls it", "Only Windows calls it", ""]


def test_no_fix_is_no_justification_unless_another_one_stands_beside_it() -> None:
    assert only_says_no_fix("There is no fix available.")
    assert not only_says_no_fix("There is no fix; the code is not reachable.")


def test_options_count_only_for_tools_that_have_them() -> None:
    assert list(by_option(("pip-audit", "--ignore-vuln", "A", "--ignore-vuln=B"))) == ["A", "B"]
    assert list(by_option(("cargo", "audit", "--ignore", "C"))) == ["C"]
    assert list(by_option(("cargo", "build", "--ignore", "C"))) == []
    assert list(by_option(("eslint", "--ignore", "dist"))) == []


def test_names_decide_what_is_a_store() -> None:
    assert [each for each in ("a/.trivyignore", "x.openvex.json", "a/package.json", "tsconfig.json", "deny.toml.md") if is_store(each)] == ["a/.trivyignore", "x.openvex.json"]  # fmt: skip


def test_entities_and_broken_files_are_refused() -> None:
    for path, text in (
        ("suppressions.xml", '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'),
        (".nsprc", "{"),
        (".snyk", "a: ["),
    ):
        with pytest.raises(SuppressionError):
            read(path, text)
