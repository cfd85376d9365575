"""Security.txt files handed over, with the signature around them verified where the profile names an OpenPGP key."""

from assay.collect.imported.detached_signatures import cleartext
from assay.collect.repository import Settings
from assay.domain.evidence import Unread
from assay.facts.attestations import Signer, Verified
from assay.facts.evidence import EvidenceItems
from assay.facts.imported import Source
from assay.facts.security_txt import PublishedSecurityTxt, SecurityTxts
from assay.facts.signers import ExpectedSigners
from assay.formats.results import Raw, ResultError
from assay.formats.results.security_txt import read

MISSING = Unread(
    "security.txt",
    "none was handed over",
    "assay ingest on the file as your web server gives it, at /.well-known/security.txt",
)


def collect(items: EvidenceItems, settings: Settings, signers: ExpectedSigners) -> SecurityTxts:
    """They speak of an organisation and not of a commit: nothing is tied."""
    found: list[PublishedSecurityTxt] = []
    unread: list[Unread] = []
    handed = items.of("security_txt")
    for item in handed:
        source = Source(item.name, item.sha256, item.taken_on, release=item.release)
        try:
            (content,) = read(Raw(item.name, item.data))
        except ResultError as fault:
            unread.append(Unread(item.name, str(fault), "a whole security.txt"))
            continue
        outcome: tuple[Verified, str, Signer | None] = (Verified.NOT_TRIED, "it is not signed", None)
        if content.signed:
            outcome = cleartext(item.data, signers, settings.as_of)
        found.append(PublishedSecurityTxt(content, source, *outcome))
    return SecurityTxts(tuple(found), tuple(unread) if handed else (MISSING,))
