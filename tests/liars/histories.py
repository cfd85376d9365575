"""Histories that show activity without what it is supposed to show."""

from datetime import date

from assay.checks.contract import Change
from assay.testing.corpus import Liar

README = "# Pilot\n\nPilot guides.\n"
LOCKED = '{{"name": "pilot", "version": "{0}", "private": true, "dependencies": {{"leaflet": "{1}"}}}}'


def _daily(author: str) -> tuple[Change, ...]:
    return tuple(
        Change(f"Step {number}", {"a.txt": str(number)}, author, date(2026, 8, number + 1)) for number in range(14)
    )


REPOSITORIES = (
    Liar(
        name="changes by root and friends",
        pretends="Fourteen dated commits, all of them by an account that is nobody.",
        baits=("1.1.4/a", "2.2.1/a"),
        files={"README.md": README},
        history=_daily("root <root@localhost>"),
        truth={},
        true_history=_daily("Ada Builder <ada@pilot.example>"),
    ),
    Liar(
        name="changes by Your Name",
        pretends="Fourteen commits under the name of the manual's example.",
        baits=("1.1.4/a",),
        files={"README.md": README},
        history=_daily("Your Name <you@example.com>"),
    ),
    Liar(
        name="updates that only count up",
        pretends="Six changes of the manifest in six weeks, each of which moves the product's own version and nothing else.",
        baits=("1.2.5/b",),
        files={"README.md": README, "package.json": LOCKED.format("1.6.0", "1.9.4")},
        history=tuple(
            Change(
                f"Bump version to 1.{number}.0",
                {"package.json": LOCKED.format(f"1.{number}.0", "1.9.4")},
                on=date(2026, 8, 3 + 7 * (number % 4)),
            )
            for number in range(7)
        ),
        truth={"package.json": LOCKED.format("1.0.0", "1.9.4")},
        true_history=tuple(
            Change(
                f"Update leaflet to 1.9.{number}",
                {"package.json": LOCKED.format("1.0.0", f"1.9.{number}")},
                on=date(2026, 8, 3 + number),
            )
            for number in range(7)
        ),
    ),
    Liar(
        name="updates of long ago",
        pretends="A lively routine of updates that stopped two years ago.",
        baits=("1.2.5/b", "1.1.3/c"),
        files={"README.md": README, "package.json": LOCKED.format("1.0.0", "1.9.6")},
        history=tuple(
            Change(
                f"Update leaflet to 1.9.{number}",
                {"package.json": LOCKED.format("1.0.0", f"1.9.{number}")},
                on=date(2024, 8, 3 + number),
            )
            for number in range(7)
        ),
    ),
)
