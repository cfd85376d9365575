"""``assay form export`` and ``assay form import``, as they are typed."""

import hashlib
import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assay.assess.form_answers import ANSWERS
from assay.testing.extremes import rich
from assay.testing.forms import official_layout
from assay.testing.repository import build

Typed = Callable[..., Any]
OPTIONS = ("--as-of", "2026-10-01", "--no-tools", "--no-cache", "--quiet")


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rich(tmp_path_factory.mktemp("product"))


@pytest.fixture
def assessment(typed: Typed, product: Path, tmp_path: Path) -> Path:
    file = tmp_path / "assessment.json"
    assert typed("assess", product, *OPTIONS, "--format", "json", "--output", file).code == 0
    return file


@pytest.mark.parametrize("ending", ["docx", "md", "html", "csv"])
def test_there_and_back_again(typed: Typed, product: Path, assessment: Path, tmp_path: Path, ending: str) -> None:
    first, second = tmp_path / f"first.{ending}", tmp_path / f"second.{ending}"
    machine, again = tmp_path / "form.json", tmp_path / "again.json"
    done = typed("form", "export", product, *OPTIONS, "--output", first)
    assert (done.code, done.err) == (0, ""), done.err
    assert "left for a person to answer." in done.out
    assert typed("form", "import", first, "--output", machine).code == 0
    assert typed("form", "export", "--form", machine, "--output", second).code == 0
    assert typed("form", "import", second, "--output", again).code == 0
    read, reread = json.loads(machine.read_bytes()), json.loads(again.read_bytes())
    for part in ("header", "claims", "rows", "other"):
        assert reread[part] == read[part]
    verdicts = {each["id"]: each["verdict"] for each in json.loads(assessment.read_bytes())["claims"]}
    for claim in read["claims"]:
        assert [read["rows"][row]["answer"] for row in claim["rows"]] == [ANSWERS[verdicts[claim["id"]]].value]


def test_a_template_from_a_repository_and_from_a_file(
    typed: Typed, product: Path, assessment: Path, tmp_path: Path
) -> None:
    template = tmp_path / "theirs.docx"
    blank = official_layout({}, {})
    template.write_bytes(blank)
    made = [tmp_path / f"{name}.docx" for name in ("now", "earlier", "without")]
    assert typed("form", "export", product, *OPTIONS, "--template", template, "--output", made[0]).code == 0
    assert (
        typed("form", "export", product, "--assessment", assessment, "--template", template, "--output", made[1]).code
        == 0
    )
    assert typed("form", "export", "--assessment", assessment, "--template", template, "--output", made[2]).code == 0
    now, earlier, without = (zipfile.ZipFile(each).read("word/document.xml") for each in made)
    assert now == earlier != without
    assert template.read_bytes() == blank


def test_digests_are_those_of_the_files(typed: Typed, product: Path, tmp_path: Path) -> None:
    form = tmp_path / "form.csv"
    assert typed("form", "export", product, *OPTIONS, "--output", form).code == 0
    cited = re.findall(
        r"^(?:\"|)([^\s:\"][^:\"\n]*?)(?::[\d, ]+(?: and \d+ more)?)? at ([0-9a-f]{12})\nSHA-256 ([0-9a-f]{64})",
        form.read_text("utf-8-sig"),
        re.MULTILINE,
    )
    assert len(cited) > 5
    for path, commit, digest in cited:
        data = subprocess.run(
            ["git", "-C", str(product), "show", f"{commit}:{path}"], capture_output=True, check=True
        ).stdout
        assert hashlib.sha256(data).hexdigest() == digest


def test_lint_of_an_export_names_what_is_open_and_nothing_else(typed: Typed, tmp_path: Path) -> None:
    gantry = build(
        tmp_path / "gantry",
        {
            "README.md": "# Gantry\n",
            "assay.toml": 'schema = 1\n[organisation]\nname = "Gantry Ltd"\nsenior_responsible_owner = "Ada Builder"\n[product]\nname = "Gantry"\n',
        },
    )
    form, faults = tmp_path / "form.docx", tmp_path / "faults.json"
    assert typed("form", "export", gantry, *OPTIONS, "--output", form).code == 0
    assert typed("form", "lint", form, "--format", "json", "--output", faults).code == 4
    found = json.loads(faults.read_bytes())
    assert [each["id"] for each in found["faults"]] == ["unanswered"]


def test_challenging_an_export_contradicts_nothing(typed: Typed, product: Path, tmp_path: Path) -> None:
    form, questions = tmp_path / "form.docx", tmp_path / "questions.json"
    assert typed("form", "export", product, *OPTIONS, "--output", form).code == 0
    words = ("challenge", form, "--repository", product, *OPTIONS, "--format", "json", "--output", questions)
    assert typed(*words).code == 0
    found = json.loads(questions.read_bytes())
    contradicted = [each for each in found["claims"] if each["outcome"] == "contradicted"]
    assert [each["id"] for each in contradicted if each["said"]["answer"] == "met"] == []


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("product",), 2, "Missing option '--output'"),
        (("product", "--output", "form.pdf"), 2, "ends in nothing a form can be written as"),
        (("product", "--output", "form"), 2, "ends in nothing"),
        (("product", "--template", "theirs.md", "--output", "form.docx"), 2, "does not end in .docx"),
        (("product", "--template", "theirs.docx", "--output", "form.md"), 2, "does not end in .docx"),
        (("product", "--template", "theirs.docx", "--output", "theirs.docx"), 2, "is the template itself"),
        (("product", "--template", "absent.docx", "--output", "form.docx"), 3, "cannot be read"),
        (("product", "--template", "other.docx", "--output", "form.docx"), 2, "cannot be filled in"),
        (("product", "--output", "nowhere/form.docx"), 2, "is not a folder"),
        (("absent", "--output", "form.docx"), 3, "does not exist"),
        (("--assessment", "broken.json", "--output", "form.docx"), 2, "is not JSON"),
        (("--form", "broken.json", "--output", "form.docx"), 2, "is not JSON"),
        (("--form", "absent.json", "--output", "form.docx"), 3, "cannot be read"),
        (("--form", "list.json", "--output", "form.docx"), 2, "not a form that was read in"),
        (("--form", "half.json", "--output", "form.docx"), 2, "does not hold what a form holds"),
        (("product", "--form", "half.json", "--output", "form.docx"), 2, "neither PATH nor --assessment"),
        (("empty", "--output", "form.docx"), 3, "no commit"),
    ],
)
def test_wrong_use_leaves_nothing_behind(
    words: tuple[str, ...], code: int, says: str, typed: Typed, product: Path, tmp_path: Path
) -> None:
    blank = official_layout({})
    (tmp_path / "theirs.docx").write_bytes(blank)
    (tmp_path / "theirs.md").write_text("# x\n", "utf-8")
    (tmp_path / "other.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "broken.json").write_text("{", "utf-8")
    (tmp_path / "list.json").write_text("[]", "utf-8")
    (tmp_path / "half.json").write_text('{"schema": "assay-form/1"}', "utf-8")
    subprocess.run(["git", "init", "-q", str(tmp_path / "empty")], check=True)
    before = sorted(tmp_path.iterdir())
    places = {"product": str(product)}
    typed_words = [
        places.get(word, word) if word.startswith("--") or word == "product" else str(tmp_path / word) for word in words
    ]
    done = typed("form", "export", *typed_words, *OPTIONS)
    assert (done.code, says in done.err) == (code, True), done.err
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "theirs.docx").read_bytes() == blank


def test_a_form_with_unpaired_surrogates_is_refused(typed: Typed, tmp_path: Path) -> None:
    form = tmp_path / "form.json"
    form.write_text('{"schema": "assay-form/1", "tool": "\\ud800"}', "utf-8")
    done = typed("form", "export", "--form", form, "--output", tmp_path / "form.md")
    assert done.code == 2
    assert "Traceback" not in done.err


def test_an_assessment_of_another_repository(typed: Typed, assessment: Path, tmp_path: Path) -> None:
    other = build(tmp_path / "other", {"README.md": "# Other\n"})
    done = typed("form", "export", other, "--assessment", assessment, "--output", tmp_path / "form.docx")
    assert (done.code, "does not hold the commit that was assessed" in done.err) == (3, True)
    assert not (tmp_path / "form.docx").exists()


def test_import_to_standard_output(typed: Typed, tmp_path: Path) -> None:
    form = tmp_path / "form.docx"
    form.write_bytes(official_layout({"1.1.1": "Met. See docs/framework.md."}))
    done = typed("form", "import", form)
    assert done.code == 0
    read = json.loads(done.out)
    row = read["rows"][read["claims"][0]["rows"][0]]
    assert (row["answer"], row["text"], row["proofs"]) == (
        "met",
        "See docs/framework.md.",
        [{"kind": "path", "target": "docs/framework.md"}],
    )
