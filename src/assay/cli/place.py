"""Where a result goes: standard output or a file, never half-written."""

import sys
from pathlib import Path

import click

from assay.errors import OutputPlaceError


def put(text: str, output: Path | None) -> None:
    """Write ``text`` to ``output``, or to standard output; raises OutputPlaceError with the reason."""
    if output is None:
        try:
            click.echo(text, nl=not text.endswith("\n"))
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputPlaceError(f"Standard output cannot be written: {error.strerror}.") from None
        return
    from assay.store.memory import write_whole

    if not output.parent.is_dir():
        raise OutputPlaceError(f"{output.parent} is not a folder.", advice="Make it first, or choose another --output.")
    if output.is_dir():
        raise OutputPlaceError(f"{output} is a folder.", advice="Name a file in it.")
    data = text.encode("utf-8", "replace")
    try:
        if output.exists() and not output.is_file():
            # A device or a pipe is written to; putting a file in its place would break it for everybody.
            with output.open("wb") as stream:
                stream.write(data)
            return
        write_whole(output.resolve(), data)
        output.chmod(0o644)
    except OSError as error:
        raise OutputPlaceError(
            f"{output} cannot be written: {error.strerror}.",
            advice="Free some space or choose another --output.",
        ) from None
