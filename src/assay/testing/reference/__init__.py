"""Writes the reference pages from the program itself: ``python -m assay.testing.reference docs/reference``.

Nothing is listed here by hand: a new command, check, claim, fact, error or field appears by being there.
"""

from pathlib import Path

from assay.assess.discovery import checks
from assay.store.code_of_practice import load
from assay.testing.reference import (
    check_pages,
    claim_pages,
    command_pages,
    fact_page,
    reach_page,
    result_page,
    schema_pages,
)

MARK = "<!-- Written by make docs from the program itself: change the source, not this page. -->\n\n"


def write(folder: Path) -> None:
    """Write every page into ``folder`` and take away pages written earlier that no longer are."""
    new = pages()
    for old in folder.rglob("*.md"):
        if old.relative_to(folder).as_posix() not in new and old.read_text("utf-8").startswith(MARK):
            old.unlink()
    for name, text in new.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")


def pages() -> dict[str, str]:
    """Path below the folder of reference pages → text."""
    code, everything = load(), checks()
    found = {
        "commands.md": command_pages.commands(),
        "exit-codes.md": command_pages.exit_codes(),
        "facts.md": fact_page.page(everything),
        "checks.md": check_pages.overview(everything),
        "claims.md": claim_pages.overview(code, everything),
        "reach.md": reach_page.page(code),
        "profile.md": schema_pages.page(
            "profile",
            "The profile, assay.toml",
            "What an owner declares about a product, at the top of its repository, or an assessor in a file of their own. "
            "`assay init` writes one. A field that is not listed here is refused.",
        ),
        "assessment.md": schema_pages.page(
            "assessment",
            "The assessment as JSON",
            "What `assay assess --format json` writes. There is no percentage and no score in it.",
        ),
        "results.md": result_page.page(),
        "challenge.md": schema_pages.page(
            "challenge",
            "A challenge as JSON",
            "What `assay challenge FORM --repository PATH --format json` writes. There is no percentage and no score in it.",
        ),
        "due.md": schema_pages.page("due", "What falls due as JSON", "What `assay due --format json` writes."),
        "gate.md": schema_pages.page(
            "gate", "What a gate found as JSON", "What `assay gate --baseline FILE --format json` writes."
        ),
        "form.md": schema_pages.page(
            "form",
            "A completed form as JSON",
            "What `assay form import FORM` writes, and what `assay form export --form FILE` writes again.",
        ),
        "form-faults.md": schema_pages.page(
            "form-faults", "The faults of a form as JSON", "What `assay form lint FORM --format json` writes."
        ),
    }
    found["pack.md"] = schema_pages.page(
        "pack",
        "The pack as JSON",
        "What `assay seal --output FILE` writes; a file that is written in any other way is refused.",
    )
    found["verification.md"] = schema_pages.page(
        "verification", "What verifying found as JSON", "What `assay verify PACK --format json` writes."
    )
    for family in sorted({check.family for check in everything}):
        found[f"checks/{family}.md"] = check_pages.family_page(family, everything, code)
    for theme in code.themes:
        found[f"claims/theme-{theme.id}.md"] = claim_pages.theme_page(theme, code, everything)
    listed = [f"- [{text.partition(chr(10))[0].removeprefix('# ')}]({name})" for name, text in sorted(found.items())]
    found["README.md"] = "\n".join(["# Reference", "", *listed]) + "\n"
    return {name: MARK + text for name, text in found.items()}
