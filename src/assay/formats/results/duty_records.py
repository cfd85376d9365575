"""Records of a duty, exported from where they are kept: CSV with the columns of one duty, or TOML that names it."""

from assay.formats.duties import load
from assay.formats.duty_records import DutyTableError, Row, duty_of, rows
from assay.formats.results.raw import Raw, ResultError

TITLE = "records of a duty, such as training (CSV, TOML)"


def recognises(raw: Raw) -> bool:
    """The columns of just one duty, or the name of one."""
    return raw.data[:1] not in (b"{", b"[", b"<") and bool(duty_of(raw.data, load().values()))


def read(raw: Raw) -> tuple[tuple[str, Row], ...]:
    """Each row with its duty. Raises ResultError where the table cannot be read."""
    duty = duty_of(raw.data, load().values())
    if not duty:
        raise ResultError("it has the columns of no duty")
    try:
        return tuple((duty, row) for row in rows(raw.data, load()[duty]))
    except DutyTableError as fault:
        raise ResultError(str(fault)) from None
