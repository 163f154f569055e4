"""Statements that only PostgreSQL supports."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from treeline.kernel.db import DbSession

# Locked in the order of their ids, so that two flushes never wait for each other; keys that are gone have no row.
_NOTE_USES = text("""
    WITH used AS (
        SELECT t.id, u.used_at
        FROM unnest(:ids, :times) AS u (id, used_at) JOIN api_tokens t USING (id)
        WHERE t.last_used_at IS NULL OR t.last_used_at < u.used_at
        ORDER BY t.id FOR NO KEY UPDATE OF t)
    UPDATE api_tokens SET last_used_at = used.used_at FROM used WHERE api_tokens.id = used.id""").bindparams(
    bindparam("ids", type_=ARRAY(Uuid())), bindparam("times", type_=ARRAY(DateTime(timezone=True)))
)


def note_uses(session: DbSession, uses: Mapping[UUID, datetime]) -> None:
    """Write when keys were last used; an older time never replaces a newer one."""
    session.execute(_NOTE_USES, {"ids": list(uses), "times": list(uses.values())})
