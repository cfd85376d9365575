"""``assay verify``: whether a pack is what it says, and who vouches for it; offline and without an account."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assay.cli.assessing import A_PATH
from assay.cli.pack_file import opened, signatures_beside
from assay.cli.place import put

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from assay.signing.keys import PublicKey


@click.command("verify")
@click.argument("pack", type=A_PATH)
@click.option(
    "--key", "keys", type=A_PATH, multiple=True, help="A public key you trust; each must have signed. Repeatable."
)
@click.option(
    "--signature",
    "signatures",
    type=A_PATH,
    multiple=True,
    help="A signature (default: those beside the pack). Repeatable.",
)
@click.option(
    "--require-role",
    "roles",
    type=click.Choice(["sro", "vendor", "assessor"]),
    multiple=True,
    help="Somebody you trust must have signed as this. Repeatable.",
)
@click.option(
    "--identity", "identities", multiple=True, help="Who must have signed with Sigstore (extra sign). Repeatable."
)
@click.option("--issuer", default="", help="The address of the service that knows those identities.")
@click.option(
    "--timestamp-authority", type=A_PATH, help="Certificates in PEM; a time stamp must come from one of them."
)
@click.option("--no-replay", is_flag=True, help="Do not judge again.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What to write (default: text)."
)
def command(
    pack: Path,
    keys: tuple[Path, ...],
    signatures: tuple[Path, ...],
    roles: tuple[str, ...],
    identities: tuple[str, ...],
    issuer: str,
    timestamp_authority: Path | None,
    no_replay: bool,
    form: str,
) -> None:
    """Check PACK and its signatures, and judge again from it.

    Without a key you trust nothing is verified: what was checked is listed.
    Compare keys with whoever they belong to, by another way than the pack
    came. Exit codes: 0 verified · 2 a file is malformed · 5 not verified, with
    the first thing that is wrong.

    \b
    Examples:
      assay verify product.pack --key sro.pem.pub --require-role sro
      assay verify product.pack
    """
    from assay.assess.signatures import Trust
    from assay.assess.verify import verification_document, verify
    from assay.errors import VerificationError
    from assay.formats.pack_statement import Role
    from assay.reports import verified as report
    from assay.reports.columns import printable

    if bool(identities) != bool(issuer):
        raise click.UsageError("--identity and --issuer go together.")
    wanted = tuple(map(Role, roles))
    trust = Trust(_keys(keys), identities, issuer, wanted, _authorities(timestamp_authority))
    data = opened(pack)
    files = {str(each): opened(each, "signature") for each in signatures or signatures_beside(pack)}
    found = verify(data, str(pack), files, trust, replaying=not no_replay)
    said = verification_document(found)
    if form == "json":
        import json

        put(json.dumps(said, indent=2, ensure_ascii=True) + "\n", None)
    else:
        put(report.render(said, str(pack)), None)
    if wrong := found.first_wrong:
        raise VerificationError(f"{pack} is not verified: {printable(wrong.about)}: {printable(wrong.says)}.")


def _keys(paths: tuple[Path, ...]) -> "dict[str, PublicKey]":
    if not paths:
        return {}
    from assay.signing.keys import public

    return {str(each): public(opened(each, "key"), str(each)) for each in paths}


def _authorities(path: Path | None) -> "Sequence[Certificate]":
    if path is None:
        return ()
    from assay.signing.timestamps import authorities

    return authorities(opened(path, "certificate"), str(path))
