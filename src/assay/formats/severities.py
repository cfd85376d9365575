"""The words low, medium, high and critical, from words of others and from CVSS vectors."""

from cvss import CVSS2, CVSS3, CVSS4
from cvss.exceptions import CVSSError

WORDS = {
    "low": "low", "negligible": "low", "minor": "low", "moderate": "medium", "medium": "medium", "important": "high", "high": "high",
    "critical": "critical",
}  # fmt: skip
BANDS = ((9.0, "critical"), (7.0, "high"), (4.0, "medium"), (0.1, "low"))
"""Lower ends of the qualitative bands of CVSS 3.1 and 4.0."""
ORDER = ("", "low", "medium", "high", "critical")


def of_word(word: str) -> str:
    """Ours for a word of others; empty where it rates nothing."""
    return WORDS.get(word.strip().lower(), "")


def of_score(score: float) -> str:
    """The band a base score lies in."""
    return next((word for lowest, word in BANDS if score >= lowest), "")


def of_vector(vector: str) -> str:
    """The band of a CVSS vector of version 2, 3 or 4; empty where it is none."""
    kind = CVSS4 if vector.startswith("CVSS:4") else CVSS3 if vector.startswith("CVSS:3") else CVSS2
    try:
        scored = kind(vector)
        return of_score(float(scored.base_score))
    except (CVSSError, ValueError, KeyError):
        return ""


def worst(*severities: str) -> str:
    """The highest of them."""
    return max(severities, key=ORDER.index, default="")
