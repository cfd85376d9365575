"""When products stop getting security fixes, and which of them the repository uses in which version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from assay.domain.evidence import Unread


@dataclass(frozen=True, slots=True)
class Product:
    """One product whose makers publish how long they support it."""

    id: str
    title: str
    kind: str
    """``runtime`` · ``system`` · ``database`` · ``server`` · ``framework``."""
    names: tuple[str, ...]
    """How documents write it, in lower case."""
    ends: Mapping[str, date]
    """Cycle → the last day on which everybody gets security fixes."""
    images: tuple[str, ...] = ()
    """Its official images; ``{}`` stands for the cycle where the name holds it."""
    base: str = ""
    """The product its official images start from where their tag names none."""
    set_ups: tuple[str, ...] = ()
    """Pipeline parts that install it."""
    files: tuple[str, ...] = ()
    """Files that name the version developers use."""
    packages: tuple[str, ...] = ()
    """``registry:name`` of the package it is."""
    open: tuple[str, ...] = ()
    """Cycles in support whose end nobody set yet."""
    paid: Mapping[str, date] = field(default_factory=dict)
    """Cycle → until when fixes can be bought after the end."""
    codenames: Mapping[str, str] = field(default_factory=dict)
    taken: date | None = None
    """The day newer data about it was handed over; None where the shipped data stands."""

    def cycle(self, version: str) -> str:
        """The listed cycle ``version`` belongs to; empty where none or more than one can be meant."""
        parts = version.split(".")
        for length in range(len(parts), 0, -1):
            if (wanted := ".".join(parts[:length])) in self.ends or wanted in self.open:
                return wanted
        within = [each for each in (*self.ends, *self.open) if each.startswith(f"{version}.")]
        return within[0] if len(within) == 1 else ""


@dataclass(frozen=True, slots=True)
class CyclesHandedOver:
    """What somebody handed over about one product: cycle → end, and cycles without one."""

    product: str
    ends: Mapping[str, date]
    open: tuple[str, ...] = ()


@dataclass(frozen=True)
class LifeCycles:
    """The life-cycle data Assay was shipped with, newer data handed over in its place. ``taken`` is the day of the shipped data."""

    taken: date
    source: str
    products: tuple[Product, ...]
    unread: tuple[Unread, ...] = ()

    def product(self, product_id: str) -> Product:
        """The product with this id, which must be listed."""
        return next(each for each in self.products if each.id == product_id)

    def taken_on(self, product_id: str) -> date:
        """The day the data about a product was taken."""
        return self.product(product_id).taken or self.taken

    def age(self, product_id: str, as_of: date) -> int:
        """Days since the data about a product was taken; never below zero."""
        return max(0, (as_of - self.taken_on(product_id)).days)


class Usage(StrEnum):
    """What a product is to the repository that uses it."""

    SHIPPED = "shipped image"
    FRAMEWORK = "application"
    SERVICE = "compose file"
    BUILD = "build of the release"
    DECLARED = "declared tool"
    TEST = "test pipeline"


@dataclass(frozen=True, slots=True)
class Use:
    """One place that uses a product.

    ``version`` is empty where it is only known that the product is there; ``cycle`` where the data lists none for it.
    """

    product: str
    version: str
    cycle: str
    usage: Usage
    path: str
    line: int
    released: bool | None = None
    """Whether a release job was seen to build what the place defines; None where none was seen to build anything."""


@dataclass(frozen=True)
class UsedCycles:
    """Every use of a listed product."""

    uses: tuple[Use, ...]
    unread: tuple[Unread, ...] = ()
