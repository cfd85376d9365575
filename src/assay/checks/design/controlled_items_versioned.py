"""Everything that makes the product is under version control.

Why: What is kept elsewhere can change without a trace.

Good: the build, the pipeline and the pins of components are in the tree.

Bad: the product is a service by its profile and no deployment definition is in the tree.

Unknown: nothing says how the product is delivered.

Known false positives: definitions kept in another repository; small libraries.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines
from assay.facts.containers import Containers
from assay.facts.lock_files import LockFiles
from assay.facts.profile import Profile
from assay.facts.roots import RootKind, Roots
from assay.facts.tree import Tree

SUPPORTS = {"1.1.4/b": MEDIUM}
COUNTERS = {"1.1.4/b": WEAK}
BECAUSE = "the kinds that are there were seen; that nothing is missing cannot be seen"
STALE_AFTER_DAYS = 90
FIX = "Bring the definitions under version control, or cite the repository that holds them."

DEPLOYMENT = (
    ".tf",
    "Chart.yaml",
    "kustomization.yaml",
    "serverless.yml",
    "template.yaml",
    "Procfile",
    "fly.toml",
    "app.yaml",
    "manifest.yml",
    "Pulumi.yaml",
    "cdk.json",
)


def check(
    tree: Tree, ci: CiPipelines, roots: Roots, locks: LockFiles, containers: Containers, profile: Profile
) -> Iterator[Finding]:
    if not tree.entries:
        yield unknown(Unread("tree", "there is no file", "commit the work"))
        return
    aside = {root.manifest for root in roots.roots if root.kind is RootKind.SET_ASIDE}
    builds = _top_most(
        *(each.path for each in roots.manifests if each.path not in aside and not each.path.startswith(".")),
        *(each.path for each in containers.dockerfiles if not each.set_aside),
    )
    pipeline = ci.pipelines[0].path if ci.pipelines else ""
    pins = _top_most(*(lock.path for lock in locks.locks if lock.packages))
    if builds and pipeline and pins:
        yield good(
            "controlled items",
            f"the build ({builds}), the pipeline ({pipeline}) and the pins ({pins}) are in the tree",
            at(builds),
            at(pipeline),
            at(pins),
        )
    if (
        profile.source not in ("assumed",)
        and "saas" in profile.delivery
        and not any(entry.name.endswith(DEPLOYMENT) for entry in tree.entries)
    ):
        yield bad(
            "deployment",
            "the product is a service and no deployment definition is in the tree",
            at(profile.source if profile.source != "given" else ""),
            fix="Commit the deployment definitions, or list their repository in assay.toml.",
        )


def _top_most(*paths: str) -> str:
    return min(paths, key=lambda each: (each.count("/"), each), default="")


_LOCK = "a==1.0 --hash=sha256:" + "0" * 64 + "\n"
_CI = {".github/workflows/a.yml": "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: [{run: make}]\n"}

EXAMPLES = (
    Example("build, pipeline and pins", Outcome.GOOD, {**_CI, "requirements.txt": _LOCK}),
    Example(
        "a service without its deployment",
        Outcome.BAD,
        {"requirements.txt": _LOCK},
        profile='schema = 1\n[product]\ndelivery = ["saas"]\n',
    ),
    Example("a small library", Outcome.SILENT, {"a.py": "x = 1\n"}, false_positive="small libraries"),
    Example("nothing", Outcome.UNKNOWN, {}),
)
