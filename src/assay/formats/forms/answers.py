"""What a printed answer means, and whether it is one the Code knows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assay.facts.forms import Answer

CHOICES = {
    "met": Answer.MET,
    "fully met": Answer.MET,
    "claim met": Answer.MET,
    "partly met": Answer.PARTLY,
    "partially met": Answer.PARTLY,
    "not met": Answer.NOT_MET,
    "not applicable": Answer.NOT_APPLICABLE,
    "n/a": Answer.NOT_APPLICABLE,
    "na": Answer.NOT_APPLICABLE,
    "not relevant": Answer.NOT_APPLICABLE,
}
_OTHERS = {
    Answer.MET: "yes|y|compliant|fully compliant|aligned|fully aligned|pass|passed|done|complete|completed|green|in place|implemented|fully implemented"
    "|achieved|satisfied|conformant|conforms|true|100%|ok|full|fully|confirmed|agreed|meets|exceeds|exceeded|strong",
    Answer.PARTLY: "partial|partially|partly|largely|mostly|in part|in progress|amber|some|somewhat|ongoing|partial compliance|nearly|almost"
    + "".join(
        f"|{how} {what}"
        for how in ("partly", "partially", "largely", "mostly", "substantially", "broadly", "generally")
        for what in ("aligned", "compliant", "implemented", "in place", "met", "complete", "done")
    ),
    Answer.NOT_MET: "no|n|non-compliant|noncompliant|not compliant|not aligned|fail|failed|red|gap|not implemented|false|0%|missing|not in place"
    "|not started|not done|not yet|not yet met|planned|unmet|not achieved",
    Answer.UNANSWERED: "tbd|tbc|todo|to do|to be confirmed|to be completed|to be decided|pending|unknown|?|-|--|–|—|_|...|…|select|please select"
    "|choose an item|choose an item.|click or tap here to enter text|click or tap here to enter text.|x",
}
OTHERS = {word: answer for answer, words in _OTHERS.items() for word in words.split("|")}
_SAYS = CHOICES | OTHERS
BOX = re.compile(r"(\[ ?\]|\[[xX]\]|[☐☑☒✓✔✅❌✗✘⬜◻□■🗹🗷])[\s:]{0,5}([^\[☐☑☒✓✔✅❌✗✘⬜◻□■🗹🗷\n]{0,40})")
CHOICE = re.compile(
    rf"(\[ ?\]|\[[xX]\]|[☐☑☒✓✔✅❌✗✘⬜◻□■🗹🗷])[\s:]{{0,5}}({'|'.join(sorted(CHOICES, key=len, reverse=True))})(?!\w)",
    re.IGNORECASE,
)
"""A box with one of the choices behind it."""
BETWEEN = re.compile(r"[\s/|,;]*")
LIST_MARK = re.compile(r"(?:^|(?<=\n))\s{0,8}[-*+]\s{1,4}(?=[\[☐☑☒✓✔✅❌✗✘⬜◻□■🗹🗷])")
TICKED = frozenset("☑☒✓✔✅■🗹") | {"[x]", "[X]"}
CROSSED = frozenset("❌✗✘🗷")
OPENING = re.compile(
    r"(fully met|claim met|partly met|partially met|not met|met|not applicable|n/a|yes|no|not yet|compliant|non-compliant|not compliant|partial|partially compliant"
    r"|fully compliant|aligned|fully aligned|largely aligned|partly aligned|partially aligned)(?=\s*(?:[.:;,\u2013\u2014(]|-\s|\n|$))",
    re.IGNORECASE,
)
SEPARATOR = re.compile(r"^\s*[.:;,\u2013\u2014-]")
"""The one mark between an answer and what follows; more of them belong to what follows."""
SET_ASIDE = re.compile(r"(not applicable|n/a)\b", re.IGNORECASE)
FILLER_ONLY = re.compile(
    r"\W*(tb[acd]|to ?do|to be (confirmed|completed|decided|added|provided|determined)|pending|x{2,}|lorem ipsum.*)\W*",
    re.IGNORECASE,
)

NOTHING_THERE = re.compile(
    r"(none|nothing|nil|no|no evidence|not in (the )?(code|repository|repo)|not (available|documented|done|known|in place|implemented))( yet)?\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer read: its meaning, how it was printed, whether it is a choice of the Code, and the text left over."""

    answer: Answer
    printed: str = ""
    among_choices: bool = True
    rest: str = ""
    offered: bool = False
    """Whether boxes to tick stand there, and none is ticked: the answer is left open, whatever else is written."""


NOTHING = Reading(Answer.UNANSWERED)


def chosen(text: str) -> Reading:
    """What stands in the place for an answer."""
    text = text.strip()
    if not text:
        return NOTHING
    if ticked := _boxes(text):
        return ticked
    said = _plain(text)
    if said in _SAYS:
        answer = _SAYS[said]
        return Reading(answer, text, said in CHOICES or answer is Answer.UNANSWERED)
    return opening(text) or Reading(Answer.UNCLEAR, text, among_choices=False, rest=text)


def opening(text: str) -> Reading | None:
    """The answer a text begins with; None if it begins with none."""
    text = text.strip()
    if boxes := _boxes(text):
        return boxes
    found = OPENING.match(text) or SET_ASIDE.match(text)
    if not found:
        return None
    said = _plain(found.group(1))
    answer = _SAYS.get(said, Answer.PARTLY)
    return Reading(
        answer, found.group(1), said in CHOICES, SEPARATOR.sub("", text[found.end() :], count=1).lstrip(" \n")
    )


def is_filler(text: str) -> bool:
    """Whether a text holds nothing but the mark of a place to be filled in."""
    return bool(FILLER_ONLY.fullmatch(text.strip()))


def says_nothing(text: str) -> bool:
    """Whether each line of a text says that there is nothing."""
    lines = [line for line in text.split("\n") if line.strip()]
    return bool(lines) and all(NOTHING_THERE.fullmatch(line.strip()) for line in lines)


def _boxes(text: str) -> Reading | None:
    """The box that was ticked, where the text is made of boxes."""
    text = LIST_MARK.sub("", text)
    if not BOX.match(text):
        return None
    if list_of_choices := _list_of_choices(text):
        return list_of_choices
    boxes = [(found, found.group(1), found.group(2).strip(" /|,;-")) for found in BOX.finditer(text)]
    named = [(found, mark, _SAYS[_plain(label)], label) for found, mark, label in boxes if _plain(label) in _SAYS]
    if len(named) > 1 or (named and named[0][1] not in CROSSED):
        rest = _outside(text, [found for found, *_ in named])
        picked = [(answer, label) for _, mark, answer, label in named if mark in TICKED or mark in CROSSED]
        if not picked:
            return Reading(Answer.UNANSWERED, rest=rest, offered=True)
        if len({answer for answer, _ in picked}) > 1:
            return Reading(Answer.UNCLEAR, " and ".join(label for _, label in picked), among_choices=False, rest=rest)
        label = picked[0][1]
        return Reading(picked[0][0], label, _plain(label) in CHOICES, rest)
    _, mark, _ = boxes[0]
    answer = Answer.MET if mark in TICKED else Answer.NOT_MET if mark in CROSSED else Answer.UNANSWERED
    return Reading(
        answer, mark if answer is not Answer.UNANSWERED else "", answer is Answer.UNANSWERED, text[len(mark) :].strip()
    )


def _list_of_choices(text: str) -> Reading | None:
    """What is ticked in a list of choices the text begins with; boxes further down are text like any other."""
    marks: dict[str, str] = {}
    end = start = 0
    while found := CHOICE.match(text, start):
        marks[found.group(2)] = found.group(1)
        end = found.end()
        start = BETWEEN.match(text, end).end()  # type: ignore[union-attr]
    if len(marks) < len(set(CHOICES.values())):
        return None
    rest = text[end:].strip()
    picked = [label for label, mark in marks.items() if mark in TICKED or mark in CROSSED]
    if not picked:
        return Reading(Answer.UNANSWERED, rest=rest, offered=True)
    if len(picked) > 1:
        return Reading(Answer.UNCLEAR, " and ".join(picked), among_choices=False, rest=rest)
    return Reading(CHOICES[_plain(picked[0])], picked[0], rest=rest)


def _outside(text: str, boxes: Iterable[re.Match[str]]) -> str:
    """What is written around the boxes, marks that only separate them left out."""
    pieces: list[str] = []
    start = 0
    for box in boxes:
        pieces.append(text[start : box.start()])
        start = box.end()
    pieces.append(text[start:])
    return "\n".join(each.strip() for each in pieces if each.strip(" /|,;\n"))


def _plain(text: str) -> str:
    return " ".join(text.casefold().strip(" \t\n.*!:;,\u2705").split())
