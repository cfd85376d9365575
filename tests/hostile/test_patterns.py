"""Texts made so that a pattern starts everywhere and ends nowhere: every reader, and a whole assessment, ends soon all the same."""

import contextlib
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assay.collect.tree.code import _read as read_code
from assay.formats import containers, lock_files, manifests, secrets, toml_text
from assay.formats.ci import azure, circleci, github, gitlab, jenkins
from assay.formats.documents import read as read_document
from assay.testing.confinement import Confinement
from assay.testing.repository import build

LENGTH = 60_000
SECONDS = 3.0
"""Of processor time for sixty thousand characters: what takes time by the square of the length takes far longer."""

TRAPS = (
    "a", " ", "\n", "-", ".", "0", "_", "'", '"', "`", "[", "(", "{", "<", "*", "#", "=", ";", "\\", "/", "@", "$(", "${", "${{", "](", "<!-- ", " \n", "a ",
    "a.", "a@", "a=", "a: ", "../", "/*x", "'''x", '"""x', "\\\n", "\"\\\"", "env", "config", "assert True ", "getenv('SECRET_A','aaaaa') ", "password=",
    "AKIA", "eyJhbGciOi.", "-----BEGIN RSA PRIVATE KEY-----\n", "https://a.", "we do not ", "1.2.", "| ", "## a\n\nb\n", "- [ ] ", "echo a && ", "a\n",
)  # fmt: skip


def nothing(_: str) -> None:
    return None


READERS: dict[str, Callable[[str], object]] = {
    "secrets": lambda text: list(secrets.scan(text.encode(), settings=False)),
    "secrets in settings": lambda text: list(secrets.scan(b"password: " + text.encode(), settings=True)),
    "Python": lambda text: read_code("main.py", text.encode()),
    "Python tests": lambda text: read_code("tests/test_a.py", b"def test_a():\n    assert f(1) == 2\n" + text.encode()),
    "JavaScript tests": lambda text: read_code("a.test.js", b"it('a', () => expect(b).toBe(1))\n" + text.encode()),
    "Markdown": lambda text: read_document("SECURITY.md", b"# Security\n\nReport to " + text.encode(), ""),
    "reStructuredText": lambda text: read_document("a.rst", b"Title\n=====\n\n" + text.encode(), ""),
    "AsciiDoc": lambda text: read_document("a.adoc", b"= Title\n\n" + text.encode(), ""),
    "plain text": lambda text: read_document("a.txt", text.encode(), ""),
    "HTML": lambda text: read_document("a.html", b"<h1>Title</h1><p>" + text.encode(), ""),
    "TOML": toml_text.read,
    "package.json": lambda text: manifests.read("package.json", json.dumps({"name": text, "dependencies": {text: text}})),
    "requirements.txt": lambda text: manifests.read("requirements.txt", text),
    "build.gradle": lambda text: manifests.read("build.gradle", text),
    "pom.xml": lambda text: manifests.read("pom.xml", text),
    "go.mod": lambda text: manifests.read("go.mod", "module a\n" + text),
    "yarn.lock": lambda text: lock_files.read("yarn.lock", "# yarn lockfile v1\n" + text),
    "Gemfile.lock": lambda text: lock_files.read("Gemfile.lock", "GEM\n" + text),
    "poetry.lock": lambda text: lock_files.read("poetry.lock", text),
    "Dockerfile": lambda text: containers.dockerfile("Dockerfile", "FROM a\nRUN " + text, nothing),
    "Jenkinsfile": lambda text: jenkins.read('pipeline { agent any\nstages { stage("a") { steps { sh "' + text, "Jenkinsfile", nothing),
    "GitHub commands": lambda text: github.read(workflow(text), ".github/workflows/a.yml", lambda path: text),
    "GitLab commands": lambda text: gitlab.read(json.dumps({"a": {"script": text, "rules": [{"if": text}]}}), ".gitlab-ci.yml", nothing),
    "Azure commands": lambda text: azure.read(json.dumps({"steps": [{"script": text, "condition": text}]}), "azure-pipelines.yml", nothing),
    "CircleCI commands": lambda text: circleci.read(
        json.dumps({"version": 2.1, "jobs": {"a": {"docker": [{"image": text}], "steps": [{"run": text}]}}}), ".circleci/config.yml", nothing
    ),
}  # fmt: skip


def workflow(text: str) -> str:
    steps = [{"run": text}, {"run": "make a"}, {"run": "./a.sh"}, {"run": "tox"}, {"uses": text, "if": text}]
    return json.dumps({"on": "push", "jobs": {"a": {"runs-on": text, "if": text, "steps": steps}}})


@pytest.mark.parametrize("trap", TRAPS)
def test_every_reader_ends_soon(trap: str) -> None:
    text = trap * (LENGTH // len(trap))
    late = {}
    for name, read in READERS.items():
        began = time.process_time()
        with contextlib.suppress(ValueError):  # refused: that is an end, too
            read(text)
        took = time.process_time() - began
        if took > SECONDS:
            late[name] = round(took, 1)
    assert late == {}


DOCUMENTS = {
    "SECURITY.md": "# Security policy\n\nReport weaknesses to security@gantry.dev. We answer within ",
    "README.md": "# Gantry\n\nInstall it. ",
    "CHANGELOG.md": "# Changelog\n\n## 1.2.3 - 2026-01-01\n\n- ",
    "SUPPORT.md": "# Support\n\nSupported versions: ",
    "docs/threat-model.md": "# Threat model\n\n",
    "docs/development-process.md": "# Secure development process\n\nWe ",
    "docs/vulnerability-management-plan.md": "# Vulnerability management plan\n\n| Severity | Days |\n|---|---|\n| High | ",
    "docs/test-plan.md": "# Test plan\n\n",
    "docs/security.rst": "Security\n========\n\n",
    "docs/policy.adoc": "= Policy\n\n",
    "docs/update.html": "<h1>Updates</h1><p>",
    ".well-known/security.txt": "Contact: mailto:a@gantry.dev\nExpires: ",
    ".npmrc": "",
    "pip.conf": "",
    ".gitignore": "",
    "CODEOWNERS": "* ",
    "Makefile": "test:\n\tnpm test ",
    "release.sh": "#!/bin/sh\n",
    "settings.yml": "password: ",
    "main.py": "import os\n",
    "tests/test_main.py": "def test_a():\n    assert f(1) == 2\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("trap", ["\n", "-", ".", ";", "## a\n\nb\n", "we do not "])
def test_a_whole_assessment_of_a_trap_ends_soon(trap: str, confinement: Confinement, tmp_path: Path) -> None:
    text = trap * (LENGTH // len(trap))
    files = {name: start + text + "\n" for name, start in DOCUMENTS.items()}
    files[".github/workflows/ci.yml"] = workflow(text)
    ended = confinement.assess(build(tmp_path / "repository", files), "--no-tools")
    assert ended.code == 0, ended.errors
    assert ended.seconds < 40
