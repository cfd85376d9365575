"""The tools that make the software are named with their versions.

Why: A tool nobody named is a tool nobody keeps current or can bring back.

Good: at least two of runtime, compiler, package manager and hooks are named with a version in the tree.

Bad: a release job uses a floating version of the compiler or runtime (latest, lts, stable).

Unknown: the build is defined elsewhere.

Known false positives: hosted runners that update on purpose; a range for users of a library; a version that stands in a comment;
the same tool named twice.
"""

import re
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Location, Outcome
from assay.facts.ci import CiPipelines
from assay.facts.roots import RootKind, Roots
from assay.facts.texts import Texts

SUPPORTS = {"1.1.3/a": MEDIUM}
COUNTERS = {"1.1.3/a": WEAK}
BECAUSE = "the declared versions are the list itself; whether they are current is another question"
STALE_AFTER_DAYS = 90
FIX = "Name the version in the file the tool itself reads, and let the update bot move it."

FILES = {
    ".python-version": "Python", ".nvmrc": "Node.js", ".node-version": "Node.js", ".ruby-version": "Ruby", ".java-version": "Java", ".go-version": "Go", "rust-toolchain": "Rust", "rust-toolchain.toml": "Rust",
    ".tool-versions": "tools", "mise.toml": "tools", ".mise.toml": "tools", "global.json": ".NET SDK", "gradle-wrapper.properties": "Gradle", "maven-wrapper.properties": "Maven", ".pre-commit-config.yaml": "hooks",
}  # fmt: skip
TITLES = {
    "node": "Node.js", "nodejs": "Node.js", "python": "Python", "go": "Go", "golang": "Go", "java": "Java", "jdk": "Java", "ruby": "Ruby", "dotnet": ".NET", ".net": ".NET", ".net sdk": ".NET",
    "rust": "Rust", "rust-toolchain": "Rust", "php": "PHP", "maven": "Maven", "gradle": "Gradle",
}  # fmt: skip
"""One name for what files, manifests and set-up steps call differently: the same tool named twice is one tool."""
FLOATING = re.compile(r"^(latest|lts(/\*|-latest)?|stable|\*|current|nightly|3\.x|x)$", re.IGNORECASE)
RANGE = re.compile(r"^\s*[<>^~!]|\|\||\s-\s")
COMMENT = re.compile(r"#.*")
SET_UPS = re.compile(
    r"(^|/)setup-(python|node|go|java|ruby|dotnet|rust|php|deno|bun|uv)|rust-toolchain$|setup-beam", re.IGNORECASE
)


def check(ci: CiPipelines, texts: Texts, roots: Roots) -> Iterator[Finding]:
    named: dict[str, Location] = {}
    for path, text in texts.named(*FILES):
        if re.search(r"\d", COMMENT.sub("", text)) and path.count("/") < 4:
            named[_title(FILES[path.rpartition("/")[2].lower()])] = at(path)
    for manifest in roots.manifests:
        for tool, version, line in manifest.tools:
            if (
                re.search(r"\d", version)
                and not RANGE.search(version)
                and not any(root.manifest == manifest.path and root.kind is RootKind.SET_ASIDE for root in roots.roots)
            ):
                named.setdefault(_title(tool), at(manifest.path, line))
    for _, job in ci.jobs:
        for step in job.steps:
            if step.part and SET_UPS.search(step.part.name):
                version = next(
                    (value for key, value in step.inputs.items() if key.endswith("version") or key == "toolchain"), ""
                )
                if re.match(r"\d", version) or "version-file" in " ".join(step.inputs):
                    tool = _title(step.part.name.rpartition("/")[2].removeprefix("setup-"))
                    named.setdefault(tool, at(step.path, step.line))
    if len(named) >= 2:
        yield good(
            "tools",
            f"named with a version: {', '.join(sorted(named)[:6])}",
            *list(named.values())[:4],
            objects=len(named),
        )
    for _, job in ci.release_path:
        for step in job.steps:
            if step.part and SET_UPS.search(step.part.name):
                for key, value in step.inputs.items():
                    if (key.endswith("version") or key == "toolchain") and FLOATING.match(value):
                        yield bad(
                            f"{step.path}:{step.line}",
                            f"{step.part.name} takes {key}: {value} on the release path",
                            at(step.path, step.line),
                            fix=f"Write a version instead of {value}.",
                        )
    if not named and ci.none_found:
        yield unknown(*ci.none_found)


def _title(tool: str) -> str:
    return TITLES.get(tool.casefold(), tool)


_JOB = "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/setup-node@v4\n        with: {{node-version: {}}}\n      - run: npm publish\n"

EXAMPLES = (
    Example("two files name versions", Outcome.GOOD, {".python-version": "3.13.1\n", ".nvmrc": "22.1.0\n"}),
    Example("whatever is newest", Outcome.BAD, {".github/workflows/r.yml": _JOB.format("latest")}),
    Example(
        "one version",
        Outcome.SILENT,
        {".github/workflows/r.yml": _JOB.format("22")},
        false_positive="hosted runners that update on purpose",
    ),
    Example(
        "ranges for users",
        Outcome.UNKNOWN,
        {
            "pyproject.toml": '[project]\nname = "a"\nrequires-python = ">=3.10"\n',
            "package.json": '{"name": "a", "engines": {"node": ">=20"}}',
        },
        false_positive="a range for users of a library",
    ),
    Example(
        "one tool named in two places",
        Outcome.SILENT,
        {".nvmrc": "22\n", ".github/workflows/r.yml": _JOB.format("22")},
        false_positive="the same tool named twice",
    ),
    Example(
        "versions in comments",
        Outcome.UNKNOWN,
        {".python-version": "# 3.13.1\n", ".nvmrc": "lts/* # 22.1.0\n"},
        false_positive="a version that stands in a comment",
    ),
    Example("nothing", Outcome.UNKNOWN, {"a": "x"}),
)
