"""``assay ingest``: takes files into an evidence folder."""

import hashlib
import re
from pathlib import Path

import click

from assay.cli.assessing import A_PATH
from assay.cli.clock import today
from assay.errors import MalformedInputError, UnreadablePathError

SIGNATURES = frozenset(
    "sigstore_bundle pep740 dsse intoto_statement checksums minisign openpgp_signature ssh_signature".split()
)
LARGEST_SIGNATURE = 60_000_000
HEX = re.compile(r"[0-9a-f]{7,64}")


@click.command("ingest", epilog="assay ingest --kinds lists the formats that are read.")
@click.argument("files", nargs=-1, type=A_PATH)
@click.option("--into", type=A_PATH, help="The evidence folder; made if it is not there.")
@click.option("--commit", default="", help="The commit the files are about (7 or more hex digits).")
@click.option("--release", default="", help="The release tag the files are about.")
@click.option("--kind", default="", help="The format, where a file could be of more than one.")
@click.option("--as-artefact", is_flag=True, help="Take the files in as artefacts of --release, whatever they hold.")
@click.option("--kinds", "list_kinds", is_flag=True, help="List the formats that are read, and end.")
def command(
    files: tuple[Path, ...],
    into: Path | None,
    commit: str,
    release: str,
    kind: str,
    as_artefact: bool,
    list_kinds: bool,
) -> None:
    """Take test results, scans, SBOMs and other evidence FILES into a folder.

    Each file is read before it is taken in and kept by the digest of its
    bytes. What it shows is only said where it can be tied to a commit: by
    the file itself, or by --commit or --release.

    Files of a release itself are taken in with --as-artefact. Signatures,
    attestations and lists of checksums among them are told by what they
    hold, and taken in as such.

    \b
    Examples:
      assay ingest junit.xml --into ../evidence --commit "$(git rev-parse HEAD)"
      assay assess --evidence ../evidence
    """
    from assay.formats.results import kinds

    if list_kinds:
        for name, module in kinds().items():
            click.echo(f"{name:16} {module.TITLE}")
        return
    if not files:
        raise click.UsageError("Name at least one file.")
    if into is None:
        raise click.UsageError("Say where the evidence is kept: --into FOLDER.")
    if commit and not HEX.fullmatch(commit):
        raise MalformedInputError(f"--commit {commit!r} is no commit id.", advice='Use "$(git rev-parse HEAD)".')
    if kind and kind not in kinds():
        raise MalformedInputError(f"There is no kind called {kind!r}.", advice="assay ingest --kinds lists them.")
    if as_artefact and (kind or not release):
        raise click.UsageError("--as-artefact needs --release, and no --kind.")
    refused = [
        fault
        for each in files
        if (
            fault := _take_artefact_in(each, into, commit, release)
            if as_artefact and not _speaks_of_others(each)
            else _take_in(each, into, commit, release, kind)
        )
    ]
    if refused:
        raise MalformedInputError(
            f"{len(refused)} of {len(files)} files not taken in:\n  " + "\n  ".join(refused),
            advice="The others, if any, are in the folder.",
        )
    click.echo(f"Next: assay assess --evidence {into}", err=True)


def _speaks_of_others(file: Path) -> bool:
    """Whether a file of a release is a signature, an attestation or a list of checksums, by what it holds."""
    from assay.formats.results import Raw, ResultError, kind_of

    if not file.is_file() or file.stat().st_size > LARGEST_SIGNATURE:
        return False
    try:
        return kind_of(Raw(file.name, _bytes(file))) in SIGNATURES
    except ResultError:
        return False


def _take_artefact_in(file: Path, into: Path, commit: str, release: str) -> str:
    """Copied in pieces: a release can be larger than memory."""
    from assay.facts.evidence import ARTEFACT, EvidenceItem
    from assay.store import evidence

    if not file.is_file():
        raise UnreadablePathError(f"{file} is no plain file.", advice="Name the files of the release one by one.")
    try:
        content = file.open("rb")
    except OSError as error:
        raise UnreadablePathError(f"{file} cannot be read: {error.strerror}.") from None
    with content:
        said = EvidenceItem(file.name, ARTEFACT, "", b"", today(), commit, release)
        item, new = evidence.add_artefact(into, said, content)
    click.echo(f"{file}: release artefact, {'taken in' if new else 'was there already'} as {item.sha256[:12]}")
    return ""


def _take_in(file: Path, into: Path, commit: str, release: str, kind: str) -> str:
    """Take one file in and say so; returns why not, if it cannot be."""
    from assay.facts.evidence import EvidenceItem
    from assay.formats.results import Raw, ResultError, kind_of, kinds
    from assay.store import evidence

    data = _bytes(file)
    raw = Raw(file.name, data)
    try:
        is_kind = kind or kind_of(raw)
        kinds()[is_kind].read(raw)
    except ResultError as fault:
        return f"{file}: {fault}"
    item = EvidenceItem(file.name, is_kind, hashlib.sha256(data).hexdigest(), data, today(), commit, release)
    new = evidence.add(into, item)
    click.echo(f"{file}: {kinds()[is_kind].TITLE}, {'taken in' if new else 'was there already'} as {item.sha256[:12]}")
    return ""


def _bytes(file: Path) -> bytes:
    from assay.store.evidence import LARGEST

    try:
        if file.is_dir():
            raise UnreadablePathError(f"{file} is a folder.", advice="Name the files in it.")
        if file.stat().st_size > LARGEST:
            raise MalformedInputError(f"{file} is larger than {LARGEST // 1_000_000} MB.", advice="Split it.")
        return file.read_bytes()
    except OSError as error:
        raise UnreadablePathError(f"{file} cannot be read: {error.strerror}.") from None
