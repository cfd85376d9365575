"""Why no publish step was found in the pipelines."""

import re

from assay.facts.ci import CiPipelines
from assay.formats.ci.parts import is_known

MAY_PUBLISH = re.compile(r"/[\w.-]{0,60}(publish|deploy|release)[\w.-]{0,60}$", re.IGNORECASE)
"""Names of foreign parts that may publish."""


def why_none_publishes(ci: CiPipelines) -> str:
    """Says that no known publish step is there, and names the part kept elsewhere that looks like one."""
    for _, job in ci.jobs:
        for part in job.parts:
            if not part.own and MAY_PUBLISH.search(part.name) and not is_known(part.name):
                return f"{part.name} in {part.path}:{part.line} is kept elsewhere and may publish; no other step is known to"
    return "nothing in the pipelines is known to publish"
