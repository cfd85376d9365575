"""Each claim can be met, through what its facets ask for and through nothing less: shown on one exemplary product."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assay.assess.run import Assessment, assess
from assay.collect.repository import Settings
from assay.domain.catalogue import Facet, Knower
from assay.domain.evidence import Outcome, StatementClass
from assay.domain.judgement import Evidence, judge
from assay.domain.strength import WEAK
from assay.domain.verdict import Verdict
from assay.facts.evidence import EvidenceItem
from assay.store.code_of_practice import load
from assay.store.evidence import place_of
from assay.testing.evidence import hand_over
from assay.testing.exemplary import AS_OF, RECIPE, evidence, taken_away
from assay.testing.exemplary.assessed import assessed
from assay.testing.exemplary.profile import STATED
from assay.testing.exemplary.records import PATHS
from assay.testing.reference.words import anchor
from assay.testing.repository import Recipe, build

CODE = load()
CLAIMS = [claim.id for claim in CODE.claims]
READ_BESIDE = {
    "assurance/build-environment.csv": {"2.1.6"},
    "provenance-1.2.1.sigstore.json": {"3.5.2"},
    "hallkeeper-1.2.1.tar": {"2.1.3", "3.1.1", "3.1.2"},
    "trusted-root.json": {"2.1.3", "2.2.2", "3.1.1", "3.1.2", "3.5.2"},
}
"""What counts for a claim though no finding points at it: a review of access is held against the list of systems, a signed
statement ties a test run to the commit it names, and a finding about a signature points at the signature, not at what is signed or at
the trust root it was verified against."""
DOCUMENTS = sorted({*STATED, *PATHS.values()})
FACETS = [facet for claim in CODE.claims for facet in claim.facets if facet.mandatory]


@pytest.fixture
def root() -> Path:
    return Path(__file__).parents[2]


@pytest.fixture(scope="session")
def product() -> Assessment:
    return assessed()


def _met(evidence: Evidence) -> set[str]:
    return {each.id for each in judge(CODE, evidence, AS_OF).claims if each.verdict is Verdict.MET}


def _verdicts(assessment: Assessment) -> dict[str, Verdict]:
    return {each.id: each.verdict for each in assessment.judgement.claims}


@pytest.mark.parametrize("claim", CLAIMS)
def test_it_is_met(product: Assessment, claim: str) -> None:
    assert _verdicts(product)[claim] is Verdict.MET


def test_a_reader_gets_the_same_from_the_commands(tmp_path: Path) -> None:
    """As the page says: write it, and assess it with what is handed over beside it."""
    subprocess.run([sys.executable, "-m", "assay.testing.exemplary", tmp_path], check=True)
    places = [str(tmp_path / "repository"), "--evidence", str(tmp_path / "evidence")]
    program = [sys.executable, "-c", "from assay.cli import main; main()"]
    words = ["assess", *places, "--as-of", str(AS_OF), "--no-cache"]
    done = subprocess.run([*program, *words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "45 claims: 45 + met" in done.stdout
    assert "Nothing was found that speaks against a claim." in done.stdout


def test_each_way_leads_to_a_page_that_is_there(root: Path) -> None:
    page = (root / "docs" / "reference" / "reach.md").read_text("utf-8")
    ways = set(re.findall(r"\]\(([^)#]+)(#[^)]*)?\)", page))
    assert len(ways) > 40
    for path, place in ways:
        linked = (root / "docs" / "reference" / path).resolve()
        assert linked.is_file(), path
        headings = re.findall(r"^#+ (.+)$", linked.read_text("utf-8"), re.MULTILINE)
        assert not place or place[1:] in {anchor(each) for each in headings}, path + place


def test_nothing_speaks_against_the_product(product: Assessment) -> None:
    assert [(seen.check, seen.says) for seen in product.observations if seen.outcome is Outcome.BAD] == []


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.id)
def test_without_what_supports_one_facet_its_claim_is_not_met(product: Assessment, facet: Facet) -> None:
    assert _of(facet.id) not in _met(taken_away.all_support(product.judged_on, facet.id))


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.id)
def test_less_than_a_facet_needs_is_not_enough(product: Assessment, facet: Facet) -> None:
    """Weaker observations where a machine can know; nobody's word where it must be confirmed; words alone where only people know."""
    if facet.who_can_know is Knower.MACHINE:
        less = taken_away.strength(product.judged_on, facet)
    elif facet.who_can_know is Knower.SHARED or facet.needs is WEAK:
        less = taken_away.people_and_records(product.judged_on, facet.id)
    else:
        less = taken_away.records_and_documents(product.judged_on, facet.id)
    assert _of(facet.id) not in _met(less)


def test_with_nothing_at_all_there_is_no_evidence_for_any_claim(product: Assessment) -> None:
    nothing = judge(CODE, Evidence(revision=product.subject.commit), AS_OF)
    assert [each.id for each in nothing.claims if each.verdict is not Verdict.NO_EVIDENCE] == []
    assert len([claim for claim in CODE.claims if claim.counted]) == 45


def test_statements_alone_meet_no_claim_a_machine_can_look_into(product: Assessment) -> None:
    alone = _met(Evidence(statements=product.judged_on.statements, revision=product.judged_on.revision))
    print("met by statements alone:", ", ".join(sorted(alone)))
    for claim in CODE.claims:
        if any(facet.mandatory and facet.who_can_know is Knower.MACHINE for facet in claim.facets):
            assert claim.id not in alone


def test_statements_without_documents_meet_no_claim(product: Assessment) -> None:
    bare = [replace(each, statement_class=StatementClass.BARE) for each in product.judged_on.statements]
    assert _met(Evidence(statements=bare, revision=product.judged_on.revision)) == set()


def test_observations_alone_meet_only_what_is_for_machines_or_on_record(product: Assessment) -> None:
    evidence = product.judged_on
    recorded = {each.facet for each in evidence.records}
    for claim in _met(replace(evidence, statements=())):
        for facet in CODE.claim(claim).facets:
            assert not facet.mandatory or facet.who_can_know is Knower.MACHINE or facet.id in recorded


def test_without_the_folder_of_evidence_what_rests_on_it_is_not_met(product: Assessment, tmp_path: Path) -> None:
    left = _assessed_again(RECIPE, tmp_path, with_evidence=False)
    lost = _changed(product, left)
    print("not met without the folder of evidence:", ", ".join(sorted(lost)))
    needing = set().union(*(_lost(product, taken_away.an_item(product.judged_on, item)) for item in product.evidence))
    assert needing <= lost
    assert lost <= {claim for claim in CLAIMS if _touches(product, claim, "evidence:")} | _backed(product)


@pytest.mark.parametrize("name", evidence.NAMES)
def test_one_file_handed_over_less_changes_just_what_rests_on_it(
    product: Assessment, tmp_path: Path, name: str
) -> None:
    item = next(each for each in product.evidence if each.name == name)
    lost = _changed(product, _assessed_again(RECIPE, tmp_path, without=item))
    print(f"not met without {name}:", ", ".join(sorted(lost)) or "none")
    assert _lost(product, taken_away.an_item(product.judged_on, item)) <= lost
    touched = {claim for claim in CLAIMS if _touches(product, claim, f"evidence:{name}@")}
    assert lost <= touched | _backed(product, item.kind) | READ_BESIDE.get(name, set())


@pytest.mark.parametrize("path", DOCUMENTS)
def test_one_document_less_changes_just_what_rests_on_it(product: Assessment, tmp_path: Path, path: str) -> None:
    files = {each: content for each, content in RECIPE.files.items() if each != path}
    history = [
        replace(each, files={name: text for name, text in each.files.items() if name != path})
        for each in RECIPE.history
    ]
    lost = _changed(product, _assessed_again(replace(RECIPE, files=files, history=history), tmp_path))
    print(f"not met without {path}:", ", ".join(sorted(lost)) or "none")
    assert _lost(product, taken_away.a_document(product.judged_on, path)) <= lost
    assert lost <= {claim for claim in CLAIMS if _touches(product, claim, path)} | READ_BESIDE.get(path, set())


def _assessed_again(
    recipe: Recipe, folder: Path, without: EvidenceItem | None = None, *, with_evidence: bool = True
) -> Assessment:
    repository = build(folder / "repository", recipe)
    given = evidence.handed(repository) if with_evidence else {}
    handed = hand_over(given, repository, folder / "evidence", AS_OF)
    if without and handed:
        place_of(handed, without.sha256).unlink()
    return assess(repository, "HEAD", Settings(as_of=AS_OF, use_tools=False, evidence=handed))


def _changed(before: Assessment, after: Assessment) -> set[str]:
    """Claims that were met and are not; nothing may come to be met by taking evidence away."""
    were, are = _verdicts(before), _verdicts(after)
    assert [claim for claim in CLAIMS if are[claim] is Verdict.MET and were[claim] is not Verdict.MET] == []
    return {claim for claim in CLAIMS if were[claim] is Verdict.MET and are[claim] is not Verdict.MET}


def _lost(product: Assessment, left: Evidence) -> set[str]:
    """Claims that the judge holds to be met no more on what is left."""
    return _met(product.judged_on) - _met(left)


def _touches(product: Assessment, claim: str, place: str) -> bool:
    """Whether something that speaks for a facet of the claim points at a place of this name, or is stated on the strength of it."""
    result = next(each for each in product.judgement.claims if each.id == claim)
    return any(where.path.startswith(place) for seen in result.supporting for where in seen.locations) or any(
        each.document == place for each in result.statements
    )


def _backed(product: Assessment, kind: str = "independent_document") -> set[str]:
    """Claims with a statement that somebody independent bears out, which a note on a review does."""
    if kind != "independent_document":
        return set()
    independent = StatementClass.INDEPENDENT
    return {_of(each.facet) for each in product.judged_on.statements if each.statement_class is independent}


def _of(facet: str) -> str:
    return facet.partition("/")[0]
