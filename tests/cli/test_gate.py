"""``assay gate``: what it prints, how it ends, and what it makes of a baseline that is none."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from assay.assess.result import digest
from assay.cli.assess import command as assess
from assay.cli.gate import command
from assay.errors import AssayError, MalformedInputError, UnreadablePathError
from assay.testing.gantry import RECIPE
from assay.testing.repository import build

OPTIONS = ("--no-cache", "--no-tools", "--quiet", "--as-of", "2026-10-01")


@pytest.fixture(scope="module")
def gantry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("gate") / "gantry", RECIPE)


@pytest.fixture(scope="module")
def agreed(gantry: Path) -> Path:
    """The baseline: version 1.1.0."""
    place = gantry.parent / "baseline.json"
    words = [str(gantry), "--ref", "v1.1.0", "--format", "json", "--output", str(place), *OPTIONS]
    assert CliRunner().invoke(assess, words).exit_code == 0
    return place


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(command, arguments)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def test_well_is_one_line_and_0(gantry: Path, agreed: Path) -> None:
    done = run(str(gantry), "--ref", "v1.1.0", "--baseline", str(agreed), *OPTIONS)
    assert done.exit_code == 0
    assert done.output.count("\n") == 1
    assert done.output.startswith("No claim got worse than in the baseline of 2026-10-01")


def test_worse_is_a_line_for_each_reason_and_4(gantry: Path, agreed: Path) -> None:
    done = run(str(gantry), "--ref", "v1.0.0", "--baseline", str(agreed), *OPTIONS)
    assert done.exit_code == 4
    lines = done.output.splitlines()
    assert any(
        line.startswith("Dockerfile:4: 1.2.2 partly met -> not met: contradicted: build-uses-lockfile:")
        for line in lines
    )
    assert any(line.startswith("assay.toml: 1.1.2 ") for line in lines)
    assert "claims are worse than in the baseline of 2026-10-01" in lines[-1]


def test_json_says_the_same(gantry: Path, agreed: Path, tmp_path: Path) -> None:
    place = tmp_path / "gate.json"
    done = run(
        str(gantry), "--ref", "v1.0.0", "--baseline", str(agreed), "--format", "json", "--output", str(place), *OPTIONS
    )
    assert (done.exit_code, done.output) == (4, "")
    found = json.loads(place.read_text())
    assert found["passed"] is False
    assert "1.2.2" in {each["claim"] for each in found["worse"]}


def test_exit_code_of_the_program(gantry: Path, agreed: Path, tmp_path: Path) -> None:
    program = "from assay.cli import main; main()"
    words = [
        sys.executable,
        "-c",
        program,
        "gate",
        str(gantry),
        "--baseline",
        str(agreed),
        "--no-tools",
        "--as-of",
        "2026-10-01",
    ]
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    codes = [
        subprocess.run([*words, "--ref", ref], capture_output=True, env=environment, check=False).returncode
        for ref in ("v1.1.0", "v1.0.0", "v1.1.0", "v9")
    ]
    assert codes == [0, 4, 0, 3]


def changed(place: Path, folder: Path, **fields: Any) -> Path:
    """The baseline with fields replaced and its digest computed anew."""
    found = json.loads(place.read_text()) | fields
    (folder / "changed.json").write_text(json.dumps({**found, "digest": digest(found)}))
    return folder / "changed.json"


def test_newer_schema_is_named(gantry: Path, agreed: Path, tmp_path: Path) -> None:
    newer = changed(agreed, tmp_path, schema="assay-assessment/2")
    with pytest.raises(MalformedInputError, match=r"is not an assessment of this version \(assay-assessment/1\)"):
        run(str(gantry), "--baseline", str(newer), *OPTIONS)


def test_altered_baseline_is_refused(gantry: Path, agreed: Path, tmp_path: Path) -> None:
    text = agreed.read_text().replace('"verdict": "partly met"', '"verdict": "no evidence"', 1)
    (tmp_path / "altered.json").write_text(text)
    with pytest.raises(MalformedInputError, match="was altered"):
        run(str(gantry), "--baseline", str(tmp_path / "altered.json"), *OPTIONS)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"schema": "assay-assessment/1"}', b'{"schema": NaN}'],
    ids=["empty", "cut off", "a list", "null", "no UTF-8", "nested", "nothing but a schema", "not a number"],
)
def test_baseline_that_is_none(content: bytes, gantry: Path, tmp_path: Path) -> None:
    (tmp_path / "baseline.json").write_bytes(content)
    with pytest.raises(MalformedInputError):
        run(str(gantry), "--baseline", str(tmp_path / "baseline.json"), *OPTIONS)


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": {"path": "gantry", "commit": "--upload-pack=x", "committed_on": None, "ref": "x", "dirty": None, "bare": True, "shallow": False}},
        {"as_of": "2026-13-45"},
        {"claims": []},
        {"claims": [{"id": "1.1.1"}]},
    ],
    ids=["an option for a commit", "no day", "no claims", "half a claim"],
)  # fmt: skip
def test_baseline_with_a_right_digest_and_wrong_content(
    fields: dict[str, Any], gantry: Path, agreed: Path, tmp_path: Path
) -> None:
    with pytest.raises(AssayError) as error:
        run(str(gantry), "--baseline", str(changed(agreed, tmp_path, **fields)), *OPTIONS)
    assert error.value.exit_code == 2


def test_baseline_that_is_not_there(gantry: Path, tmp_path: Path) -> None:
    with pytest.raises(UnreadablePathError):
        run(str(gantry), "--baseline", str(tmp_path / "none.json"), *OPTIONS)


def test_baseline_must_be_named(gantry: Path) -> None:
    assert run(str(gantry)).exit_code == 2
