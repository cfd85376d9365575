"""Takes a snapshot of a project on GitLab, of any server, with requests that only read."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import quote

from assay.collect.forge.client import Client
from assay.errors import NothingToAssessError
from assay.facts.platform import (
    Acts,
    Branch,
    CheckedCommit,
    MergedChange,
    Missing,
    Owner,
    Release,
    Rule,
    Section,
    Sections,
    Snapshot,
    TagName,
    Taker,
)
from assay.formats.snapshots import gitlab as reading
from assay.formats.snapshots.asking import Answer, Question, commits_to_check, kept, section, why_not
from assay.formats.snapshots.file import NAME
from assay.formats.snapshots.rights import gitlab as right

SERVER = "https://gitlab.com"
INTERFACE = "/api/v4"
HUNDRED = (("per_page", "100"),)
MOST_GROUPS = 10
YEAR = timedelta(days=365)
NOT_OFFERED: Section[Any] = Section(unread=Missing("GitLab has no such setting"))

Read = TypeVar("Read")


def headers(token: str) -> dict[str, str]:
    """What every request carries."""
    return {"PRIVATE-TOKEN": token} if token else {}


def take(client: Client, name: str, now: datetime, tool: str, most_changes: int = 50) -> Snapshot:
    """A snapshot of ``group/project``. Raises NothingToAssessError where the project itself cannot be read."""
    question = Question(f"/projects/{quote(name, safe='')}", right("project"))
    first = client.ask(question)
    if not first.fine or not _is_project(first.value):
        why = why_not(question, first)
        raise NothingToAssessError(
            f"{name} cannot be read: {why.reason if why else 'the answer is no project'}.",
            advice="Check the name and the server, and give a token that may see it in GITLAB_TOKEN.",
        )
    found: Mapping[str, Any] = first.value
    taker = _Taker(client, found, now)
    tags, head, releases = taker.tags(), taker.head(), taker.releases()
    full, space = found["path_with_namespace"], found["namespace"]
    changes = kept(lambda: taker.changes(most_changes))
    return Snapshot(
        schema=NAME,
        tool=tool,
        platform="gitlab",
        server=client.server,
        project=full,
        owner=Owner(space["full_path"], "person" if space["kind"] == "user" else "organisation"),
        taken_at=now,
        branch=found["default_branch"],
        commit=head,
        asked_for=name if name.casefold() != full.casefold() else "",
        tags=tags,
        sections=Sections(
            taken_by=kept(lambda: taker.taken_by()),
            project=section(question, first, reading.project),
            branches=kept(lambda: taker.branches()),
            rulesets=NOT_OFFERED,
            members=taker.listed("members", "/members/all", reading.members, pages=20),
            organisation=kept(lambda: taker.organisation()),
            without_second_factor=NOT_OFFERED,
            actions=section(question, first, reading.actions),
            runners=taker.listed("runners", "/runners", reading.runners),
            environments=kept(lambda: taker.environments()),
            deploy_keys=taker.listed("deploy_keys", "/deploy_keys", reading.deploy_keys),
            secrets=taker.listed("secrets", "/access_tokens", reading.access_tokens),
            hooks=taker.listed("hooks", "/hooks", reading.hooks),
            security=section(question, first, reading.security),
            private_reporting=NOT_OFFERED,
            immutable_releases=NOT_OFFERED,
            releases=releases,
            changes=changes,
            activity=kept(lambda: taker.activity()),
            checks=kept(lambda: taker.checks(commits_to_check(head, releases, tags, changes))),
            audit_log=taker.listed("audit_log", "/audit_events", reading.audit_log, pages=1),
        ),
    )


class _Taker:
    """The questions about one project, in the order they are asked."""

    def __init__(self, client: Client, found: Mapping[str, Any], now: datetime) -> None:
        self.client, self.found, self.now = client, found, now
        self.here = f"/projects/{found['id']}"
        self.branch = found["default_branch"]

    def listed(self, name: str, path: str, read: Callable[[Any], Read], pages: int = 5) -> Section[Read]:
        """A section that is a list."""
        question = Question(self.here + path, right(name), HUNDRED, pages)
        return section(question, self.client.ask(question), read)

    def head(self) -> str:
        """The newest commit of the default branch: without it nothing ties the snapshot to a history."""
        question = Question(f"{self.here}/repository/branches/{quote(self.branch, safe='')}", right("branches"))
        answer = self.client.ask(question)
        why = why_not(question, answer)
        try:
            return str(answer.value["commit"]["id"])
        except (KeyError, TypeError):
            raise NothingToAssessError(
                f"The newest commit of {self.branch} cannot be read: {why.reason if why else 'it is not in the answer'}.",
                advice=f"The token needs {right('branches')}.",
            ) from None

    def tags(self) -> tuple[TagName, ...]:
        """Tags with their commits, as far as the platform lists them."""
        question = Question(f"{self.here}/repository/tags", right("project"), HUNDRED, 3)
        tags = section(question, self.client.ask(question), _tags)
        return tags.read or ()

    def taken_by(self) -> Section[Taker]:
        """Who asks, with the scopes of the token where the server tells them."""
        own = self.client.ask(Question("/personal_access_tokens/self", right("taken_by")))
        scopes = own.value.get("scopes", ()) if own.fine and isinstance(own.value, dict) else ()
        question = Question("/user", right("taken_by"))
        return section(
            question, self.client.ask(question), lambda user: Taker(str(user["username"]), tuple(map(str, scopes)))
        )

    def branches(self) -> Section[tuple[Branch, ...]]:
        """The default branch with its protection and the approvals that stand before it."""
        place = f"{self.here}/repository/branches/{quote(self.branch, safe='')}"
        question = Question(place, right("branches"))
        protections = Question(f"{self.here}/protected_branches", right("branches: protection"), HUNDRED, 3)
        settings = Question(f"{self.here}/approvals", right("branches: protection"))
        demands = Question(f"{self.here}/approval_rules", right("branches: protection"), HUNDRED, 2)
        approvals, needed = self.client.ask(settings), self.client.ask(demands)

        def rules(found: list[Mapping[str, Any]]) -> tuple[Rule, ...]:
            return reading.protection(
                self.branch,
                found,
                self.found,
                approvals.value if approvals.fine else None,
                needed.value if needed.fine else None,
            )

        protection = section(protections, self.client.ask(protections), rules)

        def branch(found: Mapping[str, Any]) -> tuple[Branch, ...]:
            head = str(found["commit"]["id"])
            return (Branch(self.branch, head, True, found.get("protected"), protection, Section(())),)

        return section(question, self.client.ask(question), branch)

    def organisation(self) -> Section[Any]:
        """The group of the project and every group above it."""
        space = self.found["namespace"]
        if space["kind"] == "user":
            return Section(unread=Missing("the project belongs to a person, who has no such settings"))
        parts = str(space["full_path"]).split("/")
        groups: list[Mapping[str, Any]] = []
        for depth in range(1, min(len(parts), MOST_GROUPS) + 1):
            question = Question(f"/groups/{quote('/'.join(parts[:depth]), safe='')}", right("organisation"))
            answer = self.client.ask(question)
            if why := why_not(question, answer):
                return Section(unread=why)
            groups.append(answer.value)
        return Section(reading.organisation(space["full_path"], groups))

    def environments(self) -> Section[Any]:
        """The environments; which of them are protected only some editions say."""
        protected = self.client.ask(Question(f"{self.here}/protected_environments", right("environments"), HUNDRED, 2))
        found = self.listed(
            "environments",
            "/environments",
            lambda each: reading.environments(each, protected.value if protected.fine else ()),
        )
        return found if protected.fine else replace(found, cut=found.cut or "without the approvals they demand")

    def releases(self) -> Section[tuple[Release, ...]]:
        """The newest releases."""
        question = Question(f"{self.here}/releases", right("releases"), (("per_page", "10"),), 1)
        return section(question, self.client.ask(question), reading.releases)

    def changes(self, most: int) -> Section[tuple[MergedChange, ...]]:
        """The newest merged changes, each with its approvals."""
        query = (("state", "merged"), ("target_branch", self.branch), ("order_by", "updated_at"), *HUNDRED)
        question = Question(f"{self.here}/merge_requests", right("changes"), query, 2)

        def read(found: list[Mapping[str, Any]]) -> tuple[MergedChange, ...]:
            merged = sorted((each for each in found if each["merged_at"]), key=_merged_at, reverse=True)
            return tuple(self._change(each) for each in merged[:most])

        changes = section(question, self.client.ask(question), read)
        return replace(changes, cut=f"the newest {most} at most") if changes.read is not None else changes

    def activity(self) -> Section[Acts]:
        """Who pushed, merged, proposed or commented within a year."""
        since = (self.now - YEAR).date()
        question = Question(f"{self.here}/events", right("activity"), (("after", since.isoformat()), *HUNDRED), 10)
        answer = self.client.ask(question)

        def read(found: list[Mapping[str, Any]]) -> Acts:
            acts = reading.acts(found)
            return Acts(_since(answer, [each.on for each in acts], since), acts)

        return section(question, answer, read)

    def checks(self, commits: dict[str, str]) -> Section[tuple[CheckedCommit, ...]]:
        """The jobs that ran on each of these commits."""
        found = [
            CheckedCommit(
                commit, tag, self.listed("checks", f"/repository/commits/{commit}/statuses", reading.statuses)
            )
            for commit, tag in commits.items()
        ]
        return Section(tuple(found))

    def _change(self, found: Mapping[str, Any]) -> MergedChange:
        question = Question(f"{self.here}/merge_requests/{found['iid']}/approvals", right("changes"))
        merger = found.get("merge_user") or found.get("merged_by")
        commits = (found.get("merge_commit_sha"), found.get("squash_commit_sha"))
        return MergedChange(
            number=found["iid"],
            branch=found["target_branch"],
            author=reading.actor(found["author"]),
            merged_on=date.fromisoformat(found["merged_at"][:10]),
            merged_by=reading.actor(merger) if merger else None,
            head=str(found.get("sha") or ""),
            merged_as=tuple(each for each in commits if each),
            reviews=section(question, self.client.ask(question), reading.reviews),
        )


def _since(answer: Answer, days: list[date], since: date) -> date:
    return min(days) if answer.cut and days else since


def _merged_at(found: Mapping[str, Any]) -> str:
    return str(found["merged_at"])


def _tags(found: list[Mapping[str, Any]]) -> tuple[TagName, ...]:
    return tuple(TagName(each["name"], each["commit"]["id"]) for each in found)


def _is_project(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and {"id", "path_with_namespace", "default_branch", "namespace"} <= value.keys()
        and {"kind", "full_path"} <= value["namespace"].keys()
        and bool(value["default_branch"])
    )
