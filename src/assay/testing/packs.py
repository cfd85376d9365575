"""A product with statements, exceptions of each kind and evidence handed over, assessed once in a process: what packs are made of."""

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from assay.assess.assessed import Assessment
from assay.assess.run import assess
from assay.assess.seal import seal
from assay.checks.contract import Change, Handed
from assay.collect.repository import Settings
from assay.formats.pack import Pack, write
from assay.testing.evidence import hand_over
from assay.testing.gantry import FIRST, SECOND
from assay.testing.repository import Recipe, Tagged, build

AS_OF = date(2026, 10, 1)
SEALED_ON = date(2026, 10, 2)
OWNER = "Cleo Warden"
"""The Senior Responsible Owner it declares."""

_DECLARED = """
[[accepted_risks]]
check = "insecure-secret-fallback"
object = ""
owner = "Cleo Warden"
reason = "The demonstration alone uses it."
accepted = 2026-09-01
expires = 2026-12-01

[[false_positives]]
check = "insecure-secret-fallback"
object = "SECRET_KEY"
digest = "0000000000000000000000000000000000000000"
person = "Ada Builder"
reason = "The value is replaced before anything ships."
date = 2026-09-01

[[not_applicable]]
claim = "3.1.1"
reason = "It runs as a service alone."
person = "Cleo Warden"
"""
_TESTS = (
    '<testsuite name="pytest" tests="2" failures="0" timestamp="2026-09-30T10:00:00">'
    '<testcase classname="tests" name="test_a" time="0.1"/><testcase classname="tests" name="test_b" time="0.1"/></testsuite>'
)
_COVERAGE = "TN:\nSF:gantry/__init__.py\nDA:1,1\nDA:2,1\nDA:3,0\nend_of_record\n"

RECIPE = Recipe(
    files={**SECOND, "assay.toml": SECOND["assay.toml"] + _DECLARED},
    history=(Change("Book berths", FIRST, on=date(2026, 6, 1), tag="v1.0.0"),),
    tags=(Tagged("v1.1.0"),),
    evidence={
        "tests.xml": Handed(_TESTS, commit="{commit}"),
        "coverage.info": Handed(_COVERAGE, commit="{commit}"),
        "gantry.tar": Handed(b"\x1f\x8b not really", release="v1.1.0", artefact=True),
    },
)


def written(folder: Path) -> tuple[Path, Path]:
    """The repository and the folder of evidence, built below ``folder``."""
    repository, handed = build(folder / "gantry", RECIPE), folder / "evidence"
    hand_over(RECIPE.evidence, repository, handed, AS_OF)
    return repository, handed


@cache
def assessed() -> Assessment:
    """The assessment of its repository with what is handed over."""
    with TemporaryDirectory() as folder:
        repository, handed = written(Path(folder))
        return assess(repository, "HEAD", Settings(as_of=AS_OF, use_tools=False, evidence=handed))


@cache
def pack() -> Pack:
    """Its pack."""
    return seal(assessed(), SEALED_ON)


@cache
def sealed() -> bytes:
    """The file of its pack."""
    return write(pack())
