"""What GitHub says of millrace/hallkeeper: a snapshot as ``assay snapshot github`` writes it, taken by an administrator."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from assay.facts.platform import (
    Act,
    Actions,
    Actor,
    Acts,
    AuditLog,
    Branch,
    CheckedCommit,
    CommitCheck,
    Environment,
    Member,
    MergedChange,
    Organisation,
    Owner,
    Project,
    Release,
    Review,
    Rule,
    Ruleset,
    Section,
    Security,
    StoredSecret,
    TagName,
)
from assay.formats.snapshots import example
from assay.testing.exemplary import history
from assay.testing.exemplary.history import RELEASED_ON

_ADA, _BEN, _CLEO = Actor("person", "ada-b"), Actor("person", "ben-m"), Actor("person", "cleo-w")
_BOT = Actor("bot", "dependabot[bot]")
_EVERYBODY = (_ADA, _BEN, _CLEO)
_RULE = Rule(
    "main and releases",
    change_request=True,
    approvals=1,
    dismisses_stale=True,
    checks=("test", "analyse", "secrets", "review"),
    blocks_force_push=True,
    blocks_deletion=True,
    bypass=Section(()),
)
_PASSING = ("test", "analyse", "secrets", "review")
_TAGS = ("v1.2.1", *reversed([change.tag for change in history.CHANGES if change.tag]))
_RELEASED = (RELEASED_ON, *reversed([change.on for change in history.CHANGES if change.tag]))


def _changes() -> Iterator[MergedChange]:
    """Every change since the first, newest first: the one that became the release, then those of the history."""
    yield _change(len(history.CHANGES), _ADA, RELEASED_ON, "{commit}", "{commit}")
    for back, change in enumerate(reversed(history.CHANGES[1:]), 1):
        author = next((actor for actor in _EVERYBODY if change.author.lower().startswith(actor.name[:3])), _BOT)
        yield _change(
            len(history.CHANGES) - back, author, change.on, f"{{commit:main~{back}^2}}", f"{{commit:main~{back}}}"
        )


def _change(number: int, author: Actor, on: date, head: str, merged_as: str) -> MergedChange:
    reviewer = _ADA if author == _BEN else _BEN
    approved: Section[tuple[Review, ...]] = Section((Review(reviewer, approves=True, on=on),))
    return MergedChange(number, "main", author, on, reviewer, head, (merged_as,), approved)


def _checked(change: MergedChange) -> CheckedCommit:
    return _checks(change.merged_as[0], "", change.merged_on)


def _checks(commit: str, tag: str, on: date) -> CheckedCommit:
    return CheckedCommit(
        commit, tag, Section(tuple(CommitCheck(name, "passed", "github-actions", on) for name in _PASSING))
    )


_CHANGES = tuple(_changes())

EARLIER_SNAPSHOT = example.example(
    replace(
        example.SNAPSHOT,
        project="millrace/hallkeeper",
        owner=Owner("millrace", "organisation"),
        commit="{commit:v1.1.1}",
        taken_at=datetime(2026, 7, 1, 18, tzinfo=UTC),
        tags=tuple(TagName(tag, f"{{commit:{tag}}}") for tag in _TAGS[2:]),
    ),
    releases=tuple(Release(tag, on, immutable=True) for tag, on in zip(_TAGS[2:], _RELEASED[2:], strict=True)),
)
"""One taken in July, kept so that the releases of that time can be held against today's."""
SNAPSHOT = example.example(
    replace(
        example.SNAPSHOT,
        project="millrace/hallkeeper",
        owner=Owner("millrace", "organisation"),
        taken_at=datetime(2026, 9, 30, 18, tzinfo=UTC),
        tags=tuple(TagName(tag, f"{{commit:{tag}}}") for tag in _TAGS),
    ),
    project=Project("public", merge_methods=("merge",)),
    branches=(Branch("main", "{commit}", True, True, Section(()), Section((_RULE,))),),
    rulesets=(Ruleset("main and releases", "project", "active", demands=("pull_request", "required_status_checks")),),
    members=(Member(_CLEO, "admin"), Member(_ADA, "write"), Member(_BEN, "write")),
    organisation=Organisation("millrace", second_factor_required=True, base_role="read"),
    without_second_factor=(),
    actions=Actions(True, "read", "selected", True, False, "all"),
    runners=(),
    environments=(Environment("release", 1, True, True),),
    deploy_keys=(),
    secrets=(StoredSecret("CHAT_WEBHOOK", date(2026, 9, 14)),),
    hooks=(),
    security=Security(True, True, True, True),
    private_reporting=True,
    immutable_releases=True,
    releases=tuple(Release(tag, on, immutable=True) for tag, on in zip(_TAGS, _RELEASED, strict=True)),
    changes=_CHANGES,
    activity=Acts(
        date(2025, 9, 30),
        (
            *(Act(each.merged_by or _BEN, each.merged_on, "merge", "main", each.merged_as[0]) for each in _CHANGES),
            Act(_CLEO, date(2026, 9, 14), "other"),
        ),
    ),
    checks=(
        *(_checked(each) for each in _CHANGES),
        *(_checks(f"{{commit:{tag}}}", tag, on) for tag, on in zip(_TAGS, _RELEASED, strict=True)),
    ),
    audit_log=AuditLog(
        912, date(2026, 3, 30), date(2026, 9, 30), ("repo.update", "org.add_member", "protected_branch.update")
    ),
)
"""The text of the snapshot; the commits of the built repository are filled in when it is handed over."""
