"""What is remembered comes back as it was; what cannot be trusted or written costs time and nothing else."""

from pathlib import Path
from typing import NamedTuple

import pytest

from assay.store.memory import Memory, write_whole


class Reading(NamedTuple):
    """Something a collector makes of one object."""

    lines: int
    names: tuple[str, ...] = ()


class Maker:
    """Makes the same reading each time and counts how often it had to."""

    def __init__(self, reading: Reading = Reading(3, ("a", "b"))) -> None:  # noqa: B008
        self.reading = reading
        self.asked = 0

    def __call__(self) -> Reading:
        self.asked += 1
        return self.reading


def remembered(folder: Path, key: str = "one", program: str = "") -> Maker:
    """Let a memory of ``folder`` remember one reading and save."""
    maker, first = Maker(), Memory(folder, program)
    first.remember("kind", key, Reading, maker)
    first.save()
    return maker


def test_a_saved_reading_is_not_made_again(tmp_path: Path) -> None:
    remembered(tmp_path)
    maker = Maker(Reading(99))
    assert Memory(tmp_path).remember("kind", "one", Reading, maker) == Reading(3, ("a", "b"))
    assert maker.asked == 0


def test_what_no_longer_holds_is_made_again_and_kept_in_its_place(tmp_path: Path) -> None:
    remembered(tmp_path)
    maker, second = Maker(Reading(4)), Memory(tmp_path)
    assert second.remember("kind", "one", Reading, maker, lambda kept: kept.lines == 4) == Reading(4)
    second.save()
    assert Memory(tmp_path).recall("kind", "one", Reading) == Reading(4)
    assert Memory(tmp_path).remember("kind", "one", Reading, maker, lambda kept: kept.lines == 4) == Reading(4)
    assert maker.asked == 1


def test_only_a_memory_with_a_folder_keeps_anything(tmp_path: Path) -> None:
    assert Memory(tmp_path).keeps
    assert not Memory().keeps


def test_without_a_folder_everything_is_made_again_and_nothing_written(tmp_path: Path) -> None:
    maker, nowhere = Maker(), Memory()
    for _ in range(2):
        nowhere.remember("kind", "one", Reading, maker)
    nowhere.save()
    assert maker.asked == 2
    assert list(tmp_path.iterdir()) == []


def test_unknown_names_what_must_be_read(tmp_path: Path) -> None:
    remembered(tmp_path)
    assert Memory(tmp_path).unknown("kind", ["one", "two"]) == ["two"]
    assert Memory(tmp_path).unknown("another kind", ["one"]) == ["one"]


def test_what_a_run_did_not_use_is_forgotten(tmp_path: Path) -> None:
    remembered(tmp_path, "one")
    second = Memory(tmp_path)
    second.remember("kind", "two", Reading, Maker())
    second.save()
    assert Memory(tmp_path).keys("kind") == ["two"]


def test_looking_alone_keeps_nothing_for_the_next_run(tmp_path: Path) -> None:
    remembered(tmp_path, "one")
    second = Memory(tmp_path)
    assert second.recall("kind", "one", Reading) == Reading(3, ("a", "b"))
    assert second.recall("kind", "two", Reading) is None
    second.save()
    assert Memory(tmp_path).keys("kind") == []


def test_what_another_program_made_is_forgotten(tmp_path: Path) -> None:
    remembered(tmp_path, program="assay 1")
    maker = Maker()
    Memory(tmp_path, "assay 2").remember("kind", "one", Reading, maker)
    assert maker.asked == 1
    maker = Maker()
    Memory(tmp_path, "assay 1").remember("kind", "one", Reading, maker)
    assert maker.asked == 0


def test_a_path_that_is_no_utf8_can_be_a_key(tmp_path: Path) -> None:
    remembered(tmp_path, "id:caf\udce9.py")
    assert Memory(tmp_path).keys("kind") == ["id:caf\udce9.py"]


def test_a_reading_that_cannot_be_written_is_given_and_not_kept(tmp_path: Path) -> None:
    odd = Reading(1, ("caf\udce9",))
    first = Memory(tmp_path)
    assert first.remember("kind", "one", Reading, lambda: odd) == odd
    first.remember("kind", "two", Reading, Maker())
    first.save()
    assert Memory(tmp_path).keys("kind") == ["two"]


@pytest.mark.parametrize("content", [b"", b"\xc1", b"not msgpack at all", b"\x92\xa0\x81\xc4\x03one"])
def test_a_damaged_file_is_forgotten(tmp_path: Path, content: bytes) -> None:
    remembered(tmp_path)
    (tmp_path / "kind.msgpack").write_bytes(content)
    maker, second = Maker(), Memory(tmp_path)
    assert second.remember("kind", "one", Reading, maker) == maker.reading
    assert maker.asked == 1
    second.save()
    assert Memory(tmp_path).keys("kind") == ["one"]


def test_every_cut_of_a_file_is_forgotten(tmp_path: Path) -> None:
    remembered(tmp_path)
    whole = (tmp_path / "kind.msgpack").read_bytes()
    for length in range(len(whole)):
        (tmp_path / "kind.msgpack").write_bytes(whole[:length])
        maker = Maker()
        assert Memory(tmp_path).remember("kind", "one", Reading, maker) == maker.reading
        assert maker.asked == 1


def test_a_value_of_another_shape_is_made_again(tmp_path: Path) -> None:
    first = Memory(tmp_path)
    first.remember("kind", "one", str, lambda: "only a word")
    first.save()
    maker = Maker()
    assert Memory(tmp_path).remember("kind", "one", Reading, maker) == maker.reading


def test_a_full_disk_costs_nothing_but_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    maker = remembered(tmp_path)
    assert maker.asked == 1
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_a_folder_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    assert remembered(tmp_path / "taken" / "cache").asked == 1
    assert Memory(tmp_path / "taken" / "cache").keys("kind") == []


def test_what_was_kept_survives_a_write_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remembered(tmp_path)

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    second = Memory(tmp_path)
    second.remember("kind", "two", Reading, Maker())
    second.save()
    monkeypatch.undo()
    assert Memory(tmp_path).keys("kind") == ["one"]
    assert [each.name for each in tmp_path.iterdir()] == ["kind.msgpack"]


def test_the_cache_is_for_its_user_alone(tmp_path: Path) -> None:
    write_whole(tmp_path / "new" / "file", b"content")
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
    assert (tmp_path / "new" / "file").stat().st_mode & 0o077 == 0
