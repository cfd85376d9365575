"""Where a result goes: standard output or a file, never half-written."""

import errno
import os
import stat
import sys
from pathlib import Path

from assay.errors import OutputPlaceError


def put(text: str, output: Path | None) -> None:
    """Write ``text`` to ``output``, or to standard output; raises OutputPlaceError with the reason."""
    if output is None:
        _print(text)
        return
    put_bytes(text.encode("utf-8", "replace"), output)


def put_bytes(data: bytes, output: Path) -> None:
    """Write ``data`` to ``output``; raises OutputPlaceError with the reason."""
    try:
        _write(data, output)
    except (OSError, RuntimeError) as error:
        raise OutputPlaceError(
            f"{output} cannot be written: {getattr(error, 'strerror', None) or error}.",
            advice="Free some space or choose another place.",
        ) from None


def _print(text: str) -> None:
    if sys.stdout is None:
        raise OutputPlaceError("Standard output is closed.", advice="Open it, or use --output where there is one.")
    try:
        _echo(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough. The command goes on to its own end, so that a gate piped to head still fails.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise OutputPlaceError(f"Standard output cannot be written: {error.strerror}.") from None


def _echo(text: str) -> None:
    """What a terminal of another encoding cannot show becomes a question mark, rather than an end without a result."""
    whole = text if text.endswith("\n") else f"{text}\n"
    try:
        sys.stdout.write(whole)
    except UnicodeEncodeError as error:
        sys.stdout.write(whole.encode(error.encoding, "replace").decode(error.encoding))


def _write(data: bytes, output: Path) -> None:
    if not output.parent.is_dir():
        raise OutputPlaceError(f"{output.parent} is not a folder.", advice="Make it first, or choose another place.")
    if output.is_dir():
        raise OutputPlaceError(f"{output} is a folder.", advice="Name a file in it.")
    there = output.exists()
    if there and not output.is_file():
        # A device or a pipe is written to; putting a file in its place would break it for everybody.
        with output.open("wb") as stream:
            stream.write(data)
        return
    if there and not os.access(output, os.W_OK):
        raise PermissionError(errno.EACCES, "it is protected against writing")
    from assay.store.memory import write_whole

    mode = stat.S_IMODE(output.stat().st_mode) if there else _mode_of_a_new_file()
    write_whole(output.resolve(), data)
    output.chmod(mode)


def _mode_of_a_new_file() -> int:
    """What the user's umask leaves: a report somebody keeps private stays private."""
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask
