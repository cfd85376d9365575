"""A valid security.txt is published.

Why: It is the one place a finder, or a tool, looks first, and the only one that says until when it can be trusted.

Good: a security.txt that was handed over keeps to RFC 9116, has a Contact and has not expired, and its Canonical address is at a host
the assessor's profile links to (medium where the owner names the host, or where only other addresses in it tell whose it is); a copy
in the tree alone is weak.

Bad: it has expired, breaks the standard, or its signature fails.

Unknown: none was handed over and the tree holds no copy, it is not told whose it is, or it has expired since. Silent where the
product is for the own house only.

Known false positives: the security.txt of another organisation, or of a company under a name other than the product's; an example of
one among test data; a file read when it was still in date.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time

from assay.checks.contract import MEDIUM, STRONG, WEAK, Example, Finding, Handed, Strength, at, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.attestations import Verified
from assay.facts.ci import CiPipelines
from assay.facts.profile import Profile
from assay.facts.security_txt import PublishedSecurityTxt, SecurityTxts
from assay.facts.subject import Subject
from assay.facts.texts import Texts
from assay.formats.disclosure import GENERAL, PRIVATE_PLACE
from assay.formats.own_repository import own_repositories
from assay.formats.results import Raw, ResultError, security_txt

SUPPORTS = {"3.2.1/a": STRONG, "3.2.2/a": MEDIUM}
COUNTERS = {"3.2.1/a": MEDIUM, "3.2.1/c": MEDIUM}
BECAUSE = "the file is in a form every finder knows, and says of itself where it stands and until when it holds"
STALE_AFTER_DAYS = 30
FIX = (
    "Publish security.txt at /.well-known/ with Contact, Expires, Canonical and Policy, and renew it before it expires."
)

PLACES = ("", ".well-known", "public/.well-known", "static/.well-known", "www/.well-known", "docs/.well-known")
ADDRESS = re.compile(r"https?://([^/:?#@\s]{1,253})(?::\d+)?(/[^?#\s]*)?", re.IGNORECASE)
OWN_LINKS = re.compile(r"home|web|site|security|product|compan|organi[sz]ation|vendor", re.IGNORECASE)
"""Names of links in the profile that lead to one's own addresses; others may lead anywhere."""
FORGES = frozenset({"github.com", "gitlab.com", "codeberg.org", "bitbucket.org"})


def check(
    published: SecurityTxts, profile: Profile, texts: Texts, ci: CiPipelines, subject: Subject
) -> Iterator[Finding]:
    own = _own(profile, own_repositories(ci, texts)) if published.files else frozenset()
    for each in published.files:
        yield from _published(each, own, subject.as_of, profile.by_assessor)
    copies = [] if published.files else list(_copies(texts, subject.as_of))
    yield from copies
    if published.unread and not copies and not (profile.role == "in-house" and not published.files):
        yield unknown(*published.unread)


def _published(each: PublishedSecurityTxt, own: frozenset[str], as_of: date, by_assessor: bool) -> Iterator[Finding]:
    said, source = each.content, each.source
    named = _places(said.all("canonical"))
    others = _places((*said.all("policy"), *said.all("contact"), *said.all("encryption")))
    if not _shared(named or others, own):
        whose = ", ".join(sorted(named or others)) or "nobody"
        reason = f"it is of {whose[:120]}, and the profile links to no address there"
        yield unknown(Unread(source.name, reason, "name your own address under [links] in assay.toml"))
        return
    moment = datetime.combine(as_of, time.min, UTC)
    if said.expires and said.expires.date() < source.taken_on:
        yield _against(each, f"it had expired on {said.expires.date()} when it was handed over", MEDIUM)
    elif said.expires and said.expires < moment:
        yield unknown(
            Unread(
                source.name, f"it expired on {said.expires.date()}, after it was handed over", "the file as it is today"
            )
        )
    for fault in said.faults[:3]:
        yield _against(each, fault, MEDIUM if "no Contact" in fault else WEAK)
    if said.signed and each.verified is Verified.NO:
        yield _against(each, f"its signature does not hold: {each.why}", MEDIUM)
    elif not said.faults and said.expires and said.expires >= moment:
        private = any(_is_private(contact) for contact in said.all("contact"))
        signature = "" if not said.signed else f"; signature {each.verified}{': ' + each.why if each.why else ''}"
        yield good(
            source.name,
            f"security.txt {'of ' + ', '.join(sorted(named)) if named else 'without Canonical'}: contact "
            f"{said.all('contact')[0][:80]}, until {said.expires.date()}{signature}",
            source.at(),
            at_most=STRONG if by_assessor and _shared(named, own) else MEDIUM,
            facets=("3.2.1/a", *(("3.2.2/a",) if private else ())),
            observed_at=source.taken_on,
        )


def _against(each: PublishedSecurityTxt, why: str, strength: Strength) -> Finding:
    return bad(
        each.source.name,
        f"security.txt: {why}",
        each.source.at(),
        fix=FIX,
        at_most=strength,
        observed_at=each.source.taken_on,
    )


def _own(profile: Profile, repositories: frozenset[str]) -> frozenset[str]:
    links = [address for name, address in profile.links.items() if OWN_LINKS.search(name)]
    return _places(links) | frozenset(f"{forge}/{each}" for each in repositories for forge in FORGES)


def _places(addresses: Iterable[str]) -> frozenset[str]:
    """Hosts of addresses; on a forge, where everybody has one, with the owner and the project."""
    found = set()
    for each in addresses:
        if each.lower().startswith("mailto:"):
            host, path = each.rpartition("@")[2].partition("?")[0], ""
        else:
            address = ADDRESS.match(each)
            host, path = (address[1], address[2] or "") if address else ("", "")
        host = host.casefold().removeprefix("www.")
        project = path.casefold().strip("/").split("/")[:2]
        if host in FORGES:
            found |= {f"{host}/{'/'.join(project)}"} if len(project) == 2 else set()
        elif "." in host:
            found.add(host)
    return frozenset(found)


def _shared(places: frozenset[str], own: frozenset[str]) -> bool:
    """Whether a place is one's own, or a part of it."""
    return any(
        one == other or one.endswith(f".{other}") or other.endswith(f".{one}") for one in places for other in own
    )


def _is_private(contact: str) -> bool:
    address = contact.partition(":")[2]
    return (contact.lower().startswith("mailto:") and not GENERAL.search(address)) or bool(
        PRIVATE_PLACE.search(contact)
    )


def _copies(texts: Texts, as_of: date) -> Iterator[Finding]:
    for path, text in texts.named("security.txt"):
        if path.rpartition("/")[0] not in PLACES:
            continue
        try:
            (said,) = security_txt.read(Raw("security.txt", text.encode()))
        except ResultError:
            continue
        if not said.faults and said.expires and said.expires.date() >= as_of:
            yield good(
                path,
                f"a copy of security.txt in the tree, until {said.expires.date()}; whether it is published was not seen",
                at(path, 1),
                at_most=WEAK,
                facets=("3.2.1/a",),
            )


_LINKED = 'schema = 1\n[links]\nhome = "https://gantry.example/"\n'
_GOOD = (
    "Contact: mailto:security@gantry.example\nExpires: 2027-01-01T00:00:00z\n"
    "Canonical: https://gantry.example/.well-known/security.txt\nPolicy: https://gantry.example/security\n"
)


def _handed(text: str = _GOOD) -> dict[str, Handed]:
    return {"security.txt": Handed(text)}


EXAMPLES = (
    Example(
        "in date, at the vendor's own address",
        Outcome.GOOD,
        {"a": "x"},
        profile=_LINKED,
        evidence=_handed(),
        strength=STRONG,
    ),
    Example(
        "it does not say where it stands",
        Outcome.GOOD,
        {"a": "x"},
        profile=_LINKED,
        evidence=_handed(
            "".join(_GOOD.splitlines(keepends=True)[:2]) + "Policy: https://www.gantry.example/security\n"
        ),
        strength=MEDIUM,
    ),
    Example(
        "expired",
        Outcome.BAD,
        {"a": "x"},
        profile=_LINKED,
        evidence=_handed(_GOOD.replace("2027", "2026")),
        strength=MEDIUM,
    ),
    Example(
        "a blank nobody filled in",
        Outcome.BAD,
        {"a": "x"},
        profile=_LINKED,
        evidence=_handed(_GOOD.replace("2027-01-01T00:00:00z", "%date")),
        strength=WEAK,
    ),
    Example(
        "of another firm",
        Outcome.UNKNOWN,
        {"a": "x"},
        profile=_LINKED,
        evidence=_handed(_GOOD.replace("gantry.example", "crane.example")),
        false_positive="the security.txt of another organisation, or of a company under a name other than the product's",
    ),
    Example(
        "a project on a forge says nothing of the other projects there",
        Outcome.UNKNOWN,
        {"package.json": '{"repository": "https://github.com/example/gantry"}'},
        evidence=_handed("Contact: https://github.com/other/crane/security\nExpires: 2027-01-01T00:00:00Z\n"),
    ),
    Example(
        "it was in date when it was read",
        Outcome.UNKNOWN,
        {"a": "x"},
        profile=_LINKED,
        evidence={"security.txt": Handed(_GOOD.replace("2027-01-01", "2026-09-20"), taken_on=date(2026, 9, 1))},
        false_positive="a file read when it was still in date",
    ),
    Example(
        "a product for the own house", Outcome.SILENT, {"a": "x"}, profile='schema = 1\n[product]\nrole = "in-house"\n'
    ),
    Example("a copy in the tree", Outcome.GOOD, {".well-known/security.txt": _GOOD}, strength=WEAK),
    Example(
        "a copy among test data",
        Outcome.UNKNOWN,
        {"tests/data/security.txt": _GOOD},
        false_positive="an example of one among test data",
    ),
    Example(
        "handed over but not told whose",
        Outcome.UNKNOWN,
        {"a": "x"},
        evidence=_handed("Contact: tel:+44-1632-960001\nExpires: 2027-01-01T00:00:00Z\n"),
    ),
    Example("nothing handed over", Outcome.UNKNOWN, {"a": "x"}),
)
