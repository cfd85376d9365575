"""The profile: what is read, what is refused and how, and what a statement has to bring to weigh more than its words."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from assay.collect.repository import Repository, Settings
from assay.collect.stated.profile import collect
from assay.domain.evidence import StatementClass
from assay.errors import MalformedInputError
from assay.facts.profile import Profile
from assay.testing.repository import Recipe, build

AS_OF = date(2026, 10, 1)
S1, S2 = StatementClass.BARE, StatementClass.WITH_ARTEFACT

LOG = (
    "# Training log\n\n| Developer | Course | Date |\n|---|---|---|\n| Ada Builder | Secure coding in Python, OWASP | 2026-03-02 |\n"
    "| Ben Maker | Secure coding in Python, OWASP | 2026-03-09 |\n| Cem Smith | Secure coding in Go, OWASP | 2026-04-01 |\n"
)
WHOLE = """
schema = 1
[organisation]
name = "Gantry Ltd"
senior_responsible_owner = "Ada Builder"
[product]
name = "Gantry"
role = "in-house"
delivery = ["saas", "container"]
roots = ["app/"]
[[repositories]]
path = "."
[[repositories]]
path = "../gantry-api"
[links]
support = "https://gantry.example/support"
[[statements]]
facet = "1.1.2/a"
says = "Every developer took the secure coding course."
person = "Ada Builder"
role = "Head of Engineering"
date = 2026-09-01
document = "docs/training.md"
quote = "Secure coding in Python, OWASP"
[[not_applicable]]
claim = "1.4.2"
reason = "There are no accounts in it."
person = "Ada Builder"
[[accepted_risks]]
check = "base-image-pinned"
object = ""
owner = "Ada Builder"
reason = "It is rebuilt every night."
accepted = 2026-09-01
expires = 2026-12-01
[[false_positives]]
check = "secrets-in-tree"
object = "docs/sample.md"
digest = "0123456789012345678901234567890123456789"
person = "Ada Builder"
reason = "It is a published test value."
date = 2026-09-01
"""
STATEMENT = {
    "facet": "1.1.2/a",
    "says": "Every developer took the secure coding course.",
    "person": "Ada Builder",
    "role": "Head of Engineering",
    "date": "2026-09-01",
}


def stating(**fields: str) -> str:
    """A profile with one statement, fields replaced or added."""
    lines = [
        f"{name} = {value}" if name == "date" else f'{name} = "{value}"' for name, value in (STATEMENT | fields).items()
    ]
    return "\n".join(["schema = 1", "[[statements]]", *lines, ""])


def profile_of(
    folder: Path, files: dict[str, str | bytes], given: str = "", source: str = "mine.toml", **more: object
) -> Profile:
    """The profile of a repository with these files, ``given`` being the assessor's."""
    path = build(folder / "repository", Recipe(files, **more))  # type: ignore[arg-type]
    with Repository(path) as repository:
        return collect(repository, Settings(AS_OF, given, source if given else ""))


def test_everything_stated_is_read(tmp_path: Path) -> None:
    profile = profile_of(tmp_path, {"assay.toml": WHOLE, "docs/training.md": LOG})
    assert (profile.source, profile.by_assessor) == ("assay.toml", False)
    assert (profile.organisation, profile.senior_responsible_owner) == ("Gantry Ltd", "Ada Builder")
    assert (profile.product, profile.role, profile.delivery) == ("Gantry", "in-house", ("saas", "container"))
    assert profile.repositories == (".", "../gantry-api")
    assert profile.roots == ("app",)
    assert profile.links == {"support": "https://gantry.example/support"}
    assert [each.claim for each in profile.not_applicable] == ["1.4.2"]
    assert [each.expires_on for each in profile.accepted_risks] == [date(2026, 12, 1)]
    assert [(each.check, each.marked_on) for each in profile.false_positives] == [("secrets-in-tree", date(2026, 9, 1))]
    assert profile.assumed == ()
    statement, citation = profile.statements[0], profile.citations[0]
    assert (statement.statement_class, statement.because, statement.valid_days) == (S2, "", 365)
    assert (citation.path, citation.sha256) == ("docs/training.md", hashlib.sha256(LOG.encode()).hexdigest())


def test_no_profile_is_assumed_and_says_so(tmp_path: Path) -> None:
    profile = profile_of(tmp_path, {"a": "x"})
    assert profile.source == "assumed"
    assert set(profile.assumed) == {"organisation", "senior_responsible_owner", "product", "role", "delivery"}
    assert profile.unread == ()


def test_profile_of_the_assessor_overrides_the_owners(tmp_path: Path) -> None:
    profile = profile_of(tmp_path, {"assay.toml": WHOLE}, given='schema = 1\n[product]\nrole = "reseller"\n')
    assert (profile.source, profile.by_assessor, profile.role) == ("mine.toml", True, "reseller")
    assert profile.statements == ()
    assert profile.false_positives == ()


def test_own_profile_given_by_name_is_the_assessors(tmp_path: Path) -> None:
    assert profile_of(tmp_path, {"assay.toml": WHOLE}, given=WHOLE, source="assay.toml").by_assessor


MALFORMED = [
    ("not TOML", "schema = \n", "line 1"),
    ("empty", "\n", "schema"),
    ("another schema", "schema = 2\n", "schema"),
    ("unknown field", "schema = 1\nscore = 9\n", "score"),
    ("unknown role", 'schema = 1\n[product]\nrole = "boss"\n', "product.role"),
    ("unknown delivery", 'schema = 1\n[product]\ndelivery = ["fax"]\n', "product.delivery.0"),
    ("repository without path", "schema = 1\n[[repositories]]\n", "repositories.0"),
    ("link that is none", 'schema = 1\n[links]\nsupport = "<script>"\n', "links.support"),
    ("statement without person", stating().replace('person = "Ada Builder"\n', ""), "statements.0"),
    ("statement without role", stating().replace('role = "Head of Engineering"\n', ""), "statements.0"),
    ("facet of no shape", stating(facet="1.1.2"), "statements.0.facet"),
    ("day that is none", stating(date='"yesterday"'), "statements.0.date"),
    ("digest of no shape", stating(document="a.md", sha256="abc"), "statements.0.sha256"),
    ("digest of nothing", stating(sha256="0" * 64), "statements.0"),
    ("quotation of a word", stating(document="a.md", quote="secure"), "statements.0.quote"),
    ("facet nobody knows", stating(facet="1.1.2/z"), "1.1.2/z"),
    (
        "claim nobody knows",
        'schema = 1\n[[not_applicable]]\nclaim = "9.9.9"\nreason = "There is none of it."\nperson = "Ada Builder"\n',
        "9.9.9",
    ),
    ("risk without end", 'schema = 1\n[[accepted_risks]]\ncheck = "a"\nobject = ""\n', "accepted_risks.0"),
    ("mark without digest", 'schema = 1\n[[false_positives]]\ncheck = "a"\nobject = "b"\n', "false_positives.0"),
]


@pytest.mark.parametrize(("name", "text", "place"), MALFORMED, ids=[name for name, _, _ in MALFORMED])
def test_malformed_profile_names_file_place_and_remedy(name: str, text: str, place: str, tmp_path: Path) -> None:
    with pytest.raises(MalformedInputError) as caught:
        profile_of(tmp_path, {"a": "x"}, given=text)
    assert "mine.toml" in caught.value.problem
    assert place in caught.value.problem
    assert "assay init" in caught.value.advice


@pytest.mark.parametrize(("name", "text", "place"), MALFORMED, ids=[name for name, _, _ in MALFORMED])
def test_malformed_profile_in_the_tree_is_unread_and_obeyed_in_nothing(
    name: str, text: str, place: str, tmp_path: Path
) -> None:
    profile = profile_of(tmp_path, {"assay.toml": text})
    assert profile.source == "assumed"
    assert profile.statements == ()
    assert [unread.source for unread in profile.unread] == ["assay.toml"]
    assert place in profile.unread[0].reason
    assert "--profile" in profile.unread[0].would_show


def test_profile_that_is_a_link_is_unread(tmp_path: Path) -> None:
    profile = profile_of(tmp_path, {"real.toml": WHOLE}, links={"assay.toml": "real.toml"})
    assert [unread.source for unread in profile.unread] == ["assay.toml"]


OTHER = (
    "# Baking bread\n\nMix flour, water, salt and yeast, leave the dough for an hour in a warm place, fold it twice and bake it until "
    "the crust is brown and sounds hollow when knocked.\n"
)
FILLED = {"docs/training.md": LOG}
CITED = {"document": "docs/training.md"}
CLASSES: list[tuple[str, dict[str, str], dict[str, str | bytes], StatementClass | None, str]] = [
    ("a log that holds", CITED, {**FILLED}, S2, ""),
    ("its digest", CITED | {"sha256": hashlib.sha256(LOG.encode()).hexdigest()}, {**FILLED}, S2, ""),
    ("nothing cited", {}, {}, S1, "cites nothing"),
    ("no such document", CITED, {}, S1, "not in this revision"),
    ("another case", {"document": "Docs/Training.md"}, {**FILLED}, S1, "there is docs/training.md"),
    ("outside", {"document": "../../etc/passwd"}, {}, S1, "not in this revision"),
    ("a folder", {"document": "docs"}, {**FILLED}, S1, "a folder"),
    ("the profile itself", {"document": "assay.toml"}, {}, S1, "itself stands"),
    ("vendored", {"document": "vendor/x/log.md"}, {"vendor/x/log.md": LOG}, S1, "does not speak for the product"),
    ("a template", {"document": "docs/templates/log.md"}, {"docs/templates/log.md": LOG}, S1, "does not speak"),
    ("a test", {"document": "tests/log.md"}, {"tests/log.md": LOG}, S1, "does not speak for the product"),
    ("another digest", CITED | {"sha256": "0" * 64}, {**FILLED}, S1, "changed since it was cited"),
    ("not the passage", CITED | {"quote": "All forty people were trained"}, {**FILLED}, S1, "passage that is quoted"),
    ("another subject", CITED, {"docs/training.md": OTHER}, S1, "another subject"),
    ("an empty file", CITED, {"docs/training.md": ""}, S1, "0 words"),
    ("fillers", CITED, {"docs/training.md": LOG.replace("2026-04-01", "[Date]")}, S1, "filler '[Date]'"),
    ("a blank cell", CITED, {"docs/training.md": LOG.replace("2026-04-01", " ")}, S1, "blank"),
    ("too old", CITED, {"docs/training.md": LOG + "\nLast reviewed: 2024-05-01\n"}, S1, "last dated 2024-05-01"),
    ("overdue", CITED, {"docs/training.md": LOG + "\nNext review: 2026-08-01\n"}, S1, "ended by 2026-08-01"),
    ("only a promise", CITED, {"docs/training.md": f"{OTHER}\nWe will train all developers in secure coding.\n"}, S1, "asserts nothing"),
    ("only a denial", CITED, {"docs/training.md": f"{OTHER}\nNo developer has been trained in secure coding.\n"}, S1, "asserts nothing"),
    ("commented out", CITED, {"docs/training.md": f"{OTHER}\n<!-- Every developer is trained in secure coding. -->\n"}, S1, "another subject"),
    ("own output", CITED, {"docs/training.md": f"{LOG}\nSoftware Security Code of Practice: what this repository shows\n"}, S1, "own evidence"),
    ("on the web", {"document": "https://gantry.example/training"}, {}, S1, "nothing is fetched"),
    ("by mail", {"document": "mailto:ada@gantry.example"}, {}, S1, "nothing is fetched"),
    ("no text", {"document": "docs/log.pdf"}, {"docs/log.pdf": b"%PDF-1.4\nnothing\n"}, S1, "could not be looked at"),
    ("a table for machines", {"document": "docs/log.xlsx"}, {"docs/log.xlsx": b"PK\3\4"}, S1, "no kind of document"),
    ("kept elsewhere", CITED, {"docs/training.md": "version https://git-lfs.github.com/spec/v1\noid sha256:1\n"}, S1, "absent"),
    ("in German", CITED, {"docs/training.md": "# Schulung\n\nAlle Entwickler haben die Schulung besucht und wir haben die Liste der Namen in der Ablage, die für jeden offen ist und auf der nicht einer fehlt.\n"}, S1, "has no reader"),
    ("a promise", {"says": "We will train every developer next year."}, {}, None, "promises or denies"),
    ("a denial", {"says": "No developer has been trained so far."}, {}, None, "promises or denies"),
    ("nobody", CITED | {"person": "  "}, {**FILLED}, None, "names no person"),
    ("a filler for a name", CITED | {"person": "[Name]"}, {**FILLED}, None, "names no person"),
    ("a team", CITED | {"person": "The security team"}, {**FILLED}, None, "names no person"),
    ("no role", CITED | {"role": "TBD"}, {**FILLED}, None, "no role"),
    ("tomorrow", CITED | {"date": "2026-10-02"}, {**FILLED}, None, "future"),
    ("long ago", CITED | {"date": "2025-09-01"}, {**FILLED}, None, "holds 365 days"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "fields", "files", "earned", "because"), CLASSES, ids=[each[0] for each in CLASSES])
def test_statement_earns_its_class(
    name: str,
    fields: dict[str, str],
    files: dict[str, str | bytes],
    earned: StatementClass | None,
    because: str,
    tmp_path: Path,
) -> None:
    statement = profile_of(tmp_path, {"assay.toml": stating(**fields), **files}).statements[0]
    assert statement.statement_class is earned
    assert because in statement.because
    assert bool(statement.because) == (earned is not S2)


def test_document_of_a_listed_repository_is_unread_and_never_support(tmp_path: Path) -> None:
    text = stating(document="../handbook/training.md") + '[[repositories]]\npath = "../handbook"\n'
    profile = profile_of(tmp_path, {"assay.toml": text})
    assert profile.statements[0].statement_class is S1
    assert any("another repository" in each.reason for each in profile.unread)


def test_age_comes_from_the_last_change_where_the_text_bears_no_date(tmp_path: Path) -> None:
    undated = LOG.replace("2026-03-02", "spring").replace("2026-03-09", "spring").replace("2026-04-01", "spring")
    files: dict[str, str | bytes] = {"assay.toml": stating(**CITED), "docs/training.md": undated}
    fresh = profile_of(tmp_path / "fresh", files)
    old = profile_of(tmp_path / "old", files, on=date(2025, 1, 1))
    assert fresh.statements[0].statement_class is S2
    assert "last dated 2025-01-01" in old.statements[0].because


def test_other_repositories_of_the_product_are_said_to_be_unread(tmp_path: Path) -> None:
    text = 'schema = 1\n[[repositories]]\npath = "."\n[[repositories]]\npath = "../agent"\n'
    with Repository(build(tmp_path / "gantry", {"assay.toml": text})) as repository:
        profile = collect(repository, Settings(date(2026, 10, 1)))
    assert [each.source for each in profile.unread] == ["repository ../agent"]
