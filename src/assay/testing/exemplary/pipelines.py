"""How Hallkeeper is built, tested, watched and released: GitHub Actions, an update bot and the owners of both."""

from collections.abc import Mapping

_CHECKOUT = """\
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          persist-credentials: false
"""
_PYTHON = """\
      - uses: actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065 # v5.6.0
        with:
          python-version-file: .python-version
"""
_TEST = f"""\
  test:
    runs-on: ubuntu-24.04
    steps:
{_CHECKOUT}{_PYTHON}\
      - run: pip install --require-hashes -r requirements.txt -r requirements-dev.txt
      - run: ruff check
      - run: pytest --junitxml=tests.xml
      - uses: actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2
        with:
          name: tests
          path: tests.xml
"""

CI = f"""\
name: ci
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
{_TEST}\
  analyse:
    runs-on: ubuntu-24.04
    permissions:
      contents: read
      security-events: write
    steps:
{_CHECKOUT}\
      - uses: github/codeql-action/init@3599b3baa15b485a2e49ef411a7a4bb2452e7f93 # v3.30.5
        with:
          languages: python
          queries: security-extended
      - uses: github/codeql-action/analyze@3599b3baa15b485a2e49ef411a7a4bb2452e7f93 # v3.30.5
  secrets:
    runs-on: ubuntu-24.04
    steps:
{_CHECKOUT}\
      - uses: gitleaks/gitleaks-action@ff98106e4c7b2bc287b24eaf42907196329070c7 # v2.3.9
"""

_COMPONENTS = f"""\
name: components
on: pull_request
permissions:
  contents: read
jobs:
  review:
    runs-on: ubuntu-24.04
    steps:
{_CHECKOUT}\
      - uses: actions/dependency-review-action@3c4e3dcb1aa7874d2c16be7d79418e9b7efd6261 # v4.8.0
        with:
          fail-on-severity: moderate
"""

_WATCH = f"""\
name: watch
on:
  schedule:
    - cron: "17 4 * * *"
permissions:
  contents: read
jobs:
  match:
    runs-on: ubuntu-24.04
    steps:
{_CHECKOUT}\
      - uses: google/osv-scanner-action/osv-scanner-action@9bb69575e74019c2ad085a1860787043adf47ccd # v2.2.3
        with:
          scan-args: --lockfile=requirements.txt --lockfile=requirements-dev.txt
      - if: failure()
        run: curl --fail --data '{{"text":"The nightly match found something"}}' "$CHAT_WEBHOOK"
        env:
          CHAT_WEBHOOK: ${{{{ secrets.CHAT_WEBHOOK }}}}
"""

_RELEASE = f"""\
name: release
on:
  push:
    tags: ["v*"]
permissions:
  contents: read
jobs:
{_TEST}\
  image:
    needs: test
    runs-on: ubuntu-24.04
    environment: release
    permissions:
      contents: read
      packages: write
      id-token: write
      attestations: write
    steps:
{_CHECKOUT}\
      - uses: docker/login-action@5e57cd118135c172c3672efd75eb46360885c0ef # v3.6.0
        with:
          registry: ghcr.io
          username: ${{{{ github.actor }}}}
          password: ${{{{ secrets.GITHUB_TOKEN }}}}
      - uses: docker/build-push-action@263435318d21b8e681c14492fe198d362a7d2c83 # v6.18.0
        id: build
        with:
          context: .
          push: true
          sbom: true
          tags: ghcr.io/millrace/hallkeeper:${{{{ github.ref_name }}}}
      - uses: actions/attest-build-provenance@977bb373ede98d70efdf65b84cb5f73e068dcc2a # v3.0.0
        with:
          subject-name: ghcr.io/millrace/hallkeeper
          subject-digest: ${{{{ steps.build.outputs.digest }}}}
          push-to-registry: true
"""

_UPDATES = """\
version: 2
updates:
  - package-ecosystem: pip
    directory: /
    schedule: {interval: weekly}
  - package-ecosystem: docker
    directory: /
    schedule: {interval: weekly}
  - package-ecosystem: docker-compose
    directory: /
    schedule: {interval: weekly}
  - package-ecosystem: github-actions
    directory: /
    schedule: {interval: weekly}
"""

_OWNERS = """\
*                    @millrace/developers
/.github/            @millrace/release-keepers
/Dockerfile          @millrace/release-keepers
/requirements*.txt   @millrace/release-keepers
"""

_HOOKS = """\
repos:
  - repo: https://github.com/gitleaks/gitleaks
    rev: v8.28.0
    hooks:
      - id: gitleaks
  - repo: https://github.com/astral-sh/ruff-pre-commit
    rev: v0.13.3
    hooks:
      - id: ruff
"""

_IGNORED = """\
[[IgnoredVulns]]
id = "GHSA-7w2f-hq4m-93xp"
ignoreUntil = 2026-12-31
reason = "Only the decoder of cbor2 for endless text is concerned, and webauthn never calls it. Decided by Dan Keeper on 2026-09-12."
"""

_LOG_STORE = """\
# Where the audit log of the organisation is streamed to. The account belongs to Dan Keeper alone.
Resources:
  AuditLog:
    Type: AWS::Logs::LogGroup
    Properties:
      LogGroupName: audit
      RetentionInDays: 400
"""

FILES: Mapping[str, str] = {
    ".github/workflows/ci.yml": CI,
    ".github/workflows/components.yml": _COMPONENTS,
    ".github/workflows/watch.yml": _WATCH,
    ".github/workflows/release.yml": _RELEASE,
    ".github/dependabot.yml": _UPDATES,
    ".github/CODEOWNERS": _OWNERS,
    ".pre-commit-config.yaml": _HOOKS,
    "infrastructure/logging.yaml": _LOG_STORE,
    "osv-scanner.toml": _IGNORED,
}
