"""An assessment needs no network, asks for none, and starts git and the auditor of workflows only."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from assay.testing.confinement import Confinement, no_network
from assay.testing.repository import Recipe, Tagged, build

FILES = {
    "README.md": "# Gantry\n\n![badge](https://badges.example/x.svg) <img src='https://badges.example/y.png'>\n",
    "SECURITY.md": "# Security\n\nReport to <https://security.example/report> or security@security.example.\n",
    "docs/policy.html": '<!doctype html><link rel=stylesheet href="https://styles.example/a.css"><h1>Policy</h1><p>We fix.</p>',
    ".gitmodules": '[submodule "x"]\n\tpath = x\n\turl = https://code.example/x.git\n',
    ".github/workflows/ci.yml": "on: push\njobs:\n  t:\n    uses: other/repository/.github/workflows/test.yml@main\n"
    "  u:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm ci\n",
    ".gitlab-ci.yml": "include:\n  - remote: https://code.example/ci.yml\n  - project: a/b\n    file: c.yml\nt:\n  script: make\n",
    "package.json": '{"name": "a", "private": true, "dependencies": {"b": "https://code.example/b.tgz"}}',
    "assay.toml": 'schema = 1\n[links]\nsecurity_policy = "https://security.example/policy"\n[[statements]]\nfacet = "1.1.2/a"\n'
    'says = "Every developer took the course."\nperson = "Ada Builder"\nrole = "Head"\ndate = 2026-09-01\ndocument = "https://security.example/log"\n',
    "pom.xml": '<?xml version="1.0"?><!DOCTYPE p SYSTEM "https://code.example/p.dtd"><project/>',
}  # fmt: skip


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return build(tmp_path / "repository", Recipe(FILES, tags=(Tagged("v1.0.0"),)))


def test_the_answer_is_the_same_without_a_network(repository: Path, confinement: Confinement) -> None:
    before = no_network()
    if not before:
        pytest.skip("this machine cannot take the network away (unshare -rn)")
    alone, free = confinement.assess(repository, before=before), confinement.assess(repository)
    assert alone.code == 0, alone.errors
    assert alone.output == free.output


def test_no_socket_is_opened_and_nothing_but_git_and_the_auditor_started(
    repository: Path, confinement: Confinement, tmp_path: Path
) -> None:
    """What the interpreter is asked for is watched in every test here; this one watches the programs it starts as well."""
    trace = tmp_path / "trace"
    tracer = ("strace", "-f", "-qq", "-s", "300", "-e", "trace=execve,connect,sendto,bind", "-o", str(trace))
    if not shutil.which("strace") or subprocess.run([*tracer, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine cannot trace system calls (strace)")
    ended = confinement.assess(repository, before=tracer)
    assert ended.code == 0, ended.errors
    lines = trace.read_text("utf-8", "replace").splitlines()
    assert [line for line in lines if re.search(r"(connect|sendto|bind)\(.*AF_INET", line)] == []
    started = {Path(found[1]).name for line in lines if (found := re.search(r'execve\("([^"]+)".*= 0', line))}
    assert started <= {"git", "zizmor", Path(confinement.command()[0]).name}
    assert "git" in started


def test_the_watch_on_sockets_works(confinement: Confinement) -> None:
    words = "import socket; socket.create_connection(('127.0.0.1', 9))"
    done = subprocess.run(
        [confinement.command()[0], "-c", words], env=confinement.environment(), capture_output=True, check=False
    )
    assert done.returncode
    assert "socket" in confinement.sprung
