"""The report for a terminal: 80 columns, worst first, nothing left out, and nothing that steers the terminal."""

import os
import pty
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from assay.cli.assess import _coloured
from assay.reports import text
from assay.reports.columns import WIDTH, columns, printable, wrapped
from assay.store.code_of_practice import load
from assay.testing.extremes import ATTACKS, CONTROL, assessed, rich
from assay.testing.repository import Recipe, build

Document = Mapping[str, Any]
CODE = load()
ORDER = ("strong", "medium", "weak")
SINGULAR = re.compile(r"(?<![\d.])\b1 (\w+s) |(?<![\d.])\b1 (\w+) (are|have|were|do)\b")
"""One of several words: 'thing' must stay 'thing'."""


def rendered(found: Document) -> str:
    """The report without colour."""
    return text.render(found, CODE)


def joined(found: Document) -> str:
    """The report as one line."""
    return " ".join(rendered(found).split())


def section(found: Document, heading: str) -> list[str]:
    """The lines below a heading, up to the next empty line."""
    lines = rendered(found).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(heading)) + 1
    return lines[start : lines.index("", start) if "" in lines[start:] else len(lines)]


def test_no_line_is_wider_than_80_columns(found: Document) -> None:
    assert [line for line in rendered(found).splitlines() if columns(line) > 80] == []


def test_nothing_steers_the_terminal(found: Document) -> None:
    assert re.findall(CONTROL, rendered(found).replace("\n", "")) == []


def test_hostile_document_does_hold_what_the_report_must_not(of: Callable[[str], Document]) -> None:
    """Otherwise the two tests above would show nothing."""
    hostile = of("hostile")
    assert len(hostile["profile"]["statements"]) == len(ATTACKS)
    assert re.search(CONTROL, hostile["subject"]["path"])
    assert re.search(CONTROL, hostile["profile"]["product"])
    assert any(re.search(CONTROL, each["says"]) for claim in hostile["claims"] for each in claim["against"])
    assert any(columns(word) > 100 for each in hostile["profile"]["accepted_risks"] for word in each["reason"].split())


@pytest.mark.parametrize("attack", ATTACKS, ids=ascii)
def test_attack_is_wrapped_whole_and_harmless(attack: str) -> None:
    for said in (attack, attack * 30, f"a {attack} b " * 9, "x" * 79 + attack, "右" * 39 + attack):
        lines = wrapped(said, "    ", "  - ")
        assert all(columns(line) <= WIDTH for line in lines)
        assert not re.search(CONTROL, "".join(lines))
        assert "".join("".join(lines).replace("  - ", "", 1).split()) == "".join(printable(said).split())


@pytest.mark.parametrize(
    ("said", "width"),
    [
        ("abc", 3),
        ("e\u0301", 1),
        ("右", 2),
        ("ｆｕｌｌ", 8),
        ("🚒", 2),
        ("❤", 1),
        ("❤\ufe0f", 2),
        ("שלום", 4),
        ("a\u20dd", 1),
    ],
)
def test_columns_are_those_of_a_terminal(said: str, width: int) -> None:
    assert columns(said) == width


def test_word_too_long_keeps_marks_with_their_letter() -> None:
    lines = wrapped(("e" + "\u0301" * 3) * 200)
    assert len(lines) == 3
    assert all(line.startswith("e") for line in lines)


def test_all_themes_principles_and_claims_are_there(found: Document) -> None:
    report = rendered(found)
    verdicts = {each["id"]: each["verdict"] for each in found["claims"]}
    for theme in CODE.themes:
        assert f"Theme {theme.id}  {theme.title}" in report
    rows = re.findall(r"^  (\d\.\d)  .{40} ([-+~x?]+) +(\S.*)$", report, re.MULTILINE)
    assert [row[0] for row in rows] == [each.id for each in CODE.principles]
    assert len(rows) == 14
    for principle, signs, verdict in rows:
        counted = [claim for claim in CODE.claims_of(principle) if claim.counted]
        assert signs == "".join(text.SIGNS[verdicts[claim.id]] for claim in counted)
        assert verdict == next(each["verdict"] for each in found["principles"] if each["id"] == principle)
    assert sum(len(signs) for _, signs, _ in rows) == 45
    total = " · ".join(f"{n} {text.SIGNS[word]} {word}" for word, n in found["counts"].items() if n)
    assert f"45 claims: {total}" in joined(found)


def test_worst_findings_come_first(of: Callable[[str], Document]) -> None:
    for name in ("rich", "hostile"):
        heads = [line.split()[0] for line in section(of(name), "What speaks against") if re.match(r"  \w", line)]
        assert heads == sorted(heads, key=ORDER.index)
        assert {"strong", "medium"} <= set(heads)


def test_every_finding_is_counted_shown_or_said_to_be_left_out(of: Callable[[str], Document]) -> None:
    for name in ("rich", "hostile"):
        found = of(name)
        findings = {(e["check"], e["object"], e["says"]) for claim in found["claims"] for e in claim["against"]}
        assert f"What speaks against ({len(findings)} findings), worst first" in rendered(found)
        lines = section(found, "What speaks against")
        shown = " ".join(" ".join(lines).split())
        left = sum(int(n) for n in re.findall(r"… and (\d+) more(?: like it|: --format html)", shown))
        groups = re.split(r"(?:^| )(?:strong|medium|weak) · ", shown)[1:]
        assert 0 < left < len(findings)
        assert 1 <= len(groups) <= text.MOST_GROUPS
        assert len(findings) - left <= text.MOST_GROUPS * text.MOST_OF_A_GROUP


def test_finding_shows_its_claims_and_its_place(of: Callable[[str], Document]) -> None:
    report = joined(of("rich"))
    assert "medium · 1.4.3, 1.4.5 · insecure-secret-fallback" in report
    assert "[gantry/settings.py:3]" in report
    assert "[.github/workflows/open.yml:8 and 1 more]" in report


def test_one_finding_is_one_finding(tmp_path: Path) -> None:
    folder = build(
        tmp_path / "gantry",
        {"a/settings.py": 'import os\n\nSECRET_KEY = os.environ.get("SECRET_KEY", "quayside-lantern")\n'},
    )
    assert "What speaks against (1 finding), worst first" in rendered(assessed(folder))


def test_no_finding_is_said_so(of: Callable[[str], Document]) -> None:
    assert "Nothing was found that speaks against a claim." in rendered(of("empty"))


def test_unseen_says_what_would_show_it(found: Document) -> None:
    lines = section(found, "What could not be seen, and what would show it")
    entries = [" ".join(each.split()) for each in re.split(r" +- (?=\S)", " " + " ".join(lines))[1:]]
    sources = [each for each in entries if "To show it: " in each]
    assert 1 <= len(sources) <= text.MOST_UNREAD
    assert all(
        re.search(r"assay explain \d\.\d\.\w|as for \d\.\d\.\w", each) for each in entries if each not in sources
    )
    touched = [len(each.partition(" · ")[0].split(", ")) for each in sources]
    assert touched == sorted(touched, reverse=True)


def test_every_source_that_could_not_be_read_is_shown_or_counted(found: Document) -> None:
    every = {(e["fact"], e["reason"], e["would_show"]) for e in found["unread"]}
    for claim in found["claims"]:
        every |= {
            (e["fact"], e["reason"], e["would_show"]) for e in claim["unread"] if not e["fact"].startswith("facet ")
        }
    said = " ".join(" ".join(section(found, "What could not be seen")).split())
    left = re.search(r"… and (\d+) more: --format html or json lists all", said)
    assert said.count("To show it: ") + (int(left[1]) if left else 0) == len(every)


def test_every_open_facet_is_counted_once_under_its_reason(found: Document) -> None:
    """But one that waits for a source that could not be read: that is the list above it."""
    said = " ".join(" ".join(section(found, "What could not be seen")).split())
    counted = {reason: int(n) for n, reason in re.findall(r"(\d+) of 141 facets: ([^.]+)\.", said)}
    waiting = 0
    for claim in found["claims"]:
        outcomes = {facet["id"]: {each["outcome"] for each in facet["looked"]} for facet in claim["facets"]}
        for each in claim["unread"]:
            if each["fact"].startswith("facet "):
                seen = outcomes[each["fact"].removeprefix("facet ")]
                waiting += each["reason"] == text.TOO_WEAK and "unknown" in seen and not seen & {"good", "bad"}
    facets = sum(each["fact"].startswith("facet ") for claim in found["claims"] for each in claim["unread"])
    assert sum(counted.values()) + waiting == facets
    assert set(counted) <= set(text.FACET_REMEDIES)


def test_empty_repository_is_not_told_that_something_was_too_weak(of: Callable[[str], Document]) -> None:
    assert text.TOO_WEAK not in joined(of("empty"))
    assert text.TOO_WEAK in joined(of("rich"))


def test_three_next_steps_and_where_to_read_on(found: Document) -> None:
    assert len(found["next_steps"]) == 3
    said = " ".join(" ".join(section(found, "What to do next")).split())
    for number, step in enumerate(found["next_steps"], 1):
        assert f"{number}. {' '.join(printable(step['says']).split())[:30]}" in said
        assert f"({', '.join(step['facets'])})" in said
    assert rendered(found).splitlines()[-1].startswith(f"More: assay explain {found['next_steps'][0]['claim']} · ")


def test_declarations_are_shown_with_what_became_of_them(of: Callable[[str], Document]) -> None:
    report = joined(of("rich"))
    assert "What the owner declares in assay.toml, and what became of it" in report
    assert "Risk of base-image-pinned (services) accepted by Cleo Warden until 2026-12-01" in report
    assert "1.4.2 called not applicable by Cleo Warden" in report
    assert "1 statement: 1 with a citation that holds (S2), 0 bare (S1), 0 without weight." in report
    assert "What the owner declares" not in joined(of("empty"))
    assert "… and 138 more: --format html or json lists all." not in joined(of("rich"))
    hidden = re.search(r"declares.*?… and (\d+) more: --format html or json lists all\.", joined(of("hostile")))
    assert hidden


def test_commit_day_and_role_are_at_the_top(of: Callable[[str], Document]) -> None:
    first, second = rendered(of("rich")).splitlines()[:2]
    assert first == f"gantry at {of('rich')['subject']['commit'][:12]} (HEAD), as of 2026-10-01"
    assert second == "Role developer-distributor, delivered as container (from assay.toml)."
    assert rendered(of("empty")).splitlines()[0] == "empty at no commit (HEAD), as of 2026-10-01"
    assert "(assumed: no assay.toml)" in rendered(of("empty"))


def test_no_percentage_and_no_score(of: Callable[[str], Document]) -> None:
    for name in ("rich", "empty"):
        assert not re.search(r"\d ?%|\bper ?cent|\bscore(?!card)|\brating|\bgrade", rendered(of(name)), re.IGNORECASE)


def test_one_is_never_many_in_words_of_the_report(of: Callable[[str], Document], tmp_path: Path) -> None:
    """The sentences of the report itself; those of checks are theirs."""
    one = build(tmp_path / "one", Recipe({"README.md": "# One\n"}))
    for found in (of("rich"), of("empty"), assessed(one)):
        said = [each["says"] for claim in found["claims"] for each in claim["against"]]
        report = joined(found)
        for each in said:
            report = report.replace(" ".join(each.split()), "")
        assert SINGULAR.findall(report) == []
    assert SINGULAR.search("1 findings and")
    assert SINGULAR.search("1 file are")


def test_colour_is_added_to_words_that_stand_there_anyway(found: Document) -> None:
    coloured = text.render(found, CODE, _coloured)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == rendered(found)


@pytest.mark.parametrize(
    ("settings", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True)], ids=str
)
def test_terminal_gets_colour_unless_it_says_no(settings: dict[str, str], coloured: bool, tmp_path: Path) -> None:
    said = _on_a_terminal(rich(tmp_path), settings)
    assert "Theme 4  Communication with customers" in said
    assert ("\x1b[" in said) is coloured


def test_file_and_pipe_get_no_colour(tmp_path: Path) -> None:
    folder, output = rich(tmp_path), tmp_path / "report.txt"
    piped = subprocess.run(_words(folder), capture_output=True, check=True).stdout
    subprocess.run([*_words(folder), "--output", str(output)], check=True)
    assert b"\x1b" not in piped
    assert output.read_bytes() == piped


def _words(folder: Path) -> list[str]:
    program = "from assay.cli import main; main()"
    return [sys.executable, "-c", program, "assess", str(folder), "--no-cache", "--no-tools", "--quiet"]


def _on_a_terminal(folder: Path, settings: Mapping[str, str]) -> str:
    """What a person sees on a terminal of the usual kind."""
    ours, theirs = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    running = subprocess.Popen(
        _words(folder), stdout=theirs, stdin=theirs, env={**environment, "TERM": "xterm", **settings}
    )
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 65536):
            said += part
    except OSError:  # the end of a terminal is an error on Linux
        pass
    finally:
        os.close(ours)
    assert running.wait() == 0
    return said.decode()


def test_wrapping_is_that_of_plain_text_where_nothing_is_odd() -> None:
    plain = "The quick brown fox jumps over the lazy dog and looks for a berth in a small harbour. " * 5
    assert wrapped(plain) == textwrap.wrap(plain, WIDTH)
    assert wrapped("") == []
