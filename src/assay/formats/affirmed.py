"""Whether a text offers what it names, or refuses it, puts it off or says that it has ended."""

import re

CLAUSE_END = re.compile(
    r"[.!?;:](?=\s|$)|,?\s(?:but|instead|rather|however|and)\s|\s[-\u2013\u2014(]\s?|\n", re.IGNORECASE
)
CONDITION = re.compile(r"\b(?:if|when|unless|in case|should you|where)\b[^,;.]*(?:,|$)", re.IGNORECASE)
IDLE_NEGATION = re.compile(
    r"\b(?:not|n[o']t) (?:hesitate|only|limited|sure|certain|necessarily|include|already|publicly?|be (?:shared|disclosed|made public|published|forwarded))\b",
    re.IGNORECASE,
)
"""Negations that refuse nothing: do not hesitate, not only."""
REFUSED = re.compile(
    r"\b(?:do(?:es)?|did|will|can|should|must|may|is|are|was|were|be|been|has|have|had|could|shall) ?(?:not|n't|never)\b|\b(?:won't|can't|cannot|shan't)\b"
    r"|\b(?:no longer|nobody|no one|never|neither|nor|none of)\b|\bplease avoid\b|\brefuse|\bno (?:\w+ )?(?:process|channel|form|address|mailbox|way|policy|procedure|programme|program|bounty|contact|reports?|answer|promise|plan)\b",
    re.IGNORECASE,
)
ENDED = re.compile(
    r"\b(?:closed|shut down|switched off|turned off|discontinued|retired|deleted|unmonitored|unread|bounces?|is for (?:press|sales|orders))\b",
    re.IGNORECASE,
)
HOPED = re.compile(
    r"\b(?:going to|plan(?:s|ned|ning)? (?:to|for|on)|is planned|are planned|intend(?:s|ed)? to|hope(?:s)? to|think(?:ing)? about|not yet|yet to be|in (?:the )?future"
    r"|next (?:year|spring|quarter|release|version)|coming soon|until then|from version [\w.]+ on)\b|\bonce (?:the|this|our|it) \w+ (?:is|are|has|exists)\b",
    re.IGNORECASE,
)
ARRANGED_LATER = re.compile(
    r"\bwill (?:soon |then |later )?(?:be (?:set up|created|published|available|added|opened|announced|introduced|offered|signed|written|able to)|exist)\b",
    re.IGNORECASE,
)
"""Of a way to report, that it is not there yet; of what is done with a report, the ordinary future."""


def clause(text: str, start: int, end: int) -> str:
    """The part of a sentence around ``text[start:end]``; conditions are left out, and what stands in one stands alone."""
    first = max((each.end() for each in CLAUSE_END.finditer(text, 0, start) if each.end() <= start), default=0)
    last = next((each.start() for each in CLAUSE_END.finditer(text, end)), len(text))
    named, part = text[start:end], text[first:last]
    if any(named in each.group() for each in CONDITION.finditer(part)):
        return named
    return CONDITION.sub(" ", part)


def is_offered(text: str, start: int, end: int) -> bool:
    """Whether what stands at ``text[start:end]`` is said to be there now."""
    part = clause(text, start, end)
    return not is_refused(part) and not HOPED.search(part) and not ARRANGED_LATER.search(part)


def is_done(text: str, start: int, end: int) -> bool:
    """Whether what stands at ``text[start:end]`` is said to be done, now or when its time comes."""
    part = clause(text, start, end)
    return not is_refused(part) and not HOPED.search(part)


def is_refused(part: str) -> bool:
    """Whether a clause refuses what it names, or says that it has ended."""
    bare = IDLE_NEGATION.sub(" ", part)
    return bool(REFUSED.search(bare) or ENDED.search(bare))
