"""Versions and settings of the database server: what this one can't do, or does otherwise than Treeline needs."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, text

from treeline.kernel.dialects import server_name
from treeline.operations.doctor.findings import Finding, found

Version = tuple[int, ...]
# PostgreSQL 14: what is idle is closed by the server itself (idle_session_timeout).
OLDEST: Mapping[str, Version] = {"PostgreSQL": (14,), "MySQL": (8, 4), "MariaDB": (10, 11)}
# Thousands of ids, or the values of a step, are one statement.
LEAST_PACKET_MIB = 16
_POSTGRES = text("SELECT current_setting('server_encoding')")
_MYSQL = text("""
    SELECT @@character_set_database AS encoding, @@local_infile AS local_infile,
        @@max_allowed_packet DIV 1048576 AS packet, @@log_bin AND @@binlog_format = 'STATEMENT' AS by_statement""")
# MariaDB's JSON columns compare bytewise, too.
_COLLATIONS = text("""
    SELECT DISTINCT collation_name FROM information_schema.columns
    WHERE table_schema = DATABASE() AND collation_name NOT LIKE 'utf8mb4%bin' ORDER BY collation_name""")


def findings(connection: Connection, oldest: Mapping[str, Version]) -> Iterator[Finding]:
    server = server_name(connection)
    # As the driver read it when it connected.
    there: Any = connection.dialect.server_version_info
    own = _of_postgres(connection) if server == "PostgreSQL" else _of_mysql(connection)
    if tuple(there) < oldest[server]:
        yield found("database.old", server=server, version=_shown(there), oldest=_shown(oldest[server]))
    yield from own


def _shown(version: Version) -> str:
    return ".".join(str(part) for part in version)


def _of_postgres(connection: Connection) -> Iterator[Finding]:
    encoding = connection.execute(_POSTGRES).scalar_one()
    if encoding != "UTF8":
        yield found("database.encoding", encoding=encoding, wanted="ENCODING 'UTF8'")


def _of_mysql(connection: Connection) -> Iterator[Finding]:
    facts = connection.execute(_MYSQL).one()
    if facts.encoding != "utf8mb4":
        yield found("database.encoding", encoding=facts.encoding, wanted="CHARACTER SET utf8mb4")
    if collations := connection.execute(_COLLATIONS).scalars().all():
        yield found("database.collation", collations=", ".join(collations))
    if facts.by_statement:
        yield found("database.binlog")
    if not facts.local_infile:
        yield found("database.local_infile")
    if facts.packet < LEAST_PACKET_MIB:
        yield found("database.packet", size=facts.packet, least=LEAST_PACKET_MIB)
