"""Reading an app's tree: one node, a folder, all of it."""

import json
from typing import cast
from uuid import UUID

from sqlalchemy import Uuid, any_, bindparam, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from treeline.apps.models import App
from treeline.assets.draft import postgres
from treeline.assets.draft.batch import Limits
from treeline.assets.draft.names import extension, impossible, name_key
from treeline.assets.draft.tree import TreeWriter
from treeline.assets.errors import ABSENT, NodeNotFound, NotAFolder, ParentNotFound
from treeline.assets.models import AssetNode, AssetTree
from treeline.assets.schemas import NodeOut, NodeType
from treeline.files.models import Blob
from treeline.kernel.db import DbSession

# Made once: making it takes as long as the answer.
_NODE = select(AssetNode).where(AssetNode.id == bindparam("node_id"))


class AssetReader:
    """The draft tree of one app, to look at. `parent_id` None is the root."""

    def __init__(self, session: DbSession, app: App, limits: Limits | None = None):
        self.session, self.app_id, self.limits = session, app.id, limits or Limits()

    def node(self, node_id: UUID) -> NodeOut:
        """Raises NodeNotFound."""
        return view_of(self.get(node_id), path_of(self.way(node_id)))

    def state(self) -> tuple[int, int]:
        """The tree's revision, and how many files have no content yet."""
        state = select(AssetTree.revision, AssetTree.pending_count).where(AssetTree.app_id == self.app_id)
        revision, pending = self.session.execute(state).one()
        return revision, pending

    def tree(self, parent_id: UUID | None = None, *, depth: int | None = None, nested: bool = True) -> str:
        """What lies in a folder, `depth` levels deep (None: all), as JSON. Raises ParentNotFound, NotAFolder."""
        way = self.folder_way(parent_id)
        folder = way[-1].id
        if parent_id is None and depth is None:
            rows = postgres.tree_rows(self.session, self.app_id)
        else:
            rows = postgres.branch_rows(self.session, folder, depth or self.limits.depth + 1)
        writer = TreeWriter(rows, depth)
        parent = "null" if parent_id is None else f'"{folder}"'
        return (writer.nested if nested else writer.flat)(str(folder), parent, json.dumps(path_of(way))[1:-1])

    def search(self, query: str, offset: int, limit: int) -> tuple[list[NodeOut], int]:
        """One page of the nodes whose name holds this text, whatever its case, and how many there are."""
        named = AssetNode.name_key.contains(name_key(query), autoescape=True)
        wanted = (AssetNode.app_id == self.app_id, AssetNode.parent_id.is_not(None), named)
        total = self.session.scalar(select(func.count()).select_from(AssetNode).where(*wanted)) or 0
        page = select(AssetNode).where(*wanted).order_by(AssetNode.name_key, AssetNode.id).offset(offset).limit(limit)
        return self.views(list(self.session.scalars(page))), total

    def awaited(self, node_ids: list[UUID] | None, under: UUID | None) -> list[AssetNode]:
        """The files that await bytes: of these nodes, or in this folder (None: anywhere). Raises NodeNotFound."""
        waiting = select(AssetNode).where(AssetNode.upload_id.is_not(None)).order_by(AssetNode.id)
        if node_ids is not None:
            self.get_all(node_ids)
            return list(self.session.scalars(waiting.where(AssetNode.id == any_(literal(node_ids, ARRAY(Uuid()))))))
        nodes = self.session.scalars(waiting.where(AssetNode.app_id == self.app_id)).all()
        if under is None:
            return list(nodes)
        prefix = path_of(self.folder_way(under)) + "/"
        paths = postgres.paths(self.session, [node.id for node in nodes])
        return [node for node in nodes if paths[node.id].startswith(prefix)]

    def get_all(self, node_ids: list[UUID]) -> list[AssetNode]:
        """Nodes in the order of their ids. Raises NodeNotFound naming those that are not there."""
        wanted = select(AssetNode).where(AssetNode.id == any_(literal(node_ids, ARRAY(Uuid()))))
        found = {
            node.id: node for node in self.session.scalars(wanted) if node.app_id == self.app_id and node.parent_id
        }
        if missing := [str(node_id) for node_id in node_ids if node_id not in found]:
            raise NodeNotFound(details=[ABSENT.at(node_id) for node_id in missing[:100]])
        return [found[node_id] for node_id in dict.fromkeys(node_ids)]

    def views(self, nodes: list[AssetNode]) -> list[NodeOut]:
        paths = postgres.paths(self.session, [node.id for node in nodes]) if nodes else {}
        return [view_of(node, paths[node.id]) for node in nodes]

    def node_at(self, path: str) -> NodeOut:
        """The node at a path such as `skills/pdf/SKILL.md`. Raises NodeNotFound."""
        names = path.strip("/").split("/")
        possible = len(names) <= self.limits.depth + 1 and not any(map(impossible, names))
        found = postgres.walk(self.session, self.app_id, [name_key(name) for name in names]) if possible else None
        if found is None:
            raise NodeNotFound(f"Nothing found at /{path.strip('/')}.")
        return self.node(found)

    def children(self, folder_id: UUID | None, offset: int, limit: int) -> tuple[list[NodeOut], int]:
        """One page of a folder's children in their order, and how many there are. Raises NodeNotFound, NotAFolder."""
        way = self.folder_way(None) if folder_id is None else self.way(folder_id)
        if way[-1].node_type != "folder":
            raise NotAFolder("Only folders have children.")
        inside = AssetNode.parent_id == way[-1].id
        total = self.session.scalar(select(func.count()).select_from(AssetNode).where(inside)) or 0
        page = select(AssetNode).where(inside).order_by(AssetNode.position, AssetNode.id).offset(offset).limit(limit)
        folder = path_of(way)
        return [view_of(node, f"{folder}/{node.name}") for node in self.session.scalars(page)], total

    def get(self, node_id: UUID) -> AssetNode:
        """A node, not the root: that one is not shown. Raises NodeNotFound."""
        return self._visible(self.session.scalars(_NODE, {"node_id": node_id}).one_or_none())

    def _visible(self, node: AssetNode | None) -> AssetNode:
        # Compared here: given both ids, the planner may read the whole app by app_id.
        if node is None or node.app_id != self.app_id or node.parent_id is None:
            raise NodeNotFound
        return node

    def with_blob(self, node_id: UUID) -> tuple[AssetNode, Blob | None]:
        """A node and its bytes, if it has any, seen at one moment. Raises NodeNotFound."""
        its_bytes = (Blob.app_id == self.app_id) & (Blob.sha256 == AssetNode.sha256)
        both = select(AssetNode, Blob).outerjoin(Blob, its_bytes).where(AssetNode.id == node_id)
        node, blob = self.session.execute(both).one_or_none() or (None, None)
        return self._visible(node), blob

    def way(self, node_id: UUID) -> list[postgres.Link]:
        """The way from the root to a node that is not the root. Raises NodeNotFound."""
        way = postgres.chain(self.session, self.app_id, node_id) if node_id != self.app_id else []
        if not way:
            raise NodeNotFound
        return way

    def folder_way(self, parent_id: UUID | None) -> list[postgres.Link]:
        """The way from the root to a folder, both included. Raises ParentNotFound, NotAFolder."""
        if parent_id == self.app_id:
            raise ParentNotFound
        way = postgres.chain(self.session, self.app_id, parent_id or self.app_id)
        if not way:
            raise ParentNotFound
        if way[-1].node_type != "folder":
            raise NotAFolder
        return way


def path_of(way: list[postgres.Link]) -> str:
    """`/skills/pdf` for a way from the root; nothing for the root itself."""
    return "".join(f"/{link.name}" for link in way[1:])


def view_of(node: AssetNode, path: str) -> NodeOut:
    return NodeOut(
        id=node.id,
        node_type=cast(NodeType, node.node_type),
        name=node.name,
        parent_id=None if node.parent_id == node.app_id else node.parent_id,
        order=node.position,
        path=path,
        extension=extension(node.name) if node.node_type == "file" else "",
        size=node.size,
        status="pending" if node.node_type == "file" and node.sha256 is None else "ready",
        sha256=node.sha256,
        updated_at=node.updated_at,
    )
