"""Hardened git plumbing: reads objects, obeys nothing the repository says. The only module that starts git."""

import os
import subprocess
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from assay.errors import AssayError, NotARepositoryError, UnknownRefError, UnreadablePathError

HARDENED_ENVIRONMENT = {
    "PATH": os.environ.get("PATH", os.defpath),
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
"""No system, user or attribute settings, no protocol, no prompt, no replaced or lazily fetched objects."""

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
"""Given on the command line, so the repository's own configuration cannot win."""

LONGEST_RUN_SECONDS = 600


class Git:
    """Plumbing commands on one repository."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.git_dir, self.bare = self._find(path)

    def arguments(self, *arguments: str) -> list[str]:
        """The full command line for ``git <arguments>`` on this repository."""
        overrides = [word for override in OVERRIDES for word in ("-c", override)]
        return [
            "git",
            "--no-pager",
            *overrides,
            "-c",
            f"safe.directory={self.git_dir}",
            "-c",
            f"safe.directory={self.path}",
            f"--git-dir={self.git_dir}",
            *arguments,
        ]

    def start(self, *arguments: str, stdin: bool = False) -> "subprocess.Popen[bytes]":
        """Start a command whose output the caller reads."""
        return subprocess.Popen(
            self.arguments(*arguments),
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=HARDENED_ENVIRONMENT,
            cwd=self.git_dir,
        )

    def run(self, *arguments: str) -> bytes:
        """The whole output of a command; raises AssayError with git's own words if it fails."""
        done = subprocess.run(
            self.arguments(*arguments),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=HARDENED_ENVIRONMENT,
            cwd=self.git_dir,
            timeout=LONGEST_RUN_SECONDS,
            check=False,
        )
        if done.returncode:
            words = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise AssayError(f"git {arguments[0]} failed on {self.path}: {words[-1] if words else done.returncode}")
        return done.stdout

    def resolve(self, ref: str) -> str:
        """The commit ``ref`` names; raises UnknownRefError."""
        if ref.startswith("-") or "\0" in ref:
            raise UnknownRefError(f"{ref!r} cannot name a branch, tag or commit.")
        try:
            return (
                self.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").decode().strip()
            )
        except AssayError:
            known = self.run("for-each-ref", "--count=8", "--format=%(refname:short)", "refs/heads", "refs/tags")
            names = ", ".join(known.decode("utf-8", "replace").split())
            raise UnknownRefError(
                f"{self.path} has no branch, tag or commit called {ref!r}.",
                advice=f"It has: {names}." if names else "It has no branch or tag at all.",
            ) from None

    @staticmethod
    def _find(path: Path) -> tuple[Path, bool]:
        try:
            if not path.exists():
                raise UnreadablePathError(f"{path} does not exist.", advice="Give the path of a git repository.")
            dot_git = path / ".git"
            if dot_git.is_file():
                words = dot_git.read_text("utf-8", "replace").partition("gitdir:")[2].strip()
                return (path / words).resolve(), False
            if dot_git.is_dir():
                return dot_git.resolve(), False
            if (path / "HEAD").is_file() and (path / "objects").is_dir():
                return path.resolve(), True
            list(path.iterdir() if path.is_dir() else ())
        except PermissionError as error:
            raise UnreadablePathError(f"{path} may not be read: {error.strerror}.") from None
        above = next((each for each in path.resolve().parents if (each / ".git").exists()), None)
        raise NotARepositoryError(
            f"{path} is not a git repository.",
            advice=f"Did you mean {above}?" if above else "Give the folder that holds .git, or a bare repository.",
        )


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
            process.stdin.write(oid.encode() + b"\n")
            process.stdin.flush()
            return self._one(process)

    def read_many(self, oids: Sequence[str]) -> Iterator[tuple[str, bytes | None]]:
        """Objects in the order asked, written ahead so that git never waits for us."""
        with self._lock:
            process = self._git.start("cat-file", "--batch", "--buffer", stdin=True)
            feeder = threading.Thread(target=self._feed, args=(process, oids), daemon=True)
            feeder.start()
            try:
                for oid in oids:
                    yield oid, self._one(process)
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
        if self._process is None or self._process.poll() is not None:
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
        assert process.stdout is not None
        head = process.stdout.readline().split()
        if len(head) != 3:
            return None
        size = int(head[2])
        data = process.stdout.read(size)
        process.stdout.read(1)
        return data if len(data) == size else None


def _close(stream: object) -> None:
    try:
        stream.close()  # type: ignore[attr-defined]
    except OSError:
        return
