"""What a pack can contain, and the link that it is sent to."""

from collections.abc import Mapping
from struct import Struct
from uuid import UUID

from sqlalchemy import select

from treeline.assets.links import HASH, PackUpload
from treeline.datasets.sources.comparison import Item
from treeline.datasets.sources.errors import DatasetPackListNotFound
from treeline.datasets.sources.models import DatasetPackList
from treeline.files.links import Links
from treeline.kernel.db import DbSession

# What a link allows.
PACK = "kpack"
_ENTRY: Struct = HASH


def offer(session: DbSession, links: Links, dataset_id: UUID, missing: Mapping[str, int]) -> PackUpload:
    """Where bytes go that a sync lacks: {SHA-256: size}."""
    entries = b"".join(_ENTRY.pack(bytes.fromhex(sha256), size) for sha256, size in missing.items())
    made = DatasetPackList(dataset_id=dataset_id, entries=entries)
    session.add(made)
    session.flush()
    url = f"{links.origin}/files/knowledge-packs/{links.token(PACK, dataset_id, made.id)}"
    return PackUpload(url, list(missing))


def listed(session: DbSession, dataset_id: UUID, list_id: UUID) -> list[Item]:
    """Raises DatasetPackListNotFound."""
    mine = (DatasetPackList.id == list_id, DatasetPackList.dataset_id == dataset_id)
    entries = session.scalar(select(DatasetPackList.entries).where(*mine))
    if entries is None:
        raise DatasetPackListNotFound
    return [Item(digest.hex(), size) for digest, size in _ENTRY.iter_unpack(entries)]
