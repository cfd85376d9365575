"""Gathers facts on demand: each once, each given what its collector needs."""

from collections.abc import Callable
from typing import TypeVar, cast

from assay.assess.discovery import collectors
from assay.collect.repository import Repository, Settings
from assay.errors import CheckContractError
from assay.store.memory import Memory

Fact = TypeVar("Fact")


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

    def get(self, wanted: type[Fact]) -> Fact:
        """The fact of this type."""
        if wanted not in self._gathered:
            collector = collectors().get(wanted)
            if collector is None:
                raise CheckContractError(f"no collector gathers {wanted.__name__}")
            needs: list[object] = [self.get(need) for need in collector.needs]
            self._progress(collector.run.__module__.rpartition(".")[2].replace("_", " "))
            self._gathered[wanted] = collector.run(*needs)
        return cast(Fact, self._gathered[wanted])

    def known(self, wanted: type[Fact]) -> Fact | None:
        """The fact of this type if something asked for it."""
        return cast("Fact | None", self._gathered.get(wanted))
