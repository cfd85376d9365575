"""Statements and records of duties that look kept: written by who left, filled in at one go, confirmed by their own author."""

import hashlib
from datetime import date

from assay.checks.contract import Change, Handed
from assay.testing.corpus import Liar

README = "# Winch\n\nWinch pulls.\n"
HEAD = 'schema = 1\n[organisation]\nname = "Winch Ltd"\n[product]\nname = "Winch"\n'
TRAINING = "person,subject,date,provider,reference\n"
LOG = (
    "# Training log\n\n| Developer | Course | Date |\n|---|---|---|\n| Ada Builder | Secure coding in Python, OWASP | 2026-08-02 |\n"
    "| Ben Maker | Secure coding in Python, OWASP | 2026-08-09 |\n| Cem Smith | Secure coding in Go, OWASP | 2026-09-01 |\n"
)
MENU = "# Menu\n\nOn Monday there is soup with bread, on Tuesday rice with vegetables, on Wednesday noodles, and on Friday fish.\n"
COURSES = (
    ("Ada Builder", "Secure coding in Python", "2026-01-14"),
    ("Ben Maker", "Threat modelling", "2026-03-11"),
    ("Cem Smith", "Secure design review", "2026-05-20"),
    ("Dee Tailor", "Fuzzing of parsers", "2026-07-08"),
    ("Eve Archer", "Secure coding in Go", "2026-09-09"),
)
REVIEWS = "date,reviewer,system,account,decision,done\n"
INVENTORY = "system,kind,host,owner,checked\nforge,source,github.com,Ada Builder,2026-09-03\n"
BOUGHT = "supplier,requirements,sent,by,acknowledged\n"


def _records(**tables: str) -> str:
    names = {name.replace("_", "-"): f"assurance/{name}.csv" for name in tables}
    return HEAD + "[records]\n" + "".join(f'{duty} = "{path}"\n' for duty, path in names.items())


def _kept(**tables: str) -> dict[str, str | bytes]:
    files = {f"assurance/{name}.csv": text for name, text in tables.items()}
    return {"README.md": README, "assay.toml": _records(**tables), **files}


def _taken(rows: tuple[tuple[str, str, str], ...]) -> str:
    return TRAINING + "".join(f"{who},{what},{day},Northbank Training,\n" for who, what, day in rows)


def _as_it_happened() -> tuple[Change, ...]:
    """Each course entered on the day after it ended."""
    return tuple(
        Change(
            "Enter a course",
            {"assurance/training.csv": _taken(COURSES[:number])},
            on=date.fromisoformat(COURSES[number - 1][2]),
        )
        for number in range(1, len(COURSES) + 1)
    )


def _stated(more: str, says: str = "Every developer took the secure coding course.", before: str = "") -> dict[str, str | bytes]:  # fmt: skip
    text = (
        HEAD + before + f'[[statements]]\nfacet = "1.1.2/a"\nsays = "{says}"\nperson = "Ada Builder"\n'
        f'role = "Head of Engineering"\ndate = 2026-09-01\n{more}'
    )
    return {"README.md": README, "assay.toml": text, "docs/training.md": LOG, "docs/menu.md": MENU}


CITED = 'document = "docs/training.md"\n'

REPOSITORIES = (
    Liar(
        name="a statement by a person who left",
        pretends="A document that holds is cited by somebody who no longer works there, so nobody stands for it.",
        baits=("1.1.2/a",),
        files=_stated(CITED, before='[[people]]\nname = "A. Builder"\nleft = 2026-09-15\n'),
    ),
    Liar(
        name="a second person who is the first",
        pretends="The author confirms the own statement under another spelling, with letters of another alphabet.",
        baits=("1.1.2/a",),
        files=_stated(CITED + 'second_person = "Вuilder, Аda"\nsecond_role = "Lead Developer"\n'),
    ),
    Liar(
        name="a promise as a statement",
        pretends="Everybody is going to be trained, which says that nobody was.",
        baits=("1.1.2/a",),
        files=_stated(CITED, says="All developers will be trained in secure coding by next spring."),
    ),
    Liar(
        name="the digest of another document",
        pretends="The log is cited with the digest of the menu, so what was cited is not what stands there.",
        baits=("1.1.2/a",),
        through=("citation-resolves",),
        files=_stated(CITED + f'sha256 = "{hashlib.sha256(MENU.encode()).hexdigest()}"\n'),
    ),
    Liar(
        name="the own assessment as evidence",
        pretends="An earlier result of an assessment is cited as the document that bears it out.",
        baits=("1.1.2/a",),
        through=("citation-resolves",),
        files={
            **_stated('document = "docs/assessment.md"\n'),
            "docs/assessment.md": "# What Winch shows about the Software Security Code of Practice\n\nassay-assessment/1\n\n"
            + LOG.partition("\n")[2],
        },
    ),
    Liar(
        name="an independent person the owner invented",
        pretends="The owner's own profile names an auditor and lets the auditor confirm the own statement.",
        baits=("2.1.5/b",),
        files=_stated(
            CITED + 'second_person = "Mira Stone"\nsecond_role = "Auditor"\n',
            before='[[independent_people]]\nname = "Mira Stone"\norganisation = "Harbour Audit"\nabout = ["1.1.2"]\n',
        ),
    ),
    Liar(
        name="a review of access with fillers",
        pretends="A review in which names, accounts and days are still those of the template.",
        baits=("2.1.6/a", "2.1.6/b"),
        files=_kept(
            access_reviews=REVIEWS + "[Date],[Name],forge,TBD,keep,\n2026-09-01,[Reviewer],forge,ben,keep,\n",
            build_environment=INVENTORY,
        ),
        truth={
            "assurance/access_reviews.csv": REVIEWS
            + "2026-09-01,Cleo Warden,forge,ada,keep,\n2026-09-01,Cleo Warden,forge,ben,keep,\n"
        },
    ),
    Liar(
        name="a review of the own account",
        pretends="The only administrator decides that the only administrator keeps access.",
        baits=("2.1.6/a", "2.1.6/b"),
        files=_kept(
            access_reviews=REVIEWS + "2026-09-01,Ada Builder,forge,ada,keep,\n", build_environment=INVENTORY
        ),
        truth={"assurance/access_reviews.csv": REVIEWS + "2026-09-01,Cleo Warden,forge,ada,keep,\n"},
    ),
    Liar(
        name="courses of the future, and one day for all",
        pretends="Five different courses for five people, all on one day, and one on a day that has not come.",
        baits=("1.1.2/a", "1.1.2/b", "1.1.2/c"),
        files=_kept(training=_taken(tuple((who, what, "2026-09-09") for who, what, _ in COURSES))),
        truth={"assurance/training.csv": _taken(COURSES)},
        true_history=_as_it_happened(),
    ),
    Liar(
        name="courses that have not come",
        pretends="Every course of the list is on a day after the assessment.",
        baits=("1.1.2/a", "1.1.2/b", "1.1.2/c"),
        files=_kept(training=_taken(tuple((who, what, day.replace("2026", "2027")) for who, what, day in COURSES))),
        truth={"assurance/training.csv": _taken(COURSES)},
        true_history=_as_it_happened(),
    ),
    Liar(
        name="a year of records in one commit of yesterday",
        pretends="Training from January to July, all of it entered on the last day before the assessment.",
        baits=("1.1.2/a", "1.1.2/b", "1.1.2/c"),
        files=_kept(training=_taken(COURSES[:4])),
        truth={"assurance/training.csv": _taken(COURSES)},
        true_history=_as_it_happened(),
    ),
    Liar(
        name="records entered before they happened",
        pretends="Reviews of the whole quarter entered at its beginning, each with a day that had not come then.",
        baits=("2.1.6/a", "2.1.6/b"),
        files=_kept(
            access_reviews=REVIEWS + "2026-09-28,Cleo Warden,forge,ada,keep,\n", build_environment=INVENTORY
        ),
        history=(
            Change("Plan", {"assurance/access_reviews.csv": REVIEWS + "2026-09-28,Cleo Warden,forge,ada,keep,\n"}, on=date(2026, 7, 1)),
        ),
        truth={"assurance/access_reviews.csv": REVIEWS + "2026-09-29,Cleo Warden,forge,ada,keep,\n"},
    ),
    Liar(
        name="records by a person who left",
        pretends="Requirements were sent to suppliers by somebody who had left two months before.",
        baits=("1.2.S/a", "1.2.S/b"),
        files={
            **_kept(supplier_requirements=BOUGHT + "Beacon Maps Ltd,Security terms 2.1,2026-09-10,Cleo Warden,2026-09-19\n"),
            "assay.toml": _records(supplier_requirements="") + '[[people]]\nname = "Cleo Warden"\nleft = 2026-07-01\n',
        },
        truth={"assay.toml": _records(supplier_requirements="")},
    ),
    Liar(
        name="requirements nobody confirmed",
        pretends="Suppliers were sent requirements, and not one of them has answered.",
        baits=("1.2.S/b",),
        files=_kept(supplier_requirements=BOUGHT + "Beacon Maps Ltd,Security terms 2.1,2026-09-10,Cleo Warden,\n"),
        truth={
            "assurance/supplier_requirements.csv": BOUGHT
            + "Beacon Maps Ltd,Security terms 2.1,2026-09-10,Cleo Warden,2026-09-19\n"
        },
    ),
    Liar(
        name="records as formulas",
        pretends="A sheet whose days and people are computed: nobody entered any of it.",
        baits=("1.2.S/a", "1.2.S/b"),
        files=_kept(supplier_requirements=BOUGHT + "Beacon Maps Ltd,=A1,=TODAY(),=HYPERLINK(),=TODAY()\n"),
        truth={
            "assurance/supplier_requirements.csv": BOUGHT
            + "Beacon Maps Ltd,Security terms 2.1,2026-09-10,Cleo Warden,2026-09-19\n"
        },
    ),
    Liar(
        name="a limit nobody can miss",
        pretends="Customers were told two months late, which the own limit of a thousand days allows.",
        baits=("3.4.2/b",),
        files=_kept(
            customer_notices="advisory,published,sent,limit_days,channel,customers,delivered,kind\nW-1,2026-07-01,2026-09-03,1000,mail,all 41,40 reached,real\n"
        ),
        truth={
            "assurance/customer_notices.csv": "advisory,published,sent,limit_days,channel,customers,delivered,kind\nW-1,2026-09-01,2026-09-03,5,mail,all 41,40 reached,real\n"
        },
    ),
    Liar(
        name="an expert test by the own people",
        pretends="A test by experts of the same firm under its full name, of another product, or by a scanner.",
        baits=("1.3.1/d",),
        through=("expert-test-in-date",),
        files={"README.md": README, "assay.toml": HEAD},
        evidence={
            "tests.csv": Handed(
                "date,tester,organisation,method,scope,version,report_sha256,open_high,open_due\n"
                f"2026-09-01,Mira Stone,Winch Limited,penetration test,Winch,1.0,{hashlib.sha256(b'report').hexdigest()},0,\n"
                f"2026-09-02,Mira Stone,Harbour Ltd,penetration test,Derrick,1.0,{hashlib.sha256(b'other').hexdigest()},0,\n"
                f"2026-09-03,Mira Stone,Scanners Ltd,scan,Winch,1.0,{hashlib.sha256(b'scan').hexdigest()},0,\n"
            )
        },
        truth={},
        true_evidence={
            "tests.csv": Handed(
                "date,tester,organisation,method,scope,version,report_sha256,open_high,open_due\n"
                f"2026-09-01,Mira Stone,Harbour Ltd,penetration test,Winch and its importer,1.0,{hashlib.sha256(b'report').hexdigest()},0,\n"
            )
        },
    ),
)  # fmt: skip
