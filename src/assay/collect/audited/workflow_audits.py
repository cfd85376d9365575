"""Runs the workflow auditor zizmor on copies of the workflow files, without the repository's own settings."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from assay.collect.repository import Repository, Settings
from assay.domain.evidence import Unread
from assay.facts.tree import Entry, EntryKind, Tree, set_aside
from assay.facts.workflow_audits import Audit, WorkflowAudits
from assay.store.memory import Memory

MOST_FILES = 500
LARGEST = 1_000_000
SECONDS = 25
KIND = "workflow-audits-2"
SAFE = re.compile(r"[\w.@+-]{1,200}(/[\w.@+-]{1,200}){0,20}", re.ASCII)
OPTIONS = ("--offline", "--format", "json-v1", "--no-exit-codes", "--no-progress", "--color", "never")
OWN_SETTINGS = (".github/zizmor.yml", ".github/zizmor.yaml", "zizmor.yml", "zizmor.yaml")
OWN_COMMENT = b"zizmor:"
COMPLETED = re.compile(r"completed (\S{1,4000})")


def collect(repository: Repository, tree: Tree, settings: Settings, memory: Memory) -> WorkflowAudits:
    """Nothing of the repository is run; the tool sees copies in a temporary folder and no network."""
    wanted = [entry for entry in tree.entries if _is_wanted(entry)]
    if not wanted:
        return WorkflowAudits("", (), 0)
    tool = _tool(repository) if settings.use_tools else ""
    if not tool:
        return WorkflowAudits("", (), len(wanted), (NOT_INSTALLED if settings.use_tools else SWITCHED_OFF,))
    contents, unread = _copied(repository, wanted)
    files = len(contents)
    for path in OWN_SETTINGS:
        entry = tree.by_path.get(path)
        data = repository.read(path) if entry and (entry.size or 0) <= LARGEST else None
        if data is not None:
            contents[path] = data
    if not files:
        return WorkflowAudits("", (), len(wanted), tuple(unread))
    key = hashlib.sha256(_version(tool))
    for path, data in sorted(contents.items()):
        key.update(path.encode() + b"\0" + hashlib.sha256(data).digest())
    digest = key.hexdigest()
    result = _run(tool, contents, files) if memory.unknown(KIND, [digest]) else None
    if result is None or result.tool:
        # A failure is not remembered: the next run may have more luck.
        result = memory.remember(KIND, digest, WorkflowAudits, lambda: result or _run(tool, contents, files))
    return replace(result, unread=(*unread, *result.unread))


NOT_INSTALLED = Unread("zizmor", "it is not installed", 'pip install "assay-code-of-practice[scan]"')
SWITCHED_OFF = Unread("zizmor", "outside tools were switched off", "leave out --no-tools")


def _is_wanted(entry: Entry) -> bool:
    if entry.kind not in (EntryKind.FILE, EntryKind.EXECUTABLE):
        return False
    if entry.folder == ".github/workflows":
        return entry.name.endswith((".yml", ".yaml"))
    return entry.name in ("action.yml", "action.yaml") and not set_aside(entry.path)


def _tool(repository: Repository) -> str:
    """The auditor beside this Python or on the search path, but never one that lies in the assessed repository."""
    beside = Path(sys.executable).with_name("zizmor")
    found = str(beside) if os.access(beside, os.X_OK) else shutil.which("zizmor") or ""
    inside = found and Path(found).resolve().is_relative_to(repository.path.resolve())
    return "" if inside and found != str(beside) else found and str(Path(found).absolute())


def _version(tool: str) -> bytes:
    try:
        return subprocess.run([tool, "--version"], env={}, cwd="/", capture_output=True, timeout=10, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return b""


def _copied(repository: Repository, wanted: list[Entry]) -> tuple[dict[str, bytes], list[Unread]]:
    """What is safe to hand to the tool, and what is not."""
    contents: dict[str, bytes] = {}
    unread: list[Unread] = []
    if len(wanted) > MOST_FILES:
        unread.append(Unread("workflows", f"there are {len(wanted)}; the first {MOST_FILES} were audited", "a smaller PATH"))  # fmt: skip
    for entry in wanted[:MOST_FILES]:
        safe = SAFE.fullmatch(entry.path) and not {".", "..", ".git"} & set(entry.path.split("/"))
        data = repository.read(entry.path) if safe and (entry.size or 0) <= LARGEST else None
        if data is None:
            unread.append(Unread(entry.path, "it is larger than 1 MB, oddly named, or absent from this clone", "a plain name and a full clone"))  # fmt: skip
        else:
            contents[entry.path] = data
    return contents, unread


def _run(tool: str, contents: dict[str, bytes], files: int) -> WorkflowAudits:
    with tempfile.TemporaryDirectory(prefix="assay-") as folder:
        top = Path(folder)
        try:
            for path, data in contents.items():
                place = top / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
        except OSError as error:
            return WorkflowAudits("", (), files, (_no_result(type(error).__name__),))
        everything, completed = _findings(tool, top, "--no-config", "--no-ignores")
        if isinstance(everything, Unread):
            return WorkflowAudits("", (), files, (everything,))
        unread = [
            Unread(path, "zizmor could not read it", "correct the file")
            for path in contents
            if completed and path not in completed and path not in OWN_SETTINGS
        ]
        shown: list[dict[str, Any]] | Unread = everything
        if any(path in contents for path in OWN_SETTINGS) or any(OWN_COMMENT in data for data in contents.values()):
            shown, _ = _findings(tool, top)
        if isinstance(shown, Unread):
            # Settings the tool refuses hide nothing.
            unread.append(Unread("the repository's settings for zizmor", shown.reason, shown.would_show))
            shown = everything
        kept = {_key(each) for each in shown}
        return WorkflowAudits(
            "zizmor",
            tuple(_audit(each, silenced=_key(each) not in kept) for each in everything),
            files,
            tuple(unread),
        )


def _findings(tool: str, top: Path, *options: str) -> tuple[list[dict[str, Any]] | Unread, frozenset[str]]:
    """The findings below ``top``, and the files the tool says it completed."""
    try:
        done = subprocess.run(
            [tool, *OPTIONS, *options, "--", "."], cwd=top, env={"HOME": str(top), "LANG": "C.UTF-8"}, stdin=subprocess.DEVNULL,
            capture_output=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        found = json.loads(done.stdout or b"null")
    except (OSError, subprocess.TimeoutExpired, ValueError, RecursionError) as error:
        return _no_result(type(error).__name__), frozenset()
    said = done.stderr.decode("utf-8", "replace")
    if not isinstance(found, list):
        why = next((line for line in said.splitlines() if line.startswith(("fatal", "error"))), "")
        return _no_result(why[:100] or f"exit {done.returncode}"), frozenset()
    return [each for each in found if isinstance(each, dict)], frozenset(
        each.removeprefix("./") for each in COMPLETED.findall(said)
    )


def _no_result(why: str) -> Unread:
    return Unread("zizmor", f"it gave no result ({why})", "run zizmor by hand to see why")


def _key(finding: dict[str, Any]) -> tuple[str, str, int]:
    path, line = _place(finding)
    return str(finding.get("ident")), path, line


def _place(finding: dict[str, Any]) -> tuple[str, int]:
    locations = finding.get("locations") or [{}]
    main = next(
        (each for each in locations if str((each.get("symbolic") or {}).get("kind")) == "Primary"), locations[0]
    )
    key: Any = (main.get("symbolic") or {}).get("key") or {}
    inner: Any = next(iter(key.values()), {}) if isinstance(key, dict) else {}
    path = str(inner.get("verbatim_path") or inner.get("given_path") or "") if isinstance(inner, dict) else ""
    start = ((main.get("concrete") or {}).get("location") or {}).get("start_point") or {}
    return path.removeprefix("./"), int(start.get("row", 0)) + 1


def _audit(finding: dict[str, Any], *, silenced: bool) -> Audit:
    path, line = _place(finding)
    weights = finding.get("determinations") or {}
    return Audit(
        rule=str(finding.get("ident")),
        severity=str(weights.get("severity", "")).lower(),
        confidence=str(weights.get("confidence", "")).lower(),
        path=path,
        line=line,
        says=str(finding.get("desc", "")),
        silenced=silenced,
    )
