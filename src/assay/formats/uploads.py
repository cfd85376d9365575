"""Finds what jobs upload, in the words of five systems, and whether a credential of the checkout lies where it could go along.

GitHub's checkout writes its token into the clone unless told not to (up to version 5; later ones keep it elsewhere), and the upload
takes hidden files up to version 4.3. GitLab's runner writes a token that ends with the job. Azure writes one only where asked to;
CircleCI and Jenkins keep theirs outside of the clone.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from assay.facts.ci import Job, Pipeline, Step
from assay.facts.uploads import Upload
from assay.formats.yaml_text import Marked

CHECKOUT = "actions/checkout"
UPLOADS = frozenset({"actions/upload-artifact", "actions/upload-pages-artifact"})
NUMBER = re.compile(r"v?(\d+)(?:\.(\d+))?")
IN_CLONE = "git settings of the clone"
KEPT_ELSEWHERE = 6
"""From this version on the checkout keeps its token outside of the clone."""
LEAVES_HIDDEN_OUT = (4, 4)
PERIOD = re.compile(
    r"(\d+(?:\.\d+)?)\s*(s|m|h|d|w|mo|y)(?![a-z])|(\d+(?:\.\d+)?)\s*(sec|min|h(?:ou)?r|day|week|mo|y(?:ea)?r)[a-z]*",
    re.IGNORECASE,
)
DAYS = {"s": 1 / 86400, "m": 1 / 1440, "h": 1 / 24, "d": 1.0, "w": 7.0, "mo": 30.0, "y": 365.0}
ARCHIVES = re.compile(r"^[ \t]{0,80}(?!//)[^\n]{0,200}?\barchiveArtifacts\b\s*\(?([^\n)]{1,300})", re.MULTILINE)
QUOTED = re.compile(r"(?:artifacts\s*:\s*)?['\"]([^'\"\n]{1,200})['\"]")
MOST_STEPS = 5000


def github(pipeline: Pipeline, job: Job) -> Iterator[Upload]:
    """The uploads of one job of GitHub Actions."""
    credentials = ""
    for step in job.steps:
        name = step.part.name if step.part else ""
        if name == CHECKOUT:
            credentials = IN_CLONE if _keeps_token(step) else ""
        elif name in UPLOADS:
            path = step.inputs.get("path", "")
            days = step.inputs.get("retention-days", "")
            yield Upload(
                job.name or job.id,
                step.path,
                step.line,
                tuple(each.strip() for each in path.splitlines() if each.strip() and each.strip()[0] not in "!#"),
                step.inputs.get("name", ""),
                name.endswith("upload-artifact") and _takes_hidden(step),
                credentials,
                days=float(days) if days.isdecimal() and days != "0" else None,
            )


def _keeps_token(step: Step) -> bool:
    if step.inputs.get("persist-credentials", "true").lower() != "true":
        return False
    path = step.inputs.get("path", "")
    return not path and (_version(step) or (0, 0))[0] < KEPT_ELSEWHERE


def _takes_hidden(step: Step) -> bool:
    """Whether hidden files go along; a commit whose version nobody wrote down is taken for a current one."""
    if step.inputs.get("include-hidden-files", "").lower() == "true":
        return True
    text = _version_text(step)
    found = NUMBER.match(text)
    if found is None:
        return False
    major, minor = int(found[1]), found[2]
    return (major, int(minor)) < LEAVES_HIDDEN_OUT if minor is not None else major < LEAVES_HIDDEN_OUT[0] - 1


def _version(step: Step) -> tuple[int, int] | None:
    found = NUMBER.match(_version_text(step))
    return (int(found[1]), int(found[2] or 0)) if found else None


def _version_text(step: Step) -> str:
    """The version as a tag, or from the comment beside a commit."""
    part = step.part
    if part is None:
        return ""
    if re.fullmatch(r"[0-9a-f]{40}", part.version):
        return re.sub(r"^[#\s]*(?:tag=|@|\w+/[\w-]+@)?\s*", "", part.comment)
    return part.version


def gitlab(path: str, whole: Mapping[str, Any]) -> Iterator[Upload]:
    """The uploads of one definition file of GitLab; those of templates count for the jobs made of them."""
    for name, body in whole.items():
        artefacts = body.get("artifacts") if isinstance(body, Marked) else None
        if isinstance(artefacts, Marked) and isinstance(artefacts.get("paths"), list):
            yield Upload(
                name,
                path,
                artefacts.line_of("paths"),
                tuple(str(each) for each in artefacts["paths"]),
                str(artefacts.get("name") or ""),
                credentials="" if ".git" in str(artefacts.get("exclude")) else IN_CLONE,
                short_lived=True,
                days=period(str(artefacts.get("expire_in") or "")),
            )


def azure(path: str, whole: Any) -> Iterator[Upload]:
    """The uploads of one definition file of Azure Pipelines."""
    for holder in _mappings(whole):
        steps = holder.get("steps")
        if not isinstance(steps, list):
            continue
        kept = ""
        for step in steps:
            if not isinstance(step, Marked):
                continue
            if "checkout" in step and str(step.get("persistCredentials", "")).lower() == "true":
                kept = IN_CLONE
            inputs = step.get("inputs") if isinstance(step.get("inputs"), dict) else {}
            task = str(step.get("task") or "")
            what = step.get("publish") if "publish" in step else None
            if re.match(r"Publish(Pipeline|Build)Artifacts?@", task):
                given = {str(key).lower(): each for key, each in (inputs or {}).items()}
                what = next((given[key] for key in ("targetpath", "path", "pathtopublish") if key in given), ".")
            if what is not None:
                job = str(holder.get("job") or holder.get("deployment") or holder.get("displayName") or "pipeline")
                yield Upload(job, path, step.line, (str(what),), credentials=kept, short_lived=True)


def circleci(path: str, whole: Any) -> Iterator[Upload]:
    """The artefacts one CircleCI definition stores."""
    jobs = whole.get("jobs") if isinstance(whole, Marked) else None
    for name, body in jobs.items() if isinstance(jobs, Marked) else ():
        for holder in _mappings(body):
            stored = holder.get("store_artifacts")
            if isinstance(stored, Marked):
                yield Upload(name, path, stored.line, (str(stored.get("path") or ""),))


def jenkins(path: str, text: str) -> Iterator[Upload]:
    """The files a Jenkinsfile archives; comments are skipped line by line."""
    for found in ARCHIVES.finditer(text):
        named = QUOTED.search(found[1])
        if named and not found[0].lstrip().startswith(("//", "*")):
            line = text.count("\n", 0, found.start(1)) + 1
            yield Upload("archiveArtifacts", path, line, tuple(each.strip() for each in named[1].split(",")))


def period(text: str) -> float | None:
    """Days of a period as GitLab and others write it, such as ``30 days`` or ``2 mos 5 days``; None for none or for ever."""
    found = [(float(short or long), (unit or word).lower()) for short, unit, long, word in PERIOD.findall(text)]
    return sum(number * DAYS["mo" if unit.startswith("mo") else unit[0]] for number, unit in found) if found else None


def _mappings(whole: Any) -> Iterator[Marked]:
    """Every mapping of a document, without recursion a document could exhaust."""
    waiting, seen = [whole], 0
    while waiting and seen < MOST_STEPS:
        each = waiting.pop(0)
        seen += 1
        if isinstance(each, Marked):
            yield each
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
