"""The report for a pull request: what it quotes becomes no link, no image, no markup, no table cell and calls nobody."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assay.reports import markdown
from assay.reports.columns import printable
from assay.reports.quoting import BREAK, inline
from assay.store.code_of_practice import load
from assay.testing.extremes import ATTACKS, CONTROL, assessed
from assay.testing.gantry import FIRST
from assay.testing.repository import build

Document = Mapping[str, Any]
CODE = load()
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
LONGEST_COMMENT = 65_536
"""Characters a comment on a pull request may hold."""
CALLS = re.compile(r"(?<!\w)@[\w-]|#\d|\bGH-\d|\w@\w|https?://|\bwww\.\w", re.IGNORECASE)
"""What the platform turns into a mention, a reference or a link where it stands in running text."""
OURS = {BREAK, "<code>", "</code>"}


def rendered(found: Document) -> str:
    """The report."""
    return markdown.render(found, CODE)


def tokens(report: str) -> Iterator[Token]:
    """Everything a reader of Markdown makes of it."""
    for token in READER.parse(report):
        yield token
        yield from token.children or ()


def running_text(report: str) -> Iterator[str]:
    """Text outside code, piece by piece as the platform looks for names, numbers and addresses in it."""
    inside = False
    for token in tokens(report):
        if token.type == "html_inline" and token.content in ("<code>", "</code>"):
            inside = token.content == "<code>"
        elif token.type == "text" and not inside:
            yield token.content


def shown(report: str) -> str:
    """What a person reads."""
    return "".join(token.content for token in tokens(report) if token.type in ("text", "code_inline"))


def assert_harmless(report: str) -> None:
    """No link, image, foreign markup, reference or address."""
    kinds = {token.type for token in tokens(report)}
    assert not kinds & {"link_open", "image", "html_block", "fence", "code_block", "s_open", "hr", "blockquote_open"}
    assert {token.content for token in tokens(report) if token.type == "html_inline"} <= OURS
    assert [each for each in running_text(report) if CALLS.search(each)] == []
    assert not re.search(CONTROL, report.replace("\n", ""))


def test_report_is_harmless(found: Document) -> None:
    assert_harmless(rendered(found))


def test_what_would_do_harm_is_seen() -> None:
    harms = ("[a](https://a.example)", "![a](b.png)", "<b>a</b>", "<div>\n", "@ada", "#12", "GH-12", "www.a.example", "https://a.example", "ada@a.example", "~~a~~", "\x1b")  # fmt: skip
    for harm in harms:
        with pytest.raises(AssertionError):
            assert_harmless(f"- a\n\n{harm}\n")


@pytest.mark.parametrize("attack", ATTACKS, ids=ascii)
def test_attack_is_shown_letter_by_letter_and_does_nothing(attack: str) -> None:
    for said in (
        attack,
        attack * 3,
        f"a {attack} b",
        f"a{attack}b",
        f"\n\n{attack}\n\n",
        f"{attack}|{attack}",
        f"{attack} @x #1",
    ):
        text = " ".join(printable(" ".join(said.split())).split())
        assert "<" not in inline(said).replace(BREAK, ""), "readers differ about what begins markup"
        for line in (f"- x {inline(said)} y", f"1. x {inline(said)} y"):
            assert_harmless(line + "\n")
            assert shown(line) == f"x {text} y"
        row = f"| a | b |\n|---|---|\n| {inline(said)} | last |\n"
        assert_harmless(row)
        assert [token.type for token in READER.parse(row)].count("td_open") == 2


def test_table_has_a_row_for_each_principle_and_three_cells_in_each(found: Document) -> None:
    kinds = [token.type for token in READER.parse(rendered(found))]
    assert kinds.count("table_open") == 1
    assert kinds.count("tr_open") == 15
    assert (kinds.count("th_open"), kinds.count("td_open")) == (3, 42)
    verdicts = {each["id"]: each["verdict"] for each in found["principles"]}
    rows = re.findall(r"^\| (\d\.\d) .* \| (.*) \| (.*) \|$", rendered(found), re.MULTILINE)
    assert {row[0]: row[1] for row in rows} == verdicts
    assert sum(len(row[2].split(", ")) for row in rows) == 45


def test_headings_are_ours_alone(found: Document) -> None:
    report = rendered(found)
    parsed = READER.parse(report)
    headings = [parsed[n + 1].content for n, token in enumerate(parsed) if token.type == "heading_open"]
    assert headings[0] == "Software Security Code of Practice: what this repository shows"
    allowed = ("What speaks against", "What the owner declares in assay.toml, and what became of it", "Next steps")
    assert set(headings[1:]) <= set(allowed)
    assert headings[-1] == "Next steps"


def test_three_next_steps(found: Document) -> None:
    steps = rendered(found).partition("### Next steps")[2]
    assert re.findall(r"^(\d)\. ", steps, re.MULTILINE) == ["1", "2", "3"]
    for step in found["next_steps"]:
        assert " ".join(printable(step["says"]).split())[:60] in shown(steps)


def test_worst_come_first_and_the_rest_is_counted(of: Callable[[str], Document]) -> None:
    order = ("strong", "medium", "weak")
    for name in ("rich", "hostile"):
        strengths = re.findall(r"^- \*\*(\w+)\*\* \d", rendered(of(name)), re.MULTILINE)
        assert strengths == sorted(strengths, key=order.index)
        findings = {(e["check"], e["object"], e["says"]) for claim in of(name)["claims"] for e in claim["against"]}
        left = re.search(r"^- … and (\d+) more$", rendered(of(name)).partition("### What the owner")[0], re.MULTILINE)
        assert len(strengths) + (int(left[1]) if left else 0) == len(findings)
    assert "Nothing was found that speaks against a claim." in rendered(of("empty"))


def test_place_is_shown_letter_by_letter(tmp_path: Path) -> None:
    names = ("plain", "a|b", "a`b", "``", "<b>", "a & b", "@everyone", "back\\slash", "_x_", "x<!-- -->")
    folder = build(tmp_path / "gantry", {f"{name}/Dockerfile": "FROM node:latest\n" for name in names})
    report = rendered(assessed(folder))
    assert_harmless(report)
    for name in names:
        assert f"({name}/Dockerfile:1)" in shown(report)


def test_longest_report_fits_a_comment(tmp_path: Path) -> None:
    """Forty texts of nothing but letters that take nine when quoted, in paths as long as paths may be."""
    risk = (
        "[[accepted_risks]]\ncheck = 'base-image-pinned'\nobject = '{0}'\nowner = 'Ada {0}'\nreason = '{0}'\n"
        "accepted = 2026-09-01\nexpires = 2026-12-01\n"
    )
    calls = "@#" * 100
    files: dict[str, str | bytes] = {
        f"{n:02}{calls}/{calls}/{calls}/Dockerfile": f"FROM {n}{calls}:latest\nRUN npm install\n" for n in range(30)
    }
    files["assay.toml"] = "schema = 1\n" + "".join(risk.format(f"{n} {calls}") for n in range(30))
    found = assessed(build(tmp_path / "gantry", files))
    assert len(found["profile"]["accepted_risks"]) == 30
    report = rendered(found)
    assert_harmless(report)
    assert len(report) < LONGEST_COMMENT
    assert report.count(BREAK) > 1000


def test_cut_text_says_that_it_is_cut(tmp_path: Path) -> None:
    person = "Ada " + "Builder " * 200
    risk = f"schema = 1\n[[accepted_risks]]\ncheck = 'base-image-pinned'\nobject = ''\nowner = '{person}'\nreason = 'It is only for show.'\naccepted = 2026-09-01\nexpires = 2026-12-01\n"
    found = assessed(build(tmp_path / "gantry", {**FIRST, "assay.toml": risk}))
    line = next(each for each in rendered(found).splitlines() if each.startswith("- Risk of"))
    assert line.endswith("…")
    assert len(line) <= markdown.LONGEST + 3


def test_no_percentage_and_no_score(of: Callable[[str], Document]) -> None:
    for name in ("rich", "empty"):
        assert not re.search(r"\d ?%|\bper ?cent|\bscore(?!card)|\brating|\bgrade", rendered(of(name)), re.IGNORECASE)
