"""Finds every check and every collector by walking their packages: nothing is registered anywhere."""

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType

import assay.checks
import assay.collect
from assay.checks.contract import ANY, Example, Finding
from assay.domain.strength import Strength
from assay.errors import CheckContractError, UnknownIdError
from assay.store.code_of_practice import load

PARAGRAPHS = ("Why:", "Good:", "Bad:", "Unknown:", "Known false positives:")
"""What every check says about itself below its title."""


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
    reads_records: bool = False
    """Whether what it finds good is the record of a duty, which counts for more than a sign of it."""


@dataclass(frozen=True)
class Collector:
    """One collector: the fact it gathers and the types it needs."""

    fact: type
    needs: tuple[type, ...]
    run: Callable[..., object]


@cache
def check_ids() -> Mapping[str, str]:
    """Check id → module name, without importing any check."""
    found: dict[str, str] = {}
    for package in pkgutil.iter_modules(assay.checks.__path__):
        if package.ispkg:
            folder = [f"{assay.checks.__path__[0]}/{package.name}"]
            for module in pkgutil.iter_modules(folder):
                check_id, name = module.name.replace("_", "-"), f"assay.checks.{package.name}.{module.name}"
                if check_id in found:
                    raise CheckContractError(f"two checks are called {check_id}: {found[check_id]} and {name}")
                found[check_id] = name
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
    try:
        module = importlib.import_module(known[check_id])
    except (ImportError, SyntaxError, NameError) as error:
        raise CheckContractError(f"{known[check_id]} cannot be loaded: {error}") from error
    return _check(check_id, module)


@cache
def checks() -> tuple[Check, ...]:
    """Every check, in order of id, each with a collector for every fact it needs."""
    found = tuple(load_check(each) for each in sorted(check_ids()))
    for check in found:
        for need in check.needs:
            if need not in collectors():
                name = getattr(need, "__name__", repr(need))
                raise CheckContractError(f"{check.module} needs {name}, which no collector gathers")
    return found


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
            fact = hints.pop("return", None)
            if not isinstance(fact, type) or len(hints) != len(inspect.signature(run).parameters):
                raise CheckContractError(f"{module.__name__}: collect does not say what it needs and gathers")
            if fact in found:
                raise CheckContractError(f"two collectors gather {fact.__name__}: {module.__name__}")
            found[fact] = Collector(fact, tuple(hints.values()), run)
    return found


def _check(check_id: str, module: ModuleType) -> Check:
    try:
        hints = typing.get_type_hints(module.check)
        title, _, explanation = (module.__doc__ or "").strip().partition("\n")
        check = Check(
            id=check_id,
            family=module.__name__.split(".")[-2].replace("_", "-"),
            module=module.__name__,
            title=title.rstrip("."),
            explanation=explanation.strip(),
            supports=module.SUPPORTS,
            counters=module.COUNTERS,
            because=module.BECAUSE,
            stale_after_days=module.STALE_AFTER_DAYS,
            fix=module.FIX,
            examples=module.EXAMPLES,
            needs=tuple(hint for name, hint in hints.items() if name != "return"),
            run=module.check,
            reads_records=getattr(module, "IS_RECORD", False),
        )
        faults = tuple(_faults(check))
    except (AttributeError, NameError, TypeError) as missing:
        raise CheckContractError(f"{module.__name__} does not hold what a check must: {missing}") from missing
    if faults:
        raise CheckContractError(f"{module.__name__} does not hold what a check must: {'; '.join(faults)}")
    return check


def _faults(check: Check) -> Iterator[str]:
    """What the file of a check declares wrongly, each as part of a sentence."""
    if not check.title:
        yield "it has no docstring"
    for paragraph in PARAGRAPHS:
        if not any(line.startswith(paragraph) for line in check.explanation.splitlines()):
            yield f"its docstring has no paragraph {paragraph!r}"
    known = {*load().facets, ANY}
    effects: tuple[tuple[str, Mapping[str, object]], ...] = (("SUPPORTS", check.supports), ("COUNTERS", check.counters))
    for name, declared in effects:
        for facet, strength in declared.items():
            if facet not in known:
                yield f"{name} names {facet!r}, which is no facet"
            if not isinstance(strength, Strength):
                yield f"{name} gives {facet!r} {strength!r}, which is no strength"
    for name, text in (("BECAUSE", check.because), ("FIX", check.fix)):
        if not isinstance(text, str) or not text.strip():
            yield f"{name} says nothing"
    if not isinstance(check.stale_after_days, int) or check.stale_after_days < 1:
        yield "STALE_AFTER_DAYS is no number of days"
    if not check.examples or not all(isinstance(each, Example) for each in check.examples):
        yield "EXAMPLES holds no examples"
    for name, parameter in inspect.signature(check.run).parameters.items():
        if parameter.annotation is inspect.Parameter.empty:
            yield f"the parameter {name} of check says no fact"
