"""Markdown, HTML and CSV, and the layouts people invent."""

from collections.abc import Callable

import pytest

from assay.facts.forms import Answer, CompletedForm, MatchedBy, Place, ProofKind, RowKind
from assay.formats.forms import FormError
from assay.store.code_of_practice import load
from assay.testing.forms import in_markdown

Read = Callable[[str, bytes | str], CompletedForm]
TITLE = load().claim("1.4.2").title
OTHER = load().claim("2.1.5").title


def test_markdown_table(read: Read) -> None:
    form = read("form.md", in_markdown({"1.4.2": ("Met", "Test [run](https://ci.example/runs/7) of 2026-09-01")}))
    row = form.rows[0]
    assert (row.id, row.answer, row.printed, row.among_choices) == ("1.4.2", Answer.MET, "Met", True)
    assert [proof.target for proof in row.proofs] == ["https://ci.example/runs/7"]
    assert [str(each.day) for each in row.dates] == ["2026-09-01"]
    assert row.place.line
    assert form.header.owner == "Ada Builder"


def test_heading_for_each_claim(read: Read) -> None:
    text = f"# Form\n\n## 1.4.2 {TITLE}\n\n**Status:** Partly met\n\nOff as shipped.\n\n### Evidence\n\nsrc/login.py\n\n## 2.1.5 {OTHER}\n\n- [ ] Met\n- [x] Not met\n\n## Annex\n\nNothing.\n"
    form = read("form.md", text)
    one, two = form.rows
    assert (one.id, one.answer, one.text) == ("1.4.2", Answer.PARTLY, "Off as shipped.\nEvidence\nsrc/login.py")
    assert (two.id, two.answer, two.text) == ("2.1.5", Answer.NOT_MET, "")
    assert one.place == Place(line=3)


@pytest.mark.parametrize(
    "line",
    [
        f"- 1.4.2 {TITLE}: Met. Tested in May.",
        f"**1.4.2 {TITLE}**\\\nMet. Tested in May.",
        f"1.4.2 {TITLE} - Met. Tested in May.",
        "1.4.2: Met. Tested in May.",
        f"| Ref | Claim |\n|---|---|\n| 1.4.2 | {TITLE}<br>Met. Tested in May. |",
    ],
)
def test_wording_and_answer_in_one_place(read: Read, line: str) -> None:
    row = read("form.md", f"# Form\n\n{line}\n").of("1.4.2")[0]
    assert (row.answer, row.text) == (Answer.MET, "Tested in May.")


def test_two_boxes_ticked_in_a_list(read: Read) -> None:
    form = read("form.md", f"## 2.1.5 {OTHER}\n\n- [x] Met\n- [x] Not met\n")
    assert form.rows[0].answer is Answer.UNCLEAR


def test_invented_principles(read: Read) -> None:
    names = [
        f"Great principle of {word}"
        for word in "trust love joy peace tea ships bees logs dogs cats time hope luck zen".split()
    ]
    rows = "".join(f"| {number} | {name} | Aligned | yes |\n" for number, name in enumerate(names, 1))
    form = read("form.md", f"| # | Principle | Our product status | Notes |\n|---|---|---|---|\n{rows}")
    assert [row.kind for row in form.rows] == [RowKind.UNKNOWN_PRINCIPLE] * 14
    assert {row.id for row in form.rows} == {""}


def test_a_short_name_of_a_principle_under_its_number(read: Read) -> None:
    text = "| Principle | In the repository | Elsewhere |\n|---|---|---|\n| 4.3 Incidents | docs/incidents.md | drills |\n| 1.3 Testing | nothing | not in code |\n| 3.2 Joy | yes | yes |\n"
    one, two, three = read("form.md", text).rows
    assert (one.kind, one.id, one.matched_by) == (RowKind.PRINCIPLE, "4.3", MatchedBy.SUBJECT)
    assert (one.answer, one.text) == (Answer.TEXT_ONLY, "docs/incidents.md\ndrills")
    assert (two.id, two.answer) == ("1.3", Answer.NOT_MET)
    assert three.kind is RowKind.UNKNOWN_PRINCIPLE


def test_a_table_of_something_else_is_no_form(read: Read) -> None:
    assert (
        read(
            "form.md", "| Version | Date | Comment |\n|---|---|---|\n| 1.1.1 | 2026 | first |\n| 2 | 2027 | next |\n"
        ).rows
        == ()
    )


def test_number_alone(read: Read) -> None:
    form = read("form.md", "| Ref | Answer |\n|---|---|\n| 1.4.2 | Met |\n| 4.3.1 | Met |\n")
    one, two = form.rows
    assert (one.id, one.matched_by) == ("1.4.2", MatchedBy.NUMBER)
    assert (two.kind, two.id) == (RowKind.UNKNOWN_CLAIM, ""), "4.3.1 is one claim in the list and another in the form"


def test_number_alone_where_the_form_follows_the_list(read: Read) -> None:
    form = read("form.md", "| Ref | Answer |\n|---|---|\n| 4.3.1 | Met |\n| 4.3.2 | Not met |\n")
    assert [(row.id, row.answer) for row in form.rows] == [("4.3.1", Answer.MET), ("4.3.2", Answer.NOT_MET)]


def test_number_with_wording_of_nothing_is_tied_to_nothing(read: Read) -> None:
    form = read(
        "form.md",
        f"| Ref | Claim | Answer |\n|---|---|---|\n| 1.4.3 | {TITLE} | Met |\n| 1.4.2 | We are kind to animals | Met |\n",
    )
    assert [row.id for row in form.rows] == ["1.4.2", ""]


def test_number_with_its_subject(read: Read) -> None:
    form = read(
        "form.md", "| Ref | Claim | Answer |\n|---|---|---|\n| 1.4.1 | Threats to the design are modelled | Met |\n"
    )
    assert (form.rows[0].id, form.rows[0].matched_by) == ("1.4.1", MatchedBy.SUBJECT)


def test_html_page(read: Read) -> None:
    page = f"""<html><body><script>evil()</script><p>Product: Gantry 2.1</p><table>
    <tr><th>Ref</th><th>Claim</th><th>Answer</th><th>Evidence</th></tr>
    <tr><td>1.4.2</td><td>{TITLE}</td><td><input type=radio checked> Met<br><input type=radio> Not met</td><td rowspan=2><a href="https://gantry.example/x">here</a></td></tr>
    <tr><td>2.1.5</td><td>{OTHER}</td><td><select><option>Met</option><option selected>Partly met</option></select></td></tr>
    </table></body></html>"""
    form = read("form.html", page)
    one, two = form.rows
    assert (one.id, one.answer, one.proofs[0].kind) == ("1.4.2", Answer.MET, ProofKind.LINK)
    assert (two.id, two.answer, two.text) == ("2.1.5", Answer.PARTLY, "here")
    assert form.header.version == "2.1"
    assert two.place == Place(1, 3, 4)


def test_html_headings(read: Read) -> None:
    form = read("form.htm", f"<h2>1.4.2 {TITLE}</h2><div>Answer: Met</div><p>Tested <b>each</b> release.</p>")
    assert (form.rows[0].answer, form.rows[0].text) == (Answer.MET, "Tested each release.")


def test_html_within_markdown(read: Read) -> None:
    form = read(
        "form.md",
        f"# F\n\n<table><tr><th>Ref</th><th>Claim</th><th>Answer</th></tr>\n<tr><td>1.4.2</td><td>{TITLE}</td><td>No</td></tr></table>\n",
    )
    assert (form.rows[0].id, form.rows[0].answer) == ("1.4.2", Answer.NOT_MET)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv(read: Read, separator: str) -> None:
    rows = [
        ("Ref", "Claim", "Answer", "Evidence"),
        ("1.4.2", TITLE, "Yes", '"Line one\nline two"'),
        ("2.1.5", OTHER, "n/a", ""),
    ]
    form = read("form.csv", "\n".join(separator.join(row) for row in rows))
    one, two = form.rows
    assert (one.answer, one.among_choices, one.text) == (Answer.MET, False, "Line one\nline two")
    assert (two.answer, two.place) == (Answer.NOT_APPLICABLE, Place(1, 3, 4))


def test_csv_as_spreadsheets_save_it(read: Read) -> None:
    text = f"Ref,Claim,Answer,Evidence\r\n1.4.2,{TITLE},Met,caf\xe9 record\r\n"
    assert read("form.csv", text.encode("cp1252")).rows[0].text == "café record"
    assert read("form.csv", text.encode("utf-16")).rows[0].text == "café record"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("form.md", b"\0\1\2", "not text"),
        ("form.md", b"x" * 2_100_000, "larger"),
        ("form.xyz", b"x", "forms are read from"),
        ("form", b"x", "forms are read from"),
        ("form.csv", b"a," * 100 + b"\n", "columns"),
        ("form.csv", b'"' + b"x" * 200_000, "CSV"),
        ("form.html", b"<table><tr>" + b"<td>x</td>" * 100 + b"</tr></table>", "columns"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(read: Read, name: str, data: bytes, reason: str) -> None:
    with pytest.raises(FormError, match=reason):
        read(name, data)


def test_a_table_that_unfolds_is_bounded(read: Read) -> None:
    page = "<table><tr>" + "<td rowspan=19999>x</td>" * 60 + "</tr>" + "<tr></tr>" * 19_000 + "</table>"
    with pytest.raises(FormError, match="too large"):
        read("form.html", page)


def test_deep_html_is_survived(read: Read) -> None:
    assert read("form.html", "<div>" * 100_000 + "1.1.1").rows == ()
