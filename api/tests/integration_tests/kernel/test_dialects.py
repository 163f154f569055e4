"""Functions, locks and the first rows of each: the same on each database."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import ColumnElement, Engine, Float, Integer, bindparam, func, literal, select, union_all
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from treeline.kernel.db import db
from treeline.kernel.dialects import at_zone, later, slug
from treeline.kernel.locks import NamedLock, lock
from treeline.kernel.web import FlaskApp


@pytest.fixture
def engine(flask_app: FlaskApp) -> Iterator[Engine]:
    with flask_app.app_context():
        engine = db.engine
    NamedLock.metadata.create_all(engine, [NamedLock.metadata.tables["named_locks"]])
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session


def test_moments_to_come(session: Session) -> None:
    seconds = bindparam("seconds", 90, Float())
    begun, soon, given = session.execute(select(func.clock_timestamp(), later(1.5), later(seconds))).one()

    assert timedelta(seconds=1.4) < soon - begun < timedelta(seconds=2)
    assert timedelta(seconds=89.9) < given - begun < timedelta(seconds=91)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "UTC"])
def test_clocks_of_zones(session: Session, zone: str) -> None:
    """Around the changes to summer time and back."""
    moments = [
        datetime(2026, month, day, hour, minute, tzinfo=UTC)
        for month, day in ((3, 8), (3, 29), (4, 4), (7, 1), (10, 3), (10, 25), (11, 1))
        for hour, minute in ((0, 59), (1, 0), (5, 59), (6, 0), (6, 59), (7, 0), (15, 29), (15, 30))
    ]
    found = session.execute(select(*(func.date(at_zone(ZoneInfo(zone), literal(each))) for each in moments))).one()
    shown = session.execute(select(*(at_zone(ZoneInfo(zone), literal(each)) for each in moments))).one()

    expected = [each.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for each in moments]
    assert [str(each)[:19] for each in shown] == [str(each) for each in expected]
    assert list(found) == [each.date() for each in expected]


def test_texts(session: Session) -> None:
    found = select(
        slug(literal("--Größe  of_it!")),
        func.length("größe"),
        func.strpos("größe", "ß"),
        func.starts_with("50% off", "50%"),
        func.starts_with("50 off", "50%"),
        func.right("größe", 2),
    )
    assert tuple(session.execute(found).one()) == ("Gr_e_of_it", 5, 4, True, False, "ße")


@pytest.mark.parametrize(("bools", "expected"), [((True, False), True), ((False, False), False)])
def test_whether_any_is_true(session: Session, bools: tuple[bool, bool], expected: bool) -> None:
    numbers = union_all(*(select(literal(int(each)).label("number")) for each in bools)).subquery()
    assert session.scalar(select(func.bool_or(numbers.c.number == 1))) is expected


def test_a_lock_is_had_alone_or_shared(engine: Engine, session: Session) -> None:
    for name in ("the one", "another one"):
        lock(session, name)
    session.commit()
    lock(session, "the one", shared=True)
    with Session(engine) as other:
        _wait_shortly(other)
        lock(other, "the one", shared=True)
        lock(other, "another one")
        with pytest.raises(OperationalError):
            lock(other, "the one")
        other.rollback()
        session.rollback()
        lock(other, "the one")
        _wait_shortly(session)
        with pytest.raises(OperationalError):
            lock(session, "the one", shared=True)


def _wait_shortly(session: Session) -> None:
    is_postgresql = session.connection().dialect.name == "postgresql"
    waits = "SET lock_timeout = '100ms'" if is_postgresql else "SET innodb_lock_wait_timeout = 1"
    session.connection().exec_driver_sql(waits)


def test_rows_without_a_value_come_where_they_are_said_to(session: Session) -> None:
    rows = union_all(*(select(literal(each, Integer()).label("n")) for each in (2, None, 3))).subquery()

    def sorted_by(order: ColumnElement[int]) -> list[int | None]:
        return list(session.scalars(select(rows.c.n).order_by(order)))

    assert sorted_by(rows.c.n.desc().nulls_last()) == [3, 2, None]
    assert sorted_by(rows.c.n.nulls_last()) == [2, 3, None]
    assert sorted_by(rows.c.n.desc().nulls_first()) == [None, 3, 2]
    assert sorted_by(rows.c.n.nulls_first()) == [None, 2, 3]


def test_aggregates_of_some_rows(session: Session) -> None:
    rows = union_all(*(select(literal(each, Integer()).label("n")) for each in (1, 2, 3))).subquery()
    some = (func.count(), func.count(rows.c.n), func.max(rows.c.n))
    assert session.execute(select(*(each.filter(rows.c.n < 3) for each in some))).one() == (2, 2, 2)
