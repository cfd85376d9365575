"""The one place that asks what day and time it is."""

from datetime import UTC, date, datetime


def today() -> date:
    """The current day in UTC."""
    return datetime.now(UTC).date()  # noqa: TID251


def now() -> datetime:
    """The current moment in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)  # noqa: TID251
