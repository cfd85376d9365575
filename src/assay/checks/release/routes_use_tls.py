"""Every route to the customer is protected on the way.

Why: On an open route anybody in between can hand over another file.

Good: the release path publishes to routes that are TLS by nature, and the install documents name https addresses only.

Bad: install documents send customers to plain http, an installer switches verification off, or a release goes to an open route.

Unknown: neither a route nor an install document is in the tree.

Known false positives: links to standards; localhost; namespaces that look like addresses.
"""

import re
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, STRONG, Example, Finding, at, bad, counted, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines
from assay.facts.documents import Document, Documents

SUPPORTS = {"3.1.2/a": MEDIUM}
COUNTERS = {"3.1.2/a": STRONG}
BECAUSE = "the addresses stand in the text and definitions; the connections were not tried"
STALE_AFTER_DAYS = 30
FIX = "Name https addresses only, and never switch verification off."

INSTALL = re.compile(
    r"(^|/)(readme|install|installing|getting[-_]started|quick[-_]?start|download|setup)[\w-]*\.\w+$|(^|/)install",
    re.IGNORECASE,
)
DOWNLOAD = re.compile(
    r"\bhttp://(?!localhost|127\.|0\.0\.0\.0|\[::1\]|192\.168|10\.|\S{0,40}\.(?:local|example|test)\b|example\.)[^\s\"'<>)\]]{4,200}\.(?:tar\.gz|tgz|zip|exe|msi|dmg|deb|rpm|jar|whl|apk|AppImage|pkg|sh|gz|xz|bz2)\b",
    re.IGNORECASE,
)
OPEN_ROUTE = re.compile(
    r"(?:--(?:registry|repository-url|publish-url|source|index)[= ]|registry(?:-url)?: ?|repository-url: ?)[\"']?http://(?!localhost|127\.|0\.0\.0\.0)\S{3,200}"
    r"|--tls-verify=false|--insecure-registry",
    re.IGNORECASE,
)
OFF = re.compile(
    r"\b(?:curl|wget)\b[^\n|]{0,120}\s(?:-k|--insecure|--no-check-certificate)\b|npm config set strict-ssl false|\[trusted=yes\]"
)


def check(documents: Documents, ci: CiPipelines) -> Iterator[Finding]:
    installs = [
        document for document in documents.own if INSTALL.search(document.path) and document.path.count("/") <= 3
    ]
    clean = True
    for document in installs:
        for text, line in _texts(document):
            for pattern, what in ((DOWNLOAD, "sends customers to plain http"), (OFF, "switches verification off")):
                if match := pattern.search(text):
                    clean = False
                    place = line + text.count("\n", 0, match.start())
                    yield bad(
                        f"{document.path}:{place}",
                        f"it {what}: {match.group()[:90]}",
                        at(document.path, place),
                        fix=f"Use https with verification in {document.path}:{place}.",
                        at_most=STRONG if pattern is DOWNLOAD else MEDIUM,
                    )
    routes = [step for _, job in ci.releasing for step in job.publishing_steps]
    for step in routes:
        if match := OPEN_ROUTE.search(f"{step.script} {' '.join(step.inputs.values())}"):
            clean = False
            yield bad(
                f"{step.path}:{step.line}",
                f"it publishes over plain http: {match.group()[:90]}",
                at(step.path, step.line),
                fix=f"Publish over https in {step.path}:{step.line}.",
                at_most=MEDIUM,
            )
    if clean and routes and installs:
        yield good(
            "routes",
            f"{counted(len(routes), 'publishing step')} and {counted(len(installs), 'install document')} name no route without TLS",
            at(routes[0].path, routes[0].line),
            at(installs[0].path, 1),
        )
    elif not routes and not installs:
        yield unknown(
            Unread(
                "routes",
                "neither a publishing step nor an install document is in the tree",
                "name the download page in assay.toml",
            )
        )


def _texts(document: Document) -> Iterator[tuple[str, int]]:
    yield from document.code
    for passage in document.passages:
        yield passage.text, passage.line
    for reference in document.references:
        yield reference.target, reference.line


_JOB = {
    ".github/workflows/r.yml": "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    steps: [{run: gh release create v1 a.zip}]\n"
}

EXAMPLES = (
    Example(
        "a registry over plain http",
        Outcome.BAD,
        {
            ".github/workflows/r.yml": "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    steps: [{run: npm publish --registry=http://npm.gantry.example}]\n"
        },
    ),
    Example(
        "releases of the forge and clean documents",
        Outcome.GOOD,
        {**_JOB, "README.md": "# App\n\nDownload it from https://e.example/app.zip and unpack it.\n"},
    ),
    Example(
        "plain http",
        Outcome.BAD,
        {"README.md": "# App\n\nDownload it from http://downloads.gantry.io/app.zip and unpack it.\n"},
        strength=STRONG,
    ),
    Example(
        "documents without routes",
        Outcome.SILENT,
        {"README.md": "# App\n\nSee the standard at http://www.w3.org/1999/xhtml for more.\n"},
        false_positive="links to standards",
    ),
    Example("nothing", Outcome.UNKNOWN, {"a.py": "x"}),
    Example(
        "localhost",
        Outcome.SILENT,
        {"README.md": "# App\n\nOpen http://localhost:8080/app.zip in the browser.\n"},
        false_positive="localhost",
    ),
)
