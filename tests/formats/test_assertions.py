"""Which sentences assert: a duty may be stated by a negation, and may be promised or denied in words that sound like it."""

import re

import pytest

from assay.formats.assertions import asserted, asserts

ASSERTED = """There are no shared accounts.
Logs cannot be altered by those who administer the build.
Secrets are not written to disk.
Nobody has access to the signing key alone.
Staff do not have access to production data.
Every developer took the secure coding course; records are kept.
Will Smith took the secure coding course.
No secret has ever been committed.
There is no other channel to customers.
Fixes are released as soon as they are tested.
Each release shall be reviewed by a second person.
Reviews are planned and carried out every quarter.
Access of leavers is withdrawn on their last working day.
We remove every quarter what is no longer needed.
Customers get a year of notice before a version, or the product, is discontinued.
We do not use shared accounts.""".splitlines()
NOT_ASSERTED = """We will train all developers next year.
There is no formal training.
We have no training records.
No developer has been trained.
No developer has been trained in secure coding.
Training is not documented.
Developers haven't been trained yet.
We don't have a security policy.
The policy is superseded.
The policy is withdrawn.
The review is no longer held.
Reviews took place until they were discontinued.
Nobody was trained.
We plan to review accounts.
A process is being planned, not yet in place.
No access review was carried out.
We lack a threat model.
A log is to be introduced.
We do not review accounts.
Not done
Planned for 2027
Has every developer been trained?""".splitlines()


@pytest.mark.parametrize("sentence", ASSERTED)
def test_asserted(sentence: str) -> None:
    assert asserted(sentence) == sentence


@pytest.mark.parametrize("sentence", NOT_ASSERTED)
def test_not_asserted(sentence: str) -> None:
    assert asserted(sentence) == ""


def test_only_what_is_promised_is_left_out() -> None:
    assert asserted("Everybody was trained. New people will be. Is that so?") == "Everybody was trained."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("All parts are pinned. We like it.", "All parts are pinned."),
        ("We like it. All parts are pinned.", "All parts are pinned."),
        ("All parts will be pinned.", ""),
        ("Nowhere are parts left; never are they pinned.", ""),
        ("Are parts pinned?", ""),
        ("It is not so that they are pinned.", ""),
    ],
)
def test_pattern_is_asserted(text: str, found: str) -> None:
    assert asserts(text, re.compile("pinned")) == found
