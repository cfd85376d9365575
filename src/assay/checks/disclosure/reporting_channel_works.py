"""The private channel works, and a key offered for it is valid.

Why: A report that cannot be encrypted any more, or that nobody receives, is not made twice.

Good: a person answered a report or a rehearsal within the promised time in the last 180 days, or the platform's private reporting,
which the policy names, is switched on as a snapshot shows (medium; weak where a key is offered and could not be seen). An offered OpenPGP
key with the fingerprint that is stated, which has not ended, is weak by itself: a key is no channel.

Bad: the offered key has ended, was revoked or has another fingerprint than is stated; or the policy names private reporting of
the platform and a snapshot shows it switched off.

Unknown: whether mail arrives is not tried; no answer was recorded and no snapshot handed over; or an offered key could not be seen. Where the
policy names no private channel there is none to try, and the check is silent.

Known false positives: keys that sign releases; an old key beside the one in use; a second channel beside one that is off.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assay.checks import recorded
from assay.checks.contract import MEDIUM, STRONG, WEAK, Example, Finding, Handed, at, bad, counted, good, unknown
from assay.domain.evidence import Location, Outcome, Unread
from assay.facts.documents import Document, Documents
from assay.facts.duty_records import DutyRecords
from assay.facts.offered_keys import OfferedKey, OfferedKeys
from assay.facts.platform import Platforms
from assay.facts.subject import Subject
from assay.facts.texts import Texts
from assay.formats.disclosure import is_template, mentions, policies, private_channels, security_txt
from assay.formats.snapshots.example import example

SUPPORTS = {"3.2.2/b": MEDIUM}
COUNTERS = {"3.2.2/b": STRONG}
BECAUSE = "an answer that was given shows that the channel works; the network was not asked"
STALE_AFTER_DAYS = 180
FIX = "Repair the channel, offer a key that has not ended, and rehearse a report twice a year."

FINGERPRINT = re.compile(
    r"(?<![0-9A-Fa-f])(?:0x)?((?:[0-9A-Fa-f]{4}[ \t\u00a0]{0,3}){10}|[0-9A-Fa-f]{64})(?![0-9A-Fa-f])"
)
OF_KEYS = re.compile(r"\b(pgp|gpg|openpgp|gnupg)\b|openpgp4fpr", re.IGNORECASE)
PLATFORM_FORM = re.compile(
    r"/security/advisories(/new)?\b|private(ly)? vulnerability report|private vulnerability reporting|\bsecurity tab\b|report a vulnerability\W{0,3} (button|tab|form)",
    re.IGNORECASE,
)
LONGEST_LIMIT_DAYS = 7


def check(
    documents: Documents,
    texts: Texts,
    offered: OfferedKeys,
    records: DutyRecords,
    platforms: Platforms,
    subject: Subject,
) -> Iterator[Finding]:
    found = [each for each in policies(documents) or mentions(documents) if not is_template(each)]
    files = list(security_txt(texts))
    if found and not files and not any(next(private_channels(each), None) for each in found):
        return
    if not found and not files and not platforms.newest:
        yield unknown(
            Unread("the reporting channel", "no policy in the tree names one", "SECURITY.md with a private channel")
        )
        return
    stated = list(_stated(found, texts))
    keys = list(_keys(stated, found, offered, subject.as_of))
    yield from keys
    unseen = _offers(found, files) and not any(each.outcome in (Outcome.GOOD, Outcome.BAD) for each in keys)
    working = list(_answered(records, weak=unseen)) + list(_form(found, platforms, weak=unseen))
    yield from working
    gaps = []
    if unseen:
        gaps.append(
            Unread(
                "the OpenPGP key of the policy", "it is neither in the tree nor handed over", "assay ingest on the key"
            )
        )
    if offered.unread:
        gaps += offered.unread
    if not any(each.outcome is Outcome.GOOD for each in working):
        what = "nobody tried whether a report arrives"
        gaps.append(
            Unread(
                "the reporting channel",
                what,
                "rehearse a report and enter it in the table report-answers, or hand over a snapshot",
            )
        )
    if gaps:
        yield unknown(*gaps)


@dataclass(frozen=True, slots=True)
class _Stated:
    """A fingerprint somebody stated for reports."""

    fingerprint: str
    place: Location


def _stated(found: list[Document], texts: Texts) -> Iterator[_Stated]:
    """The fingerprints in policies that speak of OpenPGP, and in security.txt."""
    for document in found:
        said = [(each.text, each.line) for each in document.passages] + list(document.code)
        if any(OF_KEYS.search(text) for text, _ in said):
            for text, line in said:
                for match in FINGERPRINT.finditer(text):
                    yield _Stated(_compact(match[1]), at(document.path, line))
    for path, fields in security_txt(texts):
        for value in fields.get("encryption", ()):
            for match in FINGERPRINT.finditer(value.removeprefix("openpgp4fpr:")):
                yield _Stated(_compact(match[1]), at(path))


def _compact(text: str) -> str:
    return re.sub(r"\s", "", text).upper()


def _offers(found: list[Document], files: Sequence[tuple[str, object]]) -> bool:
    """Whether a key is offered for reports at all."""
    in_policy = any(OF_KEYS.search(passage.text) for document in found for passage in document.passages)
    return in_policy or any(OF_KEYS.search(str(fields)) for _, fields in files)


def _keys(stated: list[_Stated], found: list[Document], offered: OfferedKeys, as_of: date) -> Iterator[Finding]:
    """What is to be said of the keys for reports: those whose fingerprint is stated, and those the policy holds or links to."""
    fingerprints = {each.fingerprint: each.place for each in stated}
    paths = {document.path for document in found}
    linked = {reference.target.lstrip("./") for document in found for reference in document.references}
    of_policy = [each for each in offered.keys if each.place.path in paths or each.place.path in linked]
    matching = [each for each in offered.keys if each.key.fingerprint in fingerprints]
    good_ones = [each for each in matching if not _fault(each, as_of)]
    if good_ones:
        first = good_ones[0]
        until = first.key.usable_until
        yield good(
            "offered key",
            f"the OpenPGP key {first.key.fingerprint[-16:]} is the one stated, and {f'lasts until {until}' if until else 'has no end'}",
            first.place,
            fingerprints[first.key.fingerprint],
            at_most=WEAK,
        )
        return
    for each in matching or of_policy:
        if fault := _fault(each, as_of):
            yield bad(
                f"key {each.key.fingerprint[-16:]}",
                f"the OpenPGP key {each.key.fingerprint[-16:]} offered for reports {fault}",
                each.place,
                fix="Offer a key that has not ended, and state its fingerprint in the policy.",
            )
    if of_policy and fingerprints and not matching:
        yield bad(
            f"key {of_policy[0].key.fingerprint[-16:]}",
            f"the offered OpenPGP key {of_policy[0].key.fingerprint[-16:]} has another fingerprint than is stated",
            of_policy[0].place,
            *fingerprints.values(),
            fix="State the fingerprint of the key that is offered.",
            at_most=MEDIUM,
        )


def _fault(offered: OfferedKey, as_of: date) -> str:
    """The rest of a sentence about a key nobody can use any more; empty where it can be used."""
    key = offered.key
    if key.revoked:
        return "was revoked"
    if key.expires_on and key.expires_on <= as_of:
        return f"ended on {key.expires_on}"
    if key.usable_until and key.usable_until <= as_of:
        return f"can be encrypted to no longer: that part of it ended on {key.usable_until}"
    return ""


def _answered(records: DutyRecords, *, weak: bool) -> Iterator[Finding]:
    """Reports and rehearsals a person answered in time: they arrived."""
    current = recorded.counting(records.of("report-answers"))
    in_time = [
        each
        for each in current
        if each.values.get("how", "").casefold() == "person"
        and each.values.get("by")
        and each.on
        and (answered := each.day("answered"))
        and 0 <= (answered - each.on).days <= min(each.number("limit_days"), LONGEST_LIMIT_DAYS)
    ]
    if in_time:
        yield good(
            "answered reports",
            f"{counted(len(in_time), 'report')} arrived and a person answered in time ({recorded.how_kept(in_time)})",
            *recorded.places(in_time),
            at_most=WEAK if weak else recorded.reach(in_time),
            objects=len(in_time),
            observed_at=max(each.on for each in in_time if each.on),
        )


def _form(found: list[Document], platforms: Platforms, *, weak: bool) -> Iterator[Finding]:
    """The platform's private reporting, where the policy names it and a snapshot shows whether it is on."""
    seen = platforms.newest
    if seen is None or seen.sections.private_reporting.read is None:
        return
    named = [
        at(document.path, line)
        for document in found
        for text, line in private_channels(document)
        if PLATFORM_FORM.search(text)
    ]
    if not named:
        return
    if seen.sections.private_reporting.read:
        says = "private reporting of the platform, which the policy names, is switched on"
        yield good(
            "form of the platform", says, named[0], seen.at(), at_most=WEAK if weak else MEDIUM, observed_at=seen.on
        )
        return
    others = any(not PLATFORM_FORM.search(text) for document in found for text, _ in private_channels(document))
    yield bad(
        "form of the platform",
        "the policy names private reporting of the platform, and it is switched off",
        named[0],
        seen.at(),
        fix="Switch private vulnerability reporting on, or name another channel.",
        at_most=WEAK if others else STRONG,
        observed_at=seen.on,
    )


_POLICY = "# Security\n\nWe are glad about every report of a vulnerability in our product. Please write to security@gantry.example and encrypt it with our PGP key, {}.\n"
_NOW, _OLD = "3674A0EA93C5EBF970D1B724BE119B695F01BF87", "FAE3D72A6A1A91A6C4BA79B4FC9DEE1BCEBF3933"
_KEY = """\
-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEaVW5ABYJKwYBBAHaRw8BAQdAhnZDG0icSd0qYtXpDbNgOLdVxqFN5ufMR2g9
89tp7uO0F3NlY3VyaXR5QGdhbnRyeS5leGFtcGxliJAEExYIADgWIQQ2dKDqk8Xr
+XDRtyS+EZtpXwG/hwUCaVW5AAIbAwULCQgHAgYVCgkICwIEFgIDAQIeAQIXgAAK
CRC+EZtpXwG/h3o6AP4/hN8/CqQ8fQhtVMHwLGdwGSBbkzGHNYdZrRseGpC2lwEA
vOjfmpuf5Y8zchoFbaa0zY9qKdT8Kq0NRhUwSdgtegS4OARpVbkAEgorBgEEAZdV
AQUBAQdAAWI1/3sL1ZDTYBGCXQplM+WE4ijEXWbbLxDnuvR9+CYDAQgHiHgEGBYI
ACAWIQQ2dKDqk8Xr+XDRtyS+EZtpXwG/hwUCaVW5AAIbDAAKCRC+EZtpXwG/h1KV
AQCAIzP2EznFP+bTiSgyW8gSqbMsG0U847dPq2mZJtZU9wD+PJ0FCXUwhQVEqKlF
w29tp5SRHPge6SGyX3FkwuXaNAA=
=3Y1R
-----END PGP PUBLIC KEY BLOCK-----
"""
_ENDED = """\
-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEZ3SFgBYJKwYBBAHaRw8BAQdAiA2Veh0LLHVkpFLUif7/vafRSi52Hj2p4//s
Mhd+kQq0Em9sZEBnYW50cnkuZXhhbXBsZYiWBBMWCAA+FiEE+uPXKmoakabEunm0
/J3uG86/OTMFAmd0hYACGwMFCQHhM4AFCwkIBwIGFQoJCAsCBBYCAwECHgECF4AA
CgkQ/J3uG86/OTNapAD/QHLRkZtk8RrZip5y4TfM1/QWwv/goYHo0eWd56SiDgMA
/06S47/gqUygcy2p+UjxxfORU9lgStUP/d6VVB1XgwsM
=4LZy
-----END PGP PUBLIC KEY BLOCK-----
"""
_FORM = "# Security\n\nPlease report every vulnerability with [the form](https://github.com/gantry/gantry/security/advisories/new){}.\n"
_ROWS = "report,received,answered,by,limit_days,how\nrehearsal 2026-09,2026-09-06,2026-09-08,Ada Builder,5,person\n"

EXAMPLES = (
    Example(
        "the stated key has no end",
        Outcome.GOOD,
        {"SECURITY.md": _POLICY.format(f"fingerprint {_NOW}"), "security.asc": _KEY},
        strength=WEAK,
    ),
    Example(
        "a key that is handed over",
        Outcome.GOOD,
        {"SECURITY.md": _POLICY.format(f"fingerprint {_NOW}")},
        evidence={"key.asc": Handed(_KEY)},
        strength=WEAK,
    ),
    Example(
        "a rehearsal that was answered",
        Outcome.GOOD,
        {"SECURITY.md": _FORM.format(""), **recorded.table("report-answers", _ROWS)},
        strength=MEDIUM,
    ),
    Example(
        "the form is switched on",
        Outcome.GOOD,
        {"SECURITY.md": _FORM.format("")},
        evidence={"snapshot.json": Handed(example(private_reporting=True))},
        strength=MEDIUM,
    ),
    Example(
        "the form is switched off",
        Outcome.BAD,
        {"SECURITY.md": _FORM.format("")},
        evidence={"snapshot.json": Handed(example(private_reporting=False))},
        strength=STRONG,
    ),
    Example(
        "an address beside the form that is switched off",
        Outcome.BAD,
        {"SECURITY.md": _FORM.format(" or write to security@gantry.example")},
        evidence={"snapshot.json": Handed(example(private_reporting=False))},
        strength=WEAK,
        false_positive="a second channel beside one that is off",
    ),
    Example(
        "the stated key has ended",
        Outcome.BAD,
        {"SECURITY.md": _POLICY.format(f"fingerprint {_OLD}"), "security.asc": _ENDED},
        strength=STRONG,
    ),
    Example(
        "another key than is stated",
        Outcome.BAD,
        {"SECURITY.md": _POLICY.format(f"[here](security.asc), fingerprint {_OLD}"), "security.asc": _KEY},
        strength=MEDIUM,
    ),
    Example(
        "an old key beside the one in use",
        Outcome.GOOD,
        {"SECURITY.md": _POLICY.format(f"fingerprint {_NOW}"), "security.asc": _KEY, "old-key.asc": _ENDED},
        false_positive="an old key beside the one in use",
    ),
    Example(
        "an old key for releases",
        Outcome.UNKNOWN,
        {"SECURITY.md": _FORM.format(""), "KEYS": _ENDED},
        false_positive="keys that sign releases",
    ),
    Example(
        "a stated key that nobody can see", Outcome.UNKNOWN, {"SECURITY.md": _POLICY.format(f"fingerprint {_NOW}")}
    ),
    Example(
        "an address nobody tried",
        Outcome.UNKNOWN,
        {"SECURITY.md": _FORM.format(" or write to security@gantry.example")},
    ),
    Example(
        "no private channel at all",
        Outcome.SILENT,
        {
            "SECURITY.md": "# Security\n\nPlease open a public issue to report a security vulnerability of our product.\n"
        },
    ),
    Example("no policy", Outcome.UNKNOWN, {"a": "x"}),
    Example(
        "no policy, and a snapshot that has nothing to say",
        Outcome.UNKNOWN,
        {"a": "x"},
        evidence={"snapshot.json": Handed(example())},
    ),
)
