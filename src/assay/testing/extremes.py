"""Three repositories every report is tried on: one of nearly everything, one of nothing, and one whose every name is an attack."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assay.assess.result import document
from assay.assess.run import assess
from assay.checks.contract import Change
from assay.collect.git import HARDENED_ENVIRONMENT
from assay.collect.repository import Settings
from assay.testing.corpus import AS_OF
from assay.testing.gantry import FIRST, SECOND
from assay.testing.repository import Recipe, Tagged, build

ATTACKS = (
    "\x1b[31mred\x1b[0m\x07", "\x1b]0;title\x1b\\", "\x9b1m", "\u202egnp.exe\u202c", "\u2066\u2069\u200f", "\u200b\ufeff\u00ad", "e" + "\u0301" * 40,
    "右から左へ" * 12, "🏗️👩‍🚒" * 9, "W" * 300, "שלום مرحبا", "@everyone", "#1", "GH-1", "a@evil.example", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "[link](https://evil.example)", "![image](https://evil.example/x.png)", "<https://evil.example>", "https://evil.example/x", "www.evil.example", "[x]: https://evil.example",
    "a | b", "`code`", "```", "**bold**", "_it_", "~~gone~~", "$x$", "&lt;b&gt;", "\\", "</code></td></tr></table>", "-->", "<!--", "{{ 7*7 }}", "{% raw %}", "'\"", "x\u2028y\u0085z",
)  # fmt: skip
"""Texts that steer a terminal, break out of Markdown or HTML, call somebody, or fill more room than they seem to."""
CONTROL = "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
"""What no report may hold: controls of terminals, marks of direction, characters nobody sees, halves of characters."""

_FREE = "FROM node:latest\nRUN npm install\nRUN curl https://get.example/install.sh | sh\n"
_EXPOSED = """\
name: {name}
on: pull_request_target
permissions: write-all
jobs:
  {job}:
    runs-on: self-hosted
    steps:
      - uses: actions/checkout@v4
        with: {{ref: '${{{{ github.event.pull_request.head.sha }}}}'}}
      - run: echo "${{{{ github.event.pull_request.title }}}}"
      - run: npm test || true
      - run: npm publish
        env: {{NODE_AUTH_TOKEN: '${{{{ secrets.NPM_TOKEN }}}}'}}
"""


def rich(folder: Path) -> Path:
    """A product with much for and much against it, an owner who declares a lot, releases and a history."""
    applications = {f"services/{name}/Dockerfile": _FREE for name in ("berths", "cranes", "pilots", "tides", "tugs")}
    packages = {f"services/{name}/package.json": '{"name": "a", "private": true, "dependencies": {"left": "^1"}}' for name in ("berths", "cranes")}  # fmt: skip
    files = {
        **FIRST,
        **SECOND,
        **applications,
        **packages,
        "assay.toml": SECOND["assay.toml"] + _declared("Cleo Warden", "The demonstration alone uses it.", "services"),
        ".github/workflows/open.yml": _EXPOSED.format(name="open", job="open"),
        ".github/workflows/broken.yml": "on: push\njobs: [\n",
    }
    steps = tuple(Change(f"Step {number}", {"CHANGES": f"{number}\n"}) for number in range(12))
    return build(folder / "gantry", Recipe(files, steps, (Tagged("v1.1.0"),)))


def empty(folder: Path) -> Path:
    """A repository before its first commit."""
    place = folder / "empty"
    place.mkdir(parents=True)
    subprocess.run(
        ["git", "init", "-q", "--bare", "--template=", "-b", "main", "."], cwd=place, env=HARDENED_ENVIRONMENT, check=True
    )  # fmt: skip
    return place


def hostile(folder: Path) -> Path:
    """Attacks wherever a name or a text can stand: files, folders, jobs, commits, authors, people, reasons, the folder itself."""
    files: dict[str, str | bytes] = {
        "assay.toml": "schema = 1\n" + _product() + "".join(_attacked()),
        "\udcff\udcfe.md": "# Odd\n",
        "src/settings.py": "".join(f"SECRET_KEY_{n} = os.environ.get('SECRET_KEY', {each!r})\n" for n, each in enumerate(ATTACKS)),
    }  # fmt: skip
    for number, each in enumerate(ATTACKS):
        name = each.replace("/", "∕").replace("\n", "")[:60]
        files[f"{name}/Dockerfile"] = _FREE.replace("node:latest", f"{name.split()[0]}:latest")
        files[f"{name}/package.json"] = json.dumps({"name": each, "private": True, "dependencies": {each: "^1"}})
        files[f".github/workflows/{number} {name}.yml"] = _EXPOSED.format(name=json.dumps(each), job=json.dumps(each))
    steps = tuple(
        Change(each, {"CHANGES": each}, author=f"{_one_line(each)} <root@localhost>") for each in ATTACKS
    )  # fmt: skip
    return build(folder / "\x1b[31m<b>@everyone|`x`", Recipe(files, steps))


def assessed(repository: Path) -> dict[str, Any]:
    """The assessment document on the day of the corpora, without outside tools."""
    return document(assess(repository, "HEAD", Settings(AS_OF, use_tools=False)))


def _product() -> str:
    attack = " ".join(ATTACKS)
    return f"[product]\nname = {_toml(attack)}\ndelivery = ['container']\n[organisation]\nname = {_toml(attack)}\n"


def _attacked() -> Iterator[str]:
    for number, each in enumerate(ATTACKS):
        yield _declared(f"Ada {each}", f"We may do so because {each}", each)
        facet = "1.1.1/a" if number % 2 else "1.1.2/a"
        yield (
            f"[[statements]]\nfacet = '{facet}'\nsays = {_toml(each + ' was read by all of us.')}\nperson = {_toml('Ada ' + each)}\n"
            f"role = {_toml('Head of ' + each)}\ndate = 2026-09-15\ndocument = {_toml(each)}\n"
        )


def _declared(person: str, reason: str, thing: str) -> str:
    """One exception of each kind."""
    by, why, what = _toml(person), _toml(reason), _toml(thing)
    return (
        f"\n[[accepted_risks]]\ncheck = 'base-image-pinned'\nobject = {what}\nowner = {by}\nreason = {why}\n"
        f"accepted = 2026-09-01\nexpires = 2026-12-01\n"
        f"[[false_positives]]\ncheck = 'base-image-pinned'\nobject = {what}\ndigest = '{'0' * 40}'\nperson = {by}\nreason = {why}\n"
        f"date = 2026-09-01\n[[not_applicable]]\nclaim = '1.4.2'\nreason = {why}\nperson = {by}\n"
    )


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    return "".join(each for each in text if each not in "<>\n\0") or "nobody"
