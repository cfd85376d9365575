"""Repositories whose own git settings, hooks, attributes and links want to run something or to be obeyed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from assay.collect.git import HARDENED_ENVIRONMENT
from assay.testing.confinement import Confinement
from assay.testing.raw_objects import FILE, FOLDER, RawRepository

WORKFLOW = (
    b"on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm ci\n      - run: npm test\n"
)
FILES = {
    "README.md": b"# Gantry\n\nA crane.\n",
    ".gitattributes": b"* filter=evil diff=evil merge=evil text eol=crlf\n*.md export-subst ident\n",
    ".github/workflows/ci.yml": WORKFLOW,
    "package.json": b'{"name": "gantry", "private": true, "dependencies": {"left": "1.0.0"}}',
    ".gitmodules": b'[submodule "evil"]\n\tpath = evil\n\turl = ext::TRAP %S\n\tupdate = !TRAP\n'
    b'[submodule "option"]\n\tpath = -u./TRAP\n\turl = --upload-pack=TRAP\n',
}
EVIL = """
[core]
\tbare = false
\tfsmonitor = TRAP
\thooksPath = HOOKS
\tpager = TRAP
\teditor = TRAP
\taskPass = TRAP
\tsshCommand = TRAP
\tgitProxy = TRAP
\talternateRefsCommand = TRAP
\tattributesFile = ATTRIBUTES
\texcludesFile = /dev/zero
\tworktree = /
\tquotePath = true
\tlogAllRefUpdates = always
[pager]
\tlog = TRAP
\tls-tree = TRAP
\tfor-each-ref = TRAP
[diff]
\texternal = TRAP
\torderFile = /nonexistent
\trelative = true
\tignoreSubmodules = all
[diff "evil"]
\tcommand = TRAP
\ttextconv = TRAP
\tcachetextconv = true
[filter "evil"]
\tclean = TRAP
\tsmudge = TRAP
\tprocess = TRAP
\trequired = true
[merge "evil"]
\tdriver = TRAP
[alias]
\tlog = !TRAP
\tls-tree = !TRAP
\tcat-file = !TRAP
[gpg]
\tprogram = TRAP
[gpg "ssh"]
\tprogram = TRAP
\tdefaultKeyCommand = TRAP
[log]
\tshowSignature = true
\tshowRoot = false
\tfollow = true
\tdate = relative
\tmailmap = true
[mailmap]
\tfile = /dev/zero
[format]
\tpretty = oneline
[color]
\tui = always
[i18n]
\tcommitEncoding = UTF-16
\tlogOutputEncoding = UTF-16
[include]
\tpath = INCLUDED
[includeIf "gitdir:/"]
\tpath = INCLUDED
[credential]
\thelper = !TRAP
[sequence]
\teditor = TRAP
[uploadpack]
\tpackObjectsHook = TRAP
[trace2]
\tnormalTarget = INCLUDED
[protocol]
\tallow = always
[protocol "ext"]
\tallow = always
[url "ext::TRAP "]
\tinsteadOf = https://
[remote "origin"]
\turl = ext::TRAP
\tuploadpack = TRAP
\tvcs = TRAP
\tpromisor = true
\tpartialclonefilter = blob:none
[extensions]
\tpartialClone = origin
\tworktreeConfig = true
[submodule "evil"]
\tactive = true
\tupdate = !TRAP
\turl = ext::TRAP
[maintenance]
\tauto = true
[gc]
\trecentObjectsHook = TRAP
"""
HOOKS = (
    "applypatch-msg commit-msg fsmonitor-watchman post-checkout post-commit post-index-change post-merge post-update pre-auto-gc "
    "pre-commit pre-rebase prepare-commit-msg reference-transaction update"
).split()


def work_tree(folder: Path, trap: Path) -> Path:
    """A plain repository with a work tree; the trap is named in its files only."""
    folder.mkdir()
    for name, data in FILES.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data.replace(b"TRAP", os.fsencode(trap)))
    git(folder, "init", "-q", "--template=", "-b", "main")
    git(folder, "-c", "core.attributesFile=/dev/null", "add", "-A")
    git(
        folder,
        "-c",
        "user.name=Ada Builder",
        "-c",
        "user.email=ada@example.com",
        "commit",
        "-qm",
        "Begin\n\nAll of it.",
    )
    git(folder, "tag", "v1.0")
    return folder


def git(folder: Path, *words: str) -> str:
    moment = {"GIT_AUTHOR_DATE": "2026-09-30T12:00:00Z", "GIT_COMMITTER_DATE": "2026-09-30T12:00:00Z"}
    done = subprocess.run(
        ["git", "-c", "protocol.file.allow=always", *words],
        cwd=folder,
        env={**HARDENED_ENVIRONMENT, **moment, "GIT_ALLOW_PROTOCOL": "file"},
        check=True,
        capture_output=True,
    )
    return done.stdout.decode().strip()


def poison(git_dir: Path, confinement: Confinement) -> None:
    """Give a repository every setting, hook and attribute that could run a program or change what git says."""
    trap, hooks = confinement.trap, confinement.folder / "hooks"
    attributes, included = confinement.folder / "attributes", confinement.folder / "included"
    attributes.write_text("* diff=evil filter=evil\n")
    included.write_text(f"[core]\n\tfsmonitor = {trap}\n\tpager = {trap}\n[gpg]\n\tprogram = {trap}\n")
    words = {"TRAP": trap, "HOOKS": hooks, "ATTRIBUTES": attributes, "INCLUDED": included}
    text = EVIL
    for word, place in words.items():
        text = text.replace(word, str(place))
    with (git_dir / "config").open("a") as config:
        config.write(text)
    (git_dir / "config.worktree").write_text(text)
    for folder in (hooks, git_dir / "hooks"):
        folder.mkdir(exist_ok=True)
        for name in HOOKS:
            (folder / name).symlink_to(trap)
    (git_dir / "info").mkdir(exist_ok=True)
    (git_dir / "info" / "attributes").write_text("* filter=evil diff=evil ident\n")


def test_settings_hooks_and_attributes_run_nothing_and_change_nothing(confinement: Confinement, tmp_path: Path) -> None:
    repository = work_tree(tmp_path / "gantry", confinement.trap)
    before = confinement.assess(repository)
    assert before.code == 0, before.errors
    poison(repository / ".git", confinement)
    after = confinement.assess(repository)
    assert after.code == 0, after.errors
    assert after.output == before.output


def test_settings_are_ignored_where_the_index_invites_a_closer_look(confinement: Confinement, tmp_path: Path) -> None:
    repository = work_tree(tmp_path / "gantry", confinement.trap)
    poison(repository / ".git", confinement)
    os.utime(repository / "README.md", (1, 1))
    (repository / "package.json").write_bytes(b"{}")
    (repository / "new.md").write_text("new")
    ended = confinement.assess(repository)
    assert ended.code == 0, ended.errors
    assert ended.document["subject"]["dirty"] is True


def test_a_promised_object_is_not_fetched(confinement: Confinement, tmp_path: Path) -> None:
    repository = work_tree(tmp_path / "gantry", confinement.trap)
    poison(repository / ".git", confinement)
    oid = git(repository, "rev-parse", "HEAD:README.md")
    (repository / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    ended = confinement.assess(repository)
    assert ended.code == 0, ended.errors
    assert any(fact == "README.md" and "absent from this clone" in reason for fact, reason, _ in ended.unread)


def test_settings_that_are_no_settings_are_never_opened(confinement: Confinement, tmp_path: Path) -> None:
    repository = work_tree(tmp_path / "gantry", confinement.trap)
    config = repository / ".git" / "config"
    for kind in ("endless", "pipe", "broken", "missing"):
        config.unlink()
        if kind == "endless":
            config.symlink_to("/dev/zero")
        elif kind == "pipe":
            os.mkfifo(config)
        elif kind == "broken":
            config.write_bytes(b"[core\n\0\xff = = =\n")
        if kind == "missing":
            config.touch()
            config.unlink()
        ended = confinement.assess(repository)
        assert ended.code == 0, (kind, ended.errors)
        assert ended.seconds < 30
        config.touch(exist_ok=True)


@pytest.mark.parametrize("name", ["HEAD", "packed-refs", "index", "shallow", "refs/heads/main", "commondir", "gitdir"])
def test_a_pipe_in_place_of_a_file_does_not_hold_the_command_up(
    name: str, confinement: Confinement, tmp_path: Path
) -> None:
    repository = work_tree(tmp_path / "gantry", confinement.trap)
    place = repository / ".git" / name
    place.unlink(missing_ok=True)
    os.mkfifo(place)
    ended = confinement.assess(repository)
    assert ended.code in (0, 3), ended.errors
    assert "Traceback" not in ended.errors
    assert ended.seconds < 30


def test_replaced_objects_and_grafts_do_not_change_history(confinement: Confinement, tmp_path: Path) -> None:
    raw = RawRepository(tmp_path / "raw")
    first = raw.commit(raw.files({b"secret.txt": b"plain\n"}), message=b"First")
    second = raw.commit(raw.files({b"README.md": b"# Real\n"}), first, message=b"Second")
    before = confinement.assess(raw.folder)
    innocent = raw.commit(raw.files({b"README.md": b"# Forged\n"}), message=b"Forged", branch="other")
    (raw.git_dir / "refs" / "heads" / "other").unlink()
    raw.ref(f"refs/replace/{second}", innocent)
    (raw.git_dir / "info").mkdir(exist_ok=True)
    (raw.git_dir / "info" / "grafts").write_text(f"{second}\n")
    after = confinement.assess(raw.folder)
    assert after.document == before.document
    assert after.document["subject"]["commit"] == second


def test_alternates_lend_objects_but_nothing_else(confinement: Confinement, tmp_path: Path) -> None:
    lender = work_tree(tmp_path / "lender", confinement.trap)
    borrower = tmp_path / "borrower"
    git(tmp_path, "clone", "-q", "--bare", "--shared", str(lender), str(borrower))
    poison(lender / ".git", confinement)
    assert confinement.assess(borrower).code == 0
    (borrower / "objects" / "info" / "alternates").write_text(
        f"/etc\n/dev/zero\n{borrower}/objects\n../objects\n\xff\n"
    )
    ended = confinement.assess(borrower)
    assert ended.code == 3, ended.errors
    assert "Traceback" not in ended.errors


def test_hostile_submodules_are_said_and_left_alone(confinement: Confinement, tmp_path: Path) -> None:
    raw = RawRepository(tmp_path / "raw")
    modules = FILES[".gitmodules"].replace(b"TRAP", os.fsencode(confinement.trap))
    raw.commit(
        raw.tree(
            {
                b".gitmodules": (FILE, raw.blob(modules)),
                b"evil": (b"160000", "1" * 40),
                b"-u.trap": (b"160000", "2" * 40),
            }
        )
    )
    ended = confinement.assess(raw.folder)
    assert ended.code == 0, ended.errors
    said = {fact for fact, reason, _ in ended.unread if "submodule" in reason}
    assert said == {"evil", "-u.trap"}


def test_a_real_work_tree_added_by_git_reads_as_its_own_revision(confinement: Confinement, tmp_path: Path) -> None:
    repository = work_tree(tmp_path / "gantry", confinement.trap)
    git(repository, "branch", "side")
    added = tmp_path / "added"
    git(repository, "worktree", "add", "-q", str(added), "side")
    poison(repository / ".git", confinement)
    ended = confinement.assess(added)
    assert ended.code == 0, ended.errors
    assert ended.document["subject"]["commit"] == git(repository, "rev-parse", "side")
    assert ended.document["subject"]["dirty"] is False
    assert ended.document["subject"]["bare"] is False


@pytest.mark.parametrize(
    "words",
    [
        b"gitdir: /nonexistent/place",
        b"gitdir: /etc/passwd",
        b"gitdir: /dev/zero",
        b"gitdir: .git",
        b"gitdir: ",
        b"nothing of the kind",
        b"gitdir: " + b"a" * 5_000_000,
        b"gitdir: \xff\xfe\0",
        b"",
    ],
)
def test_a_git_file_that_points_to_no_repository_is_refused(
    words: bytes, confinement: Confinement, tmp_path: Path
) -> None:
    repository = tmp_path / "gantry"
    repository.mkdir()
    (repository / ".git").write_bytes(words)
    ended = confinement.run("assess", str(repository), "--no-cache")
    assert ended.code == 3, ended.errors
    assert "Traceback" not in ended.errors
    assert len(ended.errors) < 2000


def test_a_git_file_that_points_outside_shows_the_other_repository_and_says_so(
    confinement: Confinement, tmp_path: Path
) -> None:
    other = work_tree(tmp_path / "private", confinement.trap)
    repository = tmp_path / "gantry"
    repository.mkdir()
    (repository / ".git").write_text(f"gitdir: {other}/.git\n")
    ended = confinement.assess(repository)
    assert ended.code == 0, ended.errors
    assert any(fact == ".git" and "does not point back" in reason for fact, reason, _ in ended.unread), ended.unread


def test_nothing_in_the_folder_one_stands_in_is_run(confinement: Confinement, tmp_path: Path) -> None:
    repository = work_tree(tmp_path / "gantry", confinement.trap)
    for folder in (repository, repository / ".git"):
        for name in ("git", "zizmor", "sh", "python3", "git-log", "git-ls-tree"):
            shutil.copy(confinement.trap, folder / name)
    for name in ("click.py", "sitecustomize.py", "json.py", "yaml.py"):
        (repository / name).write_text(
            f"import pathlib\npathlib.Path({str(confinement.mark)!r}).write_text('imported')\n"
        )
    environment = confinement.environment()
    environment["PATH"] = f".::{repository}/nowhere:{environment['PATH']}:"
    done = subprocess.run(
        [confinement.command()[0], "-P", *confinement.command("assess", "--no-cache")[1:]],
        cwd=repository,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not confinement.sprung


def test_a_symbolic_link_named_git_is_read_where_it_leads(confinement: Confinement, tmp_path: Path) -> None:
    repository = work_tree(tmp_path / "gantry", confinement.trap)
    (repository / ".git").rename(tmp_path / "kept")
    (repository / ".git").symlink_to(tmp_path / "kept")
    assert confinement.assess(repository).code == 0
    (repository / ".git").unlink()
    (repository / ".git").symlink_to(repository / ".git")
    ended = confinement.run("assess", str(repository))
    assert ended.code == 3
    assert "Traceback" not in ended.errors


def test_a_folder_that_only_looks_like_a_repository_is_refused(confinement: Confinement, tmp_path: Path) -> None:
    raw = RawRepository(tmp_path / "raw")
    tree = raw.tree({b"inner": (FOLDER, raw.files({b"HEAD": b"ref: refs/heads/main\n"}))})
    raw.commit(tree)
    shutil.rmtree(raw.git_dir / "refs")
    ended = confinement.run("assess", str(raw.folder))
    assert ended.code == 3, ended.errors
    assert "Traceback" not in ended.errors
