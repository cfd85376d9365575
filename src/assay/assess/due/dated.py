"""Days that stand in the repository itself: ends of support, reviews, contacts, suppressed findings, life cycles."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from assay.assess.discovery import load_check
from assay.assess.due.item import Item, Kind
from assay.assess.due.window import later
from assay.assess.gather import Facts
from assay.checks.contract import ANY
from assay.checks.dependencies.component_end_of_life import OLDEST_DATA
from assay.domain.evidence import Unread
from assay.facts.citations import Citation
from assay.facts.documents import DatedPlace, DateRole, Document, Documents
from assay.facts.life_cycles import LifeCycles, Usage, Use, UsedCycles
from assay.facts.profile import Profile
from assay.facts.roots import Roots
from assay.facts.subject import Subject
from assay.facts.support_history import Announcement, SupportHistory
from assay.facts.suppressions import Suppressions
from assay.facts.tags import Tags
from assay.facts.texts import Texts
from assay.facts.tree import set_aside
from assay.formats.citations import WINDOW_DAYS
from assay.formats.disclosure import security_txt
from assay.formats.product import Version, product
from assay.formats.product import shown as version_shown
from assay.formats.statements import has_reader
from assay.formats.support import lines, places

A_YEAR_OF_MONTHS = 12
EXPIRES = re.compile(r"^\s*expires\s*:\s*(\d{4}-\d{2}-\d{2})", re.IGNORECASE)
DUE_ROLES = (DateRole.NEXT_REVIEW, DateRole.EXPIRY)
REVIEWED_ROLES = (DateRole.REVIEW, DateRole.APPROVAL)
TOLD_ROLES = (DateRole.VERSION, DateRole.RELEASE, DateRole.OTHER)


def items(facts: Facts) -> Iterator[Item]:
    """Everything dated that the assessment knows; who is named as responsible for the product owns it."""
    owner = facts.get(Profile).senior_responsible_owner
    as_of = facts.get(Subject).as_of
    yield from _contacts(facts.get(Texts), owner)
    yield from _support(facts, owner, as_of)
    yield from _cited(facts.get(Profile), as_of)
    yield from _reviews(facts.get(Documents), facts.get(Profile), owner)
    yield from _suppressed(facts.get(Suppressions), owner)
    yield from _components(facts.get(UsedCycles), facts.get(LifeCycles), owner)


def unread(facts: Facts) -> Iterator[Unread]:
    """What could not be read of all this: days in it are not known, which does not mean that there are none."""
    for fact in (Profile, Documents, Texts, SupportHistory, Suppressions, UsedCycles):
        yield from facts.get(fact).unread  # type: ignore[attr-defined]


def _contacts(texts: Texts, owner: str) -> Iterator[Item]:
    for path, _ in security_txt(texts):
        for number, line in enumerate(texts.texts[path].splitlines(), 1):
            match = EXPIRES.match(line)
            if match and not set_aside(path) and (day := _day(match[1])):
                yield Item(
                    day,
                    Kind.CONTACT,
                    f"{path} tells reporters to trust it until then",
                    "Check the contacts and set Expires anew, at most a year ahead.",
                    _facets("private-channel"),
                    owner,
                    (f"{path}:{number}",),
                )
                break


def _support(facts: Facts, owner: str, as_of: date) -> Iterator[Item]:
    """Ends of support that lie ahead, and a year before each of them the last day to tell customers in time."""
    documents = facts.get(Documents)
    about = product(documents, facts.get(Roots), facts.get(Profile), facts.get(Tags))
    told = {each.line: each for each in facts.get(SupportHistory).announcements}
    ends: dict[Version, tuple[date, str]] = {}
    for document in places(documents):
        for line in lines(document, about) if has_reader(document) else ():
            if line.ends_on and not line.below and line.ends_on >= as_of:
                known = ends.get(line.line)
                if known is None or line.ends_on > known[0]:
                    ends[line.line] = (line.ends_on, f"{document.path}:{line.at_line}")
    for version, (end, place) in sorted(ends.items()):
        name = version_shown(version)
        yield Item(
            end,
            Kind.SUPPORT,
            f"support of {name} ends",
            f"Tell its users where to go from {name}, and give the line that follows a date of its own.",
            _facets("support-dates-published"),
            owner,
            (place,),
        )
        notice = later(end, -A_YEAR_OF_MONTHS)
        if notice >= as_of or _came_late(told.get(version), notice):
            yield Item(
                notice,
                Kind.NOTICE,
                f"support of {name} ends on {end}: the last day to tell customers a year before{_since(told.get(version))}",
                f"Tell every customer of {name}, not the page alone; if it is too late, move the end of support.",
                _facets("end-of-support-arithmetic"),
                owner,
                (place,),
            )


def _came_late(told: Announcement | None, notice: date) -> bool:
    return told is not None and told.is_first_word and told.announced_on > notice


def _since(told: Announcement | None) -> str:
    return f"; the page says so since {told.announced_on}" if told else ""


def _cited(profile: Profile, as_of: date) -> Iterator[Item]:
    """Documents that statements cite: past their review, or a year after their last day, they bear nothing out."""
    by_path: dict[str, list[Citation]] = {}
    for each in profile.citations:
        if each.document and not each.set_aside:
            by_path.setdefault(each.path, []).append(each)
    for path, citing in sorted(by_path.items()):
        document = citing[0].document
        assert document is not None
        facets = tuple(dict.fromkeys(each.statement.facet for each in citing))
        owners = ", ".join(dict.fromkeys(each.statement.person for each in citing))
        due = _newest(document, DUE_ROLES, date.max)
        if due:
            yield _review(path, due, facets, owners)
            continue
        reviewed = _newest(document, REVIEWED_ROLES, as_of)
        told = _newest(document, TOLD_ROLES, as_of)
        days = [reviewed.day] if reviewed else [*([told.day] if told else ()), *_changed(citing[0])]
        if days:
            yield Item(
                max(days) + timedelta(days=WINDOW_DAYS),
                Kind.REVIEW,
                f"{path} was last dated {max(days)} and bears statements out until then",
                f"Review {path} and write into it who did and when.",
                facets,
                owners,
                (path,),
            )


def _changed(citation: Citation) -> list[date]:
    return [citation.changed_on] if citation.changed_on else []


def _reviews(documents: Documents, profile: Profile, owner: str) -> Iterator[Item]:
    """Other documents of the product that set the day of their next review."""
    cited = {each.path for each in profile.citations}
    for document in documents.own:
        if document.path not in cited and (due := _newest(document, (DateRole.NEXT_REVIEW,), date.max)):
            yield _review(document.path, due, (), owner)


def _review(path: str, due: DatedPlace, facets: tuple[str, ...], owner: str) -> Item:
    return Item(
        due.day,
        Kind.REVIEW,
        f"{path} is to be reviewed by then" if due.role is DateRole.NEXT_REVIEW else f"{path} holds until then",
        f"Review {path}, and write into it who did, when, and when it is due again.",
        facets,
        owner,
        (f"{path}:{due.line}" if due.line else path,),
    )


def _newest(document: Document, roles: Iterable[DateRole], latest: date) -> DatedPlace | None:
    dated = [each for each in document.dates if each.role in roles and each.day <= latest]
    return max(dated, key=lambda each: each.day, default=None)


def _suppressed(suppressions: Suppressions, owner: str) -> Iterator[Item]:
    for each in suppressions.entries:
        if each.until and not each.vex:
            yield Item(
                each.until,
                Kind.SUPPRESSION,
                f"{each.what} is ignored until then{': ' + each.reason if each.reason else ''}",
                "Look at the finding again; take the entry out, or give it a new reason and a new end.",
                _facets("suppressions-justified"),
                owner,
                (f"{each.path}:{each.line}",),
            )


def _components(used: UsedCycles, life_cycles: LifeCycles, owner: str) -> Iterator[Item]:
    """The end of life of each runtime, system, database and framework in use, and the age of what is known about them."""
    groups: dict[tuple[str, str, bool], list[Use]] = {}
    for use in used.uses:
        if use.cycle and use.usage is not Usage.TEST:
            groups.setdefault((use.product, use.cycle, use.usage in (Usage.BUILD, Usage.DECLARED)), []).append(use)
    facets = {True: ("1.1.3/b",), False: ("4.1.1/b",)}
    supported: set[str] = set()
    for (product_id, cycle, is_tool), uses in groups.items():
        cycles = life_cycles.product(product_id)
        if ends := cycles.ends.get(cycle):
            yield Item(
                ends,
                Kind.COMPONENT,
                f"{cycles.title} {cycle} ({uses[0].usage}) gets its last fixes{_paid(cycles.paid, cycle)}",
                f"Move {cycles.title} from {cycle} to a cycle that is supported longer.",
                facets[is_tool],
                owner,
                tuple(dict.fromkeys(f"{use.path}:{use.line}" for use in uses))[:3],
            )
        supported.update(facets[is_tool] if not ends or ends >= life_cycles.taken else ())
    if supported:
        yield Item(
            life_cycles.taken + timedelta(days=OLDEST_DATA),
            Kind.LIFE_CYCLES,
            f"the life-cycle data in this Assay, taken on {life_cycles.taken}, tells until then what is still supported",
            "Use a newer Assay.",
            tuple(sorted(supported)),
        )


def _paid(paid: Mapping[str, date], cycle: str) -> str:
    return f"; fixes can be bought until {paid[cycle]}" if cycle in paid else ""


def _facets(check: str) -> tuple[str, ...]:
    """The facets a check speaks of, by its own declaration."""
    found = load_check(check)
    return tuple(sorted({*found.supports, *found.counters} - {ANY}))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
