"""What the owner states is not contradicted by the repository.

Why: A statement that the repository refutes is worth less than none, and whoever made it should hear of it first.

Good: where a statement asserts something another check can see, that check saw it so. It supports nothing: the other check
speaks for itself.

Bad: a statement asserts what another check saw to be otherwise: builds held to the lock, releases that wait for tests, pinned
parts, declared routes, no credentials, signed releases, failures that count, tests on every change, a second pair of eyes.

Unknown: nothing is stated, or the other check could not look.

How: the checks in question are pure, so they are simply asked again with the same facts; there is no second opinion to keep in
step. The finding has the strength of the one that contradicts, on the facet of the statement, and tells both days. Whether a
repository is private is not looked at, because its files do not show it.

Known false positives: the repository changed after the statement, so both days are told; promises and denials; negated
assertions.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from types import ModuleType
from typing import NamedTuple

from assay.checks.build_environment import ci_plaintext_credential, ci_token_least_privilege
from assay.checks.citation.citation_resolves import LOG
from assay.checks.contract import (
    ANY,
    MEDIUM,
    STRONG,
    WEAK,
    Change,
    Example,
    Finding,
    Handed,
    Strength,
    at,
    bad,
    good,
    touched,
    unknown,
)
from assay.checks.dependencies import base_image_pinned, build_uses_lockfile, ci_dependency_pinned
from assay.checks.design import secrets_in_tree, shipped_default_credential
from assay.checks.release import delivery_profile_agrees, release_signing_configured, routes_use_tls
from assay.checks.testing import (
    check_failure_not_swallowed,
    ci_runs_tests,
    peer_review_recorded,
    publish_gated_by_tests,
)
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines, Does
from assay.facts.code import Code
from assay.facts.containers import Containers
from assay.facts.documents import Documents
from assay.facts.history import History
from assay.facts.lock_files import LockFiles
from assay.facts.platform import Actor, MergedChange, Platforms, Section
from assay.facts.profile import FILE, Profile
from assay.facts.secrets import SecretsFound
from assay.facts.subject import Subject
from assay.facts.tags import Tags
from assay.facts.texts import Texts
from assay.formats.assertions import asserts
from assay.formats.snapshots.example import example

SUPPORTS: dict[str, Strength] = {}
COUNTERS = {ANY: STRONG}
BECAUSE = "the strength is that of the finding that contradicts, capped where a person could still be right"
STALE_AFTER_DAYS = 90
FIX = "Correct the statement or the repository."

ENOUGH_COMMITS = 10
"""Of one author, before a second pair of eyes is doubted."""
A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the other checks look at."""

    ci: CiPipelines
    containers: Containers
    locks: LockFiles
    documents: Documents
    secrets: SecretsFound
    history: History
    texts: Texts
    tags: Tags
    profile: Profile
    code: Code
    platforms: Platforms


class Opposite(NamedTuple):
    """What another check says about the same thing, and how strongly it would speak against it."""

    check: str
    finding: Finding
    strength: Strength


class Assertion(NamedTuple):
    """A way of asserting something, and the look at the repository that would refute it."""

    pattern: re.Pattern[str]
    looked: Callable[[Seen], Iterator[Opposite]]


def check(
    profile: Profile,
    ci: CiPipelines,
    containers: Containers,
    locks: LockFiles,
    documents: Documents,
    secrets: SecretsFound,
    history: History,
    texts: Texts,
    tags: Tags,
    subject: Subject,
    code: Code,
    platforms: Platforms,
) -> Iterator[Finding]:
    if not profile.statements:
        yield unknown(Unread("statements", "nothing is stated", "state it in assay.toml: assay init shows how"))
        return
    seen = Seen(ci, containers, locks, documents, secrets, history, texts, tags, profile, code, platforms)
    for statement in profile.statements:
        for assertion in ASSERTIONS:
            sentence = asserts(statement.says, assertion.pattern) or asserts(statement.quote, assertion.pattern)
            if not sentence:
                continue
            found = list(assertion.looked(seen))
            against = [each for each in found if each.finding.outcome is Outcome.BAD]
            unread = [unread for each in found for unread in each.finding.unread]
            if against:
                worst = max(against, key=lambda each: each.strength)
                places = worst.finding.locations or (() if profile.by_assessor else (at(FILE),))
                yield bad(
                    f"statement of {statement.person} on {statement.facet} against {worst.check}",
                    f'stated on {statement.stated_on}: "{sentence}"; seen at the commit of {subject.committed_on}: '
                    f"{worst.finding.says} ({worst.check})",
                    *places,
                    fix=f"Correct the statement on {statement.facet}, or the repository: {worst.finding.fix or FIX}",
                    at_most=worst.strength,
                    facets=(statement.facet,),
                )
            elif unread:
                yield unknown(*unread)
            elif any(each.finding.outcome is Outcome.GOOD for each in found):
                yield good(f"statement of {statement.person} on {statement.facet}", f'"{sentence}" is not contradicted')


def _asked(module: ModuleType, findings: Iterator[Finding]) -> Iterator[Opposite]:
    name = module.__name__.rpartition(".")[2].replace("_", "-")
    for finding in findings:
        reach = max(touched(module.COUNTERS, ()).values(), default=WEAK)
        yield Opposite(name, finding, min(reach, finding.at_most or reach))


def _conditional_tests(seen: Seen) -> Iterator[Opposite]:
    """Tests that only some changes start; weak, because what is left out may not matter."""
    testing = seen.ci.doing(Does.TEST, seen.ci.on_change())
    limited = [
        (job, step)
        for pipeline, job, step in testing
        if job.condition or all(each.paths or each.ignored_paths for each in pipeline.triggers_of(job))
    ]
    if testing and len(limited) == len(testing):
        job, step = limited[0]
        says = f"job {job.name or job.id} runs its tests for some changes only"
        yield Opposite("ci-runs-tests", bad("tests", says, at(step.path, step.line)), WEAK)
    yield from _asked(ci_runs_tests, ci_runs_tests.check(seen.ci, seen.code))


def _single_author(seen: Seen) -> Iterator[Opposite]:
    """What the platform shows of reviews; and one author of all in the last year: weak, because a reviewer need not commit."""
    if seen.platforms.newest:
        yield from _asked(peer_review_recorded, peer_review_recorded.check(seen.platforms))
    if not seen.history.commits or not seen.history.complete:
        return
    recent = list(seen.history.since(seen.history.commits[0].committed_on - A_YEAR))
    people = {each.author_email.casefold() for each in recent if "[bot]" not in each.author_name}
    if len(people) == 1 and len(recent) >= ENOUGH_COMMITS:
        says = f"one author made all {len(recent)} commits of the last year"
        yield Opposite("the history", bad("history", says, at("", commit=recent[0].oid)), WEAK)


def _pinned(seen: Seen) -> Iterator[Opposite]:
    yield from _asked(ci_dependency_pinned, ci_dependency_pinned.check(seen.ci, seen.texts))
    yield from _asked(base_image_pinned, base_image_pinned.check(seen.containers, seen.ci))


def _no_secrets(seen: Seen) -> Iterator[Opposite]:
    yield from _asked(secrets_in_tree, secrets_in_tree.check(seen.secrets))
    yield from _asked(ci_plaintext_credential, ci_plaintext_credential.check(seen.ci))


def _words(pattern: str) -> re.Pattern[str]:
    """The pattern with gaps that no negation may stand in: "are not held to the lock" asserts nothing."""
    return re.compile(pattern.replace("[^.]{", r"(?:(?!\bnot\b|\bnever\b|n't\b)[^.]){"), re.IGNORECASE)


ASSERTIONS = (
    Assertion(
        _words(
            r"\b(only|solely|exclusively|strictly|held|hold|uses?|installs?|builds?|built)\b[^.]{0,50}\b(lock[- ]?files?|the locks?|locked versions?)\b"
            r"|\bnpm ci\b|--(frozen|require-hashes|locked)"
        ),
        lambda seen: _asked(build_uses_lockfile, build_uses_lockfile.check(seen.ci, seen.containers, seen.locks)),
    ),
    Assertion(
        _words(
            r"\b(releas|deploy|publish|ship|build)\w*[^.]{0,60}\b(block|stop|halt|prevent|refus|gat|only (after|when|if|once)|wait|cannot|unless|until)\w*[^.]{0,60}\b(tests?|scans?|checks?)\b"
            r"|\bfail\w*[^.]{0,30}\b(tests?|scans?|checks?)\b[^.]{0,40}\b(block|stop|halt|prevent)\w*"
            r"|\b(tests?|scans?|checks?)\b[^.]{0,30}\bfail\w*[^.]{0,60}\b(block|stop|halt|prevent|no release|not released)\w*"
            r"|\b(tests?|scans?|checks?)\b[^.]{0,30}\b(pass|run|succeed)\w*\b[^.]{0,30}\bbefore\b[^.]{0,30}\b(releas|deploy|publish|ship)\w*"
        ),
        lambda seen: _asked(publish_gated_by_tests, publish_gated_by_tests.check(seen.ci)),
    ),
    Assertion(
        _words(
            r"\b(all|every|each|any)\b[^.]{0,60}\bpinned\b|\bpinned (to|by|with|at) (a |an |the |their |its )?(full |exact |immutable )?(commit|hash|digest|sha)"
        ),
        _pinned,
    ),
    Assertion(
        _words(
            r"\b(no other|only|sole|single) (\w+ ){0,2}(channel|route|way)s?\b|\b(delivered|distributed|published|shipped) (only|solely|exclusively)\b"
        ),
        lambda seen: _asked(delivery_profile_agrees, delivery_profile_agrees.check(seen.ci, seen.profile)),
    ),
    Assertion(
        _words(
            r"\btest\w*\b[^.]{0,40}\b(every|each|all|any) (\w+ ){0,2}(change|commit|push|pull request|merge request|build|update)s?\b"
            r"|\b(every|each|all) (\w+ ){0,2}(change|commit|push|pull request|merge request|build|update)s?\b[^.]{0,40}\btest(s|ed)?\b"
        ),
        _conditional_tests,
    ),
    Assertion(
        _words(
            r"\bfail\w*\b[^.]{0,40}\b(never|not|cannot be) (be )?(ignored|skipped|overridden|swallowed)|\b(a|every|any) (failing|failed) (test|scan|check)\b[^.]{0,30}\b(fails|breaks)\b"
        ),
        lambda seen: _asked(check_failure_not_swallowed, check_failure_not_swallowed.check(seen.ci)),
    ),
    Assertion(
        _words(
            r"\b(review|approv|check)\w* by (a |another |at least one other )?(second|other|another|different|independent)?\s?(person|developer|engineer|colleague|pair of eyes|maintainer)s?\b"
            r"|\b(four[- ]eyes|two[- ]person (rule|review)|peer[- ]review(ed|s)?|second pair of eyes)\b"
        ),
        _single_author,
    ),
    Assertion(
        _words(
            r"\b(releases?|artefacts?|artifacts?|packages?|images?|binar(y|ies)|installers?|builds?)\b( \w+){0,3} (is|are|gets?) (\w+ )?signed\b|\bsigned (releases?|artefacts?|artifacts?|packages?|images?|binaries)\b"
            r"|\bwe sign (\w+ ){0,3}(releases?|artefacts?|artifacts?|packages?|images?|binar(y|ies))\b"
        ),
        lambda seen: _asked(
            release_signing_configured, release_signing_configured.check(seen.ci, seen.texts, seen.tags)
        ),
    ),
    Assertion(
        _words(
            r"\b(?:no|never) (\w+ ){0,2}(secrets?|credentials?|passwords?|keys?|tokens?)\b[^.]{0,50}\b(repositor|source|code|git|pipeline|committed|commit)"
            r"|\b(secrets?|credentials?|passwords?|keys?|tokens?) (are|is) (never|not) (\w+ ){0,2}(committed|kept in|stored in|held in|in) (the |our )?(repositor|source|code|git)?"
        ),
        _no_secrets,
    ),
    Assertion(
        _words(
            r"\bno (default|preset|factory|hard-?coded|shared|initial) (\w+ )?(passwords?|credentials?|accounts?)\b"
        ),
        lambda seen: _asked(shipped_default_credential, shipped_default_credential.check(seen.containers, seen.texts)),
    ),
    Assertion(
        _words(
            r"\bleast[- ]privilege\b[^.]{0,60}\b(pipeline|ci|token|workflow|build)|\b(pipeline|ci|workflow|build)\b[^.]{0,40}\b(least[- ]privilege|only the (rights|permissions) (it|they) needs?)"
        ),
        lambda seen: _asked(ci_token_least_privilege, ci_token_least_privilege.check(seen.ci, seen.platforms)),
    ),
    Assertion(
        _words(
            r"\b(all|every|only|always)\b[^.]{0,60}\b(https|tls)\b|\b(https|tls) (only|everywhere|for (all|every|each))\b"
        ),
        lambda seen: _asked(routes_use_tls, routes_use_tls.check(seen.documents, seen.ci)),
    ),
)


def _says(text: str, facet: str = "1.2.2/b") -> str:
    return f'schema = 1\n[[statements]]\nfacet = "{facet}"\nsays = "{text}"\nperson = "Ada Builder"\nrole = "Director"\ndate = 2026-09-20\n'


_FREE = {
    "package.json": '{"name": "app", "private": true, "dependencies": {"a": "1.0.0"}}',
    "package-lock.json": '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "1.0.0"}}, "node_modules/a": {"version": "1.0.0", "resolved": "https://registry.example/a.tgz", "integrity": "sha512-AAAA"}}}',
    "Dockerfile": "FROM node:22\nCOPY package*.json ./\nRUN npm install\n",
}
_ANEW = {**_FREE, "Dockerfile": "FROM node:22\nCOPY package*.json ./\nRUN npm update\n"}
_HELD = {**_FREE, "Dockerfile": "FROM node:22\nCOPY package*.json ./\nRUN npm ci\n"}
_UNGATED = {
    ".github/workflows/r.yml": "on: {push: {branches: [main]}}\njobs:\n  publish:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: twine upload dist/*\n"
}
_LIMITED = {
    ".github/workflows/t.yml": "on: {pull_request: {paths: [src/**]}}\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    steps: [{run: pytest}]\n"
}
_UNREVIEWED = MergedChange(1, "main", Actor("person", "ada"), date(2026, 9, 10), reviews=Section(()))
_ALONE = tuple(Change(f"Step {number}", {"a.txt": str(number)}) for number in range(12))

EXAMPLES = (
    Example(
        "builds use the lock, and they do",
        Outcome.GOOD,
        {**_HELD, "assay.toml": _says("Builds install only what is in the lock file.")},
    ),
    Example(
        "builds use the lock, and they do not",
        Outcome.BAD,
        {**_ANEW, "assay.toml": _says("Builds install only what is in the lock file.")},
        strength=STRONG,
    ),
    Example(
        "releases wait for tests, and they do not",
        Outcome.BAD,
        {**_UNGATED, "assay.toml": _says("A release is blocked when tests or scans fail.", "1.3.2/d")},
    ),
    Example(
        "releases are signed, and nothing signs",
        Outcome.BAD,
        {**_UNGATED, "assay.toml": _says("All releases are signed by the pipeline.", "3.1.1/a")},
    ),
    Example(
        "tests run on every change, and only some start them",
        Outcome.BAD,
        {**_LIMITED, "assay.toml": _says("Tests run on every change of the product.", "1.3.2/d")},
        strength=WEAK,
    ),
    Example(
        "a second person reviews, and one author is alone",
        Outcome.BAD,
        {"assay.toml": _says("Every change is reviewed by a second person.", "2.2.2/d")},
        history=_ALONE,
        strength=WEAK,
    ),
    Example(
        "least privilege is stated, and a workflow has every right",
        Outcome.BAD,
        {
            ".github/workflows/a.yml": "on: push\npermissions: write-all\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: [{run: make}]\n",
            "assay.toml": _says(
                "Pipelines hold only the rights they need: least privilege applies to every pipeline token.", "2.1.1/c"
            ),
        },
        strength=MEDIUM,
    ),
    Example(
        "a second person reviews, and the platform shows that nobody did",
        Outcome.BAD,
        {"assay.toml": _says("Every change is reviewed by a second person.", "2.2.2/d")},
        evidence={"snapshot.json": Handed(example(changes=(_UNREVIEWED,)))},
        strength=MEDIUM,
    ),
    Example(
        "a statement no check can see",
        Outcome.SILENT,
        {"docs/training.md": LOG, "assay.toml": _says("Every developer took the secure coding course.", "1.1.2/a")},
    ),
    Example("nothing is stated", Outcome.UNKNOWN, _FREE),
    Example(
        "nothing here builds",
        Outcome.UNKNOWN,
        {"assay.toml": _says("Builds install only what is in the lock file.")},
    ),
    Example(
        "stated long before",
        Outcome.BAD,
        {**_FREE, "assay.toml": _says("Builds use the lock file.").replace("2026-09-20", "2026-05-01")},
        false_positive="the repository changed after the statement, so both days are told",
    ),
    Example(
        "only planned",
        Outcome.SILENT,
        {**_FREE, "assay.toml": _says("We plan to build only from the lock file.")},
        false_positive="promises and denials",
    ),
    Example(
        "an honest no",
        Outcome.SILENT,
        {**_FREE, "assay.toml": _says("Image builds are not held to the lock file so far.")},
        false_positive="negated assertions",
    ),
)
