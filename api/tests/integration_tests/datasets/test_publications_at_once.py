"""Documents of one dataset are published at the same time: none waits for another's transaction to end."""

from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import numpy as np
import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from tests.conftest import TEMPLATE
from tests.processes import database
from treeline.datasets.retrieval.words import WordIndex, WordRow
from treeline.datasets.stores.pgvector import PgvectorStore
from treeline.datasets.stores.port import VectorIndex, VectorRow
from treeline.settings import Settings

INDEX = uuid4()


@pytest.fixture(scope="module")
def engine(settings: Settings) -> Iterator[Engine]:
    with database(settings, TEMPLATE) as own:
        made = create_engine(own.sqlalchemy_url)
        yield made
        made.dispose()


def write_words(session: Session, number: int) -> None:
    index = WordIndex(session, INDEX, "English")
    index.create()
    index.add([WordRow(UUID(int=number), UUID(int=number), "harbour")])


def write_vectors(session: Session, number: int) -> None:
    store, index = PgvectorStore(session), VectorIndex(INDEX, 4)
    store.create(index)
    store.upsert(index, [VectorRow(UUID(int=number), UUID(int=number), np.ones(4))])


@pytest.mark.parametrize(("write", "table"), [(write_words, "w"), (write_vectors, "v")])
def test_the_second_does_not_wait_for_the_first(engine: Engine, write: Callable[[Session, int], None], table: str):
    with Session(engine) as first, Session(engine) as second:
        write(first, 1)
        first.commit()
        write(first, 2)
        second.execute(text("SET lock_timeout = '200ms'"))
        write(second, 3)
        second.commit()
        first.commit()
        assert first.scalar(text(f"SELECT count(*) FROM vectors.{table}_{INDEX.hex}")) == 3
