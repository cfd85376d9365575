"""Checks that run and whose result is thrown away, and gates that stand open."""

from assay.testing.corpus import Liar

GITHUB = "on: [push, pull_request]\njobs:\n  checks:\n    runs-on: ubuntu-24.04\n{}"
EVERYTHING = ("1.3.2/a", "1.3.2/c", "1.3.1/d", "1.2.3/a")
HONEST_STEPS = "    steps:\n      - run: pytest\n      - run: bandit -r src\n      - run: pip-audit\n"
RELEASE = "on:\n  push: {{tags: ['v*']}}\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    {}steps:\n      - run: {}\n  publish:\n    needs: test\n    {}runs-on: ubuntu-24.04\n    steps:\n      - run: twine upload dist/*\n"

REPOSITORIES = (
    Liar(
        name="or true behind everything",
        pretends="Tests, analysis and component match run on every change and may fail as they like.",
        baits=EVERYTHING,
        files={
            ".github/workflows/ci.yml": GITHUB.format(
                "    steps:\n      - run: pytest || true\n      - run: bandit -r src || :\n      - run: pip-audit || echo never mind\n"
            )
        },
        truth={".github/workflows/ci.yml": GITHUB.format(HONEST_STEPS)},
    ),
    Liar(
        name="a job that goes on whatever happens",
        pretends="continue-on-error at the job, and an expression that means the same at the steps.",
        baits=EVERYTHING,
        files={
            ".github/workflows/ci.yml": GITHUB.format(
                "    steps:\n      - run: pytest\n        continue-on-error: ${{ true }}\n      - run: bandit -r src\n        continue-on-error: true\n"
            )
            + "  audit:\n    runs-on: ubuntu-24.04\n    continue-on-error: true\n    steps: [{run: pip-audit}]\n"
        },
    ),
    Liar(
        name="many ways to lose an exit code",
        pretends="Shell idioms that run the tests and report success.",
        baits=("1.3.2/a", "1.3.2/c"),
        files={
            ".github/workflows/ci.yml": GITHUB.format(
                """    steps:
      - run: pytest || exit 0
      - run: |
          set +e
          pytest
          echo done
      - run: if ! pytest; then echo "some tests failed"; fi
      - run: pytest && echo passed || echo failed
      - run: (pytest) || true
      - run: "! pytest"
      - run: pytest & echo started
      - run: |
          pytest || {
            echo "failed"
          }
      - run: make -i test
      - run: mvn -B verify -Dmaven.test.failure.ignore=true
      - run: gradle test --continue || true
      - run: npx jest --passWithNoTests
      - run: cargo test --no-run
      - run: go test -run '^$' ./...
      - run: dotnet test --list-tests
      - run: ctest -N
      - run: pytest --co
      - run: rspec --dry-run
"""
            ),
            "Makefile": "test:\n\tpytest\n",
        },
        truth={".github/workflows/ci.yml": GITHUB.format("    steps: [{run: make test}]\n")},
    ),
    Liar(
        name="a make target with a dash",
        pretends="`make test` runs the tests behind the sign that tells make to ignore a failure.",
        baits=("1.3.2/a", "1.3.2/c"),
        files={
            ".github/workflows/ci.yml": GITHUB.format("    steps: [{run: make test}]\n"),
            "Makefile": "test:\n\t-pytest\n\t@echo tests done\n",
        },
        truth={"Makefile": "test:\n\t@pytest\n\t@echo tests done\n"},
    ),
    Liar(
        name="the package script of npm init",
        pretends="`npm test` runs on every change; the script prints a sentence and leaves with success.",
        baits=("1.3.2/a", "1.3.2/c"),
        files={
            ".github/workflows/ci.yml": GITHUB.format(
                "    steps:\n      - run: npm ci\n      - run: npm test\n      - run: npm run coverage\n"
            ),
            "package.json": '{"name": "a", "private": true, "scripts": {"test": "echo \\"no test specified, run jest\\" && exit 0", "coverage": "jest --coverage || true"}}',
        },
        truth={"package.json": '{"name": "a", "private": true, "scripts": {"test": "jest --ci"}}'},
    ),
    Liar(
        name="tox that ignores what it finds",
        pretends="The tox environment runs pytest with a dash in front and ignores its outcome.",
        baits=("1.3.2/a", "1.3.2/c"),
        files={
            ".github/workflows/ci.yml": GITHUB.format("    steps: [{run: tox}]\n"),
            "tox.ini": "[tox]\nenv_list = py312\n\n[testenv]\ncommands =\n    - pytest {posargs}\n",
        },
        truth={"tox.ini": "[tox]\nenv_list = py312\n\n[testenv]\ncommands =\n    pytest {posargs}\n"},
    ),
    Liar(
        name="GitLab jobs that may fail",
        pretends="Every job of the test stage has allow_failure.",
        baits=EVERYTHING,
        files={
            ".gitlab-ci.yml": "default: {image: python:3.12}\ntests:\n  script: [pytest]\n  allow_failure: true\nscan:\n  script: [bandit -r src, pip-audit]\n  allow_failure: true\n"
        },
        truth={".gitlab-ci.yml": "tests:\n  script: [pytest]\nscan:\n  script: [bandit -r src, pip-audit]\n"},
    ),
    Liar(
        name="a Jenkins build that stays green",
        pretends="Declarative stages that catch every error and call the build a success.",
        baits=EVERYTHING,
        files={
            "Jenkinsfile": """pipeline {
  agent any
  stages {
    stage('tests') {
      steps {
        catchError(buildResult: 'SUCCESS', stageResult: 'SUCCESS') { sh 'pytest' }
        sh(script: 'bandit -r src', returnStatus: true)
        sh 'pip-audit || true'
      }
    }
  }
}
"""
        },
        truth={
            "Jenkinsfile": "pipeline {\n  agent any\n  stages {\n    stage('tests') {\n      steps {\n        sh 'pytest'\n        sh 'bandit -r src'\n        sh 'pip-audit'\n      }\n    }\n  }\n}\n"
        },
    ),
    Liar(
        name="Azure steps that continue on error",
        pretends="continueOnError on every step, and one that is told to succeed.",
        baits=EVERYTHING,
        files={
            "azure-pipelines.yml": "trigger: [main]\npr: [main]\nsteps:\n  - script: pytest\n    continueOnError: true\n  - bash: bandit -r src || exit 0\n  - script: pip-audit\n    continueOnError: 'true'\n"
        },
    ),
    Liar(
        name="a CircleCI step that always succeeds",
        pretends="The steps of the job end in something that cannot fail.",
        baits=EVERYTHING,
        files={
            ".circleci/config.yml": "version: 2.1\njobs:\n  t:\n    docker: [{image: cimg/python:3.12}]\n    steps:\n      - run: pytest || echo 'tests failed'\n      - run: {command: 'set +e; bandit -r src; exit 0'}\n      - run: pip-audit || true\nworkflows:\n  w:\n    jobs: [t]\n"
        },
    ),
    Liar(
        name="scanners told to find nothing wrong",
        pretends="Options that make a scanner leave with success whatever it finds.",
        baits=("1.3.1/d", "1.2.3/a"),
        files={
            ".github/workflows/ci.yml": GITHUB.format(
                "    steps:\n      - run: bandit -r src --exit-zero\n      - run: npm audit --audit-level=none\n      - run: trivy image --exit-code 0 example/app\n      - run: trivy fs .\n      - run: semgrep scan --config p/ci --no-error\n      - run: gosec -no-fail ./...\n"
            )
        },
        truth={
            ".github/workflows/ci.yml": GITHUB.format(
                "    steps:\n      - run: bandit -r src\n      - run: trivy fs --exit-code 1 .\n"
            )
        },
    ),
    Liar(
        name="a gate that tests nothing",
        pretends="Publishing needs a job called test, and that job prints a word.",
        baits=("1.3.2/c", "3.5.2/a"),
        files={".github/workflows/release.yml": RELEASE.format("", "echo tests passed", "")},
        truth={".github/workflows/release.yml": RELEASE.format("", "pytest", "")},
    ),
    Liar(
        name="a gate that publishing walks around",
        pretends="Publishing needs the tests, and runs always, also when they failed.",
        baits=("3.5.2/a",),
        files={".github/workflows/release.yml": RELEASE.format("", "pytest", "if: ${{ always() }}\n    ")},
        truth={".github/workflows/release.yml": RELEASE.format("", "pytest", "")},
    ),
    Liar(
        name="a gate that cannot close",
        pretends="Publishing needs a test job whose failure is ignored.",
        baits=("1.3.2/c", "3.5.2/a"),
        files={".github/workflows/release.yml": RELEASE.format("continue-on-error: true\n    ", "pytest", "")},
    ),
    Liar(
        name="a release stage that waits for nobody",
        pretends="GitLab stages in the right order, and a publishing job with an empty list of needs.",
        baits=("3.5.2/a",),
        files={
            ".gitlab-ci.yml": "stages: [test, deploy]\ntests:\n  stage: test\n  script: [pytest]\npublish:\n  stage: deploy\n  needs: []\n  script: [twine upload dist/*]\n"
        },
        truth={
            ".gitlab-ci.yml": "stages: [test, deploy]\ntests:\n  stage: test\n  script: [pytest]\npublish:\n  stage: deploy\n  script: [twine upload dist/*]\n"
        },
    ),
    Liar(
        name="signing that may fail",
        pretends="The release is signed if signing happens to work.",
        baits=("3.1.1/a",),
        files={
            ".github/workflows/release.yml": "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    permissions: {id-token: write, contents: write}\n    steps:\n      - run: cosign sign-blob --yes app.tar.gz || true\n      - uses: actions/attest-build-provenance@v2\n        continue-on-error: true\n      - run: gh release create v1 app.tar.gz\n"
        },
        truth={
            ".github/workflows/release.yml": "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    permissions: {id-token: write, contents: write}\n    steps:\n      - run: cosign sign-blob --yes app.tar.gz\n      - run: gh release create v1 app.tar.gz\n"
        },
    ),
)
