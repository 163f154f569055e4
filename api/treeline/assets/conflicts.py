"""What becomes of a batch whose names are taken: newcomers are numbered, or the batch is merged with what is there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from treeline.assets.batch import Batch, FileNode, FolderNode, walk
from treeline.assets.names import MAX_NAME_BYTES, name_key
from treeline.files.service import EMPTY_SHA256


@dataclass(frozen=True)
class Existing:
    """A node of the tree that has the place of a node of the batch, which is `index` in the batch's order."""

    index: int
    id: UUID
    node_type: str
    size: int
    sha256: str | None


@dataclass
class Replacement:
    """Files of the tree whose content the batch replaces: at once where the bytes are here, else once they arrive.

    Each is (id, size, SHA-256 or None). `size` and `pending` are what the tree's counts change by.
    """

    now: list[tuple[str, int, str | None]] = field(default_factory=list)
    awaited: list[tuple[str, int, str | None]] = field(default_factory=list)
    size: int = 0
    pending: int = 0


def free_name(name: str, taken: set[str]) -> str:
    """`notes (1).md`, `notes (2).md` …: the first whose key is free."""
    stem, dot, extension = name.rpartition(".")
    if not stem:
        stem, dot, extension = name, "", ""
    number = 1
    while True:
        tail = f" ({number}){dot}{extension}"
        room = MAX_NAME_BYTES - len(tail.encode())
        candidate = stem.encode()[:room].decode(errors="ignore") + tail
        if name_key(candidate) not in taken:
            return candidate
        number += 1


def rename(batch: Batch, taken: Iterable[str]) -> None:
    """Give each top-level node whose name is taken a free one; it remembers the name that was asked for."""
    keys = set(taken)
    keys |= {key for node in batch.children if (key := name_key(node.name)) not in keys}
    clashing = set(taken)
    for node in batch.children:
        if name_key(node.name) in clashing:
            node.renamed_from, node.name = node.name, free_name(node.name, keys)
            keys.add(name_key(node.name))


def shape(batch: Batch) -> tuple[list[int], list[str]]:
    """The batch as two columns, for the database to look up: the index of each node's parent, and its name key."""
    parents, keys = [], []
    for parent, node in walk(batch.children):
        parents.append(parent)
        keys.append(name_key(node.name))
    return parents, keys


def merge(batch: Batch, found: Iterable[Existing], known: dict[str, int]) -> tuple[Replacement, list[int]]:
    """Give each node that is there already its id. Returns the files to replace, and the indexes of what cannot be
    merged: a file where a folder is, or the other way round."""
    here = {existing.index: existing for existing in found}
    replacement, misfits = Replacement(), []
    for index, (_, node) in enumerate(walk(batch.children)):
        existing = here.get(index)
        if existing is None:
            continue
        if isinstance(node, FolderNode) != (existing.node_type == "folder"):
            misfits.append(index)
            continue
        node.id = str(existing.id)
        batch.kept.add(node.id)
        if isinstance(node, FileNode):
            batch.total_size -= node.size
            _replace(node, existing, known, replacement)
    return replacement, misfits


def _replace(node: FileNode, existing: Existing, known: dict[str, int], replacement: Replacement) -> None:
    sha256 = (node.sha256 or None) if node.size else EMPTY_SHA256
    if sha256 is not None and sha256 == existing.sha256:
        # Nothing new, but whatever is awaited would undo it.
        replacement.now.append((node.id, node.size, sha256))
    elif sha256 in known:
        replacement.now.append((node.id, node.size, sha256))
        replacement.size += node.size - existing.size
        replacement.pending -= existing.sha256 is None
    else:
        node.upload_url = None
        replacement.awaited.append((node.id, node.size, sha256))
        # Bytes that are here stay, and count, until the new ones are verified.
        replacement.size += node.size - existing.size if existing.sha256 is None else 0


def path_in(batch: Batch, indexes: Iterable[int]) -> list[str]:
    """The paths, from the batch's top, of the nodes with these indexes."""
    nodes = list(walk(batch.children))

    def path(index: int) -> str:
        parent, node = nodes[index]
        return f"{path(parent) if parent >= 0 else ''}/{node.name}"

    return [path(index) for index in indexes]
