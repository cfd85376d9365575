"""Claims about what is done, answered with what is to be done."""

import re
from collections.abc import Iterator

from assay.assess.form_faults.fault import Found, Rule, in_row
from assay.domain.catalogue import Catalogue
from assay.facts.forms import Answer, CompletedForm, FormRow, Proof
from assay.formats.assertions import sentences

WRITTEN = frozenset("1.1.1 1.1.4 1.1.5 1.2.1 1.3.1 1.4.1 2.1.1 3.2.1 3.2.2 3.3.2 4.1.1 4.1.2 4.1.3 4.3.1".split())
"""Claims for which a written thing can be the answer; all others ask what is really done."""
POLICY = re.compile(
    r"\b(polic(y|ies)|procedures?|standards?|handbook|guidelines?|manual|isms|code of conduct|must|shall|(is|are) (required|expected|obliged) to|requires? (that|all|every|each|staff|developers)|mandates?)\b",
    re.IGNORECASE,
)
PRACTICE = re.compile(
    r"\b(logs?|logged|records?|recorded|reports?|screenshots?|exports?|results?|runs?|tickets?|dashboards?|enabled|enforced|workflows?|pipelines?|tests?|tested|scans?|scanned|scanners?"
    r"|commits?|pull requests?|merge requests?|reviewed|minutes|registers?|certificates?|sbom|signed|signatures?|attestations?|audited|ci|dependabot|renovate|lock ?files?|exercise[ds]?|\d+ (of|out of) \d+)\b",
    re.IGNORECASE,
)
POLICY_NAME = re.compile(r"polic|procedure|standard|handbook|guideline|manual|isms|process", re.IGNORECASE)


def find(form: CompletedForm, _code: Catalogue) -> Iterator[Found]:
    """One for each row whose text rests on a policy and points at nothing that was done."""
    for row in form.claims():
        if row.id in WRITTEN or row.answer not in (Answer.MET, Answer.TEXT_ONLY):
            continue
        said = list(sentences(row.text))
        rules = [each for each in said if POLICY.search(each)]
        if rules and not _shows_practice(row, [each for each in said if each not in rules]):
            yield in_row(row, f"claim {row.name} asks what is done, and only a rule is offered", rules[0])


def _shows_practice(row: FormRow, others: list[str]) -> bool:
    return bool(row.dates) or any(PRACTICE.search(each) for each in others) or any(map(_is_practice, row.proofs))


def _is_practice(proof: Proof) -> bool:
    return not POLICY_NAME.search(proof.target)


RULE = Rule(
    "policy-for-practice",
    "A policy where practice is asked for",
    "A policy says what people should do; the claim asks whether they did.",
    "Add what following the policy leaves behind: a dated record, a log, a setting, a result for a release.",
    find,
)
