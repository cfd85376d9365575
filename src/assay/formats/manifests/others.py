"""Manifests of every other ecosystem."""

import json
import re
from collections.abc import Callable

from defusedxml import ElementTree

from assay.facts.roots import Dependency, Manifest, Scope
from assay.formats import toml_text
from assay.formats.manifests.lines import line_of


def go_mod(path: str, text: str) -> Manifest:
    """A Go module."""
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


def cargo(path: str, text: str) -> Manifest:
    """A Rust package or workspace."""
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
                    line_of(text, name),
                    source,
                    "",
                    version.startswith("="),
                )
            )
    rust = package.get("rust-version")
    tools = (("rust", str(rust), line_of(text, "rust-version")),) if isinstance(rust, str) else ()
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


def gemfile(path: str, text: str) -> Manifest:
    """A Gemfile."""
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


def composer(path: str, text: str) -> Manifest:
    """A PHP package."""
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
                        line_of(text, f'"{name}"'),
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
        tools=(("php", str(php), line_of(text, '"php"')),) if php else (),
    )


def csproj(path: str, text: str) -> Manifest:
    """A project of .NET."""
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
                    line_of(text, f'"{each.get("Include")}"'),
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


def one_per_line(pattern: str, ecosystem: str) -> Callable[[str, str], Manifest]:
    """A reader of manifests that name one dependency on a line."""
    compiled = re.compile(pattern)

    def reader(path: str, text: str) -> Manifest:
        found = [
            Dependency(match.group(1), "", Scope.RUNTIME, number)
            for number, line in enumerate(text.splitlines(), 1)
            if (match := compiled.search(line[:2000]))
        ]
        return Manifest(path, ecosystem, "", tuple(found), ecosystem == "cocoapods")

    return reader
