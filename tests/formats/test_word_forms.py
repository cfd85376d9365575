"""Forms of one word are one word; words that only look alike are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.formats.word_forms import fold, folded, words

SAME = "sign signs signed signing|review reviews reviewed reviewing|policy policies|verify verifies verified verifying|patch patches patched|release releases released releasing|log logs logged logging|access accesses|tool tools|run runs running|process processes"  # fmt: skip
APART = "custom customer|secure security|require requirement|specific specification|integrate integrity|find finding|set setting|train training|bus busy|this thi|is i"  # fmt: skip


@pytest.mark.parametrize("forms", SAME.split("|"))
def test_forms_of_one_word_are_brought_together(forms: str) -> None:
    assert len({fold(each) for each in forms.split()}) == 1


@pytest.mark.parametrize("pair", APART.split("|"))
def test_other_words_are_kept_apart(pair: str) -> None:
    assert len({fold(each) for each in pair.split()}) == 2


@pytest.mark.parametrize("word", ["ring", "red", "bed", "is", "as", "us", "s", "ed", "ies", "analysis", "été", "2fa"])
def test_whole_words_stay(word: str) -> None:
    assert fold(word) == word


@given(st.text())
def test_each_word_has_one_form(text: str) -> None:
    assert len(folded(text).split(" ")) == max(len(words(text)), 1)
