"""Updates of components really reach the product.

Why: A bot whose proposals nobody merges changes nothing.

Good: in the last 180 days lock files or manifests were changed by commits on the assessed line.

Bad: not concluded from files alone: a year without an update may mean that nothing new came out.

Unknown: the history is shallow or missing.

Known false positives: a stable set of components; a first import of all files; releases that move only the product's own
version.
"""

from collections.abc import Iterator
from datetime import timedelta

from assay.checks.contract import MEDIUM, STRONG, Change, Example, Finding, Strength, at, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.history import DependencyChanges
from assay.facts.roots import RootKind, Roots
from assay.facts.subject import Subject

SUPPORTS = {"1.2.5/b": STRONG, "1.1.3/c": MEDIUM}
COUNTERS: dict[str, Strength] = {}
BECAUSE = "dated commits that change versions are operation, not intention"
STALE_AFTER_DAYS = 30
FIX = "Merge or close the open update proposals, and set a weekly slot for them."

WINDOW = timedelta(days=180)
ENOUGH = 2


def check(changes: DependencyChanges, roots: Roots, subject: Subject) -> Iterator[Finding]:
    if changes.unread:
        yield unknown(*changes.unread)
        return
    since = subject.as_of - WINDOW
    recent = [(commit, paths) for commit, paths in changes.commits if commit.committed_on >= since and commit.parents]
    shipped = [root for root in roots.roots if root.kind is not RootKind.SET_ASIDE]
    if len(recent) >= ENOUGH and shipped:
        touched = sorted({path for _, paths in recent for path in paths})
        yield good(
            "updates",
            f"{len(recent)} commits since {since} changed {', '.join(touched[:3])}{' and more' if len(touched) > 3 else ''}",
            *(at("", commit=commit.oid) for commit, _ in recent[:3]),
            at_most=None if len(recent) >= 5 else MEDIUM,
            observed_at=recent[0][0].committed_on,
        )


def _bump(number: int) -> Change:
    return Change(
        f"Bump b to 1.{number}", {"package.json": f'{{"name": "a", "dependencies": {{"b": "1.{number}.0"}}}}'}
    )


EXAMPLES = (
    Example(
        "releases that move only the product's own version",
        Outcome.SILENT,
        {"package.json": '{"name": "a", "version": "2.0.0", "dependencies": {"b": "1.0.0"}}'},
        history=tuple(
            Change(
                f"Release 1.{number}",
                {"package.json": f'{{"name": "a", "version": "1.{number}.0", "dependencies": {{"b": "1.0.0"}}}}'},
            )
            for number in range(8)
        ),
        false_positive="releases that move only the product's own version",
    ),
    Example(
        "updates month after month",
        Outcome.GOOD,
        {"package.json": '{"name": "a", "dependencies": {"b": "2.0.0"}}'},
        history=tuple(_bump(number) for number in range(8)),
        strength=STRONG,
    ),
    Example(
        "one import of everything",
        Outcome.SILENT,
        {"package.json": '{"name": "a", "dependencies": {"b": "2.0.0"}}'},
        false_positive="a first import of all files",
    ),
    Example(
        "a stable set of components",
        Outcome.SILENT,
        {"package.json": '{"name": "a"}'},
        history=(Change("Start", {"x": "1"}),),
        false_positive="a stable set of components",
    ),
    Example("no commits", Outcome.UNKNOWN, {}),
)
