"""What a form says about itself."""

from collections.abc import Callable

import pytest

from assay.facts.forms import CompletedForm

Read = Callable[[str, bytes | str], CompletedForm]


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Organisation: Gantry Ltd", "organisation", "Gantry Ltd"),
        ("**SRO:** Ada Builder", "owner", "Ada Builder"),
        ("| Senior Responsible Owner (SRO) | Ada Builder |\n|---|---|", "owner", "Ada Builder"),
        ("Name: Ada Builder\n\nRole: Senior Responsible Owner", "owner", "Ada Builder"),
        ("Name: Ada Builder\n\nRole: Engineer", "owner", ""),
        ("Name: Ada Builder\n\nRole: Engineer", "assessed_by", "Ada Builder"),
        ("Product: Gantry v2.1", "version", "v2.1"),
        ("Version 0.4", "version", ""),
        ("Organisation: [Company]", "organisation", ""),
        ("SRO: TBC", "owner", ""),
        ("Date completed: 3 May 2026", "assessed_on_printed", "3 May 2026"),
    ],
)
def test_details(read: Read, text: str, field: str, value: str) -> None:
    assert getattr(read("form.md", text).header, field) == value


def test_a_day_that_does_not_exist_is_kept_as_printed(read: Read) -> None:
    head = read("form.md", "Date completed: 31/13/2026").header
    assert (head.assessed_on, head.assessed_on_printed) == (None, "31/13/2026")
