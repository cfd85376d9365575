"""Signs a pack, once it is known to be whole and to come out the same when judged again: nobody should sign anything else."""

import base64
import hashlib
from datetime import date

from assay.assess.replay import Outcome, replay
from assay.domain.exceptions import names_person
from assay.domain.people import same_person
from assay.errors import MalformedInputError, VerificationError
from assay.formats.pack import Pack, read_pack
from assay.formats.pack_statement import PAYLOAD_TYPE, Role, signed, statement
from assay.signing.envelopes import sealed
from assay.signing.keys import PrivateKey


def payload(data: bytes, name: str, signer: str, role: Role, signed_on: date, timestamp: bytes = b"") -> bytes:
    """The statement to sign about the pack in ``data``. Raises MalformedInputError and VerificationError where nobody should sign."""
    pack = read_pack(data, name)
    who = checked_signer(pack, signer, role)
    replayed = replay(pack)
    if replayed.outcome is not Outcome.SAME:
        why = replayed.difference or f"it was judged by other rules ({'; '.join(replayed.other)})"
        raise VerificationError(
            f"{name} does not come out the same when it is judged again: {why}.",
            advice="Seal the assessment anew, or sign with the version of Assay that sealed it.",
        )
    sha256 = hashlib.sha256(data).hexdigest()
    if timestamp:
        from assay.signing.timestamps import checked  # noqa: PLC0415

        checked(timestamp, sha256, "the time stamp")
    return statement(name, sha256, signed(pack, who, role, signed_on, base64.b64encode(timestamp).decode()))


def sign(
    data: bytes, name: str, key: PrivateKey, signer: str, role: Role, signed_on: date, timestamp: bytes = b""
) -> bytes:
    """The file of a signature by ``key`` on the pack in ``data``."""
    return sealed(payload(data, name, signer, role, signed_on, timestamp), PAYLOAD_TYPE, key)


def checked_signer(pack: Pack, signer: str, role: Role) -> str:
    """Who signs; raises MalformedInputError for nobody, and for an SRO who is not the one the pack declares."""
    declared = pack.profile.senior_responsible_owner
    who = signer or (declared if role is Role.SRO else "")
    if not names_person(who):
        raise MalformedInputError("A person signs: give the name.", advice='Use --name "First Last".')
    if role is Role.SRO and not same_person(who, declared):
        says = f"declares {declared!a}" if declared else "declares nobody"
        raise MalformedInputError(
            f"{who!a} cannot sign as Senior Responsible Owner: the pack {says}.",
            advice="Declare the owner in assay.toml and seal anew, or sign as vendor or assessor.",
        )
    return who
