"""Release builds install from the lock and nothing else.

Why: A build that resolves versions afresh may ship components nobody looked at.

Good: every install on the release path and in the images that ship is the form held to the lock, and in images the lock is copied
before the install runs.

Bad: an install resolves freely, or an image runs the installer without the lock in place. An install that takes the lock's
versions but would write the lock anew without a word when it does not fit is a warning while the lock fits; so is a build
tool without an exact version in a pipeline job.

Unknown: nothing on the release path installs, or it happens where it cannot be followed.

Known false positives: images for development only; tools installed with an exact version; a lock brought in by copying its folder;
sources that did not come from this repository; a lock in an earlier stage or a mount; requirements written from the lock just before;
sources from git in a lock with hashes; tools of a stage that is thrown away; one of two branches;
images beside the ones the release is seen to build; a lock in a folder whose name takes it out of judgement, copied by name.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from assay.checks.contract import MEDIUM, STRONG, WEAK, Example, Finding, at, bad, cut, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines, Command, Install
from assay.facts.containers import Containers, Dockerfile, Instruction, Stage
from assay.facts.ecosystems import ECOSYSTEMS
from assay.facts.lock_files import LockFiles
from assay.formats.exported_locks import UNSURE, taken_from, written_from_lock
from assay.formats.held_to_lock import fitting_lock, is_tool, lock_with_hashes, misses_its_lock, unhashed
from assay.formats.image_so_far import ImageSoFar, binds_context, inherited

SUPPORTS = {"1.2.2/b": MEDIUM, "1.2.1/c": WEAK}
COUNTERS = {"1.2.2/b": STRONG, "1.2.1/c": MEDIUM}
BECAUSE = "a free install resolves versions anew at build time; a held one is configured, which only a run would prove"
STALE_AFTER_DAYS = 90
FIX = "Copy the lock before the install and use the form of the install that fails when the lock does not fit."
WHOLE = frozenset({"./...", "all"})
"""Targets that mean the whole product."""
BRANCH = re.compile(r"(^|[\s;])else([\s;]|$)")
LIBRARY_FORMS = (".", ".[")


def check(ci: CiPipelines, containers: Containers, locks: LockFiles) -> Iterator[Finding]:
    seen = False
    in_jobs: list[tuple[str, Finding]] = []
    for _, job in ci.release_path:
        rewritten: set[str] = set()
        exported: dict[str, Install] = {}
        for command in job.commands:
            exported |= written_from_lock(command)
            install = command.install and taken_from(command.install, exported)
            where = f"job {job.name or job.id}"
            if install and (finding := _judged(command, install, locks, where, ships=False)):
                seen = True
                in_jobs += [(where, each) for each in _unless_rewritten(finding, install, rewritten)]
    yield from _together(in_jobs)
    shipped = [each for each in containers.dockerfiles if not each.set_aside]
    for file in shipped:
        found = [finding for stage in file.stages for finding in _of_image(file, stage, locks)]
        seen = seen or bool(found)
        for finding in _alike_as_one(found):
            beside = file.released is False and finding.outcome is Outcome.BAD
            yield replace(finding, at_most=WEAK) if beside else finding
    if not seen:
        unread = (*[each for _, job in ci.release_path for each in job.unread], *containers.unread)
        if unread:
            yield unknown(*unread)
        elif not ci.release_path and not shipped:
            yield unknown(
                Unread(
                    "release build",
                    "neither a release pipeline nor a shipped image is in the tree",
                    "commit the release build",
                )
            )


def _together(found: list[tuple[str, Finding]]) -> Iterator[Finding]:
    """One finding for the same command in several jobs."""
    same: dict[Finding, list[Finding]] = {}
    for where, each in found:
        alike = replace(each, thing="", says=each.says.replace(f" ({where})", " ({})"), locations=())
        same.setdefault(alike, []).append(each)
    for alike, group in same.items():
        places = sorted(
            (place for one in group for place in one.locations), key=lambda place: (place.path, place.line or 0)
        )
        says = alike.says.replace("({})", f"({len(group)} jobs)")
        yield group[0] if len(group) == 1 else replace(group[0], says=says, locations=tuple(places), objects=len(group))


def _alike_as_one(findings: list[Finding]) -> Iterator[Finding]:
    """Each finding once, with every line that says the same."""
    same: dict[tuple[Outcome, str], list[Finding]] = {}
    for each in findings:
        same.setdefault((each.outcome, each.says), []).append(each)
    for found in same.values():
        places = dict.fromkeys(place for each in found for place in each.locations)
        yield replace(found[0], locations=tuple(places), objects=len(places))


def _unless_rewritten(finding: Finding, install: Install, rewritten: set[str]) -> Iterator[Finding]:
    """The finding, but for an install held to a lock that an earlier command of the same build has updated."""
    if finding.outcome is not Outcome.GOOD or install.ecosystem not in rewritten:
        yield finding
    if install.form == "unlocked" and not install.tool_only and set(install.targets) <= WHOLE:
        rewritten.add(install.ecosystem)


def _judged(command: Command, install: Install, locks: LockFiles, where: str, *, ships: bool) -> Finding | None:
    thing = f"{command.path}:{command.line} {install.tool}"
    place = at(command.path, command.line)
    if is_tool(install) or install.form in ("exact", "unclear"):
        return None
    if install.form == "locked" and misses_its_lock(install, locks):
        return None
    if install.form == "locked":
        return good(thing, f"{cut(command.text)} is held to the lock ({where})", place)
    if install.form == "needs lock":
        held = lock_with_hashes(install, locks)
        return (
            good(thing, f"{cut(command.text)} is held to {held} ({where})", place)
            if held
            else bad(
                thing,
                f"{cut(command.text)} has no lock with hashes to hold to{unhashed(install, locks)} ({where})",
                place,
                fix=_fix(install, locks),
                at_most=MEDIUM,
            )
        )
    if install.form == "follows lock" and (lock := fitting_lock(install, locks)):
        return bad(
            thing,
            f"{cut(command.text)} takes the versions of {lock}, but does not insist on them ({where})",
            place,
            fix=_fix(install, locks),
            at_most=WEAK,
        )
    if install.tool_only and not ships:
        return bad(
            thing,
            f"{cut(command.text)} brings a tool in whatever version is newest ({where})",
            place,
            fix=f"Name an exact version of {' '.join(install.targets)[:60] or install.tool}.",
            at_most=WEAK,
        )
    own = bool(install.targets) and all(each.startswith(LIBRARY_FORMS) for each in install.targets)
    locked = any(each.ecosystem == install.ecosystem for each in locks.locks)
    return bad(
        thing, f"{cut(command.text)} resolves versions anew ({where}){', although a lock is committed' if locked and install.ecosystem != 'pip' else ''}", place, fix=_fix(install, locks), at_most=MEDIUM if own or not locked or install.targets else STRONG
    )  # fmt: skip


def _of_image(file: Dockerfile, stage: Stage, locks: LockFiles) -> Iterator[Finding]:
    context = ImageSoFar(file, stage)
    for earlier in inherited(file, stage):
        for instruction in earlier.instructions:
            context.take(instruction)
    for instruction in stage.instructions:
        context.take(instruction)
        for command in instruction.commands:
            context.exported |= written_from_lock(command)
            install = command.install and taken_from(command.install, context.exported)
            if install and not is_tool(install) and install.form not in ("exact", "unclear"):
                for found in _in_image(command, install, context, locks, bound=binds_context(instruction)):
                    yield replace(found, at_most=WEAK) if _is_one_way(instruction, install, found) else found


def _is_one_way(instruction: Instruction, install: Install, found: Finding) -> bool:
    """Whether it stands in one of two branches, and the other one installs by another form: which one runs is not known."""
    forms = {
        each.install.form
        for each in instruction.commands
        if each.install and each.install.ecosystem == install.ecosystem
    }
    return found.outcome is Outcome.BAD and len(forms) > 1 and bool(BRANCH.search(instruction.text))


def _in_image(
    command: Command, install: Install, context: "ImageSoFar", locks: LockFiles, *, bound: bool
) -> Iterator[Finding]:
    path, place = context.file.path, at(command.path, command.line)
    names = ECOSYSTEMS[install.ecosystem].locks
    where = f"image {path}"
    held = context.frozen and install.tool == "bundle" and not install.targets
    if held:
        install = replace(install, form="locked")
    if install.tool == "pnpm" and install.form == "needs lock" and not context.is_ci:
        install = replace(install, form="follows lock")
    if install.form in ("locked", "needs lock", "follows lock"):
        if excluded := context.kept_out(names):
            why = f".dockerignore keeps {excluded} out"
        elif not bound and not context.has(names, install.targets) and context.has_manifest(install.ecosystem):
            why = "no lock was copied into the image before"
        elif not bound and not context.has(names, install.targets):
            return  # it works on something that did not come from here
        else:
            why = ""
        if why:
            yield bad(
                f"{path}:{command.line} {install.tool}",
                f"{cut(command.text)} runs, but {why}",
                place,
                fix=f"Copy {' or '.join(names[:2]) or 'the lock'} before line {command.line} of {path}.",
            )
            return
    if install.form == "follows lock" and locks.set_aside and not fitting_lock(install, locks):
        if lock := context.copied(names):
            yield bad(
                f"{path}:{command.line} {install.tool}",
                f"{cut(command.text)} takes the versions of {lock}, but does not insist on them ({where})",
                place,
                fix=f"Use {ECOSYSTEMS[install.ecosystem].locked_command}.",
                at_most=WEAK,
            )
            return
    if context.changes_go_modules and install.ecosystem == "go" and install.form == "locked":
        install = replace(install, form="unlocked")
    ships = context.stage is context.file.stages[-1]
    if (found := _judged(command, install, locks, where, ships=ships)) is not None:
        yield from _unless_rewritten(found, install, context.rewritten)


def _fix(install: Install, locks: LockFiles) -> str:
    if install.note == UNSURE:
        return "Add --locked to uv export."
    ecosystem = ECOSYSTEMS[install.ecosystem]
    lock = ecosystem.locks[0] if ecosystem.locks else "the lock"
    if named := [
        each
        for each in install.targets
        if not each.startswith((".", "/", "$", "-")) and not each.endswith((".txt", ".toml"))
    ]:
        return f"Name an exact version of {' and '.join(each.partition('@')[0] or each for each in named)[:60]}, or take it from {lock}."
    if install.ecosystem == "pip" and install.targets and not any(each.endswith(".txt") for each in install.targets):
        return f"Install the components from a lock with hashes first, then {install.targets[0]} with --no-deps."
    file = next((each for each in install.targets if each.endswith((".txt", ".toml"))), lock)
    without = install.ecosystem != "pip" and not any(each.ecosystem == install.ecosystem for each in locks.locks)
    return f"{f'Commit {lock}, then use' if without else 'Use'} {ecosystem.locked_command.replace('{lock}', file)}."


_LOCK = '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "1.0.0"}}, "node_modules/a": {"version": "1.0.0", "resolved": "https://registry.example/a.tgz", "integrity": "sha512-AAAA"}}}'
_NODE = {"package.json": '{"name": "app", "private": true, "dependencies": {"a": "1.0.0"}}', "package-lock.json": _LOCK}
_PYTHON = {
    "pyproject.toml": '[project]\nname = "app"\ndependencies = ["a==1.0"]\n',
    "uv.lock": 'version = 1\n[[package]]\nname = "app"\nversion = "1.0"\nsource = {virtual = "."}\ndependencies = [{name = "a"}]\n[package.metadata]\nrequires-dist = [{name = "a", specifier = "==1.0"}]\n'
    '[[package]]\nname = "a"\nversion = "1.0"\nsource = {registry = "https://registry.example/simple"}\nsdist = {url = "https://registry.example/a.tar.gz", hash = "sha256:'
    + "0" * 64
    + '"}\n',
}

EXAMPLES = (
    Example(
        "a held install without a lock of its kind",
        Outcome.SILENT,
        {
            "package.json": _NODE["package.json"],
            ".github/workflows/r.yml": "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    steps: [{run: npm ci}, {run: gh release create v1 a.tgz}]\n",
        },
    ),
    Example(
        "a lock that is updated before it is held to",
        Outcome.BAD,
        {
            "Cargo.lock": "version = 3\n",
            ".github/workflows/r.yml": "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    steps: [{run: cargo update && cargo build --locked}, {run: gh release create v1 a}]\n",
        },
    ),
    Example(
        "npm ci after the lock was copied",
        Outcome.GOOD,
        {**_NODE, "Dockerfile": "FROM node:22\nCOPY package.json package-lock.json ./\nRUN npm ci\n"},
    ),
    Example(
        "npm install beside a lock that fits",
        Outcome.BAD,
        {**_NODE, "Dockerfile": "FROM node:22\nCOPY package*.json ./\nRUN npm install\n"},
        strength=WEAK,
    ),
    Example(
        "npm install beside a lock that does not fit",
        Outcome.BAD,
        {
            **_NODE,
            "package.json": '{"name": "app", "private": true, "dependencies": {"a": "2.0.0"}}',
            "Dockerfile": "FROM node:22\nCOPY package*.json ./\nRUN npm install\n",
        },
        strength=STRONG,
    ),
    Example(
        "a build tool in whatever version",
        Outcome.BAD,
        {
            "Cargo.toml": '[package]\nname = "a"\n',
            ".github/workflows/r.yml": "on: {push: {tags: ['v*']}}\njobs:\n  r:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: cargo install cargo-deb\n      - run: cargo publish --locked\n",
        },
        strength=WEAK,
    ),
    Example(
        "npm update in the image",
        Outcome.BAD,
        {**_NODE, "Dockerfile": "FROM node:22\nCOPY package*.json ./\nRUN npm update\n"},
        strength=STRONG,
    ),
    Example(
        "the lock is not copied",
        Outcome.BAD,
        {**_NODE, "Dockerfile": "FROM node:22\nCOPY package.json ./\nRUN npm ci\n"},
    ),
    Example(
        "a lock below docs that is copied by name",
        Outcome.BAD,
        {
            "docs/Gemfile": "gem 'a'\n",
            "docs/Gemfile.lock": "GEM\n  specs:\n    a (1.0)\n\nDEPENDENCIES\n  a\n",
            "Dockerfile": "FROM ruby:4.0 AS docs\nCOPY docs/Gemfile docs/Gemfile.lock ./\nRUN bundle install\nFROM node:22\n",
        },
        strength=WEAK,
        false_positive="a lock in a folder whose name takes it out of judgement, copied by name",
    ),
    Example(
        "requirements written from the lock just before",
        Outcome.GOOD,
        {
            **_PYTHON,
            "Dockerfile": "FROM python:3.14\nCOPY pyproject.toml uv.lock ./\nRUN uv export --frozen -o r.txt && pip install -r r.txt\n",
        },
        false_positive="requirements written from the lock just before",
    ),
    Example(
        "requirements written from a lock that may be renewed",
        Outcome.BAD,
        {
            **_PYTHON,
            "Dockerfile": "FROM python:3.14\nCOPY pyproject.toml uv.lock ./\nRUN uv export > r.txt && uv pip install --system --requirements r.txt\n",
        },
        strength=WEAK,
    ),
    Example(
        "a lock with hashes and a source from git",
        Outcome.GOOD,
        {
            "requirements.txt": f"a==1.0 --hash=sha256:{'0' * 64}\nb @ git+https://forge.example/b@{'0' * 40}\n",
            "Dockerfile": "FROM python:3.13\nCOPY requirements.txt .\nRUN uv pip sync requirements.txt\n",
        },
        false_positive="sources from git in a lock with hashes",
    ),
    Example(
        "a tool that stays behind in its stage",
        Outcome.BAD,
        {
            **_NODE,
            "Dockerfile": "FROM node:22 AS build\nCOPY . .\nRUN npm ci && npm install -g typescript && tsc\nFROM nginx:1.29\nCOPY --from=build /dist /srv\n",
        },
        false_positive="tools of a stage that is thrown away",
        strength=WEAK,
    ),
    Example(
        "a tool that ships",
        Outcome.BAD,
        {**_NODE, "Dockerfile": "FROM node:22\nCOPY . .\nRUN npm ci && npm install -g pm2\n"},
        strength=MEDIUM,
    ),
    Example(
        "a way round the lock for trials",
        Outcome.BAD,
        {
            **_NODE,
            "Dockerfile": 'FROM node:22\nARG NO_LOCK\nCOPY . .\nRUN if [ -z "$NO_LOCK" ]; then npm ci; else npm update; fi\n',
        },
        false_positive="one of two branches",
        strength=WEAK,
    ),
    Example(
        "an image the release leaves alone",
        Outcome.BAD,
        {
            **_NODE,
            "Dockerfile": "FROM node:22\nCOPY . .\nRUN npm ci\n",
            "workers.Dockerfile": "FROM node:22\nCOPY . .\nRUN npm update\n",
            ".github/workflows/r.yml": "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    steps: [{uses: docker/build-push-action@v6, with: {push: true}}]\n",
        },
        false_positive="images beside the ones the release is seen to build",
        strength=WEAK,
    ),
    Example(
        "an image beside one that a called workflow builds",
        Outcome.BAD,
        {
            **_NODE,
            "Dockerfile": "FROM node:22\nCOPY . .\nRUN npm ci\n",
            "workers.Dockerfile": "FROM node:22\nCOPY . .\nRUN npm update\n",
            ".github/workflows/r.yml": "on: release\njobs:\n  p:\n    uses: ./.github/workflows/i.yml\n",
            ".github/workflows/i.yml": "on: workflow_call\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    steps: [{run: docker build . -t a && docker push a}]\n",
        },
        false_positive="images beside the ones the release is seen to build",
        strength=WEAK,
    ),
    Example(
        "an image that may be one of those a release builds",
        Outcome.BAD,
        {
            **_NODE,
            "Dockerfile": "FROM node:22\nCOPY . .\nRUN npm ci\n",
            "workers.Dockerfile": "FROM node:22\nCOPY . .\nRUN npm update\n",
            ".github/workflows/r.yml": "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    steps: [{uses: docker/build-push-action@v6, with: {push: true}}, {uses: docker/build-push-action@v6, with: {push: true, file: '${{ matrix.file }}'}}]\n",
        },
        strength=STRONG,
    ),
    Example("an image that installs nothing", Outcome.SILENT, {"Dockerfile": "FROM scratch\nCOPY app /app\n"}),
    Example("no release build here", Outcome.UNKNOWN, {"a": "x"}),
    Example(
        "an image for development",
        Outcome.UNKNOWN,
        {"Dockerfile.dev": "FROM node:22\nRUN npm install\n"},
        false_positive="images for development only",
    ),
    Example(
        "a tool with an exact version",
        Outcome.SILENT,
        {"Dockerfile": "FROM python:3.13\nRUN pip install gunicorn==23.0.0\n"},
        false_positive="tools installed with an exact version",
    ),
    Example(
        "a tool whose version is a variable",
        Outcome.SILENT,
        {"Dockerfile": "FROM python:3.13\nARG GUNICORN=23.0.0\nRUN pip install gunicorn==${GUNICORN}\n"},
        false_positive="tools installed with an exact version",
    ),
    Example(
        "the lock is in the stage before",
        Outcome.GOOD,
        {
            **_NODE,
            "Dockerfile": "FROM node:22 AS base\nCOPY package.json package-lock.json ./\nFROM base AS app\nRUN npm ci\n",
        },
        false_positive="a lock in an earlier stage or a mount",
    ),
    Example(
        "the folder is mounted",
        Outcome.GOOD,
        {**_NODE, "Dockerfile": "FROM node:22\nRUN --mount=target=. npm ci\n"},
        false_positive="a lock in an earlier stage or a mount",
    ),
    Example(
        "a tool built from sources of others",
        Outcome.SILENT,
        {**_NODE, "Dockerfile": "FROM golang:1.26\nRUN git clone https://forge.example/tool . && go install .\n"},
        false_positive="sources that did not come from this repository",
    ),
    Example(
        "the lock came with its folder",
        Outcome.GOOD,
        {**_NODE, "Dockerfile": "FROM node:22\nCOPY . .\nRUN npm ci\n"},
        false_positive="a lock brought in by copying its folder",
    ),
)
