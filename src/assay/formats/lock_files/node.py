"""Locks of npm, Yarn, pnpm and Bun."""

import json
import re
from collections.abc import Iterator
from typing import Any

from assay.facts.lock_files import LockedPackage
from assay.formats.lock_files.entries import package
from assay.formats.lock_files.needed_for import reached
from assay.formats.yaml_text import read as read_yaml


def npm(text: str) -> Iterator[LockedPackage]:
    """``package-lock.json``, of every edition."""
    found = json.loads(text)
    if "packages" in found:
        for key, each in found["packages"].items():
            if key:
                name = each.get("name") or key.rpartition("node_modules/")[2]
                yield package(
                    name,
                    each.get("version", ""),
                    _npm_source(each) if "node_modules/" in f"/{key}" else "workspace",
                    _sri(each.get("integrity")),
                    each.get("resolved", "") or "",
                    development=each.get("dev") is True,
                )
        return
    waiting = list((found.get("dependencies") or {}).items())
    if "lockfileVersion" not in found and not waiting:
        raise ValueError("no packages and no version")
    while waiting:
        name, each = waiting.pop()
        yield package(
            name,
            each.get("version", ""),
            _npm_source(each),
            _sri(each.get("integrity")),
            each.get("resolved", "") or "",
            development=each.get("dev") is True,
        )
        waiting += (each.get("dependencies") or {}).items()


def _npm_source(each: dict[str, Any]) -> str:
    resolved = str(each.get("resolved") or each.get("version") or "")
    if (
        each.get("link")
        or resolved.startswith("file:")
        or (not each.get("resolved") and not each.get("integrity") and not each.get("version"))
    ):
        return "workspace"
    if each.get("inBundle") or each.get("bundled"):
        return "path"
    if resolved.startswith(("git", "github:")):
        return "git"
    return "registry"


def _sri(value: Any) -> tuple[str, ...]:
    return tuple(each.partition("-")[0] for each in str(value).split()) if value else ()


def yarn(text: str) -> Iterator[LockedPackage]:
    """``yarn.lock``, of both lines."""
    if "__metadata:" in text:
        for key, each in read_yaml(text).items():
            if key == "__metadata":
                continue
            name, reference = _spec(str(each.get("resolution") or key))
            source = next((kind for start, kind in PROTOCOLS if reference.startswith(start)), "registry")
            if ".git#" in reference:
                source = "git"
            if each.get("conditions") and not each.get("checksum"):
                source = "platform"
            hashes = ("sha512",) if each.get("checksum") else ()
            yield package(name, str(each.get("version", "")), source, hashes)
        return
    if "# yarn lockfile v1" not in text and '  version "' not in text:
        raise ValueError("no yarn entries")
    for block in re.split(r"\n(?=\S)", text):
        head = block.partition("\n")[0]
        if head.startswith("#") or not head.endswith(":"):
            continue
        version = _after(block, "  version ")
        resolved = _after(block, "  resolved ")
        integrity = _sri(_after(block, "  integrity ")) or (("sha1",) if re.search(r"#[0-9a-f]{40}$", resolved) else ())
        source = (
            "git"
            if re.match(r"(git|https://codeload\.github\.com)", resolved) or ".git#" in resolved
            else "path"
            if not resolved
            else "registry"
        )
        name, reference = _spec(head.strip('":').split(",")[0].strip('"'))
        if reference.startswith("npm:") and "@" in reference[5:]:
            name = _spec(reference[4:])[0]  # another name for a package
        yield package(name, version, source, integrity, resolved)


def _after(block: str, mark: str) -> str:
    at = block.find("\n" + mark)
    return block[at + len(mark) + 1 :].partition("\n")[0].strip().strip('"') if at >= 0 else ""


def pnpm(text: str) -> Iterator[LockedPackage]:
    """``pnpm-lock.yaml``."""
    found = read_yaml(text)
    if "lockfileVersion" not in found:
        raise ValueError("no lockfileVersion")
    old = str(found["lockfileVersion"]).startswith("5")
    shipped = _pnpm_shipped(found)
    for key, each in (found.get("packages") or {}).items():
        resolution = each.get("resolution") or {}
        bare = key.lstrip("/").partition("(")[0]
        name, version = bare.rpartition("/")[0::2] if old else _spec(bare)
        tarball = str(resolution.get("tarball", ""))
        if resolution.get("type") == "git" or "commit" in resolution or OF_COMMIT.search(tarball):
            source = "git"
        elif resolution.get("type") == "directory" or tarball.startswith("file:"):
            source = "path"
        else:
            source = "url" if tarball and not resolution.get("integrity") else "registry"
        version = version.partition("_")[0] if old else version
        development = each.get("dev") is True or (shipped is not None and bare not in shipped)
        yield package(
            name or bare, version, source, _sri(resolution.get("integrity")), tarball, development=development
        )


def _pnpm_shipped(found: dict[str, Any]) -> set[str] | None:
    """What the packages of the workspace need when they run, in locks from edition 9 on; None in older ones, which mark each entry."""
    snapshots = found.get("snapshots")
    if not isinstance(snapshots, dict):
        return None
    leads_to = {key: list(_pnpm_needs(each or {})) for key, each in snapshots.items()}
    starts = [key for each in (found.get("importers") or {}).values() for key in _pnpm_needs(each or {})]
    return {key.partition("(")[0] for key in reached(starts, leads_to)}


def _pnpm_needs(each: dict[str, Any]) -> Iterator[str]:
    for section in ("dependencies", "optionalDependencies"):
        for name, written in (each.get(section) or {}).items():
            version = str(written.get("version", "") if isinstance(written, dict) else written)
            yield version if "@" in version.partition("(")[0] else f"{name}@{version}"


PROTOCOLS = (
    ("workspace:", "workspace"), ("link:", "path"), ("portal:", "path"), ("file:", "path"), ("patch:", "path"), ("git", "git"), ("ssh:", "git"), ("http", "url"),
)  # fmt: skip
OF_COMMIT = re.compile(r"codeload\.github\.com/.*/[0-9a-f]{40}$")


def _spec(written: str) -> tuple[str, str]:
    """Name and reference of ``@scope/name@reference``."""
    start, _, reference = written[1:].partition("@")
    return written[:1] + start, reference


def bun(text: str) -> Iterator[LockedPackage]:
    """``bun.lock``."""
    found = json.loads(re.sub(r",(\s*[}\]])", r"\1", text))
    for each in found["packages"].values():
        name, reference = _spec(str(each[0]))
        source = next((kind for start, kind in PROTOCOLS if reference.startswith(start)), "registry")
        hashes = _sri(each[-1]) if str(each[-1]).startswith(("sha512-", "sha256-", "sha1-")) else ()
        yield package(name, reference, source, hashes)
