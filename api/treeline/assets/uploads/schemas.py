from uuid import UUID

from pydantic import Field

from treeline.assets.schemas import NodeIdList
from treeline.kernel.schemas import Body, Schema
from treeline.kernel.web import JSON_BODY_BYTES


class CompleteIn(Body):
    node_ids: NodeIdList


class Failure(Schema):
    node_id: UUID
    code: str
    message: str


class CompleteOut(Schema):
    """Each file is verified on its own: it is in `ready`, or in `failed` with the reason."""

    ready: list[UUID]
    failed: list[Failure]


class TextIn(Body):
    nul_allowed = frozenset({"content"})

    content: str = Field(max_length=JSON_BODY_BYTES)


class DownloadUrl(Schema):
    download_url: str
