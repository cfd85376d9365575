"""Splits shell scripts into simple commands: what stands at command position, on which line, and whether its failure counts.

Not a shell: nothing is expanded. Quoted text, comments and here-documents never become commands, so a tool's name in an
``echo`` or a header is not mistaken for its use.
"""

import re
from dataclasses import dataclass, field

from assay.formats.shell_words import tokens

LONGEST_SCRIPT = 200_000
DEEPEST = 6
"""Substitutions within substitutions that are followed."""
MOST_OPEN = 60
"""Compound commands within compound commands that are followed."""
KEYWORDS = frozenset("if then elif else fi do done while until for select case esac { } ! time function".split())
HARMLESS = frozenset({"true", ":", "echo", "printf", "exit 0", "return 0", "/bin/true"})
ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,80}\+?=")
JOINS = ("&&", "||", "|")
CLOSES = frozenset({"fi", "done", "esac", "}"})
NAME = re.compile(r"[A-Za-z_][\w.:-]{0,80}")
REDIRECTION = re.compile(r"\d{0,2}(?:[<>]{1,3}|&>{1,2})(?P<target>.*)", re.DOTALL)


@dataclass(slots=True)
class Simple:
    """One simple command: words with quotes removed, leading assignments apart."""

    words: list[str]
    line: int
    env: dict[str, str] = field(default_factory=dict)
    before: str = ""
    """The operator in front: ``;`` ``&&`` ``||`` ``|`` ``&``."""
    after: str = ""
    failure_ignored: bool = False
    negated: bool = False


def split(script: str, first_line: int = 1, called: frozenset[str] = frozenset(), depth: int = 0) -> list[Simple]:
    """The simple commands of ``script`` in order; commands inside ``$(…)`` follow the one that holds them.

    Left out is what can never run: behind a constant condition, below an unconditional exit, in functions nobody calls.
    ``called`` are the functions that those who source the script call.
    """
    reading = _Reading(script, called, depth)
    words: list[str] = []
    inner: list[tuple[str, int]] = []
    started = first_line
    defines = False
    for kind, text, line in (*tokens(script[:LONGEST_SCRIPT], first_line), ("operator", "\n", first_line)):
        if kind == "word":
            started = started if words else line
            words.append(text)
        elif kind == "inner":
            inner.append((text, line))
        elif text == "(" and len(words) == 1 and NAME.fullmatch(words[0]) and words[0] not in KEYWORDS:
            reading.defining, defines, words = words[0], True, []
        elif text == ")" and defines and not words:
            defines = False
        else:
            reading.statement(words, started, text, inner)
            words, inner, defines = [], [], False
    return reading.commands_that_run()


@dataclass(slots=True)
class _Frame:
    """An open ``if``, loop, ``case``, group, subshell or function."""

    kind: str
    chain: int
    """Where the list of commands begins that this belongs to (``a && { b; }``)."""
    start: int
    after_failure: bool = False
    """It stands behind ``||``."""
    name: str = ""
    in_condition: bool = False
    conditions: list[Simple] = field(default_factory=list)
    constant: bool | None = None
    dead: bool = False
    at_pattern: bool = False
    """What comes is a pattern of a ``case`` and no command."""
    harmless: bool = True
    """Nothing in its body can stop the script or note a failure."""
    empty: bool = True

    @property
    def is_optional(self) -> bool:
        """Whether it stands behind another command of the same list, and so is not always entered."""
        return self.after_failure or self.start > self.chain


class _Reading:
    def __init__(self, script: str, called: frozenset[str], depth: int) -> None:
        self.called = called
        self.depth = depth
        self.looks_at_codes = "$?" in script or "PIPESTATUS" in script
        """So that ``set +e`` does not lose them."""
        self.waits = bool(re.search(r"\bwait\b", script))
        self.commands: list[Simple] = []
        self.owners: list[str] = []
        self.frames: list[_Frame] = []
        self.defining = ""
        self.before = ""
        self.just_closed = False
        self.chain = 0
        self.lenient = False
        self.ended = False
        self.skipping = False
        """The rest of this list is never reached (``false && …``)."""
        self.constant: bool | None = None
        self.forgiven = (0, 0)
        """Commands whose failure was last found to have no effect."""

    def statement(self, words: list[str], line: int, operator: str, inner: list[tuple[str, int]]) -> None:
        """Takes in the words up to ``operator``."""
        if self.frames and self.frames[-1].at_pattern and operator in ("|", ")", "("):
            self.frames[-1].at_pattern = operator != ")"
            return
        if not words and not inner:
            self.joined(operator, self.just_closed)
            return
        if self.before not in JOINS:
            self.chain, self.skipping, self.constant = len(self.commands), False, None
        env: dict[str, str] = {}
        rest, negated = self.without_prefixes(words, env)
        if rest:
            self.add(Simple(rest, line, env, self.before, operator, negated=negated))
        elif env:
            self.spoils()
        for text, at in inner if self.depth < DEEPEST else ():
            for each in split(text, at, depth=self.depth + 1):
                self.keep(each)
        self.joined(operator, bool(rest or env or CLOSES & set(words)))

    def without_prefixes(self, words: list[str], env: dict[str, str]) -> tuple[list[str], bool]:
        """The words from the command's name on and whether it is negated; reserved words and assignments are taken in."""
        at, negated = 0, False
        while at < len(words):
            word = words[at]
            if word == "!":
                negated = not negated
            elif word in ("for", "case", "select"):
                self.keyword(word, "")
                return [], negated
            elif word in KEYWORDS:
                following = words[at + 1] if at + 1 < len(words) else ""
                self.keyword(word, following)
                at += (word == "function" and bool(following)) or (word == "time" and following == "-p")
            elif ASSIGNMENT.match(word):
                name, _, value = word.partition("=")
                env[name.rstrip("+")] = value
            elif found := REDIRECTION.fullmatch(word):
                at += not found.group("target")
            else:
                break
            at += 1
        return words[at:], negated

    def joined(self, operator: str, follows_command: bool) -> None:
        """Takes in the operator between two commands."""
        self.just_closed = False
        if self.frames and self.frames[-1].kind == "case" and operator in (")", ";;"):
            self.frames[-1].at_pattern = operator == ";;"
            self.before = ";"
        elif operator == "(":
            self.open("subshell")
        elif operator == ")":
            self.close("subshell")
            self.just_closed = True
        elif operator != "\n" or follows_command:
            self.before = operator if follows_command and operator != "\n" else ";"

    def keyword(self, word: str, following: str) -> None:
        """What a reserved word opens, closes or turns."""
        top = self.frames[-1] if self.frames else None
        if word in ("if", "while", "until"):
            self.open("if" if word == "if" else "loop")
            self.frames[-1].in_condition = True
        elif word in ("for", "select", "case"):
            self.open("case" if word == "case" else "loop")
        elif word == "function":
            self.defining = following
        elif word == "{":
            self.open("function" if self.defining else "group")
        elif word in CLOSES:
            self.close({"fi": "if", "done": "loop", "esac": "case"}.get(word, "group"))
        elif top and word in ("then", "do"):
            top.in_condition = False
            if word == "then" and len(top.conditions) == 1:
                top.constant = _constant(top.conditions[0])
                top.dead = top.constant is False
        elif top and word in ("else", "elif"):
            top.dead, top.constant, top.in_condition = top.constant is True, None, word == "elif"
        if word not in CLOSES:
            self.before = ";"

    def open(self, kind: str) -> None:
        """Enters a compound command."""
        if len(self.frames) >= MOST_OPEN:
            self.ended = True
            return
        behind = self.before == "||"
        frame = _Frame(kind, self.chain, len(self.commands), behind, self.defining, dead=self.skipping)
        frame.at_pattern = kind == "case"
        self.frames.append(frame)
        self.defining = ""
        self.before = ";"

    def close(self, kind: str) -> None:
        """Leaves the innermost compound command of this kind."""
        kinds = ("group", "function") if kind == "group" else (kind,)
        while any(each.kind in kinds for each in self.frames):
            frame = self.frames.pop()
            if frame.kind in kinds:
                self.chain = frame.chain
                if frame.harmless and not frame.empty:
                    for each in frame.conditions if kind == "if" else ():
                        each.failure_ignored = True
                    if frame.after_failure:
                        self.ignore(frame.chain, frame.start)
                self.before = ";"
                return

    def add(self, simple: Simple) -> None:
        """Takes in one simple command."""
        if simple.before in ("&&", "||"):
            self.skipping = self.constant is (simple.before == "||")
        if self.is_dead:
            return
        self.constant = _constant(simple)
        if simple.words[0] == "set":
            options = " ".join(simple.words[1:])
            if re.search(r"(?:^|\s)\+(?:[a-z]*e|o errexit)", options):
                self.lenient = not self.looks_at_codes
            elif re.search(r"(?:^|\s)-(?:[a-z]*e|[a-z]*o errexit)", options):
                self.lenient = False
        condition = next((each for each in reversed(self.frames) if each.in_condition), None)
        in_background = simple.after == "&" and not self.waits
        simple.failure_ignored = self.lenient or in_background or (simple.negated and condition is None)
        if condition:
            condition.conditions.append(simple)
        elif not _is_harmless(simple):
            self.spoils()
        else:
            for frame in self.frames:
                frame.empty = False
                frame.harmless = frame.harmless and not (frame.kind == "if" and simple.words[0] in ("exit", "return"))
            if simple.before == "||":
                self.ignore(self.chain, len(self.commands))
        self.keep(simple)
        inside = any(each.kind != "group" or each.is_optional for each in self.frames)
        self.ended = simple.words[0] == "exit" and not inside and simple.before not in JOINS

    def keep(self, simple: Simple) -> None:
        """Appends what can run, with the function it belongs to."""
        if not self.is_dead:
            self.commands.append(simple)
            self.owners.append(next((each.name for each in reversed(self.frames) if each.kind == "function"), ""))

    def spoils(self) -> None:
        """Something was done that may stop the script or note a failure."""
        for frame in self.frames:
            if not frame.in_condition:
                frame.harmless = frame.empty = False

    def ignore(self, start: int, end: int) -> None:
        """The failure of these commands has no effect."""
        first, last = self.forgiven
        for each in self.commands[max(start, last) if start >= first else start : end]:
            each.failure_ignored = True
        self.forgiven = (start, end)

    @property
    def is_dead(self) -> bool:
        """Whether what comes now is never run."""
        return self.ended or self.skipping or any(frame.dead for frame in self.frames)

    def commands_that_run(self) -> list[Simple]:
        """All commands but those of functions nobody calls."""
        of: dict[str, list[Simple]] = {}
        for owner, each in zip(self.owners, self.commands, strict=True):
            of.setdefault(owner, []).append(each)
        waiting = of.pop("", [])
        if not of or any(_dispatches(each) for each in self.commands):
            return self.commands
        callers: dict[str, list[Simple]] = {name: [] for name in self.called & of.keys()}
        for name in callers:
            waiting += of[name]
        while waiting:
            simple = waiting.pop()
            for name in of.keys() & set(simple.words):
                waiting += [] if name in callers else of[name]
                callers.setdefault(name, []).append(simple)
        for name, calls in callers.items():
            if name not in self.called and all(each.failure_ignored for each in calls):
                for each in of[name]:
                    each.failure_ignored = True
        return [each for owner, each in zip(self.owners, self.commands, strict=True) if not owner or owner in callers]


def _constant(simple: Simple) -> bool | None:
    """Whether a command always succeeds or always fails, by its name alone."""
    known = {"true": True, ":": True, "false": False}.get(" ".join(simple.words))
    return not known if known is not None and simple.negated else known


def _dispatches(simple: Simple) -> bool:
    """Whether it calls whatever a variable names."""
    return simple.words[0].startswith("$") or simple.words[0] == "eval"


def _is_harmless(simple: Simple) -> bool:
    return simple.words[0] in HARMLESS or " ".join(simple.words[:2]) in HARMLESS
