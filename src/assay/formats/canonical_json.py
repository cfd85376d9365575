"""JSON with one way to write each value, so that the same content is always the same bytes and any other bytes are refused.

Members in the order of their names, no spaces, ASCII with everything else escaped (half a character included, as names of files can
hold it), whole numbers only, one line feed at the end. A reader that writes again what it read and compares sees a member that
stands twice, another order, another spelling of a number and anything put after the end, with one rule.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

MOST_DIGITS = 18
"""Of a whole number: what fits into 64 bits in any reader."""


class NotCanonicalError(ValueError):
    """The bytes are not JSON in this one way of writing; says where."""


def canonical(value: object) -> bytes:
    """The one way to write ``value``, without the line feed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode()


def digest(value: object) -> str:
    """SHA-256 of the canonical bytes."""
    return hashlib.sha256(canonical(value)).hexdigest()


def written(value: object) -> bytes:
    """A whole file."""
    return canonical(value) + b"\n"


def read(data: bytes) -> Any:
    """The value in a whole file; raises NotCanonicalError naming the place of the first thing that is wrong."""
    return read_parts(data)[0]


def read_parts(data: bytes) -> tuple[Any, dict[str, bytes]]:
    """The same, with the canonical bytes of each member where the value is an object."""
    try:
        found = json.loads(
            data.decode("ascii"), parse_int=_whole_number, parse_float=_fraction, parse_constant=_fraction
        )
        parts = {name: canonical(value) for name, value in found.items()} if isinstance(found, dict) else {}
        again = _joined(parts) if parts else written(found)
    except UnicodeDecodeError as fault:
        raise NotCanonicalError(f"byte {fault.start}: it is no plain ASCII") from None
    except json.JSONDecodeError as fault:
        raise NotCanonicalError(f"character {fault.pos}: {fault.msg}") from None
    except RecursionError:
        raise NotCanonicalError("it is nested too deeply") from None
    if again != data:
        raise NotCanonicalError(_fault(data, again))
    return found, parts


def _joined(parts: Mapping[str, bytes]) -> bytes:
    """The file of an object from its members."""
    return b"{" + b",".join(canonical(name) + b":" + parts[name] for name in sorted(parts)) + b"}\n"


def _whole_number(text: str) -> int:
    if len(text.lstrip("-")) > MOST_DIGITS:
        raise NotCanonicalError(f"the number {text[:MOST_DIGITS]}... has more than {MOST_DIGITS} digits")
    return int(text)


def _fraction(text: str) -> None:
    raise NotCanonicalError(f"the number {text[:40]} is not a whole one")


def _fault(data: bytes, again: bytes) -> str:
    json.loads(data, object_pairs_hook=_each_once)
    same = next(
        (place for place, (one, other) in enumerate(zip(data, again, strict=False)) if one != other),
        min(len(data), len(again)),
    )
    return f"byte {same}: the order, spacing or spelling is another than the one way to write it"


def _each_once(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise NotCanonicalError(f"the member {twice!a} stands twice")
    return found
