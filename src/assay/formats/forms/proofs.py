"""What a free text points at: addresses, paths of files, days."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from assay.facts.forms import DatedWord, Proof, ProofKind
from assay.formats.assertions import sentences
from assay.formats.documents import LINK, MONTHS

ENDINGS = frozenset(
    "md markdown rst adoc asciidoc txt html htm pdf docx doc odt xlsx xls csv pptx yml yaml json toml ini cfg conf lock xml tf sh ps1 py js jsx ts tsx"
    " go rs java kt rb cs c h cc cpp hpp php swift png jpg jpeg svg sarif spdx sql gradle properties sum mod pub asc sig pem json5 jsonc mjs cjs".split()
)
ONLY_WITH_FOLDER = frozenset("js mjs cjs ts tsx jsx go rs c h cc cs rb java kt html htm sql".split())
"""Endings that also end names of products and technologies, such as Node.js."""
NAMES = frozenset({"Dockerfile", "Makefile", "CODEOWNERS", "LICENSE", "Jenkinsfile", "Containerfile", ".gitlab-ci.yml"})
LONGEST_PATH = 300
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DAY = re.compile(
    rf"\b(?:(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})|(?P<d2>\d{{1,2}})[/.](?P<m2>\d{{1,2}})[/.](?P<y2>\d{{4}})"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?[\s-]{{1,3}}(?P<n3>{_MONTH})\.?,?[\s-]{{1,3}}(?P<y3>\d{{4}})"
    rf"|(?P<n4>{_MONTH})\.?\s{{1,3}}(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(?P<y4>\d{{4}})|(?P<n5>{_MONTH})\.?\s{{1,3}}(?P<y5>\d{{4}}))\b",
    re.IGNORECASE,
)


def proofs(text: str, links: Iterable[str] = ()) -> tuple[Proof, ...]:
    """Addresses and paths in the order they are named."""
    found = [Proof(ProofKind.LINK, each.rstrip(".,;:")) for each in LINK.findall(text)]
    for target in links:
        if re.match(r"(https?:)?//", target):
            found.append(Proof(ProofKind.LINK, target))
        elif target and not re.match(r"#|[a-z][a-z0-9+.-]*:", target, re.IGNORECASE):
            found.append(Proof(ProofKind.PATH, target))
    found += [Proof(ProofKind.PATH, each) for each in _paths(LINK.sub(" ", text))]
    return tuple(dict.fromkeys(found))


def _paths(text: str) -> Iterator[str]:
    for token in re.split(r"[\s,;()\[\]<>\"'`|]+", text):
        word = token.rstrip(".:!?*_").lstrip("*_:").removeprefix("./")
        bare = re.split(r"#|:\d", word)[0]
        if not bare or len(bare) > LONGEST_PATH or bare.startswith("//") or "@" in bare or bare.endswith("/"):
            continue
        name = bare.rpartition("/")[2]
        ending = name.rpartition(".")[2].lower() if "." in name[1:] else ""
        if name in NAMES or (ending in ENDINGS and ("/" in bare or ending not in ONLY_WITH_FOLDER)):
            yield bare


def dates(text: str) -> tuple[DatedWord, ...]:
    """Every day named, read the British way where figures leave a choice."""
    return tuple(
        DatedWord(day, match.group(), sentence)
        for sentence in sentences(text)
        for match in DAY.finditer(sentence)
        if (day := _day(match))
    )


def first_day(text: str) -> date | None:
    """The first day named."""
    return next((each.day for each in dates(text)), None)


def _day(match: re.Match[str]) -> date | None:
    part = match.groupdict()
    year = next(part[key] for key in ("y", "y2", "y3", "y4", "y5") if part[key])
    name = part["n3"] or part["n4"] or part["n5"]
    month = MONTHS[name.lower()] if name else int(part["m"] or part["m2"])
    day = int(part["d"] or part["d2"] or part["d3"] or part["d4"] or 1)
    try:
        found = date(int(year), month, day)
    except ValueError:
        return None
    return found if 1990 <= found.year < 2200 else None
