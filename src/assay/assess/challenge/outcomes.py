"""What can become of an answer once it is held against a repository."""

from enum import StrEnum


class ChallengeOutcome(StrEnum):
    """In the order a reader wants them."""

    CONTRADICTED = "contradicted"
    """Something seen speaks against the answer, or what it cites is not there."""
    UNSUPPORTED = "unsupported"
    """It could be seen here if it were so; it was looked for, and nothing shows it."""
    NOT_ANSWERABLE = "not answerable from here"
    """A person or a platform would have to show it."""
    UNANSWERED = "unanswered"
    SET_ASIDE = "set aside"
    UNDERSTATED = "understated"
    """The repository shows more than the form says."""
    ADMITTED = "said not to be met"
    """The form says so itself, and nothing seen says otherwise."""
    CONFIRMED = "confirmed"
    """What was observed reaches the answer without the help of anybody's word."""
