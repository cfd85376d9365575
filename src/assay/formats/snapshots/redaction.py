"""Takes the names of people out of a snapshot: the same person stays the same everywhere in one file, and nobody can be told.

Counts, roles, bots, teams and the sameness of people stay, because checks need them.
"""

import hashlib
from dataclasses import fields, is_dataclass, replace
from typing import Any

from assay.facts.platform import Actor, DeployKey, Runner, Snapshot, StoredSecret, Taker

LENGTH = 12


def redacted(snapshot: Snapshot, salt: bytes) -> Snapshot:
    """A copy without names of people. ``salt`` must be random and must not be kept: it is what makes the digests say nothing."""
    hidden = replace(snapshot, redacted=True, sections=_hidden(snapshot.sections, salt))
    if snapshot.owner.kind == "organisation":
        return hidden
    owner = replace(snapshot.owner, name=digest(snapshot.owner.name, salt))
    return replace(
        hidden, owner=owner, project=_of_person(snapshot.project, salt), asked_for=_of_person(snapshot.asked_for, salt)
    )


def digest(name: str, salt: bytes) -> str:
    """What stands for a name in one file."""
    return "person-" + hashlib.sha256(salt + name.casefold().encode()).hexdigest()[:LENGTH]


def _hidden(value: Any, salt: bytes) -> Any:
    if isinstance(value, Actor):
        return replace(value, name=digest(value.name, salt)) if value.kind == "person" else value
    if isinstance(value, Taker):
        return replace(value, login=digest(value.login, salt))
    if isinstance(value, DeployKey | StoredSecret):
        return replace(value, title=digest(value.title, salt))
    if isinstance(value, Runner):
        return replace(value, name=digest(value.name, salt))
    if isinstance(value, tuple):
        return tuple(_hidden(each, salt) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _hidden(getattr(value, each.name), salt) for each in fields(value)})
    return value


def _of_person(project: str, salt: bytes) -> str:
    owner, slash, name = project.partition("/")
    return f"{digest(owner, salt)}{slash}{name}" if project else ""
