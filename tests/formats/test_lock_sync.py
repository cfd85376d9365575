"""Locks against the manifests beside them: what disagrees is said, what a lock need not hold is no disagreement."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.facts.lock_files import LockFile
from assay.formats import lock_files, manifests
from assay.formats.lock_sync import COMPARABLE, compare

SRI = "sha512-q83vEjRWeJA=="
NAMES = {"package-lock.json": "package.json", "yarn.lock": "package.json", "pnpm-lock.yaml": "package.json", "poetry.lock": "pyproject.toml", "uv.lock": "pyproject.toml", "pdm.lock": "pyproject.toml", "Pipfile.lock": "Pipfile", "Cargo.lock": "Cargo.toml", "composer.lock": "composer.json", "go.sum": "go.mod", "Gemfile.lock": "Gemfile", "packages.lock.json": "a.csproj", "Podfile.lock": "Podfile"}  # fmt: skip


def compared(lock_name: str, lock_text: str, manifest_text: str) -> LockFile:
    lock = lock_files.read(lock_name, lock_text)
    manifest = manifests.read(NAMES[lock_name], manifest_text)
    assert lock is not None
    assert manifest is not None
    return compare(lock, lock_text, manifest, manifest_text)


def npm_lock(root: Any, **packages: Any) -> str:
    return json.dumps({"lockfileVersion": 3, "packages": {"": root, **{f"node_modules/{name}": {"version": "1", "integrity": SRI, **body} for name, body in packages.items()}}})  # fmt: skip


def pyproject(*dependencies: str) -> str:
    return f"[project]\nname = 'app'\ndependencies = {list(dependencies)}\n[tool.uv]\n"


def toml_lock(*names: str, more: str = "", source: str = "") -> str:
    return "version = 1\n" + "".join(f'[[package]]\nname = "{name}"\nversion = "1.0"\n{source}' for name in names) + more + "\n[metadata]\n"  # fmt: skip


def poetry(body: str) -> str:
    return f'[tool.poetry]\nname = "app"\n[tool.poetry.dependencies]\npython = "^3.11"\n{body}'


def composer_lock(*names: str, **more: Any) -> str:
    return json.dumps({"packages": [{"name": name, "version": "1", **more} for name in names], "packages-dev": []})


def pnpm(importer: str, version: str = "'9.0'", more: str = "") -> str:
    return f"lockfileVersion: {version}\n{more}{importer}packages:\n  a@1.0.0:\n    resolution: {{integrity: {SRI}}}\n"


YARN_1 = '# yarn lockfile v1\n\n"@s/a@^1", "@s/a@^1.1":\n  version "1.1.0"\n  resolved "https://r.example/a"\n\nb@npm:real@^2:\n  version "2.0.0"\n  resolved "https://r.example/b"\n'
YARN_4 = '__metadata:\n  version: 8\n\n"@s/a@npm:^1, @s/a@npm:^1.1":\n  version: 1.1.0\n  resolution: "@s/a@npm:1.1.0"\n\n"b@npm:real@^2":\n  version: 2.0.0\n  resolution: "real@npm:2.0.0"\n'
GEMFILE_LOCK = "GEM\n  remote: https://rubygems.org/\n  specs:\n    a (1.0)\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  a (~> 1.0)\n  only-windows\n  own!\n\nBUNDLED WITH\n   2.5\n"
IMPORTER_9 = "importers:\n  .:\n    dependencies:\n      a: {specifier: ^1.0.0, version: 1.0.0}\n    devDependencies:\n      d: {specifier: 'catalog:', version: 2.0.0}\n"

FITTING: dict[str, tuple[str, str, str]] = {
    "npm": ("package-lock.json", npm_lock({"dependencies": {"a": "^1"}, "devDependencies": {"b": "2"}}, a={}, b={}), '{"dependencies": {"a": "^1"}, "devDependencies": {"b": "2"}}'),
    "npm with optional parts": ("package-lock.json", npm_lock({"optionalDependencies": {"a": "^1"}}, a={}), '{"dependencies": {"a": "^1"}, "optionalDependencies": {"a": "^1"}}'),
    "npm without dependencies": ("package-lock.json", npm_lock({"name": "x"}), '{"name": "x"}'),
    "yarn 1": ("yarn.lock", YARN_1, '{"dependencies": {"@s/a": "^1.1", "b": "npm:real@^2"}}'),
    "yarn 4": ("yarn.lock", YARN_4, '{"dependencies": {"@s/a": "^1.1", "b": "npm:real@^2"}}'),
    "pnpm 9": ("pnpm-lock.yaml", pnpm(IMPORTER_9), '{"dependencies": {"a": "^1.0.0"}, "devDependencies": {"d": "catalog:"}}'),
    "pnpm 6": ("pnpm-lock.yaml", pnpm("dependencies:\n  a:\n    specifier: ^1.0.0\n    version: 1.0.0(x@1)\n", "'6.0'"), '{"dependencies": {"a": "^1.0.0"}}'),
    "pnpm 5": ("pnpm-lock.yaml", pnpm("specifiers:\n  a: ^1.0.0\ndependencies:\n  a: 1.0.0\n", "5.4").replace("a@1", "/a/1"), '{"dependencies": {"a": "^1.0.0"}}'),
    "pnpm with overrides": ("pnpm-lock.yaml", pnpm(IMPORTER_9, more="overrides:\n  a: ^1.0.0\n"), '{"dependencies": {"a": "^0.9"}, "devDependencies": {"d": "2"}}'),
    "pnpm with peers": ("pnpm-lock.yaml", pnpm(IMPORTER_9), '{"dependencies": {"a": "^1.0.0"}, "peerDependencies": {"d": "2"}}'),
    "uv": ("uv.lock", toml_lock("app", "Flask_Login", "b"), pyproject("flask-login>=1", "b[x]==1; python_version > '3'")),
    "uv with markers that never hold": ("uv.lock", toml_lock("app", more='[package.metadata]\nrequires-dist = [{ name = "tomli", marker = "python_version < \'3.11\'" }]\n[package.metadata.requires-dev]\ndev = [{ name = "pytest" }]\n'), pyproject("tomli; python_version < '3.11'") + "[dependency-groups]\ndev = ['pytest']\n"),
    "poetry": ("poetry.lock", toml_lock("flask"), poetry('flask = "^3"\nown = {path = "../own"}\n')),
    "poetry with conditions": ("poetry.lock", toml_lock("flask"), poetry('flask = "^3"\ntomli = {version = "^2", python = "<3.11"}\nx = [{version = "1", python = "<3.12"}, {version = "2", python = ">=3.12"}]\ny = {version = "1", optional = true}\n')),
    "poetry of the newer kind": ("poetry.lock", toml_lock("flask"), "[project]\nname = 'app'\ndependencies = ['flask>=3', 'colorama; sys_platform == \"win32\"']\n[tool.poetry]\npackage-mode = true\n"),
    "pdm": ("pdm.lock", toml_lock("a"), "[project]\nname = 'app'\ndependencies = ['a', 'b; os_name == \"nt\"']\n[tool.pdm]\n"),
    "pipenv": ("Pipfile.lock", '{"_meta": {}, "default": {"a-b": {"version": "==1"}}, "develop": {}}', '[packages]\n"A.b" = "*"\ng = {git = "https://x.example/g"}\n'),
    "cargo": ("Cargo.lock", toml_lock("app", "serde", "real"), '[package]\nname = "app"\n[dependencies]\nserde = "1"\nr = {package = "real", version = "1"}\np = {path = "../p"}\n'),
    "composer": ("composer.lock", composer_lock("v/a", provide={"psr/http-client-implementation": "1"}, replace={"v/old": "*"}), '{"require": {"php": ">=8", "ext-json": "*", "composer-plugin-api": "^2", "v/a": "^1", "psr/http-client-implementation": "*", "v/old": "*"}}'),
    "go": ("go.sum", "x.example/a v1.0.0 h1:A=\nx.example/b v1.0.0/go.mod h1:B=\n", "module m\nrequire (\n\tx.example/a v1.0.0\n\tx.example/b v1.0.0\n\tx.example/c v1.0.0\n\tx.example/d v1.0.0\n)\nreplace x.example/c v1.0.0 => ../c\nreplace (\n\tx.example/d => x.example/fork v2.0.0\n)\n"),
    "bundler": ("Gemfile.lock", GEMFILE_LOCK, "gem 'a', '~> 1.0'\ngem 'only-windows', platforms: [:windows]\ngem 'own', path: '.'\ngem 'maybe' if ENV['X']\n"),
}  # fmt: skip
MISSING = {
    "npm": ("package-lock.json", npm_lock({"dependencies": {"a": "^1"}}, a={}), '{"dependencies": {"a": "^2"}}', "a: the manifest wants ^2, the lock was made for ^1"),
    "npm, newly wanted": ("package-lock.json", npm_lock({}), '{"devDependencies": {"z": "1"}}', "z: the manifest wants 1, the lock was made for nothing"),
    "npm, no longer wanted": ("package-lock.json", npm_lock({"dependencies": {"a": "^1"}}, a={}), "{}", "a: the manifest wants nothing, the lock was made for ^1"),
    "yarn 1": ("yarn.lock", YARN_1, '{"dependencies": {"@s/a": "^1.1", "z": "1"}}', "z is in the manifest and not in the lock"),
    "yarn 4": ("yarn.lock", YARN_4, '{"dependencies": {"z": "1"}}', "z is in the manifest and not in the lock"),
    "pnpm": ("pnpm-lock.yaml", pnpm(IMPORTER_9), '{"dependencies": {"a": "^1.1.0"}, "devDependencies": {"d": "catalog:"}}', "a: the manifest wants ^1.1.0, the lock was made for ^1.0.0"),
    "pnpm, newly wanted": ("pnpm-lock.yaml", pnpm(IMPORTER_9, more="overrides: {a: 1}\n"), '{"dependencies": {"a": "1", "z": "1"}, "devDependencies": {"d": "2"}}', "z: the manifest wants 1, the lock was made for nothing"),
    "uv": ("uv.lock", toml_lock("app"), pyproject("flask"), "flask is in the manifest and not in the lock"),
    "poetry": ("poetry.lock", toml_lock("flask"), poetry('django = "^5"\n'), "django is in the manifest and not in the lock"),
    "pdm": ("pdm.lock", toml_lock("a"), "[project]\nname = 'app'\ndependencies = ['z']\n[tool.pdm]\n", "z is in the manifest and not in the lock"),
    "pipenv": ("Pipfile.lock", '{"_meta": {}, "default": {}, "develop": {}}', '[packages]\nz = "*"\n', "z is in the manifest and not in the lock"),
    "cargo": ("Cargo.lock", toml_lock("app"), '[dependencies]\nserde = "1"\n', "serde is in the manifest and not in the lock"),
    "composer": ("composer.lock", composer_lock("v/a"), '{"require": {"v/z": "1"}}', "v/z is in the manifest and not in the lock"),
    "go": ("go.sum", "x.example/a v1.0.0 h1:A=\n", "module m\nrequire x.example/z v1.0.0\n", "x.example/z is in the manifest and not in the lock"),
    "bundler": ("Gemfile.lock", GEMFILE_LOCK, "gem 'z'\n", "z is in the manifest and not in the lock"),
}  # fmt: skip


@pytest.mark.parametrize("title", FITTING)
def test_locks_that_fit(title: str) -> None:
    found = compared(*FITTING[title])
    assert (found.differences, found.in_sync) == ((), True)
    assert found.manifest == NAMES[FITTING[title][0]]
    assert found.holds_nothing is False


@pytest.mark.parametrize("title", MISSING)
def test_locks_that_do_not_fit_say_why(title: str) -> None:
    lock_name, lock_text, manifest_text, difference = MISSING[title]
    found = compared(lock_name, lock_text, manifest_text)
    assert (found.differences, found.in_sync) == ((difference,), False)


def test_every_comparable_ecosystem_has_both_rows() -> None:
    for table in (FITTING, {name: row[:3] for name, row in MISSING.items()}):
        read = [lock_files.read(lock_name, text) for lock_name, text, _ in table.values()]
        assert {each.ecosystem for each in read if each} == COMPARABLE


@pytest.mark.parametrize(
    ("lock_name", "lock_text", "manifest_text"),
    [
        ("package-lock.json", '{"lockfileVersion": 1, "dependencies": {"a": {"version": "1"}}}', '{"dependencies": {"b": "1"}}'),
        ("package-lock.json", '{"packages": {"node_modules/a": {"version": "1"}}}', '{"dependencies": {"b": "1"}}'),
        ("pnpm-lock.yaml", "lockfileVersion: '9.0'\nimporters:\n  packages/x: {}\npackages: {}\n", '{"dependencies": {"b": "1"}}'),
        ("packages.lock.json", '{"dependencies": {"net9.0": {}}}', '<Project><PackageReference Include="A" Version="1" /></Project>'),
        ("Podfile.lock", "PODS: [A (1.0)]\n", "pod 'Z'\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_stays_open(lock_name: str, lock_text: str, manifest_text: str) -> None:
    assert compared(lock_name, lock_text, manifest_text).in_sync is None


def test_a_lock_of_another_product_holds_nothing() -> None:
    foreign = npm_lock({"dependencies": {"moment": "^2"}}, moment={})
    assert compared("package-lock.json", foreign, '{"dependencies": {"express": "^4"}}').holds_nothing
    assert compared("poetry.lock", toml_lock("django"), poetry('flask = "^3"\n')).holds_nothing
    assert compared("go.sum", "", "module m\nrequire x.example/a v1.0.0\n").holds_nothing
    assert not compared("go.sum", "", "module m\n").holds_nothing


def test_long_lists_of_differences_are_cut() -> None:
    wanted = {f"a{number}": "1" for number in range(100)}
    found = compared("package-lock.json", npm_lock({}), json.dumps({"dependencies": wanted}))
    assert (len(found.differences), found.in_sync) == (20, False)


SHAPES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(0, 2), st.text("ab^1", max_size=2)),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(["", ".", "a", "dependencies", "devDependencies", "optionalDependencies", "peerDependencies", "packages", "importers", "specifiers", "specifier", "overrides", "provide", "replace", "packages-dev", "name"]), inner, max_size=3)),
    max_leaves=12,
)  # fmt: skip


@given(st.sampled_from(["package-lock.json", "pnpm-lock.yaml", "composer.lock", "yarn.lock"]), SHAPES, SHAPES)
def test_any_shapes_are_compared_or_left_open(lock_name: str, lock_shape: object, manifest_shape: object) -> None:
    lock_text, manifest_text = json.dumps(lock_shape), json.dumps(manifest_shape)
    try:
        lock = lock_files.read(lock_name, lock_text)
        manifest = manifests.read(NAMES[lock_name], manifest_text)
    except (lock_files.LockError, manifests.ManifestError):
        return
    if lock and manifest:
        found = compare(lock, lock_text, manifest, manifest_text)
        assert bool(found.differences) is (found.in_sync is False)


@given(st.data())
def test_spoilt_pairs_are_compared_or_left_open(data: st.DataObject) -> None:
    lock_name, lock_text, manifest_text = FITTING[data.draw(st.sampled_from(sorted(FITTING)))]

    def spoilt(text: str) -> str:
        start = data.draw(st.integers(0, len(text)))
        return text[:start] + data.draw(st.sampled_from(["", "x", '"', "\n", "[]", "{}", "1"])) + text[start + data.draw(st.integers(0, 9)) :]  # fmt: skip

    lock_text, manifest_text = spoilt(lock_text), spoilt(manifest_text)
    try:
        lock = lock_files.read(lock_name, lock_text)
        manifest = manifests.read(NAMES[lock_name], manifest_text)
    except (lock_files.LockError, manifests.ManifestError):
        return
    if lock and manifest:
        assert compare(lock, lock_text, manifest, manifest_text).path == lock_name
