"""What a repository really does is found, in whatever legitimate way it is done; the recall is printed."""

from pathlib import Path

import pytest

from assay.testing.corpus import Honest, assessed, corpus, supports

HONEST = corpus(Path(__file__).parent, Honest)


@pytest.mark.parametrize("repository", HONEST, ids=lambda repository: repository.name)
def test_everything_it_shows_is_found(repository: Honest, tmp_path: Path) -> None:
    found = supports(assessed(repository.recipe, tmp_path / "repository"))
    seen = [pair for pair in repository.shows if pair in found]
    print(f"{repository.name}: {len(seen)} of {len(repository.shows)} found")
    assert [pair for pair in repository.shows if pair not in found] == []


def test_corpus_is_wide() -> None:
    assert len({repository.ecosystem for repository in HONEST}) >= 8
    assert {"GitHub Actions", "GitLab CI", "Jenkins", "Azure Pipelines", "CircleCI"} <= {each.system for each in HONEST}
    assert len({repository.name for repository in HONEST}) == len(HONEST)
