"""Which container definitions a release builds, as far as its pipeline names them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assay.facts.ci import CiPipelines, Command, Step
from assay.facts.containers import Dockerfile

UNTOLD = ""
"""In the place of a path: an image is built, but only a run tells from which definition."""
BUILDERS = (("docker", "build"), ("docker", "buildx", "build"), ("docker", "image", "build"), ("podman", "build"), ("buildah", "build"), ("buildah", "bud"), ("nerdctl", "build"))  # fmt: skip
BY_OTHER_FILES = (("docker", "buildx", "bake"), ("docker", "compose", "build"), ("docker-compose", "build"), ("podman-compose", "build"))  # fmt: skip
"""Builders told by another file what to build."""
WITH_VALUE = frozenset(
    "-t --tag -f --file -o --output --build-arg --build-context --target --platform --label --cache-from --cache-to --secret --ssh --network"
    " --progress --builder --iidfile --metadata-file --add-host --allow --annotation --attest --format --isolation --layers -v --volume --memory --no-cache-filter --shm-size --ulimit".split()
)


def with_released(files: Sequence[Dockerfile], ci: CiPipelines) -> tuple[Dockerfile, ...]:
    """The files, each with whether a job on the release path builds it; not told where no such job could be followed to a file."""
    built = {path for _, job in ci.release_path for step in job.steps for path in _built(step)}
    known = {each.path for each in files if not each.set_aside} & built
    others = None if UNTOLD in built or not known else False
    return tuple(replace(each, released=True if each.path in built else others) for each in files)


def _built(step: Step) -> Iterator[str]:
    """The definitions one step builds images from."""
    name = step.part.name.lower() if step.part else ""
    inputs = {key.lower(): value for key, value in step.inputs.items()}
    if name in ("docker/build-push-action", "redhat-actions/buildah-build"):
        file = inputs.get("file") or inputs.get("containerfiles") or inputs.get("dockerfiles") or ""
        yield _path(file, inputs.get("context", "."))
    elif name == "docker/bake-action":
        yield UNTOLD
    elif name == "docker" and step.part and step.part.platform:
        yield _path(inputs.get("dockerfile", "").removeprefix("**/"), inputs.get("buildcontext", "."))
    for command in step.commands:
        yield from _built_by(command)


def _built_by(command: Command) -> Iterator[str]:
    argv = command.argv
    if argv[0].rpartition("/")[2] == "executor":
        yield _path(_value(argv, "-f", "--dockerfile"), _value(argv, "-c", "--context").removeprefix("dir://") or ".")
    elif any(argv[: len(each)] == each for each in BY_OTHER_FILES):
        yield UNTOLD
    elif words := next((each for each in BUILDERS if argv[: len(each)] == each), ()):
        rest = argv[len(words) :]
        yield _path(_value(rest, "-f", "--file"), next(_plain(rest), "."))


def _path(file: str, context: str) -> str:
    """The path of a definition by its name or as the default of its folder."""
    written = file or f"{context}/Dockerfile"
    if "$" in written or "\n" in written or "://" in written:
        return UNTOLD
    return "/".join(each for each in written.split("/") if each not in ("", "."))


def _value(words: Sequence[str], *options: str) -> str:
    joined = (each.partition("=")[2] for each in words for option in options if each.startswith(f"{option}="))
    apart = (value for option, value in pairwise(words) if option in options)
    return next(joined, "") or next(apart, "")


def _plain(words: Iterable[str]) -> Iterator[str]:
    """The words that are no options and no values of options."""
    before = ""
    for word in words:
        if not word.startswith("-") and before not in WITH_VALUE:
            yield word
        before = word
