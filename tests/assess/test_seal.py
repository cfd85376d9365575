"""A pack holds what an assessment rests on, as much of the evidence as its owner wants to show, and nothing of the machine."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assay.assess.result import document
from assay.assess.run import assess
from assay.assess.seal import seal
from assay.collect.repository import Settings
from assay.errors import MalformedInputError
from assay.formats.pack import Pack, write
from assay.testing.packs import AS_OF, SEALED_ON, assessed, pack, sealed, written


def names_inside(found: Pack) -> list[str]:
    """The evidence whose bytes are in the pack."""
    return [item.name for item in found.evidence if item.sha256 in found.contents]


def test_the_same_input_gives_the_same_bytes_wherever_it_lies(tmp_path: Path) -> None:
    for place in ("one", "two"):
        repository, handed = written(tmp_path / place)
        found = assess(repository, "HEAD", Settings(AS_OF, use_tools=False, evidence=handed))
        data = write(seal(found, SEALED_ON))
        assert data == sealed()
        assert str(tmp_path).encode() not in data


def test_it_holds_the_document_of_the_assessment() -> None:
    assert pack().assessment == document(assessed())


def test_bytes_are_inside_unless_they_are_withheld() -> None:
    assert names_inside(pack()) == ["tests.xml", "coverage.info"]
    assert names_inside(seal(assessed(), SEALED_ON, ["tests.xml"])) == ["coverage.info"]
    assert names_inside(seal(assessed(), SEALED_ON, ["lcov"])) == ["tests.xml"]
    assert names_inside(seal(assessed(), SEALED_ON, ["lcov", "tests.xml"])) == []
    assert names_inside(seal(assessed(), SEALED_ON, ["all"])) == []


def test_what_is_withheld_keeps_digest_day_and_effect() -> None:
    whole, public = json.loads(sealed()), json.loads(write(seal(assessed(), SEALED_ON, ["all"])))
    differing = {name for name in whole if whole[name] != public[name]}
    assert differing == {"contents", "digests"}
    assert public["contents"] == {}
    assert whole["digests"]["evidence"] == public["digests"]["evidence"]


def test_the_same_bytes_under_two_names_are_withheld_under_both() -> None:
    found = assessed()
    twin = replace(found.evidence[0], name="again.xml")
    doubled = replace(found, evidence=(*found.evidence, twin))
    assert names_inside(seal(doubled, SEALED_ON, ["again.xml"])) == ["coverage.info"]


def test_what_nobody_has_cannot_be_withheld() -> None:
    with pytest.raises(MalformedInputError, match=re.escape("name or kind 'scan.sarif'")) as error:
        seal(assessed(), SEALED_ON, ["lcov", "scan.sarif"])
    assert "artefact, coverage.info, gantry.tar, junit, lcov, tests.xml" in error.value.advice


def test_release_artefacts_are_never_inside() -> None:
    assert "gantry.tar" in [item.name for item in pack().evidence]
    assert b"not really" not in b"".join(pack().contents.values())


def test_the_day_of_sealing_is_the_only_day_that_is_given() -> None:
    one, two = (json.loads(write(seal(assessed(), day))) for day in (SEALED_ON, date(2027, 1, 1)))
    assert {name for name in one if one[name] != two[name]} == {"sealed_on", "digests"}


def test_what_a_profile_says_of_people_beside_its_statements_stays_out(tmp_path: Path) -> None:
    found = assessed()
    assert "people" not in json.loads(sealed())["profile"]
    assert found.profile.citations
    assert b"test at the end" not in sealed(), "the text of a cited document is no part of the pack"
