"""What customers receive holds no credential that works without their act.

Why: A default everybody knows is no credential at all.

Good: shipped compose files take every credential from the customer (weak: binaries and seed data may hold others).

Bad: a literal, or a fallback that takes effect, stands in a shipped compose file. Strong, but weak for a database, queue or the
like that opens no port to others, and for what only hands such a password on: whoever gets that far is inside already.

Unknown: a shipped definition could not be read.

Known false positives: files for development and tests; keys that name a file or a secret instead of holding one; databases nobody
outside reaches; a file beside another one that is whole and says that it is for production.
"""

import re
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, STRONG, WEAK, Example, Finding, Strength, at, bad, counted, good, unknown
from assay.domain.evidence import Location, Outcome
from assay.facts.containers import ComposeFile, Containers, Service
from assay.facts.texts import Texts

SUPPORTS = {"1.4.3/a": WEAK}
COUNTERS = {"1.4.3/a": STRONG}
BECAUSE = "the value takes effect unless the customer changes it"
STALE_AFTER_DAYS = 90
FIX = "Require the value from the customer (${NAME:?}), or make a random one on first start."

NAMED = re.compile(
    r"(PASSWORD|PASSWD|(^|_)PASS|SECRET|SECRET_KEY|API_KEY|TOKEN|SIGNING_KEY|ENCRYPTION_KEY)$", re.IGNORECASE
)
BACKEND = re.compile(
    r"postgres|mysql|mariadb|redis|valkey|rabbitmq|mongo|minio|elastic|opensearch"
    r"|(^|_)(db\w{0,4}|pg\w{0,4}|database|datasource|sql|amqp|broker)(_|$)",
    re.IGNORECASE,
)
"""Names of what stands behind a product: databases, queues, stores."""
OPEN_NAME = re.compile(r"ALLOW_EMPTY_(ROOT_)?PASSWORD$|HOST_AUTH_METHOD$", re.IGNORECASE)
OPEN = re.compile(r"ALLOW_EMPTY_(ROOT_)?PASSWORD=[\"']?(1|true|yes|on)\b|HOST_AUTH_METHOD=[\"']?trust\b", re.IGNORECASE)
"""Settings that let everybody in without a credential."""
ONLY_HERE = re.compile(r"(127\.|localhost|\[?::1\]?)")
VARIABLE = re.compile(r"\$\{?(\w{1,80})")
FOR_PRODUCTION = re.compile(r"[._-]prod(uction)?[._-]", re.IGNORECASE)
"""In the name of a compose file."""
FALLBACK = re.compile(r"\$\{\w{1,80}:?-([^}]{1,200})\}")


def check(containers: Containers, texts: Texts) -> Iterator[Finding]:
    asked = 0
    clean = True
    fixed: dict[tuple[str, str, Strength], list[tuple[str, Location]]] = {}
    shipped = [file for file in containers.compose if not file.set_aside]
    for file in shipped:
        most = WEAK if _has_one_for_production(file, shipped) else STRONG
        for service in file.services:
            if service.builds and not service.image:
                continue
            for name, (value, line) in service.environment.items():
                if OPEN.search(f"{name}={value}"):
                    clean = False
                    yield _without_credential(name, value, service, at(file.path, line), most)
                if not NAMED.search(name) or OPEN_NAME.search(name):
                    continue
                literal = _effective(value)
                if literal:
                    clean = False
                    found = fixed.setdefault((name, literal, min(most, _strength(name, service))), [])
                    found.append((service.name, at(file.path, line)))
                elif variable := _answered(value, texts, file.path):
                    clean = False
                    yield bad(
                        f"{file.path} {service.name} {name}",
                        f"{name} of {service.name} is asked for, and {variable[0]} beside it answers",
                        at(file.path, line),
                        at(*variable),
                        fix=f"Remove the value from {variable[0]}:{variable[1]}.",
                        at_most=min(most, MEDIUM),
                    )
                elif value:
                    asked += 1
    for (name, literal, strength), places in fixed.items():
        yield _shared_by_all(name, literal, strength, places)
    if asked and clean:
        yield good(
            "compose files",
            f"{counted(asked, 'credential')} set by the customer",
            at(shipped[0].path),
            at_most=WEAK,
            objects=asked,
        )
    if containers.unread:
        yield unknown(*containers.unread)


def _shared_by_all(name: str, literal: str, strength: Strength, places: list[tuple[str, Location]]) -> Finding:
    services = sorted({service for service, _ in places})
    files = sorted({place.path for _, place in places})
    more = f" and {len(files) - 1} more" if len(files) > 1 else ""
    return bad(
        f"{name} of {services[0]} in {files[0]}",
        f"{name} of {', '.join(services[:3])} has the same value of {len(literal)} characters wherever it is installed",
        *(place for _, place in places),
        fix=f"Write {name}: ${{{name}:?set it}} in {files[0]}{more}.",
        at_most=strength,
        objects=len(places),
    )


def _has_one_for_production(file: ComposeFile, shipped: list[ComposeFile]) -> bool:
    """Whether a file beside this one is for production and needs no other: it brings in each of its services, some of them the same."""
    names = {service.name for service in file.services}
    return not FOR_PRODUCTION.search(file.path) and any(
        FOR_PRODUCTION.search(other.path.rpartition("/")[2])
        and other.path.rpartition("/")[0] == file.path.rpartition("/")[0]
        and all(service.image or service.builds for service in other.services)
        and names & {service.name for service in other.services}
        for other in shipped
    )


def _without_credential(name: str, value: str, service: Service, place: Location, most: Strength) -> Finding:
    open_to_others = any(not ONLY_HERE.match(port) for port in service.ports)
    return bad(
        f"{name} of {service.name} in {place.path}",
        f"{name}: {value} lets everybody into {service.name} without a password",
        place,
        fix=f"Remove {name} from {place.path} and require a password.",
        at_most=most if open_to_others else WEAK,
    )


def _strength(name: str, service: Service) -> Strength:
    """Weak where only containers of the same file can use it: of a backend without a port, or handed on to a backend."""
    if not BACKEND.search(name):
        return STRONG
    is_backend = bool(service.image and BACKEND.search(service.image.name))
    open_to_others = any(not ONLY_HERE.match(port) for port in service.ports)
    return STRONG if is_backend and open_to_others else WEAK


def _answered(value: str, texts: Texts, path: str) -> tuple[str, int] | None:
    """Where the file of settings that compose reads on its own gives the variable a value."""
    beside = f"{path.rpartition('/')[0]}/.env".lstrip("/")
    names = set(VARIABLE.findall(value))
    for number, line in enumerate(texts.texts.get(beside, "").splitlines(), 1):
        name, _, given = line.partition("=")
        if name.strip() in names and given.strip().strip("'\""):
            return beside, number
    return None


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
_DATABASE = "services:\n  db:\n    image: postgres:18\n{}    environment:\n      POSTGRES_PASSWORD: gantry\n"

EXAMPLES = (
    Example(
        "asked for, and answered by the file beside it",
        Outcome.BAD,
        {"docker-compose.yml": _COMPOSE.format("${ADMIN_PASSWORD:?set it}"), ".env": "ADMIN_PASSWORD=gantry\n"},
        strength=MEDIUM,
    ),
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
    Example(
        "a database that opens its port",
        Outcome.BAD,
        {"compose.yaml": _DATABASE.format("    ports: ['5432:5432']\n")},
        strength=STRONG,
    ),
    Example(
        "a database nobody outside reaches",
        Outcome.BAD,
        {"compose.yaml": _DATABASE.format("    ports: ['127.0.0.1:5432:5432']\n")},
        false_positive="databases nobody outside reaches",
        strength=WEAK,
    ),
    Example(
        "a database that asks nobody for a password",
        Outcome.BAD,
        {
            "compose.yaml": "services:\n  db:\n    image: mysql:9\n    ports: ['3306:3306']\n    environment:\n      MYSQL_ALLOW_EMPTY_PASSWORD: 'yes'\n"
        },
        strength=STRONG,
    ),
    Example(
        "the file for production asks for it",
        Outcome.BAD,
        {
            "docker-compose.yml": _COMPOSE.format("change-me"),
            "docker-compose.prod.yml": _COMPOSE.format("${ADMIN_PASSWORD:?set it}"),
        },
        false_positive="a file beside another one that is whole and says that it is for production",
        strength=WEAK,
    ),
    Example(
        "the file for production is laid over it",
        Outcome.BAD,
        {
            "docker-compose.yml": _COMPOSE.format("change-me"),
            "docker-compose.prod.yml": "services:\n  app:\n    restart: always\n",
        },
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
