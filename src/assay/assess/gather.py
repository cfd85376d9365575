"""Gathers facts on demand: each once, each given what its collector needs, the costliest in a second process."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, NamedTuple, TypeVar, cast

import msgspec

from assay.assess.discovery import Check, collectors
from assay.checks.contract import Finding
from assay.collect import beside
from assay.collect.audited import workflow_audits
from assay.collect.background import Later
from assay.collect.history import ahead
from assay.collect.repository import Repository, Settings
from assay.collect.tree import code, secrets
from assay.errors import CheckContractError
from assay.facts.code import Code
from assay.facts.documents import Documents
from assay.facts.history import History
from assay.facts.secrets import SecretsFound
from assay.facts.subject import Subject
from assay.facts.tree import Tree
from assay.facts.workflow_audits import WorkflowAudits
from assay.store.memory import Memory

Fact = TypeVar("Fact")

BESIDE: Mapping[type, Callable[[Repository, Tree, Memory], object]] = {
    Code: code.collect,
    SecretsFound: secrets.collect,
}
"""Facts that need the content of nearly every file, and nothing else: a second process can gather them."""
FINDINGS = "findings"
WORTH_A_PROCESS = 3_000_000
"""Bytes in the tree below which a second process saves nothing."""


class Found(NamedTuple):
    """What a check found, and what it read of the subject for that: the subject is another with every commit."""

    read: dict[str, str]
    findings: tuple[Finding, ...]


class Watched:
    """Stands for a fact and notes which of its fields are read."""

    def __init__(self, fact: object) -> None:
        self._fact = fact
        self._read: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self._read.add(name)
        return getattr(self._fact, name)

    def values(self) -> dict[str, str]:
        """The fields read so far, and what they hold."""
        return {name: repr(getattr(self._fact, name)) for name in sorted(self._read)}

    def has(self, values: Mapping[str, str]) -> bool:
        """Whether these fields hold the same here."""
        return all(repr(getattr(self._fact, name)) == value for name, value in values.items())


class Facts:
    """The facts of one revision, gathered when first asked for."""

    def __init__(
        self,
        repository: Repository,
        settings: Settings,
        memory: Memory | None = None,
        progress: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._gathered: dict[type, object] = {
            Repository: repository,
            Settings: settings,
            Memory: memory or Memory(),
        }
        self._progress = progress
        self._findings: dict[str, tuple[Finding, ...]] = {}
        self._digests: dict[type, bytes] = {}
        self._earlier: Facts | None = None
        self._beside: beside.Beside | None = None
        self._audits: Later[WorkflowAudits] | None = None

    def on(self, day: date) -> "Facts":
        """The same revision on another day: only what asks for the day, and what follows from that, is gathered again."""
        settings = replace(self.get(Settings), as_of=day)
        other = Facts(self.get(Repository), settings, self.get(Memory), self._progress)
        other._earlier = self
        return other

    def __enter__(self) -> "Facts":
        """Start what can go on by itself: a second process on a large tree never read before, git's walks, the auditor."""
        repository, memory = self.get(Repository), self.get(Memory)
        if not memory.keys(secrets.KIND) and _size(repository.tree) >= WORTH_A_PROCESS and beside.possible():
            self._beside = beside.Beside(self._gather_beside)
        ahead.begin(repository, memory)
        audit = partial(workflow_audits.collect, repository, repository.tree, self.get(Settings), memory)
        self._audits = Later(audit)
        return self

    def __exit__(self, *_: object) -> None:
        if self._beside:
            self._beside.stop()
        if self._audits:
            self._audits.wait()

    def get(self, wanted: type[Fact]) -> Fact:
        """The fact of this type."""
        if wanted not in self._gathered:
            collector = collectors().get(wanted)
            if collector is None:
                raise CheckContractError(f"no collector gathers {wanted.__name__}")
            needs: list[object] = [self.get(need) for need in collector.needs]
            if self._as_before(wanted, collector.needs):
                self._gathered[wanted] = self._before(wanted)
            else:
                self._progress(collector.run.__module__.rpartition(".")[2].replace("_", " "))
                made = self._started(wanted) or collector.run(*needs)
                before = self._before(wanted)
                self._gathered[wanted] = before if made == before else made
        return cast(Fact, self._gathered[wanted])

    def findings(self, check: Check) -> tuple[Finding, ...]:
        """What the check finds; on another day it runs again only where a fact it needs is another."""
        if check.id not in self._findings:
            needs: list[object] = [self.get(need) for need in check.needs]
            known = self._earlier._findings.get(check.id) if self._earlier and self._same(check.needs) else None
            self._findings[check.id] = self._found(check, needs) if known is None else known
        return self._findings[check.id]

    def known(self, wanted: type[Fact]) -> Fact | None:
        """The fact of this type if something asked for it."""
        return cast("Fact | None", self._gathered.get(wanted))

    def _found(self, check: Check, needs: Sequence[object]) -> tuple[Finding, ...]:
        """What the check finds now, or found before on the very same facts and as much of the subject as it read."""
        memory = self.get(Memory)
        if not memory.keeps or History in check.needs:
            return tuple(check.run(*needs))
        try:
            digests = [self._digest(need) for need in check.needs if need is not Subject]
        except (TypeError, ValueError, OverflowError):  # what cannot be written down, such as a path that is no UTF-8
            return tuple(check.run(*needs))
        subject = Watched(self.get(Subject))
        given = [subject if need is Subject else fact for need, fact in zip(check.needs, needs, strict=True)]

        def make() -> Found:
            findings = tuple(check.run(*given))
            return Found(subject.values(), findings)

        key = f"{check.id}:{hashlib.sha256(b''.join(digests)).hexdigest()}"
        return memory.remember(FINDINGS, key, Found, make, lambda found: subject.has(found.read)).findings

    def _digest(self, wanted: type) -> bytes:
        """Of all a gathered fact holds: the same for facts that are equal, as a set has another order in every process."""
        if wanted not in self._digests:
            written = msgspec.msgpack.encode(self._gathered[wanted], order="deterministic")
            self._digests[wanted] = hashlib.sha256(written).digest()
        return self._digests[wanted]

    def _before(self, wanted: type) -> object | None:
        return self._earlier.known(wanted) if self._earlier else None

    def _same(self, needs: tuple[type, ...]) -> bool:
        """Whether every one of these is the very object of the other day."""
        return all(self.known(need) is self._before(need) for need in needs)

    def _as_before(self, wanted: type, needs: tuple[type, ...]) -> bool:
        """Whether the fact of the other day holds on this one. The workflow auditor is told no day."""
        return self._before(wanted) is not None and (wanted is WorkflowAudits or self._same(needs))

    def _started(self, wanted: type) -> object | None:
        """The fact, if it was gathered by itself."""
        if wanted is WorkflowAudits and self._audits:
            return self._audits.result()
        if wanted not in BESIDE or self._beside is None:
            return None
        if not self._beside.ready(wanted.__name__):
            self.get(Documents)
        made = self._beside.take(wanted.__name__)
        return msgspec.msgpack.decode(made, type=wanted) if made else None

    def _gather_beside(self, send: beside.Send) -> None:
        """In the second process: its own repository and processes, the same commit."""
        here, memory = self.get(Repository), self.get(Memory)
        with Repository(here.path, here.commit) as repository:
            for fact, collect in BESIDE.items():
                made = msgspec.msgpack.encode(collect(repository, repository.tree, memory))
                memory.save()
                send(fact.__name__, made)


def _size(tree: Tree) -> int:
    return sum(entry.size or 0 for entry in tree.entries)
