"""Reading the audit log: pages of it, newest first, and all of it as CSV."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from treeline.accounts.audit.models import AuditEvent
from treeline.kernel import csv_fields
from treeline.kernel.db import DbSession, unit_of_work

BATCH = 1000
COLUMNS = (
    "time",
    "actor_kind",
    "actor",
    "actor_id",
    "action",
    "object_kind",
    "object",
    "object_id",
    "details",
    "ip",
    "request_id",
)


@dataclass(frozen=True)
class Filters:
    actor_id: UUID | None = None
    object_id: UUID | None = None
    kind: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        if self.actor_id is not None:
            yield AuditEvent.actor_id == self.actor_id
        if self.object_id is not None:
            yield AuditEvent.object_id == self.object_id
        # The kind of an action finds it by its index.
        if kind := self.kind or self.action.partition(".")[0]:
            yield AuditEvent.object_kind == kind
        if self.action:
            yield AuditEvent.deed == self.action
        if self.since is not None:
            yield AuditEvent.created_at >= self.since
        if self.until is not None:
            yield AuditEvent.created_at < self.until


class AuditLog:
    """The log of a workspace; of the installation itself with None."""

    def __init__(self, workspace_id: UUID | None):
        self.workspace_id = workspace_id

    def page(
        self, session: DbSession, wanted: Filters, before: UUID | None, limit: int
    ) -> tuple[list[AuditEvent], bool]:
        """Newest first, and whether there are more."""
        mine = select(AuditEvent).where(AuditEvent.workspace_id == self.workspace_id, *wanted.conditions())
        if before is not None:
            mine = mine.where(AuditEvent.id < before)
        found = list(session.scalars(mine.order_by(AuditEvent.id.desc()).limit(limit + 1)))
        return found[:limit], len(found) > limit

    def lines(self, wanted: Filters) -> Iterator[bytes]:
        """As CSV, newest first. Read in batches with short transactions: no connection is held while it is sent."""
        yield csv_fields.line(COLUMNS).encode()
        before, more = None, True
        while more:
            with unit_of_work() as session:
                events, more = self.page(session, wanted, before, BATCH)
            if events:
                before = events[-1].id
                yield "".join(_line(event) for event in events).encode()


def _line(event: AuditEvent) -> str:
    return csv_fields.line(
        (
            event.created_at.isoformat(timespec="seconds"),
            event.actor_kind,
            event.actor_name,
            str(event.actor_id or ""),
            event.deed,
            event.object_kind,
            event.object_name,
            str(event.object_id or ""),
            json.dumps(event.details, ensure_ascii=False) if event.details else "",
            event.ip,
            event.request_id,
        )
    )
