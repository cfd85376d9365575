"""Locks of Poetry, uv, PDM, Pipenv and pip."""

import json
import re
from collections.abc import Iterator
from typing import Any

from assay.facts.lock_files import LockedPackage
from assay.formats import toml_text
from assay.formats.lock_files.entries import algorithms, package
from assay.formats.lock_files.needed_for import reached


def poetry(text: str) -> Iterator[LockedPackage]:
    """``poetry.lock``."""
    found = toml_text.read(text)
    if "metadata" not in found:
        raise ValueError("no metadata")
    files = found["metadata"].get("files", {})
    oldest = found["metadata"].get("hashes", {})
    for each in found.get("package", []):
        kind = each.get("source", {}).get("type", "")
        source = {"git": "git", "directory": "path", "file": "path", "url": "url"}.get(kind, "registry")
        listed = each.get("files") or files.get(each["name"]) or []
        hashes = algorithms(entry.get("hash", "") for entry in listed)
        yield package(
            each["name"],
            each["version"],
            source,
            hashes or (("sha256",) if oldest.get(each["name"]) else ()),
            development=each.get("category") == "dev" or "main" not in each.get("groups", ["main"]),
        )


def uv(text: str) -> Iterator[LockedPackage]:
    """``uv.lock``."""
    found = toml_text.read(text)
    if "version" not in found:
        raise ValueError("no version")
    shipped = _uv_shipped(found.get("package", []))
    for each in found.get("package", []):
        where = each.get("source", {})
        source = (
            "registry" if "registry" in where else "git" if "git" in where else "url" if "url" in where else "workspace"
        )
        files = [*each.get("wheels", []), *([each["sdist"]] if "sdist" in each else [])]
        yield package(
            each["name"],
            each.get("version", ""),
            source,
            algorithms(entry.get("hash", "") for entry in files),
            str(where.get("registry") or where.get("git") or where.get("url") or ""),
            development=each["name"] not in shipped,
        )


def _uv_shipped(packages: list[dict[str, Any]]) -> set[str]:
    """The packages of the workspace and what they need when they run."""
    leads_to: dict[str, list[str]] = {}
    for each in packages:
        extras = (entry for group in each.get("optional-dependencies", {}).values() for entry in group)
        leads_to.setdefault(each["name"], []).extend(
            entry["name"] for entry in (*each.get("dependencies", ()), *extras)
        )
    own = [each["name"] for each in packages if {"editable", "virtual", "directory"} & set(each.get("source", {}))]
    return reached(own, leads_to)


def pdm(text: str) -> Iterator[LockedPackage]:
    """``pdm.lock``."""
    found = toml_text.read(text)
    files = {key.partition(" ")[0]: value for key, value in found.get("metadata", {}).get("files", {}).items()}
    for each in found.get("package", []):
        source = (
            "git"
            if "git" in each
            else "path"
            if "path" in each or each.get("editable")
            else "url"
            if "url" in each
            else "registry"
        )
        listed = each.get("files") or files.get(each["name"].partition("[")[0], [])
        yield package(
            each["name"],
            each.get("version", ""),
            source,
            algorithms(entry.get("hash", "") for entry in listed),
            development="default" not in each.get("groups", ["default"]),
        )


def pylock(text: str) -> Iterator[LockedPackage]:
    """``pylock.toml``."""
    for each in toml_text.read(text)["packages"]:
        files = [
            *each.get("wheels", []),
            *([each["sdist"]] if "sdist" in each else []),
            *([each["archive"]] if "archive" in each else []),
        ]
        source = (
            "git" if "vcs" in each else "path" if "directory" in each else "url" if "archive" in each else "registry"
        )
        hashes = dict.fromkeys(name for entry in files for name in entry.get("hashes", {}))
        yield package(each["name"], each.get("version", ""), source, tuple(hashes))


def pipfile(text: str) -> Iterator[LockedPackage]:
    """``Pipfile.lock``."""
    found = json.loads(text)
    _ = found["_meta"]
    for section in ("default", "develop"):
        for name, each in found.get(section, {}).items():
            source = next((kind for key, kind in (("git", "git"), ("path", "path"), ("editable", "path"), ("file", "url")) if each.get(key)), "registry")  # fmt: skip
            yield package(
                name,
                str(each.get("version", "")).lstrip("="),
                source,
                algorithms(each.get("hashes", [])),
                development=section == "develop" and name not in found.get("default", {}),
            )


def _logical_lines(text: str) -> Iterator[tuple[str, int]]:
    waiting, first = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        first = first or number
        bare = re.sub(r"(^|\s)#.*$", "", line).rstrip()
        if bare.endswith("\\"):
            waiting += bare[:-1] + " "
            continue
        if (waiting + bare).strip():
            yield (waiting + bare).strip(), first
        waiting, first = "", 0


def requirements(text: str) -> Iterator[LockedPackage]:
    """A list of requirements, as far as it pins."""
    for line, number in _logical_lines(text):
        match = re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]{0,200}\])?\s*===?\s*([\w.!+*-]+)", line)
        if match:
            yield package(
                match.group(1),
                match.group(2),
                "registry",
                tuple(dict.fromkeys(re.findall(r"--hash[= ](\w+):", line))),
                "",
                number,
            )
        elif not line.startswith("-") and (" @ " in line or "://" in line):
            egg = re.search(r"#egg=([\w.-]+)", line)
            yield package(
                egg.group(1) if egg else line.split()[0],
                "",
                "git" if "git+" in line else "url",
                tuple(dict.fromkeys(a or b for a, b in re.findall(r"--hash[= ](\w+):|#(sha\d{3})=", line))),
                line,
                number,
            )


def pins_everything(text: str) -> bool:
    """Whether a list of requirements is a lock: every line names one version, one file or one commit."""
    lines = [line for line, _ in _logical_lines(text) if not line.startswith("-")]
    pinned = [PINNED.match(line) for line in lines]
    names = {match.group(1).casefold() for match in pinned if match}
    return bool(lines) and all(
        match or _is_fixed_address(line) or ((extra := EXTRA.fullmatch(line)) and extra.group(1).casefold() in names)
        for match, line in zip(pinned, lines, strict=True)
    )


def _is_fixed_address(line: str) -> bool:
    """Whether it names a file, or a commit of a repository."""
    address = line.rpartition(" @ ")[2]
    return "://" in address and (not address.startswith("git+") or bool(re.search(r"@[0-9a-f]{40}\b", address)))


PINNED = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]{0,200}\])?\s*===?\s*[\w.!+-]+\s*(?:;|--hash|$)")
EXTRA = re.compile(r"([A-Za-z0-9._-]+)\[[^\]]{0,200}\]")
"""Asks for extras of something that another line pins."""
