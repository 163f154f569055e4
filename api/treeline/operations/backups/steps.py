"""What a restore has done, in the database that it restores into: written with the rows, so that it can go on."""

from sqlalchemy import Column, Connection, MetaData, String, Table, delete, insert, inspect, select

from treeline.kernel.db import db, unit_of_work
from treeline.operations.backups.errors import TargetNotEmpty
from treeline.operations.backups.tables import STEPS

# Not one of the models: it goes when the restore is complete.
_table = Table(
    STEPS,
    MetaData(),
    Column("step", String(160), primary_key=True),
    Column("backup", String(64), nullable=False),
)


class Steps:
    def __init__(self, backup: str):
        """`backup`: which one is restored."""
        self._backup = backup

    def is_begun(self) -> bool:
        """Raises TargetNotEmpty: another backup was being restored."""
        with unit_of_work() as session:
            if not inspect(session.connection()).has_table(STEPS):
                return False
            others = session.execute(select(_table.c.step).where(_table.c.backup != self._backup).limit(1)).first()
            if others:
                raise TargetNotEmpty(
                    "The restore of another backup into this database was interrupted. Restore that one again, or "
                    "start with an empty database."
                )
            return session.execute(select(_table.c.step).limit(1)).first() is not None

    def begin(self) -> None:
        with unit_of_work() as session:
            _table.create(session.connection(), checkfirst=True)
            session.execute(insert(_table).values(step="begun", backup=self._backup))

    def done(self) -> set[str]:
        with unit_of_work() as session:
            return set(session.scalars(select(_table.c.step)))

    def note(self, connection: Connection, step: str) -> None:
        """In the transaction of what it is about."""
        connection.execute(insert(_table).values(step=step, backup=self._backup))

    def note_alone(self, step: str) -> None:
        with unit_of_work() as session:
            self.note(session.connection(), step)

    def end(self) -> None:
        with unit_of_work() as session:
            session.execute(delete(_table))
            _table.drop(session.connection())
        db.engine.dispose()
