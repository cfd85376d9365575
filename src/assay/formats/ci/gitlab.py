"""Reads a GitLab CI definition, with its local includes merged and its child pipelines followed, into the normalised model."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from assay.domain.evidence import Unread
from assay.facts.ci import Does, Job, Part, Pipeline, Provider, Step, Trigger, TriggerKind
from assay.formats.ci import conditions, gitlab_rules, parts
from assay.formats.ci.gitlab_includes import DEEPEST, MOST_MERGES, SECURITY_TEMPLATES, Reading, brings, merged, take
from assay.formats.ci.steps import Piece, Reader, left_out, steps_of_one_shell
from assay.formats.ci.values import items, listed, mapping, marked, text, texts
from assay.formats.yaml_text import Marked, MarkedList, YamlError

RESERVED = frozenset(
    "stages variables default include workflow image services before_script after_script cache spec".split()
)
WORK = frozenset({"script", "trigger", "run", "release"})
"""A job has one of these keys."""
DEFAULT_STAGES = ("build", "test", "deploy")
MOST_JOBS = 2000
DEEPEST_CHILD = 2


def read(definition: str, path: str, read_file: Reader) -> Pipeline:
    """The one merged pipeline; raises YamlError."""
    reading = Reading(path, read_file)
    whole = reading.merged(definition, path, {}, 0)
    general = gitlab_rules.workflow_triggers(whole.get("workflow"))
    jobs = _Jobs(reading, whole, path).all_jobs("", (), 0)
    env = texts(whole.get("variables"))
    jobs += tuple(_of_templates(reading.outside, path, env))
    if not general:
        jobs = tuple(replace(job, never_runs="the rules of the workflow refuse every pipeline") for job in jobs)
    image = whole if "image" in whole else marked(whole.get("default"))
    return Pipeline(
        Provider.GITLAB,
        path,
        path,
        general,
        conditions.without_blocked(jobs),
        parts=(*reading.outside, *_image(image, path)),
        env=env,
        unread=tuple(reading.unread),
    )


def _of_templates(outside: Iterable[Part], path: str, env: Mapping[str, str]) -> Iterator[Job]:
    """The jobs that GitLab's own templates bring in."""
    for each in outside:
        for kind, does in SECURITY_TEMPLATES.items():
            switched_off = env.get(f"{kind.upper().replace('-', '_')}_DISABLED", "") not in ("", "false", "0")
            if not switched_off and brings(each, kind):
                step = Step(each.name, path, each.line, each, does=frozenset({does}))
                yield Job(f"template:{each.name}", path, each.line, each.name, steps=(step,))


class _Jobs:
    """The jobs of one pipeline, its own or a child's."""

    def __init__(self, reading: Reading, whole: Marked, path: str, *, is_child: bool = False) -> None:
        self.reading = reading
        self.whole = whole
        self.path = path
        # What starts a child is the job that triggers it, whatever the rules of its own workflow are.
        self.allowed = frozenset(gitlab_rules.NAMES) if is_child else gitlab_rules.allowed_kinds(whole.get("workflow"))
        self.default = marked(whole.get("default"))
        self.env = texts(whole.get("variables"))
        given = listed(whole.get("stages")) or DEFAULT_STAGES
        self.stages = (".pre", *[each for each in given if each not in (".pre", ".post")], ".post")
        self._extended: dict[str, Marked] = {}

    def all_jobs(self, prefix: str, outer_needs: tuple[str, ...], depth: int) -> tuple[Job, ...]:
        """The jobs, their ids led by ``prefix``; all wait for ``outer_needs`` too."""
        bodies = {
            name: self.extended(name, ())
            for name, body in self.whole.items()
            if isinstance(body, Marked) and name not in RESERVED and not name.startswith(".")
        }
        bodies = {name: body for name, body in bodies.items() if WORK & body.keys()}
        if len(bodies) > MOST_JOBS:
            self.reading.unread.append(Unread(self.path, f"it has more than {MOST_JOBS} jobs", "a smaller pipeline"))
            bodies = dict(list(bodies.items())[:MOST_JOBS])
        whens = {name: gitlab_rules.when(body, self.rules(body), self.allowed) for name, body in bodies.items()}
        at_stage: list[list[str]] = [[] for _ in self.stages]
        for name, body in bodies.items():
            skipped = whens[name].never or (whens[name].manual and whens[name].failure_ignored)
            if not skipped:
                at_stage[self.stage(body)].append(f"{prefix}{name}")
        before: list[tuple[str, ...]] = [outer_needs]
        for names in at_stage:
            before.append((*before[-1], *names))
        found: list[Job] = []
        for name, body in bodies.items():
            needs = before[self.stage(body)]
            if "needs" in body:
                needs = (*outer_needs, *(f"{prefix}{each}" for each in self.needs(body)))
            job = self.job(name, body, whens[name], prefix, needs)
            inner, waits = self.child(name, body, f"{prefix}{name}", needs, depth)
            found += [replace(job, needs=(*needs, *(each.id for each in inner))) if waits else job, *inner]
        return tuple(found)

    def stage(self, body: Marked) -> int:
        """The place of the job's stage among the stages."""
        name = text(body.get("stage")) or "test"
        return self.stages.index(name) if name in self.stages else 2

    def needs(self, body: Marked) -> list[str]:
        """The jobs of the same pipeline that are waited for."""
        return [
            text(each.get("job") if isinstance(each, dict) else each)
            for each in self.flattened(body["needs"])
            if not (isinstance(each, dict) and {"pipeline", "project"} & each.keys())
        ]

    def extended(self, name: str, within: tuple[str, ...]) -> Marked:
        """The body of a job with everything it extends."""
        if name in self._extended:
            return self._extended[name]
        body = marked(self.whole.get(name))
        made = body
        if "extends" in body and name not in within and len(within) <= 10:
            made = Marked()
            made.line, made.lines, made.files = body.line, {}, {}
            for each in listed(body["extends"]):
                self.reading.merges += 1
                if self.reading.merges > MOST_MERGES:
                    raise YamlError("it extends too much")
                made = merged(made, self.extended(each, (*within, name)))
            made = merged(made, body)
        if not within:
            self._extended[name] = made
        return made

    def rules(self, body: Marked) -> list[Any] | None:
        """The rules of a job with references resolved; None where it has none."""
        return self.flattened(body["rules"]) if "rules" in body else None

    def flattened(self, given: Any, depth: int = 0) -> list[Any]:
        """A list with the lists and references inside it resolved."""
        target = self.referenced(given)
        if target is not None:
            return self.flattened(target, depth + 1) if depth < DEEPEST else []
        found: list[Any] = []
        for each in items(given):
            found += self.flattened(each, depth + 1) if isinstance(each, list) and depth < DEEPEST else [each]
            if len(found) > MOST_MERGES:
                break
        return found

    def referenced(self, given: Any) -> Any:
        """What ``!reference [job, key]`` stands for; None where ``given`` is no such list."""
        if not isinstance(given, list) or len(given) < 2 or not all(isinstance(each, str) for each in given):
            return None
        found: Any = self.extended(given[0], ()) if isinstance(self.whole.get(given[0]), Marked) else None
        for key in given[1:]:
            found = found.get(key) if isinstance(found, dict) else None
        return found

    def pieces(self, body: Marked, key: str) -> list[Piece]:
        """The lines of a script with the places they come from."""
        given, holder = body.get(key), body
        if given is None and key != "script" and self.inherits(body):
            holder = self.default if key in self.default else self.whole
            given = holder.get(key)
        if isinstance(given, str):
            line = holder.line_of(key)
            return [Piece(given, holder.files.get(key, self.path), line + ("\n" in given))]
        return list(self.listed_pieces(given, 0)) if isinstance(given, list) else []

    def listed_pieces(self, given: list[Any], depth: int) -> Iterator[Piece]:
        target = self.referenced(given)
        if target is not None:
            if isinstance(target, str):
                target = [target]
            if isinstance(target, list) and depth < DEEPEST:
                yield from self.listed_pieces(target, depth + 1)
            return
        lines = given.lines if isinstance(given, MarkedList) else [0] * len(given)
        file = getattr(given, "file", "") or self.path
        for each, line in zip(given, lines, strict=False):
            if isinstance(each, str):
                yield Piece(each, file, line + ("\n" in each))
            elif isinstance(each, list) and depth < DEEPEST:
                yield from self.listed_pieces(each, depth + 1)

    def inherits(self, body: Marked) -> bool:
        """Whether the job takes over what is set for all jobs."""
        return mapping(body.get("inherit")).get("default") is not False

    def job(self, name: str, body: Marked, when: gitlab_rules.When, prefix: str, needs: tuple[str, ...]) -> Job:
        path, line = self.whole.files.get(name, self.path), self.whole.line_of(name)
        changing = {key for rule in self.rules(body) or () for key in mapping(mapping(rule).get("variables"))}
        env = {key: value for key, value in {**self.env, **texts(body.get("variables"))}.items() if key not in changing}
        steps = self.steps(body, path, env)
        environment = body.get("environment")
        general = self.default if self.inherits(body) else marked(None)
        return Job(
            id=f"{prefix}{name}",
            path=path,
            line=line,
            name=name,
            steps=tuple(steps),
            needs=needs,
            condition=_conditions(self.rules(body) or body.get("only")),
            triggers=when.triggers,
            failure_ignored=when.failure_ignored,
            runs_always=body.get("when") in ("always", "on_failure"),
            never_runs=when.never,
            manual=when.manual,
            environment=text(environment.get("name") if isinstance(environment, dict) else environment),
            identity="id_tokens" in body or "id_tokens" in general,
            secrets=tuple(sorted(mapping(body.get("secrets")))),
            runner=listed(body.get("tags", general.get("tags"))),
            images=tuple(self.images(body, general, path, line)),
            env=texts(body.get("variables")),
            unread=tuple(left_out(steps, self.reading.said)),
        )

    def steps(self, body: Marked, path: str, env: Mapping[str, str]) -> list[Step]:
        """The steps of a job: two shells run them, one for what is done and one for what comes after it."""
        before, work = self.pieces(body, "before_script"), self.pieces(body, "script")
        found = steps_of_one_shell([*before, *work], Step("script", path, body.line), self.reading.read_file, env)
        found = [replace(each, name="before_script" if at < len(before) else "script") for at, each in enumerate(found)]
        after = Step("after_script", path, body.line, failure_ignored=True, runs_always=True)
        found += steps_of_one_shell(self.pieces(body, "after_script"), after, self.reading.read_file, env)
        if isinstance(body.get("release"), dict):
            found.append(
                Step("release", path, body.line_of("release"), does=frozenset({Does.PUBLISH}), publishes="release keyword")
            )  # fmt: skip
        return found

    def images(self, body: Marked, general: Marked, path: str, line: int) -> Iterator[Part]:
        """The image a job runs in and those of its services."""
        for holder in (body, general, self.whole):
            if "image" in holder:
                yield from _image(holder, path)
                break
        services = next((each["services"] for each in (body, general, self.whole) if "services" in each), None)
        for each in items(services):
            name = text(each.get("name") if isinstance(each, dict) else each)
            if name:
                yield parts.image(name, getattr(services, "file", "") or path, getattr(each, "line", 0) or line)

    def child(
        self, name: str, body: Marked, own: str, needs: tuple[str, ...], depth: int
    ) -> tuple[tuple[Job, ...], bool]:
        """The jobs of the pipeline that a job triggers, and whether the job waits for them."""
        trigger = body.get("trigger")
        if not trigger:
            return (), False
        includes = trigger.get("include") if isinstance(trigger, dict) else None
        place = f"{self.path}:{self.whole.line_of(name)}"
        if includes is None:
            self.reading.unread.append(
                Unread(place, f"job {name} starts a pipeline of another project", "assess that repository too")
            )
            return (), False
        whole = Marked()
        whole.line, whole.lines, whole.files = body.line, {}, {}
        for each in items(includes):
            if isinstance(each, dict) and "artifact" in each:
                self.reading.unread.append(
                    Unread(place, f"the pipeline that job {name} starts is generated while it runs", "a run's log")
                )
            elif inner := self.reading.included(each, self.path, body.line_of("trigger"), depth):
                take(whole, inner)
        if not whole or depth >= DEEPEST_CHILD:
            return (), False
        jobs = _Jobs(self.reading, whole, self.path, is_child=True).all_jobs(f"{own}/", needs, depth + 1)
        triggers = gitlab_rules.when(body, self.rules(body), self.allowed).triggers
        waits = isinstance(trigger, dict) and trigger.get("strategy") in ("depend", "mirror")
        return tuple(_as_triggered(job, triggers) for job in jobs), waits


def _as_triggered(job: Job, outer: tuple[Trigger, ...] | None) -> Job:
    """The job of a child pipeline, started by what starts its parent's job as far as its own rules let it."""
    own = job.triggers
    if own is None or any(each.kind is TriggerKind.CALLED for each in own):
        return replace(job, triggers=outer)
    if outer is None:
        return job
    kinds = {each.kind for each in own}
    left = tuple(each for each in outer if each.kind in kinds)
    return replace(
        job, triggers=left, never_runs=job.never_runs or ("" if left else "nothing that starts its parent lets it run")
    )


def _conditions(given: object) -> str:
    """The conditions under which a job runs, as written."""
    return "; ".join(filter(None, (text(each.get("if") if isinstance(each, dict) else each) for each in items(given))))


def _image(holder: Marked, path: str) -> tuple[Part, ...]:
    given = holder.get("image")
    name = text(given.get("name") if isinstance(given, dict) else given)
    return (parts.image(name, holder.files.get("image", path), holder.line_of("image")),) if name else ()
