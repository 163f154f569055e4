"""Schemas shared by several packages. A node has the same ten fields everywhere."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from treeline.kernel.schemas import Body, Query, Schema, Timestamp

NodeType = Literal["file", "folder"]
# Null, absent and "" all mean the root.
ParentId = Annotated[UUID | None, BeforeValidator(lambda value: value or None)]
NodeIdList = Annotated[list[UUID], Field(min_length=1, max_length=1000)]


class FlatNode(Schema):
    """A node without its children; `parent_id` is its folder."""

    id: UUID
    node_type: NodeType
    name: str
    parent_id: UUID | None
    order: int
    path: str
    extension: str
    size: int
    status: Literal["ready", "pending"]
    sha256: str | None


class NodeOut(FlatNode):
    """A file or folder. `status`: `ready` once the content is verified, `pending` until then."""

    updated_at: Timestamp


class TreeNode(FlatNode):
    """A node with its children."""

    children: list["TreeNode"] | None


class TreeQuery(Query):
    parent_id: UUID | None = None
    depth: int | None = Field(default=None, ge=1, le=100)
    format: Literal["nested", "flat"] = "nested"


class NodeIds(Body):
    ids: NodeIdList


class TextOut(Schema):
    content: str
    sha256: str
    size: int
