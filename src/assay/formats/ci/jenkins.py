"""Reads a declarative Jenkinsfile into the normalised model; scripted ones are unread, because only running them tells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assay.domain.evidence import Unread
from assay.facts.ci import Does, Job, Part, PartKind, Pipeline, Provider, Step, Trigger, TriggerKind
from assay.formats.ci import parts
from assay.formats.ci.steps import Reader, script_step

LARGEST = 400_000
DEEPEST = 40
LIBRARY = re.compile(r"@Library\(\s*\[?\s*['\"]([^'\"\n]{1,200})['\"]")
HEX = re.compile(r"[0-9a-f]{40}")
STRING = re.compile(r"'''(.*?)'''|\"\"\"(.*?)\"\"\"|'((?:[^'\\\n]|\\.)*)'|\"((?:[^\"\\\n]|\\.)*)\"", re.S)
SHELL = re.compile(
    r"\b(sh|bat|pwsh|powershell)\b\s*(?:\(\s*)?(?:[\w]+\s*:\s*(?:true|false|'[^'\n]{0,80}'|\"[^\"\n]{0,80}\")\s*,\s*){0,4}(?:script\s*:\s*)?(?=['\"])"
)


@dataclass
class _Block:
    name: str
    argument: str
    line: int
    start: int
    end: int = 0
    inside: list["_Block"] = field(default_factory=list)

    def find(self, name: str) -> "list[_Block]":
        return [each for each in self.inside if each.name == name]


def read(text: str, path: str, read_file: Reader) -> Pipeline:
    """The pipeline; raises ValueError where the braces do not match."""
    if len(text) > LARGEST:
        raise ValueError("it is larger than 400 kB")
    libraries = tuple(
        _library(match.group(1), path, text.count("\n", 0, match.start()) + 1) for match in LIBRARY.finditer(text)
    )
    masked = _masked(text)
    top = _blocks(masked, text)
    pipelines = top.find("pipeline")
    triggers = (Trigger(TriggerKind.PUSH, "set in Jenkins, taken as every push"),)
    unread = [Unread(path, "what starts a Jenkins job is a setting of the server", "export the job's configuration")]
    if not pipelines:
        unread.append(
            Unread(
                path,
                "it is a scripted pipeline: only running it tells what it does",
                "a declarative pipeline, or a run's log",
            )
        )
        return Pipeline(Provider.JENKINS, path, path, triggers, (), parts=libraries, unread=tuple(unread))
    whole = pipelines[0]
    jobs: list[Job] = []
    agent = whole.find("agent")
    for stages in whole.find("stages"):
        _stages(stages, (), text, masked, path, read_file, jobs, _labels(agent, text))
    return Pipeline(Provider.JENKINS, path, path, triggers, tuple(jobs), parts=libraries, unread=tuple(unread))


def _stages(
    block: _Block,
    before: tuple[str, ...],
    text: str,
    masked: str,
    path: str,
    read_file: Reader,
    jobs: list[Job],
    agent: tuple[str, ...],
    parallel: bool = False,
) -> tuple[str, ...]:
    done = before
    finished: tuple[str, ...] = ()
    for stage in block.find("stage"):
        nested = [each for each in stage.inside if each.name in ("stages", "parallel")]
        if nested:
            for each in nested:
                after = _stages(
                    each,
                    before if parallel else done,
                    text,
                    masked,
                    path,
                    read_file,
                    jobs,
                    agent,
                    each.name == "parallel",
                )
                finished += after
                done = done if parallel else (*done, *after)
            continue
        job = _job(stage, before if parallel else done, text, masked, path, read_file, agent)
        jobs.append(job)
        finished += (job.id,)
        done = done if parallel else (*done, job.id)
    return finished


def _job(
    stage: _Block, needs: tuple[str, ...], text: str, masked: str, path: str, read_file: Reader, agent: tuple[str, ...]
) -> Job:
    steps: list[Step] = []
    for block in stage.find("steps"):
        steps += _shell_steps(text, masked, block, path, read_file)
    for post in stage.find("post"):
        for each in post.inside:
            steps += [
                step for step in _shell_steps(text, masked, each, path, read_file) if each.name in ("success", "always")
            ]
    body = masked[stage.start : stage.end]
    when = " ".join(text[each.start : each.end] for each in stage.find("when"))
    triggers = None
    if "changeRequest" in when:
        triggers = (Trigger(TriggerKind.CHANGE, "changeRequest", stage.line),)
    elif "buildingTag" in when or re.search(r"\btag\b", when):
        triggers = (Trigger(TriggerKind.TAG, "tag", stage.line),)
    never = re.search(r"expression\s*\{\s*(return\s+)?false\s*\}", when)
    credentials = re.findall(r"credentials(?:Id\s*:\s*|\(\s*)['\"]([\w.-]{1,100})['\"]", text[stage.start : stage.end])
    images = [
        parts.image(match.group(1), path, text.count("\n", 0, stage.start + match.start()) + 1)
        for match in re.finditer(r"\bimage\s+['\"]([^'\"\n]{1,200})['\"]", text[stage.start : stage.end])
    ]
    return Job(
        id=f"{stage.argument or 'stage'}:{stage.line}",
        path=path,
        line=stage.line,
        name=stage.argument,
        steps=tuple(steps),
        needs=needs,
        condition=when.strip()[:200],
        triggers=triggers,
        never_runs="its condition is never true" if never else "",
        manual=bool(stage.find("input")) or bool(re.search(r"\binput\s*[\(\{]", body)),
        secrets=tuple(sorted(set(credentials))),
        runner=agent,
        self_hosted=True,
        images=tuple(images),
    )


def _shell_steps(text: str, masked: str, block: _Block, path: str, read_file: Reader) -> list[Step]:
    found = []
    lenient = [each for each in _all(block) if each.name == "catchError"]
    for match in SHELL.finditer(text, block.start, block.end):
        if masked[match.start()] == " ":
            continue
        string = STRING.match(text, match.end())
        if not string:
            continue
        script = next((each for each in string.groups() if each is not None), "")
        multi = script.startswith("\n")
        line = text.count("\n", 0, match.end()) + 1
        options = match.group() + masked[string.end() : masked.find("\n", string.end()) + 1 or len(masked)]
        looked_at = re.search(r"[=(]\s*$", masked[max(0, match.start() - 40) : match.start()])
        ignored = bool(re.search(r"returnStatus\s*:\s*true", options)) and not looked_at
        for each in lenient:
            if each.start <= match.start() < each.end and (
                "buildResult: 'SUCCESS'" in each.argument or 'buildResult: "SUCCESS"' in each.argument
            ):
                ignored = True
        found.append(
            script_step(
                script.lstrip("\n") if multi else script.replace("\\'", "'").replace('\\"', '"'),
                path,
                line + multi,
                read_file,
                failure_ignored=ignored,
                step_line=line,
            )
        )
    for name, does in (
        ("publishHTML", None),
        ("dockerImage.push", Does.PUBLISH),
        ("nexusPublisher", Does.PUBLISH),
        ("rtUpload", Does.PUBLISH),
        ("dependencyCheck", Does.VULNERABILITY_MATCH),
        ("withSonarQubeEnv", Does.STATIC_ANALYSIS),
    ):
        at = masked.find(name, block.start, block.end)
        if does and at >= 0:
            found.append(
                Step(
                    name,
                    path,
                    text.count("\n", 0, at) + 1,
                    does=frozenset({does}),
                    publishes=name if does is Does.PUBLISH else "",
                )
            )
    return found


def _all(block: _Block) -> Iterator[_Block]:
    for each in block.inside:
        yield each
        yield from _all(each)


def _blocks(masked: str, text: str) -> _Block:
    top = _Block("", "", 1, 0, len(text))
    stack = [top]
    head = re.compile(r"([A-Za-z_]\w{0,60})\s*(\([^{}]{0,400}\))?\s*$")
    for match in re.finditer(r"[{}]", masked):
        at = match.start()
        if match.group() == "{":
            before = masked[max(0, at - 500) : at]
            found = head.search(before)
            name = found.group(1) if found else ""
            offset = max(0, at - 500)
            argument = (
                text[offset + found.start(2) + 1 : offset + found.end(2) - 1].strip()
                if found and found.group(2)
                else ""
            )
            block = _Block(
                name,
                argument.strip("'\"") if name == "stage" else argument,
                text.count("\n", 0, offset + found.start() if found else at) + 1,
                at + 1,
            )
            stack[-1].inside.append(block)
            stack.append(block)
            if len(stack) > DEEPEST:
                raise ValueError("nested too deeply")
        elif len(stack) > 1:
            stack.pop().end = at
        else:
            raise ValueError(f"line {text.count(chr(10), 0, at) + 1}: a brace that was never opened")
    if len(stack) > 1:
        raise ValueError(f"line {stack[-1].line}: a brace that is never closed")
    return top


def _masked(text: str) -> str:
    """The text with strings and comments blanked, every character keeping its place."""
    pattern = re.compile(STRING.pattern + r"|//[^\n]*|/\*.*?\*/", re.S)
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def _labels(agents: list[_Block], text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"label\s+['\"]([^'\"\n]{1,80})", " ".join(text[each.start : each.end] for each in agents)))


def _library(text: str, path: str, line: int) -> Part:
    name, _, version = text.partition("@")
    return Part(PartKind.LIBRARY, text, name, version, False, bool(HEX.fullmatch(version)), path, line)
