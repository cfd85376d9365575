"""A pack is verified only by a trusted signature on these very bytes; whatever was changed is named, and who must sign again."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from random import Random

import pytest

from assay.assess.seal import seal
from assay.assess.sign import sign
from assay.assess.signatures import Trust
from assay.assess.verify import State, Verified, verification_document, verify
from assay.errors import AssayError, MalformedInputError, VerificationError
from assay.formats.canonical_json import canonical, written
from assay.formats.pack import read_pack, write
from assay.formats.pack_statement import PAYLOAD_TYPE, PREDICATE_TYPE, TYPE, Role, read_statement, signed, statement
from assay.signing.envelopes import opened
from assay.signing.envelopes import sealed as in_envelope
from assay.signing.keys import PrivateKey, new, private
from assay.store.code_of_practice import schema
from assay.testing.packs import OWNER, SEALED_ON, assessed, pack, sealed
from assay.testing.tampering import forged, leaves, resealed, tampered

NAME = "gantry.pack"
SRO, VENDOR = f"{NAME}.sro.intoto.json", f"{NAME}.vendor.intoto.json"
DAY = date(2026, 10, 3)


@dataclass(frozen=True)
class Person:
    """Somebody with a key."""

    name: str
    key: PrivateKey

    @classmethod
    def called(cls, name: str, *, curve: bool = False) -> "Person":
        return cls(name, private(new(b"", curve=curve)[0], b"", "k"))

    def signs(self, data: bytes, role: Role) -> bytes:
        return sign(data, NAME, self.key, self.name, role, DAY)

    @property
    def trust(self) -> Trust:
        return Trust({"known.pub": self.key.public_key()})


@pytest.fixture(scope="module")
def cleo() -> Person:
    """The Senior Responsible Owner."""
    return Person.called(OWNER)


@pytest.fixture(scope="module")
def ada() -> Person:
    return Person.called("Ada Builder", curve=True)


@pytest.fixture(scope="module")
def by_cleo(cleo: Person) -> Mapping[str, bytes]:
    return {SRO: cleo.signs(sealed(), Role.SRO)}


def checked(data: bytes, signatures: Mapping[str, bytes], trust: Trust, *, replaying: bool = True) -> Verified:
    return verify(data, NAME, signatures, trust, replaying=replaying)


def wrong(found: Verified) -> str:
    """What stands against it first."""
    assert found.first_wrong
    return f"{found.first_wrong.about}: {found.first_wrong.says}"


def test_a_signature_by_a_trusted_key_verifies(cleo: Person, by_cleo: Mapping[str, bytes]) -> None:
    found = checked(sealed(), by_cleo, replace(cleo.trust, roles=(Role.SRO,)))
    assert found.first_wrong is None
    says = {each.about: each.says for each in found.findings if each.state is State.OK}
    assert says["judged again"] == "the same assessment, byte for byte"
    assert says[SRO] == "signed by Cleo Warden as sro on 2026-10-03 with known.pub"


def test_without_a_trusted_key_nothing_is_verified(by_cleo: Mapping[str, bytes], ada: Person) -> None:
    for signatures in ({}, by_cleo):
        found = checked(sealed(), signatures, Trust({}))
        assert found.first_wrong
        assert found.first_wrong.state is State.NOT_CHECKED
        assert "no key that you trust was given" in wrong(found)
        assert verification_document(found)["verified"] is False
    assert "no signature by known.pub covers this pack" in wrong(checked(sealed(), by_cleo, ada.trust))
    assert "no signature by known.pub covers this pack" in wrong(checked(sealed(), {}, ada.trust))


def test_every_key_and_every_role_asked_for_must_have_signed(
    cleo: Person, ada: Person, by_cleo: Mapping[str, bytes]
) -> None:
    both = Trust({"cleo.pub": cleo.key.public_key(), "ada.pub": ada.key.public_key()}, roles=(Role.SRO, Role.VENDOR))
    assert "no signature by ada.pub covers this pack" in wrong(checked(sealed(), by_cleo, both))
    signatures = {**by_cleo, VENDOR: ada.signs(sealed(), Role.VENDOR)}
    assert checked(sealed(), signatures, both).first_wrong is None
    assert "nobody you trust signed it as assessor" in wrong(
        checked(sealed(), signatures, replace(both, roles=(Role.ASSESSOR,)))
    )


def test_a_role_counts_only_by_a_trusted_key(ada: Person, by_cleo: Mapping[str, bytes]) -> None:
    signatures = {**by_cleo, VENDOR: ada.signs(sealed(), Role.VENDOR)}
    found = checked(sealed(), signatures, replace(ada.trust, roles=(Role.SRO,)))
    assert "nobody you trust signed it as sro" in wrong(found)


def test_sealing_anew_after_a_change_names_the_signature_and_what_changed(
    cleo: Person, by_cleo: Mapping[str, bytes]
) -> None:
    fewer = replace(assessed(), evidence=assessed().evidence[1:])
    other = replace(pack(), evidence=pack().evidence[1:], contents=dict(list(pack().contents.items())[1:]))
    other = replace(other, assessment=seal(fewer, SEALED_ON).assessment)
    found = checked(write(other), by_cleo, cleo.trust)
    assert found.first_wrong
    assert found.first_wrong.about == SRO
    assert found.first_wrong.says == (
        "It does not cover this pack: evidence 'tests.xml' was taken out; parts that differ: evidence, assessment. "
        "Cleo Warden must sign again."
    )
    again = {SRO: cleo.signs(write(other), Role.SRO)}
    assert checked(write(other), again, cleo.trust).first_wrong is None


def test_what_changed_is_said_in_words(cleo: Person) -> None:
    now = read_pack(sealed(), NAME)
    was = signed(now, cleo.name, Role.SRO, DAY)
    item = was.evidence[0]
    before = replace(
        was,
        evidence=((item[0], "0" * 64), ("gone.xml", "1" * 64), *was.evidence[2:]),
        commit="f" * 40,
        as_of=date(2026, 9, 1),
        verdicts={**was.verdicts, "met": was.verdicts["met"] + 1},
        digests={**was.digests, "judged_on": "0" * 64},
    )
    data = in_envelope(statement(NAME, "0" * 64, before), PAYLOAD_TYPE, cleo.key)
    said = wrong(checked(sealed(), {SRO: data}, cleo.trust))
    for part in (
        "evidence 'tests.xml' has other bytes",
        "evidence 'gone.xml' was taken out",
        "evidence 'coverage.info' was added",
        "signed was ffffffffffff",
        "it is judged on 2026-10-01, signed was 2026-09-01",
        f"{was.verdicts['met']} claims are met, signed were {was.verdicts['met'] + 1}",
        "parts that differ: judged_on",
    ):
        assert part in said, part


def test_withholding_afterwards_is_another_pack(cleo: Person, by_cleo: Mapping[str, bytes]) -> None:
    public = write(seal(assessed(), SEALED_ON, ["all"]))
    assert "only which bytes of the evidence are inside" in wrong(checked(public, by_cleo, cleo.trust))
    found = checked(public, {SRO: cleo.signs(public, Role.SRO)}, cleo.trust)
    assert found.first_wrong is None
    notes = [each.says for each in found.findings if each.state is State.NOTE]
    assert [note.partition(";")[0] for note in notes] == [
        "tests.xml (junit, taken in on 2026-10-01): withheld",
        "coverage.info (lcov, taken in on 2026-10-01): withheld",
        "gantry.tar (artefact, taken in on 2026-10-01): a release artefact, kept outside",
    ]


def test_no_class_of_leaf_can_be_forged_under_a_signature(cleo: Person, by_cleo: Mapping[str, bytes]) -> None:
    """With every digest mended; what judging again cannot see, the signature does."""
    classes = leaves(json.loads(sealed()))
    caught_by_the_signature = 0
    for place, path in classes.items():
        if path[0] == "digests":
            continue  # mending takes the change back
        try:
            found = checked(forged(sealed(), path), by_cleo, cleo.trust, replaying=False)
        except (MalformedInputError, VerificationError):
            continue
        caught_by_the_signature += 1
        assert found.first_wrong, place
        assert found.first_wrong.about == SRO, place
    assert caught_by_the_signature > 80


def test_another_order_is_another_pack(cleo: Person, by_cleo: Mapping[str, bytes]) -> None:
    found = json.loads(sealed())
    found["judged_on"]["observations"].reverse()
    assert "does not cover this pack" in wrong(checked(resealed(found), by_cleo, cleo.trust))


def test_no_class_of_leaf_of_a_signature_can_be_changed(cleo: Person, by_cleo: Mapping[str, bytes]) -> None:
    data = by_cleo[SRO]
    for path in leaves(json.loads(data)).values():
        assert _fails(sealed(), {SRO: tampered(data, path)}, cleo.trust), path
    envelope = json.loads(data)
    payload = base64.b64decode(envelope["payload"])
    for place, path in leaves(json.loads(payload)).items():
        changed = canonical(json.loads(tampered(payload + b"\n", path)))
        other = written({**envelope, "payload": base64.b64encode(changed).decode()})
        assert _fails(sealed(), {SRO: other}, cleo.trust), place


def _fails(data: bytes, signatures: Mapping[str, bytes], trust: Trust) -> str:
    try:
        return wrong(checked(data, signatures, trust, replaying=False))
    except (MalformedInputError, VerificationError) as error:
        return str(error)


def test_an_altered_signature_under_the_id_of_a_trusted_key_is_named(
    cleo: Person, by_cleo: Mapping[str, bytes]
) -> None:
    altered = tampered(by_cleo[SRO], ("signatures", 0, "sig"))
    envelope = json.loads(by_cleo[SRO])
    sig = base64.b64decode(envelope["signatures"][0]["sig"])
    envelope["signatures"][0]["sig"] = base64.b64encode(bytes([sig[0] ^ 1]) + sig[1:]).decode()
    assert altered != by_cleo[SRO]
    said = wrong(checked(sealed(), {SRO: written(envelope)}, cleo.trust))
    assert said == f"{SRO}: it names known.pub, and that key did not sign this"


def test_nobody_else_can_sign_as_the_owner(ada: Person) -> None:
    with pytest.raises(
        MalformedInputError,
        match="'Ada Builder' cannot sign as Senior Responsible Owner: the pack declares 'Cleo Warden'",
    ):
        ada.signs(sealed(), Role.SRO)
    said = signed(pack(), "Ada Builder", Role.SRO, DAY)
    data = in_envelope(statement(NAME, hashlib.sha256(sealed()).hexdigest(), said), PAYLOAD_TYPE, ada.key)
    found = checked(sealed(), {SRO: data}, ada.trust)
    assert wrong(found) == f"{SRO}: Ada Builder signs as Senior Responsible Owner; the pack names Cleo Warden"


def test_a_pack_without_an_owner_is_signed_by_no_owner(cleo: Person) -> None:
    nobody = replace(assessed(), profile=replace(assessed().profile, senior_responsible_owner=""))
    with pytest.raises(MalformedInputError, match="the pack declares nobody"):
        cleo.signs(write(seal(nobody, SEALED_ON)), Role.SRO)


@pytest.mark.parametrize("name", ["", "the team", "TBD"])
def test_a_person_signs(name: str, ada: Person) -> None:
    with pytest.raises(MalformedInputError, match="A person signs"):
        replace(ada, name=name).signs(sealed(), Role.VENDOR)


def test_what_does_not_come_out_the_same_is_not_signed(ada: Person) -> None:
    found = json.loads(sealed())
    found["judged_on"]["observations"] = found["judged_on"]["observations"][:5]
    with pytest.raises(VerificationError, match="does not come out the same when it is judged again: assessment"):
        ada.signs(resealed(found), Role.VENDOR)


def test_a_pack_of_other_rules_is_neither_signed_nor_verified(cleo: Person, by_cleo: Mapping[str, bytes]) -> None:
    found = json.loads(sealed())
    found["rules"]["judge"] = "2" * 64
    other = resealed(found)
    with pytest.raises(VerificationError, match="it was judged by other rules"):
        cleo.signs(other, Role.SRO)
    said = signed(read_pack(other, NAME), cleo.name, Role.SRO, DAY)
    data = in_envelope(statement(NAME, hashlib.sha256(other).hexdigest(), said), PAYLOAD_TYPE, cleo.key)
    unproven = checked(other, {SRO: data}, cleo.trust)
    assert wrong(unproven).startswith("judged again: assay")
    assert unproven.first_wrong
    assert unproven.first_wrong.state is State.NOT_CHECKED
    assert checked(other, {SRO: data}, cleo.trust, replaying=False).first_wrong is None


def test_a_signature_on_something_else_counts_for_nothing(cleo: Person) -> None:
    sha256 = hashlib.sha256(sealed()).hexdigest()
    said = statement(NAME, sha256, signed(pack(), cleo.name, Role.SRO, DAY))
    other_type = in_envelope(said, "application/json", cleo.key)
    assert wrong(checked(sealed(), {SRO: other_type}, cleo.trust)) == f"{SRO}: it does not sign an in-toto statement"
    for payload in (
        b"{}",
        b"[]",
        b"null",
        b"x",
        said + b"\n",
        said.replace(b"urn:assay", b"urn:other"),
        said.replace(b'"sro"', b'"king"'),
    ):
        with pytest.raises(MalformedInputError, match=f"{SRO} signs"):
            checked(sealed(), {SRO: in_envelope(payload, PAYLOAD_TYPE, cleo.key)}, cleo.trust)


def test_what_is_signed_can_be_read_by_people(by_cleo: Mapping[str, bytes]) -> None:
    payload = opened(by_cleo[SRO], SRO).payload
    said = json.loads(payload)
    assert (said["_type"], said["predicateType"]) == (TYPE, PREDICATE_TYPE)
    assert said["subject"] == [{"name": NAME, "digest": {"sha256": hashlib.sha256(sealed()).hexdigest()}}]
    predicate = said["predicate"]
    whole = json.loads(sealed())
    assert predicate["verdicts"] == whole["assessment"]["counts"]
    assert predicate["digests"] == {name: value for name, value in whole["digests"].items() if name != "contents"}
    assert (predicate["signer"], predicate["role"], predicate["as_of"]) == (OWNER, "sro", "2026-10-01")
    assert read_statement(payload, SRO).signed.evidence[0][0] == "tests.xml"


def test_the_document_fits_its_schema(cleo: Person, by_cleo: Mapping[str, bytes]) -> None:
    import jsonschema_rs

    validator = jsonschema_rs.validator_for(schema("verification"), validate_formats=True)
    for trust in (cleo.trust, Trust({})):
        assert list(validator.iter_errors(verification_document(checked(sealed(), by_cleo, trust)))) == []


def test_no_replay_still_refuses_an_assessment_that_is_none(cleo: Person) -> None:
    found = json.loads(sealed())
    found["assessment"]["counts"] = {}
    with pytest.raises(AssayError, match="the assessment in the pack was altered"):
        checked(resealed(found), {}, cleo.trust, replaying=False)


ODD: tuple[object, ...] = (None, 7, -1, "", True, [], {}, "9999-12-31", "0001-01-01", 10**17, [None], {"a": 1})


@pytest.mark.parametrize("seed", range(40))
def test_whatever_a_forger_puts_in_ends_in_an_answer(seed: int) -> None:
    """An odd value at any depth, with all digests mended: never a fault of our own, and never verified."""
    chance = Random(seed)
    found = json.loads(sealed())
    path = chance.choice([path for path in leaves(found).values() if path[0] not in ("digests", "schema")])
    path = path[: chance.randint(1, len(path))]
    inner = found
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = chance.choice(ODD)
    if chance.random() < 0.3 and isinstance(found["rules"], dict):
        found["rules"]["judge"] = "2" * 64
    try:
        verified = checked(resealed(found), {}, Trust())
    except (MalformedInputError, VerificationError):
        return
    assert verification_document(verified)["verified"] is False
