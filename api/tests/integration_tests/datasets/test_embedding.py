"""Embedding against a scripted provider over a real socket, with the bucket in Redis and the cache in PostgreSQL."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pytest
import redis

from tests.conftest import Person
from tests.model_dialects import DIMENSIONS, Heard, Reply, vector
from tests.model_server import ModelServer
from tests.settings import settings_of
from treeline.datasets.indexing.cache import VectorCache, forget_unused
from treeline.datasets.indexing.embedding import Embedding, Patience, TextRejected, checked
from treeline.datasets.indexing.rate import Bucket
from treeline.datasets.stores.errors import InvalidEmbedding
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.providers.errors import Failure, ProviderError
from treeline.providers.kinds import Access
from treeline.providers.runtime import ProviderRuntime

LOCAL = settings_of(outbound_allowed_hosts=["127.0.0.1"])


class Paused(Exception):
    pass


class Work:
    """An embedding whose vectors stay here."""

    def __init__(self, server: ModelServer, client: redis.Redis, **more: Any):
        runtime = ProviderRuntime("openai_api_compatible", "scripted-embedding", Access(server.base_url, "k"), LOCAL)
        self.kept: dict[str, np.ndarray] = {}
        self.batches: list[int] = []
        self.bucket = Bucket(client, runtime.account)
        self.embedding = Embedding(runtime, self.bucket, self.keep, **more)

    def keep(self, vectors: Mapping[str, np.ndarray]) -> None:
        self.kept |= vectors
        if vectors:
            self.batches.append(len(vectors))

    def of(self, texts: int | list[str]) -> "Work":
        found = [f"text {at}" for at in range(texts)] if isinstance(texts, int) else texts
        asyncio.run(self.embedding.of({f"hash of {text}": text for text in found}))
        return self


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


@pytest.fixture
def client(flask_app: FlaskApp) -> redis.Redis:
    flask_app.extensions["redis"].flushdb()
    return flask_app.extensions["redis"]


def sizes(server: ModelServer) -> list[int]:
    return [len(heard.body["input"]) for heard in server.requests]


def said(value: object) -> Reply:
    return Reply(raw=(json.dumps(value).encode(),), content_type="application/json")


def vectors(*given: Any) -> Reply:
    return said({"data": [{"index": at, "embedding": each} for at, each in enumerate(given)]})


def test_in_batches_that_are_kept_as_they_come(server: ModelServer, client: redis.Redis):
    work = Work(server, client).of(70)
    assert (sizes(server), work.batches) == ([32, 32, 6], [32, 32, 6])
    assert len(work.kept) == 70
    assert work.embedding.dims == DIMENSIONS
    assert work.embedding.usage.prompt_tokens == 140
    assert np.allclose(work.kept["hash of text 7"], vector("text 7"), atol=1e-3)
    assert work.kept["hash of text 7"].dtype == np.float16


def test_long_texts_go_in_smaller_batches(server: ModelServer, client: redis.Redis):
    Work(server, client).of([f"{at} " + "x" * 90_000 for at in range(5)])
    assert sizes(server) == [2, 2, 1]


def test_refused_for_the_rate_nothing_is_lost(server: ModelServer, client: redis.Redis):
    server.fail(429, "Slow down", headers={"Retry-After": "1"})
    began = time.monotonic()
    work = Work(server, client).of(3)
    assert time.monotonic() - began >= 1
    assert (len(work.kept), sizes(server)) == (3, [3, 3])


def test_trouble_passes(server: ModelServer, client: redis.Redis):
    server.fail(500, "Oh")
    assert len(Work(server, client).of(3).kept) == 3


def test_trouble_that_does_not_pass(server: ModelServer, client: redis.Redis):
    server.script = lambda _: Reply(status=500, text="Oh")
    with pytest.raises(ProviderError, match="500"):
        Work(server, client, patience=Patience(tries=2)).of(3)
    assert len(server.requests) == 2


def test_a_provider_that_hangs(server: ModelServer, client: redis.Redis):
    server.hold(0)
    server.script = lambda _: said({"data": []}) if time.sleep(0.5) else said({})
    with pytest.raises(ProviderError, match=r"more than 0\.2 seconds") as refused:
        Work(server, client, patience=Patience(answer_seconds=0.2, tries=1)).of(3)
    assert refused.value.failure is Failure.TIMEOUT


def test_no_further_try_with_a_key_that_is_refused(server: ModelServer, client: redis.Redis):
    server.fail(401, "Who are you?")
    with pytest.raises(ProviderError) as refused:
        Work(server, client).of(3)
    assert (refused.value.failure, len(server.requests)) == (Failure.ACCESS, 1)


def test_the_text_to_blame_is_named_and_the_others_are_kept(server: ModelServer, client: redis.Redis):
    def script(heard: Heard) -> Reply | str:
        return Reply(status=400, text="Too long") if "text 11" in heard.body["input"] else ""

    server.script = script
    work = Work(server, client)
    with pytest.raises(TextRejected, match=r"Too long.*text 11") as rejected:
        work.of(32)
    assert rejected.value.text_hash == "hash of text 11"
    assert len(work.kept) == 31


def test_a_provider_that_takes_only_a_few_at_once_is_not_asked_for_more_again(server: ModelServer, client: redis.Redis):
    def script(heard: Heard) -> Reply | str:
        return Reply(status=400, text="batch size is invalid") if len(heard.body["input"]) > 10 else ""

    server.script = script
    work = Work(server, client).of(72)
    assert len(work.kept) == 72
    assert sizes(server)[:6] == [32, 16, 8, 8, 16, 8]
    assert set(sizes(server)[7:]) == {8}


ONES = [1.0] * DIMENSIONS
INVALID = {
    "too few": vectors(ONES, ONES),
    "too many": vectors(ONES, ONES, ONES, ONES),
    "none": vectors(),
    "nothing in it": vectors(ONES, [], ONES),
    "another width": vectors(ONES, [1.0] * 63, ONES),
    "another width than before": vectors(*[[1.0] * 63] * 3),
    "zeros": vectors(ONES, [0.0] * DIMENSIONS, ONES),
    "not a number": Reply(
        raw=(json.dumps({"data": [{"embedding": [float("nan")] * DIMENSIONS}] * 3}).encode(),),
        content_type="application/json",
    ),
    "null": vectors(ONES, [None] * DIMENSIONS, ONES),
}


@pytest.mark.parametrize("what", INVALID)
def test_nothing_is_kept_of_what_is_invalid(server: ModelServer, client: redis.Redis, what: str):
    server.script = lambda _: INVALID[what]
    work = Work(server, client, dims=DIMENSIONS)
    with pytest.raises(InvalidEmbedding, match="scripted-embedding returned"):
        work.of(3)
    assert not work.kept


def test_very_large_and_very_small_numbers_are_numbers():
    found = checked([[1e300, 1e300], [3e-300, 4e-300]], 2, None, "m")
    assert np.allclose(found, [[0.7071, 0.7071], [0.6, 0.8]], atol=1e-3)


def test_what_keep_raises_ends_the_work(server: ModelServer, client: redis.Redis):
    work = Work(server, client)

    def pause(vectors: Mapping[str, np.ndarray]) -> None:
        raise Paused

    work.embedding.keep = pause
    with pytest.raises(Paused):
        work.of(70)
    assert sizes(server) == [32]


@pytest.fixture
def cache(alice: Person) -> VectorCache:
    return VectorCache(alice.workspace_id, "openai_api_compatible", "m")


def test_the_cache(context: FlaskApp, cache: VectorCache):
    one, other = np.array([0.5, 0.25], np.float16), np.array([1, 0], np.float16)
    with unit_of_work() as session:
        cache.keep(session, {"a": one, "b": other})
        cache.keep(session, {"b": one, "c": one})
        cache.keep(session, {})
    with unit_of_work() as session:
        assert cache.missing(session, ["d", "a", "e", "b"], None) == ["d", "e"]
        assert cache.missing(session, ["a", "d"], 2) == ["d"]
        # A model that answers in other widths now: what is here is of no use.
        assert cache.missing(session, ["a", "d"], 3) == ["a", "d"]
        assert cache.dims(session, ["a", "d"]) == 2
        assert cache.dims(session, ["d"]) is None
        found = cache.vectors(session, ["a", "b", "d"])
        assert {name: each.tolist() for name, each in found.items()} == {"a": [0.5, 0.25], "b": [0.5, 0.25]}


def test_others_have_a_cache_of_their_own(context: FlaskApp, cache: VectorCache, mallory: Person):
    others = [
        VectorCache(mallory.workspace_id, cache.provider, cache.model),
        VectorCache(cache.workspace_id, "openai", cache.model),
        VectorCache(cache.workspace_id, cache.provider, "n"),
    ]
    with unit_of_work() as session:
        cache.keep(session, {"a": np.array([1], np.float16)})
        assert [each.missing(session, ["a"], None) for each in [cache, *others]] == [[], ["a"], ["a"], ["a"]]


def test_what_nobody_needs_for_a_month_is_forgotten(
    context: FlaskApp, cache: VectorCache, clock_travel: Callable[[float], None]
):
    vector = np.array([1], np.float16)
    with unit_of_work() as session:
        cache.keep(session, {"old": vector, "used": vector})
    clock_travel(20 * 24 * 3600)
    with unit_of_work() as session:
        cache.missing(session, ["used"], None)
    clock_travel(31 * 24 * 3600)
    assert forget_unused() == 1
    with unit_of_work() as session:
        assert cache.missing(session, ["old", "used"], None) == ["old"]
