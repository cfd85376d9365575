"""Files people hand over: one module per standard, found by being there.

A module holds ``TITLE``, what people call the format; ``recognises(raw)``, whether a file claims to be one (by its structure, never
by its name alone); and ``read(raw)``, which gives what the file says or raises ``ResultError`` naming the place. The name of
the module is the kind.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import ModuleType

from assay.formats.results.raw import Raw, ResultError

__all__ = ["Raw", "ResultError", "kind_of", "kinds"]


@cache
def kinds() -> Mapping[str, ModuleType]:
    """Every format by the name of its module."""
    names = sorted(each.name for each in pkgutil.iter_modules(__path__))
    modules = {name: importlib.import_module(f"{__name__}.{name}") for name in names}
    return {name: module for name, module in modules.items() if hasattr(module, "recognises")}


def kind_of(raw: Raw) -> str:
    """The kind of a file; raises ResultError where it is none, or more than one."""
    if not raw.data.strip():
        raise ResultError("it is empty")
    found = [name for name, module in kinds().items() if module.recognises(raw)]
    if len(found) == 1:
        return found[0]
    if found:
        raise ResultError(f"it could be {' or '.join(found)}: say which with --kind")
    if raw.data.lstrip()[:1] in (b"{", b"[") and raw.json is None:
        raise ResultError("it begins like JSON but is not: it may be cut off")
    if raw.data.lstrip()[:1] == b"<" and raw.xml is None:
        raise ResultError("it begins like XML but is not well-formed, or declares entities, which are refused")
    raise ResultError("it is of no kind that is read here (assay ingest --help lists them)")
