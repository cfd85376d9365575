"""Paths as scripts write them, brought to paths inside the repository."""

import re
from collections.abc import Callable

Reader = Callable[[str], "str | None"]
"""Gives the text of a file of the revision by its path, or None where there is none."""

TOP = re.compile(
    r"\$\{?(?:GITHUB_WORKSPACE|CI_PROJECT_DIR|WORKSPACE|BUILD_SOURCESDIRECTORY|PWD)\}?|\$\{\{\s?github\.workspace\s?\}\}"
    r"|\$[({](?:Build\.SourcesDirectory|System\.DefaultWorkingDirectory|env\.WORKSPACE)[)}]|%cd%|~/project",
    re.IGNORECASE,
)
"""How the systems write the folder of the checkout."""


def join(folder: str, path: str) -> str:
    """``path`` as seen from ``folder``, without leading or climbing steps."""
    whole = TOP.match(path)
    if whole:
        path = path[whole.end() :]
    parts: list[str] = [] if path.startswith("/") or whole else [each for each in folder.split("/") if each]
    for each in path.split("/"):
        if each == ".." and parts:
            parts.pop()
        elif each not in ("", ".", ".."):
            parts.append(each)
    return "/".join(parts)
