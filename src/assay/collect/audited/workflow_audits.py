"""Runs the workflow auditor zizmor on copies of the workflow files, without the repository's own settings."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from assay.collect.repository import Repository, Settings
from assay.domain.evidence import Unread
from assay.facts.tree import EntryKind, Tree, set_aside
from assay.facts.workflow_audits import Audit, WorkflowAudits
from assay.store.memory import Memory

MOST_FILES = 500
LARGEST = 1_000_000
SECONDS = 90
SAFE = re.compile(r"[\w./@+-]{1,240}")
OPTIONS = ("--offline", "--format", "json-v1", "--no-exit-codes", "--quiet", "--no-progress")
OWN_SETTINGS = (".github/zizmor.yml", ".github/zizmor.yaml", "zizmor.yml", "zizmor.yaml")


def collect(repository: Repository, tree: Tree, settings: Settings, memory: Memory) -> WorkflowAudits:
    """Nothing of the repository is run; the tool sees copies in a temporary folder and no network."""
    paths = [
        entry.path
        for entry in tree.entries
        if entry.kind is EntryKind.FILE
        and (
            (entry.folder == ".github/workflows" and entry.name.endswith((".yml", ".yaml")))
            or (entry.name in ("action.yml", "action.yaml") and not set_aside(entry.path))
        )
        and SAFE.fullmatch(entry.path)
        and ".." not in entry.path
        and (entry.size or 0) <= LARGEST
    ][:MOST_FILES]
    if not paths:
        return WorkflowAudits("", (), 0)
    if not settings.use_tools:
        return WorkflowAudits(
            "", (), len(paths), (Unread("zizmor", "outside tools were switched off", "leave out --no-tools"),)
        )
    beside = Path(sys.executable).with_name("zizmor")
    tool = str(beside) if beside.is_file() else shutil.which("zizmor")
    if not tool:
        return WorkflowAudits(
            "", (), len(paths), (Unread("zizmor", "it is not installed", 'pip install "assay-code-of-practice[scan]"'),)
        )
    contents = {
        path: repository.read(path) or b"" for path in [*paths, *(each for each in OWN_SETTINGS if tree.has(each))]
    }
    digest = hashlib.sha256(
        b"".join(path.encode() + b"\0" + hashlib.sha256(data).digest() for path, data in sorted(contents.items()))
    ).hexdigest()
    return memory.remember("workflow-audits", digest, WorkflowAudits, lambda: _run(tool, contents, len(paths)))


def _run(tool: str, contents: dict[str, bytes], files: int) -> WorkflowAudits:
    with tempfile.TemporaryDirectory(prefix="assay-") as folder:
        top = Path(folder)
        for path, data in contents.items():
            place = top / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        everything = _findings(tool, top, "--no-config", "--no-ignores")
        if isinstance(everything, Unread):
            return WorkflowAudits("", (), files, (everything,))
        has_own = any(each in contents for each in OWN_SETTINGS) or any(
            b"zizmor:" in data for data in contents.values()
        )
        shown = _findings(tool, top) if has_own else everything
        kept = {_key(each) for each in shown} if isinstance(shown, list) else set()
        return WorkflowAudits(
            "zizmor", tuple(_audit(each, silenced=_key(each) not in kept) for each in everything), files
        )


def _findings(tool: str, top: Path, *options: str) -> list[dict[str, Any]] | Unread:
    try:
        done = subprocess.run(
            [tool, *OPTIONS, *options, "--", "."], cwd=top, env={"HOME": str(top), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}, capture_output=True, timeout=SECONDS, check=False
        )  # fmt: skip
        found = json.loads(done.stdout or b"null")
    except (OSError, subprocess.TimeoutExpired, ValueError, RecursionError) as error:
        return Unread("zizmor", f"it gave no result ({type(error).__name__})", "run zizmor by hand to see why")
    if not isinstance(found, list):
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        return Unread(
            "zizmor",
            f"it gave no result ({said[-1][:100] if said else f'exit {done.returncode}'})",
            "run zizmor by hand to see why",
        )
    return found


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
