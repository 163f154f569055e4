"""Embeddings and reranking against a scripted provider, over real sockets."""

import asyncio
import json
import math
from typing import Any

import pytest

from tests.conftest import Person
from tests.integration_tests.providers.conftest import COMPATIBLE, KEY, add, models, service
from tests.model_server import ModelServer
from tests.settings import settings_of
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.providers.errors import CompletionRequestError, Failure, ModelNotSupported, ProviderError
from treeline.providers.kinds import Access
from treeline.providers.port import Usage
from treeline.providers.runtime import ProviderRuntime

LOCAL = settings_of(outbound_allowed_hosts=["127.0.0.1"])
TEXTS = ["the cat sat", "a dog ran", "the cat ran home"]


def runtime(server: ModelServer, provider: str = "openai_api_compatible", **more: Any) -> ProviderRuntime:
    given = {"model": "scripted-embedding", "access": Access(server.base_url, KEY), "settings": LOCAL, **more}
    return ProviderRuntime(provider=provider, **given)


def embedded(server: ModelServer, *texts: str, **more: Any):
    return asyncio.run(runtime(server, **more).embed(texts or TEXTS))


def ranked(server: ModelServer, **more: Any) -> list[float]:
    return asyncio.run(runtime(server, model="scripted-rerank", **more).rerank("the cat ran", TEXTS))


def said(server: ModelServer, value: object) -> None:
    server.send(json.dumps(value).encode(), content_type="application/json")


def test_vectors_come_in_the_order_of_the_texts(server: ModelServer):
    said(server, {"data": [{"index": 1, "embedding": [2]}, {"index": 0, "embedding": [1.5]}]})
    assert embedded(server, "a", "b").vectors == [[1.5], [2.0]]
    assert server.requests[0].body == {"model": "scripted-embedding", "input": ["a", "b"], "encoding_format": "float"}


def test_what_is_no_number_is_nan(server: ModelServer):
    server.send(b'{"data": [{"embedding": [NaN, null, "1", true, 1]}]}', content_type="application/json")
    found = embedded(server, "a").vectors[0]
    assert [math.isnan(each) for each in found] == [True] * 4 + [False]


def test_usage_by_either_name(server: ModelServer):
    said(server, {"data": [], "usage": {"total_tokens": 7}})
    assert embedded(server, "a").usage == Usage(7)


GARBLED: list[Any] = [
    {"data": [{"index": 0, "embedding": [1]}, {"index": 0, "embedding": [1]}]},
    {"data": [{"index": {}, "embedding": [1]}]},
    {"data": [{"index": 0, "embedding": "AAAA"}]},
    {"data": None},
    {"vectors": [[1]]},
    [[1]],
    "no",
]


@pytest.mark.parametrize("value", GARBLED)
def test_a_reply_that_is_none(server: ModelServer, value: object):
    said(server, value)
    with pytest.raises(CompletionRequestError, match="invalid response"):
        embedded(server, "a")


def test_a_page_and_an_error_with_status_200(server: ModelServer):
    server.send(b"<html><title>Log in</title>", content_type="text/html")
    said(server, {"error": {"message": "no such model", "code": 404}})
    with pytest.raises(CompletionRequestError, match="web page"):
        embedded(server, "a")
    with pytest.raises(ModelNotSupported):
        embedded(server, "a")


def test_a_reply_has_a_largest_size(server: ModelServer):
    server.send(*[b"[" + b" " * 2**16] * 8, content_type="application/json")
    with pytest.raises(CompletionRequestError, match="larger than"):
        embedded(server, "a")


FAILURES = [
    (400, "bad input", Failure.INPUT),
    (413, "too large", Failure.INPUT),
    (422, "bad input", Failure.INPUT),
    (400, "Invalid API key", Failure.ACCESS),
    (401, "who are you", Failure.ACCESS),
    (402, "pay", Failure.ACCESS),
    (403, "not you", Failure.ACCESS),
    (404, "no such model", Failure.OTHER),
    (408, "slow", Failure.TIMEOUT),
    (429, "slow down", Failure.RATE),
    (429, "insufficient_quota", Failure.ACCESS),
    (500, "oh", Failure.AWAY),
    (502, "oh", Failure.AWAY),
    (503, "oh", Failure.AWAY),
    (504, "oh", Failure.TIMEOUT),
]


@pytest.mark.parametrize("provider", ["openai", "openai_api_compatible"])
@pytest.mark.parametrize(("status", "message", "failure"), FAILURES)
def test_failures_are_told_apart(server: ModelServer, provider: str, status: int, message: str, failure: Failure):
    server.fail(status, f"{message} {KEY}", headers={"Retry-After": "7"})
    with pytest.raises(ProviderError) as refused:
        embedded(server, "a", provider=provider)
    assert refused.value.failure is failure
    assert KEY not in refused.value.message
    assert refused.value.again_in == (7 if failure is Failure.RATE or status == 503 else None)
    # It tries once: who asks for many decides what to do.
    assert len(server.requests) == 1


def test_nobody_there(server: ModelServer):
    with pytest.raises(ProviderError) as refused:
        embedded(server, "a", access=Access("http://127.0.0.1:9", KEY))
    assert refused.value.failure is Failure.AWAY


def test_an_account_is_known_without_its_key(server: ModelServer):
    one, other = runtime(server), runtime(server, access=Access(server.base_url, "sk-other"))
    assert one.account == runtime(server, model="another").account != other.account
    assert KEY not in one.account


@pytest.mark.parametrize("is_tei", [False, True])
def test_both_replies_of_rerank(server: ModelServer, is_tei: bool):
    server.is_tei = is_tei
    assert ranked(server) == pytest.approx([2 / 3, 1 / 3, 1])
    assert asyncio.run(runtime(server).rerank("the cat", [])) == []


def test_tei_by_its_own_address(server: ModelServer):
    server.is_tei = True
    assert ranked(server, access=Access(server.url, KEY)) == pytest.approx([2 / 3, 1 / 3, 1])


def test_rerank_by_documents(server: ModelServer):
    ranked(server)
    asked = server.requests[0].body
    assert (asked["model"], asked["documents"], asked["top_n"]) == ("scripted-rerank", TEXTS, 3)


SCORES: list[Any] = [
    {"results": [{"index": 0, "relevance_score": 1}]},
    {"results": [{"index": at, "relevance_score": 1} for at in (0, 1, 3)]},
    {"results": [{"index": at, "relevance_score": None} for at in range(3)]},
    {"results": [{"index": at} for at in range(3)]},
    {"results": {}},
    [],
    None,
]


@pytest.mark.parametrize("value", SCORES)
def test_scores_that_are_none(server: ModelServer, value: object):
    said(server, value)
    with pytest.raises(CompletionRequestError, match="invalid response"):
        ranked(server)


def test_others_rank_nothing(server: ModelServer):
    for provider in ("openai", "anthropic", "google"):
        with pytest.raises(ModelNotSupported, match="OpenAI-compatible"):
            ranked(server, provider=provider)


@pytest.fixture
def listed(server: ModelServer, alice: Person, allowed: None) -> ModelServer:
    server.models = ["scripted", "bge-m3", "bge-reranker-v2-m3", "whisper-1"]
    add(alice, server)
    return server


def test_models_that_rank_are_listed(listed: ModelServer, alice: Person, context: FlaskApp):
    assert {name: kind for name, (kind, _) in models(alice).items()} == {
        "scripted": "llm",
        "bge-m3": "text-embedding",
        "bge-reranker-v2-m3": "rerank",
    }
    found = alice.get("/workspaces/current/models/model-types/rerank").json["data"]
    assert [each["model"] for each in found[0]["models"]] == ["bge-reranker-v2-m3"]
    default = alice.get("/workspaces/current/default-model", query_string={"model_type": "rerank"}).json["data"]
    assert default["model"] == "bge-reranker-v2-m3"
    with unit_of_work():
        ranking = service(context, alice).runtime("openai_api_compatible", "bge-reranker-v2-m3", "rerank")
    assert asyncio.run(ranking.rerank("cat", ["cat", "dog"])) == [1, 0]


def test_a_server_with_one_model_is_asked_for_what_the_model_does(
    server: ModelServer, alice: Person, allowed: None, context: FlaskApp
):
    server.lists_models, server.is_tei = False, True
    add(alice, server, model="bge-reranker-base")
    assert models(alice) == {"bge-reranker-base": ("rerank", "active")}
    assert [each.path for each in server.requests] == ["/rerank"]


def test_a_model_that_ranks_by_hand(server: ModelServer, alice: Person, allowed: None):
    add(alice, server)
    assert alice.post(f"{COMPATIBLE}/models", json={"model": "mine", "model_type": "rerank"}).status_code == 200
    assert models(alice)["mine"] == ("rerank", "active")
