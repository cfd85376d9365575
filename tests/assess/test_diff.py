"""What changed between two assessments has a cause, and the cause is the right one; a file that is no assessment is named."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import assay
from assay.assess.diff import Cause, Change, checked, compare, is_worse
from assay.assess.result import canonical, digest, document
from assay.assess.run import assess
from assay.checks.contract import Change as Commit
from assay.cli.assessment_file import opened
from assay.cli.diff import command
from assay.collect.repository import Settings
from assay.errors import MalformedInputError, UnreadablePathError
from assay.reports.columns import WIDTH, columns
from assay.testing.corpus import AS_OF
from assay.testing.extremes import CONTROL, empty, hostile
from assay.testing.extremes import assessed as assessed_extreme
from assay.testing.gantry import FIRST, SECOND
from assay.testing.repository import Recipe, build

PLAIN = {"README.md": "# Gantry\n\nGantry books berths for small harbours.\n"}
POLICY = {"SECURITY.md": SECOND["SECURITY.md"]}
WORKFLOW = ".github/workflows/ci.yml"
SETTINGS = Settings(AS_OF, use_tools=False)
STATEMENT = (
    'schema = 1\n[[statements]]\nfacet = "1.1.2/a"\nsays = "Both developers took the course in secure coding."\n'
    'person = "Cleo Warden"\nrole = "Head of Engineering"\ndate = 2026-09-15\n'
)
RISK = (
    'schema = 1\n[[accepted_risks]]\ncheck = "insecure-secret-fallback"\nobject = ""\nowner = "Cleo Warden"\n'
    'reason = "The demonstration alone uses it."\naccepted = 2026-09-01\nexpires = 2026-12-01\n'
)
ROLE = 'schema = 1\n[product]\nrole = "{}"\n'

Assessed = Callable[..., dict[str, Any]]


@pytest.fixture
def assessed(tmp_path: Path) -> Assessed:
    """The document of one real repository, each in a folder of its own but of the same name."""
    numbers = iter(range(100))

    def made(files: Mapping[str, str | bytes], profile: str = "", on: date = AS_OF) -> dict[str, Any]:
        folder = build(tmp_path / str(next(numbers)) / "gantry", files)
        settings = replace(SETTINGS, as_of=on, profile_text=profile, profile_source="mine.toml" if profile else "")
        return document(assess(folder, "HEAD", settings))

    return made


def causes(changes: tuple[Change, ...], claim: str = "") -> list[Cause]:
    """The causes named, of one claim or of all."""
    return [cause for change in changes for cause in change.causes if claim in ("", change.claim)]


def kinds(changes: tuple[Change, ...], claim: str = "") -> set[str]:
    """The kinds of the causes named."""
    return {cause.kind for cause in causes(changes, claim)}


def change(changes: tuple[Change, ...], claim: str) -> Change:
    """What became of one claim."""
    return next(each for each in changes if each.claim == claim)


def test_nothing_changed_is_no_change(assessed: Assessed) -> None:
    assert compare(assessed(FIRST), assessed(FIRST)) == ()


def test_every_change_has_a_cause_and_every_difference_of_verdict_is_told(assessed: Assessed) -> None:
    before, after = assessed(FIRST), assessed({**FIRST, **SECOND})
    changes = compare(before, after)
    was = {claim["id"]: claim["verdict"] for claim in before["claims"]}
    now = {claim["id"]: claim["verdict"] for claim in after["claims"]}
    told = {each.claim: (each.before, each.after) for each in changes}
    assert {claim: (was[claim], now[claim]) for claim in was if was[claim] != now[claim]}.items() <= told.items()
    assert len(told) > 3
    assert all(each.causes for each in changes)
    assert {"evidence added", "no longer contradicted", "statement"} <= kinds(changes)


def test_evidence_added_and_gone_with_its_place(assessed: Assessed) -> None:
    before, after = assessed(PLAIN), assessed({**PLAIN, **POLICY})
    better, worse = compare(before, after), compare(after, before)
    assert change(better, "3.2.1").direction == "better"
    assert change(worse, "3.2.1").direction == "worse"
    for changes, kind in ((better, "evidence added"), (worse, "evidence gone")):
        named = [each for each in causes(changes, "3.2.1") if each.kind == kind]
        assert any(each.says.startswith("disclosure-policy-published: ") for each in named)
        assert any(each.place.startswith("SECURITY.md") for each in named)
        assert any("3.2.1/a" in each.facets for each in named)


def test_contradicted_and_no_longer(assessed: Assessed) -> None:
    mended = {**FIRST, "gantry/settings.py": 'import os\n\nSECRET_KEY = os.environ["SECRET_KEY"]\n'}
    before, after = assessed(mended), assessed(FIRST)
    for changes, kind in ((compare(before, after), "contradicted"), (compare(after, before), "no longer contradicted")):
        named = [each for each in causes(changes, "1.4.3") if each.kind == kind]
        assert [each.says.partition(":")[0] for each in named] == ["insecure-secret-fallback"]
        assert named[0].place == "gantry/settings.py:3"


def test_could_no_longer_look_and_can_again(assessed: Assessed) -> None:
    before, after = assessed(FIRST), assessed({**FIRST, WORKFLOW: "on: push\njobs: [\n"})
    lost, found = causes(compare(before, after), "1.3.1"), causes(compare(after, before), "1.3.1")
    reason = "test jobs: no job on changes runs tests that could be followed"
    assert Cause("could not look", reason) in lost
    assert Cause("can look again", reason) in found


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("on: push\njobs: [\n", "it cannot be read as a pipeline"),
        (FIRST[WORKFLOW] + "# more\n" * 400_000, "it is larger than 1 MB"),
    ],
)
def test_evidence_in_a_file_that_can_no_longer_be_read_is_not_called_gone(
    content: str, reason: str, assessed: Assessed
) -> None:
    lost = compare(assessed(FIRST), assessed({**FIRST, WORKFLOW: content}))
    named = [each for each in causes(lost, "1.3.2") if each.place.startswith(WORKFLOW)]
    assert {each.kind for each in named} == {"could not look"}
    assert all(each.says.startswith(f"{WORKFLOW}: {reason}") for each in named)
    assert [each for each in causes(lost) if each.kind == "evidence gone" and each.place.startswith(WORKFLOW)] == []


def test_could_not_look_however_the_reason_begins(assessed: Assessed) -> None:
    scanned = FIRST[WORKFLOW] + "      - run: gitleaks detect --source .\n"
    changes = compare(assessed({**FIRST, WORKFLOW: scanned}), assessed(FIRST))
    reason = "secret scanning: nothing in the tree does it; the platform's own is a setting"
    assert Cause("could not look", reason) in causes(changes, "2.1.4")


def test_statement_given_and_taken_back(assessed: Assessed) -> None:
    nobody = STATEMENT.partition("[[")[0]
    before, after = assessed(PLAIN, nobody), assessed(PLAIN, STATEMENT)
    given, taken = compare(before, after), compare(after, before)
    assert kinds(given, "1.1.2") >= {"statement"}
    assert any(each.says.startswith("1.1.2/a: Cleo Warden (Head of Engineering)") for each in causes(given, "1.1.2"))
    assert any(each.says == "1.1.2/a: no longer stated" for each in causes(taken, "1.1.2"))
    assert all(each.facets == ("1.1.2/a",) for each in causes(given, "1.1.2") if each.kind == "statement")


def _daily(newest: date) -> Recipe:
    """Twelve commits by one person, the newest on that day."""
    steps = (
        Commit(f"Step {number}", {"berths.txt": f"{number}\n"}, on=date(2026, 5, number)) for number in range(1, 12)
    )
    return Recipe(PLAIN, tuple(steps), on=newest)


def test_time_alone_ages_evidence_and_takes_it_away(tmp_path: Path) -> None:
    """Only ever called aged: nothing was removed from the repository and nobody else was asked."""
    folder = build(tmp_path / "gantry", _daily(date(2026, 6, 1)))
    days = (date(2026, 6, 2), date(2026, 10, 1), date(2031, 1, 1))
    today, later, long_after = (document(assess(folder, "HEAD", replace(SETTINGS, as_of=day))) for day in days)
    for before, after in ((today, later), (today, long_after), (later, long_after)):
        changes = compare(before, after)
        assert kinds(changes, "1.1.4") == {"aged"}
        assert "evidence gone" not in kinds(changes)
    assert causes(compare(today, later), "1.1.4") == [Cause("aged", "the same evidence is 121 days older")]
    assert causes(compare(later, today), "1.1.4") == [Cause("aged", "the same evidence is 121 days younger")]
    assert causes(compare(today, long_after), "1.1.4")[0].says.startswith("source-history-attributable: 12 commits")
    assert change(compare(today, long_after), "1.1.4").direction == "worse"


def test_evidence_seen_again_is_called_renewed_not_aged(tmp_path: Path) -> None:
    old, new = (
        document(assess(build(tmp_path / str(day) / "gantry", _daily(day)), "HEAD", SETTINGS))
        for day in (date(2026, 6, 1), date(2026, 9, 30))
    )
    renewed = causes(compare(old, new), "1.1.4")
    assert [each.kind for each in renewed] == ["evidence renewed"]
    assert renewed[0].says.startswith("source-history-attributable: 12 commits")
    assert causes(compare(new, old), "1.1.4") == [Cause("aged", "the same evidence is 121 days older")]


def test_other_rules_on_the_same_evidence(tmp_path: Path) -> None:
    """The same revision assessed by another Assay, one that asks for more: a real copy with one rule changed."""
    other = tmp_path / "other"
    shutil.copytree(Path(assay.__file__).parent, other / "assay", ignore=shutil.ignore_patterns("__pycache__"))
    claim = other / "assay" / "data" / "claims" / "3.2.1.toml"
    text = claim.read_text("utf-8")
    claim.write_text(text.replace('needs = "medium"', 'needs = "strong"', 1), "utf-8")
    folder = build(tmp_path / "gantry", {**PLAIN, **POLICY})
    words = ("assess", folder, "--as-of", AS_OF, "--format", "json", "--no-cache", "--no-tools", "--quiet")
    said = subprocess.run(
        [sys.executable, "-c", "from assay.cli import main; main()", *map(str, words)],
        env={**os.environ, "PYTHONPATH": str(other)},
        check=True,
        capture_output=True,
    )
    changes = compare(document(assess(folder, "HEAD", SETTINGS)), checked(json.loads(said.stdout), "other.json"))
    assert [each.claim for each in changes] == ["3.2.1"]
    assert kinds(changes) == {"rules changed"}
    assert "judge by different rules" in causes(changes)[0].says


def test_other_role_sets_claims_aside_and_says_why(assessed: Assessed) -> None:
    before = assessed(FIRST, ROLE.format("developer-distributor"))
    after = assessed(FIRST, ROLE.format("reseller"))
    aside, again = compare(before, after), compare(after, before)
    assert change(aside, "1.2.1").after == "not applicable"
    assert change(aside, "1.2.1").direction == "other"
    assert causes(aside, "1.2.1")[0] == Cause("profile changed", f"not applicable: {_reason(after, '1.2.1')}")
    assert causes(again, "1.2.1")[0] == Cause("profile changed", "it applies again")


def test_risk_accepted_changes_the_profile_and_its_end_does_not(assessed: Assessed) -> None:
    bare = RISK.partition("[[")[0]
    without, accepted, ended = assessed(FIRST, bare), assessed(FIRST, RISK), assessed(FIRST, RISK, date(2026, 12, 2))
    assert causes(compare(without, accepted), "1.4.3") == [
        Cause("profile changed", "role, delivery or what the owner states differs")
    ]
    assert causes(compare(accepted, ended), "1.4.3") == [
        Cause("exception", "insecure-secret-fallback: no effect: it ended on 2026-12-01")
    ]


def test_comparison_of_a_hostile_product_steers_no_terminal(tmp_path: Path) -> None:
    files = [tmp_path / "before.json", tmp_path / "after.json"]
    for file, made in zip(files, (empty, hostile), strict=True):
        file.write_bytes(canonical(assessed_extreme(made(tmp_path / file.stem))))
    said = CliRunner().invoke(command, [str(each) for each in files], color=True)
    assert said.exit_code == 0
    assert "contradicted: " in said.output
    assert not re.search(CONTROL, said.output.replace("\n", ""))
    assert all(columns(line) <= WIDTH for line in said.output.splitlines())
    plain = " ".join(said.output.split())
    assert "From empty at no commit, as of 2026-10-01" in plain


def test_every_cause_said_to_exist_is_tested_here() -> None:
    said = " ".join((Cause.__doc__ or "").partition("``kind`` is ")[2].partition(".")[0].split())
    here = Path(__file__).read_text("utf-8")
    named = [each.strip() for part in said.split(",") for each in part.split(" or ")]
    assert len(named) == 12
    assert [each for each in named if f'"{each}"' not in here] == []


@pytest.mark.parametrize(
    ("before", "after", "worse"),
    [
        ("met", "partly met", True),
        ("partly met", "no evidence", True),
        ("no evidence", "not met", True),
        ("not met", "not met", False),
        ("not met", "met", False),
        ("met", "not applicable", False),
        ("not applicable", "not met", False),
    ],
)
def test_worse_is_an_order_of_verdicts(before: str, after: str, worse: bool) -> None:
    assert is_worse(before, after) is worse


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A sound assessment, to be broken by the tests on copies."""
    folder = build(tmp_path_factory.mktemp("whole") / "gantry", {**FIRST, **SECOND})
    return document(assess(folder, "HEAD", SETTINGS))


def test_sound_file_is_opened(whole: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "sound.json"
    file.write_bytes(canonical(whole))
    assert opened(file) == whole


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "is not JSON"),
        (b"\xff\xfe\x00", "is not JSON"),
        (b"\xe9", "is not JSON"),
        (b'{"schema": "assay-assessment/1"', "is not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"1" * 5000, "is not JSON"),
        (b"[]", "not an assessment of this version"),
        (b"null", "not an assessment of this version"),
        (b'"assay-assessment/1"', "not an assessment of this version"),
        (b"{}", "not an assessment of this version"),
        (b'{"schema": "assay-assessment/0"}', "not an assessment of this version"),
        (b'{"schema": ["assay-assessment/1"]}', "not an assessment of this version"),
        (b'{"version": "2.1.0", "runs": []}', "not an assessment of this version"),
        (b'{"schema": "assay-assessment/1"}', "was altered"),
    ],
    ids=repr,
)
def test_file_that_is_no_assessment_is_named(content: bytes, fault: str, tmp_path: Path) -> None:
    file = tmp_path / "found.json"
    file.write_bytes(content)
    with pytest.raises(MalformedInputError) as raised:
        opened(file)
    assert str(file) in raised.value.problem
    assert fault in raised.value.problem


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    for place in (tmp_path / "nowhere.json", tmp_path):
        with pytest.raises(UnreadablePathError, match=str(place)):
            opened(place)


def _without_claims(found: dict[str, Any]) -> None:
    del found["claims"]


def _strange_verdict(found: dict[str, Any]) -> None:
    found["claims"][4]["verdict"] = "nearly met"


def _strange_facet(found: dict[str, Any]) -> None:
    found["claims"][3]["facets"][0]["state"] = 7


def _no_day(found: dict[str, Any]) -> None:
    found["as_of"] = "yesterday"


def _one_claim_less(found: dict[str, Any]) -> None:
    found["claims"].pop()


def _more(found: dict[str, Any]) -> None:
    found["score"] = 0.7


def _steering(found: dict[str, Any]) -> None:
    found["claims"][0]["verdict"] = "\x1b[31m\x9b1m\u202emet"


def _surrogate(found: dict[str, Any]) -> None:
    found["tool"] = "assay \ud800 1"


@pytest.mark.parametrize(
    ("harm", "place"),
    [
        (_without_claims, "top level"),
        (_strange_verdict, "claims.4.verdict"),
        (_strange_facet, "claims.3.facets.0.state"),
        (_no_day, "as_of"),
        (_one_claim_less, "claims"),
        (_more, "top level"),
        (_steering, "claims.0.verdict"),
        (_surrogate, "tool"),
    ],
    ids=lambda each: each if isinstance(each, str) else each.__name__,
)
def test_wrong_shape_is_named_with_file_and_place(
    harm: Callable[[dict[str, Any]], None], place: str, whole: dict[str, Any], tmp_path: Path
) -> None:
    """Even where the digest fits: who writes such a file may compute one."""
    found = json.loads(canonical(whole))
    harm(found)
    file = tmp_path / "harmed.json"
    with pytest.raises(MalformedInputError, match="was altered"):
        checked(found, str(file))
    file.write_bytes(canonical({**found, "digest": digest(found)}))
    with pytest.raises(MalformedInputError) as raised:
        opened(file)
    assert f"{file} does not hold what an assessment holds, at {place}: " in raised.value.problem
    assert raised.value.problem.isprintable()


def test_any_altered_value_is_seen(whole: dict[str, Any]) -> None:
    for key in _leaves(whole):
        found = json.loads(canonical(whole))
        *path, last = key
        place = found
        for each in path:
            place = place[each]
        place[last] = "met" if place[last] != "met" else "not met"
        with pytest.raises(MalformedInputError, match=r"altered|not an assessment"):
            checked(found, "altered.json")


def _leaves(found: Mapping[str, Any]) -> Iterator[tuple[str | int, ...]]:
    yield from (("as_of",), ("tool",), ("digest",), ("schema",), ("subject", "commit"), ("rules", "digest"))
    yield from (("claims", number, "verdict") for number in range(0, len(found["claims"]), 9))
    yield ("claims", 0, "facets", 0, "state")


def _reason(found: Mapping[str, Any], claim: str) -> str:
    return next(str(each["reason"]) for each in found["claims"] if each["id"] == claim)
