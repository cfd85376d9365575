"""Pipelines with every good step in them, on which nothing ever starts."""

from assay.testing.corpus import Liar

EVERYTHING = ("1.3.2/a", "1.3.2/c", "1.3.1/d", "1.2.3/a", "3.3.1/a")
GITHUB_STEPS = """    steps:
      - run: pytest
      - run: bandit -r src
      - run: pip-audit -r requirements.txt
"""
GITHUB = "name: checks\non: [push, pull_request]\njobs:\n  checks:\n    runs-on: ubuntu-24.04\n" + GITHUB_STEPS
GITLAB = "checks:\n  script:\n    - pytest\n    - bandit -r src\n    - pip-audit -r requirements.txt\n"
AZURE = "trigger: [main]\npr: [main]\nsteps:\n  - script: pytest\n  - script: bandit -r src\n  - script: pip-audit\n"
CIRCLECI = """version: 2.1
jobs:
  checks:
    docker: [{image: cimg/python:3.12}]
    steps:
      - checkout
      - run: pytest
      - run: bandit -r src
      - run: pip-audit
"""
JENKINS = """pipeline {
  agent any
  triggers { pollSCM('H/5 * * * *') }
  stages {
    stage('checks') {
      steps {
        sh 'pytest'
        sh 'bandit -r src'
        sh 'pip-audit'
      }
    }
  }
}
"""
ON_CHANGES = ("1.3.2/a", "1.3.1/d", "1.2.3/a")

REPOSITORIES = (
    Liar(
        name="a job behind a condition that is never true",
        pretends="Tests, analysis and a match of components, all below `if: false`.",
        baits=EVERYTHING,
        files={".github/workflows/ci.yml": GITHUB.replace("    runs-on", "    if: ${{ false }}\n    runs-on")},
        truth={".github/workflows/ci.yml": GITHUB},
    ),
    Liar(
        name="a condition that hides the word false",
        pretends="The condition reads like a guard for the main line; a constant in it makes it false.",
        baits=EVERYTHING,
        files={
            ".github/workflows/ci.yml": GITHUB.replace(
                "    runs-on", "    if: github.ref == 'refs/heads/main' && false\n    runs-on"
            )
        },
    ),
    Liar(
        name="steps that are switched off one by one",
        pretends="The job runs; each step that matters has a condition of its own that is never true.",
        baits=EVERYTHING,
        files={
            ".github/workflows/ci.yml": "on: [push, pull_request]\njobs:\n  checks:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n      - if: false\n        run: pytest\n      - if: ${{ false && success() }}\n        run: bandit -r src\n      - if: 1 == 2\n        run: pip-audit\n"
        },
    ),
    Liar(
        name="a job that waits for one that never runs",
        pretends="The tests need a gate, and the gate is switched off, so the platform skips both.",
        baits=EVERYTHING,
        files={
            ".github/workflows/ci.yml": "on: [push, pull_request]\njobs:\n  gate:\n    if: false\n    runs-on: ubuntu-24.04\n    steps: [{run: echo open}]\n  checks:\n    needs: gate\n    runs-on: ubuntu-24.04\n"
            + GITHUB_STEPS
        },
        truth={
            ".github/workflows/ci.yml": "on: [push, pull_request]\njobs:\n  gate:\n    runs-on: ubuntu-24.04\n    steps: [{run: echo open}]\n  checks:\n    needs: gate\n    runs-on: ubuntu-24.04\n"
            + GITHUB_STEPS
        },
    ),
    Liar(
        name="a workflow for a branch nobody has",
        pretends="The workflow starts on pushes to one odd branch and on documents only.",
        baits=ON_CHANGES,
        files={
            ".github/workflows/ci.yml": GITHUB.replace(
                "on: [push, pull_request]",
                "on:\n  push:\n    branches: [attic/2019]\n  pull_request:\n    paths: ['docs/**', '**.md']",
            )
        },
    ),
    Liar(
        name="a workflow that ignores every branch",
        pretends="Push and pull request are named, and every branch is left out of both.",
        baits=ON_CHANGES,
        files={
            ".github/workflows/ci.yml": GITHUB.replace(
                "on: [push, pull_request]",
                "on:\n  push:\n    branches-ignore: ['**']\n  pull_request:\n    paths-ignore: ['**']",
            )
        },
        truth={
            ".github/workflows/ci.yml": GITHUB.replace(
                "on: [push, pull_request]",
                "on:\n  push:\n    branches-ignore: ['gh-pages']\n  pull_request:\n    paths-ignore: ['docs/**']",
            )
        },
    ),
    Liar(
        name="a workflow started by hand only",
        pretends="Everything is there, and it runs when somebody thinks of pressing a button.",
        baits=ON_CHANGES,
        files={".github/workflows/ci.yml": GITHUB.replace("[push, pull_request]", "workflow_dispatch")},
    ),
    Liar(
        name="a scan on the thirty-first of February",
        pretends="The schedule of the scan names a day that does not exist.",
        baits=("3.3.1/a",),
        files={
            ".github/workflows/scan.yml": "on:\n  schedule:\n    - cron: '0 4 31 2 *'\njobs:\n  scan:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: pip-audit -r requirements.txt\n"
        },
        truth={
            ".github/workflows/scan.yml": "on:\n  schedule:\n    - cron: '0 4 * * 2'\njobs:\n  scan:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: pip-audit -r requirements.txt\n"
        },
    ),
    Liar(
        name="workflows where the platform does not look",
        pretends="Five files with good steps: in a subfolder, with another ending, in a folder of disabled ones, with a look-alike letter.",
        baits=EVERYTHING,
        files={
            ".github/workflows/old/ci.yml": GITHUB,
            ".github/workflows/ci.yml.disabled": GITHUB,
            ".github/workflows-disabled/ci.yml": GITHUB,
            ".github/workfl\u043ews/ci.yml": GITHUB,
            "ci/.gitlab-ci.yml.bak": GITLAB,
        },
    ),
    Liar(
        name="definitions that are one long comment",
        pretends="Three systems, each with a whole pipeline behind comment signs.",
        baits=EVERYTHING,
        files={
            ".github/workflows/ci.yml": "".join(f"# {line}\n" for line in GITHUB.splitlines()),
            ".gitlab-ci.yml": "".join(f"# {line}\n" for line in GITLAB.splitlines()),
            "Jenkinsfile": "/*\n" + JENKINS + "*/\n",
        },
    ),
    Liar(
        name="a merge request pipeline with when: never",
        pretends="GitLab rules that name merge requests and the main line, and answer never.",
        baits=EVERYTHING,
        files={
            ".gitlab-ci.yml": GITLAB
            + "  rules:\n    - if: $CI_PIPELINE_SOURCE == 'merge_request_event'\n      when: never\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n      when: never\n"
        },
        truth={
            ".gitlab-ci.yml": GITLAB
            + "  rules:\n    - if: $CI_PIPELINE_SOURCE == 'merge_request_event'\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n"
        },
    ),
    Liar(
        name="a whole pipeline that is refused",
        pretends="The jobs are fine; the workflow rules refuse every pipeline.",
        baits=EVERYTHING,
        files={".gitlab-ci.yml": "workflow:\n  rules:\n    - when: never\n\n" + GITLAB},
    ),
    Liar(
        name="a hidden job that nobody extends",
        pretends="The test job begins with a dot, so GitLab keeps it as a template and runs nothing of it.",
        baits=EVERYTHING,
        files={".gitlab-ci.yml": "." + GITLAB + "\nhello:\n  script: [echo hello]\n"},
        truth={".gitlab-ci.yml": "." + GITLAB + "\nreal-checks:\n  extends: .checks\n"},
    ),
    Liar(
        name="jobs for a branch of the past",
        pretends="GitLab jobs limited to one branch of the past.",
        baits=ON_CHANGES,
        files={".gitlab-ci.yml": GITLAB + "  only: [svn-import-2014]\n"},
    ),
    Liar(
        name="a stage whose condition is false",
        pretends="A declarative Jenkinsfile with a stage for everything, under `when { expression { false } }`.",
        baits=EVERYTHING,
        files={
            "Jenkinsfile": JENKINS.replace("      steps {", "      when { expression { return false } }\n      steps {")
        },
        truth={"Jenkinsfile": JENKINS.replace("pollSCM('H/5 * * * *')", "cron('H 3 * * *')")},
    ),
    Liar(
        name="an Azure pipeline without a trigger",
        pretends="trigger: none and pr: none, and a condition that is false for the rest.",
        baits=(*ON_CHANGES, "3.3.1/a"),
        files={
            "azure-pipelines.yml": AZURE.replace("[main]", "none").replace(
                "  - script: pip-audit", "  - script: pip-audit\n    condition: false"
            )
        },
        truth={"azure-pipelines.yml": AZURE},
    ),
    Liar(
        name="jobs no workflow of CircleCI names",
        pretends="The job with all checks is defined; the workflow runs another one.",
        baits=EVERYTHING,
        files={
            ".circleci/config.yml": CIRCLECI
            + "  hello:\n    docker: [{image: cimg/base:current}]\n    steps: [{run: echo hello}]\nworkflows:\n  all:\n    jobs: [hello]\n"
        },
        truth={".circleci/config.yml": CIRCLECI + "workflows:\n  all:\n    jobs: [checks]\n"},
    ),
    Liar(
        name="a CircleCI filter that keeps every branch out",
        pretends="The workflow names the job and ignores all branches for it.",
        baits=ON_CHANGES,
        files={
            ".circleci/config.yml": CIRCLECI
            + "workflows:\n  all:\n    jobs:\n      - checks:\n          filters:\n            branches: {ignore: /.*/}\n"
        },
    ),
    Liar(
        name="tests that wait for a failure",
        pretends="Every system has its tests; each of them starts only once something else has failed.",
        baits=("1.3.2/a",),
        files={
            ".github/workflows/ci.yml": "on: [push, pull_request]\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n      - if: failure()\n        run: pytest\n",
            ".circleci/config.yml": "version: 2.1\njobs:\n  a:\n    docker: [{image: cimg/base:current}]\n    steps:\n      - run: make\n      - run: {command: pytest, when: on_fail}\nworkflows:\n  w:\n    jobs: [a]\n",
            ".gitlab-ci.yml": "build:\n  stage: build\n  script: [make]\ntests:\n  stage: test\n  when: on_failure\n  script: [pytest]\n",
            "azure-pipelines.yml": "pr: [main]\nsteps:\n  - script: make\n  - script: pytest\n    condition: failed()\n",
            "Jenkinsfile": "pipeline {\n  agent any\n  stages {\n    stage('make') {\n      steps { sh 'make' }\n      post { failure { sh 'pytest' } }\n    }\n  }\n}\n",
        },
        truth={
            ".gitlab-ci.yml": "build:\n  stage: build\n  script: [make]\ntests:\n  stage: test\n  script: [pytest]\n"
        },
    ),
    Liar(
        name="rules for one forgotten branch",
        pretends="GitLab rules that start the checks on one branch of the past.",
        baits=ON_CHANGES,
        files={".gitlab-ci.yml": GITLAB + "  rules:\n    - if: $CI_COMMIT_BRANCH == 'svn-import-2014'\n"},
        truth={".gitlab-ci.yml": GITLAB + "  rules:\n    - if: $CI_COMMIT_BRANCH == 'main'\n"},
    ),
)
