"""SHA-256 of the files an assessment cites, read from the repository at the commits they are cited at."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assay.assess.form_answers import cited_places
from assay.collect.repository import Repository
from assay.errors import UnknownRefError


def cited_digests(found: Mapping[str, Any], path: Path) -> dict[tuple[str, str], str]:
    """Commit and path → digest, for what is there; raises UnknownRefError if ``path`` is not what was assessed."""
    by_commit: dict[str, list[str]] = {}
    for commit, file in cited_places(found):
        by_commit.setdefault(commit, []).append(file)
    digests: dict[tuple[str, str], str] = {}
    assessed = found["subject"]["commit"]
    for commit, files in by_commit.items():
        if not commit:
            continue
        try:
            with Repository(path, commit) as repository:
                for file in files:
                    if (data := repository.read(file)) is not None:
                        digests[(commit, file)] = hashlib.sha256(data).hexdigest()
        except UnknownRefError:
            if commit == assessed:
                raise UnknownRefError(
                    f"{path} does not hold the commit that was assessed ({commit[:12]}).",
                    advice="Give the repository the assessment is about, or leave PATH out: then no digests of its files are written.",
                ) from None
    return digests
