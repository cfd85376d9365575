"""Lists of requirements that a command writes from the lock, for an install right after it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from assay.facts.ci import Command, Install

EXPORTS = {"uv export": "uv", "poetry export": "poetry", "pdm export": "pdm", "pipenv requirements": "pipenv"}
UNSURE = "uv export may renew the lock"
INTO = frozenset({"-o", "--output", "--output-file", ">"})
INSISTS = frozenset({"--frozen", "--locked"})
NO_HASHES = frozenset({"--no-hashes", "--without-hashes"})


def written_from_lock(command: Command) -> Mapping[str, Install]:
    """File → the install that taking it amounts to; empty for any other command."""
    ecosystem = EXPORTS.get(" ".join(command.argv[:2]))
    if not ecosystem or NO_HASHES & set(command.argv) or (ecosystem == "pipenv" and "--hash" not in command.argv):
        return {}
    insists = ecosystem != "uv" or bool(INSISTS & set(command.argv))
    install = Install(ecosystem, ecosystem, "locked" if insists else "follows lock", note="" if insists else UNSURE)
    return dict.fromkeys(_files(command.argv), install)


def taken_from(install: Install, exported: Mapping[str, Install]) -> Install:
    """The install, held to the lock as far as the list it takes was."""
    found = [exported.get(_plain(each)) for each in install.targets]
    if install.form != "needs lock" or not found:
        return install
    return replace(found[0], folder=install.folder) if all(found) and found[0] else install


def _files(argv: Sequence[str]) -> list[str]:
    after = [word for option, word in pairwise(argv) if option in INTO]
    joined = [each.partition("=")[2] for each in argv if each.startswith(("--output=", "--output-file="))]
    redirected = [each[1:] for each in argv if each.startswith(">") and len(each) > 1]
    return [_plain(each) for each in (*after, *joined, *redirected)]


def _plain(name: str) -> str:
    return name.strip("\"'").rpartition("/")[2]
