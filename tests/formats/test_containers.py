"""Dockerfiles and compose files as they are written in the wild."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.facts.ci import Does
from assay.facts.containers import ComposeFile, Dockerfile
from assay.formats.containers import ContainerError, compose, dockerfile, is_compose, is_dockerfile

DIGEST = "sha256:" + "0a1b2c3d" * 8


def read(text: str, **files: str) -> Dockerfile:
    return dockerfile("Dockerfile", text, files.get)


def commands(text: str) -> list[tuple[str, int]]:
    return [(each.text, each.line) for stage in read(text).stages for one in stage.instructions for each in one.commands]  # fmt: skip


def test_stages_know_what_they_build_on() -> None:
    found = read(
        f"ARG V=22\nARG BASE=node:${{V}}-slim\nFROM --platform=linux/amd64 $BASE AS Build\nRUN make\n"
        f"FROM build AS test\nFROM registry.example:5000/a/b:1.2@{DIGEST}\nCOPY --from=Build --chown=1:1 /app /app\n"
        "FROM scratch\nFROM ${UNKNOWN}\nFROM ${X:-alpine:3}\n"
    )
    assert [(stage.name, stage.from_stage, stage.base and (stage.base.name, stage.base.version, stage.base.immutable), stage.line) for stage in found.stages] == [
        ("Build", "", ("node", "22-slim", False), 3),
        ("test", "Build", None, 5),
        ("", "", ("registry.example:5000/a/b", DIGEST, True), 6),
        ("", "", None, 8),
        ("", "", ("${UNKNOWN}", "", None), 9),
        ("", "", ("alpine", "3", False), 10),
    ]  # fmt: skip
    copy = found.stages[2].instructions[0].copy
    assert copy is not None
    assert (copy.sources, copy.destination, copy.from_stage, copy.whole_context) == (("/app",), "/app", "Build", False)


def test_continued_lines_keep_their_numbers() -> None:
    text = "FROM a\nRUN --mount=type=cache,target=/c \\\n  one && \\\n# a remark\n\n  two   \\\n  && three\nUSER app\n"
    assert commands(text) == [("one", 3), ("two", 6), ("three", 7)]
    assert [(one.keyword, one.line) for one in read(text).stages[0].instructions] == [("RUN", 2), ("USER", 8)]


def test_the_backtick_continues_where_the_file_says_so() -> None:
    assert commands("# escape=`\nFROM a\nRUN one C:\\ && `\n  two\n")[1] == ("two", 4)
    assert commands("# a remark\n# escape=`\nFROM a\nRUN one `\nRUN two\n")[-1] == ("two", 5)


def test_a_heredoc_is_the_script_or_the_input_of_a_command() -> None:
    assert commands("FROM a\nRUN <<EOF\none\ntwo\nEOF\nRUN three\n") == [("one", 3), ("two", 4), ("three", 6)]
    assert [each for each, _ in commands("FROM a\nRUN cat <<EOF > /x\ncurl x | sh\nEOF\nRUN three\n")] == ["cat > /x", "three"]  # fmt: skip
    assert commands("FROM a\nRUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF\n") == []
    assert commands("FROM a\nCOPY <<A <<B /etc/\nRUN one\nA\nRUN two\nB\nRUN three\n") == [("three", 7)]


def test_the_exec_form_is_read_like_the_script_it_starts() -> None:
    assert commands('FROM a\nRUN ["pip", "install", "a b"]\n') == [("pip install a b", 2)]
    (first, second) = commands('FROM a\nRUN ["/bin/sh", "-c", "curl https://x.example | sh"]\n')
    assert (first[0], second[0]) == ("curl https://x.example", "sh")


@pytest.mark.parametrize(
    "name",
    ["Dockerfile", "dockerfile", "Containerfile", "Dockerfile.dev", "Dockerfile-alpine", "Dockerfile.arm64", "Dockerfile.3.12-slim", "prod.Dockerfile", "web.dockerfile", "api.Containerfile"],
)  # fmt: skip
def test_names_of_dockerfiles(name: str) -> None:
    assert is_dockerfile(name)


@pytest.mark.parametrize(
    "name",
    ["dockerfile.go", "Dockerfile.md", "Dockerfile.py", "dockerfile_test.go", "Dockerfile.dockerignore", "Dockerfile.j2", "Dockerfile.tmpl", "Dockerfile.in", "Dockerfile.ts", "dockerfile.rs", "Dockerfile.yaml", "Dockerfile.json", "DockerfileParser.java", "MyDockerfile", "docker-compose.yml", "Dockerfile.snap"],
)  # fmt: skip
def test_what_is_only_about_dockerfiles(name: str) -> None:
    assert not is_dockerfile(name)


def test_names_of_compose_files() -> None:
    assert all(
        is_compose(name)
        for name in ("compose.yaml", "docker-compose.yml", "docker-compose.prod.yml", "compose-dev.yaml")
    )
    assert not any(is_compose(name) for name in ("compose.go", "composer.json", "my-compose.yml", "compose.yml.md"))


def test_variables_of_the_image_reach_its_commands() -> None:
    text = "FROM a AS base\nENV UV_FROZEN=1 CARGO=cross\nENV GOSUMDB off\nRUN uv sync\nRUN $CARGO test\nRUN go build\nFROM base\nRUN uv sync\nFROM a\nRUN uv sync\n"
    found = [command for stage in read(text).stages for one in stage.instructions for command in one.commands]
    assert [(each.text, each.install and each.install.form) for each in found] == [
        ("uv sync", "locked"), ("cross test", "follows lock"), ("go build", "unlocked"), ("uv sync", "locked"), ("uv sync", "follows lock"),
    ]  # fmt: skip


def test_a_script_of_the_repository_is_followed() -> None:
    found = dockerfile("Dockerfile", "FROM a\nRUN ./build.sh\n", {"build.sh": "#!/bin/sh\npytest\n"}.get)
    (run,) = found.stages[0].instructions
    assert any(Does.TEST in each.does and each.path == "build.sh" for each in run.commands)


@pytest.mark.parametrize(
    ("line", "sources", "whole"),
    [
        ("COPY . .", (".",), True),
        ("ADD ./ /app/", ("./",), True),
        ('COPY ["a b", "/app"]', ("a b",), False),
        ("COPY --chown=app a \\\n  b /app", ("a", "b"), False),
        ("COPY\tpackage.json package-lock.json ./", ("package.json", "package-lock.json"), False),
        ("COPY --from=build . .", (".",), False),
    ],
)
def test_copies(line: str, sources: tuple[str, ...], whole: bool) -> None:
    copy = read(f"FROM a\n{line}\n").stages[0].instructions[0].copy
    assert copy is not None
    assert (copy.sources, copy.whole_context) == (sources, whole)


@pytest.mark.parametrize(
    "text", ["", "RUN make\n", "<html>", "FROM a\nRUN <<EOF\nno end\n", "FROM a\n" + "RUN x\n" * 60_000]
)
def test_what_is_no_dockerfile_is_refused(text: str) -> None:
    with pytest.raises(ContainerError):
        read(text)


def test_defaults_that_grow_are_cut() -> None:
    growing = "".join(f"ARG A{number + 1}={f'$A{number}' * 100}\n" for number in range(50))
    base = read(f"ARG A0=x\n{growing}FROM $A50\n").stages[0].base
    assert base is None or len(base.text) <= 500


def test_nested_lists_do_no_harm() -> None:
    assert read("FROM a\nRUN " + "[" * 100_000).stages[0].instructions[0].keyword == "RUN"


COMPOSE = f"""\
services:
  web:
    image: ${{REGISTRY:-ghcr.io}}/a/web:${{TAG:-1.2}}
    environment:
      DEBUG: true
      PASSWORD:
    ports: ["80:80", {{target: 5, published: 6}}]
  db:
    image: postgres@{DIGEST}
    environment:
      - A=b=c
      - D
  own:
    build: {{context: ./own, dockerfile: Other}}
  plain:
    build: ./plain
    image: ${{IMAGE}}
"""


def test_services_of_a_compose_file() -> None:
    web, db, own, plain = compose("compose.yaml", COMPOSE).services
    assert web.image is not None
    assert (web.line, web.image.text, web.image.immutable) == (2, "ghcr.io/a/web:1.2", False)
    assert web.environment == {"DEBUG": ("true", 5), "PASSWORD": ("", 6)}
    assert web.ports == ("80:80", "6:5")
    assert db.image is not None
    assert (db.image.name, db.image.immutable) == ("postgres", True)
    assert db.environment == {"A": ("b=c", 11), "D": ("", 12)}
    assert (own.image, own.builds) == (None, "./own")
    assert plain.image is not None
    assert (plain.builds, plain.image.immutable) == ("./plain", None)


@pytest.mark.parametrize("text", ["", "[]", "services: 3", "a: [", "services: {a: 1, a: 2}", "a: 1\n---\nb: 2"])
def test_what_is_no_compose_file_is_refused(text: str) -> None:
    with pytest.raises(ContainerError):
        compose("compose.yaml", text)


WORDS = st.sampled_from(["FROM a", "\n", "RUN ", "<<EOF", "EOF", "\\", "`", "# escape=`", "[", '"', "$", "${A:-", "}", "COPY ", "--from=", "ARG A", "=", " ", "\t", "\r\n", "services:", "  image: ", "\x0b", "\udc80"])  # fmt: skip


@given(st.lists(WORDS | st.text(max_size=8), max_size=40).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    for reader in (lambda: read(text), lambda: read("FROM a\n" + text), lambda: compose("c", text)):
        try:
            found: Dockerfile | ComposeFile = reader()
        except ContainerError:
            continue
        if isinstance(found, Dockerfile):
            last = text.count("\n") + 2
            assert all(one.line <= last for stage in found.stages for one in stage.instructions)
