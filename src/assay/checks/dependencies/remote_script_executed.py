"""The pipeline runs no script straight from the network.

Why: Whoever controls the address controls the build.

Good: the release path downloads programs only with a comparison against a recorded hash.

Bad: the output of a download is piped to an interpreter, unverified, on the release path (weak where nothing is published).

Unknown: no pipeline definition.

Known false positives: data piped to a formatter; a download verified before use; installation instructions in documents.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, counted, cut, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.ci import CiPipelines, Command, Does

SUPPORTS = {"1.2.2/c": WEAK}
COUNTERS = {"1.2.2/c": MEDIUM}
BECAUSE = "the command fetches code and runs it in one go, with nothing compared in between"
STALE_AFTER_DAYS = 90
FIX = "Download, compare with a recorded SHA-256 or signature, then run; or use a package manager."

DOWNLOADS = ("curl", "wget")
VERIFIES = ("sha256sum", "sha512sum", "shasum", "gpg", "cosign", "minisign")


def check(ci: CiPipelines) -> Iterator[Finding]:
    if ci.none_found:
        yield unknown(*ci.none_found)
        return
    release = {(pipeline.path, job.id) for pipeline, job in ci.release_path}
    found = False
    for pipeline, job in ci.jobs:
        for command in job.commands:
            if Does.REMOTE_SCRIPT in command.does:
                found = True
                on_release = (pipeline.path, job.id) in release
                yield bad(
                    f"{command.path}:{command.line}",
                    f"{cut(command.text, 160)} is run as it arrives{' on the release path' if on_release else ''}",
                    at(command.path, command.line),
                    fix=f"Download {_address(command)} to a file, check its SHA-256, then run it.",
                    at_most=MEDIUM if on_release else WEAK,
                )
    verified = [step for _, job in ci.release_path for step in job.steps if _verified(step.commands)]
    if verified and not found:
        yield good(
            "downloads",
            f"what {counted(len(verified), 'step')} on the release path fetch{'es' if len(verified) == 1 else ''} is compared before it is used",
            at(verified[0].path, verified[0].line),
        )


def _verified(commands: tuple[Command, ...]) -> bool:
    names = [command.argv[0] for command in commands]
    return any(each in DOWNLOADS for each in names) and any(
        command.argv[0] in VERIFIES and ({"-c", "--check", "--verify", "verify", "verify-blob"} & set(command.argv))
        for command in commands
    )


def _address(command: Command) -> str:
    return next((word for word in command.argv if word.startswith("http")), "it")


_RUN = "on: release\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: |\n          {}\n      - run: twine upload dist/*\n"

EXAMPLES = (
    Example(
        "verified before use",
        Outcome.GOOD,
        {
            ".github/workflows/r.yml": _RUN.format(
                'curl -sLo t https://example.com/t\n          echo "0123  t" | sha256sum -c\n          ./t'
            )
        },
        false_positive="a download verified before use",
    ),
    Example(
        "piped to a shell before publishing",
        Outcome.BAD,
        {".github/workflows/r.yml": _RUN.format("curl -sSL https://example.com/i.sh | sudo bash -s -- -y")},
        strength=MEDIUM,
    ),
    Example(
        "process substitution",
        Outcome.BAD,
        {".github/workflows/r.yml": _RUN.format("bash <(curl -s https://example.com/i.sh)")},
    ),
    Example("no downloads", Outcome.SILENT, {".github/workflows/r.yml": _RUN.format("make")}),
    Example(
        "no pipeline",
        Outcome.UNKNOWN,
        {"README.md": "curl https://example.com/i.sh | sh"},
        false_positive="installation instructions in documents",
    ),
    Example(
        "data to a formatter",
        Outcome.SILENT,
        {".github/workflows/r.yml": _RUN.format("curl -s https://example.com/a.json | python -m json.tool")},
        false_positive="data piped to a formatter",
    ),
)
