"""Logs are kept for the time that was agreed.

Why: Break-ins are often noticed after months; by then the entries that explain them must still be there.

Good: a document states how long logs are kept, and no other states another time; and each setting in the definitions of pipelines
and infrastructure is at least as long.

Bad: a setting for the same class of logs is shorter than the stated time (strong where both name the class, weak for logs that
pipelines upload); or two documents state different times for one class.

Unknown: no time is stated, or no setting is in the tree. Settings of platforms are outside of it.
Without a time, a setting or a pipeline there is nothing to compare, and the check is silent.

Known false positives: different classes of logs with different times; how long the product keeps the logs of its users; the part that
is kept at hand before the rest is archived; twelve months set as 365 days.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assay.checks.contract import MEDIUM, STRONG, WEAK, Example, Finding, Strength, at, bad, counted, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines
from assay.facts.documents import Documents
from assay.facts.retention_settings import RetentionSetting, RetentionSettings
from assay.facts.uploads import Upload, Uploads
from assay.formats.log_periods import LogPeriod, kind_of, log_periods

SUPPORTS = {"2.2.3/b": MEDIUM, "2.2.3/a": MEDIUM}
COUNTERS = {"2.2.3/b": STRONG, "2.2.3/a": MEDIUM}
BECAUSE = "the stated and the set time were compared; whether the setting is in force shows only on the system"
STALE_AFTER_DAYS = 180
FIX = "Set every log to the agreed time, and state that time in one document."

STATED, SET = ("2.2.3/a",), ("2.2.3/b",)
SLACK = 0.97
"""Months and years are not of one length."""
OF_LOGS = re.compile(r"(?<![a-z])logs?(?![a-z])", re.IGNORECASE)
MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Compared:
    setting: RetentionSetting
    period: LogPeriod
    strength: Strength

    @property
    def short(self) -> bool:
        return self.setting.days < self.period.days * SLACK


def check(documents: Documents, settings: RetentionSettings, uploads: Uploads, ci: CiPipelines) -> Iterator[Finding]:
    periods = [period for document in documents.own for period in log_periods(document)]
    if not periods and not settings.settings and ci.none_found:
        return
    if not periods:
        yield unknown(
            Unread(
                "how long logs are kept", "no document in the tree states it", "a logging policy, cited in assay.toml"
            )
        )
        return
    differing = list(_differing(periods))
    for first, other in differing:
        yield bad(
            f"{first.kind or 'all'} logs",
            f"{first.path} says {_days(first.days)} for {_named(first)}, {other.path} says {_days(other.days)}",
            at(first.path, first.line),
            at(other.path, other.line),
            fix=f"Let {first.path} and {other.path} state one time for {_named(first)}.",
            facets=STATED,
        )
    if not differing:
        yield good(
            "stated time",
            f"{_named(periods[0])} are kept {_days(periods[0].days)}, says {periods[0].path}",
            *(at(each.path, each.line) for each in periods[:MOST_SHOWN]),
            facets=STATED,
        )
    of_pipelines = [_of_upload(each) for each in uploads.uploads if each.days and _is_log(each)]
    compared = [*_compared(settings.settings, periods), *_compared(of_pipelines, periods, WEAK)]
    yield from _as_set(compared)


def _as_set(compared: list[_Compared]) -> Iterator[Finding]:
    short = [each for each in compared if each.short]
    for each in short:
        yield bad(
            f"{each.setting.path} {each.setting.about}",
            f"{each.setting.about} keeps logs {_days(each.setting.days)}, {each.period.path} says {_days(each.period.days)} for {_named(each.period)}",
            at(each.setting.path, each.setting.line),
            at(each.period.path, each.period.line),
            fix=f"Set {each.setting.about} in {each.setting.path} to {_days(each.period.days)}, or agree on a shorter time.",
            facets=SET,
            at_most=each.strength,
        )
    long = [each for each in compared if not each.short and each.strength is not WEAK]
    if long and not short:
        yield good(
            "settings of logs",
            f"{counted(len(long), 'setting')} for logs, each as long as is stated, the shortest {_days(min(each.setting.days for each in long))}",
            *(at(each.setting.path, each.setting.line) for each in long[:MOST_SHOWN]),
            facets=SET,
            objects=len(long),
        )
    if not compared:
        yield unknown(
            Unread(
                "retention settings of the log stores",
                "no definition in the tree sets one for a class of logs that a document names",
                "an export of the settings, cited in a statement",
            )
        )


def _differing(periods: Sequence[LogPeriod]) -> Iterator[tuple[LogPeriod, LogPeriod]]:
    """The first pair of each class in two documents that differ by more than the length of a month can."""
    for kind in dict.fromkeys(each.kind for each in periods):
        longest: dict[str, LogPeriod] = {}
        for each in (period for period in periods if period.kind == kind):
            if each.path not in longest or longest[each.path].days < each.days:
                longest[each.path] = each
        first, *others = longest.values()
        differing = [each for each in others if not SLACK <= each.days / first.days <= 1 / SLACK]
        if differing:
            yield first, differing[0]


def _compared(
    settings: Sequence[RetentionSetting], periods: Sequence[LogPeriod], most: Strength = STRONG
) -> Iterator[_Compared]:
    """Each setting beside the time stated for its class, or for logs in general where nothing is said of the class."""
    by_kind: dict[str, LogPeriod] = {}
    for period in periods:
        by_kind.setdefault(period.kind, period)
    for setting in settings:
        kind = kind_of(setting.about.replace("_", " ").replace("-", " "))
        if kind and kind in by_kind:
            yield _Compared(setting, by_kind[kind], most)
        elif "" in by_kind:
            yield _Compared(setting, by_kind[""], min(most, MEDIUM))


def _is_log(upload: Upload) -> bool:
    return bool(OF_LOGS.search(f"{upload.name} {' '.join(upload.takes)}"))


def _of_upload(upload: Upload) -> RetentionSetting:
    return RetentionSetting(upload.days or 0, f"build log of job {upload.job}", upload.path, upload.line)


def _named(period: LogPeriod) -> str:
    return f"{period.kind} logs" if period.kind else "logs"


def _days(days: float) -> str:
    return f"{days:.0f} days"


def _policy(*sentences: str) -> dict[str, str]:
    return {
        "docs/logging-policy.md": "# Logging policy\n\nThis is what we agreed about our logs.\n\n"
        + "\n\n".join(sentences)
    }


def _group(days: int, name: str = "build") -> dict[str, str]:
    return {
        "infra/logs.tf": f'resource "aws_cloudwatch_log_group" "{name}" {{\n  name = "/x/{name}"\n  retention_in_days = {days}\n}}\n'
    }


_YEAR = "All logs of the build environment are retained for 12 months."

EXAMPLES = (
    Example("set as stated", Outcome.GOOD, {**_policy(_YEAR), **_group(400)}, strength=MEDIUM),
    Example("set too short", Outcome.BAD, {**_policy(_YEAR), **_group(30)}, strength=STRONG),
    Example(
        "in a template of CloudFormation",
        Outcome.BAD,
        {
            **_policy("Logs are kept for 12 months."),
            "deploy/cloudformation.yaml": "Resources:\n  Group:\n    Type: AWS::Logs::LogGroup\n    Properties:\n      RetentionInDays: 14\n",
        },
        strength=MEDIUM,
    ),
    Example(
        "two documents differ",
        Outcome.BAD,
        {
            **_policy("Audit logs are kept for 12 months."),
            "docs/security-policy.md": "# Security policy\n\nAudit logs are retained for 7 years.\n",
        },
        strength=MEDIUM,
    ),
    Example(
        "audit logs longer than others",
        Outcome.GOOD,
        {**_policy("Audit logs are kept for 7 years.", "Build logs are kept for 90 days."), **_group(90)},
        false_positive="different classes of logs with different times",
    ),
    Example(
        "a manual for users",
        Outcome.UNKNOWN,
        {"docs/logging.md": "# Logging\n\nBy default, logs are kept for 7 days, and you can change it.\n", **_group(3)},
        false_positive="how long the product keeps the logs of its users",
    ),
    Example(
        "a part at hand, the rest archived",
        Outcome.GOOD,
        {**_policy("Build logs are kept for 90 days at hand and are archived for 12 months."), **_group(365)},
        false_positive="the part that is kept at hand before the rest is archived",
    ),
    Example(
        "twelve months are 365 days",
        Outcome.GOOD,
        {**_policy(_YEAR), **_group(365)},
        false_positive="twelve months set as 365 days",
    ),
    Example(
        "a log the pipeline uploads for a week",
        Outcome.BAD,
        {
            **_policy("Build logs are kept for 90 days."),
            ".github/workflows/c.yml": "on: push\njobs:\n  b:\n    steps:\n      - uses: actions/upload-artifact@v4\n        with: {name: build-log, path: out/log, retention-days: '7'}\n",
        },
    ),
    Example("nothing that logs", Outcome.SILENT, {"README.md": "# Gantry\n\nA crane.\n"}),
    Example("no time is stated", Outcome.UNKNOWN, _group(365)),
    Example(
        "it is announced for later",
        Outcome.UNKNOWN,
        {**_policy("Logs will soon be kept for 12 months."), **_group(365)},
    ),
    Example("no setting is in the tree", Outcome.UNKNOWN, _policy(_YEAR)),
)
