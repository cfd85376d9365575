"""``assay sign``: a person vouches for a pack with a key; no network, no account."""

import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from assay.cli.assessing import A_PATH
from assay.cli.clock import today
from assay.cli.pack_file import BUNDLE, SIGNATURE, opened
from assay.cli.place import put
from assay.errors import MalformedInputError, OutputPlaceError

PASSWORD = "ASSAY_KEY_PASSWORD"  # noqa: S105


@click.command("sign")
@click.argument("pack", type=A_PATH, required=False)
@click.option("--key", type=A_PATH, help="The private key to sign with, in PEM.")
@click.option(
    "--role", type=click.Choice(["sro", "vendor", "assessor"]), default="vendor", help="As what (default: vendor)."
)
@click.option("--name", default="", help="Who signs; for sro the owner the pack declares.")
@click.option("--signed-on", type=click.DateTime(["%Y-%m-%d"]), help="The day to sign for (default: today, UTC).")
@click.option("--timestamp", type=A_PATH, help="An RFC 3161 response over the pack, to be signed with it.")
@click.option("--output", type=A_PATH, help="The file to write (default: beside the pack).")
@click.option("--keyless", is_flag=True, help="Sign with Sigstore: an account, the network and a public log.")
@click.option("--new-key", type=A_PATH, help="Make a key: FILE, and FILE.pub for those who verify.")
@click.option("--ecdsa", is_flag=True, help="With --new-key: ECDSA P-256 rather than Ed25519.")
@click.option("--no-password", is_flag=True, help="With --new-key: leave the key open on the disk.")
def command(
    pack: Path | None,
    key: Path | None,
    role: str,
    name: str,
    signed_on: datetime | None,
    timestamp: Path | None,
    output: Path | None,
    keyless: bool,
    new_key: Path | None,
    ecdsa: bool,
    no_password: bool,
) -> None:
    """Sign PACK with a key, or make a key.

    The pack is judged again first: one that does not come out the same is not
    signed. The signature binds every byte of it, and so the exact evidence.
    It is an in-toto statement in a DSSE envelope, one file for each role. The
    password of the key is read from ASSAY_KEY_PASSWORD or asked for.

    \b
    Examples:
      assay sign --new-key sro.pem
      assay sign product.pack --key sro.pem --role sro
    """
    if new_key:
        if pack or key or keyless:
            raise click.UsageError("--new-key makes a key and signs nothing; leave the rest out.")
        _make(new_key, curve=ecdsa, open_on_disk=no_password)
        return
    if pack is None or bool(key) == keyless:
        raise click.UsageError("Name the pack, and the key to sign with: --key FILE.")
    if ecdsa or no_password:
        raise click.UsageError("--ecdsa and --no-password go with --new-key.")
    from assay.assess.sign import payload
    from assay.formats.pack_statement import Role

    data = opened(pack)
    stamp = opened(timestamp, "time stamp") if timestamp else b""
    day = signed_on.date() if signed_on else today()
    place = output or pack.with_name(f"{pack.name}.{role}{SIGNATURE if key else BUNDLE}")
    signer = _with_key(key, place) if key else _with_sigstore(place)
    put(signer(payload(data, pack.name, name, Role(role), day, stamp)).decode("ascii"), place)
    click.echo(f"{place}: signed as {role}.", err=True)


def _with_key(key: Path, place: Path) -> Callable[[bytes], bytes]:
    from assay.formats.pack_statement import PAYLOAD_TYPE
    from assay.signing.envelopes import sealed
    from assay.signing.keys import fingerprint, private

    pem = opened(key, "key")
    read = private(pem, _password(pem, key), str(key))
    _check_free(place, fingerprint(read.public_key()))
    return lambda payload: sealed(payload, PAYLOAD_TYPE, read)


def _with_sigstore(place: Path) -> Callable[[bytes], bytes]:
    from assay.signing.keyless import sealed

    _check_free(place, "")
    return sealed


def _make(place: Path, *, curve: bool, open_on_disk: bool) -> None:
    from assay.signing.keys import fingerprint, new, public

    beside = place.with_name(f"{place.name}.pub")
    for each in (place, beside):
        if each.exists() or each.is_symlink():
            raise OutputPlaceError(
                f"{each} is there already.", advice="A key is never written over; name another file."
            )
    private_pem, public_pem = new(b"" if open_on_disk else _new_password(), curve=curve)
    try:
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(private_pem)
    except OSError as error:
        raise OutputPlaceError(f"{place} cannot be written: {error.strerror}.") from None
    put(public_pem.decode("ascii"), beside)
    click.echo(f"{place}: keep it to yourself.", err=True)
    click.echo(f"{beside}: key {fingerprint(public(public_pem, str(beside)))}, for those who verify.", err=True)


def _password(pem: bytes, key: Path) -> bytes:
    from assay.signing.keys import is_locked

    if not is_locked(pem):
        return b""
    if given := os.environ.get(PASSWORD):
        return given.encode()
    return _asked(f"Password of {key}", again=False)


def _new_password() -> bytes:
    return os.environ.get(PASSWORD, "").encode() or _asked("Password of the new key", again=True)


def _asked(text: str, *, again: bool) -> bytes:
    if sys.stdin is None or not sys.stdin.isatty():
        raise MalformedInputError(
            f"{text}: there is nobody to ask.", advice=f"Set {PASSWORD}, or run it on a terminal."
        )
    given: str = click.prompt(text, hide_input=True, confirmation_prompt=again, err=True)
    return given.encode()


def _check_free(place: Path, keyid: str) -> None:
    """Raises OutputPlaceError where a signature by another key, or another file, would be lost."""
    if not place.exists():
        return
    from assay.signing.envelopes import opened as opened_envelope

    try:
        theirs = {each for each, _ in opened_envelope(opened(place, "signature"), str(place)).signatures}
    except MalformedInputError:
        theirs = set()
    if theirs != {keyid}:
        raise OutputPlaceError(
            f"{place} is there already, and was not made with this key.", advice="Name another file with --output."
        )
