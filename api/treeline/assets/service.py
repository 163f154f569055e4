"""The verbs of an app's draft tree."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete

from treeline.apps.errors import AppNotFound
from treeline.apps.models import App
from treeline.assets import postgres
from treeline.assets.batch import Arrival, Batch, Limits, Node, check, copy_rows
from treeline.assets.errors import (
    ContentMismatch,
    InvalidName,
    MoveIntoItself,
    NodeNotFound,
    PathConflict,
    TooDeep,
    TooLarge,
    TooManyNodes,
)
from treeline.assets.models import AssetNode
from treeline.assets.names import name_key, refusal
from treeline.assets.reading import AssetReader, NodeView, path_of, view_of
from treeline.files.service import EMPTY_SHA256, BlobService
from treeline.kernel import clock
from treeline.kernel.db import DbSession
from treeline.kernel.ids import new_id


@dataclass(frozen=True)
class Created:
    """A batch that stands in the tree; `upload_id` is what links to its files' bytes are made of."""

    batch: Batch
    upload_id: UUID


class AppAssetService(AssetReader):
    """The draft tree of one app, in the name of `by` (null: not a person).

    Whatever changes the tree locks it first and holds it to the commit. `parent_id` None is the root.
    """

    def __init__(self, session: DbSession, app: App, *, by: UUID | None = None, limits: Limits | None = None):
        super().__init__(session, app, limits)
        self.by = by

    # Creating

    def batch_create_from_tree(self, children: list[Node], parent_id: UUID | None = None) -> Created:
        """Create a whole nested tree under a folder, all or nothing. The nodes given are filled with their ids.

        Raises InvalidBatch, TooDeep, TooManyNodes, ParentNotFound, NotAFolder, PathConflict, ContentMismatch.
        """
        batch = check(children, self.limits)
        state = self.lock()
        way = self.folder_way(parent_id)
        position = self._room_for(way, [node.name for node in children], batch.nodes, batch.depth, state)
        known = self._known(batch.hashes)
        at, upload_id = clock.now(), new_id()
        arrival = Arrival(self.app_id, way[-1].id, position, upload_id, known, self.by, at)
        postgres.copy_nodes(self.session, copy_rows(batch, arrival))
        postgres.count_change(self.session, self.app_id, nodes=batch.nodes, size=batch.total_size)
        return Created(batch, upload_id)

    def create_folder(self, name: str, parent_id: UUID | None = None) -> NodeView:
        """Raises InvalidName, ParentNotFound, NotAFolder, PathConflict, TooDeep, TooManyNodes."""
        return self._create(AssetNode(name=name, node_type="folder", size=0), parent_id, depth=1)

    def create_file(
        self, name: str, size: int, sha256: str | None, parent_id: UUID | None = None
    ) -> tuple[NodeView, UUID | None]:
        """A file, and what the link for its bytes is made of: None if its bytes are here. Raises as create_folder."""
        if size > self.limits.file_bytes:
            raise TooLarge(f"A file has at most {self.limits.file_bytes} bytes.")
        self.lock()
        node = AssetNode(name=name, node_type="file", size=size)
        sha256 = sha256 if size else EMPTY_SHA256
        if sha256 is not None and sha256 in self._known({sha256: size}):
            node.sha256 = sha256
        else:
            node.upload_id, node.upload_at = new_id(), clock.now()
            node.upload_size, node.upload_sha256 = size, sha256
        return self._create(node, parent_id, depth=0), node.upload_id

    def _create(self, node: AssetNode, parent_id: UUID | None, depth: int) -> NodeView:
        _check_name(node.name)
        state = self.lock()
        way = self.folder_way(parent_id)
        node.position = self._room_for(way, [node.name], 1, depth, state)
        node.id, node.app_id, node.parent_id, node.name_key = new_id(), self.app_id, way[-1].id, name_key(node.name)
        node.created_by = node.updated_by = self.by
        node.created_at = node.updated_at = clock.now()
        self.session.add(node)
        postgres.count_change(self.session, self.app_id, nodes=1, size=node.size)
        return view_of(node, f"{path_of(way)}/{node.name}")

    # Changing

    def rename(self, node_id: UUID, name: str) -> NodeView:
        """Raises InvalidName, NodeNotFound, PathConflict."""
        _check_name(name)
        self.lock()
        node = self.get(node_id)
        way = self.way(node_id)[:-1]
        if name != node.name:
            if name_key(name) != node.name_key:
                self._refuse_taken(way, [name])
            node.name, node.name_key = name, name_key(name)
            self.touch(node)
            postgres.count_change(self.session, self.app_id)
        return view_of(node, f"{path_of(way)}/{name}")

    def move(self, node_id: UUID, parent_id: UUID | None) -> NodeView:
        """Move a node, with all it holds, to the end of another folder; to where it is already, nothing happens.

        Raises NodeNotFound, ParentNotFound, NotAFolder, MoveIntoItself, PathConflict, TooDeep.
        """
        self.lock()
        node = self.get(node_id)
        way = self.folder_way(parent_id)
        if any(link.id == node_id for link in way):
            raise MoveIntoItself
        if node.parent_id != way[-1].id:
            self._check_depth_of_move(node, len(way))
            node.position = self._refuse_taken(way, [node.name])
            node.parent_id = way[-1].id
            self.touch(node)
            postgres.count_change(self.session, self.app_id)
        return view_of(node, f"{path_of(way)}/{node.name}")

    def reorder(self, node_id: UUID, after_node_id: UUID | None) -> NodeView:
        """Put a node behind a sibling, or first. Raises NodeNotFound, also for a sibling that is none."""
        self.lock()
        node = self.get(node_id)
        if after_node_id != node_id:
            after = -1
            if after_node_id is not None:
                sibling = self.get(after_node_id)
                if sibling.parent_id != node.parent_id:
                    raise NodeNotFound("after_node_id is not in the same folder.")
                after = sibling.position
            postgres.reorder(self.session, node_id, after)
            self.session.refresh(node)
            postgres.count_change(self.session, self.app_id)
        return view_of(node, path_of(self.way(node_id)))

    def delete(self, node_id: UUID) -> None:
        """Delete a node with all it holds. Raises NodeNotFound."""
        self.lock()
        node = self.get(node_id)
        gone = postgres.subtree(self.session, node_id)
        self.session.execute(delete(AssetNode).where(AssetNode.id == node.id))
        postgres.count_change(self.session, self.app_id, nodes=-gone.nodes, size=-gone.size)

    # What the verbs share

    def lock(self) -> postgres.TreeState:
        state = postgres.lock_tree(self.session, self.app_id)
        if state is None:
            raise AppNotFound
        return state

    def _room_for(
        self, way: list[postgres.Link], names: list[str], nodes: int, depth: int, state: postgres.TreeState
    ) -> int:
        """The position of newcomers in a folder. Raises TooDeep, TooManyNodes, PathConflict."""
        self._check_depth(len(way) - 1 + depth)
        if state.node_count + nodes > self.limits.app_nodes:
            raise TooManyNodes(f"An app has at most {self.limits.app_nodes} nodes; this one has {state.node_count}.")
        return self._refuse_taken(way, names)

    def _refuse_taken(self, way: list[postgres.Link], names: list[str]) -> int:
        """The next free position in the folder at the end of `way`. Raises PathConflict naming every clash."""
        keys = {name_key(name): name for name in names}
        position, taken = postgres.arrival(self.session, way[-1].id, list(keys))
        if taken:
            raise PathConflict.of(sorted(f"{path_of(way)}/{keys[key]}" for key in taken))
        return position

    def _check_depth_of_move(self, node: AssetNode, depth: int) -> None:
        """`depth`: of the node itself, at its new place. The subtree is measured only if it could be too deep."""
        if node.node_type == "folder" and depth > len(self.way(node.id)) - 1:
            self._check_depth(depth - 1 + postgres.subtree(self.session, node.id).depth)

    def _check_depth(self, folders: int) -> None:
        if folders > self.limits.depth:
            raise TooDeep(f"Folders nest at most {self.limits.depth} deep; this would be {folders}.")

    def _known(self, hashes: dict[str, int]) -> dict[str, int]:
        """{sha256: size} of those whose bytes are here. Raises ContentMismatch if one is declared with another size."""
        known = BlobService(self.session, self.app_id).sizes(hashes)
        for sha256, size in hashes.items():
            if known.get(sha256, size) != size:
                raise ContentMismatch(f"The content with SHA-256 {sha256} has {known[sha256]} bytes, not {size}.")
        return known

    def touch(self, node: AssetNode) -> None:
        node.updated_at, node.updated_by = clock.now(), self.by


def _check_name(name: str) -> None:
    if reason := refusal(name):
        raise InvalidName(f"name: {reason}", [{"path": "name", "message": reason}])
