"""Controls that documents name (scanners, hooks, signing tools, test frameworks) and where definitions show them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assay.domain.evidence import Location
from assay.facts.ci import CiPipelines
from assay.facts.roots import Roots
from assay.facts.texts import Texts
from assay.facts.tree import Tree


@dataclass(frozen=True)
class Control:
    """One control: how documents write it, the commands or pipeline parts that are it, and where it can be run unseen."""

    title: str
    kind: str
    commands: tuple[str, ...]
    written: str = ""
    files: tuple[str, ...] = ()
    """Files whose presence in the tree is the control."""
    elsewhere: str = ""
    """The settings or service it can be run by without a trace in any file; empty where it would be seen."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """How a document names it."""
        return re.compile(rf"(?<![\w./-])(?:{self.written or re.escape(self.title)})(?![\w-])", re.IGNORECASE)


def _controls(kind: str, table: str) -> tuple[Control, ...]:
    """Rows of ``title | commands, with commas | how it is written | files | elsewhere``; later cells may be missing."""
    made = []
    for row in table.strip().splitlines():
        title, commands, written, files, elsewhere = ([each.strip() for each in row.split("¦")] + [""] * 4)[:5]
        made.append(
            Control(
                title,
                kind,
                tuple(each.strip() for each in commands.split(",") if each.strip()),
                written,
                tuple(files.split()),
                elsewhere,
            )
        )
    return tuple(made)


CONTROLS = (
    *_controls(
        "code analysis",
        """
        Bandit ¦ bandit
        Semgrep ¦ semgrep ¦ ¦ ¦ Semgrep's own service
        CodeQL ¦ codeql, github/codeql-action ¦ ¦ ¦ the default set-up of the forge
        SonarQube ¦ sonar-scanner, sonarqube, sonarcloud, sonar ¦ Sonar(Qube|Cloud)( Server| Cloud)? ¦ sonar-project.properties ¦ the service's own analysis
        gosec ¦ gosec
        Brakeman ¦ brakeman
        SpotBugs ¦ spotbugs, findsecbugs ¦ (Find|Spot)(Sec)?Bugs
        Checkov ¦ checkov
        tfsec ¦ tfsec
        Cppcheck ¦ cppcheck
        clang-tidy ¦ clang-tidy
        Coverity ¦ cov-build, coverity ¦ ¦ ¦ the service's own analysis
        Psalm ¦ psalm
        PHPStan ¦ phpstan
        ESLint ¦ eslint
        Pylint ¦ pylint
        Ruff ¦ ruff
        Flake8 ¦ flake8
        mypy ¦ mypy
        golangci-lint ¦ golangci-lint, golangci/golangci-lint-action
        RuboCop ¦ rubocop
        Clippy ¦ cargo clippy, clippy ¦ (cargo )?clippy
        ShellCheck ¦ shellcheck
        Hadolint ¦ hadolint
        zizmor ¦ zizmor
        actionlint ¦ actionlint
        """,
    ),
    *_controls(
        "secret scan",
        """
        Gitleaks ¦ gitleaks
        TruffleHog ¦ trufflehog
        detect-secrets ¦ detect-secrets, detect-secrets-hook
        GitGuardian ¦ ggshield, gitguardian ¦ GitGuardian|ggshield ¦ ¦ the service's own scan
        secret scanning ¦ ¦ (GitHub )?secret scanning|push protection ¦ ¦ the settings of the forge
        """,
    ),
    *_controls(
        "vulnerability scan",
        """
        pip-audit ¦ pip-audit
        npm audit ¦ npm audit, audit-ci, better-npm-audit
        Trivy ¦ trivy
        Grype ¦ grype, anchore/scan-action
        OSV-Scanner ¦ osv-scanner
        govulncheck ¦ govulncheck
        cargo-audit ¦ cargo audit, audit-check ¦ cargo[- ]audit
        cargo-deny ¦ cargo deny, cargo-deny-action ¦ cargo[- ]deny
        Dependency-Check ¦ dependency-check, dependency-check.sh, dependencycheckanalyze ¦ (OWASP )?Dependency[- ]Check
        Snyk ¦ snyk ¦ ¦ .snyk ¦ Snyk's own service
        bundler-audit ¦ bundle-audit, bundler-audit, bundle audit
        """,
    ),
    *_controls(
        "update bot",
        """
        Dependabot ¦ ¦ ¦ dependabot.yml dependabot.yaml ¦ the settings of the forge
        Renovate ¦ renovate ¦ Renovate(Bot)? ¦ renovate.json renovate.json5 .renovaterc .renovaterc.json ¦ the bot's own settings
        """,
    ),
    *_controls(
        "test framework",
        """
        pytest ¦ pytest, tox, nox
        Jest ¦ jest
        Vitest ¦ vitest
        Mocha ¦ mocha
        Cypress ¦ cypress, cypress-io/github-action
        Playwright ¦ playwright
        Selenium ¦ selenium
        JUnit ¦ mvn, ./mvnw, mvnw, gradle, ./gradlew, gradlew
        RSpec ¦ rspec
        PHPUnit ¦ phpunit
        """,
    ),
    *_controls(
        "dynamic test",
        """
        OWASP ZAP ¦ zap-baseline.py, zap-full-scan.py, zap-api-scan.py, zaproxy ¦ (OWASP )?ZAP( Proxy)?
        OSS-Fuzz ¦ oss-fuzz, cifuzz ¦ ¦ ¦ the service, which keeps its set-up in its own repository
        ClusterFuzzLite ¦ clusterfuzzlite
        cargo-fuzz ¦ cargo fuzz ¦ cargo[- ]fuzz
        Schemathesis ¦ schemathesis
        """,
    ),
    *_controls(
        "signature or inventory",
        """
        Cosign ¦ cosign, cosign-installer
        Sigstore ¦ sigstore, cosign, gh-action-sigstore-python, pypa/gh-action-pypi-publish, actions/attest-build-provenance, attest
        SLSA provenance ¦ slsa-github-generator, actions/attest-build-provenance, attest ¦ SLSA( build)? provenance
        Syft ¦ syft, anchore/sbom-action
        CycloneDX ¦ cyclonedx, cyclonedx-py, cyclonedx-npm, cyclonedx-gomod, cdxgen
        """,
    ),
    *_controls(
        "rule on changes",
        """
        pre-commit hooks ¦ pre-commit ¦ pre-commit( hooks?)?(?! review) ¦ .pre-commit-config.yaml
        Husky ¦ husky ¦ ¦ .husky
        CODEOWNERS ¦ ¦ ¦ CODEOWNERS
        branch protection ¦ ¦ branch protection( rules?)?|protected branch(es)?|required (reviews?|approvals?)|branch rules? ¦ ¦ the settings of the forge
        multi-factor sign-in ¦ ¦ (two|multi)[- ]factor( authentication)?|MFA|2FA ¦ ¦ the settings of the forge
        """,
    ),
)
"""The vocabulary. A control that is in none of these rows is not looked for."""


class Definitions:
    """Everything that could show a control: pipelines, settings files, manifests and file names."""

    def __init__(self, ci: CiPipelines, texts: Texts, roots: Roots, tree: Tree) -> None:
        self.ci, self.texts, self.roots, self.tree = ci, texts, roots, tree

    def shown(self, control: Control) -> Location | None:
        """Where the control is run or set up: a pipeline step, a hook, its own file; None if nowhere."""
        return next(self._places(control), None)

    def mentions(self, control: Control) -> bool:
        """Whether any definition so much as names it: enough to say nothing against it."""
        return any(word in self._everything for word in (control.title.lower(), *control.commands))

    def kinds_shown(self) -> frozenset[str]:
        """The kinds of control of which at least one is run."""
        return frozenset(each.kind for each in CONTROLS if self.shown(each))

    def _places(self, control: Control) -> Iterator[Location]:
        for _, job in self.ci.jobs:
            for step in job.steps:
                if step.part and any(_in_name(each, step.part.name.lower()) for each in control.commands):
                    yield Location(step.path, step.line)
                for command in step.commands:
                    if any(_is_command(each, command.argv) for each in control.commands):
                        yield Location(command.path, command.line)
        for path, text in self.texts.named(".pre-commit-config.yaml"):
            for number, line in enumerate(text.splitlines(), 1):
                if re.match(r"\s*-?\s*(id|repo):", line) and any(
                    _in_name(each, line.lower()) for each in control.commands
                ):
                    yield Location(path, number)
        for entry in self.tree.named(*control.files):
            if entry.path.count("/") <= 1:
                yield Location(entry.path)

    @cached_property
    def _everything(self) -> str:
        steps = (step for pipeline in self.ci.pipelines for job in pipeline.jobs for step in job.steps)
        return "\n".join(
            [
                *(
                    f"{step.name} {step.script} {step.part.text if step.part else ''} {' '.join(step.inputs.values())}"
                    for step in steps
                ),
                *(command.text for _, job in self.ci.jobs for command in job.commands),
                *self.texts.texts.values(),
                *(each.name for manifest in self.roots.manifests for each in manifest.dependencies),
                *(entry.name for entry in self.tree.entries),
            ]
        ).lower()


def _is_command(wanted: str, argv: tuple[str, ...]) -> bool:
    words = wanted.split()
    first = argv[0].rpartition("/")[2] if "/" not in words[0] else argv[0]
    return [first.lower(), *(each.lower() for each in argv[1 : len(words)])] == words


def _in_name(wanted: str, text: str) -> bool:
    return " " not in wanted and bool(re.search(rf"(?<![\w]){re.escape(wanted)}(?![\w])", text))
