"""Which sentences of a text assert that something is so: not those that promise, plan, ask or deny it."""

import re
from collections.abc import Iterator

SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")
PROMISE = re.compile(
    r"\b((?-i:will|WILL)|won't|\w+'ll|going to|(plan|plans|planned|planning|intend|intends|intended|aim|aims|aiming|hope|hopes|hoping|expect"
    r"|expects|want|wants|wish|wishes|like|propose|proposes) to(?! date)|planning (a|the|for|on)|(is|are|was|were) (planned|foreseen|envisaged|proposed)"
    r"(?! and| every| each)|in (the |near |the near )?future|upcoming|coming soon|(?<!as )soon(?! as)|not yet|yet to|to be (done|defined|decided|introduced"
    r"|written|agreed|added|completed|confirmed|determined|announced|implemented)|next (year|quarter|month|sprint)|under way|underway|in progress|roadmap)\b|^(planned|pending|scheduled|overdue|outstanding)\b.{0,20}$",
    re.IGNORECASE,
)
_THING = (
    r"(process|polic(y|ies)|procedures?|plans?|records?|training|courses?|reviews?|logs?|logging|registers?|framework|requirements?|tests?|testing"
    r"|documentation|inventory|list|monitoring|scanning|scans?|controls?|rules?|model|evidence|mfa|backups?|audits?|exercises?|signatures?)"
)
_DONE = (
    r"(done|performed|carried out|maintained|reviewed|tested|trained|documented|tracked|in place|implemented|set up|defined|started|completed"
    r"|followed|verified|signed|checked|enforced|applicable|taken|attended|held|(kept|available|written|recorded)(?! (in|to|on|into)\b))\b"
)
_SOFTLY = r"((yet|currently|formally|ever|always|usually|been|being|really|actually|regularly|any|a|an|the|such|formal|written|specific|dedicated|own) )*"
DENIALS = (
    rf"\b(have|has|had|is|are|was|were|exists?|keep|keeps|hold|holds|with|got) no {_SOFTLY}(\w+ )?{_THING}\b",
    rf"^no {_SOFTLY}(\w+ )?{_THING} (exists?|was|were|has|have|is|are) {_SOFTLY}(made|{_DONE}|there\b|$)",
    rf"^no {_SOFTLY}(\w+ )?{_THING} exists?\b",
    rf"\b(is|are|was|were|has|have|had|be|been) (not|never) {_SOFTLY}{_DONE}",
    rf"\b(do|does|did) not {_SOFTLY}(have|perform|carry out|keep|maintain|do|hold|make|write|run|record|follow|use) {_SOFTLY}(\w+ )?{_THING}\b",
    rf"\b(do|does|did) not {_SOFTLY}(train|review|test|document|track|sign|verify|follow|do)\b",
    rf"\b(nobody|no one|none of [\w ]{{1,30}}|no (developer|engineer|staff|employee|member|one|person)s?) (has|have|had|was|were|is|are)? ?{_SOFTLY}(took|{_DONE})",
    rf"^(not|never) {_SOFTLY}{_DONE}",
    r"\black(s|ed|ing)?\b",
    r"\b(is|are|was|were|been) (abandoned|obsolete|superseded|discontinued|out of date|no longer(?! (needed|required|necessary|used|employed))"
    r"|withdrawn(?! (on|within|when|if|at|by|from|after|immediately|promptly|the same)\b))\b",
)
"""Said of the duty itself. A duty can be stated by a negation ("there are no shared accounts"), which is no denial."""
_DENIAL = re.compile("|".join(DENIALS), re.IGNORECASE)
_ON_CONDITION = re.compile(
    r"\b(before|until|unless|when|whenever|if|once) [^.;]{0,60}\b(is|are) (obsolete|superseded|withdrawn|discontinued|out of date|no longer)\b",
    re.IGNORECASE,
)
"""What happens before or when a thing ends does not say that it has ended."""
_CONTRACTED = re.compile(r"(\w)n['\u2019]t\b")
NEGATION_BEFORE = re.compile(
    r"\b(not|never|no|nor|without|hardly|rarely|cannot|[a-z]+n't)\b[^.;,]{0,30}$", re.IGNORECASE
)


def sentences(text: str) -> Iterator[str]:
    """The sentences of ``text``, without empty ones."""
    return (each.strip() for each in SENTENCE_END.split(text) if each.strip())


def promises(sentence: str) -> bool:
    """Whether it speaks of what is yet to come."""
    return bool(PROMISE.search(sentence))


def denies(sentence: str) -> bool:
    """Whether it says that something is not there or not done."""
    return bool(_DENIAL.search(_CONTRACTED.sub(_spelt_out, _ON_CONDITION.sub(" ", sentence))))


def _spelt_out(found: re.Match[str]) -> str:
    return "can not" if found.group(1) == "a" else f"{found.group(1)} not"


def asserted(text: str) -> str:
    """Only the sentences that assert: what is left is said to be so now."""
    return " ".join(
        each for each in sentences(text) if not promises(each) and not denies(each) and not each.endswith("?")
    )


def asserts(text: str, pattern: re.Pattern[str]) -> str:
    """The first sentence in which ``pattern`` is said to hold: not promised, asked, nor negated just before; empty if none."""
    for sentence in sentences(text):
        found = pattern.search(sentence)
        if found and not promises(sentence) and not sentence.endswith("?"):
            if not NEGATION_BEFORE.search(sentence[: found.start()]):
                return sentence
    return ""
