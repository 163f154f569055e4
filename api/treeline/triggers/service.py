from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from treeline.apps.models import App
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.runs.models import Run
from treeline.triggers.errors import EventNotFound, TriggerNotFound
from treeline.triggers.inbox.models import TriggerDelivery, TriggerEvent
from treeline.triggers.models import AppTrigger
from treeline.triggers.outlook import Outlook
from treeline.triggers.registry import KINDS


class Triggers:
    """The triggers of one app, as they were published."""

    def __init__(self, session: DbSession, app: App):
        self.session, self.app = session, app

    def all(self) -> list[tuple[AppTrigger, Outlook]]:
        """The newest first, each with what has happened to it."""
        own = select(AppTrigger).where(AppTrigger.app_id == self.app.id)
        rows = list(self.session.scalars(own.order_by(AppTrigger.created_at.desc(), AppTrigger.id.desc())))
        found: dict[UUID, Outlook] = {}
        for kind, each in KINDS.items():
            if these := [row for row in rows if row.kind == kind]:
                found |= each.outlook(self.session, these)
        return [(row, found.get(row.id, Outlook())) for row in rows]

    def get(self, trigger_id: UUID) -> AppTrigger:
        """Raises TriggerNotFound."""
        own = select(AppTrigger).where(AppTrigger.id == trigger_id, AppTrigger.app_id == self.app.id)
        row = self.session.scalars(own).one_or_none()
        if row is None:
            raise TriggerNotFound
        return row

    def switch(self, trigger_id: UUID, on: bool) -> tuple[AppTrigger, Outlook]:
        """Raises TriggerNotFound."""
        row = self.get(trigger_id)
        if row.enabled != on:
            row.enabled, row.updated_at = on, now()
            self.session.flush()
            KINDS[row.kind].switched(self.session, row)
        return row, self._outlook(row)

    def deliveries(self, trigger_id: UUID, after: UUID | None, limit: int) -> tuple[Sequence[Any], bool]:
        """What came of events at a trigger, the newest first; and whether there is more. Raises TriggerNotFound."""
        trigger = self.get(trigger_id)
        own = (TriggerDelivery.app_id == self.app.id, TriggerDelivery.node_id == trigger.node_id)
        found = select(TriggerDelivery, TriggerEvent, Run.status, Run.error)
        found = found.join(TriggerEvent, TriggerEvent.id == TriggerDelivery.event_id)
        found = found.outerjoin(Run, Run.id == TriggerDelivery.run_id).where(*own)
        if after is not None:
            found = found.where(TriggerDelivery.event_id < after)
        rows = self.session.execute(found.order_by(TriggerDelivery.event_id.desc()).limit(limit + 1)).all()
        return rows[:limit], len(rows) > limit

    def event(self, trigger_id: UUID, event_id: UUID) -> tuple[AppTrigger, TriggerEvent]:
        """An event that came to this trigger. Raises TriggerNotFound, EventNotFound."""
        trigger = self.get(trigger_id)
        delivery = self.session.get(TriggerDelivery, (event_id, self.app.id, trigger.node_id))
        event = self.session.get(TriggerEvent, event_id) if delivery is not None else None
        if event is None:
            raise EventNotFound
        return trigger, event

    def _outlook(self, row: AppTrigger) -> Outlook:
        found: Mapping[UUID, Outlook] = KINDS[row.kind].outlook(self.session, [row])
        return found.get(row.id, Outlook())
