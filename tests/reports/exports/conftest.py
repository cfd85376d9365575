"""A small assessment of a small Code for snapshots, the official schemas, and a way to walk what was made."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from assay.domain.catalogue import Catalogue, Ceiling, Claim, Facet, Knower, Principle, Role, Theme
from assay.domain.strength import Strength

HERE = Path(__file__).parent
CEILING = Ceiling("partly", "partly", "partly", "met", "Only people know.")
COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def official(shared_data: Path) -> Callable[..., list[str]]:
    """What the official schema at a path finds wrong in a text; further schemas may be named by their address."""

    def faults(text: str, path: str, **others: str) -> list[str]:
        schemas = shared_data / "schemas"
        more = [(f"http://cyclonedx.org/schema/{name}.schema.json", _read(schemas / at)) for name, at in others.items()]
        validator = jsonschema_rs.validator_for(
            _read(schemas / path), validate_formats=True, retriever=_refuse, registry=jsonschema_rs.Registry(more)
        )
        return [f"{each.instance_path}: {each.message}"[:300] for each in validator.iter_errors(json.loads(text))]

    return faults


@pytest.fixture
def as_agreed() -> Callable[[str, str], None]:
    """Compares with a stored export; delete the file and run again to store a new one, then read the difference."""

    def compare(text: str, name: str) -> None:
        stored = HERE / "agreed" / name
        if not stored.exists():
            stored.parent.mkdir(exist_ok=True)
            stored.write_bytes(text.encode())
            pytest.fail(f"{name} was not there and has been stored: read it")
        assert text.encode() == stored.read_bytes()

    return compare


@pytest.fixture
def walk() -> Callable[[object], Iterator[tuple[str, Any]]]:
    """Every key and value of nested data."""
    return _walk


@pytest.fixture
def small_code() -> Catalogue:
    """One principle with four claims."""
    claims = tuple(
        Claim(
            id=f"1.1.{number}", principle="1.1", counted=number != 4, title=f"Title {number}",
            says=f"It is so, {number}.", who_can_know=Knower.SHARED, ask="Is it so?", answer_valid_days=365,
            if_not_met="It breaks.", applies="Everybody.", subject_terms=(), numbers={}, ceiling=CEILING,
            facets=(Facet(f"1.1.{number}/a", "A part of it", True, True, Knower.MACHINE, Strength.MEDIUM, "A file"),),
        )
        for number in (1, 2, 3, 4)
    )  # fmt: skip
    return Catalogue(
        (Theme("1", "Theme"),), (Principle("1.1", "1", "Principle", "Risk."),), claims,
        (Role("maker", "Makes it", ("1",), "All of it."),), (), (), (), (),
    )  # fmt: skip


@pytest.fixture
def small() -> dict[str, Any]:
    """Four claims: partly met, met by a person's word, without evidence, not applicable."""
    return {
        "schema": "assay-assessment/1",
        "tool": "assay 0.1.0",
        "rules": {"version": "0.1.0", "digest": "a" * 64},
        "as_of": "2026-10-01",
        "subject": {
            "path": "crane", "commit": COMMIT, "committed_on": "2026-09-30", "ref": "HEAD", "dirty": None,
            "bare": True, "shallow": False,
        },
        "profile": {
            "source": "assay.toml", "by": "owner", "organisation": "Crane Ltd", "senior_responsible_owner": "Ada",
            "product": "Crane", "role": "maker", "delivery": ["container"],
            "repositories": ["https://forge.example/crane"], "links": {}, "assumed": [],
            "statements": [
                {
                    "facet": "1.1.2/a", "class": "S2", "because": "", "person": "Ada", "role": "Head",
                    "stated_on": "2026-09-15", "says": "We do it.", "document": "docs/it.md", "sha256": "",
                    "quote": "We do",
                },
                {
                    "facet": "1.1.3/a", "class": "none", "because": "it cites nothing", "person": "Ben", "role": "Chief",
                    "stated_on": "2026-09-16", "says": "We do that too.", "document": "", "sha256": "", "quote": "",
                },
            ],
            "not_applicable": [], "accepted_risks": [], "false_positives": [],
        },
        "evidence": [
            {
                "name": "scan.json", "kind": "sarif", "sha256": "b" * 64, "taken_on": "2026-09-20",
                "commit": COMMIT, "release": "v1",
            }
        ],
        "claims": [
            _claim("1.1.1", "partly met", "partly", [_seen("good", "strong")], [_seen("bad", "medium")]),
            _claim("1.1.2", "met", "supported", statement="Ada (Head), 2026-09-15: We do it. [S2]"),
            _claim("1.1.3", "no evidence", "none"),
            _claim("1.1.4", "not applicable", "not applicable"),
        ],
        "principles": [], "counts": {}, "next_steps": [],
        "unread": [{"fact": "feed", "reason": "none was handed over", "would_show": "hand one over"}],
        "checks": [
            {"id": "apart", "outcomes": {"bad": 1}, "says": ["It touches no claim."]},
            {"id": "pinned", "outcomes": {"bad": 1, "good": 1}, "says": []},
        ],
        "digest": "c" * 64,
    }  # fmt: skip


def _claim(
    name: str,
    verdict: str,
    state: str,
    found: list[Any] | None = None,
    against: list[Any] | None = None,
    statement: str = "",
) -> dict[str, Any]:
    facet = {
        "id": f"{name}/a", "state": state, "mandatory": True, "decisive": True, "support": None, "counter": None,
        "looked": [{"check": "pinned", "outcome": "good"}] if found else [], "statement": statement, "reason": "",
    }  # fmt: skip
    return {
        "id": name, "principle": "1.1", "verdict": verdict, "confidence": "low" if found else None, "facets": [facet],
        "for": found or [], "against": against or [],
        "unread": [{"fact": f"facet {name}/a", "reason": "only a person knows", "would_show": "a statement"}],
        "ask": "Is it so?", "next": {"claim": name, "facets": [], "says": "Do it.", "because": "nothing seen yet"},
        "conflict": False, "reason": "",
    }  # fmt: skip


def _seen(outcome: str, strength: str) -> dict[str, Any]:
    return {
        "check": "pinned", "outcome": outcome, "strength": strength, "facets": ["1.1.1/a"], "object": "Dockerfile",
        "locations": [
            {"path": "Dockerfile", "line": 4}, {"path": "", "line": None, "commit": "f" * 40},
        ],
        "says": f"The image is {outcome}", "because": "seen in a file", "share": [1, 2], "observed_at": "2026-09-30",
        "stale_after": 90, "fix": "Pin it.",
    }  # fmt: skip


def _read(path: Path) -> Any:
    return json.loads(path.read_bytes())


def _refuse(address: str) -> Any:
    raise LookupError(f"no schema is fetched: {address}")


def _walk(value: object, key: str = "") -> Iterator[tuple[str, Any]]:
    yield key, value
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _walk(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _walk(each, key)
