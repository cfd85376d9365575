"""The beginning of a statement that cites a passage: what only a person can say is left blank, so that it counts for nothing yet.

Its blanks are refused by the schema of the profile, each on its own: pasted as it is, or half completed, it supports nothing.
"""

from assay.facts.suggestions import Suggestion
from assay.formats.toml_writing import string


def write(suggestion: Suggestion) -> str:
    """TOML for ``assay.toml``."""
    source = suggestion.source
    lines = ["[[statements]]"]
    if not source.object_id:
        lines.append("# The document is not committed here: commit it, then give its path.")
    lines += [
        f"facet = {string(suggestion.facet)}",
        'says = ""    # what is so, in your own words, in the present or past',
        'person = ""  # the named person who knows it and stands for it',
        'role = ""    # what that person is in the organisation',
        'date = ""    # the day it is stated: 2026-01-31, without quotation marks',
        f"document = {string(source.path if source.object_id else '')}",
        f"sha256 = {string(source.sha256)}",
    ]
    if suggestion.quote:
        lines.append(f"quote = {string(' '.join(suggestion.quote.split()))}")
    return "\n".join(lines) + "\n"
