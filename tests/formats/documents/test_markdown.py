"""Markdown: what a reader sees as the document's own words, and what is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.facts.documents import Document
from assay.formats.documents import read


def document(text: str, name: str = "a.md") -> Document:
    return read(name, text.encode(), "d1")


def passages(text: str) -> list[str]:
    return [each.text for each in document(text).passages]


def test_headings_passages_and_their_lines() -> None:
    text = "# Title {#top}\n\nOne\ntwo *three* `four`.\n\n## Part\n\n- first\n- second\n  more\n\n1. third\n\nSetext\n------\n\nlast\n"
    found = document(text)
    assert (found.title, found.format, found.digest, found.path) == ("Title", "md", "d1", "a.md")
    assert [(each.text, each.level, each.line) for each in found.headings] == [("Title", 1, 1), ("Part", 2, 6), ("Setext", 2, 14)]  # fmt: skip
    assert [(each.text, each.line, each.heading) for each in found.passages] == [
        ("One two three four.", 3, "Title"), ("first", 8, "Part"), ("second more", 9, "Part"), ("third", 12, "Part"), ("last", 17, "Setext"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "```\nsecret words\n```",
        "~~~sh\nsecret words\n~~~",
        "    secret words",
        "> secret words",
        "> a\n> > secret words",
        "> # secret words",
        "> | secret | words |\n> |---|---|\n> | secret | words |",
        "> [secret words](https://x.example)",
        "- [ ] secret words",
        "- [x] secret words",
        "* [X] secret words",
        "- [secret words](#part)\n  - [secret words](#other)",
        "<!-- secret words -->",
        "<!--\n\nsecret words\n\n-->",
        "~~secret words~~",
        "---\ntitle: secret words\n---\n",
        "+++\ntitle = 'secret words'\n+++\n",
        "<script>secret words</script>",
        "<blockquote>\n\nsecret words\n\n</blockquote>",
        "<div hidden>secret words</div>",
        "![secret words](a.png)",
        "[x]: https://x.example 'secret words'",
    ],
)
def test_what_is_left_out(text: str) -> None:
    found = document(f"{text}\n\nshown\n")
    assert [each.text for each in found.passages] == ["shown"]
    assert not any(
        "secret" in each for each in [*(one.text for one in found.headings), *(one.text for one in found.references)]
    )
    assert found.tables == ()


def test_code_is_kept_apart_with_its_line() -> None:
    assert document("a\n\n```sh\nmake\ntest\n```\n\n    indented\n").code == (("make\ntest\n", 3), ("indented\n", 8))


def test_tables_keep_rows_cells_and_heading() -> None:
    found = document("# T\n\n| A | B |\n|---|:-:|\n| 1 | [two](x) |\n| 3 |\n")
    (table,) = found.tables
    assert (table.header, table.rows, table.line, table.heading) == (("A", "B"), (("1", "two"), ("3", "")), 3, "T")
    assert [(each.text, each.line) for each in found.passages] == [("A", 3), ("B", 3), ("1", 5), ("two", 5), ("3", 6)]


def test_links_of_every_kind() -> None:
    found = document("[text](https://a.example/x) <https://b.example> https://c.example/y. [ref][r]\nMail us@d.example or <mailto:e@f.example>.\n\n[r]: ../g.md\n")  # fmt: skip
    targets = {each.target: each.line for each in found.references}
    assert set(targets) >= {"https://a.example/x", "https://b.example", "https://c.example/y.", "../g.md", "us@d.example", "mailto:e@f.example"}  # fmt: skip
    assert set(targets.values()) == {1}
    assert [each.text for each in found.references if each.target == "https://a.example/x"] == ["text"]


def test_html_within_is_read_as_shown() -> None:
    text = '<h1 align="center">Title</h1>\n\n<p>Reports to <a href="mailto:s@x.example">us</a>.</p>\n\n<details>\n<summary>More</summary>\n\ninner *words*\n\n</details>\n'  # fmt: skip
    found = document(text)
    assert found.title == "Title"
    assert [(each.text, each.line) for each in found.passages] == [("Reports to us.", 3), ("More", 6), ("inner words", 8)]  # fmt: skip
    assert "mailto:s@x.example" in {each.target for each in found.references}


def test_line_ends_of_other_systems() -> None:
    assert [(each.text, each.line) for each in document("---\r\na: b\r\n---\r\n# T\r\n\r\none\r\ntwo\r\n").passages] == [("one two", 6)]  # fmt: skip


@pytest.mark.parametrize("name", ["a.md", "A.MD", "b.markdown", "c.mdx"])
def test_endings(name: str) -> None:
    assert document("# T\n", name).title == "T"


TRAPS = ["[" * 50_000, "*" * 50_000, "`" * 50_001, "> " * 20_000, "- " * 20_000, "|" * 50_000, "<" * 50_000, "![](" * 20_000, "#" * 50_000, "\\" * 50_000, "&" * 50_000, "<!--" * 20_000, "~~" * 30_000, "_a" * 30_000, "[a]: b\n" * 5_000, "a  \n" * 20_000]  # fmt: skip


@pytest.mark.parametrize("text", TRAPS, ids=range(len(TRAPS)))
def test_traps_do_no_harm(text: str) -> None:
    found = document(text)
    assert len(found.passages) <= len(text)


PIECES = st.sampled_from(["# ", "a", " ", "\n", "\n\n", "> ", "- ", "1. ", "```\n", "`", "|", "---\n", "[a](b)", "<b>", "</b>", "<!--", "-->", "*", "~~", "    ", "\t", "&amp;", "<blockquote>", "</blockquote>", "\0", "é"])  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join)))
def test_any_text_is_read(text: str) -> None:
    found = document(text.replace("\0", "") if "\0" in text else text)
    assert all(each.line >= 0 and each.text.strip() for each in found.passages)


@given(st.text("abc <>-", max_size=20))
def test_remarks_change_nothing(remark: str) -> None:
    safe = remark.replace("-->", "").replace(">", "").rstrip("-")
    assert passages(f"# T\n\none\n\n<!-- {safe} -->\n\ntwo\n") == ["one", "two"]


def test_a_table_of_html_that_empty_lines_cut_is_one_table() -> None:
    text = (
        "# Support\n\n<table>\n<tr><th>Line</th><th>Until</th></tr>\n\n<tr><td>1.0</td>\n\n<td>\n\n"
        "**2027-01-01**, see [there](https://a.example)\n\n</td></tr>\n</table>\n\nafter\n"
    )
    found = document(text)
    (table,) = found.tables
    assert (table.header, table.rows, table.line) == (("Line", "Until"), (("1.0", "2027-01-01, see there"),), 3)
    assert [(each.text, each.line) for each in found.passages][-2:] == [("2027-01-01, see there", 10), ("after", 15)]
    assert [each.target for each in found.references] == ["https://a.example"]


def test_code_and_quotations_in_a_cut_table_are_no_prose() -> None:
    text = (
        "<table>\n<tr><td>\n\n```sh\nsecret words\n```\n\n> secret words\n\n</td><td>b</td></tr>\n\n</table>\n\nend\n"
    )
    found = document(text)
    assert [each.text for each in found.passages] == ["b", "end"]
    assert found.tables[0].header == ("", "b")
    assert found.code == (("secret words\n", 4),)


def test_a_table_that_is_never_closed_hides_nothing_behind_it() -> None:
    assert passages("<table>\n<tr><td>a</td></tr>\n\nafter\n\n- more\n") == ["a", "after", "more"]


def test_very_many_open_tables_take_no_time() -> None:
    assert passages("<table>\n\n" * 5_000 + "end\n") == ["end"]


@pytest.mark.parametrize(
    "text", ["<your company> reviews it.", "It is <insert name of product>.", "<Team Lead> decides."]
)
def test_a_place_to_be_filled_in_is_not_taken_for_markup(text: str) -> None:
    assert passages(f"{text}\n") == [text]


@pytest.mark.parametrize("markup", ["<b>", "<span hidden>", "<img alt>", "<Callout>", '<a href="x">', "<name>"])
def test_markup_is_no_prose(markup: str) -> None:
    assert passages(f"one {markup} two\n") == ["one  two"]
