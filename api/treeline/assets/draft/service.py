"""The verbs of an app's draft tree."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, any_, delete, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from treeline.apps.errors import AppNotFound
from treeline.apps.models import App
from treeline.assets.draft import postgres
from treeline.assets.draft.batch import Arrival, Batch, Limits, Node, OnConflict, check, copy_rows, walk
from treeline.assets.draft.conflicts import Replacement, merge, rename
from treeline.assets.draft.reading import AssetReader, NodeView, path_of, view_of
from treeline.assets.errors import (
    EXISTS_OTHERWISE,
    ContentMismatch,
    InvalidName,
    MoveIntoItself,
    NodeNotFound,
    PathConflict,
    Stale,
    TooDeep,
    TooLarge,
    TooManyNodes,
)
from treeline.assets.idempotency import Idempotency, Once, outcome_of, restore
from treeline.assets.models import AssetNode
from treeline.assets.names import name_key, refusal
from treeline.files.service import EMPTY_SHA256, BlobService
from treeline.kernel import clock
from treeline.kernel.db import DbSession
from treeline.kernel.ids import ids_from, new_id
from treeline.kernel.validation import problem

NOTHING: Mapping[str, int] = {}


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

    def batch_create_from_tree(
        self,
        children: list[Node],
        parent_id: UUID | None = None,
        *,
        on_conflict: OnConflict = "error",
        if_match: int | None = None,
        once: Once | None = None,
        operation: str = "batch-upload",
    ) -> Created:
        """Create a whole nested tree under a folder, all or nothing. The nodes given are filled with their ids.

        `if_match`: the revision that the tree must still have. `once`: sent again, the same reply and no other effect,
        within one `operation`.
        Raises InvalidBatch, TooDeep, TooManyNodes, ParentNotFound, NotAFolder, PathConflict, ContentMismatch, Stale,
        IdempotencyKeyReused, IdempotencyKeyInUse.
        """
        batch = check(children, self.limits)
        keys = Idempotency(self.session, self.app_id, operation)
        if once is not None and (outcome := keys.begin(once)) is not None:
            return self._replay(children, outcome)
        first_id = next(node.id for _, node in walk(children)) if once is not None else None
        state = self.lock(if_match)
        way = self.folder_way(parent_id)
        self.check_depth(len(way) - 1 + batch.depth)
        known = self.known(batch.hashes)
        arrival = Arrival(self.app_id, way[-1].id, 0, new_id(), known, self.by, clock.now())
        if on_conflict == "merge":
            arrival, replacement = self._merge(batch, way, arrival)
        else:
            arrival, replacement = replace(arrival, position=self._place(batch, way, on_conflict)), Replacement()
        new = batch.nodes - len(batch.kept)
        self.check_room(new, state)
        postgres.replace_content(self.session, replacement, arrival)
        postgres.copy_nodes(self.session, copy_rows(batch, arrival))
        size, pending = batch.total_size + replacement.size, batch.pending + replacement.pending
        postgres.count_change(self.session, self.app_id, nodes=new, size=size, pending=pending)
        if once is not None:
            keys.finish(once, outcome_of(batch, str(first_id), arrival.upload_id))
        return Created(batch, arrival.upload_id)

    def _place(self, batch: Batch, way: list[postgres.Link], on_conflict: OnConflict) -> int:
        """The position of the newcomers; a taken name is refused, or numbered. Raises PathConflict."""
        if on_conflict == "error":
            return self.refuse_taken(way, [node.name for node in batch.children])
        position, taken = postgres.names_in(self.session, way[-1].id)
        rename(batch, taken)
        return position

    def _merge(self, batch: Batch, way: list[postgres.Link], arrival: Arrival) -> tuple[Arrival, Replacement]:
        """Find what is there already. Raises PathConflict where a file and a folder meet."""
        replacement, misfits = merge(batch, str(way[-1].id), partial(postgres.match, self.session), arrival.known)
        if misfits:
            raise PathConflict.of(sorted(path_of(way) + path for path in misfits), EXISTS_OTHERWISE)
        positions = postgres.next_positions(self.session, [str(way[-1].id), *batch.kept])
        return replace(arrival, position=positions.get(str(way[-1].id), 0), positions=positions), replacement

    def _replay(self, children: list[Node], outcome: dict[str, Any]) -> Created:
        """The reply to a batch that was taken before, with fresh links for what is still awaited."""
        batch = check(children, self.limits, ids_from(outcome["first_id"]))
        upload_id = UUID(outcome["upload_id"])
        awaited = set(
            self.session.scalars(
                select(AssetNode.id).where(AssetNode.app_id == self.app_id, AssetNode.upload_id == upload_id)
            )
        )
        restore(batch, outcome, {str(node_id) for node_id in awaited})
        return Created(batch, upload_id)

    def create_folder(self, name: str, parent_id: UUID | None = None) -> NodeView:
        """Raises InvalidName, ParentNotFound, NotAFolder, PathConflict, TooDeep, TooManyNodes."""
        return self._create(AssetNode(name=name, node_type="folder", size=0), parent_id, depth=1)

    def create_file(
        self, name: str, size: int, sha256: str | None, parent_id: UUID | None = None
    ) -> tuple[NodeView, UUID | None]:
        """A file, and what the link for its bytes is made of: None if its bytes are here.

        Raises as create_folder does, TooLarge, and ContentMismatch for a hash that no bytes do not have.
        """
        if size > self.limits.file_bytes:
            raise TooLarge(f"A file has at most {self.limits.file_bytes} bytes.")
        if size == 0 and sha256 not in (None, EMPTY_SHA256):
            raise ContentMismatch("sha256: this is not the SHA-256 of no bytes.")
        self.lock()
        node = AssetNode(name=name, node_type="file", size=size)
        sha256 = sha256 if size else EMPTY_SHA256
        if sha256 is not None and sha256 in self.known({sha256: size}):
            node.sha256 = sha256
        else:
            node.upload_id, node.upload_at = new_id(), clock.now()
            node.upload_size, node.upload_sha256 = size, sha256
        return self._create(node, parent_id, depth=0), node.upload_id

    def _create(self, node: AssetNode, parent_id: UUID | None, depth: int) -> NodeView:
        _check_name(node.name)
        state = self.lock()
        way = self.folder_way(parent_id)
        self.check_depth(len(way) - 1 + depth)
        self.check_room(1, state)
        node.position = self.refuse_taken(way, [node.name])
        node.id, node.app_id, node.parent_id, node.name_key = new_id(), self.app_id, way[-1].id, name_key(node.name)
        node.created_by = node.updated_by = self.by
        node.created_at = node.updated_at = clock.now()
        self.session.add(node)
        pending = 1 if node.upload_id is not None else 0
        postgres.count_change(self.session, self.app_id, nodes=1, size=node.size, pending=pending)
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
                self.refuse_taken(way, [name])
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
            node.position = self.refuse_taken(way, [node.name])
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
            postgres.reorder(self.session, node.parent_id, [node_id], after)
            self.session.refresh(node)
            postgres.count_change(self.session, self.app_id)
        return view_of(node, path_of(self.way(node_id)))

    def delete(self, node_id: UUID) -> None:
        """Delete a node with all it holds. Raises NodeNotFound."""
        self.lock()
        node = self.get(node_id)
        gone = postgres.subtree(self.session, node_id)
        self.session.execute(delete(AssetNode).where(AssetNode.id == node.id))
        postgres.count_change(self.session, self.app_id, nodes=-gone.nodes, size=-gone.size, pending=-gone.pending)

    def renew_uploads(self, node_ids: list[UUID] | None, under: UUID | None) -> dict[UUID, UUID]:
        """{node id: upload id} of the files that still await bytes, which now have time again.

        Of these nodes, or of those under a folder, or of all. Raises NodeNotFound, ParentNotFound, NotAFolder.
        """
        self.lock()
        waiting = {node.id: node.upload_id for node in self.awaited(node_ids, under) if node.upload_id is not None}
        if waiting:
            renewed = update(AssetNode).where(AssetNode.id == any_(literal(list(waiting), ARRAY(Uuid()))))
            self.session.execute(renewed.values(upload_at=clock.now()))
        return waiting

    # What the verbs share

    def lock(self, if_match: int | None = None) -> postgres.TreeState:
        """The first statement of every change. `if_match`: the revision that the tree must still have.

        Raises AppNotFound, Stale.
        """
        state = postgres.lock_tree(self.session, self.app_id)
        if state is None:
            raise AppNotFound
        if if_match is not None and if_match != state.revision:
            now = f"The tree is at revision {state.revision}, no longer at {if_match}."
            raise Stale(now, [problem("stale", now, now=str(state.revision)).at("If-Match")])
        return state

    def check_room(self, nodes: int, state: postgres.TreeState) -> None:
        if state.node_count + nodes > self.limits.app_nodes:
            raise TooManyNodes(f"An app has at most {self.limits.app_nodes} nodes; this one has {state.node_count}.")

    def refuse_taken(self, way: list[postgres.Link], names: list[str]) -> int:
        """The next free position in the folder at the end of `way`. Raises PathConflict naming every clash."""
        keys = {name_key(name): name for name in names}
        position, taken = postgres.arrival(self.session, way[-1].id, list(keys))
        if taken:
            raise PathConflict.of(sorted(f"{path_of(way)}/{keys[key]}" for key in taken))
        return position

    def _check_depth_of_move(self, node: AssetNode, depth: int) -> None:
        """`depth`: of the node itself, at its new place. The subtree is measured only if it could be too deep."""
        if node.node_type == "folder" and depth > len(self.way(node.id)) - 1:
            self.check_depth(depth - 1 + postgres.subtree(self.session, node.id).depth)

    def check_depth(self, folders: int) -> None:
        if folders > self.limits.depth:
            raise TooDeep(f"Folders nest at most {self.limits.depth} deep; this would be {folders}.")

    def known(self, hashes: dict[str, int], here: Mapping[str, int] = NOTHING) -> dict[str, int]:
        """{sha256: size} of those whose bytes are here. `here`: of files that were read; they need no look.

        Raises ContentMismatch if one is declared with another size.
        """
        looked_up = [sha256 for sha256 in hashes if sha256 not in here]
        known = BlobService(self.session, self.app_id).sizes(looked_up)
        known |= {sha256: here[sha256] for sha256 in hashes if sha256 in here}
        for sha256, size in hashes.items():
            if known.get(sha256, size) != size:
                raise ContentMismatch(f"The content with SHA-256 {sha256} has {known[sha256]} bytes, not {size}.")
        return known

    def touch(self, node: AssetNode) -> None:
        node.updated_at, node.updated_by = clock.now(), self.by


def _check_name(name: str) -> None:
    if reason := refusal(name):
        raise InvalidName(f"name: {reason}", [reason.at("name")])
