"""What changes return, and what they do on conflicts: the same on each database."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, String, Table, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from treeline.kernel.db import db
from treeline.kernel.returning import emulate
from treeline.kernel.web import FlaskApp


class Own(DeclarativeBase):
    pass


class Parcel(Own):
    __tablename__ = "returned_parcels"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    weight: Mapped[int]
    note: Mapped[str | None] = mapped_column(String(40))


class Pair(Own):
    __tablename__ = "returned_pairs"

    left: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    right: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]


@pytest.fixture
def engine(flask_app: FlaskApp) -> Iterator[Engine]:
    with flask_app.app_context():
        engine = db.engine
    Own.metadata.create_all(engine)
    yield engine
    Own.metadata.drop_all(engine)
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    sessions = sessionmaker(engine)
    if engine.dialect.name != "postgresql":
        emulate(sessions)
    with sessions() as session:
        session.add_all([Parcel(name=name, weight=weight) for weight, name in enumerate("abcde")])
        session.add_all([Pair(left=left, right=right, count=0) for left in range(2) for right in range(2)])
        session.commit()
        yield session


def weights(session: Session) -> dict[str, int]:
    return {row.name: row.weight for row in session.execute(select(Parcel.name, Parcel.weight))}


def test_an_update_returns_rows_as_they_are_now(session: Session) -> None:
    known = session.scalars(select(Parcel).where(Parcel.name == "e")).one()

    heavier = update(Parcel).where(Parcel.weight >= 3).values(weight=Parcel.weight + 10)

    assert sorted(session.scalars(heavier.returning(Parcel.weight))) == [13, 14]
    assert known.weight == 14
    # What the condition says of a row is not true any more once it is changed.
    away = update(Parcel).where(Parcel.weight >= 13).values(weight=0)
    assert {row.name for row in session.scalars(away.returning(Parcel))} == {"d", "e"}
    assert session.scalars(away.returning(Parcel.id)).all() == []


def test_an_update_of_the_table_itself_takes_values_with_its_execution(session: Session) -> None:
    table = Parcel.__table__
    assert isinstance(table, Table)
    heavier = update(table).where(table.c.name == bindparam("which")).values(weight=bindparam("new"))
    given = {"which": "a", "new": 7, "note": "by hand"}

    found = session.scalars(select(Parcel).from_statement(heavier.returning(table)), given).one()

    assert (found.name, found.weight, found.note) == ("a", 7, "by hand")
    assert session.execute(heavier.returning(table.c.id), {"which": "z", "new": 7}).one_or_none() is None


def test_a_delete_returns_what_there_was(session: Session) -> None:
    light = delete(Parcel).where(Parcel.weight < 2)

    assert {tuple(row) for row in session.execute(light.returning(Parcel.name, Parcel.weight))} == {("a", 0), ("b", 1)}
    assert session.scalar(light.returning(Parcel.id)) is None
    assert sorted(weights(session)) == ["c", "d", "e"]


def test_keys_of_several_columns(session: Session) -> None:
    counted = update(Pair).where(Pair.left == 1).values(count=Pair.count + 1)

    assert sorted(session.scalars(counted.returning(Pair.right))) == [0, 1]
    gone = delete(Pair).where(Pair.count == 1).returning(Pair.left, Pair.right)
    assert sorted(map(tuple, session.execute(gone))) == [(1, 0), (1, 1)]


def test_a_change_of_the_first_rows_only(session: Session) -> None:
    heaviest = select(Parcel.id).order_by(Parcel.weight.desc()).limit(2)

    assert session.execute(delete(Parcel).where(Parcel.id.in_(heaviest))).rowcount == 2  # pyright: ignore[reportAttributeAccessIssue]  of a change
    assert weights(session) == {"a": 0, "b": 1, "c": 2}
    lightest = select(Parcel.id).order_by(Parcel.weight).limit(1).with_for_update(skip_locked=True).scalar_subquery()
    taken = update(Parcel).where(Parcel.id == lightest.correlate(None)).values(weight=9)
    assert session.scalar(taken.returning(Parcel.name)) == "a"


def test_rows_that_another_transaction_has_are_skipped(session: Session, engine: Engine) -> None:
    lightest = select(Parcel.id).order_by(Parcel.weight).limit(1).with_for_update(skip_locked=True).scalar_subquery()
    taken = update(Parcel).where(Parcel.id == lightest.correlate(None)).values(note="taken").returning(Parcel.name)
    with Session(engine) as other:
        other.scalars(select(Parcel).where(Parcel.name == "a").with_for_update()).one()

        assert session.scalar(taken) == "b"


def test_an_insert_does_nothing_where_there_is_one(session: Session) -> None:
    again = insert(Parcel).values(id=uuid4(), name="a", weight=9).on_conflict_do_nothing()
    new = insert(Parcel).values(id=uuid4(), name="f", weight=5).on_conflict_do_nothing()

    assert session.execute(again).rowcount == 0  # pyright: ignore[reportAttributeAccessIssue]  of a change
    assert session.scalar(again.returning(Parcel.id)) is None
    assert session.scalar(new.returning(Parcel.name)) == "f"
    rows = [{"id": uuid4(), "name": name, "weight": 9} for name in "ag"]
    session.execute(insert(Parcel).on_conflict_do_nothing(), rows)
    assert weights(session) == {"a": 0, "b": 1, "c": 2, "d": 3, "e": 4, "f": 5, "g": 9}


def test_other_errors_of_an_insert_are_errors(session: Session) -> None:
    nameless = insert(Parcel).values(id=uuid4(), name=None, weight=1).on_conflict_do_nothing()

    with pytest.raises(IntegrityError):
        session.execute(nameless)


def test_an_insert_updates_the_one_that_is_there(session: Session) -> None:
    given = insert(Parcel).values(id=uuid4(), name="c", weight=7)
    added = given.on_conflict_do_update(index_elements=["name"], set_={"weight": Parcel.weight + given.excluded.weight})

    assert session.execute(added.returning(Parcel.weight)).scalar_one() == 9
    new = insert(Parcel).values(id=uuid4(), name="x", weight=7)
    kept = new.on_conflict_do_update(index_elements=["name"], set_={"weight": 0})
    assert session.execute(kept.returning(Parcel.weight)).scalar_one() == 7


@pytest.mark.parametrize(("weight", "expected"), [(9, (2, None)), (1, (1, "lighter"))])
def test_an_insert_updates_under_a_condition(session: Session, weight: int, expected: tuple[int, str | None]) -> None:
    given = insert(Parcel).values(id=uuid4(), name="c", weight=weight)
    # The condition is about a column that is changed, too.
    lighter = given.on_conflict_do_update(
        index_elements=["name"],
        set_={"weight": given.excluded.weight, "note": "lighter"},
        where=Parcel.weight > given.excluded.weight,
    )

    session.execute(lighter)

    assert tuple(session.execute(select(Parcel.weight, Parcel.note).where(Parcel.name == "c")).one()) == expected
