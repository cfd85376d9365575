"""Manifests of every ecosystem: what a folder depends on, when it needs it, where it comes from, and whether it is published."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.facts.roots import Manifest, Scope
from assay.formats.manifests import NAMES, ManifestError, is_manifest, read

RUNTIME, BUILD, TEST = Scope.RUNTIME, Scope.BUILD, Scope.TEST
Row = tuple[str, str, Scope, str, bool]
"""(name, requirement, scope, source, exact)."""


def manifest(name: str, text: str) -> Manifest:
    found = read(f"app/{name}", text)
    assert found is not None
    return found


def rows(found: Manifest) -> list[Row]:
    return [(each.name, each.requirement, each.scope, each.source, each.exact) for each in found.dependencies]


MANIFESTS: dict[str, tuple[str, str, str, list[Row]]] = {
    "npm": ("package.json", '{"name": "a", "private": true, "dependencies": {"b": "1.2.3", "c": "^1.0.0", "w": "workspace:*", "f": "file:../f", "g": "x/g#main", "h": "git+https://x.example/h.git", "t": "https://x.example/t.tgz"}, "optionalDependencies": {"o": "~1"}, "devDependencies": {"d": "*"}}', "npm", [
        ("b", "1.2.3", RUNTIME, "registry", True), ("c", "^1.0.0", RUNTIME, "registry", False), ("w", "workspace:*", RUNTIME, "workspace", False), ("f", "file:../f", RUNTIME, "path", False),
        ("g", "x/g#main", RUNTIME, "git", False), ("h", "git+https://x.example/h.git", RUNTIME, "git", False), ("t", "https://x.example/t.tgz", RUNTIME, "url", False), ("o", "~1", RUNTIME, "registry", False),
        ("d", "*", BUILD, "registry", False),
    ]),
    "project": ("pyproject.toml", '[project]\nname = "a"\nversion = "1"\ndependencies = ["b==1.0", "c>=1,<2 ; python_version > \'3\'", "d[x] @ git+https://x.example/d", "e @ https://x.example/e.whl"]\n[project.optional-dependencies]\nx = ["f"]\n[dependency-groups]\ntest = ["pytest", {include-group = "x"}]\n[build-system]\nrequires = []\n', "pip", [
        ("b", "==1.0", RUNTIME, "registry", True), ("c", ">=1,<2", RUNTIME, "registry", False), ("d", "@ git+https://x.example/d", RUNTIME, "git", False), ("e", "@ https://x.example/e.whl", RUNTIME, "url", False),
        ("f", "", RUNTIME, "registry", False), ("pytest", "", TEST, "registry", False),
    ]),
    "poetry": ("pyproject.toml", '[tool.poetry]\nname = "a"\n[tool.poetry.dependencies]\npython = "^3.11"\nb = "^1.0"\nc = "1.0.0"\ng = {git = "https://x.example/g"}\np = {path = "../p"}\nv = {version = "^2", extras = ["x"]}\n[tool.poetry.dev-dependencies]\nd = "*"\n[tool.poetry.group.test.dependencies]\npytest = "^8"\n', "poetry", [
        ("b", "^1.0", RUNTIME, "registry", False), ("c", "1.0.0", RUNTIME, "registry", True), ("g", "", RUNTIME, "git", False), ("p", "", RUNTIME, "path", False), ("v", "^2", RUNTIME, "registry", False),
        ("d", "*", TEST, "registry", False), ("pytest", "^8", TEST, "registry", False),
    ]),
    "pipenv": ("Pipfile", '[[source]]\nurl = "https://r.example/simple"\n[packages]\na = "==1.0"\ng = {git = "https://x.example/g"}\n[dev-packages]\npytest = "*"\n[requires]\npython_version = "3.12"\n', "pipenv", [
        ("a", "==1.0", RUNTIME, "registry", True), ("g", "", RUNTIME, "git", False), ("pytest", "*", TEST, "registry", False),
    ]),
    "pip": ("requirements.txt", "-i https://r.example/simple\n-r other.txt\na==1.0 --hash=sha256:x # remark\nb[x]>=2\n\n# c\n", "pip", [("a", "==1.0", RUNTIME, "registry", True), ("b", ">=2", RUNTIME, "registry", False)]),
    "go": ("go.mod", "module x.example/a/v2\n\ngo 1.23\n\ntoolchain go1.23.4\n\nrequire x.example/b v1.0.0\n\nrequire (\n\tx.example/c v0.1.0 // a remark\n\tx.example/d v0.2.0 // indirect\n)\n\nreplace x.example/b => ../b\n", "go", [
        ("x.example/b", "v1.0.0", RUNTIME, "registry", True), ("x.example/c", "v0.1.0", RUNTIME, "registry", True),
    ]),
    "cargo": ("Cargo.toml", '[package]\nname = "a"\nversion = "0.1.0"\npublish = false\n[dependencies]\nb = "1"\nc = {version = "=1.0.0", optional = true}\nd = {git = "https://x.example/d"}\ne = {path = "../e"}\nf = {workspace = true}\nr = {package = "real", version = "2"}\n[dev-dependencies]\nt = "1"\n[build-dependencies]\ncc = "1"\n[target.\'cfg(unix)\'.dependencies]\nnix = "0.29"\n', "cargo", [
        ("b", "1", RUNTIME, "registry", False), ("c", "=1.0.0", RUNTIME, "registry", True), ("d", "", RUNTIME, "git", False), ("e", "", RUNTIME, "path", False), ("f", "", RUNTIME, "workspace", False),
        ("real", "2", RUNTIME, "registry", False), ("nix", "0.29", RUNTIME, "registry", False), ("cc", "1", BUILD, "registry", False), ("t", "1", TEST, "registry", False),
    ]),
    "bundler": ("Gemfile", "source 'https://rubygems.org'\ngem 'a', '~> 1.0'\ngem \"b\", github: 'x/b'\ngem 'c', path: '../c'\n# gem 'd'\n", "bundler", [("a", "~> 1.0", RUNTIME, "registry", False), ("b", "", RUNTIME, "git", False), ("c", "", RUNTIME, "path", False)]),
    "composer": ("composer.json", '{"name": "v/a", "type": "project", "require": {"php": ">=8.2", "ext-json": "*", "v/b": "^1.0", "v/c": "1.0.0"}, "require-dev": {"v/t": "*"}}', "composer", [
        ("v/b", "^1.0", RUNTIME, "registry", False), ("v/c", "1.0.0", RUNTIME, "registry", True), ("v/t", "*", TEST, "registry", False),
    ]),
    "nuget": ("App.csproj", '\ufeff<Project Sdk="Microsoft.NET.Sdk.Web">\n  <PropertyGroup><TargetFramework>net9.0</TargetFramework></PropertyGroup>\n  <ItemGroup>\n    <PackageReference Include="A" Version="1.2.3" />\n    <PackageReference Include="B" Version="4.*" />\n    <PackageReference Include="C" />\n  </ItemGroup>\n</Project>', "nuget", [
        ("A", "1.2.3", RUNTIME, "registry", True), ("B", "4.*", RUNTIME, "registry", False), ("C", "", RUNTIME, "registry", False),
    ]),
    "maven": ("pom.xml", '<?xml version="1.0"?>\n<project xmlns="http://maven.apache.org/POM/4.0.0">\n  <artifactId>a</artifactId><packaging>war</packaging>\n  <properties><java.version>21</java.version></properties>\n  <dependencies>\n    <dependency><groupId>g</groupId><artifactId>b</artifactId><version>1.0</version></dependency>\n    <dependency><groupId>g</groupId><artifactId>c</artifactId><version>[1.0,2.0)</version></dependency>\n    <dependency><groupId>g</groupId><artifactId>s</artifactId><version>1-SNAPSHOT</version><scope>test</scope></dependency>\n  </dependencies>\n</project>', "maven", [
        ("g:b", "1.0", RUNTIME, "registry", True), ("g:c", "[1.0,2.0)", RUNTIME, "registry", False), ("g:s", "1-SNAPSHOT", TEST, "registry", False),
    ]),
    "gradle": ("build.gradle.kts", 'plugins { id("org.springframework.boot") }\ndependencies {\n  implementation("g:a:1.0")\n  api("g:b:2.+")\n  testImplementation("g:t:5.0")\n  implementation(libs.c)\n}\n', "gradle", [
        ("g:a", "1.0", RUNTIME, "registry", True), ("g:b", "2.+", RUNTIME, "registry", False), ("g:t", "5.0", TEST, "registry", True),
    ]),
    "swift": ("Package.swift", 'let package = Package(dependencies: [\n  .package(url: "https://x.example/a.git", from: "1.0.0"),\n])\n', "swift", [("https://x.example/a.git", "", RUNTIME, "registry", False)]),
    "cocoapods": ("Podfile", "target 'A' do\n  pod 'B', '~> 1.0'\n  pod 'C/Core'\nend\n", "cocoapods", [("B", "", RUNTIME, "registry", False), ("C/Core", "", RUNTIME, "registry", False)]),
    "mix": ("mix.exs", 'defp deps do\n  [\n    {:a, "~> 1.0"},\n    {:b, git: "x"}\n  ]\nend\n', "mix", [("a", "", RUNTIME, "registry", False)]),
    "pub": ("pubspec.yaml", "name: a\ndependencies:\n  b: ^1.0.0\n  c: 2.0.0\n", "pub", [("b", "", RUNTIME, "registry", False), ("c", "", RUNTIME, "registry", False)]),
    "helm": ("Chart.yaml", "name: a\ndependencies:\n  - name: b\n    version: 1.0.0\n", "helm", [("b", "", RUNTIME, "registry", False)]),
}  # fmt: skip


@pytest.mark.parametrize("title", MANIFESTS)
def test_what_a_manifest_asks_for(title: str) -> None:
    name, text, ecosystem, expected = MANIFESTS[title]
    found = manifest(name, text)
    assert rows(found) == expected
    assert (found.ecosystem, found.path, found.folder) == (ecosystem, f"app/{name}", "app")
    assert is_manifest(name)


@pytest.mark.parametrize(
    ("name", "text", "ecosystem"),
    [
        ("package.json", '{"packageManager": "pnpm@9.1.0"}', "pnpm"),
        ("package.json", '{"packageManager": "yarn@4.0.0"}', "yarn"),
        ("package.json", '{"packageManager": "npm@11.0.0"}', "npm"),
        ("pyproject.toml", "[tool.pdm]\n", "pdm"),
        ("pyproject.toml", "[tool.uv]\n", "uv"),
        ("pyproject.toml", "[project]\nname = 'a'\n", "pip"),
    ],
)
def test_the_tool_a_manifest_is_for(name: str, text: str, ecosystem: str) -> None:
    assert manifest(name, text).ecosystem == ecosystem


@pytest.mark.parametrize(
    ("name", "text", "private"),
    [
        ("package.json", '{"name": "a"}', False),
        ("package.json", '{"name": "a", "private": true}', True),
        ("package.json", '{"name": "a", "private": "true"}', False),
        ("pyproject.toml", '[project]\nname = "a"\nclassifiers = ["Private :: Do Not Upload"]\n[build-system]\nrequires = []\n', True),
        ("pyproject.toml", '[tool.poetry]\nname = "a"\npackage-mode = false\n', True),
        ("pyproject.toml", '[project]\nname = "a"\n[build-system]\nrequires = []\n', False),
        ("pyproject.toml", '[project]\nname = "a"\ndependencies = ["b"]\n', True),
        ("pyproject.toml", "[tool.ruff]\nline-length = 100\n", False),
        ("Cargo.toml", '[package]\nname = "a"\npublish = false\n', True),
        ("Cargo.toml", '[package]\nname = "a"\n[[bin]]\nname = "a"\n', True),
        ("Cargo.toml", '[package]\nname = "a"\n', False),
        ("composer.json", '{"type": "project"}', True),
        ("composer.json", '{"type": "library"}', False),
        ("Gemfile", "gem 'a'\n", True),
        ("Gemfile", "gemspec\n", False),
        ("a.csproj", '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType></PropertyGroup></Project>', True),
        ("a.csproj", '<Project Sdk="Microsoft.NET.Sdk" />', False),
        ("pom.xml", "<project><packaging>jar</packaging></project>", False),
        ("build.gradle", "apply plugin: 'com.android.application'\n", True),
        ("build.gradle", "apply plugin: 'java-library'\n", False),
    ],
)  # fmt: skip
def test_what_is_never_published(name: str, text: str, private: bool) -> None:
    assert manifest(name, text).private is private


@pytest.mark.parametrize(
    ("name", "scope"),
    [("requirements.txt", RUNTIME), ("requirements-dev.txt", TEST), ("requirements_lint.in", TEST), ("requirements-docs.txt", Scope.DOCUMENTATION)],
)  # fmt: skip
def test_names_of_requirements_tell_when_they_are_needed(name: str, scope: Scope) -> None:
    assert [each.scope for each in manifest(name, "a\n").dependencies] == [scope]


def test_tools_registries_members_and_lines() -> None:
    found = manifest("package.json", '{\n "workspaces": {"packages": ["packages/*"]},\n "engines": {"node": ">=22"},\n "packageManager": "pnpm@9.1.0",\n "dependencies": {\n  "a": "1"\n }\n}')  # fmt: skip
    assert (found.workspace_members, found.tools) == (("packages/*",), (("node", ">=22", 3), ("pnpm", "9.1.0", 4)))
    assert [each.line for each in found.dependencies] == [6]
    assert manifest("package.json", '{"workspaces": ["a", "b"]}').workspace_members == ("a", "b")
    assert manifest("go.mod", MANIFESTS["go"][1]).tools == (("go", "1.23", 3), ("go toolchain", "go1.23.4", 5))
    assert [each.line for each in manifest("go.mod", MANIFESTS["go"][1]).dependencies] == [7, 10]
    assert manifest("requirements.txt", "a\n--extra-index-url https://r.example/simple\n").registries == (("https://r.example/simple", 2),)  # fmt: skip
    assert manifest("Pipfile", MANIFESTS["pipenv"][1]).registries[0][0] == "https://r.example/simple"
    assert manifest("Gemfile", MANIFESTS["bundler"][1]).registries == (("https://rubygems.org", 1),)
    assert manifest("Cargo.toml", '[workspace]\nmembers = ["a"]\n[package]\nname = "x"\nrust-version = "1.80"\n').tools == (("rust", "1.80", 5),)  # fmt: skip
    assert manifest("pom.xml", MANIFESTS["maven"][1]).tools[0][:2] == ("java", "21")
    assert manifest("App.csproj", MANIFESTS["nuget"][1]).tools[0][:2] == (".NET", "net9.0")
    assert manifest("pyproject.toml", '[tool.poetry]\nname = "a"\n[[tool.poetry.source]]\nname = "x"\nurl = "https://r.example"\n').registries[0][0] == "https://r.example"  # fmt: skip
    assert manifest("pyproject.toml", '[project]\nrequires-python = ">=3.11"\n').tools == (("python", ">=3.11", 2),)


def test_names() -> None:
    assert all(is_manifest(name) for name in (*NAMES, "a.fsproj", "requirements-dev.in"))
    assert not any(is_manifest(name) for name in ("package-lock.json", "requirements.md", "README", "a.sln"))
    assert read("a/README.md", "x") is None


BROKEN = {
    "package.json": ["", "[]", "{", '{"dependencies": ["a"]}', '{"dependencies": {"a": ', "[" * 50_000],
    "pyproject.toml": ["[", "[project]\n[project]\n", "a = ", "[project]\ndependencies = 3\n", "tool = 1\n", "a = " + "[" * 50_000],
    "Pipfile": ["[", 'packages = "a"\n'],
    "Cargo.toml": ["[", 'dependencies = ["a"]\n'],
    "composer.json": ["", "[]", '{"require": ["a"]}'],
    "go.mod": ["", "require x v1\n"],
    "pom.xml": ["", "<project>", "text", "<a></b>"],
    "a.csproj": ["", "<Project", "\0"],
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_refused(name: str) -> None:
    for text in BROKEN[name]:
        with pytest.raises(ManifestError, match=f"it is not a {name}"):
            read(name, text)


LAUGHS = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or chr(32)};" * 10}">' for n in range(1, 10)).replace("&a ;", "&a;") + "]>"  # fmt: skip


@pytest.mark.parametrize("name", ["pom.xml", "a.csproj", "b.fsproj"])
@pytest.mark.parametrize(
    "text",
    [
        LAUGHS + "<project>&a9;</project>",
        '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/hostname">]><project>&x;</project>',
        '<!DOCTYPE p SYSTEM "https://x.example/p.dtd"><project/>',
    ],
)
def test_entities_are_refused(name: str, text: str) -> None:
    if "ENTITY" in text:
        with pytest.raises(ManifestError):
            read(name, text)
    else:
        assert read(name, text) is not None


def test_deep_and_long_xml_does_no_harm() -> None:
    assert manifest("pom.xml", "<a>" * 20_000 + "</a>" * 20_000).dependencies == ()
    many = "".join(f"<dependency><groupId>g</groupId><artifactId>a{n}</artifactId></dependency>" for n in range(20_000))
    assert len(manifest("pom.xml", f"<project>{many}</project>").dependencies) == 20_000


@pytest.mark.parametrize(
    ("name", "line", "count"),
    [
        ("go.mod", "require x.example/a{} v1.0.0\n", 20_000),
        ("requirements.txt", "a{}>=1\n", 20_000),
        ("Gemfile", "gem 'a{}', '1'\n", 20_000),
        ("build.gradle", "implementation 'g:a{}:1'\n", 20_000),
        ("mix.exs", '{{:a{}, "1"}}\n', 20_000),
    ],
)
def test_long_manifests_lose_nothing(name: str, line: str, count: int) -> None:
    start = "module x.example/m\n" if name == "go.mod" else ""
    assert len(manifest(name, start + "".join(line.format(n) for n in range(count))).dependencies) == count


@pytest.mark.parametrize("name", ["go.mod", "Gemfile", "build.gradle", "Package.swift", "Podfile", "mix.exs", "pubspec.yaml", "Chart.yaml", "requirements.txt", "setup.py"])  # fmt: skip
@pytest.mark.parametrize(
    "piece", ["a", " ", "'", "gem '", "require (", ".package(url: ", "implementation(", "(", "[", "\\", "-r ", "é"]
)
def test_long_lines_do_no_harm(name: str, piece: str) -> None:
    start = "module x.example/m\n" if name == "go.mod" else ""
    assert len(manifest(name, start + piece * (60_000 // len(piece))).dependencies) <= 1


@given(st.data())
def test_spoilt_manifests_are_read_or_refused_with_our_own_error(data: st.DataObject) -> None:
    name, text, _, _ = MANIFESTS[data.draw(st.sampled_from(sorted(MANIFESTS)))]
    start = data.draw(st.integers(0, len(text)))
    end = min(len(text), start + data.draw(st.integers(0, 25)))
    spoilt = text[:start] + data.draw(st.sampled_from(["", "{", "}", "[", "]", '"', "'", "\n", "null", "1", "\0", "é", "<", ">", "&", "= 3", "()"])) + text[end:]  # fmt: skip
    try:
        found = read(name, spoilt)
    except ManifestError:
        return
    assert found is None or all(isinstance(each.name, str) and each.line >= 0 for each in found.dependencies)


@pytest.mark.parametrize(("sample", "name", "at_least"), [("go.mod", "go.mod", 10), ("pom.xml", "pom.xml", 1), ("petclinic-pom.xml", "pom.xml", 15)])  # fmt: skip
def test_real_manifests(sample: str, name: str, at_least: int, shared_data: Path) -> None:
    text = (shared_data / "samples" / "lockfiles" / sample).read_text(encoding="utf-8")
    found = manifest(name, text)
    assert len(found.dependencies) >= at_least
    if name == "pom.xml":
        assert len(found.dependencies) == text.count("<dependency>") + text.count("<parent>")
    else:
        direct = [line for line in text.splitlines() if line.startswith("\t") and "// indirect" not in line]
        assert len(found.dependencies) == len(direct)
