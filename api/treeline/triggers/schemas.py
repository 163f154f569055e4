from typing import Any, Self
from uuid import UUID

from pydantic import Field

from treeline.kernel.schemas import ContractBody, Query, Schema, Timestamp
from treeline.triggers.inbox.history import state_of
from treeline.triggers.models import AppTrigger
from treeline.triggers.outlook import Outlook


class TriggerEnableIn(ContractBody):
    trigger_id: UUID = Field(strict=False)
    enable_trigger: bool


class FiredOut(Schema):
    """The last time: the status of the run, or `not_started` with the reason, or `deleted`."""

    at: Timestamp
    status: str
    run_id: UUID | None
    error: str | None


class TriggerOut(Schema):
    id: UUID
    trigger_type: str
    title: str
    node_id: str
    provider_name: str
    icon: str
    status: str
    created_at: Timestamp
    updated_at: Timestamp
    last: FiredOut | None
    # How many of the last times failed, and how many were looked at.
    failures: int
    looked_at: int
    next_at: Timestamp | None

    @classmethod
    def of(cls, row: AppTrigger, outlook: Outlook) -> Self:
        return cls(
            id=row.id,
            trigger_type=row.kind,
            title=row.title,
            node_id=row.node_id,
            provider_name=str(row.config.get("provider_id") or ""),
            icon="",
            status="enabled" if row.enabled else "disabled",
            created_at=row.created_at,
            updated_at=row.updated_at,
            last=FiredOut.model_validate(outlook.last) if outlook.last else None,
            failures=outlook.failures,
            looked_at=outlook.looked_at,
            next_at=outlook.next_at,
        )


class TriggerList(Schema):
    data: list[TriggerOut]


class DeliveriesQuery(Query):
    last_id: UUID | None = Field(None, description="Returns events before this one.")
    limit: int = Field(20, ge=1, le=100)


class DeliveryOut(Schema):
    """An event at a trigger. `content`: what it told, secrets masked; null if it is too large to show."""

    event_id: UUID
    received_at: Timestamp
    status: str
    run_id: UUID | None
    error: str | None
    size: int
    content: Any

    @classmethod
    def of(cls, row: Any) -> Self:
        delivery, event, status, error = row
        return cls(
            event_id=event.id,
            received_at=event.created_at,
            status=state_of(delivery.started, status),
            run_id=delivery.run_id,
            error=delivery.error or error,
            size=event.size,
            content=event.content,
        )


class DeliveryList(Schema):
    data: list[DeliveryOut]
    limit: int
    has_more: bool


class StartedRun(Schema):
    event_id: UUID
    run_id: UUID
