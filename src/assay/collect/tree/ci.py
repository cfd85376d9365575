"""Every pipeline definition of the revision, in the normalised model."""

from collections.abc import Callable, Iterator

from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.ci import CiPipelines, Pipeline
from assay.facts.tree import Entry, Tree
from assay.formats.ci import azure, circleci, github, gitlab, jenkins
from assay.formats.ci.steps import Reader
from assay.formats.yaml_text import YamlError

LARGEST = 1_000_000
MOST_FILES = 600


def collect(repository: Repository, tree: Tree) -> CiPipelines:
    """Definitions that cannot be parsed are unread, never guessed at."""
    pipelines: list[Pipeline] = []
    unread: list[Unread] = []
    texts: dict[str, str | None] = {}

    def read_file(path: str) -> str | None:
        if path not in texts:
            texts[path] = repository.text(path, LARGEST)
        return texts[path]

    for number, (entry, reader) in enumerate(definitions(tree)):
        if number >= MOST_FILES:
            unread.append(Unread("pipelines", f"there are more than {MOST_FILES} definition files", "a smaller PATH"))
            break
        text = read_file(entry.path)
        if text is None:
            unread.append(
                Unread(entry.path, "it is larger than 1 MB, a link, or absent from this clone", "a full clone")
            )
            continue
        try:
            pipelines.append(reader(text, entry.path, read_file))
        except (YamlError, ValueError) as error:
            unread.append(Unread(entry.path, f"it cannot be read as a pipeline ({error})", "correct the file"))
    unread += _elsewhere(tree)
    return CiPipelines(tuple(pipelines), tuple(unread))


def definitions(tree: Tree) -> Iterator[tuple[Entry, Callable[[str, str, Reader], Pipeline]]]:
    """The files the CI systems themselves would start from, each with its reader."""
    for entry in tree.entries:
        path, name = entry.path, entry.name
        if not path.isprintable():
            continue
        if entry.folder == ".github/workflows" and name.endswith((".yml", ".yaml")):
            yield entry, github.read
        elif path == ".gitlab-ci.yml":
            yield entry, gitlab.read
        elif name.startswith("Jenkinsfile") and entry.folder.count("/") < 2:
            yield entry, jenkins.read
        elif (
            name.endswith((".yml", ".yaml"))
            and name.startswith(("azure-pipelines", ".azure-pipelines"))
            and "/" not in entry.folder
        ):
            yield entry, azure.read
        elif path in (".circleci/config.yml", ".circleci/config.yaml"):
            yield entry, circleci.read


OTHER_SYSTEMS = {
    ".travis.yml": "Travis CI", "appveyor.yml": "AppVeyor", ".appveyor.yml": "AppVeyor", ".drone.yml": "Drone", "bitbucket-pipelines.yml": "Bitbucket Pipelines",
    ".cirrus.yml": "Cirrus CI", "buildkite.yml": "Buildkite", ".buildkite/pipeline.yml": "Buildkite", "cloudbuild.yaml": "Google Cloud Build", "buildspec.yml": "AWS CodeBuild",
    ".woodpecker.yml": "Woodpecker", ".semaphore/semaphore.yml": "Semaphore", "concourse.yml": "Concourse", "wercker.yml": "Wercker",
}  # fmt: skip


def _elsewhere(tree: Tree) -> list[Unread]:
    return [
        Unread(
            path, f"{system} definitions are not read by this version", "hand in the results, or state it in assay.toml"
        )
        for path, system in OTHER_SYSTEMS.items()
        if tree.has(path)
    ]
