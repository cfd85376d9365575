"""Words by which a text takes back that something is so: plans, exceptions, denials."""

import re

from assay.formats.assertions import denies, sentences

PLANNED = re.compile(
    r"\b(not yet|yet to (be )?\w+|plan(s|ned|ning)? to\b(?! date)|plann(ed|ing) (for|on)\b|(we|they|team) plans? (for|on)\b|(is|are|was|were) (planned|scheduled|foreseen)|intend(s|ed)? to|aim(s|ing)? to|hope(s)? to"
    r"|in progress|under ?way|work in progress|coming soon|to be (done|defined|decided|introduced|written|agreed|added|completed|confirmed|implemented|rolled out|finished)"
    r"|will (soon )?be (introduced|implemented|rolled out|added|completed|finished|in place|put in place|written|set up|available|enabled|adopted|established|started)"
    r"|will (start|begin|introduce|implement|adopt|roll out|add|complete|finish|set up)|(next|this coming|later this) (year|quarter|month|sprint)|going to)\b"
    r"|\bwill\b[^.;]{1,80}\b(in|by|during|from)\s(q[1-4]\b|the (coming|next)\b|(early|mid|late)[ -]?20\d\d|(january|february|march|april|may|june|july|august|september|october|november|december)?\s?20\d\d\b)",
    re.IGNORECASE,
)
IN_PART = re.compile(
    r"\b(partly|partially|not all|not every|not fully|not always|only some|some (teams|products|components|repositories|systems|developers|staff|of)"
    r"|most (teams|products|components|repositories|systems|developers|staff|of)|except (for|in)|ad hoc|informal(ly)?|where possible|on a best[- ]effort"
    r"|(is|are|do|does) (currently )?not (currently|yet|formally)|no formal)\b",
    re.IGNORECASE,
)


def planned(text: str) -> str:
    """The first sentence that puts off what it speaks of; empty if none."""
    return next((each for each in sentences(text) if PLANNED.search(each)), "")


def taken_back(text: str) -> str:
    """The first sentence that puts off, limits or denies what it speaks of; empty if none."""
    return next((each for each in sentences(text) if PLANNED.search(each) or IN_PART.search(each) or denies(each)), "")


def only_planned(text: str) -> bool:
    """Whether every sentence puts off or denies: nothing is said to be so today."""
    said = list(sentences(text))
    return bool(said) and all(PLANNED.search(each) or denies(each) for each in said)
