"""Controls the framework names can be seen in the repository.

Why: A process that names tools nobody runs describes another project.

Good: a scanner, hook, signing tool or test framework that the written framework says is in use is run by a pipeline or hook.

Bad: one that is said to run in the pipeline is in no pipeline, hook, settings file or manifest, and nothing of its kind is.

Unknown: it can be run by settings or a service that leave no file; or pipelines could not be read.

Known false positives: a tool replaced by another of its kind; a tool run by the host platform; tools named as examples.
"""

import re
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, Example, Finding, at, bad, good, unknown
from assay.checks.design.framework_document import FRAMEWORK, stating
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines
from assay.facts.documents import Documents
from assay.facts.profile import Profile
from assay.facts.roots import Roots
from assay.facts.texts import Texts
from assay.facts.tree import Tree
from assay.formats.development_framework import cited, found, is_english
from assay.formats.own_statements import Said, statements
from assay.formats.product_names import product_names
from assay.formats.stated_controls import CONTROLS, Control, Definitions

SUPPORTS = {"1.1.1/d": MEDIUM}
COUNTERS = {"1.1.1/d": MEDIUM}
BECAUSE = "the word and the definition agree, or they do not"
STALE_AFTER_DAYS = 90
FIX = "Correct the document, or set the control up."

FACETS = ("1.1.1/a", "1.1.1/b", "1.1.1/d")
IN_PIPELINE = re.compile(
    r"\bCI\b|pipeline|workflow|continuous integration|(pull|merge) requests?|(every|each) (commit|change|push|build|release|merge)|pre-commit|before (the |each |every |a )?(merge|release)|nightly|build server",
    re.IGNORECASE,
)
ONE_OF_MANY = re.compile(
    r"such as|e\.g\.|for (example|instance)|\blike\b|or similar|\b(may|can|could|might|should)\b|optional|consider|recommend|instead of|replac|previously|formerly|used to|\bor\b|migrat",
    re.IGNORECASE,
)


def check(
    documents: Documents, profile: Profile, roots: Roots, ci: CiPipelines, texts: Texts, tree: Tree
) -> Iterator[Finding]:
    names = product_names(profile, roots, documents)
    stated = tuple(each for each in cited(profile, *FACETS) if is_english(each))
    named: dict[str, tuple[Control, str, Said]] = {}
    for document in stated or found(documents, names):
        for said in statements(document, names):
            for control in CONTROLS:
                if control.pattern.search(said.text) and _better(said, named.get(control.title)):
                    named[control.title] = (control, document.path, said)
    if not named:
        if profile.unread:
            yield unknown(*profile.unread)
        return
    definitions = Definitions(ci, texts, roots, tree)
    kinds = definitions.kinds_shown()
    unseen = []
    for control, path, said in named.values():
        if place := definitions.shown(control):
            yield good(control.title, f"{path} names {control.title}, and it is set up", place, at(path, said.line))
        elif control.elsewhere:
            unseen.append(
                Unread(control.title, f"{path} names it; it can be run by {control.elsewhere}", "a record of a run")
            )
        elif _runs_in_pipeline(said) and not definitions.mentions(control) and control.kind not in kinds:
            if ci.all_unread or ci.none_found:
                unseen += ci.all_unread or ci.none_found
                continue
            yield bad(
                control.title,
                f"{path} says that {control.title} runs, and nothing here runs it: {said.text[:100]}",
                at(path, said.line),
                fix=f"Run {control.title} in a pipeline, or correct {path}.",
            )
    if unseen:
        yield unknown(*dict.fromkeys(unseen))


def _better(said: Said, known: tuple[Control, str, Said] | None) -> bool:
    return known is None or (_runs_in_pipeline(said) and not _runs_in_pipeline(known[2]))


def _runs_in_pipeline(said: Said) -> bool:
    return bool(IN_PIPELINE.search(said.text)) and not ONE_OF_MANY.search(said.text)


def _with(sentence: str) -> str:
    return FRAMEWORK.replace(" with branch protection", "").replace(
        "## Data management", f"{sentence}\n\n## Data management"
    )


def _case(sentence: str, *runs: str) -> dict[str, str]:
    steps = "".join(f"      - run: {each}\n" for each in ("echo semgrep", *runs))
    return {
        "assay.toml": stating("docs/sdlc.md"),
        "docs/sdlc.md": _with(sentence),
        ".github/workflows/ci.yml": "on: pull_request\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n"
        + steps.replace("echo semgrep", "make all"),
    }


EXAMPLES = (
    Example(
        "a scanner that is run",
        Outcome.GOOD,
        _case("Bandit scans each pull request in the pipeline.", "bandit -r src"),
        strength=MEDIUM,
    ),
    Example(
        "a scanner that nobody runs",
        Outcome.BAD,
        _case("Bandit scans each pull request in the pipeline."),
        strength=MEDIUM,
    ),
    Example(
        "one of two tools is missing",
        Outcome.BAD,
        _case("Gitleaks runs on every push. Our pipeline runs pip-audit on each pull request.", "pip-audit"),
    ),
    Example(
        "an action is the tool",
        Outcome.GOOD,
        {
            **_case("Trivy scans each release in the pipeline."),
            ".github/workflows/scan.yml": "on: push\njobs:\n  scan:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: aquasecurity/trivy-action@v0\n",
        },
    ),
    Example(
        "a hook is the tool",
        Outcome.GOOD,
        {
            **_case("The pre-commit hooks run Gitleaks on every commit."),
            ".pre-commit-config.yaml": "repos:\n  - repo: https://git.example/gitleaks\n    rev: v8\n    hooks:\n      - id: gitleaks\n",
        },
    ),
    Example("a scanner is planned", Outcome.SILENT, _case("We plan to run Bandit on each pull request.")),
    Example(
        "the scanner is another one of its kind",
        Outcome.SILENT,
        _case("Bandit scans each pull request in the pipeline.", "semgrep ci"),
        false_positive="a tool replaced by another of its kind",
    ),
    Example(
        "the forge runs it",
        Outcome.UNKNOWN,
        _case("CodeQL scans each pull request."),
        false_positive="a tool run by the host platform",
    ),
    Example("a rule that lives in settings", Outcome.UNKNOWN, _case("The main line has branch protection.")),
    Example(
        "tools named as examples",
        Outcome.SILENT,
        {
            "assay.toml": stating("docs/sdlc.md"),
            "docs/sdlc.md": _with("Each pull request is scanned by a tool such as Bandit or gosec.").replace(
                " with branch protection", ""
            ),
            ".github/workflows/ci.yml": _case("")[".github/workflows/ci.yml"],
        },
        false_positive="tools named as examples",
    ),
    Example(
        "no pipeline to compare with",
        Outcome.UNKNOWN,
        {"assay.toml": stating("docs/sdlc.md"), "docs/sdlc.md": _with("Bandit scans each pull request.")},
    ),
    Example("a README that names tools", Outcome.SILENT, {"README.md": "# Gantry\n\nBandit runs on every commit.\n"}),
)
