"""Reading a version's tree: one node, a folder, all of it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from treeline.apps.models import App
from treeline.assets.draft.batch import Limits
from treeline.assets.draft.names import extension, impossible, name_key
from treeline.assets.draft.tree import TreeWriter
from treeline.assets.errors import NodeNotFound, NotAFolder, ParentNotFound
from treeline.assets.schemas import FlatNode
from treeline.assets.versions import postgres
from treeline.assets.versions.diff import Item
from treeline.assets.versions.errors import VersionNotFound
from treeline.assets.versions.models import AssetVersion, AssetVersionNode
from treeline.files.models import Blob
from treeline.kernel.db import DbSession


@dataclass(frozen=True)
class Seen:
    """A version, and whether it is the one that its app works with."""

    version: AssetVersion
    active: bool


def find_version(session: DbSession, app: App, ref: str) -> Seen:
    """A version of an app by its number, or by the word "active". Raises VersionNotFound."""
    found = select(AssetVersion, AssetVersion.id == App.asset_version_id).select_from(App)
    if ref == "active":
        found = found.join(AssetVersion, AssetVersion.id == App.asset_version_id)
    elif ref.isascii() and ref.isdigit() and len(ref) < 10:
        found = found.join(AssetVersion, (AssetVersion.app_id == App.id) & (AssetVersion.number == int(ref)))
    else:
        raise VersionNotFound(f'{ref} is neither a version number nor "active".')
    row = session.execute(found.where(App.id == app.id)).one_or_none()
    if row is None:
        raise VersionNotFound("This app has no active version." if ref == "active" else f"Version {ref} not found.")
    return Seen(row[0], bool(row[1]))


class VersionReader:
    """A version of one app's tree, to look at. `parent_id` None is the root.

    A version may be deleted while it is read: whatever reads many rows looks for it again afterwards.
    """

    def __init__(self, session: DbSession, app_id: UUID, version: AssetVersion, limits: Limits | None = None):
        self.session, self.app_id, self.version, self.limits = session, app_id, version, limits or Limits()

    def node(self, node_id: UUID) -> FlatNode:
        """Raises NodeNotFound."""
        return self.with_blob(node_id)[0]

    def node_at(self, path: str) -> FlatNode:
        """The node at a path such as `skills/pdf/SKILL.md`. Raises NodeNotFound."""
        return self.with_blob_at(path)[0]

    def with_blob(self, node_id: UUID) -> tuple[FlatNode, Blob | None]:
        """A node and its bytes, if it has any, seen at one moment. Raises NodeNotFound."""
        row = postgres.by_id(self.session, self.app_id, self.version.id, node_id)
        if row is None:
            raise NodeNotFound("File or folder not found in this version.")
        return self._placed(row)

    def with_blob_at(self, path: str) -> tuple[FlatNode, Blob | None]:
        """The same of the node at a path. Raises NodeNotFound."""
        names = path.strip("/").split("/")
        # Nothing lies deeper than folders may nest, or has a name that is refused.
        keys = [name_key(name) for name in names] if not any(map(impossible, names)) else []
        row = postgres.by_path(self.session, self.app_id, self.version.id, keys) if keys else None
        if row is None:
            raise NodeNotFound(f"Nothing found at /{path.strip('/')} in this version.")
        return self._placed(row)

    def children(self, path: str, offset: int = 0, limit: int | None = None) -> tuple[list[FlatNode], int]:
        """All in the folder at a path ("" and "/": the root) in its order, or a page of it; and how many there are.

        Raises NodeNotFound, NotAFolder.
        """
        folder = self.node_at(path) if path.strip("/") else None
        if folder is not None and folder.node_type != "folder":
            raise NotAFolder("Only folders have children.")
        folder_id, prefix = (folder.id, folder.path) if folder else (self.app_id, "")
        inside = (AssetVersionNode.version_id == self.version.id, AssetVersionNode.parent_id == folder_id)
        total = self.session.scalar(select(func.count()).select_from(AssetVersionNode).where(*inside)) or 0
        rows = postgres.children(self.session, self.version.id, folder_id, offset, limit)
        self.still_there()
        return [self._view(row, f"{prefix}/{row.name}") for row in rows], total

    def tree(self, parent_id: UUID | None = None, *, depth: int | None = None, nested: bool = True) -> str:
        """What lies in a folder, `depth` levels deep (None: all), as JSON. Raises ParentNotFound, NotAFolder."""
        folder_id, path = self._folder(parent_id)
        if parent_id is None and depth is None:
            rows = postgres.tree_rows(self.session, self.version.id)
        else:
            # Deeper than any limit: the one of today may be lower than that of the day of the version.
            rows = postgres.branch_rows(self.session, self.version.id, folder_id, depth or self.version.node_count)
        self.still_there()
        writer = TreeWriter(rows, depth)
        parent = "null" if parent_id is None else f'"{folder_id}"'
        return (writer.nested if nested else writer.flat)(str(folder_id), parent, json.dumps(path)[1:-1])

    def nodes(self) -> list[FlatNode]:
        """All of it: a folder before what it holds, siblings in their order."""
        rows = postgres.nodes(self.session, self.version.id)
        self.still_there()
        return [self._view(row, path) for path, row in placed(rows, str(self.app_id))]

    def files(self) -> list[FlatNode]:
        return [node for node in self.nodes() if node.node_type == "file"]

    def items(self) -> list[Item]:
        """What a comparison takes."""
        items = items_of(postgres.nodes(self.session, self.version.id), self.app_id)
        self.still_there()
        return items

    def _folder(self, parent_id: UUID | None) -> tuple[UUID, str]:
        if parent_id is None:
            return self.app_id, ""
        row = postgres.by_id(self.session, self.app_id, self.version.id, parent_id)
        if row is None:
            raise ParentNotFound("Parent folder not found in this version.")
        if row.node_type != "folder":
            raise NotAFolder
        return parent_id, row.path

    def still_there(self) -> None:
        """Raises VersionNotFound: it may have been deleted between two looks, some of its nodes or all."""
        if self.session.scalar(select(AssetVersion.id).where(AssetVersion.id == self.version.id)) is None:
            raise VersionNotFound("This version was just deleted.")

    def _placed(self, row: Any) -> tuple[FlatNode, Blob | None]:
        blob = None
        if row.storage_key is not None:
            blob = Blob(sha256=row.sha256, size=row.size, storage_key=row.storage_key, offset=row.offset)
        return self._view(row, row.path), blob

    def _view(self, row: Any, path: str) -> FlatNode:
        node_id, parent_id = UUID(str(row.node_id)), UUID(str(row.parent_id))
        return FlatNode(
            id=node_id,
            node_type=row.node_type,
            name=row.name,
            parent_id=None if parent_id == self.app_id else parent_id,
            order=row.position,
            path=path,
            extension=extension(row.name) if row.node_type == "file" else "",
            size=row.size,
            status="ready",
            sha256=row.sha256,
        )


def items_of(rows: list[Any], app_id: UUID) -> list[Item]:
    """From rows of id, parent id, name, node type, position, size, SHA-256; in their order."""
    folders = {row[0]: (row[1], row[2]) for row in rows if row[3] == "folder"}
    paths = {str(app_id): ""}

    def path(folder: str) -> str:
        way: list[str] = []
        while folder not in paths:
            way.append(folder)
            folder = folders[folder][0]
        for inner in reversed(way):
            parent, name = folders[inner]
            paths[inner] = f"{paths[parent]}/{name}"
        return paths[way[0] if way else folder]

    return [Item(f"{path(row[1])}/{row[2]}", row[3], row[0], row[6]) for row in rows]


def placed(rows: Iterable[Any], root: str) -> Iterator[tuple[str, Any]]:
    """(path, row) of every row, depth first, in the folders' order.

    A row begins with an id, the parent's id, a name, the node type and the position.
    """
    inside: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        inside[row[1]].append(row)
    todo = [("", iter(_in_order(inside[root])))]
    while todo:
        prefix, siblings = todo[-1]
        row = next(siblings, None)
        if row is None:
            todo.pop()
            continue
        path = f"{prefix}/{row[2]}"
        yield path, row
        if row[3] == "folder" and row[0] in inside:
            todo.append((path, iter(_in_order(inside[row[0]]))))


def _in_order(siblings: list[Any]) -> list[Any]:
    return sorted(siblings, key=lambda row: (row[4], row[0]))
