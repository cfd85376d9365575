"""Instructions for applying updates exist.

Why: An update nobody dares or knows to apply protects nobody.

Good: a section on updating holds commands or steps, says how to save data or go back, and is not written for an older major version
only. Without a way back it counts for little.

Bad: a command for a checkout names a file that is not in the tree; or a product declared as installed has a guide for the first
installation and not a word on updating.

Unknown: the product is a service without parts at the customer, or no document for its users is in the repository.

Known false positives: migration notes on code for users of a library; updating of dependencies, translations or records; products a
package manager updates.
"""

import re
from collections.abc import Iterator, Sequence

from assay.checks.contract import MEDIUM, WEAK, Change, Example, Finding, at, bad, counted, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.documents import Document, Documents
from assay.facts.profile import Profile
from assay.facts.roots import Roots
from assay.facts.tags import Tags
from assay.facts.tree import Tree
from assay.formats.product import product
from assay.formats.statements import has_reader
from assay.formats.support import unreadable
from assay.formats.updating import (
    PACKAGE_MANAGER,
    Instructions,
    customer_pages,
    first_installations,
    instructions,
    speaks_of_updating,
)

SUPPORTS = {"4.1.3/a": MEDIUM}
COUNTERS = {"4.1.3/a": MEDIUM}
BECAUSE = "the steps were found and the files they name looked up; nobody walked through them"
STALE_AFTER_DAYS = 365
FIX = "Write docs/updating.md: save the data, apply the update, check it, go back if it failed."

AT_THE_CUSTOMER = {"installed", "container", "app", "firmware", "mixed"}
CHECKOUT = re.compile(r"\bgit (pull|fetch|checkout)\b")
FILE_IN_TREE = re.compile(r"(?:^|\s)(?:\./)?((?:[\w.-]+/)+[\w.-]+\.(?:sh|py|rb|pl|js|ts|ps1|php))\b", re.MULTILINE)
MADE_LATER = re.compile(r"(^|/)(venv|\.venv|env|node_modules|vendor|dist|build|target|bin|out)/")

Placed = tuple[Document, Instructions]


def check(documents: Documents, tree: Tree, tags: Tags, roots: Roots, profile: Profile) -> Iterator[Finding]:
    if profile.delivery == ("saas",):
        yield unknown(Unread("parts at the customer", "the product is delivered as a service only", "declare what runs at the customer in assay.toml"))  # fmt: skip
        return
    about = product(documents, roots, profile, tags)
    pages = [each for each in customer_pages(documents) if has_reader(each)]
    current = about.newest[0] if about.newest else 0
    found = [(document, each) for document in pages for each in instructions(document, about)]
    broken = False
    for document, each in found:
        for path, line in _missing_files(each, tree):
            broken = True
            yield bad(
                f"{document.path}:{line}",
                f"{each.heading!r} runs {path}, which is not in the repository",
                at(document.path, line),
                fix=f"Correct the command in {document.path}, or add {path}.",
            )
    fitting = [(document, each) for document, each in found if each.major is None or each.major >= current]
    if fitting and not broken:
        yield _best(fitting)
    if found:
        return
    if unread := unreadable(documents):
        yield unknown(*unread)
        return
    first = next(((document, section) for document in pages for section in first_installations(document)), None)
    if not first:
        yield unknown(Unread("update instructions", "no document in the repository gives any", "add docs/updating.md"))
        return
    declared = "delivery" not in profile.assumed and profile.source != "assumed"
    if not declared or not AT_THE_CUSTOMER & set(profile.delivery):
        yield unknown(Unread("delivery", "no profile declares that customers install the product", "assay init writes one"))  # fmt: skip
        return
    document, section = first
    if not any(speaks_of_updating(each) for each in pages) and not PACKAGE_MANAGER.search(_commands(document)):
        yield bad(
            document.path,
            f"{section.heading!r} tells how to install it first; no document tells how to update it",
            at(document.path, section.line),
            fix=f"Add a section on updating to {document.path}: save the data, apply the update, go back if it failed.",
        )


def _best(fitting: Sequence[Placed]) -> Finding:
    document, each = max(fitting, key=lambda placed: placed[1].rank)
    what = f"commands in {counted(len(each.commands), 'place')}" if each.commands else counted(each.steps, "step")
    what += ", most of it on changing one's own code" if each.for_programmers else ""
    back = " and a way back" if each.way_back else ", and no way back"
    return good(
        document.path,
        f"{each.heading!r} has {what}{back}",
        at(document.path, each.line),
        at_most=None if each.way_back and not each.for_programmers else WEAK,
    )


def _missing_files(each: Instructions, tree: Tree) -> Iterator[tuple[str, int]]:
    """Files a block of commands runs out of a checkout, in a folder of the tree, that the tree does not hold."""
    for text, line in each.commands:
        if CHECKOUT.search(text):
            for match in FILE_IN_TREE.finditer(text):
                path = match.group(1)
                if path.rpartition("/")[0] in tree.folders and not tree.has(path) and not MADE_LATER.search(path):
                    yield path, line + text.count("\n", 0, match.start(1))


def _commands(document: Document) -> str:
    return "\n".join(text for text, _ in document.code)


_STEPS = "# Updating Gantry\n\nMake a backup of the database first; restore it to go back.\n\n```\ngantry stop\ndocker compose pull\ndocker compose up -d\n```\n"
_CHECKOUT = "# Updating\n\nBack up first.\n\n```\ngit pull\npython scripts/{}.py\n```\n"
_INSTALL = "# Gantry\n\n## Installation\n\nUnpack the archive.\n\n```\ntar -xf gantry.tar.gz -C /opt\n```\n"
_INSTALLED = 'schema = 1\n[product]\ndelivery = ["installed"]\n'
_TAGS = (Change("Release 3", {"a": "3"}, tag="v3.1.0"), Change("Release 4", {"a": "4"}, tag="v4.0.0"))

EXAMPLES = (
    Example("commands and a backup", Outcome.GOOD, {"docs/updating.md": _STEPS}, strength=MEDIUM),
    Example(
        "steps for a person at a screen",
        Outcome.GOOD,
        {
            "docs/install.adoc": "= Manual\n\n== Updating the firmware\n\n. Back up the settings.\n. Open the service page.\n. Select the file and click Update.\n. To go back, roll back to the earlier version on the same page.\n"
        },
        strength=MEDIUM,
    ),
    Example("no way back", Outcome.GOOD, {"docs/updating.md": _STEPS.replace("Make a backup of the database first; restore it to go back.", "Do this.")}, strength=WEAK),
    Example("for the current major version", Outcome.GOOD, {"docs/upgrading.md": _STEPS.replace("Updating Gantry", "Upgrading from 3.x to 4.x")}, history=_TAGS, strength=MEDIUM),
    Example("a script of the tree", Outcome.GOOD, {"docs/updating.md": _CHECKOUT.format("migrate"), "scripts/migrate.py": "x"}),
    Example("a script that is gone", Outcome.BAD, {"docs/updating.md": _CHECKOUT.format("migrate"), "scripts/other.py": "x"}, strength=MEDIUM),
    Example("only a first installation", Outcome.BAD, {"README.md": _INSTALL}, profile=_INSTALLED, strength=MEDIUM),
    Example("for an older major version only", Outcome.SILENT, {"docs/upgrading.md": _STEPS.replace("Updating Gantry", "Upgrading from 1.x to 2.x")}, history=_TAGS),
    Example("no documents", Outcome.UNKNOWN, {"README.md": "# Gantry\n"}),
    Example("a service", Outcome.UNKNOWN, {"docs/updating.md": _STEPS}, profile=_INSTALLED.replace("installed", "saas")),
    Example("nobody declares that it is installed", Outcome.UNKNOWN, {"README.md": _INSTALL}),
    Example(
        "notes for programmers",
        Outcome.UNKNOWN,
        {"docs/upgrading.md": "# Upgrading to 4.0\n\nReplace the class `Crane` by `Gantry`.\n\n```python\nfrom gantry import Gantry\n```\n"},
        false_positive="migration notes on code for users of a library",
    ),
    Example(
        "mostly notes for programmers",
        Outcome.GOOD,
        {"docs/upgrading.md": "# Upgrading\n\nBack up first.\n\n```\nnpm install gantry@4\n```\n" + "\n```js\nlift()\n```\n" * 4},
        false_positive="migration notes on code for users of a library",
        strength=WEAK,
    ),
    Example(
        "updating of other things",
        Outcome.UNKNOWN,
        {"README.md": "# Gantry\n\n## Updating dependencies\n\n```\nnpm update\n```\n\n## Updating translations\n\n```\nmake update\n```\n\n## Update a record\n\n```\ncurl https://gantry.example/1\n```\n"},
        false_positive="updating of dependencies, translations or records",
    ),
    Example(
        "a package manager updates it",
        Outcome.SILENT,
        {"README.md": "# Gantry\n\n## Installation\n\n```\nbrew install gantry\n```\n"},
        profile=_INSTALLED,
        false_positive="products a package manager updates",
    ),
    Example("headings without steps", Outcome.UNKNOWN, {"docs/updates.md": "# Updates\n\n## How to apply updates\n\nAsk us.\n"}),
    Example("a promise", Outcome.UNKNOWN, {"docs/updating.md": "# Updating Gantry\n\nBack up your data. We plan to write the steps down: stop, replace, start.\n"}),
    Example(
        "German",
        Outcome.UNKNOWN,
        {
            "docs/support.md": "# Updates\n\nFür das Update wird erst die Datenbank gesichert, und dann wird die neue Version mit dem Programm für die Installation eingespielt, das auf der Seite liegt.\n"
        },
    ),
    Example("vendored", Outcome.UNKNOWN, {"vendor/b/docs/updating.md": _STEPS, "README.md": "# Gantry\n"}),
)  # fmt: skip
