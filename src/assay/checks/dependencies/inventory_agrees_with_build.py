"""The written register of components agrees with what is built.

Why: A register that names another system than the one shipped sends everybody to the wrong advisories.

Good: a component that a register names with a version is the one the container, tool or lock definitions use, as far as the
register tells its version.

Bad: the definitions use another release of it, or containers are built on another system than the register says.

Unknown: the register that is cited names no component with a version, or cannot be read.

Known false positives: a register of the hosting layer beside definitions of containers; version ranges and end dates.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, STRONG, Example, Finding, Strength, at, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.documents import Document, Documents
from assay.facts.life_cycles import LifeCycles, Product, Usage, Use, UsedCycles
from assay.facts.profile import Profile
from assay.formats import citations
from assay.formats.asset_register import SUBJECT, Entry, entries
from assay.formats.development_framework import is_english
from assay.formats.own_statements import is_unfilled

SUPPORTS = {"1.2.1/c": MEDIUM}
COUNTERS = {"1.2.1/c": STRONG}
BECAUSE = "register and definition were compared, both are the owner's own"
STALE_AFTER_DAYS = 180
FIX = "Generate the register from the inventory of the build instead of writing it."

CLAIM = "1.2.1/"


def check(documents: Documents, profile: Profile, used: UsedCycles, life_cycles: LifeCycles) -> Iterator[Finding]:
    cited = [each for each in profile.citations if each.statement.facet.startswith(CLAIM)]
    paths = {each.path for each in cited}
    registers = [each for each in documents.own if each.path not in paths and _is_register(each)]
    for citation in cited:
        if unseen := citations.unseen(citation):
            yield unknown(*unseen)
        elif citation.document and not citation.set_aside:
            registers.append(citation.document)
            if not entries(citation.document, life_cycles):
                yield unknown(
                    Unread(
                        citation.path, "it names no component with a version that is known here", "versions in a table"
                    )
                )
    for document in registers:
        for entry in entries(document, life_cycles):
            if finding := _compared(document, entry, used, life_cycles):
                yield finding


def _is_register(document: Document) -> bool:
    return (
        is_english(document) and bool(SUBJECT.search(f"{document.title} {document.name}")) and not is_unfilled(document)
    )


def _compared(document: Document, entry: Entry, used: UsedCycles, life_cycles: LifeCycles) -> Finding | None:
    product = life_cycles.product(entry.product)
    uses = [each for each in used.uses if _is_comparable(each, product, life_cycles)]
    same = [each for each in uses if each.product == product.id and each.version]
    thing = f"{document.path}:{entry.line} {product.title}"
    if agreeing := [each for each in same if _agree(entry.version, each.version)]:
        return good(
            thing,
            f"{document.path} names {product.title} {entry.version}, and {agreeing[0].path} uses {agreeing[0].version}",
            at(document.path, entry.line),
            at(agreeing[0].path, agreeing[0].line),
        )
    if product.kind == "system" and not entry.in_container:
        return None
    differing = [each for each in same if each.cycle != product.cycle(entry.version)]
    if differing and len(differing) == len(same):
        return _bad(document, entry, thing, differing[0], product, _strength(entry, differing, product))
    if product.kind == "system" and uses and not any(each.product == product.id for each in uses):
        return _bad(document, entry, thing, uses[0], life_cycles.product(uses[0].product), STRONG)
    return None


def _bad(document: Document, entry: Entry, thing: str, use: Use, other: Product, strength: Strength) -> Finding:
    return bad(
        thing,
        f"{document.path} says: {entry.text[:80]}; {use.path} uses {other.title} {use.version}".rstrip(),
        at(document.path, entry.line),
        at(use.path, use.line),
        fix=f"Correct {document.path}, or write it from the inventory of the build.",
        at_most=strength,
    )


def _is_comparable(use: Use, product: Product, life_cycles: LifeCycles) -> bool:
    """Whether a use is of the kind the entry can speak of: the system of shipped images, or the very same product."""
    if product.kind == "system":
        return use.usage is Usage.SHIPPED and life_cycles.product(use.product).kind == "system"
    return use.product == product.id


def _strength(entry: Entry, differing: list[Use], product: Product) -> Strength:
    """Strong for another release of a system or another major version of what is shipped; else medium."""
    if all(each.usage is Usage.TEST for each in differing):
        return MEDIUM
    major = entry.version.partition(".")[0]
    return (
        STRONG
        if product.kind == "system" or all(each.version.partition(".")[0] != major for each in differing)
        else MEDIUM
    )


def _agree(stated: str, used: str) -> bool:
    """Whether the versions are the same as far as both are told."""
    return all(left == right for left, right in zip(stated.split("."), used.split("."), strict=False))


def _stating(document: str) -> str:
    return (
        'schema = 1\n[[statements]]\nfacet = "1.2.1/d"\nsays = "The register lists all components of the product."\nperson = "Ada Builder"\n'
        f'role = "Architect"\ndate = 2026-09-01\ndocument = "{document}"\n'
    )


def _register(*rows: str) -> str:
    return (
        "# Asset register\n\nEverything Gantry is made of, as of 2026-08-01.\n\n| Component | Version | Owner |\n|---|---|---|\n"
        + "".join(f"| {row} | Ada |\n" for row in rows)
    )


_TESTS = "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    services:\n      db:\n        image: postgres:16\n    steps:\n      - run: pytest\n"

EXAMPLES = (
    Example(
        "register and image agree",
        Outcome.GOOD,
        {
            "docs/asset-register.md": _register("Python | 3.13", "PostgreSQL | 16.x"),
            "Dockerfile": "FROM python:3.13.5-slim\n",
            "compose.yaml": "services:\n  db:\n    image: postgres:16.4\n",
        },
        strength=MEDIUM,
    ),
    Example(
        "another system in the container",
        Outcome.BAD,
        {
            "docs/asset-register.md": "# Asset register\n\nAll containers are based on Ubuntu 22.04.\n",
            "Dockerfile": "FROM python:3.12-slim\n",
        },
        strength=STRONG,
    ),
    Example(
        "another major version of the database",
        Outcome.BAD,
        {
            "docs/asset-register.md": _register("PostgreSQL | 15.x"),
            "compose.yaml": "services:\n  db:\n    image: postgres:16\n",
        },
        strength=STRONG,
    ),
    Example(
        "another version of the database in tests",
        Outcome.BAD,
        {"docs/asset-register.md": _register("PostgreSQL | 15.x"), ".github/workflows/test.yml": _TESTS},
        strength=MEDIUM,
    ),
    Example(
        "another cycle of the runtime",
        Outcome.BAD,
        {
            "docs/inventory.md": _register("Python | 3.11"),
            "assay.toml": _stating("docs/inventory.md"),
            "Dockerfile": "FROM python:3.13-slim\n",
        },
        strength=MEDIUM,
    ),
    Example(
        "the hosts run something else",
        Outcome.SILENT,
        {
            "docs/asset-register.md": "# Asset register\n\nThe virtual machines that host our containers run Ubuntu 22.04.\n",
            "Dockerfile": "FROM python:3.12-slim\n",
        },
        false_positive="a register of the hosting layer beside definitions of containers",
    ),
    Example(
        "what customers may use",
        Outcome.SILENT,
        {
            "docs/technology-stack.md": "# Technology stack\n\nGantry supports PostgreSQL 13 and 14. It requires Python 3.10 or later. Ubuntu 20.04 reaches its end of life soon.\n",
            "Dockerfile": "FROM python:3.13-slim\n",
            "compose.yaml": "services:\n  db:\n    image: postgres:16\n",
        },
        false_positive="version ranges and end dates",
    ),
    Example(
        "a README is no register",
        Outcome.SILENT,
        {"README.md": "# Gantry\n\nBuilt with Python 3.9.\n", "Dockerfile": "FROM python:3.13-slim\n"},
    ),
    Example(
        "what is planned",
        Outcome.SILENT,
        {
            "docs/asset-register.md": "# Asset register\n\nOur containers will be based on Ubuntu 26.04.\n",
            "Dockerfile": "FROM python:3.12-slim\n",
        },
    ),
    Example(
        "a register without versions",
        Outcome.UNKNOWN,
        {"assay.toml": _stating("docs/register.md"), "docs/register.md": _register("Python | -", "PostgreSQL | -")},
    ),
)
