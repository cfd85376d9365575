"""Reads the answers of GitLab's programming interface. Fields an older server leaves out stay unknown."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
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
    Organisation,
    Project,
    Release,
    Review,
    Role,
    Rule,
    Runner,
    Section,
    Security,
    StoredSecret,
)
from assay.facts.platform import Asset as ReleasedFile
from assay.formats.check_names import WHOLE_PIPELINE
from assay.formats.snapshots.machines import is_machine

WRITES, CHANGES_RULES = 30, 40
"""Access levels: Developer and Maintainer."""
BOT = re.compile(r"(project|group)_\d+_bot")
STATES: Mapping[str, CheckState] = {
    "success": "passed",
    "failed": "failed",
    "canceled": "failed",
    "skipped": "skipped",
    "manual": "skipped",
}
PUSHES: Mapping[str, Literal["push", "merge"]] = {"pushed to": "push", "pushed new": "push", "accepted": "merge"}


def actor(user: Mapping[str, Any] | None) -> Actor:
    """A user of an answer. Tokens of projects and groups act as users of their own, named by the platform."""
    if not user:
        return Actor("person", "")
    login = str(user["username"])
    return Actor("bot" if user.get("bot") or BOT.match(login) or is_machine(login) else "person", login)


def project(found: Mapping[str, Any]) -> Project:
    """The project itself."""
    method = str(found.get("merge_method", ""))
    squashed = found.get("squash_option") in ("always", "default_on")
    return Project(
        visibility=found["visibility"],
        archived=bool(found["archived"]),
        fork_of=str((found.get("forked_from_project") or {}).get("path_with_namespace", "")),
        merge_methods=tuple(each for each in (method, "squash" if squashed else "") if each),
    )


def protection(
    branch: str,
    found: Iterable[Mapping[str, Any]],
    project: Mapping[str, Any],
    approvals: Mapping[str, Any] | None,
    approval_rules: Iterable[Mapping[str, Any]] | None,
) -> tuple[Rule, ...]:
    """The protections whose name fits the branch; approvals are None where they were not shown."""
    fitting = [each for each in found if fits(str(each["name"]), branch)]
    return tuple(_rule(each, branch, project, approvals, approval_rules) for each in fitting)


def members(found: Iterable[Mapping[str, Any]]) -> tuple[Member, ...]:
    """Everybody with access, inherited access included."""
    return tuple(Member(actor(each), _role(each["access_level"])) for each in found if each.get("state") != "blocked")


def organisation(name: str, groups: Iterable[Mapping[str, Any]]) -> Organisation:
    """The group and those above it: a demand of any of them holds below."""
    said = [each["require_two_factor_authentication"] for each in groups]
    return Organisation(name, second_factor_required=any(said) if said else None)


def actions(found: Mapping[str, Any]) -> Actions:
    """What pipelines may do. Only newer servers say whether the job token may push."""
    pushes = found.get("ci_push_repository_for_job_token_allowed")
    return Actions(
        enabled=found.get("builds_access_level", "enabled") != "disabled",
        default_token=None if pushes is None else "write" if pushes else "read",
    )


def runners(found: Iterable[Mapping[str, Any]]) -> tuple[Runner, ...]:
    """Build machines of one's own; the platform's shared ones are left out."""
    return tuple(Runner(f"runner {each['id']}") for each in found if not each.get("is_shared"))


def environments(found: Iterable[Mapping[str, Any]], protected: Iterable[Mapping[str, Any]]) -> tuple[Environment, ...]:
    """The environments, with the approvals the protected ones demand."""
    needed = {each["name"]: int(each.get("required_approval_count") or 0) for each in protected}
    return tuple(
        Environment(each["name"], needed.get(each["name"], 0), branches_limited=each["name"] in needed)
        for each in found
    )


def deploy_keys(found: Iterable[Mapping[str, Any]]) -> tuple[DeployKey, ...]:
    """The keys of the project; the key itself is not kept."""
    return tuple(DeployKey(str(each["title"]), bool(each["can_push"]), day(each.get("created_at"))) for each in found)


def access_tokens(found: Iterable[Mapping[str, Any]]) -> tuple[StoredSecret, ...]:
    """The tokens of the project that are in force; a token is never shown again once it is made."""
    return tuple(
        StoredSecret(str(each["name"]), day(each.get("created_at")), day(each.get("expires_at")))
        for each in found
        if not each.get("revoked")
    )


def hooks(found: Iterable[Mapping[str, Any]]) -> tuple[Hook, ...]:
    """The web hooks: only the host of each address is kept."""
    return tuple(
        Hook(
            host=str(each["url"]).partition("://")[2].partition("/")[0].rpartition("@")[2],
            verified_tls=bool(each.get("enable_ssl_verification")) and str(each["url"]).startswith("https:"),
        )
        for each in found
    )


def security(found: Mapping[str, Any]) -> Security:
    """What the project says of secret push protection: the one such switch among its settings."""
    names = ("secret_push_protection_enabled", "pre_receive_secret_detection_enabled")
    said = next((found[each] for each in names if found.get(each) is not None), None)
    if said is None:
        raise KeyError(names[0])
    return Security(push_protection=bool(said))


def releases(found: Iterable[Mapping[str, Any]]) -> tuple[Release, ...]:
    """The newest releases with the files linked to them; the platform computes no digests of these."""
    return tuple(
        Release(
            each["tag_name"],
            day(each.get("released_at")),
            assets=tuple(ReleasedFile(str(link["name"])) for link in (each.get("assets") or {}).get("links", ())),
        )
        for each in found
    )


def reviews(found: Mapping[str, Any]) -> tuple[Review, ...]:
    """Who approved a change. The platform does not say when, and withdraws approvals by itself where it is told to."""
    return tuple(Review(actor(each["user"]), approves=True) for each in found["approved_by"])


def acts(found: Iterable[Mapping[str, Any]]) -> tuple[Act, ...]:
    """What accounts did to the project, newest first."""
    return tuple(
        Act(
            by=actor(each.get("author") or {"username": each["author_username"]}),
            on=date.fromisoformat(each["created_at"][:10]),
            kind=PUSHES.get(each["action_name"], "other"),
            branch=str((each.get("push_data") or {}).get("ref") or ""),
            commit=str((each.get("push_data") or {}).get("commit_to") or ""),
        )
        for each in found
    )


def statuses(found: Iterable[Mapping[str, Any]]) -> tuple[CommitCheck, ...]:
    """The jobs of pipelines and what outside services reported about a commit."""
    return tuple(
        CommitCheck(
            name=each["name"],
            state=STATES.get(each["status"], "waiting"),
            on=day(each.get("finished_at")),
            may_fail=bool(each.get("allow_failure")),
        )
        for each in found
    )


def audit_log(found: list[Mapping[str, Any]]) -> AuditLog:
    """How much of the audit log there is; no entry is kept."""
    days = sorted(each for entry in found if (each := day(entry["created_at"])))
    kinds = sorted({str(each.get("entity_type", "")) for each in found} - {""})
    return AuditLog(len(found), days[0] if days else None, days[-1] if days else None, tuple(kinds))


def day(text: object) -> date | None:
    """The day of a time; None where there is none, or none that can be read."""
    try:
        return date.fromisoformat(text[:10]) if isinstance(text, str) else None
    except ValueError:
        return None


def _rule(
    found: Mapping[str, Any],
    branch: str,
    project: Mapping[str, Any],
    approvals: Mapping[str, Any] | None,
    approval_rules: Iterable[Mapping[str, Any]] | None,
) -> Rule:
    pushers = tuple(_pusher(each) for each in found["push_access_levels"] if _may(each))
    passes = bool(project.get("only_allow_merge_if_pipeline_succeeds")) and not project.get(
        "allow_merge_on_skipped_pipeline"
    )
    single_machine = len(pushers) == 1 and pushers[0].kind == "key"
    return Rule(
        source=f"protected branch {found['name']}",
        change_request=not pushers or single_machine,
        approvals=_approvals(branch, approvals, approval_rules),
        dismisses_stale=None if approvals is None else bool(approvals.get("reset_approvals_on_push")),
        checks=(WHOLE_PIPELINE,) if passes else (),
        blocks_force_push=not found.get("allow_force_push", True),
        blocks_deletion=True,
        pushers=pushers,
        bypass=Section(tuple(Bypass(each) for each in pushers)),
    )


def _approvals(
    branch: str, approvals: Mapping[str, Any] | None, rules: Iterable[Mapping[str, Any]] | None
) -> int | None:
    """How many others must approve: where authors may approve their own changes, one fewer."""
    if rules is None or approvals is None:
        return None
    needed = [
        int(each["approvals_required"])
        for each in rules
        if not each.get("protected_branches")
        or any(fits(str(name["name"]), branch) for name in each["protected_branches"])
    ]
    own = 1 if approvals.get("merge_requests_author_approval") else 0
    return max(0, max(needed, default=0) - own)


def _may(found: Mapping[str, Any]) -> bool:
    return bool(
        found.get("access_level") or found.get("user_id") or found.get("group_id") or found.get("deploy_key_id")
    )


def _pusher(found: Mapping[str, Any]) -> Actor:
    if found.get("deploy_key_id"):
        return Actor("key", f"deploy key {found['deploy_key_id']}")
    if found.get("user_id"):
        return Actor("person", f"account {found['user_id']}")
    if found.get("group_id"):
        return Actor("team", f"group {found['group_id']}")
    level = int(found["access_level"])
    return Actor("role", "write" if level < CHANGES_RULES else "maintain" if level < 60 else "admin")


def _role(level: int) -> Role:
    return "admin" if level >= CHANGES_RULES else "write" if level >= WRITES else "read" if level > 0 else "none"


def fits(pattern: str, branch: str) -> bool:
    """Whether a name with stars, each of which stands for anything, is a name of the branch."""
    if "*" not in pattern:
        return pattern == branch
    first, *middle, last = pattern.split("*")
    if len(branch) < len(first) + len(last) or not branch.startswith(first) or not branch.endswith(last):
        return False
    at, end = len(first), len(branch) - len(last)
    for piece in middle:
        at = branch.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True
