"""Loads the words by which passages are looked for, claim by claim."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assay.errors import MalformedInputError


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one claim. They choose what a person reads, and decide nothing."""

    about: tuple[tuple[tuple[str, ...], ...], ...]
    """Alternatives: a passage that bears on the claim holds one term of every group of one of them."""
    near: tuple[str, ...] = ()
    """Terms that only move a passage up."""
    unlike: tuple[str, ...] = ()
    """Terms of another claim that uses the same words: a passage that holds one is about that one."""


@cache
def load() -> Mapping[str, Vocabulary]:
    """The words of every claim; raises MalformedInputError where the file has another shape."""
    found = tomllib.loads((files("assay") / "data" / "vocabulary.toml").read_text("utf-8"))
    try:
        return {
            claim: Vocabulary(
                tuple(tuple(tuple(group) for group in groups) for groups in words["about"]),
                tuple(words["near"]),
                tuple(words.get("unlike", ())),
            )
            for claim, words in found.items()
        }
    except (KeyError, TypeError) as error:
        raise MalformedInputError(f"data/vocabulary.toml has another shape ({error}).") from None
