"""HTML: what a reader of the page sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.facts.documents import Document
from assay.formats.documents import DocumentError, read


def document(text: str, name: str = "a.html") -> Document:
    return read(name, text.encode(), "d")


def test_headings_passages_lists_and_links() -> None:
    text = '<?xml version="1.0"?>\n<!DOCTYPE html>\n<html><body>\n<h1>Title <em>of</em> it</h1>\n<p>One <b>two</b>\n<a href="https://a.example">three</a>.<br>four</p>\n<h2>Part</h2>\n<ul><li>first</li><li><p>second</p></li></ul>\n<div>third <span>fourth</span></div>\n<dl><dt>term</dt><dd>meaning</dd></dl>\n</body></html>\n'  # fmt: skip
    found = document(text)
    assert (found.title, found.format) == ("Title of it", "html")
    assert [(each.text, each.level) for each in found.headings] == [("Title of it", 1), ("Part", 2)]
    assert [each.text for each in found.passages] == ["One two three. four", "first", "second", "third fourth", "term", "meaning"]  # fmt: skip
    assert [(each.target, each.text) for each in found.references] == [("https://a.example", "three")]
    assert [each.line for each in found.headings] == [3, 6] or [each.line for each in found.headings] == [4, 7]


@pytest.mark.parametrize(
    "text",
    [
        "<script>secret words</script>",
        "<style>secret words</style>",
        "<template><p>secret words</p></template>",
        "<noscript>secret words</noscript>",
        "<nav><a href='#a'>secret words</a></nav>",
        "<!-- secret words -->",
        "<pre>secret words</pre>",
        "<pre><code>secret words</code></pre>",
        "<blockquote>secret words</blockquote>",
        "<blockquote><h2>secret</h2><p>secret words</p><table><tr><td>secret</td></tr></table></blockquote>",
        "<p><del>secret words</del></p>",
        "<p><s>secret words</s></p>",
        "<p hidden>secret words</p>",
        "<p style='display : none'>secret words</p>",
        "<ul><li><a href='#part'>secret words</a><ul><li><a href='#sub'>secret words</a></li></ul></li></ul>",
    ],
)
def test_what_is_left_out(text: str) -> None:
    found = document(f"<html><body>{text}<p>shown</p></body></html>")
    assert [each.text for each in found.passages] == ["shown"]
    assert not any("secret" in each.text for each in found.headings)
    assert found.tables == ()


def test_a_list_of_links_elsewhere_is_no_table_of_contents() -> None:
    assert [each.text for each in document("<ul><li><a href='a.html'>one</a></li><li>see <a href='#x'>two</a></li></ul>").passages] == ["one", "see two"]  # fmt: skip


def test_code_and_tables() -> None:
    found = document("<h1>T</h1><pre>make\ntest</pre><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td><b>2</b></td></tr></table>")  # fmt: skip
    assert [text for text, _ in found.code] == ["make\ntest"]
    (table,) = found.tables
    assert (table.header, table.rows, table.heading) == (("A", "B"), (("1", "2"),), "T")
    assert [each.text for each in found.passages] == ["A", "B", "1", "2"]


@pytest.mark.parametrize(
    ("text", "passages"),
    [("", []), ("just text", ["just text"]), ("<p>a", ["a"]), ("<p>a<p>b", ["a", "b"]), ("</p></div>x", ["x"]), ("<p>&lt;b&gt; &amp; &eacute;</p>", ["<b> & é"]), ("<html></html>", [])],
)  # fmt: skip
def test_what_is_written_carelessly(text: str, passages: list[str]) -> None:
    assert [each.text for each in document(text).passages] == passages


TRAPS = ["<div>" * 20_000, "<p>" * 20_000, "<table><tr><td>" * 5_000, "<" * 50_000, "&" * 50_000, "<!--" * 20_000, "<a href='" * 20_000, "<b>" * 20_000 + "x", "<ul><li>" * 5_000, "<blockquote>" * 5_000 + "x", "<!DOCTYPE x [<!ENTITY a 'b'>]><p>&a;</p>", "<?xml" + " " * 50_000]  # fmt: skip


@pytest.mark.parametrize("text", TRAPS, ids=range(len(TRAPS)))
def test_traps_do_no_harm(text: str) -> None:
    try:
        found = document(text)
    except DocumentError:
        return
    assert len(found.passages) <= len(text)


PIECES = st.sampled_from(["<p>", "</p>", "<h1>", "</h1>", "<table>", "<tr>", "<td>", "</table>", "<ul>", "<li>", "<a href='#x'>", "<a>", "</a>", "<pre>", "</pre>", "<blockquote>", "<script>", "</script>", "<!--", "-->", "a", " ", "\n", "&amp;", "<", ">", "'", "é", "<del>", "<br>", "<span>"])  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join)))
def test_any_text_is_read_or_refused_with_our_own_error(text: str) -> None:
    try:
        found = document(text)
    except DocumentError:
        return
    assert all(each.text.strip() for each in found.passages)
