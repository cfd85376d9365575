"""How Hallkeeper came to be: sixteen months of changes with the releases before the assessed one, a security fix and the merges of an update bot."""

from collections.abc import Mapping
from datetime import date

from assay.checks.contract import Change
from assay.testing.exemplary import (
    build_documents,
    customer_documents,
    development_documents,
    pipelines,
    product,
    product_tests,
    records,
    security_documents,
)
from assay.testing.exemplary.customer_documents import changes, support

RELEASED_ON = date(2026, 9, 30)
"""The day of version 1.2.1, the state that is assessed."""

_ADA = "Ada Builder <ada@millrace.example>"
_BEN = "Ben Maker <ben@millrace.example>"
_BOT = "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>"

_BEFORE_PASSKEYS = {name: version for name, version in product.RUNTIME.items() if name not in ("webauthn", "cbor2")}
_FIRST = {
    **_BEFORE_PASSKEYS,
    "flask": "3.1.1",
    "werkzeug": "3.1.3",
    "pydantic": "2.11.7",
    "cryptography": "46.0.0",
    "jinja2": "3.1.5",
}
_WITH_PASSKEYS = {**product.RUNTIME, **_FIRST}
_SAFE_TEMPLATES = {**_WITH_PASSKEYS, "jinja2": "3.1.6"}
_SAFE_FORMS = {**_SAFE_TEMPLATES, "werkzeug": "3.1.5"}
_NEWER_FLASK = {**_SAFE_FORMS, "flask": "3.1.2"}
_NEWER_PYDANTIC = {**_NEWER_FLASK, "pydantic": "2.12.0"}


def _change(
    subject: str,
    on: date,
    files: Mapping[str, str] | None = None,
    author: str = _ADA,
    tag: str = "",
    *,
    merge: bool = True,
) -> Change:
    """A merged change; what fell due by its day is entered in the records with it."""
    return Change(subject, {**records.written_by(on), **(files or {})}, author, on, merge=merge, tag=tag)


def _lock(packages: Mapping[str, str]) -> dict[str, str]:
    return {"requirements.txt": product.lock(packages)}


def _as_of(version: str) -> dict[str, str]:
    """The source as it was in a version: before 1.1.0 nobody signed in, and before 1.2.1 a session outlived a sign-in."""
    everything = {**product.FILES, **product_tests.FILES}
    source = {name: text.replace("1.2.1", version) for name, text in everything.items() if name != "requirements.txt"}
    source["hallkeeper/signing_in.py"] = source["hallkeeper/signing_in.py"].replace("    session.clear()\n", "")
    if version == "1.0.0":
        for name in ("hallkeeper/signing_in.py", "hallkeeper/accounts.py", "tests/test_signing_in.py"):
            del source[name]
        source["pyproject.toml"] = source["pyproject.toml"].replace(', "webauthn"', "")
        source["hallkeeper/__init__.py"] = source["hallkeeper/__init__.py"].replace(", signing_in", "")
        source["hallkeeper/__init__.py"] = source["hallkeeper/__init__.py"].replace(
            "    app.register_blueprint(signing_in.routes)\n", ""
        )
    return source


_DECIDED_LATER = "osv-scanner.toml"
_PIPELINES = {name: text for name, text in pipelines.FILES.items() if name != _DECIDED_LATER}
_REPORT = "docs/development/independent-review.md"
_REVIEWED = {
    name: text
    for name, text in {
        **development_documents.FILES,
        **security_documents.FILES,
        **build_documents.FILES,
        _DECIDED_LATER: pipelines.FILES[_DECIDED_LATER],
    }.items()
    if name != _REPORT
}

CHANGES: tuple[Change, ...] = (
    _change(
        "Book rooms",
        date(2025, 6, 2),
        {**_as_of("1.0.0"), **_lock(_FIRST)},
        merge=False,
    ),
    _change("Test every change", date(2025, 6, 4), {".github/workflows/ci.yml": pipelines.CI}, _BEN),
    _change("Release from tags only", date(2025, 7, 8), _PIPELINES),
    _change(
        "Release 1.0.0",
        date(2025, 9, 1),
        {"docs/support.md": support("2025-09-01", "1.0"), "CHANGELOG.md": changes("1.0.0")},
        tag="v1.0.0",
    ),
    _change(
        "Passkeys for privileged accounts",
        date(2025, 12, 1),
        {**_as_of("1.1.0"), **_lock(_WITH_PASSKEYS)},
        _BEN,
    ),
    _change(
        "Release 1.1.0",
        date(2026, 3, 2),
        {"docs/support.md": support("2026-03-02", "1.0", "1.1"), "CHANGELOG.md": changes("1.1.0", "1.0.0")},
        tag="v1.1.0",
    ),
    _change("Record who was trained", date(2026, 3, 9)),
    _change("Bump jinja2 from 3.1.5 to 3.1.6", date(2026, 4, 28), _lock(_SAFE_TEMPLATES), _BOT),
    _change("Enter the answers of the supplier", date(2026, 5, 12), author=_BEN),
    _change("Bump werkzeug from 3.1.3 to 3.1.5", date(2026, 6, 5), _lock(_SAFE_FORMS), _BOT),
    _change(
        "Release 1.1.1",
        date(2026, 6, 18),
        {
            "CHANGELOG.md": changes("1.1.1", "1.1.0", "1.0.0"),
            "docs/advisories/MR-2026-001.md": customer_documents.FILES["docs/advisories/MR-2026-001.md"],
        },
        _BEN,
        tag="v1.1.1",
    ),
    _change("Bump flask from 3.1.1 to 3.1.2", date(2026, 7, 7), _lock(_NEWER_FLASK), _BOT),
    _change("Enter the reviews of July", date(2026, 8, 4)),
    _change("Close the incident of July", date(2026, 8, 11)),
    _change("Bump pydantic from 2.11.7 to 2.12.0", date(2026, 8, 18), _lock(_NEWER_PYDANTIC), _BOT),
    _change("Enter the test by Northbank", date(2026, 9, 1), author=_BEN),
    _change(
        "Release 1.2.0",
        date(2026, 9, 8),
        {
            **_as_of("1.2.0"),
            "docs/support.md": support("2026-09-08", "1.0", "1.1", "1.2"),
            "CHANGELOG.md": changes("1.2.0", "1.1.1", "1.1.0", "1.0.0"),
        },
        tag="v1.2.0",
    ),
    _change("Review the documents of the year", date(2026, 9, 17), _REVIEWED),
    _change("Keep the report of Northbank", date(2026, 9, 21), {_REPORT: build_documents.FILES[_REPORT]}),
    _change("Bump cryptography from 46.0.0 to 46.0.1", date(2026, 9, 22), _lock(product.RUNTIME), _BOT),
)
