"""Texts that use every word of a practice to say that it is not done."""

from assay.testing.corpus import Liar

README = "# Gantry\n\nGantry plans the work of cranes in a port.\n\n## Install\n\nGet it from https://gantry.example/download and unpack it.\n"

POLICY = """# Security policy

Please report a vulnerability in Gantry by mail to security@gantry.example. This policy covers every supported version of Gantry and
its command line; the web site is out of scope. You will get an answer within three working days, and an assessment of what you found
within two weeks. Please tell us which version you looked at, what you did and what an attacker could gain from it.

We will not take legal action against research in good faith that leaves the data of other people alone. We agree the day of publication
with you, we publish an advisory with every fix, and we name you in it if you wish. Thank you for the time you give us.
"""

REPOSITORIES = (
    Liar(
        name="a policy that refuses reports",
        pretends="A long SECURITY.md with an address, days and all the words, which says that nothing is accepted.",
        baits=("3.2.1/a", "3.2.1/b", "3.2.2/a"),
        files={
            "README.md": README,
            "SECURITY.md": """# Security policy

We do not run a process for reporting vulnerabilities and we do not accept security reports for any version of Gantry, in scope or out of
scope. Nobody reads security@gantry.example, and mail sent to that address is deleted without an answer. There is no private form, no
bug bounty and no confidential way to disclose a weakness to us.

We do not acknowledge reports within three days, thirty days or any other time. We do not publish advisories, we do not coordinate
disclosure, and we do not give credit. We do not offer safe harbour and we make no promise about research in good faith. If you find a
vulnerability, there is nothing we can tell you about what happens next, because nothing happens next.
""",
        },
        truth={"SECURITY.md": POLICY},
    ),
    Liar(
        name="an address that must not be used",
        pretends="The policy names a security address only to forbid its use and sends finders to the public tracker.",
        baits=("3.2.2/a",),
        files={
            "README.md": README,
            "SECURITY.md": """# Reporting security problems

Please do not write to security@gantry.example about vulnerabilities: that mailbox is for press enquiries. Open a public issue in the
tracker to report a security problem and describe how it can be used. Everybody can read the report there, and that is how we want it.
We look through the issues about twice a year and close those that nobody has commented on.
""",
        },
        truth={"SECURITY.md": POLICY},
    ),
    Liar(
        name="verification that cannot work",
        pretends="Commands of three verifiers stand in code blocks, under sentences saying that there is nothing to verify.",
        baits=("3.1.1/a", "3.1.1/b"),
        files={
            "README.md": README
            + """
## Verification

We do not sign releases of Gantry and we do not publish provenance for them. The following commands do not work, because there is neither
a signature nor a public key:

```
cosign verify-blob --certificate-identity https://gantry.example --signature gantry.tar.gz.sig gantry.tar.gz
gpg --verify gantry.tar.gz.asc gantry.tar.gz
```
""",
        },
        truth={
            "README.md": README
            + """
## Verification

Every release is signed. Verify the download against the identity of our build:

```
cosign verify-blob --certificate-identity https://ci.gantry.example/release --certificate-oidc-issuer https://ci.gantry.example --signature gantry.tar.gz.sig gantry.tar.gz
```
""",
            ".gitlab-ci.yml": "publish:\n  stage: deploy\n  id_tokens: {SIGSTORE_ID_TOKEN: {aud: sigstore}}\n  script:\n    - cosign sign-blob --yes --output-signature gantry.tar.gz.sig gantry.tar.gz\n    - glab release upload v1 gantry.tar.gz gantry.tar.gz.sig\n  rules:\n    - if: $CI_COMMIT_TAG\n",
        },
    ),
    Liar(
        name="support without an end and without a start",
        pretends="SUPPORT.md speaks of versions, dates and twelve months, and commits to none of them.",
        baits=("4.1.1/a", "4.2.1/a", "4.2.1/b"),
        files={
            "README.md": README,
            "SUPPORT.md": """# Support

No version of Gantry has a published end of support date, and we do not intend to publish one. A version may stop being supported on any
day, without a notice period. In particular we do not give twelve months of notice before the end of support, nor one year, nor any other
time: version 2.4 was supported until 2026-03-31 and customers heard of it on 2026-04-02.
""",
        },
    ),
    Liar(
        name="no updates, and no word how to apply them",
        pretends="Headings about update frequency and update instructions stand above refusals.",
        baits=("4.1.2/a", "4.1.2/b", "4.1.3/a", "4.1.3/b"),
        files={
            "README.md": README,
            "docs/updates.md": """# Updates

## How often updates are released

We do not have an update policy. Updates are not released monthly, quarterly or at any other interval.

## How to apply updates

There is no procedure for applying an update, and we do not describe one. Installing a new version over an old one is not supported.

## Secure use

We give no advice on authentication, backups, access control or open ports. Customers have to find out themselves.
""",
        },
    ),
    Liar(
        name="a threat model that was never made",
        pretends="THREAT_MODEL.md names assets, attackers and trust boundaries to explain why nobody looked at them.",
        baits=("1.4.1/a", "1.4.1/b", "1.4.1/c"),
        files={
            "README.md": README,
            "THREAT_MODEL.md": """# Threat model

We have not made a threat model of Gantry. We did not list its assets, trust boundaries, entry points or attackers, and we did not look at
spoofing, tampering, repudiation, information disclosure, denial of service or elevation of privilege. There are therefore no threats
with a decision, no mitigations and no residual risks to show. Nobody has asked for one, and we do not plan to make one.
""",
        },
    ),
    Liar(
        name="a development standard nobody follows",
        pretends="A document with the title of a secure development policy says that there is none.",
        baits=("1.1.1/a", "1.1.1/b", "1.1.1/c", "1.1.2/a"),
        files={
            "README.md": README,
            "docs/secure-development.md": """# Secure development policy

Version 1.0, approved 2026-02-01, last reviewed 2026-06-01.

We do not follow the NIST Secure Software Development Framework, ISO 27001 or any other approach. There is no threat modelling, no secure
coding standard, no security requirements, no governance and no roles, no test strategy, no data management and no configuration
management. Developers receive no training in any of these. This document exists because a customer asked for a document.
""",
        },
    ),
    Liar(
        name="a plan against weaknesses that plans nothing",
        pretends="Severity levels and days stand in a table of a plan that says they do not apply.",
        baits=("3.3.2/a", "3.3.2/b", "3.5.1/a"),
        files={
            "README.md": README,
            "docs/vulnerability-management.md": """# Vulnerability management plan

There is no vulnerability management plan. We do not rate the severity of vulnerabilities, neither by CVSS nor by any other scheme, and we
have not set time limits. The limits other vendors use, such as 7 days for critical and 30 days for high severity, do not apply to us.
We do not fix a vulnerability within any number of days. No owner is named, and the plan has not been reviewed.
""",
        },
    ),
    Liar(
        name="an incident plan that leaves customers alone",
        pretends="INCIDENTS.md lists every part of an incident plan as something that will not be done.",
        baits=("4.3.1/a", "4.3.1/b", "4.3.2/a"),
        files={
            "README.md": README,
            "docs/incident-response.md": """# Incident response plan

We have no incident response plan for customers. We name no contacts and no roles. We do not contain incidents for customers, we do not
communicate during an incident, we do not help with recovery, and we hold no review afterwards. Customers are not notified within 72
hours or later. Please watch the news.
""",
        },
    ),
    Liar(
        name="a test plan against testing",
        pretends="TESTING.md explains at length that there are no tests.",
        baits=("1.3.1/a", "1.3.2/a"),
        files={
            "README.md": README,
            "TESTING.md": """# Test plan

There are no tests. We do not run unit tests, integration tests, fuzzing, static analysis or penetration tests, neither on pull requests
nor before a release. `pytest` is not used. Requirements are not traced to tests. Customers report what is broken.
""",
            "gantry.py": "def plan(cranes):\n    return sorted(cranes)\n",
        },
    ),
)
