"""One name for one package: package URLs without qualifiers, and names as the ecosystem itself compares them."""

import re

from packageurl import PackageURL

TYPES = {
    "npm": "npm", "yarn": "npm", "pnpm": "npm", "bun": "npm", "poetry": "pypi", "uv": "pypi", "pdm": "pypi", "pipenv": "pypi", "pip": "pypi",
    "go": "golang", "cargo": "cargo", "bundler": "gem", "composer": "composer", "nuget": "nuget", "maven": "maven", "gradle": "maven",
    "swift": "swift", "cocoapods": "cocoapods", "mix": "hex", "pub": "pub",
}  # fmt: skip
"""Our ecosystem → type of package URL."""
SEPARATORS = re.compile(r"[-_.]+")
CASELESS = frozenset({"pypi", "golang", "nuget", "composer", "hex"})


def identity(purl: str) -> str:
    """``type/name`` of a package URL as names are compared; empty where it is none."""
    found = _parsed(purl)
    if found is None:
        return ""
    return name_in(found.type, "/".join(each for each in (found.namespace, found.name) if each))


def version(purl: str) -> str:
    """The version a package URL names; empty where it names none."""
    found = _parsed(purl)
    return (found.version or "") if found else ""


def plain(purl: str) -> str:
    """The package URL without qualifiers and subpath, normalised; empty where it is none."""
    found = _parsed(purl)
    return PackageURL(found.type, found.namespace, found.name, found.version).to_string() if found else ""


def of_package(ecosystem: str, name: str) -> str:
    """``type/name`` for a package of one of our ecosystems; empty where it has no type."""
    kind = TYPES.get(ecosystem, "")
    return name_in(kind, name.replace(":", "/", 1) if kind == "maven" else name) if kind else ""


def name_in(kind: str, name: str) -> str:
    """``type/name`` with the name as this type compares it (PEP 503 for pypi; Go, NuGet, Composer and Hex ignore case)."""
    if kind == "pypi":
        name = SEPARATORS.sub("-", name)
    return f"{kind}/{name.lower() if kind in CASELESS else name}"


def _parsed(purl: str) -> PackageURL | None:
    try:
        return PackageURL.from_string(purl)
    except ValueError:
        return None
