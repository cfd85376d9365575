"""``assay record``: puts what a person states, accepts or disputes into a file that is reviewed like any other."""

import sys
from datetime import datetime, timedelta
from pathlib import Path

import click

from assay.cli.clock import today

DAY = click.DateTime(["%Y-%m-%d"])
RISK_DAYS = 90
QUESTIONS = {
    "says": "What is so, or why",
    "person": "Who states it (first name and surname)",
    "role": "That person's role",
}


@click.command("record")
@click.argument("claim_or_facet", required=False)
@click.option("--risk", nargs=2, metavar="CHECK OBJECT", help="Accept this finding for a limited time.")
@click.option("--false-positive", nargs=2, metavar="CHECK OBJECT", help="Hold this finding to be wrong.")
@click.option("--says", help="What is so, in the present or past; with a finding, the reason.")
@click.option("--person", help="Who states or decides it: a person, not a team.")
@click.option("--role", help="That person's role.")
@click.option("--date", "on", type=DAY, help="The day it is stated (default: today).")
@click.option("--document", default="", metavar="PATH", help="What bears it out; for a false positive, the file.")
@click.option("--quote", default="", help="The passage of the document that is meant.")
@click.option("--argument", default="", help="Why the document shows it.")
@click.option("--assumption", "assumptions", multiple=True, help="What must be so for it to hold; may be repeated.")
@click.option("--scope", default="", help="The part of the product it speaks of.")
@click.option("--second-person", default="", help="Who confirms it: somebody else.")
@click.option("--second-role", default="", help="The role of the second person.")
@click.option("--valid-until", type=DAY, help="Its last day, where sooner than the claim says.")
@click.option("--into", type=click.Path(path_type=Path), help="The profile to add to (default: assay.toml).")
@click.option("--repository", type=click.Path(path_type=Path), default=Path(), help="Default: the current folder.")
@click.option("--evidence", type=click.Path(path_type=Path), help="The evidence folder, if one is used.")
def command(
    claim_or_facet: str | None,
    risk: tuple[str, str] | None,
    false_positive: tuple[str, str] | None,
    says: str | None,
    person: str | None,
    role: str | None,
    on: datetime | None,
    document: str,
    quote: str,
    argument: str,
    assumptions: tuple[str, ...],
    scope: str,
    second_person: str,
    second_role: str,
    valid_until: datetime | None,
    into: Path | None,
    repository: Path,
    evidence: Path | None,
) -> None:
    """Record what a named person states about a CLAIM_OR_FACET.

    Adds it to the end of assay.toml, where it is reviewed like any change;
    what stands there is left as it is. Asks for what is missing. A promise, a
    denial or a nameless person is refused at once, with the reason.

    \b
    Examples:
      assay record 1.1.2/a --says "All developers took the course." \\
        --person "Cleo Warden" --role "Head of Engineering" --document docs/log.md
      assay record --risk base-image-pinned "" --says "Rebuilt every night." \\
        --person "Cleo Warden" --valid-until 2026-12-31
    """
    from assay.assess.record import Said, accept, mark, state
    from assay.domain.evidence import AcceptedRisk, FalsePositive

    if sum(map(bool, (claim_or_facet, risk, false_positive))) != 1:
        raise click.UsageError(
            "Name one thing: a claim or facet, --risk CHECK OBJECT, or --false-positive CHECK OBJECT."
        )
    day = on.date() if on else today()
    last = valid_until.date() if valid_until else None
    file = into or repository / "assay.toml"
    if claim_or_facet:
        facet = _facet(claim_or_facet)
        answers = _answers({"says": says, "person": person, "role": role})
        said = Said(
            facet, answers["says"], answers["person"], answers["role"], day, document, quote, argument, assumptions,
            scope, second_person, second_role, last,
        )  # fmt: skip
        report = state(said, repository, file, today(), evidence)
    else:
        answers = _answers({"says": says, "person": person})
        check, thing = risk or false_positive or ("", "")
        if risk:
            until = last or day + timedelta(days=RISK_DAYS)
            report = accept(AcceptedRisk(check, thing, answers["person"], answers["says"], day, until), file, today())
        else:
            found = FalsePositive(check, thing, "", answers["person"], answers["says"], day)
            report = mark(found, document, repository, file, today(), evidence)
    click.echo(report)
    click.echo(f"Added to {file}. Have it reviewed and commit it; then: assay assess {repository}", err=True)


def _facet(claim_or_facet: str) -> str:
    """The facet meant; asked for where a claim has more than one that people answer."""
    from assay.assess.record import answerable

    facets = answerable(claim_or_facet)
    if len(facets) == 1:
        return facets[0].id
    ids = [each.id for each in facets]
    if not at_terminal():
        raise click.UsageError(f"{claim_or_facet} has more than one facet: name {', '.join(ids[:-1])} or {ids[-1]}.")
    for each in facets:
        click.echo(f"{each.id}  {each.says}", err=True)
    return str(click.prompt("Which facet", type=click.Choice(ids), err=True))


def _answers(given: dict[str, str | None]) -> dict[str, str]:
    """Every answer, asked for where it is missing and somebody is there to be asked."""
    missing = [name for name, answer in given.items() if not answer]
    if missing and not at_terminal():
        raise click.UsageError(f"Missing: {', '.join('--' + name for name in missing)}.")
    return {name: answer or str(click.prompt(QUESTIONS[name], err=True)) for name, answer in given.items()}


def at_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty()
