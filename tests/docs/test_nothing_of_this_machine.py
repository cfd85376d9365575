"""No file of the repository names a machine it was written on, or the host of a package index."""

import re
import subprocess
from pathlib import Path

HOSTS = tuple(".".join(parts) for parts in (
    ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("yarnpkg", "com"), ("debian", "org"),
))  # fmt: skip
HOME = Path.home()


def test_no_file_names_a_package_index(root: Path) -> None:
    assert _naming(root, re.compile("|".join(map(re.escape, HOSTS)))) == []


def test_no_file_names_a_path_of_this_machine(root: Path) -> None:
    places = [str(root), str(root.parent / "shared")]
    if HOME.parent.name in ("home", "Users"):
        places.append(str(HOME))
    assert _naming(root, re.compile("|".join(map(re.escape, places)))) == []


def _naming(root: Path, wanted: re.Pattern[str]) -> list[str]:
    """Files git keeps or would keep that hold what is wanted."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
    )
    names = [name for name in listing.stdout.decode().split("\0") if name and (root / name).is_file()]
    assert len(names) > 100
    return [name for name in names if wanted.search((root / name).read_text("utf-8", "replace"))]
