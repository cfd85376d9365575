"""A platform on this machine: answers by a table, or by an official description of a programming interface."""

import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import yaml

DEEPEST = 9


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came; ``path`` is still quoted."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """What to answer. ``value`` becomes JSON unless it is bytes; ``claims`` is a false length of the body."""

    value: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    claims: int | None = None
    after: Callable[[], object] | None = None
    """Done before answering, such as waiting."""


Answers = Callable[[Asked], Reply]


class Forge:
    """A server on 127.0.0.1 that keeps every request it gets. Use as a context."""

    def __init__(self, answers: Answers) -> None:
        self.asked: list[Asked] = []
        forge = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                asked = Asked(parts.path, dict(parse_qsl(parts.query)), dict(self.headers))
                forge.asked.append(asked)
                self._send(answers(asked))

            def _send(self, reply: Reply) -> None:
                if reply.after:
                    reply.after()
                body = reply.value if isinstance(reply.value, bytes) else json.dumps(reply.value).encode()
                if reply.status in (204, 304):
                    body = b""
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body) if reply.claims is None else reply.claims))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "Forge":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def table(replies: Mapping[str, Reply | Any]) -> Answers:
    """Answers by path; whatever is not in the table is not found."""

    def answers(asked: Asked) -> Reply:
        found = replies.get(asked.path, Reply({"message": "Not Found"}, 404))
        return found if isinstance(found, Reply) else Reply(found)

    return answers


class Description:
    """An OpenAPI description that can answer its own requests: each field filled by its type, lists with one element."""

    def __init__(self, text: str) -> None:
        self.whole: dict[str, Any] = json.loads(text) if text.lstrip()[:1] == "{" else yaml.load(text, Loader=_loader())
        self._paths = [
            (re.compile("".join(_piece(each) for each in re.split(r"(\{[^}]+\})", path)) + "$"), operations["get"])
            for path, operations in self.whole["paths"].items()
            if "get" in operations
        ]
        self._paths.sort(key=lambda each: each[0].pattern.count("[^/]+"))

    def answers(self, known: Mapping[str, Any], prefix: str = "") -> Answers:
        """By the description; ``known`` gives values by field name wherever a field is called so."""

        def answer(asked: Asked) -> Reply:
            path = asked.path.removeprefix(prefix)
            for pattern, operation in self._paths:
                if pattern.match(path):
                    return self._reply(operation, known)
            return Reply({"message": "Not Found"}, 404)

        return answer

    def _reply(self, operation: Mapping[str, Any], known: Mapping[str, Any]) -> Reply:
        for status, response in operation["responses"].items():
            if not str(status).startswith("2"):
                continue
            content = self._resolved(response).get("content", {}).get("application/json")
            return Reply(self._made(content["schema"], known, 0) if content else None, 200 if content else int(status))
        return Reply({"message": "Not Found"}, 404)

    def _resolved(self, shape: Any) -> Any:
        while isinstance(shape, dict) and "$ref" in shape:
            found = self.whole
            for part in shape["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            shape = found
        return shape

    def _made(self, shape: Any, known: Mapping[str, Any], depth: int) -> Any:
        shape = self._resolved(shape)
        if depth > DEEPEST:
            return None
        for choice in ("oneOf", "anyOf"):
            if choice in shape:
                return self._made(shape[choice][0], known, depth + 1)
        if "allOf" in shape:
            parts = [self._made(each, known, depth + 1) for each in shape["allOf"]]
            return {name: each for part in parts if isinstance(part, dict) for name, each in part.items()}
        if "properties" in shape or shape.get("type") == "object":
            return {
                name: known[name] if name in known else self._made(each, known, depth + 1)
                for name, each in shape.get("properties", {}).items()
            }
        if shape.get("type") == "array":
            return [self._made(shape.get("items", {}), known, depth + 1)]
        return _plain(shape)


def _plain(shape: Mapping[str, Any]) -> Any:
    if "enum" in shape:
        return shape["enum"][0]
    if shape.get("format") == "date-time":
        return "2026-09-01T10:00:00Z"
    return {"integer": 1, "number": 1, "boolean": False, "string": "text"}.get(str(shape.get("type")))


def _piece(text: str) -> str:
    return "[^/]+" if text.startswith("{") else re.escape(text)


def _loader() -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)
