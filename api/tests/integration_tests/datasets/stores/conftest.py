"""Each store is tested by all of test_stores.py. Weaviate and Qdrant are fakes over real sockets, and the servers that
TEST_WEAVIATE_ENDPOINT (with TEST_WEAVIATE_GRPC_ENDPOINT, TEST_WEAVIATE_API_KEY) and TEST_QDRANT_URL (with
TEST_QDRANT_API_KEY) name, if they do.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import pytest

from tests.qdrant_server import FakeQdrant
from tests.weaviate_server import FakeWeaviate
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.pgvector import PgvectorStore, Thresholds
from treeline.datasets.stores.port import VectorStore
from treeline.datasets.stores.registry import open_store
from treeline.kernel.db import DbSession, db
from treeline.kernel.web import FlaskApp

Opened = AbstractContextManager[VectorStore]


@pytest.fixture
def session(context: FlaskApp) -> DbSession:
    return db.session


def remote(name: str, session: DbSession, **settings: Any) -> VectorStore:
    return open_store(name, session, DatasetSettings(**settings))


@contextmanager
def fake_weaviate(session: DbSession) -> Iterator[VectorStore]:
    with FakeWeaviate("a key") as server:
        own = {"weaviate_endpoint": server.endpoint, "weaviate_grpc_endpoint": server.grpc_endpoint}
        yield remote("weaviate", session, **own, weaviate_api_key="a key")


@contextmanager
def fake_qdrant(session: DbSession) -> Iterator[VectorStore]:
    with FakeQdrant("a key") as server:
        yield remote("qdrant", session, qdrant_url=server.url, qdrant_api_key="a key")


def real(name: str, url: str, *more: str) -> Callable[[DbSession], Opened]:
    given = {each: os.environ.get(f"TEST_{each}".upper(), "") for each in (url, *more)}
    return lambda session: nullcontext(remote(name, session, **{key: value for key, value in given.items() if value}))


STORES: dict[str, Callable[[DbSession], Opened]] = {
    "pgvector": lambda session: nullcontext(PgvectorStore(session)),
    # The same with a graph, which is used by every search.
    "pgvector, graph": lambda session: nullcontext(PgvectorStore(session, Thresholds(0, 0, 0))),
    "weaviate": fake_weaviate,
    "qdrant": fake_qdrant,
}
if os.environ.get("TEST_WEAVIATE_ENDPOINT"):
    STORES["weaviate, real"] = real("weaviate", "weaviate_endpoint", "weaviate_grpc_endpoint", "weaviate_api_key")
if os.environ.get("TEST_QDRANT_URL"):
    STORES["qdrant, real"] = real("qdrant", "qdrant_url", "qdrant_api_key")


@pytest.fixture(params=list(STORES))
def store(request: Any, session: DbSession) -> Iterator[VectorStore]:
    with STORES[request.param](session) as opened:
        yield opened
