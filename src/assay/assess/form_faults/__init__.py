"""Finds what is wrong with a completed form by reading it alone: no repository, no network, no judgement of the product."""

from assay.assess.form_faults import (
    answer_not_a_choice,
    answered_twice,
    contradicts_itself,
    fillers,
    header_incomplete,
    invented_principle,
    link_without_version,
    mfa_of_other_people,
    not_applicable,
    not_in_edition,
    nothing_offered,
    number_differs,
    pasted,
    policy_for_practice,
    proof_after_assessment,
    rows_contradict,
    unanswered,
    unknown_claim,
    unsettled_changes,
)
from assay.assess.form_faults.fault import Fault, Rule
from assay.domain.catalogue import Catalogue
from assay.facts.forms import CompletedForm

__all__ = ["RULES", "Fault", "Rule", "faults"]

RULES: tuple[Rule, ...] = (
    unanswered.RULE,
    not_in_edition.RULE,
    invented_principle.RULE,
    unknown_claim.RULE,
    number_differs.RULE,
    answered_twice.RULE,
    answer_not_a_choice.RULE,
    nothing_offered.RULE,
    contradicts_itself.RULE,
    rows_contradict.RULE,
    mfa_of_other_people.RULE,
    policy_for_practice.RULE,
    pasted.RULE,
    not_applicable.RULE,
    proof_after_assessment.RULE,
    link_without_version.RULE,
    fillers.RULE,
    unsettled_changes.RULE,
    header_incomplete.RULE,
)
"""In the order a reader wants them: what is missing, what is wrong, what is weak, what is untidy."""


def faults(form: CompletedForm, code: Catalogue) -> tuple[Fault, ...]:
    """Every fault, by rule and then by place."""
    return tuple(Fault(rule, found) for rule in RULES for found in rule.find(form, code))
