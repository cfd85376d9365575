"""The snapshot file: written and read without loss, strict about its shape, and described by the published schema."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from typing import Any

import jsonschema_rs
import pytest

from assay.facts.platform import Act, Actor, Acts, DeployKey, Member, Missing, Owner, Section, Sections, Snapshot, Taker
from assay.formats.results import Raw, ResultError, kind_of, kinds
from assay.formats.snapshots.example import SNAPSHOT, example
from assay.formats.snapshots.file import ShapeError, plain, read, schema, written
from assay.formats.snapshots.redaction import redacted
from assay.formats.snapshots.rights import NEEDS, github, gitlab
from assay.store import code_of_practice

COMMIT = "1" * 40
ADA, BOB, BOT = Actor("person", "ada"), Actor("person", "bob"), Actor("bot", "updates")


def fields_of(**sections: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(example(replace(SNAPSHOT, commit=COMMIT), **sections))
    return found


def whole() -> Snapshot:
    return read(
        fields_of(
            taken_by=Taker("Ada", ("repo",)),
            members=(Member(ADA, "admin"), Member(BOB, "write", True), Member(BOT, "write")),
            activity=Acts(date(2026, 1, 1), (Act(ADA, date(2026, 9, 1), "push", "main", COMMIT),)),
            deploy_keys=(DeployKey("laptop of bob", True),),
            hooks=Missing("the token may not see it (403)", "Webhooks: read"),
            changes=Section((), cut="the newest 50 at most"),
        )
    )


def test_the_published_schema_is_the_one_the_classes_give() -> None:
    assert json.loads(code_of_practice.schema("snapshot")) == schema()


def test_a_file_is_read_as_it_was_written_and_fits_the_schema() -> None:
    text = written(whole())
    assert written(read(json.loads(text))) == text
    jsonschema_rs.validator_for(schema(), validate_formats=True).validate(json.loads(text))
    assert text == json.dumps(json.loads(text), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def test_every_section_is_written_as_read_or_unread() -> None:
    sections = plain(whole())["sections"]
    assert set(sections) == {each.name for each in fields(Sections)}
    assert all(("read" in each) != ("unread" in each) for each in sections.values())
    assert sections["changes"]["cut"] == "the newest 50 at most"


def test_what_an_older_writer_left_out_is_unread() -> None:
    given = fields_of(private_reporting=True)
    del given["sections"]["members"]
    snapshot = read(given)
    assert snapshot.sections.members.read is None
    assert snapshot.sections.private_reporting.read is True


def _with(place: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(given: dict[str, Any]) -> None:
        *path, last = place.split(".")
        for each in path:
            given = given[each]
        given[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (_with("schema", "assay-snapshot/2"), r"\$\.schema"),
        (_with("commit", "main"), r"\$\.commit"),
        (_with("taken_at", "2026-09-30T18:00:00"), r"\$\.taken_at: it has no time zone"),
        (_with("taken_at", "yesterday"), r"\$\.taken_at"),
        (_with("sections.member", {}), r"\$\.sections: there is no field 'member'"),
        (_with("sections.members", {"read": [], "unread": {"reason": "x"}}), r"\$\.sections\.members: a section holds either"),
        (_with("sections.members", {}), r"\$\.sections\.members: a section holds either"),
        (_with("sections.members", {"read": [{"account": {"kind": "person", "name": "a"}, "role": "king"}]}), r"\$\.sections\.members\.read\[0\]\.role"),
        (_with("sections.members", {"read": [{"account": {"kind": "person", "name": "a"}, "role": "read", "x": 1}]}), r"members\.read\[0\]: there is no field 'x'"),
        (_with("owner", None), r"\$\.owner"),
    ],
)  # fmt: skip
def test_a_file_of_another_shape_is_refused_with_the_place(
    change: Callable[[dict[str, Any]], None], place: str
) -> None:
    given = fields_of(members=())
    change(given)
    with pytest.raises(ShapeError, match=place):
        read(given)
    with pytest.raises(ResultError, match=place):
        kinds()["platform_snapshot"].read(Raw("s.json", json.dumps(given).encode()))


def test_the_kind_is_recognised_by_its_schema() -> None:
    assert kind_of(Raw("anything", written(whole()).encode())) == "platform_snapshot"
    assert not kinds()["platform_snapshot"].recognises(Raw("snapshot.json", b'{"schema": "assay-assessment/1"}'))


def test_redaction_takes_names_and_keeps_what_checks_need() -> None:
    hidden = redacted(whole(), b"salt")
    text = written(hidden)
    assert not any(name in text.casefold() for name in ("ada", "bob", "laptop"))
    assert hidden.redacted
    one, two, bot = hidden.sections.members.read or ()
    assert (one.role, two.outside, bot.account) == ("admin", True, BOT)
    assert one.account != two.account
    assert hidden.sections.activity.read
    assert hidden.sections.activity.read.acts[0].by == one.account, "the same person stays the same"
    assert hidden.sections.taken_by.read
    assert hidden.sections.taken_by.read.login == one.account.name, "logins differ in case only"
    assert read(json.loads(text)) == hidden


def test_another_salt_gives_other_digests() -> None:
    assert redacted(whole(), b"one").sections.members != redacted(whole(), b"two").sections.members


def test_the_name_of_a_personal_account_goes_and_that_of_an_organisation_stays() -> None:
    personal = replace(whole(), owner=Owner("ada", "person"), project="ada/crane", asked_for="ada/old")
    hidden = redacted(personal, b"salt")
    assert "ada" not in written(hidden)
    assert hidden.project == f"{hidden.owner.name}/crane"
    assert redacted(whole(), b"salt").project == "gantry/gantry"


def test_every_section_has_its_rights() -> None:
    named = {each.section.partition(":")[0] for each in NEEDS}
    assert named == {each.name for each in fields(Sections)}
    assert all(github(each.section) and gitlab(each.section) for each in NEEDS)
