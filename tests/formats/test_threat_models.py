"""Threat models as five tools write them."""

import json

import pytest

from assay.facts.threat_models import ThreatModel
from assay.formats.threat_models import is_candidate, read

DRAGON_1 = {"summary": {"title": "Gantry"}, "detail": {"diagrams": [{"diagramJson": {"cells": [{"type": "tm.Actor"}, {"type": "tm.Process", "threats": [{}, {}]}, {"type": "tm.Flow"}, {"type": "tm.Boundary"}]}}]}}  # fmt: skip
OTM = "otmVersion: 0.2.0\nproject:\n  name: Gantry\ncomponents: [{id: a}, {id: b}]\ndataflows: [{id: c}]\nthreats: [{id: d}]\n"
THREAGILE = "threagile_version: 1.0.0\ntitle: Gantry\ntechnical_assets:\n  web:\n    communication_links:\n      to-db: {target: db}\n  db: {}\n"
TM7 = '<ThreatModel xmlns="x"><a i:type="StencilEllipse"/><a i:type="StencilRectangle"/><a i:type="Connector"/><ThreatModelName>Gantry</ThreatModelName><a:KeyValueOfstringThreatpc_P0_PhOB/></ThreatModel>'
PYTM = 'import pytm\ntm = pytm.TM("Gantry")\na = pytm.Actor("Driver")\nb = pytm.Server("Web")\n# c = pytm.Server("Old")\npytm.Dataflow(a, b, "plan")\n'


@pytest.mark.parametrize(
    ("path", "text", "form", "threats"),
    [
        ("threat-model.json", json.dumps(DRAGON_1), "Threat Dragon", 2),
        ("gantry.otm", OTM, "OTM", 1),
        ("threagile.yaml", THREAGILE, "Threagile", None),
        ("gantry.tm7", TM7, "Microsoft Threat Modeling Tool", 1),
        ("threat_model.py", PYTM, "pytm", None),
    ],
)
def test_each_form_tells_its_elements_flows_and_threats(path: str, text: str, form: str, threats: int | None) -> None:
    assert is_candidate(path)
    assert read(path, text) == ThreatModel(path, form, "Gantry", 2, 1, threats)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("threat_model.py", "class ThreatModel:\n    pass\n"),
        ("threat_model.py", '# from pytm import TM\n# TM("Gantry")\n'),
        ("threat-model.json", "[" * 100_000),
        ("threat-model.json", '{"detail": 3}'),
        ("threat-model.yaml", "a: [\n"),
        ("a.tm7", "nothing"),
    ],
)
def test_what_only_has_the_name_is_no_model(path: str, text: str) -> None:
    assert read(path, text) is None


def test_other_files_are_no_candidates() -> None:
    assert [each for each in ("src/app.py", "data.json", "docs/threat-model.md") if is_candidate(each)] == []
