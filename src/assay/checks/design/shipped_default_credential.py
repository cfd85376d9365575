"""What customers receive holds no credential that works without their act.

Why: A default everybody knows is no credential at all.

Good: shipped compose files take every credential from the customer (weak: binaries and seed data may hold others).

Bad: a literal, or a fallback that takes effect, stands in a shipped compose file or image.

Unknown: a shipped definition could not be read.

Known false positives: files for development and tests; keys that name a file or a secret instead of holding one.
"""

import re
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, STRONG, WEAK, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.containers import Containers

SUPPORTS = {"1.4.3/a": WEAK}
COUNTERS = {"1.4.3/a": STRONG}
BECAUSE = "the value takes effect unless the customer changes it"
STALE_AFTER_DAYS = 90
FIX = "Require the value from the customer (${NAME:?}), or make a random one on first start."

NAMED = re.compile(r"(PASSWORD|PASSWD|SECRET|SECRET_KEY|API_KEY|TOKEN|SIGNING_KEY|ENCRYPTION_KEY)$", re.IGNORECASE)
INTERNAL = re.compile(r"^(POSTGRES|MYSQL|MARIADB|REDIS|RABBITMQ|MONGO|DB|PG|DATABASE|MINIO|ELASTIC)", re.IGNORECASE)
FALLBACK = re.compile(r"\$\{\w{1,80}:?-([^}]{1,200})\}")


def check(containers: Containers) -> Iterator[Finding]:
    asked = 0
    clean = True
    shipped = [file for file in containers.compose if not file.set_aside]
    for file in shipped:
        for service in file.services:
            if service.builds and not service.image:
                continue
            for name, (value, line) in service.environment.items():
                if not NAMED.search(name):
                    continue
                literal = _effective(value)
                if literal:
                    clean = False
                    internal = bool(INTERNAL.match(name)) and not service.ports
                    yield bad(
                        f"{file.path} {service.name} {name}",
                        f"{name} of {service.name} takes effect as written ({len(literal)} characters)",
                        at(file.path, line),
                        fix=f"Write {name}: ${{{name}:?set it}} in {file.path}.",
                        at_most=MEDIUM if internal else STRONG,
                    )
                elif value:
                    asked += 1
    if asked and clean:
        yield good(
            "compose files",
            f"{asked} credentials come from the customer",
            at(shipped[0].path),
            at_most=WEAK,
            objects=asked,
        )
    if containers.unread:
        yield unknown(*containers.unread)


def _effective(value: str) -> str:
    if match := FALLBACK.fullmatch(value.strip()):
        return match.group(1)
    return (
        ""
        if "$" in value or not value.strip() or value.startswith("/run/secrets") or value.lower() in ("true", "false")
        else value
    )


_COMPOSE = (
    "services:\n  app:\n    image: example/app:1\n    ports: ['80:80']\n    environment:\n      ADMIN_PASSWORD: {}\n"
)

EXAMPLES = (
    Example(
        "the customer must set it", Outcome.GOOD, {"docker-compose.yml": _COMPOSE.format("${ADMIN_PASSWORD:?set it}")}
    ),
    Example(
        "change-me takes effect", Outcome.BAD, {"docker-compose.yml": _COMPOSE.format("change-me")}, strength=STRONG
    ),
    Example(
        "a fallback takes effect",
        Outcome.BAD,
        {"compose.yaml": _COMPOSE.format("${ADMIN_PASSWORD:-admin}")},
        strength=STRONG,
    ),
    Example("no compose file", Outcome.SILENT, {"a": "x"}),
    Example(
        "for development",
        Outcome.SILENT,
        {"docker-compose.dev.yml": _COMPOSE.format("change-me")},
        false_positive="files for development and tests",
    ),
    Example(
        "the name of a file",
        Outcome.SILENT,
        {"compose.yaml": _COMPOSE.format("x").replace("ADMIN_PASSWORD: x", "ADMIN_PASSWORD_FILE: /run/secrets/pw")},
        false_positive="keys that name a file or a secret instead of holding one",
    ),
    Example("a broken compose file", Outcome.UNKNOWN, {"compose.yaml": "services: ["}),
)
