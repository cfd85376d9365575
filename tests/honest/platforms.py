"""Well-kept projects with a snapshot of their platform: by rulesets, by protected branches, with bots and merge queues."""

from dataclasses import replace
from datetime import date

from assay.checks.contract import Handed
from assay.facts.platform import (
    Act,
    Actions,
    Actor,
    Acts,
    Branch,
    Bypass,
    CheckedCommit,
    CommitCheck,
    Member,
    MergedChange,
    Missing,
    Organisation,
    Owner,
    Review,
    Rule,
    Section,
    Security,
)
from assay.formats.snapshots.example import SNAPSHOT, example
from assay.testing.corpus import Honest

ADA, BOB, BOT = Actor("person", "ada"), Actor("person", "bob"), Actor("bot", "updates[bot]")


def _changes(count: int, *merged_as: str) -> tuple[MergedChange, ...]:
    made = [
        MergedChange(
            number,
            "main",
            ADA if number % 2 else BOB,
            date(2026, 9, number % 20 + 1),
            merged_as=merged_as,
            reviews=Section((Review(BOB if number % 2 else ADA, True, date(2026, 9, number % 20 + 1)),)),
        )
        for number in range(count)
    ]
    bump = MergedChange(900, "main", BOT, date(2026, 9, 5), reviews=Section(()))
    return (bump, *made)


_QUEUE = Rule(
    "ruleset 7",
    "organisation",
    change_request=True,
    approvals=1,
    dismisses_stale=True,
    checks=("all-green",),
    blocks_force_push=True,
    blocks_deletion=True,
    merge_queue=True,
    bypass=Section((Bypass(Actor("bot", "release")),)),
)
_PROTECTED = Rule(
    "protected branch main",
    change_request=True,
    approvals=1,
    dismisses_stale=True,
    checks=("pipeline",),
    blocks_force_push=True,
    blocks_deletion=True,
    pushers=(),
    bypass=Section(()),
)
_TEAM = (Member(ADA, "admin"), Member(BOB, "write"), Member(BOT, "write"))
_ACTS = Acts(
    date(2025, 9, 30),
    (
        Act(Actor("bot", "release"), date(2026, 9, 29), "push", "main", "a" * 40),
        Act(BOB, date(2026, 9, 20), "push", "main", "5" * 40),
        Act(ADA, date(2026, 9, 1), "merge", "main", "6" * 40),
    ),
)
_WORKFLOW = """\
on: [pull_request, merge_group]
permissions: {contents: read}
jobs:
  unit:
    strategy: {matrix: {python: ["3.11", "3.13"]}}
    runs-on: ubuntu-24.04
    steps: [{run: pytest}]
  all-green:
    needs: [unit]
    runs-on: ubuntu-24.04
    steps: [{run: "true"}]
"""

REPOSITORIES = (
    Honest(
        name="an organisation with a merge queue and rulesets of its own",
        ecosystem="pip",
        system="GitHub Actions",
        shows=(
            ("2.2.2/a", "branch-protected"),
            ("1.3.2/c", "tests-required-to-merge"),
            ("2.1.5/a", "forge-mfa-enforced"),
            ("2.2.2/b", "peer-review-recorded"),
            ("2.1.1/c", "forge-permissions-least"),
            ("2.1.6/c", "dormant-or-departed-access"),
            ("1.3.2/b", "release-commit-tests-passed"),
            ("1.4.5/a", "secret-scanning-active"),
            ("3.3.1/a", "vulnerability-matching-operated"),
            ("3.2.2/a", "private-channel"),
        ),
        files={
            "README.md": "# Hoist\n\nHoist lifts loads.\n",
            "tests/test_hoist.py": "from hoist import lift\n\n\ndef test_lift():\n    assert lift(2) == 4\n",
            ".github/workflows/ci.yml": _WORKFLOW,
        },
        evidence={
            "snapshot.json": Handed(
                example(
                    branches=(Branch("main", "{commit}", True, True, Section(()), Section((_QUEUE,))),),
                    organisation=Organisation("gantry", True, "read"),
                    without_second_factor=(),
                    members=_TEAM,
                    actions=Actions(True, "read"),
                    security=Security(True, True, True, True),
                    private_reporting=True,
                    activity=_ACTS,
                    changes=_changes(30, "5" * 40),
                    checks=(
                        CheckedCommit(
                            "{commit}",
                            checks=Section(
                                (CommitCheck("unit (3.11)", "passed"), CommitCheck("unit (3.13)", "passed"))
                            ),
                        ),
                    ),
                )
            )
        },
    ),
    Honest(
        name="a group on a GitLab server of its own, read by a maintainer",
        ecosystem="pip",
        system="GitLab CI",
        shows=(
            ("2.2.2/a", "branch-protected"),
            ("1.2.4/b", "tests-required-to-merge"),
            ("2.1.5/a", "forge-mfa-enforced"),
            ("2.2.2/b", "peer-review-recorded"),
            ("1.3.2/b", "release-commit-tests-passed"),
        ),
        files={
            "README.md": "# Winch\n\nWinch pulls ropes.\n",
            "tests/test_winch.py": "from winch import pull\n\n\ndef test_pull():\n    assert pull(2) == 4\n",
            ".gitlab-ci.yml": "stages: [test]\nunit:\n  stage: test\n  script: [pytest]\nstyle:\n  stage: test\n  allow_failure: true\n  script: [ruff check]\n",
        },
        evidence={
            "snapshot.json": Handed(
                example(
                    replace(
                        SNAPSHOT,
                        platform="gitlab",
                        server="https://git.winch.example/api/v4",
                        project="winch/tools/winch",
                        owner=Owner("winch/tools", "organisation"),
                    ),
                    branches=(Branch("main", "{commit}", True, True, Section((_PROTECTED,)), Section(())),),
                    rulesets=Missing("GitLab has no such setting"),
                    organisation=Organisation("winch/tools", True),
                    members=(Member(ADA, "admin"), Member(BOB, "write")),
                    activity=_ACTS,
                    changes=_changes(24, "5" * 40),
                    checks=(
                        CheckedCommit(
                            "{commit}",
                            checks=Section(
                                (CommitCheck("unit", "passed"), CommitCheck("style", "failed", may_fail=True))
                            ),
                        ),
                    ),
                )
            )
        },
    ),
)
