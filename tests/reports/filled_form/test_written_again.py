"""Whatever somebody wrote into a form, reading it in and writing it again loses no letter and changes no answer."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.assess.form_document import document, to_write
from assay.facts.filled_form import legible
from assay.formats import forms
from assay.reports.filled_form import reads_back, written
from assay.reports.filled_form.template import filled
from assay.store import claim_wording
from assay.store.code_of_practice import load
from assay.testing.forms import docx, official_layout, paragraph, run, table

CODE, WORDING = load(), claim_wording.load()
COUNTED = [claim for claim in CODE.claims if claim.counted]
BLANK = official_layout({}, {})
LAYOUTS = ("docx", "md", "html", "csv", "copy")
BITS = st.sampled_from(
    "Met.|No. 5|\u2610 Met \u2612 Not met|none|TBD|=1+1|'=x|- a|# b|1. c|<b>&amp;|]]>|&#0;|`|\\|**|[x](y)|<!-- -->|</td>|www.a.example|a@b.example"
    "|https://a.example/b?c=d&e=f|docs/a.md:3|\u0645\u0631\u062d\u0628\u0627 \u200f1\u200e|\U0001f469\u200d\U0001f692|e\u0301|\u202ex|\ufeff|\t|\x07|\x1b[31m|\x85|\r\n|\r|\n\n|;;;||;|\"|'|Claim 1.1.1|Answer: met"
    "|SHA-256 aa|For: x|Against: y|\u00a0|  ".split("|")
)
TEXTS = st.one_of(
    st.text(st.characters(exclude_characters="\x00"), max_size=40),
    st.lists(BITS, max_size=6).map(" ".join),
    st.lists(BITS, max_size=4).map("".join),
)
ANSWERS = st.sampled_from(
    [
        "Met",
        "Partly met",
        "not met",
        "N/A",
        "Yes",
        "Green",
        "",
        "perhaps",
        "\u2612 Met \u2610 Not met",
        "Not applicable",
        "x",
    ]
)


def _csv(rows: list[tuple[str, ...]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([("Ref", "Claim", "Answer", "Evidence", "Remarks"), *rows])
    return out.getvalue().encode("utf-8", "replace")


def _put(form: object, layout: str) -> tuple[str, bytes]:
    if layout == "copy":
        return "form.docx", filled(form, BLANK, CODE, WORDING).data  # type: ignore[arg-type]
    return f"form.{layout}", written(form, layout, CODE)  # type: ignore[arg-type]


def _bare(text: str) -> str:
    return "".join(legible(text).split())


def _letters(text: str) -> str:
    return "".join(sorted(_bare(text)))


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(COUNTED), ANSWERS, TEXTS, TEXTS, st.sampled_from(LAYOUTS))
def test_any_answer_and_text(claim: object, answer: str, evidence: str, remarks: str, layout: str) -> None:
    identifier, title = claim.id, claim.title  # type: ignore[attr-defined]
    first = forms.read("form.csv", _csv([(identifier, title, answer, evidence, remarks)]), CODE, WORDING)
    form = to_write(document(first, CODE), CODE)
    name, data = _put(form, layout)
    assert reads_back(form, name, data, CODE, WORDING) == ()
    second = document(forms.read(name, data, CODE, WORDING), CODE)
    name, again = _put(to_write(second, CODE), layout)
    third = document(forms.read(name, again, CODE, WORDING), CODE)
    assert [each for each in third["rows"] if each["text"] or each["printed"]] == [
        each for each in second["rows"] if each["text"] or each["printed"]
    ]


def words(most: int) -> st.SearchStrategy[str]:
    """Text as a file of text can hold it: a NUL byte would make it something else."""
    return st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=most)


@settings(deadline=None, max_examples=15)
@given(st.lists(st.tuples(words(12), words(30), TEXTS), max_size=3), st.sampled_from(LAYOUTS))
def test_rows_about_nothing_in_the_code_are_kept(rows: list[tuple[str, str, str]], layout: str) -> None:
    known = (COUNTED[0].id, COUNTED[0].title, "Met", "see the log of May", "")
    data = _csv([known, *((number, wording, "", text, "") for number, wording, text in rows)])
    first = document(forms.read("form.csv", data, CODE, WORDING), CODE)
    form = to_write(first, CODE)
    name, data = _put(form, layout)
    assert reads_back(form, name, data, CODE, WORDING) == ()
    second = document(forms.read(name, data, CODE, WORDING), CODE)
    for each in first["rows"]:
        assert _letters(each["text"]) in {_letters(row["text"]) for row in second["rows"]} or any(
            _bare(each["text"]) in _bare(row["text"]) for row in second["rows"]
        )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_long_text(layout: str) -> None:
    text = "Long " + "word " * 3800
    first = forms.read("form.csv", _csv([("1.1.1", CODE.claim("1.1.1").title, "Met", text, "")]), CODE, WORDING)
    form = to_write(document(first, CODE), CODE)
    name, data = _put(form, layout)
    assert forms.read(name, data, CODE, WORDING).of("1.1.1")[0].text == text.strip()


def test_a_copy_that_was_edited_in_every_way() -> None:
    """Reordered rows, a split cell, a tracked change, a link without its address in the text, a claim twice, a row of one's own."""
    title = {claim.id: claim.title for claim in COUNTED}
    link = '<w:hyperlink r:id="rId9">' + run("the record") + "</w:hyperlink>"
    change = '<w:ins w:id="1" w:author="x">' + run(" It was reviewed.") + "</w:ins>"
    body = table(
        [
            ("Reference", "Principles/Claims", "Evidence", "Arguments / Assumptions"),
            ("Claim 3.1.1", title["3.1.1"], "release notes", paragraph("Partly met. Signed since May.", change)),
            ("Claim 1.1.1", title["1.1.1"], paragraph(link), "Met."),
            ("", "", "and a second cell of it", ""),
            ("Claim 1.1.1", title["1.1.1"], "once more", "Not met."),
            ("House rule 7", "We are kind to each other", "every day", ""),
        ]
    )
    read = document(forms.read("form.docx", docx(body, {"rId9": "https://records.example/7"}), CODE, WORDING), CODE)
    assert [len(each["rows"]) for each in read["claims"] if each["id"] in ("1.1.1", "3.1.1", "2.1.1")] == [2, 0, 1]
    assert read["tracked_changes"][0]["says"] == "table 1, row 2"
    assert read["rows"][0]["parts"][1] == {
        "title": "arguments / assumptions",
        "text": "Signed since May. It was reviewed.",
        "links": [],
    }
    form = to_write(read, CODE)
    for layout in LAYOUTS:
        name, data = _put(form, layout)
        again = document(forms.read(name, data, CODE, WORDING), CODE)
        texts = [(each["id"], each["answer"], "".join(each["text"].split())) for each in again["rows"] if each["text"]]
        assert sorted(texts) == sorted(
            [
                ("3.1.1", "partly met", "releasenotesSignedsinceMay.Itwasreviewed."),
                ("1.1.1", "met", "therecordhttps://records.example/7andasecondcellofit"),
                ("1.1.1", "not met", "oncemore"),
                ("", "text without an answer", "everyday"),
            ]
        )
