"""A snapshot of GitLab, by answers made by hand: members of each rank, free and paid editions, old servers."""

from datetime import UTC, datetime
from typing import Any

import pytest

from assay.collect.forge import gitlab
from assay.errors import NothingToAssessError
from assay.facts.platform import Actor, Bypass, Rule, Snapshot
from assay.testing.forge import Asked, Reply, table

NOW = datetime(2026, 9, 30, 18, tzinfo=UTC)
HEAD, TAGGED = "1" * 40, "2" * 40
BASE = gitlab.INTERFACE
HERE = f"{BASE}/projects/12"
NOT_FOUND = Reply({"message": "404 Not Found"}, 404)


def user(name: str, **more: Any) -> dict[str, Any]:
    return {"username": name, **more}


PROJECT = {
    "id": 12,
    "path_with_namespace": "gantry/tools/crane",
    "default_branch": "main",
    "namespace": {"kind": "group", "full_path": "gantry/tools"},
    "visibility": "private",
    "archived": False,
    "merge_method": "ff",
    "squash_option": "always",
    "only_allow_merge_if_pipeline_succeeds": True,
    "allow_merge_on_skipped_pipeline": False,
    "ci_push_repository_for_job_token_allowed": False,
    "secret_push_protection_enabled": True,
}
PROTECTED = {"name": "ma*", "push_access_levels": [{"access_level": 0}], "allow_force_push": False}
ANSWERS: dict[str, Any] = {
    f"{BASE}/projects/gantry%2Ftools%2Fcrane": PROJECT,
    f"{BASE}/user": user("ada"),
    f"{BASE}/personal_access_tokens/self": {"scopes": ["read_api"]},
    f"{BASE}/groups/gantry": {"require_two_factor_authentication": True},
    f"{BASE}/groups/gantry%2Ftools": {"require_two_factor_authentication": False},
    f"{HERE}/repository/branches/main": {"name": "main", "protected": True, "commit": {"id": HEAD}},
    f"{HERE}/repository/tags": [{"name": "v1.0", "commit": {"id": TAGGED}}],
    f"{HERE}/protected_branches": [PROTECTED, {**PROTECTED, "name": "release/*"}],
    f"{HERE}/approvals": {"reset_approvals_on_push": True, "merge_requests_author_approval": False},
    f"{HERE}/approval_rules": [{"approvals_required": 1, "protected_branches": []}, {"approvals_required": 3, "protected_branches": [{"name": "other"}]}],
    f"{HERE}/members/all": [
        user("ada", access_level=50, state="active"),
        user("bob", access_level=30, state="active"),
        user("gone", access_level=40, state="blocked"),
        user("project_12_bot_ab", access_level=40, state="active"),
    ],
    f"{HERE}/runners": [{"id": 1, "is_shared": True}, {"id": 2, "is_shared": False}],
    f"{HERE}/environments": [{"name": "production"}],
    f"{HERE}/protected_environments": [{"name": "production", "required_approval_count": 2}],
    f"{HERE}/access_tokens": [{"name": "bot", "revoked": False, "created_at": "2026-01-02T03:04:05Z", "expires_at": "2026-12-01"}],
    f"{HERE}/deploy_keys": [{"title": "mirror", "can_push": True, "created_at": "2026-01-02T03:04:05Z"}],
    f"{HERE}/hooks": [{"url": "https://hooks.example/part", "enable_ssl_verification": False}],
    f"{HERE}/releases": [{"tag_name": "v1.0", "released_at": "2026-08-01T00:00:00Z", "assets": {"links": [{"name": "crane.tgz"}]}}],
    f"{HERE}/merge_requests": [
        {"iid": 4, "merged_at": "2026-09-02T00:00:00Z", "target_branch": "main", "author": user("bob"), "merge_user": user("ada"),
         "sha": "4" * 40, "merge_commit_sha": None, "squash_commit_sha": "5" * 40},
    ],
    f"{HERE}/merge_requests/4/approvals": {"approved_by": [{"user": user("ada")}]},
    f"{HERE}/events": [
        {"author": user("bob"), "author_username": "bob", "created_at": "2026-09-02T00:00:00Z", "action_name": "pushed to",
         "push_data": {"ref": "main", "commit_to": "5" * 40}},
        {"author_username": "ada", "created_at": "2026-09-01T00:00:00Z", "action_name": "commented on"},
    ],
    f"{HERE}/repository/commits/{HEAD}/statuses": [
        {"name": "test", "status": "success", "allow_failure": False},
        {"name": "style", "status": "failed", "allow_failure": True},
    ],
    f"{HERE}/repository/commits/{TAGGED}/statuses": [{"name": "test", "status": "canceled", "allow_failure": False}],
    f"{HERE}/audit_events": [{"created_at": "2026-09-01T00:00:00Z", "entity_type": "Project"}],
}  # fmt: skip


def taken(between: Any, changed: dict[str, Any] | None = None) -> Snapshot:
    def answers(asked: Asked) -> Reply:
        return table({**ANSWERS, **(changed or {})})(asked)

    return gitlab.take(between(answers, base=BASE).client, "gantry/tools/crane", NOW, "assay")


def rule(snapshot: Snapshot) -> Rule:
    (branch,) = snapshot.sections.branches.read or ()
    (found,) = branch.protection.read or ()
    return found


def test_a_maintainer_of_a_paid_edition_sees_what_there_is(between: Any) -> None:
    snapshot = taken(between)
    found = snapshot.sections
    assert (snapshot.project, snapshot.owner.name, snapshot.commit) == ("gantry/tools/crane", "gantry/tools", HEAD)
    unread = {name for name in found.__dataclass_fields__ if getattr(found, name).read is None}
    assert unread == {"rulesets", "without_second_factor", "private_reporting", "immutable_releases"}
    assert found.organisation.read
    assert found.organisation.read.second_factor_required is True, "a group above demands it"
    made = rule(snapshot)
    assert (made.change_request, made.approvals, made.dismisses_stale, made.checks) == (True, 1, True, ("pipeline",))
    assert (made.blocks_force_push, made.pushers) == (True, ())
    assert [(each.account.kind, each.role) for each in found.members.read or ()] == [
        ("person", "admin"),
        ("person", "write"),
        ("bot", "admin"),
    ]
    assert [each.name for each in found.runners.read or ()] == ["runner 2"]
    assert found.actions.read
    assert found.actions.read.default_token == "read"
    (change,) = found.changes.read or ()
    assert (change.merged_as, change.head) == (("5" * 40,), "4" * 40)
    assert [(each.kind, each.by.name) for each in (found.activity.read.acts if found.activity.read else ())] == [
        ("push", "bob"),
        ("other", "ada"),
    ]
    head, tagged = found.checks.read or ()
    assert [(each.state, each.may_fail) for each in head.checks.read or ()] == [("passed", False), ("failed", True)]
    assert [each.state for each in tagged.checks.read or ()] == ["failed"]


@pytest.mark.parametrize(
    ("level", "pushers"),
    [
        ({"access_level": 40}, (Actor("role", "maintain"),)),
        ({"access_level": 30}, (Actor("role", "write"),)),
        ({"access_level": 40, "user_id": 7}, (Actor("person", "account 7"),)),
        ({"access_level": None, "group_id": 8}, (Actor("team", "group 8"),)),
    ],
)
def test_who_may_push_directly_escapes_the_rules(
    between: Any, level: dict[str, Any], pushers: tuple[Actor, ...]
) -> None:
    made = rule(taken(between, {f"{HERE}/protected_branches": [{**PROTECTED, "push_access_levels": [level]}]}))
    assert (made.change_request, made.pushers) == (False, pushers)
    assert made.bypass.read == tuple(Bypass(each) for each in pushers)


def test_a_single_deploy_key_leaves_changes_demanded(between: Any) -> None:
    key = {"access_level": 40, "deploy_key_id": 3}
    made = rule(taken(between, {f"{HERE}/protected_branches": [{**PROTECTED, "push_access_levels": [key]}]}))
    assert made.change_request
    assert made.bypass.read == (Bypass(Actor("key", "deploy key 3")),)


def test_a_free_edition_hides_approvals(between: Any) -> None:
    made = rule(taken(between, {f"{HERE}/approvals": NOT_FOUND, f"{HERE}/approval_rules": NOT_FOUND}))
    assert (made.approvals, made.dismisses_stale) == (None, None)


def test_an_approval_authors_may_give_themselves_is_none_by_another(between: Any) -> None:
    own = {"reset_approvals_on_push": True, "merge_requests_author_approval": True}
    assert rule(taken(between, {f"{HERE}/approvals": own})).approvals == 0


def test_a_pipeline_that_may_be_skipped_is_not_required(between: Any) -> None:
    skips = {**PROJECT, "allow_merge_on_skipped_pipeline": True}
    assert rule(taken(between, {f"{BASE}/projects/gantry%2Ftools%2Fcrane": skips})).checks == ()


def test_a_branch_no_pattern_fits_has_no_protection(between: Any) -> None:
    (branch,) = (
        taken(between, {f"{HERE}/protected_branches": [{**PROTECTED, "name": "rel*"}]}).sections.branches.read or ()
    )
    assert branch.protection.read == ()


@pytest.mark.parametrize("status", [401, 403, 404])
def test_without_rights_each_section_names_the_one_it_takes(between: Any, status: int) -> None:
    public = (f"{BASE}/projects/gantry%2Ftools%2Fcrane", f"{HERE}/repository/branches/main", f"{HERE}/repository/tags")
    refused = {path: Reply({"message": "no"}, status) for path in ANSWERS if path not in public}
    found = taken(between, refused).sections
    for name in (
        "members",
        "organisation",
        "runners",
        "environments",
        "deploy_keys",
        "hooks",
        "changes",
        "activity",
        "audit_log",
    ):
        unread = getattr(found, name).unread
        assert unread, name
        assert unread.right.startswith("read_api"), name
    (branch,) = found.branches.read or ()
    assert branch.protection.unread


def test_an_old_server_leaves_fields_out(between: Any) -> None:
    new = ("ci_push_repository_for_job_token_allowed", "secret_push_protection_enabled")
    old = {name: value for name, value in PROJECT.items() if name not in new}
    found = taken(between, {f"{BASE}/projects/gantry%2Ftools%2Fcrane": old}).sections
    assert found.security.unread
    assert found.actions.read
    assert found.actions.read.default_token is None


@pytest.mark.parametrize(
    "reply", [NOT_FOUND, Reply({"id": 1}), Reply(b"<html>"), Reply({**PROJECT, "default_branch": None})]
)
def test_no_project_is_no_snapshot(between: Any, reply: Reply) -> None:
    with pytest.raises(NothingToAssessError, match="cannot be read"):
        taken(between, {f"{BASE}/projects/gantry%2Ftools%2Fcrane": reply})


@pytest.mark.parametrize("value", [None, 7, {}, {"a": 1}, [None], [7], [{}], [[]]])
def test_no_form_of_answer_breaks_the_snapshot(between: Any, value: Any) -> None:
    kept = (f"{BASE}/projects/gantry%2Ftools%2Fcrane", f"{HERE}/repository/branches/main")
    snapshot = taken(between, {path: Reply(value) for path in ANSWERS if path not in kept})
    assert snapshot.commit == HEAD
    assert snapshot.sections.changes.read in (None, ())
