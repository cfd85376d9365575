"""What a Maven project inherits from parents in the same repository, and what it does not."""

import pytest

from assay.facts.roots import Dependency, Manifest, Scope
from assay.formats.manifests import read

GROUP = "<groupId>g</groupId>"
BOOT = "<build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId>{}</plugin></plugins></build>"


def project(name: str, *inner: str, parent: str = "", path: str | None = None) -> str:
    """A project; ``path`` is that of its parent as written, None where it says nothing."""
    relative = "" if path is None else f"<relativePath>{path}</relativePath>" if path else "<relativePath/>"
    above = f"<parent>{GROUP}<artifactId>{parent}</artifactId><version>7</version>{relative}</parent>" if parent else ""
    return f'<project xmlns="http://maven.apache.org/POM/4.0.0">\n{above}\n{"" if parent else GROUP + "<version>7</version>"}<artifactId>{name}</artifactId>\n{"".join(inner)}\n</project>\n'


def on(name: str, version: str = "", scope: str = "") -> str:
    given = (f"<version>{version}</version>" if version else "") + (f"<scope>{scope}</scope>" if scope else "")
    return f"<dependency><groupId>o</groupId><artifactId>{name}</artifactId>{given}</dependency>"


def direct(*dependencies: str) -> str:
    return f"<dependencies>{''.join(dependencies)}</dependencies>"


def managed(*dependencies: str) -> str:
    return f"<dependencyManagement>{direct(*dependencies)}</dependencyManagement>"


def manifest(path: str, **files: str) -> Manifest:
    """The manifest at ``path`` among files, whose folders are parted by two underscores."""
    there = {f"{name.replace('__', '/')}.xml": text for name, text in files.items()}
    found = read(path, there[path], there.get)
    assert found
    return found


def by_name(found: Manifest) -> dict[str, Dependency]:
    return {each.name: each for each in found.dependencies}


def test_versions_and_scopes_come_from_what_the_parent_manages() -> None:
    above = project("top", "<properties><b.version>2.5</b.version></properties>", managed(on("b", "${b.version}"), on("t", "4", "test")))  # fmt: skip
    found = by_name(manifest("app/pom.xml", pom=above, app__pom=project("app", direct(on("b"), on("t"), on("none")), parent="top")))  # fmt: skip
    assert (found["o:b"].requirement, found["o:b"].exact, found["o:b"].scope) == ("2.5", True, Scope.RUNTIME)
    assert (found["o:t"].requirement, found["o:t"].scope) == ("4", Scope.TEST)
    assert (found["o:none"].requirement, found["o:none"].exact) == ("", False)
    assert found["o:b"].line == 4


def test_what_a_project_says_itself_goes_before_its_parent() -> None:
    above = project("top", "<properties><v>1</v></properties>", managed(on("b", "${v}"), on("c", "1")))
    inner = project("app", "<properties><v>2</v></properties>", managed(on("c", "3")), direct(on("b"), on("c"), on("d", "${v}.0")), parent="top")  # fmt: skip
    found = {each.name: each.requirement for each in manifest("app/pom.xml", pom=above, app__pom=inner).dependencies}
    assert found == {"o:b": "2", "o:c": "3", "o:d": "2.0"}


def test_dependencies_of_a_parent_are_those_of_its_children() -> None:
    above = project("top", direct(on("b", "1")), "<profiles><profile>" + direct(on("p", "1")) + "</profile></profiles>")
    found = by_name(manifest("app/pom.xml", pom=above, app__pom=project("app", parent="top")))
    assert set(found) == {"o:b"}
    assert found["o:b"].line == 2  # where the child names its parent


def test_grandparents_hand_down_through_a_parent_elsewhere_in_the_tree() -> None:
    oldest = project("old", "<properties><v>5</v></properties>", managed(on("b", "${v}")), parent="spring", path="")
    middle = project("mid", parent="old", path="..")
    found = manifest("app/pom.xml", pom=oldest, build__pom=middle, app__pom=project("app", direct(on("b")), parent="mid", path="../build/pom.xml"))  # fmt: skip
    assert by_name(found)["o:b"].requirement == "5"
    assert (by_name(found)["g:spring"].requirement, by_name(found)["g:spring"].exact) == ("7", True)


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"app__pom": project("app", direct(on("b")), parent="top", path="")}, "only a repository of components has it"),
        ({"app__pom": project("app", direct(on("b")), parent="other")}, "another project lies there"),
        ({"app__pom": project("app", direct(on("b")), parent="top", path="../../pom.xml")}, "it would lie above the repository"),
        ({"app__pom": project("app", direct(on("b")), parent="top", path="../absent")}, "nothing lies there"),
        ({"app__pom": project("app", direct(on("b")), parent="top"), "pom": "<project>"}, "it cannot be read"),
    ],
)  # fmt: skip
def test_parents_that_are_not_here_hand_nothing_down(files: dict[str, str], why: str) -> None:
    above = {"pom": project("top", managed(on("b", "1")))}
    found = manifest("app/pom.xml", **{**above, **files})
    assert by_name(found)["o:b"].requirement == "", why
    assert len(found.dependencies) == 2, why  # the parent itself is one


def test_a_project_at_the_top_is_not_its_own_parent_and_circles_end() -> None:
    assert manifest("pom.xml", pom=project("top", parent="top")).dependencies[0].name == "g:top"
    circle = {"pom": project("a", parent="b", path="b"), "b__pom": project("b", parent="a")}
    assert manifest("pom.xml", **circle).name == "a"


def test_properties_in_circles_and_without_a_value_stay_variables() -> None:
    found = by_name(manifest("pom.xml", pom=project("a", "<properties><x>${y}</x><y>${x}</y></properties>", direct(on("b", "${x}"), on("c", "${z}"), on("d", "${project.version}"), on("e", "2.1.3.RELEASE"), on("f", "RELEASE"), on("g", "[1,2)"), on("h", "1-SNAPSHOT")))))  # fmt: skip
    assert {name: each.exact for name, each in found.items()} == {"o:b": False, "o:c": False, "o:d": True, "o:e": True, "o:f": False, "o:g": False, "o:h": False}  # fmt: skip
    assert found["o:d"].requirement == "7"
    many = "<properties>" + "".join(f"<p{n}>${{p{n + 1}}}${{p{n + 1}}}</p{n}>" for n in range(60)) + "</properties>"
    assert len(by_name(manifest("pom.xml", pom=project("a", many, direct(on("b", "${p0}")))))["o:b"].requirement) < 2000


def test_modules_and_the_language_are_told() -> None:
    inner = "<modules><module>app</module><module>lib</module></modules><properties><jdk>21</jdk><java.version>${jdk}</java.version></properties>"
    found = manifest("pom.xml", pom=project("a", inner))
    assert (found.workspace_members, [each[:2] for each in found.tools]) == (("app", "lib"), [("java", "21")])


@pytest.mark.parametrize(
    ("parent", "child", "program"),
    [
        ("", "", False), ("", "<packaging>war</packaging>", True), ("", BOOT.format(""), True), (BOOT.format(""), "", True), (BOOT.format("<inherited>false</inherited>"), "", False),
        (BOOT.format(""), "<packaging>pom</packaging>", False), (BOOT.format(""), BOOT.format("<configuration><skip>true</skip></configuration>"), False),
        (BOOT.format(""), "<properties><spring-boot.repackage.skip>true</spring-boot.repackage.skip></properties>", False),
        (BOOT.replace("plugins>", "pluginManagement>").format(""), "", False), ("<!-- spring-boot-maven-plugin -->", "", False), ("", "<!-- " + BOOT.format("") + " -->", False),
        (BOOT.replace("spring-boot", "maven-assembly").replace("-maven-plugin", "-plugin").format(""), "", False), ("", "<profiles><profile>" + BOOT.format("") + "</profile></profiles>", True),
    ],
)  # fmt: skip
def test_programs_are_told_by_packaging_and_by_plugins_that_run(parent: str, child: str, program: bool) -> None:
    files = {
        "pom": project("top", "<packaging>pom</packaging>", parent),
        "app__pom": project("app", child, parent="top"),
    }
    assert manifest("app/pom.xml", **files).private is program
