"""YAML read strictly: 1.2 booleans, no duplicate keys, a bound on nodes, and the line of every key.

Mappings come back as ``Marked`` dictionaries, sequences as ``MarkedList``: plain containers that know their lines.
Unknown tags (``!reference``, ``!Ref``) keep their value. Raises ``YamlError`` with the line, never anything else.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

MOST_NODES = 200_000
DEEPEST = 60
LARGEST_BYTES = 4_000_000


class YamlError(ValueError):
    """The text is not YAML we accept; ``line`` counts from 1 (0 when unknown)."""

    def __init__(self, problem: str, line: int = 0) -> None:
        super().__init__(f"line {line}: {problem}" if line else problem)
        self.problem = problem
        self.line = line


class Marked(dict[str, Any]):
    """A mapping; ``line`` is where it starts, ``lines`` the line of each key, ``comments`` are not kept."""

    line: int = 0
    lines: dict[str, int]
    files: Mapping[str, str] = MappingProxyType({})
    """The file each key comes from, where a reader puts several files together."""

    def line_of(self, key: str) -> int:
        """The line of ``key``, or of the mapping when there is no such key."""
        return self.lines.get(key, self.line)


class MarkedList(list[Any]):
    """A sequence; ``line`` is where it starts, ``lines`` the line of each item."""

    line: int = 0
    lines: list[int]
    file: str = ""
    """As for mappings."""


class _Reader:
    def __init__(self) -> None:
        self.seen = 0

    def value(self, node: Node, depth: int, open_nodes: frozenset[int]) -> Any:
        self.seen += 1
        line = node.start_mark.line + 1
        if self.seen > MOST_NODES:
            raise YamlError(f"more than {MOST_NODES:,} values (aliases counted each time)", line)
        if depth > DEEPEST:
            raise YamlError(f"nested deeper than {DEEPEST} levels", line)
        if isinstance(node, ScalarNode):
            return _scalar(node)
        if id(node) in open_nodes:
            raise YamlError("an alias that contains itself", line)
        inside = open_nodes | {id(node)}
        if isinstance(node, SequenceNode):
            items = MarkedList(self.value(each, depth + 1, inside) for each in node.value)
            items.line = line
            items.lines = [each.start_mark.line + 1 for each in node.value]
            return items
        assert isinstance(node, MappingNode)
        return self._mapping(node, depth, inside)

    def _mapping(self, node: MappingNode, depth: int, inside: frozenset[int]) -> Marked:
        found = Marked()
        found.line = node.start_mark.line + 1
        found.lines = {}
        merged: list[Marked] = []
        for key_node, value_node in node.value:
            key_line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                raise YamlError("a key that is not plain text", key_line)
            value = self.value(value_node, depth + 1, inside)
            if key_node.value == "<<" and key_node.tag.endswith(":merge"):
                merged += [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, Marked)]
                continue
            if key_node.value in found:
                raise YamlError(f"the key {key_node.value!r} stands twice", key_line)
            found[key_node.value] = value
            found.lines[key_node.value] = key_line
        for other in merged:
            for key, value in other.items():
                if key not in found:
                    found[key] = value
                    found.lines[key] = other.lines[key]
        return found


_WORDS: dict[str, object] = {
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
    "null": None, "Null": None, "NULL": None, "~": None, "": None,
}  # fmt: skip


def _scalar(node: ScalarNode) -> object:
    text = str(node.value)
    if node.style or node.tag.endswith(":str") or not node.tag.startswith("tag:yaml.org,2002:"):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if len(text) < 19 and (text.isdecimal() and text.isascii()) and (text == "0" or text[0] != "0"):
        return int(text)
    return text


def read(text: str) -> Any:
    """The single document in ``text`` (None if empty). Several documents: see ``read_all``."""
    documents = read_all(text)
    if len(documents) > 1:
        raise YamlError("several documents in one file")
    return documents[0] if documents else None


def read_all(text: str) -> list[Any]:
    """Every document in ``text``."""
    if len(text) > LARGEST_BYTES:
        raise YamlError(f"larger than {LARGEST_BYTES:,} characters")
    reader = _Reader()
    try:
        loader = yaml.CSafeLoader(text)
        try:
            found = []
            while loader.check_node():
                node = loader.get_node()
                assert node is not None
                found.append(reader.value(node, 0, frozenset()))
            return found
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise YamlError(str(getattr(error, "problem", None) or error), mark.line + 1 if mark else 0) from None
    except (RecursionError, ValueError) as error:
        if isinstance(error, YamlError):
            raise
        raise YamlError(str(error) or "cannot be read") from None
