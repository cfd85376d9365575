"""The pages on claims: a list of all with roles and frameworks, and one page per theme with every facet."""

from assay.assess.discovery import Check
from assay.checks.contract import ANY
from assay.domain.catalogue import Catalogue, Claim, Facet, Knower, Theme
from assay.testing.reference.words import anchor, cell, prose, to_checks


def met_by_files(code: Catalogue, everything: tuple[Check, ...]) -> list[str]:
    """Claims these checks can show to be met from committed files, with nobody confirming anything."""
    best: dict[str, int] = {}
    for check in everything:
        for facet, strength in check.supports.items():
            best[facet] = max(strength, best.get(facet, 0))
    return [
        claim.id
        for claim in code.claims
        if claim.counted
        and all(
            facet.who_can_know is Knower.MACHINE and best.get(facet.id, 0) >= facet.needs
            for facet in claim.facets
            if facet.mandatory
        )
    ]


def overview(code: Catalogue, everything: tuple[Check, ...]) -> str:
    """Every claim with the best verdict files can give and how much of it checks look at; roles and frameworks below."""
    lines = ["# Claims", "", "In our own words; the official wording stays in your own copy of the form."]
    lines += ["", "| Claim | Asks | Best from files and results | Facets with a check |", "|---|---|---|---|"]
    for claim in code.claims:
        looked = sum(bool(_looking(facet.id, everything)) for facet in claim.facets)
        place = f"claims/theme-{claim.id[0]}.md#{anchor(f'{claim.id} {claim.title}')}"
        best = claim.ceiling.repository_and_ingested_files
        lines.append(f"| [{claim.id}]({place}) | {cell(claim.title)} | {best} | {looked} of {len(claim.facets)} |")
    met = ", ".join(met_by_files(code, everything)) or "none"
    lines += ["", f"What the checks of this version can show to be met from files alone: {met}."]
    models = [(each.id, f"{each.title}. {each.changes}") for each in code.delivery_models]
    lines += _list("Roles", [(each.id, f"{each.title}. {each.note}") for each in code.roles])
    lines += _list("Delivery models", models)
    lines += _list("What may be set aside", [(each.id, each.reason) for each in code.not_applicable])
    lines += _list("Linked frameworks", [(each.id, f"{each.title}. {each.links_verified}") for each in code.frameworks])
    return "\n".join(lines) + "\n"


def theme_page(theme: Theme, code: Catalogue, everything: tuple[Check, ...]) -> str:
    """Every claim of one theme."""
    anywhere = (check for check in everything if ANY in {**check.supports, **check.counters})
    lines = [f"# Theme {theme.id}: {theme.title}", "", "Beside the checks named at a facet, these follow whatever an "]
    lines[-1] += f"owner states or cites: {to_checks(anywhere, '../checks/')}."
    for principle in code.principles_of(theme.id):
        lines += ["", f"## {principle.id} {principle.title}", "", f"While it is not met: {prose(principle.risk)}"]
        for claim in code.claims_of(principle.id):
            lines += _claim(claim, everything)
    return "\n".join(lines) + "\n"


def _claim(claim: Claim, everything: tuple[Check, ...]) -> list[str]:
    best = claim.ceiling
    numbers = ", ".join(f"{edition} {number or 'not in it'}" for edition, number in claim.numbers.items())
    links = "; ".join(f"{link.framework} {', '.join(link.ids)}" for link in claim.links)
    paragraphs = (
        f"### {claim.id} {claim.title}",
        prose(claim.says),
        f"*If it is not met:* {prose(claim.if_not_met)}",
        f"*Whom it concerns:* {prose(claim.applies)}",
        f"*Best verdict:* {best.repository_and_ingested_files} from files and results handed in, {best.machine_alone} "
        f"by all a machine can see, {best.with_statement} with a person's statement. {prose(best.reason)}",
        f"*Ask a named person* (the answer holds {claim.answer_valid_days} days): {prose(claim.ask)}",
        "\n".join(
            (
                "| Facet | Says | Needs | Who can know | Checks |",
                "|---|---|---|---|---|",
                *(_facet(facet, everything) for facet in claim.facets),
            )
        ),
        f"*Numbers:* {numbers}. *See also* (never an equivalence): {prose(links) or 'nothing'}.",
    )
    return [each for paragraph in paragraphs for each in ("", paragraph)]


def _facet(facet: Facet, everything: tuple[Check, ...]) -> str:
    marks = [word for word, holds in (("decisive", facet.decisive), ("optional", not facet.mandatory)) if holds]
    says = f"{cell(facet.says)}{f' ({marks[0]})' if marks else ''}. Shown by: {cell(facet.shown_by)}."
    looking = to_checks(_looking(facet.id, everything), "../checks/") or "none yet"
    return f"| {facet.id} | {says} | {facet.needs.word} | {facet.who_can_know.value} | {looking} |"


def _looking(facet: str, everything: tuple[Check, ...]) -> list[Check]:
    return [check for check in everything if facet in {**check.supports, **check.counters}]


def _list(title: str, rows: list[tuple[str, str]]) -> list[str]:
    return ["", f"## {title}", "", *(f"- `{name}`: {prose(says)}" for name, says in rows)]
