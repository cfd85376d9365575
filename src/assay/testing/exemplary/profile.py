"""What people at Millrace state about Hallkeeper, and what each of them cites: the text of ``assay.toml``."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assay.testing.exemplary import records
from assay.testing.exemplary.attestations import IDENTITY
from assay.testing.sigstore_service import ISSUER, TRUST_ROOT

STATED_ON = date(2026, 9, 21)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who states something."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Said:
    """One statement on one facet; ``quote`` where the document alone would not show which passage is meant."""

    facet: str
    person: Person
    says: str
    quote: str = ""


CLEO = Person("Cleo Warden", "Managing Director")
DAN = Person("Dan Keeper", "Security Lead")
ADA = Person("Ada Builder", "Lead Developer")
BEN = Person("Ben Maker", "Developer")
EVE = Person("Eve Porter", "Head of Customer Care")

_DEVELOPMENT: Mapping[str, tuple[Said, ...]] = {
    "docs/development/framework.md": (
        Said("1.1.1/a", DAN, "Our own framework for secure development is written down and in reach of everybody."),
        Said("1.1.1/b", DAN, "The framework covers all seven topics with our own rules for each."),
        Said("1.1.1/c", CLEO, "I approved the framework, and Dan Keeper reviewed it this month."),
    ),
    records.PATHS["training"]: (
        Said("1.1.2/a", DAN, "Everybody who develops Hallkeeper was trained, and each course is on record."),
        Said("1.1.2/b", DAN, "The courses dealt with our framework, with Python and with CodeQL."),
        Said("1.1.2/c", DAN, "Every author of the last ninety days is in the register of training."),
    ),
    "docs/development/tools.md": (
        Said("1.1.3/d", BEN, "The list of tools is complete, with editors and hosted services."),
    ),
    "docs/development/controlled-items.md": (
        Said("1.1.4/b", ADA, "Pipelines, image, locks and documents are under version control in this repository."),
        Said("1.1.4/d", ADA, "The list names every controlled item and the place of those kept elsewhere."),
    ),
    "docs/development/users.md": (
        Said("1.1.6/b", EVE, "Wardens, volunteers and trustees were asked and watched this year."),
    ),
    "docs/development/components.md": (
        Said("1.2.1/e", BEN, "I looked for parts that a scan misses and listed the three that I found."),
    ),
    "docs/development/new-components.md": (
        Said("1.2.3/b", DAN, "The one component added in the last twelve months was decided on in writing."),
    ),
    "docs/development/suppliers.md": (
        Said("1.2.S/a", CLEO, "Our security terms for suppliers are written down and approved."),
        Said("1.2.S/b", CLEO, "Postbridge, our one supplier under contract, received the terms and signed them."),
    ),
    "docs/development/test-plan.md": (
        Said(
            "1.2.3/c", BEN, "Tests that use the new component passed before it shipped.", "A new component needs a test"
        ),
        Said("1.3.1/a", BEN, "The test plan is current and was approved this month."),
    ),
    "docs/development/vulnerability-management.md": (
        Said("1.3.3/b", DAN, "Serious findings were fixed within the limits of the plan.", "a fix is released within"),
        Said("3.3.2/a", DAN, "I own the plan for vulnerabilities and reviewed it this month."),
        Said("3.3.2/b", DAN, "The plan says how severity is judged and gives the days for each level."),
        Said(
            "3.3.2/c",
            DAN,
            "Each decision is recorded with date, person, method and reason.",
            "Each decision on a vulnerability is recorded",
        ),
        Said("3.4.1/a", DAN, "Each channel has a recipient and a deputy, and was tried this month."),
        Said("3.4.1/b", DAN, "Each case of the last twelve months was accepted on a recorded day."),
        Said("3.5.1/a", DAN, "The limits stand in the plan, and all other texts refer to it."),
    ),
    "docs/development/threat-model.md": (
        Said("1.4.1/a", DAN, "The threat model is of Hallkeeper and was reviewed this month."),
    ),
    "docs/development/secrets.md": (
        Said("1.4.2/b", DAN, "Privileged users get in with a passkey only; a password alone is refused."),
        Said("1.4.3/a", DAN, "A fresh installation holds no account, password or key before set-up."),
        Said("1.4.3/b", DAN, "The application refuses to start until the customer sets a secret."),
        Said("1.4.5/b", DAN, "Passwords are stored as Argon2id hashes, and keys lie in a secret store."),
    ),
}

_BUILD: Mapping[str, tuple[Said, ...]] = {
    "docs/development/build-access.md": (
        Said("2.1.1/a", ADA, "The inventory names every system that builds or releases Hallkeeper."),
        Said("2.1.1/b", ADA, "The roles are written down with what each may see and change."),
        Said("2.1.2/a", ADA, "Sessions end after a day and tokens of people after thirty days."),
    ),
    records.PATHS["access-reviews"]: (
        Said("2.1.6/a", DAN, "I reviewed the access of every account in September."),
        Said("2.1.6/b", DAN, "The review covered every system of the inventory."),
        Said("2.1.6/c", DAN, "What the review decided was carried out the same day."),
    ),
    "docs/development/logging.md": (
        Said("2.2.3/a", DAN, "It is decided in writing how long each log is kept."),
        Said("2.2.3/c", DAN, "I search the logs each month and enter what I found."),
    ),
}

_CUSTOMERS: Mapping[str, tuple[Said, ...]] = {
    records.PATHS["customer-notices"]: (
        Said("3.4.2/b", EVE, "All customers affected were told on the day of the advisory."),
    ),
    "docs/updates.md": (
        Said("3.5.1/c", BEN, "Security fixes get releases of their own, free of charge."),
        Said(
            "3.5.2/b",
            BEN,
            "Security updates leave every hardened setting as it was.",
            "An update changes none of your settings.",
        ),
        Said("4.1.2/a", BEN, "The page says how often updates come and what brings one."),
        Said("4.1.2/b", BEN, "The page says by which channel updates come and how they are applied."),
        Said("4.1.3/a", BEN, "The steps fit version 1.2, and I followed them on a clean system."),
    ),
    "docs/support.md": (
        Said("4.1.1/c", CLEO, "The page lists every release line that is sold or in use."),
        Said("4.2.1/a", CLEO, "Customers are promised twelve months of notice in public."),
    ),
    "docs/incidents.md": (
        Said("4.3.2/a", EVE, "Customers concerned were notified of the incident of July on the same day."),
        Said("4.3.2/b", EVE, "The first notice went out within the declared limit of 48 hours."),
    ),
}

_CONFIRMED: Mapping[str, tuple[Said, ...]] = {
    "docs/development/independent-review.md": (
        Said("1.1.5/a", CLEO, "The register of requirements is in use.", "The requirements are kept in one register"),
        Said("1.1.5/b", CLEO, "Security and personal data have requirements of their own.", "Three security requirements"),
        Said("1.1.6/a", EVE, "What users need is on record.", "say which user groups there are and what each of them needs"),
        Said("1.3.1/b", BEN, "Each requirement leads to its tests.", "Each requirement leads to the test that checks it"),
        Said("1.4.1/b", DAN, "The model is younger than the last new interface.", "The threat model was reviewed after"),
        Said("1.4.1/c", DAN, "Each threat has a decision and an answer.", "Each threat in the model has a decision"),
        Said("1.4.3/c", DAN, "The code holds and creates no hidden account.", "no hidden account and no fixed password is created"),
        Said("1.4.4/a", ADA, "Each interface checks its input before use.", "Each interface passes its input to a model"),
        Said("1.4.5/c", EVE, "Sensitive data is known and encrypted.", "Personal data is encrypted at rest and in transit"),
        Said("2.1.3/a", ADA, "Each account belongs to one person or one bot.", "Every account and login belongs to one person"),
        Said("2.1.4/c", ADA, "The secrets of the build are listed and renewed.", "The one secret of the build is listed"),
        Said("2.1.5/b", ADA, "Every other system forces a second factor too.", "a second factor is enforced: we tried"),
        Said("2.2.1/b", DAN, "Each build system logs sign-ins and settings.", "Each build system logs sign-ins and changed settings"),
        Said("2.2.2/d", CLEO, "Only authorised people can bypass the rules.", "authorised people are exactly those"),
        Said("2.2.4/a", DAN, "Administrators cannot alter the logs.", "Administrators of the builds cannot alter or delete log entries"),
        Said("4.1.3/b", DAN, "Customers are told how to run it safely.", "Users are told how to handle sign-in, access rights, backup"),
        Said("4.2.1/c", EVE, "Customers received the notice and its risks.", "notice that support of line 1.0 ends"),
        Said("4.3.1/a", DAN, "The plan is open to every customer.", "The incident plan is open to every customer."),
        Said("4.3.1/b", DAN, "All seven subjects are in the plan.", "It names contacts, roles, procedure, containment"),
    ),
}  # fmt: skip

STATED: Mapping[str, tuple[Said, ...]] = {**_DEVELOPMENT, **_BUILD, **_CUSTOMERS, **_CONFIRMED}
"""Document → what is stated on the strength of it."""

_HEAD = f"""\
schema = 1

[organisation]
name = "Millrace Software Ltd"
senior_responsible_owner = "Cleo Warden"

[product]
name = "Hallkeeper"
role = "developer-distributor"
delivery = ["container"]

[links]
home = "https://hallkeeper.example/"

[[release.signers]]
kind = "sigstore"
identity = "{IDENTITY}"
issuer = "{ISSUER}"
trusted_root = "{hashlib.sha256(TRUST_ROOT.encode()).hexdigest()}"

[[people]]
name = "Ada Builder"
also = ["ada@millrace.example", "ada-b"]

[[people]]
name = "Ben Maker"
also = ["ben@millrace.example", "ben-m"]
"""


def text() -> str:
    """The whole profile."""
    return "".join((_HEAD, "\n[records]\n", *_kept(), *_statements()))


def _kept() -> Iterator[str]:
    return (f'{duty} = "{path}"\n' for duty, path in records.PATHS.items())


def _statements() -> Iterator[str]:
    for document, stated in STATED.items():
        for each in stated:
            yield f'\n[[statements]]\nfacet = "{each.facet}"\nsays = "{each.says}"\n'
            yield f'person = "{each.person.name}"\nrole = "{each.person.role}"\ndate = {STATED_ON}\n'
            yield f'document = "{document}"\n' + (f'quote = "{each.quote}"\n' if each.quote else "")
