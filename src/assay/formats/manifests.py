"""Manifests: what a folder says it depends on and whether it is meant to be published."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from defusedxml import ElementTree

from assay.facts.roots import Dependency, Manifest, Scope
from assay.formats import toml_text

NAMES = frozenset(
    "package.json pyproject.toml Pipfile setup.py setup.cfg go.mod Cargo.toml Gemfile composer.json pom.xml build.gradle build.gradle.kts Package.swift Podfile mix.exs pubspec.yaml Chart.yaml".split()
)


WORD = re.compile(r"[^\s\"'=<>\[\](){},;~^!]+")


class ManifestError(ValueError):
    """The text is not the manifest its name promises."""


def is_manifest(name: str) -> bool:
    """Whether files called ``name`` are manifests."""
    return (
        name in NAMES
        or name.endswith((".csproj", ".fsproj", ".vbproj"))
        or bool(re.fullmatch(r"requirements[\w.-]{0,40}\.(in|txt)", name))
    )


def read(path: str, text: str) -> Manifest | None:
    """The manifest in ``text``; None for a file that declares nothing of the kind. Raises ManifestError."""
    name = path.rpartition("/")[2]
    reader = _READERS.get(name) or (
        _csproj if name.endswith("proj") else _requirements if name.startswith("requirements") else None
    )
    if reader is None:
        return None
    try:
        return reader(path, text)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, ElementTree.ParseError) as error:
        raise ManifestError(f"it is not a {name}: {str(error)[:100]}") from None


def _package_json(path: str, text: str) -> Manifest:
    found = json.loads(text)
    dependencies: list[Dependency] = []
    for section, scope in (
        ("dependencies", Scope.RUNTIME),
        ("optionalDependencies", Scope.RUNTIME),
        ("devDependencies", Scope.BUILD),
    ):
        for name, wanted in (found.get(section) or {}).items():
            dependencies.append(_node(str(name), str(wanted), scope, _line(text, f'"{name}"')))
    workspaces = found.get("workspaces") or ()
    members = workspaces.get("packages", ()) if isinstance(workspaces, dict) else workspaces
    manager = str(found.get("packageManager") or "")
    tools = (
        tuple((tool, str(version), _line(text, f'"{tool}"')) for tool, version in (found.get("engines") or {}).items())
        if isinstance(found.get("engines"), dict)
        else ()
    )
    if "@" in manager:
        tools += ((manager.partition("@")[0], manager.partition("@")[2], _line(text, '"packageManager"')),)
    kind = manager.partition("@")[0] if manager.partition("@")[0] in ("yarn", "pnpm", "bun") else "npm"
    return Manifest(
        path,
        kind,
        str(found.get("name") or ""),
        tuple(dependencies),
        found.get("private") is True,
        tuple(str(each) for each in members),
        tools=tools,
    )


def _node(name: str, wanted: str, scope: Scope, line: int) -> Dependency:
    source = (
        "workspace"
        if wanted.startswith(("workspace:", "link:"))
        else "path"
        if wanted.startswith("file:")
        else "git"
        if re.match(r"git|github:|[\w-]+/[\w.-]+(#|$)", wanted)
        else "url"
        if wanted.startswith("http")
        else "registry"
    )
    return Dependency(
        name,
        wanted,
        scope,
        line,
        source,
        wanted if source in ("git", "url") else "",
        bool(re.fullmatch(r"=?v?\d+\.\d+\.\d+[\w.+-]*", wanted)),
    )


def _pyproject(path: str, text: str) -> Manifest:
    found = toml_text.read(text)
    project, tool = found.get("project") or {}, found.get("tool") or {}
    poetry = tool.get("poetry") or {}
    dependencies = list(_python(project.get("dependencies") or (), Scope.RUNTIME, text))
    for group in (project.get("optional-dependencies") or {}).values():
        dependencies += _python(group, Scope.RUNTIME, text)
    for group in (found.get("dependency-groups") or {}).values():
        dependencies += _python([each for each in group if isinstance(each, str)], Scope.TEST, text)
    groups = [(poetry.get("dependencies") or {}, Scope.RUNTIME), (poetry.get("dev-dependencies") or {}, Scope.TEST)]
    groups += [(each.get("dependencies") or {}, Scope.TEST) for each in (poetry.get("group") or {}).values()]
    for each, scope in groups:
        for name, wanted in each.items():
            if name != "python":
                source = (
                    "git"
                    if isinstance(wanted, dict) and "git" in wanted
                    else "path"
                    if isinstance(wanted, dict) and "path" in wanted
                    else "registry"
                )
                version = str(wanted.get("version", "")) if isinstance(wanted, dict) else str(wanted)
                dependencies.append(
                    Dependency(
                        name,
                        version,
                        scope,
                        _line(text, name),
                        source,
                        "",
                        bool(re.fullmatch(r"={0,3}\d+(\.\d+)+", version)),
                    )
                )
    registries = tuple(
        (str(each.get("url", "")), _line(text, str(each.get("url", ""))))
        for each in poetry.get("source") or ()
        if isinstance(each, dict)
    )
    registries += tuple(
        (str(each.get("url", "")), _line(text, str(each.get("url", ""))))
        for each in (tool.get("uv") or {}).get("index") or ()
        if isinstance(each, dict)
    )
    requires = project.get("requires-python") or (poetry.get("dependencies") or {}).get("python")
    at = _line(text, "requires-python") or _line(text, "python")
    tools = (("python", str(requires), at),) if requires else ()
    name = str(project.get("name") or poetry.get("name") or "")
    private = bool(name) and (
        "Private :: Do Not Upload" in (project.get("classifiers") or ()) or poetry.get("package-mode") is False
    )
    ecosystem = "poetry" if poetry else "pdm" if "pdm" in tool else "uv" if "uv" in tool else "pip"
    return Manifest(
        path,
        ecosystem,
        name,
        tuple(dependencies),
        private or ("build-system" not in found and bool(dependencies)),
        registries=registries,
        tools=tools,
    )


def _python(items: Iterable[Any], scope: Scope, text: str) -> Iterator[Dependency]:
    for each in items:
        match = re.match(r"\s*([A-Za-z0-9._-]+)\s*(?:\[[^\]]{0,200}\])?\s*(.{0,300})", str(each), re.S)
        if match:
            rest = match.group(2).partition(";")[0].strip()
            source = "git" if "git+" in rest else "url" if rest.startswith("@") else "registry"
            yield Dependency(
                match.group(1),
                rest,
                scope,
                _line(text, str(each)),
                source,
                rest if source != "registry" else "",
                rest.startswith("==") and "*" not in rest and "," not in rest,
            )


def _requirements(path: str, text: str) -> Manifest:
    name = path.rpartition("/")[2].lower()
    scope = Scope.TEST if re.search(r"test|dev|lint", name) else Scope.DOCUMENTATION if "doc" in name else Scope.RUNTIME
    lines = [re.sub(r"(^|\s)#.*$", "", line).strip().rstrip("\\").strip() for line in text.splitlines()]
    items = [line.partition(" --hash")[0].strip() for line in lines if line and not line.startswith("-")]
    registries = tuple(
        (line.split()[-1].partition("=")[2] or line.split()[-1], number)
        for number, line in enumerate(lines, 1)
        if re.match(r"(-i|--index-url|--extra-index-url)\b", line)
    )
    return Manifest(path, "pip", "", tuple(_python(items, scope, text)), True, registries=registries)


def _pipfile(path: str, text: str) -> Manifest:
    found = toml_text.read(text)
    dependencies = []
    for section, scope in (("packages", Scope.RUNTIME), ("dev-packages", Scope.TEST)):
        for name, wanted in (found.get(section) or {}).items():
            version = str(wanted.get("version", "")) if isinstance(wanted, dict) else str(wanted)
            source = (
                "git"
                if isinstance(wanted, dict) and "git" in wanted
                else "path"
                if isinstance(wanted, dict) and "path" in wanted
                else "registry"
            )
            dependencies.append(
                Dependency(name, version, scope, _line(text, name), source, "", version.startswith("=="))
            )
    python = (found.get("requires") or {}).get("python_version")
    registries = tuple(
        (str(each.get("url", "")), _line(text, str(each.get("url", "")))) for each in found.get("source") or ()
    )
    return Manifest(
        path,
        "pipenv",
        "",
        tuple(dependencies),
        True,
        registries=registries,
        tools=(("python", str(python), 1),) if python else (),
    )


def _setup(path: str, text: str) -> Manifest:
    return Manifest(path, "pip", "setup", (), False)


def _go_mod(path: str, text: str) -> Manifest:
    module = re.search(r"^module\s+(\S+)", text, re.M)
    if not module:
        raise ValueError("no module line")
    dependencies, inside, tools = [], False, []
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.partition("//")[0].strip()
        if bare in ("require (", "require("):
            inside = True
        elif bare == ")":
            inside = False
        elif (
            match := re.match(r"(?:require\s+)?([\w./~-]+\.[\w./~-]+)\s+(v\S+)$", bare)
            if inside or bare.startswith("require ")
            else None
        ):
            if "// indirect" not in line:
                dependencies.append(Dependency(match.group(1), match.group(2), Scope.RUNTIME, number, exact=True))
        elif match := re.match(r"(go|toolchain)\s+(\S+)$", bare):
            tools.append(("go" if match.group(1) == "go" else "go toolchain", match.group(2), number))
    return Manifest(path, "go", module.group(1), tuple(dependencies), tools=tuple(tools))


def _cargo(path: str, text: str) -> Manifest:
    found = toml_text.read(text)
    package = found.get("package") or {}
    dependencies = []
    for section, scope in (
        ("dependencies", Scope.RUNTIME),
        ("build-dependencies", Scope.BUILD),
        ("dev-dependencies", Scope.TEST),
    ):
        platforms = (found.get("target") or {}).values()
        tables = [found.get(section), *(each.get(section) for each in platforms)]
        for name, wanted in [one for table in tables for one in (table or {}).items()]:
            body = wanted if isinstance(wanted, dict) else {"version": wanted}
            source = (
                "git"
                if "git" in body
                else "path"
                if "path" in body
                else "workspace"
                if body.get("workspace")
                else "registry"
            )
            version = str(body.get("version", ""))
            dependencies.append(
                Dependency(
                    str(body.get("package") or name),
                    version,
                    scope,
                    _line(text, name),
                    source,
                    "",
                    version.startswith("="),
                )
            )
    rust = package.get("rust-version")
    tools = (("rust", str(rust), _line(text, "rust-version")),) if isinstance(rust, str) else ()
    members = tuple(str(each) for each in (found.get("workspace") or {}).get("members") or ())
    return Manifest(
        path,
        "cargo",
        str(package.get("name") or ""),
        tuple(dependencies),
        package.get("publish") is False or bool(found.get("bin")),
        members,
        tools=tools,
    )


def _gemfile(path: str, text: str) -> Manifest:
    dependencies, registries = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if match := re.match(r"\s*gem\s+['\"]([\w.-]+)['\"]\s*(?:,\s*['\"]([^'\"]{0,60})['\"])?(.{0,300})", line):
            source = (
                "git"
                if re.search(r"git(hub)?:", match.group(3))
                else "path"
                if "path:" in match.group(3)
                else "registry"
            )
            dependencies.append(Dependency(match.group(1), match.group(2) or "", Scope.RUNTIME, number, source))
        elif match := re.match(r"\s*source\s+['\"](\S+?)['\"]", line):
            registries.append((match.group(1), number))
    return Manifest(path, "bundler", "", tuple(dependencies), "gemspec" not in text, registries=tuple(registries))


def _composer(path: str, text: str) -> Manifest:
    found = json.loads(text)
    dependencies = []
    for section, scope in (("require", Scope.RUNTIME), ("require-dev", Scope.TEST)):
        for name, wanted in (found.get(section) or {}).items():
            if "/" in name:
                dependencies.append(
                    Dependency(
                        name,
                        str(wanted),
                        scope,
                        _line(text, f'"{name}"'),
                        exact=bool(re.fullmatch(r"v?\d+\.\d+\.\d+", str(wanted))),
                    )
                )
    php = (found.get("require") or {}).get("php")
    return Manifest(
        path,
        "composer",
        str(found.get("name") or ""),
        tuple(dependencies),
        found.get("type") == "project",
        tools=(("php", str(php), _line(text, '"php"')),) if php else (),
    )


def _csproj(path: str, text: str) -> Manifest:
    root = ElementTree.fromstring(text.lstrip("\ufeff"))
    dependencies = []
    for each in root.iter():
        if each.tag.rpartition("}")[2] == "PackageReference" and each.get("Include"):
            version = each.get("Version") or ""
            dependencies.append(
                Dependency(
                    str(each.get("Include")),
                    version,
                    Scope.RUNTIME,
                    _line(text, f'"{each.get("Include")}"'),
                    exact=bool(re.fullmatch(r"\[?\d[\w.+-]*\]?", version)),
                )
            )
    kind = next((each.text or "" for each in root.iter() if each.tag.rpartition("}")[2] == "OutputType"), "")
    framework = next(
        (each.text or "" for each in root.iter() if each.tag.rpartition("}")[2].startswith("TargetFramework")), ""
    )
    private = (
        kind.lower() in ("exe", "winexe")
        or "Sdk.Web" in (root.get("Sdk") or "")
        or "Sdk.Worker" in (root.get("Sdk") or "")
    )
    return Manifest(
        path,
        "nuget",
        path.rpartition("/")[2],
        tuple(dependencies),
        private,
        tools=((".NET", framework, 1),) if framework else (),
    )


def _pom(path: str, text: str) -> Manifest:
    root = ElementTree.fromstring(text.lstrip("\ufeff"))

    def child(node: Any, name: str) -> str:
        return next((str(each.text or "").strip() for each in node if each.tag.rpartition("}")[2] == name), "")

    dependencies = []
    for each in root.iter():
        if each.tag.rpartition("}")[2] == "dependency":
            version = child(each, "version")
            scope = Scope.TEST if child(each, "scope") == "test" else Scope.RUNTIME
            name = f"{child(each, 'groupId')}:{child(each, 'artifactId')}"
            dependencies.append(
                Dependency(
                    name,
                    version,
                    scope,
                    _line(text, child(each, "artifactId")),
                    exact=not re.search(r"[\[(,]|LATEST|RELEASE|SNAPSHOT", version),
                )
            )
    private = (
        child(root, "packaging") in ("war", "ear")
        or "spring-boot-maven-plugin" in text
        or "maven-assembly-plugin" in text
    )
    java = re.search(r"<(?:java\.version|maven\.compiler\.release)>([^<]{1,20})<", text)
    return Manifest(
        path,
        "maven",
        child(root, "artifactId"),
        tuple(dependencies),
        private,
        tools=(("java", java.group(1), _line(text, java.group(1))),) if java else (),
    )


def _gradle(path: str, text: str) -> Manifest:
    dependencies = []
    for number, line in enumerate(text.splitlines(), 1):
        match = re.search(
            r"\b(\w*[iI]mplementation|api|compileOnly|runtimeOnly|classpath|\w*kapt)\b\s*\(?\s*['\"]([\w.-]+:[\w.-]+):([^'\"]{1,60})['\"]",
            line,
        )
        if match:
            scope = Scope.TEST if match.group(1).startswith(("test", "androidTest")) else Scope.RUNTIME
            dependencies.append(
                Dependency(
                    match.group(2),
                    match.group(3),
                    scope,
                    number,
                    exact=not re.search(r"\+|latest|\[|SNAPSHOT", match.group(3)),
                )
            )
    private = bool(
        re.search(
            r"com\.android\.application|org\.springframework\.boot|['\"]application['\"]|\bapplication\b\s*$|war['\"]",
            text,
            re.M,
        )
    )
    return Manifest(path, "gradle", "", tuple(dependencies), private)


def _lines_of(pattern: str, ecosystem: str) -> Callable[[str, str], Manifest]:
    compiled = re.compile(pattern)

    def reader(path: str, text: str) -> Manifest:
        found = [
            Dependency(match.group(1), "", Scope.RUNTIME, number)
            for number, line in enumerate(text.splitlines(), 1)
            if (match := compiled.search(line[:2000]))
        ]
        return Manifest(path, ecosystem, "", tuple(found), ecosystem == "cocoapods")

    return reader


def _line(text: str, wanted: str) -> int:
    """The line the first word of ``wanted`` first stands on; 0 if nowhere."""
    word = WORD.search(wanted)
    return _first_lines(text).get(word.group(), 0) if word else 0


@lru_cache(maxsize=1)
def _first_lines(text: str) -> dict[str, int]:
    """Word → its first line, made once: tens of thousands of names are not each searched for from the top."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        for word in WORD.findall(line):
            found.setdefault(word, number)
    return found


_READERS: dict[str, Callable[[str, str], Manifest]] = {
    "package.json": _package_json, "pyproject.toml": _pyproject, "Pipfile": _pipfile, "setup.py": _setup, "setup.cfg": _setup, "go.mod": _go_mod, "Cargo.toml": _cargo,
    "Gemfile": _gemfile, "composer.json": _composer, "pom.xml": _pom, "build.gradle": _gradle, "build.gradle.kts": _gradle,
    "Package.swift": _lines_of(r"\.package\([^)\n]{0,200}url:\s*\"([^\"\n]{1,200})\"", "swift"), "Podfile": _lines_of(r"^\s*pod\s+['\"]([\w./-]+)['\"]", "cocoapods"),
    "mix.exs": _lines_of(r"\{:(\w+),\s*\"", "mix"), "pubspec.yaml": _lines_of(r"^  (\w+):\s*[\^\d]", "pub"), "Chart.yaml": _lines_of(r"^\s*-\s*name:\s*(\S+)", "helm"),
}  # fmt: skip
