"""What a document tells customers of updates: how often they come, by which way, and how to apply them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assay.facts.documents import Document, Documents
from assay.formats.product import Product
from assay.formats.product_names import TOO_COMMON, names_one
from assay.formats.sections import Section, sections
from assay.formats.statements import (
    DENIED,
    DOUBTED,
    NUMBER,
    PROMISED,
    Sentence,
    headings_over,
    is_prose,
    is_stated,
    sentences,
)
from assay.formats.support import places

ABOUT_UPDATES = re.compile(
    r"releas|updat|upgrad|support|version|security|mainten|readme|polic|\bfaq\b|roadmap|cadence|schedule|life-?cycle|install",
    re.IGNORECASE,
)
FOR_DEVELOPERS = re.compile(
    r"(^|/)((contribut|develop|maintain|releasing|release[-_](procedure|process|checklist))[\w-]*|dev|hacking|internals?|ci|testing|governance|adr|architecture|proposals?|agents|claude|copilot[\w-]*)(\.\w+$|/)|pull[-_]request",
    re.IGNORECASE,
)
_UNIT = r"(?:hours?|days?|weeks?|months?|quarters?|years?)"
OFTEN = re.compile(
    rf"\bevery\s+(?:other\s+|second\s+)?(?:{NUMBER}(?:\s?(?:-|–|to|or)\s?{NUMBER})?\s+)?{_UNIT}\b"
    rf"|\b(?:once|twice|(?:{NUMBER}(?:\s?(?:-|–|/|to|or)\s?{NUMBER})?)\s+times)\s+(?:an?|per|each|every)\s+{_UNIT}\b"
    rf"|\b{NUMBER}(?:\s?(?:-|–|/|to|or)\s?{NUMBER})?\s+(?:new\s+)?(?:minor\s+|major\s+|feature\s+)?(?:releases?|versions?|updates?)(?:\s*\([^)]*\))?\s+(?:an?|per|each|every)\s+{_UNIT}\b"
    r"|\b(?:weekly|fortnightly|bi-?weekly|monthly|bi-?monthly|quarterly|half-yearly|semi-?annual(?:ly)?|bi-?annual(?:ly)?|yearly|annual(?:ly)?)\b"
    rf"|\b{NUMBER}[-\s](?:week|month|day)s?(?:ly)?\s+(?:release\s+)?(?:cycle|cadence|schedule|rhythm|interval|basis|train)\b|\b(?:cadence|cycle|interval|rhythm|schedule)\s+(?:of|is)\s+(?:about\s+)?{NUMBER}\s+{_UNIT}\b|\bcadence\b.{{0,60}}\bis\s+{NUMBER}\s+{_UNIT}\b"
    r"|\b(?:first|second|third|fourth|last|\d{1,2}(?:st|nd|rd|th))\s+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\s+)?(?:of|in)\s+(?:each|every|the)\s+(?:month|quarter)\b"
    r"|\bin\s+(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+(?:and|,)\s+\w+.{0,40}\b(?:each|every)\s+year\b",
    re.IGNORECASE,
)
TRIGGER = re.compile(
    r"\b(as soon as|whenever|immediately (after|when|once)|within \w+ (hours?|days?|weeks?) (of|after)|right after)\b.{0,60}\b(fix(ed|es)?|patch(ed|es)?|vulnerabilit\w+|security (issue|fix|problem)s?|merged?|disclos\w+)\b"
    r"|\b(every|each) (merge|commit|change|push)\b.{0,60}\b(released|published|deployed|shipped)\b|\bcontinuous(ly)? (deployed|released|delivered|deployment)\b",
    re.IGNORECASE,
)
UPDATES = re.compile(r"\b(releases?|versions?|updates?|patch(es)?|upgrades?|minors?|majors?|hot-?fix(es)?|service packs?)\b", re.IGNORECASE)  # fmt: skip
_CYCLE = r"(?:releases?|updates?|patch|version)(?:[- ](?:management|train))?[- ](?:cycle|cadence|schedule|frequency|interval|rhythm)"
COMES = re.compile(
    r"\b(?:releases?|versions?|updates?|patch(?:es)?|minors?|majors?|fixes|esrs?)\b.{0,120}\b(?:released|published|issued|shipped|cut|made|scheduled|planned|provided|delivered|tagged|branched|occur(?:s|ring)?|happens?|comes?|appears?)\b"
    r"|\b(?:release|publish|ship|issue|cut|do|make|provide|tag)(?:s|es)?\b.{0,60}\b(?:releases?|versions?|updates?|patch(?:es)?)\b|\breleases?\b.{0,30}\bevery\b|\breleases? \((?:usually |about )?every\b"
    r"|^\W*(?:weekly|fortnightly|bi-?weekly|monthly|quarterly|half-yearly|yearly|annual)\s+(?:minor\s+|major\s+|feature\s+|patch\s+)?(?:releases|updates|versions)\b"
    rf"|\b{_CYCLE}\b|\bcadence\b",
    re.IGNORECASE,
)
BARE = re.compile(
    rf"^\W*+(?:[\w-]+\s){{0,3}}(?:releases?|updates|versions|patch(?:es)?|minors?|majors?)\b[^.;]{{0,60}}?(?:{OFTEN.pattern})|^\W*(?:{OFTEN.pattern})\W+(?:[\w-]+\W+){{0,2}}(?:releases|updates|versions)\b",
    re.IGNORECASE,
)
"""A line that names a kind of release and how often it comes, without a verb."""
DEPLOYS = re.compile(r"\b(deploy\w*|roll(ed)? out|rollouts?)\b", re.IGNORECASE)
NOT_FOR_CUSTOMERS = re.compile(
    r"\b(meetings?|sprints?|stand-?ups?|triag\w+|calls?|check(s|ed|ing)? for|polls?|polling|dependenc\w+|dependabot|renovate|bots?|scan\w*|back-?ups?|rotat\w+|review\w*|night(ly|s)|snapshots?|canary|insiders?|alphas?|betas?|release candidates?|rcs?\b|pre-?releases?|master|status|progress|reporters?|report|informed|newsletter|blog|cron|cache\w*|(?:documentation|docs|translations?) (?:is|are|gets?)|base images?|certificates?|training|audits?|tests? (run|are)|synchroni[sz]\w+|refresh\w*|database)\b",
    re.IGNORECASE,
)
BY_NOW = re.compile(r"\b(used to|previously|formerly|in the past|historically|replac(es?|ed|ing)|instead of|until (19|20)\d\d|theoretical)\b", re.IGNORECASE)  # fmt: skip
NO_POLICY = re.compile(
    r"\b(no|n[o']t have an?|without an?)\s+(fixed\s+)?(update|release|patch|support)\s+policy\b", re.IGNORECASE
)
POLICY_HEADING = re.compile(
    r"\b(update|patch|upgrade|release)s?[- ](policy|frequency|cadence|schedule)\b|\bhow often\b.{0,30}\b(update|release)", re.IGNORECASE
)  # fmt: skip
OPEN_WORDS = re.compile(
    r"\b(as needed|as required|on demand|periodic\w*|regular\w*|irregular\w*|when(ever)?|once|if|until)\b",
    re.IGNORECASE,
)
WAY = re.compile(
    r"\b(github|gitlab|codeberg)\b|\breleases page\b|\bdownload (page|site|portal|server)|\bpackage (registr|repositor|manager|feed)|\bpypi\b|\bnpm\b|crates\.io|maven central|rubygems|\bnuget\b|packagist|docker hub|\bghcr\b|quay\.io|\b(container|image|docker) registr"
    r"|\b(app|play|microsoft|snap|apple) store\b|homebrew|\b(apt|yum|dnf|rpm|deb|debian|linux) (repositor|packages?)|flathub|chocolatey|winget|helm (repositor|chart)|marketplace|\bmirrors?\b|update (server|service|channel)|over[- ]the[- ]air|\bota\b|\bcustomer portal\b|\bauto(matic(ally)?)?[- ]updat|updated? automatically|signed (packages?|images?|archives?)",
    re.IGNORECASE,
)
DELIVERED = re.compile(
    r"\b(releases?|versions?|updates?|patches|fixes|upgrades?)\b[^.]{0,60}\b(are|is|get|gets)\b[^.]{0,40}\b(published|available|delivered|distributed|provided|pushed|shipped|uploaded|offered|released|downloaded)\b"
    r"|\b(we|which) (publish|deliver|distribute|ship|push|provide)\b[^.]{0,40}\b(releases?|versions?|updates?|patches|fixes)\b|\b(download|get|obtain)\b[^.]{0,30}\b(new|latest|newest) (version|release|update)s?\b|\bupdates? itself\b|\bauto(matic(ally)?)?[- ]?updat",
    re.IGNORECASE,
)
_UPGRADE = r"(?:upgrad(?:e|es|ing)|updat(?:e|es|ing))"
HEADING = re.compile(
    rf"^\W*(?:\d[\d.]*\s+)?(?:how\s+(?:to|do\s+i)\s+|apply(?:ing)?\s+|install(?:ing)?\s+)?(?:an?\s+|the\s+)?{_UPGRADE}\b(?P<what>.*)$|^\W*keeping\s+(?P<kept>.*)\bup[- ]to[- ]date\b|^\W*migrat(?:e|ing|ion)\s+(?:guide|from|to)\b(?P<moved>.*)$",
    re.IGNORECASE,
)
PRODUCT_WORDS = re.compile(
    r"^\W*$|\b(guides?|instructions?|notes?|procedures?|process|steps|versions?|release|installation|server|instance|deployment|cluster|docker|compose|kubernetes|helm|packages?|image|application|software|firmware|binary|existing|(from|to)\s+v?\d|route|bare metal|self-?hosted)\b|^\W*v?\d",
    re.IGNORECASE,
)
OTHER_WORDS = re.compile(
    r"\b(dependenc\w*|snapshots?|documentation|docs|translations?|changelog|policy|frequency|often|schedule|cadence|fork|branch|pull requests?|records?|objects?|metadata|schema|tests?|screenshots?|version number|notifications?|api|client|release notes|components?|websites?|repos?|fields?|models?|scripts?|users?|profiles?|maintainer\w*|lock|submodules?|baseline)\b",
    re.IGNORECASE,
)
NAME = re.compile(r"^(upgrad(e|es|ing)|updat(e|es|ing)|how-to-upgrade)([-_ ].*)?\.\w+$", re.IGNORECASE)
APPLIES = re.compile(
    r"(^|[\s;&|`$#>(])(sudo\s+)?((pip3?|uv|pipx|poetry|conda|npm|pnpm|yarn|brew|apt|apt-get|aptitude|dnf|yum|zypper|apk|pacman|choco|winget|scoop|snap|flatpak|gem|cargo|composer|dotnet)\s+[\w-]*\s*[\w-]*"
    r"|docker[- ]compose|docker (compose|pull|run|stop|service)|podman|helm (upgrade|repo update)|kubectl (apply|set image|rollout)|git (pull|fetch|checkout|clone)|systemctl|service \w+|rpm -|dpkg -|msiexec|curl -|curl http|wget |tar -?x|unzip |(python3? )?manage\.py migrate|bin/\w+|\./[\w./-]+|[\w-]+ (self-?update|self-?upgrade|upgrade|migrate|db:migrate)\b|make (upgrade|update|install))",
    re.MULTILINE,
)
UPDATES_ITSELF = re.compile(
    r"pip3? install (-\S+ )*(-U|--upgrade)\b|brew upgrade|npm (update|install) (-g|--global)|(uv tool|pipx) upgrade|docker[- ](compose )?pull|helm upgrade(?!.*--install)|apt(-get)? (upgrade|install --only-upgrade)|choco upgrade|winget upgrade|gem update|self-?(update|upgrade)|cargo install\b.*--force|snap refresh|flatpak update",
    re.IGNORECASE,
)
DOES = re.compile(
    r"^\W*(\d+[.)]\s*)?(first,?\s+|then,?\s+|next,?\s+|finally,?\s+|now,?\s+)?(stop|shut down|back up|backup|download|replace|restart|run|pull|install|unpack|extract|copy|start|click|select|open|execute|apply|migrate|verify|uninstall|update|upgrade|insert|connect|upload|reboot|log in|go to|create a (backup|copy)|make a (backup|copy)|take a (backup|snapshot))\b",
    re.IGNORECASE,
)
WAY_BACK = re.compile(
    r"\bback(ing|ed)?[- ]?up\b|\bbackups?\b|\bdowngrad\w+\b|\b(roll(ing|ed)?[- ]?back|rollback)\b.{0,40}\b(upgrade|update|version|release|deployment|install\w*|image|migration)s?\b"
    r"|\b(restor(e|es|ing)|revert(ing)?|go(ing)? back|return(ing)?|roll(ing)? back)\b.{0,30}\b(from|to) (the |an? |your )?(previous|earlier|old|last|prior|back-?up|snapshot)\b|\bsnapshot of (the|your)\b",
    re.IGNORECASE,
)
INSTALLING = re.compile(
    r"^\W*(\d[\d.]*\s+)?(how to install|install(ing|ation)?|set(ting)? ?up|getting started|deploy(ing|ment)?)\b",
    re.IGNORECASE,
)
SPEAKS = re.compile(r"\b(updat|upgrad|newer version|new version|latest version)\w*", re.IGNORECASE)
PACKAGE_MANAGER = re.compile(
    r"\b(pip3?|pipx|uv|poetry|conda|mamba|npm|pnpm|yarn|brew|apt|apt-get|dnf|yum|zypper|apk|pacman|choco|winget|scoop|snap|flatpak|gem|cargo|go|composer|dotnet|nix|port|emerge|pkg|helm)\s+(-\S+\s+)*(install|add|get|i|tool|repo|-S|require|global|ci|sync)\b"
)
VERSION = re.compile(r"\bv?(\d{1,4})(?:\.(?:\d+|x|\*))+|\bv(\d{1,4})\b|\bto (?:version )?(\d{1,4})\b", re.IGNORECASE)
SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Instructions:
    """A section on how to apply updates: what it holds, and the newest major version it names (None if it names none)."""

    heading: str
    line: int
    commands: tuple[tuple[str, int], ...]
    steps: int
    way_back: bool
    major: int | None
    for_programmers: bool
    """Most of its code is not commands: it tells how to change one's own code rather than how to apply an update."""

    @property
    def fetches(self) -> bool:
        """Whether a command itself fetches the update from where it is published."""
        return any(UPDATES_ITSELF.search(text) for text, _ in self.commands)

    @property
    def rank(self) -> tuple[bool, bool, int, int]:
        """How much it helps whoever updates, for comparing."""
        return not self.for_programmers, self.way_back, len(self.commands), self.steps


def how_often(document: Document, product: Product, *, is_service: bool) -> Iterator[tuple[Sentence, bool]]:
    """Sentences that say how often, or on which event, updates come; and whether that is put down firmly."""
    for sentence in sentences(document):
        text = sentence.text
        found = OFTEN.search(text) or TRIGGER.search(text)
        bare = bool(BARE.search(text))
        if (
            found
            and UPDATES.search(text)
            and (COMES.search(text) or bare or (is_service and DEPLOYS.search(text)))
            and (is_prose(text) or bare)
            and (is_service or not DEPLOYS.search(text))
            and not NOT_FOR_CUSTOMERS.search(text)
            and not BY_NOW.search(text)
            and not re.match(r"\W*(update|upgrade|release)\b(?!s)", text, re.IGNORECASE)
            and "roadmap" not in document.path.lower()
            and not PROMISED.search(text.replace(" are planned", "").replace(" is planned", ""))
            and not DENIED.search(text[: found.end()])
            and not product.is_other(f"{text} · {sentence.heading}")
            and _is_about_updates(document, sentence.line)
        ):
            yield sentence, not DOUBTED.search(text)


def ways(document: Document, product: Product) -> Iterator[Sentence]:
    """Sentences that say by which way updates reach the customer."""
    for sentence in sentences(document):
        text = sentence.text
        found = WAY.search(text)
        if (
            found
            and UPDATES.search(text)
            and DELIVERED.search(text)
            and not NOT_FOR_CUSTOMERS.search(text)
            and not DENIED.search(text[: found.end()])
            and not product.is_other(WAY.sub("", text))
            and is_stated(text)
            and _is_about_updates(document, sentence.line)
        ):
            yield sentence


def empty_policies(document: Document, product: Product) -> Iterator[Section]:
    """Sections titled as a policy on updates that say neither how often nor how, and point nowhere else."""
    for section in sections(document):
        text = " ".join(passage.text for passage in section.passages)
        if not POLICY_HEADING.search(section.heading) or product.is_other(section.heading) or not is_prose(text):
            continue
        if NO_POLICY.search(text) or _says_nothing(document, section, text):
            yield section


def instructions(document: Document, product: Product) -> Iterator[Instructions]:
    """The sections on applying updates that hold commands or steps, pages named for it included."""
    ends = dict(_spans(document))
    titled = bool(NAME.match(document.name))
    for section in sections(document):
        if not (_is_on_updating(section.heading, product) or (titled and section.line == document.headings[0].line)):
            continue
        if any(OTHER_WORDS.search(each.text) for each in headings_over(document, section.line)):
            continue
        stated = [each for each in section.passages if not PROMISED.search(each.text)]
        commands = tuple(
            (text, line)
            for text, line in document.code
            if section.line <= line < ends[section.line] and APPLIES.search(text)
        )
        steps = sum(bool(DOES.match(each.text)) for each in stated) + sum(
            bool(APPLIES.search(part)) for each in stated for part in re.findall(r"`[^`]+`", each.text)
        )
        text = document.text if titled else " ".join(each.text for each in stated)
        named = [int(next(filter(None, each))) for each in VERSION.findall(f"{document.title} {section.heading}")]
        if commands or steps >= 2:
            shown = [line for _, line in document.code if section.line <= line < ends[section.line]]
            yield Instructions(
                section.heading, section.line, commands, steps, bool(WAY_BACK.search(text)), max(named, default=None),
                for_programmers=len(shown) > 3 and 3 * len(commands) < len(shown),
            )  # fmt: skip


def first_installations(document: Document) -> Iterator[Section]:
    """Sections on installing the product for the first time that hold a command."""
    ends = dict(_spans(document))
    for section in sections(document):
        if INSTALLING.match(section.heading) and any(
            section.line <= line < ends[section.line] and APPLIES.search(text) for text, line in document.code
        ):
            yield section


def speaks_of_updating(document: Document) -> bool:
    """Whether the document says anything at all of updates of the product, here or on a page it links to."""
    told = [each.text for each in document.passages] + [each.text for each in document.headings]
    told += [f"{each.target} {each.text}" for each in document.references]
    return any(SPEAKS.search(each) for each in told)


def customer_pages(documents: Documents) -> Iterator[Document]:
    """Own documents written for those who use the product."""
    return (each for each in places(documents) if not FOR_DEVELOPERS.search(each.path))


def _is_about_updates(document: Document, line: int) -> bool:
    return bool(
        ABOUT_UPDATES.search(document.name)
        or any(ABOUT_UPDATES.search(heading.text) for heading in headings_over(document, line))
    )


def _is_on_updating(heading: str, product: Product) -> bool:
    match = HEADING.match(heading)
    if not match or OTHER_WORDS.search(heading) or product.is_other(re.sub(r"(?i)\b(docker|kubernetes|helm|linux|windows|macos)\b", "", heading)):  # fmt: skip
        return False
    what = next((each for each in match.groups() if each is not None), "")
    words = {
        word for name in product.names for word in name.split() if len(word) > SHORTEST_NAME and word not in TOO_COMMON
    }
    return bool(PRODUCT_WORDS.search(what)) or names_one(what, product.names | words)


def _says_nothing(document: Document, section: Section, text: str) -> bool:
    points = any(reference.line in {passage.line for passage in section.passages} for reference in document.references)
    return section.words >= 15 and not points and not OPEN_WORDS.search(text) and not OFTEN.search(text)


def _spans(document: Document) -> Iterator[tuple[int, int]]:
    for heading in document.headings:
        later = (each.line for each in document.headings if each.line > heading.line and each.level <= heading.level)
        yield heading.line, next(later, 1_000_000_000)
