"""What is remembered of an earlier commit changes no answer: on histories of every shape, short and whole walks agree."""

import subprocess
from datetime import date
from pathlib import Path
from random import Random

import pytest

from assay.assess.gather import Facts
from assay.collect.git import HARDENED_ENVIRONMENT
from assay.collect.history import ahead, build_definition_changes, commits, dependency_changes
from assay.collect.repository import Repository, Settings
from assay.errors import AssayError
from assay.facts.history import BuildDefinitionChanges, DependencyChanges, History, day
from assay.store.memory import Memory

PATHS = ("Makefile", ".github/workflows/test.yml", "tools/Dockerfile", "src/a.py", "README.md")
NOON = 1_790_000_000
DAY = 86_400


def made(folder: Path, *stream: str) -> Path:
    """A bare repository made of these fast-import commands."""
    folder.mkdir()
    for words, given in ((["init", "-q", "--bare", "-b", "main", "."], ""), (["fast-import", "--quiet"], "".join(stream))):  # fmt: skip
        subprocess.run(["git", *words], cwd=folder, env=HARDENED_ENVIRONMENT, input=given.encode(), check=True)
    return folder


def commit(mark: int, *changes: str, parents: tuple[int, ...] = (), at: int = NOON, author: str = "Ada") -> str:
    who = f"{author} <{author.lower()}@example.com> {at} +0000"
    joins = [f"{'merge' if number else 'from'} :{parent}\n" for number, parent in enumerate(parents)]
    reset = "" if parents else "reset refs/heads/main\n"
    head = f"{reset}commit refs/heads/main\nmark :{mark}\nauthor {who}\ncommitter {who}\ndata 4\nword\n"
    return head + "".join([*joins, *changes, "\n"])


def write(path: str, text: str) -> str:
    return f'M 100644 inline "{path}"\ndata {len(text.encode())}\n{text}\n'


def shaped(seed: int, length: int = 40) -> list[str]:
    """Lines that fork and meet, clocks that stand still or go back, paths that change, return to what they were, or vanish."""
    random = Random(seed)
    stream = [commit(1, *(write(path, "0") for path in PATHS))]
    for mark in range(2, length + 1):
        recent = range(max(1, mark - 6), mark)
        parents = {mark - 1 if random.random() < 0.6 else random.choice(recent)}
        if random.random() < 0.4:
            parents.add(random.choice(recent))
        changes = []
        for path in PATHS:
            if random.random() < 0.25:
                changes.append(write(path, str(random.randrange(3))))
        if random.random() < 0.1:
            changes.append("D tools/Dockerfile\n")
        at = NOON + random.choice((mark, mark, mark, 0, -1000, mark // 3)) * 60
        stream.append(
            commit(mark, *changes, parents=tuple(sorted(parents, reverse=True)), at=at, author=f"A{mark % 3}")
        )
    return stream


def read(repository: Repository, memory: Memory) -> tuple[History, BuildDefinitionChanges]:
    ahead.begin(repository, memory)
    return commits.collect(repository, memory), build_definition_changes.collect(repository, repository.tree, memory)


@pytest.mark.parametrize("seed", range(12))
def test_with_and_without_memory_the_walks_agree(tmp_path: Path, seed: int) -> None:
    folder = made(tmp_path / "r", *shaped(seed))
    with Repository(folder) as repository:
        whole = read(repository, Memory())
        ancestors = [commit.oid for commit in whole[0].commits[1:]]
    assert len(ancestors) > 10
    for number, ancestor in enumerate(ancestors[::4]):
        earlier = Memory(tmp_path / f"cache-{number}")
        with Repository(folder, ancestor) as repository:
            read(repository, earlier)
        earlier.save()
        with Repository(folder) as repository:
            assert read(repository, Memory(tmp_path / f"cache-{number}")) == whole


def test_a_commit_on_top_is_walked_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = [commit(1, write("Makefile", "1")), commit(2, write("Makefile", "2"), parents=(1,)), commit(3, write("a", "3"), parents=(2,))]  # fmt: skip
    folder, memory = made(tmp_path / "r", *stream), Memory(tmp_path / "cache")
    with Repository(folder, "HEAD~1") as repository:
        _, before = read(repository, memory)
    memory.save()
    spans: list[tuple[str, ...]] = []
    really = Repository.begin

    def begin(self: Repository, *arguments: str) -> None:
        spans.append(arguments)
        really(self, *arguments)

    monkeypatch.setattr(Repository, "begin", begin)
    with Repository(folder) as repository:
        history, now = read(repository, Memory(tmp_path / "cache"))
    assert now == before
    assert len(history.commits) == 3
    assert spans
    assert all(any(".." in word for word in arguments) for arguments in spans)


def test_history_of_a_clone_with_lost_commits_is_unread(tmp_path: Path) -> None:
    folder = made(tmp_path / "r", commit(1, write("Makefile", "1")), commit(2, write("Makefile", "2"), parents=(1,)))
    with Repository(folder) as repository:
        lost = repository.git.run("rev-parse", "HEAD~1").decode().strip()
    subprocess.run(["git", "unpack-objects", "-q"], cwd=folder, env=HARDENED_ENVIRONMENT, check=False, input=b"")
    _drop(folder, lost)
    with Repository(folder) as repository:
        history, changes = read(repository, Memory())
    assert history.unread
    assert not history.complete
    assert changes.unread


def _drop(folder: Path, oid: str) -> None:
    """Take one object out of the repository, however it is stored."""
    packs = list((folder / "objects" / "pack").glob("*.pack"))
    for pack in packs:
        elsewhere = folder.parent / pack.name
        pack.rename(elsewhere)
        pack.with_suffix(".idx").unlink()
        subprocess.run(["git", "unpack-objects", "-q"], cwd=folder, env=HARDENED_ENVIRONMENT, check=True, input=elsewhere.read_bytes())  # fmt: skip
    (folder / "objects" / oid[:2] / oid[2:]).unlink()


@pytest.mark.parametrize("stamp", ["9" * 18, "9" * 30, "9" * 5000])
def test_a_time_no_clock_shows_is_read_and_remembered(tmp_path: Path, stamp: str) -> None:
    folder = made(tmp_path / "r", commit(1, write("Makefile", "1")))
    with Repository(folder) as repository:
        raw = repository.objects.read(repository.commit)
    assert raw is not None
    words = ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"]
    odd = subprocess.run(words, cwd=folder, env=HARDENED_ENVIRONMENT, input=raw.replace(str(NOON).encode(), stamp.encode()), capture_output=True, check=True)  # fmt: skip
    for _ in range(2):
        memory = Memory(tmp_path / "cache")
        with Repository(folder, odd.stdout.decode().strip()) as repository:
            history, _ = read(repository, memory)
        memory.save()
        assert [each.committed_on for each in history.commits] == [day(0)]


@pytest.mark.parametrize("lost_history", [False, True])
def test_definitions_that_are_gone_or_set_aside_have_no_history_here(tmp_path: Path, lost_history: bool) -> None:
    stream = [
        commit(1, write("old/Dockerfile", "1"), write("examples/Dockerfile", "1")),
        commit(2, write("old/Dockerfile", "2"), parents=(1,)),
        commit(3, write("examples/Dockerfile", "3"), parents=(2,)),
        commit(4, "D old/Dockerfile\n", write("new/Dockerfile", "2"), parents=(3,)),
        commit(5, write(".travis.yml", "5"), parents=(4,)),
        commit(6, "D .travis.yml\n", parents=(5,)),
    ]
    if lost_history:
        stream += [commit(number, write(f"many/{number}/Dockerfile", "x"), parents=(number - 1,)) for number in range(7, 60)]  # fmt: skip
    with Repository(made(tmp_path / "r", *stream)) as repository:
        found = build_definition_changes.collect(repository, repository.tree, Memory())
    touched = [paths for _, paths in found.commits][-3:]
    assert touched == [(".travis.yml",), (".travis.yml",), ("new/Dockerfile",)]


def dependencies(folder: Path, as_of: date, ref: str = "HEAD", memory: Memory | None = None) -> DependencyChanges:
    with Repository(folder, ref) as repository:
        found = Facts(repository, Settings(as_of), memory).get(DependencyChanges)
    if memory:
        memory.save()
    return found


def test_dependency_changes_are_those_of_the_last_months_wherever_they_are(tmp_path: Path) -> None:
    stream = [
        commit(1, write("package.json", "1"), write("deep/er/go.sum", "1"), at=NOON),
        commit(2, write("package.json", "2"), parents=(1,), at=NOON + 300 * DAY),
        commit(3, write("README.md", "3"), parents=(2,), at=NOON + 301 * DAY),
        commit(4, "D deep/er/go.sum\n", parents=(3,), at=NOON + 302 * DAY),
        commit(5, write("tools/requirements-dev.txt", "5"), write("app/My.csproj", "5"), parents=(3,), at=NOON + 303 * DAY),
        commit(6, write("app/My.csproj", "6"), parents=(4, 5), at=NOON + 304 * DAY),
    ]  # fmt: skip
    found = dependencies(made(tmp_path / "r", *stream), day(NOON + 310 * DAY))
    assert [paths for _, paths in found.commits] == [
        ("app/My.csproj", "tools/requirements-dev.txt"),
        ("deep/er/go.sum",),
        ("package.json",),
    ]
    assert found.unread == ()


@pytest.mark.parametrize("seed", range(4))
def test_with_and_without_memory_the_changes_of_dependencies_agree(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    stream = [commit(1, write("package.json", "1"))]
    for mark in range(2, 30):
        changes = [write(random.choice(("go.mod", "app/Cargo.lock", "README.md")), str(mark))][: random.randrange(2)]
        stream.append(commit(mark, *changes, parents=(mark - 1,), at=NOON + mark))
    folder, cache = made(tmp_path / "r", *stream), tmp_path / "cache"
    for ref in ("HEAD~9", "HEAD~1", "HEAD"):
        assert dependencies(folder, day(NOON), ref, Memory(cache)) == dependencies(folder, day(NOON), ref)


def test_only_new_commits_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = [commit(1, write("go.mod", "1")), commit(2, write("go.mod", "2"), parents=(1,)), commit(3, parents=(2,))]
    folder, cache = made(tmp_path / "r", *stream), tmp_path / "cache"
    dependencies(folder, day(NOON), "HEAD~1", Memory(cache))
    compared: list[list[str]] = []
    really = dependency_changes._touched

    def touched(repository: Repository, commits: list[str]) -> dict[str, dependency_changes.Changed]:
        compared.append(commits)
        return really(repository, commits)

    monkeypatch.setattr(dependency_changes, "_touched", touched)
    assert len(dependencies(folder, day(NOON), "HEAD", Memory(cache)).commits) == 2
    assert [len(each) for each in compared] == [1]


def test_a_damaged_memory_loses_no_change(tmp_path: Path) -> None:
    folder, cache = made(tmp_path / "r", commit(1, write("go.mod", "1"))), tmp_path / "cache"
    with Repository(folder) as repository:
        oid = repository.commit
    memory = Memory(cache)
    memory.remember(dependency_changes.KIND, oid, str, lambda: "no changes at all")
    memory.save()
    assert len(dependencies(folder, day(NOON), "HEAD", Memory(cache)).commits) == 1


def test_what_a_cut_clone_shows_is_not_kept(tmp_path: Path) -> None:
    """There the last commit seems to add every file."""
    stream = [commit(1, write("go.mod", "1")), commit(2, write("README.md", "2"), parents=(1,))]
    folder, cache = made(tmp_path / "r", *stream), tmp_path / "cache"
    with Repository(folder) as repository:
        (folder / "shallow").write_text(f"{repository.commit}\n")
    assert len(dependencies(folder, day(NOON), "HEAD", Memory(cache)).commits) == 1
    (folder / "shallow").unlink()
    ((_, paths),) = dependencies(folder, day(NOON), "HEAD", Memory(cache)).commits
    assert paths == ("go.mod",)


def test_the_first_commit_counts_as_a_change(tmp_path: Path) -> None:
    folder = made(tmp_path / "r", commit(1, write("package.json", "1")))
    found = dependencies(folder, day(NOON))
    assert [paths for _, paths in found.commits] == [("package.json",)]


def test_a_path_cannot_pass_for_a_commit(tmp_path: Path) -> None:
    """Names that look like ids or like git's own separators stay names."""
    odd = ["f" * 40 + "/package.json", ":100644/go.sum", "line\\nbreak/Gemfile", "\\001/pom.xml"]
    folder = made(tmp_path / "r", commit(1, *(write(path, "1") for path in odd)))
    ((_, paths),) = dependencies(folder, day(NOON)).commits
    assert set(paths) == {"f" * 40 + "/package.json", ":100644/go.sum", "line\nbreak/Gemfile", "\1/pom.xml"}


def test_commits_that_cannot_be_compared_are_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> dict[str, list[str]]:
        raise AssayError("git diff-tree failed")

    monkeypatch.setattr(dependency_changes, "_touched", fails)
    found = dependencies(made(tmp_path / "r", commit(1, write("package.json", "1"))), day(NOON))
    assert found.commits == ()
    assert found.unread
