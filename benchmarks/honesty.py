"""How often lies are believed, and how much of the truth is found: Assay and the nearest peer, over the same repositories.

    python benchmarks/honesty.py [--without-peer]

The lies are those of ``tests/liars``, the truth those of ``tests/honest``. The peer is darnit-baseline, a Python tool that judges a
work tree by the OpenSSF baseline. It is installed from its package into ``build/``, which may be deleted at any time; where that
fails, the peer's columns are left out and the reason is printed.

The peer is run as its command line offers it (``darnit audit``), on a work tree made for it, with zizmor within reach and with
neither a token nor a forge to ask. Its makers call this a mode for debugging and let a language model read on where its patterns are
not conclusive; a control that waits for the model, or that only the forge could answer, counts as not saying yes. Only PASS is
believing. Nor is the comparison even: Assay's checks were corrected against these very repositories, the peer's were not.

What is compared is what both look at: ``CONTROLS`` says which of its controls asks what a facet asks, and ``SATISFIED`` names the
lies that satisfy the words of a control although they do not satisfy the facet: those are left out.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from assay.collect.git import HARDENED_ENVIRONMENT
from assay.testing.corpus import Honest, Liar, assessed, corpus, supports
from assay.testing.repository import Recipe, build

TOP = Path(__file__).parents[1]
PEER = "darnit-baseline"
PEER_VERSION = "0.1.1"
PEER_FOLDER = TOP / "build" / f"peer-{PEER}-{PEER_VERSION}"
LONGEST_INSTALL, LONGEST_RUN = 600, 120

CONTROLS = {
    "OSPS-VM-02.01": "3.2.1/a",  # a security policy with a contact is there
    "OSPS-VM-01.01": "3.2.1/b",  # the policy describes disclosure, with a time for the answer
    "OSPS-VM-03.01": "3.2.2/a",  # weaknesses can be reported in private
    "OSPS-BR-06.01": "3.1.1/a",  # releases are signed
    "OSPS-DO-03.02": "3.1.1/b",  # users are told how to verify who released
    "OSPS-BR-03.02": "3.1.2/a",  # distribution is encrypted
    "OSPS-DO-05.01": "4.1.1/a",  # it is said until when a version gets security updates
    "OSPS-DO-04.01": "4.1.1/a",  # scope and duration of support are described
    "OSPS-QA-06.01": "1.3.2/a",  # tests run in the pipeline on changes
    "OSPS-VM-06.02": "1.3.1/d",  # static analysis runs in the pipeline
    "OSPS-VM-05.02": "1.2.3/a",  # components are matched before release
    "OSPS-VM-05.03": "1.2.5/a",  # a bot for dependencies is configured
    "OSPS-VM-05.01": "3.3.2/b",  # there are limits for fixing what the matching finds
    "OSPS-QA-02.02": "1.2.1/a",  # an inventory of components is made
    "OSPS-SA-03.02": "1.4.1/a",  # a threat model is there
    "OSPS-AC-04.01": "2.1.1/c",  # pipeline rights are written down and least
    "OSPS-BR-01.01": "2.2.2/c",  # untrusted input cannot become pipeline code
    "OSPS-AC-01.01": "2.1.5/a",  # more than one factor is enforced
}
"""Control → the facet that asks the same. Controls about licences, governance, contributing and the like have no counterpart."""

SATISFIED: Mapping[str, tuple[str, ...]] = {
    # The control asks that tests run; in these they do, only their failure has no effect.
    "OSPS-QA-06.01": (
        "or true behind everything",
        "a job that goes on whatever happens",
        "many ways to lose an exit code",
        "a make target with a dash",
        "tox that ignores what it finds",
        "GitLab jobs that may fail",
        "a Jenkins build that stays green",
        "Azure steps that continue on error",
        "a CircleCI step that always succeeds",
    ),
    # It asks for disclosure and a time for the answer; both are there, between the threats.
    "OSPS-VM-01.01": ("a policy that threatens", "a policy that threatens politely"),
    # It asks that releases are signed; most of these will be.
    "OSPS-BR-06.01": ("signing that may fail",),
    # Where there is no workflow, none takes untrusted input.
    "OSPS-BR-01.01": ("attestations in a folder",),
}
"""Control → lies that answer the control's own question truthfully."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One facet of one repository: what Assay saw, and what each corresponding control of the peer said."""

    repository: str
    facet: str
    believed: bool
    peer: Mapping[str, str]

    @property
    def peer_believed(self) -> bool:
        """Whether a corresponding control passed."""
        return "PASS" in self.peer.values()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--without-peer", action="store_true", help="measure Assay alone")
    wanted = arguments.parse_args()
    liars = corpus(TOP / "tests" / "liars", Liar)
    honest = corpus(TOP / "tests" / "honest", Honest)
    peer, why_not = (None, "it was left out") if wanted.without_peer else installed_peer()
    with tempfile.TemporaryDirectory(prefix="assay-honesty-") as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        top = Path(folder)
        recipes = [liar.lie for liar in liars] + [each.recipe for each in honest]
        if peer:
            said = list(
                pool.map(lambda each: statuses(peer, *each), zip(recipes, _folders(top / "peer"), strict=False))
            )
        else:
            said = [{} for _ in recipes]
        seen = [
            supports(assessed(recipe, place)) for recipe, place in zip(recipes, _folders(top / "assay"), strict=False)
        ]
    lies = [
        _asked(liar.name, facet, facet in _facets(seen[number], liar.through), said[number])
        for number, liar in enumerate(liars)
        for facet in liar.baits
    ]
    truths = [
        _asked(each.name, facet, (facet, check) in seen[len(liars) + number], said[len(liars) + number])
        for number, each in enumerate(honest)
        for facet, check in each.shows
    ]
    print("\n".join(report(len(liars), lies, len(honest), truths, bool(peer), why_not)))
    sys.exit(1 if any(each.believed for each in lies) else 0)


def report(
    liars: int, lies: Sequence[Asked], honest: int, truths: Sequence[Asked], with_peer: bool, why_not: str
) -> Iterator[str]:
    """The lines of the tables."""
    yield f"Lies: {liars} repositories bait {len(lies)} facets. False support by Assay: {_share(each.believed for each in lies)}."
    yield from (f"  believed: {each.repository}: {each.facet}" for each in lies if each.believed)
    yield f"Truth: {honest} repositories show {len(truths)} facets. Found by Assay: {_share(each.believed for each in truths)}."
    yield from (f"  missed: {each.repository}: {each.facet}" for each in truths if not each.believed)
    yield ""
    if not with_peer:
        yield f"No comparison with {PEER} {PEER_VERSION}: {why_not}."
        return
    both_lies, both_truths = (_once(each for each in asked if each.peer) for asked in (lies, truths))
    yield f"The same questions to {PEER} {PEER_VERSION} (where one of its controls asks what the facet asks)"
    yield ""
    yield f"{'':34}{'Assay':>12}{PEER:>20}"
    for title, asked in (("false support", both_lies), ("recall", both_truths)):
        yield f"{f'{title}, of {len(asked)}':34}{_share(each.believed for each in asked):>12}{_share(each.peer_believed for each in asked):>20}"
    yield ""
    yield f"{'control':16}{'facet':9}{'lies':>6}{'Assay':>8}{'peer':>6}{'peer silent':>13}   {'truths':>6}{'Assay':>8}{'peer':>6}"
    for control, facet in CONTROLS.items():
        baited = [each for each in both_lies if control in each.peer]
        shown = [each for each in both_truths if control in each.peer]
        silent = sum(each.peer[control] not in ("PASS", "FAIL") for each in baited)
        yield (
            f"{control:16}{facet:9}{len(baited):>6}{_count(baited):>8}{_passed(baited, control):>6}{silent:>13}   "
            f"{len(shown):>6}{_count(shown):>8}{_passed(shown, control):>6}"
        )
    yield ""
    yield "Assay's checks were corrected against these repositories, the peer's were not. The peer had no forge and no language model to"
    yield "ask; silent means that a control waits for one of them, or for a person."
    yield ""
    yield "The lies the peer believed:"
    for each in both_lies:
        if each.peer_believed:
            yield f"  {each.facet:9}{', '.join(control for control, said in each.peer.items() if said == 'PASS'):16}{each.repository}"


def installed_peer() -> tuple[Path | None, str]:
    """The peer's command, installed if need be; or why there is none."""
    command = PEER_FOLDER / "bin" / "darnit"
    if command.exists():
        return command, ""
    try:
        venv.create(PEER_FOLDER, with_pip=True, clear=True)
        install = [str(PEER_FOLDER / "bin" / "python"), "-m", "pip", "install", "--quiet", f"{PEER}=={PEER_VERSION}"]
        subprocess.run(install, check=True, capture_output=True, timeout=LONGEST_INSTALL)
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", b"") or str(error).encode()
        return None, f"it could not be installed ({said.decode(errors='replace').strip().splitlines()[-1]})"
    return (command, "") if command.exists() else (None, "its package holds no command")


def statuses(peer: Path, recipe: Recipe, folder: Path) -> dict[str, str]:
    """Control → what the peer says of it on a work tree of the repository."""
    tree = folder / "tree"
    clone = ["git", "clone", "--quiet", str(build(folder / "bare", recipe)), str(tree)]
    subprocess.run(clone, env={**HARDENED_ENVIRONMENT, "GIT_ALLOW_PROTOCOL": "file"}, check=True, capture_output=True)
    environment = {
        "PATH": os.pathsep.join([str(peer.parent), str(Path(sys.executable).parent), os.defpath, "/usr/bin"]),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
    }
    audit = [str(peer), "audit", "--no-fail", "--output", "json", str(tree)]
    try:
        ran = subprocess.run(audit, env=environment, cwd=folder, capture_output=True, timeout=LONGEST_RUN, check=False)
        results = json.loads(ran.stdout)["results"]
    except (OSError, subprocess.SubprocessError, ValueError, KeyError):
        return dict.fromkeys(CONTROLS, "ERROR")
    return {each["id"]: each["status"] for each in results}


def _asked(repository: str, facet: str, believed: bool, said: Mapping[str, str]) -> Asked:
    controls = [each for each, asks in CONTROLS.items() if asks == facet and repository not in SATISFIED.get(each, ())]
    return Asked(repository, facet, believed, {each: said.get(each, "ERROR") for each in controls} if said else {})


def _facets(seen: Iterable[tuple[str, str]], through: tuple[str, ...]) -> set[str]:
    return {facet for facet, check in seen if not through or check in through}


def _once(asked: Iterable[Asked]) -> list[Asked]:
    return list({(each.repository, each.facet): each for each in asked}.values())


def _folders(top: Path) -> Iterator[Path]:
    return (top / str(number) for number in range(10_000))


def _share(answers: Iterable[bool]) -> str:
    counted = list(answers)
    return f"{sum(counted)} of {len(counted)}"


def _count(asked: Sequence[Asked]) -> int:
    return sum(each.believed for each in asked)


def _passed(asked: Sequence[Asked], control: str) -> int:
    return sum(each.peer[control] == "PASS" for each in asked)


if __name__ == "__main__":
    main()
