"""What a statement says and what it cites agree on every limit and holder of a role.

Why: Two values for one limit mean that one of them is not kept, and nobody knows which.

Good: each limit named in more than one place (time to fix by severity, keeping of logs, rhythm of access reviews, first answer to
a report, notice before support ends) and each holder of a role has one value. It supports nothing by itself.

Bad: two cited documents, or a document and a statement, give different values for the same thing. It touches the claims that
rest on the limit; two holders of one role only warn.

Unknown: fewer than two texts to compare.

Known false positives: another scope for the same word; several values in one text; limits of different severities; the same
length in another unit.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from assay.checks.contract import ANY, MEDIUM, WEAK, Example, Finding, Strength, at, bad, counted, good, unknown
from assay.domain.evidence import Location, Outcome, Unread
from assay.facts.documents import Document
from assay.facts.profile import FILE, Profile
from assay.formats.assertions import promises, sentences
from assay.formats.statements import lengths

SUPPORTS: dict[str, Strength] = {}
COUNTERS = {ANY: MEDIUM}
BECAUSE = "both values stand in the owner's own words; which one is kept was not seen"
STALE_AFTER_DAYS = 365
FIX = "Settle the value and write the same one in both places."

SEVERITY = re.compile(r"\b(critical|high|medium|moderate|low)\b", re.IGNORECASE)
SCOPE = re.compile(
    r"\b(production|staging|hosted|cloud|internal|external|librar\w+|mobile|backups?|privileged|admin\w*|customers?|contractors?|remote|kernel"
    r"|firmware|build|business|enterprise|free|legacy|working|exploited|third.party)\b",
    re.IGNORECASE,
)
"""Words that tie a limit to a part of the whole: only limits of the same scope are compared."""
RHYTHM = re.compile(
    r"\b(?:(daily|weekly|monthly|quarterly|yearly|annual(?:ly)?)|(?:every|each|per|once an?) (day|week|month|quarter|year))\b",
    re.IGNORECASE,
)
DAYS = {"da": 1.0, "we": 7.0, "mo": 30.4, "qu": 91.3, "ye": 365.25, "an": 365.25}
"""By the first two letters of a rhythm."""
SAME_WITHIN = 0.05
"""Thirty days and a month are one limit."""
HOLDER = re.compile(
    r"\b(SIRO|CISO|CTO|CEO|DPO|Senior Responsible Owner|Data Protection Officer|Security Lead|Head of Engineering|Head of Security)"
    r"(?: \([A-Z]{3,4}\))?(?:\s?[:–-]| is)\s((?-i:[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,2}))",
    re.IGNORECASE,
)


class Limit(NamedTuple):
    """A thing that has one length of time: what every sentence about it holds, and the claims that rest on it."""

    says: str
    words: tuple[re.Pattern[str], ...]
    claims: tuple[str, ...]
    by_severity: bool = False
    rhythm: bool = False


class Text(NamedTuple):
    """A sentence or row of a source: a cited document, or what is stated."""

    source: str
    text: str
    place: tuple[Location, ...]


Value = tuple[float | str, Text]


def _words(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


LIMITS = (
    Limit(
        "time to fix",
        _words(r"\b(fix|patch|remediat|resolv|mitigat)\w*", r"\b(within|in under|no later|at most)\b"),
        ("3.3.2", "3.5.1"),
        by_severity=True,
    ),
    Limit(
        "time logs are kept",
        _words(r"\blogs?\b|\baudit (trail|record)s?", r"\b(retain|retention|kept|keep|stor)\w*"),
        ("2.2.3",),
    ),
    Limit(
        "rhythm of access reviews",
        _words(r"\b(access|account|permission)s?\b", r"\breview\w*"),
        ("2.1.6",),
        rhythm=True,
    ),
    Limit(
        "time to a first answer",
        _words(r"\b(acknowledg|respon|repl|answer)\w*", r"\b(reports?|vulnerabilit\w+|reporters?|finders?)\b"),
        ("3.2.1", "3.4.1"),
    ),
    Limit(
        "notice before support ends",
        _words(
            r"\b(notice|notif|announc|inform|tell)\w*",
            r"\b(end of (support|life)|support ends|ends? support|retire\w*|decommission\w*|withdraw\w*)",
        ),
        ("4.2.1",),
    ),
)


def check(profile: Profile) -> Iterator[Finding]:
    texts = list(_texts(profile))
    if len({each.source for each in texts}) < 2:
        few = Unread("cited documents", "there are fewer than two texts to compare", "cite what statements rest on")
        yield unknown(*(profile.unread or (few,)))
        return
    compared = [
        (thing, values, limit.claims, MEDIUM)
        for limit in LIMITS
        for thing, values in _limited(limit, texts).items()
        if len({text.source for _, text in values}) > 1
    ]
    compared += [
        (f"holder of the role {role}", values, (), WEAK)
        for role, values in _holders(texts).items()
        if len({text.source for _, text in values}) > 1
    ]
    agreed = 0
    for thing, values, claims, strength in compared:
        pair = _disagreeing(values)
        if pair is None:
            agreed += 1
            continue
        one, other = pair
        concerned = _facets(profile, claims, {one.source, other.source})
        yield bad(
            thing,
            f'{thing}: {one.source} says "{one.text[:120]}", {other.source} says "{other.text[:120]}"',
            *one.place,
            *other.place,
            fix=f"Settle the {thing} and write the same in {one.source} and {other.source}.",
            at_most=strength,
            facets=concerned,
        )
    if agreed:
        yield good(
            "limits",
            f"{counted(agreed, 'limit or holder of a role', 'limits or holders of roles')} named alike everywhere",
            objects=agreed,
        )


def _texts(profile: Profile) -> Iterator[Text]:
    """What is stated and what is cited, in sentences that do not speak of what is yet to come."""
    stated = () if profile.by_assessor else (at(FILE),)
    if profile.senior_responsible_owner:
        yield Text(profile.source, f"Senior Responsible Owner: {profile.senior_responsible_owner}", stated)
    for statement in profile.statements:
        for sentence in sentences(statement.says):
            if not promises(sentence):
                yield Text(f"the statement on {statement.facet}", sentence, stated)
    cited = {each.document.path: each.document for each in profile.citations if each.document and not each.set_aside}
    for document in cited.values():
        yield from _sentences(document)


def _sentences(document: Document) -> Iterator[Text]:
    for passage in document.passages:
        for sentence in sentences(passage.text):
            if not promises(sentence):
                yield Text(document.path, sentence, (at(document.path, passage.line),))
    for table in document.tables:
        head = " ".join(table.header)
        for row in table.rows:
            yield Text(document.path, f"{head}: {' '.join(row)}", (at(document.path, table.line),))


def _limited(limit: Limit, texts: list[Text]) -> dict[str, list[Value]]:
    """Thing with severity and scope → the one length each sentence about it names."""
    found: dict[str, list[Value]] = {}
    for text in texts:
        if all(word.search(text.text) for word in limit.words):
            days = _rhythms(text.text) if limit.rhythm else [each.days for each in lengths(text.text)]
            severities = {each.casefold() for each in SEVERITY.findall(text.text)} if limit.by_severity else set()
            if len(days) == 1 and len(severities) <= 1:
                scopes = sorted({each.casefold() for each in SCOPE.findall(text.text)})
                thing = " ".join((limit.says, *(f"({each})" for each in (*severities, *scopes))))
                found.setdefault(thing, []).append((days[0], text))
    return found


def _rhythms(text: str) -> list[float]:
    named = [DAYS[(adverb or unit)[:2].casefold()] for adverb, unit in RHYTHM.findall(text)]
    return named or [each.days for each in lengths(text)]


def _holders(texts: list[Text]) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = {}
    for text in texts:
        for role, name in HOLDER.findall(text.text):
            found.setdefault(role.casefold(), []).append((name.split()[-1].casefold(), text))
    return found


def _disagreeing(values: list[Value]) -> tuple[Text, Text] | None:
    """Two sources that share no value. One that names several may speak of several things, so a shared one is enough."""
    by_source: dict[str, list[Value]] = {}
    for value in values:
        by_source.setdefault(value[1].source, []).append(value)
    sources = list(by_source.values())
    for number, one in enumerate(sources):
        for other in sources[number + 1 :]:
            if not any(_same(mine, theirs) for mine, _ in one for theirs, _ in other):
                return one[0][1], other[0][1]
    return None


def _same(one: float | str, other: float | str) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return abs(one - other) <= SAME_WITHIN * max(one, other)


def _facets(profile: Profile, claims: tuple[str, ...], sources: set[str]) -> tuple[str, ...]:
    """The facets whose statements rest on one of the sources, of these claims where some are given."""
    found = [each.facet for each in profile.statements if f"the statement on {each.facet}" in sources]
    found += [each.statement.facet for each in profile.citations if each.path in sources]
    return tuple(dict.fromkeys(each for each in found if not claims or each.partition("/")[0] in claims))


def _profile(*stated: tuple[str, str, str]) -> str:
    return "schema = 1\n" + "".join(
        f'[[statements]]\nfacet = "{facet}"\nsays = "{says}"\nperson = "Ada Builder"\nrole = "Director"\ndate = 2026-09-20\ndocument = "{document}"\n'
        for facet, says, document in stated
    )


_PLAN = "# Plan for vulnerabilities\n\nEach vulnerability is judged by severity and risk. {}\n"
_TWO = _profile(
    ("3.3.2/a", "Vulnerabilities are judged and fixed by a written plan.", "docs/plan.md"),
    ("3.5.1/a", "Security updates follow the limits that are written down.", "docs/updates.md"),
)


def _both(one: str, other: str) -> dict[str, str]:
    return {"assay.toml": _TWO, "docs/plan.md": _PLAN.format(one), "docs/updates.md": _PLAN.format(other)}


EXAMPLES = (
    Example(
        "one limit in both",
        Outcome.GOOD,
        _both("Critical ones are fixed within 7 days.", "Fixes for critical ones are out within seven days."),
    ),
    Example(
        "seven days here, fourteen there",
        Outcome.BAD,
        _both("Critical ones are fixed within 7 days.", "Fixes for critical ones are out within 14 days."),
        strength=MEDIUM,
    ),
    Example(
        "a statement that differs from what it cites",
        Outcome.BAD,
        {
            "assay.toml": _profile(("2.1.6/a", "Access is reviewed monthly by the director.", "docs/access.md")),
            "docs/access.md": "# Access\n\nThe director reviews the access of every account each quarter and keeps the list.\n",
        },
        strength=MEDIUM,
    ),
    Example(
        "two holders of one role",
        Outcome.BAD,
        _both("The CISO is Ada Builder.", "CISO: Ben Maker"),
        strength=WEAK,
    ),
    Example("nothing in common", Outcome.SILENT, _both("Critical ones are fixed within 7 days.", "The list is kept.")),
    Example("one document only", Outcome.UNKNOWN, {"docs/plan.md": _PLAN.format("")}),
    Example(
        "another scope",
        Outcome.SILENT,
        _both(
            "Critical ones are fixed within 7 days in the hosted service.", "Critical ones are fixed within 14 days."
        ),
        false_positive="another scope for the same word",
    ),
    Example(
        "several values in one",
        Outcome.GOOD,
        _both(
            "Critical ones are fixed within 7 days. Critical ones without an exploit are fixed within 14 days.",
            "Critical ones are fixed within 14 days.",
        ),
        false_positive="several values in one text",
    ),
    Example(
        "a table with a limit for each severity",
        Outcome.GOOD,
        _both(
            "\n\n| Severity | Fix within |\n|---|---|\n| Critical | 7 days |\n| High | 30 days |\n",
            "High ones are fixed within a month.",
        ),
        false_positive="limits of different severities",
    ),
    Example(
        "thirty days and a month",
        Outcome.GOOD,
        _both("High ones are fixed within 30 days.", "High ones are fixed within one month."),
        false_positive="the same length in another unit",
    ),
)
