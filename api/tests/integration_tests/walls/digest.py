"""All that is in the database, as one text: two that are equal were made of the same rows."""

from sqlalchemy import Connection, text

# What a request may write that is refused: that somebody has tried.
NOT_LOOKED_AT = {"login_sessions", "audit_events", "alembic_version"}
_TABLES = """
SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE relkind IN ('r', 'p') AND NOT relispartition AND nspname = 'public' ORDER BY relname
"""
# What pg_stat_xact_user_tables adds up, without what else it looks up: this is asked twice an operation.
_COUNTS = ("inserted", "updated", "deleted")
_WRITES = f"""
SELECT sum({" + ".join(f"pg_stat_get_xact_tuples_{each}(oid)" for each in _COUNTS)}) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


class Digest:
    """Of the tables that there are when it is made."""

    def __init__(self, connection: Connection):
        self.connection = connection
        self.tables = [name for name in connection.scalars(text(_TABLES)) if name not in NOT_LOOKED_AT]
        # The sum of hashes is of no order; of two equal rows the count tells.
        parts = [
            f"SELECT '{name}' AS name, count(*) AS rows, sum(hashtextextended(t::text, 0)) AS sum FROM \"{name}\" t"
            for name in self.tables
        ]
        self._query = text(" UNION ALL ".join(parts))

    def writes(self) -> int:
        """How many rows this transaction has written, taken back or not: without another one nothing has changed."""
        return self.connection.scalar(text(_WRITES)) or 0

    def taken(self) -> dict[str, tuple[int, str]]:
        return {row.name: (row.rows, str(row.sum)) for row in self.connection.execute(self._query)}


def changed(before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]]) -> list[str]:
    """The names of tables whose rows are others now."""
    return [name for name in before if before[name] != after[name]]
