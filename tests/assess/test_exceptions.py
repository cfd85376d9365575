"""What owners and assessors set against findings: it is weighed by the rules, reported always, and never hides anything."""

from pathlib import Path
from typing import Any

import pytest

from assay.assess.result import document
from assay.assess.run import assess
from assay.collect.repository import Settings
from assay.errors import MalformedInputError
from assay.reports import html, markdown, text
from assay.store.code_of_practice import load
from assay.testing.corpus import AS_OF
from assay.testing.repository import build

LOCK = '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "1.0.0"}}, "node_modules/a": {"version": "1.0.0", "resolved": "https://registry.example/a.tgz", "integrity": "sha512-AAAA"}}}'
FILES = {
    "package.json": '{"name": "app", "private": true, "dependencies": {"a": "1.0.0"}}',
    "package-lock.json": LOCK,
    "Dockerfile": "FROM node:22\nCOPY package*.json ./\nRUN npm update\n",
}
CHECK, FACET = "build-uses-lockfile", "1.2.2/b"


def assessed(folder: Path, profile: str, *, owner: bool = False, files: dict[str, str] = FILES) -> dict[str, Any]:
    """The assessment document, the profile being the assessor's or, in the tree, the owner's."""
    everything = {**files, "assay.toml": profile} if owner else dict(files)
    settings = Settings(AS_OF, "" if owner else profile, "" if owner or not profile else "mine.toml")
    return document(assess(build(folder, everything), "HEAD", settings))


def facet(found: dict[str, Any], wanted: str = FACET) -> dict[str, Any]:
    """One facet of the document."""
    return next(each for claim in found["claims"] for each in claim["facets"] if each["id"] == wanted)


def finding(found: dict[str, Any]) -> list[dict[str, Any]]:
    """What the check holds against claim 1.2.2."""
    return [
        each
        for claim in found["claims"]
        if claim["id"] == "1.2.2"
        for each in claim["against"]
        if each["check"] == CHECK
    ]


def marked(folder: Path, **fields: str) -> str:
    """A false-positive mark on the finding, bound to the Dockerfile, fields replaced."""
    import subprocess

    bare = build(folder, FILES)
    oid = subprocess.run(
        ["git", "rev-parse", "main:Dockerfile"], cwd=bare, check=True, capture_output=True, text=True
    ).stdout.strip()
    thing = finding(document(assess(bare, "HEAD", Settings(AS_OF))))[0]["object"]
    values = {
        "check": CHECK,
        "object": thing,
        "digest": oid,
        "person": "Ada Builder",
        "reason": "It is never shipped to anybody.",
        "date": "2026-09-01",
    } | fields
    lines = [f"{key} = {value}" if key == "date" else f'{key} = "{value}"' for key, value in values.items()]
    return "\n".join(["schema = 1", "[[false_positives]]", *lines, ""])


def shown(found: dict[str, Any]) -> tuple[str, ...]:
    """Every report of the document, line breaks taken out."""
    return tuple(" ".join(report.render(found, load()).split()) for report in (text, markdown, html))


def test_finding_fails_the_facet_when_nothing_is_set_against_it(tmp_path: Path) -> None:
    assert facet(assessed(tmp_path, ""))["state"] == "failed"


def test_mark_of_the_assessor_sets_the_finding_aside_and_is_reported(tmp_path: Path) -> None:
    found = assessed(tmp_path / "a", marked(tmp_path / "b"))
    assert finding(found) == []
    assert facet(found)["state"] != "failed"
    mark = found["profile"]["false_positives"][0]
    assert mark["state"] == "set aside by the assessor"
    assert mark["says"]
    assert all("Ada Builder: It is never shipped to anybody" in report for report in shown(found))


def test_mark_of_the_owner_leaves_the_finding_standing(tmp_path: Path) -> None:
    found = assessed(tmp_path / "a", marked(tmp_path / "b"), owner=True)
    assert len(finding(found)) == 1
    assert facet(found)["state"] == "none", "a dispute is no support"
    assert found["profile"]["by"] == "owner"
    assert found["profile"]["false_positives"][0]["state"].startswith("disputed by the owner")


def test_mark_lapses_when_the_file_changes(tmp_path: Path) -> None:
    mark = marked(tmp_path / "b")
    changed = {**FILES, "Dockerfile": FILES["Dockerfile"] + "CMD node .\n"}
    for owner in (False, True):
        found = assessed(tmp_path / str(owner), mark, owner=owner, files=changed)
        assert facet(found)["state"] == "failed"
        assert found["profile"]["false_positives"][0]["state"] == "no effect: the file is not the one that was marked"


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"date": "2025-09-01"}, "older than 365 days"),
        ({"date": "2026-10-02"}, "future"),
        ({"person": "TBD"}, "names no person"),
        ({"object": "another thing"}, "nothing of that kind"),
        ({"digest": "0" * 40}, "not the one that was marked"),
    ],
)
def test_mark_without_effect_says_why(fields: dict[str, str], state: str, tmp_path: Path) -> None:
    found = assessed(tmp_path / "a", marked(tmp_path / "b", **fields))
    assert facet(found)["state"] == "failed"
    assert state in found["profile"]["false_positives"][0]["state"]
    assert all(state in report for report in shown(found))


def risk(accepted: str, expires: str, owner: str = "Ada Builder") -> str:
    """An accepted risk about the check."""
    return (
        f'schema = 1\n[[accepted_risks]]\ncheck = "{CHECK}"\nobject = ""\nowner = "{owner}"\n'
        f'reason = "We live with it for now."\naccepted = {accepted}\nexpires = {expires}\n'
    )


@pytest.mark.parametrize("owner", [False, True])
def test_accepted_risk_lifts_the_failure_only_and_stays_in_sight(owner: bool, tmp_path: Path) -> None:
    found = assessed(tmp_path, risk("2026-09-01", "2026-12-01"), owner=owner)
    assert facet(found)["state"] == "none", "accepting a risk is no support"
    assert len(finding(found)) == 1
    assert found["profile"]["accepted_risks"][0]["state"] == "accepted: at best partly met"
    assert all("We live with it for now" in report for report in shown(found))


@pytest.mark.parametrize(
    ("accepted", "expires", "owner", "state"),
    [
        ("2026-09-01", "2027-09-01", "Ada Builder", "longer than 180 days"),
        ("2026-03-01", "2026-08-01", "Ada Builder", "ended on 2026-08-01"),
        ("2026-11-01", "2026-12-01", "Ada Builder", "begins on 2026-11-01"),
        ("2026-09-01", "2026-12-01", "nobody", "no owner"),
    ],
)
def test_accepted_risk_without_effect_says_why(
    accepted: str, expires: str, owner: str, state: str, tmp_path: Path
) -> None:
    found = assessed(tmp_path, risk(accepted, expires, owner))
    assert facet(found)["state"] == "failed"
    assert state in found["profile"]["accepted_risks"][0]["state"]


def test_check_nobody_knows_is_refused_to_the_assessor_and_reported_of_the_owner(tmp_path: Path) -> None:
    strange = risk("2026-09-01", "2026-12-01").replace(CHECK, "no-such-check")
    with pytest.raises(MalformedInputError, match=r"mine\.toml: there is no check called 'no-such-check'"):
        assessed(tmp_path / "a", strange)
    found = assessed(tmp_path / "b", strange, owner=True)
    assert found["profile"]["accepted_risks"][0]["state"] == "no effect: nothing of that kind was found"


def test_not_applicable_needs_an_allowed_claim_and_a_named_person(tmp_path: Path) -> None:
    def mark(claim: str, person: str) -> str:
        return f'[[not_applicable]]\nclaim = "{claim}"\nreason = "There is none of it here."\nperson = "{person}"\n'

    profile = "schema = 1\n" + mark("1.4.2", "Ada Builder") + mark("1.1.1", "Ada Builder") + mark("3.1.1", "TBD")
    found = assessed(tmp_path, profile)
    verdicts = {claim["id"]: claim["verdict"] for claim in found["claims"]}
    assert [verdicts[each] == "not applicable" for each in ("1.4.2", "1.1.1", "3.1.1")] == [True, False, False]
    assert [each["state"].split(":")[0] for each in found["profile"]["not_applicable"]] == [
        "set aside",
        "no effect",
        "no effect",
    ]


def test_statement_never_overrules_an_observation(tmp_path: Path) -> None:
    log = "# How we build\n\nThe integrity of each package is checked: every hash in the lock file is compared before a component is used, on the machine of every developer and in the release pipeline.\n"
    statement = (
        f'schema = 1\n[[statements]]\nfacet = "{FACET}"\nsays = "Builds install only what is in the lock file."\nperson = "Ada Builder"\n'
        'role = "Director"\ndate = 2026-09-20\ndocument = "docs/build.md"\n'
    )
    found = assessed(tmp_path, statement, owner=True, files={**FILES, "docs/build.md": log})
    assert found["profile"]["statements"][0]["class"] == "S2"
    assert facet(found)["state"] == "failed"
    assert any(
        each["check"] == "statement-agrees-with-repository" and each["strength"] == "strong"
        for claim in found["claims"]
        if claim["id"] == "1.2.2"
        for each in claim["against"]
    )


def test_citing_an_address_does_not_make_a_look_impossible(tmp_path: Path) -> None:
    """On a machine facet a document helps only where the source could not be read: a statement must not bring that about."""

    def said(document: str) -> str:
        return (
            '[[statements]]\nfacet = "1.1.4/a"\nsays = "The repository holds every controlled item."\nperson = "Ada Builder"\n'
            f'role = "Director"\ndate = 2026-09-20\ndocument = "{document}"\n'
        )

    text_ = "# Version control\n\nEvery controlled item is kept in this git repository, and each change to the baseline is recorded with its author.\n"
    profile = "schema = 1\n" + said("docs/items.md") + said("https://gantry.example/items")
    found = assessed(tmp_path, profile, owner=True, files={"docs/items.md": text_})
    assert {each["class"] for each in found["profile"]["statements"]} == {"S1", "S2"}
    assert facet(found, "1.1.4/a")["state"] == "none"
    assert any(each["fact"] == "https://gantry.example/items" for each in found["unread"])


def test_owner_states_nothing_that_is_not_reported(tmp_path: Path) -> None:
    profile = (
        'schema = 1\n[[statements]]\nfacet = "1.1.2/a"\nsays = "We will train everybody next year."\nperson = "Ada Builder"\n'
        'role = "Director"\ndate = 2026-09-20\n'
    )
    found = assessed(tmp_path, profile, owner=True)
    assert facet(found, "1.1.2/a")["state"] == "none"
    assert "carries no weight" in facet(found, "1.1.2/a")["statement"]
    for report in shown(found):
        assert "on 1.1.2/a carries no weight: it promises or denies" in report
        assert "assessment-complete" in report
