"""Under which ``owner/name`` the forge knows this repository, as far as its own files tell."""

import re

from assay.facts.ci import CiPipelines
from assay.facts.texts import Texts

NAME = r"([\w.-]{1,100}/[\w.-]{1,100}?)"
CONDITION = re.compile(rf"github\.repository\s{{0,5}}==\s{{0,5}}['\"]{NAME}['\"]")
FORGE = rf"(?:github|gitlab)\.com[/:]{NAME}(?:\.git)?(?=[\"'/\s<#]|$)"
IN_FILES = {
    "go.mod": re.compile(rf"(?m)^module\s{{1,5}}{FORGE}"),
    "package.json": re.compile(rf"\"repository\"\s{{0,5}}:\s{{0,5}}(?:\{{[^}}]{{0,200}})?\"[^\"]{{0,40}}{FORGE}"),
    "cargo.toml": re.compile(rf"(?m)^repository\s{{0,5}}=\s{{0,5}}\"https?://{FORGE}"),
    "pom.xml": re.compile(rf"<scm\b[^>]{{0,200}}>(?:(?!</scm>)[\s\S]){{0,600}}?{FORGE}"),
}


def own_repositories(ci: CiPipelines, texts: Texts) -> frozenset[str]:
    """``owner/name`` in lower case: from conditions of the pipeline, and from the manifests at the top."""
    conditions = (
        text for _, job in ci.jobs for text in (job.condition, *(each.condition for each in job.steps)) if text
    )
    found = {match.group(1) for text in conditions for match in CONDITION.finditer(text)}
    for path, text in texts.texts.items():
        pattern = IN_FILES.get(path.casefold())
        if pattern and (match := pattern.search(text)):
            found.add(match.group(1))
    return frozenset(each.casefold() for each in found)
