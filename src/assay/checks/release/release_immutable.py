"""A release stays what it was.

Why: A version whose content can change protects nobody: what one customer checked is not what the next one gets.

Good: every tag and every file of a release that an earlier assessment or snapshot recorded at least a week ago is still the same
(medium where digests of files were compared or the platform refuses replacements, else weak: tags alone tell nothing of files).

Bad: the same version was seen with another commit behind its tag, or a file of it with another digest.

Unknown: nothing earlier was handed over, as with the first assessment. What lies in the repository itself is no record held elsewhere. Without
a release the check is silent.

Known false positives: rebuilt images under the same version, which an accepted risk can declare; short tags that move to the newest patch by design; a
release that was withdrawn.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from assay.checks.contract import (
    MEDIUM,
    STRONG,
    WEAK,
    Change,
    Example,
    Finding,
    Handed,
    bad,
    counted,
    good,
    unknown,
)
from assay.domain.evidence import Outcome, Unread
from assay.facts.platform import Asset, Release, TagName
from assay.facts.recorded_releases import RecordedReleases, Sighting
from assay.facts.subject import Subject
from assay.facts.tags import RELEASE, Tags
from assay.formats.earlier_assessments import digest
from assay.formats.snapshots.example import SNAPSHOT, example

SUPPORTS = {"3.1.1/c": MEDIUM}
COUNTERS = {"3.1.1/c": STRONG}
BECAUSE = "what was recorded earlier is held against today; a replacement before the first record is not seen"
STALE_AFTER_DAYS = 30
FIX = "Publish a new version instead of replacing one, and let the platform refuse replacements."

LONG_ENOUGH = timedelta(days=7)
SHORT = re.compile(r"^(.*?\d+\.\d+)$")
MOST_SHOWN = 5


def check(recorded: RecordedReleases, tags: Tags, subject: Subject) -> Iterator[Finding]:
    if recorded.unread:
        yield unknown(*recorded.unread)
    aliases = _aliases({tag.name for tag in tags.tags} | {each.release for each in recorded.sightings})
    by_thing: dict[tuple[str, str], list[Sighting]] = {}
    for each in recorded.sightings:
        if RELEASE.search(each.release) and each.release not in aliases:
            by_thing.setdefault((each.release, each.file), []).append(each)
    now = {tag.name: tag.commit for tag in tags.tags}
    changed: set[tuple[str, str]] = set()
    compared: list[Sighting] = []
    for (release, file), seen in by_thing.items():
        contents = [(each.content, each.seen_on) for each in seen]
        if not file and release in now:
            contents.append((now[release], subject.as_of))
        other = next(((content, day) for content, day in contents if content != seen[0].content), None)
        if other:
            changed.add((release, file))
            yield _replaced(seen[0], *other)
        elif contents[-1][1] - seen[0].seen_on >= LONG_ENOUGH:
            compared.append(seen[0])
    if changed:
        return
    if compared:
        files = sum(bool(each.file) for each in compared)
        by_platform = "; the platform refuses replacements" if recorded.kept else ""
        yield good(
            "recorded releases",
            f"{counted(len(compared) - files, 'tag')} and {counted(files, 'file')} of releases are what they were, since {compared[0].seen_on} at the earliest{by_platform}",
            *dict.fromkeys(each.place for each in compared[-MOST_SHOWN:]),
            *((recorded.kept,) if recorded.kept else ()),
            at_most=MEDIUM if files or recorded.kept else WEAK,
            objects=len(compared),
        )
    elif not recorded.unread and (by_thing or tags.releases):
        reason = "what was handed over records no release that was there a week ago or more"
        yield unknown(Unread("earlier sightings of releases", reason, "the next assessment, with this one handed over"))


def _aliases(names: set[str]) -> set[str]:
    """Short tags such as ``v1.2`` beside ``v1.2.3``: they move to the newest patch by design."""
    ordered = sorted(names)

    def has_patches(name: str) -> bool:
        place = bisect_left(ordered, f"{name}.")
        return place < len(ordered) and ordered[place].startswith(f"{name}.")

    return {name for name in names if SHORT.match(name) and has_patches(name)}


def _replaced(first: Sighting, content: str, day: date) -> Finding:
    what = f"the file {first.file} of {first.release}" if first.file else f"the tag {first.release}"
    return bad(
        f"{first.release} {first.file}".strip(),
        f"{what} was {_short(first.content)} on {first.seen_on} and {_short(content)} on {day}",
        first.place,
        fix=f"Publish a new version instead of replacing {first.release}, and tell customers which content is the right one.",
    )


def _short(content: str) -> str:
    return content.removeprefix("sha256:")[:12]


_HISTORY = (
    Change("Release 1.0", {"a": "1"}, on=date(2026, 6, 1), tag="v1.0.0"),
    Change("Release 1.1", {"a": "2"}, on=date(2026, 8, 1), tag="v1.1.0"),
)
_HASH, _OTHER = "sha256:" + "a1" * 32, "sha256:" + "b2" * 32


def _seen(on: date, tags: dict[str, str], kept: bool | None = None, **files: str) -> Handed:
    """A snapshot of that day with these tags, and files of the release v1.0.0."""
    given = replace(
        SNAPSHOT,
        taken_at=datetime(on.year, on.month, on.day, 12, tzinfo=UTC),
        commit="{commit:v1.1.0}",
        tags=tuple(TagName(*each) for each in tags.items()),
    )
    assets = tuple(Asset(f"{name}.zip", digest_) for name, digest_ in files.items())
    more = {} if kept is None else {"immutable_releases": kept}
    return Handed(example(given, releases=(Release("v1.0.0", date(2026, 6, 1), assets=assets),), **more), taken_on=on)


_TAGS = {"v1.0.0": "{commit:v1.0.0}", "v1.1.0": "{commit:v1.1.0}"}
_EARLY, _LATE = date(2026, 8, 10), date(2026, 9, 30)


def _assessment(tag: str, commit: str, **more: str) -> Handed:
    found = {
        "schema": "assay-assessment/1",
        "as_of": "2026-08-15",
        "subject": {"commit": commit, "ref": tag, "path": "gantry"},
        "profile": {"product": "Gantry"},
        "claims": [],
    }
    return Handed(json.dumps({**found, "digest": digest(found), **more}))


_PROFILE = {"a": "2", "assay.toml": 'schema = 1\n[product]\nname = "Gantry"\n'}

EXAMPLES = (
    Example(
        "tags are where an earlier snapshot saw them",
        Outcome.GOOD,
        {"a": "2"},
        history=_HISTORY,
        evidence={"early.json": _seen(_EARLY, _TAGS)},
        strength=WEAK,
    ),
    Example(
        "the files are what they were, too",
        Outcome.GOOD,
        {"a": "2"},
        history=_HISTORY,
        evidence={"early.json": _seen(_EARLY, _TAGS, gantry=_HASH), "late.json": _seen(_LATE, _TAGS, gantry=_HASH)},
        strength=MEDIUM,
    ),
    Example(
        "the platform refuses replacements",
        Outcome.GOOD,
        {"a": "2"},
        history=_HISTORY,
        evidence={"early.json": _seen(_EARLY, _TAGS, kept=True)},
        strength=MEDIUM,
    ),
    Example(
        "a file was replaced",
        Outcome.BAD,
        {"a": "2"},
        history=_HISTORY,
        evidence={"early.json": _seen(_EARLY, _TAGS, gantry=_HASH), "late.json": _seen(_LATE, _TAGS, gantry=_OTHER)},
        strength=STRONG,
    ),
    Example(
        "a tag was moved",
        Outcome.BAD,
        {"a": "2"},
        history=_HISTORY,
        evidence={"early.json": _seen(_EARLY, {**_TAGS, "v1.0.0": "{commit:v1.1.0}"})},
        strength=STRONG,
    ),
    Example(
        "an earlier assessment saw the tag elsewhere",
        Outcome.BAD,
        _PROFILE,
        history=_HISTORY,
        evidence={"assessment.json": _assessment("v1.0.0", "1" * 40)},
        strength=STRONG,
    ),
    Example(
        "an image was built anew under its version, which an accepted risk declares",
        Outcome.BAD,
        {
            "a": "2",
            "assay.toml": '[[accepted_risks]]\ncheck = "release-immutable"\nobject = "v1.0.0 image.zip"\nowner = "Ada Builder"\n'
            'reason = "Rebuilt to take fixes of the base image."\naccepted = 2026-09-01\nexpires = 2026-12-01\n',
        },
        history=_HISTORY,
        evidence={"early.json": _seen(_EARLY, _TAGS, image=_HASH), "late.json": _seen(_LATE, _TAGS, image=_OTHER)},
        false_positive="rebuilt images under the same version",
    ),
    Example(
        "a short tag moves with every patch",
        Outcome.GOOD,
        {"a": "2"},
        history=(*_HISTORY, Change("Release 1.1.1", {"a": "3"}, on=date(2026, 9, 1), tag="v1.1")),
        evidence={"early.json": _seen(_EARLY, {**_TAGS, "v1.1": "{commit:v1.1.0}"})},
        false_positive="short tags that move to the newest patch by design",
    ),
    Example(
        "a release was withdrawn",
        Outcome.GOOD,
        {"a": "2"},
        history=_HISTORY,
        evidence={"early.json": _seen(_EARLY, {**_TAGS, "v0.9.0": "1" * 40})},
        false_positive="a release that was withdrawn",
    ),
    Example(
        "nothing was released yet",
        Outcome.SILENT,
        {"a": "2"},
        history=(Change("Start", {"a": "1"}, on=date(2026, 8, 1)),),
        evidence={"early.json": Handed(example())},
    ),
    Example("the first assessment", Outcome.UNKNOWN, {"a": "2"}, history=_HISTORY),
    Example(
        "a snapshot of yesterday only",
        Outcome.UNKNOWN,
        {"a": "2"},
        history=_HISTORY,
        evidence={"late.json": _seen(_LATE, _TAGS)},
    ),
    Example(
        "an assessment that was altered",
        Outcome.UNKNOWN,
        _PROFILE,
        history=_HISTORY,
        evidence={"assessment.json": _assessment("v1.0.0", "1" * 40, as_of="2026-08-16")},
    ),
)
