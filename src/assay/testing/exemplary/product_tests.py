"""The tests of Hallkeeper: those that prove a claim carry its facet as the property ``assay.claim``."""

from collections.abc import Mapping

FILES: Mapping[str, str] = {
    "tests/test_bookings.py": """\
import pytest

from tests.client import client


@pytest.mark.parametrize("body", ["{}", '{"room": -1}', '{"room": "1; DROP TABLE booking"}', "not json"])
def test_what_the_model_does_not_know_is_refused(body, record_property):
    record_property("assay.claim", "1.4.4/c")
    assert client().post("/bookings", data=body).status_code == 400
""",
    "tests/test_signing_in.py": """\
from tests.client import client, stored_password


def test_an_administrator_with_a_password_alone_is_refused(record_property):
    record_property("assay.claim", "1.4.2/b")
    answer = client().post("/sign-in", data={"name": "admin", "password": "a long phrase only tests know"})
    assert answer.status_code == 401


def test_a_stored_password_is_an_argon2_hash(record_property):
    record_property("assay.claim", "1.4.5/b")
    assert stored_password("admin").startswith("$argon2id$")
""",
    "tests/test_settings.py": """\
import pytest

from hallkeeper import settings


def test_it_refuses_to_start_without_a_secret(monkeypatch, record_property):
    record_property("assay.claim", "1.4.3/b")
    monkeypatch.delenv("HALLKEEPER_SECRET", raising=False)
    with pytest.raises(KeyError):
        settings.read()


def test_an_update_keeps_what_a_customer_hardened(monkeypatch, record_property):
    record_property("assay.claim", "3.5.2/b")
    monkeypatch.setenv("HALLKEEPER_SECRET", "s" * 40)
    monkeypatch.setenv("HALLKEEPER_DATABASE", "postgresql://db/hallkeeper")
    read = settings.read()
    assert read["SESSION_COOKIE_SECURE"] and read["SESSION_COOKIE_HTTPONLY"]
""",
    "tests/client.py": """\
from hallkeeper import create


def client():
    return create().test_client()


def stored_password(name):
    from hallkeeper.accounts import find

    return find(name).password_hash
""",
}
