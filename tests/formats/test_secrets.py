"""Credentials by their form. Every value is put together here, so that the project itself holds none."""

import base64
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.formats.secrets import BASE62, MOST_FOUND, Hit, check_digits, scan

RANDOM = random.Random(20261124)
DASHES = "-" * 5


def characters(count: int, alphabet: str = BASE62) -> str:
    return "".join(RANDOM.choices(alphabet, k=count))


def with_check_digits(start: str) -> str:
    body = characters(30)
    return start + body + check_digits(body)


def der(length: int) -> bytes:
    """A sequence that states its length rightly, as every unencrypted private key does."""
    return b"\x30\x82" + length.to_bytes(2, "big") + RANDOM.randbytes(length)


def key_block(raw: bytes, kind: str = "RSA PRIVATE KEY", headers: str = "", line_end: str = "\n") -> str:
    packed = base64.b64encode(raw).decode()
    lines = [packed[at : at + 64] for at in range(0, len(packed), 64)]
    return line_end.join([f"{DASHES}BEGIN {kind}{DASHES}", *([headers] if headers else []), *lines, f"{DASHES}END {kind}{DASHES}"])  # fmt: skip


def hits(text: str, *, settings: bool = False) -> list[Hit]:
    return list(scan(text.encode(), settings=settings))


TOKENS = {
    "GitHub token": with_check_digits("gh" + "p_"),
    "npm token": with_check_digits("npm" + "_"),
    "GitLab token": "gl" + "pat-" + characters(20),
    "Slack token": "xox" + "b-" + characters(11, "3456789") + "-" + characters(30),
    "Slack webhook": "hooks.slack." + "com/services/T" + characters(9) + "/B" + characters(9) + "/" + characters(24),
    "Stripe key": "sk_" + "live_" + characters(24),
    "PyPI token": "pypi-" + "AgEI" + characters(80),
    "SendGrid key": "S" + "G." + characters(22) + "." + characters(43),
    "DigitalOcean token": "dop_" + "v1_" + characters(64, "0123456789abcdef"),
}


@pytest.mark.parametrize("rule", TOKENS)
def test_a_providers_token_is_certain_and_never_shown_whole(rule: str) -> None:
    (hit,) = hits(f"first line\nconst t = '{TOKENS[rule]}';\n")
    assert hit == Hit(rule, 2, f"{TOKENS[rule][:4]}… ({len(TOKENS[rule])} characters)", True, False)


@pytest.mark.parametrize(
    ("rule", "token"),
    [
        ("AWS access key", "AK" + "IA" + characters(16, "BCDFGHJKLMNPQRS234567")),
        ("Google API key", "AI" + "za" + characters(35)),
        ("Twilio key", "S" + "K" + characters(32, "0123456789abcdef")),
    ],
)
def test_an_identifier_without_check_digits_is_a_candidate_only(rule: str, token: str) -> None:
    (hit,) = hits(token)
    assert (hit.rule, hit.certain) == (rule, False)


def test_wrong_check_digits_leave_a_candidate() -> None:
    token = TOKENS["GitHub token"]
    other = token[:-1] + ("a" if token[-1] != "a" else "b")
    assert [hit.certain for hit in hits(other)] == [False]


def test_example_values_say_so() -> None:
    assert [hit.example for hit in hits("AK" + "IA" + "IOSFODNN7" + "EXAMPLE")] == [True]
    assert [hit.example for hit in hits("sk_" + "live_" + "x" * 24)] == [True]


def test_a_longer_word_is_no_token() -> None:
    assert hits("my" + TOKENS["npm token"]) == []
    assert hits(TOKENS["GitHub token"] + "Z") == []


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\\n", "\\r\\n", '\\n" +\n  "', "\\n',\n  '"])
def test_a_private_key_is_certain_however_it_is_written(line_end: str) -> None:
    assert [(hit.rule, hit.line, hit.certain) for hit in hits("\n" + key_block(der(600), line_end=line_end))] == [
        ("private key", 2, True)
    ]


def test_a_short_modern_key_counts() -> None:
    short = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20" + RANDOM.randbytes(32)
    assert [hit.certain for hit in hits(key_block(short, "PRIVATE KEY"))] == [True]


@pytest.mark.parametrize(
    "block",
    [
        key_block(RANDOM.randbytes(600), "ENCRYPTED PRIVATE KEY"),
        key_block(RANDOM.randbytes(608), headers="Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00FF\n"),
        key_block(b"openssh-key-v1\0\0\0\0\x0aaes256-ctr" + RANDOM.randbytes(400), "OPENSSH PRIVATE KEY"),
    ],
)
def test_a_locked_key_is_not_certain(block: str) -> None:
    assert [hit.certain for hit in hits(block)] == [False]


def test_an_open_openssh_key_is_certain() -> None:
    block = key_block(b"openssh-key-v1\0\0\0\0\x04none" + RANDOM.randbytes(400), "OPENSSH PRIVATE KEY")
    assert [hit.certain for hit in hits(block)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        key_block(der(600), "PUBLIC KEY"),
        key_block(der(600), "CERTIFICATE"),
        f"{DASHES}BEGIN PRIVATE KEY{DASHES}\n...\n{DASHES}END PRIVATE KEY{DASHES}",
        f"paste what stands after {DASHES}BEGIN PRIVATE KEY{DASHES} here",
    ],
)
def test_public_keys_and_mentions_are_nothing(text: str) -> None:
    assert hits(text) == []


def test_assignments_count_in_settings_only() -> None:
    text = f'db:\n  pass{"word"}: "{characters(20)}7"\n'
    assert [(hit.rule, hit.line, hit.certain) for hit in hits(text, settings=True)] == [("assigned credential", 2, False)]  # fmt: skip
    assert hits(text) == []


@pytest.mark.parametrize(
    "value", ["${DB_PASS1}", "{{ vault.db1 }}", "changeme", "settings.db.secret1", "https://example.org/t0ken/x1y2z3", "Forgotten your pass phrase 1?", "/run/secrets/db1pass", "aaaaaaaaaaaa1"]
)  # fmt: skip
def test_references_and_sentences_are_no_credentials(value: str) -> None:
    assert hits(f'pass{"word"}: "{value}"\n', settings=True) == []


def test_hostile_files_cost_little() -> None:
    start = f"{DASHES}BEGIN PRIVATE KEY{DASHES}"
    began = time.perf_counter()
    for text in ((start + " " * 19_000 + "!\n") * 50, start * 30_000 + f"{DASHES}END", (start + '"' * 19_000) * 50):
        hits(text, settings=True)
    assert len(hits(" ".join([TOKENS["npm token"]] * 20_000))) == MOST_FOUND
    assert time.perf_counter() - began < 5


@given(st.binary(max_size=300), st.sampled_from([*TOKENS.values(), key_block(der(200)), "secret=", "token: '"]))
def test_any_bytes_are_read_without_an_error(data: bytes, known: str) -> None:
    for whole in (data, data + known.encode() + data):
        for hit in scan(whole, settings=True):
            assert hit.line >= 1
            assert len(hit.masked) < 80
