"""The words a judgement ends in."""

from enum import StrEnum


class FacetState(StrEnum):
    """How a facet stands."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    FAILED = "failed"
    NONE = "none"
    NOT_APPLICABLE = "not applicable"


class Verdict(StrEnum):
    """How a claim or principle stands. There is no score."""

    MET = "met"
    PARTLY = "partly met"
    NOT_MET = "not met"
    NO_EVIDENCE = "no evidence"
    NOT_APPLICABLE = "not applicable"


class Confidence(StrEnum):
    """How sure a verdict is, by the weakest thing it rests on."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
