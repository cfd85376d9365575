"""Reads what scanners are told to ignore, with the reason and the end each entry gives, in fields or in comments."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from defusedxml import ElementTree

from assay.facts.suppressions import Suppression
from assay.formats import toml_text
from assay.formats.last_days import last_day
from assay.formats.yaml_text import YamlError
from assay.formats.yaml_text import read as read_yaml


class SuppressionError(ValueError):
    """The file is not what its name promises."""


MOST = 2000
LONGEST_LINE = 500
FARTHEST = 60
"""Lines above an entry in which a comment can be about it."""
ENDINGS = (".toml", ".json", ".jsonc", ".yml", ".yaml", ".xml", ".snyk", ".nsprc")
COMMENT = re.compile(r"(?:^|\s)(?:#|//)+\s*(.*)$")
OPENS = re.compile(r"[:=]\s*[\[{|>]?\s*$|^\s*\[")
"""A line that begins a list or table: a comment above it is about the whole."""
ONLY_COMMENT = re.compile(r"^\s*(?:#|//)")
LIMIT = re.compile(
    r"\b(until|expir\w*|exp|review(ed)?( again)?( by| on)?|revisit|re-?check|by|not after|end)\b[\s:=]*(.{0,30})",
    re.IGNORECASE,
)
IDENTIFIER = re.compile(r"\b[A-Z]{2,8}-[\w-]{1,60}", re.IGNORECASE)
SAYS_NOTHING = frozenset(
    """todo fixme tbd na none ignore ignored ignoring suppress suppressed skip skipped reason temp temporary temporarily the this vuln
    vulns vulnerability vulnerabilities cve ghsa advisory advisories finding findings for now exp until expires see and entry""".split()
)
NO_FIX = re.compile(
    r"\bno (known |available |upstream |patch|security )?(fix|patch|update|upgrade)|(fix|patch|update) (is )?not (yet )?available|won'?t fix|unfixed|not (yet )?fixed",
    re.IGNORECASE,
)
OTHER_REASON = re.compile(
    r"not (used|reach|call|execut|includ|present|expos|load|affect|enabled)|only (in|on|at|used)|cannot be|never|test|development|disabled|mitigat|instead|sanitiz|sandbox|protected",
    re.IGNORECASE,
)
IGNORE_OPTIONS = {"pip-audit": "--ignore-vuln", "safety": "--ignore", "cargo": "--ignore", "bundle": "--ignore", "bundler-audit": "--ignore", "bundle-audit": "--ignore", "uv": "--ignore"}  # fmt: skip


def is_store(path: str) -> bool:
    """Whether a file of this name tells a scanner what to ignore, or says what does not affect the product."""
    name = path.rpartition("/")[2].lower()
    return (name.endswith(ENDINGS) or "trivyignore" in name) and _reader(path) is not None


def read(path: str, text: str) -> tuple[Suppression, ...]:
    """The first two thousand entries of the file; raises SuppressionError."""
    reader = _reader(path)
    assert reader is not None
    try:
        return tuple(islice(reader(path, text), MOST))
    except (ValueError, YamlError, RecursionError, ElementTree.ParseError, AttributeError, TypeError) as error:
        raise SuppressionError(f"it cannot be read as what its name says ({str(error)[:60]})") from None


def gives_reason(text: str) -> bool:
    """Whether there is more than fillers, identifiers and days; a link to an issue is a reason somebody wrote down."""
    words = re.findall(r"[^\W\d_]{2,}", IDENTIFIER.sub(" ", text))
    return "://" in text or sum(1 for word in words if word.casefold() not in SAYS_NOTHING) >= 2


def only_says_no_fix(text: str) -> bool:
    """Whether it explains that there is no fix, which is no reason why nobody can be harmed."""
    return bool(NO_FIX.search(text)) and not OTHER_REASON.search(text)


def by_option(argv: tuple[str, ...]) -> Iterator[str]:
    """The identifiers a command line tells a scanner to ignore."""
    option = IGNORE_OPTIONS.get(argv[0].rpartition("/")[2], "") if argv else ""
    if option and (argv[0] not in ("cargo", "bundle", "uv") or "audit" in argv[1:3]):
        for number, word in enumerate(argv):
            if word == option and number + 1 < len(argv):
                yield argv[number + 1]
            elif word.startswith(option + "="):
                yield word.partition("=")[2]


def beside(path: str, lines: Sequence[str], number: int, what: str) -> Suppression:
    """An entry that has nothing but comments: on its line (from 1), or in the block above it."""
    comment = _comment(lines, number)
    return Suppression(path, number, what, comment if gives_reason(comment) else "", _until(comment))


def _reader(path: str) -> Callable[[str, str], Iterator[Suppression]] | None:
    return next((reader for pattern, reader in _READERS if pattern.search(path.lower())), None)


def _made(
    path: str, text: str, what: str, reason: Any = "", until: Any = None, *, enforced: bool = True
) -> Suppression:
    """An entry with fields; comments fill in what the fields leave open."""
    number = _line_of(text, what)
    told = beside(path, _lines(text), number, what)
    written = str(reason or "").strip()
    ends = _day(until)
    return Suppression(
        path,
        number,
        what,
        written if gives_reason(written) else told.reason,
        ends or _until(written) or told.until,
        enforced=enforced and ends is not None,
    )


@lru_cache(maxsize=2)
def _lines(text: str) -> Sequence[str]:
    return [line[:LONGEST_LINE] for line in text.splitlines()]


def _line_of(text: str, what: str) -> int:
    return text.count("\n", 0, max(0, text.find(what))) + 1


def _comment(lines: Sequence[str], number: int) -> str:
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    found = COMMENT.search(line)
    if found and gives_reason(found.group(1)):
        return found.group(1)
    above: list[str] = []
    for at in range(number - 2, max(-1, number - 2 - FARTHEST), -1):
        if ONLY_COMMENT.match(lines[at]):
            above.insert(0, ONLY_COMMENT.sub("", lines[at]).strip("/# "))
        elif above or not lines[at].strip() or OPENS.search(lines[at]):
            break
    return " ".join(above) or (found.group(1) if found else "")


def _until(text: str) -> date | None:
    return next((day for match in LIMIT.finditer(text) if (day := last_day(match.group(match.lastindex or 0)))), None)


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    return last_day(str(value)[:30].replace("T", " ")) if value else None


def _osv(path: str, text: str) -> Iterator[Suppression]:
    found = toml_text.read(text)
    for each in found.get("IgnoredVulns", ()):
        yield _made(path, text, str(each.get("id", "")), each.get("reason"), each.get("ignoreUntil"))
    for each in found.get("PackageOverrides", ()):
        vulnerability = each.get("vulnerability")
        if each.get("ignore") is True or (isinstance(vulnerability, dict) and vulnerability.get("ignore") is True):
            yield _made(path, text, str(each.get("name", "packages")), each.get("reason"), each.get("effectiveUntil"))


def _trivy(path: str, text: str) -> Iterator[Suppression]:
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        words = line.partition("#")[0].split()
        if words:
            told = beside(path, lines, number, words[0])
            ends = next((_day(word[4:]) for word in words[1:] if word.startswith("exp:")), None)
            yield Suppression(path, number, words[0], told.reason, ends or told.until, enforced=ends is not None)


def _trivy_yaml(path: str, text: str) -> Iterator[Suppression]:
    for entries in _mapping(read_yaml(text)).values():
        for each in entries or ():
            yield _made(path, text, str(each.get("id", "")), each.get("statement"), each.get("expired_at"))


def _grype(path: str, text: str) -> Iterator[Suppression]:
    for each in _mapping(read_yaml(text)).get("ignore") or ():
        package = each.get("package")
        named = package.get("name") if isinstance(package, dict) else ""
        what = str(each.get("vulnerability") or named or each.get("fix-state") or "everything")
        yield _made(path, text, what, each.get("reason"))


def _snyk(path: str, text: str) -> Iterator[Suppression]:
    for what, places in (_mapping(read_yaml(text)).get("ignore") or {}).items():
        for place in places or ():
            for each in place.values():
                yield _made(path, text, str(what), each.get("reason"), each.get("expires"))


def _audit_ci(path: str, text: str) -> Iterator[Suppression]:
    found = _mapping(json.loads(_plain_json(text)))
    for each in [*(found.get("allowlist") or ()), *(found.get("advisories") or ())]:
        entries = each.items() if isinstance(each, dict) else [(str(each), {})]
        for what, fields in entries:
            if fields.get("active", True):
                yield _made(path, text, str(what), fields.get("notes"), fields.get("expiry"))


def _nsprc(path: str, text: str) -> Iterator[Suppression]:
    for what, fields in _mapping(json.loads(_plain_json(text))).items():
        if isinstance(fields, str):
            yield _made(path, text, what, fields)
        elif isinstance(fields, dict) and fields.get("active", True):
            yield _made(path, text, what, fields.get("notes"), fields.get("expiry"))


def _cargo(path: str, text: str) -> Iterator[Suppression]:
    advisories = toml_text.read(text).get("advisories")
    for each in advisories.get("ignore", ()) if isinstance(advisories, dict) else ():
        if isinstance(each, dict):
            yield _made(path, text, str(each.get("id") or each.get("crate") or ""), each.get("reason"))
        else:
            yield _made(path, text, str(each))


def _composer(path: str, text: str) -> Iterator[Suppression]:
    audit = _mapping(_mapping(_mapping(json.loads(text)).get("config")).get("audit"))
    ignored = audit.get("ignore") or ()
    for what, reason in ignored.items() if isinstance(ignored, dict) else [(each, "") for each in ignored]:
        yield _made(path, text, str(what), reason)


def _package_json(path: str, text: str) -> Iterator[Suppression]:
    audit = _mapping(_mapping(_mapping(json.loads(text)).get("pnpm")).get("auditConfig"))
    for each in [*(audit.get("ignoreCves") or ()), *(audit.get("ignoreGhsas") or ())]:
        yield _made(path, text, str(each))


def _yarn(path: str, text: str) -> Iterator[Suppression]:
    for each in _mapping(read_yaml(text)).get("npmAuditIgnoreAdvisories") or ():
        yield _made(path, text, str(each))


def _bundler(path: str, text: str) -> Iterator[Suppression]:
    for each in _mapping(read_yaml(text)).get("ignore") or ():
        yield _made(path, text, str(each))


def _dependency_check(path: str, text: str) -> Iterator[Suppression]:
    for each in ElementTree.fromstring(text.lstrip("\ufeff")):
        if each.tag.rpartition("}")[2] != "suppress":
            continue
        fields = {one.tag.rpartition("}")[2]: (one.text or "").strip() for one in each}
        what = next((fields[name] for name in ("cve", "vulnerabilityName", "cpe", "packageUrl", "gav", "cvssBelow") if name in fields), "a rule")  # fmt: skip
        yield _made(path, text, what, fields.get("notes"), (each.get("until") or "").rstrip("Z"))


def _vex(path: str, text: str) -> Iterator[Suppression]:
    found = _mapping(json.loads(text))
    for each in found.get("statements") or ():
        if isinstance(each, dict) and each.get("status") == "not_affected":
            vulnerability = each.get("vulnerability")
            name = vulnerability.get("name") if isinstance(vulnerability, dict) else vulnerability
            reason = " ".join(str(each.get(key) or "") for key in ("justification", "impact_statement", "status_notes"))
            yield _vex_entry(path, text, str(name or ""), reason)
    for each in found.get("vulnerabilities") or ():
        analysis = _mapping(each.get("analysis")) if isinstance(each, dict) else {}
        if analysis.get("state") == "not_affected":
            reason = f"{analysis.get('justification') or ''} {analysis.get('detail') or ''}"
            yield _vex_entry(path, text, str(each.get("id") or ""), reason)


def _vex_entry(path: str, text: str, what: str, reason: str) -> Suppression:
    number = _line_of(text, what)
    return Suppression(path, number, what, " ".join(reason.replace("_", " ").split()), None, vex=True)


def _plain_json(text: str) -> str:
    """JSON with comments and trailing commas as plain JSON."""
    without = re.sub(
        r'("(?:\\.|[^"\\\n])*")|//[^\n]*|/\*.*?(?:\*/|\Z)', lambda match: match.group(1) or "", text, flags=re.DOTALL
    )
    return re.sub(r",(\s*[}\]])", r"\1", without)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


_READERS: tuple[tuple[re.Pattern[str], Callable[[str, str], Iterator[Suppression]]], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"(^|/)osv-scanner\.toml$", _osv),
        (r"(^|/)\.?trivyignore\.ya?ml$", _trivy_yaml),
        (r"(^|/)\.trivyignore[\w.-]{0,30}$", _trivy),
        (r"(^|/)\.?grype\.ya?ml$", _grype),
        (r"(^|/)\.snyk$", _snyk),
        (r"(^|/)\.?audit-ci\.jsonc?$", _audit_ci),
        (r"(^|/)\.nsprc$", _nsprc),
        (r"(^|/)deny\.toml$|(^|/)\.cargo/audit\.toml$", _cargo),
        (r"^composer\.json$", _composer),
        (r"^package\.json$", _package_json),
        (r"(^|/)\.yarnrc\.ya?ml$", _yarn),
        (r"(^|/)\.bundler-audit\.ya?ml$", _bundler),
        (r"(^|/)(cve-?)?suppressions?\.xml$|(dependency-?check|owasp|cve)[\w.-]{0,40}suppress[\w.-]{0,40}\.xml$|suppress[\w.-]{0,40}(dependency-?check|owasp|cve)[\w.-]{0,40}\.xml$", _dependency_check),
        (r"(^|/)\.vex/[^/]+\.json$|(^|[/.])(openvex|vex)\.json$", _vex),
    )
)  # fmt: skip
