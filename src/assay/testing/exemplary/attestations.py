"""What the release workflow of Hallkeeper attests: of which commit it made the image and the test results of each release."""

import hashlib
import json
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path

from assay.checks.contract import Handed
from assay.testing.exemplary import history
from assay.testing.sigstore_service import Workflow, bundle

_REPOSITORY = "https://github.com/millrace/hallkeeper"
_PATH = ".github/workflows/release.yml"
IDENTITY = f"{_REPOSITORY}/{_PATH}@refs/tags/v*"
"""The signer customers are told to expect."""
_RELEASES = {change.tag: change.on for change in history.CHANGES if change.tag} | {"v1.2.1": history.RELEASED_ON}
NAMES = tuple(f"provenance-{tag[1:]}.sigstore.json" for tag in _RELEASES)


def attested(repository: Path, files: Mapping[str, bytes]) -> dict[str, Handed]:
    """One bundle per release on those of the ``files`` that bear its number."""
    found = {}
    for name, (tag, day) in zip(NAMES, _RELEASES.items(), strict=True):
        workflow = Workflow(_REPOSITORY, _PATH, tag, _commit(repository, tag))
        made = {each: data for each, data in files.items() if tag[1:] in each}
        signed = bundle(_provenance(made, workflow), workflow, datetime.combine(day, time(12, 30), UTC))
        found[name] = Handed(signed, release=tag)
    return found


def _provenance(made: Mapping[str, bytes], workflow: Workflow) -> str:
    """The statement GitHub makes for a workflow."""
    ref = f"refs/tags/{workflow.tag}"
    source = {"uri": f"git+{workflow.repository}@{ref}", "digest": {"gitCommit": workflow.commit}}
    run = {"ref": ref, "repository": workflow.repository, "path": workflow.path}
    return json.dumps(
        {
            "_type": "https://in-toto.io/Statement/v1",
            "subject": [
                {"name": name, "digest": {"sha256": hashlib.sha256(data).hexdigest()}} for name, data in made.items()
            ],
            "predicateType": "https://slsa.dev/provenance/v1",
            "predicate": {
                "buildDefinition": {
                    "buildType": "https://actions.github.io/buildtypes/workflow/v1",
                    "externalParameters": {"workflow": run},
                    "resolvedDependencies": [source],
                },
                "runDetails": {"builder": {"id": "https://github.com/actions/runner/github-hosted"}},
            },
        }
    )


def _commit(repository: Path, tag: str) -> str:
    asked = ["git", "rev-parse", f"{tag}^{{commit}}"]
    return subprocess.run(asked, cwd=repository, check=True, capture_output=True, text=True).stdout.strip()
