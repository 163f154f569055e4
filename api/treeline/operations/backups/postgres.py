"""What only PostgreSQL has."""

from sqlalchemy import Connection, text

_PARTITIONS = text("SELECT c.relname FROM pg_class c WHERE c.relispartition")


def partitions(connection: Connection) -> set[str]:
    """Tables whose rows are those of another table."""
    return set(connection.scalars(_PARTITIONS)) if connection.dialect.name == "postgresql" else set()
