"""Texts in the future tense: what will be done, is planned, is wished for, or was considered."""

from assay.testing.corpus import Liar

README = "# Lantern\n\nLantern reads meters.\n\n## Install\n\nSee https://lantern.example/install for packages.\n"

REPOSITORIES = (
    Liar(
        name="a policy that is going to be written",
        pretends="Two paragraphs about the reporting process that will exist next year.",
        baits=("3.2.1/a", "3.2.1/b", "3.2.2/a"),
        files={
            "README.md": README,
            "SECURITY.md": """# Security policy

We are going to publish a policy for reporting vulnerabilities in Lantern. It will say which versions are in scope, and it will promise an
answer within five working days. A private address, security@lantern.example, will be set up for it in the second quarter of next year; the
mailbox does not exist yet. We also plan to offer safe harbour to research in good faith and intend to publish advisories.

Once the policy is in force, finders will be able to report vulnerabilities confidentially and will receive credit. Until then we ask for a
little patience. The roadmap shows the steps: first the wording, then the mailbox, then the people who will read it.
""",
        },
        truth={
            "SECURITY.md": """# Security policy

This policy covers Lantern 3 and later; the sales site is out of scope. Report a vulnerability to security@lantern.example, encrypted
if you like with the key at https://lantern.example/key.asc. A person answers within five working days and tells you within three weeks
what we found and what we are going to do. Please leave the data of others alone, tell us the version and the steps, and give us ninety
days before you publish. We take no legal action against research in good faith. We agree the day of publication with you and name you
in the advisory unless you would rather stay unnamed. Reports about missing headers on the sales site need no answer from us.
""",
        },
    ),
    Liar(
        name="signatures from the next major version on",
        pretends="The release document describes signing and verification as things to come.",
        baits=("3.1.1/a", "3.1.1/b"),
        files={
            "README.md": README,
            "docs/verify.md": """# Verifying releases

From version 5 on, releases of Lantern will be signed. You will then be able to verify a download like this:

```
cosign verify-blob --certificate-identity https://ci.lantern.example --certificate-oidc-issuer https://ci.lantern.example lantern.tar.gz
```

This is planned for the first half of next year and not available yet.
""",
        },
        truth={
            "docs/verify.md": """# Verifying releases

Releases of Lantern are signed by our pipeline. Verify a download like this:

```
cosign verify-blob --certificate-identity https://ci.lantern.example --certificate-oidc-issuer https://ci.lantern.example lantern.tar.gz
```
""",
            ".github/workflows/release.yml": "on: release\npermissions: {}\njobs:\n  ship:\n    runs-on: ubuntu-24.04\n    permissions: {contents: write, id-token: write}\n    steps:\n      - run: cosign sign-blob --yes --bundle lantern.sigstore lantern.tar.gz\n      - run: gh release upload v4 lantern.tar.gz lantern.sigstore\n",
        },
    ),
    Liar(
        name="a pipeline on the roadmap",
        pretends="The roadmap promises tests, scans and pinned actions; the only workflow holds a note to do them.",
        baits=("1.3.2/a", "1.3.2/c", "1.3.1/d", "1.2.3/a", "3.3.1/a", "1.2.2/c"),
        files={
            "README.md": README
            + "\n## Roadmap\n\n- [x] decide to run pytest on every pull request\n- [ ] run it\n- [ ] CodeQL, gitleaks, pip-audit\n- [ ] pin actions by hash\n",
            ".github/workflows/ci.yml": "name: tests, CodeQL, pip-audit\non: [push, pull_request]\njobs:\n  tests:\n    name: pytest and CodeQL (planned)\n    runs-on: ubuntu-24.04\n    steps:\n      # we will add: pytest, semgrep, pip-audit\n      - name: Run pytest\n        run: 'true'\n",
        },
    ),
    Liar(
        name="support dates to be announced",
        pretends="Every version has a row; every date is still to come, and the notice period is an intention.",
        baits=("4.1.1/a", "4.1.2/a", "4.2.1/a"),
        files={
            "README.md": README,
            "SUPPORT.md": """# Support

| Version | End of support |
|---|---|
| 4.x | to be announced |
| 3.x | to be decided |

We will publish the end of support of each version in due course. In future we would like to tell customers twelve months before support
ends, and we are thinking about a monthly release of updates. None of this is a commitment.
""",
        },
    ),
    Liar(
        name="a threat model next spring",
        pretends="The design document has a heading for threats and a promise below it.",
        baits=("1.4.1/a", "1.4.1/c"),
        files={
            "README.md": README,
            "docs/threat-model.md": """# Threat model of Lantern

A threat model will be written next spring. It is going to list the assets, the trust boundaries, the attackers and the threats by STRIDE,
and it should give each threat a mitigation. The team intends to review it every year. So far nothing has been written down.
""",
        },
    ),
    Liar(
        name="limits we hope to keep",
        pretends="The plan gives days by severity as a hope for a later date.",
        baits=("3.3.2/a", "3.3.2/b", "3.5.1/a"),
        files={
            "README.md": README,
            "docs/vulnerability-handling.md": """# How we will handle vulnerabilities

We plan to write a vulnerability handling plan by the end of next year. We would then rate findings by CVSS and hope to fix critical
vulnerabilities within 14 days and high ones within 30 days. An owner will be named when the plan has been approved.
""",
        },
    ),
)
