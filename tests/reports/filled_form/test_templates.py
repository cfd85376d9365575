"""Copies that cannot be filled in are refused with the reason, and layouts that are not the official one are filled all the same."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from assay.formats import forms
from assay.formats.forms import FormError
from assay.reports.filled_form import reads_back
from assay.reports.filled_form.template import filled
from assay.store import claim_wording
from assay.store.code_of_practice import load
from assay.testing.forms import docx, official_layout, paragraph, table

CODE, WORDING = load(), claim_wording.load()
COUNTED = [claim for claim in CODE.claims if claim.counted]


def _twice() -> bytes:
    out = io.BytesIO(official_layout({}))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "<a/>")
    return out.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "encrypted": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted"),
    "macros": (lambda: official_layout_with({"word/vbaProject.bin": b"x"}), "macros"),
    "renamed docm": (
        lambda: official_layout_with(
            {"[Content_Types].xml": b"<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>"}
        ),
        "macros",
    ),
    "bomb": (lambda: official_layout_with({"word/media/a.xml": b" " * 61_000_000}), "too large"),
    "entities": (
        lambda: official_layout_with({"word/styles.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "entities",
    ),
    "one part twice": (_twice, "not a DOCX|twice"),
    "another form": (lambda: docx(table([("Question", "Answer"), ("Are you well?", "")])), "another form"),
    "no table": (lambda: docx(paragraph("Claim 1.1.1")), "another form"),
    "no document": (lambda: b"PK\x03\x04nothing", "not a DOCX"),
    "nothing": (lambda: b"", "not a DOCX"),
    "filled in already": (
        lambda: official_layout({claim.id: "Met. See the log." for claim in COUNTED}),
        "filled in already",
    ),
}


def official_layout_with(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(official_layout({}))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("kind", HOSTILE)
def test_refused_with_the_reason(kind: str, product: Any, as_form: Any) -> None:
    make, says = HOSTILE[kind]
    with pytest.raises(FormError, match=says):
        filled(as_form(product), make(), CODE, WORDING)


TITLES = {
    "a column for the answer": ("Ref", "Claim", "Status", "Evidence", "Comments"),
    "an answer and nothing else": ("Ref", "Claim", "Answer"),
    "evidence last": ("Ref", "Claim", "Arguments", "Proof"),
    "one column for all": ("Ref", "Claim", "Your response here please"),
    "number and wording in one": ("Claim", "Evidence", "Arguments"),
}


@pytest.mark.parametrize("kind", TITLES)
@pytest.mark.parametrize("name", ["product", "empty", "hostile"])
def test_other_layouts(kind: str, name: str, assessments: Any, as_form: Any) -> None:
    titles = TITLES[kind]
    first = (
        (lambda claim: (f"{claim.id} {claim.title}",))
        if titles[0] == "Claim"
        else (lambda claim: (claim.id, claim.title))
    )
    rows = [(*first(claim), *[""] * (len(titles) - len(first(claim)))) for claim in reversed(COUNTED[:40])]
    form = as_form(assessments[name])
    made = filled(form, docx(table([titles, *rows])), CODE, WORDING)
    assert made.in_annex == tuple(claim.id for claim in COUNTED[40:])
    assert reads_back(form, "form.docx", made.data, CODE, WORDING) == ()
    read = forms.read("form.docx", made.data, CODE, WORDING)
    assert [row.id for row in read.claims()][:40] == [claim.id for claim in reversed(COUNTED[:40])]
    assert read.has_answers == ("answer" in kind)
