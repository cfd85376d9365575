"""A pack is read only if every byte of it is as it was sealed; what is wrong is named."""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import jsonschema_rs
import pytest

from assay.errors import AssayError, MalformedInputError, VerificationError
from assay.formats import pack as pack_format
from assay.formats.canonical_json import written
from assay.formats.pack import MEMBERS, digests, first_difference, read_pack, write
from assay.store.code_of_practice import schema
from assay.testing.packs import SEALED_ON, pack, sealed
from assay.testing.tampering import leaves, resealed, tampered


def refused(data: bytes) -> AssayError:
    """The error of reading ``data``."""
    with pytest.raises((MalformedInputError, VerificationError)) as error:
        read_pack(data, "gantry.pack")
    assert error.value.problem.startswith("gantry.pack")
    return error.value


def test_what_was_written_is_read_and_written_the_same() -> None:
    again = read_pack(sealed(), "gantry.pack")
    assert write(again) == sealed()
    assert again.sealed_on == SEALED_ON
    assert again.evidence == pack().evidence
    assert tuple(again.judged_on.observations) == tuple(pack().judged_on.observations)


def test_it_fits_the_published_schema() -> None:
    validator = jsonschema_rs.validator_for(schema("pack"), validate_formats=True)
    assert [str(fault) for fault in validator.iter_errors(json.loads(sealed()))] == []


def test_the_schema_has_the_fields_of_the_judgement() -> None:
    shape = json.loads(schema("pack"))
    assert set(shape["properties"]) == {"schema", "digests", *MEMBERS}
    found = json.loads(sealed())
    assert set(shape["properties"]["judged_on"]["properties"]) == set(found["judged_on"])
    assert set(shape["$defs"]["observation"]["properties"]) == set(found["judged_on"]["observations"][0])
    assert set(shape["$defs"]["statement"]["properties"]) == set(found["judged_on"]["statements"][0])


def test_one_flipped_leaf_of_any_class_breaks_the_digest_of_its_member() -> None:
    classes = leaves(json.loads(sealed()))
    assert len(classes) > 120
    for place, path in classes.items():
        error = refused(tampered(sealed(), path))
        member = str(path[1] if path[0] == "digests" else path[0])
        if member == "schema":
            assert error.exit_code == 2
        else:
            assert (error.exit_code, f"the digest of '{member}' does not fit" in error.problem) == (5, True), place


@pytest.mark.parametrize("member", ["schema", "digests", *MEMBERS])
def test_a_member_that_is_gone_or_called_something_else(member: str) -> None:
    found = json.loads(sealed())
    value = found.pop(member)
    error = refused(written(found))
    assert error.exit_code == 2
    assert member in error.problem
    assert refused(written({**found, f"{member}x": value})).exit_code == 2


def test_a_member_nobody_knows() -> None:
    assert "a member 'extra' that no pack has" in refused(written({**json.loads(sealed()), "extra": 1})).problem


@pytest.mark.parametrize("member", MEMBERS)
def test_two_members_of_another_pack_do_not_fit_even_with_their_digests_swapped(member: str) -> None:
    found = json.loads(sealed())
    other = "subject" if member != "subject" else "profile"
    found[member], found[other] = found[other], found[member]
    assert "the digest of" in refused(written(found)).problem


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda found: found["judged_on"]["observations"][0].update(extra=1), "judged_on.observations[0].extra is not"),
        (lambda found: found["judged_on"]["observations"][0].pop("fix"), "judged_on.observations[0].fix is not"),
        (lambda found: found["judged_on"]["observations"][0].pop("check"), "missing required field `check` - at `$.judged_on.observations[0]`"),
        (lambda found: found["judged_on"]["observations"][0].update(outcome="grand"), "Invalid enum value 'grand' - at `$.judged_on.observations[0].outcome`"),
        (lambda found: found["judged_on"]["observations"][0].update(stale_after_days="9"), "$.judged_on.observations[0].stale_after_days"),
        (lambda found: found["judged_on"]["observations"][0].update(stale_after_days=True), "$.judged_on.observations[0].stale_after_days"),
        (lambda found: found["judged_on"]["observations"][0].update(observed_at="2026-9-1"), "$.judged_on.observations[0].observed_at"),
        (lambda found: found["judged_on"]["observations"][0].update(share=[1]), "$.judged_on.observations[0].share"),
        (lambda found: found["judged_on"].update(extra=1), "judged_on.extra is not as assay seal writes it"),
        (lambda found: found["judged_on"].update(observations=7), "$.judged_on.observations"),
        (lambda found: found["subject"].update(as_of="2026-02-30"), "$.subject.as_of"),
        (lambda found: found["subject"].update(as_of=None), "$.subject.as_of"),
        (lambda found: found["contents"].update({"x": "not base64"}), "$.contents"),
        (lambda found: found.update(sealed_on="2026-10-02T00:00"), "$.sealed_on"),
        (lambda found: found.update(catalogue=[]), "$.catalogue"),
        (lambda found: found.update(assessment="met"), "$.assessment"),
    ],
)  # fmt: skip
def test_a_forger_who_mends_the_digests_still_writes_what_no_pack_holds(
    change: Callable[[Any], Any], says: str
) -> None:
    found = json.loads(sealed())
    change(found)
    error = refused(resealed(found))
    assert error.exit_code == 2
    assert says in error.problem


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda found: found.update(tool="assay 9"), "assessment.tool says something else"),
        (lambda found: found["rules"].update(digest="0" * 64), "assessment.rules says something else"),
        (lambda found: found["subject"].update(as_of="2026-10-02"), "assessment.as_of says something else"),
        (lambda found: found["evidence"][0].update(name="other.xml"), "assessment.evidence says something else"),
        (lambda found: found["evidence"].reverse(), "assessment.evidence says something else"),
        (lambda found: found["contents"].update({"0" * 64: ""}), "no item of the evidence has these bytes"),
        (lambda found: found["assessment"].pop("counts"), "assessment.counts does not say how many"),
        (lambda found: found["assessment"].update(counts=7), "assessment.counts does not say how many"),
        (lambda found: found["assessment"]["counts"].update(met="45"), "assessment.counts does not say how many"),
        (lambda found: found["contents"].update({"\x1b[31m": ""}), "contents.'\\x1b[31m': no item"),
    ],
)  # fmt: skip
def test_parts_that_contradict_each_other(change: Callable[[Any], Any], says: str) -> None:
    found = json.loads(sealed())
    change(found)
    error = refused(resealed(found))
    assert error.exit_code == 5
    assert says in error.problem


def test_bytes_of_evidence_that_are_not_those_named() -> None:
    found = json.loads(sealed())
    item = next(each for each in found["evidence"] if each["name"] == "tests.xml")
    found["contents"][item["sha256"]] = base64.b64encode(b"<testsuite/>").decode()
    error = refused(resealed(found))
    assert error.exit_code == 5
    assert "the bytes of 'tests.xml' are not those it was judged on" in error.problem


@pytest.mark.parametrize("more", [b"\n", b" ", b"\x00", b"{}\n", sealed()])
def test_anything_after_the_end(more: bytes) -> None:
    assert refused(sealed() + more).exit_code == 2


@pytest.mark.parametrize("less", [1, 2, 1000])
def test_a_file_cut_off(less: int) -> None:
    assert refused(sealed()[:-less]).exit_code == 2


@pytest.mark.parametrize("place", range(7, len(sealed()), len(sealed()) // 60))
def test_any_flipped_byte(place: int) -> None:
    data = bytearray(sealed())
    data[place] ^= 1
    refused(bytes(data))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "character 0"),
        (b"PK\x03\x04", "character 0"),
        (b"\x89PNG", "byte 0"),
        (b"null\n", "its schema is not assay-pack/1"),
        (b"[]\n", "its schema is not assay-pack/1"),
        (b'{"schema":"assay-pack/2"}\n', "its schema is not assay-pack/1"),
        (b'{"schema":"assay-pack/1"}\n', "it has no member 'assessment'"),
        (b"[" * 1_000_000, "nested too deeply"),
        (b'{"a":' * 900 + b"1" + b"}" * 900 + b"\n", "its schema is not"),
    ],
)  # fmt: skip
def test_what_is_no_pack(data: bytes, says: str) -> None:
    error = refused(data)
    assert error.exit_code == 2
    assert says in error.problem


def test_nesting_that_only_a_later_step_would_trip_over() -> None:
    found = json.loads(sealed())
    deep: Any = 1
    for _ in range(600):
        deep = [deep]
    found["catalogue"]["code"]["deep"] = deep
    again = read_pack(resealed(found), "gantry.pack")
    assert "deep" in again.catalogue["code"]


def test_a_pack_that_is_too_large_is_neither_written_nor_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_format, "LARGEST", 1000)
    with pytest.raises(MalformedInputError, match="larger than 0 MB") as error:
        write(pack())
    assert "--withhold" in error.value.advice
    assert "larger than" in refused(sealed()).problem


def test_a_digest_covers_each_member() -> None:
    found = json.loads(sealed())
    assert digests(found) == found["digests"]
    changed = replace(pack(), sealed_on=date(2026, 10, 3))
    assert {name for name in MEMBERS if json.loads(write(changed))["digests"][name] != found["digests"][name]} == {
        "sealed_on"
    }


def test_where_two_values_differ_first() -> None:
    assert first_difference({"a": [1, {"b": 2}]}, {"a": (1, {"b": 2})}) == ""
    assert first_difference({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}) == "a[1].b"
    assert first_difference({"a": [1]}, {"a": [1, 2]}) == "a[1]"
    assert first_difference({"a": 1}, {"a": True}) == "a"
    assert first_difference({"a": 1}, {"b": 1}) == "a"
    assert first_difference(1, 2) == "the top"


def test_the_contents_are_named_by_what_they_are() -> None:
    assert {hashlib.sha256(data).hexdigest() for data in pack().contents.values()} == set(pack().contents)
