"""There is one way to write a value, and every other is refused with its place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.formats.canonical_json import NotCanonicalError, read, written

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18) + 1, 10**18 - 1) | st.text(st.characters(), max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_what_was_written_is_read(value: object) -> None:
    assert read(written(value)) == value


@given(VALUES, st.data())
def test_no_other_bytes_are_read_as_the_same(value: object, data: st.DataObject) -> None:
    whole = bytearray(written(value))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    try:
        other = read(bytes(whole))
    except NotCanonicalError:
        return
    assert json.dumps(other) != json.dumps(value)


def test_half_a_character_in_a_name_is_kept() -> None:
    assert read(written({"\udcff": "\ud800"})) == {"\udcff": "\ud800"}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'{"a":1,"a":1}\n', "the member 'a' stands twice"),
        (b'{"a":{"b":1,"b":2}}\n', "the member 'b' stands twice"),
        (b'{"b":1,"a":1}\n', "byte 2: the order"),
        (b'{"a": 1}\n', "byte 5: the order"),
        (b'{"a":1}', "byte 7: the order"),
        (b'{"a":1}\n\n', "byte 8: the order"),
        (b'{"a":1}\n{"a":1}\n', "character 8: Extra data"),
        (b'{"a":1}\n\x00', "character 8: Extra data"),
        (b'{"a":1.0}\n', "the number 1.0 is not a whole one"),
        (b'{"a":1e9}\n', "the number 1e9 is not a whole one"),
        (b'{"a":NaN}\n', "the number NaN is not a whole one"),
        (b'{"a":-0}\n', "byte 5: the order"),
        (b'{"a":' + b"9" * 100_000 + b"}\n", "has more than 18 digits"),
        ('{"a":"é"}\n'.encode(), "byte 6: it is no plain ASCII"),
        (b'{"a":"\\u0041"}\n', "byte 6: the order"),
        (b'{"a":"\\/"}\n', "byte 6: the order"),
        (b"[" * 100_000, "it is nested too deeply"),
        (b'\xef\xbb\xbf{"a":1}\n', "byte 0: it is no plain ASCII"),
        (b"", "character 0: Expecting value"),
        (b'{"a":', "character 5: Expecting value"),
    ],
)  # fmt: skip
def test_another_way_to_write_is_refused_with_its_place(data: bytes, says: str) -> None:
    with pytest.raises(NotCanonicalError) as refused:
        read(data)
    assert says in str(refused.value)
