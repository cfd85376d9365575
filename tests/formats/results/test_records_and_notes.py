"""Tables of duties and notes on independent documents, as they are handed over."""

from datetime import date

import pytest

from assay.formats.duties import load
from assay.formats.results import Raw, ResultError, kind_of, kinds
from assay.formats.results import independent_document as notes

NOTE = """[independent_document]
title = "Certificate 2026-118"
issuer = "Harbour Audit Ltd"
holder = "Gantry Ltd"
scope = "The build environment of Gantry, all sites"
about = ["2.1.5/b"]
issued = 2026-06-01
valid_until = 2027-05-31
document_sha256 = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"
read_by = "Vera Stone"
"""


@pytest.mark.parametrize("duty", sorted(load()))
def test_the_example_of_each_duty_is_recognised_as_its_own(duty: str) -> None:
    raw = Raw("table.csv", load()[duty].example.lstrip().encode())
    assert kind_of(raw) == "duty_records"
    assert {of for of, _ in kinds()["duty_records"].read(raw)} == {duty}


def test_a_duty_named_in_toml_is_recognised() -> None:
    text = 'duty = "log-reviews"\n[[records]]\ndate = 2026-09-01\nreviewer = "Cleo Warden"\nsystem = "forge"\nperiod = "August"\nfindings = "None"\n'
    assert kind_of(Raw("x.toml", text.encode())) == "duty_records"


@pytest.mark.parametrize(
    "text", ["a,b,c\n1,2,3\n", 'duty = "lunch"\n[[records]]\na = 1\n', "[[records]]\na = 1\n", "person,date\n"]
)  # fmt: skip
def test_other_tables_are_of_no_kind(text: str) -> None:
    with pytest.raises(ResultError):
        kind_of(Raw("x.csv", text.encode()))


def test_a_note_is_read() -> None:
    raw = Raw("note.toml", NOTE.encode())
    assert kind_of(raw) == "independent_document"
    (found,) = notes.read(raw)
    assert (found.issuer, found.about, found.valid_until) == ("Harbour Audit Ltd", ("2.1.5/b",), date(2027, 5, 31))


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('issuer = "Harbour Audit Ltd"', "", "issuer"),
        ('about = ["2.1.5/b"]', "about = []", "about"),
        ("issued = 2026-06-01", 'issued = "June"', "issued"),
        ("5f70bf18", "", "document_sha256"),
        ("5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef", "0" * 64, "document_sha256"),
        ("The build environment of Gantry, all sites", "all", "scope"),
        ("Vera Stone", "the audit team", "read_by"),
    ],
)
def test_a_note_that_lacks_something_is_refused_with_the_place(old: str, new: str, place: str) -> None:
    with pytest.raises(ResultError, match=f"independent_document.{place}"):
        notes.read(Raw("note.toml", NOTE.replace(old, new, 1).encode()))
