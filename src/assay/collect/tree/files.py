"""The tree itself as a fact."""

from assay.collect.repository import Repository
from assay.facts.tree import Tree


def collect(repository: Repository) -> Tree:
    return repository.tree
