"""The life-cycle data that is shipped: dated, whole, and telling cycles apart."""

from datetime import date

import pytest

from assay.store.life_cycles import load

DATA = load()
KINDS = {"runtime", "system", "database", "server", "framework"}


def test_it_says_when_and_where_it_was_taken() -> None:
    assert date(2026, 1, 1) < DATA.taken
    assert DATA.source
    assert DATA.age("python", DATA.taken) == 0


@pytest.mark.parametrize("product", DATA.products, ids=lambda product: product.id)
def test_each_product_holds_together(product) -> None:  # type: ignore[no-untyped-def]
    assert product.kind in KINDS
    assert product.names == tuple(name.lower() for name in product.names)
    assert product.ends or product.open
    assert not set(product.ends) & set(product.open)
    assert set(product.paid) <= set(product.ends)
    assert all(product.paid[cycle] > product.ends[cycle] for cycle in product.paid)
    assert set(product.codenames.values()) <= {*product.ends, *product.open}
    assert not product.base or DATA.product(product.base).kind == "system"
    assert product.images or product.packages


def test_no_image_file_or_package_belongs_to_two_products() -> None:
    for field in ("images", "files", "set_ups", "packages"):
        named = [each for product in DATA.products for each in getattr(product, field)]
        assert len(named) == len(set(named))


@pytest.mark.parametrize(
    ("product", "version", "cycle"),
    [
        ("python", "3.12.4", "3.12"),
        ("python", "3", ""),
        ("python", "2", "2.7"),
        ("nodejs", "22.1.0", "22"),
        ("ubuntu", "22.04", "22.04"),
        ("alpine", "3.20.1", "3.20"),
        ("python", "3.99", ""),
    ],
)
def test_versions_belong_to_the_cycle_they_are_of(product: str, version: str, cycle: str) -> None:
    assert DATA.product(product).cycle(version) == cycle


@pytest.mark.parametrize(
    ("product", "cycle", "ends"),
    [
        ("python", "3.8", date(2024, 10, 7)),
        ("nodejs", "18", date(2025, 4, 30)),
        ("debian", "12", date(2028, 6, 30)),
        ("ubuntu", "20.04", date(2025, 5, 31)),
        ("postgresql", "15", date(2027, 11, 11)),
    ],
)
def test_well_known_ends_are_right(product: str, cycle: str, ends: date) -> None:
    assert DATA.product(product).ends[cycle] == ends
