"""Several nodes at a time: moved, deleted or copied with everything in them, in one transaction."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import delete

from treeline.assets.draft import postgres
from treeline.assets.draft.conflicts import free_name
from treeline.assets.draft.names import name_key
from treeline.assets.draft.postgres import NULL
from treeline.assets.draft.reading import path_of
from treeline.assets.draft.service import AppAssetService
from treeline.assets.errors import NO_CONTENT, ContentPending, MoveIntoItself, NodeNotFound, PathConflict
from treeline.assets.models import AssetNode
from treeline.assets.schemas import NodeOut
from treeline.kernel import clock
from treeline.kernel.ids import new_ids

MAX_PROBLEMS = 100
_PIECE_ROWS = 500


class AssetSelection:
    """Nodes of one tree, chosen by id. One that lies inside another goes with it."""

    def __init__(self, tree: AppAssetService, ids: list[UUID]):
        self.tree, self.session, self.ids = tree, tree.session, ids

    def move(self, parent_id: UUID | None, after: UUID | None, *, to_end: bool) -> list[NodeOut]:
        """Move the nodes, in the order given, to the end of a folder, or behind one of its children (None: first).

        Raises NodeNotFound, ParentNotFound, NotAFolder, MoveIntoItself, PathConflict, TooDeep.
        """
        self.tree.lock()
        nodes, way = self._chosen(), self.tree.folder_way(parent_id)
        folder = way[-1].id
        if {link.id for link in way} & {node.id for node in nodes}:
            raise MoveIntoItself
        self._refuse_twins(nodes, path_of(way))
        newcomers = [node for node in nodes if node.parent_id != folder]
        moved = [node.id for node in newcomers]
        if newcomers:
            self.tree.check_depth(len(way) - 1 + postgres.subtree(self.session, *moved).depth)
            position = self.tree.refuse_taken(way, [node.name for node in newcomers])
            postgres.move_nodes(self.session, moved, folder, position, self.tree.by)
        if not to_end:
            postgres.reorder(self.session, folder, [node.id for node in nodes], self._position_of(after, folder, nodes))
        if newcomers or not to_end:
            self.tree.count()
        chosen = [node.id for node in nodes]
        # They were moved past the session.
        self.session.expire_all()
        return self.tree.views(self.tree.get_all(chosen))

    def delete(self) -> None:
        """Raises NodeNotFound."""
        self.tree.lock()
        chosen = [node.id for node in self._chosen()]
        gone = postgres.subtree(self.session, *chosen)
        self.session.execute(delete(AssetNode).where(AssetNode.id.in_(chosen)))
        self.tree.count(nodes=-gone.nodes, size=-gone.size, pending=-gone.pending)

    def copy(self, parent_id: UUID | None, if_match: int | None = None) -> list[NodeOut]:
        """Copy the nodes, in the order given, to the end of a folder; where a name is taken, the copy is numbered.

        No bytes are copied: both files name the same. Raises NodeNotFound, ParentNotFound, NotAFolder, TooDeep,
        TooManyNodes, Stale; ContentPending where there are no bytes yet.
        """
        state = self.tree.lock(if_match)
        nodes, way = self._chosen(), self.tree.folder_way(parent_id)
        total = postgres.subtree(self.session, *(node.id for node in nodes))
        self.tree.check_depth(len(way) - 1 + total.depth)
        self.tree.check_room(total.nodes, state)
        rows = postgres.copied_rows(self.session, [node.id for node in nodes])
        self._refuse_pending(rows)
        position, taken = postgres.names_in(self.session, way[-1].id)
        copies = _Copies(self.tree, way[-1].id, position, set(taken))
        postgres.copy_nodes(self.session, copies.lines(rows, len(nodes)))
        self.tree.count(nodes=total.nodes, size=total.size)
        return self.tree.views(self.tree.get_all(copies.tops))

    def _chosen(self) -> list[AssetNode]:
        """The outermost of the nodes, in their order. Raises NodeNotFound."""
        nodes = self.tree.get_all(self.ids)
        inner = postgres.inner(self.session, self.ids)
        return [node for node in nodes if node.id not in inner]

    def _refuse_twins(self, nodes: list[AssetNode], folder: str) -> None:
        """Two of one name cannot arrive in one folder."""
        seen: set[str] = set()
        twins = [f"{folder}/{node.name}" for node in nodes if node.name_key in seen or seen.add(node.name_key)]
        if twins:
            raise PathConflict.of(twins)

    def _position_of(self, after: UUID | None, folder: UUID, nodes: list[AssetNode]) -> int:
        if after is None:
            return -1
        sibling = self.tree.get(after)
        if sibling.parent_id != folder or sibling.id in {node.id for node in nodes}:
            raise NodeNotFound("after_node_id must be another node in that folder.")
        return sibling.position

    def _refuse_pending(self, rows: list[tuple[str, ...]]) -> None:
        waiting = [UUID(row[0]) for row in rows if row[4] == "file" and row[7] is None][:MAX_PROBLEMS]
        if waiting:
            paths = postgres.paths(self.session, waiting)
            details = [NO_CONTENT.at(paths[node_id]) for node_id in waiting]
            raise ContentPending("Files that are not uploaded yet can't be copied.", details)


class _Copies:
    """The rows of copies, made while PostgreSQL stores those before. `tops` are the ids of the outermost."""

    def __init__(self, tree: AppAssetService, folder_id: UUID, position: int, taken: set[str]):
        self.tree, self.folder_id, self.position, self.taken = tree, str(folder_id), position, taken
        self.tops: list[UUID] = []

    def lines(self, rows: list[tuple[str, ...]], tops: int) -> Iterator[str]:
        at, by = clock.now().isoformat(), self.tree.by or NULL
        tail = f"{NULL}\t{NULL}\t{NULL}\t{NULL}\t{at}\t{by}\t{at}\t{by}\n"
        ids, copy_of = new_ids(), {}
        lines: list[str] = []
        for index, (node_id, parent_id, name, key, node_type, position, size, sha256) in enumerate(rows):
            new = copy_of[node_id] = next(ids)
            if index < tops:
                free = self._free(name)
                place = f"{self.folder_id}\t{free}\t{name_key(free)}\t{node_type}\t{self.position + index}"
                self.tops.append(UUID(new))
            else:
                place = f"{copy_of[parent_id]}\t{name}\t{key}\t{node_type}\t{position}"
            lines.append(f"{new}\t{self.tree.app_id}\t{place}\t{size}\t{sha256 or NULL}\t{tail}")
            if len(lines) == _PIECE_ROWS:
                yield "".join(lines)
                lines.clear()
        yield "".join(lines)

    def _free(self, name: str) -> str:
        free = name if name_key(name) not in self.taken else free_name(name, self.taken)
        self.taken.add(name_key(free))
        return free
