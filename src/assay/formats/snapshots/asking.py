"""One question to a platform, its answer, and the rule that makes a section of the two: an answer, or the right that is missing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from assay.facts.platform import MergedChange, Missing, Release, Section, TagName

Read = TypeVar("Read")
MOST_UPDATES = 20
"""Merged changes of bots whose checks are read: one request or more for each."""


@dataclass(frozen=True, slots=True)
class Question:
    """A request that only reads. ``path`` begins with a slash and has its parts quoted; ``right`` is what it takes."""

    path: str
    right: str
    query: tuple[tuple[str, str], ...] = ()
    pages: int = 0
    """How many pages of a list are followed at most; 0 where the answer is no list."""
    inside: str = ""
    """The field of each page that holds the list, where the page itself is none."""
    none_says: str = ""
    """What the platform says with 404 where it may be believed that there is none."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. ``trouble`` says why nothing did; ``cut`` what was left out."""

    status: int = 0
    value: Any = None
    message: str = ""
    trouble: str = ""
    cut: str = ""
    scopes: tuple[str, ...] = ()
    """The rights of the token as the platform tells them, where it does."""

    @property
    def fine(self) -> bool:
        """Whether the platform answered the question."""
        return not self.trouble and 200 <= self.status < 300


def section(question: Question, answer: Answer, read: Callable[[Any], Read]) -> Section[Read]:
    """What ``read`` makes of the answer; unread, with the right, where the platform did not answer or not in the known form."""
    if why := why_not(question, answer):
        return Section(unread=why)
    return kept(lambda: Section(read(answer.value), cut=answer.cut))


def kept(made: Callable[[], Section[Read]]) -> Section[Read]:
    """The section, or unread where reading an answer met a form that is not known."""
    try:
        return made()
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as fault:
        missing = f"it has no field {fault}" if isinstance(fault, KeyError) else str(fault)
        return Section(
            unread=Missing(f"the answer has not the known form ({missing[:120]}): the server may be too old or too new")
        )


def commits_to_check(
    head: str,
    releases: Section[tuple[Release, ...]],
    tags: tuple[TagName, ...],
    changes: Section[tuple[MergedChange, ...]],
) -> dict[str, str]:
    """Commit and tag, if any, of what is worth a look at its checks: the newest code, the newest release, the newest updates."""
    by_tag = {each.name: each.commit for each in tags}
    newest = next((each.tag for each in releases.read or () if each.tag in by_tag), "")
    updates = [each.head for each in changes.read or () if each.author.kind == "bot" and each.head]
    found = dict.fromkeys([head, *updates[:MOST_UPDATES]], "")
    return found | ({by_tag[newest]: newest} if newest else {})


def why_not(question: Question, answer: Answer) -> Missing | None:
    """Why there is nothing to read; None where there is."""
    if answer.trouble:
        return Missing(answer.trouble)
    if answer.status == 401:
        return Missing("the platform refused the token, or none was given (401)", question.right)
    if answer.status == 403:
        return Missing("the token may not see it (403)", question.right)
    if answer.status in (404, 410):
        if question.none_says and question.none_says in answer.message:
            return None
        return Missing(
            "not found (404), which is also what the platform says to those who may not see it", question.right
        )
    if not answer.fine:
        return Missing(f"the platform answered {answer.status}")
    return None
