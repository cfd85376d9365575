"""Runtimes, base images and frameworks still get security fixes from their makers.

Why: After its end of life a product gets no fix, however bad the fault that is found in it.

Good: a language runtime, system, database or framework that is used in a named version is in a cycle which has not ended.

Bad: its cycle ended: strong where a release job builds the image it is in, medium elsewhere. Weak for services of compose
files, for images beside those that release jobs build, and where fixes can be bought after the end; whoever buys them records
it as an accepted risk.

Unknown: the product or cycle is not in the life-cycle data, or that data is older than 180 days.

Known false positives: paid extended support; distribution back-ports; version lists that test compatibility.
"""

from collections.abc import Iterator
from datetime import date

from assay.checks.contract import MEDIUM, STRONG, WEAK, Example, Finding, Strength, at, bad, good, unknown
from assay.domain.evidence import Location, Outcome, Unread
from assay.facts.life_cycles import LifeCycles, Product, Usage, Use, UsedCycles
from assay.facts.subject import Subject

SUPPORTS = {"1.1.3/b": MEDIUM, "4.1.1/b": MEDIUM}
COUNTERS = {"1.1.3/b": MEDIUM, "4.1.1/b": STRONG}
BECAUSE = "the version in use was compared with the end date its makers published"
STALE_AFTER_DAYS = 30
FIX = "Move to a cycle that is supported for as long as you promise support."

OLDEST_DATA = 180
"""Days: ends of support are set years ahead and seldom brought forward, so half a year is a small risk."""
TOOLS = (Usage.BUILD, Usage.DECLARED)


def check(used: UsedCycles, life_cycles: LifeCycles, subject: Subject) -> Iterator[Finding]:
    groups: dict[tuple[str, str, bool], list[Use]] = {}
    for use in used.uses:
        if use.version and use.usage is not Usage.TEST:
            groups.setdefault((use.product, use.cycle or use.version, use.usage in TOOLS), []).append(use)
    unsure: list[Unread] = list(used.unread)
    supported_then: list[str] = []
    for uses in groups.values():
        uses.sort(key=lambda each: (each.usage is Usage.SERVICE, not each.released))
        product = life_cycles.product(uses[0].product)
        told = _judged(product, uses, life_cycles, subject.as_of)
        if isinstance(told, Unread):
            unsure.append(told)
        elif isinstance(told, str):
            supported_then.append(told)
        elif told:
            yield told
    if supported_then:
        names = sorted(set(supported_then))
        reason = f"it is more than {OLDEST_DATA} days old; when it was taken, {', '.join(names)} had support"
        unsure.append(
            Unread("life-cycle data", reason, "assay ingest on the answers of endoflife.date, or a newer Assay")
        )
    if unsure:
        yield unknown(*unsure)


def _judged(product: Product, uses: list[Use], data: LifeCycles, as_of: date) -> Finding | Unread | str | None:
    """A finding, what could not be seen, or the name of what had support when the data, now old, was taken."""
    use, name = uses[0], f"{product.title} {uses[0].cycle or uses[0].version}"
    if not use.cycle:
        if any(each.startswith(f"{use.version}.") for each in (*product.ends, *product.open)):
            return None
        return Unread(
            f"{use.path}:{use.line}",
            f"{name} is not in the life-cycle data of {data.taken_on(product.id)}",
            "a newer Assay",
        )
    ends = product.ends.get(use.cycle)
    if ends and ends < as_of:
        return _ended(product, name, ends, uses, data, as_of)
    if data.age(product.id, as_of) > OLDEST_DATA:
        return name
    return good(
        name,
        f"{name} ({use.usage}) is supported until {ends}" if ends else f"{name} ({use.usage}) is in support",
        *_places(uses),
        at_most=WEAK if all(each.usage is Usage.SERVICE for each in uses) else None,
        facets=_facets(use),
    )


def _ended(product: Product, name: str, ends: date, uses: list[Use], data: LifeCycles, as_of: date) -> Finding:
    use = uses[0]
    paid = product.paid.get(use.cycle)
    age = data.age(product.id, as_of)
    return bad(
        name,
        f"{name} ({use.usage}) ended on {ends}"
        + (f"; fixes can be bought until {paid}" if paid and paid >= as_of else "")
        + (f"; the life-cycle data is {age} days old" if age > OLDEST_DATA else ""),
        *_places(uses),
        fix=f"Move {product.title} from {use.cycle} (ended {ends}) to a supported cycle in {use.path}.",
        at_most=WEAK if paid and paid >= as_of else _strength(uses),
        facets=_facets(use),
    )


def _strength(uses: list[Use]) -> Strength:
    if all(each.usage is Usage.SERVICE or each.released is False for each in uses):
        return WEAK
    return STRONG if any(each.released for each in uses) else MEDIUM


def _facets(use: Use) -> tuple[str, ...]:
    return ("1.1.3/b",) if use.usage in TOOLS else ("4.1.1/b",)


def _places(uses: list[Use]) -> tuple[Location, ...]:
    return tuple(at(each.path, each.line) for each in uses[:3])


_RELEASE = (
    "on:\n  release: {{types: [published]}}\njobs:\n  publish:\n    runs-on: {runner}\n    steps:\n      - uses: actions/checkout@v4\n{steps}"
    "      - uses: docker/build-push-action@v6\n        with: {{push: true, tags: acme/gantry}}\n"
)
_TESTS = "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    strategy: {matrix: {python: ['3.8', '3.13']}}\n    steps:\n      - uses: actions/setup-python@v5\n        with: {python-version: '3.8'}\n      - run: pytest\n"

_PARENT = "<project><groupId>g</groupId><artifactId>whole</artifactId><version>1</version><packaging>pom</packaging><parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>2.1.3.RELEASE</version><relativePath/></parent><modules><module>app</module></modules></project>\n"
_MODULE = "<project><parent><groupId>g</groupId><artifactId>whole</artifactId><version>1</version></parent><artifactId>app</artifactId><packaging>war</packaging></project>\n"

EXAMPLES = (
    Example(
        "an ended framework that a module inherits from its parent",
        Outcome.BAD,
        {"pom.xml": _PARENT, "app/pom.xml": _MODULE},
    ),
    Example(
        "a supported base", Outcome.GOOD, {"Dockerfile": "FROM python:3.13-slim-trixie\nCOPY a /a\n"}, strength=MEDIUM
    ),
    Example(
        "an ended base that a release job builds",
        Outcome.BAD,
        {
            "Dockerfile": "FROM docker.io/library/python:3.8.20-slim@sha256:" + "0" * 64 + "\n",
            ".github/workflows/release.yml": _RELEASE.format(runner="ubuntu-24.04", steps=""),
        },
        strength=STRONG,
    ),
    Example(
        "the system below a supported runtime ended",
        Outcome.BAD,
        {"Dockerfile": "FROM node:24-buster AS build\nRUN npm ci\nFROM build\nCMD node a.js\n"},
        strength=MEDIUM,
    ),
    Example(
        "a release made with an ended tool",
        Outcome.BAD,
        {
            ".github/workflows/release.yml": _RELEASE.format(
                runner="ubuntu-24.04",
                steps="      - uses: actions/setup-node@v4\n        with: {node-version: 16.x}\n",
            )
        },
        strength=MEDIUM,
    ),
    Example(
        "an image that release jobs leave aside",
        Outcome.BAD,
        {
            "Dockerfile": "FROM python:3.13-slim\n",
            "docker/editable.Dockerfile": "FROM python:3.8-slim\n",
            ".github/workflows/release.yml": _RELEASE.format(runner="ubuntu-24.04", steps=""),
        },
        strength=WEAK,
    ),
    Example("a tool file names an ended version", Outcome.BAD, {".nvmrc": "v14.17.0\n"}, strength=MEDIUM),
    Example(
        "an application on an ended framework",
        Outcome.BAD,
        {
            "manage.py": "import django\n",
            "requirements.txt": "Django==3.2.25 --hash=sha256:" + "0" * 64 + "\n",
        },
        strength=MEDIUM,
    ),
    Example(
        "a service of a compose file ended",
        Outcome.BAD,
        {"compose.yaml": "services:\n  db:\n    image: postgres:11\n"},
        strength=WEAK,
    ),
    Example("no version is named", Outcome.SILENT, {".nvmrc": "lts/*\n", "README.md": "Runs on Python 2.7."}),
    Example(
        "ended versions only where compatibility is tested",
        Outcome.SILENT,
        {".github/workflows/test.yml": _TESTS},
        false_positive="version lists that test compatibility",
    ),
    Example(
        "fixes can be bought",
        Outcome.BAD,
        {"Dockerfile": "FROM ubuntu:20.04\n"},
        false_positive="paid extended support",
        strength=WEAK,
    ),
    Example(
        "the distribution keeps an old runtime alive",
        Outcome.GOOD,
        {"Dockerfile": "FROM registry.access.redhat.com/ubi8/python-36:1\n"},
        false_positive="distribution back-ports",
    ),
    Example("an image nobody published dates for", Outcome.UNKNOWN, {"Dockerfile": "FROM acme/base:2\n"}),
    Example("a cycle newer than the data", Outcome.UNKNOWN, {".python-version": "3.19\n"}),
    Example(
        "old data vouches for nothing",
        Outcome.UNKNOWN,
        {"Dockerfile": "FROM python:3.13-slim-trixie\n"},
        as_of=date(2027, 6, 1),
    ),
    Example(
        "old data still knows what had ended",
        Outcome.BAD,
        {"Dockerfile": "FROM python:3.8-slim-trixie\n"},
        as_of=date(2027, 6, 1),
    ),
    Example(
        "images for tests are set aside",
        Outcome.SILENT,
        {"tests/Dockerfile": "FROM python:2.7\n", "examples/a/Dockerfile": "FROM node:8\n"},
    ),
)
