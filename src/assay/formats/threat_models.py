"""Reads the threat models of five tools: how many elements, flows and threats each holds."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from assay.facts.threat_models import ThreatModel
from assay.formats.yaml_text import YamlError
from assay.formats.yaml_text import read as read_yaml

ENDINGS = ("json", "yaml", "yml", "otm", "tm7", "py")
CANDIDATE = re.compile(
    r"threat[-_ ]?(model|dragon)|threagile|threat[-_]?analysis|\.otm$|\.tm7$|(^|/)(tm|pytm|threats?)\.(py|json|ya?ml)$",
    re.IGNORECASE,
)
FLOW_SHAPES = frozenset({"flow", "tm.flow"})
NO_ELEMENTS = frozenset(
    {"trust-boundary-curve", "trust-boundary-box", "tm.boundary", "tm.boundarybox", "tm.text", "td-text-block"}
)
PYTM_ELEMENTS = re.compile(
    r"^[ \t]*[\w.\[\]]{1,100}[ \t]*=[ \t]*(?:\w{1,60}\.)?(Server|ExternalEntity|Datastore|Actor|Process|SetOfProcesses|Lambda|LLM)\(",
    re.MULTILINE,
)
PYTM_FLOWS = re.compile(r"^[ \t]*(?:[\w.\[\]]{1,100}[ \t]*=[ \t]*)?(?:\w{1,60}\.)?Dataflow\(", re.MULTILINE)
PYTM_TITLE = re.compile(r"\bTM\(\s*(?:name\s*=\s*)?f?['\"]([^'\"\n]{0,200})['\"]")
TM7_ELEMENTS = re.compile(r'i:type="Stencil(?:Ellipse|Rectangle|ParallelLines)"')
TM7_FLOWS = re.compile(r'i:type="Connector"')
TM7_THREATS = re.compile(r"<a:KeyValueOfstringThreat")
TM7_TITLE = re.compile(r"<ThreatModelName>([^<]{0,200})</ThreatModelName>")


def is_candidate(path: str) -> bool:
    """Whether a file of this name may hold a model of a tool."""
    return path.rpartition(".")[2].lower() in ENDINGS and bool(CANDIDATE.search(path))


def read(path: str, text: str) -> ThreatModel | None:
    """The model in a file; None where it holds none. Never raises."""
    ending = path.rpartition(".")[2].lower()
    if ending == "py":
        return _pytm(path, text)
    if ending == "tm7":
        return _tm7(path, text)
    found = _plain(text, ending)
    if "otmVersion" in found:
        return _otm(path, found)
    if "threagile_version" in found:
        return _threagile(path, found)
    detail = found.get("detail")
    if isinstance(detail, Mapping) and isinstance(detail.get("diagrams"), list):
        return _dragon(path, found, detail["diagrams"])
    return None


def _plain(text: str, ending: str) -> Mapping[str, Any]:
    try:
        found = read_yaml(text) if ending in ("yaml", "yml") else json.loads(text)
    except (YamlError, ValueError, RecursionError):
        try:
            found = read_yaml(text) if ending == "otm" else None
        except YamlError:
            found = None
    return found if isinstance(found, Mapping) else {}


def _dragon(path: str, found: Mapping[str, Any], diagrams: list[Any]) -> ThreatModel:
    cells = [cell for each in diagrams for cell in _cells(each)]
    kinds = [str(cell.get("shape") or cell.get("type") or "").lower() for cell in cells]
    flows = sum(1 for kind in kinds if kind in FLOW_SHAPES)
    elements = sum(1 for kind in kinds if kind and kind not in FLOW_SHAPES | NO_ELEMENTS)
    threats = sum(len(_threats(cell)) for cell in cells)
    return ThreatModel(path, "Threat Dragon", _text(found.get("summary"), "title"), elements, flows, threats)


def _cells(diagram: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(diagram, Mapping):
        inner = diagram.get("diagramJson")
        cells = diagram.get("cells") or (inner.get("cells") if isinstance(inner, Mapping) else None)
        yield from (each for each in cells or () if isinstance(each, Mapping))


def _threats(cell: Mapping[str, Any]) -> list[Any]:
    data = cell.get("data")
    found = cell.get("threats") or (data.get("threats") if isinstance(data, Mapping) else None)
    return found if isinstance(found, list) else []


def _otm(path: str, found: Mapping[str, Any]) -> ThreatModel:
    return ThreatModel(
        path,
        "OTM",
        _text(found.get("project"), "name"),
        _count(found, "components"),
        _count(found, "dataflows"),
        _count(found, "threats"),
    )


def _threagile(path: str, found: Mapping[str, Any]) -> ThreatModel:
    assets = found.get("technical_assets")
    assets = assets if isinstance(assets, Mapping) else {}
    links = [each.get("communication_links") for each in assets.values() if isinstance(each, Mapping)]
    flows = sum(len(each) for each in links if isinstance(each, Mapping))
    return ThreatModel(path, "Threagile", str(found.get("title") or ""), len(assets), flows, None)


def _pytm(path: str, text: str) -> ThreatModel | None:
    code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    title = PYTM_TITLE.search(code)
    if not title or not re.search(r"^[ \t]*(from pytm\b.{0,60}\bimport|import pytm)\b", code, re.MULTILINE):
        return None
    elements, flows = len(PYTM_ELEMENTS.findall(code)), len(PYTM_FLOWS.findall(code))
    return ThreatModel(path, "pytm", title.group(1), elements, flows, None)


def _tm7(path: str, text: str) -> ThreatModel | None:
    if "<ThreatModel" not in text[:2000]:
        return None
    title = TM7_TITLE.search(text)
    return ThreatModel(
        path,
        "Microsoft Threat Modeling Tool",
        title.group(1) if title else "",
        len(TM7_ELEMENTS.findall(text)),
        len(TM7_FLOWS.findall(text)),
        len(TM7_THREATS.findall(text)),
    )


def _count(found: Mapping[str, Any], key: str) -> int:
    value = found.get(key)
    return len(value) if isinstance(value, list) else 0


def _text(found: Any, key: str) -> str:
    return str(found.get(key) or "") if isinstance(found, Mapping) else ""
