from typing import Annotated

from pydantic import Field

from treeline.assets.packs.schemas import Sha256
from treeline.assets.schemas import ParentId
from treeline.kernel.schemas import Body, Schema


class SyncFileIn(Body):
    """`path`: relative to the folder, with slashes."""

    path: Annotated[str, Field(min_length=1)]
    size: Annotated[int, Field(ge=0)]
    sha256: Sha256


class SyncIn(Body):
    """The files of a folder, and its empty folders."""

    files: list[SyncFileIn]
    parent_id: ParentId = None
    folders: list[str] = Field(default_factory=list)
    delete_extraneous: bool = False
    dry_run: bool = False


class SyncPaths(Schema):
    """Relative to the folder; folders end with a slash."""

    added: list[str]
    changed: list[str]
    removed: list[str]


class MissingBytes(Schema):
    sha256: str
    size: int


class SyncOut(Schema):
    """Numbers of files and folders; `tree_hash` of the folder, null while uploads are pending.

    `changes` and `missing` only with `dry_run`.
    """

    revision: int
    tree_hash: str | None
    added: int
    changed: int
    removed: int
    unchanged: int
    changes: SyncPaths | None = None
    missing: list[MissingBytes] | None = None
