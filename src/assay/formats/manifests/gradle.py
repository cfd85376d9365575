"""``build.gradle``, in both of its languages."""

import re

from assay.facts.roots import Dependency, Manifest, Scope


def gradle(path: str, text: str) -> Manifest:
    """A Gradle build, as far as its dependencies are written out."""
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
