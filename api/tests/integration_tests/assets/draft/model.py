"""The asset tree as nested Python lists: a model of the service that a reader can check by eye.

A verb returns whether the change counts, as the tree's revision counts them, or raises Refused and changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from treeline.assets.draft.batch import Limits
from treeline.assets.draft.conflicts import free_name
from treeline.assets.draft.names import name_key
from treeline.files.service import EMPTY_SHA256


@dataclass
class Node:
    """`sha256`: of the bytes that are here; of a newcomer, as declared. `upload`: the URL that awaits bytes."""

    name: str
    kind: str
    id: UUID | None = None
    children: list["Node"] = field(default_factory=list)
    sha256: str | None = None
    upload: str | None = None


def walk(node: Node, path: str = "") -> Iterator[tuple[str, Node]]:
    for child in node.children:
        yield f"{path}/{child.name}", child
        yield from walk(child, f"{path}/{child.name}")


def depth(node: Node) -> int:
    """How many folders the longest path through a node has, itself included."""
    return 0 if node.kind == "file" else 1 + max(map(depth, node.children), default=0)


def holds(node: Node, other: Node) -> bool:
    return node is other or any(child is other for _, child in walk(node))


def same(node: Node) -> Node:
    return Node(node.name, node.kind, node.id, [same(child) for child in node.children], node.sha256, node.upload)


def copied(node: Node, name: str) -> Node:
    """A copy as the service makes it: new nodes, whose ids nobody knows yet, with the bytes that are here."""
    return Node(name, node.kind, None, [copied(child, child.name) for child in node.children], node.sha256)


class Refused(Exception):
    """The model's refusal: the code that the service must answer."""


class Model:
    """`known`: the hashes of all bytes that ever arrived."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.root, self.known = limits, Node("", "folder"), {EMPTY_SHA256}

    def twin(self) -> "Model":
        other = Model(self.limits)
        other.root, other.known = same(self.root), set(self.known)
        return other

    # Looking

    def find(self, node_id: UUID | None, code: str = "app_asset_node_not_found") -> Node:
        if node_id is None:
            return self.root
        for _, node in walk(self.root):
            if node.id == node_id:
                return node
        raise Refused(code)

    def folder(self, node_id: UUID | None) -> Node:
        found = self.find(node_id, "app_asset_parent_not_found")
        if found.kind != "folder":
            raise Refused("app_asset_not_a_folder")
        return found

    def parent(self, node: Node) -> Node:
        return next(p for p in [self.root, *(n for _, n in walk(self.root))] if any(c is node for c in p.children))

    def level(self, node: Node) -> int:
        return 0 if node is self.root else 1 + self.level(self.parent(node))

    def chosen(self, ids: list[UUID]) -> list[Node]:
        """The outermost of several nodes."""
        nodes = [self.find(node_id) for node_id in dict.fromkeys(ids)]
        return [node for node in nodes if not any(other is not node and holds(other, node) for other in nodes)]

    def refuse_too_much(self, parent: Node, nodes: list[Node]) -> None:
        if self.level(parent) + max(map(depth, nodes)) > self.limits.depth:
            raise Refused("app_asset_too_deep")
        new = len(nodes) + sum(1 for node in nodes for _ in walk(node))
        if sum(1 for _ in walk(self.root)) + new > self.limits.app_nodes:
            raise Refused("app_asset_too_many_nodes")

    def refuse_taken(self, parent: Node, names: list[str], but: Node | None = None) -> None:
        taken = {name_key(child.name) for child in parent.children if child is not but}
        if taken & {name_key(name) for name in names}:
            raise Refused("app_asset_path_conflict")

    # Creating

    def add(self, parent_id: UUID | None, nodes: list[Node]) -> bool:
        parent = self.folder(parent_id)
        self.refuse_too_much(parent, nodes)
        self.refuse_taken(parent, [node.name for node in nodes])
        self._arrive(parent, nodes)
        return True

    def merge(self, parent_id: UUID | None, nodes: list[Node]) -> bool:
        """As a batch with `on_conflict: merge`. The limits are left out."""
        parent = self.folder(parent_id)
        if self._misfits(parent, nodes):
            raise Refused("app_asset_path_conflict")
        self._arrive(parent, nodes)
        return True

    def _misfits(self, parent: Node, nodes: list[Node]) -> bool:
        met = [(node, there) for node in nodes if (there := _there(parent, node))]
        return any(node.kind != there.kind or self._misfits(there, node.children) for node, there in met)

    def _arrive(self, parent: Node, nodes: list[Node]) -> None:
        for node in nodes:
            there = _there(parent, node)
            if there is None:
                parent.children.append(node)
                for new in (node, *(child for _, child in walk(node))):
                    if new.sha256 in self.known:
                        new.upload = None
                    else:
                        new.sha256 = None
                continue
            # Its id was known before, unless it is a copy's child.
            there.id = node.id
            if node.kind == "folder":
                self._arrive(there, node.children)
            elif node.sha256 in self.known:
                there.sha256, there.upload = node.sha256, None
            else:
                there.upload = node.upload

    def copy(self, ids: list[UUID], parent_id: UUID | None, new_ids: list[UUID]) -> bool:
        nodes, parent = self.chosen(ids), self.folder(parent_id)
        self.refuse_too_much(parent, nodes)
        inside = [*nodes, *(child for node in nodes for _, child in walk(node))]
        if any(node.kind == "file" and node.sha256 is None for node in inside):
            raise Refused("app_asset_content_pending")
        taken, copies = {name_key(child.name) for child in parent.children}, []
        for node in nodes:
            name = free_name(node.name, taken) if name_key(node.name) in taken else node.name
            taken.add(name_key(name))
            copies.append(copied(node, name))
        for copy, new_id in zip(copies, new_ids, strict=False):
            copy.id = new_id
        parent.children += copies
        return True

    # Changing

    def rename(self, node_id: UUID, name: str) -> bool:
        if name in ("x/y", ".."):
            raise Refused("app_asset_invalid_name")
        node = self.find(node_id)
        self.refuse_taken(self.parent(node), [name], but=node)
        changed, node.name = name != node.name, name
        return changed

    def move(self, node_id: UUID, parent_id: UUID | None) -> bool:
        return self.move_many([node_id], parent_id)

    def move_many(self, ids: list[UUID], parent_id: UUID | None) -> bool:
        nodes, parent = self.chosen(ids), self.folder(parent_id)
        newcomers = self._newcomers(nodes, parent)
        for node in newcomers:
            self.remove(node)
        parent.children += newcomers
        return bool(newcomers)

    def move_many_behind(self, ids: list[UUID], parent_id: UUID | None, after_id: UUID | None) -> bool:
        nodes, parent = self.chosen(ids), self.folder(parent_id)
        self._newcomers(nodes, parent)
        after = None if after_id is None else self.find(after_id)
        if after is not None and (not _among(parent.children, after) or _among(nodes, after)):
            raise Refused("app_asset_node_not_found")
        for node in nodes:
            self.remove(node)
        place = _place_behind(parent.children, after)
        parent.children[place:place] = nodes
        return True

    def _newcomers(self, nodes: list[Node], parent: Node) -> list[Node]:
        """Those of the nodes that are not in a folder yet, if all may move there."""
        if any(holds(node, parent) for node in nodes):
            raise Refused("app_asset_move_into_itself")
        if len({name_key(node.name) for node in nodes}) < len(nodes):
            raise Refused("app_asset_path_conflict")
        newcomers = [node for node in nodes if not _among(parent.children, node)]
        if newcomers and self.level(parent) + max(map(depth, newcomers)) > self.limits.depth:
            raise Refused("app_asset_too_deep")
        self.refuse_taken(parent, [node.name for node in newcomers])
        return newcomers

    def reorder(self, node_id: UUID, after_id: UUID | None) -> bool:
        node = self.find(node_id)
        siblings = self.parent(node).children
        if after_id == node_id:
            return False
        after = None if after_id is None else self.find(after_id)
        if after is not None and not _among(siblings, after):
            raise Refused("app_asset_node_not_found")
        self.remove(node)
        siblings.insert(_place_behind(siblings, after), node)
        return True

    def delete(self, node_id: UUID) -> bool:
        self.remove(self.find(node_id))
        return True

    def remove(self, node: Node) -> None:
        siblings = self.parent(node).children
        siblings[:] = [child for child in siblings if child is not node]

    # Content

    def receive(self, node_id: UUID, upload: str, sha256: str) -> bool:
        """Bytes come to a URL: for a new file, in place of others, or once more."""
        node = self.find(node_id)
        if node.upload != upload:
            if node.sha256 != sha256:
                raise Refused("app_asset_upload_not_awaited")
            return False
        replaced = node.sha256 is not None
        self._take(node, sha256)
        return replaced

    def write(self, node_id: UUID, sha256: str) -> bool:
        node = self.find(node_id)
        if node.kind != "file":
            raise Refused("app_asset_not_a_file")
        changed = node.sha256 != sha256
        self._take(node, sha256)
        return changed

    def _take(self, node: Node, sha256: str) -> None:
        node.sha256, node.upload = sha256, None
        self.known.add(sha256)


def _there(parent: Node, node: Node) -> Node | None:
    """What has this name in a folder already."""
    return next((child for child in parent.children if name_key(child.name) == name_key(node.name)), None)


def _place_behind(siblings: list[Node], after: Node | None) -> int:
    return 0 if after is None else 1 + next(i for i, child in enumerate(siblings) if child is after)


def _among(nodes: list[Node], node: Node) -> bool:
    return any(each is node for each in nodes)
