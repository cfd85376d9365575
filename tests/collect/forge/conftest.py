"""A platform on this machine that answers by a table, and a client that does not really wait."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

pytest.importorskip("httpx2", reason="the extra forge is not installed")

from assay.collect.forge.client import Bounds, Client
from assay.testing.forge import Answers, Forge, table


class Setting:
    """A server and a client of it; ``slept`` are the seconds the client would have waited."""

    def __init__(self, forge: Forge, client: Client, slept: list[float]) -> None:
        self.forge, self.client, self.slept = forge, client, slept

    @property
    def paths(self) -> list[str]:
        return [each.path for each in self.forge.asked]


Between = Callable[..., Setting]


@pytest.fixture
def between() -> Iterator[Between]:
    with ExitStack() as stack:

        def start(answers: Answers | dict[str, Any], bounds: Bounds | None = None, base: str = "") -> Setting:
            forge = stack.enter_context(Forge(table(answers) if isinstance(answers, dict) else answers))
            slept: list[float] = []
            headers = {"Authorization": "Bearer a-very-secret-token"}
            client = stack.enter_context(Client(forge.address + base, headers, bounds, slept.append))
            return Setting(forge, client, slept)

        yield start
