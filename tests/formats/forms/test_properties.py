"""Whatever the bytes are, a reader gives a form or a reason; whatever an answer says, it is not lost."""

import contextlib
import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.assess.form_faults import faults
from assay.formats.forms import ENDINGS, FormError, read
from assay.store import claim_wording, code_of_practice
from assay.testing.forms import official_layout

CODE, WORDING = code_of_practice.load(), claim_wording.load()
WORDS = st.text(
    st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters='|\\`*_<>~&"[]!#'), min_size=1, max_size=60
).map(lambda text: " ".join(text.split()))
CLAIMS = [claim for claim in CODE.claims if claim.counted]


KNOWN = {"", *(claim.id for claim in CLAIMS), *(principle.id for principle in CODE.principles)}


def _survives(name: str, data: bytes) -> None:
    with contextlib.suppress(FormError):
        form = read(name, data, CODE, WORDING)
        assert {row.id for row in form.rows} <= KNOWN
        assert all(row.wording or row.number for row in form.rows)


@given(st.sampled_from(sorted(ENDINGS)), st.binary(max_size=400))
def test_any_bytes(ending: str, data: bytes) -> None:
    _survives(f"form.{ending}", data)


@given(
    st.sampled_from(["md", "html", "csv"]),
    st.lists(
        st.sampled_from(
            [
                "1.4.2",
                "| ",
                "\n",
                "Claim",
                "Ref | Claim | Answer\n---|---|---\n",
                "<table>",
                "<tr><td>",
                "</td>",
                "# ",
                "- [x] ",
                "Met",
                ":",
                ";",
                '"',
                "4.3.1",
                "☒",
                "https://",
                ".md",
            ]
        ),
        max_size=60,
    ),
)
def test_any_order_of_what_forms_are_made_of(ending: str, parts: list[str]) -> None:
    _survives(f"form.{ending}", "".join(parts).encode())


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_damaged_docx(place: int, byte: int) -> None:
    data = bytearray(official_layout({"1.1.1": "Met."}))
    data[place % len(data)] = byte
    _survives("form.docx", bytes(data))


@given(st.integers(0, 5000), st.integers(1, 40))
def test_a_docx_with_a_piece_of_its_markup_gone(start: int, length: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(official_layout({"1.1.1": "Met."}))) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, content[:start] + content[start + length :] if part == "word/document.xml" else content)
    _survives("form.docx", out.getvalue())


@given(st.sampled_from(CLAIMS), WORDS.filter(bool))
def test_no_word_of_an_answer_is_lost(claim: object, said: str) -> None:
    identifier, title = claim.id, claim.title  # type: ignore[attr-defined]
    form = read(
        "form.md",
        f"| Ref | Claim | Evidence |\n|---|---|---|\n| {identifier} | {title} | {said} |\n".encode(),
        CODE,
        WORDING,
    )
    row = form.of(identifier)[0]
    kept = "".join(f"{row.printed}{row.text}".split())
    assert set("".join(said.split())) - set(" .:;,-\u2013\u2014") <= set(kept)


@given(st.permutations(CLAIMS), st.data())
def test_claims_are_told_by_wording_whatever_their_number(claims: list[object], data: st.DataObject) -> None:
    numbers = data.draw(st.permutations([claim.id for claim in CLAIMS]))
    lines = [f"| {number} | {claim.title} | Met |" for number, claim in zip(numbers, claims, strict=True)]  # type: ignore[attr-defined]
    form = read("form.md", ("| Ref | Claim | Answer |\n|---|---|---|\n" + "\n".join(lines)).encode(), CODE, WORDING)
    assert [row.id for row in form.rows] == [claim.id for claim in claims]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "bit", ["[ ", "1.1.1 ", "__", "☒ ", "is not formally ", "a/b/", "Name: ", "1 May 2026 ", "admin in the "]
)
def test_no_pattern_takes_time_by_the_square(bit: str) -> None:
    cell = (bit * 19_000)[:19_000]
    title = CODE.claim("1.4.2").title
    text = f"{cell}\n\n| Ref | Claim | Answer | Evidence |\n|---|---|---|---|\n| 1.4.2 | {title} | Met {cell} | {cell} |\n| {cell} | {cell} | Met | |\n"
    start = time.process_time()
    faults(read("form.md", text.encode(), CODE, WORDING), CODE)
    assert time.process_time() - start < 5
