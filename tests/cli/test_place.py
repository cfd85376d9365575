"""A result never takes the place of something that is no file."""

import os
import threading
from pathlib import Path

from assay.cli.place import put


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard: list[str] = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_text()), daemon=True)
    reader.start()

    put("the result\n", pipe)

    reader.join(10)
    assert heard == ["the result\n"]
    assert pipe.is_fifo()


def test_a_link_goes_on_pointing_where_it_did(tmp_path: Path) -> None:
    target, link = tmp_path / "report.json", tmp_path / "newest.json"
    target.write_text("old")
    link.symlink_to(target)

    put("new\n", link)

    assert link.is_symlink()
    assert target.read_text() == "new\n"
