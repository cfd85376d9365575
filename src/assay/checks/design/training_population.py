"""Nobody who committed in the last 90 days is missing from the records of training.

Why: A list of those who were trained is easily complete; the history knows who should be on it.

Good: every person who committed in the last 90 days has a sound record of training within a year. Medium at most, because the
records are kept by the owner.

Bad: one or more have none.

Unknown: no records of training, or a history that cannot be read. The people are named then, as a question.

Known false positives: outside contributors, where the profile says so; bots; people who commit under more than one name, where the
profile says so; people who left, where the profile says so.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from assay.checks import recorded
from assay.checks.contract import MEDIUM, Change, Example, Finding, bad, counted, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.domain.people import same_person
from assay.facts.duty_records import DutyRecords
from assay.facts.history import Commit, History
from assay.facts.people import Person
from assay.facts.profile import Profile

IS_RECORD = True
SUPPORTS = {"1.1.2/c": MEDIUM}
COUNTERS = {"1.1.2/c": MEDIUM}
BECAUSE = "the people come from the history, so nobody can be forgotten; the records are the owner's"
STALE_AFTER_DAYS = 90
FIX = "Record the training of everybody who commits, or mark in the profile who is from outside."

ACTIVE_DAYS = 90
BOTS = (
    "[bot]",
    "-bot",
    "dependabot",
    "renovate",
    "github-actions",
    "gitlab-ci",
    "weblate",
    "pre-commit-ci",
    "web-flow",
)


def check(records: DutyRecords, history: History, profile: Profile) -> Iterator[Finding]:
    kept = records.of("training")
    if history.unread:
        yield unknown(*history.unread)
    authors = _authors(history.since(kept.as_of - timedelta(days=ACTIVE_DAYS)), profile.people)
    if not authors:
        return
    unproven = [each.values["person"] for each in recorded.at_one_go(kept)]
    trained = [each.values["person"] for each in recorded.counting(kept)]
    if not kept.entries:
        yield unknown(_question(kept.unread[0], authors))
        return
    missing = [each.names[0] for each in authors if not any(map(each.is_called, trained))]
    doubtful = [name for name in missing if any(same_person(name, each) for each in unproven)]
    if doubtful:
        yield unknown(_question(Unread("records of training", "they were entered on one day for a long time", "an export of the place they were kept before"), authors))  # fmt: skip
    missing = [each for each in missing if each not in doubtful]
    if missing:
        yield bad(
            "people who commit",
            f"without a sound record of training within a year: {len(missing)} of {counted(len(authors), 'person', 'people')} who committed in the last {ACTIVE_DAYS} days ({recorded.listed(missing)})",
            *recorded.places(kept.entries[:1]),
            fix=f"Record the training of {recorded.listed(missing)}, or mark who is from outside under [[people]].",
            objects=len(missing),
        )
    covered = len(authors) - len(missing) - len(doubtful)
    if covered:
        counted_in = recorded.counting(kept)
        yield good(
            "people who commit",
            f"trained within a year: {covered} of {counted(len(authors), 'person', 'people')} who committed in the last {ACTIVE_DAYS} days",
            *recorded.places(counted_in),
            at_most=recorded.reach(counted_in),
            objects=covered,
        )


def _question(why: Unread, authors: list[Person]) -> Unread:
    names = recorded.listed([each.names[0] for each in authors])
    return Unread(why.source, f"{why.reason}; {counted(len(authors), 'person', 'people')} committed lately: {names}", why.would_show)  # fmt: skip


def _authors(commits: Iterator[Commit], known: tuple[Person, ...]) -> list[Person]:
    """Each person once, under all names and addresses the history and the profile join; without bots, outsiders and those who left."""
    found: list[Person] = []
    for name, email in dict.fromkeys((each.author_name.strip(), each.author_email.casefold()) for each in commits):
        if any(sign in f"{name} {email}".casefold() for sign in BOTS) or not name:
            continue
        person = next((each for each in known if each.is_called(name) or each.is_called(email)), None)
        if person and (person.external or person.left_on):
            continue
        made = person or Person((name,), (email,))
        same = next((each for each in found if each.is_called(made.names[0]) or (email and email in each.emails)), None)
        if same is None:
            found.append(made)
        elif not person:
            found[found.index(same)] = Person((*same.names, name), (*same.emails, email), same.external, same.left_on)
    return found


_ROW = "{},Secure coding in Python,2026-09-02,Northbank Training,\n"
_PEOPLE = '[[people]]\nname = "Ben Maker"\n{}\n'


def _kept(*people: str, more: str = "") -> dict[str, str]:
    files = recorded.table("training", "person,subject,date,provider,reference\n" + "".join(map(_ROW.format, people)))
    return {**files, "assay.toml": files["assay.toml"] + more}


def _by(author: str) -> tuple[Change, ...]:
    return (Change("Change", {"src/a.py": "x = 1\n"}, author=author),)


EXAMPLES = (
    Example("everybody is there", Outcome.GOOD, _kept("Ada Builder", "Ben Maker"), history=_by("Ben Maker <ben@example.com>"), strength=MEDIUM),
    Example("somebody is missing", Outcome.BAD, _kept("Ada Builder"), history=_by("Ben Maker <ben@example.com>"), strength=MEDIUM),
    Example("one without a sound record", Outcome.BAD, {**_kept("Ada Builder"), **{"assurance/training.csv": "person,subject,date,provider,reference\n" + _ROW.format("Ada Builder") + "Ben Maker,TBD,[Date],TBD,\n"}}, history=_by("Ben Maker <ben@example.com>")),
    Example("no records", Outcome.UNKNOWN, {"a": "x"}),
    Example("nobody committed lately", Outcome.SILENT, {}, history=(Change("Old", _kept("Ada Builder"), on=date(2026, 3, 1)),)),
    Example(
        "somebody from outside",
        Outcome.GOOD,
        _kept("Ada Builder", more=_PEOPLE.format("external = true")),
        history=_by("Ben Maker <ben@example.com>"),
        false_positive="outside contributors, where the profile says so",
    ),
    Example("a bot", Outcome.GOOD, _kept("Ada Builder"), history=_by("renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>"), false_positive="bots"),
    Example(
        "another name of one person",
        Outcome.GOOD,
        _kept("Ada Builder", "Ben Maker", more=_PEOPLE.format('also = ["bmx", "bm@example.org"]')),
        history=_by("bmx <bm@example.org>"),
        false_positive="people who commit under more than one name, where the profile says so",
    ),
    Example(
        "somebody who left",
        Outcome.GOOD,
        _kept("Ada Builder", more=_PEOPLE.format("left = 2026-09-10")),
        history=_by("Ben Maker <ben@example.com>"),
        false_positive="people who left, where the profile says so",
    ),
)  # fmt: skip
