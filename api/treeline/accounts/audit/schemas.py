from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from treeline.accounts.audit.models import AuditEvent
from treeline.accounts.audit.reading import Filters
from treeline.kernel.schemas import Query, Schema, Timestamp

# The last second that PostgreSQL and Python both have as a date.
MAX_SECONDS = 253_402_300_799


class AuditFilters(Query):
    actor_id: UUID | None = Field(None, description="Only what this account or API key did.")
    object_id: UUID | None = Field(None, description="Only what was done to this object.")
    kind: str = Field("", max_length=32, description="Only what was done to objects of this kind, such as `app`.")
    action: str = Field("", max_length=64, description="Only this action, such as `app.delete`.")
    since: int | None = Field(None, ge=0, le=MAX_SECONDS, description="Unix seconds; events from then on.")
    until: int | None = Field(None, ge=0, le=MAX_SECONDS, description="Unix seconds; events before.")

    @property
    def wanted(self) -> Filters:
        since, until = (
            None if each is None else datetime.fromtimestamp(each, UTC) for each in (self.since, self.until)
        )
        return Filters(self.actor_id, self.object_id, self.kind, self.action, since, until)


class AuditQuery(AuditFilters):
    last_id: UUID | None = Field(None, description="Returns the events before this one.")
    limit: int = Field(50, ge=1, le=100)


class AuditActorOut(Schema):
    """`name`: an account's email address, or an API key's name, at that time."""

    kind: str
    id: UUID | None
    name: str


class AuditObjectOut(Schema):
    kind: str
    id: UUID | None
    name: str


class AuditEventOut(Schema):
    """`details`: `fields` that were given, `values` where there are few, `related` objects, and what else is known."""

    id: UUID
    action: str
    actor: AuditActorOut
    object: AuditObjectOut
    details: dict[str, Any]
    ip: str
    request_id: str
    created_at: Timestamp

    @classmethod
    def of(cls, event: AuditEvent) -> "AuditEventOut":
        return cls(
            id=event.id,
            action=event.deed,
            actor=AuditActorOut(kind=event.actor_kind, id=event.actor_id, name=event.actor_name),
            object=AuditObjectOut(kind=event.object_kind, id=event.object_id, name=event.object_name),
            details=event.details,
            ip=event.ip,
            request_id=event.request_id,
            created_at=event.created_at,
        )


class AuditEventsOut(Schema):
    data: list[AuditEventOut]
    limit: int
    has_more: bool
