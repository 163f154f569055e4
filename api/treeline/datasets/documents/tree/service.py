from collections.abc import Iterator

from sqlalchemy import ColumnElement, select, true

from treeline.assets.packs.contents import frames_of
from treeline.datasets.models import Dataset, Document
from treeline.datasets.sources import contents
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.storage import Storage


class DocumentTreeService:
    """The documents of one dataset as files in folders."""

    def __init__(self, session: DbSession, dataset: Dataset):
        self.session, self.dataset = session, dataset

    def documents(self, folder: str, *, deep: bool) -> list[Document]:
        inside = _below(folder) if deep else Document.folder == folder
        found = select(Document).where(self._mine, inside)
        return list(self.session.scalars(found.order_by(Document.folder, Document.name, Document.id)))

    @property
    def _mine(self) -> ColumnElement[bool]:
        return Document.dataset_id == self.dataset.id

    def frames(self, storage: Storage, hashes: list[str]) -> Iterator[bytes]:
        """No transaction may be open. Raises ContentNotFound."""
        with unit_of_work() as session:
            located = contents.of_documents(session, self.dataset.id, hashes)
        return frames_of(storage, hashes, located)


def _below(folder: str) -> ColumnElement[bool]:
    if not folder:
        return true()
    return (Document.folder == folder) | Document.folder.startswith(f"{folder}/", autoescape=True)
