from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.apps.errors import AppNotFound
from treeline.files.errors import BytesMissing
from treeline.files.uploads.errors import UploadNotFound
from treeline.kernel import current
from treeline.kernel.web import Routes
from treeline.runs.errors import VersionDeleted
from treeline.triggers.access import app_triggers
from treeline.triggers.errors import EventNotFound, TriggerNotFound
from treeline.triggers.inbox.repeating import repeat
from treeline.triggers.schemas import (
    DeliveriesQuery,
    DeliveryList,
    DeliveryOut,
    StartedRun,
    TriggerEnableIn,
    TriggerList,
    TriggerOut,
)
from treeline.triggers.service import Triggers
from treeline.workflows.errors import GraphInvalid

triggers = Routes(
    "app_triggers", "/console/api/apps/<uuid:app_id>", group="Triggers", access=CONSOLE_OR_TOKEN, scope=app_triggers
)


@triggers.get("/triggers", can="read", refusals=[AppNotFound])
def list_triggers(service: Triggers) -> TriggerList:
    """List the triggers of the published workflow, newest first, each with its last event and its failures."""
    return TriggerList(data=[TriggerOut.of(*each) for each in service.all()])


@triggers.post("/trigger-enable", can="edit", deed="trigger.change", refusals=(AppNotFound, TriggerNotFound))
def enable_trigger(service: Triggers, body: TriggerEnableIn) -> TriggerOut:
    """Switch a trigger on or off. It stays so when the workflow is published again."""
    return TriggerOut.of(*service.switch(body.trigger_id, body.enable_trigger))


@triggers.get("/triggers/<uuid:trigger_id>/events", can="read", refusals=(AppNotFound, TriggerNotFound))
def list_trigger_events(service: Triggers, trigger_id: UUID, query: DeliveriesQuery) -> DeliveryList:
    """List the events of a trigger, newest first, each with its run."""
    rows, more = service.deliveries(trigger_id, query.last_id, query.limit)
    return DeliveryList(data=[DeliveryOut.of(row) for row in rows], limit=query.limit, has_more=more)


@triggers.post(
    "/triggers/<uuid:trigger_id>/events/<uuid:event_id>/run",
    can="edit",
    deed="trigger.run",
    needs="run",
    status=201,
    transactional=False,
    refusals=(
        AppNotFound,
        TriggerNotFound,
        EventNotFound,
        BytesMissing,
        UploadNotFound,
        GraphInvalid,
        VersionDeleted,
    ),
)
def repeat_trigger_event(service: Triggers, trigger_id: UUID, event_id: UUID) -> StartedRun:
    """Run the published workflow again with an event that came before."""
    repeated_id, run_id = repeat(service, current.storage(), trigger_id, event_id)
    return StartedRun(event_id=repeated_id, run_id=run_id)
