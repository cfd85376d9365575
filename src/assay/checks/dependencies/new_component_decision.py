"""Why each new component was taken in is on record.

Why: A component is a supplier for years; who takes one in without a thought finds out about it with its first weakness.

Good: for every direct dependency a manifest gained within a year, the table of decisions names need, alternatives, upkeep, licence, known
weaknesses and the person who decided.

Bad: dependencies were gained and none of them has a decision (weak, because it may be recorded elsewhere), or rows are not filled in.

Unknown: no table, or a history that does not tell what was gained.

Known false positives: a decision recorded elsewhere and handed over; dependencies of tests and documentation; a manifest that moved;
a decision on a whole package of plug-ins.
"""

from collections.abc import Iterator
from datetime import date

from assay.checks import recorded
from assay.checks.contract import MEDIUM, WEAK, Change, Example, Finding, bad, counted, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.duty_records import DutyRecords, Entry
from assay.facts.new_components import NewComponent, NewComponents

IS_RECORD = True
SUPPORTS = {"1.2.3/b": MEDIUM, "1.2.1/d": MEDIUM}
COUNTERS = {"1.2.3/b": WEAK}
BECAUSE = "the decisions are held against what the manifests really gained; they are the owner's record"
STALE_AFTER_DAYS = 365
FIX = "Enter a decision for each new component before it is merged."

TWO_YEARS = 730
"""A decision may be older than the component."""
SHORTEST_MANY = 5
"""A star after fewer letters would decide on half a registry."""


def check(records: DutyRecords, components: NewComponents) -> Iterator[Finding]:
    kept = records.of("component-decisions")
    yield from recorded.unfit(kept, ("1.2.3/b",))
    if components.unread:
        yield unknown(*components.unread)
        return
    if kept.absent or not components.added:
        return
    decided = recorded.counting(kept, TWO_YEARS)
    by_component = {each: [row for row in decided if _is_about(row, each)] for each in components.added}
    missing = [each for each, found in by_component.items() if not found]
    used: list[Entry] = [found[0] for found in by_component.values() if found]
    if missing:
        yield bad(
            "new components",
            f"without a decision on record: {len(missing)} of {counted(len(by_component), 'dependency', 'dependencies')} gained since {components.since} ({recorded.listed([each.name for each in missing])})",
            *(each.place for each in missing[: recorded.MOST_SHOWN]),
            fix=f"Enter why {missing[0].name} was taken in.",
            objects=len(missing),
        )
    if used:
        yield good(
            "new components",
            f"with a decision on record: {len(used)} of {counted(len(by_component), 'dependency', 'dependencies')} gained since {components.since} ({recorded.how_kept(used)})",
            *recorded.places(used),
            at_most=recorded.reach(used),
            objects=len(used),
        )


def _is_about(row: Entry, component: NewComponent) -> bool:
    """Whether the row names the component, plainly or as a package URL; a name that ends in ``*`` stands for many."""
    name = _plain(component.name)
    return any(
        name == named or (len(named) >= SHORTEST_MANY and named.endswith("*") and name.startswith(named[:-1]))
        for named in map(_plain, row.values["component"].split(","))
    )


def _plain(name: str) -> str:
    """The name without the type and version of a package URL."""
    text = name.strip().casefold().replace("%40", "@").replace("_", "-")
    if text.startswith("pkg:"):
        text = text.partition("/")[2]
    return text[:1] + text[1:].partition("@")[0]


_HEAD = "date,component,need,alternatives,upkeep,licence,weaknesses,approver\n"
_HTTPX = (
    "2026-09-14,httpx,Calls to billing,requests,Four maintainers,BSD-3-Clause,Nothing in OSV on that day,Ada Builder\n"
)
_MANIFEST = "[project]\nname = 'gantry'\ndependencies = [{}]\n"
_BEFORE = (Change("Start", {"pyproject.toml": _MANIFEST.format("'flask>=3'")}, on=date(2025, 3, 1)),)


def _kept(rows: str, dependencies: str = "'flask>=3', 'httpx>=0.27'") -> dict[str, str]:
    return {**recorded.table("component-decisions", _HEAD + rows), "pyproject.toml": _MANIFEST.format(dependencies)}


EXAMPLES = (
    Example("decided", Outcome.GOOD, _kept(_HTTPX), history=_BEFORE, strength=MEDIUM),
    Example(
        "a package URL",
        Outcome.GOOD,
        {**recorded.table("component-decisions", _HEAD + _HTTPX.replace("httpx", "pkg:npm/%40gantry/ui@1.2.0")), "package.json": '{"name": "g", "dependencies": {"@gantry/ui": "1.2.0"}}'},
        history=_BEFORE,
    ),
    Example("one of two", Outcome.BAD, _kept(_HTTPX, "'flask>=3', 'httpx>=0.27', 'jinja2>=3'"), history=_BEFORE, strength=WEAK),
    Example("not filled in", Outcome.BAD, _kept("[Date],httpx,TBD,TBD,TBD,TBD,TBD,[Name]\n"), history=_BEFORE, strength=WEAK),
    Example("nothing was gained", Outcome.SILENT, _kept(_HTTPX, "'flask>=3'"), history=_BEFORE),
    Example("no table", Outcome.UNKNOWN, {"pyproject.toml": _MANIFEST.format("'httpx>=0.27'")}, history=_BEFORE),
    Example(
        "recorded elsewhere",
        Outcome.GOOD,
        {"pyproject.toml": _MANIFEST.format("'flask>=3', 'httpx>=0.27'")},
        history=_BEFORE,
        evidence=recorded.handed("component-decisions", _HEAD + _HTTPX),
        false_positive="a decision recorded elsewhere and handed over",
    ),
    Example(
        "a dependency of the tests",
        Outcome.SILENT,
        {**_kept("", "'flask>=3'"), "assurance/component-decisions.csv": _HEAD + _HTTPX, "requirements-test.txt": "pytest==8.0\n"},
        history=_BEFORE,
        false_positive="dependencies of tests and documentation",
    ),
    Example(
        "a manifest that moved",
        Outcome.SILENT,
        {**recorded.table("component-decisions", _HEAD + _HTTPX), "app/pyproject.toml": _MANIFEST.format("'flask>=3'")},
        history=_BEFORE,
        false_positive="a manifest that moved",
    ),
    Example(
        "a package of plug-ins",
        Outcome.GOOD,
        _kept(_HTTPX.replace("httpx", "opentelemetry-*"), "'flask>=3', 'opentelemetry-api', 'opentelemetry-sdk'"),
        history=_BEFORE,
        false_positive="a decision on a whole package of plug-ins",
    ),
)  # fmt: skip
