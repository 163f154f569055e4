"""The operations on an app's draft."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import repeat
from typing import Any
from uuid import UUID

from msgspec import UNSET
from sqlalchemy import Uuid, any_, delete, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from treeline.apps.errors import AppNotFound
from treeline.apps.models import App
from treeline.assets.draft import postgres
from treeline.assets.draft.batch import Arrival, Batch, Limits, OnConflict, walk
from treeline.assets.draft.conflicts import Replacement, merge, rename
from treeline.assets.draft.names import name_key, refusal
from treeline.assets.draft.reading import AssetReader, path_of, view_of
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
from treeline.assets.links import NOTHING_MISSING, AssetLinks, PackUpload
from treeline.assets.models import AssetNode
from treeline.assets.schemas import NodeOut
from treeline.files.service import EMPTY_SHA256, BlobService
from treeline.kernel import clock
from treeline.kernel.db import DbSession
from treeline.kernel.idempotency import Idempotency, Once
from treeline.kernel.ids import ids_from, new_id
from treeline.kernel.validation import problem

NOTHING: Mapping[str, int] = {}


@dataclass(frozen=True)
class Created:
    """A batch that stands in the tree, and where the bytes go that are not here yet."""

    batch: Batch
    upload: PackUpload


class AppAssetService(AssetReader):
    """The draft tree of one app, in the name of `by` (null: not a person).

    Whatever changes the tree locks it first and holds it to the commit; `revision` is what the last change left, None
    before the first. `parent_id` None is the root. Without `links` nobody is told where bytes go.
    """

    def __init__(
        self,
        session: DbSession,
        app: App,
        *,
        by: UUID | None = None,
        limits: Limits | None = None,
        links: AssetLinks | None = None,
    ):
        super().__init__(session, app, limits)
        self.by, self.links = by, links
        self.revision: int | None = None

    # Creating

    def batch_create_from_tree(
        self,
        batch: Batch,
        parent_id: UUID | None = None,
        *,
        on_conflict: OnConflict = "error",
        if_match: int | None = None,
        once: Once | None = None,
        operation: str = "batch-upload",
        direct_upload: bool = False,
    ) -> Created:
        """Create a whole nested tree, checked and with its ids, under a folder: all or nothing.

        `if_match`: the revision that the tree must still have. `once`: sent again, the same reply and no other effect,
        within one `operation`. `direct_upload`: bytes go straight into the storage, where it takes any.
        Raises TooDeep, TooManyNodes, ParentNotFound, NotAFolder, PathConflict, ContentMismatch, Stale,
        IdempotencyKeyReused, IdempotencyKeyInUse.
        """
        keys = Idempotency(self.session, self.app_id, operation)
        if once is not None and (outcome := keys.begin(once)) is not None:
            upload_id = self._restore(batch, outcome)
            return Created(batch, self._offer(batch, upload_id, direct=direct_upload))
        first_id = next(node.id for _, node in walk(batch.children)) if once is not None else None
        upload_id = self._create_all(batch, parent_id, on_conflict, if_match)
        if once is not None:
            keys.finish(once, _outcome_of(batch, str(first_id), upload_id))
        return Created(batch, self._offer(batch, upload_id, direct=direct_upload))

    def _create_all(self, batch: Batch, parent_id: UUID | None, on_conflict: OnConflict, if_match: int | None) -> UUID:
        """What links to its files' bytes are made of."""
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
        postgres.copy_batch(self.session, batch, arrival)
        self.count(nodes=new, size=batch.total_size + replacement.size, pending=batch.pending + replacement.pending)
        return arrival.upload_id

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

    def _restore(self, batch: Batch, outcome: dict[str, Any]) -> UUID:
        """Make a batch what it was when it was answered, and see what is awaited of it still."""
        upload_id = UUID(outcome["upload_id"])
        mine = (AssetNode.app_id == self.app_id, AssetNode.upload_id == upload_id)
        awaited = {str(node_id) for node_id in self.session.scalars(select(AssetNode.id).where(*mine))}
        given = ids_from(outcome["first_id"])
        for index, (_, node) in enumerate(walk(batch.children)):
            own = next(given)
            node.id = outcome["kept"].get(str(index), own)
            if name := outcome["renamed"].get(str(index)):
                node.renamed_from, node.name = node.name, name
            if node.id in awaited:
                node.upload_url = None
        return upload_id

    def _offer(self, batch: Batch, upload_id: UUID, *, direct: bool) -> PackUpload:
        """Tell each file whose bytes are awaited where they go, and where all of them can go together."""
        if self.links is None:
            return NOTHING_MISSING
        missing = fill_urls(batch, self.links.uploads(upload_id, direct=direct))
        return self.links.pack_of_nodes(self.session, missing, repeat(str(upload_id), len(missing)))

    def create_folder(self, name: str, parent_id: UUID | None = None) -> NodeOut:
        """Raises InvalidName, ParentNotFound, NotAFolder, PathConflict, TooDeep, TooManyNodes."""
        return self._create(AssetNode(name=name, node_type="folder", size=0), parent_id, depth=1)

    def create_file(
        self, name: str, size: int, sha256: str | None, parent_id: UUID | None = None
    ) -> tuple[NodeOut, str | None]:
        """A file, and where its bytes go: None if they are here.

        Raises as create_folder does, TooLarge, and ContentMismatch for a hash that no bytes do not have.
        """
        if size > self.limits.file_bytes:
            raise TooLarge(f"A file can have at most {self.limits.file_bytes} bytes.")
        if size == 0 and sha256 not in (None, EMPTY_SHA256):
            raise ContentMismatch("sha256: this is not the SHA-256 of an empty file.")
        self.lock()
        node = AssetNode(name=name, node_type="file", size=size)
        sha256 = sha256 if size else EMPTY_SHA256
        if sha256 is not None and sha256 in self.known({sha256: size}):
            node.sha256 = sha256
        else:
            node.upload_id, node.upload_at = new_id(), clock.now()
            node.upload_size, node.upload_sha256 = size, sha256
        created = self._create(node, parent_id, depth=0)
        if node.upload_id is None or self.links is None:
            return created, None
        return created, self.links.uploads(node.upload_id)(str(node.id), size)

    def _create(self, node: AssetNode, parent_id: UUID | None, depth: int) -> NodeOut:
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
        self.count(nodes=1, size=node.size, pending=pending)
        return view_of(node, f"{path_of(way)}/{node.name}")

    # Changing

    def rename(self, node_id: UUID, name: str) -> NodeOut:
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
            self.count()
        return view_of(node, f"{path_of(way)}/{name}")

    def move(self, node_id: UUID, parent_id: UUID | None) -> NodeOut:
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
            self.count()
        return view_of(node, f"{path_of(way)}/{node.name}")

    def reorder(self, node_id: UUID, after_node_id: UUID | None) -> NodeOut:
        """Put a node behind a sibling, or first. Raises NodeNotFound, also for a sibling that is none."""
        self.lock()
        node = self.get(node_id)
        if after_node_id != node_id:
            after = -1
            if after_node_id is not None:
                sibling = self.get(after_node_id)
                if sibling.parent_id != node.parent_id:
                    raise NodeNotFound("after_node_id must be in the same folder.")
                after = sibling.position
            postgres.reorder(self.session, node.parent_id, [node_id], after)
            self.session.refresh(node)
            self.count()
        return view_of(node, path_of(self.way(node_id)))

    def delete(self, node_id: UUID) -> None:
        """Delete a node with all it holds. Raises NodeNotFound."""
        self.lock()
        node = self.get(node_id)
        gone = postgres.subtree(self.session, node_id)
        self.session.execute(delete(AssetNode).where(AssetNode.id == node.id))
        self.count(nodes=-gone.nodes, size=-gone.size, pending=-gone.pending)

    def renew_uploads(self, node_ids: list[UUID] | None, under: UUID | None) -> tuple[PackUpload, dict[UUID, str]]:
        """Where the bytes go that are still awaited, which now have time again: together, and by the file's id.

        Of these nodes, or of those under a folder, or of all. Raises NodeNotFound, ParentNotFound, NotAFolder.
        """
        self.lock()
        waiting = {node.id: node.upload_id for node in self.awaited(node_ids, under) if node.upload_id is not None}
        if waiting:
            renewed = update(AssetNode).where(AssetNode.id == any_(literal(list(waiting), ARRAY(Uuid()))))
            self.session.execute(renewed.values(upload_at=clock.now()))
        if self.links is None:
            return NOTHING_MISSING, {}
        url_of = {upload_id: self.links.uploads(upload_id) for upload_id in set(waiting.values())}
        urls = {node_id: url_of[upload_id](str(node_id), 0) for node_id, upload_id in waiting.items()}
        return self.links.pack_of_nodes(self.session, [*map(str, waiting)], map(str, waiting.values())), urls

    # What the verbs share

    def lock(self, if_match: int | None = None) -> postgres.TreeState:
        """The first statement of every change. `if_match`: the revision that the tree must still have.

        Raises AppNotFound, Stale.
        """
        state = postgres.lock_tree(self.session, self.app_id)
        if state is None:
            raise AppNotFound
        if if_match is not None and if_match != state.revision:
            now = f"The tree is at revision {state.revision}, not {if_match}. Reload it and try again."
            raise Stale(now, [problem("stale", now, now=str(state.revision)).at("If-Match")])
        return state

    def count(self, *, revisions: int = 1, nodes: int = 0, size: int = 0, pending: int = 0) -> int:
        """Count a change of the locked tree; the revision that it leads to."""
        self.revision = postgres.count_change(
            self.session, self.app_id, revisions=revisions, nodes=nodes, size=size, pending=pending
        )
        return self.revision

    def check_room(self, nodes: int, state: postgres.TreeState) -> None:
        if state.node_count + nodes > self.limits.app_nodes:
            raise TooManyNodes(
                f"An app can have at most {self.limits.app_nodes} nodes; this one has {state.node_count}."
            )

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
            raise TooDeep(f"Folders can be nested at most {self.limits.depth} deep; this would be {folders}.")

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


def _outcome_of(batch: Batch, first_id: str, upload_id: UUID) -> dict[str, Any]:
    """What a batch's reply is rebuilt from: the first of its ids, which are in order, and what was not as asked for."""
    given = ids_from(first_id)
    nodes = [(next(given), node) for _, node in walk(batch.children)]
    return {
        "first_id": first_id,
        "upload_id": str(upload_id),
        "kept": {str(index): node.id for index, (own, node) in enumerate(nodes) if node.id != own},
        "renamed": {str(index): node.name for index, (_, node) in enumerate(nodes) if node.renamed_from is not UNSET},
    }


def fill_urls(batch: Batch, url_of: Callable[[str, int], str]) -> list[str]:
    """Give each file whose bytes are awaited its URL; the ids of these files. `url_of`: from its id and size."""
    missing: list[str] = []
    lists = [batch.children]
    while lists:
        for node in lists.pop():
            if node.upload_url is None:
                node.upload_url = url_of(node.id, node.size)
                missing.append(node.id)
            if node.children:
                lists.append(node.children)
    return missing
