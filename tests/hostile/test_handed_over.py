"""Hostile files that are handed over end in an answer within bounds, and nothing of them is fetched or run."""

import io
import time
import zipfile

import pytest

from assay.formats.results import Raw, ResultError, kind_of, kinds

DEEP = 100_000
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + ']><testsuite><testcase name="&i;"/></testsuite>'
)
OUTSIDE = '<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]><testsuite><testcase name="&x;"/></testsuite>'


def nested_zip() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", '{"id": "A", "affected": []}')
        for number in range(150):
            archive.writestr(f"{number}.json", b" " * 4_900_000)
    return made.getvalue()


HOSTILE = {
    "entities": LAUGHS.encode(),
    "a file of this machine": OUTSIDE.encode(),
    "deep XML": b"<testsuite>" + b"<a>" * DEEP + b"</a>" * DEEP + b"</testsuite>",
    "deep JSON": b'{"version": "2.1.0", "runs": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "deep bill": b'{"bomFormat": "CycloneDX", "components": '
    + b'[{"components": ' * 2000
    + b"[]"
    + b"}]" * 2000
    + b"}",
    "wide JSON": b'{"bomFormat": "CycloneDX", "components": [' + b'{"name": "a"},' * 200_000 + b'{"name": "a"}]}',
    "long line": b'<testsuite><testcase name="' + b"a" * 20_000_000 + b'"/></testsuite>',
    "zip that unfolds": nested_zip(),
    "zip cut off": nested_zip()[:-100],
    "no UTF-8": b"\xff\xfe\x00{\x00" * 1000,
    "NUL bytes": b"\x00" * 1_000_000,
    "numbers without end": b'{"version": "2.1.0", "runs": [' + b"9" * 1_000_000 + b"]}",
    "a regular-expression trap": b'{"$schema": "sarif", "runs": [{"tool": {"driver": {"name": "t", "rules": [{"id": "'
    + b"cwe-" * 200_000
    + b'"}]}}, "results": []}]}',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_ends_in_an_answer_within_bounds(name: str) -> None:
    raw = Raw(name, HOSTILE[name])
    began = time.process_time()
    answer = answered(raw)
    assert answer
    assert time.process_time() - began < 20
    assert "root:" not in answer[:10_000]


def answered(raw: Raw) -> str:
    """What it says, or why it is refused."""
    try:
        return repr(kinds()[kind_of(raw)].read(raw))
    except ResultError as refused:
        return str(refused)
