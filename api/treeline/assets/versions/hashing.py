"""The hash of a draft, computed from rows while PostgreSQL does something else."""

from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from treeline.assets.versions.tree_hash import hash_of

_NONE = "\\N"


def hash_of_text(root: str, data: bytes) -> str:
    """From lines of parent id, id, SHA-256 or "\\N" for a folder, and name, with a tab between them."""
    files: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    folders: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    # No name holds a tab or a line feed. Cut all at once: a list for every line would take twice as long.
    cells = iter(data.decode().replace("\n", "\t").split("\t")[:-1])
    for parent, node_id, sha256, name in zip(cells, cells, cells, cells, strict=True):
        if sha256 == _NONE:
            folders[parent].append((name, node_id))
        else:
            files[parent].append((name, sha256))
    return hash_of(root, files, folders)


@contextmanager
def meanwhile(root: str, data: bytes) -> Iterator[Future[str]]:
    """The hash, computed in a thread: PostgreSQL's driver leaves Python to others while it waits."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(hash_of_text, root, data)
