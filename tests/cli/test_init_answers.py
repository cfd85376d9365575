"""``assay init``: writes what it was given, refuses what makes no profile, replaces nothing unasked."""

import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Typed = Callable[..., Any]


def profile(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "assay.toml").read_text("utf-8"))


def test_every_option_is_written(typed: Typed, tmp_path: Path) -> None:
    done = typed(
        "init", tmp_path, "--organisation", 'Crane "&" Söhne', "--sro", "Ada\tBuilder", "--product", "Crane\\1",
        "--role", "open-source-maintainer", "--delivery", "container", "--delivery", "library",
        "--repository", ".", "--repository", "../lift", "--security-policy", "https://crane.example/security",
        "--support-page", "docs/support.md", "--releases", "https://crane.example/releases", "--yes",
    )  # fmt: skip
    assert (done.code, done.out) == (0, "")
    assert done.err == f"Wrote {tmp_path / 'assay.toml'}. Next: assay assess {tmp_path}\n"
    assert profile(tmp_path) == {
        "schema": 1,
        "organisation": {"name": 'Crane "&" Söhne', "senior_responsible_owner": "Ada\tBuilder"},
        "product": {"name": "Crane\\1", "role": "open-source-maintainer", "delivery": ["container", "library"]},
        "repositories": [{"path": "."}, {"path": "../lift"}],
        "links": {
            "security_policy": "https://crane.example/security",
            "support": "docs/support.md",
            "releases": "https://crane.example/releases",
        },
    }


def test_nothing_that_was_not_given_is_claimed(typed: Typed, tmp_path: Path) -> None:
    folder = tmp_path / "crane"
    folder.mkdir()
    assert typed("init", folder, "--yes").code == 0
    found = profile(folder)
    assert found["organisation"] == {"name": "", "senior_responsible_owner": ""}
    assert found["product"]["name"] == "crane"
    assert found["links"] == {}
    assert {"statements", "not_applicable", "accepted_risks", "false_positives"} & set(found) == set()


def test_what_is_there_is_replaced_only_by_force(typed: Typed, tmp_path: Path) -> None:
    place = tmp_path / "assay.toml"
    place.write_text("mine")
    done = typed("init", tmp_path, "--yes")
    assert (done.code, done.out) == (2, "")
    assert done.err == f"assay: {place} is there already.\n       Edit it, or use --force to replace it.\n"
    assert place.read_text() == "mine"
    assert typed("init", tmp_path, "--yes", "--force").code == 0
    assert profile(tmp_path)["schema"] == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--role", "wizard"), "'developer-distributor'"),
        (("--delivery", "pigeon"), "'installed'"),
        (("--delivery", "saas", "--delivery", "saas"), "product.delivery: "),
        (("--repository", ""), "repositories.0.path: "),
        (("--releases", " nowhere"), "links.releases: "),
        (("--product", "\udcff"), "not UTF-8"),
    ],
)
def test_an_answer_that_makes_no_profile(words: tuple[str, ...], says: str, typed: Typed, tmp_path: Path) -> None:
    done = typed("init", tmp_path, *words, "--yes")
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_none_is_refused_before_anything_is_asked(typed: Typed, tmp_path: Path) -> None:
    done = typed("init", tmp_path / "none")
    assert (done.code, done.out) == (2, "")
    assert done.err == f"assay: {tmp_path / 'none'} is not a folder.\n       Make it first, or name another.\n"


def test_answers_may_come_through_a_pipe(started: Callable[..., Any], tmp_path: Path) -> None:
    process = started("init", tmp_path, stdin=subprocess.PIPE)
    answers = ["Crane Ltd", "Ada Builder", "Crane", "in-house", "saas, container", "", "docs/support.md", ""]
    out, err = process.communicate("\n".join(answers) + "\n", timeout=60)
    assert (process.returncode, out) == (0, "")
    assert "Senior Responsible Owner (who signs): " in err
    found = profile(tmp_path)
    assert found["organisation"] == {"name": "Crane Ltd", "senior_responsible_owner": "Ada Builder"}
    assert found["product"] == {"name": "Crane", "role": "in-house", "delivery": ["saas", "container"]}
    assert found["links"] == {"support": "docs/support.md"}


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ("", "Nobody answered: Organisation that ships the product?\n       Give it as an option, or use --yes"),
        ("Crane Ltd\n", "Nobody answered: Senior Responsible Owner (who signs)?"),
        ("Crane Ltd\nAda Builder\nCrane\nwizard\n", "There is no role called 'wizard'.\n       Known: "),
        (
            "Crane Ltd\nAda\nCrane\nin-house\nsaas, pigeon\n",
            "There is no delivery model called 'pigeon'.\n       Known: ",
        ),
    ],
)
def test_without_a_terminal_it_says_what_it_needs(
    answers: str, says: str, started: Callable[..., Any], tmp_path: Path
) -> None:
    process = started("init", tmp_path, stdin=subprocess.PIPE)
    out, err = process.communicate(answers, timeout=60)
    assert (process.returncode, out) == (2, "")
    assert f"assay: {says}" in err
    assert list(tmp_path.iterdir()) == []
