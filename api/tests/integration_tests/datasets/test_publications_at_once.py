"""Documents of one dataset are published at the same time: none waits for another's transaction to end."""

from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import numpy as np
import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests.conftest import TEMPLATE
from tests.processes import database
from treeline.datasets.indexes import have_alone, share
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


def test_the_first_ones_wait_for_nobody_either(engine: Engine):
    """Once the table is settled, that is: with the average length, which the first rows would settle else."""
    dataset_id = uuid4()

    def words(session: Session) -> WordIndex:
        return WordIndex(session, dataset_id, "English")

    with Session(engine) as first, Session(engine) as second:
        words(first).settle(["a harbour and its ships"])
        first.commit()
        assert words(first).average_length()
        words(first).add([WordRow(UUID(int=1), UUID(int=1), "harbour")])
        second.execute(text("SET lock_timeout = '200ms'"))
        words(second).settle(["ships"])
        words(second).add([WordRow(UUID(int=2), UUID(int=2), "ship")])
        second.commit()
        first.commit()
        assert words(first).count() == 2


def test_no_index_begins_to_answer_while_somebody_writes_for_the_one_before(engine: Engine):
    dataset_id = uuid4()
    with Session(engine) as writer, Session(engine) as another, Session(engine) as switch:
        share(writer, dataset_id)
        # Writers do not wait for each other, nor for other datasets.
        another.execute(text("SET lock_timeout = '200ms'"))
        share(another, dataset_id)
        have_alone(another, uuid4())
        another.commit()
        switch.execute(text("SET lock_timeout = '200ms'"))
        with pytest.raises(OperationalError, match="lock timeout"):
            have_alone(switch, dataset_id)
        switch.rollback()
        writer.commit()
        have_alone(switch, dataset_id)
        another.execute(text("SET lock_timeout = '200ms'"))
        with pytest.raises(OperationalError, match="lock timeout"):
            share(another, dataset_id)
