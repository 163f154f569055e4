"""Responses of a Treeline server. A response from anything else is reported as such."""

from typing import Annotated, Any, NotRequired, TypedDict, TypeVar

import msgspec

Kind = TypeVar("Kind")
Count = Annotated[int, msgspec.Meta(ge=0)]
Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class Node(TypedDict):
    id: str
    node_type: str
    path: str


class TreeNode(TypedDict):
    node_type: str
    path: str
    size: Count
    sha256: Sha256 | None


class Tree(TypedDict):
    nodes: list[TreeNode]
    revision: NotRequired[int]


class Changes(TypedDict):
    added: list[str]
    changed: list[str]
    removed: list[str]


class MissingBytes(TypedDict):
    size: Count


class Synced(TypedDict):
    revision: int
    tree_hash: str | None
    added: Count
    changed: Count
    removed: Count
    unchanged: Count


class Planned(Synced):
    changes: Changes
    missing: list[MissingBytes]


class Upload(TypedDict):
    pack_url: str
    missing: list[Sha256]


class PackFailure(TypedDict):
    index: Count


class Finding(TypedDict):
    severity: str
    line: int | None
    path: str
    what: str


class Imported(TypedDict):
    id: str
    status: str
    app_id: str | None
    app_mode: str | None
    current_dsl_version: str
    imported_dsl_version: str
    report: list[Finding]
    omitted: Count


class Exported(TypedDict):
    data: str


class Packed(TypedDict):
    failed: list[PackFailure]


class DiffNode(TypedDict):
    node_type: str
    path: str


class Moved(TypedDict("From", {"from": str})):
    to: str
    node_type: str


class DiffReply(TypedDict):
    added: list[DiffNode]
    removed: list[DiffNode]
    changed: list[DiffNode]
    moved: list[Moved]
    totals: dict[str, Count]


class Version(TypedDict):
    number: Count
    node_count: Count
    tree_hash: str


class ListedVersion(Version):
    active: bool
    note: str
    created_at: int


class Versions(TypedDict):
    data: list[ListedVersion]
    has_more: bool


class Restored(TypedDict):
    revision: int
    number: Count
    tree_hash: str


class NotUnderstood(ValueError):
    """Says what is otherwise than in any answer of a Treeline server."""


def understood(reply: object, kind: type[Kind]) -> Any:
    """The reply as it is, if it has all that this kind has. Raises NotUnderstood."""
    try:
        msgspec.convert(reply, kind)
    except (msgspec.ValidationError, RecursionError) as error:
        raise NotUnderstood(str(error)) from error
    return reply
