"""No secret setting falls back on a literal.

Why: Every installation that forgets the setting shares the same key, and the key is in the source.

Good: not concluded: absence of the patterns is weak support only, given when secret settings are read without fallback.

Bad: a setting whose name means a key, password or token is read with a literal to fall back on, in product code. Weak for a key the
product shows to another service, which refuses it unless it has the same default.

Unknown: files are absent from this clone.

Known false positives: branches for debugging; empty fallbacks that fail later; tests; keys for the services of others.
"""

import re
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, Strength, at, bad, unknown
from assay.domain.evidence import Outcome
from assay.facts.code import Code

SUPPORTS: dict[str, Strength] = {}
COUNTERS = {"1.4.3/b": MEDIUM, "1.4.5/a": MEDIUM}
BECAUSE = "the literal takes effect wherever the setting is missing"
STALE_AFTER_DAYS = 90
FIX = "Refuse to start without the setting, or make a random value on first start."

FOR_OTHERS = re.compile(r"(API_?KEY|ACCESS_?TOKEN|AUTH_?TOKEN|CLIENT_?SECRET)$", re.IGNORECASE)
"""What a product shows to other services; what it checks itself is called a secret, a password or a signing key."""
FOR_TESTS = re.compile(r"(^|[/_.-])(smoke|unit|load|perf|e2e|integration)?[-_]?tests?[/_.-]", re.IGNORECASE)
SCRIPTS = ("scripts/", "tools/", "dev/", "hack/", "seed", "bin/dev", "ci/")


def check(code: Code) -> Iterator[Finding]:
    if code.unread:
        yield unknown(*code.unread)
    for file in code.files:
        if file.set_aside or FOR_TESTS.search(file.path):
            continue
        for each in file.fallbacks:
            beside = any(part in file.path.lower() for part in SCRIPTS)
            yield bad(
                f"{file.path} {each.name}",
                f"{each.name} falls back on the literal {each.masked}",
                at(file.path, each.line),
                fix=f"Refuse to start when {each.name} is missing.",
                at_most=WEAK if beside or FOR_OTHERS.search(each.name) else MEDIUM,
            )


EXAMPLES = (
    Example("no commits", Outcome.UNKNOWN, {}),
    Example(
        "a literal for the signing key",
        Outcome.BAD,
        {"app/settings.py": "import os\nSECRET_KEY = os.environ.get('SECRET_KEY', 'change-me-please')\n"},
        strength=MEDIUM,
    ),
    Example(
        "one word is a literal too",
        Outcome.BAD,
        {"app/settings.py": "import os\nSECRET_KEY = os.environ.get('SECRET_KEY', 'insecure')\n"},
        strength=MEDIUM,
    ),
    Example(
        "a key for another service",
        Outcome.BAD,
        {"app/settings.py": "import os\nPREVIEW_API_KEY = os.environ.get('PREVIEW_API_KEY', 'my-secret-key')\n"},
        false_positive="keys for the services of others",
        strength=WEAK,
    ),
    Example("no fallback", Outcome.SILENT, {"app/settings.py": "import os\nSECRET_KEY = os.environ['SECRET_KEY']\n"}),
    Example(
        "settings for a smoke test",
        Outcome.SILENT,
        {"scripts/smoketest_settings.py": "import os\nSECRET_KEY = os.environ.get('SECRET_KEY', 'change-me')\n"},
        false_positive="tests",
    ),
    Example(
        "only when debugging",
        Outcome.SILENT,
        {
            "app/settings.py": "SECRET_KEY = os.getenv('SECRET_KEY', 'insecure') if DEBUG else os.environ['SECRET_KEY']\n"
        },
        false_positive="branches for debugging",
    ),
    Example(
        "an empty fallback",
        Outcome.SILENT,
        {"app/settings.py": "SECRET_KEY = os.getenv('SECRET_KEY', '')\n"},
        false_positive="empty fallbacks that fail later",
    ),
    Example(
        "a test",
        Outcome.SILENT,
        {"tests/settings.py": "SECRET_KEY = os.getenv('SECRET_KEY', 'for-tests')\n"},
        false_positive="tests",
    ),
)
