"""Cuts a shell script into words, operators and the scripts inside ``$(…)``: the part of a shell's grammar that quoting needs.

Quotes are taken off, comments and here-documents are dropped, and what stands in ``[[ ]]``, ``(( ))`` or the brackets of an
array is text of its own, whatever operators it holds.
"""

import re
from collections.abc import Iterator

HEREDOC = re.compile(r"<<(-?)[ \t]{0,20}(?:\\?([\w.!+@%-]{1,80})|'([^'\n]{1,80})'|\"([^\"\n]{1,80})\")")
NEARBY = 2000
"""Characters within which ``((`` and ``[[`` must be closed to count as such."""
CLOSERS = {'"': '"', "(": ")", "{": "}", "`": "`"}
OPENERS = ("(", "{")

Token = tuple[str, str, int]
"""(word | operator | inner, text, line); inner is the script of a command substitution."""


def tokens(text: str, line: int) -> Iterator[Token]:
    """The tokens of ``text``, whose first line is ``line``."""
    return _Cutter(text.replace("\r\n", "\n"), line).tokens()


class _Cutter:
    def __init__(self, text: str, line: int) -> None:
        self.text = text
        self.line = line
        self.position = 0
        self.word: list[str] = []
        self.in_word = False
        self.started = line
        self.in_test = False
        """Between ``[[`` and ``]]``."""
        self.marks: list[tuple[str, bool]] = []
        """The ends of here-documents that begin on the next line, and whether tabs may stand before them."""

    def tokens(self) -> Iterator[Token]:
        while self.position < len(self.text):
            yield from self.next()
        yield from self.finished()

    def next(self) -> Iterator[Token]:
        """Takes in what stands at the position: a character, a quoted text, a substitution or an operator."""
        text, position = self.text, self.position
        character = text[position]
        pair = text[position : position + 2]
        if character == "\\" and len(pair) == 2:
            if pair[1] == "\n":
                self.line += 1
                self.position += 2
            else:
                self.add(pair[1], 2)
        elif pair == "`\n":
            # PowerShell continues a line so; in a POSIX shell nobody begins a substitution with an empty line.
            self.line += 1
            self.position += 2
        elif character == "'":
            ansi = bool(self.word) and self.word[-1] == "$"
            close = _after_backslashes(text, position) if ansi else text.find("'", position + 1)
            close = len(text) if close < 0 else close
            self.add(text[position + 1 : close], close + 1 - position)
        elif character == '"':
            close = closing(text, position)
            inside = text[position + 1 : close]
            line = self.line
            self.add(inside, close + 1 - position)
            yield from _substituted(inside, line)
        elif text.startswith("${{", position):
            close = text.find("}}", position)
            self.add(text[position : close + 2 if close >= 0 else len(text)])
        elif pair == "${":
            self.add(text[position : closing(text, position + 1) + 1])
        elif pair == "$(" or character == "`":
            opening = position + len(pair if pair == "$(" else character) - 1
            close = closing(text, opening)
            inside, line = text[opening + 1 : close], self.line
            self.add("$(…)", close + 1 - position)
            if not inside.startswith("("):
                yield "inner", inside, line
        elif character == "#" and not self.in_word:
            stop = text.find("\n", position)
            self.position = len(text) if stop < 0 else stop
        elif text.startswith("<<<", position):
            self.add("<<<")
        elif pair == "<<" and not self.in_test and (found := HEREDOC.match(text, position)):
            self.marks.append(_mark(found))
            self.position = found.end()
        elif character == "\n" and not self.in_test:
            yield from self.finished()
            yield "operator", "\n", self.line
            self.line += 1
            self.position += 1
            if self.marks:
                after = _below_heredocs(text, self.position, self.marks)
                self.line += text.count("\n", self.position, after)
                self.position, self.marks = after, []
        elif character in " \t\r\n":
            yield from self.finished()
            self.line += character == "\n"
            self.position += 1
        elif pair == "((" and not self.in_word and "))" in text[position : position + NEARBY].partition("\n")[0]:
            close = text.index("))", position) + 2
            self.add(text[position:close])
        elif character == "(" and self.word and self.word[-1] == "=" and self.is_assignment():
            self.add("(…)", closing(text, position) + 1 - position)
        elif character in ";|&()" and not self.in_test and not self.is_redirection(character, pair):
            yield from self.finished()
            operator = pair if pair in ("&&", "||", ";;", "|&") else character
            yield "operator", "|" if operator == "|&" else operator, self.line
            self.position += len(operator)
        else:
            self.add(character)

    def add(self, piece: str, length: int | None = None) -> None:
        """Puts ``piece`` to the current word and steps over the ``length`` characters it was written with."""
        if not self.in_word:
            self.started, self.in_word = self.line, True
        length = len(piece) if length is None else length
        self.word.append(piece)
        self.line += self.text.count("\n", self.position, self.position + length)
        self.position += length

    def finished(self) -> Iterator[Token]:
        """The word that ends here."""
        if self.in_word:
            word = "".join(self.word)
            if word in ("[[", "]]"):
                self.in_test = word == "[[" and "]]" in self.text[self.position : self.position + NEARBY]
            yield "word", word, self.started
            self.word.clear()
            self.in_word = False

    def is_redirection(self, character: str, pair: str) -> bool:
        """Whether an ampersand belongs to ``2>&1`` or ``&>file``."""
        return character == "&" and (pair == "&>" or bool(self.word and self.word[-1] in ("<", ">")))

    def is_assignment(self) -> bool:
        """Whether the word so far is ``NAME=`` or ``NAME+=``, so that a bracket opens an array."""
        return bool(re.fullmatch(r"[A-Za-z_]\w{0,80}\+?=", "".join(self.word[-100:]))) and len(self.word) <= 100


def closing(text: str, opening: int) -> int:
    """Where the quote, bracket or backtick at ``opening`` is closed; the end of the text if it never is."""
    opened = [text[opening]]
    quotes = opened.count('"')
    marks: list[tuple[str, bool]] = []
    position = opening + 1
    while position < len(text):
        character, inmost = text[position], opened[-1]
        if character == "\\":
            position += 1
        elif character == CLOSERS[inmost]:
            opened.pop()
            quotes -= inmost == '"'
            if not opened:
                return position
        elif character == "$" and text[position + 1 : position + 2] in OPENERS:
            position += 1
            opened.append(text[position])
        elif inmost == '"':
            pass
        elif character == '"':
            opened.append(character)
            quotes += 1
        elif character == "'" and (inmost != "{" or not quotes):
            close = text.find("'", position + 1)
            position = len(text) if close < 0 else close
        elif inmost != "{" and character in "(`":
            opened.append(character)
        elif inmost != "{" and character == "#" and text[position - 1] in " \t\n;(":
            stop = text.find("\n", position)
            position = len(text) if stop < 0 else stop - 1
        elif inmost == "(" and (found := _heredoc(text, position)) and not text.startswith("((", opening):
            marks.append(_mark(found))
            position = found.end() - 1
        elif character == "\n" and marks:
            position = _below_heredocs(text, position + 1, marks) - 1
            marks = []
        position += 1
    return len(text)


def _heredoc(text: str, position: int) -> re.Match[str] | None:
    return HEREDOC.match(text, position) if text[position] == "<" and text[position - 1] != "<" else None


def _mark(found: re.Match[str]) -> tuple[str, bool]:
    return next(each for each in found.groups()[1:] if each is not None), bool(found.group(1))


def _below_heredocs(text: str, position: int, marks: list[tuple[str, bool]]) -> int:
    """The position below the here-documents that begin at ``position``."""
    for mark, tabs in marks:
        while position < len(text):
            stop = text.find("\n", position)
            stop = len(text) if stop < 0 else stop
            body = text[position:stop]
            position = min(stop + 1, len(text))
            if (body.lstrip("\t") if tabs else body).rstrip("\r") == mark:
                break
    return position


def _after_backslashes(text: str, opening: int) -> int:
    """Where ``$'…'`` is closed, in which a backslash quotes the quote."""
    found = re.compile(r"(?:[^\\']|\\.)*", re.DOTALL).match(text, opening + 1)
    return found.end() if found else len(text)


def _substituted(inside: str, line: int) -> Iterator[Token]:
    """The scripts inside a text in double quotes."""
    position = 0
    for match in re.finditer(r"\\.|\$\(", inside, re.DOTALL):
        if match.start() < position or match.group()[0] == "\\":
            continue
        close = closing(inside, match.end() - 1)
        if close == len(inside):
            return
        line += inside.count("\n", position, match.start())
        nested = inside[match.end() : close]
        if not nested.startswith("("):
            yield "inner", nested, line
        line += nested.count("\n")
        position = close + 1
