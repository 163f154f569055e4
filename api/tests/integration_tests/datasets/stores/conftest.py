from collections.abc import Callable
from typing import Any

import pytest

from treeline.datasets.stores.pgvector import PgvectorStore, Thresholds
from treeline.datasets.stores.port import VectorStore
from treeline.kernel.db import DbSession, db
from treeline.kernel.web import FlaskApp


@pytest.fixture
def session(context: FlaskApp) -> DbSession:
    return db.session


# Each is tested by all of test_stores.py.
STORES: dict[str, Callable[[DbSession], VectorStore]] = {
    "pgvector": PgvectorStore,
    # The same with a graph, which is used by every search.
    "pgvector, graph": lambda session: PgvectorStore(session, Thresholds(0, 0, 0)),
}


@pytest.fixture(params=list(STORES))
def store(request: Any, session: DbSession) -> VectorStore:
    return STORES[request.param](session)
