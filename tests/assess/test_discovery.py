"""A check is its file alone; a file that does not hold what a check must is named, never skipped."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import assay.checks
from assay.assess.discovery import Check, check_ids, checks, collectors, load_check
from assay.cli.explain import explanation
from assay.domain.evidence import Outcome
from assay.errors import CheckContractError, UnknownIdError

WHOLE = '''"""A read-me is there.

Why: somebody must be able to begin.

Good: there is one.

Bad: there is none.

Unknown: there is no commit.

Known false positives: none.
"""

from collections.abc import Iterator

from assay.checks.contract import STRONG, WEAK, Example, Finding, good
from assay.domain.evidence import Outcome
from assay.facts.tree import Tree

SUPPORTS = {"1.1.4/a": WEAK}
COUNTERS = {"1.1.4/b": STRONG}
BECAUSE = "a file is no proof"
STALE_AFTER_DAYS = 90
FIX = "Write one."
EXAMPLES = (Example("it is there", Outcome.GOOD, {"README.md": "# Gantry"}),)


def check(tree: Tree) -> Iterator[Finding]:
    if tree.has("README.md"):
        yield good("README.md", "it is there")
'''
Write = Callable[..., None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Writes check files into families of their own, which stand in the place of all others until the test ends."""
    monkeypatch.setattr(assay.checks, "__path__", [str(tmp_path)])

    def forget() -> None:
        for name in [each for each in sys.modules if each.startswith("assay.checks.quay")]:
            del sys.modules[name]
        check_ids.cache_clear()
        checks.cache_clear()

    def written(text: str, name: str = "readme_there", family: str = "quay") -> None:
        (tmp_path / family).mkdir(exist_ok=True)
        (tmp_path / family / "__init__.py").write_text('"""Quays."""\n')
        (tmp_path / family / f"{name}.py").write_text(text)
        forget()

    yield written
    forget()


def test_file_alone_is_a_check(write: Write) -> None:
    write(WHOLE)
    assert list(check_ids()) == ["readme-there"]
    found = checks()[0]
    assert (found.id, found.family, found.module) == ("readme-there", "quay", "assay.checks.quay.readme_there")
    assert found.title == "A read-me is there"
    assert found.explanation.startswith("Why: somebody")
    assert [need.__name__ for need in found.needs] == ["Tree"]
    assert found.examples[0].expect is Outcome.GOOD


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("Why: somebody must be able to begin.\n\n", "", "no paragraph 'Why:'"),
        ("Good: there is one.\n\n", "", "no paragraph 'Good:'"),
        ("Bad: there is none.\n\n", "", "no paragraph 'Bad:'"),
        ("Unknown: there is no commit.\n\n", "", "no paragraph 'Unknown:'"),
        ("Known false positives: none.\n", "", "no paragraph 'Known false positives:'"),
        (WHOLE.partition("\nfrom")[0], "", "no docstring"),
        ('"1.1.4/a"', '"1.1.4/z"', "SUPPORTS names '1.1.4/z', which is no facet"),
        ('"1.1.4/b"', '"1.1.4"', "COUNTERS names '1.1.4', which is no facet"),
        ('"1.1.4/b": STRONG', '"1.1.4/b": 3', "COUNTERS gives '1.1.4/b' 3, which is no strength"),
        ('SUPPORTS = {"1.1.4/a": WEAK}', "", "SUPPORTS"),
        ('COUNTERS = {"1.1.4/b": STRONG}', "", "COUNTERS"),
        ('COUNTERS = {"1.1.4/b": STRONG}', 'COUNTERS = ("1.1.4/b",)', "items"),
        ('BECAUSE = "a file is no proof"', "", "BECAUSE"),
        ("a file is no proof", " ", "BECAUSE says nothing"),
        ("Write one.", "", "FIX says nothing"),
        ("STALE_AFTER_DAYS = 90", "STALE_AFTER_DAYS = 0", "STALE_AFTER_DAYS is no number of days"),
        ("STALE_AFTER_DAYS = 90", "STALE_AFTER_DAYS = '90'", "STALE_AFTER_DAYS is no number of days"),
        ('(Example("it is there", Outcome.GOOD, {"README.md": "# Gantry"}),)', "()", "EXAMPLES holds no examples"),
        ('(Example("it is there", Outcome.GOOD, {"README.md": "# Gantry"}),)', "(1,)", "EXAMPLES holds no examples"),
        ("def check(tree: Tree)", "def check(tree)", "the parameter tree of check says no fact"),
        ("def check(tree: Tree)", "def look(tree: Tree)", "check"),
        ("def check(tree: Tree)", 'def check(tree: "Forest")', "Forest"),
        ("def check(tree: Tree)", "def check(tree: Forest)", "cannot be loaded: name 'Forest'"),
        ("import Tree", "import Forest", "cannot be loaded: cannot import name 'Forest'"),
        ("def check(", "def check)", "cannot be loaded"),
    ],
)
def test_file_that_is_no_check_is_named_with_its_fault(old: str, new: str, fault: str, write: Write) -> None:
    assert WHOLE.count(old) >= 1
    write(WHOLE.replace(old, new, 1))
    with pytest.raises(CheckContractError) as raised:
        load_check("readme-there")
    assert "assay.checks.quay.readme_there" in raised.value.problem
    assert fault in raised.value.problem


def test_fact_nobody_gathers_is_named_with_the_check(write: Write) -> None:
    write(
        WHOLE.replace("(tree: Tree)", "(tree: Tree, day: date)").replace(
            "\nfrom", "\nfrom datetime import date\nfrom", 1
        )
    )
    with pytest.raises(CheckContractError, match=r"assay\.checks\.quay\.readme_there needs date, which no collector"):
        checks()


def test_second_check_of_one_name_does_not_hide_the_first(write: Write) -> None:
    write(WHOLE)
    write(WHOLE, family="quayside")
    with pytest.raises(CheckContractError, match=r"assay\.checks\.quay\.readme_there and assay\.checks\.quayside\."):
        check_ids()


def test_every_fault_of_a_file_is_said_at_once(write: Write) -> None:
    write(WHOLE.replace("Why:", "Because:").replace('"1.1.4/a"', '"9.9.9/a"').replace("Write one.", ""))
    with pytest.raises(CheckContractError, match=r"'Why:'; SUPPORTS names '9\.9\.9/a'.*; FIX says nothing"):
        load_check("readme-there")


def test_unknown_name_offers_its_like() -> None:
    with pytest.raises(UnknownIdError, match="no check called 'build-uses-lock'") as raised:
        load_check("build-uses-lock")
    assert "build-uses-lockfile" in raised.value.advice
    with pytest.raises(UnknownIdError) as strange:
        load_check("zzz")
    assert strange.value.advice == ""


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
def test_every_check_is_found_whole_and_explained(check: Check) -> None:
    assert check.module == check_ids()[check.id]
    assert all(need in collectors() for need in check.needs)
    said = " ".join(explanation(check.id).split())
    assert " ".join(check.title.split()) in said
    assert " ".join(check.fix.split()) in said
