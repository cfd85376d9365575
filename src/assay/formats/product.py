"""Which product a repository is: its names, its releases by tag, and what belongs to somebody else's product."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from assay.facts.documents import Documents
from assay.facts.profile import Profile
from assay.facts.roots import Roots
from assay.facts.tags import Tags
from assay.formats.last_days import last_day
from assay.formats.product_names import plain, product_names

Version = tuple[int, ...]

TAG = re.compile(
    r"(?P<before>(?:[A-Za-z][\w@/]*?[-_/@.]?)??)[vVrR]?[-_.]?(?P<number>\d{1,4}(?:[._-]\d{1,5}){1,3})(?P<after>.*)"
)
NOT_FINAL = re.compile(
    r"rc|alpha|beta|dev|pre|preview|nightly|snapshot|canary|insider|test|next|experimental|milestone|[._-]?(?:m|cr|a|b|ea)\d",
    re.IGNORECASE,
)
ANY_PRODUCT = frozenset({"", "v", "r", "release", "releases", "rel", "version", "ver", "stable"})
OTHERS = re.compile(
    r"(?<![\w.-])(c?python|pypy|php|ruby|jruby|perl|node(?:\.?js)?|deno|bun|npm|java|jdk|jre|jvm|openjdk|kotlin|scala|go(?:lang)?(?= \d|\b version)|golang|rust|rustc|msrv|\.net|dotnet|swift|erlang|elixir|otp"
    r"|django|flask|rails|ruby on rails|laravel|symfony|spring(?: boot)?|react|vue|angular|jquery|wordpress|drupal|magento|moodle|jira|confluence|jenkins|gitlab|grafana|unity|blender"
    r"|postgres(?:ql)?|mysql|mariadb|sqlite|oracle(?: database)?|sql server|mongodb|redis|valkey|elastic ?search|opensearch|kafka|cassandra|clickhouse|databases?"
    r"|ubuntu|debian|fedora|rhel|red hat|centos|alma ?linux|rocky(?: linux)?|suse|opensuse|alpine|arch linux|windows(?: server)?|mac ?os(?: x)?|os x|android|ios|ipados|freebsd|linux|kernel|distributions?|distros?|operating systems?|platforms?"
    r"|kubernetes|k8s|openshift|helm|docker|containerd|podman|terraform|ansible|hashicorp|aws|azure|gcp|google cloud|heroku|cloud ?front|intel|arm(?:v\d)?"
    r"|chrome|chromium|firefox|safari|microsoft edge|internet explorer|browsers?|webview|gcc|clang|llvm|msvc|visual studio|xcode|cmake|openssl|zlib|glibc|musl|boost|protobuf|grpc|numpy|pandas|pytorch|tensorflow|cuda"
    r"|powershell|bash|dependenc(?:y|ies)|third[- ]party|upstream|prerequisites?|requirements?|components?|librar(?:y|ies)|plug-?ins?|runtimes?|compilers?|languages?|frameworks?|protocols?|ciphers?|tls)(?![\w-])",
    re.IGNORECASE,
)
"""Products whose dates stand in documents of others, and words for such products."""
TITLE_ENDS = re.compile(
    r"\W*\b(releases?|docs?|documentation|developers?|guides?|projects?|working|groups?|core|source|website|readme|manual)\b.*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Product:
    """``names`` are lower-case; ``releases`` holds each final release with its day, newest number first."""

    names: frozenset[str]
    releases: tuple[tuple[Version, date], ...]

    def is_other(self, text: str) -> bool:
        """Whether the text names a product that is not this one."""
        return any(plain(match.group(1)) not in self.names for match in OTHERS.finditer(text))

    def has_release(self, line: Version) -> bool:
        """Whether a release belongs to ``line`` (4.2 for 4.2.7), or ``line`` is finer than the tags tell."""
        return any(version[: len(line)] == line[: len(version)] for version, _ in self.releases)

    def since(self, first_day: date) -> tuple[Version, ...]:
        """Releases of ``first_day`` and later, newest number first."""
        return tuple(version for version, day in self.releases if day >= first_day)

    @property
    def is_by_calendar(self) -> bool:
        """Whether versions begin with the year they came out in."""
        dated = [day.year in (version[0], version[0] + 2000) for version, day in self.releases]
        return bool(dated) and sum(dated) >= 0.8 * len(dated)

    @property
    def newest(self) -> Version:
        """The highest final release number; empty where releases are not known."""
        return self.releases[0][0] if self.releases else ()


def product(documents: Documents, roots: Roots, profile: Profile, tags: Tags) -> Product:
    """The product by its profile, manifests and title; its releases by tags, or else by the headings of its changelog."""
    names = _names(documents, roots, profile)
    releases = _tagged(tags, names) or _listed(documents)
    return Product(names, tuple(sorted(releases.items(), reverse=True)))


def recent(as_of: date) -> date:
    """The first day of the thirty-six months in which a release line counts as recently released."""
    return as_of - timedelta(days=1096)


def shown(line: Version) -> str:
    """A release line as people write it."""
    return ".".join(map(str, line))


def _names(documents: Documents, roots: Roots, profile: Profile) -> frozenset[str]:
    names = product_names(profile, roots, documents)
    return names | {short for name in names if (short := TITLE_ENDS.sub("", name).strip())}


def _tagged(tags: Tags, names: Iterable[str]) -> dict[Version, date]:
    found: list[tuple[str, Version, date]] = []
    for tag in tags.tags:
        match = TAG.fullmatch(tag.name)
        if match and tag.tagged_on and not NOT_FINAL.search(match["after"]):
            before = match["before"].rstrip("-_/@.").casefold()
            number = tuple(int(part) for part in re.split(r"[._-]", match["number"]))
            found.append(("" if before in ANY_PRODUCT else before, number, tag.tagged_on))
    common = Counter(before for before, _, _ in found).most_common(1)
    wanted = {*names, *(before for before, _ in common)}
    releases: dict[Version, date] = {}
    for before, number, day in found:
        if before in wanted:
            releases[number] = min(day, releases.get(number, day))
    return releases


def _listed(documents: Documents) -> dict[Version, date]:
    found: dict[Version, date] = {}
    for document in documents.named("changelog", "changes", "news", "history", "releases", "release-notes"):
        for heading in document.headings:
            match = re.match(r"\W*(?:version\s+|release\s+)?v?(\d{1,4}(?:\.\d{1,5}){1,3})\b(?![-.]?(?:rc|a|b|dev|alpha|beta))", heading.text, re.IGNORECASE)  # fmt: skip
            if match and (day := last_day(heading.text[match.end() :])):
                found[tuple(int(part) for part in match.group(1).split("."))] = day
    return found
