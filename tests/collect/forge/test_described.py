"""The readers fit the official descriptions: a server that answers by them gives a snapshot in which no form was unknown."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

pytest.importorskip("httpx2", reason="the extra forge is not installed")

from assay.collect.forge import github, gitlab
from assay.collect.forge.client import Client
from assay.facts.platform import Snapshot
from assay.formats.snapshots.file import plain, read, schema, written
from assay.testing.forge import Description, Forge

NOW = datetime(2026, 9, 30, 18, tzinfo=UTC)
SHA = "1" * 40
GITHUB = {
    "full_name": "gantry/crane", "default_branch": "main", "login": "ada", "sha": SHA, "type": "User", "ref": "main",
    "target_commitish": "main", "role_name": "write", "default_repository_permission": "read", "fork": False, "draft": False,
    "tag_name": "v1.0", "enforcement": "active", "digest": "sha256:" + "2" * 64, "state": "APPROVED", "status": "completed", "conclusion": "success",
}  # fmt: skip
GITLAB = {
    "path_with_namespace": "gantry/crane", "default_branch": "main", "username": "ada", "visibility": "public", "full_path": "gantry",
    "tag_name": "v1.0", "target_branch": "main", "namespace": {"kind": "group", "full_path": "gantry"},
    "commit": {"id": SHA},
}  # fmt: skip


@pytest.fixture(scope="module")
def descriptions(request: pytest.FixtureRequest) -> Path:
    folder = Path(__file__).parents[4] / "shared" / "data" / "schemas"
    if not folder.is_dir():
        pytest.skip("the official descriptions are not on this machine")
    return folder


@pytest.fixture(scope="module")
def hub(descriptions: Path) -> Description:
    return Description(gzip.decompress((descriptions / "github-rest/ghec.openapi.json.gz").read_bytes()).decode())


@pytest.fixture(scope="module")
def lab(descriptions: Path) -> Description:
    packed = descriptions / "gitlab-rest/unofficial-gitlab-15.0.openapi.yml.gz"
    return Description(gzip.decompress(packed.read_bytes()).decode())


def unknown_forms(value: Any, place: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        if "known form" in str(value.get("unread")):
            yield f"{place}: {value['unread']['reason']}"
        for name, each in value.items():
            yield from unknown_forms(each, f"{place}.{name}")
    elif isinstance(value, list):
        for each in value:
            yield from unknown_forms(each, place)


def checked(snapshot: Snapshot) -> dict[str, Any]:
    """Its sections; that the file fits its schema and reads as it was written."""
    text = written(snapshot)
    jsonschema_rs.validator_for(schema(), validate_formats=True).validate(json.loads(text))
    assert written(read(json.loads(text))) == text
    sections: dict[str, Any] = plain(snapshot)["sections"]
    return sections


def test_github_answers_by_its_description(hub: Description) -> None:
    with Forge(hub.answers(GITHUB)) as forge, Client(forge.address, github.headers("open-sesame")) as client:
        sections = checked(github.take(client, "gantry/crane", NOW, "assay"))
    assert list(unknown_forms(sections)) == []
    unread = {name for name, each in sections.items() if "read" not in each}
    assert unread == {"organisation", "without_second_factor", "audit_log"}
    assert sections["members"]["read"][0] == {
        "account": {"kind": "person", "name": "ada"},
        "role": "write",
        "outside": False,
    }
    (branch,) = sections["branches"]["read"]
    assert branch["protection"]["read"][0]["source"] == "branch protection"
    assert sections["releases"]["read"][0]["assets"][0]["attestations"]["read"] == 1
    assert all("open-sesame" not in json.dumps(each.path) + json.dumps(each.query) for each in forge.asked)


def test_github_answers_for_an_organisation(hub: Description) -> None:
    known = {**GITHUB, "type": "Organization", "login": "gantry"}
    with Forge(hub.answers(known)) as forge, Client(forge.address, github.headers("secret")) as client:
        snapshot = github.take(client, "gantry/crane", NOW, "assay")
    sections = checked(snapshot)
    assert list(unknown_forms(sections)) == []
    assert [name for name, each in sections.items() if "read" not in each] == []
    assert snapshot.owner.kind == "organisation"


def test_an_old_gitlab_answers_by_its_description(lab: Description) -> None:
    """A server of 2022: what it cannot say yet is unread or unknown, and nothing else breaks."""
    prefix = gitlab.INTERFACE
    with (
        Forge(lab.answers(GITLAB, prefix)) as forge,
        Client(forge.address + prefix, gitlab.headers("secret")) as client,
    ):
        snapshot = gitlab.take(client, "gantry/crane", NOW, "assay")
    sections = checked(snapshot)
    # Fields this description does not know: what a server leaves out is unread, never a no.
    lacking = {each.partition(":")[0] for each in unknown_forms(sections)}
    assert lacking == {".organisation", ".security", ".changes"}
    assert sections["actions"]["read"]["default_token"] is None
    assert {"project", "branches", "runners", "deploy_keys", "releases", "activity", "checks", "audit_log"} <= {
        name for name, each in sections.items() if "read" in each
    }
