"""Sealing, signing, verifying and judging again as they are typed: exit codes, streams, files, and nothing secret lost or shown."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assay.formats.canonical_json import written
from assay.testing.packs import AS_OF, sealed
from assay.testing.packs import written as product
from assay.testing.tampering import resealed

Typed = Callable[..., Any]
PASSWORD = "quayside lantern"
FAST = ("--no-tools", "--no-cache", "--as-of", AS_OF)


@pytest.fixture(autouse=True)
def no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASSAY_KEY_PASSWORD", raising=False)


@pytest.fixture
def gantry(tmp_path: Path) -> Path:
    """A pack."""
    place = tmp_path / "gantry.pack"
    place.write_bytes(sealed())
    return place


@pytest.fixture
def key(typed: Typed, tmp_path: Path) -> Path:
    """A key that is open on the disk."""
    place = tmp_path / "sro.pem"
    assert typed("sign", "--new-key", place, "--no-password").code == 0
    return place


def signed(typed: Typed, gantry: Path, key: Path, *more: object) -> Any:
    return typed("sign", gantry, "--key", key, "--role", "sro", "--signed-on", "2026-10-03", *more)


def test_seal_writes_what_the_library_seals(typed: Typed, tmp_path: Path) -> None:
    repository, handed = product(tmp_path)
    place = tmp_path / "a.pack"
    done = typed("seal", repository, *FAST, "--evidence", handed, "--sealed-on", "2026-10-02", "--output", place)
    assert (done.code, done.out) == (0, ""), done.err
    assert place.read_bytes() == sealed()
    assert "2 of 3 files of evidence with their bytes" in done.err
    done = typed("seal", repository, *FAST, "--evidence", handed, "--withhold", "all", "--output", place)
    assert "0 of 3 files of evidence" in done.err
    assert json.loads(place.read_bytes())["sealed_on"] == "2026-10-01"


def test_seal_needs_a_place_and_names_that_are_there(typed: Typed, crane: Path, tmp_path: Path) -> None:
    assert typed("seal", crane, *FAST).code == 2
    place = tmp_path / "a.pack"
    done = typed("seal", crane, *FAST, "--withhold", "secret.pdf", "--output", place)
    assert (done.code, done.out) == (2, "")
    assert "'secret.pdf'" in done.err
    assert not place.exists()
    assert typed("seal", "nowhere", "--output", place).code == 3


def test_a_signed_pack_is_verified(typed: Typed, gantry: Path, key: Path) -> None:
    done = signed(typed, gantry, key)
    assert (done.code, done.out) == (0, ""), done.err
    done = typed("verify", gantry, "--key", f"{key}.pub", "--require-role", "sro")
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith(f"\nVerified: {gantry}\n")
    said = json.loads(typed("verify", gantry, "--key", f"{key}.pub", "--format", "json").out)
    assert said["verified"] is True
    assert [each["state"] for each in said["findings"] if each["about"].endswith(".sro.intoto.json")] == ["ok"]


def test_without_a_key_it_ends_with_5_and_never_says_so(typed: Typed, gantry: Path, key: Path) -> None:
    signed(typed, gantry, key)
    for words in (("verify", gantry), ("verify", gantry, "--no-replay")):
        done = typed(*words)
        assert done.code == 5
        assert "verified" not in done.out.lower()
        assert f"{gantry} is not verified: who vouches: no key that you trust was given" in done.err
    assert json.loads(typed("verify", gantry, "--format", "json").out)["verified"] is False


def test_a_changed_pack_ends_with_5_and_one_that_is_none_with_2(typed: Typed, gantry: Path, key: Path) -> None:
    signed(typed, gantry, key)
    found = json.loads(sealed())
    found["sealed_on"] = "2026-10-09"
    for data, code, says in (
        (written(found), 5, "the digest of 'sealed_on' does not fit"),
        (resealed(found), 5, "does not cover this pack: parts that differ: sealed_on"),
        (sealed() + b"\n", 2, "the order, spacing or spelling"),
        (b"PK\x03\x04", 2, "is no pack"),
    ):
        gantry.write_bytes(data)
        done = typed("verify", gantry, "--key", f"{key}.pub")
        assert done.code == code
        assert says in done.err
        assert "Verified" not in done.out


def test_a_signature_can_lie_elsewhere(typed: Typed, gantry: Path, key: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.json"
    signed(typed, gantry, key, "--output", elsewhere)
    assert typed("verify", gantry, "--key", f"{key}.pub").code == 5
    assert typed("verify", gantry, "--key", f"{key}.pub", "--signature", elsewhere).code == 0
    elsewhere.write_bytes(b"{}")
    assert typed("verify", gantry, "--key", f"{key}.pub", "--signature", elsewhere).code == 2
    assert typed("verify", gantry, "--key", f"{key}.pub", "--signature", tmp_path / "none").code == 3


def test_signatures_of_other_packs_beside_it_are_not_its_own(
    typed: Typed, gantry: Path, key: Path, tmp_path: Path
) -> None:
    signed(typed, gantry, key)
    other = tmp_path / "gantry.pack.old"
    other.write_bytes(sealed())
    signed(typed, other, key)
    done = typed("verify", gantry, "--key", f"{key}.pub")
    assert done.code == 0
    assert "gantry.pack.old" not in done.out


def test_replay_says_the_same_or_what_differs(typed: Typed, gantry: Path) -> None:
    done = typed("replay", gantry)
    assert (done.code, done.err) == (0, "")
    assert done.out == "The same assessment, byte for byte.\n"
    found = json.loads(sealed())
    found["judged_on"]["observations"] = []
    gantry.write_bytes(resealed(found))
    done = typed("replay", gantry)
    assert (done.code, done.out) == (5, "")
    assert "judging again gives something else, first at assessment." in done.err


def test_replay_under_other_rules_ends_with_4(typed: Typed, gantry: Path) -> None:
    found = json.loads(sealed())
    found["rules"]["judge"] = "2" * 64
    gantry.write_bytes(resealed(found))
    done = typed("replay", gantry)
    assert (done.code, done.err) == (4, "")
    assert "- the judge: 222222222222 in the pack, " in done.out
    assert "By the rules here no claim would differ." in done.out
    found["judged_on"]["observations"] = []
    gantry.write_bytes(resealed(found))
    done = typed("replay", gantry)
    assert done.code == 4
    assert "By the rules here:\n" in done.out
    assert " -> no evidence" in done.out


def test_a_new_key_is_for_its_owner_alone_and_never_written_over(typed: Typed, key: Path, tmp_path: Path) -> None:
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    public = Path(f"{key}.pub")
    assert "PRIVATE" not in public.read_text()
    before = key.read_bytes()
    done = typed("sign", "--new-key", key, "--no-password")
    assert (done.code, done.out) == (2, "")
    assert "is there already" in done.err
    key.rename(tmp_path / "moved.pem")
    assert typed("sign", "--new-key", key, "--no-password").code == 2, "its public key is still there"
    assert (tmp_path / "moved.pem").read_bytes() == before
    assert typed("sign", "--new-key", tmp_path / "none" / "k.pem", "--no-password").code == 2


def test_there_is_no_default_password(
    typed: Typed, gantry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "locked.pem"
    done = typed("sign", "--new-key", place)
    assert (done.code, done.out) == (2, "")
    assert "there is nobody to ask" in done.err
    assert not place.exists()
    monkeypatch.setenv("ASSAY_KEY_PASSWORD", PASSWORD)
    assert typed("sign", "--new-key", place, "--ecdsa").code == 0
    assert b"ENCRYPTED" in place.read_bytes()
    assert signed(typed, gantry, place).code == 0
    for password, says in (("other words", "the password is another"), ("", "there is nobody to ask")):
        monkeypatch.setenv("ASSAY_KEY_PASSWORD", password)
        done = signed(typed, gantry, place)
        assert done.code == 2
        assert says in done.err
        assert "other words" not in done.err


def test_a_signature_by_another_key_is_not_written_over(typed: Typed, gantry: Path, key: Path, tmp_path: Path) -> None:
    place = tmp_path / "gantry.pack.sro.intoto.json"
    assert signed(typed, gantry, key).code == 0
    assert signed(typed, gantry, key).code == 0, "the same key may sign again"
    other = tmp_path / "other.pem"
    typed("sign", "--new-key", other, "--no-password")
    kept = place.read_bytes()
    done = signed(typed, gantry, other)
    assert done.code == 2
    assert "was not made with this key" in done.err
    assert place.read_bytes() == kept
    readme = tmp_path / "README.md"
    readme.write_text("# Mine\n")
    assert signed(typed, gantry, key, "--output", readme).code == 2
    assert readme.read_text() == "# Mine\n"


@pytest.mark.parametrize(
    "words",
    [
        ("sign",),
        ("sign", "gantry.pack"),
        ("sign", "--key", "sro.pem"),
        ("sign", "gantry.pack", "--new-key", "k.pem"),
        ("sign", "gantry.pack", "--key", "sro.pem", "--ecdsa"),
        ("sign", "gantry.pack", "--key", "sro.pem", "--role", "king"),
        ("sign", "gantry.pack", "--key", "sro.pem.pub", "--role", "sro"),
        ("sign", "gantry.pack", "--key", "sro.pem"),
        ("sign", "gantry.pack", "--key", "sro.pem", "--role", "sro", "--name", "Ben Maker"),
        ("sign", "sro.pem", "--key", "sro.pem", "--role", "sro"),
        ("verify", "gantry.pack", "--key", "sro.pem"),
        ("verify", "gantry.pack", "--key", "gantry.pack"),
        ("verify", "gantry.pack", "--timestamp-authority", "sro.pem.pub"),
        ("verify", "sro.pem"),
        ("replay", "sro.pem"),
    ],
    ids=" ".join,
)
def test_wrong_use_ends_with_2(
    words: tuple[str, ...], typed: Typed, gantry: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(gantry.parent)
    before = sorted(os.listdir())  # noqa: PTH208
    done = typed(*words)
    assert (done.code, done.out) == (2, ""), done.err
    assert key.read_text().splitlines()[1] not in done.err
    assert sorted(os.listdir()) == before  # noqa: PTH208


@pytest.mark.parametrize(
    "words", [("sign", "nowhere", "--key", "k"), ("verify", "nowhere"), ("replay", "nowhere")], ids=" ".join
)
def test_a_pack_that_is_not_there_ends_with_3(words: tuple[str, ...], typed: Typed) -> None:
    done = typed(*words)
    assert (done.code, done.out) == (3, "")
    assert "nowhere cannot be read" in done.err


def test_what_a_pack_says_cannot_steer_a_terminal(typed: Typed, gantry: Path) -> None:
    found = json.loads(sealed())
    found["profile"]["product"] = "\x1b[31mred\x07"
    found["catalogue"]["\x1b[2J"] = 1
    gantry.write_bytes(resealed(found))
    for words in (("verify", gantry, "--no-replay"), ("verify", gantry), ("replay", gantry)):
        done = typed(*words)
        assert done.code == 5
        assert "\x1b" not in done.out + done.err
    found["\x1b[2J"] = 1
    gantry.write_bytes(written(found))
    assert "\x1b" not in typed("verify", gantry).err


def test_verifying_loads_nothing_that_reads_repositories(gantry: Path, key: Path, typed: Typed) -> None:
    """A verifier starts fast, and needs none of the extras."""
    signed(typed, gantry, key)
    heavy = (
        "assay.assess.gather", "assay.assess.run", "assay.checks", "assay.collect", "docx", "httpx2", "jinja2", "jsonschema_rs", "lxml",
        "pydantic", "rfc3161_client", "sigstore", "yaml",
    )  # fmt: skip
    program = f"import sys\nfrom assay.cli import main\ntry:\n main()\nfinally:\n print(sorted(set(sys.modules) & set({heavy!r})))"
    words = ["verify", str(gantry), "--key", f"{key}.pub", "--require-role", "sro"]
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "[]"
