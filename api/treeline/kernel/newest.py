"""The first few rows of each of several owners, in one query."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, union_all

from treeline.kernel.db import DbSession
from treeline.kernel.dialects import is_mysql

Where = tuple[ColumnElement[bool], ...]


def first_of_each(session: DbSession, rows: Select[*tuple[Any, ...]], own: Where, each: Sequence[Where]) -> FromClause:
    """`rows`: ordered and limited. `own`: whose they are, by columns of the query that this is joined to,
    which names them once more; `each`: the same of one owner after the other, one at least. MariaDB has no LATERAL.
    """
    if is_mysql(session):
        return union_all(*(rows.where(*one) for one in each)).subquery()
    return rows.where(*own).lateral()
