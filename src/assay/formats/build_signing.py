"""Whether a build tool signs what it uploads: that stands in the build file, not in the pipeline."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException, ElementTree

from assay.facts.texts import Texts

MAVEN = frozenset({"mvn", "mvnw"})
GRADLE = frozenset({"gradle", "gradlew", "gradlew.bat"})
PLUGINS = frozenset({"maven-gpg-plugin", "sigstore-maven-plugin", "sign-maven-plugin", "pgpsigner-maven-plugin"})
OFF = re.compile(r"-D(gpg\.skip|sign\.skip|sigstore\.skip|skipGpg)(=true)?")
GRADLE_SIGNS = re.compile(
    r"\bsignAllPublications\s*\(|\bsign[ (]+(publishing\.)?publications\b|\bsign\s*\(\s*configurations"
)
GRADLE_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)


class Signing(StrEnum):
    """What the build file says."""

    DONE = "done"
    NOT_SAID = "not said"
    ELSEWHERE = "elsewhere"


def on_upload(argv: Sequence[str], texts: Texts) -> tuple[Signing, str]:
    """Whether this upload by Maven or Gradle signs, and the build file that says so; a parent kept elsewhere may do it."""
    tool = argv[0].rpartition("/")[2]
    if tool in MAVEN and not any(OFF.fullmatch(each) for each in argv):
        return _maven(argv, list(texts.named("pom.xml")))
    if tool in GRADLE:
        for path, text in texts.named("build.gradle", "build.gradle.kts"):
            if GRADLE_SIGNS.search(GRADLE_COMMENT.sub("", text)):
                return Signing.DONE, path
    return Signing.NOT_SAID, ""


def _maven(argv: Sequence[str], poms: list[tuple[str, str]]) -> tuple[Signing, str]:
    elsewhere = ""
    for path, text in poms:
        try:
            project = ElementTree.fromstring(text.lstrip("\ufeff"))
        except (ElementTree.ParseError, DefusedXmlException, ValueError):
            continue
        if any(PLUGINS & set(_plugins(each)) for each in _active(project, argv)):
            return Signing.DONE, path
        parent = _child(project, "parent")
        if parent is not None and not _text(parent, "relativePath") and path.count("/") == 0:
            elsewhere = path
    return (Signing.ELSEWHERE, elsewhere) if elsewhere else (Signing.NOT_SAID, "")


def _active(project: Element, argv: Sequence[str]) -> Iterator[Element]:
    """The project, and the profiles this command switches on."""
    yield project
    chosen = {name for each in argv if each.startswith("-P") for name in each[2:].split(",")}
    given = dict(each[2:].partition("=")[::2] for each in argv if each.startswith("-D"))
    profiles = _child(project, "profiles")
    for profile in [] if profiles is None else list(profiles):
        activation = _child(profile, "activation")
        asked = None if activation is None else _child(activation, "property")
        if (
            _text(profile, "id") in chosen
            or (activation is not None and _text(activation, "activeByDefault") == "true")
            or (asked is not None and _is_given(_text(asked, "name"), _text(asked, "value"), given))
        ):
            yield profile


def _is_given(name: str, value: str, given: Mapping[str, str]) -> bool:
    return name in given and (not value or given[name] in ("", value))


def _plugins(project: Element) -> Iterator[str]:
    """The plugins that run; those a pluginManagement only gives a version to do not."""
    build = _child(project, "build")
    plugins = None if build is None else _child(build, "plugins")
    for plugin in [] if plugins is None else list(plugins):
        yield _text(plugin, "artifactId")


def _child(element: Element, name: str) -> Element | None:
    return next((each for each in element if isinstance(each.tag, str) and each.tag.rpartition("}")[2] == name), None)


def _text(element: Element, name: str) -> str:
    found = _child(element, name)
    return (found.text or "").strip() if found is not None else ""
