"""Content of a version's files. Each read is a short unit of work; none is open while bytes are transferred."""

from collections.abc import Iterator
from uuid import UUID

from treeline.apps.models import App
from treeline.assets.draft.batch import Limits
from treeline.assets.errors import NotAFile
from treeline.assets.schemas import FlatNode
from treeline.assets.uploads.content import StoredFile, text_of
from treeline.assets.versions.reading import VersionReader, find_version
from treeline.files import service as files
from treeline.files.models import Blob
from treeline.kernel.db import unit_of_work
from treeline.kernel.storage import Storage


class VersionContent:
    """`version`: a number, or "active"."""

    def __init__(self, app: App, storage: Storage, *, limits: Limits | None = None):
        self.app, self.storage, self.limits = app, storage, limits or Limits()

    def open(self, version: str, node_id: UUID) -> StoredFile:
        """Raises VersionNotFound, NodeNotFound, NotAFile."""
        with unit_of_work() as session:
            found = VersionReader(session, self.app.id, find_version(session, self.app, version).version)
            return _stored(*found.with_blob(node_id))

    def read(self, stored: StoredFile, start: int, length: int) -> Iterator[bytes]:
        return files.read(self.storage, stored.blob, start, length)

    def text(self, version: str, node_id: UUID) -> tuple[str, StoredFile]:
        """Raises VersionNotFound, NodeNotFound, NotAFile, TooLarge, NotText."""
        stored = self.open(version, node_id)
        return text_of(self.storage, stored, self.limits), stored


def _stored(node: FlatNode, blob: Blob | None) -> StoredFile:
    if node.node_type != "file" or node.sha256 is None:
        raise NotAFile
    return StoredFile(node.name, node.size, node.sha256, blob)
