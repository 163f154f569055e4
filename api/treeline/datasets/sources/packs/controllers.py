from collections.abc import Iterator
from functools import partial

from flask import request
from sqlalchemy import select

from treeline.assets.packs.errors import NotInList, PackIncomplete
from treeline.assets.packs.schemas import PackFailure, PackOut
from treeline.datasets.errors import DatasetNotFound
from treeline.datasets.extraction.extractor import MAX_BYTES
from treeline.datasets.models import Dataset
from treeline.datasets.sources.errors import DatasetPackListNotFound
from treeline.datasets.sources.packs.lists import PACK
from treeline.datasets.sources.packs.service import DatasetPacks
from treeline.files.errors import BytesTooMany
from treeline.files.links import SIGNED_LINK, current_grant
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.web import MIB, Routes

# What a broken connection takes with it at the most: the server waits until so much has come.
READ_BYTES = 64 * 1024
PACK_BYTES = MAX_BYTES + 16 * MIB


def linked_packs(token: str, can: str) -> DatasetPacks:
    """`can`: what the link must be for. SIGNED_LINK has opened the token by now. Raises DatasetNotFound."""
    grant = current_grant(can)
    living = select(Dataset).where(Dataset.id == grant.app_id, Dataset.deleted_at.is_(None))
    dataset = db.session.scalars(living).one_or_none()
    if dataset is None:
        raise DatasetNotFound("The knowledge base this link belongs to has been deleted.")
    grant.check(db.session, "curate", dataset.workspace_id)
    return DatasetPacks(dataset.id, grant.subject, current.storage())


packs = Routes(
    "dataset_packs", "/files/knowledge-packs/<token>", group="Documents", access=SIGNED_LINK, scope=linked_packs
)


@packs.put(
    "",
    can=PACK,
    transactional=False,
    max_body=PACK_BYTES,
    refusals=[DatasetNotFound, DatasetPackListNotFound, PackIncomplete, NotInList, BytesTooMany],
    sends="application/octet-stream",
)
def put_knowledge_pack(packs: DatasetPacks) -> PackOut:
    """Upload many files for a knowledge base in one request.

    The format is that of `PUT /files/packs/{token}`: each file is preceded by 12 bytes, big endian, 4 for its index in
    `missing`, 8 for its length. Each file is verified on its own; verified files are kept if the connection breaks.
    """
    chunks: Iterator[bytes] = iter(partial(request.stream.read, READ_BYTES), b"")
    packs.receive(chunks)
    failed = [PackFailure(index=index, code=e.code, message=e.message) for index, e in sorted(packs.failed.items())]
    return PackOut(ready=packs.ready, failed=failed)
