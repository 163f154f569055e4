"""Compares two trees: a local folder with a remote one, or two versions."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from treeline.client.download import WrongBytes, download
from treeline.client.errors import changes
from treeline.client.local import hashed
from treeline.client.progress import Progress, size
from treeline.client.service import DRAFT, AssetsApi
from treeline.client.tree import RemoteTree


@dataclass
class Verified:
    """How a local folder differs from a tree. `corrupt`: what the server's bytes, read back, do not hash to."""

    files: int
    only_here: list[str] = field(default_factory=list)
    only_there: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    corrupt: list[str] = field(default_factory=list)
    read_back_bytes: int = 0
    local_tree_hash: str = ""
    tree_hash: str | None = None

    @property
    def same(self) -> bool:
        lists = (self.only_here, self.only_there, self.changed, self.pending, self.corrupt)
        return self.local_tree_hash == self.tree_hash and not any(lists)

    def lines(self) -> list[str]:
        signs = {"+": self.only_here, "-": self.only_there, "~": self.changed}
        signs |= {"pending": self.pending, "CORRUPT": self.corrupt}
        read = f", {size(self.read_back_bytes)} read back" if self.read_back_bytes else ""
        if self.same:
            return [f"Equal: {self.files:,} files, tree {self.tree_hash}{read}."]
        return [
            *changes(signs),
            f"Not equal: here {self.local_tree_hash}, there {self.tree_hash or 'incomplete'}{read}.",
        ]


def verify(api: AssetsApi, root: Path, under: str, progress: Progress, *, version: str, read_back: bool) -> Verified:
    """Raises LocalFiles, Refused, Unreachable."""
    local = hashed(root, progress)
    tree = RemoteTree.of(api.tree(under, version))
    here, there = local.hashes, {path: file.sha256 for path, file in tree.files.items()}
    folders_here, folders_there = set(local.folder.folders), set(tree.folders)
    found = Verified(
        files=len(here),
        only_here=[
            *here.keys() - there.keys() - {*tree.pending},
            *(f"{path}/" for path in folders_here - folders_there),
        ],
        only_there=[*there.keys() - here.keys(), *(f"{path}/" for path in folders_there - folders_here)],
        changed=[path for path in here.keys() & there.keys() if here[path] != there[path]],
        pending=tree.pending,
        local_tree_hash=local.tree_hash,
        tree_hash=tree.tree_hash,
    )
    for names in (found.only_here, found.only_there, found.changed, found.pending):
        names.sort()
    if read_back:
        _read_back(api, tree, found, progress)
    return found


def _read_back(api: AssetsApi, tree: RemoteTree, found: Verified, progress: Progress) -> None:
    """Every byte of the tree once more, from the server's storage."""
    sizes = {file.sha256: file.size for file in tree.files.values() if file.size}
    corrupt = set[str]()
    with progress.of(f"Reading back {len(sizes):,} files", sum(sizes.values()), in_bytes=True) as advance:

        def keep(digest: str, chunks: Iterator[bytes]) -> None:
            try:
                for chunk in chunks:
                    advance(len(chunk))
            except WrongBytes:
                corrupt.add(digest)

        download(api.remote, sizes, keep)
    found.read_back_bytes = sum(sizes.values())
    found.corrupt = sorted(path for path, file in tree.files.items() if file.sha256 in corrupt)


@dataclass
class Diff:
    """What leads from one version to another: the first 1,000 paths of each kind; `totals` say how many there are."""

    added: list[str]
    removed: list[str]
    changed: list[str]
    moved: list[dict[str, str]]
    totals: dict[str, int]

    @property
    def same(self) -> bool:
        return not any(self.totals.values())

    def lines(self) -> list[str]:
        moves = [f"{move['from']} -> {move['to']}" for move in self.moved]
        told = ", ".join(f"{count:,} {kind}" for kind, count in self.totals.items())
        return [*changes({"+": self.added, "-": self.removed, "~": self.changed, ">": moves}), f"{told}."]


def diff(api: AssetsApi, a: str, b: str) -> Diff:
    """From a to b; not both are the draft. Raises Refused, Unreachable."""
    # The server says what a version has otherwise than something else: for the draft it has to be turned round.
    if b != DRAFT:
        return _diff(api.diff(b, a))
    found = _diff(api.diff(a, b))
    return Diff(
        added=found.removed,
        removed=found.added,
        changed=found.changed,
        moved=[{"from": move["to"], "to": move["from"]} for move in found.moved],
        totals={**found.totals, "added": found.totals["removed"], "removed": found.totals["added"]},
    )


def _diff(reply: dict[str, Any]) -> Diff:
    def paths(kind: str) -> list[str]:
        return [_path(node["path"], node) for node in reply[kind]]

    moved = [{"from": _path(node["from"], node), "to": _path(node["to"], node)} for node in reply["moved"]]
    return Diff(paths("added"), paths("removed"), paths("changed"), moved, reply["totals"])


def _path(path: str, node: dict[str, Any]) -> str:
    return f"{path.lstrip('/')}/" if node["node_type"] == "folder" else path.lstrip("/")
