"""YAML as the definitions we read are written, and as somebody would write it to stop us."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.formats.yaml_text import MOST_NODES, Marked, MarkedList, YamlError, read, read_all


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# nothing\n", None),
        ("on: push", {"on": "push"}),
        ("yes: no\noff: y", {"yes": "no", "off": "y"}),
        ("a: true\nb: False\nc: 'true'\nd: \"false\"", {"a": True, "b": False, "c": "true", "d": "false"}),
        ("a: null\nb: ~\nc:\nd: ''", {"a": None, "b": None, "c": None, "d": ""}),
        ("a: 3\nb: 0\nc: 1.10\nd: 007\ne: 0x1f\nf: 1_000\ng: -1", {"a": 3, "b": 0, "c": "1.10", "d": "007", "e": "0x1f", "f": "1_000", "g": "-1"}),
        ("a: 2026-11-25\nb: 12:30:45\nc: 1e3\nd: .inf", {"a": "2026-11-25", "b": "12:30:45", "c": "1e3", "d": ".inf"}),
        (f"a: {'9' * 40}", {"a": "9" * 40}),
        ("3.12: a\ntrue: b\n1: c", {"3.12": "a", "true": "b", "1": "c"}),
        ("a: !reference [x, y]\nb: !Ref c\nd: !!str 1", {"a": ["x", "y"], "b": "c", "d": "1"}),
        ("a: |\n  one\n  two\nb: >-\n  one\n  two", {"a": "one\ntwo\n", "b": "one two"}),
        ("x: &x {a: 1, b: 2}\ny:\n  <<: *x\n  b: 3", {"x": {"a": 1, "b": 2}, "y": {"a": 1, "b": 3}}),
        ("x: &x {a: 1}\ny: &y {a: 2, c: 3}\nz:\n  <<: [*x, *y]", {"x": {"a": 1}, "y": {"a": 2, "c": 3}, "z": {"a": 1, "c": 3}}),
        ("'<<': 1", {"<<": 1}),
        ("\ufeffa: 1", {"a": 1}),
        ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
        ("a: \"\\u001b[31m red\"\n", {"a": "\x1b[31m red"}),
    ],
)  # fmt: skip
def test_values(text: str, value: Any) -> None:
    assert read(text) == value


def test_every_key_and_item_knows_its_line() -> None:
    found = read("# remark\n\na: 1\nb:\n  - x\n\n  - y: 2\nc: {d: 1,\n  e: 2}\n")
    assert isinstance(found, Marked)
    assert (found.line, found.lines) == (3, {"a": 3, "b": 4, "c": 8})
    assert isinstance(found["b"], MarkedList)
    assert (found["b"].line, found["b"].lines) == (5, [5, 7])
    assert found["c"].lines == {"d": 8, "e": 9}
    assert (found.line_of("e"), found["c"].line_of("e"), found["c"].line_of("absent")) == (3, 9, 8)


def test_what_is_merged_in_keeps_the_line_it_was_written_on() -> None:
    found = read("x: &x\n  a: 1\ny:\n  <<: *x\n  b: 2\n")
    assert found["y"].lines == {"b": 5, "a": 2}


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("a: 1\nb: 2\na: 3", 3, "twice"),
        ("a:\n\t- b", 2, "token"),
        ("a: [1, 2\n", 2, ""),
        ("a: *b", 1, "alias"),
        ("&a [*a]", 1, "contains itself"),
        ("a: &a\n  b: *a", 1, "contains itself"),
        ("? [a, b]\n: c", 1, "not plain text"),
        ("a: 1\n---\nb: 2", 0, "several documents"),
        ("a: b: c", 1, ""),
        ("a: \x00", 0, "control characters"),
        ("a: \ud800", 0, ""),
        ("%YAML 9.9\n---\na: 1", 1, ""),
    ],
)
def test_what_is_refused_and_where(text: str, line: int, problem: str) -> None:
    with pytest.raises(YamlError) as refused:
        read(text)
    assert refused.value.line == line
    assert problem in refused.value.problem
    assert f"line {line}: " in str(refused.value) or not line


def test_several_documents_can_be_asked_for() -> None:
    assert read_all("a: 1\n---\n- b\n---\n") == [{"a": 1}, ["b"], None]


def test_brackets_in_text_are_no_nesting() -> None:
    """A script with many colour codes is no deep structure."""
    script = "".join(f"  echo '\\033[{number}m {{ ('\n" for number in range(2000))
    assert read(f"run: |\n{script}")["run"].count("[") == 2000


NINE = ", "
BOMBS = {
    "flow lists": "[" * 100_000,
    "flow mappings": "{a: " * 100_000,
    "dashes": "- " * 100_000,
    "question marks": "? " * 100_000,
    "both": "? - " * 50_000,
    "steps of indentation": "".join(f"{' ' * depth}a:\n" for depth in range(1200)),
    "a little too deep": "".join(f"{' ' * depth}a:\n" for depth in range(70)),
    "aliases of aliases": "a0: &a0 [x]\n" + "".join(f"a{n + 1}: &a{n + 1} [{NINE.join([f'*a{n}'] * 9)}]\n" for n in range(30)),
    "merges of merges": "a0: &a0 {x: 1}\n" + "".join(f"a{n + 1}: &a{n + 1}\n  <<: [{NINE.join([f'*a{n}'] * 9)}]\n  k{n}: 1\n" for n in range(30)),
    "many values": "[" + "a," * (MOST_NODES + 1) + "]",
    "very long": "a: " + "x" * 4_100_000,
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused(name: str) -> None:
    with pytest.raises(YamlError):
        read_all(BOMBS[name])


def test_a_long_but_honest_file_is_read() -> None:
    found = read("".join(f"key{number}: {{version: 1.0.{number}}}\n" for number in range(20_000)))
    assert len(found) == 20_000
    assert found.line_of("key19999") == 20_000


PIECES = st.sampled_from(
    ["a", "b: ", "- ", "? ", ": ", "\n", "\n  ", "\n    ", "&x ", "*x", "<<: ", "[", "]", "{", "}", ", ", "|\n", ">-\n", "'", '"', "#", "!t ", "---\n", "...\n", "\t", "%", "\\", "\0", "é", "true", "1"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join), st.binary().map(lambda raw: raw.decode("utf-8", "surrogateescape"))))  # fmt: skip
def test_any_text_is_read_or_refused_with_our_own_error(text: str) -> None:
    lines = len(text.splitlines())
    try:
        found, problem, line = read_all(text), "none", 0
    except YamlError as error:
        found, problem, line = [], str(error), error.line
    assert isinstance(found, list)
    assert problem
    assert 0 <= line <= lines + 2


NAMES = st.text("abcdefgh", min_size=1, max_size=4)
TREES = st.recursive(
    st.one_of(st.booleans(), st.none(), st.integers(0, 10**9), st.text("abc xyz", max_size=10)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=12,
)


@given(TREES)
def test_what_is_written_comes_back_and_remarks_change_nothing(tree: Any) -> None:
    import yaml

    text = yaml.safe_dump(tree, default_flow_style=False)
    with_remarks = "".join(f"{line}\n# {line}\n" for line in text.splitlines() if line != "...")
    assert read(text) == tree
    assert read(with_remarks) == tree
