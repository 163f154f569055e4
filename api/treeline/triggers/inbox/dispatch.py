"""From an event to runs: one at each node that listens, in one transaction, and so exactly once."""

import logging
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from treeline.files.errors import BytesMissing
from treeline.kernel import current
from treeline.kernel.claims import seconds_from_now
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.errors import ApiError, database_away
from treeline.triggers.alerts import not_started
from treeline.triggers.errors import TriggerNotFound
from treeline.triggers.inbox.models import TriggerDelivery, TriggerEvent
from treeline.triggers.inbox.service import content_of
from treeline.triggers.kinds import Listening, TriggerKind
from treeline.triggers.registry import KINDS
from treeline.triggers.starting import Starter
from treeline.workflows.compiling import compiled, document_of
from treeline.workflows.models import Workflow

log = logging.getLogger(__name__)

TRIES = 5
RETRY_SECONDS = 10


def dispatch(event_id: UUID) -> None:
    """Start the runs of an event. May be called any number of times, also at once."""
    try:
        told = _told(event_id)
        if told is not None:
            with unit_of_work() as session:
                _deliver(session, event_id, *told)
    except Exception as error:
        # The database is asked again later, by the sweep; a storage, too.
        if not database_away(error):
            _failed(event_id, error)
        raise


def _told(event_id: UUID) -> tuple[TriggerKind, Any] | None:
    """Read before the transaction that starts runs: the storage may be slow. None: nothing is left to do."""
    with unit_of_work() as session:
        event = session.get(TriggerEvent, event_id)
    if event is None or event.state != "pending":
        return None
    content = content_of(current.storage(), event.content, event.storage_key, event.size)
    return KINDS[event.source], content


def _deliver(session: DbSession, event_id: UUID, kind: TriggerKind, content: Any) -> None:
    pending = select(TriggerEvent).where(TriggerEvent.id == event_id, TriggerEvent.state == "pending")
    event = session.scalars(pending.with_for_update(skip_locked=True)).one_or_none()
    # Another worker has it, or had it.
    if event is None:
        return
    starter = Starter(session)
    for at in kind.listeners(session, event):
        delivery = {"event_id": event.id, "app_id": at.app_id, "node_id": at.node_id, "created_at": now()}
        written = insert(TriggerDelivery).values(**delivery, started=False).on_conflict_do_nothing()
        if session.execute(written.returning(TriggerDelivery.event_id)).first() is not None:
            _start(starter, event, at, kind, content)
    event.state, event.ended_at = "done", now()


def _start(starter: Starter, event: TriggerEvent, at: Listening, kind: TriggerKind, content: Any) -> None:
    """One run. What is wrong with it is said in the row, and keeps no other node from its own."""
    session = starter.session
    delivery = session.get_one(TriggerDelivery, (event.id, at.app_id, at.node_id))
    try:
        with session.begin_nested():
            values = values_at(session, at, kind, content)
            run = starter.start(at, values, triggered_from=kind.triggered_from, depth=event.depth)
            delivery.run_id, delivery.started = run.id, True
    except ApiError as error:
        delivery.error_code, delivery.error = error.code, error.message
        not_started(session, at.app_id, at.node_id, error.message)


def values_at(session: DbSession, at: Listening, kind: TriggerKind, content: Any) -> Any:
    """What a run at this node begins with. Raises TriggerNotFound."""
    workflow = session.get(Workflow, at.workflow_id)
    if workflow is None:
        raise TriggerNotFound("This version of the workflow was deleted.")
    graph = compiled(*document_of(workflow))
    if at.node_id not in graph.roots:
        raise TriggerNotFound
    return kind.values(graph.node(at.node_id).data, content)


def _failed(event_id: UUID, error: Exception) -> None:
    """Count a failure that nobody foresaw: it is tried again a little later, but not for ever."""
    with unit_of_work() as session:
        event = session.get(TriggerEvent, event_id, with_for_update=True)
        if event is None or event.state != "pending":
            return
        event.attempts += 1
        wait = seconds_from_now(RETRY_SECONDS * 2**event.attempts)
        event.not_before = wait  # pyright: ignore[reportAttributeAccessIssue]  the database's clock
        if event.attempts >= TRIES or isinstance(error, BytesMissing):
            event.state, event.ended_at = "failed", now()
            event.error = error.message if isinstance(error, ApiError) else "Something went wrong on our side."
            log.error("event %s is given up", event_id, exc_info=error)
