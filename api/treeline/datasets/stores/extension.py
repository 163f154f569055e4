"""The extension pgvector: whether it is there, and what to do if not. Words need it too."""

from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from treeline.datasets.stores.errors import StoreSchemaDiffers, VectorExtensionMissing
from treeline.datasets.stores.postgres import SCHEMA
from treeline.kernel.db import DbSession

_STATE = text("""
    SELECT (SELECT extversion FROM pg_extension WHERE extname = 'vector'),
           (SELECT default_version FROM pg_available_extensions WHERE name = 'vector'),
           to_regtype('halfvec') IS NOT NULL, to_regnamespace(:schema) IS NOT NULL""")
_OLDEST = (0, 8)  # graphs are walked on until enough is found


def check_extension(session: DbSession) -> None:
    """`VectorExtensionMissing` or `StoreSchemaDiffers`, with the remedy."""
    installed, available, found, has_schema = session.execute(_STATE, {"schema": SCHEMA}).one()
    if installed is None and available is None:
        raise VectorExtensionMissing(
            "PostgreSQL has no pgvector. Install the package pgvector for your version of PostgreSQL, then run CREATE "
            "EXTENSION vector in this database."
        )
    if installed is None:
        raise VectorExtensionMissing(
            "The extension vector is not enabled in this database. Run CREATE EXTENSION vector in it, as a superuser."
        )
    if tuple(int(part) for part in installed.split(".")[:2]) < _OLDEST:
        raise VectorExtensionMissing(
            f"pgvector {installed} is too old. Install 0.8 or newer, then run ALTER EXTENSION vector UPDATE."
        )
    if not found:
        raise VectorExtensionMissing(
            "The extension vector is in a schema that is not on the search path. Run ALTER EXTENSION vector SET SCHEMA "
            "public."
        )
    if not has_schema:
        raise StoreSchemaDiffers(f"This database has no schema {SCHEMA}. Run the migrations.")


def enable_extension(session: DbSession) -> None:
    """The same, but enable it where we may: it may have been installed since the migration that tried."""
    if session.execute(_STATE, {"schema": SCHEMA}).one()[0] is None:
        try:
            with session.begin_nested():
                session.execute(text("CREATE EXTENSION IF NOT EXISTS vector"))
        except ProgrammingError:
            pass
    check_extension(session)
