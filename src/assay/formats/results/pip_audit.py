"""Results of pip-audit as JSON. What it skipped it did not look at, whatever its last line says."""

from typing import Any

from assay.facts.vulnerability_scans import Vulnerability, VulnerabilityScan
from assay.formats import purls
from assay.formats.results.raw import Raw, ResultError, listed, mapped, texts

TITLE = "pip-audit results"


def recognises(raw: Raw) -> bool:
    """A list of packages with a list of vulnerabilities each (or a reason why not), bare or below ``dependencies``."""
    packages = _packages(raw)
    return bool(packages) and all("name" in each and ("vulns" in each or "skip_reason" in each) for each in packages)


def read(raw: Raw) -> tuple[VulnerabilityScan, ...]:
    """One scan. Raises ResultError where every package was skipped."""
    packages = _packages(raw)
    looked = [each for each in packages if "skip_reason" not in each]
    if not looked:
        raise ResultError("dependencies: every package was skipped, so nothing was looked at")
    return (
        VulnerabilityScan(
            tool="pip-audit",
            found=tuple(
                _vulnerability(each, mapped(vulnerability))
                for each in looked
                for vulnerability in listed(each.get("vulns"))
            ),
            packages=len(looked),
            types=frozenset({"pypi"}),
            skipped=tuple(
                f"{texts(each.get('name'))}: {texts(each.get('skip_reason'))}"
                for each in packages
                if "skip_reason" in each
            ),
        ),
    )


def _packages(raw: Raw) -> list[dict[str, Any]]:
    return [each for each in listed(raw.json) or listed(raw.fields.get("dependencies")) if isinstance(each, dict)]


def _vulnerability(package: dict[str, Any], said: dict[str, Any]) -> Vulnerability:
    return Vulnerability(
        package=purls.name_in("pypi", texts(package.get("name"))),
        version=texts(package.get("version")),
        id=texts(said.get("id")),
        aliases=frozenset(texts(each) for each in listed(said.get("aliases"))) - {""},
        fixed_in=tuple(texts(each) for each in listed(said.get("fix_versions"))),
    )
