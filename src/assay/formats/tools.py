"""What tools do, by their name, sub-command and options, never by a word somewhere in a line (judgement rules, 4.1)."""

import re
from collections.abc import Iterable
from itertools import pairwise

from assay.facts.ci import Does

_T = {
    Does.TEST: """
        pytest|py.test|nosetests|nose2|green|stestr run|trial|coverage run|unittest|doctest|manage.py test|django-admin test|behave|robot
        jest|vitest|mocha|ava|karma start|cypress run|playwright test|tap|borp|c8|nyc|qunit|testcafe|wtr|ng test|node --test|bun test|deno test|turbo test|nx test|lerna test
        go test|gotestsum|ginkgo|cargo test|cargo nextest|cargo tarpaulin|cargo llvm-cov|mix test|rspec|rails test|rake test|rake spec|minitest|cucumber
        phpunit|simple-phpunit|pest|codecept run|paratest|artisan test|phpspec run|dotnet test|vstest.console|nunit3-console|swift test|xcodebuild test|flutter test|dart test
        ctest|bats|shunit2|prove|busted|meson test|bazel test|buck2 test|sbt test|lein test|clojure -X:test|stack test|cabal test|zig build test|helm unittest|molecule test|terraform test|kitchen test|runtests.pl|runtests.py|runtests.sh|tests.sh|Pester|Invoke-Pester
        """,
    Does.STATIC_ANALYSIS: """
        bandit|semgrep|codeql|gosec|brakeman|njsscan|spotbugs|findsecbugs|psalm --taint-analysis|phan|security-code-scan|flawfinder|cppcheck|clang-tidy|scan-build|infer run|pysa|horusec|bearer scan|insider|mobsfscan|devskim|sonar-scanner|snyk code|checkov|tfsec|kics scan|trivy config|hadolint|kubesec|sobelow|cargo-geiger|cargo geiger|eslint --plugin=security
        """,
    Does.DYNAMIC_TEST: "atheris|cargo fuzz|zap-baseline.py|zap-full-scan.py|zap-api-scan.py|nuclei|nikto|schemathesis|restler|afl-fuzz|jazzer|boofuzz|dredd|wapiti",
    Does.SECRET_SCAN: "gitleaks|trufflehog|detect-secrets|detect-secrets-hook|git-secrets|ggshield|kingfisher scan|noseyparker scan|talisman|whispers",
    Does.VULNERABILITY_MATCH: """
        pip-audit|safety|npm audit|yarn audit|yarn npm audit|pnpm audit|bun audit|osv-scanner|grype|trivy image|trivy fs|trivy filesystem|trivy repo|trivy rootfs|trivy sbom|snyk test|snyk monitor|snyk container|audit-ci|better-npm-audit|retire|auditjs
        govulncheck|nancy sleuth|cargo audit|cargo deny|bundle audit|bundler-audit|bundle-audit|composer audit|local-php-security-checker|dependency-check|dependency-check.sh|dotnet list package --vulnerable|mix deps.audit|mix hex.audit|docker scout|clair-scanner|uv audit|poetry audit
        """,
    Does.SBOM: "syft|cyclonedx-py|cyclonedx-npm|cdxgen|cyclonedx-gomod|cargo cyclonedx|cyclonedx|sbom-tool generate|trivy image --format cyclonedx|bom generate|spdx-sbom-generator|npm sbom|cyclonedx-php|cyclonedx-ruby|dotnet CycloneDX",
    Does.SIGN: "cosign sign|cosign sign-blob|cosign attest|gpg --detach-sign|gpg --clearsign|gpg -s|gpg -b|gpg --sign|signtool sign|codesign|minisign -S|signify|jarsigner|osslsigncode|sigstore sign|rpmsign|dpkg-sig|debsign|xcrun notarytool|AzureSignTool|notation sign|relic sign|tauri signer",
    Does.PROVENANCE: "slsa-provenance|witness run|gh attestation|cosign attest",
    Does.CHECKSUM: "sha256sum|sha512sum|shasum|certutil -hashfile",
    Does.PIPELINE_AUDIT: "zizmor|actionlint|poutine|octoscan",
    Does.LICENCE_CHECK: "reuse lint|licensee|scancode|pip-licenses|license-checker|cargo deny|go-licenses|fossa analyze",
    Does.LINT: "ruff|flake8|pylint|black|isort|mypy|pyright|eslint|prettier|tslint|standard|biome|stylelint|golangci-lint|go vet|gofmt|staticcheck|cargo clippy|cargo fmt|rubocop|phpcs|phpstan|pint|checkstyle|ktlint|detekt|swiftlint|shellcheck|yamllint|markdownlint|pre-commit|credo|mix format|dotnet format|tsc",
    Does.BUILD: "go build|cargo build|cargo package|python -m build|build|poetry build|uv build|flit build|hatch build|npm pack|tsc|webpack|vite build|rollup|docker build|docker buildx build|buildah bud|podman build|dotnet build|dotnet publish|cmake --build|gem build|mix release|mix compile|swift build|xcodebuild|goreleaser build|pyinstaller|electron-builder|helm package|bazel build|meson compile|ninja",
    Does.PUBLISH: """
        twine upload|uv publish|poetry publish|flit publish|hatch publish|pdm publish|maturin publish|maturin upload|npm publish|pnpm publish|yarn publish|yarn npm publish|lerna publish|changeset publish|semantic-release|np|release-it|jsr publish
        cargo publish|cargo release|gem push|rake release|dotnet nuget push|nuget push|docker push|docker manifest push|docker buildx imagetools create|podman push|podman manifest push|buildah push|buildah manifest push|regctl image copy|crane push|crane copy|skopeo copy|oras push|ko publish|ko build|ko resolve|ko apply|executor|helm push|cr upload|goreleaser release|goreleaser
        gh release create|gh release upload|glab release|release-cli create|jreleaser release|jreleaser full-release|fastlane deliver|fastlane release|fastlane supply|xcrun altool|snapcraft upload|snapcraft push|mix hex.publish|flutter pub publish|dart pub publish|pod trunk push|vsce publish|ovsx publish|swift package-registry publish|PSGallery|Publish-Module|anaconda upload|conan upload|deb-s3 upload|reprepro|aptly publish|electron-builder --publish|wix publish|dput|gcloud artifacts|jfrog rt upload|jf rt upload
        """,
    Does.DEPLOY: "kubectl apply|kubectl rollout|helm upgrade|helm install|cf push|cf deploy|heroku container:release|flyctl deploy|fly deploy|vercel|netlify deploy|serverless deploy|sls deploy|cdk deploy|terraform apply|aws ecs|aws lambda update-function-code|aws cloudformation deploy|sam deploy|gcloud app deploy|gcloud run deploy|az webapp|argocd app|cap|kamal deploy|ansible-playbook|firebase deploy|wrangler deploy|wrangler publish|eb deploy",
    Does.CLOUD_LOGIN: "docker login|aws configure|gcloud auth|az login|vault login",
}  # fmt: skip
_BY_FIRST: dict[str, list[tuple[tuple[str, ...], Does]]] = {}
for _does, _names in _T.items():
    for _entry in re.split(r"[|\n]", _names):
        if _words := tuple(_entry.split()):
            _BY_FIRST.setdefault(_words[0], []).append((_words[1:], _does))

IDLE = frozenset(
    "--help -h --version -V --collect-only --list-tests --no-run --dry-run --list --init init help version --showConfig --fixtures --if-present".split()
)
"""Options with which a tool shows something and does none of its work."""
BY_TARGET = {
    "mvn": "mvnw", "./mvnw": "mvnw", "mvnw": "mvnw", "gradle": "gradle", "./gradlew": "gradle", "gradlew": "gradle", "gradlew.bat": "gradle", "sbt": "sbt", "ant": "ant",
}  # fmt: skip
TARGETS = {
    "mvnw": ({"test": Does.TEST, "verify": Does.TEST, "install": Does.TEST, "package": Does.TEST, "deploy": Does.PUBLISH, "integration-test": Does.TEST}, ("-DskipTests", "-Dmaven.test.skip", "-DskipTests=true", "-Dmaven.test.skip=true")),
    "gradle": ({"test": Does.TEST, "check": Does.TEST, "build": Does.TEST, "connectedCheck": Does.TEST, "allTests": Does.TEST}, ()),
    "sbt": ({"test": Does.TEST, "+test": Does.TEST, "publishSigned": Does.PUBLISH, "publish": Does.PUBLISH, "ci-release": Does.PUBLISH}, ()),
    "ant": ({"test": Does.TEST}, ()),
}  # fmt: skip
SWALLOWS_VERDICT = frozenset(
    "--passWithNoTests --exit-zero --exit-code=0 --no-fail -no-fail --no-error --audit-level=none --fail-never -fn -DtestFailureIgnore=true"
    " -Dmaven.test.failure.ignore -Dmaven.test.failure.ignore=true --ignore-errors --warn-only --soft-fail".split()
)
"""Options with which a tool does its work and reports success whatever it found."""
SWALLOWS_PAIRS = frozenset({("--exit-code", "0"), ("--audit-level", "none"), ("make", "-i")})
RUNS_NO_TEST = frozenset(
    {("ctest", "-N"), ("pytest", "--co"), ("pytest", "--setup-plan"), ("pytest", "--fixtures-per-test")}
)
"""Tools with the option that makes them list tests and run none."""
NO_TEST_NAMED = re.compile(r"\^?(\$|NONE\$?|XXX+\$?|DoNotRun\w*)?")
LOCAL = re.compile(r"(localhost|127\.0\.0\.1|\[::1\]|kind-registry)(:|/)")
"""A registry on the machine itself, which nobody else reads."""
TRIAL = re.compile(r"\btest[.-]?pypi\b", re.IGNORECASE)


def classify(argv: Iterable[str]) -> frozenset[Does]:
    """What one command does, by its name and sub-command."""
    words = list(argv)
    if not words:
        return frozenset()
    name = words[0].rpartition("/")[2] if "/" in words[0] else words[0]
    name = name.removesuffix(".exe").removesuffix(".phar").removesuffix(".cmd")
    name = "cargo" if name == "cross" else name
    rest = [each for each in words[1:] if name != "cargo" or not each.startswith("+")]
    if name in BY_TARGET or words[0] in BY_TARGET:
        return _by_target(BY_TARGET.get(name) or BY_TARGET[words[0]], rest)
    lenient = name in ("npm", "git", "docker")  # their sub-commands and options go by such names too
    if {"--dry-run", "--help"} & set(rest) or (
        not lenient and any(each in IDLE for each in rest[:2] + [each for each in rest if each.startswith("--")])
    ):
        return frozenset()
    if any((name, each) in RUNS_NO_TEST for each in rest):
        return frozenset()
    plain = [each for each in rest if not each.startswith("-")]
    found = set()
    for pattern, does in _BY_FIRST.get(name, ()):
        options = [each for each in pattern if each.startswith("-")]
        subs = [each for each in pattern if not each.startswith("-")]
        if all(each in rest for each in options) and plain[: len(subs)] == subs:
            found.add(does)
    if name in ("docker", "buildah", "podman") and {"build", "bake"} & set(rest):
        if "--push" in rest or any(each.startswith("--output=type=registry") for each in rest):
            found.add(Does.PUBLISH)
    if name == "go" and plain[:1] == ["test"] and _names_no_test(rest):
        found.discard(Does.TEST)
    if Does.PUBLISH in found and (TRIAL.search(" ".join(rest)) or any(LOCAL.match(each) for each in plain)):
        found.discard(Does.PUBLISH)
    if name in ("goreleaser",) and (
        "--snapshot" in rest or "--skip=publish" in rest or "check" in plain or "build" in plain
    ):
        found.discard(Does.PUBLISH)
    if name in ("ko",) and "--push=false" in rest:
        found.discard(Does.PUBLISH)
    if (
        name == "aws"
        and plain[:2] in (["s3", "cp"], ["s3", "sync"])
        and any(each.startswith("s3://") for each in plain[-1:])
    ):
        found.add(Does.PUBLISH)
    if name == "gsutil" and {"cp", "rsync"} & set(plain) and any(each.startswith("gs://") for each in plain[-1:]):
        found.add(Does.PUBLISH)
    return frozenset(found)


def swallows(argv: list[str]) -> bool:
    """Whether an option makes the command report success whatever it found."""
    pairs = {*pairwise(argv), *((argv[0], each) for each in argv[1:])}
    return not SWALLOWS_VERDICT.isdisjoint(argv) or not SWALLOWS_PAIRS.isdisjoint(pairs)


def _names_no_test(rest: list[str]) -> bool:
    """Whether ``go test`` is told to run only tests of a name that none has, as for benchmarks."""
    wanted = [later for option, later in pairwise(rest) if option in ("-run", "--run")]
    wanted += [each.partition("=")[2] for each in rest if each.startswith(("-run=", "--run="))]
    return any(NO_TEST_NAMED.fullmatch(each.strip("'\"")) for each in wanted)


def _by_target(kind: str, rest: list[str]) -> frozenset[Does]:
    targets, off = TARGETS[kind]
    if any(each in off for each in rest):
        return frozenset(targets[each] for each in rest if each in targets and targets[each] is not Does.TEST)
    excluded = {rest[n + 1] for n, each in enumerate(rest[:-1]) if each in ("-x", "--exclude-task")}
    found = set()
    for each in rest:
        task = each.rpartition(":")[2] if kind == "gradle" else each
        if (
            task in targets
            and task not in excluded
            and not (targets[task] is Does.TEST and excluded & {"test", "check"})
        ):
            found.add(targets[task])
        elif kind == "gradle" and (task.startswith("publish") and "Local" not in task):
            found.add(Does.PUBLISH)
        elif kind == "gradle" and task.startswith("test") and task[4:5].isupper():
            found.add(Does.TEST)
        elif "dependency-check" in each or task == "dependencyCheckAnalyze":
            found.add(Does.VULNERABILITY_MATCH)
        elif "spotbugs" in each.lower():
            found.add(Does.STATIC_ANALYSIS)
        elif "cyclonedx" in each.lower():
            found.add(Does.SBOM)
        elif kind == "mvnw" and "release:perform" in each:
            found.add(Does.PUBLISH)
    return frozenset(found)
