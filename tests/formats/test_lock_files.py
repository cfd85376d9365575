"""Locks of every ecosystem: what they pin, where it comes from, which hash binds it; broken ones refused; real ones counted again."""

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.facts.ecosystems import ECOSYSTEMS
from assay.facts.lock_files import LockFile, Need
from assay.formats.lock_files import BINARY_NAMES, LockError, is_lock_name, read
from assay.formats.yaml_text import read as read_yaml

HEX = "0f1e2d3c4b5a6978" * 4
COMMIT = "0123456789abcdef0123456789abcdef01234567"
SRI = "sha512-q83vEjRWeJA=="
Row = tuple[str, str, str, tuple[str, ...]]
"""(name, version, source, hashes)."""


def lock(name: str, text: str) -> LockFile:
    found = read(f"web/{name}", text)
    assert found is not None
    return found


def rows(name: str, text: str) -> list[Row]:
    return [(each.name, each.version, each.source, each.hashes) for each in lock(name, text).packages]


def package_lock(**packages: Any) -> str:
    return json.dumps({"lockfileVersion": 3, "packages": {"": {"name": "a"}, **packages}})


LOCKS: dict[str, tuple[str, str, list[Row]]] = {
    "npm 3": ("package-lock.json", package_lock(**{
        "node_modules/a": {"version": "1.0.0", "resolved": "https://r.example/a.tgz", "integrity": SRI},
        "node_modules/a/node_modules/@s/b": {"version": "2.0.0", "resolved": "https://r.example/b.tgz", "integrity": "sha1-AAAA= sha512-BBBB="},
        "node_modules/c": {"name": "d", "version": "1.1.0", "integrity": SRI},
        "node_modules/g": {"version": "1.0.0", "resolved": f"git+ssh://git@x.example/g.git#{COMMIT}"},
        "node_modules/w": {"resolved": "packages/w", "link": True},
        "packages/w": {"version": "0.1.0", "license": "MIT"},
        "node_modules/n": {"version": "3.0.0"},
        "node_modules/i": {"version": "3.0.0", "inBundle": True},
        "node_modules/f": {"version": "file:../f", "resolved": "file:../f"},
    }), [
        ("a", "1.0.0", "registry", ("sha512",)), ("@s/b", "2.0.0", "registry", ("sha1", "sha512")), ("d", "1.1.0", "registry", ("sha512",)), ("g", "1.0.0", "git", ()),
        ("w", "", "workspace", ()), ("packages/w", "0.1.0", "workspace", ()), ("n", "3.0.0", "registry", ()), ("i", "3.0.0", "path", ()), ("f", "file:../f", "workspace", ()),
    ]),
    "npm 1": ("npm-shrinkwrap.json", json.dumps({"lockfileVersion": 1, "dependencies": {
        "a": {"version": "1.0.0", "resolved": "https://r.example/a.tgz", "integrity": SRI, "requires": {"b": "1"}, "dependencies": {"b": {"version": "1.0.0", "resolved": "https://r.example/b.tgz"}}},
        "g": {"version": f"git+https://x.example/g.git#{COMMIT}"},
    }}), [("g", f"git+https://x.example/g.git#{COMMIT}", "git", ()), ("a", "1.0.0", "registry", ("sha512",)), ("b", "1.0.0", "registry", ())]),
    "yarn 1": ("yarn.lock", f'''# yarn lockfile v1


"@s/a@^1.0.0", "@s/a@^1.1.0":
  version "1.1.0"
  resolved "https://r.example/a.tgz#{COMMIT}"
  integrity {SRI}
  dependencies:
    b "^1.0.0"

b@^1.0.0:
  version "1.0.2"
  resolved "https://r.example/b.tgz#{COMMIT}"

c@x/y:
  version "1.0.0"
  resolved "https://codeload.github.com/x/y/tar.gz/{COMMIT}"

d@file:../d:
  version "0.0.0"
''', [("@s/a", "1.1.0", "registry", ("sha512",)), ("b", "1.0.2", "registry", ("sha1",)), ("c", "1.0.0", "git", ()), ("d", "0.0.0", "path", ())]),
    "yarn 4": ("yarn.lock", f'''__metadata:
  version: 8

"@s/a@npm:^1.0.0, @s/a@npm:^1.1.0":
  version: 1.1.0
  resolution: "@s/a@npm:1.1.0"
  checksum: 10c0/{HEX}
  languageName: node

"isomorphic-git@npm:^1.0.0":
  version: 1.2.3
  resolution: "isomorphic-git@npm:1.2.3"

"app@workspace:.":
  version: 0.0.0-use.local
  resolution: "app@workspace:."

"t@patch:t@npm%3A^5#~builtin<compat/t>":
  version: 5.0.0
  resolution: "t@patch:t@npm%3A5.0.0#~builtin<compat/t>::version=5.0.0"
  checksum: 10c0/{HEX}

"g@https://x.example/g.git":
  version: 1.0.0
  resolution: "g@https://x.example/g.git#commit={COMMIT}"

"p@npm:1.0.0":
  version: 1.0.0
  resolution: "p@npm:1.0.0"
  conditions: os=darwin
''', [
        ("@s/a", "1.1.0", "registry", ("sha512",)), ("isomorphic-git", "1.2.3", "registry", ()), ("app", "0.0.0-use.local", "workspace", ()), ("t", "5.0.0", "path", ("sha512",)),
        ("g", "1.0.0", "git", ()), ("p", "1.0.0", "platform", ()),
    ]),
    "pnpm 9": ("pnpm-lock.yaml", f"lockfileVersion: '9.0'\npackages:\n  '@s/a@1.0.0':\n    resolution: {{integrity: {SRI}}}\n  b@https://codeload.github.com/x/b/tar.gz/{COMMIT}:\n    resolution: {{tarball: https://codeload.github.com/x/b/tar.gz/{COMMIT}}}\n  c@file:../c:\n    resolution: {{directory: ../c, type: directory}}\n  d@https://x.example/d.tgz:\n    resolution: {{tarball: https://x.example/d.tgz}}\nsnapshots:\n  '@s/a@1.0.0(b@1)': {{}}\n", [
        ("@s/a", "1.0.0", "registry", ("sha512",)), ("b", f"https://codeload.github.com/x/b/tar.gz/{COMMIT}", "git", ()), ("c", "file:../c", "path", ()), ("d", "https://x.example/d.tgz", "url", ()),
    ]),
    "pnpm 6": ("pnpm-lock.yaml", f"lockfileVersion: '6.0'\npackages:\n  /@s/a@1.0.0(react@18.0.0)(x@1):\n    resolution: {{integrity: {SRI}}}\n  /b@2.0.0:\n    resolution: {{}}\n", [("@s/a", "1.0.0", "registry", ("sha512",)), ("b", "2.0.0", "registry", ())]),
    "pnpm 5": ("pnpm-lock.yaml", f"lockfileVersion: 5.4\npackages:\n  /@s/a/1.0.0_react@18.0.0:\n    resolution: {{integrity: {SRI}}}\n  /b/2.0.0:\n    resolution: {{integrity: {SRI}}}\n", [("@s/a", "1.0.0", "registry", ("sha512",)), ("b", "2.0.0", "registry", ("sha512",))]),
    "bun": ("bun.lock", '{"lockfileVersion": 1, "workspaces": {"": {"name": "a"}}, "packages": {\n  "@s/a": ["@s/a@1.0.0", "", {}, "' + SRI + '"],\n  "x/@s/a": ["@s/a@0.9.0", "", {}, "' + SRI + '"],\n  "w": ["w@workspace:packages/w"],\n  "g": ["g@github:x/g#abc", {}, "x-g-abc"],\n  "n": ["n@1.0.0", "", {}, ""],\n}}', [
        ("@s/a", "1.0.0", "registry", ("sha512",)), ("@s/a", "0.9.0", "registry", ("sha512",)), ("w", "workspace:packages/w", "workspace", ()), ("g", "github:x/g#abc", "git", ()), ("n", "1.0.0", "registry", ()),
    ]),
    "poetry 2": ("poetry.lock", f'[[package]]\nname = "a"\nversion = "1.0"\nfiles = [{{file = "a.whl", hash = "sha256:{HEX}"}}, {{file = "a.tar.gz", hash = "sha256:{HEX}"}}]\n[[package]]\nname = "g"\nversion = "1"\nfiles = []\n[package.source]\ntype = "git"\nurl = "https://x.example/g.git"\n[[package]]\nname = "l"\nversion = "1"\nfiles = []\n[package.source]\ntype = "legacy"\n[[package]]\nname = "u"\nversion = "1"\nfiles = [{{file = "u.whl", hash = "sha256:{HEX}"}}]\n[package.source]\ntype = "url"\n[metadata]\nlock-version = "2.0"\n', [
        ("a", "1.0", "registry", ("sha256",)), ("g", "1", "git", ()), ("l", "1", "registry", ()), ("u", "1", "url", ("sha256",)),
    ]),
    "poetry 1": ("poetry.lock", f'[[package]]\nname = "a"\nversion = "1.0"\n[[package]]\nname = "b"\nversion = "1.0"\n[metadata.files]\na = [{{file = "a.whl", hash = "sha256:{HEX}"}}]\nb = []\n', [("a", "1.0", "registry", ("sha256",)), ("b", "1.0", "registry", ())]),
    "poetry 0": ("poetry.lock", f'[[package]]\nname = "a"\nversion = "1.0"\n[metadata.hashes]\na = ["{HEX}"]\n', [("a", "1.0", "registry", ("sha256",))]),
    "uv": ("uv.lock", f'version = 1\n[[package]]\nname = "app"\nversion = "0"\nsource = {{ editable = "." }}\n[[package]]\nname = "a"\nversion = "1.0"\nsource = {{ registry = "https://r.example/simple" }}\nsdist = {{ url = "u", hash = "sha256:{HEX}" }}\nwheels = [{{ url = "w", hash = "sha256:{HEX}" }}]\n[[package]]\nname = "g"\nversion = "1"\nsource = {{ git = "https://x.example/g?rev=v1#{COMMIT}" }}\n[[package]]\nname = "u"\nversion = "1"\nsource = {{ url = "https://x.example/u.whl" }}\nwheels = [{{ url = "https://x.example/u.whl" }}]\n', [
        ("app", "0", "workspace", ()), ("a", "1.0", "registry", ("sha256",)), ("g", "1", "git", ()), ("u", "1", "url", ()),
    ]),
    "pdm": ("pdm.lock", f'[[package]]\nname = "a"\nversion = "1.0"\nfiles = [{{file = "a.whl", hash = "sha256:{HEX}"}}]\n[[package]]\nname = "g"\nversion = "1"\ngit = "https://x.example/g.git"\n[[package]]\nname = "p"\nversion = "1"\npath = "./p"\n', [("a", "1.0", "registry", ("sha256",)), ("g", "1", "git", ()), ("p", "1", "path", ())]),
    "pdm old": ("pdm.lock", f'[[package]]\nname = "a"\nversion = "1.0"\n[metadata.files]\n"a 1.0" = [{{file = "a.whl", hash = "sha256:{HEX}"}}]\n', [("a", "1.0", "registry", ("sha256",))]),
    "pylock": ("pylock.toml", f'lock-version = "1.0"\n[[packages]]\nname = "a"\nversion = "1.0"\nwheels = [{{ url = "w", hashes = {{ sha256 = "{HEX}" }} }}]\n[[packages]]\nname = "v"\nvcs = {{ type = "git", commit-id = "{COMMIT}" }}\n[[packages]]\nname = "d"\ndirectory = {{ path = "." }}\n[[packages]]\nname = "z"\narchive = {{ url = "https://x.example/z.zip", hashes = {{ sha512 = "x" }} }}\n', [
        ("a", "1.0", "registry", ("sha256",)), ("v", "", "git", ()), ("d", "", "path", ()), ("z", "", "url", ("sha512",)),
    ]),
    "pipenv": ("Pipfile.lock", json.dumps({"_meta": {}, "default": {"a": {"version": "==1.0", "hashes": [f"sha256:{HEX}"]}, "g": {"git": "https://x.example/g.git", "ref": COMMIT}}, "develop": {"b": {"version": "==2.0"}, "e": {"editable": True, "path": "."}, "f": {"file": "https://x.example/f.zip"}}}), [
        ("a", "1.0", "registry", ("sha256",)), ("g", "", "git", ()), ("b", "2.0", "registry", ()), ("e", "", "path", ()), ("f", "", "url", ()),
    ]),
    "pip": ("requirements-prod.txt", f"# made by pip-compile\n--index-url https://r.example/simple\na[x]==1.0 ; python_version > '3' \\\n    --hash=sha256:{HEX} \\\n    --hash=sha384:{HEX}\n    # via b\nb===2.0\nc @ https://x.example/c.whl#sha256={HEX}\nd @ git+https://x.example/d@{COMMIT}\ngit+https://x.example/e@{COMMIT}#egg=e\n", [
        ("a", "1.0", "registry", ("sha256", "sha384")), ("b", "2.0", "registry", ()), ("c", "", "url", ("sha256",)), ("d", "", "git", ()), ("e", "", "git", ()),
    ]),
    "go": ("go.sum", "x.example/a v1.0.0 h1:AAAA=\nx.example/a v1.0.0/go.mod h1:BBBB=\n\nx.example/b/v2 v2.1.0+incompatible h1:CCCC=\nx.example/c v0.1.0/go.mod h1:DDDD=\n", [("x.example/a", "v1.0.0", "registry", ("h1",)), ("x.example/b/v2", "v2.1.0+incompatible", "registry", ("h1",))]),
    "cargo": ("Cargo.lock", f'version = 4\n[[package]]\nname = "app"\nversion = "0.1.0"\ndependencies = ["a"]\n[[package]]\nname = "a"\nversion = "1.0.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "{HEX}"\n[[package]]\nname = "g"\nversion = "1.0.0"\nsource = "git+https://x.example/g#{COMMIT}"\n', [("app", "0.1.0", "workspace", ()), ("a", "1.0.0", "registry", ("sha256",)), ("g", "1.0.0", "git", ())]),
    "cargo old": ("Cargo.lock", f'[[package]]\nname = "a"\nversion = "1.0.0"\nsource = "registry+https://r.example"\n[[package]]\nname = "a"\nversion = "1.0.10"\nsource = "registry+https://r.example"\n[metadata]\n"checksum a 1.0.10 (registry+https://r.example)" = "{HEX}"\n"checksum b 1.0.0 (git+https://x.example)" = "<none>"\n', [("a", "1.0.0", "registry", ()), ("a", "1.0.10", "registry", ("sha256",))]),
    "bundler": ("Gemfile.lock", f"GIT\n  remote: https://x.example/g.git\n  revision: {COMMIT}\n  specs:\n    g (1.0)\n      a (>= 1)\n\nPATH\n  remote: .\n  specs:\n    own (0.1)\n\nGEM\n  remote: https://rubygems.org/\n  specs:\n    a (1.0.0)\n      b (~> 2)\n    b (2.0-x86_64-linux)\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  a (~> 1.0)\n\nCHECKSUMS\n  a (1.0.0) sha256={HEX}\n  own (0.1)\n", [
        ("g", "1.0", "git", ()), ("own", "0.1", "path", ()), ("a", "1.0.0", "registry", ("sha256",)), ("b", "2.0-x86_64-linux", "registry", ()),
    ]),
    "composer": ("composer.lock", json.dumps({"content-hash": "x", "packages": [{"name": "v/a", "version": "1.0", "dist": {"type": "zip", "url": "https://x.example/a.zip", "shasum": COMMIT}}, {"name": "v/b", "version": "1", "dist": {"type": "zip", "shasum": ""}}, {"name": "v/p", "version": "1", "dist": {"type": "path"}}], "packages-dev": [{"name": "v/c", "version": "2", "source": {"type": "git", "reference": COMMIT}}]}), [
        ("v/a", "1.0", "registry", ("sha1",)), ("v/b", "1", "registry", ()), ("v/p", "1", "path", ()), ("v/c", "2", "git", ()),
    ]),
    "nuget": ("packages.lock.json", json.dumps({"version": 1, "dependencies": {"net8.0": {"A": {"type": "Direct", "resolved": "1.0.0", "contentHash": "x=="}, "own": {"type": "Project"}}, "net9.0": {"A": {"type": "Transitive", "resolved": "1.0.0"}}}}), [
        ("A", "1.0.0", "registry", ("sha512",)), ("own", "", "workspace", ()), ("A", "1.0.0", "registry", ()),
    ]),
    "gradle": ("gradle.lockfile", "# This is a Gradle generated file\norg.x:a:1.0=compileClasspath,runtimeClasspath\norg.y.z:b-c:2.0-jre=runtimeClasspath\nempty=annotationProcessor\n", [("org.x:a", "1.0", "registry", ()), ("org.y.z:b-c", "2.0-jre", "registry", ())]),
    "gradle for the build": ("buildscript-gradle.lockfile", "org.x:a:1.0=classpath\nempty=\n", [("org.x:a", "1.0", "registry", ())]),
    "swift 2": ("Package.resolved", json.dumps({"version": 2, "pins": [{"identity": "a", "kind": "remoteSourceControl", "state": {"revision": COMMIT, "version": "1.0.0"}}, {"identity": "b", "kind": "remoteSourceControl", "state": {"branch": "main", "revision": COMMIT}}, {"identity": "s.c", "kind": "registry", "state": {"version": "2.0.0"}}]}), [
        ("a", "1.0.0", "git", ("git",)), ("b", "", "git", ("git",)), ("s.c", "2.0.0", "registry", ()),
    ]),
    "swift 1": ("Package.resolved", json.dumps({"version": 1, "object": {"pins": [{"package": "A", "state": {"revision": COMMIT, "version": "1.0.0"}}]}}), [("A", "1.0.0", "git", ("git",))]),
    "cocoapods": ("Podfile.lock", f"PODS:\n  - A (1.0):\n    - B (~> 2)\n  - B/Core (2.0)\n  - G (0.1)\n  - L (0.1)\n  - N (3.0)\nEXTERNAL SOURCES:\n  G:\n    :git: https://x.example/g.git\n  L:\n    :path: ../l\nSPEC CHECKSUMS:\n  A: {COMMIT}\n  B: {COMMIT}\n  G: {COMMIT}\nCOCOAPODS: 1.15.2\n", [
        ("A", "1.0", "registry", ("sha1",)), ("B/Core", "2.0", "registry", ("sha1",)), ("G", "0.1", "git", ("sha1",)), ("L", "0.1", "path", ()), ("N", "3.0", "registry", ()),
    ]),
    "mix": ("mix.lock", '%{\n  "a": {:hex, :a, "1.0.0", "' + HEX + '", [:mix], [], "hexpm", "' + HEX + '"},\n  "b": {:hex, :b, "2.0.0", "short", [:mix], []},\n  "g": {:git, "https://x.example/g.git", "' + COMMIT + '", []},\n}\n', [("a", "1.0.0", "registry", ("sha256",)), ("b", "2.0.0", "registry", ()), ("g", "", "git", ())]),
    "pub": ("pubspec.lock", f'packages:\n  a:\n    dependency: "direct main"\n    description: {{name: a, sha256: "{HEX}", url: "https://pub.dev"}}\n    source: hosted\n    version: "1.0.0"\n  b:\n    description: {{name: b}}\n    source: hosted\n    version: "1.1.0"\n  f:\n    description: flutter\n    source: sdk\n    version: "0.0.0"\n  p:\n    description: {{path: ../p}}\n    source: path\n    version: "0.0.1"\n', [
        ("a", "1.0.0", "registry", ("sha256",)), ("b", "1.1.0", "registry", ()), ("f", "0.0.0", "workspace", ()), ("p", "0.0.1", "path", ()),
    ]),
    "terraform": (".terraform.lock.hcl", '# This file is maintained automatically\n\nprovider "registry.terraform.io/hashicorp/aws" {\n  version     = "5.1.0"\n  constraints = "~> 5.0"\n  hashes = [\n    "h1:AAAA=",\n    "zh:bbbb",\n  ]\n}\n\nprovider "registry.terraform.io/x/y" {\n  version = "1.0.0"\n}\n', [
        ("registry.terraform.io/hashicorp/aws", "5.1.0", "registry", ("h1", "zh")), ("registry.terraform.io/x/y", "1.0.0", "registry", ()),
    ]),
    "helm": ("Chart.lock", "dependencies:\n- name: a\n  repository: https://charts.example\n  version: 1.2.3\n- name: l\n  repository: file://../l\n  version: 0.1.0\ndigest: sha256:x\n", [("a", "1.2.3", "registry", ()), ("l", "0.1.0", "path", ())]),
    "conan 2": ("conan.lock", json.dumps({"version": "0.5", "requires": ["zlib/1.3.1#f52e03ae3d251dec704634230cd806a2%1708593606.497", "own/1.0@team/stable#abc"], "build_requires": ["cmake/3.30#x"], "python_requires": []}), [("zlib", "1.3.1", "registry", ()), ("own", "1.0", "registry", ()), ("cmake", "3.30", "registry", ())]),
    "conan 1": ("conan.lock", json.dumps({"version": "0.4", "graph_lock": {"nodes": {"0": {"ref": "app/0.1", "path": "conanfile.py"}, "1": {"ref": "zlib/1.2.11#aa", "package_id": "x"}, "2": {}}}}), [("zlib", "1.2.11", "registry", ())]),
    "vcpkg": ("vcpkg-configuration.json", json.dumps({"default-registry": {"kind": "git", "repository": "https://x.example/vcpkg", "baseline": COMMIT}, "registries": [{"kind": "builtin", "baseline": "2026.01.01"}]}), [("https://x.example/vcpkg", COMMIT, "git", ("git",)), ("builtin", "2026.01.01", "git", ())]),
}  # fmt: skip


@pytest.mark.parametrize("title", LOCKS)
def test_what_a_lock_pins(title: str) -> None:
    name, text, expected = LOCKS[title]
    assert rows(name, text) == expected
    found = lock(name, text)
    assert (found.path, found.format, name in ECOSYSTEMS[found.ecosystem].locks or found.ecosystem in ("pip", "gradle")) == (f"web/{name}", name, True)  # fmt: skip


def test_every_ecosystem_with_a_lock_is_read() -> None:
    covered = {lock(name, text).ecosystem for name, text, _ in LOCKS.values()}
    assert covered == {each.id for each in ECOSYSTEMS.values() if each.locks}
    names = [name for each in ECOSYSTEMS.values() for name in each.locks]
    assert [name for name in names if not is_lock_name(name)] == list(BINARY_NAMES)


def test_where_a_package_stands_and_comes_from() -> None:
    (package,) = lock("go.sum", "\nx.example/a v1.0.0 h1:AAAA=\n").packages
    assert package.line == 2
    (package,) = lock("package-lock.json", package_lock(**{"node_modules/a": {"version": "1", "resolved": "https://r.example/a.tgz"}})).packages  # fmt: skip
    assert package.origin == "https://r.example/a.tgz"
    (package,) = lock("uv.lock", f'version = 1\n[[package]]\nname = "g"\nsource = {{ git = "https://x.example/g#{COMMIT}" }}\n').packages  # fmt: skip
    assert package.origin == f"https://x.example/g#{COMMIT}"


@pytest.mark.parametrize(
    ("name", "possible"),
    [("package-lock.json", True), ("Gemfile.lock", False), ("composer.lock", False), ("gradle.lockfile", False), ("Chart.lock", False), ("conan.lock", False)],
)  # fmt: skip
def test_forms_without_a_place_for_hashes(name: str, possible: bool) -> None:
    text = next(text for other, text, _ in LOCKS.values() if other == name)
    assert lock(name, text).hashes_possible is possible


@pytest.mark.parametrize(
    "text",
    [
        "flask>=3\n",
        "flask\nrequests==2.0\n",
        "a==1.*\n",
        "",
        "# nothing\n",
        "-r other.txt\n",
        "a==1 b\n",
        "a[x]\n",
        "a==1\nb[x]\n",
    ],
)
def test_requirements_with_something_open_are_no_lock(text: str) -> None:
    assert read("requirements.txt", text) is None


def test_extras_of_what_is_pinned_leave_a_lock() -> None:
    assert rows("requirements.txt", "Bleach==6.3.0\nbleach[css]\n") == [("Bleach", "6.3.0", "registry", ())]


@pytest.mark.parametrize("name", ["README.md", "package.json", "requirements.in", "renv.lock", "flake.lock", "my-requirements.txt", "Cargo.lock.orig"])  # fmt: skip
def test_other_names_are_no_locks(name: str) -> None:
    assert not is_lock_name(name)
    assert read(name, "{}") is None


BROKEN = ["", "<<<<<<< HEAD\n=======\n>>>>>>> x\n", "<html></html>", "null", "[]", '"a"', "{", "\0\0\0", "[" * 50_000, "{" * 50_000, "- " * 300, "a = [" * 5_000]  # fmt: skip
TOLERANT = {"gradle.lockfile": {""}, "buildscript-gradle.lockfile": {""}, "go.sum": {"", "- " * 300}, ".terraform.lock.hcl": {""}, "pdm.lock": {""}, "Cargo.lock": {""}}  # fmt: skip


@pytest.mark.parametrize("name", sorted({name for name, _, _ in LOCKS.values() if not name.startswith("requirements")}))
def test_what_is_broken_is_refused(name: str) -> None:
    for text in BROKEN:
        if text in TOLERANT.get(name, ()):
            continue
        with pytest.raises(LockError, match=re.escape(f"it is not a {name}")):
            read(name, text)


SPOILERS = st.sampled_from(["", "{", "}", "[", "]", '"', "'", ",", ":", "\n", "  ", "null", "1", "true", "[[package]]", "\0", "é", "=", "==", "@", "#"])  # fmt: skip


@given(st.data())
def test_spoilt_locks_are_read_or_refused_with_our_own_error(data: st.DataObject) -> None:
    name, text, _ = LOCKS[data.draw(st.sampled_from(sorted(LOCKS)))]
    start = data.draw(st.integers(0, len(text)))
    end = min(len(text), start + data.draw(st.integers(0, 30)))
    spoilt = text[:start] + data.draw(SPOILERS) + text[end:]
    try:
        found = read(name, spoilt)
    except LockError:
        return
    assert found is None or all(isinstance(each.name, str) for each in found.packages)


JSONS = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-1, 3), st.text(max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["packages", "dependencies", "", "a", "version", "resolved", "default", "_meta", "pins", "object", "state", "requires", "graph_lock", "nodes", "dist", "name", "default-registry", "registries", "baseline", "lockfileVersion"]), inner, max_size=4),
    ),
    max_leaves=15,
)  # fmt: skip
JSON_NAMES = st.sampled_from(["package-lock.json", "bun.lock", "Pipfile.lock", "composer.lock", "packages.lock.json", "Package.resolved", "conan.lock", "vcpkg-configuration.json", "pnpm-lock.yaml", "Podfile.lock", "pubspec.lock", "Chart.lock"])  # fmt: skip


@given(JSON_NAMES, JSONS)
def test_any_shape_is_read_or_refused_with_our_own_error(name: str, shape: object) -> None:
    try:
        found = read(name, json.dumps(shape))
    except LockError:
        return
    assert found is not None


LARGE: dict[str, tuple[Callable[[int], str], int]] = {
    "package-lock.json": (lambda n: package_lock(**{f"node_modules/a{i}": {"version": "1", "integrity": SRI} for i in range(n)}), 20_000),
    "yarn.lock": (lambda n: "# yarn lockfile v1\n" + "".join(f'\na{i}@^1:\n  version "1.0.{i}"\n  resolved "https://r.example/a"\n' for i in range(n)), 25_000),
    "pnpm-lock.yaml": (lambda n: "lockfileVersion: '9.0'\npackages:\n" + "".join(f"  a{i}@1.0.0:\n    resolution: {{integrity: {SRI}}}\n" for i in range(n)), 5_000),
    "Cargo.lock": (lambda n: "version = 4\n" + "".join(f'\n[[package]]\nname = "a{i}"\nversion = "1.0.0"\nsource = "registry+x"\n' for i in range(n)) + "[metadata]\n" + "".join(f'"checksum a{i} 1.0.0 (x)" = "{HEX}"\n' for i in range(n)), 2_500),
    "pdm.lock": (lambda n: "".join(f'\n[[package]]\nname = "a{i}"\nversion = "1"\n' for i in range(n)) + "[metadata.files]\n" + "".join(f'"a{i} 1" = []\n' for i in range(n)), 2_500),
    "go.sum": (lambda n: "".join(f"x.example/a{i} v1.0.0 h1:AAAA=\n" for i in range(n)), 100_000),
    "Gemfile.lock": (lambda n: "GEM\n  specs:\n" + "".join(f"    a{i} (1.0)\n" for i in range(n)), 100_000),
    "requirements.txt": (lambda n: "".join(f"a{i}==1.0 \\\n    --hash=sha256:{HEX}\n" for i in range(n)), 30_000),
    "gradle.lockfile": (lambda n: "".join(f"x:a{i}:1=b\n" for i in range(n)), 50_000),
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_large_locks_lose_nothing(name: str) -> None:
    make, count = LARGE[name]
    assert len(lock(name, make(count)).packages) == count


# --- real locks, counted a second time by simple means ---


def _json_count(text: str) -> int:
    whole = json.loads(text)
    if "packages" in whole and isinstance(whole["packages"], dict):
        return sum(1 for key in whole["packages"] if key)
    if "default" in whole:
        return len(whole["default"]) + len(whole["develop"])
    if isinstance(whole.get("packages"), list):
        return len(whole["packages"]) + len(whole["packages-dev"])
    if "graph_lock" in whole or "requires" in whole:
        return text.count('"ref":') or len(re.findall(r'"[\w.-]+/[\w.-]+#', text))
    if "pins" in whole or "object" in whole:
        return text.count('"state"')
    return text.count('"resolved"') + text.count('"type": "Project"')


COUNTS: dict[str, tuple[str, Callable[[str], int]]] = {
    "package-lock-v3.json": ("package-lock.json", _json_count),
    "package-lock-retirejs.json": ("package-lock.json", _json_count),
    "npm-shrinkwrap.json": ("npm-shrinkwrap.json", lambda text: text.count('"version": "') - 1),
    "yarn-v1.lock": ("yarn.lock", lambda text: len(re.findall(r'^  version "', text, re.M))),
    "yarn-berry.lock": ("yarn.lock", lambda text: len(re.findall(r'^  version "', text, re.M))),
    "pnpm-lock-v9.yaml": ("pnpm-lock.yaml", lambda text: len(re.findall(r"^    resolution: ", text, re.M))),
    "pnpm-lock-large.yaml": ("pnpm-lock.yaml", lambda text: len(re.findall(r"^    resolution: ", text, re.M))),
    "bun.lock": ("bun.lock", lambda text: len(re.findall(r'^    "[^"]+": \[', text, re.M))),
    "poetry-v2.lock": ("poetry.lock", lambda text: text.count("[[package]]")),
    "poetry-real.lock": ("poetry.lock", lambda text: text.count("[[package]]")),
    "uv.lock": ("uv.lock", lambda text: text.count("[[package]]")),
    "uv-real.lock": ("uv.lock", lambda text: text.count("[[package]]")),
    "pylock.toml": ("pylock.toml", lambda text: text.count("[[packages]]")),
    "Pipfile.lock": ("Pipfile.lock", _json_count),
    "trivy-ci-test-Pipfile.lock": ("Pipfile.lock", _json_count),
    "requirements-hashed.txt": ("requirements.txt", lambda text: len(re.findall(r"^[a-zA-Z].*==", text, re.M))),
    "requirements-plain.txt": ("requirements.txt", lambda text: len(re.findall(r"^[a-zA-Z].*(==|://)", text, re.M))),
    "go.sum": ("go.sum", lambda text: sum(" h1:" in line and "/go.mod " not in line for line in text.splitlines())),
    "Cargo.lock": ("Cargo.lock", lambda text: text.count("[[package]]")),
    "Cargo-large.lock": ("Cargo.lock", lambda text: text.count("[[package]]")),
    "Cargo-synapse.lock": ("Cargo.lock", lambda text: text.count("[[package]]")),
    "trivy-ci-test-Cargo.lock": ("Cargo.lock", lambda text: text.count("[[package]]")),
    "Gemfile.lock": ("Gemfile.lock", lambda text: len(re.findall(r"^    \S+ \(", text, re.M))),
    "Gemfile-dependabot.lock": ("Gemfile.lock", lambda text: len(re.findall(r"^    \S+ \(", text, re.M))),
    "composer.lock": ("composer.lock", _json_count),
    "composer-large.lock": ("composer.lock", _json_count),
    "gradle.lockfile": ("gradle.lockfile", lambda text: len(re.findall(r"^[^#\n]+:.*=", text, re.M))),
    "packages.lock.json": ("packages.lock.json", _json_count),
    "packages-large.lock.json": ("packages.lock.json", _json_count),
    "mix.lock": ("mix.lock", lambda text: text.count('": {:')),
    "pubspec.lock": ("pubspec.lock", lambda text: text.count("dependency: ")),
    "Package.resolved": ("Package.resolved", _json_count),
    "conan.lock": ("conan.lock", lambda text: text.count('"ref": ')),
    "Podfile.lock": ("Podfile.lock", lambda text: len(re.findall(r"^  - ", text.partition("\n\n")[0], re.M))),
}  # fmt: skip
NO_LOCKS = {"go.mod", "pom.xml", "petclinic-pom.xml"}
OF_OTHERS = {"Manifest.toml", "flake.lock", "renv.lock", "stack.yaml.lock"}
"""Locks of ecosystems outside the rules."""


def test_every_sample_is_accounted_for(shared_data: Path) -> None:
    there = {each.name for each in (shared_data / "samples" / "lockfiles").iterdir()}
    assert there == {*COUNTS, *NO_LOCKS, *OF_OTHERS}
    assert not any(is_lock_name(name) for name in OF_OTHERS)


@pytest.mark.parametrize("sample", COUNTS)
def test_real_locks_hold_as_many_packages_as_another_count_finds(sample: str, shared_data: Path) -> None:
    name, count = COUNTS[sample]
    text = (shared_data / "samples" / "lockfiles" / sample).read_text(encoding="utf-8")
    found = lock(name, text)
    assert len(found.packages) == count(text) > 0
    assert [each for each in found.packages if not each.name or "@npm" in each.name or "(" in each.name] == []


@pytest.mark.parametrize(
    ("sample", "hashed"),
    [("package-lock-retirejs.json", True), ("pnpm-lock-large.yaml", True), ("poetry-real.lock", True), ("uv-real.lock", True), ("Cargo-large.lock", True), ("go.sum", True),
     ("packages-large.lock.json", True), ("requirements-hashed.txt", True), ("requirements-plain.txt", False), ("gradle.lockfile", False), ("trivy-ci-test-Cargo.lock", False)],
)  # fmt: skip
def test_hash_coverage_of_real_locks(sample: str, hashed: bool, shared_data: Path) -> None:
    name, _ = COUNTS[sample]
    found = lock(name, (shared_data / "samples" / "lockfiles" / sample).read_text(encoding="utf-8"))
    needing = [each for each in found.packages if each.source in ("registry", "url")]
    assert needing
    assert all(each.hashes for each in needing) is hashed


def test_the_parsers_of_the_standard_library_see_the_same(shared_data: Path) -> None:
    folder = shared_data / "samples" / "lockfiles"
    toml = tomllib.loads((folder / "uv-real.lock").read_text(encoding="utf-8"))
    assert [(each.name, each.version) for each in lock("uv.lock", (folder / "uv-real.lock").read_text(encoding="utf-8")).packages] == [(each["name"], each["version"]) for each in toml["package"]]  # fmt: skip
    pnpm = (folder / "pnpm-lock-large.yaml").read_text(encoding="utf-8")
    assert [f"{each.name}@{each.version}" for each in lock("pnpm-lock.yaml", pnpm).packages] == [key.lstrip("/").partition("(")[0] for key in read_yaml(pnpm)["packages"]]  # fmt: skip


UV = """version = 1
[[package]]
name = "app"
version = "1.0"
source = { editable = "." }
dependencies = [{ name = "a" }]
[package.optional-dependencies]
more = [{ name = "x" }]
[package.dev-dependencies]
dev = [{ name = "pytest" }]
[[package]]
name = "a"
version = "1.0"
source = { registry = "r" }
dependencies = [{ name = "b" }]
[[package]]
name = "b"
version = "1.0"
source = { registry = "r" }
[[package]]
name = "x"
version = "1.0"
source = { registry = "r" }
[[package]]
name = "pytest"
version = "1.0"
source = { registry = "r" }
dependencies = [{ name = "pluggy" }]
[[package]]
name = "pluggy"
version = "1.0"
source = { registry = "r" }
"""
PNPM = """lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      a: {specifier: ^1, version: 1.0.0(p@1.0.0)}
      other: {specifier: npm:b@^1, version: b@1.0.0}
    devDependencies:
      t: {specifier: ^1, version: 1.0.0}
packages:
  a@1.0.0: {resolution: {integrity: sha512-AA}}
  b@1.0.0: {resolution: {integrity: sha512-AA}}
  c@1.0.0: {resolution: {integrity: sha512-AA}}
  t@1.0.0: {resolution: {integrity: sha512-AA}}
  u@1.0.0: {resolution: {integrity: sha512-AA}}
snapshots:
  a@1.0.0(p@1.0.0):
    dependencies: {c: 1.0.0}
  b@1.0.0: {}
  c@1.0.0: {}
  t@1.0.0:
    dependencies: {u: 1.0.0}
  u@1.0.0: {}
"""


@pytest.mark.parametrize(
    ("name", "text", "apart"),
    [
        ("uv.lock", UV, ["pytest", "pluggy"]),
        ("requirements-dev.txt", "t==1.0\n", ["t"]),
        ("requirements.txt", "t==1.0\n", []),
        ("pnpm-lock.yaml", PNPM, ["t", "u"]),
        (
            "package-lock.json",
            '{"lockfileVersion": 3, "packages": {"node_modules/a": {"version": "1"}, "node_modules/t": {"version": "1", "dev": true}, "node_modules/o": {"version": "1", "devOptional": true}}}',
            ["t"],
        ),
        (
            "package-lock.json",
            '{"lockfileVersion": 1, "dependencies": {"a": {"version": "1"}, "t": {"version": "1", "dev": true}}}',
            ["t"],
        ),
        ("composer.lock", '{"packages": [{"name": "v/a"}], "packages-dev": [{"name": "v/t"}]}', ["v/t"]),
        (
            "Pipfile.lock",
            '{"_meta": {}, "default": {"a": {}, "both": {}}, "develop": {"t": {}, "both": {}}}',
            ["t"],
        ),
        (
            "poetry.lock",
            '[[package]]\nname = "a"\nversion = "1"\ngroups = ["main", "dev"]\n[[package]]\nname = "t"\nversion = "1"\ngroups = ["dev"]\n[[package]]\nname = "o"\nversion = "1"\ncategory = "dev"\n[[package]]\nname = "n"\nversion = "1"\n[metadata]\n',
            ["t", "o"],
        ),
        (
            "pdm.lock",
            '[[package]]\nname = "a"\nversion = "1"\ngroups = ["default"]\n[[package]]\nname = "t"\nversion = "1"\ngroups = ["test"]\n[metadata]\n',
            ["t"],
        ),
    ],
)
def test_what_only_development_needs_is_marked(name: str, text: str, apart: list[str]) -> None:
    lock = read(name, text)
    assert lock
    assert [each.name for each in lock.packages if each.need is Need.DEVELOPMENT] == apart
