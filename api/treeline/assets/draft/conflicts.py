"""Name conflicts in a batch: new nodes are numbered, or the batch is merged with the existing tree."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from treeline.assets.draft.batch import Batch, FileNode, FolderNode, Node
from treeline.assets.draft.names import MAX_NAME_BYTES, name_key
from treeline.files.service import EMPTY_SHA256


@dataclass(frozen=True)
class Existing:
    """A node of the tree that has the place of a newcomer; `index` says of which."""

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


Found = Callable[[list[str], list[str]], list[Existing]]


def merge(batch: Batch, folder_id: str, find: Found, known: dict[str, int]) -> tuple[Replacement, list[str]]:
    """Give each node that is there already its id: level by level, as far down as there is anything to meet.

    `find` looks up names in folders. Returns the files to replace, and the paths of what cannot be merged: a file where
    a folder is, or the other way round.
    """
    replacement, misfits = Replacement(), []
    level: list[tuple[str, str, Node]] = [(folder_id, "", node) for node in batch.children]
    while level:
        met = find([folder for folder, _, _ in level], [name_key(node.name) for _, _, node in level])
        below: list[tuple[str, str, Node]] = []
        for existing in met:
            _, path, node = level[existing.index]
            here = f"{path}/{node.name}"
            if isinstance(node, FolderNode) != (existing.node_type == "folder"):
                misfits.append(here)
                continue
            node.id = str(existing.id)
            batch.kept.add(node.id)
            if isinstance(node, FileNode):
                batch.total_size -= node.size
                _replace(node, existing, known, replacement)
            else:
                below += [(node.id, here, child) for child in node.children]
        level = below
    return replacement, misfits


def _replace(node: FileNode, existing: Existing, known: dict[str, int], replacement: Replacement) -> None:
    sha256 = (node.sha256 or None) if node.size else EMPTY_SHA256
    if sha256 in known:
        # Even if the file has it already: whatever is awaited would undo it.
        replacement.now.append((node.id, node.size, sha256))
        replacement.size += node.size - existing.size
        replacement.pending -= existing.sha256 is None
    else:
        node.upload_url = None
        replacement.awaited.append((node.id, node.size, sha256))
        # Bytes that are here stay, and count, until the new ones are verified.
        replacement.size += node.size - existing.size if existing.sha256 is None else 0
