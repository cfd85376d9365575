"""What a platform (a forge such as GitHub or GitLab) said of its settings when somebody took a snapshot of them.

The classes are the file format too: a snapshot holds just these fields, and its published schema is made from them. What the
person who took it had no right to see is a ``Section`` with ``unread``: neither a yes nor a no.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, Literal, TypeVar

from assay.domain.evidence import Location, Unread
from assay.facts.imported import Imported

Held = TypeVar("Held")
ActorKind = Literal["person", "bot", "team", "role", "key"]
Role = Literal["none", "read", "write", "admin"]
"""What an account may do to the code: ``write`` is every role that may push, ``admin`` every one that may change the rules."""
ROLES_IN_WORDS = {"admin": "administrators", "maintain": "maintainers", "write": "everybody who may write"}
CheckState = Literal["passed", "failed", "skipped", "waiting"]


@dataclass(frozen=True, slots=True)
class Missing:
    """Why something was not read, and the right that would show it (empty where none would)."""

    reason: str
    right: str = ""


@dataclass(frozen=True, slots=True)
class Section(Generic[Held]):
    """One thing asked of the platform: its answer, or why there is none. ``cut`` says what was left out of a long answer."""

    read: Held | None = None
    unread: Missing | None = None
    cut: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that acts. ``name`` of a person is the login, or in a redacted file a digest of it."""

    kind: ActorKind
    name: str

    @property
    def called(self) -> str:
        """In words for a report."""
        if self.kind == "role":
            return ROLES_IN_WORDS.get(self.name, self.name)
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Bypass:
    """Who need not follow a rule; ``only_in_changes`` where that holds for merging a proposed change, not for a direct push."""

    actor: Actor
    only_in_changes: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One source of rules that is in force on a branch. Each field says what this source demands."""

    source: str
    """Its name: ``branch protection``, or that of the ruleset."""
    level: str = "project"
    """Where it is kept: project, organisation, group or enterprise."""
    change_request: bool = False
    approvals: int | None = 0
    """How many others must approve; None where the platform did not show it."""
    dismisses_stale: bool | None = False
    """An approval lapses when the change does, or the last push needs one by somebody else."""
    checks: tuple[str, ...] = ()
    """Names of the checks that must pass; ``pipeline`` is the whole pipeline of the platform."""
    blocks_force_push: bool = False
    blocks_deletion: bool = False
    merge_queue: bool = False
    pushers: tuple[Actor, ...] | None = None
    """Who alone may push, where the rule names them."""
    bypass: Section[tuple[Bypass, ...]] = field(default_factory=Section)


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch releases are made from."""

    name: str
    commit: str
    default: bool = False
    protected: bool | None = None
    """The platform's own mark, which everybody may see."""
    protection: Section[tuple[Rule, ...]] = field(default_factory=Section)
    """Rules of the branch itself; none where it has no protection."""
    rules: Section[tuple[Rule, ...]] = field(default_factory=Section)
    """Rules that reach it from rulesets of the project and above."""

    @property
    def in_force(self) -> tuple[Rule, ...]:
        """All rules that were seen."""
        return (self.protection.read or ()) + (self.rules.read or ())


@dataclass(frozen=True, slots=True)
class Ruleset:
    """A set of rules as it is listed, in force or not."""

    name: str
    level: str
    enforcement: Literal["active", "evaluate", "disabled"]
    target: str = "branch"
    demands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """An account with access. ``outside`` where it is not of the organisation."""

    account: Actor
    role: Role
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Organisation:
    """The settings of the organisation or group, as far as they were shown; None where the answer left one out."""

    name: str
    second_factor_required: bool | None = None
    base_role: Role | None = None


@dataclass(frozen=True, slots=True)
class Actions:
    """What pipelines may do by default."""

    enabled: bool = True
    default_token: Role | None = None
    allowed: str = ""
    """Whose parts may be used: all, selected or local."""
    hashes_required: bool | None = None
    approves_changes: bool | None = None
    """Whether a pipeline may approve changes."""
    outside_changes_wait_for: str = ""
    """Which outside contributors' changes wait for an approval before a pipeline runs on them."""


@dataclass(frozen=True, slots=True)
class Runner:
    """A build machine of one's own."""

    name: str
    labels: tuple[str, ...] = ()
    ephemeral: bool | None = None


@dataclass(frozen=True, slots=True)
class Environment:
    """A place of deployment with what stands before it."""

    name: str
    reviewers: int = 0
    self_review_prevented: bool | None = None
    branches_limited: bool = False


@dataclass(frozen=True, slots=True)
class DeployKey:
    """A key of the project. Titles are kept only as digests in a redacted file."""

    title: str
    writes: bool
    made_on: date | None = None
    used_on: date | None = None


@dataclass(frozen=True, slots=True)
class StoredSecret:
    """A secret or token the platform keeps for pipelines: its name and days, never its value. Names are digests in a redacted file."""

    title: str
    renewed_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Hook:
    """A web hook: the host it calls (never the address, which may hold a secret)."""

    host: str
    active: bool = True
    verified_tls: bool = True


@dataclass(frozen=True, slots=True)
class Security:
    """Switches of the platform's own security services; None where the answer does not say."""

    secret_scanning: bool | None = None
    push_protection: bool | None = None
    vulnerability_alerts: bool | None = None
    security_updates: bool | None = None


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of a release. ``digest`` is what the platform computed, such as ``sha256:...``, or empty."""

    name: str
    digest: str = ""
    attestations: Section[int] = field(default_factory=Section)
    """How many attestations the platform keeps for the digest."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release as the platform lists it, newest first."""

    tag: str
    published_on: date | None
    immutable: bool | None = None
    assets: tuple[Asset, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """A person's or machine's judgement of a change."""

    by: Actor
    approves: bool
    on: date | None = None


@dataclass(frozen=True, slots=True)
class MergedChange:
    """A proposed change that was merged."""

    number: int
    branch: str
    author: Actor
    merged_on: date
    merged_by: Actor | None = None
    head: str = ""
    merged_as: tuple[str, ...] = ()
    """Commits it became on the branch, as far as the platform names them."""
    reviews: Section[tuple[Review, ...]] = field(default_factory=Section)


@dataclass(frozen=True, slots=True)
class Act:
    """Something an account did to the repository."""

    by: Actor
    on: date
    kind: Literal["push", "force push", "merge", "other"]
    branch: str = ""
    commit: str = ""


@dataclass(frozen=True, slots=True)
class Acts:
    """What was done, newest first, as far back as ``since``."""

    since: date
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class CommitCheck:
    """The latest result of one check on a commit; ``by`` is the application that reported it, where the platform says."""

    name: str
    state: CheckState
    by: str = ""
    on: date | None = None
    may_fail: bool = False


@dataclass(frozen=True, slots=True)
class CheckedCommit:
    """The checks of one commit: of a branch's head, or of a release (``tag``)."""

    commit: str
    tag: str = ""
    checks: Section[tuple[CommitCheck, ...]] = field(default_factory=Section)


@dataclass(frozen=True, slots=True)
class AuditLog:
    """A summary of the audit log: how many entries were seen, and from when to when."""

    entries: int
    oldest: date | None = None
    newest: date | None = None
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """What the project says of itself."""

    visibility: str
    archived: bool = False
    fork_of: str = ""
    merge_methods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TagName:
    """A tag and the commit it names."""

    name: str
    commit: str


@dataclass(frozen=True, slots=True)
class Taker:
    """Who took the snapshot, and with which rights the platform says they came."""

    login: str
    rights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Owner:
    """Who the project belongs to."""

    name: str
    kind: Literal["organisation", "person"]


@dataclass(frozen=True, slots=True)
class Sections:
    """Everything asked, by subject."""

    taken_by: Section[Taker] = field(default_factory=Section)
    project: Section[Project] = field(default_factory=Section)
    branches: Section[tuple[Branch, ...]] = field(default_factory=Section)
    rulesets: Section[tuple[Ruleset, ...]] = field(default_factory=Section)
    members: Section[tuple[Member, ...]] = field(default_factory=Section)
    organisation: Section[Organisation] = field(default_factory=Section)
    without_second_factor: Section[tuple[Actor, ...]] = field(default_factory=Section)
    actions: Section[Actions] = field(default_factory=Section)
    runners: Section[tuple[Runner, ...]] = field(default_factory=Section)
    environments: Section[tuple[Environment, ...]] = field(default_factory=Section)
    deploy_keys: Section[tuple[DeployKey, ...]] = field(default_factory=Section)
    secrets: Section[tuple[StoredSecret, ...]] = field(default_factory=Section)
    hooks: Section[tuple[Hook, ...]] = field(default_factory=Section)
    security: Section[Security] = field(default_factory=Section)
    private_reporting: Section[bool] = field(default_factory=Section)
    immutable_releases: Section[bool] = field(default_factory=Section)
    releases: Section[tuple[Release, ...]] = field(default_factory=Section)
    changes: Section[tuple[MergedChange, ...]] = field(default_factory=Section)
    activity: Section[Acts] = field(default_factory=Section)
    checks: Section[tuple[CheckedCommit, ...]] = field(default_factory=Section)
    audit_log: Section[AuditLog] = field(default_factory=Section)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One file: a platform's answers about one project at one moment."""

    schema: Literal["assay-snapshot/1"]
    tool: str
    platform: Literal["github", "gitlab"]
    server: str
    """Address of the programming interface that was asked."""
    project: str
    """``owner/name`` as the platform calls it today."""
    owner: Owner
    taken_at: datetime
    branch: str
    """The default branch."""
    commit: str
    """Its newest commit."""
    asked_for: str = ""
    """The name it was asked for by, where the project has been renamed since."""
    redacted: bool = False
    tags: tuple[TagName, ...] = ()
    sections: Sections = field(default_factory=Sections)


def escapes(rules: tuple[Rule, ...], demands: Callable[[Rule], object]) -> Section[tuple[Bypass, ...]]:
    """Who escapes a demand that some of the rules make: of these rules, what the one says that lets the fewest by."""
    making = [each.bypass for each in rules if demands(each)]
    seen = [each for each in making if each.read is not None]
    return min(seen or making, key=lambda each: len(each.read or ()), default=Section())


@dataclass(frozen=True)
class Platforms:
    """The snapshots handed over that are of this project, newest first."""

    runs: tuple[Imported[Snapshot], ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def newest(self) -> "Seen | None":
        """The newest snapshot, if any."""
        return Seen(self.runs[0]) if self.runs else None

    def hidden(self, what: str, name: str) -> tuple[Unread, ...]:
        """That the section called ``name`` of the newest snapshot was not read; nothing where it was, or there is no snapshot."""
        seen = self.newest
        section = getattr(seen.sections, name) if seen else None
        return (seen.missing(what, section),) if seen and section and section.read is None else ()


@dataclass(frozen=True)
class Seen:
    """One snapshot as checks read it: a section, or what is to be said of its absence."""

    run: Imported[Snapshot]

    @property
    def snapshot(self) -> Snapshot:
        """Its content."""
        return self.run.content

    @property
    def sections(self) -> Sections:
        """Its sections."""
        return self.run.content.sections

    @property
    def on(self) -> date:
        """The day it was taken."""
        return self.run.content.taken_at.date()

    @property
    def revision(self) -> str:
        """The commit it is tied to."""
        return self.run.source.commit

    @property
    def archived(self) -> bool:
        """Whether nobody can change the project any more."""
        return bool(self.sections.project.read and self.sections.project.read.archived)

    def at(self) -> Location:
        """Where reports point."""
        return self.run.source.at()

    def missing(self, what: str, section: Section[Held], right: str = "") -> Unread:
        """That ``what`` was not read, with the right that would show it: ``right`` where the section was read and it left it out."""
        why = section.unread or Missing("the platform's answer does not show it", right)
        shows = f"a new snapshot with {why.right}" if why.right else "a new snapshot"
        return Unread(f"{what} of {self.snapshot.project}", why.reason, shows)
