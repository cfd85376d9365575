"""Measures whole processes side by side in one run: git's floor, what a user would run instead, and Assay.

    python benchmarks/speed.py --small PATH --medium PATH --large PATH --history PATH

Each PATH is a git repository, bare or not. Without any a repository is made up. Peers that are not installed are named as
absent; ``--install-peers`` puts those that are Python packages into an environment that is thrown away afterwards.
Prints a Markdown page. Only ratios within one run count: machines differ, and other work on the machine slows everything.
"""

import argparse
import json
import os
import platform
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

from assay.checks.contract import Change
from assay.testing.repository import Recipe, build

SIZES = ("small", "medium", "large", "history")
AS_OF = "2026-11-25"
LONGEST_SECONDS = 300
PEERS_AS_PACKAGES = ("detect-secrets", "bandit")
FIELDS = "%H%x00%an%x00%ae%x00%at%x00%ct%x00%s"
ASSAY = (sys.executable, "-c", "from assay.cli import main; main()")
COLD_GOALS = {"small": 0.3, "medium": 0.4, "large": 0.5}
"""Of zizmor, syft and kingfisher one after another."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Medians of a command: wall and processor seconds, and the peak memory of its largest process in MB."""

    shown: str
    wall: float
    cpu: float
    peak: float
    runs: int


@dataclass(frozen=True, slots=True)
class Command:
    """What to measure. ``before`` runs untimed before each run."""

    shown: str
    words: Sequence[str]
    given: Path | None = None
    where: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio, what it should be at most, and whether the answers were the same as those of the slow path."""

    says: str
    ours: Cost
    theirs: Sequence[Cost]
    """One after another; empty where one of them was not measured."""
    most: float
    why_not: str = ""


def main() -> None:
    wanted = _arguments()
    with tempfile.TemporaryDirectory(prefix="assay-bench-") as folder:
        top = Path(folder)
        chosen = {size: Path(path).resolve() for size in SIZES if (path := getattr(wanted, size))}
        made_up = not chosen
        if made_up:
            chosen = {"medium": made_up_repository(top / "made-up")}
        peers = _peers(top, install=wanted.install_peers)
        lines = list(page(chosen, peers, top, wanted.runs, made_up=made_up))
    text = "\n".join(lines) + "\n"
    if wanted.output:
        Path(wanted.output).write_text(text, "utf-8")
    sys.stdout.write(text)


def page(chosen: Mapping[str, Path], peers: Mapping[str, str], top: Path, runs: int, *, made_up: bool) -> Iterator[str]:
    """The whole page, measured as it is written."""
    yield "# Speed"
    yield ""
    yield f"Measured {time.strftime('%Y-%m-%d')} on {_machine()}; medians of up to {runs} whole processes, files already in memory."
    if made_up:
        yield "The repository is made up; give real ones with --small, --medium, --large and --history."
    absent = sorted(name for name, found in peers.items() if not found)
    yield f"Peers not on this machine, so not measured: {', '.join(absent) or 'none'}."
    yield "A goal counts by wall time; CPU time says more where other work shares the processors."
    yield f"Peak memory is that of the largest process; below {_own_peak():.0f} MB, what measures hides what is measured."
    goals: list[Goal] = []
    for size, repository in chosen.items():
        yield ""
        yield f"## {size}: {_described(repository)}"
        costs = dict(_measured(repository, peers, top, runs))
        yield from _table(costs.values())
        goals += _goals(size, costs, _same_answers(repository, top))
    starts = {name: measure(command, max(runs, 9)) for name, command in _starts().items()}
    yield ""
    yield "## Start"
    yield from _table(starts.values())
    goals += [
        Goal(f"{name} against bare Python", starts[name], [starts["bare"]], 4.0) for name in starts if name != "bare"
    ]
    yield ""
    yield "## Goals"
    yield ""
    yield "| Goal | By wall | By CPU | At most | Met |"
    yield "|---|---|---|---|---|"
    for goal in goals:
        yield _goal_row(goal)


def measure(command: Command, runs: int) -> Cost:
    """Medians; a command slower than ten seconds is run once only, one that takes five minutes is stopped."""
    walls, cpus, peaks = [], [], []
    for _ in range(runs):
        command.before()
        wall, cpu, peak = _once(command)
        walls.append(wall)
        cpus.append(cpu)
        peaks.append(peak)
        if wall > 10:
            break
    shown = command.shown if max(walls) < LONGEST_SECONDS else f"{command.shown}, stopped"
    return Cost(shown, statistics.median(walls), statistics.median(cpus), statistics.median(peaks), len(walls))


def _once(command: Command) -> tuple[float, float, float]:
    given = command.given.open("rb") if command.given else None
    started = time.perf_counter()
    process = subprocess.Popen(
        command.words,
        stdin=given or subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=command.where,
        env={**_environment(), **command.environment},
        start_new_session=True,
    )
    limit = threading.Timer(LONGEST_SECONDS, os.killpg, (process.pid, signal.SIGKILL))
    limit.start()
    _, _, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    limit.cancel()
    process.returncode = 0  # reaped above
    if given:
        given.close()
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def _own_peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _environment() -> dict[str, str]:
    """Ours without what makes Python compile its modules anew in every process."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _measured(repository: Path, peers: Mapping[str, str], top: Path, runs: int) -> Iterator[tuple[str, Cost]]:
    place = Path(tempfile.mkdtemp(dir=top))
    tree = _unpacked(repository, place / "tree")
    for name, command in (
        *_floors(repository, place).items(),
        *_peer_commands(peers, tree, place).items(),
        *_assay(repository, place).items(),
    ):
        yield name, measure(command, runs)
    shutil.rmtree(place)


def _floors(repository: Path, place: Path) -> dict[str, Command]:
    git = ("git", "-C", os.fspath(repository))
    listing = subprocess.run([*git, "ls-tree", "-r", "HEAD"], capture_output=True, check=True).stdout.splitlines()
    oids = place / "oids"
    oids.write_bytes(b"".join(line.split()[2] + b"\n" for line in listing if line.split()[1] == b"blob"))
    return {
        "ls-tree": Command("git ls-tree -r -l HEAD", [*git, "ls-tree", "-r", "-l", "HEAD"]),
        "cat-file": Command("git cat-file --batch, every file", [*git, "cat-file", "--batch", "--buffer"], oids),
        "log": Command("git log, six fields", [*git, "log", f"--format={FIELDS}", "HEAD", "--"]),
    }


def _peer_commands(peers: Mapping[str, str], tree: Path, place: Path) -> dict[str, Command]:
    here = os.fspath(tree)
    words = {
        "zizmor": ("--offline", "--no-exit-codes", "--format", "json-v1", here),
        "syft": ("scan", f"dir:{here}", "--output", "json"),
        "kingfisher": ("scan", here, "--no-validate", "--git-history", "none"),
        "detect-secrets": ("scan", "--all-files", here),
        "bandit": ("-q", "-r", here),
    }
    shown = {
        "zizmor": "zizmor --offline", "syft": "syft scan dir:", "kingfisher": "kingfisher scan --no-validate",
        "detect-secrets": "detect-secrets scan --all-files", "bandit": "bandit -q -r",
    }  # fmt: skip
    quiet = {"HOME": os.fspath(place), "SYFT_CHECK_FOR_APP_UPDATE": "false"}
    return {
        name: Command(shown[name], [found, *words[name]], where=place, environment=quiet)
        for name, found in peers.items()
        if found
    }


def _assay(repository: Path, place: Path) -> dict[str, Command]:
    cache = place / "cache"
    environment = {"XDG_CACHE_HOME": os.fspath(cache)}
    command = (*ASSAY, "assess", os.fspath(repository), "--as-of", AS_OF, "--quiet", "--format", "json", "--output", os.devnull)  # fmt: skip

    def forget() -> None:
        shutil.rmtree(cache, ignore_errors=True)

    def know_the_commit_before() -> None:
        forget()
        subprocess.run([*command, "--ref", "HEAD~1"], env={**_environment(), **environment}, check=True)

    found = {
        "cold": Command("assay assess, nothing remembered", command, environment=environment, before=forget),
        "again": Command("assay assess, nothing changed", command, environment=environment),
        "later": Command(
            "assay assess, HEAD~1 remembered", command, environment=environment, before=know_the_commit_before
        ),
    }
    if not _has_two_commits(repository):
        del found["later"]
    return found


def _starts() -> dict[str, Command]:
    return {
        "bare": Command("python -c pass", (sys.executable, "-c", "pass")),
        "assay --help": Command("assay --help", (*ASSAY, "--help")),
        "assay explain 2.2.2": Command("assay explain 2.2.2", (*ASSAY, "explain", "2.2.2")),
    }


def _same_answers(repository: Path, top: Path) -> str:
    """Why the fast ways do not count: empty if all give the claims one process without any memory gives."""
    place = Path(tempfile.mkdtemp(dir=top))

    def claims(*options: str, one_processor: bool = False) -> object:
        output = place / "found.json"
        words = (*ASSAY, "assess", os.fspath(repository), "--as-of", AS_OF, "--quiet", "--format", "json")
        subprocess.run(
            [*words, "--output", os.fspath(output), *options],
            env={**_environment(), "XDG_CACHE_HOME": os.fspath(place / "cache")},
            preexec_fn=_use_one_processor if one_processor else None,
            check=True,
        )
        return json.loads(output.read_bytes())["claims"]

    slow = claims("--no-cache", one_processor=True)
    ways: dict[str, object] = {}
    if _has_two_commits(repository):
        claims("--ref", "HEAD~1")
        ways["one commit later"] = claims()
        shutil.rmtree(place / "cache")
    ways["cold"] = claims()
    ways["again"] = claims()
    shutil.rmtree(place)
    differing = [name for name, found in ways.items() if found != slow]
    return f"its claims differ: {', '.join(differing)}" if differing else ""


def _use_one_processor() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _goals(size: str, costs: Mapping[str, Cost], why_not: str) -> Iterator[Goal]:
    cold = costs["cold"]
    if size in COLD_GOALS:
        three = [costs[name] for name in ("zizmor", "syft", "kingfisher") if name in costs]
        same_job = three if len(three) == 3 else []
        yield Goal(f"{size}: cold against zizmor + syft + kingfisher", cold, same_job, COLD_GOALS[size], why_not)
    if size == "history":
        yield Goal(f"{size}: cold against git log", cold, [costs["log"]], 2.5, why_not)
    yield Goal(f"{size}: again, nothing changed, against cold", costs["again"], [cold], 0.1, why_not)
    if "later" in costs:
        yield Goal(f"{size}: one commit later against cold", costs["later"], [cold], 0.25, why_not)


def _goal_row(goal: Goal) -> str:
    if not goal.theirs:
        return f"| {goal.says} | a peer is absent | | {goal.most:g} | – |"
    wall = goal.ours.wall / sum(each.wall for each in goal.theirs)
    cpu = goal.ours.cpu / sum(each.cpu for each in goal.theirs)
    met = goal.why_not or ("yes" if wall <= goal.most else "no")
    return f"| {goal.says} | {wall:.2f} | {cpu:.2f} | {goal.most:g} | {met} |"


def _shown(command: str) -> str:
    """The command as code, and what is behind a comma as words."""
    words, comma, rest = command.partition(", ")
    return f"`{words}`{comma}{rest}"


def _table(costs: Iterable[Cost]) -> Iterator[str]:
    yield ""
    yield "| Command | Wall (s) | CPU (s) | Peak (MB) | Runs |"
    yield "|---|---|---|---|---|"
    for each in costs:
        yield f"| {_shown(each.shown)} | {each.wall:.3f} | {each.cpu:.3f} | {each.peak:.0f} | {each.runs} |"


def _described(repository: Path) -> str:
    git = ("git", "-C", os.fspath(repository))
    files = subprocess.run([*git, "ls-tree", "-r", "--name-only", "HEAD"], capture_output=True, check=True).stdout
    commits = subprocess.run([*git, "rev-list", "--count", "HEAD", "--"], capture_output=True, check=True).stdout
    return f"{len(files.splitlines()):,} files, {int(commits):,} commits"


def _has_two_commits(repository: Path) -> bool:
    words = ("git", "-C", os.fspath(repository), "rev-parse", "--verify", "--quiet", "HEAD~1")
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def _machine() -> str:
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout.split()[2]
    load = f", load {os.getloadavg()[0]:.1f} when it began" if hasattr(os, "getloadavg") else ""
    return f"{processors} processors, {platform.system()}, CPython {platform.python_version()}, git {git}{load}"


def _unpacked(repository: Path, folder: Path) -> Path:
    """The files of HEAD as the peers want them: in a folder."""
    folder.mkdir()
    archive = subprocess.Popen(["git", "-C", os.fspath(repository), "archive", "HEAD"], stdout=subprocess.PIPE)
    subprocess.run(["tar", "-x", "-C", os.fspath(folder)], stdin=archive.stdout, check=True)
    archive.wait()
    return folder


def _peers(top: Path, *, install: bool) -> dict[str, str]:
    """Each peer with the program that runs it; empty where there is none."""
    search = os.pathsep.join((os.fspath(Path(sys.executable).parent), os.environ.get("PATH", "")))
    if install:
        venv.create(top / "peers", with_pip=True)
        binaries = top / "peers" / ("Scripts" if os.name == "nt" else "bin")
        for package in PEERS_AS_PACKAGES:
            subprocess.run(
                [os.fspath(binaries / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package],
                check=False,
            )  # fmt: skip
        search = os.pathsep.join((os.fspath(binaries), search))
    names = ("zizmor", "syft", "kingfisher", *PEERS_AS_PACKAGES)
    return {name: shutil.which(name, path=search) or "" for name in names}


def made_up_repository(folder: Path) -> Path:
    """Some thousand files of code, settings and prose, and as many commits: always the same."""
    random = Random(1)
    words = "the build reads every file once and keeps what it found by the id of its content so that nothing is read twice".split()

    def prose(lines: int) -> str:
        return "\n".join(" ".join(random.choices(words, k=12)) for _ in range(lines)) + "\n"

    def code(number: int) -> str:
        functions = (
            f"def value_{number}_{each}(given):\n    return given + {random.randrange(99)}\n" for each in range(30)
        )
        return "\n\n".join(functions)

    files = {f"src/package_{number % 40}/part_{number}.py": code(number) for number in range(2000)}
    files |= {f"tests/test_{number}.py": f"def test_{number}():\n    assert {number} >= 0\n" for number in range(500)}
    files |= {f"docs/guide_{number}.md": f"# Guide {number}\n\n{prose(40)}" for number in range(200)}
    files |= {f"deploy/settings_{number}.yaml": f"name: part-{number}\nreplicas: 2\n" for number in range(200)}
    flow = "on: [push, pull_request]\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: pytest\n"
    files |= {
        "README.md": f"# Gantry\n\n{prose(30)}",
        "SECURITY.md": "# Security\n\nReport to security@gantry.example.\n",
        "pyproject.toml": '[project]\nname = "gantry"\ndependencies = ["click>=8"]\n',
        "Dockerfile": "FROM python:3.12\nCOPY . /app\n",
        ".github/workflows/test.yml": flow,
    }
    names = sorted(files)
    history = [
        Change(f"Change {number}", {(path := random.choice(names)): f"{files[path]}# {number}\n"}, on=date(2025, 1, 1))
        for number in range(5000)
    ]
    return build(folder, Recipe(files, history))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for size in SIZES:
        parser.add_argument(f"--{size}", metavar="PATH", help=f"a {size} repository")
    parser.add_argument("--runs", type=int, default=5, help="processes per command (default: 5)")
    parser.add_argument(
        "--install-peers", action="store_true", help="install peers that are Python packages for this run"
    )
    parser.add_argument("--output", metavar="FILE", help="also write the page there")
    return parser.parse_args()


if __name__ == "__main__":
    main()
