"""Statuses and errors of providers, told as what they are; and which requests are made again."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from tests.integration_tests.providers.test_runtime import EVERY, HELLO, KEY, asked, collected, runtime
from tests.model_server import ModelServer
from treeline.providers.errors import CompletionRequestError as Failed
from treeline.providers.errors import ModelNotSupported as NoModel
from treeline.providers.errors import QuotaExceeded as Quota


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(api_key=KEY) as running:
        yield running


def said(message: str, **more: Any) -> dict[str, Any]:
    return {"error": {"message": message, **more}}


PAGE = "<html><head><title>404 Not Found</title></head></html>"
INVALID = "invalid_request_error"
TOO_LONG = "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576)."
TOLD: list[tuple[str, int, Any, type[Exception], str]] = [
    ("openai", 400, said("Try less", code="context_length_exceeded"), Failed, "too long for the .* model .*Try less"),
    ("openai", 400, said("This model's maximum context length is 8192 tokens."), Failed, "conversation is too long"),
    (
        "anthropic",
        400,
        said("prompt is too long: 9 tokens > 8 maximum", type=INVALID),
        Failed,
        "conversation is too long",
    ),
    ("google", 400, said(TOO_LONG, code=400, status="INVALID_ARGUMENT"), Failed, "conversation is too long"),
    ("anthropic", 413, said("32 MB", type="request_too_large"), Failed, "request is too large.*32 MB"),
    ("openai", 413, "", Failed, "request is too large"),
    ("openai", 400, said("bad role", type=INVALID), Failed, r"rejected the request \(400\): bad role"),
    ("openai", 422, {"detail": [{"msg": "field required"}]}, Failed, r"rejected the request \(422\).*field required"),
    ("openai", 400, said("Policy", code="content_filter"), Failed, "because of its content filter: Policy"),
    ("openai", 429, said("Check your plan", code="insufficient_quota"), Quota, "quota is used up: Check your plan"),
    ("anthropic", 400, said("Your credit balance is too low", type=INVALID), Quota, "credit balance is too low"),
    ("openai", 402, said("Insufficient Balance"), Quota, "Insufficient Balance"),
    ("openai", 401, said(f"Incorrect API key provided: {KEY}"), Failed, "rejected the API key.*key provided: …"),
    ("google", 400, said("Not valid.", code=400, details=[{"reason": "API_KEY_INVALID"}]), Failed, "the API key"),
    ("openai", 403, said("Country not supported"), Failed, r"denied access \(403\): Country"),
    ("openai", 404, said("No such thing", code="model_not_found"), NoModel, "doesn't have the model .*No such"),
    ("google", 404, said("models/scripted is not found for API version v1beta"), NoModel, "is not found"),
    ("openai", 400, said("Model Not Exist", code=INVALID), NoModel, "Model Not Exist"),
    ("openai", 404, {"error": "model 'scripted' not found"}, NoModel, "not found"),
    ("openai", 404, {"detail": "Not Found"}, Failed, "API not found at .*Check the URL"),
    ("openai", 404, said("Invalid URL (POST /v2/chat/completions)", type=INVALID), Failed, "API not found at .*/v2/"),
    ("openai", 404, PAGE, Failed, "API not found at .*404 Not Found"),
    ("openai", 405, "", Failed, "API not found"),
    ("openai", 502, "<html><h1>502 Bad  Gateway</h1></html>", Failed, r"gateway .*\(502\): 502 Bad Gateway"),
    ("openai", 504, "upstream timed out", Failed, "timed out .*upstream timed out"),
    ("openai", 500, said("Provider error", metadata={"raw": "GPU lost"}), Failed, "500: Provider error: GPU lost"),
    ("openai", 418, "", Failed, r"rejected the request \(418\)\."),
    ("openai", 400, ["Too", "bad"], Failed, r"rejected the request \(400\): Too; bad"),
    ("openai", 400, {"error_code": 17, "error_msg": "Too bad"}, Failed, r"\(400\): Too bad"),
    ("openai", 400, {"fault": {"faultstring": "Too bad"}}, Failed, r"\(400\): Too bad"),
    ("openai", 204, "", Failed, "empty response"),
    ("openai", 301, "", Failed, r"rejected the request \(301\)"),
    ("openai", 400, "[" * 100_000, Failed, r"rejected the request \(400\): \[\["),
    ("openai", 400, said("a\0b \ud800"), Failed, "a\ufffdb \ufffd"),
]


@pytest.mark.parametrize(("provider", "status", "body", "kind", "words"), TOLD)
def test_a_status_is_told_as_what_it_is(
    server: ModelServer, provider: str, status: int, body: Any, kind: type[Exception], words: str
):
    data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    server.send(data, status=status, content_type="text/plain")
    with pytest.raises(kind, match=words) as error:
        asked(runtime(server, provider))
    assert KEY not in str(error.value)
    assert len(server.requests) == 1


SECRETS = [
    "sk-proj-0123456789abcdef",
    "Bearer abcdefgh12345678",
    "http://ann:hunter22@host/",
    "?key=0123456789",
    "AIzaSy01234567890123",
]


def test_no_secret_is_told_not_even_anothers(server: ModelServer):
    for secret in (KEY, *SECRETS):
        server.send(json.dumps(said(f"You sent {secret} there")).encode(), status=400)
        with pytest.raises(Failed, match=r"You sent .* there") as error:
            asked(runtime(server))
        hidden = secret.removeprefix("Bearer ").removeprefix("?key=").removeprefix("http://").removesuffix("@host/")
        assert hidden not in str(error.value)


@pytest.mark.parametrize("provider", EVERY)
@pytest.mark.parametrize("status", [429, 503, 529])
def test_who_is_busy_is_asked_again_twice(server: ModelServer, provider: str, status: int):
    date = format_datetime(datetime.now(UTC) - timedelta(seconds=5), usegmt=True)
    for wait in ("0", date):
        server.fail(status, "Busy", headers={"Retry-After": wait})
    server.answer("Here I am")
    assert asked(runtime(server, provider, pauses=(0, 0)))[0] == "Here I am"
    assert len(server.requests) == 3


def test_an_error_inside_a_stream_before_the_first_word_is_asked_again_too(server: ModelServer):
    overloaded = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
    server.send(f"event: error\ndata: {json.dumps(overloaded)}\n\n".encode())
    assert asked(runtime(server, "anthropic", pauses=(0, 0)))[0] == "You said: Hello there"
    late = {"choices": [{"delta": {"content": "Half"}}]}
    server.send(f"data: {json.dumps(late)}\n\ndata: {json.dumps(said('Busy', code=429))}\n\n".encode())
    with pytest.raises(Quota, match=r"rate limit reached: Busy"):
        asked(runtime(server, pauses=(0, 0)))
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("status", "code", "wait"),
    [(429, "insufficient_quota", "0"), (503, None, "3600"), (429, None, "9" * 20), (500, None, "0")],
)
def test_what_will_not_help_is_not_tried_again(server: ModelServer, status: int, code: str | None, wait: str):
    server.fail(status, "No", code=code, headers={"Retry-After": wait})
    with pytest.raises((Failed, Quota)):
        asked(runtime(server, pauses=(0, 0)))
    assert len(server.requests) == 1


def test_a_pause_is_as_long_as_was_asked_and_ends_with_a_stop(server: ModelServer):
    server.fail(429, "Busy", headers={"Retry-After": "15"})

    async def begin_and_stop() -> None:
        task = asyncio.create_task(collected(runtime(server, pauses=(0, 0)).stream(HELLO)))
        await asyncio.to_thread(server.wait_for, 1)
        await asyncio.sleep(0.1)
        assert not task.done()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(begin_and_stop())
    assert len(server.requests) == 1
