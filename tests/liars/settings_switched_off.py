"""Tools that are set up so that they look at nothing, own nothing, or protect nothing."""

from assay.testing.corpus import Liar

PACKAGE = '{"name": "crane", "dependencies": {"express": "^4.21.0"}}'
CI = "on: [push, pull_request]\npermissions: {contents: read}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: "
BOT = "version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n    schedule: {interval: weekly}\n"
HASH = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c"
USES = (
    "on: [push, pull_request]\npermissions: {{contents: read}}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n{}"
)
CODEOWNED = {".github/workflows/ci.yml": CI + "make\n"}

REPOSITORIES = (
    Liar(
        name="a bot that may open no request",
        pretends="Dependabot is configured for npm, with a limit of zero open requests.",
        baits=("1.2.5/a", "1.1.3/c"),
        files={"package.json": PACKAGE, ".github/dependabot.yml": BOT + "    open-pull-requests-limit: 0\n"},
        truth={".github/dependabot.yml": BOT},
    ),
    Liar(
        name="a bot that ignores everything",
        pretends="Dependabot runs every week and ignores every dependency.",
        baits=("1.2.5/a", "1.1.3/c"),
        files={"package.json": PACKAGE, ".github/dependabot.yml": BOT + "    ignore:\n      - dependency-name: '*'\n"},
        truth={
            ".github/dependabot.yml": BOT
            + "    ignore:\n      - dependency-name: 'webpack'\n        versions: ['6.x']\n"
        },
    ),
    Liar(
        name="a bot for a folder that does not exist",
        pretends="Dependabot looks for npm in a folder of another project.",
        baits=("1.2.5/a", "1.1.3/c"),
        files={
            "package.json": PACKAGE,
            ".github/dependabot.yml": BOT.replace("directory: /", "directory: /frontend-old"),
        },
    ),
    Liar(
        name="bots in comments and in wrong places",
        pretends="Dependabot behind comment signs and at the top of the tree, Renovate as a sample.",
        baits=("1.2.5/a", "1.1.3/c"),
        files={
            "package.json": PACKAGE,
            "dependabot.yml": BOT,
            ".github/dependabot.yml": "version: 2\nupdates: []\n" + "".join(f"# {line}\n" for line in BOT.splitlines()),
            "renovate.json.sample": '{"extends": ["config:recommended"]}',
        },
    ),
    Liar(
        name="Renovate switched off",
        pretends="A renovate.json that extends the recommended preset and disables itself.",
        baits=("1.2.5/a", "1.1.3/c"),
        files={"package.json": PACKAGE, "renovate.json": '{"extends": ["config:recommended"], "enabled": false}'},
        truth={"renovate.json": '{"extends": ["config:recommended"]}'},
    ),
    Liar(
        name="Renovate that leaves out every package",
        pretends="Renovate is on; a rule disables it for all packages.",
        baits=("1.2.5/a", "1.1.3/c"),
        files={
            "package.json": PACKAGE,
            "renovate.json": '{"extends": ["config:recommended"], "packageRules": [{"matchPackageNames": ["*"], "enabled": false}]}',
        },
        truth={
            "renovate.json": '{"extends": ["config:recommended"], "packageRules": [{"matchPackageNames": ["left-pad"], "enabled": false}]}'
        },
    ),
    Liar(
        name="a scanner for secrets that allows all",
        pretends="gitleaks runs on every change with an allow list that matches every path.",
        baits=("1.4.5/a", "2.1.4/b"),
        through=("secret-scanning-active",),
        files={
            ".github/workflows/ci.yml": CI + "gitleaks git .\n",
            ".gitleaks.toml": "title = 'crane'\n\n[allowlist]\npaths = ['''.*''']\n",
        },
        truth={
            ".gitleaks.toml": "title = 'crane'\n\n[extend]\nuseDefault = true\n\n[allowlist]\npaths = ['''docs/.*''']\n"
        },
    ),
    Liar(
        name="hooks that are never called",
        pretends="Hooks for secrets: one commented out, one for a stage that is only run by hand, one that is a stub.",
        baits=("1.4.5/a", "2.1.4/b"),
        through=("secret-scanning-active",),
        files={
            ".pre-commit-config.yaml": "repos:\n#  - repo: https://github.com/gitleaks/gitleaks\n#    rev: v8.21.2\n#    hooks: [{id: gitleaks}]\n  - repo: https://github.com/Yelp/detect-secrets\n    rev: v1.5.0\n    hooks:\n      - id: detect-secrets\n        stages: [manual]\n  - repo: local\n    hooks:\n      - {id: gitleaks, name: gitleaks, entry: 'true', language: system}\n  - repo: https://github.com/gitleaks/gitleaks\n    rev: v8.21.2\n    hooks:\n      - id: gitleaks\n        exclude: '.*'\n",
        },
        truth={
            ".pre-commit-config.yaml": "repos:\n  - repo: https://github.com/gitleaks/gitleaks\n    rev: v8.21.2\n    hooks: [{id: gitleaks}]\n"
        },
    ),
    Liar(
        name="an analyser that is told to look away",
        pretends="semgrep and bandit run on every change; their settings leave out the whole tree.",
        baits=("1.3.1/d", "1.4.4/b"),
        files={
            ".github/workflows/ci.yml": CI + "semgrep scan --config p/ci --error\n      - run: bandit -r src -x src\n",
            ".semgrepignore": "*\n",
            "src/app.py": "import os\n",
        },
        truth={".semgrepignore": "docs/\n"},
    ),
    Liar(
        name="owners of nothing",
        pretends="CODEOWNERS with rules for everything, the last of which takes the owners away again.",
        baits=("2.2.2/b", "2.1.1/b"),
        files={
            **CODEOWNED,
            "CODEOWNERS": "# * @crane/everybody\n*.md @crane/writers\n/.github/ @crane/build\n/.github/\n",
        },
        truth={"CODEOWNERS": "*.md @crane/writers\n/.github/ @crane/build\n"},
    ),
    Liar(
        name="rights in a misspelt key",
        pretends="permissions with a letter too few, in a comment, and where they mean nothing.",
        baits=("2.1.1/c", "2.1.3/b"),
        files={
            ".github/workflows/ci.yml": "on: push\n# permissions: read-all\npermission: {contents: read}\nenv:\n  permissions: read-all\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n        with: {permissions: read}\n"
        },
        truth={
            ".github/workflows/ci.yml": "on: push\npermissions: {contents: read}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n"
        },
    ),
    Liar(
        name="branches that look like hashes",
        pretends="References of hexadecimal digits: too short, too long by a letter, a tag of digits, a hash in a comment.",
        baits=("1.2.2/c",),
        files={
            ".github/workflows/ci.yml": USES.format(
                f"      - uses: actions/checkout@{HASH[:39]}\n      - uses: some/action@{HASH[:7]}\n      - uses: some/action@{HASH.replace('0f', '0O')}\n"
                f"      - uses: some/action@v4 # {HASH}\n      - uses: some/action@sha256-{HASH}\n      - uses: docker://example/tool:sha256-{HASH}\n"
            )
        },
        truth={".github/workflows/ci.yml": USES.format(f"      - uses: some/action@{HASH} # v4\n")},
    ),
    Liar(
        name="digests written as tags",
        pretends="Base images whose tags carry the letters of a digest, and a digest behind a comment sign.",
        baits=("1.2.2/c",),
        files={
            "Dockerfile": f"FROM python:sha256-{HASH}\n# FROM python@sha256:{HASH}{HASH[:24]}\nLABEL digest=sha256:{HASH}{HASH[:24]}\nCOPY src /src\n"
        },
        truth={"Dockerfile": f"FROM python:3.12@sha256:{HASH}{HASH[:24]}\nCOPY src /src\n"},
    ),
    Liar(
        name="versions in comments",
        pretends="Files that name tool versions hold words, comments and the latest of everything.",
        baits=("1.1.3/a",),
        files={
            ".nvmrc": "lts/* # 22.11.0\n",
            ".python-version": "# 3.12.7\n",
            ".tool-versions": "# nodejs 22.11.0\n# python 3.12.7\nruby latest\n",
            "rust-toolchain.toml": '[toolchain]\nchannel = "stable" # 1.82.0\n',
        },
        truth={".nvmrc": "22.11.0\n", ".python-version": "3.12.7\n"},
    ),
    Liar(
        name="tests that leave out the updates",
        pretends="The tests run on pull requests, except on those of the bot and those that change a lock.",
        baits=("1.2.4/a", "1.2.4/c", "1.3.1/c"),
        files={
            ".github/workflows/ci.yml": "on:\n  push:\n    branches-ignore: ['dependabot/**', 'renovate/**']\n  pull_request:\n    paths-ignore: ['**/package-lock.json', 'package.json', '**/*.md']\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    steps: [{run: pytest}]\n"
        },
        truth={
            ".github/workflows/ci.yml": "on:\n  push:\n  pull_request:\n    paths-ignore: ['**/*.md']\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    steps: [{run: pytest}]\n"
        },
    ),
    Liar(
        name="an upload without attestations",
        pretends="Trusted publishing with the attestations that come with it switched off.",
        baits=("3.1.1/a",),
        files={
            ".github/workflows/release.yml": "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    permissions: {id-token: write}\n    steps:\n      - uses: pypa/gh-action-pypi-publish@release/v1\n        with: {attestations: false}\n"
        },
        truth={
            ".github/workflows/release.yml": "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    permissions: {id-token: write}\n    steps:\n      - uses: pypa/gh-action-pypi-publish@release/v1\n"
        },
    ),
    Liar(
        name="a short-lived identity beside a stored key",
        pretends="The job may obtain an identity token, and publishes with a stored password of another name.",
        baits=("2.1.2/b", "2.1.4/c"),
        files={
            ".github/workflows/release.yml": "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    permissions: {id-token: write}\n    steps:\n      - uses: pypa/gh-action-pypi-publish@release/v1\n        with: {user: __token__, password: '${{ secrets.UPLOAD }}'}\n"
        },
        truth={
            ".github/workflows/release.yml": "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    permissions: {id-token: write}\n    steps:\n      - uses: pypa/gh-action-pypi-publish@release/v1\n"
        },
    ),
    Liar(
        name="a question whose answer is in the tree",
        pretends="The compose file asks the customer for a password; the file of settings beside it answers.",
        baits=("1.4.3/a",),
        files={
            "compose.yaml": "services:\n  app:\n    image: example/crane:1\n    ports: ['80:80']\n    environment:\n      ADMIN_PASSWORD: ${ADMIN_PASSWORD:?set it}\n",
            ".env": "# change me\nADMIN_PASSWORD=crane-admin-2026\n",
        },
        truth={".env": "# ADMIN_PASSWORD=\nHTTP_PORT=80\n"},
    ),
    Liar(
        name="a registry without encryption",
        pretends="The release goes to a registry over plain http; the README says https.",
        baits=("3.1.2/a",),
        files={
            "README.md": "# Crane\n\n## Install\n\nGet it from https://crane.example, over TLS only.\n",
            ".github/workflows/release.yml": "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: twine upload --repository-url http://packages.crane.example/simple dist/*\n      - run: npm publish --registry=http://npm.crane.example\n",
        },
        truth={
            ".github/workflows/release.yml": "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: twine upload --repository-url https://packages.crane.example/simple dist/*\n"
        },
    ),
    Liar(
        name="an analyser whose configuration ignores the tree",
        pretends="CodeQL runs on every change with a configuration whose ignored paths match everything.",
        baits=("1.3.1/d", "1.4.4/b"),
        files={
            ".github/workflows/codeql.yml": "on: [push, pull_request]\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: github/codeql-action/init@v3\n        with: {config-file: ./.github/codeql/codeql-config.yml}\n      - uses: github/codeql-action/analyze@v3\n",
            ".github/codeql/codeql-config.yml": "name: all\npaths-ignore:\n  - '**'\n",
        },
        truth={".github/codeql/codeql-config.yml": "name: all\npaths-ignore:\n  - docs\n"},
    ),
    Liar(
        name="a scanner of components that lets all of them pass",
        pretends="osv-scanner runs every night and on changes; an override without a name ignores every package.",
        baits=("1.2.3/a", "3.3.1/a"),
        files={
            "package.json": PACKAGE,
            ".github/workflows/osv.yml": "on: {pull_request: , schedule: [{cron: '0 3 * * *'}]}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: [{run: osv-scanner scan -r .}]\n",
            "osv-scanner.toml": "[[PackageOverrides]]\nignore = true\nreason = 'noise'\n",
        },
        truth={
            "osv-scanner.toml": "[[PackageOverrides]]\nname = 'left-pad'\necosystem = 'npm'\nignore = true\nreason = 'not shipped'\n"
        },
    ),
)
