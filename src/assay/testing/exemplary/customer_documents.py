"""What customers and finders of Hallkeeper can read: reporting, support, updates, safe use, proof of origin, incidents."""

from collections.abc import Mapping

_SECURITY = """\
# Security policy

This policy covers every supported version of Hallkeeper and the images we publish. The demonstration site at
demo.hallkeeper.example is out of scope.

Please report a vulnerability in private: use the form behind "Report a vulnerability" on the Security tab of this repository,
or write to security@millrace.example. Only Dan Keeper and his deputy Ada Builder read what arrives there. Tell us which version
you used, what you did and what happened.

A person answers you within three working days, and you hear our first judgement within ten. While we work on a fix we write to
you at least every two weeks. We agree the day of publication with you, normally within 90 days, and name you in the advisory if
you wish. We take no legal action against research in good faith that keeps to this policy.

Last reviewed: 2026-09-07 by Dan Keeper.
"""

SUPPORT = """\
# How long Hallkeeper is supported

Owner: Cleo Warden. Last reviewed: {reviewed}.

Each release line gets security fixes until the day in this table.

| Release line | Released | End of security support |
|---|---|---|
{lines}
We announce the end of support of a release line at least twelve months before it: on this page, and by mail to the security contact of
each customer. The notice says what staying on the old line risks and how to move to the next one.
"""
LINES = {
    "1.0": "| 1.0 | 2025-09-01 | 2027-03-31 |\n",
    "1.1": "| 1.1 | 2026-03-02 | 2028-03-31 |\n",
    "1.2": "| 1.2 | 2026-09-08 | 2028-09-30 |\n",
}

_UPDATES = """\
# Install and update Hallkeeper

Owner: Ben Maker. Last reviewed: 2026-09-14.

## How often updates come

A release with new features comes every six months, in March and in September. A security fix comes as soon as it is ready, as a
release of its own that holds the fix alone. Security updates are free of charge for every line in support.

## How updates reach you

You get a mail to your security contact and pull the new image from ghcr.io/millrace/hallkeeper over HTTPS. You apply it yourself;
the application is down for about a minute.

## Update from 1.1 to 1.2

1. Back up the database, so that you can go back:

   ```sh
   docker compose exec db pg_dump hallkeeper > before-update.sql
   ```

2. Set the new version in `compose.yaml`, pull it and start it:

   ```sh
   docker compose pull
   docker compose up -d
   ```

3. Check that it answers: `curl https://your-hall.example/health` prints the new version.
4. To go back, set the old version and restore the backup with `psql hallkeeper < before-update.sql`.

An update changes none of your settings. Before each security update we compare the listed defaults of both releases, and a test
checks that what you hardened stays as it was.

Ben Maker followed these steps on a clean system with version 1.2.1 on 2026-09-30. Nothing had to be corrected.
"""

_HARDENING = """\
# Run Hallkeeper safely

Owner: Dan Keeper. Last reviewed: 2026-09-14.

## Sign-in

Register a passkey for each warden and administrator at the first sign-in. Hallkeeper refuses a privileged sign-in without one.

## Access rights

Give the role of warden only to people who confirm bookings. Review the list of accounts twice a year under "People".

## Backup

Dump the database every night, keep the dumps encrypted on another machine, and try to restore one each quarter.

## Exposed ports

Publish port 8000 to your reverse proxy only. Keep the database port closed to every other machine.

## Updates

Install a security update within a week. Name a security contact, so that our mail reaches you.
"""

_VERIFY = """\
# Check that your copy is genuine

Owner: Ada Builder. Last reviewed: 2026-09-14. Tried with version 1.2.1 on 2026-09-30.

Hallkeeper is distributed by one route only: the container image `ghcr.io/millrace/hallkeeper`, published over HTTPS by the release
pipeline of this repository. Every release carries a signed attestation of where it was built. Verify it before you start it:

```sh
gh attestation verify oci://ghcr.io/millrace/hallkeeper:1.2.1 --repo millrace/hallkeeper
cosign verify ghcr.io/millrace/hallkeeper:1.2.1 \\
  --certificate-identity https://github.com/millrace/hallkeeper/.github/workflows/release.yml@refs/tags/v1.2.1 \\
  --certificate-oidc-issuer https://token.actions.githubusercontent.com
```

The signer must be the workflow `release.yml` of millrace/hallkeeper at the tag of the release.
"""

_INCIDENTS = """\
# What we do for you in an incident

This plan is for customers of Hallkeeper. Owner: Dan Keeper. Approved by Cleo Warden on 2026-09-08. Last reviewed: 2026-09-08. Customers
read it at https://hallkeeper.example/incidents.

## Contacts

Call +44 1632 960177 or write to incidents@millrace.example, day and night. Both were last tried on 2026-09-10: a person answered
within twelve minutes.

## Roles

Dan Keeper leads the response to an incident, Ada Builder stands in for him, and Eve Porter writes to customers.

## Procedure

We confirm an incident within four hours of your call, open a case for you, and name the person who handles it.

## Containment

We tell you which version or setting closes the hole, and help you to take your installation offline if it has to be.

## Communication

Customers concerned are notified within 48 hours of the confirmation of an incident, by mail to their security contact. We write again
every working day until it is closed.

## Recovery

We help you to restore your data and to check that the installation is clean, and stay with you until it runs.

## Review

Within four weeks you get a closing report with the cause, what it meant for you, and what we changed.

## Incidents of the last two years

| Incident | Confirmed | Customers notified | Closing report |
|---|---|---|---|
| The mail relay answered for a stranger | 2026-07-21 10:15 | 2026-07-21 17:30 | 2026-08-10 |
"""

_ADVISORY = """\
# MR-2026-001: requests could exhaust the memory of Hallkeeper

| Field | Value |
|---|---|
| Identifier | CVE-2026-31877 |
| Severity | high, CVSS 7.5 |
| Affected versions | 1.0.0 to 1.1.0 |
| Fixed version | 1.1.1 |
| Published | 2026-06-18 |

A crafted form could make the application hold any amount of memory. Update to 1.1.1; until then, limit the size of requests to 1 MB in
your reverse proxy. We thank Fay Archer, who reported it.
"""

_LATEST_ADVISORY = """\
# MR-2026-002: a session of Hallkeeper outlived a sign-in

| Field | Value |
|---|---|
| Identifier | CVE-2026-38120 |
| Severity | medium, CVSS 5.4 |
| Affected versions | 1.2.0 |
| Fixed version | 1.2.1 |
| Published | 2026-09-30 |

Somebody who had set a session before a warden signed in could use it afterwards. Update to 1.2.1; until then, restart the application each
night, which ends all sessions. Northbank Assurance found it in its yearly test.
"""

CHANGES = {
    "1.0.0": "## 1.0.0 (2025-09-01)\n\n- Book rooms, print the week.\n",
    "1.1.0": "## 1.1.0 (2026-03-02)\n\n- Recurring bookings.\n- Accounts for wardens and administrators, with passkeys.\n",
    "1.1.1": """\
## 1.1.1 (2026-06-18)

### Security

- A crafted form can no longer exhaust the memory (CVE-2026-31877, high). Affected: 1.0.0 to 1.1.0. Update at once, or limit the size
  of requests in your reverse proxy. See [MR-2026-001](docs/advisories/MR-2026-001.md).
""",
    "1.2.0": "## 1.2.0 (2026-09-08)\n\n- A calendar that screen readers can follow.\n- Larger buttons for the warden's tablet.\n",
    "1.2.1": """\
## 1.2.1 (2026-09-30)

### Security

- A session kept from before a sign-in is no longer valid after it (CVE-2026-38120, medium). Affected: 1.2.0. Update within a week. See
  [MR-2026-002](docs/advisories/MR-2026-002.md).
""",
}


def changes(*versions: str) -> str:
    """The list of changes with these releases, the newest first."""
    return "# Changes\n\n" + "\n".join(CHANGES[each] for each in versions)


def support(reviewed: str, *lines: str) -> str:
    """The support page as it stood on a day of review."""
    return SUPPORT.format(reviewed=reviewed, lines="".join(LINES[each] for each in lines))


FILES: Mapping[str, str] = {
    "SECURITY.md": _SECURITY,
    "docs/support.md": support("2026-09-08", "1.0", "1.1", "1.2"),
    "docs/updates.md": _UPDATES,
    "docs/hardening.md": _HARDENING,
    "docs/verify.md": _VERIFY,
    "docs/incidents.md": _INCIDENTS,
    "docs/advisories/MR-2026-001.md": _ADVISORY,
    "docs/advisories/MR-2026-002.md": _LATEST_ADVISORY,
    "CHANGELOG.md": changes("1.2.1", "1.2.0", "1.1.1", "1.1.0", "1.0.0"),
}
