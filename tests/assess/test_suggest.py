"""What is proposed, what is left out and why, and that a proposal supports nothing until a person has completed it."""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from assay.assess.run import assess
from assay.assess.suggest import suggest
from assay.collect import policies
from assay.collect.repository import Repository, Settings
from assay.collect.stated.profile import collect
from assay.domain.evidence import StatementClass
from assay.errors import NothingToAssessError, UnknownIdError, UnreadablePathError
from assay.facts.suggestions import ForClaim, Suggestion, Suggestions
from assay.formats import statement_stub
from assay.formats.portions import ASKED, FILLED_LATER, NOT_DONE, TO_COME
from assay.testing.policy_sets import built, read_set
from assay.testing.repository import Recipe, build

AS_OF = date(2026, 10, 1)
SETS = Path(__file__).parents[1] / "suggest" / "sets"
REVIEW = "System owners review the access rights of all accounts every quarter and revoke what is not needed."
PAGE = f"# Access policy\n\nLast reviewed 2026-09-01. It holds for the build environment of Gantry and all who work on it.\n\n## Review\n\n{REVIEW}\n"


def proposed(folder: Path, files: Mapping[str, str | bytes], claim: str = "2.1.6", limit: int = 3) -> ForClaim:
    (found,) = suggest(build(folder / "repository", files), claims=[claim], limit=limit).claims
    return found


def whole(name: str, folder: Path) -> Suggestions:
    return suggest(build(folder / "repository", read_set(SETS / name).files))


def test_a_passage_comes_with_all_that_is_needed_to_open_and_cite_it(tmp_path: Path) -> None:
    path = build(tmp_path / "repository", {"policies/access.md": PAGE})
    found = suggest(path, claims=["2.1.6"])
    ((suggestion,),) = (each.found for each in found.claims)
    with Repository(path) as repository:
        oid = repository.tree.by_path["policies/access.md"].oid
        assert found.commit == repository.commit
    assert (suggestion.text, suggestion.quote, suggestion.facet[:5], suggestion.line) == (REVIEW, REVIEW, "2.1.6", 7)
    assert (suggestion.source.path, suggestion.source.object_id) == ("policies/access.md", oid)
    assert re.fullmatch(r"[0-9a-f]{64}", suggestion.source.sha256)
    assert suggestion.headings == ("Access policy", "Review")
    assert {"access rights", "review", "quarter"} <= set(suggestion.words)
    assert suggestion.notes == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Access rights in the build environment are not reviewed every quarter.", NOT_DONE),
        ("There is currently no review of access rights every quarter.", NOT_DONE),
        ("We do not review access rights of accounts every quarter yet.", NOT_DONE),
        ("Quarterly review of access rights is out of scope.", NOT_DONE),
        ("We will review all access rights of accounts every quarter.", TO_COME),
        ("We plan to review access rights of all accounts every quarter.", TO_COME),
        ("[Role] reviews the access rights of accounts every quarter for [COMPANY NAME].", FILLED_LATER),
        ("<your team> reviews the access rights of accounts every quarter.", FILLED_LATER),
        ("The ______ reviews access rights of accounts every quarter.", FILLED_LATER),
        ("Does somebody review the access rights of accounts every quarter?", ASKED),
    ],
)
def test_what_does_not_state_is_left_out_with_the_reason(tmp_path: Path, text: str, reason: str) -> None:
    found = proposed(tmp_path, {"docs/access.md": f"# Access\n\n{text}\n"})
    assert found.found == ()
    assert [(each.text, each.reason) for each in found.left_out] == [(text, reason)]


@pytest.mark.parametrize(
    "text",
    [
        f"```text\n{REVIEW}\n```",
        f"    {REVIEW}",
        f"> {REVIEW}",
        f"- [ ] {REVIEW}",
        f"- [{REVIEW}](#review)",
        f"<!-- {REVIEW} -->",
        f"~~{REVIEW}~~",
        "Access Rights, Account Review, Quarterly Revocation",
        "[Review of all access rights every quarter and the removal of accounts](access-review.md)",
    ],
)
def test_code_quotations_contents_tasks_and_titles_are_not_even_candidates(tmp_path: Path, text: str) -> None:
    found = proposed(tmp_path, {"docs/access.md": f"# Access\n\n{text}\n"})
    assert (found.found, found.left_out) == ((), ())


def test_a_denial_beside_a_statement_is_not_quoted_with_it(tmp_path: Path) -> None:
    text = f"{REVIEW} Access of contractors is not reviewed every quarter."
    found = proposed(tmp_path, {"docs/access.md": f"# Access\n\n{text}\n"})
    assert [each.quote for each in found.found] == [REVIEW]
    assert [each.reason for each in found.left_out] == [NOT_DONE]


def test_withdrawing_access_is_no_denial(tmp_path: Path) -> None:
    text = "Access of leavers is withdrawn on their last working day, and we remove every quarter what is no longer needed."
    assert [each.text for each in proposed(tmp_path, {"docs/access.md": f"# Access\n\n{text}\n"}).found] == [text]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("templates/access.md", "templates"),
        ("vendor/other/access.md", "vendor"),
        ("tests/data/access.md", "tests"),
        ("CHANGELOG.md", policies.LISTS_CHANGES),
        ("docs/changelogs/CHANGES-2026.md", policies.LISTS_CHANGES),
    ],
)
def test_documents_that_do_not_speak_for_the_product_are_set_aside(tmp_path: Path, path: str, reason: str) -> None:
    found = suggest(build(tmp_path / "repository", {path: PAGE, "README.md": "# Gantry\n"}), claims=["2.1.6"])
    assert found.set_aside == ((path, reason),)
    assert found.claims[0].found == ()


@pytest.mark.parametrize("name", ["docs/release-policy.md", "docs/history-of-reviews.md", "docs/requirements.md"])
def test_names_that_only_begin_like_a_change_log_are_read(tmp_path: Path, name: str) -> None:
    assert len(proposed(tmp_path, {name: PAGE}).found) == 1


def test_what_assay_wrote_itself_is_set_aside(tmp_path: Path) -> None:
    from assay.reports import suggestions
    from assay.store.code_of_practice import load

    report = suggestions.markdown(suggest(build(tmp_path / "a", {"docs/a.md": PAGE})), load())
    found = suggest(build(tmp_path / "b", {"docs/report.md": report}))
    assert found.set_aside == (("docs/report.md", "written by an assessment"),)


def test_documents_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    german = (
        "# Zugriff\n\n"
        + "Die Rechte werden von den Verantwortlichen in jedem Quartal geprüft und das ist die Regel. " * 3
    )
    files: dict[str, str | bytes] = {
        "docs/a.docx": b"PK\x03\x04 broken",
        "docs/b.pdf": b"%PDF-1.4 broken",
        "docs/c.md": german,
        "docs/d.md": PAGE,
    }
    found = suggest(build(tmp_path / "repository", files), claims=["2.1.6"])
    assert [each.source for each in found.unread] == ["docs/a.docx", "docs/b.pdf", "docs/c.md"]
    assert "language (de)" in found.unread[2].reason
    assert [each.path for each in found.documents] == ["docs/d.md"]


def test_documents_in_another_repository_are_named(tmp_path: Path) -> None:
    path = build(tmp_path / "repository", Recipe({"docs/a.md": PAGE}, submodules={"policies": "a" * 40}))
    assert [each.source for each in suggest(path).unread] == ["policies"]


def test_documents_beyond_the_limit_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policies, "MOST", 2)
    found = suggest(build(tmp_path / "repository", {f"docs/{n}.md": f"# {n}\n\nText {n}.\n" for n in range(5)}))
    assert [each.reason for each in found.unread] == ["3 of 5 were left out: the 2 nearest to the top were read"]
    assert len(found.documents) == 2


def test_nothing_found_is_nothing(tmp_path: Path) -> None:
    found = whole("nothing-to-show", tmp_path)
    assert [each.claim for each in found.claims if each.found] == []
    assert len(found.claims) == 45
    reasons = {left.reason for each in found.claims for left in each.left_out}
    assert {FILLED_LATER, NOT_DONE, TO_COME} <= reasons


def test_limit_and_claims_are_kept(tmp_path: Path) -> None:
    page = "# Access\n\n" + "".join(f"{REVIEW[:-1]} in system {n}.\n\n" for n in range(9))
    assert len(proposed(tmp_path, {"docs/a.md": page}, limit=5).found) == 5
    with pytest.raises(UnknownIdError):
        suggest(tmp_path / "repository", claims=["9.9.9"])


def test_one_text_in_two_documents_is_proposed_once(tmp_path: Path) -> None:
    found = proposed(tmp_path, {"docs/a.md": PAGE, "docs/b.md": PAGE})
    assert [each.source.path for each in found.found] == ["docs/a.md"]


def test_order_is_the_same_each_time(tmp_path: Path) -> None:
    files = read_set(SETS / "isms").files
    backwards = dict(reversed(list(files.items())))
    assert suggest(build(tmp_path / "a", files)).claims == suggest(build(tmp_path / "b", backwards)).claims


def test_passages_that_need_a_second_look_come_last_and_say_why(tmp_path: Path) -> None:
    text = f"# Access\n\nYou should review access rights of your accounts every quarter.\n\n{REVIEW}\n"
    first, second = proposed(tmp_path, {"docs/a.md": text}).found
    assert (first.text, first.notes) == (REVIEW, ())
    assert second.notes[:2] == (
        "it leaves the thing open ('should')",
        "it speaks to its reader: make sure it is about your own practice",
    )


def test_a_document_with_fillers_elsewhere_is_marked(tmp_path: Path) -> None:
    (found,) = proposed(tmp_path, {"docs/a.md": f"{PAGE}\nApproved by [Name] on TBD.\n"}).found
    assert "still holds the filler '[Name]'" in found.notes[0]


@pytest.mark.parametrize("ending", ["md", "html", "rst", "adoc", "docx", "pdf", "txt"])
def test_every_kind_of_document_is_read(tmp_path: Path, ending: str) -> None:
    (found,) = proposed(tmp_path, {f"docs/access.{ending}": built(PAGE, ending)}).found
    assert REVIEW in found.text
    assert found.line > 0


def test_a_row_of_a_table_is_shown_whole_and_quoted_by_a_cell(tmp_path: Path) -> None:
    page = f"# Access\n\n| System | Rule |\n|---|---|\n| Build | {REVIEW} |\n"
    (found,) = proposed(tmp_path, {"docs/a.md": page}).found
    assert (found.text, found.quote, found.line) == (f"Build | {REVIEW}", REVIEW, 5)


# Nothing counts before a person has completed it.


def profile_with(folder: Path, statement: str, files: Mapping[str, str | bytes]) -> Path:
    head = 'schema = 1\n[organisation]\nname = "Gantry Ltd"\nsenior_responsible_owner = "Ada Builder"\n'
    return build(folder, {**files, "assay.toml": head + statement})


def completed(stub: str, **answers: str) -> str:
    for field, answer in answers.items():
        stub = re.sub(rf'^{field} = "".*$', f"{field} = {answer}", stub, flags=re.MULTILINE)
    return stub


def suggestion_and_files(folder: Path) -> tuple[Suggestion, dict[str, str]]:
    files = {"policies/access.md": PAGE}
    return proposed(folder, files).found[0], files


def test_a_stub_pasted_unchanged_earns_no_support(tmp_path: Path) -> None:
    suggestion, files = suggestion_and_files(tmp_path)
    path = profile_with(tmp_path / "pasted", statement_stub.write(suggestion), files)
    plain = profile_with(tmp_path / "plain", "", files)
    settings = Settings(AS_OF, use_tools=False)
    pasted, without = assess(path, "HEAD", settings), assess(plain, "HEAD", settings)
    assert pasted.profile.statements == ()
    assert [each.source for each in pasted.profile.unread] == ["assay.toml"]
    assert "person" in pasted.profile.unread[0].reason or "says" in pasted.profile.unread[0].reason
    verdicts = [{each.id: each.verdict for each in found.judgement.claims} for found in (pasted, without)]
    assert verdicts[0] == verdicts[1]


ANSWERS = {
    "says": '"Access rights are reviewed each quarter."',
    "person": '"Ada Builder"',
    "role": '"CTO"',
    "date": "2026-09-20",
}


@pytest.mark.parametrize("blank", ANSWERS)
def test_a_stub_with_one_blank_left_earns_no_support(tmp_path: Path, blank: str) -> None:
    suggestion, files = suggestion_and_files(tmp_path)
    answers = {field: answer for field, answer in ANSWERS.items() if field != blank}
    path = profile_with(tmp_path / "r", completed(statement_stub.write(suggestion), **answers), files)
    with Repository(path) as repository:
        assert collect(repository, Settings(AS_OF)).statements == ()


def test_a_stub_a_person_completed_cites_what_it_should(tmp_path: Path) -> None:
    suggestion, files = suggestion_and_files(tmp_path)
    path = profile_with(tmp_path / "r", completed(statement_stub.write(suggestion), **ANSWERS), files)
    with Repository(path) as repository:
        (statement,) = collect(repository, Settings(AS_OF)).statements
    assert (statement.statement_class, statement.because) == (StatementClass.WITH_ARTEFACT, "")
    assert statement.facet == suggestion.facet


def test_every_stub_is_toml_that_says_what_was_proposed(tmp_path: Path) -> None:
    for name in ("isms", "pdf-pack", "line-of-business", "trust-pages"):
        for claim in whole(name, tmp_path / name).claims:
            for each in claim.found:
                (read,) = tomllib.loads(statement_stub.write(each))["statements"]
                assert (read["says"], read["person"], read["role"], read["date"]) == ("", "", "", "")
                assert (read["document"], read["sha256"]) == (each.source.path, each.source.sha256)
                assert read.get("quote", "") == " ".join(each.quote.split())


def test_quotes_survive_the_rules_for_citations_or_it_is_said(tmp_path: Path) -> None:
    for name in ("isms", "two-person-firm", "trust-pages"):
        files = read_set(SETS / name).files
        found = suggest(build(tmp_path / name, files))
        stubs = "".join(
            completed(statement_stub.write(each), **ANSWERS)
            for claim in found.claims
            for each in claim.found
            if not each.notes and each.quote
        )
        path = profile_with(tmp_path / f"{name}-stated", stubs, files)
        with Repository(path) as repository:
            statements = collect(repository, Settings(AS_OF)).statements
        assert len(statements) > 20
        assert [each.because for each in statements if "passage" in each.because or "subject" in each.because] == []


# A folder of documents that need not be committed.


def test_a_folder_is_read_without_a_repository(tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "access.md").write_text(PAGE)
    found = suggest(None, folder=folder, claims=["2.1.6"])
    (each,) = found.claims[0].found
    assert (found.commit, each.source.path, each.source.object_id) == ("", "deep/access.md", "")
    assert each.notes == ("only a committed document can be cited: commit it first",)
    stub = statement_stub.write(each)
    assert tomllib.loads(stub)["statements"][0]["document"] == ""


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "policies"
    outside.mkdir()
    folder.mkdir()
    (outside / "secret.md").write_text(PAGE)
    (folder / "link.md").symlink_to(outside / "secret.md")
    (folder / "way").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.md")
    (folder / "own.md").write_text("# Own\n\nSome text of our own.\n")
    found = suggest(None, folder=folder)
    assert [each.path for each in found.documents] == ["own.md"]


def test_a_folder_that_cannot_be_opened_and_one_too_deep_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shut, deep = tmp_path / "shut", tmp_path.joinpath(*["d"] * 14)
    shut.mkdir()
    deep.mkdir(parents=True)
    (tmp_path / "a.md").write_text(PAGE)
    (deep / "b.md").write_text(PAGE)
    opened = Path.iterdir

    def iterdir(folder: Path) -> Iterator[Path]:
        if folder == shut:
            raise PermissionError(13, "Permission denied")
        return iter(list(opened(folder)))

    monkeypatch.setattr(Path, "iterdir", iterdir)
    found = suggest(None, folder=tmp_path)
    assert [each.path for each in found.documents] == ["a.md"]
    assert [(each.source[:6], each.reason) for each in found.unread] == [
        ("d/d/d/", "it lies more than 12 folders deep"),
        ("shut/", "Permission denied"),
    ]


def test_an_absent_folder_and_an_empty_one_are_nothing_to_look_at(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePathError):
        suggest(None, folder=tmp_path / "absent")
    with pytest.raises(NothingToAssessError):
        suggest(None, folder=tmp_path)


# Documents made to harm.


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\n" + "access review quarter " * 90_000,
        "# A\n\n" + f"{REVIEW} " * 9_000,
        "# A\n\n" + f"- {REVIEW}\n" * 9_000,
        "".join(f"# H{n}\n\n{REVIEW[:-1]} {n}.\n\n" for n in range(4_000)),
        "# A\n\n| a | b |\n|---|---|\n" + f"| build | {REVIEW} |\n" * 4_000,
        f"# A\n\n{'(' * 5_000}{REVIEW}{')' * 5_000}\n",
        f'# A\n\n{REVIEW} " OR text : * NEAR(a b) \x02\x03 ; DROP TABLE passages; --\n',
        f"# A\n\n{REVIEW} \x1b[31m\u202e\ud7ff\n",
        f"# A\n\n{REVIEW} \"\"\" \\ ''' \x7f ``` ~~~\n",
    ],
)
def test_hostile_documents_do_no_harm(tmp_path: Path, text: str) -> None:
    from assay.reports import suggestions
    from assay.store.code_of_practice import load

    found = suggest(build(tmp_path / "repository", {"docs/access.md": text}), claims=["2.1.6", "2.1.1"])
    shown = suggestions.text(found, load())
    assert all(each.isprintable() for each in shown.replace("\n", ""))
    for claim in found.claims:
        for each in claim.found:
            (read,) = tomllib.loads(statement_stub.write(each))["statements"]
            assert read["facet"] == each.facet
