"""The search: a term of every group, one at least in the passage's own words, the nearest first."""

import pytest

from assay.store import vocabulary
from assay.store.code_of_practice import load
from assay.store.passage_index import PassageIndex

PASSAGES = [
    ("Access is reviewed each quarter by the owner.", "Policy / Access"),
    ("Reviews of plays appear each quarter.", "Theatre"),
    ("Accounts are looked at.", "Review each quarter"),
    ("The bins are emptied.", "Access review each quarter"),
]
ABOUT = (("access", "account"), ("review",), ("quarter",))


def numbers(about: tuple[tuple[str, ...], ...], unlike: tuple[str, ...] = ()) -> list[int]:
    index = PassageIndex(PASSAGES)
    try:
        return sorted(each.number for each in index.holding(about, (), unlike))
    finally:
        index.close()


def test_every_group_is_asked_for_and_one_in_the_passage_itself() -> None:
    assert numbers(ABOUT) == [0, 2]


def test_passages_about_another_claim_are_passed_over() -> None:
    assert numbers(ABOUT, ("owner",)) == [2]


def test_words_are_given_as_they_stand() -> None:
    index = PassageIndex([("ACCESS-rights: are Reviewed, each_quarter!", "Ünder the Heading")])
    (hit,) = index.holding((("access right",), ("review",)), ("quarter", "heading"))
    assert hit.words == ("access rights", "reviewed", "quarter", "heading")


@pytest.mark.parametrize("term", ['a" OR "b', "NEAR(a b)", "text:", "*", "", "\ud800"])
def test_no_term_is_taken_for_the_language_of_queries(term: str) -> None:
    assert list(PassageIndex(PASSAGES).holding((("access",),), (term, "x"))) != []


def test_every_claim_has_words_and_no_other_name_has() -> None:
    assert sorted(vocabulary.load()) == sorted(claim.id for claim in load().claims)
    for words in vocabulary.load().values():
        assert words.about
        assert all(group for groups in words.about for group in groups)
        assert set(words.unlike).isdisjoint(term for groups in words.about for group in groups for term in group)
