from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from treeline.conversations.schemas import UserName
from treeline.kernel.schemas import ContractBody, Schema, Timestamp
from treeline.runs.schemas import EndUserQuery
from treeline.workflows.schemas import OpenObject

MAX_INPUTS, MAX_FILES = 1000, 1000


class DraftRunIn(ContractBody):
    inputs: dict[str, Any] = Field(default_factory=dict, max_length=MAX_INPUTS)
    files: list[OpenObject] | None = Field(None, max_length=MAX_FILES)


class TriedRunIn(DraftRunIn):
    start_node_id: str | None = Field(None, max_length=255, description="A trigger to begin at; its values as inputs.")


class RunIn(ContractBody):
    inputs: dict[str, Any] = Field(max_length=MAX_INPUTS)
    user: UserName
    files: list[OpenObject] | None = Field(None, max_length=MAX_FILES)
    response_mode: Literal["blocking", "streaming"] | None = Field(None, description="Defaults to blocking.")

    @property
    def streaming(self) -> bool:
        return self.response_mode == "streaming"


class FollowQuery(EndUserQuery):
    include_state_snapshot: bool = Field(False, description="Begin with the events so far, not with the next one.")
    continue_on_pause: bool = Field(False, description="Stay while the run is paused; the stream ends with the run.")


class EndedRun(Schema):
    id: UUID
    workflow_id: UUID
    status: str
    outputs: dict[str, Any] | None
    error: str | None
    elapsed_time: float
    total_tokens: int
    total_steps: int
    created_at: Timestamp
    finished_at: Timestamp | None


class RunReply(Schema):
    """A finished run, in blocking mode."""

    task_id: UUID
    workflow_run_id: UUID
    data: EndedRun
