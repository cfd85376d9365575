"""The one place that asks what day it is."""

from datetime import UTC, date, datetime


def today() -> date:
    """The current day in UTC."""
    return datetime.now(UTC).date()  # noqa: TID251
