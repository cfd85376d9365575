"""Files made to use up memory, time or the stack of whoever reads them."""

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from assay.testing.confinement import Confinement
from assay.testing.raw_objects import FOLDER, RawRepository
from assay.testing.repository import Recipe, build

QUICK = 40
"""Seconds one bomb may take, on a machine that does other things too."""


def aliases(start: str) -> str:
    """A few lines of YAML that unfold into ten to the ninth values."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    return start + "\n".join(lines) + "\n"


def merges() -> str:
    lines = ["m0: &m0 {a: 1, b: 2, c: 3}"]
    lines += [f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 10)}], k{n}: *m{n - 1}}}" for n in range(1, 12)]
    return "\n".join(lines) + "\non: push\njobs: {}\n"


def entities(root: str) -> str:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY e0 "ha">{bomb}]><{root}><name>&e9;</name></{root}>'


def outside(root: str) -> str:
    return (
        f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "http://127.0.0.1:9/x">]>'
        f"<{root}><name>&x;&y;</name></{root}>"
    )


def deep_xml(root: str, levels: int = 100_000) -> str:
    return f"<{root}>" + "<a>" * levels + "</a>" * levels + f"</{root}>"


TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    "</Types>"
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str | bytes, more: dict[str, bytes] | None = None, start: str = "") -> bytes:
    """A Word file around ``body``."""
    whole = (
        body
        if isinstance(body, bytes)
        else f'{start}<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>'.encode()
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", whole)
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return packed.getvalue()


def wide_table() -> bytes:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="100000000"/></w:tcPr><w:p/></w:tc>'
    return docx(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")


def tall_table() -> bytes:
    first = '<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr>'
    below = "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>"
    return docx(f"<w:tbl>{first}{below * 20_000}</w:tbl>")


def pdf(*objects: bytes) -> bytes:
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, each) for n, each in enumerate(objects, 1))
    return body + b"trailer\n<< /Root 1 0 R /Size %d >>\n%%%%EOF\n" % (len(objects) + 1)


def pdf_bomb() -> bytes:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(600)) + packer.flush()
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
    )


def pdf_loop() -> bytes:
    return pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R 2 0 R] /Count 1000000000 >>")


REFUSED: dict[str, tuple[str, Callable[[], str | bytes]]] = {
    "YAML aliases in a workflow": (".github/workflows/ci.yml", lambda: aliases("on: push\njobs: {}\n")),
    "YAML aliases in a GitLab pipeline": (".gitlab-ci.yml", lambda: aliases("")),
    "YAML aliases in an Azure pipeline": ("azure-pipelines.yml", lambda: aliases("steps: []\n")),
    "YAML aliases in a CircleCI pipeline": (".circleci/config.yml", lambda: aliases("version: 2.1\n")),
    "YAML aliases in a compose file": ("compose.yaml", lambda: aliases("services: {}\n")),
    "YAML aliases in a lock": ("pnpm-lock.yaml", lambda: aliases("lockfileVersion: '9.0'\n")),
    "YAML merges": (".github/workflows/ci.yml", merges),
    "an alias inside itself": (".gitlab-ci.yml", lambda: "a: &a [*a]\nb: &b {c: *b}\n"),
    "nested flow lists": (".github/workflows/ci.yml", lambda: "on: " + "[" * 400_000),
    "nested flow maps": (".gitlab-ci.yml", lambda: "{a: " * 200_000),
    "nested block lists": (".circleci/config.yml", lambda: "- " * 400_000),
    "a workflow of 5 MB": (".github/workflows/ci.yml", lambda: "on: push\n" + "# filling\n" * 500_000),
    "entities in a Maven manifest": ("pom.xml", lambda: entities("project")),
    "entities in a project file": ("app.csproj", lambda: entities("Project")),
    "entities that reach out": ("pom.xml", lambda: outside("project")),
    "entities that reach out of a project file": ("app.csproj", lambda: outside("Project")),
    "nested JSON": ("package.json", lambda: '{"a":' * 100_000),
    "nested JSON in a lock": ("package-lock.json", lambda: "[" * 400_000),
    "nested JSON in a Composer lock": ("composer.lock", lambda: '{"packages":' * 100_000),
    "a number of a million digits": ("package.json", lambda: '{"version": ' + "9" * 900_000 + "}"),
    "nested TOML": ("pyproject.toml", lambda: "a = " + "[" * 100_000),
    "nested TOML tables": ("Cargo.toml", lambda: "a = " + "{b = " * 50_000),
    "nested TOML in a lock": ("poetry.lock", lambda: "a = " + "[" * 100_000),
    "nested TOML in the profile": ("assay.toml", lambda: "schema = 1\na = " + "[" * 100_000),
    "a Word file of zeros": ("docs/security-policy.docx", lambda: docx(b"\0" * 300_000_000)),
    "a Word file of empty paragraphs": ("docs/security-policy.docx", lambda: docx("<w:p/>" * 4_000_000)),
    "a Word file with many parts": (
        "docs/security-policy.docx",
        lambda: docx("<w:p/>", {f"word/part{n}.xml": b"" for n in range(4000)}),
    ),
    "a Word file with entities": (
        "docs/security-policy.docx",
        lambda: docx("<w:p><w:r><w:t>&e9;</w:t></w:r></w:p>", start=entities("a").partition("<a>")[0]),
    ),
    "a Word file with entities after a long comment": (
        "docs/security-policy.docx",
        lambda: docx(
            f"<!--{'x' * 6_000_000}--><w:p><w:r><w:t>&e9;</w:t></w:r></w:p>",
            start=f"<!--{'x' * 3000}-->" + entities("a").partition("<a>")[0].partition("?>")[2],
        ),
    ),
    "a Word file that is none": ("docs/security-policy.docx", lambda: b"PK\x03\x04" + b"\xff" * 1000),
    "a PDF whose pages hold themselves": ("docs/security-policy.pdf", pdf_loop),
    "a PDF stream of zeros": ("docs/security-policy.pdf", pdf_bomb),
}
ENDURED: dict[str, tuple[str, Callable[[], str | bytes]]] = {
    "nested XML": ("pom.xml", lambda: deep_xml("project")),
    "a Word table of endless width": ("docs/security-policy.docx", wide_table),
    "a Word table of great height": ("docs/security-policy.docx", tall_table),
    "nested HTML": ("docs/security.html", lambda: "<div>" * 200_000 + "secure"),
    "nested HTML tables": ("docs/security.html", lambda: "<table><tr><td>" * 3_000 + "x"),
    "nested quotations": ("SECURITY.md", lambda: ">" * 100_000 + " report to us"),
    "nested lists": ("SECURITY.md", lambda: "\n".join("  " * n + "- a" for n in range(1000))),
    "open brackets": ("SECURITY.md", lambda: "[" * 200_000),
    "open emphasis": ("SECURITY.md", lambda: "*a _b " * 100_000),
    "open links": ("SECURITY.md", lambda: "[a](<b" * 100_000),
    "backticks of every length": ("SECURITY.md", lambda: "e".join("`" * n for n in range(1, 1200))),
    "a table of many columns": ("SECURITY.md", lambda: "|a" * 2000 + "|\n" + "|-" * 2000 + "|\n" + "|b\n" * 20_000),
    "an underlined text": ("README.rst", lambda: "=" * 500_000 + "\nTitle\n" + "=" * 500_000),
    "nested directives": ("README.rst", lambda: "\n".join("   " * n + ".. note::" for n in range(1500))),
    "one line of text": ("SECURITY.txt", lambda: "security@example.com " * 90_000),
    "nested blocks in a Jenkinsfile": ("Jenkinsfile", lambda: "pipeline { stages { " + "stage('a') { " * 40_000),
    "open quotes in a Jenkinsfile": ("Jenkinsfile", lambda: "pipeline { agent any\n" + "sh '''" * 100_000),
    "nested substitutions": ("build.sh", lambda: "$(" * 100_000),
    "a Dockerfile of one line": ("Dockerfile", lambda: "FROM a\nRUN " + "x && \\\n" * 120_000),
    "many build stages": ("Dockerfile", lambda: "\n".join(f"FROM s{n} AS s{n + 1}" for n in range(30_000))),
    "many dependencies": (
        "package.json",
        lambda: '{"name": "a", "dependencies": {' + ",".join(f'"d{n}": "1.0.{n}"' for n in range(45_000)) + "}}",
    ),
    "many requirements": ("requirements.txt", lambda: "\n".join(f"d{n}==1.0" for n in range(60_000))),
    "many Python dependencies": (
        "pyproject.toml",
        lambda: '[project]\nname = "a"\ndependencies = [' + ",".join(f'"d{n}==1"' for n in range(60_000)) + "]\n",
    ),
    "many locked packages": (
        "package-lock.json",
        lambda: '{"lockfileVersion": 3, "packages": {' + ",".join(f'"node_modules/d{n}": {{}}' for n in range(200_000)) + "}}",
    ),
    "many jobs": (
        ".github/workflows/ci.yml",
        lambda: "on: push\njobs:\n" + "".join(f"  j{n}:\n    needs: [j{max(n - 1, 0)}]\n    steps: [{{run: make}}]\n" for n in range(10_000)),
    ),
    "many steps": (
        ".github/workflows/ci.yml",
        lambda: "on: push\njobs:\n  a:\n    steps:\n" + "".join(f"      - run: npm ci && npm test {n}\n" for n in range(20_000)),
    ),
    "one long command": (
        ".github/workflows/ci.yml",
        lambda: "on: push\njobs:\n  a:\n    steps:\n      - run: " + "echo a; " * 110_000 + "\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_bomb_is_refused_and_said(name: str, confinement: Confinement, tmp_path: Path) -> None:
    path, content = REFUSED[name]
    ended = confinement.assess(build(tmp_path / "repository", {path: content(), "README.md": "# Gantry\n"}))
    assert ended.code == 0, ended.errors
    assert ended.seconds < QUICK
    assert any(fact.startswith(path) for fact, _, _ in ended.unread), ended.unread
    assert "root:" not in ended.output


@pytest.mark.parametrize("name", ENDURED)
def test_a_bomb_is_read_in_bounded_time(name: str, confinement: Confinement, tmp_path: Path) -> None:
    path, content = ENDURED[name]
    ended = confinement.assess(build(tmp_path / "repository", {path: content()}))
    assert ended.code == 0, ended.errors
    assert ended.seconds < QUICK


LOOPS = {
    ".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    uses: ./.github/workflows/ci.yml\n  b:\n    steps:\n"
    "      - uses: ./one\n      - run: ./loop.sh\n      - run: make all\n      - run: npm run again\n      - run: tox\n",
    "one/action.yml": "runs:\n  using: composite\n  steps:\n    - uses: ./two\n    - uses: ./one\n",
    "two/action.yml": "runs:\n  using: composite\n  steps:\n    - uses: ./one\n    - uses: ./two\n",
    "loop.sh": "#!/bin/sh\n./loop.sh\nsh loop.sh\nmake all\n",
    "Makefile": "all: all other\n\t$(MAKE) all\n\tmake other\n\t./loop.sh\nother: all\n\tmake all\n",
    "package.json": '{"name": "a", "scripts": {"again": "npm run again && npm run test", "test": "npm test && npm run again"}}',
    "tox.ini": "[testenv]\ncommands = tox\n  tox -e py\n",
    ".gitlab-ci.yml": "include:\n  - local: .gitlab-ci.yml\n  - local: other.yml\na:\n  extends: b\n  script: ./loop.sh\nb:\n  extends: a\n"
    "c:\n  extends: c\n  script: !reference [c, script]\n",
    "other.yml": "include:\n  - local: .gitlab-ci.yml\n",
    "azure-pipelines.yml": "extends:\n  template: azure-pipelines.yml\nsteps:\n  - template: azure-pipelines.yml\n",
    ".circleci/config.yml": "version: 2.1\ncommands:\n  a:\n    steps: [b]\n  b:\n    steps: [a]\njobs:\n  j:\n    steps: [a, b]\n"
    "workflows:\n  w:\n    jobs:\n      - j: {requires: [j]}\n",
    "Dockerfile": "ARG A=${A}\nFROM ${A} AS a\nFROM a AS a\nCOPY --from=a . .\nRUN ./loop.sh\n",
    "compose.yaml": "services:\n  a:\n    extends: {file: compose.yaml, service: a}\n    depends_on: [a]\n",
    "requirements.txt": "-r requirements.txt\n-c requirements.txt\na==1\n",
    "pom.xml": "<project><parent><relativePath>pom.xml</relativePath></parent><modules><module>.</module></modules></project>",
}


def test_files_that_lead_to_themselves_end(confinement: Confinement, tmp_path: Path) -> None:
    ended = confinement.assess(build(tmp_path / "repository", LOOPS))
    assert ended.code == 0, ended.errors
    assert ended.seconds < QUICK


@pytest.mark.slow
def test_lines_and_files_of_a_hundred_megabytes(confinement: Confinement, tmp_path: Path) -> None:
    huge = b"password = 'a' security " * 4_200_000
    files = dict.fromkeys(
        ("README.md", "main.py", "package-lock.json", ".github/workflows/ci.yml", "docs/security.docx"), huge
    )
    ended = confinement.assess(build(tmp_path / "repository", Recipe(files)))
    assert ended.code == 0, ended.errors
    assert ended.seconds < QUICK
    said = {fact for fact, _, _ in ended.unread}
    assert {"README.md", "package-lock.json", ".github/workflows/ci.yml", "docs/security.docx"} <= said


@pytest.mark.slow
def test_a_hundred_thousand_files(confinement: Confinement, tmp_path: Path) -> None:
    raw = RawRepository(tmp_path / "repository")
    leaf = raw.files({f"module_{n:03}.py".encode(): f"value = {n}\n".encode() for n in range(316)})
    raw.commit(raw.tree({f"folder_{n:03}".encode(): (FOLDER, leaf) for n in range(317)}))
    ended = confinement.assess(raw.folder)
    assert ended.code == 0, ended.errors
    assert ended.seconds < QUICK


def test_small_trees_that_unfold_without_end_are_refused(confinement: Confinement, tmp_path: Path) -> None:
    raw = RawRepository(tmp_path / "repository")
    tree = raw.files({f"{n}".encode(): b"boom\n" for n in range(10)})
    for _ in range(9):
        tree = raw.tree({f"{n}".encode(): (FOLDER, tree) for n in range(10)})
    raw.commit(tree)
    ended = confinement.run("assess", str(raw.folder), "--no-cache")
    assert ended.code == 3, ended.errors
    assert "more than" in ended.errors
    assert ended.seconds < QUICK


def test_folders_nested_a_thousand_deep(confinement: Confinement, tmp_path: Path) -> None:
    raw = RawRepository(tmp_path / "repository")
    tree = raw.files({b"package.json": b'{"name": "deep"}', b"README.md": b"# Deep\n"})
    for _ in range(1000):
        tree = raw.tree({b"d": (FOLDER, tree)})
    raw.commit(tree)
    ended = confinement.assess(raw.folder)
    assert ended.code == 0, ended.errors


def test_folders_nested_without_reason_are_refused(confinement: Confinement, tmp_path: Path) -> None:
    raw = RawRepository(tmp_path / "repository")
    tree = raw.files({b"README.md": b"# Deep\n"})
    for _ in range(20_000):
        tree = raw.tree({b"d": (FOLDER, tree)})
    raw.commit(tree)
    ended = confinement.run("assess", str(raw.folder), "--no-cache")
    assert ended.code in (0, 3), ended.errors
    assert "Traceback" not in ended.errors
    assert ended.seconds < QUICK
