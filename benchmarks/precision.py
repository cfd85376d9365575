"""How often each check says good, bad, silent and unknown over a folder of real repositories, and pins the result.

    python benchmarks/precision.py FOLDER                      print the table
    python benchmarks/precision.py FOLDER --write              pin commits and outcomes, and write the table into the docs

FOLDER holds one git repository per entry, named ``owner+name`` (the repository itself, or a folder ``repo`` in it).
A pinned repository is assessed at its pinned commit, a new one at HEAD. Nothing is fetched.
"""

import argparse
import datetime
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from assay.assess.discovery import checks
from assay.assess.remembered import assess_document
from assay.collect.repository import Settings

HERE = Path(__file__).parent.parent
PINNED = HERE / "tests" / "real" / "pinned.toml"
PAGE = HERE / "docs" / "explanation" / "precision.md"
TABLE_STARTS = "<!-- table: benchmarks/precision.py --write -->"
OUTCOMES = ("good", "bad", "silent", "unknown", "not applicable")
AS_OF = datetime.date(2026, 11, 25)

Result = Mapping[str, Any]


def repositories(folder: Path) -> dict[str, Path]:
    """``owner/name`` → where its git repository is."""
    found = {}
    for each in sorted(folder.iterdir()):
        place = each / "repo" if (each / "repo").is_dir() else each
        if "+" in each.name and ((place / "HEAD").is_file() or (place / ".git").exists()):
            found[each.name.replace("+", "/", 1)] = place
    return found


def pinned() -> dict[str, Any]:
    """What is pinned so far, by ``owner/name``."""
    return tomllib.loads(PINNED.read_text("utf-8"))["repositories"] if PINNED.is_file() else {}


def result(place: Path, ref: str) -> Result:
    """The verdicts and the outcomes of every check on one repository, without outside tools or memory."""
    found = assess_document(place, ref, Settings(as_of=AS_OF, use_tools=False), None)
    said: dict[str, list[str]] = {word: [] for word in OUTCOMES}
    for check in found["checks"]:
        for word in check["outcomes"]:
            said[word].append(check["id"])
    verdicts = {
        word: [claim["id"] for claim in found["claims"] if claim["verdict"] == word] for word in ("met", "not met")
    }
    return {"commit": found["subject"]["commit"], **verdicts, **said}


def table(results: Iterable[Result]) -> str:
    """One row per check: in how many repositories it said what at least once."""
    everything = list(results)
    counts = {check.id: Counter[str]() for check in checks()}
    for each in everything:
        for word in OUTCOMES:
            for check in each[word]:
                counts.setdefault(check, Counter())[word] += 1
    rows = [
        f"| `{check}` | " + " | ".join(str(said[word] or "") for word in OUTCOMES) + " |"
        for check, said in sorted(counts.items())
    ]
    head = f"| Check ({len(everything)} repositories) | " + " | ".join(OUTCOMES) + " |"
    return "\n".join([head, "|---|" + "---:|" * len(OUTCOMES), *rows]) + "\n"


def as_toml(results: Mapping[str, Result]) -> str:
    """The pinned file; checks that were silent are left out, being all the others."""
    lines = [
        "# Outcomes pinned by benchmarks/precision.py --write: a change is either a fix, told in the change log, or a regression.",
        f"as_of = {AS_OF.isoformat()}",
    ]
    for name, each in sorted(results.items()):
        lines += ["", f'[repositories."{name}"]', f'commit = "{each["commit"]}"']
        lines += [
            f"{json.dumps(word)} = {json.dumps(each[word])}"
            for word in ("met", "not met", *OUTCOMES)
            if word != "silent"
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Assess every repository of the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true", help="pin the outcomes and write the table")
    given = parser.parse_args()
    known = pinned()
    places = repositories(given.folder)
    with ProcessPoolExecutor(2) as pool:
        refs = [known.get(name, {}).get("commit", "HEAD") for name in places]
        results = dict(zip(places, pool.map(partial(result), places.values(), refs), strict=True))
    found = table(results.values())
    print(found)
    if given.write:
        PINNED.write_text(as_toml(results), "utf-8")
        before = PAGE.read_text("utf-8").partition(TABLE_STARTS)[0]
        PAGE.write_text(f"{before}{TABLE_STARTS}\n\n{found}", "utf-8")


if __name__ == "__main__":
    main()
