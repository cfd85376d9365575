"""Installs of every ecosystem: which form is held to the lock and which is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.facts.ci import Install
from assay.facts.ecosystems import ECOSYSTEMS
from assay.formats.commands import read
from assay.formats.installs import install_of

FORMS = {"locked", "needs lock", "follows lock", "unlocked", "exact", "unclear"}


def install(script: str, **env: str) -> Install | None:
    """The install of the last command of a script."""
    return read(script, "ci.yml", 1, env)[-1].install


ROWS: dict[str, dict[str, tuple[str, ...]]] = {
    "npm": {
        "locked": ("npm ci", "npm ci --omit=dev", "npm clean-install", "npm --prefix web ci"),
        "follows lock": ("npm install", "npm i --no-audit"),
        "unlocked": ("npm update", "npm install express", "npm install express@latest", "npm i a@^1.2", "npm install --no-package-lock"),
        "exact": ("npm install express@4.21.1", "npm i @scope/a@1.0.0 b@2.0.0-rc.1"),
        "": ("npm test", "npm run ci", "npm install --package-lock-only", "npm", "npm ci --dry-run"),
    },
    "yarn": {
        "locked": ("yarn install --frozen-lockfile", "yarn --frozen-lockfile", "yarn install --immutable --inline-builds"),
        "unclear": ("yarn", "yarn install"),
        "unlocked": ("yarn install --no-immutable", "yarn --no-lockfile", "yarn upgrade", "yarn up a", "yarn add a"),
        "exact": ("yarn add a@1.2.3", "yarn global add a@1.2.3"),
        "": ("yarn test", "yarn run install", "yarn --version"),
    },
    "pnpm": {
        "locked": ("pnpm install --frozen-lockfile", "pnpm i --frozen-lockfile -r"),
        "needs lock": ("pnpm install", "pnpm i"),
        "unlocked": ("pnpm install --no-frozen-lockfile", "pnpm install --frozen-lockfile=false", "pnpm update", "pnpm add a", "pnpm i a"),
        "exact": ("pnpm add a@1.2.3",),
        "": ("pnpm test", "pnpm install --lockfile-only"),
    },
    "bun": {
        "locked": ("bun install --frozen-lockfile", "bun ci"),
        "follows lock": ("bun install", "bun i"),
        "unlocked": ("bun update", "bun add a", "bun install a"),
        "exact": ("bun add a@1.2.3",),
        "": ("bun test", "bun run install"),
    },
    "poetry": {
        "needs lock": ("poetry install --no-root", "poetry sync", "poetry install --with dev"),
        "unlocked": ("poetry update", "poetry add a", "poetry lock"),
        "": ("poetry build", "poetry check --lock", "poetry lock --check"),
    },
    "uv": {
        "locked": ("uv sync --locked", "uv sync --frozen --no-dev", "UV_LOCKED=1 uv sync", "UV_FROZEN=true uv sync"),
        "follows lock": ("uv sync", "uv sync --extra a"),
        "unlocked": ("uv add a", "uv lock --upgrade"),
        "": ("uv lock --check", "uv build", "uv version"),
    },
    "pdm": {
        "locked": ("pdm sync", "pdm install --frozen-lockfile", "pdm install --check"),
        "follows lock": ("pdm install",),
        "unlocked": ("pdm update", "pdm add a"),
        "": ("pdm build",),
    },
    "pipenv": {
        "locked": ("pipenv sync", "pipenv install --deploy", "pipenv install --ignore-pipfile"),
        "unlocked": ("pipenv install", "pipenv update", "pipenv install --skip-lock"),
        "": ("pipenv graph",),
    },
    "pip": {
        "locked": ("pip install --require-hashes -r requirements.txt", "pip3 install -r r.txt --require-hashes", "PIP_REQUIRE_HASHES=1 pip install -r r.txt", "uv pip sync --require-hashes r.txt"),
        "needs lock": ("pip install -r requirements.txt", "pip install -rrequirements.txt", "pip install --requirement=r.txt", "python -m pip install -r r.txt -c c.txt", "uv pip sync r.txt", "uv pip install -r r.txt"),
        "unlocked": ("pip install flask", "pip install 'flask>=3'", "pip install -U pip", "pip install .", "pip install -e .[dev]", "pip install ./sub", "uv pip install a", "pipx install a", "uv tool install a"),
        "exact": ("pip install flask==3.0.3", "pip install a===1 b==2.0", "pip install --no-deps .", "pip install --no-index -f wheels a", "pipx install a==1", "uv tool install a==1", "uv tool install a@1.2.3"),
        "unclear": ("pip install dist/a.whl", "pip install dist/*"),
        "": ("pip freeze", "pip install", "pip --version", "pip check"),
    },
    "go": {
        "locked": ("go build ./...", "go test ./...", "go mod download", "go mod verify", "go run .", "go install ./cmd/a"),
        "unlocked": ("go get -u ./...", "go install a.example/b@latest", "GOSUMDB=off go build", "GOFLAGS=-insecure go build", "GOFLAGS=-mod=mod go build", "go build -mod=mod ./...", "GONOSUMDB='*' go build"),
        "exact": ("go install a.example/b@v1.2.3", "go get a.example/b@v1.2.3"),
        "": ("go mod tidy", "go version", "go get ."),
    },
    "cargo": {
        "locked": ("cargo build --locked", "cargo test --frozen", "cargo install --locked a", "cargo +nightly build --locked", "cross build --locked", "cargo fetch --locked"),
        "follows lock": ("cargo build --release", "cargo test", "cross test --target x", "cargo publish"),
        "unlocked": ("cargo update", "cargo install a", "cargo install a --version 1.2.3"),
        "": ("cargo fmt", "cargo metadata --locked"),
    },
    "bundler": {
        "locked": ("bundle install --deployment", "bundle --frozen", "BUNDLE_FROZEN=true bundle install", "BUNDLE_DEPLOYMENT=1 bundle", "bundle config set --local frozen true\nbundle install", "bundle config deployment true\nbundle install"),
        "follows lock": ("bundle install --jobs 4", "bundle", "BUNDLE_FROZEN=false bundle install", "bundle config set frozen false\nbundle install"),
        "unlocked": ("bundle update", "gem install a"),
        "exact": ("gem install a -v 1.2.3", "gem install a:1.2.3"),
        "": ("bundle check", "bundle config set frozen true", "gem build a.gemspec", "gem install a-1.0.gem"),
    },
    "composer": {
        "needs lock": ("composer install --no-dev", "composer i"),
        "unlocked": ("composer update", "composer require a/b", "composer global require a/b"),
        "": ("composer validate", "composer dump-autoload"),
    },
    "nuget": {
        "locked": ("dotnet restore --locked-mode", "dotnet restore -p:RestoreLockedMode=true", "nuget restore -LockedMode"),
        "unclear": ("dotnet restore", "nuget restore a.sln"),
        "unlocked": ("dotnet restore --force-evaluate", "dotnet tool install a", "dotnet add src/a.csproj package b", "nuget update a"),
        "exact": ("dotnet tool install a --version 1.2.3", "dotnet add package b --version 1.0.0"),
        "": ("dotnet build", "dotnet nuget push a"),
    },
    "maven": {
        "unlocked": ("mvn versions:use-latest-releases", "./mvnw org.codehaus.mojo:versions-maven-plugin:update-parent"),
        "": ("mvn -C verify", "mvn package", "mvn versions:display-dependency-updates"),
    },
    "gradle": {
        "unlocked": ("./gradlew dependencies --write-locks", "gradle build --refresh-dependencies", "gradle build --dependency-verification off", "gradle -F lenient build"),
        "": ("./gradlew build", "gradle build -F strict"),
    },
    "swift": {
        "locked": ("swift build --force-resolved-versions", "swift package resolve --force-resolved-versions"),
        "unclear": ("swift build -c release",),
        "unlocked": ("swift package update",),
        "": ("swift test",),
    },
    "cocoapods": {
        "locked": ("pod install --deployment",),
        "follows lock": ("pod install",),
        "unlocked": ("pod update",),
        "": ("pod lib lint",),
    },
    "mix": {
        "locked": ("mix deps.get --check-locked",),
        "needs lock": ("mix deps.get --only prod",),
        "unlocked": ("mix deps.update --all",),
        "": ("mix test",),
    },
    "pub": {
        "locked": ("dart pub get --enforce-lockfile", "flutter pub get --enforce-lockfile"),
        "follows lock": ("dart pub get", "flutter pub get"),
        "unlocked": ("dart pub upgrade",),
        "": ("dart test",),
    },
    "terraform": {
        "locked": ("terraform init -lockfile=readonly", "tofu init -lockfile=readonly"),
        "follows lock": ("terraform init -input=false",),
        "unlocked": ("terraform init -upgrade",),
        "": ("terraform plan",),
    },
    "helm": {
        "locked": ("helm dependency build chart", "helm dep build"),
        "unlocked": ("helm dependency update chart", "helm dep up"),
        "": ("helm lint",),
    },
    "conan": {
        "locked": ("conan install . --lockfile=conan.lock", "conan install . --lockfile conan.lock --build=missing"),
        "needs lock": ("conan install . --build=missing",),
        "follows lock": ("conan install . --lockfile=conan.lock --lockfile-partial",),
        "unlocked": ("conan install . --update", "conan install . --lockfile="),
        "": ("conan profile detect", "conan lock create ."),
    },
    "vcpkg": {
        "needs lock": ("vcpkg install --triplet x64-linux",),
        "unclear": ("vcpkg install zlib",),
        "unlocked": ("vcpkg upgrade", "vcpkg x-update-baseline"),
        "": ("vcpkg list",),
    },
}  # fmt: skip
CASES = [
    pytest.param(ecosystem, form, script, id=script)
    for ecosystem, forms in ROWS.items()
    for form, scripts in forms.items()
    for script in scripts
]


@pytest.mark.parametrize(("ecosystem", "form", "script"), CASES)
def test_form_of_an_install(ecosystem: str, form: str, script: str) -> None:
    found = install(script)
    assert (found.form if found else "") == form
    assert found is None or found.ecosystem == ecosystem


def test_every_ecosystem_has_its_row() -> None:
    assert set(ROWS) == set(ECOSYSTEMS) - {"container"}
    assert set().union(*ROWS.values()) - {""} == FORMS


@pytest.mark.parametrize(
    ("script", "env", "form"),
    [
        ("uv sync", {"UV_FROZEN": "1"}, "locked"),
        ("uv sync", {"UV_LOCKED": "false"}, "follows lock"),
        ("bundle install", {"BUNDLE_FROZEN": "true"}, "locked"),
        ("pip install -r r.txt", {"PIP_REQUIRE_HASHES": "1"}, "locked"),
        ("go build", {"GOSUMDB": "off"}, "unlocked"),
        ("GOSUMDB=sum.golang.org go build", {"GOSUMDB": "off"}, "locked"),
        ("export GOFLAGS=-mod=mod\ngo build", {}, "unlocked"),
        ("sudo GOSUMDB=off go build", {}, "unlocked"),
        ("env UV_FROZEN=1 uv sync", {}, "locked"),
        ("bash -c 'UV_FROZEN=1 uv sync'", {}, "locked"),
        ("go env -w GOSUMDB=off\ngo build", {}, "unlocked"),
    ],
)
def test_variables_decide_too(script: str, env: dict[str, str], form: str) -> None:
    found = install(script, **env)
    assert found is not None
    assert found.form == form


@pytest.mark.parametrize(
    ("script", "tool_only"),
    [
        ("cargo install --locked cargo-deny", True),
        ("cargo install --locked --path .", False),
        ("go install a.example/b@v1", True),
        ("go install ./cmd/a", False),
        ("npm i -g npm@11.0.0", True),
        ("yarn global add a", True),
        ("npm install --save-dev a", True),
        ("pipx install a", True),
        ("uv tool install a", True),
        ("dotnet tool install -g a", True),
        ("gem install bundler -v 2.5.0", True),
        ("npm ci", False),
        ("pip install a", False),
    ],
)
def test_programs_are_told_from_parts_of_the_product(script: str, tool_only: bool) -> None:
    found = install(script)
    assert found is not None
    assert found.tool_only is tool_only


@pytest.mark.parametrize(
    ("script", "folder", "targets"),
    [
        ("npm --prefix web ci", "web", ()),
        ("npm -C web install a b", "web", ("a", "b")),
        ("yarn --cwd web install", "web", ()),
        ("pnpm -C web install", "web", ()),
        ("bun install --cwd web", "web", ()),
        ("uv sync --directory api", "api", ()),
        ("poetry install -C api", "api", ()),
        ("composer install -d php", "php", ()),
        ("go build -C go ./...", "go", ()),
        ("pip install -r a.txt -r b.txt", "", ("a.txt", "b.txt")),
        ("pip install 'a[x]' b > log 2>&1", "", ("a[x]", "b")),
        ("pip install -i https://x.example/simple a", "", ("a",)),
    ],
)
def test_where_and_what(script: str, folder: str, targets: tuple[str, ...]) -> None:
    found = install(script)
    assert found is not None
    assert (found.folder, found.targets) == (folder, targets)


def test_an_install_says_what_it_is() -> None:
    assert [(each.does, bool(each.install)) for each in read("echo npm ci", "a", 1)] == [(frozenset(), False)]


NAMES = st.sampled_from(["npm", "yarn", "pnpm", "bun", "poetry", "uv", "pip", "pip3", "go", "cargo", "bundle", "composer", "dotnet", "nuget", "gradlew", "mvn", "swift", "pod", "mix", "dart", "terraform", "helm", "conan", "vcpkg", "gem", "pipx", "pdm", "pipenv"])  # fmt: skip
WORDS = st.one_of(st.text(max_size=6), st.sampled_from(["install", "add", "ci", "update", "sync", "-r", "--locked", "tool", "package", "pip", "-C", "--lockfile", "restore", "build", "init", "config", "."]))  # fmt: skip


@given(NAMES, st.lists(WORDS, max_size=6))
def test_any_words_give_a_known_form_or_none(name: str, words: list[str]) -> None:
    found = install_of([name, *words], {})
    assert found is None or (found.form in FORMS and found.ecosystem in ECOSYSTEMS)
