"""How much an observation can carry (judgement rules, vocabulary)."""

from enum import IntEnum


class Strength(IntEnum):
    """Ordered: weak is presence or proxy, medium is configured, strong is enforced or verified."""

    WEAK = 1
    MEDIUM = 2
    STRONG = 3

    @property
    def word(self) -> str:
        """The lower-case word used in every output."""
        return self.name.lower()

    def lowered(self) -> "Strength | None":
        """One level less, or nothing below weak."""
        return None if self is Strength.WEAK else Strength(self - 1)

    @classmethod
    def from_word(cls, word: str) -> "Strength":
        """The strength called ``word``; raises KeyError for any other word."""
        return cls[word.upper()]


WEAK, MEDIUM, STRONG = Strength.WEAK, Strength.MEDIUM, Strength.STRONG
