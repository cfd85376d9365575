"""Profiles (assay.toml) that want to talk claims into being met or out of being asked."""

from assay.testing.corpus import Liar

README = "# Derrick\n\nDerrick lifts.\n"
HEAD = 'schema = 1\n[organisation]\nname = "Derrick Ltd"\n[product]\nname = "Derrick"\ndelivery = ["installed"]\n'
STATEMENT = '[[statements]]\nfacet = "{0}"\nsays = "{1}"\nperson = "{2}"\nrole = "{3}"\ndate = "{4}"\n'
PUSH = "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    steps: [{run: docker push example/derrick}]\n"


def _stated(facets: tuple[str, ...], person: str, role: str, day: str, document: str = "") -> str:
    cited = f'document = "{document}"\n' if document else ""
    return HEAD + "".join(
        STATEMENT.format(facet, "Yes, we do this and always have done.", person, role, day) + cited for facet in facets
    )


MACHINE = ("1.2.2/a", "1.2.2/b", "1.3.2/a", "3.1.1/a", "3.2.1/a", "3.2.2/a", "3.3.1/a", "2.1.5/a")
HUMAN = ("1.1.2/a", "2.1.6/a", "3.4.1/a", "4.3.2/a")

REPOSITORIES = (
    Liar(
        name="statements where looking was possible",
        pretends="A named person states eight things that a look at the tree would show.",
        baits=tuple(facet for facet in MACHINE if facet != "2.1.5/a"),
        files={
            "README.md": README,
            "assay.toml": _stated(MACHINE, "Ada Builder", "Head of Engineering", "2026-09-01"),
        },
    ),
    Liar(
        name="statements by nobody",
        pretends="Statements on facets only people can answer, by TBD, by n/a, by the team and by a placeholder.",
        baits=HUMAN,
        files={
            "README.md": README,
            "assay.toml": HEAD
            + "".join(
                STATEMENT.format(facet, "Yes, we do this and always have done.", person, "owner", "2026-09-01")
                for facet, person in zip(HUMAN, ("TBD", "n/a", "[name]", "Your Name"), strict=True)
            ),
        },
    ),
    Liar(
        name="statements from the future and from long ago",
        pretends="A named person states things on a day that has not come, and on one ten years ago.",
        baits=HUMAN,
        files={
            "README.md": README,
            "assay.toml": _stated(HUMAN[:2], "Ada Builder", "Head of Engineering", "2027-09-01")
            + "".join(
                STATEMENT.format(facet, "Yes, we do this and always have done.", "Ada Builder", "Head", "2016-09-01")
                for facet in HUMAN[2:]
            ),
        },
    ),
    Liar(
        name="claims set aside that nobody may set aside",
        pretends="Six claims are marked not applicable, among them those that decide.",
        baits=("3.2.1/a", "3.2.2/a", "2.1.5/a", "1.2.2/b", "4.2.1/a", "3.3.1/a"),
        files={
            "README.md": README,
            "assay.toml": HEAD
            + "".join(
                f'[[not_applicable]]\nclaim = "{claim}"\nreason = "This does not concern us at all."\nperson = "Ada Builder"\n'
                for claim in ("3.2.1", "3.2.2", "2.1.5", "1.2.2", "4.2.1", "3.3.1")
            ),
        },
    ),
    Liar(
        name="a service that ships images",
        pretends="The profile says the product is a service and nothing runs at the customer; the pipeline pushes images.",
        baits=("3.1.1/a", "3.1.2/c"),
        files={
            "README.md": README,
            ".github/workflows/release.yml": PUSH,
            "assay.toml": HEAD.replace("installed", "saas")
            + '[[not_applicable]]\nclaim = "3.1.1"\nreason = "Nothing of the product runs at the customer."\nperson = "Ada Builder"\n',
        },
    ),
    Liar(
        name="marks without a person",
        pretends="Claims that may be set aside, set aside by nobody in particular.",
        baits=("1.4.2/a", "1.4.2/b"),
        files={
            "README.md": README,
            "assay.toml": HEAD
            + '[[not_applicable]]\nclaim = "1.4.2"\nreason = "There are no accounts in this product."\nperson = "TBD"\n',
        },
    ),
    Liar(
        name="a profile that is none",
        pretends="An assay.toml with the field `met = true` for everything.",
        baits=(*MACHINE, *HUMAN),
        files={
            "README.md": README,
            "assay.toml": 'schema = 1\nmet = true\nverdict = "met"\n[claims]\n"3.2.1" = "met"\n"2.1.5" = "met"\n',
        },
    ),
    Liar(
        name="cited documents without substance",
        pretends="Statements that cite an empty file, a file of fillers and a file that is not there, to look well backed.",
        baits=("3.2.1/a", "1.2.2/a", "1.3.2/a"),
        files={
            "README.md": README,
            "docs/empty.md": "",
            "docs/filler.md": "# Vulnerability disclosure\n\n" + "Lorem ipsum report vulnerability. " * 20,
            "assay.toml": _stated(("3.2.1/a",), "Ada Builder", "CTO", "2026-09-01", "docs/empty.md")
            + _stated(("1.2.2/a",), "Ada Builder", "CTO", "2026-09-01", "docs/filler.md").removeprefix(HEAD)
            + _stated(("1.3.2/a",), "Ada Builder", "CTO", "2026-09-01", "docs/none.md").removeprefix(HEAD),
        },
    ),
)
