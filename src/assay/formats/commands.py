"""What commands do: tools matched at command position, wrappers dropped, never by substring (judgement rules, 4.1)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from assay.facts.ci import Command, Does
from assay.formats import shell
from assay.formats.installs import install_of

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
RUNNERS = {
    ("npx",), ("bunx",), ("uvx",), ("pipx", "run"), ("uv", "tool", "run"), ("pnpm", "dlx"), ("pnpm", "exec"), ("yarn", "dlx"), ("yarn", "exec"), ("npm", "exec"),
    ("poetry", "run"), ("uv", "run"), ("pipenv", "run"), ("pdm", "run"), ("hatch", "run"), ("rye", "run"), ("bundle", "exec"), ("mise", "exec"), ("xvfb-run",), ("sudo",), ("time",),
    ("nice",), ("exec",), ("command",), ("env",), ("nohup",), ("ionice",), ("stdbuf",), ("chronic",), ("dotnet", "tool", "run"), ("php",), ("&",), ("call",), ("doas",), ("gosu",), ("retry",), ("catchsegv",), ("dbus-run-session",), ("wine",), ("opam", "exec"), ("nix-shell",), ("coverage", "run"),
    ("xargs",), ("setsid",), ("unbuffer",), ("winpty",), ("corepack",), ("pixi", "run"), ("conda", "run"), ("micromamba", "run"), ("nix", "develop"),
}  # fmt: skip
"""Words in front of the real command."""
TAKES_VALUE = frozenset(
    "-u -p --package --with --from --python -c --group --extra --project --directory -n --user -E --filter --prefix -C --cwd -e --env --only-group --no-group --source -P -I -L".split()
)
FLAGS = {
    "sudo": frozenset({"-E", "-n"}),
    "doas": frozenset({"-n"}),
    "time": frozenset({"-p"}),
    "nix": frozenset({"-c"}),
}
"""Options that take no value with this runner, though they do with others."""
SHELLS = frozenset({"bash", "sh", "zsh", "dash", "ash"})
VARIABLE = re.compile(
    r"\$\{\{\s*(?:env|variables)(?:\.|\[')([A-Za-z_]\w{0,60})(?:'\])?\s*\}\}|\$\{\{[^}]*\}\}|\$(?:env:)?([A-Za-z_]\w{0,60})|%([A-Za-z_]\w{0,60})%"
    r"|\$\{(?:env[.:])?([A-Za-z_][\w.]{0,60})(?::?-(?P<default>[^}]*))?\}|\$\(…\)",
    re.IGNORECASE,
)
"""A variable or an expression and nothing else, as the shells and systems write them."""
PLAIN_VALUE = re.compile(r"[\w./@+-]{1,100}( [\w./@+=-]{1,100}){0,6}")
INLINE = re.compile(r"-[a-z]*c")
"""The option with which a shell is handed a script."""
DEEPEST = 4
PYTHONS = re.compile(r"(python|pypy|py)[0-9.]*$")
CONTAINER_TOOLS = ("docker", "docker-compose", "podman", "nerdctl")
CONTAINER_FLAGS = re.compile(
    r"-[itdTPq]{1,5}|--(rm|init|privileged|no-deps|interactive|tty|detach|read-only|quiet|service-ports|build|publish-all|no-TTY)|--[^=]+=.*"
)
FROM_IMAGE = frozenset({Does.STATIC_ANALYSIS, Does.SECRET_SCAN, Does.VULNERABILITY_MATCH, Does.DYNAMIC_TEST, Does.SBOM, Does.PIPELINE_AUDIT})  # fmt: skip
"""What an image of a tool's name does by its entry point."""
MAY_BE_NOTHING = re.compile(r"\$\{\{(?!.*'\s*(?:echo|printf|true|:)\b).{1,500}\|\|\s*''\s*\}\}", re.DOTALL)
"""An expression before a command that puts a wrapper there in some cases and nothing in the others."""
LOCAL = re.compile(r"(localhost|127\.0\.0\.1|\[::1\]|kind-registry)(:|/)")
"""A registry on the machine itself, which nobody else reads."""
TRIAL = re.compile(r"\btest[.-]?pypi\b", re.IGNORECASE)
DOWNLOADERS = frozenset({"curl", "wget", "fetch", "iwr", "Invoke-WebRequest", "irm", "http"})
INTERPRETERS = SHELLS | {"python", "python3", "perl", "ruby", "node", "php", "iex", "tee"}


def read(
    script: str,
    path: str,
    line: int,
    env: Mapping[str, str] | None = None,
    called: frozenset[str] = frozenset(),
) -> tuple[Command, ...]:
    """The commands of a script, classified. ``line`` is that of the script's first line in ``path``.

    ``env`` holds what the definition sets; ``called`` are the functions that those who source the script call.
    """
    simples = shell.split(script, line, called)
    own = frozenset(FUNCTION.findall(script))
    set_before = dict(env or {})
    found: list[Command] = []
    for number, simple in enumerate(simples):
        set_before |= _settings(simple.words)
        downloads = _is_piped_download(simples, number) or _is_substituted_download(simples, number)
        for argv, given, ignored in _resolved(simple, set_before):
            is_own = argv[0] in own
            install = None if is_own else install_of(argv, {**set_before, **given})
            does = frozenset() if is_own else classify(argv)
            if downloads:
                does |= {Does.REMOTE_SCRIPT}
            if install:
                does |= {Does.INSTALL}
            ignored = ignored or simple.failure_ignored or _swallows(argv)
            found.append(Command(tuple(argv), path, simple.line, does, install, ignored))
    return tuple(found)


def _settings(words: list[str]) -> dict[str, str]:
    """What a command sets for those after it, as far as installs look at it."""
    if words[0] in ("export", "declare", "typeset", "setx"):
        return {name: value for name, equals, value in (each.partition("=") for each in words[1:]) if equals}
    if words[:2] == ["go", "env"] and "-w" in words:
        return {name: value for name, equals, value in (each.partition("=") for each in words[3:]) if equals}
    if words[:2] == ["bundle", "config"]:
        plain = [each for each in words[2:] if not each.startswith("-") and each != "set"]
        if len(plain) == 2 and plain[0] in ("frozen", "deployment"):
            return {f"BUNDLE_{plain[0].upper()}": plain[1]}
    return {}


def _resolved(simple: shell.Simple, known: Mapping[str, str]) -> Iterator["Unwrapped"]:
    """The commands behind wrappers, a variable in place of a name replaced where the definition sets it to plain words."""
    for argv, given, ignored in _unwrapped(simple.words, simple.env, 0):
        match = VARIABLE.fullmatch(argv[0])
        name = next((each for each in match.groups() if each), "") if match else ""
        value = given.get(name) or known.get(name) or (match and match.group("default")) or ""
        if name and PLAIN_VALUE.fullmatch(value):
            yield from (
                (each, env, inner or ignored) for each, env, inner in _unwrapped([*value.split(), *argv[1:]], given, 0)
            )
        else:
            yield argv, given, ignored


Unwrapped = tuple[list[str], dict[str, str], bool]
"""Words of a command, the variables set for it alone, and whether its failure has no effect."""


def _unwrapped(words: list[str], env: dict[str, str], depth: int) -> Iterator[Unwrapped]:
    """The real command behind ``sudo``, ``npx``, ``poetry run``, ``bash -c`` … as one or more argument lists."""
    argv, env = list(words), dict(env)
    for _ in range(6):
        if not argv:
            return
        if len(argv) > 1 and MAY_BE_NOTHING.fullmatch(argv[0]):
            argv = argv[1:]
            continue
        head = argv[0].rpartition("/")[2]
        inline = next((at for at, each in enumerate(argv[1:9], 1) if INLINE.fullmatch(each)), 0)
        if head == "command" and argv[1:2] in (["-v"], ["-V"]):
            break
        if depth < DEEPEST and ((head in SHELLS and inline) or (head == "eval" and len(argv) > 1)):
            inner = " ".join(argv[1:]) if head == "eval" else " ".join(argv[inline + 1 : inline + 2])
            for simple in shell.split(inner):
                for each, given, ignored in _unwrapped(simple.words, env | simple.env, depth + 1):
                    yield each, given, ignored or simple.failure_ignored
            return
        if PYTHONS.fullmatch(head):
            argv = _of_python(argv)
            break
        if head in CONTAINER_TOOLS:
            yield argv, env, False
            if depth < DEEPEST:
                for each in _inside_container(argv):
                    yield from _unwrapped(each, {}, depth + 1)
            return
        if head == "timeout":
            at = 1
            while at < len(argv) and argv[at].startswith("-"):
                at += 2 if argv[at] in ("-k", "-s") else 1
            argv = argv[at + 1 :]
            continue
        length = next((n for n in (3, 2, 1) if (head, *argv[1:n]) in RUNNERS), 0)
        if not length or (head, *argv[1:2]) == ("coverage", "run"):
            break
        argv = _after_options(argv, length, env)
    if argv:
        yield argv, env, False


def _of_python(argv: list[str]) -> list[str]:
    """The module or script that Python is told to run, as the command; the words as they are for ``-c``."""
    at = 1
    while at < len(argv) and argv[at].startswith("-") and argv[at] not in ("-c", "-m"):
        at += 2 if argv[at] in ("-W", "-X") else 1
    rest = argv[at:]
    if rest[:1] == ["-m"] and len(rest) > 1:
        return ["python", *rest] if rest[1] == "build" else rest[1:]
    if rest and rest[0].endswith(".py"):
        return [rest[0].rpartition("/")[2], *rest[1:]]
    return [argv[0].rpartition("/")[2], *argv[1:]]


def _after_options(argv: list[str], at: int, env: dict[str, str]) -> list[str]:
    """The words after a runner's options; variables it sets are put to ``env``."""
    flags = FLAGS.get(argv[0], frozenset())
    while at < len(argv) and argv[at] != "--":
        if assigned := shell.ASSIGNMENT.match(argv[at]):
            env[assigned.group().rstrip("+=")] = argv[at][assigned.end() :]
        elif not argv[at].startswith("-"):
            break
        at += 2 if argv[at] in TAKES_VALUE and argv[at] not in flags else 1
    rest = argv[at + 1 :] if at < len(argv) and argv[at] == "--" else argv[at:]
    if rest and "@" in rest[0][1:]:
        rest = [rest[0][0] + rest[0][1:].partition("@")[0], *rest[1:]]
    return [rest[0].partition("==")[0], *rest[1:]] if rest else rest


def _inside_container(argv: list[str]) -> Iterator[list[str]]:
    """What ``docker run`` and ``docker compose exec`` are told to run, and the tool an image is named after."""
    at = 1
    while at < len(argv) and (argv[at].startswith("-") or argv[at] in ("compose", "container")):
        takes_value = argv[at] in ("-f", "--file", "-p", "--project-name", "--profile", "--env-file", "-H", "--context")
        at += 2 if takes_value else 1
    if argv[at : at + 1] not in (["run"], ["exec"]):
        return
    at += 1
    while at < len(argv) and argv[at].startswith("-"):
        at += 1 if CONTAINER_FLAGS.fullmatch(argv[at]) else 2
    if at >= len(argv):
        return
    yield argv[at + 1 :]
    tool = [argv[at].rpartition("@")[0] or argv[at]]
    tool = [tool[0].rpartition("/")[2].partition(":")[0], *argv[at + 1 :]]
    if classify(tool) & FROM_IMAGE:
        yield tool


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


def _is_piped_download(simples: list[shell.Simple], number: int) -> bool:
    simple = simples[number]
    if simple.words[0] not in DOWNLOADERS or simple.after != "|":
        return False
    for later in simples[number + 1 : number + 4]:
        if later.before != "|":
            return False
        words = list(later.words)
        while words and words[0] in ("sudo", "env", "doas"):
            words = _after_options(words, 1, {})
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
    if any(re.match(r"\$\((curl|wget)\b", each) for each in words[1:]):
        return True
    handed = [later for option, later in pairwise(words) if head == option or INLINE.fullmatch(option)]
    return "$(…)" in (words[1:] if head == "eval" else handed) and bool(following and following.words[0] in DOWNLOADERS)


FUNCTION = re.compile(r"(?m)^[ \t]{0,20}(?:function[ \t]{1,8})?([\w-]{1,60})[ \t]{0,8}\(\)[ \t]{0,8}\{?")
"""Functions a script defines: their names are no tools."""
