"""What Millrace keeps about how Hallkeeper is developed and designed: framework, requirements, tests, threats, plans."""

from collections.abc import Mapping

_FRAMEWORK = """\
# How we develop Hallkeeper securely

Our secure development framework. Version 3. Owner: Dan Keeper. Approved by Cleo Warden on 2026-09-02. Last reviewed: 2026-09-02. Next
review: 2027-09-02.

Everybody at Millrace who works on Hallkeeper follows this text, from the first requirement to the end of support. It stands in the
repository, so each earlier version can be read in its history, and every change to it is reviewed by a second person.

## Requirements

Each requirement gets an id in requirements.md before anybody writes code for it. Dan Keeper adds the security requirements and the
requirements on personal data. A change names the ids it serves, and a requirement is done when a test that names it passes.

## Threat modelling

Dan Keeper and the author of a change review the threat model whenever an interface, a login or an outside service is added, and once a
year in any case. Each threat gets a decision and a link to the code, setting or test that answers it. The record is threat-model.md.

## Secure coding

All input passes through a pydantic model, and every query takes parameters. Secrets come from the environment and have no fallback. A
second developer reviews each change against these rules. CodeQL and gitleaks run on every change in the pipeline, and a finding stops
it.

## Governance and roles

Cleo Warden answers for the product. Dan Keeper is the security lead and owns this framework. Ada Builder and Ben Maker develop, and each
approves what the other wrote. Eve Porter speaks with customers. Who may change the build is listed in build-access.md.

## Test strategy

Unit tests run on each change with pytest, and a release waits for them. Tests that prove a security requirement carry its claim. What is
tested, where, and when it is enough stands in test-plan.md. Northbank Assurance tests the application once a year.

## Data management

We keep names, addresses of mail and bookings, and no payment data. They are encrypted at rest and in transit, and erased 24 months after
the last booking. Test data is made up. The register is sensitive-data.csv, and Eve Porter owns it.

## Configuration management

Source, pipelines, locks, container definitions and documents are under version control in one repository. Changes reach the main branch
only as reviewed proposals with passing tests. Releases are tags, and only the release pipeline publishes.

## Maintenance

Dependabot proposes updates every week, and Ben Maker takes them in on Tuesdays. Weaknesses are handled as vulnerability-management.md says, until
the day the support page gives for the line.
"""

_REQUIREMENTS = """\
# Requirements of Hallkeeper

Owner: Cleo Warden. Last reviewed: 2026-09-11. Each requirement was accepted by Cleo Warden on the day in the table, and is tested by the
test that is named.

| Id | Requirement | Kind | Accepted | Test |
|---|---|---|---|---|
| R-1 | A warden can book a room for one to twelve hours | function | 2025-06-10 | tests/test_bookings.py |
| R-2 | The calendar must be usable with a screen reader | function | 2026-04-20 | by hand before each release |
| S-1 | Input the model does not know must be refused with status 400 | security | 2025-06-10 | tests/test_bookings.py |
| S-2 | A privileged sign-in without a passkey must be refused | security | 2025-12-01 | tests/test_signing_in.py |
| S-3 | The application must refuse to start without a secret of its own | security | 2025-06-10 | tests/test_settings.py |
| P-1 | Personal data must be erased 24 months after the last booking | personal data | 2025-06-17 | tests/test_bookings.py |
"""

_USERS = """\
# What users of Hallkeeper need

Owner: Eve Porter. Last reviewed: 2026-09-11.

Hallkeeper is for three groups of users: wardens who confirm bookings on a tablet, volunteers who book rooms, and trustees who look at the
use of a hall once a year.

| Date | Who was asked or watched | What we learnt about their needs | What changed in the design |
|---|---|---|---|
| 2026-02-11 | Four wardens at Otley and Ripon | Buttons are too small for gloves | Larger buttons in 1.2.0 |
| 2026-04-17 | Two blind volunteers, with their own screen readers | The calendar reads as one long list | New calendar in 1.2.0 |
| 2026-07-08 | Three trustees | They need sums by month only | Report with monthly sums planned with them |
"""

_TEST_PLAN = """\
# Test plan for Hallkeeper

Owner: Ben Maker. Approved by Cleo Warden on 2026-09-04. Last reviewed: 2026-09-04.

## Scope

The plan covers the application, its image and its third-party components. No requirement in requirements.md is left out; R-2 is
tested by hand, because no tool listens the way people do.

## Levels

Unit tests run on each change. Integration tests run against PostgreSQL before a release. Acceptance tests are done by two wardens.

## Security tests

CodeQL analyses each change, hostile input is sent to every interface by tests, and Northbank Assurance tests the application once a
year from outside.

## Environments

Tests run in the pipeline on ubuntu-24.04 with the Python of the image. Acceptance tests run on a staging system with made-up data.

## Entry and exit criteria

Testing of a release starts when all its changes are merged. It ends when every test has passed on the commit of the release, no serious
finding is open, and each requirement was reached by its test.

## Components

An update of a component runs through the same tests as any other change. A new component needs a test that uses it before it ships.
"""

_THREATS = """\
# Threat model of Hallkeeper

Owner: Dan Keeper. Last reviewed: 2026-09-09 by Dan Keeper and Ada Builder, after the last new interface (passkeys, 2026-02-20). Method:
STRIDE over the data flows.

## Assets and data flows

Hallkeeper holds names, addresses of mail and bookings. A browser talks to the reverse proxy over TLS, the proxy to the application, and
the application to PostgreSQL. Attackers are strangers on the internet, and users who want more rights than they have.

## Threats

| Id | Threat | Status | Answer |
|---|---|---|---|
| T-1 | Spoofing: a stranger signs in with a stolen password of a warden | mitigated | Prevented by passkeys: S-2, tests/test_signing_in.py |
| T-2 | Tampering: crafted input changes a query | mitigated | Input is validated by a model: S-1, tests/test_bookings.py |
| T-3 | Information disclosure: a stolen disk shows bookings | mitigated | The volume is encrypted: docs/hardening.md |
| T-4 | Denial of service: large forms exhaust the memory | mitigated | The size of forms is limited: werkzeug 3.1.5 |
| T-5 | Elevation: a known session secret lets anybody forge a session | mitigated | A short secret is rejected: S-3, tests/test_settings.py |
| T-6 | Repudiation: a warden denies a confirmation | accepted by Cleo Warden until 2026-12-31 | The journal of bookings names the account |
"""

_CONTROLLED = """\
# Controlled items of Hallkeeper

Owner: Ada Builder. Last reviewed: 2026-09-10.

Every controlled item is under version control. A change needs a reviewed proposal.

| Item | Place | Who may change it |
|---|---|---|
| Source, tests, documents | this repository | developers, after review |
| Pipelines, image, locks | .github, Dockerfile, requirements.txt in this repository | release keepers, after review |
| Branch rules and members | settings of the organisation on GitHub | Cleo Warden and Ada Builder |
| Domain hallkeeper.example | registrar Brightname | Cleo Warden |
"""

_TOOLS = """\
# Tools that make Hallkeeper

Owner: Ben Maker. Last reviewed: 2026-09-15.

The repository declares the tools it needs with their versions: Python in .python-version, packages in the locks, parts of the pipeline
by commit. These tools are used beside them, and each is kept current by the person named:

| Tool | Version | Updated by |
|---|---|---|
| Visual Studio Code | 1.104 | each developer, updated by itself |
| Docker Desktop | 4.47 | Ben Maker, monthly |
| GitHub Actions runners, hosted | ubuntu-24.04 | GitHub |
"""

_COMPONENTS = """\
# Components a scan of Hallkeeper does not see

Owner: Ben Maker. Last reviewed: 2026-09-15.

Ben Maker compared the list of components in the bill of materials with the source on 2026-09-15. Three third-party parts are on no lock:

| Component | Version | Origin | Owner |
|---|---|---|---|
| Python | 3.13 | official image, named by digest | Ben Maker |
| Mail relay of Postbridge Ltd | hosted | contract of 2025-07-01 | Eve Porter |
| Font Public Sans | 2.001 | copied into the image of the print view, OFL | Ben Maker |
"""

_NEW_COMPONENTS = """\
# New components of Hallkeeper

Owner: Dan Keeper. Last reviewed: 2026-09-15.

A component is added once Dan Keeper approved it, after a review of its source, upkeep, licence and known weaknesses and after tests that
use it. One new component was introduced in the last twelve months: webauthn, assessed and approved on 2025-11-24. Need, alternatives and
grounds stand in component-decisions.csv.
"""

_SUPPLIERS = """\
# What suppliers of Hallkeeper have to do for security

Owner: Cleo Warden. Approved by Cleo Warden on 2026-05-04. Last reviewed: 2026-09-15.

Our security terms for suppliers, version 1.3, are part of each contract. A supplier tells us of a weakness within two days, supports what
it delivers for the length of the contract, signs its deliveries, tells us of incidents within a day and sends a bill of materials.

Postbridge Ltd is the one supplier under contract. It received these security requirements on 2026-05-04 and signed them on 2026-05-11.
"""

_SECRETS = """\
# Accounts, passwords and keys in Hallkeeper

Owner: Dan Keeper. Last reviewed: 2026-09-16.

## Before set-up

A fresh installation of 1.2.1 was looked through on 2026-09-30: it holds no account, no default password and no key. The first administrator
account is made with a token that is printed once at the first start. Without a secret of its own the application refuses to start.

## In the code

Dan Keeper read all migrations, the seed data and the start scripts on 2026-09-16. None of them creates an account or holds a password.

## Privileged sign-in

Every warden and administrator account has to sign in with a passkey beside the password (multi-factor, phishing-resistant). It is on as
shipped and cannot be switched off. API keys do not exist, and a lost passkey is replaced by an administrator in person.

## Storage

Passwords are stored as Argon2id hashes (time cost 3, 64 MB). Session secret and database password stay in the secret store of the customer.
Personal data is encrypted at rest by the volume and in transit by TLS 1.3; the register is sensitive-data.csv.
"""

_INTERFACES = """\
# Interfaces of Hallkeeper and what checks their input

Owner: Ada Builder. Last reviewed: 2026-09-16.

| Interface | Input | Validated by |
|---|---|---|
| POST /bookings | JSON request | model Booking in hallkeeper/bookings.py |
| POST /sign-in | form fields | lengths in hallkeeper/signing_in.py, parameters in hallkeeper/accounts.py |
| Command line of the container | none | there is no option |

Files and queues are not read. The admin screens send the same requests, and each request is validated by its model.
"""

_VULNERABILITIES = """\
# Vulnerability management plan for Hallkeeper

Owner: Dan Keeper. Approved by Cleo Warden on 2026-09-08. Last reviewed: 2026-09-08.

## Finding

We match our components with published vulnerabilities every night, and read the advisories of Pallets and the list of exploited
weaknesses each Monday. Finders report to us as SECURITY.md says.

## Judging and time limits

Dan Keeper judges each vulnerability within three days by CVSS 4.0 and by whether it is exploited. The clock starts on the day we know of it,
and a fix is released within:

| Severity | Limit |
|---|---|
| Critical | 7 days |
| High | 30 days |
| Medium | 90 days |
| Low | 180 days |

All other texts refer to this table. A security fix gets a release of its own, free of charge, and does not wait for features.

## Exceptions

Only Cleo Warden accepts a risk, in writing, with a reason and a day on which it ends, at most 90 days ahead.

## Who hears of it

| Channel | Recipient | Deputy | Last tried |
|---|---|---|---|
| Reports of vulnerabilities by form and mail | Dan Keeper | Ada Builder | 2026-09-10 |
| Alerts of the platform | Ben Maker | Ada Builder | 2026-09-10 |
| Matches of the nightly scan | Ben Maker | Dan Keeper | 2026-09-10 |

The internal team accepts a report or match within one working day, and handovers.csv says who took it over and when. Affected customers are notified within three days of an advisory, by mail to their
security contact, by Eve Porter.

## Decisions

Each decision on a vulnerability is recorded with date, person, method and reason in the VEX file of the release.
"""

FILES: Mapping[str, str] = {
    "docs/development/framework.md": _FRAMEWORK,
    "docs/development/requirements.md": _REQUIREMENTS,
    "docs/development/users.md": _USERS,
    "docs/development/test-plan.md": _TEST_PLAN,
    "docs/development/threat-model.md": _THREATS,
    "docs/development/controlled-items.md": _CONTROLLED,
    "docs/development/tools.md": _TOOLS,
    "docs/development/components.md": _COMPONENTS,
    "docs/development/new-components.md": _NEW_COMPONENTS,
    "docs/development/suppliers.md": _SUPPLIERS,
    "docs/development/secrets.md": _SECRETS,
    "docs/development/interfaces.md": _INTERFACES,
    "docs/development/vulnerability-management.md": _VULNERABILITIES,
}
