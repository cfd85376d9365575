"""A form held against a repository: what is borne out, what is not, and what nobody can say from here."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from assay.assess.challenge import challenge_document
from assay.assess.challenge.held import hold, said
from assay.assess.challenge.outcomes import ChallengeOutcome
from assay.collect.repository import Settings
from assay.domain.catalogue import Knower
from assay.errors import NothingToAssessError
from assay.facts.forms import CompletedForm
from assay.formats import forms
from assay.reports import challenge as report
from assay.reports.columns import columns
from assay.store import claim_wording
from assay.store.code_of_practice import load, schema
from assay.testing.forms import all_met, in_markdown, official_layout
from assay.testing.repository import build

CODE = load()
SETTINGS = Settings(date(2026, 10, 1), use_tools=False)
POLICY = (
    "# Security\n\nThis policy covers all supported versions of Gantry; the web site is out of scope. Report a vulnerability by mail to "
    "security@gantry.example and encrypt it with the key below. Do not open a public issue. You will get an answer within three working days, and we tell "
    "you what we found within two weeks. We agree the day of publication with you, name you in the advisory if you wish, and release fixes for every "
    "supported version. Please tell us which version you looked at, what you did, what you saw, and what an attacker would gain. We will not take legal "
    "action against research in good faith that leaves the data of others alone. Reports about outdated browsers are out of scope. Thank you for your help.\n"
)
TRAINING = (
    "# Training log\n\nThis log lists the developers and the courses in secure coding they attended, as kept by the office for all who write code here.\n\n"
    "| Developer | Course | Date |\n|---|---|---|\n| Ada Builder | Secure coding in Go, OWASP | 2026-05-02 |\n"
)
FILES = {
    "README.md": "# Gantry\n\nA crane for loads of every kind, with a manual of its own.\n",
    "SECURITY.md": POLICY,
    "go.mod": "module github.com/gantry/gantry\n\ngo 1.22\n",
    "Dockerfile": "FROM node:12\nCOPY . .\nRUN npm install\nCMD node main.js\n",
    "package.json": '{"name": "gantry", "private": true, "dependencies": {"left": "1.0.0"}}',
    "src/main.py": 'import os\n\nKEY = os.environ.get("SECRET_KEY", "hunter2hunter2")\n',
    "docs/training.md": TRAINING,
    "docs/blank.md": "# Access review log\n\n| Account | Reviewer | Date |\n|---|---|---|\n| [Name] | TBD | [Date] |\n",
    "assay.toml": '[[statements]]\nfacet = "1.1.2/a"\nsays = "Every developer was trained in 2026."\nperson = "Ada Builder"\nrole = "Director"\ndate = 2026-09-20\ndocument = "docs/training.md"\n',
}
Challenge = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("built") / "gantry", FILES)


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the assessment is kept, so that it is made once."""
    return tmp_path_factory.mktemp("memory")


@pytest.fixture
def challenge(repository: Path, memory: Path) -> Challenge:
    def _challenge(data: str | bytes, **more: Any) -> dict[str, Any]:
        found = challenge_document(read(data), repository, "HEAD", SETTINGS, memory, **more)
        assert list(jsonschema_rs.validator_for(schema("challenge")).iter_errors(found)) == []
        return found

    return _challenge


def read(data: str | bytes) -> CompletedForm:
    name = "form.md" if isinstance(data, str) else "form.docx"
    return forms.read(name, data.encode() if isinstance(data, str) else data, CODE, claim_wording.load())


def claim(found: Mapping[str, Any], claim_id: str) -> dict[str, Any]:
    return next(dict(each) for each in found["claims"] if each["id"] == claim_id)


def states(found: Mapping[str, Any], claim_id: str) -> dict[str, str]:
    return {each["target"]: each["state"] for each in claim(found, claim_id)["cited"]}


OUTCOMES = [
    ("3.2.1", "Met", "SECURITY.md", "confirmed"),
    ("1.4.5", "Met", "A vault holds all keys, design note of 2026-05-01.", "contradicted"),
    ("4.1.1", "Yes", "All parts are supported.", "contradicted"),
    ("1.1.1", "Met", "Our way of developing is written down.", "unsupported"),
    ("1.1.2", "Met", "Everybody was trained.", "not answerable from here"),
    ("2.1.5", "Partly met", "Export of 2026-09-01.", "not answerable from here"),
    ("3.2.1", "Not met", "", "understated"),
    ("3.2.1", "Partly met", "", "understated"),
    ("2.2.3", "Not met", "", "said not to be met"),
    ("1.4.2", "N/A", "There are no accounts in it.", "set aside"),
    ("2.2.3", "", "", "unanswered"),
    ("2.2.3", "ISO 27001", "", "unanswered"),
    ("1.1.1", "Met", "docs/blank.md and src/none.md", "contradicted"),
]


@pytest.mark.parametrize(("claim_id", "answer", "text", "outcome"), OUTCOMES)
def test_outcome(challenge: Challenge, claim_id: str, answer: str, text: str, outcome: str) -> None:
    found = challenge(in_markdown({claim_id: (answer, text)}))
    seen = claim(found, claim_id)
    assert seen["outcome"] == outcome
    assert bool(seen["question"]) == (outcome != "confirmed")
    assert found["counts"]["unanswered"] == 44 + (outcome == "unanswered")
    assert sum(found["counts"].values()) == 45


def test_contradiction_names_file_and_line(challenge: Challenge) -> None:
    seen = claim(challenge(in_markdown({"1.4.5": ("Met", "A vault.")})), "1.4.5")
    assert {"path": "src/main.py", "line": 3} in [place for each in seen["against"] for place in each["locations"]]


def test_a_statement_in_the_repository_confirms_nothing(challenge: Challenge) -> None:
    seen = claim(challenge(in_markdown({"1.1.2": ("Met", "docs/training.md")})), "1.1.2")
    assert seen["outcome"] == "not answerable from here"
    assert [each["state"] for each in seen["cited"]] == ["holds"]


def test_what_a_person_must_confirm_is_confirmed_by_a_form_that_names_one() -> None:
    """Everything a machine can see is there, in strength; the rest is somebody's word, which the form gives or not."""
    asked = next(
        each
        for each in CODE.claims
        if each.counted and {facet.who_can_know for facet in each.facets if facet.mandatory} == {Knower.SHARED}
    )
    facets: list[dict[str, Any]] = [
        {"id": facet.id, "state": "partly", "support": "strong", "counter": None, "looked": []}
        for facet in asked.facets
    ]
    judged = {"verdict": "partly met", "for": [{"strength": "strong"}], "against": [], "facets": facets}
    answer = said(read(in_markdown({asked.id: ("Met", "See our record.")})), asked, CODE)
    assert hold(asked, answer, judged, (), CODE, vouched=True).outcome is ChallengeOutcome.CONFIRMED
    assert hold(asked, answer, judged, (), CODE, vouched=False).outcome is ChallengeOutcome.NOT_ANSWERABLE


def test_what_is_cited(challenge: Challenge) -> None:
    text = (
        "docs/training.md, docs/blank.md, docs/gone.md, Policy.docx, wiki/rules.md, go.mod, "
        "https://github.com/gantry/gantry/blob/v1/docs/training.md, https://github.com/gantry/gantry/tree/main/docs, "
        "https://github.com/gantry/gantry/blob/main/docs/lost.md, https://github.com/other/gantry/blob/main/a.md, https://gantry.example/x"
    )
    seen = states(challenge(in_markdown({"1.1.2": ("Met", text)})), "1.1.2")
    assert seen == {
        "docs/training.md": "holds",
        "docs/blank.md": "weak",
        "docs/gone.md": "missing",
        "Policy.docx": "not in this repository",
        "wiki/rules.md": "not in this repository",
        "go.mod": "there",
        "https://github.com/gantry/gantry/blob/v1/docs/training.md": "holds",
        "https://github.com/gantry/gantry/tree/main/docs": "there",
        "https://github.com/gantry/gantry/blob/main/docs/lost.md": "missing",
        "https://github.com/other/gantry/blob/main/a.md": "not fetched",
        "https://gantry.example/x": "not fetched",
    }


def test_an_address_given_is_followed(challenge: Challenge) -> None:
    form = in_markdown({"1.1.2": ("Met", "https://git.example/t/crane/-/blob/release/2.1/docs/training.md#L3")})
    assert set(states(challenge(form), "1.1.2").values()) == {"not fetched"}
    followed = challenge(form, addresses=("https://git.example/t/crane.git",))
    assert set(states(followed, "1.1.2").values()) == {"holds"}


def test_a_name_that_only_begins_like_an_address_is_another_repository(challenge: Challenge) -> None:
    form = in_markdown({"1.1.2": ("Met", "https://git.example/t/crane-two/blob/main/docs/training.md")})
    assert set(states(challenge(form, addresses=("git.example/t/crane",)), "1.1.2").values()) == {"not fetched"}


def test_a_file_that_is_gone_does_not_undo_what_was_seen(challenge: Challenge) -> None:
    seen = claim(challenge(in_markdown({"3.2.1": ("Met", "docs/gone.md")})), "3.2.1")
    assert seen["outcome"] == "confirmed"
    assert "docs/gone.md" in seen["question"]


def test_text_without_an_answer(challenge: Challenge) -> None:
    form = official_layout(
        {
            "2.2.3": "We plan to keep logs next year.",
            "2.2.4": "Only some systems protect logs.",
            "2.2.1": "The forge keeps a log.",
        }
    )
    found = challenge(form)
    assert claim(found, "2.2.3")["outcome"] == "said not to be met"
    assert claim(found, "2.2.4")["said"]["answer"] == "partly met"
    assert claim(found, "2.2.1")["said"]["answer"] == "met"


def test_an_answer_that_limits_itself_is_quoted(challenge: Challenge) -> None:
    found = challenge(in_markdown({"2.2.3": ("Met", "Logs are not yet kept for the runners.")}))
    assert "not yet" in claim(found, "2.2.3")["said"]["because"]


def test_evidence_kept_elsewhere_is_asked_for(challenge: Challenge) -> None:
    elsewhere = claim(
        challenge(in_markdown({"1.1.1": ("Met", "SDL-007 of 12 January 2026, in our document system.")})), "1.1.1"
    )
    nowhere = claim(challenge(in_markdown({"1.1.1": ("Met", "We just do it.")})), "1.1.1")
    assert elsewhere["outcome"] == nowhere["outcome"] == "unsupported", "a day that is named shows nothing"
    assert "May we see it?" in elsewhere["question"]
    assert "What does show it" in nowhere["question"]


def test_by_principle_only(challenge: Challenge) -> None:
    title = CODE.principle("3.2").title
    found = challenge(
        f"| # | Principle | Answer |\n|---|---|---|\n| 3.2 | {title} | Met |\n| 9 | Joy for all | Aligned |\n"
    )
    assert claim(found, "3.2.1")["outcome"] == "confirmed"
    assert claim(found, "3.2.1")["said"]["because"] == "it is answered by principle only: 3.2"
    assert [each["wording"] for each in found["untied"]] == ["Joy for all"]


def test_set_aside_without_ground_is_asked_about(challenge: Challenge) -> None:
    seen = claim(challenge(in_markdown({"2.2.3": ("N/A", "We are a small firm without logs.")})), "2.2.3")
    assert seen["outcome"] == "set aside"
    assert "no reason to set this claim aside" in seen["question"]


def test_the_claim_an_edition_leaves_out(challenge: Challenge) -> None:
    text = in_markdown({"4.3.2": ("Met", "Notice log of 2026-08-01.")}).replace("| 4.3.2 |", "| 4.3.1 |")
    found = challenge(text)
    assert claim(found, "4.3.1")["because"] == "this edition of the form does not ask for it"
    assert claim(found, "4.3.2")["said"]["number"] == "4.3.1"
    assert "Claim 4.3.2 (number 4.3.1 in your form)" in " ".join(report.text(found).split())


def test_of_two_answers_the_higher_is_held(challenge: Challenge) -> None:
    title = CODE.claim("1.4.5").title
    text = in_markdown({"1.4.5": ("Not met", "")}) + f"| 1.4.5 | {title} | Met | A vault. |\n"
    assert claim(challenge(text), "1.4.5")["outcome"] == "contradicted"


def test_a_revision_that_is_not_the_version_of_the_form_is_said(challenge: Challenge) -> None:
    found = challenge(in_markdown({"1.1.1": ("Met", "")}))
    assert "about version 2.1.0, and we looked at HEAD" in " ".join(report.text(found).split())
    found["subject"]["ref"] = "v2.1.0"
    assert "about version" not in report.text(found)


def test_a_repository_without_a_commit_is_nothing_to_look_at(tmp_path: Path) -> None:
    empty = build(tmp_path / "empty", {})
    with pytest.raises(NothingToAssessError):
        challenge_document(read(in_markdown(all_met())), empty, "HEAD", SETTINGS, None)


def test_the_same_question_gives_the_same_answer(challenge: Challenge) -> None:
    form = in_markdown(all_met())
    assert challenge(form) == challenge(form)


def test_a_lying_form_gets_nothing_confirmed_that_was_not_seen(challenge: Challenge) -> None:
    found = challenge(in_markdown(all_met("Fully done, certified and audited: {claim}, 2026-09-01.")))
    assert [each["id"] for each in found["claims"] if each["outcome"] == "confirmed" and not each["for"]] == []
    assert found["counts"]["confirmed"] <= 3
    assert found["counts"]["contradicted"] >= 2


@pytest.mark.parametrize(
    "form",
    [
        in_markdown(all_met()),
        official_layout({"1.1.1": "See wiki/a.md, https://a.example/\u202ex"}),
        "| # | Principle | Status |\n|---|---|---|\n| 1 | <b>Joy</b> \x1b[31m @all | Aligned |\n",
    ],
)
def test_reports(challenge: Challenge, form: str | bytes) -> None:
    found = challenge(form)
    text = report.text(found)
    assert max(columns(line) for line in text.splitlines()) <= 80
    assert all(line.isprintable() for line in text.splitlines())
    flat = " ".join(text.split())
    asked = [each for each in found["claims"] if each["question"]]
    assert re.findall(r"^ ?(\d+)\. Claim", text, re.MULTILINE) == [str(number) for number in range(1, len(asked) + 1)]
    for each in asked:
        assert f"Claim {each['id']}" in flat
    assert not any(word in flat.lower() for word in ("score:", "per cent", "%)"))
    markdown = report.markdown(found)
    assert "<b>" not in markdown
    assert all(f"Claim {each['id']}" in markdown for each in asked)
    for each in found["untied"]:
        assert each["wording"].split()[-1] in markdown.replace("<!-- -->", "")
