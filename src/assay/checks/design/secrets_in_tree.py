"""The source holds no live credential.

Why: A key in the source is known to everyone who ever had a copy.

Good: every text file was scanned by provider-shaped patterns and nothing was found outside tests and examples.

Bad: a credential whose form was verified (strong), or that has the form without check digits (medium).

Unknown: files are absent from this clone.

Known false positives: test data and document examples; public keys; the words BEGIN PRIVATE KEY without a key.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, STRONG, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.secrets import SecretsFound

SUPPORTS = {"1.4.5/a": MEDIUM, "2.1.4/b": MEDIUM}
COUNTERS = {"1.4.5/a": STRONG, "2.1.4/b": STRONG}
BECAUSE = "the form was verified where it has check digits or parses; whether the credential still works was not tried"
STALE_AFTER_DAYS = 30
FIX = "Replace the credential where it is used, remove it from the source, and treat the history as known."


def check(secrets: SecretsFound) -> Iterator[Finding]:
    live = [each for each in secrets.found if not each.set_aside]
    for each in live:
        yield bad(
            f"{each.path}:{each.line}",
            f"{each.rule}: {each.masked}",
            at(each.path, each.line),
            fix=f"Revoke the {each.rule} of {each.path}:{each.line}, then remove it.",
            at_most=STRONG if each.certain else MEDIUM,
        )
    if secrets.unread:
        yield unknown(*secrets.unread)
    elif not live and secrets.files_read:
        aside = f"; {len(secrets.found)} hits in tests and examples were set aside" if secrets.found else ""
        yield good("tree", f"{secrets.files_read} files scanned, no credential of a known form{aside}")


_TOKEN = "AK" + "IA" + "QWERTYUIOPASDFGH"

EXAMPLES = (
    Example("nothing found", Outcome.GOOD, {"a.py": "x = 'hello world, this is a file'\n"}),
    Example("a cloud key", Outcome.BAD, {"settings.py": f"KEY = '{_TOKEN}'\n"}, strength=MEDIUM),
    Example("nothing worth reading", Outcome.SILENT, {"a": "x"}),
    Example("no commits", Outcome.UNKNOWN, {}),
    Example(
        "a key in test data",
        Outcome.GOOD,
        {"tests/data.py": f"KEY = '{_TOKEN}'\n"},
        false_positive="test data and document examples",
    ),
    Example(
        "words without a key",
        Outcome.GOOD,
        {"a.py": "if '-----BEGIN RSA PRIVATE KEY-----' in text: pass\n"},
        false_positive="the words BEGIN PRIVATE KEY without a key",
    ),
)
