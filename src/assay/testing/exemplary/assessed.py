"""The exemplary product, written and assessed once in a process: what tests and the page on how claims are met are made from."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from assay.assess.run import Assessment, assess
from assay.collect.repository import Settings
from assay.testing.exemplary import AS_OF, write


@cache
def assessed() -> Assessment:
    """The assessment of its repository with everything that is handed over beside it."""
    with TemporaryDirectory() as folder:
        repository, handed = write(Path(folder))
        return assess(repository, "HEAD", Settings(as_of=AS_OF, use_tools=False, evidence=handed))
