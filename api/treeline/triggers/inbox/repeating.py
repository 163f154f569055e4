"""The same event once more: for a run that failed."""

from uuid import UUID

from treeline.files import service as files
from treeline.kernel import deeds
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.storage import Storage
from treeline.triggers.inbox.dispatch import values_at
from treeline.triggers.inbox.models import TriggerDelivery, TriggerEvent
from treeline.triggers.inbox.service import Inbox, NewEvent, content_of, kept
from treeline.triggers.kinds import Listening
from treeline.triggers.registry import KINDS
from treeline.triggers.service import Triggers
from treeline.triggers.starting import Starter


def repeat(triggers: Triggers, storage: Storage, trigger_id: UUID, event_id: UUID) -> tuple[UUID, UUID]:
    """The ids of an event with the same content, and of its run by what is published now. No transaction may be open.

    Raises TriggerNotFound, EventNotFound, BytesMissing, and what `Starter` raises.
    """
    with unit_of_work():
        trigger, event = triggers.event(trigger_id, event_id)
    content = content_of(storage, event.content, event.storage_key, event.size)
    again = kept(storage, content)
    done = False
    try:
        with unit_of_work() as session:
            trigger = triggers.get(trigger_id)
            at = Listening(trigger.app_id, trigger.node_id, trigger.workflow_id)
            kind = KINDS[trigger.kind]
            values = values_at(session, at, kind, content)
            run = Starter(session).start(at, values, triggered_from=kind.triggered_from, depth=event.depth)
            # For this node alone, whoever else listens to the same.
            new = NewEvent(
                event.workspace_id, event.source, event.source_id, again, trigger.app_id, depth=event.depth, heard=True
            )
            new_id = Inbox(session).record(new)
            row = session.get_one(TriggerEvent, new_id)
            row.state, row.ended_at = "done", now()
            session.add(
                TriggerDelivery(event_id=row.id, app_id=at.app_id, node_id=at.node_id, run_id=run.id, started=True)
            )
            deeds.done(session)
            found = (row.id, run.id)
        done = True
        return found
    finally:
        if not done and again.stored is not None:
            files.discard(storage, again.stored)
