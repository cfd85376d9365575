"""Commits, tags, refs and objects that are odd, damaged, missing or very many."""

import subprocess
import zlib
from pathlib import Path

import pytest

from assay.collect.git import HARDENED_ENVIRONMENT
from assay.testing.confinement import Confinement
from assay.testing.raw_objects import FOLDER, MOMENT, PERSON, RawRepository

QUICK = 40
PACKAGE = {
    b"README.md": b"# Gantry\n",
    b"package.json": b'{"name": "a", "private": true, "dependencies": {"left": "1.0.0"}}',
}


@pytest.fixture
def raw(tmp_path: Path) -> RawRepository:
    return RawRepository(tmp_path / "repository")


@pytest.mark.parametrize(
    "moment",
    [
        b"-1 +0000", b"-2147483648 +0000", b"-62135596800 +0000", b"-99999999999999999999 +0000", b"0 +0000", b"253402300799 +0000", b"253402300800 +0000",
        b"9223372036854775807 +0000", b"18446744073709551615 +0000", b"99999999999999999999999999 +0000", b"1790769600 +9999", b"1790769600 -9999999999", b"1790769600",
        b"", b"now", b"1790769600.5 +0000", "١٢٣ +0000".encode(), b"\xff\xfe +0000",
    ],
)  # fmt: skip
def test_odd_moments(moment: bytes, raw: RawRepository, confinement: Confinement) -> None:
    first = raw.commit(raw.files({b"a": b"a"}), author=PERSON + b" " + moment, committer=PERSON + b" " + moment)
    last = raw.commit(raw.files(PACKAGE), first, author=PERSON + b" " + moment, committer=PERSON + b" " + moment)
    raw.ref(
        "refs/tags/v1",
        raw.write("tag", f"object {last}\ntype commit\ntag v1\ntagger ".encode() + PERSON + b" " + moment + b"\n\nx\n"),
    )
    ended = confinement.assess(raw.folder)
    assert ended.code == 0, ended.errors


@pytest.mark.parametrize(
    ("day", "code"),
    [("0001-01-01", 2), ("1901-12-13", 2), ("9999-12-31", 2), ("1990-01-01", 0), ("2026-10-01", 0), ("2199-12-31", 0)],
)
def test_odd_days(day: str, code: int, raw: RawRepository, confinement: Confinement) -> None:
    security = b"# Security\n\nSupport ends on 31 December 9999. Reviewed 0001-01-01, next review 9999-12-31.\n"
    raw.commit(
        raw.files(
            {
                **PACKAGE,
                b"assay.toml": PROFILE,
                b"SECURITY.md": security,
                b"security.txt": b"Expires: 9999-12-31T23:59:59Z\n",
            }
        )
    )
    ended = confinement.assess(raw.folder, "--as-of", day)
    assert ended.code == code, ended.errors
    assert "Traceback" not in ended.errors


PROFILE = b"""schema = 1
[[statements]]
facet = "1.1.2/a"
says = "Every developer took the course."
person = "Ada Builder"
role = "Head of Engineering"
date = 9999-12-31
[[statements]]
facet = "1.1.2/a"
says = "Every developer took the course."
person = "Ada Builder"
role = "Head of Engineering"
date = 0001-01-01
[[statements]]
facet = "1.1.2/a"
says = "Every developer took the course."
person = "Ada Builder"
role = "Head of Engineering"
date = "2026-09-01"
[[accepted_risks]]
check = "build-uses-lockfile"
object = ""
owner = "Ada Builder"
reason = "We live with it for now."
accepted = 0001-01-01
expires = 9999-12-31
"""


@pytest.mark.parametrize(
    ("author", "message", "more"),
    [
        (b"", b"", b""),
        (b"nobody", b"no mail", b""),
        (b"<> " + MOMENT, b"empty", b""),
        (b"\x01 \x01 <\x01> " + MOMENT, b"\x01\n\x01", b""),
        (b"\x1b[31m <\xff\xfe> " + MOMENT, b"\x1b[2J\xff\xfe\x00 hidden", b""),
        (PERSON + b" " + MOMENT, "テスト".encode("utf-16"), b"encoding UTF-16\n"),
        (PERSON + b" " + MOMENT, b"x", b"encoding no-such-encoding\n"),
        (PERSON + b" " + MOMENT, b"x", b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n"),
        (b"A" * 100_000 + b" <a@example.com> " + MOMENT, b"x", b"parent \n" * 3),
    ],
)
def test_odd_commits(author: bytes, message: bytes, more: bytes, raw: RawRepository, confinement: Confinement) -> None:
    first = raw.commit(raw.files({b".github": b"x"}), author=author, committer=author, message=message, more=more)
    workflows = raw.tree({b"workflows": (FOLDER, raw.files({b"ci.yml": b"on: push\njobs: {}\n"}))})
    second = raw.commit(
        raw.tree({b".github": (FOLDER, workflows)}), first, author=author, committer=author, message=message
    )
    raw.commit(raw.files(PACKAGE), second, author=author, committer=author, message=message)
    ended = confinement.assess(raw.folder)
    assert ended.code == 0, ended.errors


@pytest.mark.slow
def test_a_commit_message_of_three_hundred_megabytes(raw: RawRepository, confinement: Confinement) -> None:
    first = raw.commit(raw.files({b"a": b"a"}), message=b"fix " * 75_000_000)
    raw.commit(raw.files(PACKAGE), first)
    ended = confinement.assess(raw.folder)
    assert ended.code == 0, ended.errors
    assert ended.seconds < QUICK


def test_a_commit_of_five_thousand_parents(raw: RawRepository, confinement: Confinement) -> None:
    tree = raw.files(PACKAGE)
    parents = [raw.commit(tree, message=b"Parent %d" % number) for number in range(5000)]
    raw.commit(tree, *parents)
    ended = confinement.assess(raw.folder)
    assert ended.code == 0, ended.errors
    assert ended.seconds < QUICK


def test_fifty_thousand_tags(raw: RawRepository, confinement: Confinement) -> None:
    commit = raw.commit(raw.files(PACKAGE))
    lines = [f"{commit} refs/tags/v{number // 1000}.{number % 1000}.0\n" for number in range(50_000)]
    lines += [f"{commit} refs/heads/b{number}\n" for number in range(10_000)]
    (raw.git_dir / "packed-refs").write_text(
        "# pack-refs with: peeled fully-peeled sorted \n" + "".join(sorted(lines, key=lambda line: line[41:]))
    )
    ended = confinement.assess(raw.folder)
    assert ended.code == 0, ended.errors
    assert ended.seconds < QUICK
    assert any(fact == "tags" and "more than 20,000" in reason for fact, reason, _ in ended.unread)


def test_odd_tags(raw: RawRepository, confinement: Confinement) -> None:
    commit = raw.commit(raw.files(PACKAGE))
    blob = raw.blob(b"x")
    chain = commit
    kind = "commit"
    for _ in range(300):
        chain = raw.write("tag", f"object {chain}\ntype {kind}\ntag t\n\nx\n".encode())
        kind = "tag"
    raw.ref("refs/tags/chain", chain)
    raw.ref("refs/tags/blob", blob)
    raw.ref("refs/tags/absent", "1" * 40)
    raw.ref("refs/tags/liar", raw.write("tag", f"object {blob}\ntype commit\ntag liar\n\nx\n".encode()))
    raw.ref("refs/tags/empty", raw.write("tag", b""))
    raw.ref("refs/tags/\x1b[31m", commit) if False else raw.ref("refs/tags/röt", commit)
    (raw.git_dir / "refs" / "tags" / "garbage").write_text("no id at all\n")
    (raw.git_dir / "refs" / "tags" / "zero").write_bytes(b"")
    ended = confinement.assess(raw.folder)
    assert ended.code == 0, ended.errors


def test_a_missing_blob_could_not_be_looked_at(raw: RawRepository, confinement: Confinement) -> None:
    raw.commit(raw.files(PACKAGE))
    raw.place(raw.blob(PACKAGE[b"README.md"])).unlink()
    ended = confinement.assess(raw.folder)
    assert ended.code == 0, ended.errors
    assert any(fact == "README.md" and "absent" in reason for fact, reason, _ in ended.unread)


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"garbage",
        zlib.compress(b"blob 9\0# Gan"),
        zlib.compress(b"blob 99999999999999\0#"),
        zlib.compress(b"tree 0\0"),
    ],
)
def test_a_damaged_blob_hides_nothing_else(damage: bytes, raw: RawRepository, confinement: Confinement) -> None:
    secret = b"AWS_ACCESS_KEY_ID=AKIAZ7VRSQ5TJN2XMPLQ\nAWS_SECRET_ACCESS_KEY=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\n"
    raw.commit(raw.files({b"a.txt": b"some text to be damaged", b"z.env": secret, b"README.md": b"# Gantry\n"}))
    whole = confinement.assess(raw.folder)
    raw.place(raw.blob(b"some text to be damaged")).write_bytes(damage)
    ended = confinement.assess(raw.folder)
    assert ended.code == 0, ended.errors
    assert against(ended.document, "z.env") == against(whole.document, "z.env") != []


def against(document: dict[str, list[dict[str, list[dict[str, object]]]]], path: str) -> list[object]:
    return [each["says"] for claim in document["claims"] for each in claim["against"] if path in str(each["locations"])]


@pytest.mark.parametrize("kind", ["tree", "commit", "parent"])
def test_missing_folders_and_commits_end_in_words(kind: str, raw: RawRepository, confinement: Confinement) -> None:
    inner = raw.files({b"a.py": b"a = 1\n"})
    first = raw.commit(raw.files({b"a": b"a"}))
    last = raw.commit(raw.tree({b"src": (FOLDER, inner)}), first)
    raw.place({"tree": inner, "commit": last, "parent": first}[kind]).unlink()
    ended = confinement.assess(raw.folder)
    if kind == "parent":
        assert ended.code == 0, ended.errors
        assert any(fact == "history" and "absent" in reason for fact, reason, _ in ended.unread)
    else:
        assert ended.code == 3, ended.errors
        assert "absent" in ended.errors


def test_shallow_clone_says_so(raw: RawRepository, confinement: Confinement) -> None:
    first = raw.commit(raw.files({b"a": b"a"}))
    last = raw.commit(raw.files(PACKAGE), first)
    raw.place(first).unlink()
    (raw.git_dir / "shallow").write_text(last + "\n")
    ended = confinement.assess(raw.folder)
    assert ended.code == 0, ended.errors
    assert ended.document["subject"]["shallow"] is True
    assert any("shallow" in reason for _, reason, _ in ended.unread)


def test_no_commits(raw: RawRepository, confinement: Confinement) -> None:
    ended = confinement.assess(raw.folder)
    assert ended.code == 0, ended.errors
    assert ended.document["subject"]["commit"] == ""
    assert ended.document["counts"]["no evidence"] == 45
    assert any("no commit" in reason for _, reason, _ in ended.unread)


def test_empty_tree(raw: RawRepository, confinement: Confinement) -> None:
    raw.commit(raw.tree({}))
    ended = confinement.assess(raw.folder)
    assert ended.code == 0, ended.errors
    assert ended.document["counts"]["met"] == 0


def test_detached_head(raw: RawRepository, confinement: Confinement) -> None:
    first = raw.commit(raw.files(PACKAGE))
    raw.commit(raw.files({b"a": b"a"}), first)
    (raw.git_dir / "HEAD").write_text(first + "\n")
    ended = confinement.assess(raw.folder)
    assert ended.code == 0, ended.errors
    assert ended.document["subject"]["commit"] == first


@pytest.mark.parametrize("bare", [True, False])
def test_sha256_objects(bare: bool, confinement: Confinement, tmp_path: Path) -> None:
    raw = RawRepository(tmp_path / "other", hash_name="sha256", bare=bare)
    commit = raw.commit(raw.files(PACKAGE))
    ended = confinement.assess(raw.folder)
    assert ended.code == 0, ended.errors
    assert ended.document["subject"]["commit"] == commit
    assert len(commit) == 64


def test_damaged_packs(raw: RawRepository, confinement: Confinement) -> None:
    raw.commit(raw.files(PACKAGE))
    subprocess.run(["git", "repack", "-qad"], cwd=raw.folder, env=HARDENED_ENVIRONMENT, check=True)
    subprocess.run(["git", "prune-packed", "-q"], cwd=raw.folder, env=HARDENED_ENVIRONMENT, check=True)
    pack = next(raw.git_dir.glob("objects/pack/*.pack"))
    pack.chmod(0o644)
    data = bytearray(pack.read_bytes())
    data[12:] = bytes(byte ^ 0x55 for byte in data[12:])
    pack.write_bytes(bytes(data))
    (raw.git_dir / "objects" / "info").mkdir(exist_ok=True)
    (raw.git_dir / "objects" / "info" / "commit-graph").write_bytes(b"CGPH\x01\x01\x05\x00" + b"\xff" * 400)
    (raw.git_dir / "objects" / "pack" / "multi-pack-index").write_bytes(b"MIDX\x01\x01\x05\x00" + b"\xff" * 400)
    ended = confinement.assess(raw.folder)
    assert ended.code in (0, 3), ended.errors
    assert "Traceback" not in ended.errors
