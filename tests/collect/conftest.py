"""Repositories built byte by byte, and git as a user runs it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from assay.collect.git import HARDENED_ENVIRONMENT
from assay.testing.raw_objects import RawRepository

Command = Callable[..., str]


@pytest.fixture
def raw(tmp_path: Path) -> RawRepository:
    """A bare repository without anything in it."""
    return RawRepository(tmp_path / "repository")


@pytest.fixture
def git() -> Command:
    """Runs git in a folder, as Ada Builder and without anybody's settings, and gives what it printed."""

    def run(folder: Path, *words: str) -> str:
        person = ("-c", "user.name=Ada Builder", "-c", "user.email=ada@example.com", "-c", "protocol.file.allow=always")
        environment = {**HARDENED_ENVIRONMENT, "GIT_ALLOW_PROTOCOL": "file"}
        done = subprocess.run(["git", *person, *words], cwd=folder, env=environment, check=True, capture_output=True)
        return done.stdout.decode().strip()

    return run
