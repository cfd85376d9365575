"""A second process that makes costly results while this one does everything else."""

import os
import signal
import sys
import threading
from collections.abc import Callable

Send = Callable[[str, bytes], None]


def possible() -> bool:
    """Whether a process can be forked safely, which other threads forbid, and has a processor to run on."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return hasattr(os, "fork") and processors > 1 and threading.active_count() == 1


class Beside:
    """Results by name as the forked process sends them. ``make`` runs there: it gets the function to send with."""

    def __init__(self, make: Callable[[Send], None]) -> None:
        self._arrived: dict[str, bytes] = {}
        self._ended = False
        self._changed = threading.Condition()
        reading, writing = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            os.close(reading)
            _work(make, writing)
        os.close(writing)
        self._reader = threading.Thread(target=self._read, args=(reading,), daemon=True)
        self._reader.start()

    def ready(self, name: str) -> bool:
        """Whether asking for it now takes no time."""
        with self._changed:
            return self._ended or name in self._arrived

    def take(self, name: str) -> bytes | None:
        """Waits for a result; None if the process ended without it."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or name in self._arrived)
            return self._arrived.pop(name, None)

    def stop(self) -> None:
        """End the process; what it still would have sent is lost."""
        if not self._ended:
            os.kill(self._process, signal.SIGTERM)
        self._reader.join()

    def _read(self, place: int) -> None:
        with os.fdopen(place, "rb") as stream:
            while head := stream.readline():
                name, size = head.split()
                data = stream.read(int(size))
                if len(data) == int(size):
                    with self._changed:
                        self._arrived[name.decode()] = data
                        self._changed.notify_all()
        os.waitpid(self._process, 0)
        with self._changed:
            self._ended = True
            self._changed.notify_all()


def _work(make: Callable[[Send], None], place: int) -> None:
    """The whole life of the second process. Nothing of the first one is tidied up here, and no fault leads back into it."""
    try:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        with os.fdopen(place, "wb") as stream:

            def send(name: str, data: bytes) -> None:
                stream.write(f"{name} {len(data)}\n".encode() + data)
                stream.flush()

            make(send)
    finally:
        os._exit(0)
