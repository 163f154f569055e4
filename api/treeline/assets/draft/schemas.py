from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from treeline.assets.schemas import FlatNode, NodeIdList, NodeIds, NodeOut, NodeType, ParentId, TreeNode
from treeline.kernel.paging import PageQuery
from treeline.kernel.schemas import Body, Schema

Name = Annotated[str, Field(min_length=1, max_length=255)]


class TreeOut(Schema):
    revision: int
    children: list[TreeNode]


class FlatTreeOut(Schema):
    revision: int
    nodes: list[FlatNode]


class SearchQuery(PageQuery):
    q: str = Field(min_length=1, max_length=255)


class MoveMany(NodeIds):
    """Without `after_node_id`, nodes move to the end."""

    parent_id: ParentId
    after_node_id: UUID | None = None


class CopyMany(NodeIds):
    parent_id: ParentId


class NodesOut(Schema):
    nodes: list[NodeOut]


class UploadsIn(Body):
    """Which files: these nodes or those under a folder; all if neither is given."""

    node_ids: NodeIdList | None = None
    under: ParentId = None


class Upload(Schema):
    """Where to upload many files in one request, by their index in `missing`. Null if nothing is missing."""

    pack_url: str | None
    missing: list[UUID]


class UploadsOut(Upload):
    """`missing`: ids of the pending files, in creation order; `urls`: their upload URLs by id."""

    urls: dict[UUID, str]


class BatchNodeIn(Body):
    """A folder with its children, or a file. `id` and `upload_url` are ignored."""

    name: Name
    node_type: NodeType
    size: int = Field(0, ge=0)
    sha256: str | None = Field(None, pattern="^[0-9a-f]{64}$")
    children: list["BatchNodeIn"] = Field(default_factory=list)


class BatchIn(Body):
    """A nested tree to create under `parent_id` (null: the root) in one transaction."""

    children: list[BatchNodeIn] = Field(min_length=1)
    parent_id: ParentId = None
    on_conflict: Literal["error", "rename", "merge"] = "error"
    direct_upload: bool = False


class BatchNodeOut(Schema):
    """`upload_url` is set for each file to upload: PUT its content there."""

    id: UUID
    node_type: NodeType
    name: str
    size: int
    sha256: str | None = None
    upload_url: str | None = None
    renamed_from: str | None = None
    children: list["BatchNodeOut"]


class BatchWarning(Schema):
    path: str
    message: str


class BatchOut(Schema):
    children: list[BatchNodeOut]
    upload: Upload
    warnings: list[BatchWarning]


class FolderCreate(Body):
    name: str
    parent_id: ParentId = None


class FileCreate(Body):
    """White space around the name is cut off: clients of the contract count on it, here only."""

    name: Annotated[str, StringConstraints(strip_whitespace=True)]
    size: int = Field(ge=0)
    sha256: str | None = Field(None, pattern="^[0-9a-f]{64}$")
    parent_id: ParentId = None


class FileCreated(Schema):
    node: NodeOut
    upload_url: str | None


class Rename(Body):
    name: str


class Move(Body):
    parent_id: ParentId


class Reorder(Body):
    after_node_id: UUID | None


class LimitsOut(Schema):
    """Limits of trees: counts, bytes and folder depth."""

    depth: int
    batch_nodes: int
    batch_bytes: int
    app_nodes: int
    file_bytes: int
    text_bytes: int
    name_bytes: int
