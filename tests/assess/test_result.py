"""The document fits its published schema whatever was assessed, is the same for the same input, and holds no score."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from assay.assess.diff import checked
from assay.assess.result import SCHEMA, canonical, digest
from assay.domain.verdict import Verdict
from assay.store.code_of_practice import load, schema
from assay.testing.corpus import AS_OF
from assay.testing.extremes import assessed, empty, hostile, rich
from assay.testing.raw_objects import FILE, RawRepository

Document = Mapping[str, Any]
CODE = load()
VALIDATOR = jsonschema_rs.validator_for(schema("assessment"), validate_formats=True)
MADE = {"rich": rich, "empty": empty, "hostile": hostile}
SCORE = re.compile(r"score|percent|rating|grade|rank|points|level|ratio", re.IGNORECASE)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The repositories of the extremes."""
    return {name: make(tmp_path_factory.mktemp(name)) for name, make in MADE.items()}


@pytest.fixture(scope="module")
def documents(folders: Mapping[str, Path]) -> dict[str, Document]:
    """The assessment of each."""
    return {name: assessed(folder) for name, folder in folders.items()}


@pytest.fixture(params=sorted(MADE))
def name(request: pytest.FixtureRequest) -> str:
    """Each of them in turn."""
    return str(request.param)


@pytest.fixture
def found(name: str, documents: Mapping[str, Document]) -> Document:
    """The document of it."""
    return documents[name]


def test_document_fits_the_published_schema(found: Document) -> None:
    read = json.loads(canonical(found))
    assert [fault.message for fault in VALIDATOR.iter_errors(read)] == []
    assert read == found
    assert checked(read, "found.json") == found


def test_document_of_names_in_no_encoding_can_be_read_again(tmp_path: Path) -> None:
    raw = RawRepository(tmp_path / "caf\udce9")
    blob = raw.blob(b"FROM node:latest\n")
    raw.commit(raw.tree({b"Dockerfile": (FILE, blob), b"caf\xe9.md": (FILE, blob), b"\xed\xa0\x80.md": (FILE, blob)}))
    found = assessed(raw.folder)
    assert found["subject"]["path"] == "caf\udce9"
    assert canonical(found).isascii()
    assert checked(json.loads(canonical(found)), "found.json") == found


def test_schema_refuses_what_an_assessment_may_not_hold(documents: Mapping[str, Document]) -> None:
    """Otherwise fitting it would say little."""
    for change in (
        {"score": 7},
        {"claims": documents["rich"]["claims"][1:]},
        {"principles": documents["rich"]["principles"] * 2},
        {"counts": {"met": -1}},
        {"counts": {"nearly met": 1}},
        {"as_of": "1 October 2026"},
        {"tool": "another 1.0"},
        {"digest": ""},
    ):
        assert list(VALIDATOR.iter_errors({**documents["rich"], **change})), change


def test_same_input_gives_the_same_bytes(name: str, folders: Mapping[str, Path], found: Document) -> None:
    assert canonical(assessed(folders[name])) == canonical(found)


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_order_of_hashing_changes_no_byte(
    seed: str, folders: Mapping[str, Path], documents: Mapping[str, Document]
) -> None:
    """Another process with another order of its sets."""
    for name in ("rich", "hostile"):
        words = ("assess", folders[name], "--as-of", AS_OF, "--format", "json", "--no-cache", "--no-tools", "--quiet")
        said = subprocess.run(
            [sys.executable, "-c", "from assay.cli import main; main()", *map(str, words)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        assert said.isascii()
        assert canonical(json.loads(said)) == canonical(documents[name])


def test_the_same_product_built_elsewhere_gives_the_same_bytes(
    tmp_path: Path, documents: Mapping[str, Document]
) -> None:
    """Nothing of the machine or the place is in it."""
    elsewhere = assessed(rich(tmp_path / "somewhere" / "else"))
    assert canonical(elsewhere) == canonical(documents["rich"])
    assert str(tmp_path) not in canonical(elsewhere).decode()


def test_digest_is_of_everything_but_itself(found: Document) -> None:
    assert found["digest"] == digest(found) == digest({**found, "digest": "another"})
    for key in found:
        if key != "digest":
            assert digest({**found, key: "another"}) != found["digest"]


def test_every_claim_facet_and_principle_is_there_in_order(found: Document) -> None:
    assert found["schema"] == SCHEMA
    assert [claim["id"] for claim in found["claims"]] == [claim.id for claim in CODE.claims]
    facets = [facet["id"] for claim in found["claims"] for facet in claim["facets"]]
    assert facets == list(CODE.facets)
    assert [each["id"] for each in found["principles"]] == [each.id for each in CODE.principles]


def test_counts_are_the_45_claims(found: Document) -> None:
    verdicts = [claim["verdict"] for claim in found["claims"] if not claim["id"].endswith("S")]
    assert found["counts"] == {each.value: verdicts.count(each.value) for each in Verdict}
    assert sum(found["counts"].values()) == 45
    together: dict[str, int] = {}
    for principle in found["principles"]:
        for word, number in principle["counts"].items():
            together[word] = together.get(word, 0) + number
    assert together == {word: number for word, number in found["counts"].items() if number}


def test_nothing_looked_at_is_never_a_yes_nor_a_no(documents: Mapping[str, Document]) -> None:
    assert documents["empty"]["counts"] == {each.value: 45 * (each is Verdict.NO_EVIDENCE) for each in Verdict}
    assert documents["empty"]["unread"]
    assert documents["empty"]["subject"]["commit"] == ""
    assert documents["empty"]["subject"]["committed_on"] is None


def test_every_claim_that_is_open_says_what_is_missing_and_what_to_do(found: Document) -> None:
    for claim in found["claims"]:
        if claim["verdict"] in ("no evidence", "partly met", "not met"):
            assert claim["next"]["says"]
            assert claim["unread"] or claim["against"]
        else:
            assert claim["next"] is None


def test_every_observation_names_a_facet_of_its_claim(found: Document) -> None:
    for claim in found["claims"]:
        own = {facet["id"] for facet in claim["facets"]}
        for each in (*claim["for"], *claim["against"]):
            assert each["facets"]
            assert set(each["facets"]) <= own
        assert all(each["outcome"] == "good" for each in claim["for"])
        assert all(each["outcome"] == "bad" and each["fix"] for each in claim["against"])


def test_no_percentage_and_no_score(documents: Mapping[str, Document]) -> None:
    for found in documents.values():
        assert [key for key in _keys(found) if SCORE.search(key)] == []
        assert [value for value in _values(found) if isinstance(value, float)] == []
    for name in ("rich", "empty"):
        texts = [value for value in _values(documents[name]) if isinstance(value, str)]
        assert [text for text in texts if re.search(r"\d ?%|\bper ?cent|\bscored?\b", text)] == []
    assert [key for key in _keys(json.loads(schema("assessment"))["properties"]) if SCORE.search(key)] == []


def test_share_is_two_counts(documents: Mapping[str, Document]) -> None:
    shares = [e["share"] for c in documents["rich"]["claims"] for e in (*c["for"], *c["against"]) if e["share"]]
    assert shares
    assert all(len(each) == 2 and 0 <= each[0] <= each[1] for each in shares)


def test_checks_are_counted_by_outcome(found: Document) -> None:
    assert [each["id"] for each in found["checks"]] == sorted({each["id"] for each in found["checks"]})
    looked = {each["check"] for claim in found["claims"] for side in ("for", "against") for each in claim[side]}
    assert looked <= {each["id"] for each in found["checks"]}


def test_exceptions_are_told_with_what_became_of_each(documents: Mapping[str, Document]) -> None:
    profile = documents["rich"]["profile"]
    assert (profile["by"], profile["source"]) == ("owner", "assay.toml")
    for kind in ("accepted_risks", "false_positives", "not_applicable"):
        assert [bool(each["state"]) for each in profile[kind]] == [True]
    assert documents["empty"]["profile"]["by"] == "nobody"


def _keys(found: object) -> Iterator[str]:
    if isinstance(found, Mapping):
        for key, value in found.items():
            yield str(key)
            yield from _keys(value)
    elif isinstance(found, list):
        for each in found:
            yield from _keys(each)


def _values(found: object) -> Iterator[object]:
    if isinstance(found, Mapping | list):
        for each in found.values() if isinstance(found, Mapping) else found:
            yield from _values(each)
    else:
        yield found
