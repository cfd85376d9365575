"""The evidence folder: nothing in it changes, vanishes or appears without a word."""

import hashlib
import io
import json
from datetime import date
from pathlib import Path

import pytest

from assay.errors import MalformedInputError, OutputPlaceError, UnreadablePathError
from assay.facts.evidence import ARTEFACT, EvidenceItem
from assay.store import evidence


def item(data: bytes = b"<testsuite/>", name: str = "junit.xml") -> EvidenceItem:
    return EvidenceItem(name, "junit", hashlib.sha256(data).hexdigest(), data, date(2026, 10, 1), "abcdef0", "v1.0")


def stored(folder: Path) -> Path:
    return next(each for each in (folder / "items").rglob("*") if each.is_file())


def entry(folder: Path) -> Path:
    return next((folder / "entries").iterdir())


def test_what_was_taken_in_comes_back_whole(tmp_path: Path) -> None:
    given = [item(), item(b"\x00\xff", "scan.bin"), item(b"\x00\xff", "other.bin")]
    for each in given:
        assert evidence.add(tmp_path / "e", each)
    assert evidence.load(tmp_path / "e").items == tuple(given)
    assert evidence.load(tmp_path / "e").unread == ()


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    evidence.add(tmp_path, item())
    before = evidence.stamp(tmp_path)
    assert not evidence.add(tmp_path, item())
    assert evidence.stamp(tmp_path) == before


def test_changed_bytes_are_left_out_and_named(tmp_path: Path) -> None:
    evidence.add(tmp_path, item())
    stored(tmp_path).write_bytes(b"<testsuite><testcase/></testsuite>")
    found = evidence.load(tmp_path)
    assert found.items == ()
    assert "junit.xml has been changed" in found.unread[0].reason


def test_changed_words_about_it_are_left_out_and_named(tmp_path: Path) -> None:
    evidence.add(tmp_path, item())
    said = json.loads(entry(tmp_path).read_text())
    entry(tmp_path).write_text(json.dumps(said | {"commit": "0" * 40}))
    found = evidence.load(tmp_path)
    assert found.items == ()
    assert "what was said of it has been changed" in found.unread[0].reason


@pytest.mark.parametrize("lose", [stored, entry])
def test_a_missing_file_is_named(lose: object, tmp_path: Path) -> None:
    evidence.add(tmp_path, item())
    lose(tmp_path).unlink()  # type: ignore[operator]
    found = evidence.load(tmp_path)
    assert found.items == ()
    assert "missing" in found.unread[0].reason


def test_an_entry_taken_off_the_list_is_named(tmp_path: Path) -> None:
    evidence.add(tmp_path, item())
    evidence.add(tmp_path, item(b"<testsuites/>"))
    contents = tmp_path / "CONTENTS"
    contents.write_text("".join(contents.read_text().splitlines(keepends=True)[:-1]))
    found = evidence.load(tmp_path)
    assert len(found.items) == 1
    assert "not listed" in found.unread[0].reason


def test_links_are_not_followed(tmp_path: Path) -> None:
    evidence.add(tmp_path / "e", item())
    place = stored(tmp_path / "e")
    outside = tmp_path / "outside"
    outside.write_bytes(place.read_bytes())
    place.unlink()
    place.symlink_to(outside)
    assert evidence.load(tmp_path / "e").items == ()


def test_an_entry_cannot_point_out_of_the_folder(tmp_path: Path) -> None:
    evidence.add(tmp_path / "e", item())
    (tmp_path / "outside").write_bytes(b"secret")
    said = json.loads(entry(tmp_path / "e").read_text()) | {"sha256": "../../../outside"}
    bytes_now = json.dumps(said).encode()
    name = hashlib.sha256(bytes_now).hexdigest()
    (tmp_path / "e" / "entries" / f"{name}.json").write_bytes(bytes_now)
    (tmp_path / "e" / "CONTENTS").write_text(f"{evidence.SCHEMA}\n{name}\n")
    found = evidence.load(tmp_path / "e")
    assert found.items == ()
    assert any("names no digest" in each.reason for each in found.unread)


@pytest.mark.parametrize(
    "said",
    [b"[]", b"{}", b"null", b"[" * 100_000, b"\xff", b'{"sha256": 1}', b'{"sha256": "' + b"0" * 64 + b'"}'],
)
def test_broken_entries_are_named_and_do_no_harm(said: bytes, tmp_path: Path) -> None:
    evidence.add(tmp_path, item())
    name = hashlib.sha256(said).hexdigest()
    (tmp_path / "entries" / f"{name}.json").write_bytes(said)
    (tmp_path / "CONTENTS").write_text((tmp_path / "CONTENTS").read_text() + name + "\n")
    found = evidence.load(tmp_path)
    assert len(found.items) == 1
    assert [each.source for each in found.unread] == [f"evidence {name[:12]}"]


def test_a_folder_of_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("chapter one")
    with pytest.raises(OutputPlaceError, match="other things"):
        evidence.add(tmp_path, item())
    with pytest.raises(MalformedInputError, match="CONTENTS"):
        evidence.load(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.txt"]


def test_no_folder_is_nothing_to_look_at(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePathError, match="not a folder"):
        evidence.load(tmp_path / "none")


def test_a_line_that_is_no_digest_is_named_with_its_number(tmp_path: Path) -> None:
    evidence.add(tmp_path, item())
    (tmp_path / "CONTENTS").write_text(f"{evidence.SCHEMA}\n../../etc/passwd\n")
    with pytest.raises(MalformedInputError, match="CONTENTS:2"):
        evidence.load(tmp_path)


class Zeros(io.RawIOBase):
    """A file of many bytes that takes no room; counts the most that was asked for at once."""

    def __init__(self, size: int) -> None:
        self.left, self.most = size, 0

    def read(self, size: int = -1) -> bytes:
        self.most = max(self.most, size if size >= 0 else self.left)
        piece = min(size, self.left)
        self.left -= piece
        return bytes(piece)


def artefact(name: str = "gantry.iso") -> EvidenceItem:
    return EvidenceItem(name, ARTEFACT, "", b"", date(2026, 10, 1), "", "v1.0")


def test_an_artefact_is_copied_in_pieces_and_its_bytes_stay_in_the_folder(tmp_path: Path) -> None:
    size = evidence.LARGEST + 1
    stream = Zeros(size)
    item, new = evidence.add_artefact(tmp_path, artefact(), stream)  # type: ignore[arg-type]
    assert new
    assert stream.most <= evidence.PIECE
    (loaded,) = evidence.load(tmp_path).items
    assert loaded == item
    assert loaded.data == b""
    assert evidence.place_of(tmp_path, item.sha256).stat().st_size == size


def test_the_same_artefact_again_changes_nothing(tmp_path: Path) -> None:
    evidence.add_artefact(tmp_path, artefact(), io.BytesIO(b"gantry"))
    before = sorted(each.name for each in tmp_path.rglob("*"))
    assert not evidence.add_artefact(tmp_path, artefact(), io.BytesIO(b"gantry"))[1]
    assert sorted(each.name for each in tmp_path.rglob("*")) == before


def test_a_changed_artefact_is_left_out_and_named(tmp_path: Path) -> None:
    item, _ = evidence.add_artefact(tmp_path, artefact(), io.BytesIO(b"gantry"))
    evidence.place_of(tmp_path, item.sha256).write_bytes(b"altered")
    found = evidence.load(tmp_path)
    assert found.items == ()
    assert "gantry.iso has been changed" in found.unread[0].reason


def test_an_artefact_that_is_too_large_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "LARGEST_ARTEFACT", 1000)
    with pytest.raises(MalformedInputError, match="larger than"):
        evidence.add_artefact(tmp_path / "e", artefact(), io.BytesIO(bytes(1001)))
    assert [each for each in (tmp_path / "e").rglob("*") if each.is_file()] == []


def test_an_artefact_beside_other_evidence_of_the_same_bytes(tmp_path: Path) -> None:
    evidence.add(tmp_path, item())
    evidence.add_artefact(tmp_path, artefact("junit.xml"), io.BytesIO(item().data))
    assert {each.kind for each in evidence.load(tmp_path).items} == {"junit", ARTEFACT}
