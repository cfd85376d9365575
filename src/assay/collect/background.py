"""What works while we do: started now, waited for by a thread, asked for later."""

import contextlib
import subprocess
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from assay.errors import AssayError

Made = TypeVar("Made")

LONGEST_SECONDS = 600
LARGEST_BYTES = 400_000_000


class Later(Generic[Made]):
    """The result of a function that mostly waits for another program."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._made: list[Made] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def result(self) -> Made:
        """Waits for it; where it failed, it is tried again here and fails before the eyes of whoever asks."""
        self._thread.join()
        return self._made[0] if self._made else self._make()

    def wait(self) -> None:
        """Until it has ended, however."""
        self._thread.join()

    def _run(self) -> None:
        with contextlib.suppress(Exception):
            self._made.append(self._make())


class Running:
    """One started git command and, once it has ended, all it printed."""

    def __init__(self, process: "subprocess.Popen[bytes]", name: str) -> None:
        self._process = process
        self._name = name
        self._printed = b""
        self._fault = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def output(self) -> bytes:
        """Waits for the end; raises AssayError where git failed, took too long or had too much to say."""
        self._reader.join(LONGEST_SECONDS)
        if self._reader.is_alive():
            self.stop()
            raise AssayError(f"git {self._name} took more than {LONGEST_SECONDS} seconds")
        if self._fault:
            raise AssayError(f"git {self._name} {self._fault}")
        return self._printed

    def stop(self) -> None:
        """Nobody will ask any more."""
        self._process.kill()
        self._reader.join()

    def _read(self) -> None:
        assert self._process.stdout is not None
        self._printed = self._process.stdout.read(LARGEST_BYTES)
        if self._process.stdout.read(1):
            self._process.kill()
            self._fault = f"printed more than {LARGEST_BYTES:,} bytes"
        self._process.stdout.close()
        if self._process.wait() and not self._fault:
            self._fault = f"failed ({self._process.returncode})"
