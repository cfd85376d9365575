"""What Millrace keeps about how Hallkeeper withstands attacks: threats, secrets, interfaces, and the plan for weaknesses."""

from collections.abc import Mapping

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

_SECRETS = """\
# Accounts, passwords and keys in Hallkeeper

Owner: Dan Keeper. Last reviewed: 2026-09-16.

## Before set-up

A fresh installation of 1.2.0 was looked through on 2026-09-16: it holds no account, no default password and no key. The first administrator
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
    "docs/development/threat-model.md": _THREATS,
    "docs/development/secrets.md": _SECRETS,
    "docs/development/interfaces.md": _INTERFACES,
    "docs/development/vulnerability-management.md": _VULNERABILITIES,
}
