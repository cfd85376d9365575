"""Addresses, paths and days in free text."""

import pytest

from assay.formats.forms.proofs import dates, proofs


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("See docs/sdlc.md and `.github/workflows/ci.yml`.", ["docs/sdlc.md", ".github/workflows/ci.yml"]),
        ("SECURITY.md:12, uv.lock (go.sum)", ["SECURITY.md", "uv.lock", "go.sum"]),
        ("https://gantry.example/a.md. Next", ["https://gantry.example/a.md"]),
        ("Written in Node.js with CI/CD and/or PL/SQL, 2.1.0 of 1.2.2024", []),
        ("src/app.js on ada@example.md", ["src/app.js"]),
        ("./docs/x.pdf#page=3", ["docs/x.pdf"]),
        ("Policy_v3.docx", ["Policy_v3.docx"]),
        ("nothing here", []),
    ],
)
def test_targets(text: str, targets: list[str]) -> None:
    assert [each.target for each in proofs(text)] == targets


def test_links_behind_words_count_once() -> None:
    found = proofs("https://a.example/x", ["https://a.example/x", "docs/y.md", "#top", "mailto:a@b.example"])
    assert [each.target for each in found] == ["https://a.example/x", "docs/y.md"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on 2026-09-01.", "2026-09-01"),
        ("3/4/2026", "2026-04-03"),
        ("the 5th of nothing, 5th May 2026", "2026-05-05"),
        ("September 7, 2026", "2026-09-07"),
        ("in March 2026", "2026-03-01"),
        ("report-2026-11-02.pdf", "2026-11-02"),
    ],
)
def test_days(text: str, day: str) -> None:
    assert [str(each.day) for each in dates(text)] == [day]


@pytest.mark.parametrize("text", ["31/13/2026", "version 2026", "10.0.0.1", "2026-02-30"])
def test_no_days(text: str) -> None:
    assert dates(text) == ()
