"""How long artefacts are kept, as pipelines write it, and what an upload takes along by the versions of the parts used."""

import pytest

from assay.formats.ci import github
from assay.formats.uploads import github as uploads_of
from assay.formats.uploads import period

COMMIT = "0123456789012345678901234567890123456789"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("30 days", 30.0),
        ("2 weeks", 14.0),
        ("3 mos 4 days", 94.0),
        ("1 yr", 365.0),
        ("36h", 1.5),
        ("never", None),
        ("", None),
    ],
)
def test_periods(text: str, days: float | None) -> None:
    assert period(text) == days


@pytest.mark.parametrize(
    ("checkout", "upload", "credentials", "hidden"),
    [
        ("v4", "v4", True, False),
        ("v6", "v4", False, False),
        ("v4", "v2", True, True),
        ("v4", "v4.3.1", True, True),
        ("v4", "v4.4.0", True, False),
        (COMMIT, f"{COMMIT} # v4.3.6", True, True),
        (f"{COMMIT} # v6.0.1", COMMIT, False, False),
    ],
)
def test_versions_decide_what_goes_along(checkout: str, upload: str, credentials: bool, hidden: bool) -> None:
    text = (
        "on: push\njobs:\n  b:\n    runs-on: ubuntu-24.04\n    steps:\n"
        f"      - uses: actions/checkout@{checkout}\n      - uses: actions/upload-artifact@{upload}\n"
        "        with: {path: ., retention-days: 7}\n"
    )
    pipeline = github.read(text, ".github/workflows/c.yml", lambda _: None)
    (found,) = uploads_of(pipeline, pipeline.jobs[0])
    assert (bool(found.credentials), found.hidden, found.days) == (credentials, hidden, 7.0)
