"""A bot proposes updates for every ecosystem the product uses.

Why: Updates nobody proposes are updates nobody makes.

Good: Dependabot or Renovate is configured and covers the ecosystems found, the pipeline and containers included. Security updates
of the platform, which a snapshot shows to be on, count weak: they propose what has a known weakness, and nothing else.

Bad: the configuration leaves out an ecosystem that is there.

Unknown: no configuration in the tree, and no snapshot that shows one; a bot may be set elsewhere.

Known false positives: folders of examples; presets kept elsewhere.
"""

from collections.abc import Iterator, Mapping

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, Handed, at, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines, Provider
from assay.facts.containers import Containers
from assay.facts.platform import Platforms, Security
from assay.facts.roots import RootKind, Roots
from assay.facts.texts import Texts
from assay.formats.looked_away import proposes, renovate_is_on
from assay.formats.snapshots.example import example
from assay.formats.yaml_text import YamlError, read

SUPPORTS = {"1.2.5/a": MEDIUM, "1.1.3/c": WEAK}
COUNTERS = {"1.2.5/a": WEAK}
BECAUSE = "the configuration names the ecosystems; merged updates would show that it works"
STALE_AFTER_DAYS = 90
FIX = "Add the missing ecosystem to the bot's configuration."

DEPENDABOT = {
    "npm": "npm", "yarn": "npm", "pnpm": "npm", "bun": "npm bun", "pip": "pip uv", "poetry": "pip", "uv": "uv pip", "pdm": "pip", "pipenv": "pip", "go": "gomod", "cargo": "cargo", "bundler": "bundler",
    "composer": "composer", "nuget": "nuget", "maven": "maven", "gradle": "gradle", "swift": "swift", "mix": "mix", "pub": "pub", "terraform": "terraform", "helm": "helm",
}  # fmt: skip


def check(
    texts: Texts, roots: Roots, ci: CiPipelines, containers: Containers, platforms: Platforms
) -> Iterator[Finding]:
    present = {
        root.ecosystem: root.manifest
        for root in reversed(roots.roots)
        if root.kind is not RootKind.SET_ASIDE and not (root.ecosystem == "pip" and root.manifest.endswith("setup.py"))
    }
    renovate = next(
        (path for path, _ in texts.named("renovate.json", "renovate.json5", ".renovaterc", ".renovaterc.json")), ""
    )
    bot = next(
        (
            (path, text)
            for path, text in texts.named("dependabot.yml", "dependabot.yaml")
            if path.startswith(".github/")
        ),
        None,
    )
    if renovate and renovate_is_on(texts.texts[renovate]):
        yield good(renovate, "Renovate looks at every ecosystem it knows", at(renovate))
        return
    if bot is None:
        seen = platforms.newest
        if seen and seen.sections.security.read and seen.sections.security.read.security_updates:
            says = "the platform proposes updates of vulnerable components, and of no others"
            yield good("security updates of the platform", says, seen.at(), at_most=WEAK, observed_at=seen.on)
        elif present or ci.pipelines:
            yield unknown(
                Unread(
                    "update bot",
                    "no configuration is in the tree; it may be set on the platform",
                    "commit the configuration, or assay snapshot by somebody who may see the security settings",
                ),
                *platforms.hidden("security settings", "security"),
            )
        return
    path, text = bot
    try:
        listed = _listed(text, roots)
    except YamlError as error:
        yield unknown(Unread(path, f"it is not YAML ({error})", "correct the file"))
        return
    wanted = {each: DEPENDABOT[each].split() for each in present if each in DEPENDABOT}
    if any(pipeline.provider is Provider.GITHUB for pipeline in ci.pipelines):
        wanted["the pipeline"] = ["github-actions"]
    if shipped := [file.path for file in containers.dockerfiles if not file.set_aside]:
        wanted["containers"] = ["docker"]
        present["containers"] = shipped[0]
    missing = sorted(each for each, names in wanted.items() if not set(names) & set(listed))
    covered = sorted(set(wanted) - set(missing))
    if covered:
        yield good(
            path,
            f"Dependabot proposes updates for {', '.join(covered)}",
            at(path),
            objects=len(covered),
        )
    for each in missing:
        yield bad(
            f"{path} {each}",
            f"Dependabot leaves out {each}{f' ({present[each]})' if each in present else ''}",
            at(path),
            fix=f"Add package-ecosystem: {wanted[each][0]} to {path}.",
        )


def _listed(text: str, roots: Roots) -> list[str]:
    found = read(text)
    updates = found.get("updates") if isinstance(found, dict) else None
    return [
        str(each.get("package-ecosystem"))
        for each in updates or ()
        if isinstance(each, dict) and proposes(each) and _has_manifest(each, roots)
    ]


def _has_manifest(update: Mapping[str, object], roots: Roots) -> bool:
    """Whether an entry names a folder with a manifest of its ecosystem; other kinds of entry are taken as they are."""
    name = str(update.get("package-ecosystem"))
    kinds = {ecosystem for ecosystem, names in DEPENDABOT.items() if name in names.split()}
    given = update.get("directories") or [update.get("directory")]
    folders = [str(each).strip("/") for each in given] if isinstance(given, list) else []
    if not kinds or not folders or any(not each or each == "None" or "*" in each for each in folders):
        return True
    places = [manifest.folder for manifest in roots.manifests if manifest.ecosystem in kinds]
    return any(place == folder or place.startswith(folder + "/") for place in places for folder in folders)


_BOT = "version: 2\nupdates:\n  - package-ecosystem: {}\n    directory: /\n    schedule: {{interval: weekly}}\n"
_APP = {"package.json": '{"name": "a", "dependencies": {"b": "1.0.0"}}'}

EXAMPLES = (
    Example("npm is covered", Outcome.GOOD, {**_APP, ".github/dependabot.yml": _BOT.format("npm")}, strength=MEDIUM),
    Example(
        "containers are left out",
        Outcome.BAD,
        {**_APP, "Dockerfile": "FROM node:22\n", ".github/dependabot.yml": _BOT.format("npm")},
    ),
    Example("an empty repository", Outcome.SILENT, {"README.md": "# x"}),
    Example("no configuration", Outcome.UNKNOWN, {**_APP}),
    Example(
        "security updates of the platform",
        Outcome.GOOD,
        {**_APP},
        evidence={"snapshot.json": Handed(example(security=Security(security_updates=True)))},
        strength=WEAK,
    ),
    Example(
        "an example's manifest",
        Outcome.GOOD,
        {**_APP, "examples/x/Cargo.toml": '[package]\nname = "x"\n', ".github/dependabot.yml": _BOT.format("npm")},
        false_positive="folders of examples",
    ),
    Example(
        "a Renovate preset",
        Outcome.GOOD,
        {**_APP, "renovate.json": '{"extends": ["local>org/preset"]}'},
        false_positive="presets kept elsewhere",
    ),
    Example(
        "a bot that ignores everything",
        Outcome.BAD,
        {**_APP, ".github/dependabot.yml": _BOT.format("npm") + "    ignore: [{dependency-name: '*'}]\n"},
    ),
    Example("Renovate switched off", Outcome.UNKNOWN, {**_APP, "renovate.json": '{"enabled": false}'}),
)
