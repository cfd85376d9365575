"""``assay init``: writes the profile of a product."""

import sys
from pathlib import Path

import click

from assay.cli.place import put
from assay.errors import MalformedInputError, OutputPlaceError, UnknownIdError

ROLES = ("developer-distributor", "reseller", "developer-only", "in-house", "open-source-maintainer")
DELIVERY = ("installed", "container", "saas", "library", "app", "firmware", "mixed")

EXAMPLES = """
# A statement answers what no machine can see. assay explain 1.1.2 says what to state. Say what is so, not what is planned.
# assay record adds one, with the digest of its document.
# The document is a path in this repository; it counts if it is there, filled in, on the subject and not older than a year.
# With its SHA-256 it counts only while it stays the same; with a quotation, the passage is looked at.
# [[statements]]
# facet = "1.1.2/a"
# says = "Every developer took the secure coding course; records are kept by the office."
# person = "Name"
# role = "Head of Engineering"
# date = 2026-01-31
# document = "docs/training-log.md"
# sha256 = "64 hexadecimal digits, from: sha256sum docs/training-log.md"
# quote = "a sentence of the document that shows it"

# A claim that does not apply, for a reason the Code allows: assay explain 1.4.2 says which.
# [[not_applicable]]
# claim = "1.4.2"
# reason = "The product has no accounts and no privileged interface."
# person = "Name"

# A finding you decide to live with, for 180 days at most. The facet is then at best partly met.
# [[accepted_risks]]
# check = "base-image-pinned"
# object = "as the report names it; empty for all of the check"
# owner = "Name"
# reason = "The image is rebuilt every night from a signed tag."
# accepted = 2026-01-31
# expires = 2026-06-30

# A finding that is wrong. It holds for a year and while the file stays the same. Marks in this file leave the finding standing
# at partly met; an assessor who gives them with --profile sets it aside. Reports show every mark.
# [[false_positives]]
# check = "secrets-in-tree"
# object = "as the report names it"
# digest = "object id of the file, from: git rev-parse HEAD:path"
# person = "Name"
# reason = "It is a published test value."
# date = 2026-01-31
"""


@click.command("init")
@click.argument("folder", type=click.Path(readable=False, path_type=Path), default=Path())
@click.option("--organisation", help="Who ships the product.")
@click.option("--sro", help="Senior Responsible Owner: the person who signs.")
@click.option("--product", help="Name of the product.")
@click.option("--role", type=click.Choice(ROLES), help="Your part for this product.")
@click.option("--delivery", multiple=True, type=click.Choice(DELIVERY), help="How it reaches users; may be repeated.")
@click.option("--repository", multiple=True, help="Repositories that make up the product; may be repeated.")
@click.option("--security-policy", help="Address of the disclosure policy.")
@click.option("--support-page", help="Address of the support and end-of-support statement.")
@click.option("--releases", help="Where releases are downloaded.")
@click.option("--force", is_flag=True, help="Replace an assay.toml that is there.")
@click.option("--yes", is_flag=True, help="Ask nothing; leave out what was not given.")
def command(
    folder: Path,
    organisation: str | None,
    sro: str | None,
    product: str | None,
    role: str | None,
    delivery: tuple[str, ...],
    repository: tuple[str, ...],
    security_policy: str | None,
    support_page: str | None,
    releases: str | None,
    force: bool,
    yes: bool,
) -> None:
    """Write assay.toml, the profile of your product, into FOLDER.

    Asks for what is not given. What stands there is your own statement: reports
    show it, and it never silences a check.

    \b
    Example: assay init --product Gantry --role in-house --delivery saas --yes
    """
    place = folder / "assay.toml"
    _look_at(place, force=force)

    def asked(question: str, given: str | None, default: str = "") -> str:
        if given is not None or yes:
            return given or default
        try:
            return str(click.prompt(question, default=default, show_default=bool(default), err=True))
        except click.Abort:
            if sys.stdin and sys.stdin.isatty():
                raise
            click.echo(err=True)
            raise MalformedInputError(
                f"Nobody answered: {question}?",
                advice="Give it as an option, or use --yes to leave out what is not given.",
            ) from None

    answers = {
        "organisation": asked("Organisation that ships the product", organisation),
        "sro": asked("Senior Responsible Owner (who signs)", sro),
        "product": asked("Product", product, folder.resolve().name),
        "role": _choice(asked(f"Role ({', '.join(ROLES)})", role, ROLES[0]), ROLES, "role"),
    }
    models = delivery or tuple(
        _choice(each.strip(), DELIVERY, "delivery model")
        for each in asked(f"Delivery, with commas ({', '.join(DELIVERY)})", None, DELIVERY[0]).split(",")
    )
    links = {
        "security_policy": asked("Address of the disclosure policy", security_policy),
        "support": asked("Address of the support statement", support_page),
        "releases": asked("Where releases are downloaded", releases),
    }
    text = profile_text(answers, models, repository or (".",), links)
    _refuse_faults(text)
    put(text, place)
    click.echo(f"Wrote {place}. Next: assay assess {folder}", err=True)


def _look_at(place: Path, *, force: bool) -> None:
    """Raises OutputPlaceError before anything is asked, where nothing may be written."""
    try:
        if not place.parent.is_dir():
            raise OutputPlaceError(f"{place.parent} is not a folder.", advice="Make it first, or name another.")
        if place.exists() and not force:
            raise OutputPlaceError(f"{place} is there already.", advice="Edit it, or use --force to replace it.")
    except OSError as error:
        raise OutputPlaceError(f"{place} cannot be written: {error.strerror}.", advice="Name another folder.") from None


def _refuse_faults(text: str) -> None:
    """Raises MalformedInputError, with every fault, where the answers make no profile."""
    import tomllib

    import jsonschema_rs

    from assay.store.code_of_practice import schema

    if not _is_utf8(text):
        raise MalformedInputError("An answer is not UTF-8 text.", advice="Give it as UTF-8.")
    validator = jsonschema_rs.validator_for(schema("profile"), validate_formats=True)
    faults = [
        f"{'.'.join(str(part) for part in fault.instance_path)}: {fault.message}"
        for fault in validator.iter_errors(tomllib.loads(text))
    ]
    if faults:
        raise MalformedInputError(
            "These answers make no profile:\n  " + "\n  ".join(faults), advice="Correct them; nothing was written."
        )


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def profile_text(
    answers: dict[str, str], delivery: tuple[str, ...], repositories: tuple[str, ...], links: dict[str, str]
) -> str:
    """The text of an assay.toml with these answers and a commented example of a statement."""
    lines = [
        "# The profile of this product for assay: the owner's own statements, shown in every report.",
        "schema = 1",
        "",
        "[organisation]",
        f"name = {_quoted(answers['organisation'])}",
        f"senior_responsible_owner = {_quoted(answers['sro'])}",
        "",
        "[product]",
        f"name = {_quoted(answers['product'])}",
        f"role = {_quoted(answers['role'])}",
        f"delivery = [{', '.join(_quoted(each) for each in delivery)}]",
        "",
    ]
    for repository in repositories:
        lines += ["[[repositories]]", f"path = {_quoted(repository)}", ""]
    lines.append("[links]")
    lines += [f"{name} = {_quoted(address)}" for name, address in links.items() if address]
    lines += [
        "",
        *EXAMPLES.strip().splitlines(),
    ]
    return "\n".join(lines) + "\n"


def _choice(given: str, known: tuple[str, ...], kind: str) -> str:
    if given not in known:
        raise UnknownIdError(f"There is no {kind} called {given!r}.", advice=f"Known: {', '.join(known)}.")
    return given


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
