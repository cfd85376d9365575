"""What pipelines run: commands, what they do, and the installs they perform."""

from dataclasses import dataclass
from enum import StrEnum


class Does(StrEnum):
    """What a command or used part does, as far as it concerns a claim."""

    TEST = "test"
    BUILD = "build"
    INSTALL = "install"
    PUBLISH = "publish"
    DEPLOY = "deploy"
    LINT = "lint"
    STATIC_ANALYSIS = "static analysis"  # a rule set about security
    DYNAMIC_TEST = "dynamic test"  # fuzzing, DAST
    SECRET_SCAN = "secret scan"
    VULNERABILITY_MATCH = "vulnerability match"  # components against advisories
    DEPENDENCY_REVIEW = "dependency review"  # gate on newly added components
    SBOM = "sbom"
    SIGN = "sign"
    PROVENANCE = "provenance"
    CHECKSUM = "checksum"
    REMOTE_SCRIPT = "remote script"  # downloads and runs code in one go, unverified
    CHECKOUT = "checkout"
    PIPELINE_AUDIT = "pipeline audit"  # zizmor, actionlint, poutine
    LICENCE_CHECK = "licence check"
    CLOUD_LOGIN = "cloud login"


@dataclass(frozen=True, slots=True)
class Install:
    """What an install command resolves and whether it is held to the lock."""

    ecosystem: str
    """An id of ``assay.facts.ecosystems``."""
    tool: str
    form: str
    """``locked`` (refuses what the lock does not hold) · ``needs lock`` (so too, once a lock exists) · ``follows lock`` (takes the lock's
    versions, but writes it anew without a word when it does not fit) · ``unlocked`` · ``exact`` (one named version, ad hoc) · ``unclear``."""
    folder: str = ""
    """Where it runs, as far as can be told; empty for the top."""
    targets: tuple[str, ...] = ()
    note: str = ""
    tool_only: bool = False
    """It installs a program to run, not a part of the product."""


@dataclass(frozen=True, slots=True)
class Command:
    """One simple shell command at command position, wrappers dropped."""

    argv: tuple[str, ...]
    path: str
    line: int
    does: frozenset[Does] = frozenset()
    install: Install | None = None
    failure_ignored: bool = False
    via: tuple[str, ...] = ()
    """The steps of indirection that led here, such as ``("make test", "Makefile:12")``."""

    @property
    def text(self) -> str:
        """The command as one line."""
        return " ".join(self.argv)
