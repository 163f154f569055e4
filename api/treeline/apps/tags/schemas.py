from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from treeline.kernel.schemas import SEEN, ContractBody, Query, Schema

TagType = Literal["app", "knowledge"]
TagName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50), SEEN]
Id = Annotated[UUID, Field(strict=False)]
MAX_IDS = 100


class TagListQuery(Query):
    type: TagType = "app"
    keyword: str = Field("", max_length=255)


class TagCreate(ContractBody):
    name: TagName
    type: TagType


class TagRename(ContractBody):
    name: TagName


class TagBindingIn(ContractBody):
    """`tag_id`: what older clients send in place of `tag_ids`."""

    tag_ids: list[Id] = Field(default_factory=list, max_length=MAX_IDS)
    tag_id: Id | None = None
    target_id: Id
    type: TagType = "knowledge"

    @model_validator(mode="after")
    def _one_list(self) -> Self:
        if self.tag_id is not None and self.tag_id not in self.tag_ids:
            self.tag_ids = [*self.tag_ids, self.tag_id]
        return self


class TagOut(Schema):
    id: UUID
    name: str
    type: TagType


class TagCounted(Schema):
    id: UUID
    name: str
    type: TagType
    # A text, as clients of the service API expect it.
    binding_count: str

    @classmethod
    def of(cls, tag: Any, count: int) -> "TagCounted":
        return cls(id=tag.id, name=tag.name, type=tag.type, binding_count=str(count))
