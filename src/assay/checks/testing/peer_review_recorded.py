"""Changes are looked at by a second person before they are merged.

Why: One person sees what the other overlooked, and nobody can slip something in alone.

Good: at least 95 in 100 of the newest changes people made to the release branch (50 at most) were approved before the merge by
another person. Bots are no reviewers, and what bots propose is left out; pushes past review count as changes nobody approved.

Bad: fewer than half were, or people pushed to the branch directly (weak where such pushes are at most one in twenty).

Unknown: no snapshot of the platform, or no merged change in it. A history shows merges and never approvals, so nothing is said of
it.

Known false positives: a team of one, which is said and not hidden; reviews outside the platform, where no change is merged on it;
squash and rebase merges, where the platform is the committer; a release bot that pushes.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, Handed, bad, counted, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.platform import Act, Actor, Acts, MergedChange, Platforms, Review, Section, Seen
from assay.formats.snapshots.example import REFUSED, example

SUPPORTS = {"2.2.2/b": MEDIUM, "1.3.1/d": MEDIUM, "1.1.4/c": MEDIUM}
COUNTERS = {"2.2.2/b": MEDIUM, "1.1.4/c": MEDIUM}
BECAUSE = "it is what happened to recent changes; a rule that demands it would be stronger"
STALE_AFTER_DAYS = 30
FIX = "Require one approval by another person; with one developer, ask somebody outside to review build and security code."

SAMPLE = 50
ENOUGH = 95
HALF = 50
FEW = 20


def check(platforms: Platforms) -> Iterator[Finding]:
    seen = platforms.newest
    if platforms.unread:
        yield unknown(*platforms.unread)
    if seen is None or seen.archived:
        return
    section = seen.sections.changes
    if section.read is None:
        yield unknown(seen.missing("merged changes", section))
        return
    branches = {seen.snapshot.branch, *(each.name for each in seen.sections.branches.read or ())}
    sample = [each for each in section.read if each.author.kind == "person" and each.branch in branches][:SAMPLE]
    if not sample:
        reason = "no change by a person was merged on the platform: reviews may happen elsewhere"
        yield unknown(Unread(f"merged changes of {seen.snapshot.project}", reason, "records of the reviews"))
        return
    hidden = [each for each in sample if each.reviews.read is None]
    if hidden:
        yield unknown(seen.missing(f"reviews of change {hidden[0].number}", hidden[0].reviews))
        return
    pushes = _direct(seen, sample)
    if pushes is None:
        yield unknown(seen.missing("direct pushes", seen.sections.activity))
    yield from _judged(seen, sample, pushes or [])


def _judged(seen: Seen, sample: list[MergedChange], pushes: list[Act]) -> Iterator[Finding]:
    approved = sum(_approved(each) for each in sample)
    changes = len(sample) + len(pushes)
    authors = {each.author.name for each in sample} | {each.by.name for each in pushes}
    alone = "; one person made them all" if len(authors) == 1 else ""
    oldest = min(each.merged_on for each in sample)
    if pushes:
        yield bad(
            "direct pushes",
            f"{counted(len(pushes), 'push', 'pushes')} by people went to a release branch without a change request since {oldest}, such as {pushes[0].commit[:12]}",
            seen.at(),
            fix="Let the rules of the branch demand change requests.",
            at_most=WEAK if len(pushes) * FEW <= changes else MEDIUM,
            objects=len(pushes),
            observed_at=seen.on,
        )
    says = f"approved by another person: {approved} of {counted(changes, 'change')} people made since {oldest}{alone}"
    if approved * 100 >= ENOUGH * changes:
        yield good("merged changes", says, seen.at(), objects=changes, observed_at=seen.on)
    elif approved * 100 < HALF * changes:
        yield bad("merged changes", says, seen.at(), objects=changes, observed_at=seen.on)


def _approved(change: MergedChange) -> bool:
    """By a person with a name who is not the author, before the merge."""
    return any(
        each.approves
        and each.by.kind == "person"
        and each.by.name not in ("", change.author.name)
        and (each.on is None or each.on <= change.merged_on)
        for each in change.reviews.read or ()
    )


def _direct(seen: Seen, sample: list[MergedChange]) -> list[Act] | None:
    """Pushes by people to the branches of the sample in its time that are no merge of it; None where none could be seen."""
    acts = seen.sections.activity.read
    if acts is None:
        return None
    oldest, branches = min(each.merged_on for each in sample), {each.branch for each in sample}
    merged = {commit for each in seen.sections.changes.read or () for commit in (each.head, *each.merged_as) if commit}
    return [
        each
        for each in acts.acts
        if each.kind in ("push", "force push")
        and each.by.kind == "person"
        and each.branch in branches
        and each.on > oldest
        and each.commit not in merged
    ]


def _change(
    number: int, author: str, *reviewers: str, kind: Any = "person", when: date = date(2026, 9, 10)
) -> MergedChange:
    reviews = tuple(Review(Actor("bot" if "bot" in each else "person", each), True, when) for each in reviewers)
    return MergedChange(
        number, "main", Actor(kind, author), date(2026, 9, 10), merged_as=(f"{number:040}",), reviews=Section(reviews)
    )


def _handed(*changes: MergedChange, acts: tuple[Act, ...] = (), **more: Any) -> dict[str, Handed]:
    sections = {"changes": changes, "activity": Acts(date(2026, 3, 1), acts), **more}
    return {"snapshot.json": Handed(example(**sections))}


def _push(commit: str, kind: Any = "person") -> Act:
    return Act(Actor(kind, "ada"), date(2026, 9, 20), "push", "main", commit)


_REVIEWED = tuple(_change(number, "ada", "bob") for number in range(20))

EXAMPLES = (
    Example("all approved by another", Outcome.GOOD, {"a": "x"}, evidence=_handed(*_REVIEWED)),
    Example(
        "squashed by the platform, which then pushes the merge",
        Outcome.GOOD,
        {"a": "x"},
        evidence=_handed(*_REVIEWED, acts=(_push(f"{3:040}"),)),
        false_positive="squash and rebase merges, where the platform is the committer",
    ),
    Example(
        "approved by a machine or by the author",
        Outcome.BAD,
        {"a": "x"},
        evidence=_handed(_change(1, "ada", "review-bot"), _change(2, "ada", "ada"), _change(3, "bob")),
    ),
    Example(
        "approved after the merge",
        Outcome.BAD,
        {"a": "x"},
        evidence=_handed(_change(1, "ada", "bob", when=date(2026, 9, 11))),
    ),
    Example(
        "reviewed, and pushed directly too",
        Outcome.BAD,
        {"a": "x"},
        evidence=_handed(*_REVIEWED, acts=(_push("c" * 40), _push("d" * 40))),
        strength=MEDIUM,
    ),
    Example(
        "a team of one",
        Outcome.BAD,
        {"a": "x"},
        evidence=_handed(_change(1, "ada"), _change(2, "ada")),
        false_positive="a team of one, which is said and not hidden",
    ),
    Example(
        "a bot proposes and a release bot pushes",
        Outcome.GOOD,
        {"a": "x"},
        evidence=_handed(*_REVIEWED, _change(90, "updates", kind="bot"), acts=(_push("c" * 40, "bot"),)),
        false_positive="a release bot that pushes",
    ),
    Example("most of them", Outcome.SILENT, {"a": "x"}, evidence=_handed(*_REVIEWED[:8], _change(30, "ada"))),
    Example(
        "a mirror of another review system",
        Outcome.UNKNOWN,
        {"a": "x"},
        evidence=_handed(),
        false_positive="reviews outside the platform, where no change is merged on it",
    ),
    Example("changes that were not shown", Outcome.UNKNOWN, {"a": "x"}, evidence=_handed(changes=REFUSED)),
    Example("no snapshot", Outcome.UNKNOWN, {"a": "x"}),
)
