"""Second factors of the wrong people: the vendor's staff for the product's users, or the other way round."""

import re
from collections.abc import Iterator

from assay.assess.form_faults.fault import Found, Rule, in_row
from assay.domain.catalogue import Catalogue
from assay.facts.forms import CompletedForm
from assay.formats.assertions import sentences

SECOND_FACTOR = re.compile(
    r"\b(mfa|2fa|multi-?\s?factor|two-?\s?factor|second factor|two-?step|one-?time (code|password)|authenticator|passkeys?|security keys?|yubikeys?|totp)\b",
    re.IGNORECASE,
)
STAFF = re.compile(
    r"\b(our|all|every|each|company|vendor)\s(\w+\s)?(staff|employees?|developers?|engineers?|colleagues|team|contributors?|maintainers?|personnel|workforce)\b"
    r"|\b(staff|employees?|developers|engineers|committers|maintainers|github|gitlab|bitbucket|azure devops|vpn|google workspace|microsoft 365|office 365|entra( id)?|active directory"
    r"|corporate|source code|repositor(y|ies)|build (server|system|environment)|ci/cd|laptops?)\b",
    re.IGNORECASE,
)
PRODUCT_USERS = re.compile(
    r"\b(customers?|tenants?|end[- ]users?|product'?s? (users?|administrators?|admins?|login)|(users?|admin(istrator)?s?|privileged (users?|roles?|accounts?)|login|accounts?) (of|in|to|for) the (product|software|application|app|service|platform|system|portal)"
    r"|in the (product|application|software|app|platform|service)|admin (console|panel|portal|area)|the product|the application|our (product|application|platform|service))\b",
    re.IGNORECASE,
)
BUILD_USERS = re.compile(
    r"\b(developers?|engineers?|staff|employees?|build|ci|ci/cd|pipelines?|repositor(y|ies)|github|gitlab|bitbucket|forge|source|release|deploy(ment)?|maintainers?|committers?"
    r"|contributors?|organi[sz]ation|azure devops|jenkins|registry|our (team|people))\b",
    re.IGNORECASE,
)
ASKED = (
    ("1.4.2", STAFF, PRODUCT_USERS, "asks about privileged users of the product, and the text speaks of the vendor's own people or tools"),
    ("2.1.5", PRODUCT_USERS, BUILD_USERS, "asks about those who use the build environment, and the text speaks of users of the product"),
)  # fmt: skip


def find(form: CompletedForm, _code: Catalogue) -> Iterator[Found]:
    """One for each of the two claims answered with the second factor of others, and with nothing on whom it asks about."""
    for claim_id, others, meant, says in ASKED:
        for row in form.of(claim_id):
            if not row.answer.asserts or not SECOND_FACTOR.search(row.text) or meant.search(row.text):
                continue
            if sentence := next((each for each in sentences(row.text) if others.search(each)), ""):
                yield in_row(row, f"claim {claim_id} {says}", sentence)


RULE = Rule(
    "mfa-of-other-people",
    "Second factors of the wrong people",
    "A second factor for staff does not protect an administrator of the product at the customer, and the other way round.",
    "Answer 1.4.2 for privileged users of the product, and 2.1.5 for everyone who reaches the build environment.",
    find,
)
