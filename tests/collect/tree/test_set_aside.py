"""What stands in folders for tests, examples, documents and code of others is left out of judgement, counted, and said."""

from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

from assay.assess.gather import Facts
from assay.collect.repository import Repository, Settings
from assay.facts.containers import Containers
from assay.facts.lock_files import LockFiles
from assay.facts.roots import RootKind, Roots, from_declared
from assay.facts.tree import set_aside
from assay.testing.repository import build

Fact = TypeVar("Fact")

PROGRAM = '{"name": "app", "private": true, "dependencies": {"a": "1.0.0"}}'
LOCK = '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "1.0.0"}}, "node_modules/a": {"version": "1.0.0", "integrity": "sha512-AA"}}}'  # fmt: skip
DOCKERFILE = "FROM node:22\nCOPY . .\nRUN npm ci\n"
DECLARED = 'schema = 1\n[product]\nroots = ["examples/shop"]\n'


def gathered(folder: Path, kind: type[Fact], files: dict[str, str]) -> Fact:
    with Repository(build(folder / "repository", files)) as repository:
        return Facts(repository, Settings(date(2026, 10, 1))).get(kind)


def at(*folders: str) -> dict[str, str]:
    """A program with its lock and image in each folder."""
    files = {"package.json": PROGRAM, "package-lock.json": LOCK, "Dockerfile": DOCKERFILE}
    return {f"{folder}/{name}".lstrip("/"): text for folder in folders for name, text in files.items()}


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("src/test/java/A.java", "test"), ("pkg/testdata/go.mod", "testdata"), ("web/__tests__/a.js", "__tests__"), ("spec/fixtures/Gemfile", "spec"), ("Examples/App/package.json", "examples"), ("lib/Fixtures/a", "fixtures"),
        ("third_party/x/go.mod", "third_party"), ("Third-Party/x", "third-party"), ("3rdparty/zlib/CMakeLists.txt", "3rdparty"), ("vendor/a/composer.json", "vendor"), ("docs/requirements.txt", "docs"), ("docs_src/main.py", "docs_src"),
        ("sample-app/pom.xml", "sample-app"), ("example_project/manage.py", "example_project"), ("src/App.Tests/App.Tests.csproj", "app.tests"), ("App.UnitTests/a.csproj", "app.unittests"), ("Acme.Test/a.csproj", "acme.test"),
        ("integration-tests/pom.xml", "integration-tests"), ("integrationTest/a", "integrationtest"), ("e2e/package.json", "e2e"), ("app/src/androidTest/AndroidManifest.xml", "androidtest"), ("lib/src/jvmTest/kotlin/A.kt", "jvmtest"),
        ("plugin/src/it/simple/pom.xml", "it"), ("lib/src/integrationTestFixtures/a", "integrationtestfixtures"), ("test_data/a/package.json", "test_data"), ("web/__fixtures__/package.json", "__fixtures__"),
    ],
)  # fmt: skip
def test_folders_that_are_left_out(path: str, folder: str) -> None:
    assert set_aside(path) == folder


@pytest.mark.parametrize(
    "path",
    [
        "package.json", "test", "src/main/java/A.java", "testimonials/package.json", "contest/go.mod", "latest/pom.xml", "attest/Cargo.toml", "speed-test/package.json", "ab_test/go.mod", "protest/a", "src/latest/a", "it/pom.xml",
        "modules/it/messages.json", "doctor/a", "documents/a.py", "examples.md", "inspector/spectrum/a", "samplers/a", "vendors/api/a.py", "app/androidTest.gradle", "fixture.json", "src/contest/a.go", "demolition/a",
    ],
)  # fmt: skip
def test_names_that_only_look_alike_count(path: str) -> None:
    assert set_aside(path) == ""


def test_roots_are_counted_by_the_folder_that_leaves_them_out(tmp_path: Path) -> None:
    roots = gathered(tmp_path, Roots, at("", "tests/a", "tests/b", "Examples/c", "src/test/d", "web/__tests__/e"))
    assert [root.folder for root in roots.applications] == [""]
    assert roots.left_out == {"tests": 2, "examples": 1, "test": 1, "__tests__": 1}
    assert roots.told_left_out == "1 manifest below __tests__, 1 below examples, 1 below test, 2 below tests"
    assert sum(root.kind is RootKind.SET_ASIDE for root in roots.roots) == 5


def test_every_one_is_counted_where_not_all_are_read(tmp_path: Path) -> None:
    many = {f"vendor/v{number:03}/go.mod": f"module v{number}\n" for number in range(230)}
    roots = gathered(tmp_path, Roots, {**many, "package.json": PROGRAM})
    assert (roots.left_out, len(roots.manifests)) == ({"vendor": 230}, 201)
    assert [root.folder for root in roots.applications] == [""]


def test_locks_and_images_agree_with_roots(tmp_path: Path) -> None:
    files = at("", "tests/a", "Examples/c", "third_party/d")
    locks = gathered(tmp_path / "1", LockFiles, files)
    assert ([lock.path for lock in locks.locks], locks.set_aside) == (["package-lock.json"], 3)
    images = gathered(tmp_path / "2", Containers, files).dockerfiles
    assert {file.path: file.set_aside for file in images} == {"Dockerfile": "", "tests/a/Dockerfile": "tests", "Examples/c/Dockerfile": "examples", "third_party/d/Dockerfile": "third_party"}  # fmt: skip


def test_a_declared_root_is_judged_wherever_it_stands(tmp_path: Path) -> None:
    files = {**at("examples/shop", "examples/shop/tests/load", "examples/other"), "assay.toml": DECLARED}
    roots = gathered(tmp_path / "1", Roots, files)
    assert [(root.folder, root.why, root.lock) for root in roots.applications] == [("examples/shop", "declared in the profile", "examples/shop/package-lock.json")]  # fmt: skip
    assert roots.left_out == {"tests": 1, "examples": 1}
    locks = gathered(tmp_path / "2", LockFiles, files)
    assert ([lock.path for lock in locks.locks], locks.set_aside) == (["examples/shop/package-lock.json"], 2)
    images = gathered(tmp_path / "3", Containers, files).dockerfiles
    assert [file.path for file in images if not file.set_aside] == ["examples/shop/Dockerfile"]


@pytest.mark.parametrize(
    ("path", "declared", "seen"),
    [
        ("demo/app/a", ("demo/app",), "a"), ("demo/app/a", ("demo/app/",), "a"), ("demo/application/a", ("demo/app",), "demo/application/a"), ("demo/app/tests/a", ("demo/app",), "tests/a"), ("demo/app/tests/a", ("demo/app", "demo/app/tests"), "a"),
        ("demo/a", ("",), "demo/a"), ("demo/a", (".",), "demo/a"), ("demo/a", (), "demo/a"),
    ],
)  # fmt: skip
def test_a_path_as_seen_from_a_declared_root(path: str, declared: tuple[str, ...], seen: str) -> None:
    assert from_declared(path, declared) == seen


def test_nothing_left_out_is_told_as_nothing() -> None:
    assert Roots((), ()).told_left_out == ""
