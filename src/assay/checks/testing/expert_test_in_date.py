"""Experts of another organisation tested the product within a year.

Why: People who did not build a thing look where its builders do not.

Good: a penetration test or review within a year by named people of another organisation, with a scope that names the product, the
version, the digest of the report, and the number of serious findings still open.

Bad: the last test is older than two years, was made by the owner itself, or its scope does not name the product; serious findings
are open beyond their day.

Unknown: no record of such a test.

Known false positives: a scan sold as a test, which is not counted; a test with serious findings that are not yet due.
"""

from collections.abc import Iterator

from assay.checks import recorded
from assay.checks.contract import MEDIUM, WEAK, Example, Finding, bad, counted, good
from assay.domain.evidence import Outcome
from assay.facts.duty_records import DutyRecords, Entry
from assay.facts.profile import Profile
from assay.formats.citations import same_organisation

IS_RECORD = True
SUPPORTS = {"1.3.1/d": MEDIUM, "1.4.1/b": WEAK}
COUNTERS = {"1.3.1/d": WEAK, "1.3.3/b": MEDIUM}
BECAUSE = "the experts are of another organisation; only the owner's record of their report is seen, not the report"
STALE_AFTER_DAYS = 365
FIX = "Have the product tested by somebody else once a year, and enter scope, version, digest of the report and open findings."

TOO_OLD_DAYS = 730
DIGEST_LENGTH = 64


def check(records: DutyRecords, profile: Profile) -> Iterator[Finding]:
    kept = records.of("expert-tests")
    yield from recorded.unfit(kept, ("1.3.1/d",))
    tests = [each for each in kept.sound if each.on and each.values["method"].casefold() != "scan"]
    if not tests:
        return
    newest = max(tests, key=lambda each: str(each.on))
    if newest.on and (kept.as_of - newest.on).days > TOO_OLD_DAYS:
        says = f"the last test by experts ended on {newest.on}, more than two years ago"
        yield bad("expert tests", says, newest.place, facets=("1.3.1/d",))
    current = [each for each in recorded.counting(kept) if each in tests]
    wanting = {each.place: why for each in current if (why := _wanting(each, profile))}
    for each in current:
        if each.place in wanting:
            yield bad("expert tests", f"the test of {each.on} {wanting[each.place]}", each.place, facets=("1.3.1/d",))
    open_ = [each for each in tests if each.number("open_high") and (not (due := each.day("open_due")) or due < kept.as_of)]  # fmt: skip
    if open_:
        yield bad(
            "findings of experts",
            f"{open_[0].number('open_high'):g} serious findings of the test of {open_[0].on} are open{' beyond their day' if open_[0].day('open_due') else ' without a day'}",
            *recorded.places(open_),
            fix="Close the findings, or accept each for a limited time.",
            facets=("1.3.3/b",),
            objects=len(open_),
        )
    fit = [each for each in current if each.place not in wanting]
    if fit:
        last = max(fit, key=lambda each: str(each.on))
        yield good(
            "expert tests",
            f"{counted(len(fit), 'test')} by experts of {last.values['organisation']} within a year, the last on version {last.values['version']} ({recorded.how_kept(fit)})",
            *recorded.places(fit),
            at_most=recorded.reach(fit),
            objects=len(fit),
            observed_at=last.on,
        )


def _wanting(test: Entry, profile: Profile) -> str:
    """Why a test shows nothing about the product; empty where it does."""
    digest = test.values["report_sha256"].lower()
    if profile.organisation and same_organisation(test.values["organisation"], profile.organisation):
        return f"was made by {test.values['organisation']}, the owner itself"
    if profile.product and profile.product.casefold() not in test.values["scope"].casefold():
        return f"does not name {profile.product} in its scope ({test.values['scope']!r})"
    if len(digest) != DIGEST_LENGTH or set(digest) - set("0123456789abcdef") or len(set(digest)) == 1:
        return "gives no SHA-256 of its report"
    return ""


_HEAD = "date,tester,organisation,method,scope,version,report_sha256,open_high,open_due\n"
_DIGEST = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"
_ROW = f"2026-09-19,Mira Stone,Harbour Testing Ltd,penetration test,Gantry with its web interface,3.2.0,{_DIGEST},0,\n"


def _kept(rows: str) -> dict[str, str]:
    files = recorded.table("expert-tests", _HEAD + rows)
    return {**files, "assay.toml": files["assay.toml"].replace("[records]", '[product]\nname = "Gantry"\n[records]')}


EXAMPLES = (
    Example("a penetration test", Outcome.GOOD, _kept(_ROW), strength=MEDIUM),
    Example("by the owner itself", Outcome.BAD, _kept(_ROW.replace("Harbour Testing Ltd", "Gantry Limited")), strength=WEAK),
    Example("of another product", Outcome.BAD, _kept(_ROW.replace("Gantry with", "Derrick with")), strength=WEAK),
    Example("three years old", Outcome.BAD, _kept(_ROW.replace("2026", "2023")), strength=WEAK),
    Example("findings overdue", Outcome.BAD, _kept(_ROW.replace(",0,\n", ",2,2026-09-25\n")), strength=MEDIUM),
    Example("a report without digest", Outcome.BAD, _kept(_ROW.replace(_DIGEST, "in the safe")), strength=WEAK),
    Example("a year and a half old", Outcome.SILENT, _kept(_ROW.replace("2026", "2025").replace("-09-", "-03-"))),
    Example("none", Outcome.UNKNOWN, {"a": "x"}),
    Example("a scan", Outcome.SILENT, _kept(_ROW.replace("penetration test", "scan")), false_positive="a scan sold as a test, which is not counted"),
    Example("findings not yet due", Outcome.GOOD, _kept(_ROW.replace(",0,\n", ",2,2026-10-25\n")), false_positive="a test with serious findings that are not yet due"),
)  # fmt: skip
