"""Tables of duties: what counts, what does not and why, and what hostile files do."""

import csv
import io
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.facts.duty_records import Entry
from assay.facts.people import Person
from assay.formats.duties import load
from assay.formats.duty_records import MOST_ROWS, DutyTableError, Key, duty_of, entries, key_of, rows
from assay.store.code_of_practice import load as load_code

AS_OF = date(2026, 10, 1)
TRAINING = load()["training"]
HEAD = "person,subject,date,provider,reference\n"
ADA = "Ada Builder,Secure coding in Python,2026-03-02,Northbank,NB-1\n"


def read(text: str | bytes, duty: str = "training", people: tuple[Person, ...] = (), entered: Mapping[Key, date] | None = None) -> tuple[Entry, ...]:  # fmt: skip
    data = text.encode() if isinstance(text, str) else text
    return entries(rows(data, load()[duty]), load()[duty], AS_OF, people, "t.csv", entered)


def fault(row: str, **more: object) -> str:
    (entry,) = read(HEAD + row, **more)  # type: ignore[arg-type]
    return "; ".join(entry.faults)


@pytest.mark.parametrize("duty", sorted(load()))
def test_every_duty_holds_together(duty: str) -> None:
    found = load()[duty]
    names = [each.name for each in found.columns]
    assert {found.dated, *found.key, *found.apart} <= set(names)
    assert len(set(names)) == len(names)
    assert set(found.facets) <= set(load_code().facets)
    assert {each.kind for each in found.columns} <= {"person", "people", "text", "date", "moment", "choice", "number"}
    assert [each.name for each in found.columns if (each.kind == "choice") != bool(each.values)] == []
    assert found.file == f"assurance/{duty}.csv"


@pytest.mark.parametrize("duty", sorted(load()))
def test_the_example_of_every_duty_counts(duty: str) -> None:
    found = read(load()[duty].example.lstrip(), duty)
    assert [(each.place.line, each.faults) for each in found if each.faults] == []
    assert all(each.on for each in found)


def test_columns_tell_duties_apart() -> None:
    for duty in load().values():
        header = ",".join(each.name for each in duty.columns if not each.may_be_blank)
        assert duty_of(header.encode(), load().values()) == duty.id


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (ADA.replace("Ada Builder", ""), "leaves 'person' blank"),
        (ADA.replace("Ada Builder", "[Name]"), "filler '[Name]'"),
        (ADA.replace("Ada Builder", "the team"), "names no person"),
        (ADA.replace("Ada Builder", "TBD"), "filler"),
        (ADA.replace("Northbank", "n/a"), "filler"),
        (ADA.replace("Secure coding in Python", "planned for spring"), "was not done"),
        (ADA.replace("2026-03-02", "2026-10-02"), "a day that has not come"),
        (ADA.replace("2026-03-02", "02/03/2026"), "gives no day"),
        (ADA.replace("2026-03-02", "2026-02-30"), "gives no day"),
        (ADA.replace("2026-03-02", "=TODAY()"), "a formula"),
        (ADA.replace("Northbank", "=HYPERLINK(\"\"x\"\")"), "a formula"),
        (ADA.replace("Northbank", "@SUM(A1:A9)"), "a formula"),
        (ADA.replace("NB-1", "NB-1,and more"), "more cells than the header"),
    ],
)  # fmt: skip
def test_a_row_that_records_nothing_says_why(row: str, says: str) -> None:
    assert says in fault(row)


@pytest.mark.parametrize("row", [ADA, ADA.replace("NB-1", ""), ADA.replace("Northbank", "@northbank"), ADA.replace("Northbank", "+44 20 7946 0000")])  # fmt: skip
def test_a_row_that_counts(row: str) -> None:
    assert fault(row) == ""


def test_one_row_may_not_stand_for_two() -> None:
    assert [each.faults for each in read(HEAD + ADA + ADA.replace("NB-1", "NB-2"))] == [(), ("repeats line 2",)]


def test_what_was_entered_before_its_day_did_not_happen_then() -> None:
    key = key_of({"person": "Ada Builder", "subject": "Secure coding in Python", "date": "2026-03-02"}, TRAINING)
    (before,) = read(HEAD + ADA, entered={key: date(2026, 2, 1)})
    assert "was entered on 2026-02-01, before" in before.faults[0]
    (same,) = read(HEAD + ADA, entered={key: date(2026, 3, 1)})
    assert (same.faults, same.of_its_time, same.handed) == ((), True, False)
    (late,) = read(HEAD + ADA, entered={key: date(2026, 6, 1)})
    assert (late.faults, late.of_its_time) == ((), False)
    (untold,) = read(HEAD + ADA, entered={})
    assert (untold.entered_on, untold.of_its_time) == (None, False)


def test_one_day_for_four_different_courses_was_copied() -> None:
    rows_ = [f"{name} Maker,{subject},2026-03-02,Northbank,\n" for name, subject in zip("ABCD", ("Secure coding", "Fuzzing", "Threat modelling", "Code review"), strict=True)]  # fmt: skip
    assert all("like all 4 rows" in each.faults[-1] for each in read(HEAD + "".join(rows_)))
    assert not any("like all" in said for each in read(HEAD + "".join(rows_[:3])) for said in each.faults)
    assert not any("like all" in said for each in read(HEAD + "".join(rows_) + ADA.replace("-03-02", "-03-03")) for said in each.faults)  # fmt: skip


def test_who_left_did_nothing_later() -> None:
    gone = (Person(("Ada Builder",), left_on=date(2026, 3, 1)),)
    assert "who left on 2026-03-01" in fault(ADA, people=gone)
    assert fault(ADA, people=(Person(("Ada Builder",), left_on=date(2026, 3, 2)),)) == ""


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("byte order mark", b"\xef\xbb\xbf" + (HEAD + ADA).encode()),
        ("UTF-16", (HEAD + ADA).encode("utf-16")),
        ("Windows", (HEAD + ADA).replace("\n", "\r\n").encode("cp1252")),
        ("semicolons", (HEAD + ADA).replace(",", ";").encode()),
        ("tabs", (HEAD + ADA).replace(",", "\t").encode()),
        ("names with blanks and capitals", (HEAD.replace("person", " Person ") + ADA).encode()),
        ("more columns", (HEAD.rstrip() + ",mood\n" + ADA.rstrip() + ",good\n").encode()),
        ("blank lines", (HEAD + "\n,,,,\n" + ADA).encode()),
    ],
)
def test_tables_as_programs_write_them(name: str, data: bytes) -> None:
    (entry,) = read(data)
    assert (entry.values["person"], entry.faults) == ("Ada Builder", ())


def test_the_same_in_toml() -> None:
    text = '[[records]]\nperson = "Ada Builder"\nsubject = "Secure coding"\ndate = 2026-03-02\nprovider = "Northbank"\n'
    first, second = read(text + text.replace("Ada", "Ben"))
    assert (first.values["date"], first.on, first.place.line) == ("2026-03-02", date(2026, 3, 2), 1)
    assert (second.values["person"], second.place.line) == ("Ben Builder", 6)


def test_names_survive_an_old_encoding() -> None:
    (entry,) = read((HEAD + ADA.replace("Ada", "José")).encode("cp1252"))
    assert entry.values["person"] == "José Builder"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty", b"", "lacks person"),
        ("header only", HEAD.encode(), "no row"),
        ("NUL", (HEAD + ADA).replace("Ada", "A\0da").encode(), "NUL"),
        ("another table", b"a,b\n1,2\n", "lacks person"),
        ("a column twice", (HEAD.rstrip() + ",person\n" + ADA).encode(), "twice"),
        ("too many rows", (HEAD + ADA * (MOST_ROWS + 1)).encode(), "more than"),
        ("too large", (HEAD + ADA * 1_000_000).encode(), "larger than"),
        ("a cell without end", (HEAD + '"' + "x" * 200_000).encode(), "field larger"),
        ("TOML of another duty", b'duty = "exercises"\n[[records]]\nperson = "Ada"\n', "'exercises'"),
        ("broken TOML", b"[[records]]\nperson = \n", "line 2"),
        ("binary", bytes(range(256)) * 10, "NUL"),
    ],
)
def test_a_table_that_is_none_is_refused_with_the_reason(name: str, data: bytes, says: str) -> None:
    with pytest.raises(DutyTableError, match=says):
        rows(data, TRAINING)


def test_many_blank_lines_are_read_quickly() -> None:
    with pytest.raises(DutyTableError):
        rows(b"\n" * 1_000_000, TRAINING)


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_refused(data: bytes) -> None:
    for text in (data, HEAD.encode() + data, b"[[records]]\n" + data):
        duty_of(text, load().values())
        try:
            found = rows(text, TRAINING)
        except DutyTableError:
            continue
        for each in entries(found, TRAINING, AS_OF, (), "t.csv", {}):
            assert not each.of_its_time


@given(
    st.lists(
        st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=40), min_size=5, max_size=5
    )
)
def test_any_cells_come_back_as_they_were(cells: list[str]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow(cells)
    try:
        (row,) = rows((HEAD + out.getvalue()).encode(), TRAINING)
    except DutyTableError:
        assert not any(each.strip() for each in cells)
        return
    assert list(row.values.values()) == [" ".join(each.split()) for each in cells]
    (entry,) = entries([row], TRAINING, AS_OF, (), "t.csv", {})
    sound = not entry.faults
    assert not sound or all(row.values[name] for name in ("person", "subject", "date", "provider"))
