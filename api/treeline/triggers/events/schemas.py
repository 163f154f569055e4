from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from treeline.kernel.schemas import Body, Schema, Seen, Timestamp
from treeline.triggers.events.kinds.registry import AnySource

SubscriptionKind = Literal["github", "feed", "imap", "version_published", "run_ended", "knowledge_synced"]
State = Literal["active", "paused", "error", "source_deleted"]
SubscriptionName = Annotated[Seen, Field(min_length=1, max_length=40, pattern=r"^\S(.*\S)?$")]
Every = Annotated[int, Field(ge=60, le=86_400, description="Seconds between two looks at the source.")]


class SubscriptionIn(Body):
    name: SubscriptionName
    source: AnySource
    every: Every = 300


class SubscriptionUpdate(Body):
    """Omitted fields keep their values, as do secrets with the value [__HIDDEN__]. The kind stays."""

    name: SubscriptionName | None = None
    source: AnySource | None = None
    every: Every | None = None
    enabled: bool | None = None


class SubscriptionUse(Schema):
    """A node of a published workflow that listens."""

    app_id: UUID
    app_name: str
    node_id: str
    title: str


class SubscriptionOut(Schema):
    """`source`: secrets are masked. `source_name`: of the app or the knowledge base that is watched.

    `events`: names of those that it tells of. `every`, `next_look_at`: of what has to be looked at; the others tell by
    themselves.
    """

    id: UUID
    name: str
    kind: SubscriptionKind
    events: list[str]
    source: dict[str, Any]
    source_name: str | None
    every: int | None
    enabled: bool
    state: State
    error: str | None
    used_by: list[SubscriptionUse]
    looked_at: Timestamp | None
    next_look_at: Timestamp | None
    last_event_at: Timestamp | None
    created_at: Timestamp
    updated_at: Timestamp


class SubscriptionTest(Schema):
    """`sample`: the newest event that there is, if there is one."""

    ok: bool
    error: str | None = None
    sample: dict[str, Any] | None = None


class SubscriptionRun(Schema):
    app_id: UUID
    node_id: str
    run_id: UUID | None
    error: str | None


class SubscriptionEvent(Schema):
    """`runs`: what came of it at the nodes that listened."""

    id: UUID
    event: str
    content: Any
    state: str
    error: str | None
    runs: list[SubscriptionRun]
    created_at: Timestamp
