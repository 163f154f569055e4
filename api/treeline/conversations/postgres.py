"""Statements that only PostgreSQL supports."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert as upsert

from treeline.conversations.models import Feedback
from treeline.conversations.owners import Owner
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.ids import new_id


def rate(session: DbSession, app_id: UUID, message_id: UUID, owner: Owner, rating: str, content: str) -> None:
    """Somebody's feedback on a message, in place of what they thought before."""
    whose = {"end_user_id": owner.end_user_id} if owner.end_user_id else {"account_id": owner.account_id}
    times = {"created_at": now(), "updated_at": now()}
    row = {"id": new_id(), "app_id": app_id, "message_id": message_id, "rating": rating, "content": content}
    insert = upsert(Feedback).values(**row, **whose, **times)
    changed = {name: insert.excluded[name] for name in ("rating", "content", "updated_at")}
    session.execute(insert.on_conflict_do_update(index_elements=["message_id", *whose], set_=changed))
