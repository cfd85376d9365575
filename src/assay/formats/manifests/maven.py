"""``pom.xml``, with the versions, properties and plugins a project inherits from parents kept in the same repository."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

from assay.facts.roots import Dependency, Manifest, Scope
from assay.formats.ci.places import Reader
from assay.formats.manifests.lines import line_of

OPEN = re.compile(r"[\[(,$]|^(LATEST|RELEASE)$|SNAPSHOT$")
"""A version that is a range, a variable nobody could resolve, or whatever is newest."""
PROPERTY = re.compile(r"\$\{([\w.-]{1,100})\}")
JAVA = re.compile(r"<(?:java\.version|maven\.compiler\.release)>([^<]{1,100})<")
PACKAGES = "spring-boot-maven-plugin"
MAKES_PROGRAM = frozenset({PACKAGES, "maven-assembly-plugin"})
"""Plugins of projects whose result is started, not taken as a component."""
MOST_PARENTS = 8
LONGEST_VALUE = 300


def pom(path: str, text: str, read_file: Reader) -> Manifest:
    """A Maven project; ``read_file`` gives its parents. A parent kept elsewhere counts as a component with its version."""
    lineage = list(_lineage(path, text, read_file))
    own, oldest = lineage[0], lineage[-1]
    known = _properties(lineage)
    managed = {(each.group, each.name): each for one in reversed(lineage) for each in one.managed}
    dependencies = [
        _dependency(each, managed, known, line_of(text, each.name)) for each in (*own.direct, *own.managed, *own.others)
    ]
    at_parent = line_of(text, own.parent.name) if own.parent else 0
    dependencies += [_dependency(each, managed, known, at_parent) for one in lineage[1:] for each in one.direct]
    if oldest.parent:
        dependencies.append(_dependency(oldest.parent, {}, known, at_parent))
    java = JAVA.search(text)
    version = _filled(java.group(1), known) if java else ""
    return Manifest(
        path,
        "maven",
        own.name,
        tuple(dependencies),
        _is_program(lineage, known),
        own.modules,
        tools=(("java", version, line_of(text, java.group(1))),) if java else (),
    )


@dataclass(frozen=True, slots=True)
class _Reference:
    """A project as another one names it."""

    group: str
    name: str
    version: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class _Project:
    """What one file says by itself."""

    group: str
    name: str
    version: str
    packaging: str
    parent: _Reference | None
    parent_path: str
    """Where the parent lies as seen from here; empty if only a repository of components has it."""
    properties: Mapping[str, str]
    direct: tuple[_Reference, ...]
    managed: tuple[_Reference, ...]
    others: tuple[_Reference, ...]
    """Those of profiles and plugins, which no child inherits."""
    plugins: frozenset[str]
    handed_down: frozenset[str]
    """Plugins that run in its children too."""
    skipped: frozenset[str]
    modules: tuple[str, ...]


def _lineage(path: str, text: str, read_file: Reader) -> Iterator[_Project]:
    """The project, its parent, the parent of that, as far as they are in the repository."""
    project = _project(text)
    yield project
    for _ in range(MOST_PARENTS):
        found = _climbed(path, project.parent_path) if project.parent and project.parent_path else ""
        above = read_file(found) if found and found != path else None
        if not above or not project.parent:
            return
        try:
            parent = _project(above)
        except (ElementTree.ParseError, ValueError):
            return
        if (parent.name, parent.group or project.parent.group) != (project.parent.name, project.parent.group):
            return
        path, project = found, parent
        yield project


def _climbed(path: str, relative: str) -> str:
    """The path of a parent; empty where it would lie above the repository."""
    parts = path.split("/")[:-1]
    for each in relative.split("/"):
        if each == "..":
            if not parts:
                return ""
            parts.pop()
        elif each not in ("", "."):
            parts.append(each)
    found = "/".join(parts)
    return found if found.endswith(".xml") else f"{found}/pom.xml".lstrip("/")


@lru_cache(maxsize=64)
def _project(text: str) -> _Project:
    root = ElementTree.fromstring(text.lstrip("\ufeff"))
    parent = _child(root, "parent")
    relative = None if parent is None else _child(parent, "relativePath")
    above = None if parent is None else _reference(parent)
    direct = _dependencies(_child(root, "dependencies"))
    managed = _dependencies(_child(_child(root, "dependencyManagement"), "dependencies"))
    placed = {id(each) for each in (*direct, *managed)}
    others = [each for each in root.iter() if _tag(each) == "dependency" and id(each) not in placed]
    plugins = [each for plugins in _plugin_lists(root) for each in _children(plugins) if _tag(each) == "plugin"]
    handed = [each for each in plugins if _text(each, "inherited") != "false"]
    properties = _child(root, "properties")
    return _Project(
        _text(root, "groupId") or (above.group if above else ""),
        _text(root, "artifactId"),
        _text(root, "version") or (above.version if above else ""),
        _text(root, "packaging"),
        above,
        "../pom.xml" if relative is None else (relative.text or "").strip(),
        {_tag(each): (each.text or "").strip() for each in _children(properties)},
        _references(direct),
        _references(managed),
        _references(others),
        frozenset(_text(each, "artifactId") for each in plugins),
        frozenset(_text(each, "artifactId") for each in handed),
        frozenset(
            _text(each, "artifactId") for each in plugins if _text(_child(each, "configuration"), "skip") == "true"
        ),
        tuple((each.text or "").strip() for each in _children(_child(root, "modules"))),
    )


def _plugin_lists(root: Element) -> Iterator[Element | None]:
    """The plugins that run, those of profiles too; what pluginManagement holds runs only where a project names it."""
    for holder in (root, *_children(_child(root, "profiles"))):
        yield _child(_child(holder, "build"), "plugins")


def _properties(lineage: Sequence[_Project]) -> dict[str, str]:
    own = lineage[0]
    known = {name: value for each in reversed(lineage) for name, value in each.properties.items()}
    given = {"groupId": own.group, "artifactId": own.name, "version": own.version}
    known |= {f"{led}{name}": value for led in ("project.", "pom.", "") for name, value in given.items()}
    return known | ({"project.parent.version": own.parent.version} if own.parent else {})


def _dependency(
    each: _Reference, managed: Mapping[tuple[str, str], _Reference], known: Mapping[str, str], line: int
) -> Dependency:
    general = managed.get((each.group, each.name), each)
    version = _filled(each.version or general.version, known)
    scope = Scope.TEST if (each.scope or general.scope) == "test" else Scope.RUNTIME
    name = f"{_filled(each.group, known)}:{each.name}"
    return Dependency(name, version, scope, line, exact=bool(version) and not OPEN.search(version))


def _filled(value: str, known: Mapping[str, str]) -> str:
    """The value with its properties resolved, as far as the repository says what they are."""
    for _ in range(5):
        filled = PROPERTY.sub(lambda match: known.get(match.group(1)) or match.group(), value)
        if filled == value or len(filled) > LONGEST_VALUE:
            break
        value = filled
    return value


def _is_program(lineage: Sequence[_Project], known: Mapping[str, str]) -> bool:
    """Whether the project makes something that is started: by its packaging, or by a plugin of its own or a parent's."""
    own = lineage[0]
    if own.packaging in ("war", "ear"):
        return True
    skipped = own.skipped | ({PACKAGES} if known.get("spring-boot.repackage.skip") == "true" else set())
    inherited = (
        {PACKAGES} if own.packaging != "pom" and any(PACKAGES in each.handed_down for each in lineage[1:]) else set()
    )
    return bool((own.plugins & MAKES_PROGRAM | inherited) - skipped)


def _dependencies(holder: Element | None) -> list[Element]:
    return [each for each in _children(holder) if _tag(each) == "dependency"]


def _references(elements: list[Element]) -> tuple[_Reference, ...]:
    return tuple(_reference(each) for each in elements)


def _reference(element: Element) -> _Reference:
    return _Reference(*(_text(element, name) for name in ("groupId", "artifactId", "version", "scope")))


def _children(element: Element | None) -> Iterator[Element]:
    return (each for each in (() if element is None else element) if isinstance(each.tag, str))


def _child(element: Element | None, name: str) -> Element | None:
    return next((each for each in _children(element) if _tag(each) == name), None)


def _text(element: Element | None, name: str) -> str:
    found = _child(element, name)
    return (found.text or "").strip() if found is not None else ""


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
