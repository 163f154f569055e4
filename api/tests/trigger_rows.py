"""A trigger with an event, for tests that need their ids."""

from uuid import UUID

from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.ids import new_id
from treeline.triggers.inbox.models import TriggerDelivery, TriggerEvent
from treeline.triggers.models import AppTrigger
from treeline.triggers.schedules.models import ScheduleFiring, SchedulePlan
from treeline.workflows.models import Workflow

_HOOK = {"type": "trigger-webhook", "title": "Hook", "method": "post", "content_type": "application/json"}
_GRAPH = {"nodes": [{"id": "hook", "type": "custom", "data": _HOOK}], "edges": []}


def add_trigger(session: DbSession, workspace_id: UUID, app_id: UUID, mark: str = "Hers") -> dict[str, str]:
    """The ids, by the names that routes give them."""
    own = {"workspace_id": workspace_id, "app_id": app_id}
    workflow = Workflow(**own, id=new_id(), state="published", graph=_GRAPH, hash="")
    event = TriggerEvent(**own, id=new_id(), source="trigger-webhook", source_id=new_id(), content={}, state="done")
    session.add_all([workflow, event])
    session.flush()
    named = {"node_id": "hook", "kind": "trigger-webhook", "title": mark, "config": {"type": "trigger-webhook"}}
    trigger = AppTrigger(**own, id=new_id(), workflow_id=workflow.id, **named)
    delivery = TriggerDelivery(event_id=event.id, app_id=app_id, node_id="hook", started=True)
    session.add_all([trigger, delivery])
    session.flush()
    plan = SchedulePlan(trigger_id=trigger.id, cron="0 0 1 1 *", timezone="UTC", misfire="latest", overlap="allow")
    firing = ScheduleFiring(id=new_id(), trigger_id=trigger.id, due_at=now(), state="skipped", reason="paused")
    session.add_all([plan, firing])
    return {"trigger_id": str(trigger.id), "event_id": str(event.id), "firing_id": str(firing.id)}
