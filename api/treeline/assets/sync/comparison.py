"""What a sync changes: the wanted tree compared with the existing one, without any I/O."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from treeline.assets.draft.batch import Batch, FileNode, Node
from treeline.assets.draft.conflicts import Replacement
from treeline.assets.draft.names import name_key
from treeline.assets.versions.tree_hash import tree_hash
from treeline.files.service import EMPTY_SHA256


class Standing(NamedTuple):
    """A node of the tree as it is."""

    id: str
    parent_id: str
    name: str
    name_key: str
    node_type: str
    position: int
    size: int
    sha256: str | None
    awaited: bool


@dataclass
class Paths:
    """What happens to which path; folders end with a slash."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0


@dataclass
class Gone:
    """Nodes that go, topmost only, and what the tree's counts lose with them."""

    ids: list[str] = field(default_factory=list)
    nodes: int = 0
    size: int = 0
    pending: int = 0


class Comparison:
    """Marks in `batch` what stands already, and collects the rest of the change.

    `misfits`: files where a folder is wanted, and the other way round, that may not be deleted.
    `files`, `folders`: the tree as it will be, or None for a file without content.
    """

    def __init__(self, batch: Batch, folder_id: str, standing: Iterable[Standing], *, delete: bool):
        self.batch, self.delete = batch, delete
        self.inside: defaultdict[str, dict[str, Standing]] = defaultdict(dict)
        for row in standing:
            self.inside[row.parent_id][row.name_key] = row
        self.paths, self.gone, self.replacement = Paths(), Gone(), Replacement()
        self.renamed: list[tuple[str, str]] = []
        self.misfits: list[str] = []
        self.positions: dict[str, int] = {}
        self.files: dict[str, str | None] = {}
        self.folders: list[str] = []
        self._compare(folder_id)

    @property
    def changes(self) -> bool:
        return bool(self.paths.added or self.paths.changed or self.paths.removed)

    @property
    def tree_hash(self) -> str | None:
        """Of the folder as it will be; None while a file in it has no content."""
        files = {path: sha256 for path, sha256 in self.files.items() if sha256 is not None}
        return tree_hash(files, self.folders) if len(files) == len(self.files) else None

    def _compare(self, folder_id: str) -> None:
        todo: list[tuple[list[Node], str, str]] = [(self.batch.children, folder_id, "")]
        while todo:
            siblings, here, prefix = todo.pop()
            there = dict(self.inside.get(here, {}))
            self.positions[here] = 1 + max((row.position for row in there.values()), default=-1)
            for node in siblings:
                row, path = there.pop(name_key(node.name), None), f"{prefix}{node.name}"
                if row is not None and row.node_type != _kind(node):
                    if not self.delete:
                        self.misfits.append(path)
                        continue
                    self._remove(row, prefix)
                    row = None
                if row is None:
                    self._add(node, prefix)
                elif isinstance(node, FileNode):
                    self._keep_file(node, row, path)
                else:
                    self._keep(node, row, f"{path}/")
                    self.folders.append(path)
                    todo.append((node.children, row.id, f"{path}/"))
            for row in there.values():
                (self._remove if self.delete else self._leave)(row, prefix)

    def _keep(self, node: Node, row: Standing, path: str) -> bool:
        """The node stands. True if it is only spelled otherwise."""
        node.id = row.id
        self.batch.kept.add(row.id)
        if row.name != node.name:
            self.renamed.append((row.id, node.name))
            self.paths.changed.append(path)
        return row.name != node.name

    def _keep_file(self, node: FileNode, row: Standing, path: str) -> None:
        renamed = self._keep(node, row, path)
        sha256 = self.files[path] = str(node.sha256) if node.size else EMPTY_SHA256
        if row.sha256 == sha256 and not row.awaited:
            self.paths.unchanged += not renamed
            return
        self.replacement.now.append((row.id, node.size, sha256))
        self.replacement.size += node.size - row.size
        self.replacement.pending -= row.sha256 is None
        if row.sha256 == sha256:
            self.paths.unchanged += not renamed
        elif not renamed:
            self.paths.changed.append(path)

    def _add(self, node: Node, prefix: str) -> None:
        todo = [(node, prefix)]
        while todo:
            node, prefix = todo.pop()
            path = f"{prefix}{node.name}"
            if isinstance(node, FileNode):
                self.paths.added.append(path)
                self.files[path] = str(node.sha256) if node.size else EMPTY_SHA256
            else:
                self.paths.added.append(f"{path}/")
                self.folders.append(path)
                todo += [(child, f"{path}/") for child in node.children]

    def _remove(self, row: Standing, prefix: str) -> None:
        self.gone.ids.append(row.id)
        for node, path in self._all_of(row, prefix):
            self.gone.nodes += 1
            self.gone.size += node.size
            self.gone.pending += node.node_type == "file" and node.sha256 is None
            self.paths.removed.append(f"{path}/" if node.node_type == "folder" else path)

    def _leave(self, row: Standing, prefix: str) -> None:
        for node, path in self._all_of(row, prefix):
            if node.node_type == "folder":
                self.folders.append(path)
            else:
                self.files[path] = node.sha256

    def _all_of(self, row: Standing, prefix: str) -> Iterable[tuple[Standing, str]]:
        todo = [(row, prefix)]
        while todo:
            row, prefix = todo.pop()
            path = f"{prefix}{row.name}"
            yield row, path
            todo += [(child, f"{path}/") for child in self.inside.get(row.id, {}).values()]


def _kind(node: Node) -> str:
    return "file" if isinstance(node, FileNode) else "folder"
