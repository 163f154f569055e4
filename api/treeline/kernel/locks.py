"""Locks by name, held to the end of the transaction: for what no one row stands for.

PostgreSQL has them. Elsewhere they are rows, which a migration has made, and several names may share one.
"""

from zlib import crc32

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from treeline.kernel.db import DbSession, Model

ROWS = 1024


class NamedLock(Model):
    """Without a row on PostgreSQL."""

    __tablename__ = "named_locks"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


def lock(session: DbSession, name: str, *, shared: bool = False) -> None:
    """Wait for it. `shared`: beside others who share it."""
    if session.connection().dialect.name == "postgresql":
        take = func.pg_advisory_xact_lock_shared if shared else func.pg_advisory_xact_lock
        session.execute(select(take(func.hashtextextended(name, 0))))
        return
    number = crc32(name.encode()) % ROWS
    row = select(NamedLock.number).where(NamedLock.number == number).with_for_update(read=shared)
    if session.scalar(row) is None:
        # Of tables that no migration has made. It is had alone, this once.
        session.execute(insert(NamedLock).values(number=number).on_conflict_do_nothing())
        session.scalar(row)
