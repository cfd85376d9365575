"""Evidence handed over beside a built repository: taken in exactly as ``assay ingest`` takes it in."""

import hashlib
import re
import subprocess
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

from assay.checks.contract import Handed
from assay.facts.evidence import ARTEFACT, EvidenceItem
from assay.formats import signed_example
from assay.formats.results import Raw, kind_of
from assay.store import evidence

COMMIT = re.compile(r"\{commit(?::([^}]+))?\}")
DIGEST = re.compile(r"\{sha256:([^}]+)\}")


def hand_over(handed: Mapping[str, Handed], repository: Path, folder: Path, on: date) -> Path | None:
    """Fill ``folder`` with what is handed over about the bare ``repository``; None where that is nothing."""
    digests: dict[str, str] = {}
    for name, each in handed.items():
        text = each.content if isinstance(each.content, str) else None
        data = each.content if isinstance(each.content, bytes) else _filled(text or "", repository, digests).encode()
        if each.sealed:
            data = signed_example.envelope(data)
        digests[name] = hashlib.sha256(data).hexdigest()
        item = EvidenceItem(
            name=name,
            kind=ARTEFACT if each.artefact else kind_of(Raw(name, data)),
            sha256=digests[name],
            data=data,
            taken_on=each.taken_on or on,
            commit=_filled(each.commit, repository),
            release=each.release,
        )
        if each.artefact:
            evidence.add_artefact(folder, item, BytesIO(data))
        else:
            evidence.add(folder, item)
    return folder if handed else None


def _filled(text: str, repository: Path, digests: Mapping[str, str] | None = None) -> str:
    text = COMMIT.sub(lambda found: _commit(repository, found.group(1) or "main"), text)
    return DIGEST.sub(lambda found: (digests or {})[found.group(1)], text)


def _commit(repository: Path, name: str) -> str:
    done = subprocess.run(
        ["git", "rev-parse", f"{name}^{{commit}}"], cwd=repository, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()
