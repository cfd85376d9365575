"""Counts tests and finds literal fallbacks for secrets in source files, by the conventions of each language."""

import re

from assay.facts.code import Fallback
from assay.formats import shell

LANGUAGES = {
    "py": "Python", "js": "JavaScript", "mjs": "JavaScript", "cjs": "JavaScript", "jsx": "JavaScript", "ts": "TypeScript", "tsx": "TypeScript", "go": "Go", "rs": "Rust", "java": "Java",
    "kt": "Kotlin", "kts": "Kotlin", "scala": "Scala", "cs": "C#", "fs": "F#", "vb": "Visual Basic", "rb": "Ruby", "php": "PHP", "swift": "Swift", "c": "C", "cc": "C++", "cpp": "C++", "h": "C", "hpp": "C++",
    "ex": "Elixir", "exs": "Elixir", "dart": "Dart", "sh": "Shell", "bats": "Shell", "ps1": "PowerShell", "psm1": "PowerShell", "pl": "Perl", "t": "Perl", "lua": "Lua", "m": "Objective-C", "groovy": "Groovy", "vue": "JavaScript", "erl": "Erlang", "hs": "Haskell", "clj": "Clojure",
}  # fmt: skip
CASES = {
    "Python": r"^\s*(?:async\s+)?def test_?\w*\s*\(|^\s*>>> ", "JavaScript": r"\b(?:it|test)(?:\.each[^\n(]{0,200})?\s*\(|\bQUnit\.test\(|\bt\.(?:ok|equal|is|same)\(", "Go": r"^func (?:Test|Fuzz|Example)\w*\(|\bIt\(\"", "Rust": r"#\[(?:\w+::)?test\b",
    "Java": r"@(?:Test|ParameterizedTest|RepeatedTest)\b|public void test\w+\(", "C#": r"\[(?:Fact|Theory|Test|TestMethod|TestCase)\b", "Ruby": r"^\s*(?:it|specify|test|scenario)\s+['\"]|^\s*def test_\w+", "PHP": r"function test\w*\(|@test\b|#\[Test\]|^\s*(?:it|test)\(",
    "Swift": r"func test\w*\(|@Test\b|\bit\(\"", "C": r"\b(?:TEST|TEST_F|TEST_CASE|SCENARIO|START_TEST|BOOST_AUTO_TEST_CASE|UNITTEST_START)\b|\bassert\(", "Elixir": r"^\s*(?:test|property)\s+\"", "Dart": r"\b(?:test|testWidgets)\s*\(", "Shell": r"^@test |^\s*test_\w+\s*\(\)", "PowerShell": r"^\s*It\s+['\"]",
    "Perl": r"\b(?:ok|is|is_deeply|like|subtest)\s*\(", "Groovy": r"@Test\b|def \"", "Lua": r"\bit\(\"", "Erlang": r"_test_?\(\)", "Haskell": r"\bit \"|testCase ", "Clojure": r"\(deftest ",
}  # fmt: skip
CASES |= {
    "TypeScript": CASES["JavaScript"],
    "Kotlin": CASES["Java"],
    "Scala": CASES["Java"] + r"|\btest\(\"|\bit should|\" in \{",
    "C++": CASES["C"],
    "F#": CASES["C#"],
    "Visual Basic": r"<(?:Fact|Test|TestMethod)",
    "Objective-C": r"- \(void\)test",
}
SKIPPED = re.compile(
    r"@(?:pytest\.mark|unittest)\.skip(?!if|unless)\b|^\s*pytest\.skip\(|\b(?:it|test|describe|context)\.skip\s*\(|\bx(?:it|describe)\s*\(|\bt\.Skip\(\)|#\[ignore|@(?:Disabled|Ignore)\b(?!\w)|\[Ignore|Skip\s*=\s*\"|markTestSkipped\(\)|^\s*(?:pending|xit|xspecify)\b|@tag :skip",
    re.MULTILINE,
)
SKIPPED_MARKS = (
    ".skip", ":skip", "Skip", "xit", "xdescribe", "xspecify", "#[ignore", "@Disabled", "@Ignore", "[Ignore", "pending",
)  # fmt: skip
"""Without one of them SKIPPED matches nothing: looking for plain text first is far cheaper."""
LEFT_OUT = re.compile(r"\b(it|test)\.(skip|todo)\b|\bx(it|describe)\b")
COMMENT = re.compile(r"^\s*(?:#(?!\[)|//|\*|--|;|%)")
TEST_PLACE = re.compile(
    r"(^|/)(tests?|__tests__|spec|specs|testing|t|e2e|integration|unit|cypress|it|androidTest)(/|$)|(^|/)test_|[._-](test|spec|tests|unittest|cy)\.\w+$|Tests?\.\w+$|IT\.\w+$|Spec\.\w+$|_test\.\w+$",
    re.IGNORECASE,
)
ASKS = re.compile(
    r"assert|expect|should|verif|require|check|raises|throw|fail|equal|match|must|panic|validat|compar|snapshot|approv|\bok\s*\(|\bis\s*\(|\blike\s*\(|error|fatal|deeply|prop|forall|>>> |status",
    re.IGNORECASE,
)
"""Words one of which stands wherever a test asks something."""
SHELL_TEST = re.compile(r"(^|/)tests?[_-][^/]*\.sh$|[_-]tests?\.sh$")
COMPARES = re.compile(r"(^|[\s('\"!])(\[{1,2} |test [\"$!-]|grep -\w*q|diff |cmp )")
ALWAYS_TRUE = re.compile(
    r"\bassert(?:\s*\(\s*|\s+)(?:True|true|1 == 1)\b|assertTrue\(\s*[Tt]rue\s*\)|expect\(\s*true\s*\)\s*\.\w*\.?(?:toBe\(\s*true\s*\)|toBeTruthy\(\)|true)"
)
IMPORT = re.compile(r"\s*(?:import|from|using|use|#\s*include|require|package)\b")
LONG_STRING = re.compile(r"(\"\"\"|''').*?(?:\1|\Z)", re.DOTALL)
BLOCK_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
"""What is never closed runs to the end, as for the language itself; looking for its end again and again would take too long."""
SECRET_NAME = r"[A-Za-z0-9_.\-]{0,40}(?:SECRET|PASSWORD|PASSWD|API_?KEY|SIGNING_?KEY|PRIVATE_?KEY|AUTH_?TOKEN|ACCESS_?TOKEN|JWT_?KEY|ENCRYPTION_?KEY|SESSION_?KEY)[A-Za-z0-9_.\-]{0,20}"
FALLBACK = re.compile(
    rf"(?:os\.(?:environ\.get|getenv)|environ\.get|getenv|env|ENV\.fetch|config|System\.getProperty|System\.get_env|env\.str|decouple\.config|getEnv|GetEnv\w*|viper\.SetDefault)\s*\(\s*['\"]({SECRET_NAME})['\"]\s*,\s*(?:default\s*=\s*)?['\"]([^'\"\n]{{4,200}})['\"]"
    rf"|process\.env(?:\.|\[['\"])({SECRET_NAME})(?:['\"]\])?\s*(?:\|\||\?\?)\s*['\"`]([^'\"`\n]{{4,200}})['\"`]"
    rf"|ENV\[['\"]({SECRET_NAME})['\"]\]\s*\|\|\s*['\"]([^'\"\n]{{4,200}})['\"]"
    rf"|\$\{{({SECRET_NAME}):(?![?+])[-=]?([^}}\n$]{{4,200}})\}}",
    re.IGNORECASE,
)
NAMED = "secret|passw|key|token"
AROUND = 300
"""Characters of a line looked at on either side of a fallback."""
MAY_FALL_BACK = tuple(
    re.compile(rf"{start}(?:[\w.]{{0,60}}+[\s(\['\"]++[\w.-]{{0,60}}?(?:{NAMED})|[\w.-]{{0,100}}?(?:{NAMED}))")
    for start in ("env", "config", "getproperty", "setdefault", r"\$\{")
)
"""On text in lower case: FALLBACK matches nothing where none of them does, and each is fast because it starts with plain text."""
HARMLESS = re.compile(
    r"^(none|null|true|false|undefined|required|\s*|https?:.*|/.*|[$#]\{.*|\$.*|%.*|.*\.(py|js|pem|key|txt|json)|(?-i:[A-Z][A-Z_]+))$",
    re.IGNORECASE,
)
NOT_SECRET = re.compile(
    r"(PATH|FILE|NAME|HEADER|FIELD|URL|URI|LENGTH|POLICY|EXPIR\w*|TTL|ID|ALGO\w*|TYPE|RESET\w*|HASHER\w*|VALIDATORS?|MIN\w*|MAX\w*|TIMEOUT|PROVIDER|MODE|ENABLED|BROKER|GUARD|TABLE|CONNECTION|DRIVER|STORE)$",
    re.IGNORECASE,
)
DEBUG_ONLY = re.compile(r"debug|development|\bdev\b|testing|__main__|localhost|if\s+.{0,40}\bDEV", re.IGNORECASE)
UNREASONED = re.compile(
    r"#\s*nosec\s*$|#\s*nosemgrep\s*$|//\s*nosemgrep\s*$|//\s*#nosec\s*$|//\s*codeql\[[^\]]{0,60}\]\s*$|#\s*noqa:?\s*S\d{3}\s*$",
    re.MULTILINE,
)
UNREASONED_MARKS = ("nosec", "nosemgrep", "codeql[", "noqa")
MAGIC = (
    (b"\x7fELF", "ELF"), (b"MZ", "PE"), (b"\xfe\xed\xfa\xce", "Mach-O"), (b"\xfe\xed\xfa\xcf", "Mach-O"), (b"\xcf\xfa\xed\xfe", "Mach-O"), (b"\xca\xfe\xba\xbe", "class or Mach-O"), (b"\0asm", "WebAssembly"), (b"!<arch>\n", "object archive"), (b"dex\n", "Dalvik"),
)  # fmt: skip


def language(path: str) -> str:
    """The language of a source file by its ending; empty where it is none."""
    return LANGUAGES.get(path.rpartition(".")[2].lower(), "") if "." in path.rpartition("/")[2] else ""


def tests(path: str, text: str) -> tuple[int, int]:
    """(test cases that would run, tests skipped) of a file at a place where tests live."""
    kind = language(path)
    if kind not in CASES or not (
        TEST_PLACE.search(path)
        or (kind == "Rust" and "#[cfg(test)]" in text)
        or (kind == "Python" and ">>> " in text and "doctest" in text)
    ):
        return 0, 0
    pattern = re.compile(CASES[kind], re.MULTILINE)
    if kind == "Shell" and SHELL_TEST.search(path) and not pattern.search(text):
        return int(_is_case(text)), 0
    if not _asks(text):
        return 0, 0
    lines = [line[:500] for line in _without_texts(kind, text).splitlines()]
    cases = sum(1 for line in lines if pattern.search(line) and not LEFT_OUT.search(line) and not COMMENT.match(line))
    skipped = 0
    if any(mark in text for mark in SKIPPED_MARKS):
        skipped = len(SKIPPED.findall("\n".join(line for line in lines if not COMMENT.match(line))))
    return max(0, cases - skipped), skipped


def _is_case(script: str) -> bool:
    """Whether a shell script is one case as a whole: it compares something, and may end in failure."""
    return any(COMPARES.search(line) and not COMMENT.match(line) for line in script.splitlines()) and any(
        (each.words[0] in ("exit", "return") and each.words[1:2] not in ([], ["0"]))
        or (each.words[0] == "set" and any(re.match(r"-[a-z]*e", word) for word in each.words[1:]))
        for each in shell.split(script)
    )


def _asks(text: str) -> bool:
    """Whether a file of tests compares anything, or expects an error: tests that hold nothing test nothing."""
    looked = -1
    for match in ASKS.finditer(text):
        if match.start() < looked:
            continue
        end = text.find("\n", match.end())
        looked = end if end >= 0 else len(text)
        line = text[text.rfind("\n", 0, match.start()) + 1 : looked]
        if not IMPORT.match(line) and not COMMENT.match(line) and ASKS.search(ALWAYS_TRUE.sub("", line)):
            return True
    return False


def _without_texts(kind: str, text: str) -> str:
    """The text with block comments and longer strings blanked, the examples of docstrings left in."""
    if kind == "Python" and ('"""' in text or "'''" in text):
        return LONG_STRING.sub(_examples_only, text)
    return BLOCK_COMMENT.sub(lambda match: "\n" * match.group().count("\n"), text) if "/*" in text else text


def _examples_only(match: re.Match[str]) -> str:
    return "\n".join(line if line.lstrip().startswith(">>> ") else "" for line in match.group().split("\n"))


def fallbacks(text: str) -> tuple[Fallback, ...]:
    """Literal fallbacks for settings whose name means a secret."""
    folded = text.casefold()
    if not any(start.search(folded) for start in MAY_FALL_BACK):
        return ()
    found = []
    for match in FALLBACK.finditer(text):
        groups = [each for each in match.groups() if each is not None]
        name, value = groups[0], groups[1]
        line_text = text[max(0, match.start() - AROUND) : match.start()].rpartition("\n")[2]
        line_text += text[match.start() : match.end() + AROUND].partition("\n")[0]
        if HARMLESS.match(value) or NOT_SECRET.search(name) or COMMENT.match(line_text) or DEBUG_ONLY.search(line_text):
            continue
        found.append(Fallback(name, text.count("\n", 0, match.start()) + 1, f"{value[:2]}… ({len(value)} characters)"))
    return tuple(found)


def suppressions(text: str) -> int:
    """Inline markers that silence a security analyser with no word of why."""
    return len(UNREASONED.findall(text)) if any(mark in text for mark in UNREASONED_MARKS) else 0


def executable(data: bytes, path: str) -> str:
    """The form of an executable or object file by its first bytes; empty where it is none."""
    for mark, form in MAGIC:
        if data.startswith(mark):
            return "" if mark == b"MZ" and b"PE\0\0" not in data[:4096] else form
    return "Java archive" if data.startswith(b"PK\x03\x04") and path.endswith((".jar", ".war", ".aar")) else ""
