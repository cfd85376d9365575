"""Names of tools everywhere except at the place where they would run."""

from assay.testing.corpus import Liar

BAITS = ("1.3.2/a", "1.3.2/c", "1.3.1/d", "1.2.3/a", "3.3.1/a", "3.1.1/a")

REPOSITORIES = (
    Liar(
        name="an echo of every tool",
        pretends="A green workflow whose steps print that they run semgrep, pytest, pip-audit and cosign.",
        baits=BAITS,
        files={
            ".github/workflows/ci.yml": """name: pytest, semgrep, pip-audit
on: [push, pull_request]
env:
  TOOLS: pytest semgrep pip-audit cosign
jobs:
  semgrep:
    name: CodeQL and semgrep
    runs-on: ubuntu-24.04
    steps:
      - name: Run pytest
        run: echo "running pytest"
      - name: Run semgrep
        run: printf 'semgrep scan --config auto\\n'
      - run: |
          cat <<'REPORT'
          pytest
          pip-audit -r requirements.txt
          bandit -r src
          REPORT
      - run: |
          : pytest
          true semgrep scan
          # gitleaks detect
          MESSAGE="cosign sign-blob app.tar.gz"
      - run: curl -d "tool=pytest;semgrep" https://status.example/report
"""
        },
        truth={
            ".github/workflows/ci.yml": "on:\n  pull_request:\n  push:\n  schedule: [{cron: '0 3 * * *'}]\njobs:\n  checks:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: pytest\n      - run: semgrep scan --config p/ci --error\n      - run: pip-audit -r requirements.txt\n",
            ".github/workflows/release.yml": "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    permissions: {id-token: write}\n    steps:\n      - run: cosign sign-blob --yes app.tar.gz\n      - run: gh release upload v1 app.tar.gz\n",
        },
    ),
    Liar(
        name="tools that are installed and asked for their version",
        pretends="Every tool is installed, looked up, and asked for help; none is started on the code.",
        baits=("1.3.2/a", "1.3.1/d", "1.2.3/a", "3.3.1/a"),
        files={
            ".github/workflows/ci.yml": """on: [push, pull_request]
jobs:
  tools:
    runs-on: ubuntu-24.04
    steps:
      - run: pip install pytest==8.3.3 bandit==1.8.0 semgrep==1.96.0 pip-audit==2.7.3
      - run: pytest --version && bandit --version && semgrep --version
      - run: which pip-audit; command -v pytest; type semgrep
      - run: pip-audit --help
      - run: python -c "import pytest; print(pytest.__version__)"
      - run: bandit -h
"""
        },
        truth={
            ".github/workflows/ci.yml": "on: [push, pull_request]\njobs:\n  tools:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: pip install pytest==8.3.3 bandit==1.8.0 pip-audit==2.7.3\n      - run: pytest && bandit -r src && pip-audit\n"
        },
    ),
    Liar(
        name="names as stages and display names",
        pretends="GitLab, Azure and Jenkins with job and step names of tools, and scripts that print.",
        baits=("1.3.2/a", "1.3.2/c", "1.3.1/d", "1.2.3/a"),
        files={
            ".gitlab-ci.yml": "pytest:\n  script:\n    - echo 'pytest passed'\nbandit-sast:\n  script:\n    - echo \"bandit: no issues\"\n",
            "azure-pipelines.yml": "pr: [main]\nsteps:\n  - script: echo pip-audit\n    displayName: pip-audit\n  - pwsh: Write-Host 'pytest'\n    displayName: pytest\n",
            "Jenkinsfile": "pipeline {\n  agent any\n  stages {\n    stage('mvn test') { steps { echo 'mvn test' } }\n    // sh 'mvn verify'\n    stage('semgrep') { steps { sh 'echo semgrep scan' } }\n  }\n}\n",
        },
    ),
    Liar(
        name="a make target that congratulates",
        pretends="`make test lint audit` runs on every change; the recipes print that all is well.",
        baits=("1.3.2/a", "1.3.2/c", "1.3.1/d", "1.2.3/a"),
        files={
            ".github/workflows/ci.yml": "on: [push, pull_request]\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    steps: [{run: make test lint audit}]\n",
            "Makefile": "test:\n\t@echo pytest: 312 passed\nlint:\n\t@printf 'bandit: no issues identified\\n'\naudit:\n\t@cat audit.txt\n\t# pip-audit\n",
            "audit.txt": "pip-audit: No known vulnerabilities found\n",
        },
        truth={"Makefile": "test:\n\tpytest\nlint:\n\tbandit -r src\naudit:\n\tpip-audit\n"},
    ),
    Liar(
        name="a script that leaves before it begins",
        pretends="The test script holds all commands, below an exit.",
        baits=("1.3.2/a", "1.3.2/c", "1.3.1/d"),
        files={
            ".github/workflows/ci.yml": "on: [push, pull_request]\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    steps: [{run: ./scripts/checks.sh}]\n",
            "scripts/checks.sh": "#!/bin/sh\nset -eu\necho starting\nexit 0\npytest\nbandit -r src\n",
        },
        truth={"scripts/checks.sh": "#!/bin/sh\nset -eu\n[ -d src ] || exit 1\npytest\nbandit -r src\n"},
    ),
    Liar(
        name="branches of a script that are never taken",
        pretends="Tests stand behind `if false`, `false &&`, `true ||` and in a function that nobody calls.",
        baits=("1.3.2/a", "1.3.2/c", "1.3.1/d"),
        files={
            ".github/workflows/ci.yml": """on: [push, pull_request]
jobs:
  t:
    runs-on: ubuntu-24.04
    steps:
      - run: |
          if false; then
            pytest
          fi
      - run: false && bandit -r src
      - run: true || pytest
      - run: |
          run_tests() {
            pytest
          }
          git status
""",
        },
        truth={
            ".github/workflows/ci.yml": """on: [push, pull_request]
jobs:
  t:
    runs-on: ubuntu-24.04
    steps:
      - run: |
          run_tests() {
            pytest
          }
          run_tests
      - run: if [ -d src ]; then bandit -r src; fi
""",
        },
    ),
    Liar(
        name="signing in the job that nobody publishes from",
        pretends="cosign and gpg appear in comments, names and an unrelated job; what is published is not signed.",
        baits=("3.1.1/a",),
        files={
            ".github/workflows/release.yml": """name: signed release with cosign
on: {push: {tags: ['v*']}}
jobs:
  cosign:
    name: cosign sign-blob
    runs-on: ubuntu-24.04
    steps:
      - run: echo cosign sign-blob dist/app.tar.gz
      - run: cosign version
  publish:
    needs: cosign
    runs-on: ubuntu-24.04
    steps:
      # gpg --detach-sign dist/app.tar.gz
      - name: Sign and publish
        run: gh release create v1 dist/app.tar.gz --notes "signed with gpg --detach-sign"
"""
        },
    ),
)
