from uuid import UUID

from pydantic import Field

from treeline.apps.tags.schemas import Id, TagName
from treeline.kernel.schemas import ContractBody, Schema


class KnowledgeTagIn(ContractBody):
    name: TagName


class KnowledgeTagRename(ContractBody):
    tag_id: Id
    name: TagName


class KnowledgeTagRef(ContractBody):
    tag_id: Id


class BoundTag(Schema):
    id: UUID
    name: str


class BoundTags(Schema):
    data: list[BoundTag] = Field(default_factory=list)
    total: int = 0
