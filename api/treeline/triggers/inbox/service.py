import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, update
from sqlalchemy.dialects.postgresql import insert

from treeline.files import service as files
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, enqueue
from treeline.kernel.ids import new_id
from treeline.kernel.storage import Storage
from treeline.triggers.inbox.models import TriggerEvent

# Larger content is a stored object: the row is read often, and mostly without it.
INLINE_BYTES = 64 * 1024
# For so long, what is delivered twice is one event.
DELIVERED_FOR = timedelta(hours=24)
DISPATCH = "triggers.dispatch"


@dataclass(frozen=True)
class Content:
    """What an event tells, as JSON: in its row, or stored."""

    size: int
    value: Any = None
    stored: files.Received | None = None


@dataclass(frozen=True)
class NewEvent:
    """`source`: the node type it is for. `app_id`: whose it is alone; None: of whoever in the workspace listens."""

    workspace_id: UUID
    source: str
    source_id: UUID
    content: Content
    app_id: UUID | None = None
    delivery_id: str | None = None
    workflow_id: UUID | None = None
    depth: int = 0
    # Told to those who try a draft only; nothing is started.
    heard: bool = False


def kept(storage: Storage, value: Any) -> Content:
    """Content for an event, its object stored where it is large. No transaction may be open."""
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    if len(data) <= INLINE_BYTES:
        return Content(len(data), value)
    return Content(len(data), stored=files.receive(storage, [data], most=len(data)))


def content_of(storage: Storage, value: Any, storage_key: UUID | None, size: int) -> Any:
    """What an event told. No transaction may be open. Raises BytesMissing."""
    if storage_key is None:
        return value
    return json.loads(b"".join(files.read_part(storage, storage_key, 0, size)))


class Inbox:
    """Takes events in. What is in it is dispatched once, whatever happens to messages and workers."""

    def __init__(self, session: DbSession):
        self.session = session

    def record(self, event: NewEvent) -> UUID | None:
        """The id of its row, which is dispatched after the commit. None: it was delivered within the last 24 hours;
        then whoever calls discards what was stored for it.
        """
        if event.delivery_id is not None:
            self._release(event)
        event_id, stored = new_id(), event.content.stored
        row = {
            "id": event_id,
            "workspace_id": event.workspace_id,
            "app_id": event.app_id,
            "source": event.source,
            "source_id": event.source_id,
            "delivery_id": event.delivery_id,
            "content": event.content.value,
            "storage_key": stored.key if stored else None,
            "size": event.content.size,
            "workflow_id": event.workflow_id,
            "depth": event.depth,
            "state": "heard" if event.heard else "pending",
            "not_before": func.clock_timestamp(),
            "created_at": now(),
        }
        written = insert(TriggerEvent).values(**row).on_conflict_do_nothing().returning(TriggerEvent.id)
        if self.session.execute(written).first() is None:
            return None
        if not event.heard:
            enqueue(DISPATCH, str(event_id))
        return event_id

    def _release(self, event: NewEvent) -> None:
        """A name of a delivery that is a day old is free again."""
        named = (TriggerEvent.source_id == event.source_id, TriggerEvent.delivery_id == event.delivery_id)
        old = update(TriggerEvent).where(*named, TriggerEvent.created_at < now() - DELIVERED_FOR)
        self.session.execute(old.values(delivery_id=None))
