"""The source of Hallkeeper: a small web application that books rooms in community halls and its locks."""

import hashlib
from collections.abc import Mapping

README = """\
# Hallkeeper

Hallkeeper books rooms in community halls. It is a web application that runs in a container beside a PostgreSQL database.

- [Install and update](docs/updates.md)
- [Run it safely](docs/hardening.md)
- [Check that your copy is genuine](docs/verify.md)
- [How long each release line is supported](docs/support.md)
- [What we do for you in an incident](docs/incidents.md)
- [Report a weakness](SECURITY.md)
"""

_PACKAGE = '''\
"""The application and its routes."""

from flask import Flask

from hallkeeper import bookings, settings, signing_in


def create() -> Flask:
    """The application as it is served: it refuses to start while a secret is missing."""
    app = Flask(__name__)
    app.config.from_mapping(settings.read())
    app.register_blueprint(bookings.routes)
    app.register_blueprint(signing_in.routes)
    return app
'''

_SETTINGS = '''\
"""Settings: everything secret comes from the environment, and nothing has a fallback."""

import os

SHORTEST = 32


def read() -> dict[str, object]:
    """Raises RuntimeError where the session secret is missing or short."""
    secret = os.environ["HALLKEEPER_SECRET"]
    if len(secret) < SHORTEST:
        raise RuntimeError("HALLKEEPER_SECRET must have at least 32 characters")
    return {
        "SECRET_KEY": secret,
        "DATABASE": os.environ["HALLKEEPER_DATABASE"],
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
    }
'''

_BOOKINGS = '''\
"""Booking a room: what comes in passes through a model before anything else sees it."""

from datetime import datetime

import psycopg
from flask import Blueprint, abort, current_app, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

routes = Blueprint("bookings", __name__)


class Booking(BaseModel):
    """One request for a room."""

    model_config = ConfigDict(extra="forbid")
    room: int = Field(gt=0)
    starts: datetime
    hours: int = Field(ge=1, le=12)
    name: str = Field(min_length=1, max_length=80)


@routes.post("/bookings")
def book() -> tuple[dict[str, int], int]:
    """Keep a booking; 400 for anything the model does not know."""
    try:
        booking = Booking.model_validate_json(request.get_data())
    except ValidationError:
        abort(400)
    with psycopg.connect(current_app.config["DATABASE"]) as connection:
        row = connection.execute(
            "INSERT INTO booking (room, starts, hours, name) VALUES (%s, %s, %s, %s) RETURNING id",
            (booking.room, booking.starts, booking.hours, booking.name),
        ).fetchone()
    return {"id": row[0]}, 201
'''

_SIGNING_IN = '''\
"""Signing in: wardens and administrators need a passkey beside their password."""

from argon2 import PasswordHasher
from flask import Blueprint, abort, current_app, request, session
from webauthn import verify_authentication_response

from hallkeeper.accounts import Account, find

routes = Blueprint("signing_in", __name__)
hasher = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)


@routes.post("/sign-in")
def sign_in() -> tuple[str, int]:
    """A password alone opens nothing for a privileged account."""
    account = find(request.form["name"])
    hasher.verify(account.password_hash, request.form["password"])
    if account.is_privileged:
        second_factor(account)
    session.clear()
    session["account"] = account.id
    return "", 204


def second_factor(account: Account) -> None:
    """Refuse unless the passkey registered for the account signs the challenge."""
    answer = request.form.get("passkey")
    if answer is None:
        abort(401)
    verify_authentication_response(
        credential=answer,
        expected_challenge=session.pop("challenge"),
        expected_rp_id=current_app.config["SERVER_NAME"],
        expected_origin="https://" + current_app.config["SERVER_NAME"],
        credential_public_key=account.passkey,
        credential_current_sign_count=account.passkey_uses,
        require_user_verification=True,
    )
'''

_ACCOUNTS = '''\
"""Accounts: there is none until the first administrator makes one with a token printed at the first start."""

from dataclasses import dataclass

import psycopg
from flask import abort, current_app


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in."""

    id: int
    password_hash: str
    is_privileged: bool
    passkey: bytes
    passkey_uses: int


def find(name: str) -> Account:
    """The account of this name; 401 where there is none."""
    with psycopg.connect(current_app.config["DATABASE"]) as connection:
        row = connection.execute(
            "SELECT id, password_hash, is_privileged, passkey, passkey_uses FROM account WHERE name = %s", (name,)
        ).fetchone()
    if row is None:
        abort(401)
    return Account(*row)
'''

_PYPROJECT = """\
[project]
name = "hallkeeper"
version = "1.2.1"
requires-python = ">=3.13"
dependencies = ["flask", "gunicorn", "argon2-cffi", "psycopg", "pydantic", "webauthn"]

[dependency-groups]
dev = ["pytest", "ruff"]

[tool.ruff]
line-length = 110
"""

DOCKERFILE = """\
FROM python:3.13-slim@sha256:1f3781f578e17958f55ada96c0a827bf279a11e10d6a458ecb8bde667afbb669
WORKDIR /srv
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY hallkeeper hallkeeper
USER 10001
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "hallkeeper:create()"]
"""

_COMPOSE = """\
services:
  web:
    image: ghcr.io/millrace/hallkeeper:1.2.1
    environment:
      HALLKEEPER_SECRET: ${HALLKEEPER_SECRET:?make one with openssl rand -hex 32}
      HALLKEEPER_DATABASE: ${HALLKEEPER_DATABASE:?set the address of the database}
    ports: ["127.0.0.1:8000:8000"]
"""

RUNTIME: Mapping[str, str] = {
    "annotated-types": "0.7.0",
    "argon2-cffi": "25.1.0",
    "argon2-cffi-bindings": "25.1.0",
    "blinker": "1.9.0",
    "cbor2": "5.7.0",
    "cffi": "2.0.0",
    "click": "8.3.0",
    "cryptography": "46.0.1",
    "flask": "3.1.2",
    "gunicorn": "23.0.0",
    "itsdangerous": "2.2.0",
    "jinja2": "3.1.6",
    "markupsafe": "3.0.3",
    "psycopg": "3.2.10",
    "pydantic": "2.12.0",
    "pydantic-core": "2.41.1",
    "webauthn": "2.7.0",
    "werkzeug": "3.1.5",
}
"""What the image holds today."""
DEVELOPMENT: Mapping[str, str] = {"iniconfig": "2.1.0", "pluggy": "1.6.0", "pytest": "8.4.2", "ruff": "0.13.3"}


def lock(packages: Mapping[str, str]) -> str:
    """A lock as pip installs it with ``--require-hashes``."""
    return "".join(f"{name}=={version} --hash=sha256:{_digest(name, version)}\n" for name, version in packages.items())


def _digest(name: str, version: str) -> str:
    return hashlib.sha256(f"{name}-{version}".encode()).hexdigest()


FILES: Mapping[str, str] = {
    "README.md": README,
    "hallkeeper/__init__.py": _PACKAGE,
    "hallkeeper/settings.py": _SETTINGS,
    "hallkeeper/bookings.py": _BOOKINGS,
    "hallkeeper/signing_in.py": _SIGNING_IN,
    "hallkeeper/accounts.py": _ACCOUNTS,
    "pyproject.toml": _PYPROJECT,
    "requirements.txt": lock(RUNTIME),
    "requirements-dev.txt": lock(DEVELOPMENT),
    ".python-version": "3.13.7\n",
    "Dockerfile": DOCKERFILE,
    "compose.yaml": _COMPOSE,
}
