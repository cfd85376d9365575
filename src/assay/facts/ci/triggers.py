"""What starts a pipeline, and whether changes of the product's code do."""

import re
from dataclasses import dataclass
from enum import StrEnum


class TriggerKind(StrEnum):
    """What starts a pipeline."""

    CHANGE = "change"  # pull or merge request, merge queue
    PUSH = "push"  # push to a branch
    TAG = "tag"
    RELEASE = "release"
    SCHEDULE = "schedule"
    MANUAL = "manual"
    CALLED = "called"  # reusable, template, triggered by another pipeline of the repository
    AFTER = "after"  # workflow_run and the like: another pipeline finished
    FOREIGN = "foreign"  # runs with rights on behalf of strangers: pull_request_target, issue_comment, issues …
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Trigger:
    """What starts a pipeline; ``branches`` and ``paths`` as written, empty for no restriction."""

    kind: TriggerKind
    event: str
    line: int = 0
    branches: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    other_pipelines: tuple[str, ...] = ()
    ignored_branches: tuple[str, ...] = ()
    ignored_paths: tuple[str, ...] = ()

    @property
    def on_changes(self) -> bool:
        """Whether proposed or pushed changes of the product's code start it: not one odd branch, not documents alone."""
        if self.kind not in (TriggerKind.CHANGE, TriggerKind.PUSH):
            return False
        if EVERYTHING & {*self.ignored_branches, *self.ignored_paths}:
            return False
        named = [each for each in self.branches if not each.startswith("!")]
        if named and not any(MAIN_LINE.match(each) for each in named):
            return False
        return not self.paths or not all(DOCUMENT_PATH.search(each) for each in self.paths)


MAIN_LINE = re.compile(
    r"(refs/heads/)?(main|master|trunk|develop|dev|next|stable|default|production|release|v?\d|\*|\$|/)", re.IGNORECASE
)
"""Branch names and patterns that stand for the line releases come from."""
EVERYTHING = frozenset({"*", "**", "**/*", "/.*/", ".*"})
"""Patterns that match every branch or path."""
DOCUMENT_PATH = re.compile(r"(^|/)docs?(/|$)|\.(md|rst|txt|adoc)$", re.IGNORECASE)
