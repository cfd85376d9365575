"""What a document tells its reader to type is real, and what it shows as printed is printed."""

import importlib.util
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import jsonschema_rs
import pytest

from assay.assess.discovery import checks
from assay.cli import group
from assay.store.code_of_practice import load, schema
from assay.testing.reference.claim_pages import met_by_files
from assay.testing.transcript import run_anew

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
WITH_TRANSCRIPT = ("README.md", "docs/tutorial/first-assessment.md")


def test_commands_are_real(documents: Mapping[Path, str]) -> None:
    typed = [(path.name, command) for path, text in documents.items() for command in _typed(text)]
    assert {words[0] for _, words in typed} >= {"assay", "make", "python"}
    assert len(typed) > 60
    assert [f"{name}: {' '.join(words)}: {fault}" for name, words in typed if (fault := _fault(words))] == []


@pytest.mark.parametrize(
    "text",
    [
        "```sh\nassay asses x\n```",
        "```sh\nassay assess --colour x\n```",
        "```yaml\n- run: tool/.venv/bin/assay assess x --format pdf\n```",
        "`assay explain --why 2.2.2`",
        "```console\n$ cat x && make docks\n```",
        "`make assess REPOSITORY=x`",
        "```sh\npython -m assay.testing.nothing\n```",
    ],
)
def test_a_command_that_is_not_real_is_seen(text: str) -> None:
    assert any(_fault(words) for words in _typed(text))


@pytest.mark.parametrize("name", WITH_TRANSCRIPT)
def test_transcript_is_what_is_printed(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "\n$ assay assess gantry" in text
    assert run_anew(text) == text, "run: make docs"


def test_a_transcript_that_is_not_printed_is_seen() -> None:
    assert run_anew("```console\n$ echo a\nb\n$ echo c >&2\n```\n") == "```console\n$ echo a\na\n$ echo c >&2\nc\n```\n"
    with pytest.raises(subprocess.CalledProcessError):
        run_anew("```console\n$ assay assess nowhere\n```\n")


def test_no_other_document_shows_a_transcript(documents: Mapping[Path, str]) -> None:
    showing = [path.relative_to(ROOT).as_posix() for path, text in documents.items() if "\n```console" in text]
    assert sorted(showing) == sorted(WITH_TRANSCRIPT)


def test_make_docs_runs_every_transcript() -> None:
    assert f"assay.testing.transcript {' '.join(WITH_TRANSCRIPT)}\n" in MAKEFILE


def test_examples_of_profiles_are_valid(documents: Mapping[Path, str]) -> None:
    validator = jsonschema_rs.validator_for(schema("profile"))
    examples = [(path.name, text) for path, whole in documents.items() for text in _blocks(whole, "toml")]
    assert len(examples) >= 4
    for name, text in examples:
        plain = re.sub(r"(\d{4}-\d{2}-\d{2})$", r'"\1"', text, flags=re.MULTILINE)
        assert list(validator.iter_errors({"schema": 1, **tomllib.loads(plain)})) == [], name


def test_readme_says_what_files_can_reach(documents: Mapping[Path, str]) -> None:
    code = load()
    best = [claim.ceiling.repository_and_ingested_files for claim in code.claims if claim.counted]
    met = met_by_files(code, checks())
    text = " ".join(documents[ROOT / "README.md"].split())
    assert f"show {best.count('met')} of the 45 claims to be met and {best.count('partly')} to be partly met" in text
    assert f"for the other {best.count('no evidence')} they say nothing" in text
    assert f"can show {len(met)} to be met without a person's statement: {', '.join(met)}." in text


def _typed(text: str) -> Iterator[list[str]]:
    """Every command for assay, make or a module of Python in the code of a document, as words."""
    lines = [line for language in ("sh", "yaml", "text") for block in _blocks(text, language) for line in _lines(block)]
    lines += [line[2:] for block in _blocks(text, "console") for line in _lines(block) if line.startswith("$ ")]
    lines += INLINE.findall(BLOCK.sub("", text))
    for line in lines:
        start = re.match(r"\s*(?:- run: |- |Example: )?(?=(?:[\w./]*/)?(?:assay|make|python) |(?:cat|jq) )", line)
        for words in _commands(line[start.end() :]) if start else ():
            program = words[0].rpartition("/")[2]
            if program in ("assay", "make") or words[1:2] == ["-m"]:
                yield [program, *words[1:]]


def _commands(line: str) -> Iterator[list[str]]:
    """The commands of a shell line, each as words."""
    words: list[str] = []
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    for word in (*lexer, ";"):
        if word and set(word) <= set("();<>|&"):
            if words:
                yield words
            words = []
        else:
            words.append(word)


def _fault(words: list[str]) -> str:
    if words[0] == "assay":
        return _fault_of_assay(words[1:])
    if words[0] == "make":
        return _fault_of_make(words[1:])
    return "" if importlib.util.find_spec(words[2]) else "there is no such module"


def _fault_of_assay(words: list[str]) -> str:
    if words[:1] == ["--help"] or not words:
        return ""
    top = click.Context(group, info_name="assay", **group.context_settings)
    command = group.get_command(top, words[0])
    if command is None:
        return "there is no such command"
    if not words[1:]:
        return ""  # a text may name a command without its arguments
    try:
        command.make_context(words[0], words[1:], parent=top)
    except click.exceptions.Exit:
        return ""
    except click.ClickException as error:
        return error.format_message()
    return ""


def _fault_of_make(words: list[str]) -> str:
    if words[:1] == ["-C"]:
        words = words[2:]
    for word in words:
        name, given, _ = word.partition("=")
        pattern = rf"^{name} \?= " if given else rf"^{name}:"
        if not re.search(pattern, MAKEFILE, re.MULTILINE):
            return f"there is no {name}"
    return ""


def _blocks(text: str, language: str) -> list[str]:
    return [block for kind, block in BLOCK.findall(text) if kind == language]


def _lines(block: str) -> list[str]:
    return block.replace("\\\n", " ").splitlines()
