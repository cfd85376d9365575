"""Which Dockerfiles a release is seen to build, and where that cannot be told."""

import pytest

from assay.facts.ci import CiPipelines
from assay.facts.containers import Dockerfile
from assay.formats.ci import azure, github, gitlab
from assay.formats.containers import with_released

FILES = ("Dockerfile", "web/Dockerfile", "web/other.Dockerfile")


def told(ci: CiPipelines, *aside: str) -> list[bool | None]:
    """What is told of ``FILES``, in their order."""
    files = [Dockerfile(path, (), "tests" if path in aside else "") for path in FILES]
    return [each.released for each in with_released(files, ci)]


def released_by(*steps: str, on: str = "release", name: str = "r") -> CiPipelines:
    text = f"on: {on}\njobs:\n  p:\n    runs-on: x\n    steps:\n" + "".join(f"    - {each}\n" for each in (*steps, "run: docker push a"))  # fmt: skip
    return CiPipelines((github.read(text, f".github/workflows/{name}.yml", lambda _: None),))


TOP, WEB, OTHER = [True, False, False], [False, True, False], [False, False, True]
UNTOLD = [None, None, None]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("uses: docker/build-push-action@v6", TOP), ("{uses: docker/build-push-action@v6, with: {context: ./web}}", WEB), ("{uses: docker/build-push-action@v6, with: {context: ., file: ./web/other.Dockerfile}}", OTHER),
        ("{uses: docker/build-push-action@v6, with: {file: '${{ matrix.file }}'}}", UNTOLD), ("{uses: docker/build-push-action@v6, with: {context: 'https://forge.example/a.git'}}", UNTOLD), ("uses: docker/bake-action@v6", UNTOLD),
        ("{uses: redhat-actions/buildah-build@v2, with: {containerfiles: web/Dockerfile}}", WEB), ("run: docker build -t a .", TOP), ("run: docker build . -t a", TOP), ("run: docker build --build-arg V=1 -t a web/", WEB),
        ("run: docker build -f web/other.Dockerfile .", OTHER), ("run: docker build --file=web/other.Dockerfile web", OTHER), ("run: docker buildx build --push web", WEB), ("run: docker buildx create --use", UNTOLD), ("run: docker buildx bake", UNTOLD),
        ("run: podman build web", WEB), ("run: buildah bud web", WEB), ("run: docker build $DIR", UNTOLD), ("run: docker compose build", UNTOLD), ("run: docker build absent", UNTOLD), ("run: make image", UNTOLD), ("run: echo docker build .", UNTOLD),
    ],
)  # fmt: skip
def test_the_definition_an_image_is_built_from(step: str, expected: list[bool | None]) -> None:
    assert told(released_by(step)) == expected


def test_one_that_cannot_be_told_leaves_the_others_open() -> None:
    assert told(released_by("run: docker build .", "run: docker build -f $FILE .")) == [True, None, None]
    assert told(released_by("run: docker build .", "run: docker build web")) == [True, True, False]


def test_what_is_built_for_tests_says_nothing_of_the_others() -> None:
    assert told(released_by("run: docker build web"), "web/Dockerfile") == [None, True, None]


@pytest.mark.parametrize(("on", "name"), [("pull_request", "r"), ("push", "nightly"), ("push", "preview")])
def test_trials_and_side_channels_release_nothing(on: str, name: str) -> None:
    assert told(released_by("run: docker build .", on=on, name=name)) == UNTOLD


def test_a_called_workflow_and_other_systems_build_too() -> None:
    inner = "on: workflow_call\njobs: {p: {runs-on: x, steps: [{run: docker build web}]}}\n"
    outer = "on: release\njobs: {b: {uses: ./.github/workflows/b.yml}, p: {runs-on: x, needs: b, steps: [{run: docker push a}]}}\n"
    nothing = {}.get  # type: ignore[var-annotated]
    called = CiPipelines((github.read(outer, ".github/workflows/a.yml", nothing), github.read(inner, ".github/workflows/b.yml", nothing)))  # fmt: skip
    assert told(called) == WEB
    kaniko = gitlab.read("p: {script: [/kaniko/executor --context $CI_PROJECT_DIR --dockerfile web/other.Dockerfile --destination a]}\n", ".gitlab-ci.yml", nothing)  # fmt: skip
    assert told(CiPipelines((kaniko,))) == OTHER
    task = azure.read("steps: [{task: Docker@2, inputs: {command: buildAndPush, Dockerfile: web/Dockerfile}}]\n", "azure-pipelines.yml", nothing)  # fmt: skip
    assert told(CiPipelines((task,))) == WEB
