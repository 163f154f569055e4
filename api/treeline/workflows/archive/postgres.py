"""Statements that only PostgreSQL supports."""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from treeline.kernel.db import DbSession
from treeline.runs.models import UNFINISHED
from treeline.workflows.postgres import COPIED, TYPED, first_id, next_month, write_values

# From one run to the next by the key, whatever the number of their rows: those that have been archived have none.
_CANDIDATES = text("""
    WITH RECURSIVE found AS (
        (SELECT run_id, 1 AS number FROM workflow_steps WHERE run_id > :last AND run_id < :until
         ORDER BY run_id LIMIT 1)
        UNION ALL
        SELECT following.run_id, found.number + 1
        FROM found CROSS JOIN LATERAL (
            SELECT run_id FROM workflow_steps WHERE run_id > found.run_id AND run_id < :until
            ORDER BY run_id LIMIT 1) following
        WHERE found.number < :count)
    SELECT found.run_id, runs.status <> ALL(:unfinished) AND runs.lease_until IS NULL
        AND runs.finished_at < :before AND apps.deleted_at IS NULL AS is_old
    FROM found JOIN runs ON runs.id = found.run_id JOIN apps ON apps.id = runs.app_id ORDER BY found.run_id""")
_STEPS = text(
    "SELECT row_to_json(s)::text FROM workflow_steps s WHERE run_id = :run ORDER BY seq, attempt, frame, node_id"
)
_VALUE = text(
    "SELECT json_build_object('digest', digest, 'size', size, 'value', value)::text FROM workflow_values "
    "WHERE run_id = :run AND digest = :digest"
)
_RESTORE = text(
    f"INSERT INTO workflow_steps (run_id, reused, attempt, {COPIED}) "  # noqa: S608  names of columns, all our own
    f"SELECT CAST(:new AS uuid), true, 1, {COPIED} FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r({TYPED})"
)
_PARTITIONS = text(
    "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
    "WHERE i.inhparent = 'workflow_steps'::regclass ORDER BY c.relname"
)


class Candidate(NamedTuple):
    run_id: UUID
    is_old: bool


def candidates(session: DbSession, last: UUID, before: datetime, count: int) -> list[Candidate]:
    """Runs after `last` that were begun before a time and have steps here; and whether they ended before it."""
    values = {"last": last, "until": first_id(before), "before": before, "count": count, "unfinished": list(UNFINISHED)}
    return [Candidate(*row) for row in session.execute(_CANDIDATES, values)]


def steps_of(session: DbSession, run_id: UUID) -> list[str]:
    """The rows as JSON, in their order."""
    return list(session.scalars(_STEPS, {"run": run_id}))


def value_of(session: DbSession, run_id: UUID, digest: str) -> str:
    """The row of a large value as JSON."""
    return session.scalars(_VALUE, {"run": run_id, "digest": digest}).one()


def restore_steps(
    session: DbSession, new: UUID, steps: Iterable[Mapping[str, Any]], values: Iterable[bytes], anew: Collection[str]
) -> None:
    """As `copy_steps`, from an archive."""
    kept = [step for step in steps if is_kept(step, anew)]
    session.execute(_RESTORE, {"new": new, "rows": json.dumps(kept)})
    for value in values:
        write_values(session, new, f"[{value.decode()}]")


def is_kept(step: Mapping[str, Any], anew: Collection[str]) -> bool:
    return step["frame"] == "" and step["status"] in ("succeeded", "exception") and step["node_id"] not in anew


def old_partitions(session: DbSession, before: datetime) -> list[str]:
    """Those of months that had ended by then, and in which nothing is left."""
    return [name for name in session.scalars(_PARTITIONS) if _ends(name, before) and _is_empty(session, name)]


def drop_partition(session: DbSession, name: str) -> None:
    """Unless it is not empty any more. What comes later for its month lies among the rest.

    Raises OperationalError if somebody holds the tables: nobody is to wait because this waits.
    """
    session.execute(text("SET LOCAL lock_timeout = '500ms'"))
    session.execute(text(f"LOCK TABLE {name} IN ACCESS EXCLUSIVE MODE"))
    if _is_empty(session, name):
        session.execute(text(f"DROP TABLE {name}"))
    session.execute(text("SET LOCAL lock_timeout = DEFAULT"))


def _ends(name: str, before: datetime) -> bool:
    found = re.fullmatch(r"workflow_steps_(\d{4})_(\d{2})", name)
    if found is None:
        return False
    first = before.replace(year=int(found[1]), month=int(found[2]), day=1, hour=0, minute=0, second=0, microsecond=0)
    return next_month(first) <= before


def _is_empty(session: DbSession, name: str) -> bool:
    return not session.scalar(text(f"SELECT EXISTS (SELECT 1 FROM {name})"))  # noqa: S608  a name of our own
