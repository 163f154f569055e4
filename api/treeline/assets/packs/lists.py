"""What a pack answers: a list of nodes that await bytes, or of hashes that a sync needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from struct import Struct
from typing import Protocol
from uuid import UUID

from sqlalchemy import select

from treeline.assets.draft import postgres as tree_postgres
from treeline.assets.errors import NodeNotFound, UploadNotAwaited
from treeline.assets.packs import postgres
from treeline.assets.packs.errors import PackListNotFound
from treeline.assets.packs.models import PackList
from treeline.files.errors import HashMismatch, SizeMismatch
from treeline.files.service import BlobService
from treeline.kernel.db import DbSession
from treeline.kernel.errors import ApiError
from treeline.kernel.ids import new_id

_NODE, _HASH = Struct("16s16s"), Struct(">32sQ")


@dataclass(frozen=True)
class Part:
    """A file of a pack, as it came: where its bytes lie in the stored object, and their SHA-256."""

    index: int
    sha256: str
    size: int
    offset: int


class Wanted(Protocol):
    """A list that packs may answer. `take` runs while the tree is locked."""

    def __len__(self) -> int: ...

    def take(self, session: DbSession, key: UUID, parts: list[Part]) -> tuple[dict[int, ApiError], bool]:
        """Name what was asked for; (why not, by index, and whether anything in the object `key` is named now)."""
        ...


def keep_nodes(session: DbSession, app_id: UUID, node_ids: Iterable[str], upload_ids: Iterable[str]) -> UUID:
    """A list of nodes, each with the upload that it awaits; ids as text, which is how a batch has them."""
    pairs = "".join(f"{node}{upload}" for node, upload in zip(node_ids, upload_ids, strict=True))
    return _keep(session, app_id, "nodes", bytes.fromhex(pairs.replace("-", "")))


def keep_hashes(session: DbSession, app_id: UUID, sizes: Mapping[str, int]) -> UUID:
    """A list of {SHA-256: size}."""
    packed = (_HASH.pack(bytes.fromhex(sha256), size) for sha256, size in sizes.items())
    return _keep(session, app_id, "hashes", b"".join(packed))


def _keep(session: DbSession, app_id: UUID, kind: str, entries: bytes) -> UUID:
    kept = PackList(id=new_id(), app_id=app_id, kind=kind, entries=entries)
    session.add(kept)
    return kept.id


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
        return len(self.entries) // _NODE.size

    def take(self, session: DbSession, key: UUID, parts: list[Part]) -> tuple[dict[int, ApiError], bool]:
        by_node = {self._entry(part.index): part for part in parts}
        arrivals = [postgres.Arrival(*ids, part.sha256, part.size) for ids, part in by_node.items()]
        taken = postgres.make_ready(session, self.app_id, arrivals)
        ready = {node_id: part for (node_id, _), part in by_node.items() if node_id in taken.nodes}
        refused = {ids: part for ids, part in by_node.items() if ids[0] not in taken.nodes}
        failed = self._reasons(session, refused) if refused else {}
        # Bytes of a new file were promised when it was made; new bytes of an old one change the tree.
        if ready:
            tree_postgres.count_change(
                session,
                self.app_id,
                revisions=1 if taken.replaced else 0,
                size=taken.grown,
                pending=taken.replaced - len(ready),
            )
        return failed, _record(
            session, self.app_id, key, [part for part in by_node.values() if part.index not in failed]
        )

    def _entry(self, index: int) -> tuple[UUID, UUID]:
        node, upload = _NODE.unpack_from(self.entries, index * _NODE.size)
        return UUID(bytes=node), UUID(bytes=upload)

    def _reasons(self, session: DbSession, refused: dict[tuple[UUID, UUID], Part]) -> dict[int, ApiError]:
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
                reasons[part.index] = SizeMismatch(f"{node.upload_size} bytes were declared, {part.size} came.")
            else:
                reasons[part.index] = HashMismatch(f"SHA-256 {node.upload_sha256} was declared, {part.sha256} came.")
        return reasons


class _Hashes:
    def __init__(self, app_id: UUID, entries: bytes):
        self.app_id, self.entries = app_id, entries

    def __len__(self) -> int:
        return len(self.entries) // _HASH.size

    def take(self, session: DbSession, key: UUID, parts: list[Part]) -> tuple[dict[int, ApiError], bool]:
        failed: dict[int, ApiError] = {}
        for part in parts:
            digest, size = _HASH.unpack_from(self.entries, part.index * _HASH.size)
            if part.size != size:
                failed[part.index] = SizeMismatch(f"{size} bytes were declared, {part.size} came.")
            elif part.sha256 != digest.hex():
                failed[part.index] = HashMismatch(f"SHA-256 {digest.hex()} was declared, {part.sha256} came.")
        return failed, _record(session, self.app_id, key, [part for part in parts if part.index not in failed])


def _record(session: DbSession, app_id: UUID, key: UUID, parts: Iterable[Part]) -> bool:
    by_hash = {part.sha256: (part.sha256, part.size, part.offset) for part in parts if part.size}
    if by_hash:
        BlobService(session, app_id).record_parts(key, list(by_hash.values()))
    return bool(by_hash)
