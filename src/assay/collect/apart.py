"""Reads documents; PDF in a process of its own, since the library that reads it can be made to crash or to take all memory."""

import contextlib
import subprocess
import sys
from typing import NamedTuple

import msgspec

from assay.facts.documents import Document
from assay.formats import documents
from assay.formats.documents import DocumentError

SECONDS = 60
MEMORY_BYTES = 1_000_000_000
PROGRAM = "import sys; sys.path[:] = {path!r}; from assay.collect.apart import serve; serve()"


class Asked(NamedTuple):
    """The document to be read."""

    path: str
    data: bytes
    digest: str
    set_aside: str


class Answer(NamedTuple):
    """The document, or why there is none."""

    document: Document | None
    fault: str = ""


def read(path: str, data: bytes, digest: str, set_aside: str = "") -> Document:
    """As ``assay.formats.documents.read``; raises DocumentError only."""
    if not (path.lower().endswith(".pdf") and sys.executable):
        return documents.read(path, data, digest, set_aside)
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", PROGRAM.format(path=sys.path)],
            input=msgspec.msgpack.encode(Asked(path, data, digest, set_aside)),
            capture_output=True, env={}, cwd="/", timeout=SECONDS, check=False,
        )  # fmt: skip
        answer = msgspec.msgpack.decode(done.stdout, type=Answer)
    except (OSError, subprocess.TimeoutExpired, msgspec.DecodeError):
        answer = Answer(None, "its reader crashed, or took more than a minute or a gigabyte of memory")
    if answer.document is None:
        raise DocumentError(answer.fault)
    return answer.document


def serve() -> None:
    """The whole life of that process: one question in, one answer out."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Asked)
    try:
        answer = Answer(documents.read(*asked))
    except DocumentError as error:
        answer = Answer(None, str(error))
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))
