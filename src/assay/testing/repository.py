"""Small real git repositories, built fast and reproducibly with ``git fast-import``."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from assay.checks.contract import Change, Example, Handed
from assay.collect.git import HARDENED_ENVIRONMENT

SIDE = "refs/heads/side"
"""Where changes lie until they are merged; the built repository has it no more."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """An annotated tag on the last commit; ``signature`` is appended as is."""

    name: str
    message: str = "release"
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything a built repository holds: changes in order, then the final files in one more commit."""

    files: Mapping[str, str | bytes]
    history: Sequence[Change] = ()
    tags: Sequence[Tagged] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    submodules: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, Handed] = field(default_factory=dict)
    """What is handed over beside it."""
    on: date = date(2026, 9, 30)
    author: str = "Ada Builder <ada@example.com>"


def build(folder: Path, recipe: Recipe | Example | Mapping[str, str | bytes]) -> Path:
    """Write ``recipe`` as a bare repository into ``folder`` (created) with branch ``main``; returns the folder."""
    if isinstance(recipe, Example):
        recipe = Recipe(recipe.files, recipe.history)
    elif not isinstance(recipe, Recipe):
        recipe = Recipe(recipe)
    folder.mkdir(parents=True, exist_ok=True)
    run = {"cwd": folder, "env": HARDENED_ENVIRONMENT, "check": True, "capture_output": True}
    subprocess.run(["git", "init", "-q", "--bare", "--template=", "-b", "main", "."], **run)  # type: ignore[call-overload]
    subprocess.run(["git", "fast-import", "--quiet"], input=_stream(recipe), **run)  # type: ignore[call-overload]
    return folder


def _stream(recipe: Recipe) -> bytes:
    out: list[bytes] = []
    for number, change in enumerate(recipe.history):
        merged = change.merge and number > 0
        if merged:
            out += _commit(change.subject, change.author, change.on, first=False, branch=SIDE)
            out.append(b"from refs/heads/main\n")
            out += [_file(path, text) for path, text in change.files.items()]
            out.append(b"\n")
        subject = f"Merge: {change.subject}" if merged else change.subject
        out += _commit(subject, change.author, change.on, first=number == 0)
        if merged:
            out.append(f"merge {SIDE}\n".encode())
        out += [_file(path, text) for path, text in change.files.items()]
        out.append(b"\n")
        if change.tag and change.signature:
            out.append(_tag(Tagged(change.tag, signature=change.signature), change.on))
        elif change.tag:
            out.append(f"reset refs/tags/{change.tag}\nfrom refs/heads/main\n\n".encode())
    if any(change.merge for change in recipe.history[1:]):
        out.append(f"reset {SIDE}\nfrom {'0' * 40}\n\n".encode())
    if not (recipe.files or recipe.links or recipe.submodules):
        return b"".join(out)
    out += _commit("Latest state", recipe.author, recipe.on, first=not recipe.history)
    out += [_file(path, text) for path, text in recipe.files.items()]
    out += [_file(path, target, mode="120000") for path, target in recipe.links.items()]
    out += [f"M 160000 {oid} {_quoted(path)}\n".encode() for path, oid in recipe.submodules.items()]
    out.append(b"\n")
    out += [_tag(tag, recipe.on) for tag in recipe.tags]
    return b"".join(out)


def _tag(tag: Tagged, on: date) -> bytes:
    body = f"{tag.message}\n{tag.signature}".encode()
    head = f"tag {tag.name}\nfrom refs/heads/main\ntagger Ada Builder <ada@example.com> {_seconds(on)} +0000\n"
    return f"{head}data {len(body)}\n".encode() + body + b"\n"


def _commit(subject: str, author: str, on: date, *, first: bool, branch: str = "refs/heads/main") -> list[bytes]:
    message = subject.encode()
    restart = f"reset {branch}\n".encode() if first else b""
    who = f"{author} {_seconds(on)} +0000"
    return [
        restart + f"commit {branch}\nauthor {who}\ncommitter {who}\ndata {len(message)}\n".encode() + message + b"\n"
    ]


def _file(path: str, content: str | bytes, mode: str = "100644") -> bytes:
    data = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
    head = f"M {mode} inline {_quoted(path)}\ndata {len(data)}\n"
    return head.encode("utf-8", "surrogateescape") + data + b"\n"


def _quoted(path: str) -> str:
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _seconds(on: date) -> int:
    return int(datetime(on.year, on.month, on.day, 12, tzinfo=UTC).timestamp())
