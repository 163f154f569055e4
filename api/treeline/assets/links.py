"""Signed links to upload and download files: one file or many in a pack, through the API or directly to the storage."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from struct import Struct
from uuid import UUID, uuid5

from treeline.apps.models import App
from treeline.assets.models import PackList
from treeline.files.links import DOWNLOAD, UPLOAD, Links
from treeline.kernel.db import DbSession
from treeline.kernel.ids import new_id
from treeline.kernel.storage import StagingStorage, Storage

PACK = "pack"
# An entry of a list: a node and the upload that it awaits, or a SHA-256 and its size.
NODE, HASH = Struct("16s16s"), Struct(">32sQ")


@dataclass(frozen=True)
class PackUpload:
    """Where bytes that are missing go together, and what is missing: ids of files, or hashes."""

    pack_url: str | None
    missing: list[str]


NOTHING_MISSING = PackUpload(None, [])


def staging_key(upload_id: UUID, node_id: UUID) -> UUID:
    """One-off: another upload of the same file has another key."""
    return uuid5(upload_id, str(node_id))


class AssetLinks:
    """The links to one app's files."""

    def __init__(self, app: App, storage: Storage, links: Callable[[], Links]):
        """`links` is called when the first one is made: most requests make none."""
        self.app_id, self._storage, self._links = app.id, storage, links

    def uploads(self, upload_id: UUID, *, direct: bool = False) -> Callable[[str, int], str]:
        """From a file's id and size to where its bytes go, and no other's.

        `direct`: straight into the storage, where it takes bytes from clients by itself.
        """
        signed, store = self._links(), self._storage
        if direct and isinstance(store, StagingStorage):
            return lambda node_id, size: store.presign_put(staging_key(upload_id, UUID(node_id)), signed.seconds, size)
        token_of = signed.node_tokens(UPLOAD, self.app_id, upload_id)
        return lambda node_id, _: f"{signed.origin}/files/assets/{token_of(node_id)}/{node_id}"

    def download(self, node_id: UUID) -> str:
        signed = self._links()
        return f"{signed.origin}/files/assets/{signed.token(DOWNLOAD, self.app_id, node_id)}"

    def pack_of_nodes(self, session: DbSession, node_ids: list[str], upload_ids: Iterable[str]) -> PackUpload:
        """Of nodes, each with the upload that it awaits; ids as text, which is how a batch has them."""
        if not node_ids:
            return NOTHING_MISSING
        pairs = "".join(f"{node}{upload}" for node, upload in zip(node_ids, upload_ids, strict=True))
        return self._pack(session, "nodes", bytes.fromhex(pairs.replace("-", "")), node_ids)

    def pack_of_hashes(self, session: DbSession, sizes: Mapping[str, int]) -> PackUpload:
        """Of {SHA-256: size}."""
        packed = (HASH.pack(bytes.fromhex(sha256), size) for sha256, size in sizes.items())
        return self._pack(session, "hashes", b"".join(packed), list(sizes))

    def _pack(self, session: DbSession, kind: str, entries: bytes, missing: list[str]) -> PackUpload:
        kept = PackList(id=new_id(), app_id=self.app_id, kind=kind, entries=entries)
        session.add(kept)
        signed = self._links()
        return PackUpload(f"{signed.origin}/files/packs/{signed.token(PACK, self.app_id, kept.id)}", missing)
