"""Turns an assessment into the rows of a self-assessment form: what it found, in plain words, and what a person has to answer.

Nothing is claimed that the assessment does not say. Where it saw no evidence the choices stay open, with the question to ask.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from assay.domain.catalogue import Catalogue, Claim, Knower
from assay.domain.strength import Strength
from assay.domain.verdict import FacetState, Verdict
from assay.facts.filled_form import FilledForm, FilledRow
from assay.facts.forms import Answer, RowKind

Document = Mapping[str, Any]
Digests = Mapping[tuple[str, str], str]
"""Commit and path → SHA-256 of the file there."""

ANSWERS = {
    Verdict.MET.value: Answer.MET,
    Verdict.PARTLY.value: Answer.PARTLY,
    Verdict.NOT_MET.value: Answer.NOT_MET,
    Verdict.NOT_APPLICABLE.value: Answer.NOT_APPLICABLE,
    Verdict.NO_EVIDENCE.value: Answer.UNANSWERED,
}
HANDED_OVER = "evidence:"
WEIGHTS = {"S1": "by word alone", "S2": "borne out by a document", "S3": "borne out by others"}
MOST_SAID = 3
MOST_FILES = 4
MOST_LINES = 4
LONGEST_NAME = 300
SHORT = 12
"""Figures of a commit id, as people write it."""


def from_assessment(found: Document, code: Catalogue, digests: Digests) -> FilledForm:
    """The form an assessment document comes to, with the digests of the files it cites where they are known."""
    profile = found["profile"]
    judged = {each["id"]: each for each in found["claims"]}
    claims = [claim for claim in code.claims if claim.counted]
    return FilledForm(
        organisation=_name(profile["organisation"]),
        product=_name(profile["product"]),
        version=_name(_version(found["subject"])),
        owner=_name(profile["senior_responsible_owner"]),
        assessed_by="",
        role="",
        assessed_on=found["as_of"],
        rows=tuple(_row(claim, judged[claim.id], found, digests) for claim in claims),
        notes=_notes(found, [claim.id for claim in claims if judged[claim.id]["verdict"] == Verdict.NO_EVIDENCE.value]),
    )


def _row(claim: Claim, judged: Document, found: Document, digests: Digests) -> FilledRow:
    meant = ANSWERS[judged["verdict"]]
    return FilledRow(
        kind=RowKind.CLAIM,
        id=claim.id,
        number=claim.id,
        wording=claim.title,
        meant=meant,
        answer="" if meant is Answer.UNANSWERED else meant.value.capitalize(),
        evidence="\n".join(_evidence(claim, judged, found, digests)),
        arguments="\n".join(_arguments(claim, judged)),
    )


def _arguments(claim: Claim, judged: Document) -> Iterator[str]:
    """What speaks for and against, what is missing and what a person has to say, a line each."""
    verdict = judged["verdict"]
    if verdict == Verdict.NOT_APPLICABLE.value:
        yield _sentence(f"Reason: {judged['reason']}" if judged["reason"] else "Reason: for a person to give")
    if verdict == Verdict.NO_EVIDENCE.value:
        yield "For a person to answer: nothing that was seen decides this claim. Tick one of the choices and say what shows it."
        yield f"Question: {_plain(claim.ask)}"
    if judged["for"]:
        yield _listed("For", judged["for"])
    if judged["against"]:
        yield _listed("Against", judged["against"])
    if stated := [_stated(facet["statement"]) for facet in judged["facets"] if facet["statement"]]:
        yield from (f"Stated: {each}" for each in stated[:MOST_SAID])
        if len(stated) > MOST_SAID:
            yield f"Stated: {_more(len(stated) - MOST_SAID, 'statement')}"
    if judged["conflict"]:
        yield "For a person to decide: one finding speaks for and another against the same part."
    if verdict in (Verdict.PARTLY.value, Verdict.NOT_MET.value):
        yield from _missing(claim, judged)


def _stated(statement: str) -> str:
    """Who stated what, with the weight it has in words."""
    said, mark, weight = _plain(statement).rpartition(" [")
    return f"{said} ({WEIGHTS[weight[:-1]]})" if mark and weight[:-1] in WEIGHTS else _plain(statement)


def _missing(claim: Claim, judged: Document) -> Iterator[str]:
    """The parts that keep the claim from being met, and the cheapest step."""
    states = {each["id"]: each["state"] for each in judged["facets"]}
    settled = (FacetState.SUPPORTED.value, FacetState.NOT_APPLICABLE.value)
    open_ = [facet for facet in claim.facets if facet.mandatory and states[facet.id] not in settled]
    machine = [facet.says for facet in open_ if facet.who_can_know is not Knower.HUMAN]
    human = [facet.says for facet in open_ if facet.who_can_know is Knower.HUMAN]
    if machine:
        yield _sentence(f"Still to be shown: {'; '.join(_plain(each).rstrip('.') for each in machine)}")
    if human:
        yield _sentence(f"For a person to state: {'; '.join(_plain(each).rstrip('.') for each in human)}")
    if judged["next"]:
        yield _sentence(f"Next step: {judged['next']['says']}")


def _listed(label: str, seen: Sequence[Document]) -> str:
    """The strongest observations of one side; the count of those left out is said."""
    ranked = sorted(seen, key=lambda each: -Strength.from_word(each["strength"]))
    said = list(dict.fromkeys(_plain(each["says"]).rstrip(".") for each in ranked))
    more = [_more(len(said) - MOST_SAID, "finding")] if len(said) > MOST_SAID else []
    return f"{label}: {'; '.join([*said[:MOST_SAID], *more])}."


def _evidence(claim: Claim, judged: Document, found: Document, digests: Digests) -> Iterator[str]:
    """Where it was seen: file, lines and commit with the digest of the file, those that speak against in front."""
    against, supporting = (list(_places(judged[side], found, digests)) for side in ("against", "for"))
    seen = {place["path"] for each in judged["for"] for place in each["locations"]}
    supporting += dict.fromkeys(_documents(claim, found, digests, seen))
    for label, places in (("Against:", against), ("For:", supporting)):
        if places:
            yield label
        for place in places[:MOST_FILES]:
            yield from place
        if len(places) > MOST_FILES:
            yield f"and {_more(len(places) - MOST_FILES, 'place')}"


def _places(seen: Sequence[Document], found: Document, digests: Digests) -> Iterator[tuple[str, ...]]:
    """Each file once, with all lines seen in it; what was seen in no file is named by its commit or its check."""
    handed = {f"{each['name']}@{each['sha256'][:SHORT]}": each for each in found["evidence"]}
    lines: dict[tuple[str, str], list[int]] = {}
    whole: dict[str, None] = {}
    for each in sorted(seen, key=lambda each: -Strength.from_word(each["strength"])):
        if not each["locations"]:
            whole[each["check"]] = None
        for place in each["locations"]:
            key = (place.get("commit") or found["subject"]["commit"], place["path"])
            lines.setdefault(key, [])
            if place["line"] and place["line"] not in lines[key]:
                lines[key].append(place["line"])
    for (commit, path), numbers in lines.items():
        if not path:
            yield (f"commit {commit[:SHORT]}",)
        elif path.startswith(HANDED_OVER):
            item = handed.get(path.removeprefix(HANDED_OVER))
            digest = item["sha256"] if item else path.rpartition("@")[2]
            name = item["name"] if item else path.removeprefix(HANDED_OVER).rpartition("@")[0]
            yield (f"{_plain(name)}{_numbered(numbers)}, handed over", f"SHA-256 {digest}")
        else:
            yield _file(path, numbers, commit, digests)
    for check in whole:
        yield (f"all files at {found['subject']['commit'][:SHORT] or 'no commit'} (check {check})",)


def _documents(claim: Claim, found: Document, digests: Digests, seen: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """What statements on the claim cite beside what was seen already."""
    for each in found["profile"]["statements"]:
        about_it = each["facet"].partition("/")[0] == claim.id and each["class"] in ("S2", "S3")
        if about_it and each["document"] and each["document"] not in seen:
            commit = found["subject"]["commit"]
            yield _file(each["document"], (), commit, {(commit, each["document"]): each["sha256"], **digests})


def _file(path: str, numbers: Sequence[int], commit: str, digests: Digests) -> tuple[str, ...]:
    digest = digests.get((commit, path), "")
    named = f"{_plain(path)}{_numbered(numbers)} at {commit[:SHORT] or 'no commit'}"
    return (named, f"SHA-256 {digest}") if digest else (named,)


def _numbered(numbers: Sequence[int]) -> str:
    shown = sorted(numbers)[:MOST_LINES]
    more = f" and {len(numbers) - MOST_LINES} more" if len(numbers) > MOST_LINES else ""
    return f":{', '.join(map(str, shown))}{more}" if shown else ""


def _version(subject: Document) -> str:
    """The tag or branch that was asked for, with the commit it was."""
    commit = subject["commit"][:SHORT]
    ref = subject["ref"]
    if ref in ("", "HEAD") or subject["commit"].startswith(ref):
        return f"commit {commit}" if commit else ""
    return f"{ref} (commit {commit})"


def _notes(found: Document, left_open: Sequence[str]) -> tuple[str, ...]:
    subject = found["subject"]
    notes = [
        f"Written by {found['tool']} from its assessment of {_plain(subject['path'])} at commit {subject['commit'] or 'none'}, "
        f"as of {found['as_of']}. SHA-256 of the assessment: {found['digest']}. SHA-256 of the rules: {found['rules']['digest']}.",
        "The answers are those of the assessment, none better. Where no line begins with Against, nothing was seen that speaks against "
        "the claim. The person who signs reads each row, completes what is left open, and answers for the whole.",
    ]
    if left_open:
        notes.append(
            f"Left for a person to answer, {len(left_open)} of 45: {', '.join(f'claim {each}' for each in left_open)}."
        )
    if subject["dirty"]:
        notes.append("The work tree held changes that were not committed; they were not looked at.")
    if subject["shallow"]:
        notes.append("The clone was shallow, so what needs the whole history could not be seen.")
    return tuple(notes)


def _more(count: int, what: str) -> str:
    return f"{count} more {what}{'' if count == 1 else 's'}, listed in the assessment"


def _sentence(text: str) -> str:
    return f"{_plain(text).rstrip('.')}."


def _name(text: str) -> str:
    """What stands in a field for a name; one longer than any name is cut, and shows it."""
    name = _plain(text)
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"


def _plain(text: str) -> str:
    """One line of characters that can be shown: names and quotations come from anywhere."""
    shown = "".join(each if each.isprintable() else " " if each.isspace() else "\ufffd" for each in text)
    return " ".join(shown.encode("utf-8", "replace").decode("utf-8").split())


def cited_places(found: Document) -> Iterable[tuple[str, str]]:
    """Commit and path of every file of the repository that a row may cite."""
    commit = found["subject"]["commit"]
    places: dict[tuple[str, str], None] = {}
    for claim in found["claims"]:
        for place in (place for side in ("for", "against") for each in claim[side] for place in each["locations"]):
            if place["path"] and not place["path"].startswith(HANDED_OVER):
                places[(place.get("commit") or commit, place["path"])] = None
    for each in found["profile"]["statements"]:
        if each["document"]:
            places[(commit, each["document"])] = None
    return tuple(places)
