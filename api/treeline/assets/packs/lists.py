"""What a pack can contain, and where its content goes: to pending nodes, or to hashes that a sync needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy import select

from treeline.assets.draft.service import AppAssetService
from treeline.assets.errors import NodeNotFound, UploadNotAwaited
from treeline.assets.links import HASH, NODE
from treeline.assets.models import PackList
from treeline.assets.packs import postgres
from treeline.assets.packs.errors import PackListNotFound
from treeline.files.errors import HashMismatch, SizeMismatch
from treeline.files.service import BlobService
from treeline.kernel.db import DbSession
from treeline.kernel.errors import ApiError


@dataclass(frozen=True)
class PackPart:
    """A file of a pack, as it came: where its bytes lie in the stored object, and their SHA-256."""

    index: int
    sha256: str
    size: int
    offset: int


class Wanted(Protocol):
    """A list that packs may answer."""

    def __len__(self) -> int: ...

    def take(self, tree: AppAssetService, key: UUID, parts: list[PackPart]) -> tuple[dict[int, ApiError], bool]:
        """Name what was asked for, in a tree that is locked.

        (Why not, by index, and whether anything in the object `key` is named now.)
        """
        ...


def wanted(session: DbSession, app_id: UUID, list_id: UUID) -> Wanted:
    """Raises PackListNotFound."""
    found = select(PackList.kind, PackList.entries).where(PackList.id == list_id, PackList.app_id == app_id)
    row = session.execute(found).one_or_none()
    if row is None:
        raise PackListNotFound
    return (_Nodes if row.kind == "nodes" else _Hashes)(app_id, bytes(row.entries))


class _Nodes:
    def __init__(self, app_id: UUID, entries: bytes):
        self.app_id, self.entries = app_id, entries

    def __len__(self) -> int:
        return len(self.entries) // NODE.size

    def take(self, tree: AppAssetService, key: UUID, parts: list[PackPart]) -> tuple[dict[int, ApiError], bool]:
        by_node = {self._entry(part.index): part for part in parts}
        arrivals = [postgres.Received(*ids, part.sha256, part.size) for ids, part in by_node.items()]
        taken = postgres.make_ready(tree.session, self.app_id, arrivals)
        ready = {node_id: part for (node_id, _), part in by_node.items() if node_id in taken.nodes}
        refused = {ids: part for ids, part in by_node.items() if ids[0] not in taken.nodes}
        failed = self._reasons(tree.session, refused) if refused else {}
        # Bytes of a new file were promised when it was made; new bytes of an old one change the tree.
        if ready:
            revisions, pending = (1 if taken.replaced else 0), taken.replaced - len(ready)
            tree.count(revisions=revisions, size=taken.grown, pending=pending)
        return failed, _record(tree, key, [part for part in by_node.values() if part.index not in failed])

    def _entry(self, index: int) -> tuple[UUID, UUID]:
        node, upload = NODE.unpack_from(self.entries, index * NODE.size)
        return UUID(bytes=node), UUID(bytes=upload)

    def _reasons(self, session: DbSession, refused: dict[tuple[UUID, UUID], PackPart]) -> dict[int, ApiError]:
        """Why nodes did not take what came. One that has these very bytes already is none of them."""
        standing = postgres.standing(session, [node_id for node_id, _ in refused])
        reasons = {}
        for (node_id, upload_id), part in refused.items():
            node = standing.get(node_id)
            if node is None or node.app_id != self.app_id:
                reasons[part.index] = NodeNotFound()
            elif node.upload_id != upload_id:
                if node.sha256 != part.sha256:
                    reasons[part.index] = UploadNotAwaited()
            elif node.upload_size != part.size:
                reasons[part.index] = SizeMismatch(
                    f"{node.upload_size} bytes were declared, but {part.size} were received."
                )
            else:
                reasons[part.index] = HashMismatch(
                    f"SHA-256 {node.upload_sha256} was declared, but the content has {part.sha256}."
                )
        return reasons


class _Hashes:
    def __init__(self, app_id: UUID, entries: bytes):
        self.app_id, self.entries = app_id, entries

    def __len__(self) -> int:
        return len(self.entries) // HASH.size

    def take(self, tree: AppAssetService, key: UUID, parts: list[PackPart]) -> tuple[dict[int, ApiError], bool]:
        failed: dict[int, ApiError] = {}
        for part in parts:
            digest, size = HASH.unpack_from(self.entries, part.index * HASH.size)
            if part.size != size:
                failed[part.index] = SizeMismatch(f"{size} bytes were declared, but {part.size} were received.")
            elif part.sha256 != digest.hex():
                failed[part.index] = HashMismatch(
                    f"SHA-256 {digest.hex()} was declared, but the content has {part.sha256}."
                )
        return failed, _record(tree, key, [part for part in parts if part.index not in failed])


def _record(tree: AppAssetService, key: UUID, parts: Iterable[PackPart]) -> bool:
    by_hash = {part.sha256: (part.sha256, part.size, part.offset) for part in parts if part.size}
    if by_hash:
        BlobService(tree.session, tree.app_id).record_parts(key, list(by_hash.values()))
    return bool(by_hash)
