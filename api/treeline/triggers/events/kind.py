"""The node of subscriptions, as a trigger of published workflows and of drafts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from treeline.apps.models import App
from treeline.kernel.db import DbSession
from treeline.triggers.events.models import KINDS, TriggerSubscription
from treeline.triggers.events.recording import listening
from treeline.triggers.inbox.models import TriggerEvent
from treeline.triggers.kinds import Heard, Listening, TriggerKind
from treeline.triggers.models import AppTrigger
from treeline.workflows.checks import graph_refusal
from treeline.workflows.engine.graph import Issue
from treeline.workflows.models import Workflow
from treeline.workflows.nodes.event_outputs import EVENT


class EventKind(TriggerKind):
    def published(self, session: DbSession, app: App, workflow: Workflow, triggers: Sequence[AppTrigger]) -> None:
        # Those of plug-ins of elsewhere are kept, and never happen.
        ids = {each.node_id: _id(each.config) for each in triggers if each.config.get("provider_id") in KINDS}
        known = _known(session, app.workspace_id, [each for each in ids.values() if each])
        lost = [node_id for node_id, each in ids.items() if each not in known]
        if lost:
            titles = {trigger.node_id: trigger.title for trigger in triggers}
            raise graph_refusal("can't be published", [_issue(node_id, titles[node_id]) for node_id in lost])

    def listeners(self, session: DbSession, event: TriggerEvent) -> Iterable[Listening]:
        return listening(session, event.workspace_id, event.source_id, (event.content or {}).get(EVENT, ""))

    def values(self, data: Any, content: Any) -> Mapping[str, Any]:
        return content if isinstance(content, Mapping) else {}

    def heard(self, session: DbSession, app: App, node_id: str, data: Any) -> Heard | None:
        subscription_id = _id(data.model_dump())
        known = _known(session, app.workspace_id, [subscription_id] if subscription_id else [])
        if not known:
            raise graph_refusal("can't wait for events", [_issue(node_id, data.title)])
        return Heard(known.pop(), event=data.event_name)


def _id(config: Mapping[str, Any]) -> UUID | None:
    try:
        return UUID(str(config.get("subscription_id")))
    except ValueError:
        return None


def _known(session: DbSession, workspace_id: UUID, ids: Sequence[UUID]) -> set[UUID]:
    mine = (TriggerSubscription.workspace_id == workspace_id, TriggerSubscription.id.in_(ids))
    # They stay until the commit: who deletes one then finds who listens to it.
    return set(session.scalars(select(TriggerSubscription.id).where(*mine).with_for_update(read=True, key_share=True)))


def _issue(node_id: str, title: str) -> Issue:
    return Issue(node_id, "nodes", f"{title}: No subscription is chosen", accepted="a subscription of this workspace")
