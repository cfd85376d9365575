"""Settings with which a scanner or a bot runs and looks at nothing."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from assay.facts.ci import Command, Does, Step
from assay.formats import toml_text
from assay.formats.yaml_text import Marked, YamlError, read

EVERYTHING = re.compile(r"[\^(]*(\.[*+]|\*{1,2}|/?\*\*/\*|\.|/)[$)]*")
"""Patterns that match every path or name."""
REPORTS_UNLESS = {"trivy": ("--exit-code",), "grype": ("--fail-on", "-f"), "docker": ("--exit-code", "-e")}
"""Scanners that only report, unless given one of these options."""
SECURITY_RULE = re.compile(
    r"\b(cwe|owasp|vulnerab\w{1,20}|injection|insecure|xss|ssrf|unsafe|traversal)\b|category:\s{1,5}[\"']?security",
    re.IGNORECASE,
)


def allows_everything(gitleaks_settings: str) -> bool:
    """Whether an allow list of gitleaks matches every path or every secret."""
    try:
        found = toml_text.read(gitleaks_settings)
    except tomllib.TOMLDecodeError:
        return False
    lists = [found.get("allowlist"), *_listed(found.get("allowlists"))]
    return any(
        EVERYTHING.fullmatch(str(pattern))
        for each in lists
        if isinstance(each, dict) and not each.get("commits")
        for pattern in (*_listed(each.get("paths")), *_listed(each.get("regexes")))
    )


def ignores_everything(ignore_file: str) -> bool:
    """Whether a file of ignored paths leaves nothing to look at."""
    lines = [line.strip() for line in ignore_file.splitlines() if line.strip() and not line.startswith("#")]
    return any(EVERYTHING.fullmatch(each) for each in lines) and not any(each.startswith("!") for each in lines)


def looks_for_weaknesses(rules: str) -> bool:
    """Whether rules of semgrep say of themselves that they are about security; many are about style or translation."""
    return bool(SECURITY_RULE.search(rules))


def codeql_ignores_everything(settings: str) -> bool:
    """Whether a configuration of CodeQL leaves out every path."""
    try:
        found = read(settings)
    except YamlError:
        return False
    ignored = _listed(found.get("paths-ignore")) if isinstance(found, dict) else []
    return any(EVERYTHING.fullmatch(str(each)) for each in ignored)


def osv_ignores_everything(settings: str) -> bool:
    """Whether an override of osv-scanner that names no package lets all of them pass."""
    try:
        found = toml_text.read(settings)
    except tomllib.TOMLDecodeError:
        return False
    overrides = [each for each in _listed(found.get("PackageOverrides")) if isinstance(each, dict)]
    return any(each.get("ignore") is True and not {"name", "ecosystem", "group"} & set(each) for each in overrides)


def stops_on_findings(step: Step) -> bool:
    """Whether what a scanner of components finds makes the step fail: some report and leave with success unless told otherwise."""
    if step.part and step.part.name.casefold().startswith("aquasecurity/trivy"):
        return step.inputs.get("exit-code", "0") != "0"
    commands = [each for each in step.commands if Does.VULNERABILITY_MATCH in each.does]
    return not commands or any(not _only_reports(each) for each in commands)


def _only_reports(command: Command) -> bool:
    option = REPORTS_UNLESS.get(command.argv[0].rpartition("/")[2])
    return option is not None and not any(each.startswith(option) for each in command.argv)


def excludes_its_target(argv: Sequence[str]) -> bool:
    """Whether bandit is told to leave out what it is told to look at."""
    targets = {each.strip("./") for each in argv[1:] if not each.startswith("-")}
    excluded = {
        part.strip("./")
        for option, value in pairwise(argv)
        if option in ("-x", "--exclude")
        for part in value.split(",")
    }
    return bool(excluded) and targets <= excluded


def is_osv(step: Step) -> bool:
    """Whether nothing but osv-scanner matches components in the step."""
    matching = [each for each in step.commands if Does.VULNERABILITY_MATCH in each.does]
    by_part = step.part is not None and "osv-scanner" in step.part.name
    return by_part or (bool(matching) and all(each.argv[0] == "osv-scanner" for each in matching))


def hook_runs(repo: Marked, hook: Mapping[str, Any]) -> bool:
    """Whether a pre-commit hook starts on commits and sees files: no stub, not by hand only, not with everything excluded."""
    stages = [str(each) for each in _listed(hook.get("stages"))]
    by_hand = bool(stages) and all(each == "manual" for each in stages)
    stub = str(repo.get("repo")) == "local" and str(hook.get("entry", "")).split(" ")[0] in ("true", ":", "echo")
    return not by_hand and not stub and not EVERYTHING.fullmatch(str(hook.get("exclude", "")) or "none")


def proposes(update: Mapping[str, Any]) -> bool:
    """Whether an entry of Dependabot may open requests for something."""
    ignored = [
        str(each.get("dependency-name"))
        for each in _listed(update.get("ignore"))
        if isinstance(each, dict) and not each.get("versions") and not each.get("update-types")
    ]
    return update.get("open-pull-requests-limit") != 0 and not any(EVERYTHING.fullmatch(each) for each in ignored)


def renovate_is_on(text: str) -> bool:
    """Whether a Renovate configuration leaves it on for some package."""
    try:
        found = json.loads(text)
    except ValueError:
        return not re.search(r"\"?enabled\"?\s*:\s*false", text) and "{" in text
    if not isinstance(found, dict) or not found or found.get("enabled", True) is False:
        return False
    rules = [each for each in _listed(found.get("packageRules")) if isinstance(each, dict)]
    off = any(each.get("enabled") is False and _matches_all(each) for each in rules)
    ignored = [*_listed(found.get("ignoreDeps")), *_listed(found.get("ignorePaths"))]
    presets = [str(each) for each in _listed(found.get("extends"))]
    return (
        not off and ":disableRenovate" not in presets and not any(EVERYTHING.fullmatch(str(each)) for each in ignored)
    )


def _matches_all(rule: Mapping[str, Any]) -> bool:
    matchers = {key: value for key, value in rule.items() if key.startswith("match")}
    names = [each for value in matchers.values() for each in _listed(value)]
    return all(EVERYTHING.fullmatch(str(each).strip("/")) for each in names)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
