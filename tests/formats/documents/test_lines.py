"""reStructuredText, AsciiDoc and plain text: prose, headings and links, and what is left out."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.facts.documents import Document
from assay.formats.documents import read
from assay.formats.documents.blocks import DocumentError


def rst(text: str) -> Document:
    return read("a.rst", text.encode(), "d")


def adoc(text: str) -> Document:
    return read("a.adoc", text.encode(), "d")


def plain(text: str, name: str = "a.txt") -> Document:
    return read(name, text.encode(), "d")


def shown(found: Document) -> list[tuple[str, int]]:
    return [(each.text, each.line) for each in found.passages]


# --- reStructuredText ---


def test_rst_headings_passages_and_links() -> None:
    text = "=====\nTitle\n=====\n\nOne\ntwo `link <https://a.example>`_ and\n`other <b.rst>`__.\n\nPart\n----\n\n* first\n* second\n  more\n\n#. third\n\nSub\n~~~\n\n.. note:: Mind this.\n\n.. warning::\n\n   And that.\n\nPart two\n--------\nlast https://c.example\n"  # fmt: skip
    found = rst(text)
    assert [(each.text, each.level, each.line) for each in found.headings] == [("Title", 1, 2), ("Part", 2, 9), ("Sub", 3, 18), ("Part two", 2, 27)]  # fmt: skip
    assert [line for _, line in shown(found)] == [5, 12, 13, 16, 21, 25, 29]
    assert [each for each, _ in shown(found)][1:5] == ["first", "second more", "third", "Mind this."]
    assert {"https://a.example", "b.rst", "https://c.example"} <= {each.target for each in found.references}
    assert found.passages[-1].heading == "Part two"


@pytest.mark.parametrize(
    "text",
    [
        ".. code-block:: sh\n\n   secret words\n",
        ".. code:: python\n   :number-lines:\n\n   secret words\n",
        "Do this::\n\n    secret words\n",
        "::\n\n    secret words\n",
        ".. secret words\n",
        "..\n   secret words\n\n   secret words\n",
        ".. toctree::\n   :maxdepth: 2\n\n   secret/words\n",
        ".. contents:: secret words\n   :depth: 2\n",
        ".. image:: secret.png\n   :alt: secret words\n",
        "A sentence.\n\n   secret words\n\n   -- secret words\n",
        ".. epigraph::\n\n   secret words\n",
        ".. todo:: secret words\n",
        ".. raw:: html\n\n   <p>secret words</p>\n",
        ">>> secret(words)\n'secret'\n",
        "- [ ] secret words\n",
        ".. _secret-words:\n",
        ".. |secret| replace:: words\n",
    ],
)
def test_rst_what_is_left_out(text: str) -> None:
    found = rst(f"Title\n=====\n\n{text}\nshown\n")
    assert not any("secret" in each.text for each in found.passages), shown(found)
    assert found.passages[-1].text == "shown"


def test_rst_code_keeps_its_line() -> None:
    found = rst("a\n\n.. code-block:: sh\n\n   make\n\nb::\n\n    test\n\nc\n")
    assert [(text.strip(), line) for text, line in found.code] == [("make", 4), ("test", 8)]


def test_rst_what_belongs_to_a_list_or_a_directive_is_no_quotation() -> None:
    text = "- first\n\n  goes on\n\n.. note::\n\n   Mind this.\n\n   And that.\n"
    assert [each for each, _ in shown(rst(text))] == ["first", "goes on", "Mind this.", "And that."]


# --- AsciiDoc ---


def test_asciidoc_headings_passages_and_links() -> None:
    text = "= Title\nAuthor Name\n:toc:\n\nOne\ntwo https://a.example[text] and link:b.adoc[other].\n\n== Part\n\n* first\n** second\n. third\n\n.Title of a block\nNOTE: Mind this.\n\n====\ninside\n====\n\n****\naside\n****\n"  # fmt: skip
    found = adoc(text)
    assert [(each.text, each.level, each.line) for each in found.headings] == [("Title", 1, 1), ("Part", 2, 8)]
    assert [each for each, _ in shown(found)][1:] == ["One two https://a.example[text] and link:b.adoc[other].", "first", "second", "third", "NOTE: Mind this.", "inside", "aside"]  # fmt: skip
    assert {"https://a.example", "b.adoc"} <= {each.target for each in found.references}


@pytest.mark.parametrize(
    "text",
    [
        "----\nsecret words\n----\n",
        "------\nsecret words\n------\n",
        "[source,sh]\n----\nsecret words\n----\n",
        "....\nsecret words\n....\n",
        "```\nsecret words\n```\n",
        "++++\n<p>secret words</p>\n++++\n",
        "____\nsecret words\n____\n",
        "[quote, Somebody]\nsecret words\nsecret words\n",
        "[quote]\n____\nsecret words\n\nsecret words\n____\n",
        "[verse, Somebody]\nsecret words\n",
        "////\nsecret words\n////\n",
        "// secret words\n",
        ":secret: words\n",
        "toc::[]\n",
        "include::secret.adoc[]\n",
        "image::secret.png[secret words]\n",
        ".secret words\n",
        " secret words\n",
        "* [ ] secret words\n",
        "* [x] secret words\n",
        "* [*] secret words\n",
    ],
)
def test_asciidoc_what_is_left_out(text: str) -> None:
    found = adoc(f"= Title\n\n{text}\nshown\n")
    assert [each for each, _ in shown(found)] == ["shown"]


def test_asciidoc_code_keeps_its_line() -> None:
    assert adoc("= T\n\n[source]\n----\nmake\n----\n\n literal\n").code == (("make", 5), (" literal", 8))


# --- plain text ---


def test_plain_text() -> None:
    text = "SECURITY\n========\n\nReport to s@x.example\nor https://x.example.\n\n1) first\n2) second\n\nPart\n----\nlast\n"
    found = plain(text)
    assert [(each.text, each.line) for each in found.headings] == [("SECURITY", 1), ("Part", 10)]
    assert shown(found) == [("Report to s@x.example or https://x.example.", 4), ("first", 7), ("second", 8), ("last", 12)]  # fmt: skip
    assert {"s@x.example", "https://x.example."} <= {each.target for each in found.references}
    assert plain(text, "SECURITY").format == "text"


@pytest.mark.parametrize(
    "text",
    [
        "> secret words\n> secret words\n",
        "1. secret words ........ 3\n2. secret . . . . . . 14\n",
        "- [ ] secret words\n",
    ],
)
def test_plain_text_what_is_left_out(text: str) -> None:
    assert [each for each, _ in shown(plain(f"{text}\nshown\n"))] == ["shown"]


# --- any text ---

TRAPS = ["=" * 50_000, "== ==\n" * 10_000, "== ==\nx\n" * 10_000, "+-+\n" * 10_000, "+-+\n| |\n" * 5_000, "|===\n" * 10_000, "|" * 50_000, "`" * 50_000, "`<" * 30_000, "[" * 50_000, "----\n" * 10_001, ".. csv-table::\n\n   " + '"' * 200_001, ".. csv-table::\n\n   " + "a" * 200_000, ".. list-table::\n\n   * - " + "a\n     - " * 10_000, ".. \n" * 10_000, " " * 50_000 + "a", "a::\n" * 10_000, "link:" * 20_000, "*" * 50_000, "." * 50_000, "a\n" * 40_000, "[quote]\n" * 10_000, "x ....\n" * 10_000]  # fmt: skip


@pytest.mark.parametrize("text", TRAPS, ids=range(len(TRAPS)))
def test_traps_do_no_harm(text: str) -> None:
    for reader in (rst, adoc, plain):
        with contextlib.suppress(DocumentError):  # refused: that is an end, too
            assert len(reader(text).passages) <= len(text)


PIECES = st.sampled_from(["a", " ", "\n", "\n\n", "====\n", "----\n", "____\n", "////\n", "|===\n", "|", "+--+\n", "== ==\n", ".. note::", ".. code::", ".. list-table::", ".. csv-table::", "\n   ", "* ", "- ", "* - ", "::", ">>> ", "> ", "[quote]\n", "[ ] ", "`", "<", ">", "link:x[y]", ":a: b", '"', ",", "é"])  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join)))
def test_any_text_is_read(text: str) -> None:
    text = text.replace("\0", "")
    for found in (rst(text), adoc(text), plain(text)):
        last = len(text.splitlines()) + 1
        assert all(1 <= each.line <= last for each in found.passages)
