"""Customers are told how to verify what they downloaded.

Why: Verification nobody knows of protects nobody.

Good: a document names the command, and the identity or key that should have signed. Where the files it names were handed over, it is
said whether our own verification of the same thing agrees.

Bad: the document names a signature file that was handed over and does not hold, or an identity other than the one that signed. From
text alone nothing bad is concluded.

Unknown: the documents could not all be read.

Known false positives: instructions for developers to sign; packages a store verifies; a tool's name without a command; commands
shown under a sentence that says there is nothing to verify.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from assay.checks.contract import MEDIUM, WEAK, Change, Example, Finding, Handed, at, bad, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.attestations import Verified
from assay.facts.documents import Document, Documents
from assay.facts.release_artefacts import Coverage, Covered, ReleaseArtefacts
from assay.formats.affirmed import ARRANGED_LATER, HOPED, is_refused
from assay.formats.signed_example import OPENPGP_EXPECTED, OPENPGP_SIGNATURE, OPENPGP_SIGNED

SUPPORTS = {"3.1.1/b": MEDIUM}
COUNTERS = {"3.1.1/b": MEDIUM}
BECAUSE = "the text names a command and whom to expect; the command itself is never run"
STALE_AFTER_DAYS = 365
FIX = "Document the command, the file it is for, and the identity or fingerprint to expect."

COMMANDS = re.compile(
    r"cosign verify(-blob|-attestation)?\b|gpg2? --verify|gh attestation verify|slsa-verifier verify|minisign -V|signify -V|sigstore verify|npm audit signatures|pypi-attestations verify|Get-AuthenticodeSignature|codesign --verify|sha256sum (-c|--check)|shasum -a 256 -c|git (verify-tag|tag -v)|rekor-cli verify"
)
IDENTITY = re.compile(
    r"--certificate-identity|--certificate-oidc-issuer|--source-uri|--cert-identity|--owner\b|--repo\b|fingerprint|--key\b|--recv-keys?|[0-9A-F]{4}( [0-9A-F]{4}){7,9}|[0-9A-F]{40}|KEYS\b|-p [\w./]+\.pub|public key",
    re.IGNORECASE,
)
CHECKSUM_ONLY = re.compile(r"sha256sum|shasum")
SENTENCE_END = re.compile(r"(?<=[.!?:])\s")
ABOUT = re.compile(r"\b(signs?|signed|signatures?|verif|work|provenance|keys?|attest)", re.IGNORECASE)
FILE = re.compile(
    r"\.(tar\.\w+|zip|whl|exe|msi|deb|rpm|jar|sig|asc|minisig|sigstore|bundle|jsonl)$|SHA\d*SUMS", re.IGNORECASE
)
EXPECTED_IDENTITY = re.compile(r"--cert(?:ificate)?-identity[= ]+['\"]?([^\s'\"*$<>{}]+)['\"]?(?=\s|$)")
"""An identity written out whole; patterns and blanks for the reader are left alone."""
OLDER = re.compile(r"\b(before|older|prior|earlier|up to|until \d|previous)\b", re.IGNORECASE)
NOT_FOR_CUSTOMERS = re.compile(
    r"(^|/)(contributing|hacking|releasing|release[-_]?process|release[-_]?log|maintainers|development|changelog|changes|history|news)\b",
    re.IGNORECASE,
)


def check(documents: Documents, release: ReleaseArtefacts) -> Iterator[Finding]:
    for document in documents.own:
        if NOT_FOR_CUSTOMERS.search(document.path):
            continue
        found = _command(document)
        if found:
            text, line = found
            around = text + " ".join(passage.text for passage in document.passages if abs(passage.line - line) < 40)
            named = bool(IDENTITY.search(around)) and not CHECKSUM_ONLY.match(COMMANDS.search(text).group())  # type: ignore[union-attr]
            followed = _followed(text, release)
            if against := followed.against:
                yield bad(
                    document.path,
                    f"who follows it comes to a bad end: {against}",
                    at(document.path, line),
                    followed.seen.at(),
                    fix=f"Put the command in {document.path} right, or the files it names.",
                )
                continue
            yield good(
                document.path,
                f"it says how to verify{' and whom to expect' if named else ', not whom to expect'}: {_line(text)}"
                f"{followed.says}",
                at(document.path, line),
                at_most=MEDIUM if named else WEAK,
            )
    if documents.unread:
        yield unknown(*documents.unread)


class _Followed(NamedTuple):
    """What comes of a command when the files it names were handed over."""

    says: str = ""
    against: str = ""
    seen: Coverage = Coverage("", "", "", Verified.NOT_TRIED)


def _followed(text: str, release: ReleaseArtefacts) -> _Followed:
    """Our own verification of what the command names: by the files it names, and by the identity it tells to expect."""
    words = {word.strip("'\"`<>()[],;").rpartition("/")[2] for word in text.split()}
    of_files = [each for each in (*release.artefacts, *release.others) if each.name in words]
    if not of_files:
        named = next((word for word in sorted(words) if FILE.search(word)), "")
        return _Followed(f"; {named} was not handed over, so it was not tried" if named and release.artefacts else "")
    # A manifest the command reads, or signatures and bundles it names: all others are beside its point.
    meant = [
        each
        for file in of_files
        for each in file.coverage
        if not (of_signatures := _named(words, file)) or each in of_signatures
    ]
    if failed := next((each for each in meant if each.verified is Verified.NO), None):
        return _Followed(against=f"{failed.file} does not hold ({failed.why})", seen=failed)
    held = next((each for each in meant if each.verified is Verified.YES), None)
    if held is None:
        return _Followed(
            f"; {of_files[0].name} was handed over, and its signature was not, or could not be verified here"
        )
    told = EXPECTED_IDENTITY.search(text)
    if told and held.signer.kind == "sigstore" and told[1] != held.signer.identity:
        return _Followed(
            against=f"it tells to expect {told[1][:120]}, and {held.signer.identity[:120]} signed", seen=held
        )
    return _Followed(f"; our own verification of {of_files[0].name} with {held.file} agrees")


def _named(words: set[str], file: Covered) -> list[Coverage]:
    return [each for each in file.coverage if each.file in words]


def _command(document: Document) -> tuple[str, int] | None:
    for text, line in document.code:
        match = COMMANDS.search(text)
        if match and not _is_withheld(document, line, line + text.count("\n")):
            return text, line + text.count("\n", 0, match.start())
    for passage in document.passages:
        if COMMANDS.search(passage.text) and re.search(r"--\w|\.(sig|asc|pem|intoto|sha256)", passage.text):
            return passage.text, passage.line
    return None


def _is_withheld(document: Document, first: int, last: int) -> bool:
    """Whether the text around a code block says that it does not work, or not yet."""
    before = [each.text for each in document.passages if first - 12 <= each.line <= first][-1:]
    behind = [each.text for each in document.passages if last < each.line <= last + 6][:1]
    said = [sentence for text in before for sentence in SENTENCE_END.split(text) if not OLDER.search(sentence)]
    put_off = any(HOPED.search(each) or ARRANGED_LATER.search(each) for each in (*said, *behind))
    return put_off or any(is_refused(each) and ABOUT.search(each) for each in said)


def _line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if COMMANDS.search(line)), "")[:90]


_DOC = "# Install\n\nVerify the download:\n\n```\n{}\n```\n"

_GPG = _DOC.format("gpg --verify gantry.tar.gz.asc gantry.tar.gz").replace("Verify", "Verify with our public key")
_RELEASE = (Change("Release", {"a": "1"}, tag="v1.0.0"),)
_SIGNATURE = {"gantry.tar.gz.asc": Handed(OPENPGP_SIGNATURE, release="v1.0.0")}

EXAMPLES = (
    Example(
        "command and identity",
        Outcome.GOOD,
        {
            "docs/install.md": _DOC.format(
                "cosign verify-blob --certificate-identity https://e.example/release --bundle a.sigstore a.tar.gz"
            )
        },
        strength=MEDIUM,
    ),
    Example(
        "a checksum only", Outcome.GOOD, {"docs/install.md": _DOC.format("sha256sum -c SHA256SUMS")}, strength=WEAK
    ),
    Example(
        "a tool's name without a command",
        Outcome.SILENT,
        {"README.md": "# x\n\nOur releases are signed with cosign and gpg.\n"},
        false_positive="a tool's name without a command",
    ),
    Example(
        "for developers",
        Outcome.SILENT,
        {"RELEASING.md": _DOC.format("gpg --verify a.asc")},
        false_positive="instructions for developers to sign",
    ),
    Example(
        "nothing to verify",
        Outcome.SILENT,
        {
            "README.md": "# x\n\nWe do not sign releases, so this does not work:\n\n```\ncosign verify-blob --key k.pub a.tar.gz\n```\n"
        },
        false_positive="commands shown under a sentence that says there is nothing to verify",
    ),
    Example(
        "the signature it names does not hold",
        Outcome.BAD,
        {"docs/install.md": _GPG},
        history=_RELEASE,
        profile=OPENPGP_EXPECTED,
        evidence={"gantry.tar.gz": Handed(b"altered", release="v1.0.0", artefact=True), **_SIGNATURE},
        strength=MEDIUM,
    ),
    Example(
        "the signature it names holds",
        Outcome.GOOD,
        {"docs/install.md": _GPG},
        history=_RELEASE,
        profile=OPENPGP_EXPECTED,
        evidence={"gantry.tar.gz": Handed(OPENPGP_SIGNED, release="v1.0.0", artefact=True), **_SIGNATURE},
        strength=MEDIUM,
    ),
    Example("a document that is broken", Outcome.UNKNOWN, {"docs/install.pdf": b"%PDF-1.4 broken"}),
)
