"""Adds what a person states or decides to a profile: nothing is written that would carry no weight, or by halves."""

import hashlib
import posixpath
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from assay.assess.discovery import load_check
from assay.assess.gather import Facts
from assay.collect.repository import Repository, Settings
from assay.collect.stated import profile as profiles
from assay.domain.catalogue import Facet, Knower
from assay.domain.evidence import AcceptedRisk, FalsePositive, Statement, StatementClass
from assay.domain.exceptions import ACCEPTED_RISK_VALID_DAYS, FALSE_POSITIVE_VALID_DAYS, mark_lapsed, risk_lapsed
from assay.errors import MalformedInputError, OutputPlaceError, UnreadablePathError
from assay.facts.citations import Citation
from assay.facts.evidence import EvidenceItems
from assay.facts.imported import Source
from assay.facts.profile import FILE, Profile
from assay.formats.toml_writing import Value, appended, table
from assay.store.code_of_practice import load
from assay.store.memory import write_whole

HEADER = "# The profile of this product for assay: the owner's own statements, shown in every report.\nschema = 1\n"
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|//|www\.", re.IGNORECASE)
EVIDENCE = "evidence:"
WHOLE = frozenset({"object"})
"""An empty object means all of the check, and so must be written."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a person states about a facet, as it was given."""

    facet: str
    says: str
    person: str
    role: str
    on: date
    document: str = ""
    quote: str = ""
    argument: str = ""
    assumptions: tuple[str, ...] = ()
    scope: str = ""
    second_person: str = ""
    second_role: str = ""
    valid_until: date | None = None


def answerable(claim_or_facet: str) -> tuple[Facet, ...]:
    """The facets a statement may be about: the one named, or those of the claim on which people know something. Raises UnknownIdError."""
    code = load()
    if "/" in claim_or_facet:
        return (code.facet(claim_or_facet),)
    facets = code.claim(claim_or_facet).facets
    people = tuple(each for each in facets if each.who_can_know is not Knower.MACHINE)
    if not people:
        raise MalformedInputError(
            f"Nothing of {claim_or_facet} is for people to answer: looking settles it.",
            advice=f"assay explain {claim_or_facet} says what is looked for. Where it cannot be looked at, state a facet with a document.",
        )
    return people


def state(said: Said, repository: Path, into: Path, as_of: date, evidence: Path | None = None) -> str:
    """Append the statement and say what it weighs. Raises MalformedInputError, with the reason, for one that would weigh nothing."""
    facet = load().facet(said.facet)
    if facet.who_can_know is Knower.MACHINE and not said.document:
        raise MalformedInputError(
            f"{facet.id} is settled by looking: a bare statement cannot take the place of that.",
            advice="Cite a document with --document; it counts only where the source itself cannot be read.",
        )
    fields: dict[str, Value] = {
        "facet": said.facet,
        "says": said.says,
        "person": said.person,
        "role": said.role,
        "date": said.on,
        "document": said.document,
        "sha256": _digest(said.document, repository) if said.document else "",
        "quote": said.quote,
        "argument": said.argument,
        "assumptions": said.assumptions,
        "scope": said.scope,
        "second_person": said.second_person,
        "second_role": said.second_role,
        "valid_until": said.valid_until or "",
    }
    text = _with(into, table("statements", fields))
    profile = _read(text, repository, into, as_of, evidence)
    statement = profile.statements[-1]
    if statement.statement_class is None:
        raise MalformedInputError(
            f"Not recorded: {statement.because}.", advice="A statement like this carries no weight."
        )
    citation = profile.citations[-1] if profile.citations and profile.citations[-1].statement is statement else None
    _write(into, text)
    return "\n".join(_preview(statement, citation, facet))


def accept(risk: AcceptedRisk, into: Path, as_of: date) -> str:
    """Append the acceptance of a risk. Raises MalformedInputError for one that would not hold, and UnknownIdError."""
    load_check(risk.check)
    if fault := risk_lapsed(risk, as_of):
        raise MalformedInputError(
            f"Not recorded: {fault}.",
            advice=f"Name the owner, the reason and an end within {ACCEPTED_RISK_VALID_DAYS} days.",
        )
    fields: dict[str, Value] = {
        "check": risk.check,
        "object": risk.subject_object,
        "owner": risk.owner,
        "reason": risk.reason,
        "accepted": risk.accepted_on,
        "expires": risk.expires_on,
    }
    text = _with(into, table("accepted_risks", fields, WHOLE))
    _write(into, text)
    return f"The finding stays visible, and what it counters is partly supported at best, until {risk.expires_on}."


def mark(
    found: FalsePositive, about: str, repository: Path, into: Path, as_of: date, evidence: Path | None = None
) -> str:
    """Append a false-positive mark bound to what ``about`` names: a path of the repository, or one of the evidence folder."""
    load_check(found.check)
    if fault := mark_lapsed(found, as_of):
        raise MalformedInputError(
            f"Not recorded: {fault}.", advice="Name the person who looked, and why the finding is wrong."
        )
    fields: dict[str, Value] = {
        "check": found.check,
        "object": found.subject_object,
        "digest": _object_id(about or found.subject_object, repository, as_of, evidence),
        "person": found.person,
        "reason": found.reason,
        "date": found.marked_on,
    }
    text = _with(into, table("false_positives", fields, WHOLE))
    _write(into, text)
    until = found.marked_on + timedelta(days=FALSE_POSITIVE_VALID_DAYS)
    return (
        f"It holds until {until}, and while {about or found.subject_object} stays the same. In the owner's own profile the finding "
        "stays and the facet is partly supported at best; an assessor who gives it with --profile sets the finding aside."
    )


def _with(into: Path, more: str) -> str:
    """The text of the profile with one more table. Raises MalformedInputError where either would be none."""
    try:
        text = into.read_bytes().decode("utf-8") if into.exists() else HEADER
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadablePathError(f"{into} cannot be read: {error}.") from None
    if faults := profiles.faults_of(text):
        raise MalformedInputError(
            f"{into} is not a profile:\n  " + "\n  ".join(faults), advice="Correct it first; nothing was written."
        )
    whole = appended(text, more)
    if faults := profiles.faults_of(whole):
        listed = (
            "Write the list in it as tables such as [[statements]] first. " if faults[0].startswith("Cannot") else ""
        )
        raise MalformedInputError(
            "Not recorded:\n  " + "\n  ".join(faults), advice=f"{listed}Nothing was written to {into}."
        )
    return whole


def _read(text: str, repository: Path, into: Path, as_of: date, evidence: Path | None) -> Profile:
    given = "" if into.resolve() == (repository / FILE).resolve() else str(into)
    settings = Settings(as_of, text if given else "", given, evidence=evidence)
    with Repository(repository) as opened:
        faults, profile = profiles.read(
            text, given or FILE, opened, settings, Facts(opened, settings).get(EvidenceItems)
        )
    if profile is None:
        raise MalformedInputError("Not recorded: " + "; ".join(faults), advice="Nothing was written.")
    return profile


def _write(into: Path, text: str) -> None:
    try:
        mode = into.stat().st_mode if into.exists() else 0o644
        write_whole(into.resolve(), text.encode())
        into.chmod(mode & 0o777)
    except OSError as error:
        raise OutputPlaceError(f"{into} cannot be written: {error.strerror}.") from None


def _digest(document: str, repository: Path) -> str:
    """Of the bytes a person has before them. An address is never opened, so it has none."""
    if ADDRESS.match(document):
        return ""
    path = posixpath.normpath(re.split(r"[#?]", document)[0])
    if path.startswith(("../", "/")) or path == "..":
        raise MalformedInputError(f"{document} is not a path in the repository.", advice="Commit a copy and cite that.")
    place = repository / path
    try:
        if place.is_symlink() or not place.is_file():
            with Repository(repository) as opened:
                data = opened.read(path)
        else:
            data = place.read_bytes()
    except OSError as error:
        raise UnreadablePathError(f"{place} cannot be read: {error.strerror}.") from None
    if data is None:
        raise UnreadablePathError(
            f"There is no file {path} in {repository}.", advice="Give its path from the top of it."
        )
    return hashlib.sha256(data).hexdigest()


def _object_id(about: str, repository: Path, as_of: date, evidence: Path | None) -> str:
    with Repository(repository) as opened:
        if about.startswith(EVIDENCE):
            items = Facts(opened, Settings(as_of, evidence=evidence)).get(EvidenceItems).items
            found = {Source(each.name, each.sha256, each.taken_on).path: each.sha256 for each in items}
            if about in found:
                return found[about]
            raise UnreadablePathError(
                f"There is no {about} in the evidence folder.",
                advice="Name the folder with --evidence, and the file as the report does.",
            )
        entry = opened.tree.by_path.get(posixpath.normpath(about) if about else "")
    if entry is None:
        raise UnreadablePathError(
            f"There is no file {about!r} in the newest commit.",
            advice="Name the file the finding points at with --document.",
        )
    return entry.oid


def _preview(statement: Statement, citation: Citation | None, facet: Facet) -> list[str]:
    weighs = statement.statement_class
    assert weighs
    words = {
        StatementClass.BARE: "it stands bare (S1)",
        StatementClass.WITH_ARTEFACT: "it comes with a document that holds (S2)",
        StatementClass.INDEPENDENT: "it is confirmed independently (S3)",
    }
    lines = [f"Recorded on {facet.id}: {words[weighs]}."]
    if weighs is StatementClass.BARE:
        lines.append(f"Not S2: {statement.because}.")
        if citation and (
            citation.missing.startswith("is not in this revision") or citation.sha256 not in ("", statement.sha256)
        ):
            lines.append("Commit the document together with the statement: then it is looked at.")
    elif weighs is StatementClass.WITH_ARTEFACT:
        lines.append(
            "Not S3: neither a person the assessor names as independent confirms it, nor a certificate or report handed over."
        )
    if facet.who_can_know is Knower.MACHINE:
        lines.append("It counts only where what would show it cannot be read: looking settles this facet.")
    lines.append(f"It holds until {statement.stated_on + timedelta(days=statement.valid_days)}.")
    return lines
