"""Build credentials are renewed.

Why: A key that never ends serves whoever copied it years ago.

Good: every secret, token and deploy key the platform keeps for the project was made or renewed within the last year, or ends by itself
within a year; or there is none.

Bad: one is older.

Unknown: no snapshot of the platform, or one by somebody who may not list them.

Known false positives: a setting that is no secret, kept among the secrets; a key that may only read.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, Handed, bad, counted, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.platform import DeployKey, Missing, Platforms, Project, StoredSecret
from assay.facts.subject import Subject
from assay.formats.snapshots.example import example
from assay.formats.snapshots.rights import needed

SUPPORTS = {"2.1.4/c": MEDIUM, "2.1.2/c": MEDIUM}
COUNTERS = {"2.1.4/c": MEDIUM, "2.1.2/c": MEDIUM}
BECAUSE = "the days are the platform's own; what other systems keep was not seen"
STALE_AFTER_DAYS = 30
FIX = "Renew it, or let the pipeline log in with an identity of its own and delete it."

LONGEST = timedelta(days=365)
SHOWN = 3


def check(platforms: Platforms, subject: Subject) -> Iterator[Finding]:
    seen = platforms.newest
    if platforms.unread:
        yield unknown(*platforms.unread)
    if seen is None or seen.archived:
        return
    sections = seen.sections
    platform = seen.snapshot.platform
    hidden = []
    if sections.deploy_keys.read is None:
        hidden.append(seen.missing("deploy keys", sections.deploy_keys, needed(platform, "deploy_keys")))
    if sections.secrets.read is None:
        hidden.append(seen.missing("secrets of pipelines", sections.secrets, needed(platform, "secrets")))
    if hidden:
        yield unknown(*hidden)
    secrets, keys = sections.secrets.read or (), sections.deploy_keys.read or ()
    old = [each for each in secrets if _is_old(each.renewed_on, each.ends_on, subject.as_of)]
    old_keys = [each for each in keys if _is_old(each.made_on, None, subject.as_of)]
    for each in old:
        yield _against(f"secret {each.title}", each.renewed_on, seen.at(), seen.on, writes=True)
    for key in old_keys:
        yield _against(f"deploy key {key.title}", key.made_on, seen.at(), seen.on, writes=key.writes)
    if not hidden and not old and not old_keys:
        some = counted(len(secrets) + len(keys), "credential")
        says = (
            f"{some} of pipelines, each younger than a year"
            if secrets or keys
            else "no credential of pipelines is kept"
        )
        yield good("credentials of pipelines", says, seen.at(), observed_at=seen.on)


def _is_old(made: date | None, ends: date | None, as_of: date) -> bool:
    """A day that is not told is not young."""
    if ends is not None and ends <= as_of + LONGEST:
        return False
    return made is None or as_of - made > LONGEST


def _against(thing: str, made: date | None, place: Any, on: date, *, writes: bool) -> Finding:
    says = f"{thing} was made or renewed on {made}" if made else f"nothing tells when {thing} was made"
    return bad(thing, says, place, at_most=None if writes else WEAK, observed_at=on)


def _snapshot(secrets: Any = (), keys: Any = ()) -> dict[str, Handed]:
    return {"snapshot.json": Handed(example(secrets=secrets, deploy_keys=keys))}


_FILES = {"a": "x"}
_YOUNG, _OLD = date(2026, 5, 1), date(2024, 5, 1)

EXAMPLES = (
    Example(
        "renewed this year", Outcome.GOOD, _FILES, evidence=_snapshot((StoredSecret("TOKEN", _YOUNG),)), strength=MEDIUM
    ),
    Example("nothing is kept", Outcome.GOOD, _FILES, evidence=_snapshot()),
    Example(
        "it ends by itself", Outcome.GOOD, _FILES, evidence=_snapshot((StoredSecret("TOKEN", _OLD, date(2026, 12, 1)),))
    ),
    Example("two years old", Outcome.BAD, _FILES, evidence=_snapshot((StoredSecret("TOKEN", _OLD),)), strength=MEDIUM),
    Example(
        "an old name that may be no secret",
        Outcome.BAD,
        _FILES,
        evidence=_snapshot((StoredSecret("REGION", _OLD),)),
        false_positive="a setting that is no secret, kept among the secrets",
    ),
    Example(
        "an old key that may only read",
        Outcome.BAD,
        _FILES,
        evidence=_snapshot((), (DeployKey("mirror", False, _OLD),)),
        strength=WEAK,
        false_positive="a key that may only read",
    ),
    Example(
        "the token may not list them",
        Outcome.UNKNOWN,
        _FILES,
        evidence=_snapshot(Missing("the token may not see it (403)", "Secrets: read")),
    ),
    Example("no snapshot", Outcome.UNKNOWN, _FILES),
    Example(
        "an archived project",
        Outcome.SILENT,
        _FILES,
        evidence={
            "snapshot.json": Handed(example(secrets=(), deploy_keys=(), project=Project("public", archived=True)))
        },
    ),
)
