"""What people declared, and what became of it, as sentences every report shows: no statement or exception goes unmentioned."""

from collections.abc import Iterator, Mapping
from typing import Any


def heading(found: Mapping[str, Any]) -> str:
    """Whose declarations they are."""
    profile = found["profile"]
    if profile["by"] == "nobody":
        return "Nobody declared anything"
    return f"What the {profile['by']} declares in {profile['source']}, and what became of it"


def declared(found: Mapping[str, Any]) -> Iterator[str]:
    """Exceptions first, then statements that weigh less than they want to, then what was found wrong apart from any facet."""
    profile = found["profile"]
    for each in profile["false_positives"]:
        what = f"{each['check']} ({each['object']})"
        yield f"False-positive mark on {what} by {each['person']}: {each['reason'].rstrip('.')}. {_capital(each['state'])}{_found(each)}."
    for each in profile["accepted_risks"]:
        what = f"{each['check']} ({each['object'] or 'all of it'})"
        until = f"until {each['expires']}"
        yield f"Risk of {what} accepted by {each['owner']} {until}: {each['reason'].rstrip('.')}. {_capital(each['state'])}."
    for each in profile["not_applicable"]:
        yield f"{each['claim']} called not applicable by {each['person']}: {each['reason'].rstrip('.')}. {_capital(each['state'])}."
    if stated := profile["statements"]:
        counts = {word: sum(each["class"] == word for each in stated) for word in ("S3", "S2", "S1", "none")}
        independent = f"{counts['S3']} confirmed independently (S3), " if counts["S3"] else ""
        yield (
            f"{len(stated)} statement{'' if len(stated) == 1 else 's'}: {independent}{counts['S2']} with a citation that holds (S2), "
            f"{counts['S1']} bare (S1), {counts['none']} without weight."
        )
    for each in stated:
        if each["class"] == "none" or (each["document"] and each["class"] == "S1"):
            weight = "carries no weight" if each["class"] == "none" else "stands bare (S1)"
            yield f"The statement of {each['person']} on {each['facet']} {weight}: {each['because']}."
    for check in found["checks"]:
        for says in check["says"]:
            yield f"{check['id']}: {says}."


def _found(mark: Mapping[str, Any]) -> str:
    return f" ({'; '.join(mark['says'])})" if mark["says"] else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
