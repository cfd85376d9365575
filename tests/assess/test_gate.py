"""The gate: shut when a claim got worse by what was changed, open for the calendar, the rules and what is only unseen."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from assay.assess.gate import Gate, gate, gate_document
from assay.assess.result import digest, document
from assay.assess.run import assess
from assay.checks.contract import Change, Handed
from assay.collect.git import HARDENED_ENVIRONMENT
from assay.collect.repository import Settings
from assay.errors import MalformedInputError
from assay.reports import gate as report
from assay.store.code_of_practice import load, schema
from assay.testing.evidence import hand_over
from assay.testing.gantry import RECIPE
from assay.testing.repository import Recipe, build

AS_OF = date(2026, 10, 1)
SETTINGS = Settings(AS_OF, use_tools=False)
POLICY = (
    "# Security policy\n\nThis policy covers every supported version of Gantry. Please report a vulnerability by mail to "
    "security@gantry.example and do not open a public issue. Tell us which version you used and what happened.\n\n"
    "You get an answer from a person within three working days. We write a fix, and publish an advisory within ninety days. "
    "We will not take legal action against anybody who tests in good faith and keeps to this policy.\n"
)
PROFILE = 'schema = 1\n[product]\nname = "Gantry"\n'
WORKFLOW = "on: [push, pull_request]\npermissions: {contents: read}\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: pytest\n"
FILES: dict[str, str] = {
    "README.md": "# Gantry\n\nA crane for loads of every kind.\n",
    "SECURITY.md": POLICY,
    "assay.toml": PROFILE,
    ".github/workflows/ci.yml": WORKFLOW,
    "tests/test_load.py": "def test_load():\n    assert 1 + 1 == 2\n",
    "pyproject.toml": '[project]\nname = "gantry"\nversion = "1.0.0"\n',
    "src/gantry.py": "def load():\n    return 2\n",
}


@pytest.fixture
def product(tmp_path: Path) -> Path:
    return build(tmp_path / "gantry", FILES)


def git(place: Path, *words: str, given: bytes = b"") -> str:
    done = subprocess.run(
        ["git", *words], cwd=place, env=HARDENED_ENVIRONMENT, input=given, capture_output=True, check=True
    )
    return done.stdout.decode().strip()


def commit(place: Path, files: Mapping[str, str | None], branch: str = "main") -> str:
    """One more commit, with files changed or (None) taken out."""
    stream = f"commit refs/heads/{branch}\ncommitter Ada Builder <ada@example.com> 1790800000 +0000\ndata 4\nMore\nfrom refs/heads/main^0\n"
    for path, text in files.items():
        if text is None:
            stream += f"D {path}\n"
        else:
            stream += f"M 100644 inline {path}\ndata {len(text.encode())}\n{text}\n"
    git(place, "fast-import", "--quiet", given=stream.encode())
    return git(place, "rev-parse", f"refs/heads/{branch}")


def baseline(place: Path, settings: Settings = SETTINGS) -> dict[str, Any]:
    return document(assess(place, "HEAD", settings))


def told(found: Gate, *, strict: bool = False) -> list[str]:
    return report.render(gate_document(found, strict=strict)).splitlines()


def resealed(found: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The document changed by somebody who knows how to compute its digest."""
    made: dict[str, Any] = json.loads(json.dumps({**found, **changes}))
    return {**made, "digest": digest(made)}


def test_nothing_changed_is_one_line(product: Path) -> None:
    found = gate(product, "HEAD", SETTINGS, baseline(product))
    assert not found.stops(strict=True)
    assert told(found) == [
        f"No claim got worse than in the baseline of 2026-10-01 ({git(product, 'rev-parse', 'main')[:12]})."
    ]


def test_harmless_change_is_one_line(product: Path) -> None:
    agreed = baseline(product)
    commit(
        product, {"src/gantry.py": "def load():\n    return 3\n", "docs/notes.md": "# Notes\n\nSome notes on cranes.\n"}
    )
    assert len(told(gate(product, "HEAD", SETTINGS, agreed))) == 1


def test_better_is_one_line(product: Path) -> None:
    commit(product, {"SECURITY.md": None})
    agreed = baseline(product)
    commit(product, {"SECURITY.md": POLICY})
    assert len(told(gate(product, "HEAD", SETTINGS, agreed))) == 1


@pytest.mark.parametrize("text", [None, "", "# Security\n\nThank you.\n"], ids=["deleted", "emptied", "hollowed out"])
def test_policy_taken_away_is_a_loss_and_not_a_lack_of_sight(text: str | None, product: Path) -> None:
    agreed = baseline(product)
    commit(product, {"SECURITY.md": text})
    found = gate(product, "HEAD", SETTINGS, agreed)
    assert found.stops(strict=False)
    assert {each.claim for each in found.worse} >= {"3.2.1", "3.2.2"}
    lines = [line for line in told(found) if not line.startswith("note: ")]
    assert any(line.startswith("SECURITY.md:5: 3.2.1 ") or line.startswith("SECURITY.md:3: 3.2.1 ") for line in lines)
    assert "evidence gone: private-channel" in "\n".join(lines)
    assert lines[-1].endswith("worse than in the baseline of 2026-10-01 (" + agreed["subject"]["commit"][:12] + ").")


def test_contradiction_is_told_with_its_place(product: Path) -> None:
    agreed = baseline(product)
    commit(
        product,
        {
            "SECURITY.md": "# Security\n\nWe are glad about every report of a vulnerability in our product and look at each of them with care. Please open a public issue to report a security vulnerability.\n"
        },
    )
    found = gate(product, "HEAD", SETTINGS, agreed)
    (line,) = [line for line in told(found) if " 3.2.2 " in line and not line.startswith("note: ")]
    assert line.startswith("SECURITY.md:3: 3.2.2 ")
    assert "-> not met: contradicted: private-channel:" in line


def test_tests_taken_out_of_the_pipeline(product: Path) -> None:
    agreed = baseline(product)
    commit(product, {".github/workflows/ci.yml": WORKFLOW.replace("pytest", "echo ok"), "tests/test_load.py": None})
    found = gate(product, "HEAD", SETTINGS, agreed)
    assert found.stops(strict=False)
    assert any(each.cause.place.startswith((".github/workflows/ci.yml", "tests/test_load.py")) for each in found.worse)


def test_one_line_for_each_reason(product: Path) -> None:
    agreed = baseline(product)
    commit(product, {"SECURITY.md": None, "tests/test_load.py": None})
    found = gate(product, "HEAD", SETTINGS, agreed)
    lines = [line for line in told(found) if not line.startswith("note: ")]
    assert len(lines) == len(found.worse) + 1
    assert len(set(lines)) == len(lines)


# Could no longer look


def test_what_can_no_longer_be_looked_at_is_its_own_reason(tmp_path: Path) -> None:
    """The same commit in a clone without its history: nothing got worse, and not all of it can be seen."""
    place = build(tmp_path / "gantry", RECIPE)
    agreed = baseline(place)
    (place / "shallow").write_text(git(place, "rev-parse", "main") + "\n")
    found = gate(place, "HEAD", SETTINGS, agreed)
    assert found.worse == ()
    assert {each.kind for each in found.unsure} == {"not readable"}
    assert not found.stops(strict=False)
    assert found.stops(strict=True)
    assert any(
        line.startswith("note: ") and "could no longer look" in line and "shallow" in line for line in told(found)
    )
    assert told(found, strict=True)[-1].startswith("No claim is known to be worse")


# The calendar


def statement(on: date, person: str = "Ada Builder") -> str:
    return (
        '[[statements]]\nfacet = "1.1.2/a"\nsays = "Every developer took the course in secure coding."\n'
        f'person = "{person}"\nrole = "Head of Engineering"\ndate = {on}\n'
    )


@pytest.fixture
def stated(tmp_path: Path) -> Path:
    return build(tmp_path / "gantry", {**FILES, "assay.toml": PROFILE + statement(AS_OF - timedelta(days=10))})


def test_age_alone_is_a_note(stated: Path) -> None:
    agreed = baseline(stated)
    valid = load().claim("1.1.2").answer_valid_days
    found = gate(stated, "HEAD", replace(SETTINGS, as_of=AS_OF + timedelta(days=valid)), agreed)
    assert found.worse == ()
    assert "1.1.2" in {each.claim for each in found.aged}
    assert not found.stops(strict=True)
    lines = told(found)
    assert any(line.startswith("note: assay.toml: 1.1.2 ") and "by age alone" in line for line in lines)
    assert lines[-1].startswith("No claim got worse")


@pytest.mark.parametrize(("days", "notes"), [(0, 0), (1, 1)])
def test_age_on_the_days_around_the_end(days: int, notes: int, stated: Path) -> None:
    last = AS_OF - timedelta(days=10) + timedelta(days=load().claim("1.1.2").answer_valid_days)
    found = gate(stated, "HEAD", replace(SETTINGS, as_of=last + timedelta(days=days)), baseline(stated))
    assert len([each for each in found.aged if each.claim == "1.1.2"]) == notes


def test_change_is_blamed_however_late_it_is(stated: Path) -> None:
    agreed = baseline(stated)
    commit(stated, {"assay.toml": PROFILE})
    found = gate(stated, "HEAD", replace(SETTINGS, as_of=AS_OF + timedelta(days=5)), agreed)
    (reason,) = [each for each in found.worse if each.claim == "1.1.2"]
    assert (reason.cause.kind, reason.cause.place) == ("statement", "assay.toml")


def test_renewal_after_the_day_of_the_baseline_is_no_loss(stated: Path) -> None:
    """On the day of the baseline the new statement lies in the future; today it counts."""
    agreed = baseline(stated)
    today = AS_OF + timedelta(days=20)
    commit(stated, {"assay.toml": PROFILE + statement(today)})
    found = gate(stated, "HEAD", replace(SETTINGS, as_of=today), agreed)
    assert [each for each in (*found.worse, *found.unsure, *found.aged) if each.claim == "1.1.2"] == []


def test_baseline_of_a_later_day_is_a_note(product: Path) -> None:
    agreed = baseline(product, replace(SETTINGS, as_of=AS_OF + timedelta(days=30)))
    found = gate(product, "HEAD", SETTINGS, agreed)
    assert not found.stops(strict=True)
    assert "note: the baseline is of 2026-10-31, later than 2026-10-01: compared as of 2026-10-31" in told(found)


# Weaker, and set aside


def test_claim_that_is_set_aside_is_told(product: Path) -> None:
    agreed = baseline(product)
    commit(product, {"assay.toml": PROFILE + 'role = "reseller"\n'})
    found = gate(product, "HEAD", SETTINGS, agreed)
    assert {each.kind for each in found.unsure} >= {"set aside"}
    assert found.stops(strict=True)
    assert any("does not concern the role reseller" in line for line in told(found))


def test_weaker_within_one_verdict_is_a_note(tmp_path: Path) -> None:
    place = build(tmp_path / "gantry", RECIPE)
    agreed = document(assess(place, "v1.1.0", SETTINGS))
    found = gate(place, "v1.0.0", SETTINGS, agreed)
    weaker = [each for each in found.unsure if each.kind == "weaker"]
    assert {each.claim for each in weaker} >= {"1.2.1", "1.3.2"}
    assert all(each.before == each.after for each in weaker)
    assert any(line.startswith("note: Dockerfile:4: 1.2.1 ") and "weaker, same verdict" in line for line in told(found))
    assert not any(line.startswith("note: ") and "weaker" in line for line in told(found, strict=True))


# The baseline


def test_another_product_is_an_error(product: Path, tmp_path: Path) -> None:
    other = build(tmp_path / "other", {**FILES, "README.md": "# Tug\n", "assay.toml": PROFILE.replace("Gantry", "Tug")})
    with pytest.raises(MalformedInputError, match="The baseline is of 'Tug', and this is 'Gantry'"):
        gate(product, "HEAD", SETTINGS, baseline(other))


def test_unknown_commit_without_a_name_is_an_error(tmp_path: Path) -> None:
    nameless = {key: value for key, value in FILES.items() if key != "assay.toml"}
    one, other = (build(tmp_path / name, {**nameless, "a.txt": name}) for name in ("one", "other"))
    with pytest.raises(MalformedInputError, match="which is not in this repository"):
        gate(one, "HEAD", SETTINGS, baseline(other))


def test_unknown_commit_of_the_same_product_is_a_note(product: Path) -> None:
    commit(product, {"a.txt": "lost"}, branch="lost")
    agreed = document(assess(product, "lost", SETTINGS))
    git(product, "update-ref", "-d", "refs/heads/lost")
    git(product, "-c", "gc.reflogExpire=now", "gc", "-q", "--prune=now")
    found = gate(product, "HEAD", SETTINGS, agreed)
    assert not found.stops(strict=False)
    assert any("is not here (no branch leads to it)" in line for line in told(found))


def test_product_that_got_another_name_is_a_note(product: Path) -> None:
    agreed = baseline(product)
    commit(product, {"assay.toml": PROFILE.replace("Gantry", "Derrick")})
    assert any("was called 'Gantry' in the baseline" in line for line in told(gate(product, "HEAD", SETTINGS, agreed)))


def test_profile_that_is_gone_is_a_note(product: Path) -> None:
    agreed = baseline(product)
    commit(product, {"assay.toml": None})
    found = gate(product, "HEAD", SETTINGS, agreed)
    assert any("assay.toml, on which the baseline rests, is gone" in line for line in told(found))


def test_other_rules_are_judged_anew(product: Path) -> None:
    """Had the claims of the baseline been taken as they stand, the change would be blamed for the rules."""
    agreed = baseline(product)
    claims = [{**each, "verdict": "met"} if each["id"] == "1.1.1" else each for each in agreed["claims"]]
    old = resealed(agreed, claims=claims, rules={"version": "0.0.1", "digest": "0" * 64}, tool="assay 0.0.1")
    found = gate(product, "HEAD", SETTINGS, old)
    assert not found.stops(strict=True)
    lines = told(found)
    assert any("judged by other rules (assay 0.0.1)" in line for line in lines)
    assert any("by the rules of today 1.1.1 of the baseline is" in line for line in lines)
    commit(product, {"SECURITY.md": None})
    assert {each.claim for each in gate(product, "HEAD", SETTINGS, old).worse} >= {"3.2.1"}


def test_other_rules_without_the_commit_are_an_error(product: Path) -> None:
    agreed = baseline(product)
    old = resealed(
        agreed, rules={"version": "0.0.1", "digest": "0" * 64}, subject={**agreed["subject"], "commit": "1" * 40}
    )
    with pytest.raises(MalformedInputError, match="judged by other rules"):
        gate(product, "HEAD", SETTINGS, old)


def test_claims_left_out_of_the_baseline_are_an_error(product: Path) -> None:
    agreed = baseline(product)
    short = resealed(agreed, claims=[each for each in agreed["claims"] if each["id"] != "3.2.1"])
    with pytest.raises(MalformedInputError, match=r"does not answer 3\.2\.1"):
        gate(product, "HEAD", SETTINGS, short)


def test_baseline_on_another_profile_is_an_error(product: Path) -> None:
    agreed = baseline(product, replace(SETTINGS, profile_text=PROFILE, profile_source="mine.toml"))
    with pytest.raises(MalformedInputError, match="made with --profile, and this was not"):
        gate(product, "HEAD", SETTINGS, agreed)
    with pytest.raises(MalformedInputError, match="made without --profile, and this was not"):
        gate(product, "HEAD", replace(SETTINGS, profile_text=PROFILE, profile_source="mine.toml"), baseline(product))


def test_baseline_with_evidence_needs_evidence(product: Path, tmp_path: Path) -> None:
    result = f'<testsuite timestamp="{AS_OF}T10:00:00"><testcase name="a"/></testsuite>'
    folder = hand_over({"junit.xml": Handed(result, "{commit}")}, product, tmp_path / "evidence", AS_OF)
    agreed = baseline(product, replace(SETTINGS, evidence=folder))
    with pytest.raises(MalformedInputError, match="rests on evidence that was handed over"):
        gate(product, "HEAD", SETTINGS, agreed)
    assert not gate(product, "HEAD", replace(SETTINGS, evidence=folder), agreed).stops(strict=True)


def test_hostile_paths_in_a_baseline_reach_nothing(product: Path) -> None:
    """A place in a baseline is only ever looked up in git: it steers neither git nor a terminal."""
    agreed = baseline(product)
    claims = json.loads(json.dumps(agreed["claims"]))
    for claim in claims:
        for seen in claim["for"]:
            seen["says"] += " \x1b[2J\n::error::x"
            seen["locations"] = [{"path": "--output=/tmp/x\n\x1b[31m:../../etc/passwd", "line": 1}]
    commit(product, {"SECURITY.md": None})
    found = gate(product, "HEAD", SETTINGS, resealed(agreed, claims=claims))
    lines = told(found)
    assert found.stops(strict=False)
    assert not any("\x1b" in line or line.startswith("::") for line in lines)


def test_document_fits_its_schema(stated: Path) -> None:
    agreed = baseline(stated)
    commit(stated, {"SECURITY.md": None, "assay.toml": PROFILE + 'role = "in-house"\n'})
    found = gate_document(
        gate(stated, "HEAD", replace(SETTINGS, as_of=AS_OF + timedelta(days=900)), agreed), strict=False
    )
    assert list(jsonschema_rs.validator_for(schema("gate"), validate_formats=True).iter_errors(found)) == []
    assert found["worse"]
    assert found["unsure"]
    assert found["passed"] is False


def test_history_of_the_product_is_what_counts(tmp_path: Path) -> None:
    """A baseline of an older commit of the same branch is the normal case."""
    place = build(tmp_path / "gantry", Recipe(FILES, (Change("Start", {**FILES, "SECURITY.md": "# Security\n"}),)))
    agreed = document(assess(place, "main~1", SETTINGS))
    assert not gate(place, "HEAD", SETTINGS, agreed).stops(strict=False)


def test_baseline_kept_in_the_product_changes_nothing(product: Path) -> None:
    agreed = baseline(product)
    commit(product, {"assay-baseline.json": json.dumps(agreed, indent=2)})
    assert len(told(gate(product, "HEAD", SETTINGS, agreed), strict=True)) == 1
    assert (
        len(told(gate(product, "HEAD", replace(SETTINGS, as_of=AS_OF + timedelta(days=1)), agreed), strict=True)) == 1
    )
