"""Go, Cargo, Maven, Gradle, NuGet and C: locks of their own kind, five CI systems."""

from assay.testing.corpus import Honest

HASH = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"
CHECKOUT = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0"

REPOSITORIES = (
    Honest(
        name="a Go command tested by a make target",
        ecosystem="Go",
        system="Azure Pipelines",
        shows=(
            ("1.3.2/a", "ci-runs-tests"),
            ("1.2.1/a", "lockfile-present"),
            ("1.2.1/c", "lockfile-in-sync"),
            ("1.2.2/a", "lockfile-hash-coverage"),
            ("1.2.2/b", "build-uses-lockfile"),
            ("1.2.2/c", "base-image-pinned"),
            ("1.3.1/a", "tests-exist"),
            ("1.3.1/d", "static-analysis-runs"),
            ("1.3.2/c", "publish-gated-by-tests"),
            ("3.3.1/a", "vulnerability-matching-operated"),
            ("3.1.1/b", "verification-instructions"),
            ("3.2.2/a", "private-channel"),
        ),
        files={
            "README.md": "# Capstan\n\nCapstan winds ropes.\n",
            "docs/install.md": "# Install\n\nImages are signed. Verify them before you run them:\n\n```sh\ncosign verify --certificate-identity https://dev.capstan.example/release --certificate-oidc-issuer https://dev.capstan.example registry.capstan.example/capstan:2\n```\n",
            "SECURITY.md": "# Security\n\nWrite to psirt@capstan.example about vulnerabilities; reports are read every working day and answered within two.\n",
            "go.mod": "module example.org/capstan\n\ngo 1.23.2\n\nrequire github.com/pkg/errors v0.9.1\n",
            "go.sum": "github.com/pkg/errors v0.9.1 h1:FEBLx1zS214owpjy7qsBeixbURkuhQAwrK5UwLGTwt4=\ngithub.com/pkg/errors v0.9.1/go.mod h1:bwawxfHBFNV+L2hUp1rHADufV3IMtnDRdf1r5NINEl0=\n",
            "main.go": "package main\n\nfunc main() {}\n",
            "rope/rope_test.go": 'package rope\n\nimport "testing"\n\nfunc TestLength(t *testing.T) {\n\tif got := Length(2); got != 4 {\n\t\tt.Errorf("got %d", got)\n\t}\n}\n',
            "Makefile": "GO ?= go\n\n.PHONY: test vet\ntest: vet\n\t$(GO) vet ./...\n\tgo test -race ./...\nvet:\n\tgosec ./...\n",
            "Dockerfile": "FROM golang:1.23.2@sha256:ad5c126b5cf501a8caef751a243bb717ec204ab1aa56dc41dc11be089fafcb4f AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /capstan\n\nFROM scratch\nCOPY --from=build /capstan /capstan\n",
            "azure-pipelines.yml": """trigger:
  branches: {include: [main]}
  tags: {include: ['v*']}
pr: [main]
schedules:
  - cron: '0 4 * * *'
    displayName: nightly
    branches: {include: [main]}
pool: {vmImage: ubuntu-24.04}
stages:
  - stage: test
    jobs:
      - job: unit
        steps:
          - script: make test
            displayName: Tests
          - script: go run golang.org/x/vuln/cmd/govulncheck@v1.1.3 ./... && govulncheck ./...
            displayName: Known weaknesses
  - stage: publish
    condition: and(succeeded(), startsWith(variables['Build.SourceBranch'], 'refs/tags/v'))
    jobs:
      - job: image
        steps:
          - task: Docker@2
            inputs: {command: buildAndPush, repository: capstan, tags: $(Build.SourceBranchName)}
""",
        },
    ),
    Honest(
        name="a Rust command line held to its lock",
        ecosystem="Cargo",
        system="GitHub Actions",
        shows=(
            ("1.3.2/a", "ci-runs-tests"),
            ("1.2.1/a", "lockfile-present"),
            ("1.2.1/c", "lockfile-in-sync"),
            ("1.2.2/a", "lockfile-hash-coverage"),
            ("1.2.2/b", "build-uses-lockfile"),
            ("1.2.2/c", "ci-dependency-pinned"),
            ("1.2.3/a", "new-component-gate"),
            ("1.3.1/a", "tests-exist"),
            ("3.1.1/a", "release-signing-configured"),
            ("1.1.3/a", "tools-declared"),
            ("2.1.3/b", "ci-token-least-privilege"),
        ),
        files={
            "README.md": "# Bollard\n\nBollard holds ships.\n",
            "Cargo.toml": '[package]\nname = "bollard"\nversion = "1.4.0"\nedition = "2021"\nrust-version = "1.82"\n\n[dependencies]\nserde = { version = "1.0", features = ["derive"] }\n',
            "Cargo.lock": f'version = 3\n\n[[package]]\nname = "bollard"\nversion = "1.4.0"\ndependencies = [\n "serde",\n]\n\n[[package]]\nname = "serde"\nversion = "1.0.214"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "{HASH}"\n',
            "rust-toolchain.toml": '[toolchain]\nchannel = "1.82.0"\ncomponents = ["clippy"]\n',
            ".tool-versions": "just 1.36.0\n",
            "src/main.rs": "fn double(x: i32) -> i32 {\n    x * 2\n}\n\nfn main() {}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn doubles() {\n        assert_eq!(super::double(2), 4);\n    }\n}\n",
            "justfile": "test *args:\n    cargo test --locked {{args}}\n    cargo deny check advisories\n",
            ".github/workflows/rust.yml": f"on:\n  push: {{branches: [main]}}\n  pull_request:\npermissions: {{contents: read}}\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: {CHECKOUT}\n      - run: just test\n",
            ".github/workflows/release.yml": f"on:\n  push:\n    tags: ['v*']\npermissions: {{contents: read}}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    permissions: {{contents: write, id-token: write, attestations: write}}\n    steps:\n      - uses: {CHECKOUT}\n      - run: cargo test --locked\n      - run: cargo build --release --locked\n      - uses: actions/attest-build-provenance@977bb373ede98d70efdf65b84cb5f73e068dcc2a # v3.0.0\n        with: {{subject-path: target/release/bollard}}\n      - run: gh release upload $GITHUB_REF_NAME target/release/bollard\n        env: {{GH_TOKEN: '${{{{ github.token }}}}'}}\n",
        },
    ),
    Honest(
        name="a Maven service with the wrapper",
        ecosystem="Maven",
        system="Jenkins",
        shows=(
            ("1.3.2/a", "ci-runs-tests"),
            ("1.3.1/a", "tests-exist"),
            ("1.3.2/c", "publish-gated-by-tests"),
            ("3.3.1/a", "vulnerability-matching-operated"),
            ("1.1.3/a", "tools-declared"),
            ("3.2.1/a", "disclosure-policy-published"),
            ("3.2.1/b", "disclosure-policy-complete"),
        ),
        files={
            "README.md": "# Manifest\n\nManifest lists freight.\n",
            "SECURITY.md": "# Security policy\n\n## Scope\n\nManifest 5 and later, and the images we publish.\n\n## Report\n\nPlease report a vulnerability by e-mail to security@manifest.example. Our key is at https://manifest.example/pgp.asc. Tell us the version,\nwhat you did and what happened, as exactly as you can, and please do not use the public tracker.\n\n## Answer\n\nYou receive an acknowledgement within 48 hours and an assessment within 14 days. We keep you informed until the fix is out.\n\n## Publication\n\nWe coordinate the day with you, request a CVE and publish an advisory with credit.\n",
            "pom.xml": '<?xml version="1.0"?>\n<project>\n  <modelVersion>4.0.0</modelVersion>\n  <groupId>example.manifest</groupId>\n  <artifactId>manifest</artifactId>\n  <version>5.2.0</version>\n  <packaging>war</packaging>\n  <properties><maven.compiler.release>21</maven.compiler.release></properties>\n  <dependencies>\n    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId><version>2.0.16</version></dependency>\n  </dependencies>\n</project>\n',
            ".java-version": "21.0.5\n",
            ".mvn/wrapper/maven-wrapper.properties": f"wrapperVersion=3.3.2\ndistributionUrl=https://repo.maven.example/apache-maven-3.9.9-bin.zip\ndistributionSha256Sum={HASH}\n",
            "src/test/java/example/FreightTest.java": "package example;\n\nimport static org.junit.jupiter.api.Assertions.assertEquals;\n\nimport org.junit.jupiter.api.Test;\n\nclass FreightTest {\n  @Test\n  void weighs() {\n    assertEquals(3, Freight.weight(1, 2));\n  }\n}\n",
            "Jenkinsfile": """pipeline {
  agent any
  options { timestamps() }
  stages {
    stage('Verify') {
      steps { sh './mvnw -B verify' }
      post { always { junit 'target/surefire-reports/*.xml' } }
    }
    stage('Weaknesses') {
      steps { sh './mvnw -B org.owasp:dependency-check-maven:11.1.0:check' }
    }
    stage('Deploy') {
      when { branch 'main' }
      steps { sh './mvnw -B deploy -DskipTests' }
    }
  }
}
""",
        },
    ),
    Honest(
        name="a Gradle library with locking and verification",
        ecosystem="Gradle",
        system="CircleCI",
        shows=(
            ("1.3.2/a", "ci-runs-tests"),
            ("1.3.1/a", "tests-exist"),
            ("1.2.5/a", "update-automation-coverage"),
            ("1.1.3/a", "tools-declared"),
            ("2.2.2/b", "build-definition-ownership"),
        ),
        files={
            "README.md": "# Keel\n\nKeel steadies.\n",
            "CODEOWNERS": "* @keel/core\n.circleci/ @keel/build\n",
            "build.gradle.kts": 'plugins { `java-library` }\n\ndependencyLocking { lockAllConfigurations() }\n\ndependencies { implementation("com.google.guava:guava:33.3.1-jre") }\n',
            "gradle.lockfile": "# This is a Gradle generated file for dependency locking.\ncom.google.guava:guava:33.3.1-jre=compileClasspath,runtimeClasspath\nempty=annotationProcessor\n",
            "gradle/verification-metadata.xml": f'<?xml version="1.0"?>\n<verification-metadata><configuration><verify-metadata>true</verify-metadata></configuration><components><component group="com.google.guava" name="guava" version="33.3.1-jre"><artifact name="guava-33.3.1-jre.jar"><sha256 value="{HASH}"/></artifact></component></components></verification-metadata>\n',
            "gradle/wrapper/gradle-wrapper.properties": f"distributionUrl=https\\://services.gradle.org/distributions/gradle-8.10.2-bin.zip\ndistributionSha256Sum={HASH}\n",
            ".java-version": "21\n",
            "src/test/kotlin/KeelTest.kt": "import kotlin.test.Test\nimport kotlin.test.assertEquals\n\nclass KeelTest {\n    @Test\n    fun steady() {\n        assertEquals(0, Keel.roll())\n    }\n}\n",
            ".github/dependabot.yml": "version: 2\nupdates:\n  - package-ecosystem: gradle\n    directory: /\n    schedule: {interval: weekly}\n",
            ".circleci/config.yml": "version: 2.1\njobs:\n  build:\n    docker: [{image: 'cimg/openjdk:21.0'}]\n    steps:\n      - checkout\n      - run: ./gradlew --no-daemon check\nworkflows:\n  build:\n    jobs: [build]\n",
        },
    ),
    Honest(
        name="a NuGet application restored in locked mode",
        ecosystem="NuGet",
        system="Azure Pipelines",
        shows=(
            ("1.3.2/a", "ci-runs-tests"),
            ("1.2.1/a", "lockfile-present"),
            ("1.2.2/a", "lockfile-hash-coverage"),
            ("1.2.2/b", "build-uses-lockfile"),
            ("1.3.1/a", "tests-exist"),
            ("1.3.2/c", "publish-gated-by-tests"),
        ),
        files={
            "README.md": "# Rudder\n\nRudder steers.\n",
            "global.json": '{"sdk": {"version": "8.0.403", "rollForward": "disable"}}\n',
            "src/Rudder/Rudder.csproj": '<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net8.0</TargetFramework><OutputType>Exe</OutputType><RestorePackagesWithLockFile>true</RestorePackagesWithLockFile></PropertyGroup><ItemGroup><PackageReference Include="Serilog" Version="4.0.2" /></ItemGroup></Project>',
            "src/Rudder/packages.lock.json": '{"version": 1, "dependencies": {"net8.0": {"Serilog": {"type": "Direct", "requested": "[4.0.2, )", "resolved": "4.0.2", "contentHash": "Vehq4uNYtURe/OnHEpWGvMgrvr5Vou7oZLdn3BuEH5FSCeHXDpNJtpzWoqywXsSvCTuiv0I65mZDRnJSeUvisA=="}}}}',
            "test/RudderTests/HelmTests.cs": "using Xunit;\n\npublic class HelmTests\n{\n    [Fact]\n    public void Turns() => Assert.Equal(3, Helm.Turn(1, 2));\n}\n",
            "azure-pipelines.yml": "trigger: [main]\npr: [main]\npool: {vmImage: ubuntu-24.04}\nstages:\n  - stage: test\n    jobs:\n      - job: test\n        steps:\n          - script: dotnet restore --locked-mode\n          - task: DotNetCoreCLI@2\n            inputs: {command: test, arguments: --no-restore}\n  - stage: publish\n    dependsOn: test\n    jobs:\n      - job: pack\n        steps:\n          - script: dotnet restore --locked-mode && dotnet pack --no-restore -o out\n          - script: dotnet nuget push out/*.nupkg --source https://nuget.rudder.example/v3/index.json\n",
        },
    ),
    Honest(
        name="a C library tested by ctest",
        ecosystem="CMake",
        system="GitLab CI",
        shows=(
            ("1.3.2/a", "ci-runs-tests"),
            ("1.3.1/a", "tests-exist"),
            ("1.3.1/d", "static-analysis-runs"),
            ("3.2.1/a", "disclosure-policy-published"),
            ("3.2.2/a", "private-channel"),
            ("2.2.2/b", "build-definition-ownership"),
        ),
        files={
            "README": "Sextant finds the way.\n",
            "CODEOWNERS": "[Build]\n/.gitlab-ci.yml @sextant/release\n\n[Code]\n* @sextant/developers\n",
            "SECURITY": "Security policy of Sextant\n\nPlease report vulnerabilities in Sextant by mail to sextant-security@lists.example. The list is read by three maintainers and is\nnot public. You should get an answer within five days; if you do not, write again. We will tell you which versions are affected\nand when a fix can be expected, agree the day of publication with you and mention you in the announcement if you like.\n",
            "CMakeLists.txt": "cmake_minimum_required(VERSION 3.28)\nproject(sextant C)\nenable_testing()\nadd_test(NAME angle COMMAND angle_test)\n",
            "tests/angle_test.c": "#include <assert.h>\n\nint main(void) {\n  assert(angle(90) == 90);\n  return 0;\n}\n",
            "ci/test.sh": "#!/usr/bin/env bash\nset -euo pipefail\n\nbuild() {\n  cmake -S . -B build\n  cmake --build build\n}\n\nrun_tests() {\n  ctest --test-dir build --output-on-failure\n}\n\nbuild\nrun_tests\n",
            ".gitlab-ci.yml": "include:\n  - local: ci/jobs.yml\n",
            "ci/jobs.yml": "test:\n  script:\n    - ci/test.sh\nanalysis:\n  script:\n    - cppcheck --error-exitcode=1 --enable=warning src\n",
        },
    ),
)
