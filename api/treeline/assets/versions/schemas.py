from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field

from treeline.assets.schemas import FlatNode, NodeType, TreeNode
from treeline.assets.versions.diff import Item, MovedItem, Some
from treeline.assets.versions.reading import Seen
from treeline.assets.versions.service import Compared
from treeline.kernel.schemas import Body, Query, Schema, Timestamp

Note = Annotated[str, Field(max_length=2000)]


class VersionIn(Body):
    note: Note | None = None


class VersionOut(Schema):
    """A published tree.

    `tree_hash`: hash of all names and content (docs/tree-hash.md). `active`: agents use this version.
    """

    number: int
    tree_hash: str
    node_count: int
    total_size: int
    note: str
    created_by: UUID | None
    created_at: Timestamp
    active: bool

    @classmethod
    def of(cls, seen: Seen) -> Self:
        return cls(
            number=seen.version.number,
            tree_hash=seen.version.tree_hash,
            node_count=seen.version.node_count,
            total_size=seen.version.total_size,
            note=seen.version.note,
            created_by=seen.version.created_by,
            created_at=seen.version.created_at,
            active=seen.active,
        )


class VersionTreeOut(Schema):
    number: int
    tree_hash: str
    children: list[TreeNode]


class FlatVersionTreeOut(Schema):
    number: int
    tree_hash: str
    nodes: list[FlatNode]


class RestoredOut(Schema):
    """The draft's new revision and tree hash."""

    revision: int
    number: int
    tree_hash: str


class DiffQuery(Query):
    against: str | None = Field(None, max_length=20, description='a version number, "active" or "draft"')


class Place(Schema):
    path: str
    node_type: NodeType


class MovedPlace(Schema):
    model_config = ConfigDict(serialize_by_alias=True)

    from_: str = Field(alias="from")
    to: str
    node_type: NodeType


class Totals(Schema):
    added: int
    removed: int
    changed: int
    moved: int


class DiffOut(Schema):
    """Changes in version `number` compared with `against`: at most 1,000 of each kind, and totals.

    `changed`: files with different content. A moved folder includes everything in it.
    """

    number: int
    against: int | Literal["draft"] | None
    added: list[Place]
    removed: list[Place]
    changed: list[Place]
    moved: list[MovedPlace]
    totals: Totals

    @classmethod
    def of(cls, compared: Compared) -> Self:
        diff = compared.diff
        shown: dict[str, Any] = {
            "added": _places(diff.added),
            "removed": _places(diff.removed),
            "changed": _places(diff.changed),
            "moved": [_moved(move) for move in diff.moved.shown],
        }
        totals = {name: getattr(diff, name).total for name in shown}
        return cls.model_validate({"number": compared.number, "against": compared.against, **shown, "totals": totals})


def _places(some: Some[Item]) -> list[dict[str, str]]:
    return [{"path": item.path, "node_type": item.node_type} for item in some.shown]


def _moved(move: MovedItem) -> dict[str, str]:
    return {"from": move.old.path, "to": move.new.path, "node_type": move.new.node_type}
