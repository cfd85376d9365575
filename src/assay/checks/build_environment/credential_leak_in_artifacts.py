"""Artefacts of builds carry no credentials away.

Why: A token that the checkout leaves in the folder of a job goes along when the whole folder is uploaded, and anybody who may fetch
the artefact can use it.

Good: every upload names its files or folders (weak); medium where no job that uploads leaves a credential in its clone, and a secret
scan of a release that was handed over (with --release) found nothing.

Bad: such a scan found a secret; or a job whose checkout leaves its credential in the clone uploads that folder whole, hidden files included, or names the folder of
git itself. Weak where the credential ends with the job.

Unknown: there is no pipeline definition, or one cannot be read; or no secret scan of a release was handed over.

Known false positives: uploads of single report files; the whole folder without its hidden files; a checkout that keeps its credential
elsewhere.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from assay.checks.contract import MEDIUM, WEAK, Change, Example, Finding, Handed, at, bad, counted, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.analysis_runs import AnalysisRun, AnalysisRuns
from assay.facts.ci import CiPipelines
from assay.facts.imported import Imported
from assay.facts.uploads import Upload, Uploads

SUPPORTS = {"2.2.4/b": MEDIUM, "2.1.4/b": WEAK}
COUNTERS = {"2.2.4/b": MEDIUM, "2.1.4/b": MEDIUM}
BECAUSE = "the definitions show what is uploaded; logs and the content of artefacts were not searched"
STALE_AFTER_DAYS = 90
FIX = "Let the checkout keep no credential (persist-credentials: false), and upload named files only."

WHOLE = re.compile(
    r"(\.|\*|\*\*|\./?|(\./)?\*\*?(/\*{1,2})?"
    r"|\$\{\{\s*github\.workspace\s*\}\}|\$\{?GITHUB_WORKSPACE\}?|\$\{?CI_PROJECT_DIR\}?|\$\{?WORKSPACE\}?"
    r"|\$\((Build\.SourcesDirectory|System\.DefaultWorkingDirectory|Build\.Repository\.LocalPath)\)|~/project)(/(\*\*?)?(/\*)?)?"
)
"""The folder a job works in, as five systems write it."""
OF_GIT = re.compile(r"(^|/)\.git(/(config|\*{1,2}(/\*)?)?)?$")
COMPUTED = re.compile(r"\$\{\{[^}]{1,200}\}\}|\$\(?\{?[\w.]{1,100}\}?\)?")
MOST_SHOWN = 5


SECRET_SCANNER = re.compile(r"gitleaks|trufflehog|detect-secrets|ggshield|kingfisher|noseyparker|secret", re.IGNORECASE)
NOT_SCANNED = Unread(
    "secret scan of the files of a release",
    "none was handed over",
    "assay ingest --release TAG on the SARIF a secret scanner wrote about those files",
)


def check(uploads: Uploads, ci: CiPipelines, analyses: AnalysisRuns) -> Iterator[Finding]:
    scans = [each for each in analyses.runs if each.source.release and SECRET_SCANNER.search(each.content.tool)]
    for scan in scans:
        if scan.content.findings:
            yield _found(scan)
    clean = [each for each in scans if not (each.content.findings or each.content.failed or each.content.dismissed)]
    leaking = [each for each in uploads.uploads if _leaks(each)]
    for each in leaking:
        how = "ends with the job" if each.short_lived else "is still good while the artefact can be fetched"
        yield bad(
            f"{each.path} job {each.job}",
            f"the upload takes {_shown(each)} with the credential the checkout leaves there ({each.credentials}), which {how}",
            at(each.path, each.line),
            fix=f"Name the files to upload in job {each.job} of {each.path}, and let its checkout keep no credential.",
            at_most=WEAK if each.short_lived else MEDIUM,
        )
    if ci.none_found or uploads.unread or ci.unread:
        yield unknown(*(ci.none_found or (*uploads.unread, *ci.unread)))
        return
    if leaking or len(clean) < len(scans) or not uploads.uploads or any(_is_whole(each) for each in uploads.uploads):
        return
    kept = [each for each in uploads.uploads if each.credentials and not each.short_lived]
    untold = [each for each in uploads.uploads if not each.takes or any(map(COMPUTED.fullmatch, each.takes))]
    if len(untold) == len(uploads.uploads):
        return
    but = (
        f"; in {counted(len(kept), 'job')} the checkout leaves its credential in the clone"
        if kept
        else f"; {counted(len(untold), 'path is', 'paths are')} computed"
        if untold
        else ", and no checkout leaves a credential that outlives the job beside them"
    )
    yield good(
        "uploaded artefacts",
        f"named files and folders only in {counted(len(uploads.uploads), 'upload')}{but}",
        *(at(each.path, each.line) for each in uploads.uploads[:MOST_SHOWN]),
        *(each.source.at() for each in clean),
        at_most=MEDIUM if clean and not kept and not untold else WEAK,
        objects=len(uploads.uploads),
    )
    if not scans:
        yield unknown(NOT_SCANNED)


def _found(scan: Imported[AnalysisRun]) -> Finding:
    found = scan.content.findings
    return bad(
        f"release {scan.source.release}",
        f"{scan.content.tool} found {counted(len(found), 'secret')} in {scan.source.release}, such as {found[0].rule} in {found[0].path or 'a file'}",
        scan.source.at(),
        fix=f"Revoke what {scan.content.tool} found in {scan.source.release}, and publish a release without it.",
        objects=len(found),
        observed_at=scan.content.ran_on or scan.source.taken_on,
        revision=scan.source.commit,
    )


def _leaks(upload: Upload) -> bool:
    if not upload.credentials:
        return False
    return any(map(OF_GIT.search, upload.takes)) or (upload.hidden and _is_whole(upload))


def _is_whole(upload: Upload) -> bool:
    return any(map(WHOLE.fullmatch, upload.takes))


def _shown(upload: Upload) -> str:
    return next(each for each in upload.takes if OF_GIT.search(each) or WHOLE.fullmatch(each))


def _job(path: str, upload: str = "v4", checkout: str = "v4", keep: str = "", more: str = "") -> dict[str, str]:
    kept = f"        with: {{persist-credentials: {keep}}}\n" if keep else ""
    return {
        ".github/workflows/c.yml": "on: push\njobs:\n  b:\n    runs-on: ubuntu-24.04\n    steps:\n"
        f"      - uses: actions/checkout@{checkout}\n{kept}"
        f"      - uses: actions/upload-artifact@{upload}\n        with:\n          path: '{path}'\n{more}"
    }


def _gitlab(paths: str) -> dict[str, str]:
    return {".gitlab-ci.yml": f"build:\n  script: make\n  artifacts:\n    paths: {paths}\n"}


_AZURE = (
    "pool: {{vmImage: ubuntu-24.04}}\nsteps:\n  - checkout: self\n    persistCredentials: {}\n  - task: PublishPipelineArtifact@1\n"
    "    inputs: {{targetPath: '{}'}}\n"
)

_RELEASE = (Change("Release 1.0", {"a": "1"}, on=date(2026, 9, 1), tag="v1.0.0"),)


def _scan(*secrets: str) -> dict[str, Handed]:
    """What a secret scanner said of the files of the release."""
    found = [{"ruleId": each, "level": "error", "message": {"text": each}} for each in secrets]
    run: dict[str, Any] = {"tool": {"driver": {"name": "gitleaks", "rules": [{"id": "aws-key"}]}}, "results": found}
    return {"scan.sarif": Handed(json.dumps({"version": "2.1.0", "runs": [run]}), release="v1.0.0")}


EXAMPLES = (
    Example(
        "named files, no token kept, and a clean scan of the release",
        Outcome.GOOD,
        _job("dist/*.whl", keep="false"),
        history=_RELEASE,
        evidence=_scan(),
        strength=MEDIUM,
    ),
    Example("named files, and no token kept", Outcome.GOOD, _job("dist/*.whl", keep="false"), strength=WEAK),
    Example("no scan of a release", Outcome.UNKNOWN, _job("dist/*.whl", keep="false")),
    Example(
        "a key in the files of the release",
        Outcome.BAD,
        _job("dist/*.whl", keep="false"),
        history=_RELEASE,
        evidence=_scan("aws-key"),
        strength=MEDIUM,
    ),
    Example(
        "a report, with the token kept",
        Outcome.GOOD,
        _job("report.xml"),
        strength=WEAK,
        false_positive="uploads of single report files",
    ),
    Example(
        "the whole folder with its hidden files",
        Outcome.BAD,
        _job(".", more="          include-hidden-files: true\n"),
        strength=MEDIUM,
    ),
    Example("the whole folder by an old upload", Outcome.BAD, _job("${{ github.workspace }}", upload="v2")),
    Example("the folder of git", Outcome.BAD, _job(".git/")),
    Example(
        "the whole folder by an upload that leaves hidden files out",
        Outcome.SILENT,
        _job("."),
        false_positive="the whole folder without its hidden files",
    ),
    Example(
        "a checkout that keeps its token elsewhere",
        Outcome.SILENT,
        _job(".", checkout="v6", more="          include-hidden-files: true\n"),
        false_positive="a checkout that keeps its credential elsewhere",
    ),
    Example("a whole folder of GitLab", Outcome.BAD, _gitlab("['.']"), strength=WEAK),
    Example("named files of GitLab", Outcome.GOOD, _gitlab("[dist/, report.xml]"), strength=WEAK),
    Example(
        "the sources of Azure with the token asked for",
        Outcome.BAD,
        {"azure-pipelines.yml": _AZURE.format("true", "$(Build.SourcesDirectory)")},
        strength=WEAK,
    ),
    Example(
        "named files of Azure",
        Outcome.GOOD,
        {"azure-pipelines.yml": _AZURE.format("false", "$(Build.ArtifactStagingDirectory)/out")},
    ),
    Example(
        "stored files of CircleCI",
        Outcome.GOOD,
        {
            ".circleci/config.yml": "version: 2.1\njobs:\n  b:\n    docker: [{image: a/b}]\n    steps:\n      - checkout\n"
            "      - store_artifacts: {path: out/report}\n"
        },
    ),
    Example(
        "archived files of Jenkins",
        Outcome.GOOD,
        {
            "Jenkinsfile": "pipeline {\n  agent any\n  stages {\n    stage('b') {\n      steps {\n        sh 'make'\n"
            "        archiveArtifacts artifacts: 'build/*.jar'\n      }\n    }\n  }\n}\n"
        },
    ),
    Example("nothing is uploaded", Outcome.SILENT, {".github/workflows/c.yml": "on: push\njobs:\n  b:\n    steps: [{run: make}]\n"}),
    Example("no pipeline", Outcome.UNKNOWN, {"a": "x"}),
)  # fmt: skip
