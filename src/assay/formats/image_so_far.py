"""What of the repository is in an image when one of its installs runs: locks, manifests, settings of the installers."""

import re
from fnmatch import fnmatch

from assay.facts.ci import Install
from assay.facts.containers import Dockerfile, Instruction, Stage

MANIFESTS = {
    "npm": ("package.json",), "yarn": ("package.json",), "pnpm": ("package.json",), "bun": ("package.json",), "go": ("go.mod",), "cargo": ("Cargo.toml",), "bundler": ("Gemfile",),
    "composer": ("composer.json",), "poetry": ("pyproject.toml",), "uv": ("pyproject.toml",), "pdm": ("pyproject.toml",), "pipenv": ("Pipfile",), "mix": ("mix.exs",),
}  # fmt: skip
FROZEN = re.compile(r"BUNDLE_(FROZEN|DEPLOYMENT)[=\s]\s*[\"']?(true|1)\b|\b(deployment|frozen) true\b")
THAWED = re.compile(r"BUNDLE_(FROZEN|DEPLOYMENT)[=\s]\s*[\"']?(false|0)\b|\b(deployment|frozen) false\b")
SETS_CI = re.compile(r"\bCI[=\s][\"']?(true|1)\b")
GO_CHANGES = re.compile(r"\bGOFLAGS[=\s][^\n]{0,80}-mod=mod\b")


class ImageSoFar:
    """What of the repository is in the image so far."""

    def __init__(self, file: Dockerfile, stage: Stage) -> None:
        self.file = file
        self.stage = stage
        self.frozen = False
        self.changes_go_modules = False
        self.rewritten: set[str] = set()
        self.exported: dict[str, Install] = {}
        self.is_ci = False
        self._copied: list[str] = []
        self._whole = False

    def take(self, instruction: Instruction) -> None:
        """Note what one instruction brings in or sets."""
        self.frozen = (self.frozen or bool(FROZEN.search(instruction.text))) and not THAWED.search(instruction.text)
        self.changes_go_modules = self.changes_go_modules or bool(GO_CHANGES.search(instruction.text))
        self.is_ci = self.is_ci or (instruction.keyword in ("ENV", "ARG") and bool(SETS_CI.search(instruction.text)))
        if copy := instruction.copy:
            self._copied += [each.rpartition("/")[2] or each for each in copy.sources]
            folders = any("." not in each.rpartition("/")[2] for each in copy.sources)
            self._whole = self._whole or copy.whole_context or bool(copy.from_stage) or folders

    def has(self, names: tuple[str, ...], targets: tuple[str, ...]) -> bool:
        """Whether a file of one of these names can be there."""
        wanted = (*names, *(each.rpartition("/")[2] for each in targets))
        return self._whole or any(fnmatch(name, pattern) for name in wanted for pattern in self._copied)

    def copied(self, names: tuple[str, ...]) -> str:
        """The lock that was copied by its own name, or an empty string."""
        return next((name for name in names if name in self._copied), "")

    def has_manifest(self, ecosystem: str) -> bool:
        """Whether the manifest of the product was copied by name."""
        return any(fnmatch(name, pattern) for name in MANIFESTS.get(ecosystem, ()) for pattern in self._copied)

    def kept_out(self, names: tuple[str, ...]) -> str:
        """The lock .dockerignore leaves behind, or an empty string."""
        return next((name for name in names if {name, f"**/{name}"} & set(self.file.ignored)), "")


def inherited(file: Dockerfile, stage: Stage) -> list[Stage]:
    """The earlier stages this one builds on, first one first."""
    by_name = {each.name: each for each in file.stages if each.name}
    found: list[Stage] = []
    parent = by_name.get(stage.from_stage)
    while parent and parent not in found and parent is not stage:
        found.insert(0, parent)
        parent = by_name.get(parent.from_stage)
    return found


def binds_context(instruction: Instruction) -> bool:
    """Whether the folder of the build is mounted while the instruction runs."""
    mounts = re.findall(r"--mount=(\S{1,300})", instruction.text)
    return any("type=" not in each or "type=bind" in each for each in mounts)
