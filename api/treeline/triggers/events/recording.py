"""From what was found to events in the inbox, in the caller's transaction."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from treeline.apps.models import App
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.triggers.events.kinds.kind import Found
from treeline.triggers.events.models import TriggerSubscription
from treeline.triggers.inbox.models import TriggerDelivery, TriggerEvent
from treeline.triggers.inbox.service import Content, Inbox, NewEvent
from treeline.triggers.kinds import Listening
from treeline.triggers.models import AppTrigger
from treeline.workflows.nodes.event_outputs import EVENT

NODE = "trigger-plugin"
# Of one event: a value without which it fits is left out.
MAX_BYTES = 256 * 1024


def record(session: DbSession, row: TriggerSubscription, found: Sequence[Found], *, depth: int = 0) -> None:
    """What was recorded before is left out. `depth`: how many runs started one another before it."""
    for each in found:
        event = NewEvent(
            workspace_id=row.workspace_id,
            source=NODE,
            source_id=row.id,
            content=content_of(each),
            delivery_id=each.key,
            depth=depth,
        )
        # The subscription's own row stays as it is: runs that end must not wait for one another.
        Inbox(session).record(event)


def refuse(session: DbSession, row: TriggerSubscription, found: Found, *, depth: int, code: str, reason: str) -> None:
    """An event that starts nothing; each node that listens is told why."""
    content = content_of(found)
    event = TriggerEvent(
        workspace_id=row.workspace_id,
        source=NODE,
        source_id=row.id,
        delivery_id=found.key,
        content=content.value,
        size=content.size,
        depth=depth,
        state="failed",
        error=reason,
        ended_at=now(),
    )
    session.add(event)
    session.flush()
    for at in listening(session, row.workspace_id, row.id, found.name):
        why = {"started": False, "error_code": code, "error": reason}
        session.add(TriggerDelivery(event_id=event.id, app_id=at.app_id, node_id=at.node_id, **why))


def listening(session: DbSession, workspace_id: UUID, subscription_id: UUID, name: str) -> list[Listening]:
    """The nodes of published workflows that an event of this name starts a run at."""
    mine = (AppTrigger.workspace_id == workspace_id, AppTrigger.kind == NODE, AppTrigger.enabled)
    wanted = AppTrigger.config["event_name"].as_string()
    found = (
        select(AppTrigger.app_id, AppTrigger.node_id, AppTrigger.workflow_id)
        .join(App, App.id == AppTrigger.app_id)
        .where(
            *mine,
            App.deleted_at.is_(None),
            AppTrigger.config["subscription_id"].as_string() == str(subscription_id),
            or_(wanted.is_(None), wanted.in_(("", name))),
        )
        .order_by(AppTrigger.id)
    )
    return [Listening(*each) for each in session.execute(found)]


def content_of(found: Found) -> Content:
    value: dict[str, Any] = {EVENT: found.name, **found.data}
    while (size := _size(value)) > MAX_BYTES:
        largest = max(value, key=lambda name: _size(value[name]))
        value[largest] = None
    return Content(size, value)


def _size(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
