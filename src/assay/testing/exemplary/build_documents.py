"""What Millrace keeps about who may build Hallkeeper and what is logged, and the report of an outside reviewer."""

from collections.abc import Mapping

_ACCESS = """\
# Who may build and release Hallkeeper

Owner: Ada Builder. Approved by Cleo Warden on 2026-09-14. Last reviewed: 2026-09-14. The systems are listed in build-environment.csv.

## Roles and rights

| Role | System | May see and change | Held by |
|---|---|---|---|
| Administrator | organisation millrace on GitHub | settings, members, branch rules | Cleo Warden |
| Release keeper | repository, GitHub Actions | approve changes to pipelines, push tags | Ada Builder, Ben Maker |
| Developer | repository | propose and approve changes | Ada Builder, Ben Maker |
| Publisher | GitHub Container Registry | push images | the workflow release.yml alone |

## Accounts

Each account belongs to one person; no login is shared. Bots have accounts of their own.

| Account | Person or machine | Role |
|---|---|---|
| cleo-w | Cleo Warden | administrator |
| ada-b | Ada Builder | release keeper, developer |
| ben-m | Ben Maker | release keeper, developer |
| dependabot[bot] | update bot of GitHub | proposes updates |

## Sessions and tokens

A session at GitHub ends after 24 hours and people must authenticate again through our login service. A token of a person expires after 30
days at most. The token of a pipeline ends with its job. The limits were exported from the login service on 2026-09-14.

## Secrets of the build

There is one build secret besides the tokens made for each job: CHAT_WEBHOOK, which tells the team of a match. Ada Builder owns it. It is
stored in GitHub's secret store, only the workflow watch.yml can read it, and it was rotated on 2026-09-14, as every 90 days.

## Second factor

Multi-factor authentication is enforced for everybody at each build system: at GitHub and its registry by the setting of the organisation,
at the login service by policy since 2025-06-02, and at the domain registrar by its account setting. Exports were taken on 2026-09-14.
Somebody who lost a factor gets a new one from Cleo Warden in person.

## Who may change pipelines and rules

Authorised to change or bypass rules: Cleo Warden (administrator). Nobody else. Confirmed by Ada Builder on 2026-09-14 beside the list of
bypass rights on the platform, which is empty.

## Review of access

Access is reviewed every quarter. The account that was to be removed on 2026-09-14, that of a contractor, was gone the same day.
"""

_LOGGING = """\
# Logs of the build environment

Owner: Dan Keeper. Approved by Cleo Warden on 2026-09-15. Last reviewed: 2026-09-15.

| Log | Holds | Kept for | Agreed by |
|---|---|---|---|
| Audit log of GitHub | sign-ins, changed settings, members, secrets | 12 months | Cleo Warden, 2026-09-15 |
| Runs of GitHub Actions | each build with its trigger and steps | 90 days | Cleo Warden, 2026-09-15 |
| Login service | each sign-in with time and address | 12 months | Cleo Warden, 2026-09-15 |

Every build log records who signed in and what was changed. An export of the last 30 days of each was taken on 2026-09-15.

The audit log is streamed to a store at another provider with object lock for 12 months. Only Dan Keeper can read it there, nobody can
change or delete an entry, and no administrator of the builds has access to the store.

Dan Keeper looks through the logs each month by searching for new members, changed rules and failed sign-ins, and enters the review in
log-reviews.csv. On 2026-09-15 he changed a harmless setting on purpose and found the entry.
"""

_REVIEW = """\
# Independent review of Hallkeeper, September 2026

Reviewer: Gil Thorne, Northbank Assurance LLP. Date of the report: 2026-09-21. Prepared for Millrace Software Ltd. Version reviewed: 1.2.0.

We read the documents, watched the people at work for two days, and tried what they told us. We found the following.

## Requirements

The requirements are kept in one register, and four of the six were worked with in the last half-year. Three security requirements and one
requirement on personal data are on record, and each is worded so that a test can fail it.

## Users

Notes of three rounds of research say which user groups there are and what each of them needs. We spoke to two of the wardens.

## Tests

Each requirement leads to the test that checks it: we followed all six, and went back from three tests to what they are for.

## Threats

The threat model was reviewed after the passkey interface was added. We drew two attacks from it at random and found the answer in the code.
Each threat in the model has a decision and a link to what was done.

## Code

We read the migrations and start scripts: no hidden account and no fixed password is created. Each interface passes its input to a model or to
a checked field before it is validated further.

## Data

Personal data is encrypted at rest and in transit, and the register of sensitive data names place, protection and retention for each kind.

## Build environment

Every account and login belongs to one person or one named bot. At the login service and the registrar a second factor is enforced: we tried to
sign in without one and were refused. Each build system logs sign-ins and changed settings, and we saw the entries of our own access. The
authorised people are exactly those with bypass rights on the branch. Administrators of the builds cannot alter or delete log entries: we
asked one to try. The one secret of the build is listed, and it was rotated on the day in the list.

## Documents for customers

Users are told how to handle sign-in, access rights, backup, ports and updates, and the security guide works as written. Customers got the
notice that support of line 1.0 ends, and it told them the risk of staying. The incident plan is open to every customer. It names contacts,
roles, procedure, containment, communication, recovery and review; we called the number and a person answered.
"""

FILES: Mapping[str, str] = {
    "docs/development/build-access.md": _ACCESS,
    "docs/development/logging.md": _LOGGING,
    "docs/development/independent-review.md": _REVIEW,
}
REVIEW = _REVIEW
