"""What commands do: tools at command position behind any wrapper, and nothing by the mere mention of a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.facts.ci import Command, Does
from assay.formats.commands import VARIABLE, read
from assay.formats.tools import TRIAL, classify

TEST, PUBLISH, INSTALL = Does.TEST, Does.PUBLISH, Does.INSTALL


def commands(script: str, **env: str) -> tuple[Command, ...]:
    return read(script, "ci.yml", 1, env)


def texts(script: str, **env: str) -> list[str]:
    return [each.text for each in commands(script, **env)]


def does(script: str) -> set[Does]:
    return set().union(*(each.does for each in commands(script)))


@pytest.mark.parametrize(
    ("script", "real"),
    [
        ("sudo -E pytest -x", ["pytest -x"]),
        ("sudo -n -u ci pytest", ["pytest"]),
        ("env -u A B=1 pytest", ["pytest"]),
        ("npx jest@29.7.0 --ci", ["jest --ci"]),
        ("npx --yes -p a@1 semantic-release", ["semantic-release"]),
        ("bunx vitest", ["vitest"]),
        ("uvx --from x==1 zizmor .", ["zizmor ."]),
        ("uv run --frozen --group dev pytest", ["pytest"]),
        ("uv tool run ruff check", ["ruff check"]),
        ("poetry run python -m pytest", ["pytest"]),
        ("pipx run build", ["build"]),
        ("pnpm exec playwright test", ["playwright test"]),
        ("bundle exec rspec", ["rspec"]),
        ("mise exec -- npm test", ["npm test"]),
        ("xvfb-run -a pytest", ["pytest"]),
        ("timeout -k 5 60 pytest -q", ["pytest -q"]),
        ("nohup nice -n 5 pytest", ["pytest"]),
        ("time -p exec pytest", ["pytest"]),
        ("corepack pnpm install", ["pnpm install"]),
        ("git ls-files | xargs -n 1 -P 4 shellcheck", ["git ls-files", "shellcheck"]),
        ("nix develop -c pytest", ["pytest"]),
        ("bash -c 'cd a && pytest'", ["cd a", "pytest"]),
        ('bash -euo pipefail -c "pytest | tee log"', ["pytest", "tee log"]),
        ("sh -exc pytest", ["pytest"]),
        ("sudo bash -lc \"bash -c 'pytest'\"", ["pytest"]),
        ("eval 'pytest -x'", ["pytest -x"]),
        ("python3.12 -W error -m pytest -m slow", ["pytest -m slow"]),
        ("python -I manage.py test", ["manage.py test"]),
        ("python -m build --wheel", ["python -m build --wheel"]),
        ("python -c 'import pytest'", ["python -c import pytest"]),
        ("py -3 -m tox -e py", ["tox -e py"]),
        ("command -v pytest", ["command -v pytest"]),
        ("./vendor/bin/phpunit", ["./vendor/bin/phpunit"]),
        ("docker run --rm -it -v $PWD:/a -w /a -e X=1 python:3 pytest", ["docker run --rm -it -v $PWD:/a -w /a -e X=1 python:3 pytest", "pytest"]),
        ("docker compose -f a.yml run --rm web pytest", ["docker compose -f a.yml run --rm web pytest", "pytest"]),
        ("docker-compose exec -T db psql", ["docker-compose exec -T db psql", "psql"]),
        ("docker exec -i web bash -c 'pytest'", ["docker exec -i web bash -c pytest", "pytest"]),
        ("docker build -t run .", ["docker build -t run ."]),
        ("docker run --network=host ghcr.io/gitleaks/gitleaks:v8 detect", ["docker run --network=host ghcr.io/gitleaks/gitleaks:v8 detect", "detect", "gitleaks detect"]),
        ("docker run aquasec/trivy@sha256:abc image x", ["docker run aquasec/trivy@sha256:abc image x", "image x", "trivy image x"]),
        ("sudo", []),
        ("npx", []),
        ("bash -c", []),
        ("docker run", ["docker run"]),
    ],
)  # fmt: skip
def test_wrappers_are_dropped(script: str, real: list[str]) -> None:
    assert texts(script) == real


@pytest.mark.parametrize(
    ("script", "what"),
    [
        # tests
        ("pytest", {TEST}), ("coverage run -m pytest", {TEST}), ("python -m unittest discover", {TEST}), ("npx vitest run", {TEST}),
        ("node --test", {TEST}), ("go test ./...", {TEST, INSTALL}), ("cargo +nightly nextest run --locked", {TEST, INSTALL}), ("mix test", {TEST}),
        ("bundle exec rake spec", {TEST}), ("php artisan test", {TEST}), ("dotnet test -c Release", {TEST}), ("./gradlew :app:test", {TEST}),
        ("./gradlew build -x lint", {TEST}), ("mvn -B verify", {TEST}), ("mvn package", {TEST}), ("ctest --output-on-failure", {TEST}), ("bazel test //...", {TEST}),
        ("sbt +test", {TEST}), ("bats tests", {TEST}), ("docker compose run --rm app pytest", {TEST}), ("gradle testDebugUnitTest", {TEST}),
        # what looks like tests and runs none
        ("pytest --collect-only", set()), ("pytest --co", set()), ("cargo test --no-run --locked", {INSTALL}), ("go test -run '^$' ./...", {INSTALL}), ("ctest -N", set()),
        ("rspec --dry-run", set()), ("dotnet test --list-tests", set()), ("./gradlew build -x test", set()), ("./gradlew build -x check", set()), ("mvn install -DskipTests", set()),
        ("mvn -Dmaven.test.skip=true package", set()), ("pip install pytest", {INSTALL}), ("echo pytest", set()), ("which pytest", set()), ("cat pytest.ini", set()),
        ("pytest --version", set()), ("git commit -m pytest", set()), ("apt-get install bats", set()),
        # analysis
        ("bandit -r src", {Does.STATIC_ANALYSIS}), ("semgrep ci", {Does.STATIC_ANALYSIS}), ("trivy config .", {Does.STATIC_ANALYSIS}), ("ruff check .", {Does.LINT}),
        ("gitleaks detect", {Does.SECRET_SCAN}), ("pip-audit -r requirements.txt", {Does.VULNERABILITY_MATCH}), ("npm audit", {Does.VULNERABILITY_MATCH}),
        ("dotnet list package --vulnerable", {Does.VULNERABILITY_MATCH}), ("dotnet list package", set()), ("mvn org.owasp:dependency-check-maven:check", {Does.VULNERABILITY_MATCH}),
        ("cargo deny check", {Does.VULNERABILITY_MATCH, Does.LICENCE_CHECK}), ("trivy image x", {Does.VULNERABILITY_MATCH}), ("zizmor .", {Does.PIPELINE_AUDIT}),
        ("syft . -o spdx-json", {Does.SBOM}), ("nuclei -u x", {Does.DYNAMIC_TEST}), ("docker run semgrep/semgrep semgrep scan", {Does.STATIC_ANALYSIS}),
        ("curl -H 'Authorization: bearer scan' https://x.example", set()), ("docker run postgres:16 postgres", set()),
        # signing and the like
        ("cosign sign x@sha256:a", {Does.SIGN}), ("gpg --batch --detach-sign a", {Does.SIGN}), ("gpg --import key", set()), ("sha256sum a > b", {Does.CHECKSUM}),
        ("docker login -u a", {Does.CLOUD_LOGIN}), ("kubectl apply -f x", {Does.DEPLOY}), ("make build", set()), ("go build ./...", {Does.BUILD, INSTALL}),
    ],
)  # fmt: skip
def test_what_commands_do(script: str, what: set[Does]) -> None:
    assert does(script) == what


@pytest.mark.parametrize(
    "script",
    [
        "twine upload dist/*", "python -m twine upload dist/*", "uv publish", "poetry publish --build", "flit publish", "hatch publish", "pdm publish", "maturin upload dist/*",
        "npm publish --access public", "pnpm publish -r", "yarn npm publish", "npx semantic-release", "npx changeset publish", "cargo publish", "gem push a.gem",
        "mvn -B deploy", "mvn release:perform", "./gradlew publishToSonatype closeRepository", "sbt ci-release", "dotnet nuget push a.nupkg", "docker push ghcr.io/a/b:1",
        "docker buildx build --push .", "docker build --push -t x .", "podman push x", "buildah push x", "/kaniko/executor --destination x", "ko build ./cmd", "crane push a b",
        "skopeo copy a b", "oras push x", "helm push a oci://b", "cr upload", "goreleaser release --clean", "gh release create v1 a.tgz", "gh release upload v1 a.tgz",
        "glab release create v1", "release-cli create --name v1", "aws s3 sync dist s3://bucket", "gsutil cp a gs://bucket", "fastlane deliver", "xcrun altool --upload-app",
        "snapcraft upload a.snap", "dart pub publish -f", "pod trunk push", "vsce publish", "mix hex.publish", "conan upload x",
    ],
)  # fmt: skip
def test_signs_of_publishing(script: str) -> None:
    assert PUBLISH in does(script)


@pytest.mark.parametrize(
    "script",
    [
        "npm publish --dry-run", "cargo publish --dry-run", "npm pack", "goreleaser release --snapshot", "goreleaser build", "goreleaser check", "goreleaser release --skip=publish",
        "ko build --push=false ./cmd", "./gradlew publishToMavenLocal", "docker build -t a .", "twine check dist/*", "twine upload --repository testpypi dist/*",
        "twine upload --repository-url https://test.pypi.example/legacy/ dist/*", "uv publish --index testpypi", "docker push localhost:5000/a", "docker push 127.0.0.1:5000/a:1",
        "aws s3 sync s3://bucket dist", "gh release view v1", "make release", "echo npm publish", "git push", "helm lint a", "docker push --help",
    ],
)  # fmt: skip
def test_what_publishes_nothing(script: str) -> None:
    assert PUBLISH not in does(script)


@pytest.mark.parametrize(
    ("script", "runs"),
    [
        ("curl -sSf https://x.example/i.sh | sh", True),
        ("wget -qO- https://x.example | sudo -E bash -s -- -y", True),
        ("curl https://x.example | sudo -u root sh", True),
        ("curl https://x.example | tee log | bash", True),
        ("curl https://x.example | python3 -", True),
        ("bash <(curl -s https://x.example)", True),
        ('sh -c "$(curl -fsSL https://x.example)"', True),
        ("bash -c $(curl https://x.example)", True),
        ("eval $(curl https://x.example)", True),
        ("source <(curl https://x.example)", True),
        ("iwr https://x.example | iex", True),
        ("curl https://x.example | jq .", False),
        ("curl https://x.example | tar xz", False),
        ("curl https://x.example | python3 -c 'import json'", False),
        ("curl https://x.example > i.sh; sha256sum -c sums; sh i.sh", False),
        ("sh build.sh $(curl -s https://x.example/version)", False),
        ("echo 'curl x | sh'", False),
        ("# curl x | sh", False),
    ],
)
def test_downloads_that_are_run_in_one_go(script: str, runs: bool) -> None:
    assert (Does.REMOTE_SCRIPT in does(script)) is runs


@pytest.mark.parametrize(
    ("script", "ignored"),
    [
        ("pytest", False),
        ("pytest || true", True),
        ("bash -c 'pytest || true'", True),
        ("bash -c 'pytest' || true", True),
        ("eval 'pytest' || echo", True),
        ("jest --passWithNoTests", True),
        ("trivy fs --exit-code 0 .", True),
        ("trivy fs --exit-code 1 .", False),
        ("bandit --exit-zero -r .", True),
        ("gitleaks detect --exit-code=0", True),
        ("mvn verify -fn", True),
        ("mvn verify -Dmaven.test.failure.ignore=true", True),
        ("make -i test", True),
        ("npm audit --audit-level none", True),
        ("npm audit --audit-level high", False),
    ],
)
def test_verdicts_that_are_swallowed(script: str, ignored: bool) -> None:
    assert commands(script)[0].failure_ignored is ignored


@pytest.mark.parametrize(
    ("script", "env", "found"),
    [
        ("${{ env.CARGO }} test --workspace", {"CARGO": "cross"}, "cross test --workspace"),
        ("${{ env['CARGO'] }} test", {"CARGO": "cargo"}, "cargo test"),
        ("$CARGO test", {"CARGO": "cargo +nightly"}, "cargo +nightly test"),
        ("${CARGO} test", {"CARGO": "cargo"}, "cargo test"),
        ("sudo $CARGO test", {"CARGO": "cargo"}, "cargo test"),
        ("if true; then $CARGO test; fi", {"CARGO": "cargo"}, "cargo test"),
        ("$RUN pytest", {"RUN": "uv run"}, "pytest"),
        ("%PYTEST% -x", {"PYTEST": "pytest"}, "pytest -x"),
        ("$env:PYTEST -x", {"PYTEST": "pytest"}, "pytest -x"),
        ("${PYTHON:-python3} -m pytest", {}, "pytest"),
        ("${PYTHON:-python3} -m pytest", {"PYTHON": "pypy3"}, "pytest"),
        ("export TOOL=pytest\n$TOOL -x", {}, "pytest -x"),
        ("CARGO=cargo env $CARGO test", {}, "cargo test"),
        ("$VENV/bin/pytest -x", {}, "$VENV/bin/pytest -x"),
        ("$CARGO test", {}, "$CARGO test"),
        ("$CARGO test", {"CARGO": "$(which cargo)"}, "$CARGO test"),
        ("$CARGO test", {"CARGO": "cargo; curl x | sh"}, "$CARGO test"),
        ("$CARGO test", {"CARGO": "${{ matrix.cargo }}"}, "$CARGO test"),
        ("echo $CARGO test", {"CARGO": "cargo"}, "echo $CARGO test"),
    ],
)
def test_commands_named_by_a_variable(script: str, env: dict[str, str], found: str) -> None:
    assert texts(script, **env)[-1] == found


@pytest.mark.parametrize("word", ["$A", "${A}", "${{ matrix.cmd }}", "%A%", "$env:A", "${A:-b c}", "$(…)", "${a.b}"])
def test_what_is_a_variable_and_nothing_else(word: str) -> None:
    assert VARIABLE.fullmatch(word)


@pytest.mark.parametrize("word", ["a", "$A/bin/x", "x$A", "${A}x", "100%", "$", "$1", "./$A.sh"])
def test_what_is_more_than_a_variable(word: str) -> None:
    assert not VARIABLE.fullmatch(word)


def test_names_of_own_functions_are_no_tools() -> None:
    assert does("pytest() { echo; }\npytest") == set()
    assert does("npm() { echo; }\nnpm ci") == set()


def test_lines_and_paths() -> None:
    (first, second) = read("a\nbash -c 'b'", "x/y.yml", 40)
    assert [(each.path, each.line) for each in (first, second)] == [("x/y.yml", 40), ("x/y.yml", 41)]


@pytest.mark.parametrize(
    "script",
    [
        "sudo " + "-a " * 60_000 + "pytest",
        "docker run " + "--opt v " * 20_000 + "img pytest",
        "docker run x " * 15_000,
        "bash -c " * 20_000,
        "sh -c '" + "sh -c " * 20_000 + "'",
        "eval " * 30_000,
        "python " + "-W x " * 30_000,
        "timeout " * 20_000,
        "npx " * 40_000,
        "env A=1 " * 20_000,
        "$A " * 50_000,
        "f() {\n" * 20_000,
    ],
)  # fmt: skip
def test_long_rows_of_wrappers_do_no_harm(script: str) -> None:
    assert len(commands(script, A="$A")) <= 50_000


WORDS = st.sampled_from(
    ["pytest", "sudo", "npx", "docker", "run", "bash", "-c", "env", "A=1", "python", "-m", "", "--", "-x", "timeout", "5", "$A", "${{ a }}", "curl", "|", "sh", "eval", "go", "test", "mvn", "a@1", "@", "gradle", "twine", "upload", "compose", "exec", "bundle", "config", "é", "\0"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=12))
def test_any_words_are_read(words: list[str]) -> None:
    for each in commands(" ".join(words) + "\n'" + "' '".join(words) + "'", A="pytest"):
        assert each.argv
        assert classify(each.argv) <= set(Does)


@pytest.mark.parametrize("text", ["testpypi", "https://test.pypi.example/legacy/", "test-pypi"])
def test_trial_indexes(text: str) -> None:
    assert TRIAL.search(f"upload {text}")
    assert not TRIAL.search("upload latest-pypi pypi")
