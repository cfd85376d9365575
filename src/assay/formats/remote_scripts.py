"""Downloads that are run as they arrive."""

import re
from itertools import pairwise

from assay.formats import shell
from assay.formats.wrappers import INLINE, SHELLS, after_options

DOWNLOADERS = frozenset({"curl", "wget", "fetch", "iwr", "Invoke-WebRequest", "irm", "http"})
INTERPRETERS = SHELLS | {"python", "python3", "perl", "ruby", "node", "php", "iex", "tee"}


def is_piped_download(simples: list[shell.Simple], number: int) -> bool:
    """``curl … | sh``."""
    simple = simples[number]
    if simple.words[0] not in DOWNLOADERS or simple.after != "|":
        return False
    for later in simples[number + 1 : number + 4]:
        if later.before != "|":
            return False
        words = list(later.words)
        while words and words[0] in ("sudo", "env", "doas"):
            words = after_options(words, 1, {})
        head = (words or [""])[0].rpartition("/")[2]
        if head in SHELLS or head == "iex":
            return True
        if head in INTERPRETERS - {"tee"} and not ({"-c", "-e", "-m"} & set(words[1:])):
            return True
    return False


def is_substituted_download(simples: list[shell.Simple], number: int) -> bool:
    """``bash <(curl …)`` and ``sh -c "$(curl …)"``."""
    words = simples[number].words
    head = words[0].rpartition("/")[2]
    if head not in SHELLS | {"source", ".", "eval", "iex"}:
        return False
    following = simples[number + 1] if number + 1 < len(simples) else None
    if words[-1] == "<" and following and following.words[0] in DOWNLOADERS:
        return True
    if any(re.match(r"\$\((curl|wget)\b", each) for each in words[1:]):
        return True
    handed = [later for option, later in pairwise(words) if head == option or INLINE.fullmatch(option)]
    return "$(…)" in (words[1:] if head == "eval" else handed) and bool(following and following.words[0] in DOWNLOADERS)
