"""Builders that run on machines their service keeps, as provenance names them."""

import re

HOSTED = re.compile(
    r"https://github\.com/actions/runner(/github-hosted)?"
    r"|https://github\.com/slsa-framework/slsa-github-generator/\.github/workflows/[\w.-]+@refs/tags/v\d+\.\d+\.\d+"
    r"|https://github\.com/Attestations/GitHubHostedActions@v\d+"
    r"|https://cloudbuild\.googleapis\.com/GoogleHostedWorker(@v[\d.]+)?"
    r"|https://gitlab\.com/gitlab-org/gitlab-runner/-/blob/[0-9a-f]+/[\w./-]+"
)


def is_hosted(builder: str) -> bool:
    """Whether it is one of the well-known ones, and not a machine of somebody's own."""
    return bool(HOSTED.fullmatch(builder))
