"""There is a threat model of this product.

Why: Whoever did not ask how the product can be attacked protects it where it is easy, not where it is needed.

Good: a model of a modelling tool with elements, flows and threats, or a document that says what is at stake, what threatens it and
what is done about it; it names this product. Weak where it calls itself a draft or names another product.

Bad: the document cited for it names no threats: a policy, a privacy assessment, a report of a test, or an assessment form.

Unknown: what is cited has no text, stands elsewhere, or is in a language without a reader.

Known false positives: files named threat-model that are code or tests; product features about threat modelling; the assessment
form itself; examples that come with a modelling tool.
"""

import json
import re
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, Strength, at, bad, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.citations import Citation
from assay.facts.documents import Document, Documents
from assay.facts.profile import Profile
from assay.facts.roots import Roots
from assay.facts.threat_models import ThreatModel, ThreatModels
from assay.formats import citations
from assay.formats.product_names import names_one, product_names
from assay.formats.threat_documents import FEWEST_THREATS, FORM, Reading, is_draft, model, reading

SUPPORTS = {"1.4.1/a": MEDIUM}
COUNTERS = {"1.4.1/a": MEDIUM}
BECAUSE = "its parts can be seen; whether it thinks of everything cannot"
STALE_AFTER_DAYS = 365
FIX = "Draw the data flows, list the threats to each part with the response to each, and keep it beside the design."

BORROWED = re.compile(r"demo|example|sample|template|tutorial|\btests?\b", re.IGNORECASE)
FEWEST_ELEMENTS = 2
OTHER_KINDS = {
    "a report of a penetration test": re.compile(r"penetration[- ]test|pen[- ]?test", re.IGNORECASE),
    "a privacy assessment": re.compile(r"data protection impact|\bdpia\b", re.IGNORECASE),
}


def check(models: ThreatModels, documents: Documents, profile: Profile, roots: Roots) -> Iterator[Finding]:
    names = product_names(profile, roots, documents)
    cited = [each for each in profile.citations if each.statement.facet == "1.4.1/a"]
    for citation in cited:
        yield from _judged(citation, {each.path: each for each in models.models}, names)
    paths = {citation.path for citation in cited}
    for structured in models.models:
        if (
            structured.path not in paths
            and _is_filled(structured)
            and not BORROWED.search(f"{structured.path} {structured.title}")
        ):
            named = names_one(structured.title, names)
            yield _structured(structured, "" if named else ", of an unnamed product", at_most=None if named else WEAK)
    for document in documents.own:
        if document.path not in paths and (found := model(document, names)):
            yield _written(document, found)
    if models.unread:
        yield unknown(*models.unread)


def _judged(citation: Citation, models: dict[str, ThreatModel], names: frozenset[str]) -> Iterator[Finding]:
    if structured := models.get(citation.path):
        if _is_filled(structured):
            yield _structured(structured, "")
        else:
            yield _bad(citation, f"is a {structured.form} model with next to nothing in it")
        return
    document = citation.document
    if unseen := citations.unseen(citation):
        yield unknown(*unseen)
    elif document:
        title = f"{document.title} {document.name}"
        found = reading(document)
        kind = next((kind for kind, pattern in OTHER_KINDS.items() if pattern.search(title)), "")
        if FORM.search(document.title + document.text):
            yield _bad(citation, "is the assessment form itself")
        elif found.threats < FEWEST_THREATS:
            yield _bad(citation, f"names {'no' if not found.threats else 'next to no'} threats")
        elif kind:
            yield _bad(citation, f"is {kind}: it tells what was found, not what was thought of")
        elif (whole := model(document, names)) and not citation.set_aside:
            yield _written(document, whole)


def _is_filled(found: ThreatModel) -> bool:
    return found.elements >= FEWEST_ELEMENTS and found.flows >= 1 and (found.threats is None or found.threats >= 1)


def _structured(found: ThreatModel, note: str, *, at_most: Strength | None = None) -> Finding:
    threats = "threats derived by the tool" if found.threats is None else f"{found.threats} threats"
    return good(
        found.path,
        f"a {found.form} model with {found.elements} elements, {found.flows} flows and {threats}{note}",
        at(found.path),
        at_most=at_most,
    )


def _written(document: Document, found: Reading) -> Finding:
    draft = is_draft(document)
    return good(
        document.path,
        f"{'a draft that ' if draft else ''}names {found.threats} threats and {found.responses} responses (object {document.digest[:12]}): {found.first[:100]}",
        at(document.path, found.line),
        at_most=WEAK if draft else None,
    )


def _bad(citation: Citation, says: str) -> Finding:
    cited = citation.statement.document
    return bad(
        cited,
        f"{cited}, cited by {citation.statement.person}, {says}",
        at(citation.path),
        fix=f"Cite a threat model of this product for 1.4.1/a instead of {cited}.",
    )


def _stating(document: str) -> str:
    return (
        'schema = 1\n[product]\nname = "Gantry"\n[[statements]]\nfacet = "1.4.1/a"\nsays = "We modelled the threats to our product together."\n'
        f'person = "Ada Builder"\nrole = "Architect"\ndate = 2026-09-01\ndocument = "{document}"\n'
    )


_MODEL = """# Threat model of Gantry

## Assets

Gantry holds the plans of cranes and the credentials of their drivers. Plans are sensitive: whoever changes one can drop a load.

## Threats and responses

| Threat | Who | Response |
|---|---|---|
| An attacker on the network changes a plan on its way to the crane | outsider | Plans are signed, and the crane rejects one that is not |
| A driver's password is guessed by brute force | outsider | Sign-in is rate limited and needs a second factor |
| A malicious plug-in reads other drivers' plans | insider | Plug-ins are isolated in a process of their own |

An adversary who holds the signing key can forge plans. We limit this risk by a key in hardware that two people unlock, and we accept
what remains because the crane stops at its limit switches. Denial of service by flooding is prevented by the proxy before the
service, which drops whatever has no session. Logs are kept on another machine, so that tampering with them needs a second break-in.
"""
_POLICY = (
    "# Security policy of Gantry\n\n"
    + "All staff keep the rules of the house, report what they notice and lock their screens. " * 12
)
_DRAGON = json.dumps(
    {
        "version": "2.0",
        "summary": {"title": "Gantry control"},
        "detail": {
            "diagrams": [
                {
                    "cells": [
                        {"shape": "actor", "data": {"type": "tm.Actor", "threats": []}},
                        {"shape": "process", "data": {"type": "tm.Process", "threats": [{"title": "Forged plan"}]}},
                        {"shape": "flow", "data": {"type": "tm.Flow", "threats": []}},
                    ]
                }
            ]
        },
    }
)
_PYTM = 'from pytm import TM, Actor, Dataflow, Server\ntm = TM("Gantry")\nuser = Actor("Driver")\nweb = Server("Web")\nflow = Dataflow(user, web, "plan")\n'

EXAMPLES = (
    Example(
        "a document with threats and responses",
        Outcome.GOOD,
        {"README.md": "# Gantry\n", "docs/threat-model.md": _MODEL},
        strength=MEDIUM,
    ),
    Example(
        "a model of a tool",
        Outcome.GOOD,
        {"README.md": "# Gantry\n", "docs/threat-model/gantry.json": _DRAGON},
        strength=MEDIUM,
    ),
    Example(
        "a model of a tool that names another thing",
        Outcome.GOOD,
        {"README.md": "# Bollard\n", "docs/threat-model/gantry.json": _DRAGON},
        strength=WEAK,
    ),
    Example(
        "a model as code", Outcome.GOOD, {"README.md": "# Gantry\n", "design/threat_model.py": _PYTM}, strength=MEDIUM
    ),
    Example(
        "a draft",
        Outcome.GOOD,
        {
            "README.md": "# Gantry\n",
            "THREAT_MODEL.md": _MODEL.replace("# Threat model of Gantry\n", "# Threat model of Gantry (draft)\n"),
        },
        strength=WEAK,
    ),
    Example(
        "a policy is cited",
        Outcome.BAD,
        {"assay.toml": _stating("docs/policy.md"), "docs/policy.md": _POLICY},
        strength=MEDIUM,
    ),
    Example(
        "a report of a test is cited",
        Outcome.BAD,
        {
            "assay.toml": _stating("docs/pentest.md"),
            "docs/pentest.md": _MODEL.replace("Threat model", "Penetration test report"),
        },
    ),
    Example(
        "the form is cited",
        Outcome.BAD,
        {
            "assay.toml": _stating("docs/form.md"),
            "docs/form.md": _MODEL + "\nSelf-assessment against the Software Security Code of Practice.\n",
        },
        false_positive="the assessment form itself",
    ),
    Example(
        "an empty model is cited",
        Outcome.BAD,
        {
            "assay.toml": _stating("threatmodel.json"),
            "threatmodel.json": '{"summary": {"title": "Gantry"}, "detail": {"diagrams": []}}',
        },
    ),
    Example(
        "code and tests with the name",
        Outcome.SILENT,
        {
            "README.md": "# Gantry\n",
            "src/threat_model.py": "class ThreatModel:\n    pass\n",
            "tests/threat_model.py": _PYTM,
            ".github/workflows/threat-model.yml": "on: push\njobs: {}\n",
        },
        false_positive="files named threat-model that are code or tests",
    ),
    Example(
        "a manual of a modelling tool",
        Outcome.SILENT,
        {
            "README.md": "# Gantry\n",
            "docs/threat-modelling.md": _MODEL + "\nTo create a new threat model, press the button.\n",
        },
        false_positive="product features about threat modelling",
    ),
    Example(
        "a demonstration model",
        Outcome.SILENT,
        {"README.md": "# Gantry\n", "ThreatDragonModels/demo-threat-model.json": _DRAGON},
        false_positive="examples that come with a modelling tool",
    ),
    Example(
        "threats to some other product",
        Outcome.SILENT,
        {"README.md": "# Bollard\n", "docs/threat-model.md": _MODEL},
    ),
    Example(
        "headings alone",
        Outcome.SILENT,
        {
            "README.md": "# Gantry\n",
            "THREAT_MODEL.md": "# Threat model of Gantry\n\n## Assets\n\n## Threats\n\n## Mitigations\n",
        },
    ),
    Example(
        "a model that is promised",
        Outcome.SILENT,
        {
            "README.md": "# Gantry\n",
            "SECURITY.md": "# Security\n\n## Threat model\n\nWe will write a threat model of Gantry soon.\n",
        },
    ),
    Example("nothing cited, nothing found", Outcome.SILENT, {"a": "x"}),
    Example("an address is cited", Outcome.UNKNOWN, {"assay.toml": _stating("https://wiki.gantry.example/threats")}),
)
