"""What Millrace keeps about how Hallkeeper is developed: framework, requirements, users, tests, items, tools, components."""

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

FILES: Mapping[str, str] = {
    "docs/development/framework.md": _FRAMEWORK,
    "docs/development/requirements.md": _REQUIREMENTS,
    "docs/development/users.md": _USERS,
    "docs/development/test-plan.md": _TEST_PLAN,
    "docs/development/controlled-items.md": _CONTROLLED,
    "docs/development/tools.md": _TOOLS,
    "docs/development/components.md": _COMPONENTS,
    "docs/development/new-components.md": _NEW_COMPONENTS,
    "docs/development/suppliers.md": _SUPPLIERS,
}
