"""The one place that opens a connection: it reads, never writes, and gives up within bounds with a reason."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assay.errors import AssayError, MalformedInputError
from assay.formats.snapshots.asking import Answer, Question

if TYPE_CHECKING:
    import httpx2

INSTALL = "pip install 'assay-code-of-practice[forge]'"
OWN_MACHINE = ("127.0.0.1", "localhost", "::1")
REDIRECTS = (301, 302, 307, 308)
MOST_REDIRECTS = 3


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long and how much: for one answer, for waiting when told to, and for the whole snapshot."""

    answer_seconds: float = 30
    longest_wait: float = 120
    all_seconds: float = 900
    most_requests: int = 1500
    largest: int = 20_000_000
    tries: int = 3
    pause: float = 1


class Client:
    """Asks one server. The token stands in a header and nowhere else."""

    def __init__(
        self,
        server: str,
        headers: Mapping[str, str],
        bounds: Bounds | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Raises MalformedInputError for a server without TLS (this machine aside), AssayError without the HTTP library."""
        self.server = server.rstrip("/")
        self.bounds = bounds or Bounds()
        self._sleep = sleep
        self._began = time.monotonic()
        self._requests = 0
        parts = urlsplit(self.server)
        if parts.username or parts.password:
            raise MalformedInputError("The address of the server holds a password.", advice="Leave it out.")
        if not parts.hostname or not _safe(self.server, parts.hostname):
            raise MalformedInputError(f"{server} is not an https address.", advice="Name the server as https://…")
        self._http = _library().Client(
            headers={"Accept": "application/json", "User-Agent": "assay", **headers},
            timeout=self.bounds.answer_seconds,
            follow_redirects=False,
        )

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._http.close()

    def ask(self, question: Question) -> Answer:
        """The answer, with the pages that follow it as far as the question wants them."""
        address = self.server + question.path
        answer, following = self._one(address, dict(question.query))
        if not question.pages or not answer.fine:
            return answer
        found = _items(answer.value, question)
        if found is None:
            return Answer(answer.status, trouble="the answer is not the list that was asked for")
        cut, page = "", 1
        while following and not cut:
            if page == question.pages:
                cut = f"the first {len(found)} of more"
                break
            if not self._may_go_to(following):
                cut = f"the first {len(found)}: the next page is on another host"
                break
            after, following = self._one(following, {})
            more = _items(after.value, question) if after.fine else None
            page += 1
            if more is None:
                cut = f"the first {len(found)}: page {page} was not read ({after.trouble or after.status})"
            else:
                found += more
        return Answer(answer.status, found, cut=cut, scopes=answer.scopes)

    def _one(self, address: str, query: dict[str, str]) -> tuple[Answer, str]:
        """One answer and the address of the next page, asking again where the fault may pass."""
        trouble, waited = "", 0.0
        for attempt in range(self.bounds.tries):
            if self._requests >= self.bounds.most_requests or self._elapsed > self.bounds.all_seconds:
                return Answer(trouble="the time or the number of requests for one snapshot was used up"), ""
            got = self._fetch(address, query)
            if isinstance(got, str):
                trouble = got
            elif (wait := _told_to_wait(got)) is not None:
                if waited + wait > self.bounds.longest_wait:
                    return Answer(trouble=f"the platform asks to wait {wait:.0f} seconds before the next request"), ""
                trouble = "the platform asked to wait again and again"
                waited += wait
                self._sleep(wait)
                continue
            elif got.status >= 500:
                trouble = f"the platform failed ({got.status})"
            else:
                return _read(got)
            if attempt + 1 < self.bounds.tries:
                self._sleep(self.bounds.pause * 2**attempt)
        return Answer(trouble=trouble), ""

    def _fetch(self, address: str, query: dict[str, str]) -> "_Got | str":
        """One exchange, over redirects within the same host; a text says why there was none."""
        library = _library()
        for _ in range(MOST_REDIRECTS + 1):
            self._requests += 1
            try:
                with self._http.stream("GET", address, params=query or None) as response:
                    if response.status_code in REDIRECTS:
                        target = str(response.url.join(response.headers.get("location", "")))
                        if not self._may_go_to(target):
                            return f"it redirects to another host ({urlsplit(target).hostname}), which is not followed"
                        address, query = target, {}
                        continue
                    return self._got(response)
            except library.TimeoutException:
                return f"no answer within {self.bounds.answer_seconds:g} seconds"
            except (library.TransportError, library.DecodingError) as fault:
                return f"the connection failed or the answer broke off ({type(fault).__name__})"
            except library.InvalidURL:
                return "it names an address that cannot be asked"
        return "it redirects again and again"

    def _got(self, response: "httpx2.Response") -> "_Got | str":
        began, data = time.monotonic(), bytearray()
        for piece in response.iter_bytes():
            data += piece
            if len(data) > self.bounds.largest:
                return f"the answer is larger than {self.bounds.largest // 1_000_000} MB"
            if time.monotonic() - began > self.bounds.answer_seconds:
                return f"no whole answer within {self.bounds.answer_seconds:g} seconds"
        following = response.links.get("next", {}).get("url", "")
        if not following and (number := response.headers.get("x-next-page", "").strip()):
            following = str(response.url.copy_set_param("page", number))
        if following:
            following = str(response.url.join(following))
        return _Got(response.status_code, bytes(data), response.headers, following)

    def _may_go_to(self, address: str) -> bool:
        """The same host and port, over TLS as before."""
        here, there = urlsplit(self.server), urlsplit(address)
        return (here.hostname, here.port, here.scheme) == (there.hostname, there.port, there.scheme)

    @property
    def _elapsed(self) -> float:
        return time.monotonic() - self._began


@dataclass(frozen=True, slots=True)
class _Got:
    status: int
    data: bytes
    headers: Mapping[str, str]
    following: str


def _library() -> Any:
    try:
        import httpx2  # noqa: PLC0415
    except ImportError:
        raise AssayError("Snapshots need the extra part that speaks HTTP.", advice=INSTALL) from None
    return httpx2


def _safe(server: str, host: str) -> bool:
    return server.startswith("https://") or (server.startswith("http://") and host in OWN_MACHINE)


def _read(got: _Got) -> tuple[Answer, str]:
    value: Any = None
    if got.data.strip():
        try:
            value = json.loads(got.data)
        except (ValueError, RecursionError):
            if got.status < 300:
                return Answer(got.status, trouble="the answer is not JSON: a sign-in page, or cut off"), ""
    message = value.get("message", "") if isinstance(value, dict) else ""
    scopes = tuple(each.strip() for each in got.headers.get("x-oauth-scopes", "").split(",") if each.strip())
    return Answer(got.status, value, str(message), scopes=scopes), got.following


def _told_to_wait(got: _Got) -> float | None:
    """Seconds the platform asks to wait; None where it does not. Too many requests are told by 429, or by 403 with a hint."""
    after = got.headers.get("retry-after", "")
    spent = got.headers.get("x-ratelimit-remaining", "") == "0"
    if got.status != 429 and not (got.status == 403 and (after or spent or b"rate limit" in got.data[:2000].lower())):
        return None
    now = _seconds(got.headers.get("date", ""))
    if after.isdigit():
        return float(after)
    if after and now:
        return max(0.0, _seconds(after) - now)
    reset = got.headers.get("x-ratelimit-reset", "") or got.headers.get("ratelimit-reset", "")
    return max(1.0, int(reset) - now) if reset.isdigit() and now else 60.0


def _seconds(text: str) -> float:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError):
        return 0.0


def _items(value: Any, question: Question) -> list[Any] | None:
    if question.inside and isinstance(value, dict):
        value = value.get(question.inside)
    return list(value) if isinstance(value, list) else None
