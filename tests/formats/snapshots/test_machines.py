"""Which accounts are machines, by the names such accounts have."""

import pytest

from assay.formats.snapshots.machines import is_machine


@pytest.mark.parametrize(
    "login", ["updates[bot]", "k8s-ci-robot", "acme-bot", "renovate", "dependabot-preview", "ghost", "bot"]
)
def test_machines(login: str) -> None:
    assert is_machine(login)


@pytest.mark.parametrize("login", ["ada", "abbot", "talbot", "botticelli", "robotnik", "renovator", "ghostwriter"])
def test_people(login: str) -> None:
    assert not is_machine(login)
