"""The client: pages, waits, redirects and faults, each ending in an answer or in a reason."""

import builtins
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assay.collect.forge.client import INSTALL, Bounds, Client
from assay.errors import AssayError, MalformedInputError
from assay.formats.snapshots.asking import Answer, Question, section
from assay.testing.forge import Asked, Reply

ONE = Question("/a", "some right")
MANY = Question("/a", "some right", (("per_page", "2"),), pages=3)


def in_turn(*replies: Reply) -> Callable[[Asked], Reply]:
    waiting: Iterator[Reply] = iter(replies)
    return lambda _: next(waiting)


def pages(of: int, by_link: bool) -> Callable[[Asked], Reply]:
    def answer(asked: Asked) -> Reply:
        number = int(asked.query.get("page", "1"))
        more = number < of
        link = f'<http://{asked.headers["Host"]}/a?per_page=2&page={number + 1}>; rel="next"'
        headers = {"Link": link} if by_link and more else {"X-Next-Page": str(number + 1)} if more else {}
        return Reply([number * 10, number * 10 + 1], headers=headers)

    return answer


@pytest.mark.parametrize("by_link", [True, False])
def test_pages_are_followed_to_the_end_or_marked_as_cut(between: Any, by_link: bool) -> None:
    whole = between(pages(3, by_link)).client.ask(MANY)
    assert (whole.value, whole.cut) == ([10, 11, 20, 21, 30, 31], "")
    cut = between(pages(9, by_link)).client.ask(MANY)
    assert (len(cut.value), cut.cut) == (6, "the first 6 of more")


def test_a_page_that_fails_leaves_the_others_and_a_mark(between: Any) -> None:
    link = {"Link": '</a?page=2>; rel="next"'}
    answer = between(in_turn(Reply([1], headers=link), Reply({"message": "no"}, 403))).client.ask(MANY)
    assert answer.value == [1]
    assert "page 2 was not read (403)" in answer.cut


def test_a_next_page_elsewhere_is_not_asked_for(between: Any) -> None:
    setting = between(in_turn(Reply([1], headers={"Link": '<https://evil.example/a>; rel="next"'})))
    answer = setting.client.ask(MANY)
    assert answer.value == [1]
    assert "another host" in answer.cut
    assert len(setting.forge.asked) == 1


@pytest.mark.parametrize(
    "told",
    [
        Reply({}, 429, {"Retry-After": "7"}),
        Reply({"message": "You have exceeded a secondary rate limit"}, 403, {"Retry-After": "7"}),
    ],
)
def test_a_wait_is_waited_and_then_answered(between: Any, told: Reply) -> None:
    setting = between(in_turn(told, Reply({"x": 1})))
    assert setting.client.ask(ONE).value == {"x": 1}
    assert setting.slept == [7.0]


def test_a_limit_that_ends_at_a_time_is_waited_for(between: Any) -> None:
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time()) + 30)}
    setting = between(in_turn(Reply({"message": "limit"}, 403, headers), Reply({"x": 1})))
    assert setting.client.ask(ONE).value == {"x": 1}
    assert 20 <= setting.slept[0] <= 31


def test_a_wait_that_is_too_long_is_unread(between: Any) -> None:
    setting = between(in_turn(Reply({}, 429, {"Retry-After": "3600"})))
    answer = setting.client.ask(ONE)
    assert "asks to wait 3600 seconds" in answer.trouble
    assert setting.slept == []
    unread = section(ONE, answer, lambda value: value).unread
    assert unread
    assert unread.right == ""


def test_waits_without_end_are_given_up(between: Any) -> None:
    setting = between(lambda _: Reply({}, 429, {"Retry-After": "5"}))
    assert "again and again" in setting.client.ask(ONE).trouble
    assert len(setting.forge.asked) == Bounds().tries


def test_a_failing_server_is_asked_again_a_few_times(between: Any) -> None:
    setting = between(in_turn(Reply({}, 502), Reply({}, 503), Reply({"x": 1})))
    assert setting.client.ask(ONE).value == {"x": 1}
    dead = between(lambda _: Reply({}, 500))
    assert "failed (500)" in dead.client.ask(ONE).trouble
    assert len(dead.forge.asked) == Bounds().tries


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(b"<html>Sign in</html>"), "not JSON"),
        (Reply(b'{"a": ['), "not JSON"),
        (Reply(b"[1, 2", claims=500), "broke off"),
    ],
)
def test_an_answer_that_is_no_answer(between: Any, reply: Reply, reason: str) -> None:
    answer = between(lambda _: reply).client.ask(ONE)
    assert reason in answer.trouble
    assert section(ONE, answer, lambda value: value).read is None


def test_an_object_where_a_list_belongs_is_no_list(between: Any) -> None:
    assert "not the list" in between({"/a": {"message": "hello"}}).client.ask(MANY).trouble


def test_a_slow_server_is_given_up(between: Any) -> None:
    slow = Reply({"x": 1}, after=lambda: time.sleep(0.4))
    answer = between(lambda _: slow, Bounds(answer_seconds=0.1, tries=2)).client.ask(ONE)
    assert "no answer within 0.1 seconds" in answer.trouble


def test_an_answer_beyond_the_bound_is_not_kept(between: Any) -> None:
    answer = between({"/a": ["x" * 5000]}, Bounds(largest=1000)).client.ask(ONE)
    assert "larger than" in answer.trouble


def test_requests_are_counted(between: Any) -> None:
    setting = between({"/a": 1}, Bounds(most_requests=2))
    assert [setting.client.ask(ONE).value for _ in range(3)] == [1, 1, None]
    assert "used up" in setting.client.ask(ONE).trouble


def test_a_redirect_within_the_host_is_followed(between: Any) -> None:
    moved = Reply({"message": "Moved"}, 301, {"Location": "/b"})
    setting = between({"/a": moved, "/b": {"x": 1}})
    assert setting.client.ask(ONE).value == {"x": 1}
    assert setting.paths == ["/a", "/b"]


@pytest.mark.parametrize("target", ["https://evil.example/b", "http://127.0.0.1:1/b", "https://127.0.0.1/b"])
def test_a_redirect_elsewhere_is_not_followed(between: Any, target: str) -> None:
    setting = between({"/a": Reply({}, 302, {"Location": target})}, Bounds(tries=1))
    assert "another host" in setting.client.ask(ONE).trouble
    assert setting.paths == ["/a"]


def test_a_redirect_in_a_circle_ends(between: Any) -> None:
    assert "again and again" in between({"/a": Reply({}, 307, {"Location": "/a"})}).client.ask(ONE).trouble


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_refusal_names_the_right(between: Any, status: int) -> None:
    answer = between({"/a": Reply({"message": "Not Found"}, status)}).client.ask(ONE)
    unread = section(ONE, answer, lambda value: value).unread
    assert unread
    assert (unread.right, str(status) in unread.reason) == ("some right", True)


def test_not_found_is_believed_only_where_the_platform_says_there_is_none() -> None:
    question = Question("/a", "some right", none_says="not protected")
    assert section(question, Answer(404, None, "Branch not protected"), lambda value: value is None).read is True
    assert section(question, Answer(404, None, "Not Found"), lambda value: value is None).read is None


@pytest.mark.parametrize(
    "server", ["http://forge.example", "ftp://forge.example", "forge.example", "https://a:b@c.example"]
)
def test_only_tls_and_no_password_in_the_address(server: str) -> None:
    with pytest.raises(MalformedInputError):
        Client(server, {})


def test_without_the_library_the_command_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "httpx2":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(AssayError) as refused:
        Client("https://forge.example", {})
    assert refused.value.advice == INSTALL == "pip install 'assay-code-of-practice[forge]'"
