"""A file handed over, parsed at most once, with bounds no real file needs."""

from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import msgspec
from defusedxml import DefusedXmlException, ElementTree

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class ResultError(Exception):
    """A file that is not what its kind must be; the text names the place in it and what is wrong there."""


class Raw:
    """The bytes of one file and its name; ``json`` and ``xml`` are None where it is not of that syntax."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.data = data.removeprefix(BYTE_ORDER_MARK)

    @cached_property
    def json(self) -> Any:
        """The JSON value, if the whole file is one."""
        if self.data.lstrip()[:1] not in (b"{", b"["):
            return None
        try:
            return msgspec.json.decode(self.data)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            return None

    @cached_property
    def xml(self) -> Element | None:
        """The root element, if the file is XML without entities or a document type of its own."""
        if self.data.lstrip()[:1] != b"<":
            return None
        try:
            root: Element = ElementTree.fromstring(self.data, forbid_dtd=False)
        except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
            return None
        return root

    @property
    def fields(self) -> dict[str, Any]:
        """The top-level JSON object; empty where the file is none."""
        return self.json if isinstance(self.json, dict) else {}

    @property
    def root_name(self) -> str:
        """The name of the root element without its namespace; empty where the file is no XML."""
        return "" if self.xml is None else local(self.xml.tag)


def local(tag: str) -> str:
    """An element name without its namespace."""
    return tag.rpartition("}")[2]


def listed(value: Any) -> list[Any]:
    """The value if it is a list, else an empty one: real files put null or nothing where a list belongs."""
    return value if isinstance(value, list) else []


def mapped(value: Any) -> dict[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def texts(value: Any) -> str:
    """The value if it is text, else empty."""
    return value if isinstance(value, str) else ""
