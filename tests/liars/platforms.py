"""Snapshots that are not what they seem: of somebody else's project, of rules that bind nobody, edited, or never taken."""

from dataclasses import replace
from datetime import date
from typing import Any

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
    Project,
    Review,
    Rule,
    Ruleset,
    Section,
    Sections,
    Security,
    Snapshot,
)
from assay.formats.snapshots.example import FULL, SNAPSHOT, example
from assay.testing.corpus import Liar

ADA, BOB = Actor("person", "ada"), Actor("person", "bob")
FLOW = "on: pull_request\npermissions: {contents: read}\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps: [{run: pytest}]\n"
FILES = {"README.md": "# Gantry\n\nA crane.\n", ".github/workflows/ci.yml": FLOW, "tests/test_a.py": "def test_a():\n    assert 1 + 1 == 2\n"}  # fmt: skip
NAMED = {**FILES, "package.json": '{"name": "gantry", "repository": "https://github.com/gantry/gantry"}'}
MINE = ("branch-protected", "tests-required-to-merge", "forge-mfa-enforced", "peer-review-recorded",
        "forge-permissions-least", "dormant-or-departed-access", "release-commit-tests-passed")  # fmt: skip
FACETS = ("2.2.2/a", "2.2.2/b", "1.1.4/c", "1.2.4/b", "2.1.5/a", "2.1.6/c")


def branches(*rules: Rule, protected: bool = True) -> tuple[Branch, ...]:
    return (Branch("main", "{commit}", True, protected, Section(()), Section(rules)),)


PERFECT: dict[str, Any] = {
    "project": Project("public"),
    "branches": branches(FULL),
    "organisation": Organisation("gantry", True, "read"),
    "without_second_factor": (),
    "members": (Member(ADA, "admin"), Member(BOB, "write")),
    "actions": Actions(True, "read"),
    "security": Security(True, True, True, True),
    "activity": Acts(date(2025, 9, 30), (Act(ADA, date(2026, 9, 1), "merge", "main"), Act(BOB, date(2026, 9, 2), "merge", "main"))),
    "changes": tuple(
        MergedChange(number, "main", BOB, date(2026, 9, 1), reviews=Section((Review(ADA, True, date(2026, 8, 30)),)))
        for number in range(20)
    ),
    "checks": (CheckedCommit("{commit}", checks=Section((CommitCheck("test", "passed"),))),),
}  # fmt: skip


def handed(given: Snapshot = SNAPSHOT, **changed: Any) -> dict[str, Handed]:
    return {"snapshot.json": Handed(example(given, **{**PERFECT, **changed}))}


REFUSED = Missing("the token may not see it (403)", "Administration: read")
NOTHING: dict[str, Any] = dict.fromkeys(Sections.__dataclass_fields__, REFUSED)
TRUTH = handed()

REPOSITORIES = (
    Liar(
        name="a snapshot of another organisation",
        pretends="Perfect settings, of a project that has nothing to do with this one.",
        baits=FACETS,
        files=FILES,
        evidence=handed(replace(SNAPSHOT, project="careful/other", commit="f" * 40)),
        through=MINE,
        truth={},
        true_evidence=TRUTH,
    ),
    Liar(
        name="a snapshot of a well-kept fork",
        pretends="Perfect settings of a fork, which shares every commit with the project the releases come from.",
        baits=FACETS,
        files=FILES,
        evidence=handed(
            replace(SNAPSHOT, project="careful/gantry"), project=Project("public", fork_of="gantry/gantry")
        ),
        through=MINE,
        truth={},
        true_evidence=TRUTH,
    ),
    Liar(
        name="a snapshot of a mirror under another name",
        pretends="Perfect settings of a copy, while the manifest says where the project lives.",
        baits=FACETS,
        files=NAMED,
        evidence=handed(replace(SNAPSHOT, project="careful/copy")),
        through=MINE,
        truth={},
        true_evidence=TRUTH,
    ),
    Liar(
        name="a snapshot in which nothing was read",
        pretends="A file of the right kind in which every section was refused.",
        baits=FACETS,
        files=FILES,
        evidence={"snapshot.json": Handed(example(**NOTHING))},
        through=MINE,
        truth={},
        true_evidence=TRUTH,
    ),
    Liar(
        name="rules that are only being tried out",
        pretends="Rulesets with every demand, all of them in evaluate mode or switched off.",
        baits=("2.2.2/a", "1.1.4/c", "1.2.4/b"),
        files=FILES,
        evidence=handed(
            branches=branches(protected=False),
            rulesets=(
                Ruleset("release", "organisation", "evaluate", demands=("change requests", "checks")),
                Ruleset("old", "project", "disabled", demands=("no force push",)),
            ),
        ),
        through=("branch-protected", "tests-required-to-merge"),
        truth={},
        true_evidence=TRUTH,
    ),
    Liar(
        name="rules that everybody may bypass",
        pretends="Every demand is made, and the role everybody has is on the bypass list.",
        baits=("2.2.2/a", "1.1.4/c"),
        files=FILES,
        evidence=handed(branches=branches(replace(FULL, bypass=Section((Bypass(Actor("role", "write")),))))),
        through=("branch-protected",),
        truth={},
        true_evidence=TRUTH,
    ),
    Liar(
        name="rules from which administrators are exempt",
        pretends="Every demand is made, and none of them of those who could do most harm.",
        baits=("2.2.2/a", "1.1.4/c"),
        files=FILES,
        evidence=handed(branches=branches(replace(FULL, bypass=Section((Bypass(Actor("role", "admin")),))))),
        through=("branch-protected",),
        truth={},
        true_evidence=TRUTH,
    ),
    Liar(
        name="a snapshot with its sections emptied by hand",
        pretends="Lists of members, branches and changes that were emptied so that nothing bad stands in them.",
        baits=("2.2.2/a", "2.2.2/b", "1.1.4/c", "2.1.1/c", "2.1.3/b", "2.1.6/c"),
        files={"README.md": FILES["README.md"]},
        evidence=handed(branches=(), members=(), changes=(), activity=Acts(date(2025, 9, 30)), checks=()),
        through=MINE,
        truth={},
        true_evidence=TRUTH,
    ),
    Liar(
        name="approvals by machines and by the authors",
        pretends="Every change carries an approval: by a bot, by its own author, or after the merge.",
        baits=("2.2.2/b", "1.1.4/c"),
        files=FILES,
        evidence=handed(
            changes=tuple(
                MergedChange(number, "main", ADA, date(2026, 9, 1), reviews=Section((review,)))
                for number, review in enumerate(
                    (
                        Review(Actor("bot", "reviewer"), True, date(2026, 8, 30)),
                        Review(ADA, True, date(2026, 8, 30)),
                        Review(BOB, True, date(2026, 9, 9)),
                        Review(BOB, False, date(2026, 8, 30)),
                        Review(Actor("person", ""), True, date(2026, 8, 30)),
                    )
                )
            )
        ),
        through=("peer-review-recorded",),
        truth={},
        true_evidence=TRUTH,
    ),
    Liar(
        name="a required check that tests nothing",
        pretends="A required check called test, which is a job that prints a word.",
        baits=("1.2.4/b", "1.3.2/b"),
        files={**FILES, ".github/workflows/ci.yml": FLOW.replace("pytest", "echo all tests passed")},
        evidence=TRUTH,
        through=("tests-required-to-merge", "release-commit-tests-passed"),
        truth=FILES,
        true_evidence=TRUTH,
    ),
    Liar(
        name="a snapshot in the repository itself",
        pretends="A perfect snapshot and an evidence folder, committed by the owner.",
        baits=("2.2.2/a", "2.2.2/b", "1.1.4/c", "2.1.5/a", "2.1.6/c", "1.3.2/b"),
        files={
            **FILES,
            "snapshot.json": example(replace(SNAPSHOT, commit="1" * 40), **PERFECT),
            "evidence/CONTENTS": "assay-evidence/1\n",
        },
        through=MINE,
        truth={},
        true_evidence=TRUTH,
    ),
    Liar(
        name="a snapshot from before and one from after",
        pretends="Perfect settings of a day that has not come yet.",
        baits=FACETS,
        files=FILES,
        evidence=handed(replace(SNAPSHOT, taken_at=SNAPSHOT.taken_at.replace(year=2027))),
        through=MINE,
        truth={},
        true_evidence=TRUTH,
    ),
)
