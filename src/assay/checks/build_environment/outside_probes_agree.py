"""Probes of an outside tool see the branch protected and changes reviewed.

Why: A second tool with its own eyes is worth hearing, for what it saw and not for the score it gives.

Good: at the assessed commit Scorecard's probes saw force pushes and deletions blocked and approvals asked for; or reviews of changes.

Bad: such a probe saw the opposite.

Unknown: the run is of another commit, or the probes that matter could not tell. Without a run the check is silent.

Known false positives: a probe that lacked the right to look; a result of scores alone, which is not taken in.
"""

from collections.abc import Iterator
from datetime import date

from assay.checks.contract import MEDIUM, WEAK, Change, Example, Finding, Handed, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.imported import Imported
from assay.facts.probe_results import Probe, ProbeResults, ProbeRun
from assay.facts.subject import Subject

SUPPORTS = {"2.2.2/a": MEDIUM, "2.2.2/b": WEAK, "1.1.4/c": WEAK}
COUNTERS = {"2.2.2/a": MEDIUM, "2.2.2/b": WEAK, "1.1.4/c": WEAK}
BECAUSE = "another tool looked, with rights that are not known here"
STALE_AFTER_DAYS = 30
FIX = "Protect the release branch as the probe asks, and run it again."

ABOUT = {
    ("2.2.2/a",): ("blocksForcePushOnBranches", "blocksDeleteOnBranches", "requiresApproversForPullRequests"),
    ("2.2.2/b", "1.1.4/c"): ("codeApproved",),
}
"""Facets → the probes all of which must hold for them."""


def check(probe_results: ProbeResults, subject: Subject) -> Iterator[Finding]:
    for run in probe_results.runs:
        if run.source.commit != subject.commit:
            reason = "it is a run over another commit" if run.source.commit else "it names no commit of this history"
            yield unknown(Unread(run.source.name, reason, "a run over the assessed commit"))
        else:
            for facets, names in ABOUT.items():
                yield from _said(run, facets, [each for each in run.content.probes if each.name in names], len(names))


def _said(run: Imported[ProbeRun], facets: tuple[str, ...], probes: list[Probe], wanted: int) -> Iterator[Finding]:
    names = ", ".join(dict.fromkeys(each.name for each in probes))
    against = [each for each in probes if each.holds is False]
    if against:
        says = f"Scorecard's probe {against[0].name} does not hold: {against[0].says}"
        yield bad(names, says, run.source.at(), facets=facets, observed_at=run.content.ran_on)
    elif len({each.name for each in probes if each.holds}) == wanted:
        yield good(
            names, f"Scorecard's probes hold: {names}", run.source.at(), facets=facets, observed_at=run.content.ran_on
        )
    elif probes:
        yield unknown(Unread(f"probes {names}", "the tool could not tell", "a run with the right to read the rules"))


def _run(*outcomes: str, commit: str = "{commit}") -> dict[str, Handed]:
    names = ABOUT["2.2.2/a",]
    found = ", ".join(
        f'{{"probe": "{name}", "outcome": "{outcome}", "message": "branch main"}}'
        for name, outcome in zip(names, outcomes, strict=True)
    )
    text = (
        f'{{"date": "2026-09-30T00:00:00Z", "repo": {{"name": "x", "commit": "{commit}"}}, "scorecard": {{"version": "v5.0.0"}}, '
        f'"findings": [{found}]}}'
    )
    return {"scorecard.json": Handed(text)}


_FILES = {"a": "x"}

EXAMPLES = (
    Example("all three hold", Outcome.GOOD, _FILES, evidence=_run("True", "True", "True"), strength=MEDIUM),
    Example("force pushes are allowed", Outcome.BAD, _FILES, evidence=_run("False", "True", "True"), strength=MEDIUM),
    Example(
        "the tool had no right to look",
        Outcome.UNKNOWN,
        _FILES,
        evidence=_run("NotAvailable", "NotAvailable", "NotAvailable"),
        false_positive="a probe that lacked the right to look",
    ),
    Example(
        "a run over an older commit",
        Outcome.UNKNOWN,
        _FILES,
        history=(Change("Old", {"a": "0"}, on=date(2026, 8, 1), tag="v1.0.0"),),
        evidence=_run("True", "True", "True", commit="{commit:v1.0.0}"),
    ),
    Example(
        "nothing was handed over",
        Outcome.SILENT,
        _FILES,
        false_positive="a result of scores alone, which is not taken in",
    ),
)
