"""Which lock an install is held to, and whether it would hold."""

from assay.facts.ci import Install
from assay.facts.ecosystems import ECOSYSTEMS
from assay.facts.lock_files import LockFiles

TOOLS = frozenset(
    "pip setuptools wheel build twine flit hatch hatchling poetry uv pipenv pdm tox nox virtualenv pipx npm yarn pnpm corepack bundler gem cargo-edit hub".split()
)
OWN = ("path", "workspace")
"""Sources of the product's own; those from git carry no hash either, and whether they name a commit is for the check on sources."""


def is_tool(install: Install) -> bool:
    """Whether it brings in nothing but tools that build and publish."""
    return bool(install.targets) and all(
        each.partition("=")[0].partition("[")[0].partition("@")[0].partition("<")[0].partition(">")[0].strip("\"'")
        in TOOLS
        for each in install.targets
    )


def misses_its_lock(install: Install, locks: LockFiles) -> bool:
    """Whether the install would fail here, because no lock of its kind is in the tree."""
    needed = install.ecosystem not in ("go", "pip") and bool(ECOSYSTEMS[install.ecosystem].locks)
    return needed and not locks.unread and not any(each.ecosystem == install.ecosystem for each in locks.locks)


def lock_with_hashes(install: Install, locks: LockFiles) -> str:
    """The path of the lock that holds the install; empty where there is none, or one with gaps."""
    wanted = {each.rpartition("/")[2] for each in install.targets}
    for lock in locks.locks:
        name = lock.path.rpartition("/")[2]
        if install.ecosystem == "pip" and name in wanted:
            return (
                lock.path
                if any(each.hashes or each.source in OWN for each in lock.packages)
                and all(each.hashes or each.source in (*OWN, "git") for each in lock.packages)
                else ""
            )
        if install.ecosystem != "pip" and lock.ecosystem == install.ecosystem:
            return lock.path
    return ""


def unhashed(install: Install, locks: LockFiles) -> str:
    """Names the file that is taken for a lock and gives no hashes, where there is one."""
    wanted = {each.rpartition("/")[2] for each in install.targets}
    path = next((each.path for each in locks.locks if each.path.rpartition("/")[2] in wanted), "")
    return f": {path} has none" if path else ""


def fitting_lock(install: Install, locks: LockFiles) -> str:
    """The lock such an install would take, unless it is known not to fit its manifest."""
    same = [each for each in locks.locks if each.ecosystem == install.ecosystem]
    return same[0].path if same and all(each.in_sync is not False for each in same) else ""
