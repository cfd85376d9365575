"""``pyproject.toml``, lists of requirements, ``Pipfile`` and the files of setuptools."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from assay.facts.roots import Dependency, Manifest, Scope
from assay.formats import toml_text
from assay.formats.manifests.lines import line_of


def pyproject(path: str, text: str) -> Manifest:
    """The manifest of a Python project, whichever tool builds it."""
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
                        line_of(text, name),
                        source,
                        "",
                        bool(re.fullmatch(r"={0,3}\d+(\.\d+)+", version)),
                    )
                )
    registries = tuple(
        (str(each.get("url", "")), line_of(text, str(each.get("url", ""))))
        for each in poetry.get("source") or ()
        if isinstance(each, dict)
    )
    registries += tuple(
        (str(each.get("url", "")), line_of(text, str(each.get("url", ""))))
        for each in (tool.get("uv") or {}).get("index") or ()
        if isinstance(each, dict)
    )
    requires = project.get("requires-python") or (poetry.get("dependencies") or {}).get("python")
    at = line_of(text, "requires-python") or line_of(text, "python")
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
                line_of(text, str(each)),
                source,
                rest if source != "registry" else "",
                rest.startswith("==") and "*" not in rest and "," not in rest,
            )


def requirements(path: str, text: str) -> Manifest:
    """A list of requirements."""
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


def pipfile(path: str, text: str) -> Manifest:
    """A Pipfile."""
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
                Dependency(name, version, scope, line_of(text, name), source, "", version.startswith("=="))
            )
    python = (found.get("requires") or {}).get("python_version")
    registries = tuple(
        (str(each.get("url", "")), line_of(text, str(each.get("url", "")))) for each in found.get("source") or ()
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


def setup(path: str, text: str) -> Manifest:
    """A project of setuptools: only that it is one, as running it would tell the rest."""
    return Manifest(path, "pip", "setup", (), False)
