"""Badges, slogans, names: everything that looks like evidence from far away."""

from assay.testing.corpus import Liar

PACKAGE = '{"name": "quay", "private": true, "dependencies": {"express": "^4.21.0"}}'
CI = {".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: [{run: make}]\n"}

REPOSITORIES = (
    Liar(
        name="a wall of badges",
        pretends="Fourteen badges: passing, 100 %, gold, SLSA 3, signed, MFA enforced.",
        baits=(
            "1.3.2/a",
            "1.3.2/b",
            "1.3.1/a",
            "1.3.1/d",
            "1.2.3/a",
            "1.2.5/a",
            "2.1.5/a",
            "2.2.2/a",
            "3.1.1/a",
            "3.1.1/b",
            "3.2.1/a",
            "3.3.1/a",
        ),
        files={
            "README.md": "# Quay\n\n"
            + "\n".join(
                f"[![{name}](https://img.shields.example/badge/{name.replace(' ', '_')}-brightgreen)](https://quay.example)"
                for name in (
                    "build passing",
                    "tests 512 passed",
                    "coverage 100%",
                    "CodeQL passing",
                    "OpenSSF Best Practices gold",
                    "OpenSSF Scorecard 10.0",
                    "SLSA level 3",
                    "signed releases with cosign",
                    "dependabot active",
                    "MFA enforced",
                    "branch protected",
                    "vulnerabilities 0",
                    "security policy",
                    "renovate enabled",
                )
            )
            + "\n",
        },
    ),
    Liar(
        name="slogans in code comments",
        pretends="Comments and constants in the source claim threat models, validation, hashing, second factors.",
        baits=("1.4.1/a", "1.4.2/a", "1.4.2/b", "1.4.4/a", "1.4.4/c", "1.4.5/b", "1.3.1/a", "2.1.5/a", "1.4.3/b"),
        files={
            "README.md": "# Quay\n",
            "src/app.py": '"""Threat-modelled with STRIDE. All inputs are validated. Passwords are hashed with argon2. MFA is enforced for admins."""\n\nMFA_ENFORCED = True\nINPUT_VALIDATION = "complete"\nTHREAT_MODEL = "reviewed 2026-09-01"\n\n\n# tested: yes; fuzzed: yes; first login forces a new password\ndef login(name, password):\n    return True\n',
        },
    ),
    Liar(
        name="letters that only look right",
        pretends="SECURITY.md, CODEOWNERS, Dockerfile, a workflow and a lock, each with one Cyrillic or Greek letter in the name.",
        baits=("3.2.1/a", "3.2.2/a", "2.2.2/b", "1.2.2/b", "1.2.1/a", "1.3.2/a", "1.2.5/a"),
        files={
            "README.md": "# Quay\n",
            "package.json": PACKAGE,
            "S\u0415CURITY.md": "# Security policy\n\n"
            + "Report a vulnerability to security@quay.example; you get an answer within three days. " * 12,
            ".github/C\u041eDEOWNERS": "* @quay/all\n/.github/ @quay/build\n",
            "Dockerfil\u0435": "FROM node:22@sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0\nCOPY . .\nRUN npm ci\n",
            ".github/workflows/ci.ym\u04cf": "on: push\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    steps: [{run: pytest}]\n",
            "package-l\u043eck.json": "{}",
            ".github/dependab\u043et.yml": "version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n    schedule: {interval: weekly}\n",
        },
    ),
    Liar(
        name="samples of everything",
        pretends="Files with the endings of samples and templates: somebody might use them one day.",
        baits=("3.2.1/a", "3.2.2/a", "2.2.2/b", "1.2.5/a", "1.3.2/a", "1.4.5/a", "2.1.4/b"),
        through=(
            "disclosure-policy-published",
            "private-channel",
            "build-definition-ownership",
            "update-automation-coverage",
            "ci-runs-tests",
            "secret-scanning-active",
        ),
        files={
            **CI,
            "README.md": "# Quay\n",
            "package.json": PACKAGE,
            "SECURITY.md.example": "# Security policy\n\n"
            + "Report a vulnerability to security@quay.example; you get an answer within three days. " * 12,
            ".github/ISSUE_TEMPLATE/security.md": "# Security policy\n\n"
            + "Report a vulnerability to security@quay.example; you get an answer within three days. " * 12,
            "CODEOWNERS.sample": "* @quay/all\n",
            ".github/dependabot.yml.template": "version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n    schedule: {interval: weekly}\n",
            ".pre-commit-config.yaml.dist": "repos:\n  - repo: https://github.com/gitleaks/gitleaks\n    rev: v8.21.2\n    hooks: [{id: gitleaks}]\n",
            ".github/workflows/tests.yml.sample": "on: push\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    steps: [{run: pytest}]\n",
        },
        truth={
            "SECURITY.md": "# Security policy\n\n"
            + "Report a vulnerability in Quay by mail to security@quay.example. A person answers within three days and tells you what we found. "
            * 6,
            "CODEOWNERS": "* @quay/all\n",
            ".github/dependabot.yml": "version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n    schedule: {interval: weekly}\n",
            ".pre-commit-config.yaml": "repos:\n  - repo: https://github.com/gitleaks/gitleaks\n    rev: v8.21.2\n    hooks: [{id: gitleaks}]\n",
            ".github/workflows/tests.yml": "on: push\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    steps: [{run: pytest}]\n",
        },
    ),
    Liar(
        name="empty files with the right names",
        pretends="Twenty files a checklist asks for, without a byte in them.",
        baits=(
            "3.2.1/a",
            "3.2.1/b",
            "3.2.2/a",
            "1.2.1/a",
            "1.2.2/a",
            "1.2.2/b",
            "1.3.1/a",
            "1.3.2/a",
            "1.2.5/a",
            "2.2.2/b",
            "1.1.3/a",
            "1.4.1/a",
            "1.1.1/a",
            "3.1.1/b",
            "4.1.1/a",
            "4.3.1/a",
            "1.4.5/a",
            "2.1.4/b",
        ),
        files={
            "README.md": "# Quay\n",
            **dict.fromkeys(
                "SECURITY.md SUPPORT.md CODEOWNERS CHANGELOG.md THREAT_MODEL.md TESTING.md package-lock.json yarn.lock tests/test_x.py .github/workflows/ci.yml .gitlab-ci.yml Jenkinsfile "
                ".github/dependabot.yml renovate.json .pre-commit-config.yaml Dockerfile KEYS cosign.pub docs/incident-response.md docs/secure-development.md .nvmrc .python-version".split(),
                "",
            ),
        },
    ),
    Liar(
        name="headings without text",
        pretends="Documents that consist of their headings and of a table of contents.",
        baits=(
            "3.2.1/a",
            "3.2.1/b",
            "3.2.2/a",
            "1.4.1/a",
            "1.1.1/a",
            "1.1.1/b",
            "3.3.2/a",
            "4.3.1/a",
            "4.1.3/a",
            "4.1.2/a",
        ),
        files={
            "README.md": "# Quay\n",
            "SECURITY.md": "# Security policy\n\n- [Reporting a vulnerability](#reporting-a-vulnerability)\n- [Scope](#scope)\n\n## Reporting a vulnerability\n\n## Scope\n\n## Response time: 3 days\n\n## Safe harbour\n\n## Coordinated disclosure\n",
            "docs/threat-model.md": "# Threat model\n\n## Assets\n\n## Trust boundaries\n\n## Spoofing, tampering, repudiation\n\n## Mitigations\n",
            "docs/secure-development.md": "# Secure development policy\n\n## Threat modelling\n\n## Secure coding\n\n## Requirements\n\n## Roles\n\n## Test strategy\n\n## Data\n\n## Configuration management\n",
            "docs/vulnerability-management.md": "# Vulnerability management plan\n\n## Severity\n\n## Critical: 7 days\n\n## Owner\n",
            "docs/incident-response.md": "# Incident response plan\n\n## Contacts\n\n## Roles\n\n## Containment\n\n## Recovery\n",
            "docs/updates.md": "# Updates\n\n## Monthly updates\n\n## How to apply updates\n",
        },
    ),
)
