"""The files of a GitLab CI definition put together: what it includes from the same repository, and what lives elsewhere."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assay.domain.evidence import Unread
from assay.facts.ci import Does, Part, PartKind
from assay.formats.ci.steps import Reader
from assay.formats.ci.values import items, mapping, text, texts
from assay.formats.yaml_text import Marked, MarkedList, YamlError, read_all

MOST_INCLUDES = 60
MOST_MERGES = 20_000
DEEPEST = 5
HEX = re.compile(r"[0-9a-f]{40}")
INPUT = re.compile(r"\$\[\[\s*inputs\.([\w-]{1,80})[^\]\n]{0,200}\]\]")
SECURITY_TEMPLATES = {
    "SAST": Does.STATIC_ANALYSIS, "Secret-Detection": Does.SECRET_SCAN, "Dependency-Scanning": Does.VULNERABILITY_MATCH,
    "Container-Scanning": Does.VULNERABILITY_MATCH, "DAST": Does.DYNAMIC_TEST,
}  # fmt: skip


def brings(part: Part, kind: str) -> bool:
    """Whether it is GitLab's template or component of this kind."""
    return f"{kind}." in part.name or f"/{kind.lower()}" in part.name.lower()


@dataclass(slots=True)
class Reading:
    """What is found while files are put together."""

    path: str
    read_file: Reader
    unread: list[Unread] = field(default_factory=list)
    outside: list[Part] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    parsed: dict[str, list[Marked]] = field(default_factory=dict)
    includes: int = 0
    merges: int = 0

    def merged(self, definition: str, path: str, inputs: Mapping[str, str], depth: int) -> Marked:
        """The definition with everything it includes from the same repository; raises YamlError."""
        documents = self.parsed.get(path) or [each for each in read_all(definition) if isinstance(each, Marked)]
        if not documents:
            raise YamlError("it holds no pipeline")
        self.parsed[path] = documents
        whole = documents[-1]
        if len(documents) > 1 and INPUT.search(definition):
            known = {**_defaults_of(mapping(documents[0].get("spec")).get("inputs")), **inputs}
            filled = INPUT.sub(lambda match: known.get(match.group(1)) or f"${{{match.group(1)}}}", definition)
            whole = [each for each in read_all(filled) if isinstance(each, Marked)][-1]
        _place(whole, path)
        result = Marked()
        result.line, result.lines, result.files = whole.line, {}, {}
        includes = whole.get("include")
        for number, each in enumerate(items(includes)):
            line = includes.lines[number] if isinstance(includes, MarkedList) else whole.line_of("include")
            if inner := self.included(each, path, line, depth):
                take(result, inner)
        take(result, whole)
        return result

    def included(self, given: Any, path: str, line: int, depth: int) -> Marked | None:
        """What an include brings in; None where it lives elsewhere or cannot be followed, which is then noted."""
        if isinstance(given, str):
            given = {"remote" if given.startswith(("http://", "https://")) else "local": given}
        if not isinstance(given, dict):
            return None
        if "local" not in given:
            self.outside.append(_include(given, path, line))
            if not any(brings(self.outside[-1], kind) for kind in SECURITY_TEMPLATES):
                self.unread.append(
                    Unread(path, f"the include {self.outside[-1].text} lives elsewhere", "assess that repository too")
                )
            return None
        target = text(given["local"]).lstrip("/")
        self.includes += 1
        inner = self.read_file(target) if "*" not in target and "$" not in target else None
        if inner is None or depth >= DEEPEST or self.includes > MOST_INCLUDES:
            self.unread.append(
                Unread(path, f"the include {target} cannot be followed", "commit the file under this name")
            )
            return None
        try:
            return self.merged(inner, target, texts(given.get("inputs")), depth + 1)
        except YamlError as error:
            self.unread.append(Unread(target, f"it is not YAML ({error})", "correct the file"))
            return None


def _include(entry: dict[str, Any], path: str, line: int) -> Part:
    """The part that an include from elsewhere stands for."""
    kind, immutable, platform = PartKind.INCLUDE, False, False
    if "project" in entry:
        name, version = text(entry["project"]), text(entry.get("ref"))
        written, immutable = f"{name}@{version or '(default branch)'}", bool(HEX.fullmatch(version))
    elif "component" in entry:
        written = text(entry["component"])
        name, _, version = written.partition("@")
        immutable = bool(HEX.fullmatch(version))
    elif "template" in entry:
        name = written = text(entry["template"])
        version, kind, immutable, platform = "", PartKind.TEMPLATE, True, True
    else:
        name = written = text(entry.get("remote") or next(iter(entry.values()), ""))
        version, immutable = "", "integrity" in entry
    return Part(kind, written, name, version, False, immutable, path, line, platform)


def _defaults_of(inputs: object) -> dict[str, str]:
    return {name: text(mapping(given).get("default")) for name, given in mapping(inputs).items()}


def _place(value: Any, path: str) -> None:
    """Notes on every mapping and list which file it comes from."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Marked) and not each.files:
            each.files = dict.fromkeys(each, path)
            waiting += each.values()
        elif isinstance(each, MarkedList) and not each.file:
            each.file = path
            waiting += each


def take(into: Marked, other: Marked) -> None:
    """Puts ``other`` over ``into`` as an include and its includer are put together."""
    files = dict(into.files)
    for key, value in other.items():
        if key == "include":
            continue
        old = into.get(key)
        into[key] = merged(old, value) if isinstance(old, Marked) and isinstance(value, Marked) else value
        into.lines[key] = other.line_of(key)
        files[key] = other.files.get(key, "")
    into.files = files


def merged(old: Marked, new: Marked) -> Marked:
    """``new`` over ``old``, mappings inside them too."""
    made = Marked(old)
    made.line = new.line
    made.lines = {**old.lines, **new.lines}
    made.files = {**old.files, **new.files}
    for key, value in new.items():
        inner = made.get(key)
        made[key] = merged(inner, value) if isinstance(inner, Marked) and isinstance(value, Marked) else value
    return made
