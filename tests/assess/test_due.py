"""What falls due: every kind of item, its last good day, its owner, and the verdicts that fall when nobody acts."""

import json
import subprocess
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from assay.assess.due import look_ahead
from assay.assess.due.document import document
from assay.assess.due.item import Kind
from assay.assess.due.outlook import Outlook
from assay.assess.due.window import later, until
from assay.assess.result import document as assessment_document
from assay.assess.run import assess
from assay.checks.contract import Change, Handed
from assay.collect.repository import Settings
from assay.errors import MalformedInputError
from assay.reports import due as report
from assay.reports import icalendar
from assay.store.code_of_practice import load, schema
from assay.testing.evidence import hand_over
from assay.testing.repository import Recipe, build

AS_OF = date(2026, 10, 1)
OWNER = 'schema = 1\n[organisation]\nname = "Gantry Ltd"\nsenior_responsible_owner = "Grace Owner"\n[product]\nname = "Gantry"\n'
README = {"README.md": "# Gantry\n\nA crane for loads of every kind.\n"}
DOCKERFILE = "FROM node:22\nCOPY package*.json ./\nRUN npm update\n"
UNLOCKED = {
    "package.json": '{"name": "app", "private": true, "dependencies": {"a": "1.0.0"}}',
    "package-lock.json": '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "1.0.0"}}, "node_modules/a": {"version": "1.0.0", "resolved": "https://registry.example/a.tgz", "integrity": "sha512-AAAA"}}}',
    "Dockerfile": DOCKERFILE,
}
TRAINING = (
    "# Training\n\nEvery developer of the team took the course in secure coding and passed the test on secure development training "
    "at its end; the certificates are kept by the head of engineering for three years.\n"
)


def statement(on: date, facet: str = "1.1.2/a", document: str = "", person: str = "Ada Builder") -> str:
    cited = f'document = "{document}"\n' if document else ""
    return (
        f'[[statements]]\nfacet = "{facet}"\nsays = "Every developer took the course in secure coding."\nperson = "{person}"\n'
        f'role = "Head of Engineering"\ndate = {on}\n{cited}'
    )


def outlook(
    folder: Path, files: Mapping[str, str | bytes], within: str = "30d", profile: str = "", **more: Any
) -> Outlook:
    """The outlook on a small product whose owner declares ``profile``."""
    history = more.pop("history", ())
    declared = {"assay.toml": OWNER + profile} if profile is not None else {}
    place = build(folder / "gantry", Recipe({**README, **files, **declared}, history))
    as_of = more.pop("as_of", AS_OF)
    handed: Mapping[str, Handed] = more.pop("handed", {})
    evidence = hand_over(handed, place, folder / "evidence", as_of)
    settings = Settings(as_of, use_tools=False, evidence=evidence, **more)
    return look_ahead(place, "HEAD", settings, until(as_of, within))


def of(found: Outlook, kind: Kind) -> list[Any]:
    return [each for each in found.items if each.kind is kind]


# The window


@pytest.mark.parametrize(
    ("as_of", "within", "last"),
    [
        (date(2026, 10, 1), "30d", date(2026, 10, 31)),
        (date(2026, 10, 1), "0d", date(2026, 10, 1)),
        (date(2026, 10, 1), "12w", date(2026, 12, 24)),
        (date(2026, 10, 1), "6m", date(2027, 4, 1)),
        (date(2026, 8, 31), "6m", date(2027, 2, 28)),
        (date(2027, 8, 31), "6m", date(2028, 2, 29)),
        (date(2028, 2, 29), "1y", date(2029, 2, 28)),
        (date(2028, 2, 28), "1d", date(2028, 2, 29)),
        (date(2026, 12, 31), "1m", date(2027, 1, 31)),
    ],
)
def test_window_ends_on(as_of: date, within: str, last: date) -> None:
    assert until(as_of, within) == last


@pytest.mark.parametrize("within", ["", "30", "d", "-3d", "3.5d", "30 d", "1h", "99999d", "11y", "٣d", "30D", "30d\n"])
def test_no_window(within: str) -> None:
    with pytest.raises(MalformedInputError):
        until(AS_OF, within)


def test_a_year_before_a_leap_day() -> None:
    assert later(date(2028, 2, 29), -12) == date(2027, 2, 28)
    assert later(date(2029, 2, 28), -12) == date(2028, 2, 28)


# What people said


@pytest.mark.parametrize(("shift", "days"), [(0, 0), (1, 1), (-1, -1), (30, 30)])
def test_statement_on_the_days_around_its_end(shift: int, days: int, tmp_path: Path) -> None:
    valid = load().claim("1.1.2").answer_valid_days
    (item,) = of(outlook(tmp_path, {}, profile=statement(AS_OF - timedelta(days=valid - shift))), Kind.STATEMENT)
    assert (item.on - AS_OF).days == days
    assert item.owner == "Ada Builder"
    assert item.claims == ("1.1.2",)


def test_statement_beyond_the_window_is_not_listed(tmp_path: Path) -> None:
    valid = load().claim("1.1.2").answer_valid_days
    assert of(outlook(tmp_path, {}, profile=statement(AS_OF - timedelta(days=valid - 31))), Kind.STATEMENT) == []


def test_verdict_falls_on_the_very_day_the_judge_says(tmp_path: Path) -> None:
    """What is foretold comes true: an assessment of the last good day and of the next says the same."""
    valid = load().claim("1.1.2").answer_valid_days
    found = outlook(tmp_path, {}, profile=statement(AS_OF - timedelta(days=valid - 7)))
    (item,) = of(found, Kind.STATEMENT)
    (fall,) = item.falls
    verdicts = []
    for day in (item.on, item.on + timedelta(days=1)):
        judged = assessment_document(assess(tmp_path / "gantry", "HEAD", Settings(day, use_tools=False)))
        verdicts.append(next(claim["verdict"] for claim in judged["claims"] if claim["id"] == fall.claim))
    assert verdicts == [fall.before, fall.after]
    assert fall.claim == "1.1.2"


def test_statement_that_was_renewed_is_settled(tmp_path: Path) -> None:
    old = AS_OF - timedelta(days=load().claim("1.1.2").answer_valid_days - 3)
    both = statement(old) + statement(AS_OF - timedelta(days=1), person="Cleo Warden")
    assert of(outlook(tmp_path, {}, profile=both), Kind.STATEMENT) == []


def test_weaker_statement_does_not_settle_a_better_one(tmp_path: Path) -> None:
    old = AS_OF - timedelta(days=load().claim("1.1.2").answer_valid_days - 3)
    both = statement(old, document="docs/training.md") + statement(AS_OF - timedelta(days=1), person="Cleo Warden")
    (item,) = of(outlook(tmp_path, {"docs/training.md": TRAINING}, profile=both), Kind.STATEMENT)
    assert (item.owner, item.on) == ("Ada Builder", AS_OF + timedelta(days=3))


def test_statement_without_weight_is_nothing_to_lose(tmp_path: Path) -> None:
    old = AS_OF - timedelta(days=load().claim("1.1.2").answer_valid_days - 3)
    assert of(outlook(tmp_path, {}, profile=statement(old, person="the team")), Kind.STATEMENT) == []


def risk(accepted: date, expires: date, check: str = "build-uses-lockfile") -> str:
    return (
        f'[[accepted_risks]]\ncheck = "{check}"\nobject = ""\nowner = "Olga Keeper"\n'
        f'reason = "Until the new base image is here."\naccepted = {accepted}\nexpires = {expires}\n'
    )


@pytest.mark.parametrize("days", [-1, 0, 30])
def test_accepted_risk(days: int, tmp_path: Path) -> None:
    end = AS_OF + timedelta(days=days)
    (item,) = of(outlook(tmp_path, UNLOCKED, profile=risk(end - timedelta(days=100), end)), Kind.RISK)
    assert (item.on, item.owner) == (end, "Olga Keeper")
    assert "1.2.2" in item.claims
    assert item.places == ("Dockerfile:3",)


@pytest.mark.parametrize(
    "declared",
    [
        risk(AS_OF - timedelta(days=10), AS_OF + timedelta(days=5), check="secrets-in-tree"),
        risk(AS_OF - timedelta(days=300), AS_OF + timedelta(days=5)),
        risk(AS_OF - timedelta(days=90), AS_OF + timedelta(days=5))
        + risk(AS_OF - timedelta(days=10), AS_OF + timedelta(days=150)),
    ],
    ids=["nothing of that kind is found", "it never held", "it was decided anew"],
)
def test_accepted_risk_that_needs_nobody(declared: str, tmp_path: Path) -> None:
    assert of(outlook(tmp_path, UNLOCKED, profile=declared), Kind.RISK) == []


def test_false_positive_mark(tmp_path: Path) -> None:
    place = build(tmp_path / "first", UNLOCKED)
    oid = subprocess.run(
        ["git", "rev-parse", "main:Dockerfile"], cwd=place, check=True, capture_output=True, text=True
    ).stdout.strip()
    seen = next(
        each
        for each in assess(place, "HEAD", Settings(AS_OF, use_tools=False)).observations
        if each.check == "build-uses-lockfile"
    )

    def mark(on: date, digest: str = oid) -> str:
        return (
            f'[[false_positives]]\ncheck = "{seen.check}"\nobject = "{seen.subject_object}"\ndigest = "{digest}"\n'
            f'person = "Ada Builder"\nreason = "It is never shipped."\ndate = {on}\n'
        )

    marked = AS_OF - timedelta(days=360)
    (item,) = of(outlook(tmp_path / "a", UNLOCKED, profile=mark(marked)), Kind.MARK)
    assert (item.on, item.owner) == (marked + timedelta(days=365), "Ada Builder")
    assert of(outlook(tmp_path / "b", UNLOCKED, profile=mark(marked, "0" * 40)), Kind.MARK) == []
    assert of(outlook(tmp_path / "c", UNLOCKED, profile=mark(marked) + mark(AS_OF)), Kind.MARK) == []


def test_record(tmp_path: Path) -> None:
    """No source of records is read yet: one that is added appears with nothing changed here."""
    from dataclasses import replace

    from assay.assess.due import stated
    from assay.domain.evidence import Record
    from assay.domain.strength import MEDIUM

    now = outlook(tmp_path, {}).now
    records = tuple(
        Record("1.1.2/a", MEDIUM, "all took part", day, 365) for day in (date(2024, 1, 1), date(2025, 10, 20))
    )
    found = list(stated.items(replace(now, judged_on=replace(now.judged_on, records=records))))
    assert [(each.on, each.kind, each.owner, each.claims) for each in found] == [
        (date(2026, 10, 20), Kind.RECORD, "Grace Owner", ("1.1.2",))
    ]


# What was seen


PASSED = '<testsuite timestamp="{}T10:00:00"><testcase name="a"/></testsuite>'


def test_evidence_handed_over_fades_twice(tmp_path: Path) -> None:
    ran = AS_OF - timedelta(days=360)
    found = outlook(tmp_path, {}, "2y", handed={"junit.xml": Handed(PASSED.format(ran), "{commit}", taken_on=ran)})
    items = [each for each in of(found, Kind.EVIDENCE) if "release-commit-tests-passed" in each.says]
    assert [each.on for each in items] == [ran + timedelta(days=365), ran + timedelta(days=730)]
    assert all("assay ingest" in each.do and each.owner == "Grace Owner" for each in items)
    assert items[0].claims == ("1.2.3", "1.3.2")


def test_evidence_of_today_is_dated_all_the_same(tmp_path: Path) -> None:
    found = outlook(tmp_path, {}, "1y", handed={"junit.xml": Handed(PASSED.format(AS_OF), "{commit}", taken_on=AS_OF)})
    assert AS_OF + timedelta(days=365) in {each.on for each in of(found, Kind.EVIDENCE) if "junit" in str(each.places)}


def test_evidence_long_gone_is_overdue_once(tmp_path: Path) -> None:
    ran = AS_OF - timedelta(days=800)
    found = outlook(tmp_path, {}, handed={"junit.xml": Handed(PASSED.format(ran), "{commit}", taken_on=ran)})
    assert [each.on for each in of(found, Kind.EVIDENCE) if "junit" in str(each.places)] == [ran + timedelta(days=730)]


def test_what_is_looked_at_anew_each_time_never_gets_old(tmp_path: Path) -> None:
    found = outlook(
        tmp_path, UNLOCKED | {"SECURITY.md": "# Security\n\nReport a vulnerability to security@gantry.example.\n"}, "2y"
    )
    assert {each.check for each in found.now.observations} >= {"lockfile-present", "private-channel"}
    assert not any(
        "lockfile-present" in each.says or "private-channel" in each.says for each in of(found, Kind.EVIDENCE)
    )


# Days in the repository


@pytest.mark.parametrize("days", [-5, 0, 30])
def test_security_txt(days: int, tmp_path: Path) -> None:
    end = AS_OF + timedelta(days=days)
    text = f"Contact: mailto:security@gantry.example\nExpires: {end}T00:00:00Z\n"
    (item,) = of(outlook(tmp_path, {".well-known/security.txt": text}), Kind.CONTACT)
    assert (item.on, item.owner, item.claims) == (end, "Grace Owner", ("3.2.2",))
    assert item.places == (".well-known/security.txt:2",)
    assert [fall.claim for fall in item.falls] == (["3.2.2"] if days >= 0 else [])


@pytest.mark.parametrize("expires", ["", "Expires: soon\n", "Expires: 2026-13-45T00:00:00Z\n"])
def test_security_txt_without_a_day(expires: str, tmp_path: Path) -> None:
    text = "Contact: mailto:security@gantry.example\n" + expires
    assert of(outlook(tmp_path, {".well-known/security.txt": text}), Kind.CONTACT) == []


def support(*rows: str) -> dict[str, str]:
    head = "# Gantry support\n\n| Version | End of support |\n|---|---|\n"
    return {"docs/support.md": head + "".join(f"| {row.replace(' ', ' | ')} |\n" for row in rows)}


def test_end_of_support_and_the_notice_before_it(tmp_path: Path) -> None:
    found = outlook(tmp_path, support("3.x 2028-02-29", "2.x 2027-10-15", "1.x 2026-10-20", "0.x 2020-01-01"), "2y")
    assert [(each.on, each.claims) for each in of(found, Kind.SUPPORT)] == [
        (date(2026, 10, 20), ("4.1.1",)),
        (date(2027, 10, 15), ("4.1.1",)),
        (date(2028, 2, 29), ("4.1.1",)),
    ], "an end that lies behind is no duty any more"
    assert [(each.on, each.claims) for each in of(found, Kind.NOTICE)] == [
        (date(2026, 10, 15), ("4.2.1",)),
        (date(2027, 2, 28), ("4.2.1",)),
    ], "the page does not tell whether the notice of 1.x came late"


def test_notice_that_came_late_is_overdue(tmp_path: Path) -> None:
    history = (Change("Give the end of 1", support("1.x 2025-12-31"), on=date(2023, 5, 1)),)
    found = outlook(tmp_path, support("3.x 2028-12-31", "2.x 2027-01-31", "1.x 2025-12-31"), history=history)
    (item,) = of(found, Kind.NOTICE)
    assert item.on == date(2026, 1, 31)
    assert "says so since 2026-09-30" in item.says


def test_review_of_a_cited_document(tmp_path: Path) -> None:
    files = {"docs/training.md": TRAINING + "\nLast reviewed: 2026-03-01. Next review: 2026-10-15.\n"}
    found = outlook(tmp_path, files, profile=statement(AS_OF, document="docs/training.md"))
    (item,) = of(found, Kind.REVIEW)
    assert (item.on, item.owner, item.claims) == (date(2026, 10, 15), "Ada Builder", ("1.1.2",))


def test_cited_document_that_gets_too_old(tmp_path: Path) -> None:
    files = {"docs/training.md": TRAINING + "\nLast reviewed: 2025-10-10.\n"}
    found = outlook(tmp_path, files, profile=statement(AS_OF, document="docs/training.md"))
    (item,) = of(found, Kind.REVIEW)
    assert item.on == date(2026, 10, 10)


def test_review_of_any_own_document(tmp_path: Path) -> None:
    files = {
        "docs/incidents.md": "# Incidents\n\nWe answer every incident within a day. Next review: 2026-09-15.\n",
        "vendor/lib/plan.md": "# Plan\n\nThis is the plan of another product. Next review: 2026-09-15.\n",
    }
    (item,) = of(outlook(tmp_path, files), Kind.REVIEW)
    assert (item.on, item.places[0].partition(":")[0], item.owner) == (
        date(2026, 9, 15),
        "docs/incidents.md",
        "Grace Owner",
    )


def test_component(tmp_path: Path) -> None:
    found = outlook(tmp_path, {"Dockerfile": "FROM python:3.10-slim-trixie\nCOPY a /a\n"})
    (item,) = of(found, Kind.COMPONENT)
    assert (item.on, item.claims, item.places) == (date(2026, 10, 31), ("4.1.1",), ("Dockerfile:1",))
    assert [(fall.claim, fall.after) for fall in item.falls] == [("4.1.1", "not met")]


def test_component_that_ended_is_overdue(tmp_path: Path) -> None:
    (item,) = outlook(tmp_path, {"Dockerfile": "FROM python:3.8-slim-trixie\nCOPY a /a\n"}).overdue
    assert (item.kind, item.on) == (Kind.COMPONENT, date(2024, 10, 7))


def test_life_cycle_data_gets_old(tmp_path: Path) -> None:
    found = outlook(tmp_path, {"Dockerfile": "FROM python:3.13-slim-trixie\nCOPY a /a\n"}, "26w")
    (item,) = of(found, Kind.LIFE_CYCLES)
    assert item.owner == ""
    assert [fall.claim for fall in item.falls] == ["4.1.1"]
    assert of(outlook(tmp_path / "b", {}, "26w"), Kind.LIFE_CYCLES) == []


def test_suppression_that_ends(tmp_path: Path) -> None:
    files = {".trivyignore": "# The code path is never reached in our build\nCVE-2024-1234 exp:2026-10-20\n"}
    (item,) = of(outlook(tmp_path, files), Kind.SUPPRESSION)
    assert (item.on, item.places, item.claims) == (date(2026, 10, 20), (".trivyignore:2",), ("1.3.3",))


def test_verdict_that_falls_for_a_reason_without_a_day_of_its_own(tmp_path: Path) -> None:
    """Updates are counted over some months: nothing names the day on which the last of them is too old."""
    changes = tuple(
        Change(
            f"Update a to 1.{number}",
            {"package.json": f'{{"name": "app", "dependencies": {{"a": "1.{number}.0"}}}}'},
            on=date(2026, 8, 1 + number),
        )
        for number in range(8)
    )
    found = outlook(tmp_path, {}, "6m", history=changes)
    (item,) = of(found, Kind.VERDICT)
    assert "updates-flow" in item.says
    assert {fall.claim for fall in item.falls} == {"1.1.3", "1.2.5"}
    assert item.owner == "Grace Owner"


# The whole


EVERYTHING: dict[str, str | bytes] = {
    **UNLOCKED,
    **support("2.x 2027-10-15", "1.x 2026-10-20"),
    ".well-known/security.txt": "Contact: mailto:security@gantry.example\nExpires: 2026-09-30T00:00:00Z\n",
    "docs/incidents.md": "# Incidents\n\nWe answer every incident within a day. Next review: 2026-10-15.\n",
}


def test_items_stand_by_day_and_fit_the_schema(tmp_path: Path) -> None:
    profile = risk(date(2026, 9, 1), date(2026, 10, 5)) + statement(date(2025, 10, 10))
    found = document(outlook(tmp_path, EVERYTHING, "1y", profile))
    assert list(jsonschema_rs.validator_for(schema("due"), validate_formats=True).iter_errors(found)) == []
    days = [each["on"] for each in found["items"]]
    assert days == sorted(days)
    assert found["overdue"] == sum(each["days"] < 0 for each in found["items"]) == 1
    assert {each["kind"] for each in found["items"]} >= {
        "security.txt",
        "accepted risk",
        "statement",
        "end of support",
        "document review",
    }


def test_kinds_of_the_schema_are_those_of_the_program() -> None:
    kinds = json.loads(schema("due"))["$defs"]["item"]["properties"]["kind"]["enum"]
    assert kinds == [kind.value for kind in Kind]


def test_text_fits_a_terminal_and_obeys_nobody(tmp_path: Path) -> None:
    hostile = statement(date(2025, 10, 10)).replace(
        "Every developer", "Every \\u001b[31mdeveloper " + "x" * 200 + " 開発者" * 40
    )
    text = report.render(document(outlook(tmp_path, EVERYTHING, "1y", hostile)))
    assert all(report_columns(line) <= 80 for line in text.splitlines())
    assert "\x1b" not in text
    assert text.index("Overdue (1)") < text.index("Ahead (")
    assert "owner   Ada Builder" in text


def report_columns(line: str) -> int:
    from assay.reports.columns import columns

    return columns(line)


def test_nothing_due_is_said(tmp_path: Path) -> None:
    place = build(tmp_path / "empty", {"LICENSE": "x"})
    found = look_ahead(place, "HEAD", Settings(date(2026, 10, 1), use_tools=False), date(2026, 10, 2))
    assert "Nothing is overdue, and nothing that could be read falls due" in report.render(document(found))


def test_what_could_not_be_read_is_said(tmp_path: Path) -> None:
    found = outlook(tmp_path, {"docs/policy.pdf": b"%PDF-1.4 broken", "assay.lock": "x"})
    assert "docs/policy.pdf" in {each.source for each in found.unread}
    assert "Could not be read, so days in it are not known" in report.render(document(found))


def test_broken_profile_is_said(tmp_path: Path) -> None:
    place = build(tmp_path / "broken", {**README, "assay.toml": "schema = "})
    found = look_ahead(place, "HEAD", Settings(AS_OF, use_tools=False), AS_OF)
    assert "assay.toml" in {each.source for each in found.unread}


def test_profile_of_the_assessor_is_used(tmp_path: Path) -> None:
    declared = OWNER + statement(date(2025, 10, 10), person="Vera Assessor")
    found = outlook(tmp_path, {}, profile_text=declared, profile_source="mine.toml")
    assert [each.owner for each in of(found, Kind.STATEMENT)] == ["Vera Assessor"]


def test_another_day_is_judged_as_if_asked_on_it(tmp_path: Path) -> None:
    """What is carried over from one day to the next changes no answer."""
    from assay.assess.run import judged, looking

    profile = statement(date(2025, 10, 10), document="docs/incidents.md") + risk(date(2026, 9, 1), date(2026, 10, 5))
    place = build(tmp_path / "gantry", {**README, **EVERYTHING, "assay.toml": OWNER + profile})
    with looking(place, "HEAD", Settings(AS_OF, use_tools=False)) as facts:
        assessment_document(judged(facts))
        for day in (date(2026, 10, 6), date(2027, 3, 1), date(2029, 1, 1), AS_OF):
            later_on = assessment_document(judged(facts.on(day)))
            assert later_on == assessment_document(assess(place, "HEAD", Settings(day, use_tools=False)))


# The calendar


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_calendar(tmp_path: Path) -> None:
    found = document(outlook(tmp_path, EVERYTHING, "1y", risk(date(2026, 9, 1), date(2026, 10, 5))))
    text = icalendar.render(found)
    lines = unfolded(text)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(found["items"])
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(set(uids)) == len(uids)
    assert "DTSTART;VALUE=DATE:20261005" in lines
    assert "DTEND;VALUE=DATE:20261006" in lines
    assert icalendar.render(found) == text
    assert "\n" not in text.replace("\r\n", "")


def test_calendar_of_a_later_day_names_the_same_events(tmp_path: Path) -> None:
    first = document(outlook(tmp_path / "a", support("2.x 2026-12-15"), "1y"))
    second = document(outlook(tmp_path / "b", support("2.x 2026-12-15"), "1y", as_of=date(2026, 10, 8)))
    uids = [{line for line in unfolded(icalendar.render(each)) if line.startswith("UID:")} for each in (first, second)]
    assert uids[0] & uids[1]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a, b; c", "a\\, b\\; c"),
        ("C:\\temp", "C:\\\\temp"),
        ("one\ntwo\r\nthree", "one\\ntwo\\nthree"),
        ("a\x07b\x1b[31m", "a\ufffdb\ufffd[31m"),
        ("BEGIN:VEVENT\r\nEND:VCALENDAR", "BEGIN:VEVENT\\nEND:VCALENDAR"),
    ],
)
def test_calendar_escapes(text: str, written: str) -> None:
    assert icalendar.escaped(text) == written


@pytest.mark.parametrize("line", ["", "short", "x" * 75, "x" * 76, "é" * 200, "開" * 100, "x" * 74 + "😀" * 50])
def test_calendar_folds_by_octets_and_cuts_no_character(line: str) -> None:
    parts = list(icalendar.folded(line))
    assert all(len(part.encode()) <= 75 for part in parts)
    assert all(part.startswith(" ") for part in parts[1:])
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line
