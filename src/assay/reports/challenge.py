"""A challenge as a letter's annex: numbered questions a buyer can send to a vendor, for a terminal and as Markdown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from assay.reports.columns import wrapped
from assay.reports.form_faults import product
from assay.reports.quoting import inline

Document = Mapping[str, Any]
HEADINGS = {
    "contradicted": "What we saw speaks against the answer",
    "unsupported": "We looked and found nothing that shows it",
    "not answerable from here": "A repository cannot show it: please help us",
    "unanswered": "No answer was given",
    "set aside": "Set aside as not applicable",
    "understated": "The repository shows more than the form says",
    "said not to be met": "Not met by your own account",
    "confirmed": "Borne out by what we saw",
}
MOST_SEEN = 5
MOST_PLACES = 3
NOT_FOLLOWED = (
    (
        "not in this repository",
        "Files you cite that are not in this repository. Where are they kept? Please send them, or what they showed, with their version:",
    ),
    (
        "not fetched",
        "Links we did not open: nothing is fetched. Please send what they showed, with its version, where an answer rests on it:",
    ),
)
STRENGTHS = ("weak", "medium", "strong")
OFTEN = 3
"""Claims from which on a file that is not here is named once at the end, and not under each of them."""
SAYS_NOTHING = "It is no judgement of the product as a whole, and there is no score in it."


def text(found: Document) -> str:
    """Lines of at most 80 columns."""
    lines = [*wrapped(f"Questions on the self-assessment {_of(found)}"), ""]
    for paragraph in _opening(found):
        lines += [*wrapped(paragraph), ""]
    lines += [*(f"{count:>4}  {outcome}" for outcome, count in _counts(found)), ""]
    often = frozenset(
        target for target, claims in _cited(found, "not in this repository").items() if len(claims) >= OFTEN
    )
    for outcome, claims in _groups(found):
        lines += [f"{HEADINGS[outcome].upper()} ({len(claims)})", ""]
        if outcome == "confirmed":
            lines += [*_confirmed(claims), ""]
        for number, claim in ((number, claim) for number, claim in claims if number):
            lines += wrapped(_titled(claim), "    ", f"{number:>2}. ")
            lines += wrapped(claim["question"], "    ")
            for part in _parts(claim, often):
                lines += wrapped(part, "      ", "    - ")
            lines.append("")
    lines += _rest(found, lambda each: each, wrapped)
    return "\n".join(lines).rstrip() + "\n"


def markdown(found: Document) -> str:
    """The same as Markdown, in which nothing from form or repository can become markup."""
    lines = [f"# Questions on the self-assessment {inline(_of(found))}", ""]
    for paragraph in _opening(found):
        lines += [inline(paragraph), ""]
    lines += [
        "| Outcome | Claims |",
        "|---|---|",
        *(f"| {outcome} | {count} |" for outcome, count in _counts(found)),
        "",
    ]
    often = frozenset(
        target for target, claims in _cited(found, "not in this repository").items() if len(claims) >= OFTEN
    )
    for outcome, claims in _groups(found):
        lines += [f"## {HEADINGS[outcome]} ({len(claims)})", ""]
        if outcome == "confirmed":
            lines += [*(inline(each) for each in _confirmed(claims)), ""]
        for number, claim in ((number, claim) for number, claim in claims if number):
            lines += [f"**{number}. {_titled(claim)}**", "", inline(claim["question"]), ""]
            lines += [*(f"- {inline(part)}" for part in _parts(claim, often)), ""]
    lines += _rest(found, inline, lambda line, _indent="", first="": [f"{first.strip()} {line}".strip()])
    return "\n".join(lines).rstrip() + "\n"


def _of(found: Document) -> str:
    named = product(found["form"])
    return f"of {named}" if named else str(found["form"]["name"])


def _opening(found: Document) -> list[str]:
    form, subject = found["form"], found["subject"]
    assessed = f" of {form['assessed_on']}" if form["assessed_on"] else ""
    commit = subject["commit"][:12] or "no commit"
    dirty = " Changes that are not committed were not looked at." if subject["dirty"] else ""
    version, ref = form["version"], subject["ref"]
    other = bool(version) and version.lstrip("vV") not in ref
    state = (
        f" Your form is about version {version}, and we looked at {ref}: tell us if these differ in what you answer."
        if other
        else ""
    )
    shallow = " The clone is shallow, so what needs history could not be seen." if subject["shallow"] else ""
    return [
        f"We read your form {form['name']}{assessed} (SHA-256 {form['sha256'][:16]} …) beside the repository {subject['path']} at commit {commit}, "
        f"as of {found['as_of']}.{state}{dirty}{shallow} Below is what we could and could not follow, claim by claim, in Assay's numbering, which is that of the list of claims.",
        f"A question is no accusation: much of what the Code asks cannot be seen in a repository, and we may have overlooked something. {SAYS_NOTHING}",
    ]


def _counts(found: Document) -> list[tuple[str, int]]:
    return [(outcome, count) for outcome, count in found["counts"].items() if count]


def _groups(found: Document) -> Iterator[tuple[str, list[tuple[int, Document]]]]:
    """Outcomes with their claims, each that needs asking with the number of its question."""
    number = 0
    for outcome in HEADINGS:
        claims: list[tuple[int, Document]] = []
        for claim in found["claims"]:
            if claim["outcome"] == outcome:
                number += bool(claim["question"])
                claims.append((number if claim["question"] else 0, claim))
        if claims:
            yield outcome, claims


def _confirmed(claims: Sequence[tuple[int, Document]]) -> list[str]:
    lines = []
    for _, claim in claims:
        seen = max(claim["for"], key=lambda each: STRENGTHS.index(each["strength"]), default=None)
        where = _places(seen) if seen else ""
        lines += wrapped(
            f"{claim['id']} ({claim['said']['answer']}): {seen['says'] if seen else claim['because']}{where}",
            "    ",
            "  - ",
        )
    return lines


def _titled(claim: Document) -> str:
    number = claim["said"]["number"]
    other = f" (number {number} in your form)" if number and number != claim["id"] and claim["said"]["place"] else ""
    return f"Claim {claim['id']}{other}: {claim['title']}"


def _parts(claim: Document, often: frozenset[str]) -> Iterator[str]:
    """What was seen, what became of what is cited, and what would settle it."""
    if claim["said"]["because"] and claim["outcome"] not in ("unanswered",):
        yield f"How we read the answer: {claim['said']['because']}."
    counting = [each for each in claim["against"] if each["strength"] != "weak"]
    for each in counting[:MOST_SEEN]:
        yield f"Against it: {each['says']}{_places(each)}"
    if len(counting) > MOST_SEEN:
        yield f"Against it: {len(counting) - MOST_SEEN} more; the JSON lists them all"
    for each in [each for each in claim["against"] if each["strength"] == "weak"][:2]:
        yield f"To note, though it decides nothing: {each['says']}{_places(each)}"
    if claim["outcome"] != "confirmed":
        for each in claim["for"][:2]:
            yield f"For it: {each['says']}{_places(each)}"
    for each in claim["cited"]:
        if each["state"] != "not fetched" and each["target"] not in often:
            place = f" ({_place(each['place'])})" if each["place"] and each["place"]["line"] else ""
            yield f"You cite {each['target']}: {each['says']}{place}"
    settles = claim["settles"]
    if len(settles) == 1:
        yield f"What would settle it: {settles[0]}"
    elif settles:
        yield "What would settle it: " + "; ".join(
            f"({letter}) {each}" for letter, each in zip("abc", settles, strict=False)
        )


def _places(seen: Document) -> str:
    places = list(dict.fromkeys(_place(each) for each in seen["locations"] if each["path"]))
    more = f" and {len(places) - MOST_PLACES} more" if len(places) > MOST_PLACES else ""
    return f" ({', '.join(places[:MOST_PLACES])}{more})" if places else ""


def _place(place: Document) -> str:
    return f"{place['path']}:{place['line']}" if place["line"] else str(place["path"])


def _rest(found: Document, safe: Callable[[str], str], line: Callable[..., list[str]]) -> list[str]:
    """What was not followed, so that nothing of the form is passed over in silence."""
    lines: list[str] = []
    for state, says in NOT_FOLLOWED:
        targets = _cited(found, state)
        if targets:
            lines += line(says)
            lines += [
                part
                for target, claims in targets.items()
                for part in line(safe(f"{target} ({', '.join(claims)})"), "    ", "  - ")
            ]
            lines.append("")
    if found["untied"]:
        lines += line("Rows of the form that word no principle or claim of the Code; they count for none:")
        for each in found["untied"]:
            named = " ".join(part for part in (each["number"], each["wording"]) if part)
            answered = f", answered {each['printed']!r}" if each["printed"] else ""
            lines += line(safe(f"{named}{answered} ({each['place']['says']})"), "    ", "  - ")
        lines.append("")
    return lines


def _cited(found: Document, state: str) -> dict[str, list[str]]:
    """What is cited and ended in ``state``, with the claims it is cited for."""
    targets: dict[str, list[str]] = {}
    for claim in found["claims"]:
        for each in claim["cited"]:
            if each["state"] == state:
                targets.setdefault(each["target"], []).append(claim["id"])
    return targets
