"""The systems used to build and release are listed, all of them.

Why: What nobody listed nobody guards: a registry, a runner or a secret store that was forgotten is the door left open.

Good: the inventory names the source platform and the CI system with an owner and the day each row was checked, and every system the
pipelines touch is in it.

Bad: a pipeline publishes to, or takes secrets from, a system that is not in it; or rows are not filled in.

Unknown: no inventory, or pipelines that cannot be read.

Known false positives: hosts from which files are only downloaded; a system listed under its product name instead of its host.
"""

from collections.abc import Iterator

from assay.checks import recorded
from assay.checks.contract import MEDIUM, Example, Finding, at, bad, counted, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.ci import CiPipelines
from assay.facts.duty_records import DutyRecords, Entry
from assay.formats.build_systems import build_systems, unlisted

IS_RECORD = True
SUPPORTS = {"2.1.1/a": MEDIUM}
COUNTERS = {"2.1.1/a": MEDIUM}
BECAUSE = "the list is held against what the pipelines really touch; systems only people use are as stated"
STALE_AFTER_DAYS = 180
FIX = "List every system of the build with its owner, and check each row twice a year."

BASIC = ("source", "ci")


def check(records: DutyRecords, ci: CiPipelines) -> Iterator[Finding]:
    kept = records.of("build-environment")
    yield from recorded.unfit(kept, ("2.1.1/a",))
    newest: dict[str, Entry] = {}
    for each in sorted(kept.sound, key=lambda each: str(each.on)):
        newest[each.values["system"].casefold()] = each
    entries = list(newest.values())
    if not entries:
        return
    if ci.all_unread:
        yield unknown(*ci.all_unread)
    kinds = {each.values["kind"].casefold() for each in entries}
    lacking = [each for each in BASIC if each not in kinds]
    missing = unlisted(
        build_systems(ci), (f"{each.values['system']} {each.values.get('host', '')}" for each in entries)
    )
    if missing:
        names = recorded.listed([each.name for each in missing])
        yield bad(
            "inventory",
            f"pipelines touch {counted(len(missing), 'system')} that the inventory does not name: {names}",
            *(at(each.path, each.line) for each in missing[: recorded.MOST_SHOWN]),
            fix=f"Add {missing[0].name} to the inventory, or take the step out.",
            objects=len(missing),
        )
    current = recorded.counting(kept)
    if current and not lacking and all(each in current for each in entries):
        yield good(
            "inventory",
            f"it names {counted(len(entries), 'system')} with owners, all checked within {STALE_AFTER_DAYS} days ({recorded.how_kept(entries)})",
            *recorded.places(entries),
            at_most=recorded.reach(entries),
            objects=len(entries),
            observed_at=min(each.on for each in entries if each.on),
        )


_LIST = "system,kind,host,owner,checked\nforge,source,github.com,Ada Builder,2026-09-03\npipelines,ci,github.com,Ada Builder,2026-09-03\n"
_PUSHES = {".github/workflows/r.yml": "on: push\njobs:\n  r:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: docker push ghcr.io/gantry/gantry:1\n"}  # fmt: skip
_FETCHES = {".github/workflows/r.yml": "on: push\njobs:\n  r:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: curl -LO https://downloads.example.org/a.zip\n"}  # fmt: skip


def _kept(text: str) -> dict[str, str]:
    return recorded.table("build-environment", text)


EXAMPLES = (
    Example("complete", Outcome.GOOD, {**_kept(_LIST + "images,registry,ghcr.io,Ben Maker,2026-09-03\n"), **_PUSHES}, strength=MEDIUM),
    Example("a registry is missing", Outcome.BAD, {**_kept(_LIST), **_PUSHES}, strength=MEDIUM),
    Example("not filled in", Outcome.BAD, _kept("system,kind,host,owner,checked\n[System],source,,[Name],[Date]\n"), strength=MEDIUM),
    Example("checked long ago", Outcome.SILENT, _kept(_LIST.replace("2026-09-03", "2025-09-03"))),
    Example("no CI in it", Outcome.SILENT, _kept("system,kind,host,owner,checked\nforge,source,github.com,Ada Builder,2026-09-03\n")),
    Example("no inventory", Outcome.UNKNOWN, _PUSHES),
    Example("a download", Outcome.GOOD, {**_kept(_LIST), **_FETCHES}, false_positive="hosts from which files are only downloaded"),
    Example(
        "a product name",
        Outcome.GOOD,
        {
            **_kept(_LIST + "GitHub,ci,,Ada Builder,2026-09-03\nPyPI,registry,,Ben Maker,2026-09-03\n"),
            ".github/workflows/r.yml": "on: push\njobs:\n  r:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: twine upload dist/*\n",
        },
        false_positive="a system listed under its product name instead of its host",
    ),
)  # fmt: skip
