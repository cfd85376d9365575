"""Tables as reStructuredText and AsciiDoc write them, and what must not be taken for prose around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.formats.documents import read

ROWS = (("1.2", "2027-01-01"), ("1.3", "2028-01-01"))
SIMPLE = "=======  ==============\nVersion  End of support\n=======  ==============\n1.2      2027-01-01\n1.3      2028-01-01\n=======  ==============\n"
GRID = "+---------+----------------+\n| Version | End of support |\n+=========+================+\n| 1.2     | 2027-01-01     |\n+---------+----------------+\n| 1.3     | 2028-01-01     |\n+---------+----------------+\n"
LISTED = ".. list-table::\n   :header-rows: 1\n\n   * - Version\n     - End of support\n   * - `1.2`_\n     - **2027-01-01**\n   * - 1.3\n     - 2028-01-01\n"
COMMAS = (
    '.. csv-table:: Support\n   :header: "Version", "End of support"\n\n   "1.2", "2027-01-01"\n   1.3, 2028-01-01\n'
)
BARS = "[cols=2]\n|===\n|Version |End of support\n\n|1.2\n|2027-01-01\n\n|1.3 |2028-01-01\n|===\n"


@pytest.mark.parametrize("text", [SIMPLE, GRID, LISTED, COMMAS])
def test_every_way_to_write_a_table_in_restructuredtext_gives_the_same(text: str) -> None:
    document = read("a.rst", f"Title\n=====\n\n{text}\nafter the table\n".encode(), "x")
    (table,) = document.tables
    assert table.header == ("Version", "End of support")
    assert table.rows == ROWS
    assert document.passages[-1].text == "after the table"


def test_asciidoc_tables_may_put_a_cell_on_a_line() -> None:
    document = read("a.adoc", f"= Title\n\n.Support\n{BARS}\nafter the table\n".encode(), "x")
    assert [(table.header, table.rows) for table in document.tables] == [(("Version", "End of support"), ROWS)]
    assert document.passages[-1].text == "after the table"


def test_a_cell_goes_on_in_the_next_line() -> None:
    text = "=====  ========\nA      B\n=====  ========\none    two\n       three\nfour   five\n=====  ========\n"
    (table,) = read("a.rst", text.encode(), "x").tables
    assert table.rows == (("one", "two three"), ("four", "five"))


def test_rows_know_their_lines() -> None:
    document = read("a.rst", f"Title\n=====\n\n{SIMPLE}".encode(), "x")
    assert [(each.text, each.line) for each in document.passages if each.text.startswith("1.")] == [("1.2", 7), ("1.3", 8)]  # fmt: skip


def test_comments_and_code_hold_no_prose_and_no_table() -> None:
    text = f"Title\n=====\n\n..\n   hidden words\n\n.. hidden as well\n   and here\n\n.. code-block:: text\n\n   run me\n\n::\n\n   {SIMPLE.replace(chr(10), chr(10) + '   ')}\n\nshown\n"
    document = read("a.rst", text.encode(), "x")
    assert [each.text for each in document.passages if "hidden" in each.text or "run me" in each.text] == []
    assert document.tables == ()
    assert document.passages[-1].text == "shown"


def test_asciidoc_code_after_an_attribute_line_is_code() -> None:
    document = read("a.adoc", b"= Title\n\nDo this:\n[source,sh]\n----\nrm -rf /\n----\n. first\n. second\n", "x")
    assert [text for text, _ in document.code] == ["rm -rf /"]
    assert [each.text for each in document.passages if each.text in ("first", "second")] == ["first", "second"]


def test_unfinished_tables_do_no_harm() -> None:
    for text in (SIMPLE[:60], GRID[:70], LISTED[:40], COMMAS[:30], "|===\n|a", "=== ===", "+---+", ".. list-table::"):
        for name in ("a.rst", "a.adoc"):
            read(name, text.encode(), "x")


@given(st.text(alphabet="=+-| .*:`~\nab1", max_size=200))
def test_any_text_is_read(text: str) -> None:
    for name in ("a.rst", "a.adoc", "a.txt"):
        read(name, text.encode(), "x")
