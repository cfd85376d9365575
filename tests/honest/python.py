"""Poetry, uv and pip: tox, nox and make targets, policies in reStructuredText, trusted publishing."""

from assay.testing.corpus import Honest

HASH = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"
CHECKOUT = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0"
TEST = "import pytest\n\nfrom {0} import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n\n\ndef test_total_refuses_text():\n    with pytest.raises(TypeError):\n        total(['a'])\n"

REPOSITORIES = (
    Honest(
        name="a Poetry application tested with tox",
        ecosystem="Poetry",
        system="GitLab CI",
        shows=(
            ("1.3.2/a", "ci-runs-tests"),
            ("1.2.1/a", "lockfile-present"),
            ("1.2.1/c", "lockfile-in-sync"),
            ("1.2.2/a", "lockfile-hash-coverage"),
            ("1.2.2/b", "build-uses-lockfile"),
            ("1.2.2/c", "base-image-pinned"),
            ("1.3.1/d", "static-analysis-runs"),
            ("3.3.1/a", "vulnerability-matching-operated"),
            ("1.3.2/c", "publish-gated-by-tests"),
            ("3.1.1/a", "release-signing-configured"),
            ("3.2.1/a", "disclosure-policy-published"),
            ("3.2.1/b", "disclosure-policy-complete"),
            ("3.2.2/a", "private-channel"),
            ("1.1.4/b", "controlled-items-versioned"),
        ),
        files={
            "README.rst": "Sounding\n========\n\nSounding measures depth.\n",
            "docs/security.rst": """Security policy
===============

Scope
-----

This policy covers Sounding 2.x and 3.x. The web site is out of scope.

How to report a vulnerability
-----------------------------

Send an e-mail to security@sounding.example, or open a `confidential issue <https://gitlab.example/sounding/-/issues/new?confidential>`_. Please
do not use public issues. You will receive an answer within two working days and a first assessment within ten.

What you can expect
-------------------

We will not take legal action against research in good faith. We agree the date of publication with you, and name you in the advisory
if you like. Every supported version gets the fix on the same day. Tell us please which version you used, what you did, and what
happened, so that we can follow your steps without asking again.
""",
            "pyproject.toml": '[tool.poetry]\nname = "sounding"\nversion = "3.0.0"\ndescription = ""\npackage-mode = false\n\n[tool.poetry.dependencies]\npython = "^3.11"\nflask = "^3.0"\n',
            "poetry.lock": f'[[package]]\nname = "flask"\nversion = "3.0.3"\ndescription = ""\noptional = false\npython-versions = ">=3.8"\nfiles = [\n    {{file = "flask-3.0.3-py3-none-any.whl", hash = "sha256:{HASH}"}},\n]\n\n[metadata]\nlock-version = "2.0"\npython-versions = "^3.11"\ncontent-hash = "{HASH}"\n',
            "manage.py": "import sounding\n",
            "tox.ini": "[tox]\nenv_list = py311, py312\n\n[testenv]\nallowlist_externals = poetry\ncommands_pre =\n    poetry sync\ncommands =\n    pytest tests {posargs}\n",
            "tests/test_total.py": TEST.format("sounding"),
            "Dockerfile": 'FROM python:3.12.7-slim@sha256:60d9996b6a8a3689d36db740b49f4327be3be09a21122bd02fb8895abb38b50d AS build\nWORKDIR /app\nCOPY . .\nRUN pip install poetry==1.8.4 && poetry sync --only main\nFROM build\nUSER 1000\nCMD ["python", "manage.py"]\n',
            ".gitlab-ci.yml": """default:
  image: python:3.12.7@sha256:60d9996b6a8a3689d36db740b49f4327be3be09a21122bd02fb8895abb38b50d
stages: [test, publish]

.only-changes: &only-changes
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
    - if: $CI_COMMIT_TAG

tests:
  stage: test
  <<: *only-changes
  parallel:
    matrix:
      - TOXENV: [py311, py312]
  script:
    - pip install tox==4.23.2
    - tox

bandit:
  stage: test
  <<: *only-changes
  script:
    - pip install bandit==1.8.0
    - bandit -r sounding -ll

audit:
  stage: test
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule"
  script:
    - pip install pip-audit==2.7.3
    - pip-audit

publish:
  stage: publish
  image: docker:27.3.1@sha256:2ff18a8b7a9c1b0e7ac6b9b5c1c1b6f2a9c0a1e1f0d1c2b3a4958677665544aa
  id_tokens:
    SIGSTORE_ID_TOKEN: {aud: sigstore}
  needs: [tests, bandit]
  rules:
    - if: $CI_COMMIT_TAG
  script:
    - docker build -t $CI_REGISTRY_IMAGE:$CI_COMMIT_TAG .
    - docker push $CI_REGISTRY_IMAGE:$CI_COMMIT_TAG
    - cosign sign --yes $CI_REGISTRY_IMAGE:$CI_COMMIT_TAG
""",
        },
    ),
    Honest(
        name="a uv library tested with nox",
        ecosystem="uv",
        system="GitHub Actions",
        shows=(
            ("1.3.2/a", "ci-runs-tests"),
            ("1.3.2/c", "publish-gated-by-tests"),
            ("1.2.1/c", "lockfile-in-sync"),
            ("1.2.2/a", "lockfile-hash-coverage"),
            ("1.2.5/a", "update-automation-coverage"),
            ("2.1.2/b", "federated-ci-credentials"),
            ("2.1.4/a", "federated-ci-credentials"),
            ("3.1.1/a", "release-signing-configured"),
            ("3.1.1/b", "verification-instructions"),
            ("3.3.1/a", "vulnerability-matching-operated"),
            ("2.1.1/c", "ci-token-least-privilege"),
            ("3.2.2/a", "private-channel"),
        ),
        files={
            "README.md": "# Plumb\n\nPlumb keeps lines straight.\n\n## Install\n\n`pip install plumb`, from the Python package index.\n\n## Verify\n\nWheels carry attestations of our release workflow:\n\n```console\n$ pypi-attestations verify pypi --repository https://github.com/plumb/plumb pypi:plumb-2.0.0-py3-none-any.whl\n```\n\nThe fingerprint of the key that signs source archives is 0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567.\n",
            "SECURITY.md": "# Security\n\nUse the *Report a vulnerability* button at https://github.com/plumb/plumb/security/advisories/new. We answer within a week.\n",
            "pyproject.toml": '[project]\nname = "plumb"\nversion = "2.0.0"\nrequires-python = ">=3.11"\ndependencies = ["attrs>=24"]\n\n[dependency-groups]\ndev = ["nox", "pytest"]\n',
            "uv.lock": f'version = 1\nrequires-python = ">=3.11"\n\n[[package]]\nname = "attrs"\nversion = "24.2.0"\nsource = {{ registry = "https://index.python.example/simple" }}\nwheels = [\n    {{ url = "https://files.example/attrs-24.2.0-py3-none-any.whl", hash = "sha256:{HASH}", size = 63001 }},\n]\n\n[[package]]\nname = "plumb"\nversion = "2.0.0"\nsource = {{ editable = "." }}\ndependencies = [{{ name = "attrs" }}]\n\n[[package]]\nname = "nox"\nversion = "2024.10.9"\nsource = {{ registry = "https://index.python.example/simple" }}\nwheels = [{{ url = "https://files.example/nox.whl", hash = "sha256:{HASH}" }}]\n\n[[package]]\nname = "pytest"\nversion = "8.3.3"\nsource = {{ registry = "https://index.python.example/simple" }}\nwheels = [{{ url = "https://files.example/pytest.whl", hash = "sha256:{HASH}" }}]\n',
            "noxfile.py": 'import nox\n\n\n@nox.session(python=["3.11", "3.12"])\ndef tests(session):\n    session.install(".")\n    session.run("pytest", "tests", "--strict-markers")\n',
            "tests/test_plumb.py": TEST.format("plumb"),
            ".github/dependabot.yml": "version: 2\nupdates:\n  - package-ecosystem: uv\n    directory: /\n    schedule: {interval: weekly}\n  - package-ecosystem: github-actions\n    directory: /\n    schedule: {interval: weekly}\n",
            ".github/workflows/main.yml": f"name: main\non:\n  push:\n  pull_request:\n  schedule:\n    - cron: '17 5 * * 1'\npermissions: {{}}\njobs:\n  tests:\n    runs-on: ${{{{ matrix.os }}}}\n    strategy:\n      matrix:\n        os: [ubuntu-24.04, windows-2025]\n    permissions: {{contents: read}}\n    steps:\n      - uses: {CHECKOUT}\n      - uses: astral-sh/setup-uv@b75a909f75acd358c2196fb9a5f1299a9a8868a4 # v6.7.0\n      - run: uv sync --locked\n      - run: uv run nox\n  audit:\n    runs-on: ubuntu-24.04\n    permissions: {{contents: read}}\n    steps:\n      - uses: {CHECKOUT}\n      - run: uvx pip-audit==2.7.3 --strict\n  publish:\n    if: startsWith(github.ref, 'refs/tags/v')\n    needs: [tests]\n    runs-on: ubuntu-24.04\n    environment: pypi\n    permissions: {{id-token: write, contents: read}}\n    steps:\n      - uses: {CHECKOUT}\n      - uses: astral-sh/setup-uv@b75a909f75acd358c2196fb9a5f1299a9a8868a4 # v6.7.0\n      - run: uv build\n      - uses: pypa/gh-action-pypi-publish@ed0c53931b1dc9bd32cbe73a98c7f6766f8a527e # v1.13.0\n",
        },
    ),
    Honest(
        name="a pip application held to hashes",
        ecosystem="pip",
        system="Jenkins",
        shows=(
            ("1.3.2/a", "ci-runs-tests"),
            ("1.2.1/a", "lockfile-present"),
            ("1.2.2/a", "lockfile-hash-coverage"),
            ("1.2.2/b", "build-uses-lockfile"),
            ("1.2.2/c", "base-image-pinned"),
            ("1.3.1/a", "tests-exist"),
            ("1.3.1/d", "static-analysis-runs"),
            ("1.3.2/c", "publish-gated-by-tests"),
            ("1.4.3/a", "shipped-default-credential"),
            ("3.2.1/a", "disclosure-policy-published"),
            ("3.2.2/a", "private-channel"),
        ),
        files={
            "README.md": "# Ledger\n\nLedger counts cargo.\n",
            "SECURITY.adoc": "= Security policy\n\nThis policy covers all versions of Ledger that are in support. Please report a vulnerability by mail to security@ledger.example; the\nkey at https://ledger.example/key.asc is for those who want to encrypt. A person answers within two working days and tells you within\nthree weeks what we are going to do. We agree the day of publication with you and name you in the advisory if you wish. Reports about\nmissing headers on the sales site need no answer from us. We take no legal action against research in good faith.\n",
            "requirements.in": "flask\n",
            "requirements.txt": f"flask==3.0.3 \\\n    --hash=sha256:{HASH}\nwerkzeug==3.0.6 \\\n    --hash=sha256:{HASH}\n",
            "app.py": "import flask\n",
            "test/test_app.py": "import unittest\n\n\nclass TotalTest(unittest.TestCase):\n    def test_total(self):\n        self.assertEqual(total([1, 2]), 3)\n",
            "Makefile": ".PHONY: check\n\ncheck: lint\n\tpython -m unittest discover -s test\n\nlint:\n\tbandit -q -r app.py\n",
            "Dockerfile": "FROM python:3.12.7-slim@sha256:60d9996b6a8a3689d36db740b49f4327be3be09a21122bd02fb8895abb38b50d AS wheels\nCOPY requirements.txt .\nRUN pip install --no-cache-dir --require-hashes -r requirements.txt --prefix=/install\n\nFROM python:3.12.7-slim@sha256:60d9996b6a8a3689d36db740b49f4327be3be09a21122bd02fb8895abb38b50d\nCOPY --from=wheels /install /usr/local\nCOPY app.py /srv/\n",
            "compose.yaml": "services:\n  ledger:\n    image: registry.ledger.example/ledger:4\n    ports: ['8080:8080']\n    environment:\n      ADMIN_PASSWORD: ${ADMIN_PASSWORD:?choose one}\n      SESSION_SECRET: ${SESSION_SECRET:?make a long random one}\n",
            "Jenkinsfile": """pipeline {
  agent { label 'linux' }
  stages {
    stage('Test') {
      steps {
        sh 'python -m venv .venv && .venv/bin/pip install --require-hashes -r requirements.txt'
        sh 'make check'
      }
    }
    stage('Publish') {
      when { buildingTag() }
      steps {
        withCredentials([usernamePassword(credentialsId: 'registry', usernameVariable: 'WHO', passwordVariable: 'PASS')]) {
          sh '''
            docker build -t registry.ledger.example/ledger:$TAG_NAME .
            docker push registry.ledger.example/ledger:$TAG_NAME
          '''
        }
      }
    }
  }
}
""",
        },
    ),
)
