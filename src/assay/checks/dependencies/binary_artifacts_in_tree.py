"""The source holds no executables.

Why: Nobody can review or rebuild a committed executable, and no inventory lists it.

Good: files with the names of executables were looked at and none holds one, outside test data.

Bad: a file holds the content of an executable or object outside test data (weak for well-known build wrappers).

Unknown: a file's content is absent from this clone.

Known false positives: samples for tests; text files with a suspicious ending; the wrapper archives of Gradle and Maven.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.code import Code

SUPPORTS = {"1.2.1/b": WEAK}
COUNTERS = {"1.2.1/b": MEDIUM, "1.1.4/b": WEAK}
BECAUSE = "the form was told by the first bytes of the content, not by the name"
STALE_AFTER_DAYS = 90
FIX = "Build the file from source, or fetch it by hash in the build and list it in the inventory."

WRAPPERS = ("gradle-wrapper.jar", "maven-wrapper.jar")


def check(code: Code) -> Iterator[Finding]:
    if code.unread:
        yield unknown(*code.unread)
        return
    found = [each for each in code.executables if not each.set_aside and not _is_sample(each.path)]
    for each in found:
        wrapper = each.path.endswith(WRAPPERS)
        yield bad(
            each.path,
            f"it is an executable ({each.form}){': a build wrapper, compare its hash with the published one' if wrapper else ''}",
            at(each.path),
            fix=f"Remove {each.path} and fetch or build it by hash.",
            at_most=WEAK if wrapper else MEDIUM,
        )
    if not found and len(code.files) >= 20:
        yield good("tree", f"no executable stands among {len(code.files)} source files", objects=1)


def _is_sample(path: str) -> bool:
    return any(
        part in ("testdata", "fixtures", "samples", "test", "tests", "resources", "corpus") or "test" in part
        for part in path.lower().split("/")[:-1]
    )


_ELF = b"\x7fELF" + bytes(200)

EXAMPLES = (
    Example("no commits", Outcome.UNKNOWN, {}),
    Example("source only", Outcome.GOOD, {f"src/a{n}.py": "x = 1\n" for n in range(25)}),
    Example("a committed library", Outcome.BAD, {"lib/native.so": _ELF}, strength=MEDIUM),
    Example("nearly nothing", Outcome.SILENT, {"a.py": "x = 1\n"}),
    Example("a sample for tests", Outcome.SILENT, {"tests/data/x.so": _ELF}, false_positive="samples for tests"),
    Example(
        "text with a suspicious ending",
        Outcome.SILENT,
        {"firmware/table.bin": "just text\n"},
        false_positive="text files with a suspicious ending",
    ),
    Example(
        "Gradle's wrapper",
        Outcome.BAD,
        {"gradle/wrapper/gradle-wrapper.jar": b"PK\x03\x04" + bytes(50)},
        false_positive="the wrapper archives of Gradle and Maven",
        strength=WEAK,
    ),
)
