from typing import Literal
from uuid import UUID

from pydantic import Field

from treeline.kernel.schemas import Query, Schema, Timestamp


class RunOut(Schema):
    """A run: one answer being generated, or finished."""

    id: UUID
    kind: str
    status: Literal["queued", "running", "paused", "succeeded", "partial-succeeded", "failed", "stopped"]
    error_code: str | None
    error_status: int | None = Field(description="The HTTP status that this error would be.")
    error_retryable: bool = Field(description="Whether the same question may succeed a little later.")
    error: str | None
    total_tokens: int
    model_config_id: UUID | None
    asset_version_id: UUID | None
    asset_version: str | None = Field(description="For test runs: `draft`, or a version number.")
    created_at: Timestamp
    started_at: Timestamp | None
    finished_at: Timestamp | None


class EndUserQuery(Query):
    """The end user the run was started for."""

    user: str = Field(min_length=1, max_length=255)


class FollowRunQuery(Query):
    continue_on_pause: bool = Field(False, description="Stay while the run is paused; the stream ends with the run.")
