"""What commands do: tools matched at command position, wrappers dropped, never by substring (judgement rules, 4.1)."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise

from assay.facts.ci import Command, Does
from assay.formats import shell
from assay.formats.installs import install_of

_T = {
    Does.TEST: """
        pytest|py.test|nosetests|nose2|green|stestr run|trial|coverage run|unittest|doctest|manage.py test|django-admin test|behave|robot
        jest|vitest|mocha|ava|karma start|cypress run|playwright test|tap|borp|c8|nyc|qunit|testcafe|wtr|ng test|node --test|bun test|deno test|turbo test|nx test|lerna test
        go test|gotestsum|ginkgo|cargo test|cargo nextest|cargo tarpaulin|cargo llvm-cov|mix test|rspec|rails test|rake test|rake spec|minitest|cucumber
        phpunit|pest|codecept run|paratest|artisan test|phpspec run|dotnet test|vstest.console|nunit3-console|swift test|xcodebuild test|flutter test|dart test
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
        cargo publish|cargo release|gem push|rake release|dotnet nuget push|nuget push|docker push|podman push|buildah push|crane push|crane copy|skopeo copy|oras push|ko publish|ko build|ko resolve|ko apply|executor|helm push|cr upload|goreleaser release|goreleaser
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
RUNNERS = {
    ("npx",), ("bunx",), ("uvx",), ("pipx", "run"), ("uv", "tool", "run"), ("pnpm", "dlx"), ("pnpm", "exec"), ("yarn", "dlx"), ("yarn", "exec"), ("npm", "exec"),
    ("poetry", "run"), ("uv", "run"), ("pipenv", "run"), ("pdm", "run"), ("hatch", "run"), ("rye", "run"), ("bundle", "exec"), ("mise", "exec"), ("xvfb-run",), ("sudo",), ("time",),
    ("nice",), ("exec",), ("command",), ("env",), ("nohup",), ("ionice",), ("stdbuf",), ("chronic",), ("dotnet", "tool", "run"), ("php",), ("&",), ("call",), ("doas",), ("gosu",), ("retry",), ("catchsegv",), ("dbus-run-session",), ("wine",), ("cross",), ("opam", "exec"), ("nix-shell",), ("coverage", "run"), ("python",), ("python3",),
}  # fmt: skip
"""Words in front of the real command."""
TAKES_VALUE = frozenset(
    "-u -p --package --with --from --python -c --group --extra --project --directory -n --user -E --filter --prefix -C --cwd -e --env --only-group --no-group --source".split()
)
SHELLS = frozenset({"bash", "sh", "zsh", "dash", "ash"})
PYTHONS = re.compile(r"(python|pypy|py)[0-9.]*$")
DOWNLOADERS = frozenset({"curl", "wget", "fetch", "iwr", "Invoke-WebRequest", "irm", "http"})
INTERPRETERS = SHELLS | {"python", "python3", "perl", "ruby", "node", "php", "iex", "tee"}


def read(script: str, path: str, line: int) -> tuple[Command, ...]:
    """The commands of a script, classified. ``line`` is that of the script's first line in ``path``."""
    simples = shell.split(script, line)
    own = frozenset(FUNCTION.findall(script))
    found: list[Command] = []
    for number, simple in enumerate(simples):
        for argv in unwrap(simple.words):
            command = Command(
                argv=tuple(argv),
                path=path,
                line=simple.line,
                does=frozenset() if argv[0] in own else classify(argv),
                install=None if argv[0] in own else install_of(argv, simple.env),
                failure_ignored=simple.failure_ignored or _swallows(argv),
            )
            if _is_piped_download(simples, number) or _is_substituted_download(simples, number):
                command = replace(command, does=command.does | {Does.REMOTE_SCRIPT})
            if command.install:
                command = replace(command, does=command.does | {Does.INSTALL})
            found.append(command)
    return tuple(found)


def unwrap(words: list[str]) -> list[list[str]]:
    """The real command behind ``sudo``, ``npx``, ``poetry run``, ``bash -c`` … as one or more argument lists."""
    argv = list(words)
    for _ in range(6):
        if not argv:
            return []
        head = argv[0].rpartition("/")[2]
        if head == "command" and argv[1:2] in (["-v"], ["-V"]):
            return [argv]
        if head in SHELLS and "-c" in argv[1:]:
            at = argv.index("-c")
            inner = argv[at + 1] if at + 1 < len(argv) else ""
            return [each for simple in shell.split(inner) for each in unwrap(simple.words)]
        if PYTHONS.fullmatch(head):
            rest = [each for each in argv[1:] if each != "-m"]
            named = "-m" in argv[1:4]
            while rest and rest[0].startswith("-") and rest[0] != "-c":
                rest = rest[2 if rest[0] in ("-W", "-X") else 1 :]
            if not rest or rest[0] == "-c":
                return [argv]
            if named and rest[0] == "build":
                return [["python", "-m", *rest]]
            argv = rest if named or rest[0].endswith(".py") else argv
            return [[argv[0].rpartition("/")[2] if not named else argv[0], *argv[1:]]]
        if head in ("docker", "docker-compose", "podman") and (inside := _inside_container(argv)):
            return [argv, *unwrap(inside)]
        if head == "timeout":
            argv = argv[1:]
            while argv and argv[0].startswith("-"):
                argv = argv[2:] if argv[0] in ("-k", "-s") else argv[1:]
            argv = argv[1:]
            continue
        length = next((n for n in (3, 2, 1) if (head, *argv[1:n]) in RUNNERS), 0)
        if not length or head in ("python", "python3"):
            return [argv]
        if (head, *argv[1:2]) == ("coverage", "run"):
            return [argv]
        argv = _after_options([each for each in argv[length:] if head != "sudo" or each != "-E"])
    return [argv]


def _after_options(argv: list[str]) -> list[str]:
    while argv and (argv[0].startswith("-") or shell.ASSIGNMENT.match(argv[0])):
        if argv[0] == "--":
            return argv[1:]
        argv = argv[2:] if argv[0] in TAKES_VALUE else argv[1:]
    if argv and "@" in argv[0][1:]:
        argv = [argv[0][0] + argv[0][1:].partition("@")[0], *argv[1:]]
    return argv


def _inside_container(argv: list[str]) -> list[str]:
    if not ({"run", "exec"} & set(argv[1:3])):
        return []
    rest = argv[argv.index("run" if "run" in argv else "exec") + 1 :]
    while rest and rest[0].startswith("-"):
        rest = (
            rest[1:]
            if "=" in rest[0]
            or rest[0] in ("--rm", "-it", "-i", "-t", "-T", "-d", "--init", "--privileged", "--no-deps")
            else rest[2:]
        )
    return rest[1:]


def classify(argv: Iterable[str]) -> frozenset[Does]:
    """What one command does, by its name and sub-command."""
    words = list(argv)
    if not words:
        return frozenset()
    name = words[0].rpartition("/")[2] if "/" in words[0] else words[0]
    name = name.removesuffix(".exe").removesuffix(".phar").removesuffix(".cmd")
    rest = words[1:]
    if name in BY_TARGET or words[0] in BY_TARGET:
        return _by_target(BY_TARGET.get(name) or BY_TARGET[words[0]], rest)
    if any(each in IDLE for each in rest[:2] + [each for each in rest if each.startswith("--")]) and name not in (
        "npm",
        "git",
        "docker",
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
    if name in ("docker", "buildah", "podman") and "build" in rest:
        if "--push" in rest or any(each.startswith("--output=type=registry") for each in rest):
            found.add(Does.PUBLISH)
    if name == "go" and plain[:1] == ["test"] and _names_no_test(rest):
        found.discard(Does.TEST)
    if name == "make" and "release" in plain:
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


def _swallows(argv: list[str]) -> bool:
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
        if task in targets and task not in excluded and not (targets[task] is Does.TEST and "test" in excluded):
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


def _is_piped_download(simples: list[shell.Simple], number: int) -> bool:
    simple = simples[number]
    if simple.words[0] not in DOWNLOADERS or simple.after != "|":
        return False
    for later in simples[number + 1 : number + 4]:
        if later.before != "|":
            return False
        words = [each for each in later.words if each not in ("sudo", "-E", "env")]
        head = (words or [""])[0].rpartition("/")[2]
        if head in SHELLS or head == "iex":
            return True
        if head in INTERPRETERS - {"tee"} and not ({"-c", "-e", "-m"} & set(words[1:])):
            return True
    return False


def _is_substituted_download(simples: list[shell.Simple], number: int) -> bool:
    """``bash <(curl …)`` and ``sh -c "$(curl …)"``."""
    words = simples[number].words
    head = words[0].rpartition("/")[2]
    if head not in SHELLS | {"source", ".", "eval", "iex"}:
        return False
    following = simples[number + 1] if number + 1 < len(simples) else None
    if words[-1] == "<" and following and following.words[0] in DOWNLOADERS:
        return True
    return any(re.match(r"\$\((curl|wget)\b", each) for each in words[1:])


FUNCTION = re.compile(r"(?m)^[ \t]{0,20}(?:function[ \t]{1,8})?([\w-]{1,60})[ \t]{0,8}\(\)[ \t]{0,8}\{?")
"""Functions a script defines: their names are no tools."""

Reader = Callable[[str], "str | None"]
"""Gives the text of a file of the revision, or None."""
