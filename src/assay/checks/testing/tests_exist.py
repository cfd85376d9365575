"""The software has tests.

Why: What is never tested breaks unnoticed, and a fix may open what an earlier one closed.

Good: files at the places where the language keeps tests hold cases that would run.

Bad: more than a thousand lines of the product's own code and no test case anywhere.

Unknown: there is no commit, or files are absent from this clone.

Known false positives: tests kept in another repository; files called test that hold no case; shell scripts that are one case each.
"""

from collections import Counter
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, counted, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.code import Code

SUPPORTS = {"1.3.1/a": WEAK}
COUNTERS = {"1.3.2/a": MEDIUM}
BECAUSE = "cases were counted; that there are some says little about what they cover"
STALE_AFTER_DAYS = 90
FIX = "Add tests, beginning with the functions that guard access and read input."

ENOUGH_LINES = 1000


def check(code: Code) -> Iterator[Finding]:
    if code.unread:
        yield unknown(*code.unread)
        return
    testing = [each for each in code.files if each.test_cases]
    own = [each for each in code.files if not each.set_aside]
    lines = sum(each.lines for each in own)
    if testing:
        best = max(testing, key=lambda each: each.test_cases)
        total = sum(each.test_cases for each in testing)
        skipped = sum(each.skipped_tests for each in testing)
        yield good(
            "tests",
            f"{counted(total, 'test case')} in {counted(len(testing), 'file')}{f'; {skipped} more would be skipped' if skipped else ''}",
            at(best.path),
        )
    elif lines > ENOUGH_LINES:
        by_language = Counter[str]()
        for each in own:
            by_language[each.language] += each.lines
        others = " and others" if len(by_language) > 1 else ""
        yield bad(
            "tests",
            f"{lines} lines of {by_language.most_common(1)[0][0]}{others}, and no test case was found",
            at(own[0].path),
            fix=f"Add tests for {own[0].path} and the code that reads input.",
        )


_CODE = "def f(x):\n    return x\n" * 600

EXAMPLES = (
    Example("no commits", Outcome.UNKNOWN, {}),
    Example(
        "tests with cases", Outcome.GOOD, {"a.py": _CODE, "tests/test_a.py": "def test_f():\n    assert f(1) == 1\n"}
    ),
    Example("much code and none", Outcome.BAD, {"a.py": _CODE}),
    Example("little code", Outcome.SILENT, {"a.py": "x = 1\n"}),
    Example(
        "a file called test without a case",
        Outcome.BAD,
        {"a.py": _CODE, "tests/test_a.py": "# def test_f(): pass\n"},
        false_positive="files called test that hold no case",
    ),
    Example(
        "shell scripts that compare and may fail",
        Outcome.GOOD,
        {
            "build.sh": "echo a\n" * 1100,
            "tests/test_build.sh": 'set -u\n[ "$(./build.sh | wc -l)" = 1100 ] || { echo too few; exit 1; }\n',
        },
        false_positive="shell scripts that are one case each",
    ),
    Example(
        "shell scripts called test that cannot fail",
        Outcome.BAD,
        {
            "build.sh": "echo a\n" * 1100,
            "tests/test_build.sh": "#!/bin/sh\n# [ -f x ] || exit 1\n[ -f build.sh ] && echo the check passed\nexit 0\n",
        },
    ),
    Example(
        "every test is skipped",
        Outcome.BAD,
        {"a.py": _CODE, "tests/test_a.py": "import pytest\n@pytest.mark.skip\ndef test_f():\n    assert f(1) == 1\n"},
    ),
)
