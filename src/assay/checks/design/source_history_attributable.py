"""Every change in the source history names who made it.

Why: A controlled item whose changes cannot be traced to a person is not controlled.

Good: at least ten commits, two months of history or two authors, and fewer than one in fifty commits comes from a
nameless or shared account.

Bad: one commit holds the whole source (a squash import), or one commit in fifty or more comes from a shared account such
as root or admin.

Unknown: the clone is shallow, or there is no commit.

Known false positives: a fresh start with the history kept elsewhere; automation accounts with clear names.
"""

from collections import Counter
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, STRONG, WEAK, Change, Example, Finding, at, bad, counted, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.history import Commit, History

SUPPORTS = {"1.1.4/a": STRONG, "2.2.1/a": WEAK}
COUNTERS = {"1.1.4/a": MEDIUM, "2.1.3/a": MEDIUM}
BECAUSE = "git links every change to its parents by hash, so the history cannot be altered unseen; names are as claimed by the committer"
STALE_AFTER_DAYS = 90
FIX = "Keep the full history and commit under personal accounts; give automation its own named account."

SHARED = frozenset(
    {
        "root",
        "admin",
        "administrator",
        "user",
        "test",
        "jenkins",
        "git",
        "ubuntu",
        "developer",
        "dev",
        "unknown",
        "your name",
        "",
    }
)
ENOUGH_COMMITS = 10
"""Fewer say nothing yet."""
SHARE_TOLERATED = 0.02


def check(history: History) -> Iterator[Finding]:
    if history.unread:
        yield unknown(*history.unread)
        return
    commits = history.commits
    shared = [commit for commit in commits if _is_shared(commit)]
    if len(shared) > SHARE_TOLERATED * len(commits):
        names = Counter(commit.author_name or "(no name)" for commit in shared)
        yield bad(
            "commits",
            f"{len(shared)} of {len(commits)} commits come from shared accounts: {', '.join(name for name, _ in names.most_common(3))}",
            *(at("", commit=commit.oid) for commit in shared[:3]),
            fix=f"Commit under personal accounts instead of {names.most_common(1)[0][0]}.",
        )
    elif len(commits) >= ENOUGH_COMMITS:
        people = len({commit.author_email for commit in commits})
        yield good(
            "commits",
            f"{counted(len(commits), 'commit')} by {counted(people, 'author')} since {commits[-1].committed_on}, each under a name of its own",
            at("", commit=commits[0].oid),
            observed_at=commits[0].committed_on,
        )


def _is_shared(commit: Commit) -> bool:
    return commit.author_name.strip().casefold() in SHARED


_DAILY = tuple(Change(f"Step {number}", {"a.txt": str(number)}) for number in range(12))

EXAMPLES = (
    Example("a dozen commits by named people", Outcome.GOOD, {"a.txt": "x"}, history=_DAILY),
    Example(
        "half of the commits by root",
        Outcome.BAD,
        {"a.txt": "x"},
        history=(
            *_DAILY,
            *(Change(f"More {n}", {"a.txt": f"r{n}"}, author="root <root@build>") for n in range(12)),
        ),
        strength=MEDIUM,
    ),
    Example("two commits only", Outcome.SILENT, {"a.txt": "x"}, history=(Change("Start", {"a.txt": "y"}),)),
    Example("no commits", Outcome.UNKNOWN, {}),
    Example(
        "a robot with a clear name",
        Outcome.GOOD,
        {"a.txt": "x"},
        false_positive="automation accounts with clear names",
        history=(
            *_DAILY,
            Change("Bump", {"b.txt": "1"}, author="dependabot[bot] <bot@users.noreply.example.com>"),
        ),
    ),
)
