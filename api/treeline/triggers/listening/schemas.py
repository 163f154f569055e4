from typing import Annotated, Literal

from pydantic import Field

from treeline.kernel.schemas import ContractBody, Schema

MAX_NODES = 100
NodeId = Annotated[str, Field(min_length=1, max_length=255)]


class TriggerRunIn(ContractBody):
    node_id: NodeId


class TriggerRunAllIn(ContractBody):
    node_ids: list[NodeId] = Field(min_length=1, max_length=MAX_NODES)


class Waiting(Schema):
    """No event so far: ask again in so many milliseconds."""

    status: Literal["waiting"] = "waiting"
    retry_in: int = 2000
