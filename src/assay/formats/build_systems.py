"""Which systems the pipelines of a repository touch: platforms, registries, clouds and secret stores."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assay.facts.ci import CiPipelines, Job, Pipeline

_SIGNS = (
    ("PyPI", ("pypi",), r"twine upload|(uv|poetry|flit|hatch|pdm|maturin) (publish|upload)|gh-action-pypi-publish"),
    ("npm registry", ("npm",), r"\b(npm|pnpm|yarn) publish\b"),
    ("crates.io", ("crates.io", "crates"), r"\bcargo publish\b"),
    ("RubyGems", ("rubygems",), r"\bgem push\b"),
    ("NuGet", ("nuget",), r"\bnuget push\b"),
    ("Maven Central or another Maven repository", ("maven", "sonatype", "nexus", "artifactory"), r"\bmvn (\S+ )*deploy\b"),
    ("AWS", ("aws", "amazon"), r"\baws-actions/|^aws (s3|ecr|ecs|lambda|cloudformation|sts) "),
    ("Google Cloud", ("google", "gcp", "gcloud"), r"\bgoogle-github-actions/|^(gcloud|gsutil) "),
    ("Azure", ("azure",), r"\bazure/(login|webapps|cli|aks)|^az (acr|login|webapp|storage|aks) "),
    ("HashiCorp Vault", ("vault",), r"\bhashicorp/vault-action|^vault (read|kv|write|login) "),
)  # fmt: skip
_SIGNED = tuple((name, terms, re.compile(pattern, re.IGNORECASE)) for name, terms, pattern in _SIGNS)
_PUSHED = re.compile(r"^(?:docker|podman|buildah|nerdctl) (?:login|push)(?: -\S+(?: \S+)?)*? (?:\S+://)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?=[/: ]|$)")  # fmt: skip


@dataclass(frozen=True, slots=True)
class BuildSystem:
    """One system a pipeline touches, the words by which an inventory would name it, and where that is."""

    name: str
    terms: tuple[str, ...]
    path: str
    line: int


def build_systems(ci: CiPipelines) -> tuple[BuildSystem, ...]:
    """Each system once, at the first place that touches it."""
    found: dict[str, BuildSystem] = {}
    for pipeline, job in ci.jobs:
        for each in _touched(pipeline, job):
            found.setdefault(each.name, each)
    return tuple(found.values())


def unlisted(systems: Iterable[BuildSystem], listed: Iterable[str]) -> tuple[BuildSystem, ...]:
    """Those of which no line of an inventory holds a word."""
    lines = [each.casefold() for each in listed]
    return tuple(each for each in systems if not any(term in line for term in each.terms for line in lines))


def _touched(pipeline: Pipeline, job: Job) -> Iterator[BuildSystem]:
    platform = pipeline.provider.value
    yield BuildSystem(platform, (platform.casefold().split()[0],), pipeline.path, 1)
    for step in job.steps:
        texts = [(each.text, each.path, each.line) for each in step.commands]
        if step.part:
            texts.append((step.part.text, step.part.path, step.part.line))
        for text, path, line in texts:
            for name, terms, sign in _SIGNED:
                if sign.search(text):
                    yield BuildSystem(name, terms, path, line)
            if host := _PUSHED.search(text):
                yield BuildSystem(host.group(1), (host.group(1),), path, line)
