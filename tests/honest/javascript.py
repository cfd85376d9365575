"""npm, Yarn and pnpm: package scripts, workspaces, reusable workflows, composite actions."""

from datetime import date

from assay.checks.contract import Change
from assay.testing.corpus import Honest

SRI = "sha512-" + "q83vEjRWeJASNFZ4kKvN7wEjRWeJASNFZ4kKvN7wEjRWeJASNFZ4kKvN7wEjRWeJASNFZ4kKvN7wEjRWeJASNA=="
CHECKOUT = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0"
NODE = "actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444 # v5.0.0"
POLICY = """# Reporting a vulnerability in {0}

This policy covers the current major version of {0} and the one before it; the demonstration site is out of scope. Please report
what you found through https://github.com/{1}/security/advisories/new, and do not open a public issue. If that does not work for you,
write to {2}. A maintainer answers within three working days, and you hear from us again at least every ten days until it is settled.

We do not pursue legal action against anybody who looks for weaknesses in good faith and leaves the data of others alone. We agree
with you when the advisory is published, and we credit you in it if you want us to. Please tell us the version, the steps and the harm
that is possible. Fixes come out for every version this policy covers.
"""


def _package(name: str, version: str, dependency: str, scripts: str, more: str = "") -> str:
    return f'{{"name": "{name}", "version": "{version}", "dependencies": {{"express": "{dependency}"}}, "scripts": {{{scripts}}}{more}}}\n'


def _npm_lock(name: str, version: str, wanted: str, held: str) -> str:
    return (
        f'{{"name": "{name}", "version": "{version}", "lockfileVersion": 3, "requires": true, "packages": {{"": {{"name": "{name}", "version": "{version}", '
        f'"dependencies": {{"express": "{wanted}"}}}}, "node_modules/express": {{"version": "{held}", "resolved": '
        f'"https://registry.npmjs.example/express/-/express-{held}.tgz", "integrity": "{SRI}"}}}}}}\n'
    )


NPM_SCRIPTS = '"pretest": "tsc --noEmit", "test": "vitest run --coverage"'
NPM_HISTORY = tuple(
    Change(
        f"Update express to 4.21.{number}",
        {
            "package.json": _package("signal", "3.1.0", f"4.21.{number}", NPM_SCRIPTS),
            "package-lock.json": _npm_lock("signal", "3.1.0", f"4.21.{number}", f"4.21.{number}"),
        },
        ("Ada Builder <ada@signal.example>", "Grace Tester <grace@signal.example>")[number % 2],
        date(2026, 5 + number // 3, 3 + 9 * (number % 3)),
        tag=f"v3.0.{number}",
    )
    for number in range(11)
)

REPOSITORIES = (
    Honest(
        name="an npm package with trusted publishing",
        ecosystem="npm",
        system="GitHub Actions",
        shows=(
            ("1.3.2/a", "ci-runs-tests"),
            ("1.3.2/c", "publish-gated-by-tests"),
            ("3.5.2/a", "publish-gated-by-tests"),
            ("1.2.4/a", "update-changes-tested"),
            ("1.2.5/a", "update-automation-coverage"),
            ("1.2.5/b", "updates-flow"),
            ("1.2.2/a", "lockfile-hash-coverage"),
            ("1.2.2/b", "build-uses-lockfile"),
            ("1.2.1/c", "lockfile-in-sync"),
            ("1.2.2/c", "ci-dependency-pinned"),
            ("1.3.1/a", "tests-exist"),
            ("1.3.1/d", "static-analysis-runs"),
            ("1.2.3/a", "new-component-gate"),
            ("2.1.1/c", "ci-token-least-privilege"),
            ("2.1.2/b", "federated-ci-credentials"),
            ("2.2.2/b", "build-definition-ownership"),
            ("2.2.2/c", "untrusted-input-in-pipeline"),
            ("3.1.1/a", "release-signing-configured"),
            ("3.1.2/a", "routes-use-tls"),
            ("3.2.1/a", "disclosure-policy-published"),
            ("3.2.1/b", "disclosure-policy-complete"),
            ("3.2.2/a", "private-channel"),
            ("1.1.4/a", "source-history-attributable"),
        ),
        files={
            "README.md": "# Signal\n\nSignal is a small web server.\n\n## Install\n\nRun `npm install signal`.\n",
            ".github/SECURITY.md": POLICY.format("Signal", "signal/signal", "security@signal.example"),
            ".github/CODEOWNERS": "*            @signal/maintainers\n/.github/    @signal/release\n",
            ".github/dependabot.yml": "version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n    schedule: {interval: weekly}\n  - package-ecosystem: github-actions\n    directory: /\n    schedule: {interval: monthly}\n",
            "package.json": _package("signal", "3.1.0", "4.21.10", NPM_SCRIPTS),
            "package-lock.json": _npm_lock("signal", "3.1.0", "4.21.10", "4.21.10"),
            "src/index.ts": "export const add = (a: number, b: number): number => a + b\n",
            "src/index.test.ts": "import { expect, test } from 'vitest'\nimport { add } from './index'\n\ntest('adds', () => {\n  expect(add(1, 2)).toBe(3)\n})\n",
            ".github/workflows/ci.yml": f"name: CI\non:\n  push: {{branches: [main]}}\n  pull_request:\npermissions:\n  contents: read\njobs:\n  test:\n    strategy:\n      matrix:\n        node: [20, 22]\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: {CHECKOUT}\n      - uses: {NODE}\n        with:\n          node-version: ${{{{ matrix.node }}}}\n      - run: npm ci\n      - run: npm test\n  review:\n    if: github.event_name == 'pull_request'\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: {CHECKOUT}\n      - uses: actions/dependency-review-action@595b5aeba73380359d98a5e087f648dbb0edce1b # v4.7.3\n  analyse:\n    runs-on: ubuntu-24.04\n    permissions: {{security-events: write, contents: read}}\n    steps:\n      - uses: {CHECKOUT}\n      - uses: github/codeql-action/init@192325c86100d080feab897ff886c34abd4c83a3 # v3.30.3\n      - uses: github/codeql-action/analyze@192325c86100d080feab897ff886c34abd4c83a3 # v3.30.3\n",
            ".github/workflows/release.yml": f"name: Release\non:\n  release: {{types: [published]}}\npermissions: {{}}\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    permissions: {{contents: read}}\n    steps:\n      - uses: {CHECKOUT}\n      - run: npm ci\n      - run: npm test\n  publish:\n    needs: test\n    environment: npm\n    runs-on: ubuntu-24.04\n    permissions: {{contents: read, id-token: write}}\n    steps:\n      - uses: {CHECKOUT}\n      - uses: {NODE}\n        with: {{node-version: 22, registry-url: 'https://registry.npm.example'}}\n      - run: npm ci\n      - run: npm publish --provenance --access public\n",
        },
        history=NPM_HISTORY,
    ),
    Honest(
        name="a Yarn workspace with its lock at the top",
        ecosystem="Yarn",
        system="CircleCI",
        shows=(
            ("1.3.2/a", "ci-runs-tests"),
            ("1.2.1/a", "lockfile-present"),
            ("1.2.2/a", "lockfile-hash-coverage"),
            ("1.2.2/b", "build-uses-lockfile"),
            ("1.2.2/c", "base-image-pinned"),
            ("1.2.5/a", "update-automation-coverage"),
            ("1.2.3/a", "new-component-gate"),
            ("1.3.1/a", "tests-exist"),
            ("1.3.2/c", "publish-gated-by-tests"),
            ("3.2.1/a", "disclosure-policy-published"),
            ("3.2.2/a", "private-channel"),
        ),
        files={
            "README.md": "# Ferry\n\nFerry sells tickets.\n",
            "docs/SECURITY.md": POLICY.format("Ferry", "ferry/ferry", "security@ferry.example"),
            "package.json": '{"name": "ferry", "private": true, "workspaces": ["apps/*"], "packageManager": "yarn@4.5.0"}\n',
            "apps/web/package.json": '{"name": "@ferry/web", "private": true, "dependencies": {"react": "^18.3.1"}, "scripts": {"test": "jest --ci"}}\n',
            "apps/web/src/__tests__/fare.test.js": "describe('fare', () => {\n  it('is free for children', () => {\n    expect(fare(5)).toEqual(0)\n  })\n})\n",
            "yarn.lock": '# This file is generated by running "yarn install" inside your project.\n\n__metadata:\n  version: 8\n  cacheKey: 10c0\n\n"react@npm:^18.3.1":\n  version: 18.3.1\n  resolution: "react@npm:18.3.1"\n  checksum: 10c0/283e8c5efcf37802c9d1ce767f302dd569dd97a70d9bb8c7be79a789b9902451e0d16334b05d73299b20f048cbc3c7d288bbbde10b701fa194e2089c237dbea3\n  languageName: node\n  linkType: hard\n',
            "renovate.json": '{"$schema": "https://docs.renovatebot.com/renovate-schema.json", "extends": ["config:recommended", "docker:pinDigests"]}\n',
            "Dockerfile": "FROM node:22.11.0-alpine@sha256:b64ced2e7cd0a4816699fe308ce6e8a08ccba463c757c00c14cd372e3d2c763e AS build\nWORKDIR /app\nCOPY . .\nRUN yarn install --immutable && yarn workspace @ferry/web build\n\nFROM nginx:1.27.2-alpine@sha256:74175cf34632e88c6cfe206897cbfe2d2fecf9bf033c40e7f9775a3689e8adc7\nCOPY --from=build /app/apps/web/dist /usr/share/nginx/html\n",
            ".circleci/config.yml": """version: 2.1
orbs:
  node: circleci/node@6.3.0
jobs:
  test:
    docker:
      - image: cimg/node:22.11@sha256:9d1f0a9f0a8ff0e9b1f16f0f3d1a0f5b6c7d8e9f0a1b2c3d4e5f60718293a4b5
    steps:
      - checkout
      - run: yarn install --immutable
      - run:
          name: Unit tests
          command: cd apps/web && yarn test
      - run: yarn npm audit --all --recursive
  publish:
    docker:
      - image: cimg/base:2026.09@sha256:1d1f0a9f0a8ff0e9b1f16f0f3d1a0f5b6c7d8e9f0a1b2c3d4e5f60718293a4b5
    steps:
      - checkout
      - run: docker build -t ferry/web:$CIRCLE_TAG .
      - run: docker push ferry/web:$CIRCLE_TAG
workflows:
  main:
    jobs:
      - test:
          filters: {tags: {only: /.*/}}
      - publish:
          requires: [test]
          context: registry
          filters:
            tags: {only: /^v.*/}
            branches: {ignore: /.*/}
""",
        },
    ),
    Honest(
        name="a pnpm workspace behind a reusable workflow and a composite action",
        ecosystem="pnpm",
        system="GitHub Actions",
        shows=(
            ("1.3.2/a", "ci-runs-tests"),
            ("1.3.2/c", "check-failure-not-swallowed"),
            ("1.2.4/a", "update-changes-tested"),
            ("1.2.2/a", "lockfile-hash-coverage"),
            ("1.2.2/c", "ci-dependency-pinned"),
            ("1.3.1/d", "static-analysis-runs"),
            ("1.4.5/a", "secret-scanning-active"),
            ("2.1.4/b", "secret-scanning-active"),
            ("2.1.1/c", "ci-token-least-privilege"),
            ("1.3.1/a", "tests-exist"),
            ("1.1.3/a", "tools-declared"),
        ),
        files={
            "README.md": "# Tide\n\nTide tables for everybody.\n",
            ".nvmrc": "22.11.0\n",
            "package.json": '{"name": "tide", "private": true, "packageManager": "pnpm@9.12.3", "engines": {"node": ">=22.11"}, "scripts": {"test": "pnpm run test:unit", "test:unit": "mocha --recursive"}, "dependencies": {"koa": "^2.15.3"}}\n',
            "pnpm-workspace.yaml": "packages: ['packages/*']\n",
            "pnpm-lock.yaml": "lockfileVersion: '9.0'\n\nsettings:\n  autoInstallPeers: true\n\nimporters:\n  .:\n    dependencies:\n      koa:\n        specifier: ^2.15.3\n        version: 2.15.3\n\npackages:\n  koa@2.15.3:\n    resolution: {integrity: "
            + SRI
            + "}\n\nsnapshots:\n  koa@2.15.3: {}\n",
            "test/tide.test.js": "const assert = require('node:assert')\n\nit('rises', () => {\n  assert.strictEqual(level(6), 4)\n})\n",
            ".github/actions/setup/action.yml": "name: Set up\nruns:\n  using: composite\n  steps:\n    - uses: pnpm/action-setup@a7487c7e89a18df4991f7f222e4898a00d66ddda # v4.1.0\n    - run: pnpm install --frozen-lockfile\n      shell: bash\n    - run: pnpm test\n      shell: bash\n",
            ".github/workflows/checks.yml": f"name: Checks\non:\n  workflow_call:\npermissions: {{contents: read}}\njobs:\n  unit:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: {CHECKOUT}\n      - uses: ./.github/actions/setup\n  scan:\n    runs-on: ubuntu-24.04\n    container: {{image: 'semgrep/semgrep:1.96.0'}}\n    steps:\n      - uses: {CHECKOUT}\n      - run: semgrep ci --config p/javascript\n  secrets:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: {CHECKOUT}\n        with: {{fetch-depth: 0}}\n      - uses: gitleaks/gitleaks-action@ff98106e4c7b2bc287b24eaf42907196329070c7 # v2.3.9\n",
            ".github/workflows/pull-request.yml": "name: Pull request\non: [pull_request, merge_group]\npermissions: {contents: read}\njobs:\n  checks:\n    uses: ./.github/workflows/checks.yml\n",
        },
    ),
)
