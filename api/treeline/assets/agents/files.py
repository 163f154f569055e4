"""A version of an app's files for agents. Each read is a short unit of work; none is open while content is read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from treeline.apps.models import App
from treeline.assets.agents import postgres
from treeline.assets.agents.errors import CursorPassed, NoActiveVersion
from treeline.assets.errors import NotAFile, NotAFolder
from treeline.assets.versions.errors import VersionNotFound
from treeline.assets.versions.models import AssetVersion, AssetVersionNode
from treeline.assets.versions.reading import VersionReader, find_version
from treeline.files import service as files
from treeline.files.errors import BytesMissing
from treeline.files.models import Blob
from treeline.files.service import BlobService
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.storage import Storage

MAX_READ_BYTES = 256 * 1024

# Looks up the version that is meant.
Choice = Callable[[DbSession], AssetVersion]


@dataclass(frozen=True)
class FileEntry:
    """A file or folder; `path` begins with a slash."""

    path: str
    name: str
    node_type: str
    size: int
    sha256: str | None


@dataclass(frozen=True)
class Part:
    """Some of what lies in a folder. `following`: the cursor of the next part."""

    path: str
    entries: list[FileEntry]
    total: int
    following: str | None


def active_version(app: App) -> Choice:
    """Whichever the app works with at the moment. Raises NoActiveVersion."""

    def choose(session: DbSession) -> AssetVersion:
        try:
            return find_version(session, app, "active").version
        except VersionNotFound as error:
            raise NoActiveVersion from error

    return choose


def one_version(app_id: UUID, version_id: UUID) -> Choice:
    """One and the same, as long as it is there. Raises VersionNotFound."""
    wanted = select(AssetVersion).where(AssetVersion.id == version_id, AssetVersion.app_id == app_id)

    def choose(session: DbSession) -> AssetVersion:
        version = session.scalars(wanted).one_or_none()
        if version is None:
            raise VersionNotFound("The version this started with has been deleted.")
        return version

    return choose


class VersionFiles:
    """Everything here raises what `choose` raises; a cursor is good for the version that it was made for.

    `most`: how many bytes of a file one answer of the tool `read` may have.
    """

    def __init__(self, app_id: UUID, choose: Choice, storage: Storage, most: int = MAX_READ_BYTES):
        self.app_id, self.choose, self.storage, self.most = app_id, choose, storage, most
        self._blobs: dict[str, Blob] = {}

    def folder(self, path: str, cursor: str | None, limit: int) -> Part:
        """Raises NodeNotFound, NotAFolder, CursorPassed."""
        with unit_of_work() as session:
            reader = self._reader(session)
            start = _number(_resumed(reader, cursor))
            nodes, total = reader.children(path, start, limit)
        entries = [FileEntry(node.path, node.name, node.node_type, node.size, node.sha256) for node in nodes]
        end = start + len(entries)
        following = _cursor(reader, end) if entries and end < total else None
        return Part("/" + path.strip("/"), entries, total, following)

    def file(self, path: str) -> FileEntry:
        """Raises NodeNotFound, NotAFile."""
        with unit_of_work() as session:
            node, blob = self._reader(session).with_blob_at(path)
        if node.node_type != "file":
            raise NotAFile
        if blob is not None:
            self._blobs[blob.sha256] = blob
        return FileEntry(node.path, node.name, node.node_type, node.size, node.sha256)

    def under(self, path: str, cursor: str | None) -> tuple[list[FileEntry], int, str]:
        """All that lies in a folder, in the order of the paths; the place to go on at; and what cursors begin with.

        Raises NodeNotFound, NotAFolder, CursorPassed.
        """
        with unit_of_work() as session:
            reader = self._reader(session)
            start = _number(_resumed(reader, cursor))
            folder = reader.node_at(path) if path.strip("/") else None
            if folder is not None and folder.node_type != "folder":
                raise NotAFolder("This is a file. Search in a folder instead.")
            folder_id, prefix = (folder.id, folder.path) if folder else (self.app_id, "")
            rows = postgres.under(session, reader.version.id, folder_id, prefix)
            reader.still_there()
        return [FileEntry(*row) for row in rows], start, _cursor(reader, "")

    def page(self, cursor: str | None, limit: int) -> tuple[list[FileEntry], str | None]:
        """Some of all files, in the order of their ids, and the cursor of the next. Raises CursorPassed."""
        with unit_of_work() as session:
            reader = self._reader(session)
            after = _resumed(reader, cursor)
            wanted = select(AssetVersionNode).where(AssetVersionNode.version_id == reader.version.id)
            if after:
                wanted = wanted.where(AssetVersionNode.node_id > _id(after))
            files_only = wanted.where(AssetVersionNode.node_type == "file").order_by(AssetVersionNode.node_id)
            nodes = list(session.scalars(files_only.limit(limit + 1)))
            following = _cursor(reader, nodes[limit - 1].node_id) if len(nodes) > limit else None
            page = nodes[:limit]
            paths = postgres.paths(session, reader.version.id, self.app_id, [node.node_id for node in page])
            reader.still_there()
        return [FileEntry(paths[n.node_id], n.name, n.node_type, n.size, n.sha256) for n in page], following

    def find_bytes(self, entries: Iterable[FileEntry]) -> None:
        """Find out where the bytes of these files are, so that `read` need not ask one by one."""
        hashes = {entry.sha256 for entry in entries if entry.sha256 is not None}
        with unit_of_work() as session:
            self._blobs = {blob.sha256: blob for blob in BlobService(session, self.app_id).among(hashes)}

    def read(self, entry: FileEntry, start: int, length: int) -> bytes:
        """Bytes of a file. Raises BytesMissing."""
        if length == 0 or entry.sha256 is None:
            return b""
        if entry.sha256 not in self._blobs:
            self.find_bytes([entry])
        if entry.sha256 not in self._blobs:
            raise BytesMissing
        return b"".join(files.read(self.storage, self._blobs[entry.sha256], start, length))

    def _reader(self, session: DbSession) -> VersionReader:
        return VersionReader(session, self.app_id, self.choose(session))


def _cursor(reader: VersionReader, place: object) -> str:
    return f"{reader.version.number}:{place}"


def _resumed(reader: VersionReader, cursor: str | None) -> str:
    """The place in a cursor; nothing for none."""
    if cursor is None:
        return ""
    number, colon, place = cursor.partition(":")
    if not colon or number != str(reader.version.number):
        raise CursorPassed
    return place


def _number(place: str) -> int:
    if not place:
        return 0
    if not (place.isascii() and place.isdigit() and len(place) < 10):
        raise CursorPassed
    return int(place)


def _id(place: str) -> UUID:
    try:
        return UUID(place)
    except ValueError as error:
        raise CursorPassed from error
