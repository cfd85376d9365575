"""What takes git longest is started before anything asks for it."""

from assay.collect.history import build_definition_changes, commits
from assay.collect.repository import Repository
from assay.store.memory import Memory


def begin(repository: Repository, memory: Memory) -> None:
    """Let git walk the history while everything else is read."""
    commits.begin(repository, memory)
    build_definition_changes.begin(repository, memory)
