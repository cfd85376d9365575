"""Make targets as shell scripts: prerequisites, simple variables and included files followed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from assay.formats.ci.places import Reader, join

NAMES = ("GNUmakefile", "makefile", "Makefile")
TARGET = re.compile(r"([A-Za-z0-9_./%$(){}\\ -]{1,200}?)[ \t]{0,40}::?(?!=)[ \t]{0,40}([^=#;]*)(?:;(.*))?")
VARIABLE = re.compile(
    r"(?:export[ \t]+|override[ \t]+)?([A-Za-z_][\w.-]{0,60})[ \t]{0,40}(\?|::?|!|\+)?=[ \t]{0,40}(.{0,200})"
)
INCLUDE = re.compile(r"-?s?include[ \t]+([\w./ -]{1,300})")
DIRECTIVE = re.compile(r"(ifeq|ifneq|ifdef|ifndef|else|endif|export|unexport|vpath|undefine)\b")
GOAL = re.compile(r"^\.DEFAULT_GOAL[ \t]{0,20}:?=[ \t]{0,20}([\w.-]{1,60})", re.MULTILINE)
USE = re.compile(r"\$(?:\(([A-Za-z_][\w.-]{0,60})\)|\{([A-Za-z_][\w.-]{0,60})\})")
PLAIN = re.compile(r"[\w./@+-]{1,100}(?:[ \t]{1,4}[\w./@+=:,-]{1,100}){0,6}")
COMMENT = re.compile(r"(?:^|[ \t])#")
LONGEST_LINE = 2000
MOST_TARGETS = 30
MOST_FILES = 10
TAKE_VALUE = frozenset({"-C", "-f", "-o", "-W", "-I", "--directory", "--file"})


@dataclass(slots=True)
class _Rule:
    path: str
    needs: list[str] = field(default_factory=list)
    recipe: list[str] = field(default_factory=list)
    line: int = 0
    """Of the first line of its recipe."""


@dataclass(slots=True)
class _Rules:
    targets: dict[str, _Rule] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    """Empty for one that is given different or computed values."""
    files: set[str] = field(default_factory=set)


def make(rest: list[str], read_file: Reader, folder: str) -> Iterator[tuple[str, str, int, str]]:
    """(script, path, line, folder) of every recipe that ``make`` with these words runs."""
    at, file = folder, ""
    targets: list[str] = []
    given: dict[str, str] = {}
    takes = ""
    for each in rest:
        if takes:
            at = join(at, each) if takes in ("-C", "--directory") else at
            file = each if takes in ("-f", "--file") else file
            takes = ""
        elif each in TAKE_VALUE:
            takes = each
        elif "=" in each and not each.startswith("-"):
            given[each.partition("=")[0]] = each.partition("=")[2]
        elif not each.startswith("-"):
            targets.append(each)
    for name in (file,) if file else NAMES:
        path = join(at, name)
        text = read_file(path)
        if text is None:
            continue
        rules = _rules_of(text, path, at, read_file)
        told = {key: value if PLAIN.fullmatch(value) else "" for key, value in given.items()}
        rules = replace(rules, variables={**rules.variables, **told})
        goal = GOAL.search(text)
        yield from _recipes(
            rules,
            targets
            or ([goal.group(1)] if goal else None)
            or [each for each in rules.targets if not each.startswith(".")][:1],
            at,
        )
        return


def _rules_of(text: str, path: str, folder: str, read_file: Reader) -> _Rules:
    if not any(line.kind == "include" for line in _lines_of(text)):
        return _alone(text, path)
    rules = _Rules()
    _take(rules, text, path, folder, read_file)
    return rules


@lru_cache(maxsize=16)
def _alone(text: str, path: str) -> _Rules:
    """The rules of a file that includes no other; nobody changes them once they are read."""
    rules = _Rules()
    _take(rules, text, path, "", lambda _: None)
    return rules


def _recipes(rules: _Rules, targets: list[str], folder: str) -> Iterator[tuple[str, str, int, str]]:
    for target in _in_order(rules, targets):
        rule = rules.targets[target]
        if rule.recipe:
            script = "".join(f"{each}\n" for each in _lines(rule.recipe, _ignores(rules, target)))
            yield _expanded(script, rules.variables), rule.path, rule.line, folder


def _in_order(rules: _Rules, targets: list[str]) -> list[str]:
    """The targets with what they need, each after its needs."""
    found: list[str] = []
    seen: set[str] = set()
    waiting = [(target, False) for target in reversed(targets)]
    while waiting and len(found) < MOST_TARGETS:
        target, ready = waiting.pop()
        if ready:
            found.append(target)
        elif target in rules.targets and target not in seen:
            seen.add(target)
            waiting.append((target, True))
            waiting += [(each, False) for each in reversed(rules.targets[target].needs)]
    return found


def _ignores(rules: _Rules, target: str) -> bool:
    """Whether make is told to ignore whatever fails for this target."""
    rule = rules.targets.get(".IGNORE")
    return rule is not None and (not rule.needs or target in rule.needs)


def _lines(recipe: list[str], ignores: bool) -> Iterator[str]:
    """A recipe as shell: a dash in front of a line makes make ignore its failure."""
    logical: list[str] = []
    for line in recipe:
        logical.append(line if logical else line.lstrip("@-+ \t"))
        if len(logical) == 1:
            forgiving = ignores or "-" in line[: len(line) - len(logical[0])]
        if line.endswith("\\"):
            continue
        whole = "\n".join(logical)
        if forgiving and whole.strip():
            whole = f"{{ {whole}; }} || true" if ";" in whole or "&&" in whole else f"{whole} || true"
        yield whole
        logical = []
    if logical:
        yield "\n".join(logical)


def _expanded(script: str, variables: dict[str, str]) -> str:
    """The script with make's variables replaced; those of unknown value stay as ``${NAME}``, which no shell runs as a command."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1) or match.group(2)
        return _value(name, variables) or f"${{{name}}}"

    return USE.sub(value, script.replace("$$", "\0")).replace("\0", "$")


def _value(name: str, variables: dict[str, str]) -> str:
    """What a variable stands for, one step of variables within variables followed."""
    known = {"MAKE": "make"}.get(name) or variables.get(name, "")
    inner = USE.sub(lambda match: variables.get(match.group(1) or match.group(2), "") or match.group(), known)
    return inner if PLAIN.fullmatch(inner) else ""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a Makefile that says something: a recipe line, an assignment, an include or the head of a rule."""

    number: int
    kind: str
    text: str


@lru_cache(maxsize=16)
def _lines_of(text: str) -> tuple[_Line, ...]:
    found = []
    in_recipe = False
    continued = ""
    for number, line in enumerate(text.splitlines(), 1):
        bare = (continued + line).strip()
        if not continued and (line.startswith("\t") or in_recipe):
            in_recipe = line.endswith("\\")
            found.append(_Line(number, "recipe", line.removeprefix("\t")))
        elif line.endswith("\\") and len(bare) <= LONGEST_LINE:
            continued = f"{bare[:-1]} "
        elif bare and len(bare) <= LONGEST_LINE and not bare.startswith("#"):
            kind = "include" if INCLUDE.fullmatch(bare) else "assignment" if VARIABLE.fullmatch(bare) else "rule"
            if kind != "rule" or not ((not continued and line[0].isspace()) or DIRECTIVE.match(bare)):
                found.append(_Line(number, kind, bare))
            continued = ""
        else:
            continued = ""
    return tuple(found)


def _take(rules: _Rules, text: str, path: str, folder: str, read_file: Reader) -> None:
    rules.files.add(path)
    current: list[_Rule] = []
    for line in _lines_of(text):
        if line.kind == "recipe":
            for rule in current:
                rule.line = rule.line or line.number
                rule.path = rule.path if rule.recipe else path
                # Empty lines keep the recipe in step with the file.
                rule.recipe += [""] * (line.number - rule.line - len(rule.recipe)) + [line.text]
        elif line.kind == "assignment":
            _assign(rules, line.text)
        elif line.kind == "include":
            for name in line.text.partition("include")[2].split():
                other = join(folder, name)
                if (
                    other not in rules.files
                    and len(rules.files) < MOST_FILES
                    and (inner := read_file(other)) is not None
                ):
                    _take(rules, inner, other, folder, read_file)
        else:
            current = _rule(rules, line, path)


def _assign(rules: _Rules, line: str) -> None:
    found = VARIABLE.fullmatch(line)
    assert found is not None
    name, kind, value = found.group(1), found.group(2) or "", found.group(3).partition(" #")[0].strip()
    usable = kind not in ("!", "+") and (PLAIN.fullmatch(value) or USE.search(value))
    known = rules.variables.get(name)
    if known is None:
        rules.variables[name] = value if usable else ""
    elif kind != "?" and known != value:
        rules.variables[name] = ""


def _rule(rules: _Rules, line: _Line, path: str) -> list[_Rule]:
    head = line.text.partition(";")[0]
    comment = COMMENT.search(head)
    found = TARGET.fullmatch(head[: comment.start()].rstrip() if comment else line.text)
    if not found:
        return []
    needs = [each for each in found.group(2).split() if each[0] not in "$|"]
    current = []
    for target in found.group(1).split():
        if target == ".PHONY":
            continue
        rule = rules.targets.setdefault(target, _Rule(path))
        rule.needs += needs
        if found.group(3) and found.group(3).strip():
            rule.line = rule.line or line.number
            rule.recipe.append(found.group(3).strip())
        current.append(rule)
    return current
