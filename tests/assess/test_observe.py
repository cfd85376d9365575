"""Findings become observations: facets a check declares, and those a finding names where it declares any."""

from collections.abc import Iterator
from datetime import date

import pytest

from assay.assess.discovery import Check
from assay.assess.observe import looks_at, observe
from assay.checks.contract import ANY, MEDIUM, STRONG, WEAK, Finding, bad, touched, unknown
from assay.domain.evidence import Direction, Effect, Outcome, Unread
from assay.domain.strength import Strength
from assay.errors import CheckContractError

AS_OF = date(2026, 10, 1)


def made(counters: dict[str, Strength]) -> Check:
    """A check with these counters."""

    def run() -> Iterator[Finding]:
        yield from ()

    return Check("a-check", "family", "module", "title", "", {}, counters, "because", 90, "fix", (), (), run)


def effects(counters: dict[str, Strength], finding: Finding) -> tuple[Effect, ...]:
    """What one finding does."""
    return observe(made(counters), [finding], AS_OF, "revision")[0].effects


def test_any_touches_what_the_finding_names() -> None:
    found = effects({ANY: STRONG}, bad("a", "b", facets=("1.1.1/a", "2.1.1/b"), at_most=MEDIUM))
    assert found == tuple(Effect(each, Direction.COUNTERS, MEDIUM) for each in ("1.1.1/a", "2.1.1/b"))


def test_any_touches_nothing_where_the_finding_names_nothing() -> None:
    assert effects({ANY: STRONG}, bad("a", "b")) == ()
    assert effects({ANY: STRONG, "1.1.1/c": WEAK}, bad("a", "b")) == (Effect("1.1.1/c", Direction.COUNTERS, WEAK),)


def test_declared_facet_keeps_its_own_strength_beside_any() -> None:
    found = touched({"1.1.1/c": WEAK, ANY: MEDIUM}, ("1.1.1/c", "2.1.1/a"))
    assert found == {"1.1.1/c": WEAK, "2.1.1/a": MEDIUM}


def test_naming_an_undeclared_facet_is_a_fault_of_the_check() -> None:
    with pytest.raises(CheckContractError, match=r"1\.1\.1/b"):
        effects({"1.1.1/a": WEAK}, bad("a", "b", facets=("1.1.1/b",)))


def test_unknown_and_silence_of_any_touch_no_facet() -> None:
    assert effects({ANY: STRONG}, unknown(Unread("a", "b", "c"))) == ()
    silent = observe(made({ANY: STRONG}), [], AS_OF, "revision")[0]
    assert (silent.outcome, silent.effects) == (Outcome.SILENT, ())


def test_no_facet_counts_as_looked_at_because_of_any() -> None:
    assert looks_at([made({ANY: STRONG, "1.1.1/c": WEAK})]) == {"1.1.1/c": ("a-check",)}
