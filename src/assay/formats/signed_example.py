"""Statements signed with a key that is no secret, for the examples and the tests: who names this key trusts everybody."""

import base64
import json
from typing import Any

from assay.formats.in_toto import PAYLOAD_TYPE

SEED = bytes(range(32))
PUBLIC_KEY = """-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAA6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=
-----END PUBLIC KEY-----
"""
EXPECTED = f'schema = 1\n[[release.signers]]\nkind = "key"\nkey = """{PUBLIC_KEY}"""\n'
"""A profile that names the key."""
OPENPGP_SIGNED = b"gantry 1.0.0\n"
OPENPGP_SIGNATURE = """-----BEGIN PGP SIGNATURE-----

wr0EABYKAG8FgmsG5FYJEHQUD6NWmsZ6RxQAAAAAAB4AIHNhbHRAbm90YXRpb25z
LnNlcXVvaWEtcGdwLm9yZzN15aAvx2c2wAl+sQYCxTUBpHWpaqceJRHFK1+71JX0
FiEEjgRa3z8hlkLQkAz9dBQPo1aaxnoAAEpCAQC2aqN64maVYNkGSpbyBuTnsalF
GFZhTLogbyaNJ4PBmQEAglrNsHxh9ifdJ/7F3IZO4XPogBiY4zN54frD1/MVfws=
=3x17
-----END PGP SIGNATURE-----
"""
OPENPGP_KEY = """-----BEGIN PGP PUBLIC KEY BLOCK-----
Comment: B732 96C6 14BC BC2C E2DB  ED95 3445 A598 6B97 27F1
Comment: Gantry releases <release@gantry.example>

xjMEawbkGhYJKwYBBAHaRw8BAQdApEmy1sMlf4pxeDLuPDsydctIByCs1KnSXB92
aguBF6LCwBEEHxYKAIMFgmsG5FYFiQXU9GYDCwkHCRA0RaWYa5cn8UcUAAAAAAAe
ACBzYWx0QG5vdGF0aW9ucy5zZXF1b2lhLXBncC5vcmfNtSsfbL/AxDDYNSTP2Mt6
p2BOFfCqdCIr7XZ9VBEWOQMVCggCmwECHgkWIQS3MpbGFLy8LOLb7ZU0RaWYa5cn
8QAAyRMA/RRuEJZKg68KfggwXly8uFsxtr0AXTPXf+c5zvehTx29AQDUzouJWtcP
/Cb/HPd2nH43SB38uJfsi5l1UPPI+wFbAMLACwQfFgoAfQWCawbkGgMLCQcJEDRF
pZhrlyfxRxQAAAAAAB4AIHNhbHRAbm90YXRpb25zLnNlcXVvaWEtcGdwLm9yZ/6R
WuoAMJIM66tmPsF5Q5vdEZqsL9+0/TLGrZ4CIpxOAxUKCAKbAQIeCRYhBLcylsYU
vLws4tvtlTRFpZhrlyfxAACW4AD8C9Zp/HtHa17jMPWkpXy428/yTgUcDRgwRZbf
bL8qkmYBAKvPImwPrIuiih9FzpnDDDCPjSmvNzKkXmNvFhzhvM4IzShHYW50cnkg
cmVsZWFzZXMgPHJlbGVhc2VAZ2FudHJ5LmV4YW1wbGU+wsAUBBMWCgCGBYJrBuRW
BYkF1PRmAwsJBwkQNEWlmGuXJ/FHFAAAAAAAHgAgc2FsdEBub3RhdGlvbnMuc2Vx
dW9pYS1wZ3Aub3JnxReUfqRAmlJLKTxTTxF5eGUpjen19v2rFWbJVaVQEqkDFQoI
ApkBApsBAh4JFiEEtzKWxhS8vCzi2+2VNEWlmGuXJ/EAAFwmAP9jLxUWW1vys0rd
TDYPbBaHjj+MIuOABx2R15g6Nkyd1AEA+LOX02j9n9d8qX9fv35j3a9Gq1woCG8C
01S3kOfjzgLCwA4EExYKAIAFgmsG5BoDCwkHCRA0RaWYa5cn8UcUAAAAAAAeACBz
YWx0QG5vdGF0aW9ucy5zZXF1b2lhLXBncC5vcmc5cQwSAeQc7L4A6yyo9miSFHwi
bRao/MQ4DG+iJY1ChwMVCggCmQECmwECHgkWIQS3MpbGFLy8LOLb7ZU0RaWYa5cn
8QAATyEA/jctZVSx0jNk/xJVgb2oxGnMMmfb+LPiL93UnjC1nevFAQCPKDvnBF9T
jZdNn7S+LcOaDuqkG6dLO57KiykpcRapBc4zBGsG5BoWCSsGAQQB2kcPAQEHQHjj
Hf9QVThJXvJDRh/tHsddeSofj9IGeX04swfZXlZlwsC/BBgWCgExBYJrBuQaCRA0
RaWYa5cn8UcUAAAAAAAeACBzYWx0QG5vdGF0aW9ucy5zZXF1b2lhLXBncC5vcmds
ZduGG0pmhI5GmfG7vBykJy+51oz4tufrXfZsC/bCEwKbAr6gBBkWCgBvBYJrBuQa
CRB0FA+jVprGekcUAAAAAAAeACBzYWx0QG5vdGF0aW9ucy5zZXF1b2lhLXBncC5v
cmfbkOWCuEk2aR9DVRJtk8KRwtKUldoMUrc4i2u4J1BYbBYhBI4EWt8/IZZC0JAM
/XQUD6NWmsZ6AACenwD+MrjkCXYsQhljiCXxLSWsfg1EGdPz/HPFROAo6VhkvrMA
/jQbZx7HtBi06AlzHuB8K19FnPyGCCPm91SKAQ/ZshEPFiEEtzKWxhS8vCzi2+2V
NEWlmGuXJ/EAAEDDAQDSLSzrdde0X3h+/q9tLtobr7wvLKb02PXj9NQdA50QWgD9
HgFyoXiaXwj5rel2gQzpd+BdfwD1k7MCK5N/JzWE7QzOOARrBuQaEgorBgEEAZdV
AQUBAQdAfq2TdTwegQzkfK0W/e0ifkx72PG8t8ri+BRaGaVqmzMDAQgHwsAABBgW
CgByBYJrBuQaCRA0RaWYa5cn8UcUAAAAAAAeACBzYWx0QG5vdGF0aW9ucy5zZXF1
b2lhLXBncC5vcmfesQpUukPwba4mJDRqzFcwoRTANQomuEht8iIulwOlwAKbDBYh
BLcylsYUvLws4tvtlTRFpZhrlyfxAACCLQD+O7SsHcj8zI4smeWuOdbWZxmwOL0M
zfAeBCWwd3AQrSgBAMyQyvwFMHVr8wdxNDvsmMlPYkP0JZcIoHZwKeI9HdsK
=l4kN
-----END PGP PUBLIC KEY BLOCK-----
"""
"""It ends with the year 2029."""
OPENPGP_FINGERPRINT = "B73296C614BCBC2CE2DBED953445A5986B9727F1"
OPENPGP_EXPECTED = (
    f'schema = 1\n[[release.signers]]\nkind = "openpgp"\nfingerprint = "{OPENPGP_FINGERPRINT}"\n'
    f'key = """\n{OPENPGP_KEY}"""\n'
)
BUILDER = "https://github.com/actions/runner/github-hosted"


def envelope(payload: bytes) -> bytes:
    """The payload in an envelope, signed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415
    from securesystemslib.dsse import Envelope  # noqa: PLC0415

    signature = Ed25519PrivateKey.from_private_bytes(SEED).sign(Envelope(payload, PAYLOAD_TYPE, {}).pae())
    said = {
        "payloadType": PAYLOAD_TYPE,
        "payload": base64.b64encode(payload).decode(),
        "signatures": [{"keyid": "", "sig": base64.b64encode(signature).decode()}],
    }
    return json.dumps(said).encode()


def statement(*names: str, predicate_type: str, predicate: dict[str, Any], digest: str = "") -> str:
    """A statement about files that are handed over before it; ``digest`` where it is to name another one."""
    subjects = [{"name": name, "digest": {"sha256": digest or f"{{sha256:{name}}}"}} for name in names]
    said = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": subjects,
        "predicateType": predicate_type,
        "predicate": predicate,
    }
    return json.dumps(said)


def provenance(
    *names: str,
    commit: str = "{commit}",
    repository: str = "https://github.com/example/gantry",
    builder: str = BUILDER,
    digest: str = "",
) -> str:
    """Provenance of those files, as the hosted runners write it."""
    predicate = {
        "buildDefinition": {
            "externalParameters": {
                "workflow": {
                    "ref": "refs/tags/v1.0.0",
                    "repository": repository,
                    "path": ".github/workflows/release.yml",
                }
            },
            "resolvedDependencies": [{"uri": f"git+{repository}@refs/tags/v1.0.0", "digest": {"gitCommit": commit}}],
        },
        "runDetails": {"builder": {"id": builder}},
    }
    return statement(*names, predicate_type="https://slsa.dev/provenance/v1", predicate=predicate, digest=digest)
