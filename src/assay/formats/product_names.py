"""What the product calls itself: by its profile, its manifests and the title of its README."""

import re

from assay.facts.documents import Documents
from assay.facts.profile import Profile
from assay.facts.roots import RootKind, Roots

TOO_COMMON = frozenset(
    """app apps application backend frontend api web website site client server service services core common lib library libs main
    project workspace root monorepo repo repository docs documentation test tests tools scripts package packages product software
    system security platform overview introduction readme welcome home development code example demo template parent all base cli
    sdk plugin plugins module modules ui data model models engine framework the this about contributing""".split()
)
"""Names that any product could have: they single out none."""
SHORTEST = 3


def product_names(profile: Profile, roots: Roots, documents: Documents) -> frozenset[str]:
    """Lower-case names, hyphens as spaces; empty where nothing names it."""
    given = [profile.product, profile.organisation]
    for root in roots.roots:
        if root.kind is not RootKind.SET_ASIDE and root.folder.count("/") == 0:
            given += [_last(manifest.name) for manifest in roots.manifests if manifest.path == root.manifest]
    for document in documents.named("readme"):
        if "/" not in document.path and len(document.title.split()) <= 4:
            given.append(re.sub(r"^(welcome to|the|about)\s+|[^\w\s.-]", "", document.title, flags=re.IGNORECASE))
    return frozenset(name for each in given if len(name := plain(each)) >= SHORTEST and name not in TOO_COMMON)


def names_one(text: str, names: frozenset[str]) -> bool:
    """Whether one of the names stands in ``text`` as a word."""
    low = plain(text)
    return any(re.search(rf"(?<![\w]){re.escape(name)}(?![\w])", low) for name in names)


def plain(text: str) -> str:
    """Lower case, with hyphens, underscores and runs of spaces as one space."""
    return re.sub(r"[\s_-]+", " ", text).strip().casefold()


def _last(name: str) -> str:
    """The telling part of a package name: without scope, group, host and major version."""
    parts = [each for each in re.split(r"[/:]", name) if each and not re.fullmatch(r"v\d+", each)]
    return parts[-1] if parts else ""
