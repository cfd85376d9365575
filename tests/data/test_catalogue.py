"""The reviewed data files: they fit their schemas, hold together, and the schemas refuse what does not belong."""

import copy
import json
from collections.abc import Callable, Mapping
from typing import Any

import jsonschema_rs
import pytest

from assay.domain.catalogue import Claim, Knower
from assay.domain.guidance import PLATFORMS, SIZES
from assay.domain.strength import Strength
from assay.errors import UnknownIdError
from assay.store import code_of_practice
from assay.store.code_of_practice import claim_files, code_file, guidance, guidance_files, load

EDITIONS = {"apc_v1", "form_v0_4", "claim_tree"}
DECISIVE = set(
    "1.1.1/a 1.2.2/b 1.2.2/d 1.4.1/a 1.4.2/b 1.4.3/a 1.4.3/c 1.4.5/a 2.1.4/b 2.1.5/a 2.1.5/b 2.1.6/a "
    "2.2.2/a 3.1.1/a 3.2.1/a 3.2.2/a 3.3.1/a 3.3.2/a 3.4.2/b 4.2.1/b 4.3.2/a".split()
)
CODE = load()
CLAIMS = sorted(claim_files())


def faults(schema: str, found: Any) -> list[str]:
    validator = jsonschema_rs.validator_for(code_of_practice.schema(schema))
    return [f"{'.'.join(map(str, each.instance_path))}: {each.message}" for each in validator.iter_errors(found)]


@pytest.mark.parametrize("name", ["claim", "guidance", "code"])
def test_schema_is_a_schema_and_closed_everywhere(name: str) -> None:
    found = json.loads(code_of_practice.schema(name))
    jsonschema_rs.meta.validate(found)
    assert open_objects(found) == []


def open_objects(schema: Any, place: str = "$") -> list[str]:
    if isinstance(schema, list):
        return [each for number, part in enumerate(schema) for each in open_objects(part, f"{place}[{number}]")]
    if not isinstance(schema, dict):
        return []
    here = [place] if schema.get("type") == "object" and schema.get("additionalProperties") is not False else []
    return here + [each for key, part in schema.items() for each in open_objects(part, f"{place}.{key}")]


def test_schemas_know_the_same_words_as_the_domain() -> None:
    claim = json.loads(code_of_practice.schema("claim"))["$defs"]
    route = json.loads(code_of_practice.schema("guidance"))["$defs"]["route"]["properties"]
    code = json.loads(code_of_practice.schema("code"))["properties"]
    assert set(claim["knower"]["enum"]) == {each.value for each in Knower}
    assert set(claim["facet"]["properties"]["needs"]["enum"]) == {each.word for each in Strength}
    assert route["size"]["enum"] == list(SIZES)
    assert route["platform"]["enum"] == list(PLATFORMS)
    product = json.loads(code_of_practice.schema("profile"))["properties"]["product"]["properties"]
    assert code["roles"]["items"]["properties"]["id"]["enum"] == product["role"]["enum"]
    assert code["delivery_models"]["items"]["properties"]["id"]["enum"] == product["delivery"]["items"]["enum"]


@pytest.mark.parametrize("name", CLAIMS)
def test_claim_file_fits_its_schema(name: str) -> None:
    found = claim_files()[name]
    assert faults("claim", found) == []
    assert found["id"] == name


@pytest.mark.parametrize("name", sorted(guidance_files()))
def test_guidance_file_fits_its_schema(name: str) -> None:
    found = guidance_files()[name]
    assert faults("guidance", found) == []
    assert found["claim"] == name


def test_code_file_fits_its_schema() -> None:
    assert faults("code", code_file()) == []


def test_numbers_of_the_code() -> None:
    assert len(CODE.themes) == 4
    assert len(CODE.principles) == 14
    assert sum(claim.counted for claim in CODE.claims) == 45
    assert [claim.id for claim in CODE.claims if not claim.counted] == ["1.2.S"]
    assert sum(len(claim.facets) for claim in CODE.claims) == len(CODE.facets) == 141


def test_decisive_facets_are_those_of_the_rules() -> None:
    assert {facet.id for facet in CODE.facets.values() if facet.decisive} == DECISIVE
    assert all(CODE.facet(each).mandatory for each in DECISIVE)


def test_claims_principles_and_themes_hang_together() -> None:
    principles = {each.id: each for each in CODE.principles}
    assert {claim.principle for claim in CODE.claims} == set(principles)
    assert all(claim.id.rpartition(".")[0] == claim.principle for claim in CODE.claims)
    assert all(principle.id.partition(".")[0] == principle.theme for principle in CODE.principles)
    assert {principle.theme for principle in CODE.principles} == {theme.id for theme in CODE.themes}
    assert {theme for role in CODE.roles for theme in role.themes} <= {theme.id for theme in CODE.themes}


@pytest.mark.parametrize("claim", CODE.claims, ids=lambda claim: claim.id)
def test_facets_are_lettered_in_order_under_their_claim(claim: Claim) -> None:
    assert [facet.id for facet in claim.facets] == [
        f"{claim.id}/{letter}" for letter in "abcdefgh"[: len(claim.facets)]
    ]
    assert any(facet.mandatory for facet in claim.facets)


@pytest.mark.parametrize("claim", CODE.claims, ids=lambda claim: claim.id)
def test_claim_has_a_number_in_each_edition(claim: Claim) -> None:
    assert set(claim.numbers) == EDITIONS == {edition.id for edition in CODE.editions}
    assert claim.numbers["apc_v1"] == (claim.id if claim.counted else "")


def test_links_name_frameworks_that_are_described() -> None:
    described = [each.id for each in CODE.frameworks]
    linked = {link.framework for claim in CODE.claims for link in claim.links}
    assert len(described) == len(set(described))
    assert linked == set(described)


def test_only_existing_claims_and_facets_may_be_set_aside() -> None:
    known = {claim.id for claim in CODE.claims} | set(CODE.facets)
    assert {each.id for each in CODE.not_applicable} <= known


def test_no_two_claims_or_facets_say_the_same() -> None:
    titles = [claim.title for claim in CODE.claims]
    says = [facet.says for facet in CODE.facets.values()]
    shown_by = [facet.shown_by for facet in CODE.facets.values()]
    assert len(titles) == len(set(titles))
    assert len(says) == len(set(says))
    assert len(shown_by) == len(set(shown_by))


@pytest.mark.parametrize("name", CLAIMS)
def test_claim_has_guidance_for_different_readers(name: str) -> None:
    found = guidance(name)
    assert found.claim == name
    assert len({route.size for route in found.routes}) >= 2
    assert any(route.platform != "GitHub" for route in found.routes)
    assert len({route.title for route in found.routes}) == len(found.routes)


@pytest.mark.parametrize("name", CLAIMS)
def test_texts_use_plain_typography(name: str) -> None:
    written = json.dumps([claim_files()[name], guidance_files().get(name)], ensure_ascii=False)
    assert set(written) & set("\u2013\u2014\u2018\u2019\u201c\u201d\u2026") == set()


@pytest.mark.parametrize(
    "look",
    [
        lambda: CODE.claim("9.9.9"),
        lambda: CODE.principle("9.9"),
        lambda: CODE.facet("2.2.2/z"),
        lambda: CODE.role("wizard"),
        lambda: CODE.delivery_model("pigeon"),
        lambda: guidance("9.9.9"),
        lambda: code_of_practice.schema("nothing"),
    ],
    ids=["claim", "principle", "facet", "role", "delivery model", "guidance", "schema"],
)
def test_unknown_ids_are_refused(look: Callable[[], object]) -> None:
    with pytest.raises(UnknownIdError):
        look()


Change = Callable[[dict[str, Any]], object]


def without(key: str) -> Change:
    return lambda found: found.pop(key)


def setting(**values: object) -> Change:
    return lambda found: found.update(values)


def first(key: str, change: Change) -> Change:
    return lambda found: change(found[key][0])


def inside(key: str, change: Change) -> Change:
    return lambda found: change(found[key])


def altered(found: Mapping[str, Any], change: Change) -> dict[str, Any]:
    copied = copy.deepcopy(dict(found))
    change(copied)
    return copied


@pytest.mark.parametrize(
    "change",
    [
        setting(colour="red"),
        setting(title="FILL"),
        setting(says="This is a FILL text."),
        setting(if_not_met=""),
        setting(title="A title that goes on for longer than a line of a table can hold"),
        setting(ask="Why?"),
        setting(id="5.1.1"),
        setting(who_can_know="nobody"),
        setting(counted="yes"),
        setting(answer_valid_days=5),
        setting(facets=[]),
        setting(subject_terms=[[]]),
        without("applies"),
        inside("numbers", setting(form_v9="4.2.1")),
        inside("numbers", without("claim_tree")),
        inside("ceiling", setting(machine_alone="excellent")),
        inside("ceiling", without("reason")),
        first("facets", setting(id="4.2.1")),
        first("facets", setting(needs="huge")),
        first("facets", setting(shown_by="Ends with a full stop.")),
        first("facets", setting(shown_by="starts small")),
        first("facets", setting(weight=3)),
        first("links", setting(ids=[])),
        first("links", setting(strength="equal")),
    ],
)
def test_a_bad_claim_is_refused(change: Change) -> None:
    sound = claim_files()["4.2.1"]
    assert faults("claim", sound) == []
    assert faults("claim", altered(sound, change)) != []


@pytest.mark.parametrize(
    "change",
    [
        setting(note="extra"),
        setting(counts="FILL"),
        setting(claim="4.2"),
        setting(reading=[]),
        lambda found: found.update(routes=found["routes"][:1]),
        lambda found: found.update(routes=found["routes"] * 2),
        first("routes", setting(size="giant")),
        first("routes", setting(platform="carrier pigeon")),
        first("routes", setting(steps=["Only one single step here."])),
        first("routes", setting(tools=[{"name": "a tool"}])),
        first("routes", without("proof")),
        first("reading", setting(url="http://example.com/")),
        first("reading", setting(url="see the internet")),
    ],
)
def test_bad_guidance_is_refused(change: Change) -> None:
    sound = guidance_files()["4.2.1"]
    assert faults("guidance", sound) == []
    assert faults("guidance", altered(sound, change)) != []


@pytest.mark.parametrize(
    "change",
    [
        setting(authors=["somebody"]),
        without("roles"),
        first("themes", setting(id="5")),
        first("principles", setting(risk="FILL")),
        first("principles", setting(id="1")),
        first("roles", setting(id="wizard")),
        first("delivery_models", setting(id="pigeon")),
        first("not_applicable", setting(id="everything")),
        first("frameworks", setting(score=10)),
    ],
)
def test_bad_code_file_is_refused(change: Change) -> None:
    sound = code_file()
    assert faults("code", sound) == []
    assert faults("code", altered(sound, change)) != []
