"""A snapshot of GitHub, by answers made by hand: what a token of each kind gets, and what the platform hides."""

from datetime import UTC, datetime
from typing import Any

import pytest

from assay.collect.forge import github
from assay.errors import NothingToAssessError
from assay.facts.platform import Actor, Bypass, Sections, Snapshot
from assay.formats.snapshots.rights import NEEDS
from assay.testing.forge import Asked, Reply, table

NOW = datetime(2026, 9, 30, 18, tzinfo=UTC)
HEAD, TAGGED = "1" * 40, "2" * 40
HERE = "/repos/gantry/crane"
NOT_FOUND = Reply({"message": "Not Found"}, 404)


def user(login: str, **more: Any) -> dict[str, Any]:
    return {"login": login, "type": "User", **more}


PROJECT = {
    "full_name": "gantry/crane",
    "default_branch": "main",
    "owner": {"login": "gantry", "type": "Organization"},
    "visibility": "public",
    "private": False,
    "fork": False,
    "permissions": {"admin": True, "push": True, "triage": False},
    "security_and_analysis": {
        "secret_scanning": {"status": "enabled"},
        "secret_scanning_push_protection": {"status": "disabled"},
    },
}
RULES = [
    {
        "type": "pull_request",
        "ruleset_id": 7,
        "ruleset_source_type": "Organization",
        "parameters": {"required_approving_review_count": 1, "dismiss_stale_reviews_on_push": True},
    },
    {"type": "non_fast_forward", "ruleset_id": 7, "ruleset_source_type": "Organization"},
    {"type": "deletion", "ruleset_id": 7, "ruleset_source_type": "Organization"},
    {
        "type": "required_status_checks",
        "ruleset_id": 7,
        "ruleset_source_type": "Organization",
        "parameters": {"required_status_checks": [{"context": "test"}]},
    },
]
RULESET = {"id": 7, "name": "main", "source_type": "Organization", "enforcement": "active", "target": "branch"}
ANSWERS: dict[str, Any] = {
    HERE: PROJECT,
    "/user": Reply(user("ada"), headers={"X-OAuth-Scopes": "repo, read:org"}),
    f"{HERE}/tags": [{"name": "v1.0", "commit": {"sha": TAGGED}}],
    f"{HERE}/branches/main": {"name": "main", "protected": True, "commit": {"sha": HEAD}},
    f"{HERE}/branches/main/protection": Reply({"message": "Branch not protected"}, 404),
    f"{HERE}/rules/branches/main": RULES,
    f"{HERE}/rulesets": [RULESET, {**RULESET, "id": 8, "name": "trial", "enforcement": "evaluate"}],
    f"{HERE}/rulesets/7": {
        **RULESET,
        "rules": [{"type": "pull_request"}],
        "bypass_actors": [{"actor_type": "RepositoryRole", "actor_id": 5, "bypass_mode": "pull_request"}],
    },
    f"{HERE}/rulesets/8": {**RULESET, "id": 8, "name": "trial", "enforcement": "evaluate"},
    "/orgs/gantry": {"login": "gantry", "two_factor_requirement_enabled": True, "default_repository_permission": "read"},
    "/orgs/gantry/members": [],
    f"{HERE}/actions/permissions": {"enabled": True, "allowed_actions": "selected", "sha_pinning_required": True},
    f"{HERE}/actions/permissions/workflow": {"default_workflow_permissions": "read", "can_approve_pull_request_reviews": False},
    f"{HERE}/actions/permissions/fork-pr-contributor-approval": {"approval_policy": "all_external_contributors"},
    f"{HERE}/actions/runners": {"total_count": 1, "runners": [{"name": "iron", "labels": [{"name": "self-hosted"}], "ephemeral": True}]},
    f"{HERE}/environments": {
        "environments": [{"name": "release", "protection_rules": [{"type": "required_reviewers", "prevent_self_review": True, "reviewers": [{}]}]}]
    },
    f"{HERE}/actions/secrets": {"total_count": 1, "secrets": [{"name": "TOKEN", "created_at": "2025-01-02T03:04:05Z", "updated_at": "2026-01-02T03:04:05Z"}]},
    f"{HERE}/keys": [{"title": "mirror", "read_only": True, "created_at": "2026-01-02T03:04:05Z", "last_used": None}],
    f"{HERE}/hooks": [{"active": True, "config": {"url": "https://user:word@hooks.example/secret-part", "insecure_ssl": "0"}}],
    f"{HERE}/vulnerability-alerts": Reply(None, 204),
    f"{HERE}/automated-security-fixes": {"enabled": True, "paused": False},
    f"{HERE}/private-vulnerability-reporting": {"enabled": True},
    f"{HERE}/immutable-releases": {"enabled": True, "enforced_by_owner": False},
    f"{HERE}/releases": [
        {"tag_name": "v1.1", "draft": True, "assets": []},
        {
            "tag_name": "v1.0",
            "draft": False,
            "published_at": "2026-08-01T00:00:00Z",
            "immutable": True,
            "target_commitish": "main",
            "assets": [{"name": "crane.tar.gz", "digest": "sha256:" + "3" * 64}, {"name": "old.zip", "digest": None}],
        },
    ],
    f"{HERE}/attestations/sha256%3A{'3' * 64}": {"attestations": [{}, {}]},
    f"{HERE}/pulls": [
        {"number": 5, "merged_at": None, "base": {"ref": "main"}},
        {
            "number": 4,
            "merged_at": "2026-09-02T00:00:00Z",
            "base": {"ref": "main"},
            "user": user("bob"),
            "head": {"sha": "4" * 40},
            "merge_commit_sha": "5" * 40,
        },
        {
            "number": 2,
            "merged_at": "2026-08-02T00:00:00Z",
            "base": {"ref": "main"},
            "user": user("updates[bot]", type="Bot"),
            "head": {"sha": "7" * 40},
            "merge_commit_sha": "8" * 40,
        },
        {"number": 3, "merged_at": "2026-09-03T00:00:00Z", "base": {"ref": "wip"}, "user": user("bob")},
    ],
    f"{HERE}/pulls/2/reviews": [],
    f"{HERE}/commits/{'7' * 40}/check-runs": {"check_runs": [{"name": "test", "status": "completed", "conclusion": "failure"}]},
    f"{HERE}/commits/{'7' * 40}/status": {"statuses": []},
    f"{HERE}/pulls/4/reviews": [
        {"user": user("ada"), "state": "APPROVED", "submitted_at": "2026-09-01T00:00:00Z"},
        {"user": user("eve"), "state": "DISMISSED", "submitted_at": "2026-09-01T00:00:00Z"},
        {"user": user("helper[bot]", type="Bot"), "state": "APPROVED", "submitted_at": "2026-09-01T00:00:00Z"},
    ],
    f"{HERE}/activity": [
        {"actor": user("bob"), "timestamp": "2026-09-02T00:00:00Z", "activity_type": "pr_merge", "ref": "refs/heads/main", "after": "5" * 40},
        {"actor": None, "timestamp": "2026-09-01T00:00:00Z", "activity_type": "push", "ref": "refs/heads/main", "after": "6" * 40},
    ],
    f"{HERE}/commits/{HEAD}/check-runs": {"check_runs": [{"name": "test", "status": "completed", "conclusion": "success", "app": {"slug": "github-actions"}}]},
    f"{HERE}/commits/{HEAD}/status": {"statuses": [{"context": "ci/outside", "state": "failure"}]},
    "/orgs/gantry/audit-log": [{"@timestamp": 1788000000000, "action": "repo.create"}],
}  # fmt: skip


def answers(asked: Asked) -> Reply:
    if asked.path == f"{HERE}/collaborators":
        guest = user("guest", role_name="read", permissions={})
        if asked.query.get("affiliation") == "outside":
            return Reply([guest])
        custom = user("carl", role_name="releaser", permissions={"admin": False, "push": True})
        return Reply([user("ada", role_name="admin", permissions={}), custom, guest])
    return table(ANSWERS)(asked)


def taken(between: Any, changed: dict[str, Any] | None = None) -> Snapshot:
    def with_changes(asked: Asked) -> Reply:
        return table(changed)(asked) if changed and asked.path in changed else answers(asked)

    return github.take(between(with_changes).client, "gantry/crane", NOW, "assay")


def test_an_owner_sees_everything(between: Any) -> None:
    snapshot = taken(between)
    found = snapshot.sections
    assert (snapshot.project, snapshot.commit, snapshot.asked_for) == ("gantry/crane", HEAD, "")
    assert [(each.name, each.commit) for each in snapshot.tags] == [("v1.0", TAGGED)]
    assert all(getattr(found, name).read is not None for name in Sections.__dataclass_fields__)
    assert found.taken_by.read
    assert found.taken_by.read.rights == ("repo", "read:org", "project: admin", "project: push")
    (branch,) = found.branches.read or ()
    assert branch.protection.read == ()
    (rule,) = branch.rules.read or ()
    assert (rule.level, rule.change_request, rule.approvals, rule.checks) == ("organisation", True, 1, ("test",))
    assert (rule.dismisses_stale, rule.blocks_force_push, rule.blocks_deletion) == (True, True, True)
    assert rule.bypass.read == (Bypass(Actor("role", "admin"), only_in_changes=True),)
    assert [each.enforcement for each in found.rulesets.read or ()] == ["active", "evaluate"]
    assert [(each.account.name, each.role, each.outside) for each in found.members.read or ()] == [
        ("ada", "admin", False),
        ("carl", "write", False),
        ("guest", "read", True),
    ]
    assert found.hooks.read
    assert found.hooks.read[0].host == "hooks.example"
    change, _ = found.changes.read or ()
    assert [(each.by.name, each.by.kind, each.approves) for each in change.reviews.read or ()] == [
        ("ada", "person", True),
        ("eve", "person", False),
        ("helper[bot]", "bot", True),
    ]
    assert found.security.read
    assert (found.security.read.secret_scanning, found.security.read.push_protection) == (True, False)
    assert found.releases.read
    (release,) = found.releases.read
    assert [each.attestations.read for each in release.assets] == [2, None]
    assert release.immutable is True
    head, update, tagged = found.checks.read or ()
    assert (update.commit, [each.state for each in update.checks.read or ()]) == ("7" * 40, ["failed"])
    assert [(each.name, each.state) for each in head.checks.read or ()] == [
        ("test", "passed"),
        ("ci/outside", "failed"),
    ]
    assert (tagged.tag, tagged.commit) == ("v1.0", TAGGED)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_without_rights_each_section_names_the_one_it_takes(between: Any, status: int) -> None:
    """Only what everybody may see of a public project is answered."""
    public = (
        HERE,
        f"{HERE}/branches/main",
        f"{HERE}/tags",
        f"{HERE}/releases",
        f"{HERE}/rules/branches/main",
        f"{HERE}/rulesets",
    )

    def refusing(asked: Asked) -> Reply:
        return answers(asked) if asked.path in public else Reply({"message": "Not Found"}, status)

    found = github.take(between(refusing).client, "gantry/crane", NOW, "assay").sections
    rights = {each.section: each.github for each in NEEDS}
    for name in ("members", "organisation", "without_second_factor", "actions", "runners", "environments", "deploy_keys", "hooks",
                 "private_reporting", "immutable_releases", "changes", "activity", "audit_log"):  # fmt: skip
        unread = getattr(found, name).unread
        assert unread, name
        assert unread.right == rights[name]
    (branch,) = found.branches.read or ()
    assert branch.protection.unread
    assert branch.protection.unread.right == "Administration: read"
    (rule,) = branch.rules.read or ()
    assert rule.bypass.unread
    assert rule.bypass.unread.right.startswith("Administration: write")
    assert all(each.checks.unread for each in found.checks.read or ())


def test_a_ruleset_without_its_bypass_list_is_unread_there(between: Any) -> None:
    """The platform leaves the list out for those who may not edit the ruleset: an absent list is not an empty one."""
    found = taken(between, {f"{HERE}/rulesets/7": RULESET}).sections
    (branch,) = found.branches.read or ()
    (rule,) = branch.rules.read or ()
    assert rule.bypass.read is None


def test_protection_of_the_branch_itself(between: Any) -> None:
    given = {
        "enforce_admins": {"enabled": False},
        "required_pull_request_reviews": {
            "required_approving_review_count": 2,
            "dismiss_stale_reviews": False,
            "require_last_push_approval": True,
            "bypass_pull_request_allowances": {"users": [user("ada")], "teams": [{"slug": "leads"}], "apps": [{"slug": "bot"}]},
        },
        "required_status_checks": {"contexts": ["old"], "checks": [{"context": "test", "app_id": 1}]},
        "restrictions": {"users": [], "teams": [], "apps": [{"slug": "tide"}]},
        "allow_force_pushes": {"enabled": True},
        "allow_deletions": {"enabled": False},
    }  # fmt: skip
    (branch,) = taken(between, {f"{HERE}/branches/main/protection": given}).sections.branches.read or ()
    (rule,) = branch.protection.read or ()
    assert (rule.approvals, rule.dismisses_stale, rule.checks) == (2, True, ("test",))
    assert (rule.blocks_force_push, rule.blocks_deletion, rule.pushers) == (False, True, (Actor("bot", "tide"),))
    assert [each.actor.name for each in rule.bypass.read or ()] == ["ada", "leads", "bot", "admin"]


def test_jobs_stand_in_for_check_runs(between: Any) -> None:
    """A fine-grained token has no permission for check runs; the jobs of the runs say the same."""
    changed = {
        f"{HERE}/commits/{HEAD}/check-runs": Reply({"message": "Resource not accessible"}, 403),
        f"{HERE}/actions/runs": {"workflow_runs": [{"id": 9}]},
        f"{HERE}/actions/runs/9/jobs": {"jobs": [{"name": "test", "status": "completed", "conclusion": "failure"}]},
    }
    head = (taken(between, changed).sections.checks.read or ())[0]
    assert [(each.name, each.state) for each in head.checks.read or ()] == [
        ("test", "failed"),
        ("ci/outside", "failed"),
    ]


def test_alerts_that_are_off_are_no_refusal(between: Any) -> None:
    off = Reply({"message": "Vulnerability alerts are disabled."}, 404)
    security = taken(between, {f"{HERE}/vulnerability-alerts": off}).sections.security.read
    assert security
    assert security.vulnerability_alerts is False
    hidden = taken(between, {f"{HERE}/vulnerability-alerts": NOT_FOUND}).sections.security.read
    assert hidden
    assert hidden.vulnerability_alerts is None


def test_a_renamed_project_keeps_both_names(between: Any) -> None:
    moved = Reply({"message": "Moved Permanently"}, 301, {"Location": "/repositories/1"})
    setting = between(lambda asked: moved if asked.path == "/repos/old/crane" else Reply(PROJECT) if asked.path == "/repositories/1" else answers(asked))  # fmt: skip
    snapshot = github.take(setting.client, "old/crane", NOW, "assay")
    assert (snapshot.project, snapshot.asked_for) == ("gantry/crane", "old/crane")


def test_a_project_of_a_person_has_no_organisation(between: Any) -> None:
    own = {**PROJECT, "owner": {"login": "ada", "type": "User"}}
    snapshot = taken(between, {HERE: own})
    assert snapshot.owner.kind == "person"
    assert snapshot.sections.organisation.unread
    assert snapshot.sections.organisation.unread.right == ""


@pytest.mark.parametrize("reply", [NOT_FOUND, Reply({"hello": 1}), Reply([]), Reply(b"<html>"), Reply({}, 500)])
def test_no_project_is_no_snapshot(between: Any, reply: Reply) -> None:
    with pytest.raises(NothingToAssessError, match="cannot be read"):
        taken(between, {HERE: reply})


@pytest.mark.parametrize("value", [None, 7, "text", {}, {"a": 1}, [None], [7], [{}], [[]]])
def test_no_form_of_answer_breaks_the_snapshot(between: Any, value: Any) -> None:
    """A server may answer anything: the sections are unread then, and the snapshot stands."""
    changed = {path: Reply(value) for path in ANSWERS if path not in (HERE, f"{HERE}/branches/main")}
    snapshot = taken(between, changed)
    assert snapshot.commit == HEAD
    assert snapshot.sections.changes.read in (None, ())
