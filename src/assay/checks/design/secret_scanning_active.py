"""A scanner looks for secrets in every change.

Why: A credential that enters the history stays there; the moment to stop it is the change.

Good: a scanner runs in the pipeline on changes (medium), or as a local hook (weak, because a hook is optional); or a snapshot of
the platform shows its own scanning or push protection switched on (medium).

Bad: documents say it runs and nothing in the tree does; not concluded here.

Unknown: nothing in the tree, and no snapshot shows the platform's own scanning, which is a setting.

Known false positives: a hook that is configured and not installed; a name in a comment; an allow list that leaves
nothing to find.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, Handed, Strength, at, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines, Does, Step
from assay.facts.platform import Platforms, Security
from assay.facts.texts import Texts
from assay.formats.looked_away import allows_everything, hook_runs
from assay.formats.snapshots.example import example
from assay.formats.yaml_text import Marked, YamlError, read

SUPPORTS = {"1.4.5/a": MEDIUM, "2.1.4/b": MEDIUM}
COUNTERS: dict[str, Strength] = {}
BECAUSE = "a job in the pipeline cannot be skipped by the author of a change; a local hook can"
STALE_AFTER_DAYS = 30
FIX = "Switch on the platform's push protection, or add a secret scanner to the pull-request pipeline."

SCANNERS = ("gitleaks", "detect-secrets", "trufflehog", "ggshield", "git-secrets", "kingfisher")


def check(ci: CiPipelines, texts: Texts, platforms: Platforms) -> Iterator[Finding]:
    seen = platforms.newest
    switches = seen.sections.security.read if seen else None
    on_platform = bool(switches and (switches.push_protection or switches.secret_scanning))
    if seen and switches and on_platform:
        what = "secrets are stopped when they are pushed" if switches.push_protection else "secrets are looked for"
        yield good("setting of the platform", f"{what}, as the platform shows", seen.at(), observed_at=seen.on)
    blind = any(allows_everything(text) for _, text in texts.named(".gitleaks.toml"))
    found = [each for each in ci.doing(Does.SECRET_SCAN, ci.on_change()) if not (blind and _is_gitleaks(each[2]))]
    for pipeline, job, step in found:
        yield good(
            f"{pipeline.path} job {job.name or job.id}",
            "a secret scanner runs on changes",
            at(*step.line_of(Does.SECRET_SCAN)),
        )
    hooks = [
        (path, hook)
        for path, text in texts.named(".pre-commit-config.yaml")
        for hook in _hooks(text)
        if any(each in hook[0] for each in SCANNERS) and not (blind and "gitleaks" in hook[0])
    ]
    for path, (repo, line) in hooks:
        yield good(
            path,
            f"a local hook scans for secrets ({repo}); whoever commits may not have installed it",
            at(path, line),
            at_most=WEAK,
        )
    if not found and not hooks and not on_platform and not any(Does.SECRET_SCAN in job.does for _, job in ci.jobs):
        yield unknown(
            Unread(
                "secret scanning",
                "nothing in the tree does it; the platform's own is a setting",
                "assay snapshot, by somebody who may see the security settings",
            ),
            *platforms.hidden("security settings", "security"),
        )


def _hooks(text: str) -> list[tuple[str, int]]:
    try:
        found = read(text)
    except YamlError:
        return []
    repos = found.get("repos") if isinstance(found, dict) else None
    return [
        (str(each.get("repo", "")), each.line)
        for each in (repos if isinstance(repos, list) else ())
        if isinstance(each, Marked)
        and isinstance(hooks := each.get("hooks"), list)
        and any(isinstance(hook, dict) and hook_runs(each, hook) for hook in hooks)
    ]


def _is_gitleaks(step: Step) -> bool:
    return "gitleaks" in (step.part.name if step.part else "") or any(
        command.argv[0] == "gitleaks" for command in step.commands
    )


_JOB = "on: {}\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    steps:\n      - {}\n"

EXAMPLES = (
    Example(
        "on changes",
        Outcome.GOOD,
        {".github/workflows/s.yml": _JOB.format("pull_request", "uses: gitleaks/gitleaks-action@v2")},
        strength=MEDIUM,
    ),
    Example(
        "a hook",
        Outcome.GOOD,
        {
            ".pre-commit-config.yaml": "repos:\n  - repo: https://github.com/gitleaks/gitleaks\n    rev: v8\n    hooks: [{id: gitleaks}]\n"
        },
        false_positive="a hook that is configured and not installed",
        strength=WEAK,
    ),
    Example(
        "only when somebody starts it",
        Outcome.SILENT,
        {".github/workflows/s.yml": _JOB.format("workflow_dispatch", "run: gitleaks git .")},
    ),
    Example(
        "an allow list that matches every path",
        Outcome.SILENT,
        {
            ".github/workflows/s.yml": _JOB.format("pull_request", "run: gitleaks git ."),
            ".gitleaks.toml": "[allowlist]\npaths = ['.*']\n",
        },
        false_positive="an allow list that leaves nothing to find",
    ),
    Example(
        "the platform's push protection",
        Outcome.GOOD,
        {"a": "x"},
        evidence={"snapshot.json": Handed(example(security=Security(True, True)))},
        strength=MEDIUM,
    ),
    Example(
        "the platform's own is off",
        Outcome.UNKNOWN,
        {"a": "x"},
        evidence={"snapshot.json": Handed(example(security=Security(False, False)))},
    ),
    Example(
        "a name in a comment",
        Outcome.UNKNOWN,
        {".github/workflows/s.yml": _JOB.format("pull_request", "run: make # gitleaks")},
        false_positive="a name in a comment",
    ),
)
