"""All that is in the database, as one text: two that are equal were made of the same rows."""

from sqlalchemy import Connection, text

from treeline.kernel.dialects import MYSQL

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
_COLUMNS_ON_MYSQL = """
SELECT table_name AS name, column_name AS part FROM information_schema.columns
WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position
"""
# Of the connection, whose only transaction this is.
_WRITES_ON_MYSQL = "SHOW SESSION STATUS WHERE Variable_name IN ('Handler_write', 'Handler_update', 'Handler_delete')"


class Digest:
    """Of the tables that there are when it is made."""

    def __init__(self, connection: Connection):
        self.connection, self.on_mysql = connection, connection.dialect.name in MYSQL
        shown = self._shown_on_mysql() if self.on_mysql else self._shown()
        self.tables = [name for name in shown if name not in NOT_LOOKED_AT]
        # The sum of hashes is of no order; of two equal rows the count tells.
        parts = [
            f"SELECT '{name}' AS name, count(*) AS row_count, sum({shown[name]}) AS hashes FROM {name} t"
            for name in self.tables
        ]
        self._query = " UNION ALL ".join(parts)

    def _shown(self) -> dict[str, str]:
        return dict.fromkeys(self.connection.scalars(text(_TABLES)), "hashtextextended(t::text, 0)")

    def _shown_on_mysql(self) -> dict[str, str]:
        columns: dict[str, list[str]] = {}
        for row in self.connection.exec_driver_sql(_COLUMNS_ON_MYSQL):
            columns.setdefault(row.name, []).append(f"COALESCE(CAST(`{row.part}` AS BINARY), X'01')")
        return {name: f"CRC32(CONCAT_WS(X'00', {', '.join(parts)}))" for name, parts in columns.items()}

    def writes(self) -> int:
        """How many rows this transaction has written, taken back or not: without another one nothing has changed."""
        if self.on_mysql:
            return sum(int(value) for _, value in self.connection.exec_driver_sql(_WRITES_ON_MYSQL))
        return self.connection.scalar(text(_WRITES)) or 0

    def taken(self) -> dict[str, tuple[int, str]]:
        rows = self.connection.execution_options(no_parameters=True).exec_driver_sql(self._query)
        return {row.name: (row.row_count, str(row.hashes)) for row in rows}


def changed(before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]]) -> list[str]:
    """The names of tables whose rows are others now."""
    return [name for name in before if before[name] != after[name]]
