"""Which branches a protected name with stars is for."""

import pytest

from assay.formats.snapshots.gitlab import fits


@pytest.mark.parametrize(
    ("pattern", "branch", "does"),
    [
        ("main", "main", True),
        ("main", "mainly", False),
        ("ma*", "main", True),
        ("*", "anything", True),
        ("release/*", "release/1.0", True),
        ("release/*", "pre-release/1.0", False),
        ("*-stable", "1-0-stable", True),
        ("*-stable", "1-0-stable-2", False),
        ("a*b*c", "a-b-c", True),
        ("a*b*c", "a-c", False),
        ("ab*ba", "aba", False),
        ("*a" * 60 + "*b", "a" * 200, False),
    ],
)
def test_fits(pattern: str, branch: str, does: bool) -> None:
    assert fits(pattern, branch) is does
