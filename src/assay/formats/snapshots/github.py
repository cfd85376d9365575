"""Reads the answers of GitHub's programming interface. A field an answer must have and has not makes its section unread."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Literal

from assay.facts.platform import (
    Act,
    Actions,
    Actor,
    AuditLog,
    Bypass,
    CheckState,
    CommitCheck,
    DeployKey,
    Environment,
    Hook,
    Member,
    Missing,
    Organisation,
    Project,
    Review,
    Role,
    Rule,
    Ruleset,
    Runner,
    Section,
    StoredSecret,
)
from assay.formats.snapshots.machines import is_machine
from assay.formats.snapshots.rights import github as right

ROLES: Mapping[str, Role] = {
    "none": "none",
    "read": "read",
    "pull": "read",
    "triage": "read",
    "write": "write",
    "push": "write",
    "maintain": "write",
    "admin": "admin",
}
REPOSITORY_ROLES = {2: "maintain", 4: "write", 5: "admin"}
"""The numbers rulesets give the roles everybody has."""
PASSED = frozenset({"success"})
SKIPPED = frozenset({"skipped", "neutral", "stale"})
ACTS: Mapping[str, Literal["push", "force push", "merge"]] = {
    "push": "push",
    "force_push": "force push",
    "pr_merge": "merge",
    "merge_queue_merge": "merge",
}
DEMANDS = {
    "pull_request": "change requests",
    "required_status_checks": "checks",
    "non_fast_forward": "no force push",
    "deletion": "no deletion",
    "merge_queue": "a merge queue",
    "update": "no direct update",
}


def actor(user: Mapping[str, Any] | None) -> Actor:
    """A user of an answer: a person, or an application that acts; somebody whose account is gone is a person without a name."""
    if not user:
        return Actor("person", "")
    login = str(user["login"])
    return Actor("bot" if user.get("type") == "Bot" or is_machine(login) else "person", login)


def project(found: Mapping[str, Any]) -> Project:
    """The repository itself."""
    methods = ("merge_commit", "squash_merge", "rebase_merge")
    return Project(
        visibility=found.get("visibility") or ("private" if found["private"] else "public"),
        archived=bool(found.get("archived")),
        fork_of=str((found.get("parent") or {}).get("full_name", "another project")) if found["fork"] else "",
        merge_methods=tuple(each.partition("_")[0] for each in methods if found.get(f"allow_{each}")),
    )


def protection(found: Mapping[str, Any] | None) -> tuple[Rule, ...]:
    """The protection of one branch; none where there is no answer because there is no protection."""
    if found is None:
        return ()
    reviews = found.get("required_pull_request_reviews")
    checks = found.get("required_status_checks") or {}
    demanded = [each["context"] for each in checks.get("checks", ())] or list(checks.get("contexts", ()))
    bypass = [Bypass(each) for each in _allowed((reviews or {}).get("bypass_pull_request_allowances"))]
    if not found["enforce_admins"]["enabled"]:
        bypass.append(Bypass(Actor("role", "admin")))
    return (
        Rule(
            source="branch protection",
            change_request=reviews is not None,
            approvals=int((reviews or {}).get("required_approving_review_count", 0)),
            dismisses_stale=bool(reviews and (reviews.get("dismiss_stale_reviews") or reviews.get("require_last_push_approval"))),
            checks=tuple(demanded),
            blocks_force_push=not (found.get("allow_force_pushes") or {}).get("enabled"),
            blocks_deletion=not (found.get("allow_deletions") or {}).get("enabled"),
            pushers=tuple(_allowed(found["restrictions"])) if found.get("restrictions") else None,
            bypass=Section(tuple(bypass)),
        ),
    )  # fmt: skip


def rules(found: Iterable[Mapping[str, Any]], bypass: Mapping[int, Section[tuple[Bypass, ...]]]) -> tuple[Rule, ...]:
    """The rules in force on a branch, one ``Rule`` per ruleset; ``bypass`` by the number of the ruleset."""
    by_set: dict[int, list[Mapping[str, Any]]] = {}
    for each in found:
        by_set.setdefault(int(each["ruleset_id"]), []).append(each)
    return tuple(_rule(number, each, bypass.get(number)) for number, each in by_set.items())


def bypass(ruleset: Mapping[str, Any]) -> Section[tuple[Bypass, ...]]:
    """Who may bypass a ruleset: the platform leaves the field out for those who may not edit it."""
    if "bypass_actors" not in ruleset:
        return Section(unread=Missing("the platform did not show who may bypass it", right("branches: who may bypass")))
    return Section(
        tuple(Bypass(_bypasser(each), each.get("bypass_mode") == "pull_request") for each in ruleset["bypass_actors"])
    )


def ruleset(found: Mapping[str, Any]) -> Ruleset:
    """A ruleset as it is listed, with what it demands where the answer says."""
    enforcement = found["enforcement"]
    if enforcement not in ("active", "evaluate", "disabled"):
        raise ValueError(f"enforcement {enforcement!r}")
    demands = [DEMANDS.get(each["type"], str(each["type"])) for each in found.get("rules") or ()]
    return Ruleset(found["name"], _level(found), enforcement, str(found.get("target", "branch")), tuple(demands))


def members(found: Iterable[Mapping[str, Any]], outside: frozenset[str]) -> tuple[Member, ...]:
    """Everybody with access and the role of each; ``outside`` are those who are not of the organisation."""
    return tuple(Member(actor(each), _role(each), each["login"] in outside) for each in found)


def organisation(found: Mapping[str, Any]) -> Organisation:
    """The organisation; the fields an owner alone may see stay None for others."""
    base = found.get("default_repository_permission")
    return Organisation(
        name=found["login"],
        second_factor_required=found.get("two_factor_requirement_enabled"),
        base_role=ROLES[base] if base else None,
    )


def actions(found: Mapping[str, Any], workflow: Mapping[str, Any], forks: Mapping[str, Any]) -> Actions:
    """What workflows may do: three answers, of which the last may be empty."""
    return Actions(
        enabled=found["enabled"],
        default_token=ROLES[workflow["default_workflow_permissions"]],
        allowed=str(found.get("allowed_actions", "")),
        hashes_required=found.get("sha_pinning_required"),
        approves_changes=workflow.get("can_approve_pull_request_reviews"),
        outside_changes_wait_for=str(forks.get("approval_policy", "")),
    )


def runners(found: Iterable[Mapping[str, Any]]) -> tuple[Runner, ...]:
    """The build machines registered with the repository."""
    return tuple(
        Runner(each["name"], tuple(label["name"] for label in each["labels"]), each.get("ephemeral")) for each in found
    )


def environments(found: Iterable[Mapping[str, Any]]) -> tuple[Environment, ...]:
    """The environments, with those who must agree."""
    return tuple(
        Environment(
            name=each["name"],
            reviewers=sum(len(rule.get("reviewers", ())) for rule in each.get("protection_rules") or ()),
            self_review_prevented=next(
                (
                    rule["prevent_self_review"]
                    for rule in each.get("protection_rules") or ()
                    if "prevent_self_review" in rule
                ),
                None,
            ),
            branches_limited=bool(each.get("deployment_branch_policy")),
        )
        for each in found
    )


def deploy_keys(found: Iterable[Mapping[str, Any]]) -> tuple[DeployKey, ...]:
    """The keys of the repository; the key itself is not kept."""
    return tuple(
        DeployKey(str(each["title"]), not each["read_only"], day(each.get("created_at")), day(each.get("last_used")))
        for each in found
    )


def secrets(found: Iterable[Mapping[str, Any]]) -> tuple[StoredSecret, ...]:
    """The secrets of pipelines, as the platform lists them: it never shows a value."""
    return tuple(StoredSecret(str(each["name"]), day(each.get("updated_at"))) for each in found)


def hooks(found: Iterable[Mapping[str, Any]]) -> tuple[Hook, ...]:
    """The web hooks: only the host of each address is kept."""
    return tuple(
        Hook(
            host=str(each["config"].get("url", "")).partition("://")[2].partition("/")[0].rpartition("@")[2],
            active=bool(each["active"]),
            verified_tls=str(each["config"].get("insecure_ssl", "0")) == "0"
            and str(each["config"].get("url", "")).startswith("https:"),
        )
        for each in found
    )


def reviews(found: Iterable[Mapping[str, Any]]) -> tuple[Review, ...]:
    """The judgements on a change. One that was dismissed approves nothing."""
    return tuple(
        Review(actor(each["user"]), each["state"] == "APPROVED", day(each.get("submitted_at"))) for each in found
    )


def acts(found: Iterable[Mapping[str, Any]]) -> tuple[Act, ...]:
    """What accounts did to the repository, newest first."""
    return tuple(
        Act(
            by=actor(each["actor"]),
            on=_day(each["timestamp"]),
            kind=ACTS.get(each["activity_type"], "other"),
            branch=str(each["ref"]).removeprefix("refs/heads/"),
            commit=str(each["after"]),
        )
        for each in found
    )


def check_runs(found: Iterable[Mapping[str, Any]]) -> tuple[CommitCheck, ...]:
    """The latest run of each check."""
    return tuple(
        CommitCheck(
            name=each["name"],
            state=_state(each["status"], each.get("conclusion")),
            by=str((each.get("app") or {}).get("slug", "")),
            on=day(each.get("completed_at")),
        )
        for each in found
    )


def jobs(found: Iterable[Mapping[str, Any]]) -> tuple[CommitCheck, ...]:
    """The jobs of workflow runs, which are the checks such a run reports."""
    return tuple(
        CommitCheck(
            each["name"],
            _state(each["status"], each.get("conclusion")),
            "github-actions",
            day(each.get("completed_at")),
        )
        for each in found
    )


def statuses(found: Mapping[str, Any]) -> tuple[CommitCheck, ...]:
    """What outside services reported about a commit."""
    states: Mapping[str, CheckState] = {"success": "passed", "failure": "failed", "error": "failed"}
    return tuple(
        CommitCheck(each["context"], states.get(each["state"], "waiting"), on=day(each.get("updated_at")))
        for each in found["statuses"]
    )


def audit_log(found: list[Mapping[str, Any]]) -> AuditLog:
    """How much of the audit log there is; no entry is kept."""
    days = sorted(datetime.fromtimestamp(each["@timestamp"] / 1000, UTC).date() for each in found)
    kinds = sorted({str(each["action"]).partition(".")[0] for each in found})
    return AuditLog(len(found), days[0] if days else None, days[-1] if days else None, tuple(kinds))


def switched(found: Mapping[str, Any], name: str) -> bool | None:
    """One of the security services; None where the answer does not show it."""
    status = ((found.get("security_and_analysis") or {}).get(name) or {}).get("status")
    return None if status is None else status == "enabled"


def day(text: object) -> date | None:
    """The day of a time; None where there is none, or none that can be read."""
    try:
        return date.fromisoformat(text[:10]) if isinstance(text, str) else None
    except ValueError:
        return None


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def _rule(number: int, found: list[Mapping[str, Any]], bypassed: Section[tuple[Bypass, ...]] | None) -> Rule:
    by_kind = {each["type"]: each.get("parameters") or {} for each in found}
    change = by_kind.get("pull_request")
    closed = "update" in by_kind
    return Rule(
        source=f"ruleset {number}",
        level=_level({"source_type": found[0].get("ruleset_source_type", "Repository")}),
        change_request=change is not None or closed,
        approvals=int((change or {}).get("required_approving_review_count", 0)),
        dismisses_stale=bool(change and (change.get("dismiss_stale_reviews_on_push") or change.get("require_last_push_approval"))),
        checks=tuple(each["context"] for each in by_kind.get("required_status_checks", {}).get("required_status_checks", ())),
        blocks_force_push="non_fast_forward" in by_kind,
        blocks_deletion="deletion" in by_kind,
        merge_queue="merge_queue" in by_kind,
        bypass=bypassed or Section(unread=Missing("the ruleset itself could not be read", right("branches: who may bypass"))),
    )  # fmt: skip


def _level(found: Mapping[str, Any]) -> str:
    kind = str(found.get("source_type", "Repository"))
    return {"Repository": "project", "Organization": "organisation", "Enterprise": "enterprise"}.get(kind, kind)


def _bypasser(found: Mapping[str, Any]) -> Actor:
    kind, number = found["actor_type"], found.get("actor_id")
    if kind in ("OrganizationAdmin", "EnterpriseOwner", "EnterpriseRole"):
        return Actor("role", "admin")
    if kind == "RepositoryRole":
        return Actor("role", REPOSITORY_ROLES.get(int(number or 0), f"role {number}"))
    if kind in ("Team", "EnterpriseTeam"):
        return Actor("team", f"team {number}")
    if kind == "DeployKey":
        return Actor("key", "deploy keys")
    return Actor("person" if kind == "User" else "bot", f"{'account' if kind == 'User' else 'application'} {number}")


def _allowed(found: Mapping[str, Any] | None) -> list[Actor]:
    groups = found or {}
    return [
        *(actor(each) for each in groups.get("users", ())),
        *(Actor("team", each["slug"]) for each in groups.get("teams", ())),
        *(Actor("bot", each["slug"]) for each in groups.get("apps", ())),
    ]


def _role(found: Mapping[str, Any]) -> Role:
    """The role of an account. A role the organisation made itself is judged by the rights that come with it."""
    if found.get("role_name") in ROLES:
        return ROLES[found["role_name"]]
    rights = found["permissions"]
    return "admin" if rights.get("admin") else "write" if rights.get("push") or rights.get("maintain") else "read"


def _state(status: str, conclusion: str | None) -> CheckState:
    if status != "completed":
        return "waiting"
    return "passed" if conclusion in PASSED else "skipped" if conclusion in SKIPPED else "failed"
