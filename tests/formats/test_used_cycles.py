"""Which products and versions container definitions name, as they are written in the wild."""

from datetime import date

import pytest

from assay.facts.ci import CiPipelines
from assay.facts.containers import Containers
from assay.facts.life_cycles import LifeCycles, Product, Usage
from assay.facts.lock_files import LockFiles
from assay.facts.roots import Roots
from assay.facts.texts import Texts
from assay.formats.containers import dockerfile
from assay.formats.used_cycles import find

DAY = date(2030, 1, 1)
CYCLES = LifeCycles(
    DAY,
    "a test",
    (
        Product("python", "Python", "runtime", ("python",), {"3.12": DAY, "3.13": DAY}, images=("python",), base="debian", files=(".python-version",)),
        Product("debian", "Debian", "system", ("debian",), {"12": DAY, "13": DAY}, images=("debian",), codenames={"bookworm": "12", "trixie": "13"}),
        Product("ubuntu", "Ubuntu", "system", ("ubuntu",), {"24.04": DAY, "25.10": DAY}, images=("ubuntu",), paid={"24.04": DAY}, codenames={"noble": "24.04", "questing": "25.10"}),
        Product("alpine", "Alpine", "system", ("alpine",), {"3.22": DAY}, images=("alpine",)),
        Product("rhel", "RHEL", "system", ("rhel",), {"9": DAY}, images=("registry.access.redhat.com/ubi{}",)),
    ),
)  # fmt: skip


def uses(text: str, path: str = "Dockerfile") -> list[tuple[str, str, str]]:
    containers = Containers((dockerfile(path, text, lambda _: None),), ())
    found, _ = find(CYCLES, containers, CiPipelines(()), Texts({}), Roots((), ()), LockFiles(()))
    return [(each.product, each.version, each.usage.name) for each in found]


@pytest.mark.parametrize(
    ("image", "told"),
    [
        ("python:3.12.4-slim-bookworm", [("debian", "12"), ("python", "3.12.4")]),
        ("docker.io/library/python:3.13-alpine3.22", [("alpine", "3.22"), ("python", "3.13")]),
        ("python:3.13@sha256:" + "0" * 64, [("debian", ""), ("python", "3.13")]),
        ("python:3.13-windowsservercore", [("python", "3.13")]),
        ("debian:trixie-slim", [("debian", "13")]),
        ("registry.access.redhat.com/ubi9/python-312:1", [("rhel", "9")]),
        ("gcr.io/distroless/static-debian12:nonroot", [("debian", "12")]),
        ("acme/app:2.1-bookworm", [("debian", "12")]),
        ("acme/app:2.1-questing", []),
        ("bitnami/python:3.12", []),
    ],
)
def test_a_reference_tells_product_and_system(image: str, told: list[tuple[str, str]]) -> None:
    assert sorted(each[:2] for each in uses(f"FROM {image}\n")) == told


def test_only_what_the_last_stage_starts_from_is_shipped() -> None:
    text = "FROM python:3.12-alpine3.22 AS build\nFROM debian:13 AS base\nFROM base\nCOPY --from=build /a /a\n"
    assert uses(text) == [("alpine", "3.22", "BUILD"), ("python", "3.12", "BUILD"), ("debian", "13", "SHIPPED")]


def test_images_for_tests_are_left_out() -> None:
    assert uses("FROM debian:12\n", "frontend/testfiles-negative/Dockerfile") == []


def test_a_tool_file_tells_its_first_whole_version() -> None:
    found, _ = find(
        CYCLES,
        Containers((), ()),
        CiPipelines(()),
        Texts({".python-version": "3.13.1\n3.12.4\n"}),
        Roots((), ()),
        LockFiles(()),
    )
    assert [(each.version, each.cycle, each.usage) for each in found] == [("3.13.1", "3.13", Usage.DECLARED)]
