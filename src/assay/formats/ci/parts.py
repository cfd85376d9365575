"""Well-known parts of pipelines (actions, orbs, templates) and what they do."""

import re

from assay.facts.ci import Does, Install, Part, PartKind

_KNOWN = {
    Does.PUBLISH: "pypa/gh-action-pypi-publish softprops/action-gh-release ncipollo/release-action actions/create-release actions/upload-release-asset svenstaro/upload-release-action marvinpinto/action-automatic-releases JS-DevTools/npm-publish changesets/action cycjimmy/semantic-release-action rubygems/release-gem katyo/publish-crates helm/chart-releaser-action shogo82148/actions-upload-release-asset AButler/upload-release-assets eregon/publish-release elgohr/publish-docker-github-action goreleaser/goreleaser-action python-semantic-release/python-semantic-release google-github-actions/release-please-action/publish HaaLeo/publish-vscode-extension samuelmeuli/action-snapcraft snapcore/action-publish r0adkll/upload-google-play redhat-actions/push-to-registry softprops/action-gh-release gradle/publish-plugin vedantmgoyal2009/winget-releaser vedantmgoyal9/winget-releaser dawidd6/action-homebrew-bump-formula",
    Does.VULNERABILITY_MATCH: "aquasecurity/trivy-action anchore/scan-action google/osv-scanner-action pypa/gh-action-pip-audit snyk/actions rustsec/audit-check actions-rs/audit-check EmbarkStudios/cargo-deny-action golang/govulncheck-action dependency-check/Dependency-Check_Action docker/scout-action trailofbits/gh-action-pip-audit sonatype-nexus-community/nancy-github-action symfonycorp/security-checker-action jeremylong/dependency-check-action google/osv-scanner oke-py/npm-audit-action",
    Does.DEPENDENCY_REVIEW: "actions/dependency-review-action",
    Does.STATIC_ANALYSIS: "github/codeql-action/analyze returntocorp/semgrep-action semgrep/semgrep-action securego/gosec SonarSource/sonarcloud-github-action SonarSource/sonarqube-scan-action SonarSource/sonarcloud-github-c-cpp checkmarx/ast-github-action bridgecrewio/checkov-action veracode/Veracode-pipeline-scan-action ShiftLeftSecurity/scan-action presidentbeef/brakeman-action Dineshs91/devskim mathiasvr/bandit mdegis/bandit-action PyCQA/bandit-action",
    Does.DYNAMIC_TEST: "zaproxy/action-baseline zaproxy/action-full-scan zaproxy/action-api-scan google/clusterfuzzlite/actions/run_fuzzers google/oss-fuzz/infra/cifuzz/actions/run_fuzzers projectdiscovery/nuclei-action",
    Does.SECRET_SCAN: "gitleaks/gitleaks-action zricethezav/gitleaks-action trufflesecurity/trufflehog GitGuardian/ggshield-action GitGuardian/ggshield/actions/secret",
    Does.PIPELINE_AUDIT: "zizmorcore/zizmor-action raven-actions/actionlint reviewdog/action-actionlint boostsecurityio/poutine-action",
    Does.SBOM: "anchore/sbom-action CycloneDX/gh-node-module-generatebom CycloneDX/gh-python-generate-sbom CycloneDX/gh-dotnet-generate-sbom CycloneDX/gh-gomod-generate-sbom microsoft/sbom-action advanced-security/spdx-dependency-submission-action",
    Does.PROVENANCE: "actions/attest-build-provenance actions/attest slsa-framework/slsa-github-generator slsa-framework/slsa-github-generator/.github/workflows/generator_generic_slsa3.yml",
    Does.SIGN: "sigstore/gh-action-sigstore-python actions/attest-build-provenance actions/attest skx/github-action-gpg-sign azure/trusted-signing-action apple-actions/import-codesign-certs",
    Does.CHECKOUT: "actions/checkout",
    Does.CLOUD_LOGIN: "aws-actions/configure-aws-credentials azure/login google-github-actions/auth docker/login-action rust-lang/crates-io-auth-action rubygems/configure-rubygems-credentials hashicorp/vault-action",
    Does.LINT: "super-linter/super-linter github/super-linter golangci/golangci-lint-action pre-commit/action psf/black astral-sh/ruff-action chartboost/ruff-action ludeeus/action-shellcheck crate-ci/typos",
    Does.LICENCE_CHECK: "fsfe/reuse-action fossas/fossa-action EmbarkStudios/cargo-deny-action",
    Does.TEST: "cypress-io/github-action",
    Does.DEPLOY: "azure/webapps-deploy azure/k8s-deploy aws-actions/amazon-ecs-deploy-task-definition google-github-actions/deploy-cloudrun google-github-actions/deploy-appengine superfly/flyctl-actions akhileshns/heroku-deploy amondnet/vercel-action cloudflare/wrangler-action",
}  # fmt: skip
_BY_NAME: dict[str, set[Does]] = {}
for _does, _names in _KNOWN.items():
    for _name in _names.split():
        _BY_NAME.setdefault(_name.casefold(), set()).add(_does)

HEX = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
PUSHES = re.compile(r"\bpush=(true|\$)|\btype=registry\b(?!,ref=)")
"""In the outputs of an image build: a registry receives it; with a ref behind it, it is a cache."""
ACCOMPANIES = re.compile(
    r"(\.cdx|\.spdx|sbom[\w.-]{0,40})\.(json|xml|\*)|\.(spdx|sig|asc|pem|sigstore|sha(256|512)(sums?)?)|sha(256|512)sums?(\.txt)?|checksums?[\w.-]{0,40}\.txt",
    re.IGNORECASE,
)
"""Ends of the names of what is put beside a release that is made elsewhere: lists of parts, signatures, digests."""
DIGEST = re.compile(r"@sha256:[0-9a-f]{64}$")


def is_known(name: str) -> bool:
    """Whether what the action does is told here."""
    return name.casefold() in _BY_NAME


def does_of_action(name: str, inputs: dict[str, str]) -> tuple[frozenset[Does], str]:
    """What an action does with these inputs, and what tells that it publishes (empty if it does not)."""
    low = name.casefold()
    found = set(_BY_NAME.get(low, ()))
    if not found and low.startswith(
        ("snyk/actions/", "slsa-framework/slsa-github-generator/", "google/osv-scanner-action/")
    ):
        found = set(_BY_NAME["/".join(low.split("/")[:2])])
    publishes = name if Does.PUBLISH in found else ""
    args = inputs.get("args", "") + " " + inputs.get("command", "")
    if low == "docker/build-push-action":
        push = inputs.get("push", "") or ("true" if PUSHES.search(inputs.get("outputs", "")) else "")
        found.add(Does.BUILD)
        if push and push != "false":
            found.add(Does.PUBLISH)
            publishes = f"{name} with push: {push}"
    elif low == "docker/bake-action" and (
        inputs.get("push", "false") != "false" or PUSHES.search(inputs.get("set", ""))
    ):
        found |= {Does.PUBLISH, Does.BUILD}
        publishes = name
    elif low == "goreleaser/goreleaser-action" and ("--snapshot" in args or "release" not in args):
        found, publishes = {Does.BUILD}, ""
    elif (
        (low == "helm/chart-releaser-action" and inputs.get("skip_upload") == "true")
        or (low == "changesets/action" and not inputs.get("publish"))
        or (
            low == "pypa/gh-action-pypi-publish"
            and "test.pypi" in (inputs.get("repository-url", "") + inputs.get("repository_url", ""))
        )
        or (publishes and _only_accompanies(inputs.get("files", "") or inputs.get("artifacts", "")))
    ):
        found, publishes = set(), ""
    elif low == "pyo3/maturin-action" and inputs.get("command") in ("upload", "publish"):
        found, publishes = {Does.PUBLISH}, name
    elif low == "actions/github-script" and "createRelease" in inputs.get("script", ""):
        found, publishes = {Does.PUBLISH}, f"{name} calling createRelease"
    elif low in ("aquasecurity/trivy-action", "aquasecurity/trivy") and inputs.get("scan-type") == "config":
        found = {Does.STATIC_ANALYSIS}
    elif low == "actions/attest-sbom":
        found = {Does.SBOM, Does.SIGN}
    return frozenset(found), publishes


def _only_accompanies(files: str) -> bool:
    """Whether what is uploaded to a release says what is in it or who made it, and is no part of the product."""
    names = [each.strip(" '\"") for each in re.split(r"[\n,]", files) if each.strip()]
    return bool(names) and all(re.search(rf"(?:{ACCOMPANIES.pattern})$", each, re.IGNORECASE) for each in names)


def install_of_action(name: str, inputs: dict[str, str]) -> Install | None:
    """The install a set-up action performs on its own."""
    low = name.casefold()
    if low == "ruby/setup-ruby" and inputs.get("bundler-cache") in ("true", "True"):
        return Install(
            "bundler", "ruby/setup-ruby", "needs lock", note="bundler-cache installs frozen where a lock exists"
        )
    if low == "bahmutov/npm-install":
        return Install("npm", name, "needs lock")
    return None


def uses(text: str, path: str, line: int, comment: str = "") -> Part:
    """A GitHub ``uses:`` reference."""
    if text.startswith(("./", "$/")):
        kind = PartKind.WORKFLOW if text.endswith((".yml", ".yaml")) else PartKind.ACTION
        return Part(kind, text, text.removeprefix("$/").removeprefix("./"), "", True, True, path, line, comment=comment)
    if text.startswith("docker://"):
        return image(text.removeprefix("docker://"), path, line)
    name, _, version = text.partition("@")
    kind = PartKind.WORKFLOW if "/.github/workflows/" in name else PartKind.ACTION
    unchanging = None if "${{" in version else bool(HEX.fullmatch(version))
    return Part(kind, text, name, version, False, unchanging, path, line, comment=comment)


def image(text: str, path: str, line: int) -> Part:
    """A container image reference with registry, tag and digest told apart."""
    digest = DIGEST.search(text)
    rest = text[: digest.start()] if digest else text
    head, slash, last = rest.rpartition("/")
    name, _, tag = last.partition(":") if "$" not in rest else (last, "", "")
    variable = "$" in text and not digest
    return Part(
        PartKind.IMAGE,
        text,
        f"{head}{slash}{name}",
        digest.group()[1:] if digest else tag,
        False,
        None if variable else bool(digest),
        path,
        line,
    )
