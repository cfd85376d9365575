"""The two corpora honesty is measured on: repositories that lie, and repositories that do what they show.

A corpus is a folder of Python files. Each holds nothing but data, a tuple called ``REPOSITORIES``, and is found by being there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TypeVar

from assay.assess.run import Assessment, assess
from assay.checks.contract import Change, Handed
from assay.collect.repository import Settings
from assay.domain.assessment import FacetResult
from assay.domain.evidence import Direction, Outcome
from assay.testing.evidence import hand_over
from assay.testing.repository import Recipe, Tagged, build

AS_OF = date(2026, 10, 1)
"""The moment every repository of the corpora is assessed at, one day after its last commit."""

Files = Mapping[str, str | bytes]


@dataclass(frozen=True, slots=True)
class Liar:
    """A repository that wants to be believed, the facets it wants to win, and, if there is one, its honest twin."""

    name: str
    pretends: str
    """What a hasty reader would take away, and why it is not so."""
    baits: tuple[str, ...]
    """Facets that must not gain support."""
    files: Files
    history: tuple[Change, ...] = ()
    tags: tuple[Tagged, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    through: tuple[str, ...] = ()
    """Where given, only support by these checks is false: another check rightly supports the facet."""
    evidence: Mapping[str, Handed] = field(default_factory=dict)
    """What is handed over beside it."""
    truth: Files | None = None
    """Files that replace those of the lie and make it true: the twin must win every baited facet."""
    true_history: tuple[Change, ...] = ()
    true_tags: tuple[Tagged, ...] = ()
    true_evidence: Mapping[str, Handed] = field(default_factory=dict)
    """What is handed over beside the honest twin."""

    @property
    def lie(self) -> Recipe:
        """The lying repository."""
        return Recipe(self.files, self.history, self.tags, self.links, evidence=self.evidence)

    @property
    def twin(self) -> Recipe | None:
        """The honest repository beside it: the proof that the bait is one."""
        if self.truth is None:
            return None
        files = {**self.files, **self.truth}
        return replace(
            self.lie,
            files=files,
            history=self.true_history or self.history,
            tags=self.true_tags,
            links={},
            evidence=self.true_evidence,
        )


@dataclass(frozen=True, slots=True)
class Honest:
    """A repository that does what it should in its own legitimate way, and what must be seen in it."""

    name: str
    ecosystem: str
    system: str
    """The CI system, empty where there is none."""
    shows: tuple[tuple[str, str], ...]
    """(facet, check) pairs: the check must be seen to support the facet."""
    files: Files
    history: tuple[Change, ...] = ()
    tags: tuple[Tagged, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, Handed] = field(default_factory=dict)
    """What is handed over beside it."""

    @property
    def recipe(self) -> Recipe:
        """The repository."""
        return Recipe(self.files, self.history, self.tags, self.links, evidence=self.evidence)


Kind = TypeVar("Kind", Liar, Honest)


def corpus(folder: Path, kind: type[Kind]) -> tuple[Kind, ...]:
    """Every repository described in the files of ``folder``, in order of file name."""
    found: list[Kind] = []
    for path in sorted(folder.glob("[a-z]*.py")):
        if path.name.startswith("test_"):
            continue
        spec = spec_from_file_location(f"{folder.name}_{path.stem}", path)
        assert spec
        assert spec.loader
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        for each in module.REPOSITORIES:
            assert isinstance(each, kind), f"{path.name} holds {each!r}"
            found.append(each)
    return tuple(found)


def assessed(recipe: Recipe, folder: Path) -> Assessment:
    """The repository built in ``folder`` and assessed as any other is, with what is handed over beside it."""
    path = build(folder, recipe)
    evidence = hand_over(recipe.evidence, path, folder.with_name(folder.name + "-evidence"), AS_OF)
    return assess(path, "HEAD", Settings(AS_OF, evidence=evidence))


def facets(assessment: Assessment) -> dict[str, FacetResult]:
    """Every facet by its id."""
    return {facet.id: facet for claim in assessment.judgement.claims for facet in claim.facets}


def supports(assessment: Assessment) -> frozenset[tuple[str, str]]:
    """(facet, check) pairs: which check speaks for which facet."""
    return frozenset(
        (effect.facet, seen.check)
        for claim in assessment.judgement.claims
        for seen in claim.supporting
        if seen.outcome is Outcome.GOOD
        for effect in seen.effects
        if effect.direction is Direction.SUPPORTS
    )
