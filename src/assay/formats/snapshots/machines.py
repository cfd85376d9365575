"""Accounts of machines that a platform lists among people, told by how such accounts are named everywhere."""

import re

MACHINE = re.compile(r"\[bot\]$|(^|[-_.])(ro)?bot$|^(dependabot|renovate|mergify|bors|ghost|web-flow)\b", re.IGNORECASE)


def is_machine(login: str) -> bool:
    """Whether an account of this name is a machine's, or stands for an account that is gone: neither reviews anything."""
    return bool(MACHINE.search(login))
