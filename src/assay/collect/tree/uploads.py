"""What jobs upload: from the model of the pipelines where it tells, else from the definition files themselves."""

from collections.abc import Iterator

from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.ci import CiPipelines, Pipeline, Provider
from assay.facts.uploads import Upload, Uploads
from assay.formats import uploads
from assay.formats.yaml_text import YamlError, read

LARGEST = 1_000_000


def collect(repository: Repository, ci: CiPipelines) -> Uploads:
    """Definitions that cannot be read are unread in the model of the pipelines already."""
    found: list[Upload] = []
    unread: list[Unread] = []
    for pipeline in ci.pipelines:
        if pipeline.provider is Provider.GITHUB:
            found += [each for job in pipeline.jobs if not job.never_runs for each in uploads.github(pipeline, job)]
            continue
        for path in _files(pipeline):
            text = repository.text(path, LARGEST)
            if text is None:
                continue
            try:
                found += _of_other(pipeline.provider, path, text)
            except YamlError as error:
                unread.append(Unread(path, f"it cannot be read as YAML ({error})", "a file its system accepts"))
    return Uploads(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(unread)))


def _files(pipeline: Pipeline) -> Iterator[str]:
    """The definition file and those of its jobs, each once."""
    yield from dict.fromkeys([pipeline.path, *(job.path for job in pipeline.jobs)])


def _of_other(provider: Provider, path: str, text: str) -> list[Upload]:
    if provider is Provider.JENKINS:
        return list(uploads.jenkins(path, text))
    whole = read(text)
    if provider is Provider.GITLAB:
        return list(uploads.gitlab(path, whole)) if isinstance(whole, dict) else []
    return list(uploads.azure(path, whole) if provider is Provider.AZURE else uploads.circleci(path, whole))
