"""Looks up what statements cite: files of the revision only. An address is never fetched."""

import hashlib
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from assay.collect.apart import read
from assay.collect.repository import Repository, Settings
from assay.collect.tree.documents import set_aside_document
from assay.domain.evidence import Statement, Unread
from assay.facts.citations import Citation
from assay.facts.documents import DateRole, Document
from assay.facts.history import day
from assay.facts.people import Backing
from assay.facts.profile import FILE
from assay.facts.tree import Entry, EntryKind, Tree
from assay.formats import citations
from assay.formats.documents import ENDINGS, DocumentError
from assay.store import code_of_practice

LARGEST = 20_000_000
MOST = 200
NOBODY = Backing()
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|//|www\.", re.IGNORECASE)
LFS_POINTER = b"version https://git-lfs.github.com/spec/"
WITHOUT_ENDING = re.compile(r"[A-Z][A-Z_-]+")


def weighed(
    stated: Sequence[Statement],
    repository: Repository,
    settings: Settings,
    repositories: Sequence[str],
    backing: Backing = NOBODY,
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """The statements with the class each earned, and what those that cite something cite. At most 200 documents are read."""
    code = code_of_practice.load()
    found: dict[str, Mapping[str, Any]] = {}
    statements, cited = [], []
    for statement in stated:
        citation = None
        if target := statement.document:
            if target not in found and len(found) < MOST:
                found[target] = _look_up(target, repository, settings.as_of, repositories)
            too_many = Unread(target, f"more than {MOST} documents are cited", "fewer, of which each shows more")
            subject = code.claim(statement.facet.partition("/")[0]).subject_terms
            citation = Citation(statement, subject, **found.get(target, {"unread": (too_many,)}))
        statement_class, because = citations.classed(statement, citation, settings.as_of, backing)
        final = replace(statement, statement_class=statement_class, because=because)
        statements.append(final)
        if citation:
            cited.append(replace(citation, statement=final))
    return tuple(statements), tuple(cited)


def _look_up(target: str, repository: Repository, as_of: date, repositories: Sequence[str]) -> dict[str, Any]:
    """The fields of a citation that say what stands where ``target`` points."""
    if ADDRESS.match(target):
        return _unread(target, "it is an address, and nothing is fetched", "commit the document and cite its path")
    tree = repository.tree
    path = _path(target, tree)
    entry = tree.by_path.get(path)
    if entry is None:
        return _absent(target, path, tree, repositories)
    if path == FILE:
        return {"missing": "is where the statement itself stands"}
    if entry.kind is EntryKind.SYMLINK:
        return {"missing": "is a symbolic link: cite the file it names"}
    if entry.kind is EntryKind.SUBMODULE:
        return _unread(path, "it is a submodule", "a copy of the document in this repository")
    return {"path": path, "set_aside": set_aside_document(path), **_read(entry, repository, as_of)}


def _path(target: str, tree: Tree) -> str:
    path = posixpath.normpath(target.strip().lstrip("/") or ".")
    return path if tree.has(path) else posixpath.normpath(re.split(r"[#?]", path)[0] or ".")


def _absent(target: str, path: str, tree: Tree, repositories: Sequence[str]) -> dict[str, Any]:
    others = [normal for each in repositories if (normal := posixpath.normpath(each)) != "."]
    other = next((each for each in others if path == each or path.startswith(each + "/")), "")
    module = next((each.path for each in tree.submodules if path.startswith(each.path + "/")), "")
    if other or module:
        return _unread(target, f"it lies in {other or module}, another repository", "assess that repository too")
    if path in tree.folders:
        return {"missing": "is a folder: cite the document in it"}
    near = [each.path for each in tree.named(path.rpartition("/")[2])]
    return {"missing": f"is not in this revision{f' (there is {near[0]})' if near else ''}"}


def _read(entry: Entry, repository: Repository, as_of: date) -> dict[str, Any]:
    path = entry.path
    data = None if (entry.size or 0) > LARGEST else repository.read(path)
    if data is None or data.startswith(LFS_POINTER):
        return _unread(path, "it is larger than 20 MB, or its content is absent from this clone", "a full clone")
    found: dict[str, Any] = {"sha256": hashlib.sha256(data).hexdigest()}
    name = entry.name
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in ENDINGS | {"csv"} or (not ending and not WITHOUT_ENDING.fullmatch(name)):
        return found | _unread(path, "it is no kind of document that can be read here", "a version as Markdown or PDF")
    try:
        document = read(path, data, entry.oid, set_aside_document(path))
    except DocumentError as error:
        return found | _unread(path, str(error), "a version with text")
    return found | {"document": document, "changed_on": _changed_on(document, repository, as_of)}


def _changed_on(document: Document, repository: Repository, as_of: date) -> date | None:
    """The day of its last commit, asked only where the text bears no day of a review, which would count more."""
    reviewed = (DateRole.REVIEW, DateRole.APPROVAL)
    if repository.shallow or any(each.role in reviewed and each.day <= as_of for each in document.dates):
        return None
    stamp = repository.git.run("log", "-1", "--format=%ct", repository.commit, "--", f":(literal){document.path}")
    return day(int(stamp)) if stamp.strip() else None


def _unread(source: str, reason: str, would_show: str) -> dict[str, Any]:
    return {"unread": (Unread(source, reason, would_show),)}
