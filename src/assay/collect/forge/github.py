"""Takes a snapshot of a project on GitHub, with requests that only read."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import quote

from assay.collect.forge.client import Client
from assay.errors import NothingToAssessError
from assay.facts.platform import (
    Acts,
    Asset,
    Branch,
    Bypass,
    CheckedCommit,
    CommitCheck,
    MergedChange,
    Missing,
    Owner,
    Release,
    Ruleset,
    Section,
    Sections,
    Security,
    Snapshot,
    TagName,
    Taker,
)
from assay.formats.snapshots import github as reading
from assay.formats.snapshots.asking import Answer, Question, commits_to_check, kept, section, why_not
from assay.formats.snapshots.file import NAME
from assay.formats.snapshots.rights import github as right

SERVER = "https://api.github.com"
HUNDRED = (("per_page", "100"),)
MOST_BRANCHES = 5
MOST_RULESETS = 30
MOST_RELEASES = 10
MOST_ATTESTED = 10
MOST_RUNS = 10
YEAR = timedelta(days=365)

Read = TypeVar("Read")


def headers(token: str) -> dict[str, str]:
    """What every request carries."""
    said = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
    return {**said, "Authorization": f"Bearer {token}"} if token else said


def take(client: Client, name: str, now: datetime, tool: str, most_changes: int = 50) -> Snapshot:
    """A snapshot of ``owner/name``. Raises NothingToAssessError where the project itself cannot be read."""
    here = f"/repos/{quote(name)}"
    first = client.ask(Question(here, right("project")))
    if not first.fine or not _is_project(first.value):
        why = why_not(Question(here, right("project")), first)
        raise NothingToAssessError(
            f"{name} cannot be read: {why.reason if why else 'the answer is no project'}.",
            advice="Check the name, and give a token that may see it in GITHUB_TOKEN or GH_TOKEN.",
        )
    found: Mapping[str, Any] = first.value
    taker = _Taker(client, f"/repos/{quote(found['full_name'])}", found, now)
    tags = taker.tags()
    head = taker.head()
    releases, cut_branches = taker.releases()
    branches = kept(lambda: taker.branches([found["default_branch"], *cut_branches]))
    organisation = found["owner"]["login"] if found["owner"]["type"] == "Organization" else ""
    changes = kept(lambda: taker.changes({each.name for each in branches.read or ()}, most_changes))
    return Snapshot(
        schema=NAME,
        tool=tool,
        platform="github",
        server=client.server,
        project=found["full_name"],
        owner=Owner(found["owner"]["login"], "organisation" if organisation else "person"),
        taken_at=now,
        branch=found["default_branch"],
        commit=head,
        asked_for=name if name.casefold() != found["full_name"].casefold() else "",
        tags=tags,
        sections=Sections(
            taken_by=kept(lambda: taker.taken_by()),
            project=section(Question(here, right("project")), first, reading.project),
            branches=branches,
            rulesets=kept(lambda: taker.rulesets()),
            members=kept(lambda: taker.members(organisation)),
            organisation=kept(lambda: taker.organisation(organisation)),
            without_second_factor=kept(lambda: taker.without_second_factor(organisation)),
            actions=kept(lambda: taker.actions()),
            runners=kept(lambda: taker.listed("runners", "/actions/runners", reading.runners, inside="runners")),
            environments=kept(
                lambda: taker.listed("environments", "/environments", reading.environments, inside="environments")
            ),
            deploy_keys=kept(lambda: taker.listed("deploy_keys", "/keys", reading.deploy_keys)),
            secrets=kept(lambda: taker.listed("secrets", "/actions/secrets", reading.secrets, inside="secrets")),
            hooks=kept(lambda: taker.listed("hooks", "/hooks", reading.hooks)),
            security=kept(lambda: taker.security()),
            private_reporting=kept(
                lambda: taker.one("private_reporting", "/private-vulnerability-reporting", _enabled)
            ),
            immutable_releases=kept(lambda: taker.one("immutable_releases", "/immutable-releases", _enabled)),
            releases=releases,
            changes=changes,
            activity=kept(lambda: taker.activity()),
            checks=kept(lambda: taker.checks(commits_to_check(head, releases, tags, changes))),
            audit_log=kept(lambda: taker.audit_log(organisation)),
        ),
    )


class _Taker:
    """The questions about one project, in the order they are asked."""

    def __init__(self, client: Client, here: str, found: Mapping[str, Any], now: datetime) -> None:
        self.client, self.here, self.found, self.now = client, here, found, now
        self._sets: tuple[Section[tuple[Ruleset, ...]], dict[int, Section[tuple[Bypass, ...]]]] | None = None

    def one(self, name: str, path: str, read: Callable[[Any], Read], none_says: str = "") -> Section[Read]:
        """A section that is one answer."""
        question = Question(self.here + path, right(name), none_says=none_says)
        return section(question, self.client.ask(question), read)

    def listed(
        self, name: str, path: str, read: Callable[[Any], Read], pages: int = 5, inside: str = ""
    ) -> Section[Read]:
        """A section that is a list."""
        question = Question(self.here + path, right(name), HUNDRED, pages, inside)
        return section(question, self.client.ask(question), read)

    def head(self) -> str:
        """The newest commit of the default branch: without it nothing ties the snapshot to a history."""
        branch = self.found["default_branch"]
        question = Question(f"{self.here}/branches/{quote(branch, safe='')}", right("branches"))
        answer = self.client.ask(question)
        why = why_not(question, answer)
        try:
            return str(answer.value["commit"]["sha"])
        except (KeyError, TypeError):
            raise NothingToAssessError(
                f"The newest commit of {branch} cannot be read: {why.reason if why else 'it is not in the answer'}.",
                advice=f"The token needs {right('branches')}.",
            ) from None

    def tags(self) -> tuple[TagName, ...]:
        """Tags with their commits, as far as the platform lists them."""
        question = Question(f"{self.here}/tags", right("project"), HUNDRED, 3)
        tags = section(question, self.client.ask(question), _tags)
        return tags.read or ()

    def taken_by(self) -> Section[Taker]:
        """Who asks, and with which rights."""
        question = Question("/user", right("taken_by"))
        answer = self.client.ask(question)
        mine = sorted(name for name, has in (self.found.get("permissions") or {}).items() if has)
        rights = (*answer.scopes, *(f"project: {each}" for each in mine))
        return section(question, answer, lambda user: Taker(str(user["login"]), rights))

    def branches(self, names: list[str]) -> Section[tuple[Branch, ...]]:
        """The default branch and those releases were cut from, each with its protection and rules."""
        found: list[Branch] = []
        wanted = list(dict.fromkeys(names))
        for name in wanted[:MOST_BRANCHES]:
            place = f"{self.here}/branches/{quote(name, safe='')}"
            answer = self.client.ask(Question(place, right("branches")))
            if not answer.fine:
                continue
            protection = Question(f"{place}/protection", right("branches: protection"), none_says="not protected")
            rules = Question(f"{self.here}/rules/branches/{quote(name, safe='')}", right("branches: rules"), HUNDRED, 3)
            guarded = self.client.ask(protection)
            found.append(
                Branch(
                    name=name,
                    commit=str(answer.value["commit"]["sha"]),
                    default=name == self.found["default_branch"],
                    protected=answer.value.get("protected"),
                    protection=section(
                        protection, replace(guarded, value=guarded.value if guarded.fine else None), reading.protection
                    ),
                    rules=section(rules, self.client.ask(rules), lambda each: reading.rules(each, self._bypasses())),
                )
            )
        return Section(tuple(found), cut=f"{MOST_BRANCHES} of {len(wanted)}" if len(wanted) > MOST_BRANCHES else "")

    def rulesets(self) -> Section[tuple[Ruleset, ...]]:
        """The rulesets that concern the project, those above it included, in force or not."""
        return self._rulesets()[0]

    def members(self, organisation: str) -> Section[Any]:
        """Everybody with access, marked where from outside the organisation."""
        outside: frozenset[str] = frozenset()
        if organisation:
            query = (("affiliation", "outside"), *HUNDRED)
            question = Question(f"{self.here}/collaborators", right("members"), query, 10)
            answer = self.client.ask(question)
            if why := why_not(question, answer):
                return Section(unread=why)
            outside = frozenset(str(each["login"]) for each in answer.value)
        return self.listed("members", "/collaborators", lambda found: reading.members(found, outside), pages=20)

    def organisation(self, name: str) -> Section[Any]:
        """The settings of the organisation."""
        if not name:
            return Section(unread=Missing("the project belongs to a person, who has no such settings"))
        question = Question(f"/orgs/{quote(name)}", right("organisation"))
        return section(question, self.client.ask(question), reading.organisation)

    def without_second_factor(self, name: str) -> Section[Any]:
        """Members without a second factor."""
        if not name:
            return Section(unread=Missing("the project belongs to a person, who has no members"))
        query = (("filter", "2fa_disabled"), *HUNDRED)
        question = Question(f"/orgs/{quote(name)}/members", right("without_second_factor"), query, 5)
        answer = self.client.ask(question)
        if answer.status == 422:
            return Section(unread=Missing("only an owner may see it (422)", right("without_second_factor")))
        return section(question, answer, lambda found: tuple(reading.actor(each) for each in found))

    def actions(self) -> Section[Any]:
        """What workflows may do."""
        place = f"{self.here}/actions/permissions"
        workflow = Question(f"{place}/workflow", right("actions"))
        given = self.client.ask(workflow)
        if why := why_not(workflow, given):
            return Section(unread=why)
        forks = self.client.ask(Question(f"{place}/fork-pr-contributor-approval", right("actions")))
        return self.one(
            "actions",
            "/actions/permissions",
            lambda found: reading.actions(found, given.value, forks.value if forks.fine else {}),
        )

    def security(self) -> Section[Security]:
        """The platform's own security services: part of the project's answer, and two questions more."""
        alerts = Question(f"{self.here}/vulnerability-alerts", right("security"), none_says="disabled")
        told = self.client.ask(alerts)
        fixes = Question(f"{self.here}/automated-security-fixes", right("security"))
        updates = section(fixes, self.client.ask(fixes), lambda each: bool(each["enabled"]) and not each.get("paused"))
        hidden = why_not(alerts, told)
        found = Security(
            secret_scanning=reading.switched(self.found, "secret_scanning"),
            push_protection=reading.switched(self.found, "secret_scanning_push_protection"),
            vulnerability_alerts=None if hidden else told.fine,
            security_updates=updates.read,
        )
        return Section(unread=hidden) if hidden and found == Security() else Section(found)

    def releases(self) -> tuple[Section[tuple[Release, ...]], list[str]]:
        """The newest releases with their files, and the branches they were cut from."""
        question = Question(f"{self.here}/releases", right("releases"), (("per_page", "30"),), 1)
        branches: list[str] = []

        def read(found: list[Mapping[str, Any]]) -> tuple[Release, ...]:
            published = [each for each in found if not each.get("draft")][:MOST_RELEASES]
            branches.extend(str(each.get("target_commitish") or "") for each in published)
            return tuple(map(self._release, published))

        answer = self.client.ask(question)
        found = section(question, answer, read)
        if found.read:
            newest = found.read[0]
            assets = tuple(self._attested(each) for each in newest.assets[:MOST_ATTESTED])
            newest = replace(newest, assets=assets + newest.assets[MOST_ATTESTED:])
            cut = f"the newest {MOST_RELEASES}" if len(answer.value) > MOST_RELEASES else found.cut
            found = Section((newest, *found.read[1:]), cut=cut)
        return found, [each for each in branches if each and not _is_commit(each)]

    def changes(self, branches: set[str], most: int) -> Section[tuple[MergedChange, ...]]:
        """The newest merged changes, each with its reviews."""
        query = (("state", "closed"), ("sort", "updated"), ("direction", "desc"), *HUNDRED)
        question = Question(f"{self.here}/pulls", right("changes"), query, 3)
        answer = self.client.ask(question)

        def read(found: list[Mapping[str, Any]]) -> tuple[MergedChange, ...]:
            merged = [each for each in found if each["merged_at"] and each["base"]["ref"] in branches]
            merged.sort(key=lambda each: str(each["merged_at"]), reverse=True)
            return tuple(self._change(each) for each in merged[:most])

        changes = section(question, answer, read)
        return replace(changes, cut=f"the newest {most} at most") if changes.read is not None else changes

    def activity(self) -> Section[Acts]:
        """Who pushed and merged within a year."""
        query = (("time_period", "year"), *HUNDRED)
        question = Question(f"{self.here}/activity", right("activity"), query, 10)
        answer = self.client.ask(question)

        def read(found: list[Mapping[str, Any]]) -> Acts:
            acts = reading.acts(found)
            return Acts(_since(answer, [each.on for each in acts], self.now), acts)

        return section(question, answer, read)

    def checks(self, commits: dict[str, str]) -> Section[tuple[CheckedCommit, ...]]:
        """The checks of each of these commits."""
        return Section(tuple(CheckedCommit(commit, tag, self._checks(commit)) for commit, tag in commits.items()))

    def audit_log(self, organisation: str) -> Section[Any]:
        """A summary of the organisation's audit log."""
        if not organisation:
            return Section(unread=Missing("the project belongs to a person, who has no audit log"))
        question = Question(f"/orgs/{quote(organisation)}/audit-log", right("audit_log"), HUNDRED, 1)
        return section(question, self.client.ask(question), reading.audit_log)

    def _rulesets(self) -> tuple[Section[tuple[Ruleset, ...]], dict[int, Section[tuple[Bypass, ...]]]]:
        if self._sets is None:
            query = (("includes_parents", "true"), *HUNDRED)
            question = Question(f"{self.here}/rulesets", right("rulesets"), query, 2)
            answer = self.client.ask(question)
            bypasses: dict[int, Section[tuple[Bypass, ...]]] = {}
            whole: list[Mapping[str, Any]] = []
            for each in (answer.value if answer.fine else [])[:MOST_RULESETS]:
                one = Question(f"{self.here}/rulesets/{each['id']}", right("branches: who may bypass"))
                detail = self.client.ask(one)
                why = why_not(one, detail)
                bypasses[int(each["id"])] = Section(unread=why) if why else reading.bypass(detail.value)
                whole.append(each if why else detail.value)
            listed = section(question, replace(answer, value=whole), lambda all_: tuple(map(reading.ruleset, all_)))
            self._sets = listed, bypasses
        return self._sets

    def _bypasses(self) -> dict[int, Section[tuple[Bypass, ...]]]:
        return self._rulesets()[1]

    def _release(self, found: Mapping[str, Any]) -> Release:
        assets = tuple(Asset(str(each["name"]), str(each.get("digest") or "")) for each in found.get("assets") or ())
        return Release(found["tag_name"], reading.day(found.get("published_at")), found.get("immutable"), assets)

    def _attested(self, asset: Asset) -> Asset:
        if not asset.digest:
            return replace(asset, attestations=Section(unread=Missing("the platform gives no digest of the file")))
        question = Question(f"{self.here}/attestations/{quote(asset.digest)}", right("releases: attestations"))
        return replace(asset, attestations=section(question, self.client.ask(question), _attestations))

    def _change(self, found: Mapping[str, Any]) -> MergedChange:
        question = Question(f"{self.here}/pulls/{found['number']}/reviews", right("changes"), HUNDRED, 3)
        return MergedChange(
            number=found["number"],
            branch=found["base"]["ref"],
            author=reading.actor(found["user"]),
            merged_on=date.fromisoformat(found["merged_at"][:10]),
            head=str((found.get("head") or {}).get("sha") or ""),
            merged_as=(found["merge_commit_sha"],) if found.get("merge_commit_sha") else (),
            reviews=section(question, self.client.ask(question), reading.reviews),
        )

    def _checks(self, commit: str) -> Section[tuple[CommitCheck, ...]]:
        """Check runs, or where the token may not see them the jobs of workflow runs; and what outside services reported."""
        place = f"{self.here}/commits/{commit}"
        runs = Question(f"{place}/check-runs", right("checks"), (("filter", "latest"), *HUNDRED), 5, "check_runs")
        checks = section(runs, self.client.ask(runs), reading.check_runs)
        if checks.read is None:
            checks = self._jobs(commit)
        status = Question(f"{place}/status", right("checks"), HUNDRED)
        reported = section(status, self.client.ask(status), reading.statuses)
        if checks.read is None:
            return checks
        cut = checks.cut or ("" if reported.read is not None else "without what outside services reported")
        return Section(checks.read + (reported.read or ()), cut=cut)

    def _jobs(self, commit: str) -> Section[tuple[CommitCheck, ...]]:
        query = (("head_sha", commit), *HUNDRED)
        question = Question(f"{self.here}/actions/runs", right("checks"), query, 1, "workflow_runs")
        answer = self.client.ask(question)
        if why := why_not(question, answer):
            return Section(unread=why)
        found: list[CommitCheck] = []
        for run in answer.value[:MOST_RUNS]:
            latest = (("filter", "latest"), *HUNDRED)
            one = Question(f"{self.here}/actions/runs/{run['id']}/jobs", right("checks"), latest, 3, "jobs")
            jobs = section(one, self.client.ask(one), reading.jobs)
            if jobs.read is None:
                return jobs
            found += jobs.read
        return Section(
            tuple(found), cut=f"the newest {MOST_RUNS} runs" if len(answer.value) > MOST_RUNS else answer.cut
        )


def _is_project(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and {"full_name", "default_branch", "owner"} <= value.keys()
        and {"login", "type"} <= value["owner"].keys()
    )


def _since(answer: Answer, days: list[date], now: datetime) -> date:
    """How far back was read: a year, or to the oldest act where the list was cut."""
    return min(days) if answer.cut and days else (now - YEAR).date()


def _enabled(found: Mapping[str, Any]) -> bool:
    return bool(found["enabled"])


def _tags(found: list[Mapping[str, Any]]) -> tuple[TagName, ...]:
    return tuple(TagName(each["name"], each["commit"]["sha"]) for each in found)


def _attestations(found: Mapping[str, Any]) -> int:
    return len(found["attestations"])


def _is_commit(name: str) -> bool:
    return len(name) == 40 and all(each in "0123456789abcdef" for each in name)
