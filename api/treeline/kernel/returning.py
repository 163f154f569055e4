"""RETURNING and ON CONFLICT where the database has neither: MySQL, and half of it MariaDB.

Statements are written once, with PostgreSQL's constructs. On MySQL, rows that a change returns are locked by their
keys first, then changed, then read; all in the caller's transaction, so nobody else gets in between. On PostgreSQL
nothing of this runs.
"""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Delete,
    Insert,
    Table,
    Update,
    and_,
    event,
    literal_column,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql.dml import OnConflictClause, OnConflictDoNothing, OnConflictDoUpdate
from sqlalchemy.engine import IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.orm.context import FromStatement
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, ColumnClause
from sqlalchemy.sql.selectable import Alias, ScalarSelect, Select, SelectStatementGrouping

DUPLICATE = 1062


class Changed(IteratorResult[Any]):
    """What a change returned, with the number of its rows."""

    rowcount = 0

    @classmethod
    def of(cls, rows: Sequence[Any], keys: Sequence[str], rowcount: int) -> "Changed":
        made = cls(SimpleResultMetaData(list(keys)), iter(rows))
        made.rowcount = rowcount
        return made


def emulate(sessions: Any) -> None:
    """For sessions on MySQL: a class, a factory, or one."""
    event.listen(sessions, "do_orm_execute", _instead)


def _instead(state: ORMExecuteState) -> Any:
    statement, entities = state.statement, None
    if isinstance(statement, FromStatement):
        statement, entities = statement.element, statement._raw_columns
    if isinstance(statement, Update | Delete):
        return _change(state, statement, entities)
    if isinstance(statement, Insert) and not isinstance(state.parameters, list):
        return _insert(state, statement, entities)
    return None


def _change(state: ORMExecuteState, statement: Update | Delete, entities: Any) -> Any:
    wanted, where = entities or statement._returning, and_(true(), *statement._where_criteria)
    if not wanted:
        # A subquery that reads the changed table, or has a limit, is read before.
        return _by_keys(state, statement, where) if _has_query(where) else None
    session, keys = state.session, _keys(statement.table)
    columns = (*keys, *wanted) if isinstance(statement, Delete) else keys
    found = session.execute(_locked(columns, where, statement.table), state.parameters).all()
    if not found:
        return Changed.of([], _names(wanted), 0)
    these = _among(keys, [row[: len(keys)] for row in found])
    _run(state, statement, these)
    if isinstance(statement, Delete):
        return Changed.of([row[len(keys) :] for row in found], _names(wanted), len(found))
    # As the database has them now, whatever the session knew; but never over what is not written yet.
    options = {"populate_existing": True} | dict(state.execution_options)
    return session.execute(select(*wanted).where(these), execution_options=options)


def _by_keys(state: ORMExecuteState, statement: Update | Delete, where: ColumnElement[bool]) -> Any:
    keys = _keys(statement.table)
    found = state.session.execute(_locked(keys, where, statement.table), state.parameters).all()
    if not found:
        return Changed.of([], (), 0)
    return _run(state, statement, _among(keys, found))


def _run(state: ORMExecuteState, statement: Update | Delete, these: ColumnElement[bool]) -> Any:
    plain = statement._clone()
    plain._returning, plain._where_criteria = (), (these,)
    return state.session.execute(plain, state.parameters, execution_options=_options(state))


def _options(state: ORMExecuteState) -> dict[str, Any]:
    return {name: value for name, value in state.execution_options.items() if not name.startswith("_sa_")}


def _locked(columns: Iterable[Any], where: ColumnElement[bool], table: Any) -> Any:
    return select(*columns).where(_within_reach(where)).with_for_update(of=table)


def _keys(table: Any) -> tuple[ColumnElement[Any], ...]:
    return tuple(cast(Table, table).primary_key.columns)


def _among(keys: tuple[ColumnElement[Any], ...], rows: Sequence[Any]) -> ColumnElement[bool]:
    if len(keys) == 1:
        return keys[0].in_([row[0] for row in rows])
    return tuple_(*keys).in_([tuple(row) for row in rows])


def _names(columns: Iterable[Any]) -> list[str]:
    return [getattr(each, "key", None) or getattr(each, "__name__", "row") for each in columns]


def _has_query(where: Any) -> bool:
    return any(isinstance(each, Select) for each in visitors.iterate(where))


def _within_reach(where: Any) -> Any:
    """MySQL knows no LIMIT in the subquery of an IN: but in a table within it."""

    def wrapped(element: Any, **_: Any) -> Any:
        if not (isinstance(element, BinaryExpression) and element.operator in (operators.in_op, operators.not_in_op)):
            return None
        query = element.right
        while isinstance(query, ScalarSelect | SelectStatementGrouping):
            query = query.element
        if not isinstance(query, Select) or query._limit_clause is None:
            return None
        return element.operator(element.left, select(*query.subquery().c))

    return visitors.replacement_traverse(where, {}, wrapped)


def _insert(state: ORMExecuteState, statement: Insert, entities: Any) -> Any:
    conflict = _conflict_of(statement)
    wanted = entities or statement._returning
    if conflict is None or (not wanted and isinstance(conflict, OnConflictDoUpdate)) or statement._multi_values:
        return None
    session, plain = state.session, statement._clone()
    plain._returning = ()
    given = _given(statement) | dict(cast(dict[str, Any], state.parameters or {}))
    if isinstance(conflict, OnConflictDoUpdate):
        session.execute(plain, state.parameters)
        names = [getattr(each, "key", each) for each in conflict.inferred_target_elements or ()]
        where = conflict.inferred_target_whereclause
        these = [_keyed(statement.table, name, given) for name in names] + ([where] if where is not None else [])
        return session.execute(select(*wanted).where(*these), execution_options={"populate_existing": True})
    plain._post_values_clause = None
    try:
        # The error takes back this statement only. One that waits for another's row finds out how it ended.
        session.execute(plain, state.parameters)
    except IntegrityError as error:
        if cast(Any, error.orig).args[0] != DUPLICATE:
            raise
        return Changed.of([], _names(wanted), 0)
    if not wanted:
        return Changed.of([], (), 1)
    these = [_keyed(statement.table, key.key, given) for key in _keys(statement.table)]
    return session.execute(select(*wanted).where(*these))


def _given(statement: Any) -> dict[str, Any]:
    values = statement._values or {}
    return {column.key: getattr(value, "value", value) for column, value in values.items()}


def _keyed(table: Any, name: Any, given: dict[str, Any]) -> ColumnElement[bool]:
    return table.c[name] == given[name]


def _conflict_of(statement: Any) -> OnConflictClause | None:
    clause = getattr(statement, "_post_values_clause", None)
    if clause is None or isinstance(clause, OnConflictClause):
        return clause
    return next((each for each in visitors.iterate(clause) if isinstance(each, OnConflictClause)), None)


@compiles(OnConflictDoNothing, "mysql", "mariadb")
def _do_nothing(_: OnConflictDoNothing, compiler: Any, **__: Any) -> str:
    key = compiler.preparer.quote(next(iter(compiler.current_executable.table.primary_key.columns)).name)
    return f"ON DUPLICATE KEY UPDATE {key} = {key}"


@compiles(OnConflictDoUpdate, "mysql", "mariadb")
def _do_update(clause: OnConflictDoUpdate, compiler: Any, **_: Any) -> str:
    table, condition = compiler.current_executable.table, clause.update_whereclause
    given = {getattr(key, "key", key): value for key, value in clause.update_values_to_set.items()}
    where = None if condition is None else compiler.process(_of_given(condition, compiler, None), use_schema=False)
    looked_at = (
        {each.name for each in visitors.iterate(condition) if isinstance(each, ColumnClause)} if where else set()
    )
    columns = [column for column in table.c if column.key in given]
    # Set from left to right, and seen by those that follow: what is looked at comes last.
    columns.sort(key=lambda column: column.name in looked_at)
    return (
        f"ON DUPLICATE KEY UPDATE {', '.join(_set(column, given[column.key], where, compiler) for column in columns)}"
    )


def _set(column: Any, value: Any, where: str | None, compiler: Any) -> str:
    name, new = compiler.preparer.quote(column.name), _of_given(value, compiler, column)
    text = compiler.process(new.self_group(), use_schema=False)
    return f"{name} = {text}" if where is None else f"{name} = IF({where}, {text}, {name})"


def _of_given(expression: Any, compiler: Any, column: Any) -> Any:
    """`excluded.x` in MySQL's words."""

    def replaced(element: Any, **_: Any) -> Any:
        if isinstance(element, BindParameter) and column is not None and element.type._isnull:
            return element._with_binary_element_type(column.type)
        if isinstance(element, ColumnClause) and isinstance(element.table, Alias) and element.table.name == "excluded":
            return literal_column(f"VALUES({compiler.preparer.quote(element.name)})", element.type)
        return None

    return visitors.replacement_traverse(expression, {}, replaced)
