"""Hardened git plumbing: reads objects, obeys nothing the repository says. The only module that starts git."""

import os
import shutil
import subprocess
import tempfile
import threading
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assay.collect.borrowed import borrow, points_back, small_text
from assay.errors import AssayError, NotARepositoryError, UnknownRefError, UnreadablePathError

HARDENED_ENVIRONMENT = {
    "PATH": os.pathsep.join(
        each for each in os.environ.get("PATH", os.defpath).split(os.pathsep) if Path(each).is_absolute()
    ),
    "LC_ALL": "C",
    "HOME": "/nonexistent",
    "XDG_CONFIG_HOME": "/nonexistent",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "cat",
    "GIT_ASKPASS": "true",
}
"""No system, user or attribute settings, no protocol, no prompt, no replaced or lazily fetched objects, no program found by
a relative search path."""

OVERRIDES = (
    "core.fsmonitor=false",
    "core.hooksPath=" + os.devnull,
    "core.pager=cat",
    "core.quotePath=false",
    "core.commitGraph=false",
    "core.attributesFile=" + os.devnull,
    "protocol.allow=never",
    "gpg.program=false",
    "gpg.ssh.program=false",
    "gpg.x509.program=false",
    "log.showSignature=false",
    "log.mailmap=false",
    "i18n.logOutputEncoding=UTF-8",
    "diff.external=",
    "diff.renames=false",
)
"""Given on the command line, so that no configuration wins. The repository's own is not read at all: see ``borrowed``."""

LONGEST_RUN_SECONDS = 600
LARGEST_POINTER = 8192
MOST_DAMAGED = 100


class Git:
    """Plumbing commands on one repository, run in a folder of our own that borrows its objects and refs."""

    def __init__(self, path: Path) -> None:
        if shutil.which("git") is None:
            raise AssayError("git is not on the search path.", advice="Install git 2.30 or newer.")
        self.path = path
        theirs, self.bare = self._find(path)
        dot_git = path / ".git"
        self.elsewhere = theirs if dot_git.is_file() and not points_back(theirs, dot_git) else None
        """The repository a ``.git`` file names although that one knows nothing of it."""
        self.git_dir = Path(tempfile.mkdtemp(prefix="assay-git-"))
        self.close = weakref.finalize(self, shutil.rmtree, self.git_dir, ignore_errors=True)
        try:
            borrow(theirs, self.git_dir)
        except OSError as error:
            raise UnreadablePathError(f"{error.filename or path} cannot be read: {error.strerror}.") from None

    def arguments(self, *arguments: str) -> list[str]:
        """The full command line for ``git <arguments>`` on this repository."""
        overrides = [word for override in OVERRIDES for word in ("-c", override)]
        return [
            "git",
            "--no-pager",
            *overrides,
            f"--git-dir={self.git_dir}",
            *arguments,
        ]

    def start(self, *arguments: str, stdin: bool = False) -> "_Bounded":
        """Start a command whose output the caller reads."""
        return _Bounded(
            self.arguments(*arguments),
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=HARDENED_ENVIRONMENT,
            cwd=self.git_dir,
        )

    def run(self, *arguments: str, given: bytes = b"") -> bytes:
        """The whole output of a command told ``given``; raises AssayError with git's own words if it fails."""
        try:
            done = subprocess.run(
                self.arguments(*arguments),
                input=given,
                capture_output=True,
                env=HARDENED_ENVIRONMENT,
                cwd=self.git_dir,
                timeout=LONGEST_RUN_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise AssayError(
                f"git {arguments[0]} took more than {LONGEST_RUN_SECONDS} seconds on {self.path}"
            ) from None
        if done.returncode:
            words = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise AssayError(f"git {arguments[0]} failed on {self.path}: {words[-1] if words else done.returncode}")
        return done.stdout

    def resolve(self, ref: str) -> str:
        """The commit ``ref`` names; raises UnknownRefError."""
        if ref.startswith(("-", "^")) or "\0" in ref:
            raise UnknownRefError(f"{ref!r} cannot name a branch, tag or commit.")
        try:
            return (
                self.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").decode().strip()
            )
        except AssayError:
            if self._names_something(ref):
                raise UnknownRefError(
                    f"{ref!r} names no commit, or one that is absent from this clone.", advice="Assess a full clone."
                ) from None
            known = self.run("for-each-ref", "--count=8", "--format=%(refname:short)", "refs/heads", "refs/tags")
            names = ", ".join(known.decode("utf-8", "replace").split())
            raise UnknownRefError(
                f"{self.path} has no branch, tag or commit called {ref!r}.",
                advice=f"It has: {names}." if names else "It has no branch or tag at all.",
            ) from None

    def _names_something(self, ref: str) -> bool:
        try:
            return bool(self.run("rev-parse", "--verify", "--quiet", "--end-of-options", ref))
        except AssayError:
            return False

    @staticmethod
    def _find(path: Path) -> tuple[Path, bool]:
        try:
            if not path.exists():
                raise UnreadablePathError(f"{path} does not exist.", advice="Give the path of a git repository.")
            dot_git = path / ".git"
            if dot_git.is_file():
                words = small_text(dot_git, LARGEST_POINTER).partition("gitdir:")[2].strip()
                named = (path / words).resolve() if words and "\0" not in words else path
                if not (named / "HEAD").is_file():
                    raise NotARepositoryError(
                        f"{dot_git} does not name a git repository.", advice="Give the repository itself."
                    )
                return named, False
            if dot_git.is_dir():
                return dot_git.resolve(), False
            if (path / "HEAD").is_file() and (path / "objects").is_dir():
                return path.resolve(), True
            list(path.iterdir() if path.is_dir() else ())
        except (OSError, RuntimeError, ValueError) as error:
            raise UnreadablePathError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from None
        above = next((each for each in path.resolve().parents if (each / ".git").exists()), None)
        raise NotARepositoryError(
            f"{path} is not a git repository.",
            advice=f"Did you mean {above}?" if above else "Give the folder that holds .git, or a bare repository.",
        )


class _Bounded(subprocess.Popen[bytes]):
    """A process that is killed when it takes too long: a pipe in place of an object would hold it up for ever."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.took_too_long = False
        self._limit = threading.Timer(LONGEST_RUN_SECONDS, self._give_up)
        self._limit.daemon = True
        self._limit.start()

    def _give_up(self) -> None:
        self.took_too_long = True
        self.kill()

    def wait(self, timeout: float | None = None) -> int:
        code = super().wait(timeout)
        self._limit.cancel()
        self._limit.join()
        return code


class Objects:
    """Blobs and tags by object id, through one long-lived ``git cat-file --batch``."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def read(self, oid: str) -> bytes | None:
        """The bytes of an object, or None if this clone lacks it."""
        with self._lock:
            process = self._running()
            assert process.stdin is not None
            try:
                process.stdin.write(oid.encode() + b"\n")
                process.stdin.flush()
                return self._one(process)
            except (EOFError, BrokenPipeError):
                self.close()
                return None

    def read_many(self, oids: Sequence[str]) -> Iterator[tuple[str, bytes | None]]:
        """Objects in the order asked, written ahead so that git never waits for us.

        A damaged object ends git: it reads as None, and the ones after it are asked again. After one that holds git up
        nothing more is asked: all the rest reads as None.
        """
        with self._lock:
            done = deaths = 0
            while done < len(oids) and deaths <= MOST_DAMAGED:
                process = self._git.start("cat-file", "--batch", "--buffer", stdin=True)
                for each in self._read_while_it_lives(process, oids[done:]):
                    done += 1
                    yield each
                deaths += MOST_DAMAGED + 1 if process.took_too_long else 1
            yield from ((oid, None) for oid in oids[done:])

    def _read_while_it_lives(self, process: "_Bounded", oids: Sequence[str]) -> Iterator[tuple[str, bytes | None]]:
        feeder = threading.Thread(target=self._feed, args=(process, oids), daemon=True)
        feeder.start()
        try:
            for oid in oids:
                try:
                    found = self._one(process)
                except EOFError:
                    yield oid, None
                    return
                yield oid, found
        finally:
            process.kill()
            process.wait()
            feeder.join()
            for stream in (process.stdin, process.stdout):
                if stream:
                    _close(stream)

    def close(self) -> None:
        """End the reader."""
        if self._process:
            for stream in (self._process.stdin, self._process.stdout):
                if stream:
                    _close(stream)
            self._process.wait()
            self._process = None

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._process is None:
            self._process = self._git.start("cat-file", "--batch", stdin=True)
        return self._process

    @staticmethod
    def _feed(process: "subprocess.Popen[bytes]", oids: Sequence[str]) -> None:
        try:
            assert process.stdin is not None
            process.stdin.write("".join(oid + "\n" for oid in oids).encode())
            process.stdin.close()
        except OSError:
            return

    @staticmethod
    def _one(process: "subprocess.Popen[bytes]") -> bytes | None:
        """The next answer; None for an object that is absent. Raises EOFError if the process ended."""
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        head = line.split()
        if len(head) != 3 or not head[2].isdigit():
            return None
        size = int(head[2])
        data = process.stdout.read(size)
        if len(data) != size or not process.stdout.read(1):
            raise EOFError
        return data


def _close(stream: object) -> None:
    try:
        stream.close()  # type: ignore[attr-defined]
    except OSError:
        return
