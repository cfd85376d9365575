"""Finds retention settings of logs in definitions of infrastructure: Terraform, CloudFormation and charts."""

import re
from collections.abc import Iterator

from assay.facts.retention_settings import RetentionSetting

BLOCK = re.compile(r'^(?:resource|module)\s+"([\w-]{1,100})"(?:\s+"([\w-]{1,100})")?\s*\{')
OF_LOGS = re.compile(
    r"cloudwatch_log_group|logging_\w*bucket_config|log_analytics_workspace|log_group|logging|audit|sls_store|loki|opensearch|elasticsearch",
    re.IGNORECASE,
)
IN_TERRAFORM = re.compile(
    r"^\s*(retention_in_days|retention_days|retention_period|log_retention(?:_in)?_days|cloudwatch_log_group_retention_in_days)\s*=\s*\"?(\d{1,5})\"?\s*(?:#.*)?$"
)
IN_YAML = re.compile(
    r"^\s*(?:-\s+)?\"?(RetentionInDays|logRetentionInDays|logRetention|retention_period|retentionPeriod)\"?\s*:\s*['\"]?(\d{1,6})\s*(h|d|w|m|y)?['\"]?\s*,?\s*(?:#.*)?$"
)
DAYS = {"": 1.0, "h": 1 / 24, "d": 1.0, "w": 7.0, "m": 30.0, "y": 365.0}
PERIODS = frozenset({"retention_period", "retentionPeriod"})
"""Names that mean a log only where the file is about logs; a bare number of theirs has no unit that can be told."""
NAME = re.compile(r"^\s*(?:-\s+)?\"?(?:LogGroupName|name)\"?\s*[:=]\s*(\S.{0,120})$")
TYPE = re.compile(r"Type\"?\s*:\s*\"?AWS::Logs::LogGroup")
KEY = re.compile(r"^( {0,12})\"?([\w-]{1,80})\"?\s*:\s*\{?\s*$")
BEFORE = 8


def terraform(path: str, text: str) -> Iterator[RetentionSetting]:
    """Settings in blocks about logs; variables without a value tell nothing."""
    block = ""
    for number, line in enumerate(text.splitlines(), 1):
        if found := BLOCK.match(line):
            block = " ".join(filter(None, found.groups()))
        elif line.startswith("}"):
            block = ""
        elif block and (found := IN_TERRAFORM.match(line)):
            if OF_LOGS.search(block) or "log" in found[1]:
                if int(found[2]):
                    yield RetentionSetting(float(found[2]), block, path, number)


def yaml(path: str, text: str) -> Iterator[RetentionSetting]:
    """Settings of log groups in templates, and of log stores in the values of a chart."""
    lines = text.splitlines()
    about_logs = re.search(r"loki|logging|\blogs?\b", path, re.IGNORECASE)
    for number, line in enumerate(lines):
        found = IN_YAML.match(line)
        if not found or not int(found[2]):
            continue
        if found[1] in PERIODS and not (found[3] and (about_logs or "loki" in text.lower())):
            continue
        yield RetentionSetting(int(found[2]) * DAYS[found[3] or ""], _about(lines, number), path, number + 1)


def _about(lines: list[str], number: int) -> str:
    """The names near a setting: the keys above it, and the name of the log group."""
    near = lines[max(0, number - BEFORE) : number + 3]
    names = [found[1].strip(" '\",") for each in near if (found := NAME.match(each))]
    above = [found[2] for each in lines[max(0, number - BEFORE) : number] if (found := KEY.match(each))]
    return " ".join([*above[-3:], *names])[:160]
