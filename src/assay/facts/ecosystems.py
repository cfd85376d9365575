"""The package ecosystems Assay reads: manifests, lock files, and how each is held to its lock (judgement rules, 4.2)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ecosystem:
    """One way of declaring and locking dependencies. ``{lock}`` stands for the lock file in a remedy."""

    id: str
    title: str
    locks: tuple[str, ...]
    """File names a lock can have; empty where the ecosystem has none."""
    locked_command: str
    lock_command: str
    hash_kind: str
    check_command: str = ""
    always_hashed: bool = True
    """Whether every lock of it carries hashes in its normal form."""


# fmt: off
ECOSYSTEMS = {
    each.id: each
    for each in (
        Ecosystem("npm", "npm", ("package-lock.json", "npm-shrinkwrap.json"), "npm ci", "npm install --package-lock-only", "integrity (SRI)", "npm ci --dry-run"),
        Ecosystem("yarn", "Yarn", ("yarn.lock",), "yarn install --immutable (v1: --frozen-lockfile)", "yarn install", "integrity or checksum", "yarn install --immutable"),
        Ecosystem("pnpm", "pnpm", ("pnpm-lock.yaml",), "pnpm install --frozen-lockfile", "pnpm install --lockfile-only", "resolution.integrity", "pnpm install --frozen-lockfile"),
        Ecosystem("bun", "Bun", ("bun.lock", "bun.lockb"), "bun install --frozen-lockfile", "bun install", "SHA-512", "bun install --frozen-lockfile"),
        Ecosystem("poetry", "Poetry", ("poetry.lock",), "poetry sync", "poetry lock", "files[].hash", "poetry check --lock"),
        Ecosystem("uv", "uv", ("uv.lock",), "uv sync --locked", "uv lock", "SHA-256 per file", "uv lock --check"),
        Ecosystem("pdm", "PDM", ("pdm.lock",), "pdm sync", "pdm lock", "SHA-256", "pdm lock --check"),
        Ecosystem("pipenv", "Pipenv", ("Pipfile.lock",), "pipenv install --deploy", "pipenv lock", "SHA-256", "pipenv verify"),
        Ecosystem("pip", "pip", ("requirements.txt", "pylock.toml"), "pip install --require-hashes -r {lock}", "pip-compile --generate-hashes", "--hash=sha256", "pip-compile --dry-run", always_hashed=False),
        Ecosystem("go", "Go", ("go.sum",), "go build -mod=readonly", "go mod tidy", "h1", "go mod tidy -diff"),
        Ecosystem("cargo", "Cargo", ("Cargo.lock",), "cargo build --locked", "cargo generate-lockfile", "checksum (SHA-256)", "cargo metadata --locked"),
        Ecosystem("bundler", "Bundler", ("Gemfile.lock", "gems.locked"), "bundle install with BUNDLE_FROZEN=true", "bundle lock --add-checksums", "CHECKSUMS section", "bundle check", always_hashed=False),
        Ecosystem("composer", "Composer", ("composer.lock",), "composer install", "composer update --lock", "dist.shasum", "composer validate", always_hashed=False),
        Ecosystem("nuget", "NuGet", ("packages.lock.json",), "dotnet restore --locked-mode", "dotnet restore --use-lock-file", "contentHash (SHA-512)", "dotnet restore --locked-mode"),
        Ecosystem("maven", "Maven", (), "exact versions with the enforcer plugin and -C (strict checksums)", "", "repository checksums"),
        Ecosystem("gradle", "Gradle", ("gradle.lockfile",), "dependency locking in STRICT mode", "gradle dependencies --write-locks", "gradle/verification-metadata.xml", always_hashed=False),
        Ecosystem("swift", "Swift", ("Package.resolved",), "swift build --force-resolved-versions", "swift package resolve", "commit hash"),
        Ecosystem("cocoapods", "CocoaPods", ("Podfile.lock",), "pod install --deployment", "pod install", "spec checksums"),
        Ecosystem("mix", "Mix", ("mix.lock",), "mix deps.get --check-locked", "mix deps.get", "SHA-256", "mix deps.get --check-locked"),
        Ecosystem("pub", "pub", ("pubspec.lock",), "dart pub get --enforce-lockfile", "dart pub get", "sha256", "dart pub get --enforce-lockfile"),
        Ecosystem("terraform", "Terraform", (".terraform.lock.hcl",), "terraform init -lockfile=readonly", "terraform providers lock", "h1 and zh"),
        Ecosystem("helm", "Helm", ("Chart.lock",), "helm dependency build", "helm dependency update", "digest of the list", always_hashed=False),
        Ecosystem("conan", "Conan", ("conan.lock",), "conan install --lockfile", "conan lock create", "recipe revision", always_hashed=False),
        Ecosystem("vcpkg", "vcpkg", ("vcpkg-configuration.json",), "builtin-baseline in vcpkg.json", "vcpkg x-update-baseline", "port SHA-512", always_hashed=False),
        Ecosystem("container", "Containers", (), "name@sha256:…", "", "sha256 digest"),
    )
}
"""Every ecosystem by id."""
# fmt: on
