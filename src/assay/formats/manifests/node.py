"""``package.json``."""

import json
import re

from assay.facts.roots import Dependency, Manifest, Scope
from assay.formats.manifests.lines import line_of


def package_json(path: str, text: str) -> Manifest:
    """The manifest of a Node package."""
    found = json.loads(text)
    dependencies: list[Dependency] = []
    for section, scope in (
        ("dependencies", Scope.RUNTIME),
        ("optionalDependencies", Scope.RUNTIME),
        ("devDependencies", Scope.BUILD),
    ):
        for name, wanted in (found.get(section) or {}).items():
            dependencies.append(_node(str(name), str(wanted), scope, line_of(text, f'"{name}"')))
    workspaces = found.get("workspaces") or ()
    members = workspaces.get("packages", ()) if isinstance(workspaces, dict) else workspaces
    manager = str(found.get("packageManager") or "")
    tools = (
        tuple(
            (tool, str(version), line_of(text, f'"{tool}"')) for tool, version in (found.get("engines") or {}).items()
        )
        if isinstance(found.get("engines"), dict)
        else ()
    )
    if "@" in manager:
        tools += ((manager.partition("@")[0], manager.partition("@")[2], line_of(text, '"packageManager"')),)
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
