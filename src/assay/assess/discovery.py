"""Finds every check and every collector by walking their packages: nothing is registered anywhere."""

import importlib
import pkgutil
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType

import assay.checks
import assay.collect
from assay.checks.contract import Example, Finding
from assay.domain.strength import Strength
from assay.errors import CheckContractError, UnknownIdError


@dataclass(frozen=True)
class Check:
    """One check as its file declares it."""

    id: str
    family: str
    module: str
    title: str
    explanation: str
    supports: Mapping[str, Strength]
    counters: Mapping[str, Strength]
    because: str
    stale_after_days: int
    fix: str
    examples: tuple[Example, ...]
    needs: tuple[type, ...]
    """The facts it is given, in the order of its parameters."""
    run: Callable[..., Iterator[Finding]]


@dataclass(frozen=True)
class Collector:
    """One collector: the fact it gathers and the types it needs."""

    fact: type
    needs: tuple[type, ...]
    run: Callable[..., object]


@cache
def check_ids() -> Mapping[str, str]:
    """Check id → module name, without importing any check."""
    found = {}
    for package in pkgutil.iter_modules(assay.checks.__path__):
        if package.ispkg:
            folder = [f"{assay.checks.__path__[0]}/{package.name}"]
            for module in pkgutil.iter_modules(folder):
                found[module.name.replace("_", "-")] = f"assay.checks.{package.name}.{module.name}"
    return found


def load_check(check_id: str) -> Check:
    """The check called ``check_id``; raises UnknownIdError."""
    known = check_ids()
    if check_id not in known:
        near = [each for each in known if set(check_id.split("-")) & set(each.split("-"))]
        raise UnknownIdError(
            f"There is no check called {check_id!r}.",
            advice=f"Did you mean {', '.join(sorted(near)[:5])}?" if near else "",
        )
    return _check(check_id, importlib.import_module(known[check_id]))


@cache
def checks() -> tuple[Check, ...]:
    """Every check, in order of id."""
    return tuple(load_check(each) for each in sorted(check_ids()))


@cache
def collectors() -> Mapping[type, Collector]:
    """Every collector by the fact it gathers."""
    found: dict[type, Collector] = {}
    for module_info in pkgutil.walk_packages(assay.collect.__path__, "assay.collect."):
        if module_info.ispkg or module_info.name.rpartition(".")[0] == "assay.collect":
            continue
        module = importlib.import_module(module_info.name)
        if run := getattr(module, "collect", None):
            hints = typing.get_type_hints(run)
            fact = hints.pop("return")
            if fact in found:
                raise CheckContractError(f"two collectors gather {fact.__name__}: {module.__name__}")
            found[fact] = Collector(fact, tuple(hints.values()), run)
    return found


def _check(check_id: str, module: ModuleType) -> Check:
    try:
        hints = typing.get_type_hints(module.check)
        hints.pop("return", None)
        lines = (module.__doc__ or "").strip().splitlines()
        return Check(
            id=check_id,
            family=module.__name__.split(".")[-2].replace("_", "-"),
            module=module.__name__,
            title=lines[0].rstrip("."),
            explanation="\n".join(lines[1:]).strip(),
            supports=module.SUPPORTS,
            counters=module.COUNTERS,
            because=module.BECAUSE,
            stale_after_days=module.STALE_AFTER_DAYS,
            fix=module.FIX,
            examples=module.EXAMPLES,
            needs=tuple(hints.values()),
            run=module.check,
        )
    except (AttributeError, IndexError) as missing:
        raise CheckContractError(f"{module.__name__} does not hold what a check must: {missing}") from missing
