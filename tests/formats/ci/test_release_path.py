"""What the model says across pipelines: what publishes releases, what only tries it out, what changes start, and what counts as done."""

import pytest

from assay.facts.ci import CiPipelines, Command, Does, Job, Pipeline, Provider, Step, Trigger, TriggerKind
from assay.formats.ci import azure, circleci, github, gitlab

K = TriggerKind
NOTHING: dict[str, str] = {}


def github_files(**files: str) -> CiPipelines:
    """Workflows by name."""
    return CiPipelines(
        tuple(github.read(text, f".github/workflows/{name}.yml", NOTHING.get) for name, text in files.items())
    )


def ids(found: tuple[tuple[Pipeline, Job], ...]) -> list[str]:
    return [job.id for _, job in found]


PUBLISH = "{runs-on: x, steps: [{run: twine upload dist/*}]}"


# --- the release path ---


def test_the_release_path_is_what_publishes_and_all_it_waits_for() -> None:
    text = "on: push\njobs:\n  lint: {runs-on: x, steps: [{run: ruff check}]}\n  build: {runs-on: x, steps: [{run: python -m build}]}\n  test: {runs-on: x, needs: build, steps: [{run: pytest}]}\n  publish: {runs-on: x, needs: [test], steps: [{run: twine upload dist/*}]}\n  after: {runs-on: x, needs: publish, steps: [{run: echo}]}\n"  # fmt: skip
    found = github_files(ci=text)
    assert ids(found.publishing) == ids(found.releasing) == ["publish"]
    assert set(ids(found.release_path)) == {"publish", "test", "build"}


def test_the_release_path_of_stages_and_of_workflows() -> None:
    stages = gitlab.read("a: {stage: build, script: [make]}\nb: {script: [pytest]}\nc: {stage: deploy, script: [twine upload x]}\n", ".gitlab-ci.yml", NOTHING.get)  # fmt: skip
    assert set(ids(CiPipelines((stages,)).release_path)) == {"a", "b", "c"}
    config = "jobs: {t: {steps: [run: pytest]}, p: {steps: [run: npm publish]}}\nworkflows: {w: {jobs: [t, {ok: {type: approval, requires: [t]}}, {p: {requires: [ok]}}]}, other: {jobs: [t]}}\n"  # fmt: skip
    workflows = circleci.read(config, ".circleci/config.yml", NOTHING.get)
    assert set(ids(CiPipelines((workflows,)).release_path)) == {"w/t", "w/ok", "w/p"}


def test_jobs_of_one_name_in_two_workflows_are_two() -> None:
    text = f"on: push\njobs: {{p: {PUBLISH}}}\n"
    assert ids(github_files(one=text, two=text).release_path) == ["p", "p"]


@pytest.mark.parametrize(
    ("name", "job"),
    [
        ("nightly", "p"), ("ci", "snapshot"), ("ci", "canary-release"), ("docs", "p"), ("ci", "publish-docs"), ("pages", "p"), ("preview", "p"), ("ci", "push-cache"), ("test-image", "p"),
        ("ci", "e2e"), ("test-push", "p"), ("ci", "dev-image"), ("edge", "p"),
    ],
)  # fmt: skip
def test_what_is_published_beside_releases_is_no_release(name: str, job: str) -> None:
    found = github_files(**{name: f"on: push\njobs: {{{job}: {PUBLISH}}}\n"})
    assert ids(found.publishing) == [job]
    assert found.releasing == found.release_path == ()


@pytest.mark.parametrize(("name", "job"), [("release", "p"), ("ci", "publish-pypi"), ("docker", "push"), ("knowledge", "p"), ("latest", "p"), ("ci", "contest"), ("test-and-publish", "p")])  # fmt: skip
def test_names_that_only_look_alike_release(name: str, job: str) -> None:
    assert ids(github_files(**{name: f"on: push\njobs: {{{job}: {PUBLISH}}}\n"}).releasing) == [job]


@pytest.mark.parametrize(("name", "releases"), [("CI image", False), ("CI base images", False), ("ci-build-container", False), ("Release image", True), ("Public image", True)])  # fmt: skip
def test_images_made_for_pipelines_are_no_release(name: str, releases: bool) -> None:
    assert bool(github_files(x=f"name: {name}\non: push\njobs: {{p: {PUBLISH}}}\n").releasing) is releases


@pytest.mark.parametrize(
    ("on", "releases"),
    [
        ("pull_request", False), ("[pull_request, workflow_dispatch]", False), ("[pull_request, merge_group]", False), ("workflow_dispatch", True), ("[pull_request, push]", True),
        ("{push: {tags: ['v*']}}", True), ("{release: {types: [published]}}", True), ("workflow_call", True), ("{schedule: [{cron: '0 4 31 2 *'}]}", False), ("{schedule: [{cron: '0 4 * * 1'}]}", True),
    ],
)  # fmt: skip
def test_publishing_that_only_changes_start_is_a_trial(on: str, releases: bool) -> None:
    assert bool(github_files(x=f"on: {on}\njobs: {{p: {PUBLISH}}}\n").releasing) is releases


def test_own_triggers_of_a_job_decide_whether_it_is_a_trial() -> None:
    text = "a: {script: [twine upload x], rules: [{if: $CI_MERGE_REQUEST_IID}]}\nb: {script: [twine upload x], rules: [{if: $CI_COMMIT_TAG}]}\n"  # fmt: skip
    found = CiPipelines((gitlab.read(text, ".gitlab-ci.yml", NOTHING.get),))
    assert (ids(found.publishing), ids(found.releasing)) == (["a", "b"], ["b"])


def test_what_never_runs_neither_publishes_nor_counts() -> None:
    found = github_files(ci=f"on: push\njobs:\n  p: {PUBLISH[:-1]}, if: false}}\n  q: {{runs-on: x, needs: p, steps: [{{run: twine upload x}}]}}\n")  # fmt: skip
    assert found.jobs == found.publishing == found.on_change() == ()


def test_needs_in_a_circle_and_of_absent_jobs_end() -> None:
    circle = Pipeline(Provider.GITHUB, "a.yml", "a", (), (Job("a", "a.yml", 1, needs=("b", "absent")), Job("b", "a.yml", 2, needs=("a",))))  # fmt: skip
    assert {each.id for each in circle.upstream(circle.jobs[0])} == {"a", "b"}


# --- what changes start ---

CALLED = "on: workflow_call\njobs: {t: {runs-on: x, steps: [{run: pytest}]}}\n"


def test_changes_start_jobs_directly_and_through_callers() -> None:
    found = github_files(
        ci="on: pull_request\njobs: {c: {uses: ./.github/workflows/shared.yml}, d: {runs-on: x}}\n", shared=CALLED
    )
    assert ids(found.on_change()) == ["c", "d", "t"]
    ((caller, job),) = found.callers(found.pipelines[1])
    assert (caller.path, job.id) == (".github/workflows/ci.yml", "c")


@pytest.mark.parametrize(
    "caller",
    [
        "on: release\njobs: {c: {uses: ./.github/workflows/shared.yml}}\n",
        "on: pull_request\njobs: {c: {uses: ./.github/workflows/other.yml}}\n",
        "on: pull_request\njobs: {c: {uses: o/r/.github/workflows/shared.yml@v1}}\n",
        "on: pull_request\njobs: {c: {if: false, uses: ./.github/workflows/shared.yml}}\n",
        "on: {pull_request: {paths: ['docs/**']}}\njobs: {c: {uses: ./.github/workflows/shared.yml}}\n",
    ],
)
def test_called_jobs_that_no_change_starts(caller: str) -> None:
    assert "t" not in ids(github_files(ci=caller, shared=CALLED).on_change())


def test_a_job_that_changes_start_twice_counts_once() -> None:
    text = "on: [push, pull_request, workflow_call]\njobs: {t: {runs-on: x}}\n"
    found = github_files(ci="on: push\njobs: {c: {uses: ./.github/workflows/shared.yml}}\n", shared=text)
    assert sorted(ids(found.on_change())) == ["c", "t"]


@pytest.mark.parametrize(
    ("trigger", "changes"),
    [
        (Trigger(K.CHANGE, "e"), True), (Trigger(K.PUSH, "e", branches=("main",)), True), (Trigger(K.PUSH, "e", branches=("refs/heads/main",)), True), (Trigger(K.PUSH, "e", branches=("v1.x",)), True),
        (Trigger(K.PUSH, "e", branches=("1.x",)), True), (Trigger(K.PUSH, "e", branches=("**",)), True), (Trigger(K.PUSH, "e", branches=("$default-branch",)), True), (Trigger(K.PUSH, "e", branches=("gh-pages",)), False),
        (Trigger(K.PUSH, "e", branches=("gh-pages", "main")), True), (Trigger(K.PUSH, "e", branches=("!gh-pages",)), True), (Trigger(K.PUSH, "e", branches=("!main", "translations")), False),
        (Trigger(K.CHANGE, "e", paths=("docs/**", "*.md")), False), (Trigger(K.CHANGE, "e", paths=("src/docs/x",)), False), (Trigger(K.CHANGE, "e", paths=("docs/**", "src/**")), True), (Trigger(K.CHANGE, "e", paths=("docsets/x.py",)), True),
        (Trigger(K.CHANGE, "e", ignored_paths=("**",)), False), (Trigger(K.CHANGE, "e", ignored_paths=("docs/**",)), True), (Trigger(K.PUSH, "e", ignored_branches=("*",)), False), (Trigger(K.PUSH, "e", ignored_branches=("x",)), True),
        *((Trigger(kind, "e"), False) for kind in K if kind not in (K.CHANGE, K.PUSH)),
    ],
)  # fmt: skip
def test_triggers_that_look_at_changes_of_the_code(trigger: Trigger, changes: bool) -> None:
    assert trigger.on_changes is changes


# --- calls and sequences ---

TAGS = "on: {push: {tags: ['v*']}}"


def call(target: str, on: str = "on: workflow_call", needs: str = "") -> str:
    """A workflow with a test job, and a job made of another workflow."""
    waits = f"needs: {needs}, " if needs else ""
    return f"{on}\njobs:\n  t: {{runs-on: x, steps: [{{run: pytest}}]}}\n  lone: {{runs-on: x, steps: [{{run: ruff check}}]}}\n  c: {{{waits}uses: ./.github/workflows/{target}.yml}}\n"


def published(on: str = "on: workflow_call", job: str = "p") -> str:
    return f"{on}\njobs: {{{job}: {PUBLISH}}}\n"


def places(found: tuple[tuple[Pipeline, Job], ...]) -> set[str]:
    return {f"{pipeline.path.rpartition('/')[2].removesuffix('.yml')}/{job.id}" for pipeline, job in found}


def test_the_release_path_leads_through_two_levels_of_calls() -> None:
    found = github_files(a=call("b", TAGS, "t"), b=call("c", needs="t"), c=published())
    assert places(found.releasing) == {"c/p"}
    assert places(found.release_path) == {"a/t", "a/c", "b/t", "b/c", "c/p"}
    (publishing,) = found.releasing
    assert [each.kind for each in found.started_by(*publishing)] == [K.TAG]


def test_what_a_needed_call_is_made_of_leads_to_the_release() -> None:
    made = "on: workflow_call\njobs: {inner: {uses: ./.github/workflows/deep.yml}}\n"
    deep = "on: workflow_call\njobs: {b: {runs-on: x, steps: [{run: python -m build}]}}\n"
    text = f"{TAGS}\njobs:\n  m: {{uses: ./.github/workflows/made.yml}}\n  p: {PUBLISH[:-1]}, needs: m}}\n"
    found = github_files(release=text, made=made, deep=deep, other=call("deep", "on: push"))
    assert places(found.release_path) == {"release/p", "release/m", "made/inner", "deep/b"}
    assert places(found.needed(*found.releasing[0])) == {"release/m", "made/inner", "deep/b"}


@pytest.mark.parametrize(
    ("caller", "called", "releases", "kinds"),
    [
        ("on: pull_request", "on: workflow_call", False, {K.CHANGE}), ("on: {push: {branches: [main]}}", "on: workflow_call", True, {K.PUSH}),
        ("on: pull_request", "on: [workflow_call, release]", True, {K.CHANGE, K.RELEASE}), ("on: pull_request", "on: [workflow_call, pull_request]", False, {K.CHANGE}),
        ("on: pull_request", "on: release", True, {K.RELEASE}), ("on: [workflow_call]", "on: workflow_call", True, {K.CALLED}),
        ("on: pull_request", "on: [workflow_call, workflow_dispatch]", True, {K.CHANGE, K.MANUAL}),
    ],
)  # fmt: skip
def test_what_starts_a_caller_starts_the_called(caller: str, called: str, releases: bool, kinds: set[K]) -> None:
    found = github_files(ci=call("x", caller), x=published(called))
    assert bool(found.releasing) is releases
    (publishing,) = found.publishing
    assert {each.kind for each in found.started_by(*publishing)} == kinds
    own = {each.kind for _, job in found.jobs if job.id == "t" for each in found.started_by(found.pipelines[0], job)}
    assert K.RELEASE not in own  # what starts the called workflow by itself does not start its caller


def test_a_side_channel_that_calls_is_none_of_the_release() -> None:
    found = github_files(nightly=call("x", "on: push", "t"), release=call("x", TAGS), x=published())
    assert places(found.release_path) == {"release/c", "x/p"}
    assert github_files(nightly=call("x", "on: push"), x=published()).releasing == ()


def test_calls_in_a_circle_end() -> None:
    found = github_files(a=call("b", needs="t"), b=call("a"))
    assert (found.releasing, found.on_change()) == ((), ())
    assert len(found.jobs_within(found.pipelines[0])) == 6
    assert [each.kind for each in found.started_by(*found.jobs[0])] == []


def test_a_call_of_another_repository_or_of_nothing_leads_nowhere() -> None:
    text = f"{TAGS}\njobs:\n  m: {{uses: o/r/.github/workflows/x.yml@v1}}\n  n: {{uses: ./.github/workflows/absent.yml}}\n  p: {PUBLISH[:-1]}, needs: [m, n]}}\n"
    assert places(github_files(release=text, x=published()).release_path) == {"release/p", "release/m", "release/n", "x/p"}  # fmt: skip


def after(name: str, job: str = PUBLISH, more: str = "", branches: str = "") -> str:
    only = f", branches: [{branches}]" if branches else ""
    return f"name: {name} follower\non: {{workflow_run: {{workflows: [{name}], types: [completed]{only}}}}}\njobs: {{f: {job[:-1]}{more}}}}}\n"


CI = "name: CI\non: {}\njobs:\n  t: {{runs-on: x, steps: [{{run: pytest}}]}}\n  b: {{runs-on: x, steps: [{{run: python -m build}}]}}\n"


def test_a_chain_of_workflows_leads_to_the_release() -> None:
    found = github_files(ci=CI.format("{push: {branches: [main]}}"), release=after("CI"))
    assert places(found.release_path) == {"release/f", "ci/t", "ci/b"}
    middle = after("CI", "{runs-on: x, steps: [{run: make}]}")
    chain = github_files(ci=CI.format("push"), mid=middle, release=after("CI follower"))
    assert places(chain.release_path) == {"release/f", "mid/f", "ci/t", "ci/b"}
    assert {each.kind for each in chain.started_by(*chain.releasing[0])} == {K.PUSH, K.TAG}


def test_a_chain_that_only_changes_start_is_a_trial() -> None:
    assert github_files(ci=CI.format("pull_request"), release=after("CI")).releasing == ()
    assert places(github_files(ci=CI.format("pull_request"), release=after("Other")).releasing) == {"release/f"}


@pytest.mark.parametrize(
    ("more", "branches", "starts"),
    [
        ("", "", True), ("", "main", True), ("", "translations", False), (", if: github.event.workflow_run.conclusion == 'success'", "", True),
        (", if: github.event.workflow_run.conclusion == 'failure'", "", False), (", if: \"github.event.workflow_run.conclusion != 'success'\"", "", False),
    ],
)  # fmt: skip
def test_changes_start_what_follows_their_workflow(more: str, branches: str, starts: bool) -> None:
    follower = after("CI", "{runs-on: x, steps: [{run: pytest}]}", more, branches)
    found = github_files(ci=CI.format("pull_request"), release=follower)
    assert ("f" in ids(found.on_change())) is starts


def test_a_follower_of_itself_and_of_another_system_follows_nothing() -> None:
    found = github_files(a=after("CI follower"))
    assert found.earlier(found.pipelines[0]) == ()
    other = Pipeline(Provider.AZURE, "azure-pipelines.yml", "CI", (Trigger(K.PUSH, "e"),), ())
    alone = CiPipelines((*github_files(a=after("CI")).pipelines, other))
    assert alone.earlier(alone.pipelines[0]) == ()


def test_children_of_gitlab_and_templates_of_azure_lead_to_the_release_at_two_levels() -> None:
    files = {
        "child.yml": "make: {stage: build, script: [make]}\ngrand: {stage: deploy, trigger: {include: grand.yml, strategy: depend}}\n",
        "grand.yml": "ship: {script: [twine upload x], rules: [{if: $CI_COMMIT_TAG}]}\n",
        "stages.yml": "stages:\n- stage: build\n  jobs: [{job: b, steps: [{script: make}]}]\n- stage: ship\n  jobs: [{template: jobs.yml}]\n",
        "jobs.yml": "jobs: [{job: p, steps: [{script: twine upload x}]}]\n",
    }
    top = "t: {stage: build, script: [pytest]}\nchild: {stage: deploy, trigger: {include: child.yml, strategy: depend}, rules: [{if: $CI_COMMIT_TAG}, {if: $CI_COMMIT_BRANCH}]}\n"
    children = CiPipelines((gitlab.read(top, ".gitlab-ci.yml", files.get),))
    assert set(ids(children.release_path)) == {"t", "child/make", "child/grand/ship"}
    assert [each.kind for each in children.started_by(*children.releasing[0])] == [K.TAG]
    templates = azure.read(
        "trigger: none\npr: [main]\nstages: [{template: stages.yml}]\n", "azure-pipelines.yml", files.get
    )
    found = CiPipelines((templates,))
    assert (set(ids(found.publishing)), found.releasing) == ({"ship/p"}, ())
    started = azure.read(
        "trigger: {tags: {include: ['v*']}}\npr: none\nstages: [{template: stages.yml}]\n",
        "azure-pipelines.yml",
        files.get,
    )
    assert set(ids(CiPipelines((started,)).release_path)) == {"ship/p", "build/b"}


# --- what counts as done ---


@pytest.mark.parametrize(
    ("job", "counts"),
    [
        ("{runs-on: x, steps: [{run: pytest}]}", True), ("{runs-on: x, steps: [{run: pytest || true}]}", False), ("{runs-on: x, steps: [{run: 'pytest || true\n\n pytest a'}]}", True),
        ("{runs-on: x, steps: [{run: pytest, continue-on-error: true}]}", False), ("{runs-on: x, continue-on-error: true, steps: [{run: pytest}]}", False), ("{runs-on: x, if: false, steps: [{run: pytest}]}", False),
        ("{runs-on: x, steps: [{run: pytest, if: false}]}", False), ("{runs-on: x, steps: [{run: echo pytest}]}", False), ("{runs-on: x, steps: [{run: pytest, if: failure()}]}", False),
        ("{runs-on: x, steps: [{uses: cypress-io/github-action@v6}]}", True), ("{runs-on: x, steps: [{uses: cypress-io/github-action@v6, continue-on-error: true}]}", False),
    ],
)  # fmt: skip
def test_only_what_can_fail_counts_as_done(job: str, counts: bool) -> None:
    assert bool(github_files(ci=f"on: push\njobs:\n  j: {job}\n").doing(Does.TEST)) is counts


def test_doing_looks_where_it_is_told_to() -> None:
    found = github_files(ci="on: push\njobs: {a: {runs-on: x, steps: [{run: pytest}]}, b: {runs-on: x, steps: [{run: pytest}]}}\n")  # fmt: skip
    assert [job.id for _, job, _ in found.doing(Does.TEST, found.jobs[1:])] == ["b"]
    assert found.doing(Does.TEST, ()) == found.doing(Does.SBOM) == ()


def test_a_step_knows_where_it_does_something() -> None:
    ignored = Command(("pytest",), "a.sh", 3, frozenset({Does.TEST}), failure_ignored=True)
    step = Step("s", "ci.yml", 9, commands=(Command(("make",), "ci.yml", 9), ignored), does=frozenset({Does.TEST}))
    assert (step.line_of(Does.TEST), step.line_of(Does.SBOM)) == (("a.sh", 3), ("ci.yml", 9))
    assert not step.effective(Does.TEST)
    assert step.effective(Does.SBOM)


# --- what is unread, and what is not there ---


def test_everything_unread_is_said_once() -> None:
    text = "on: push\njobs:\n  a: {runs-on: x, steps: [{uses: ./absent}, {uses: ./absent}, {run: $A}]}\n"
    found = github_files(ci=text)
    assert [each.source for each in found.all_unread] == ["./absent", ".github/workflows/ci.yml:3"]
    assert found.none_found == ()
    assert CiPipelines(()).all_unread == ()
    assert [each.source for each in CiPipelines(()).none_found] == ["pipeline definitions"]
