"""Uploads and downloads of an app's files. No unit of work is open while bytes are transferred."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from treeline.apps.models import App
from treeline.assets.draft.batch import Limits
from treeline.assets.draft.service import AppAssetService
from treeline.assets.errors import ContentPending, NotAFile, NotText, Stale, TooLarge, UploadNotAwaited
from treeline.assets.models import AssetNode
from treeline.assets.schemas import NodeOut
from treeline.files import service as files
from treeline.files.errors import SizeMismatch
from treeline.files.models import Blob
from treeline.files.service import BlobService, Received
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.deeds import done
from treeline.kernel.errors import ApiError
from treeline.kernel.storage import Storage
from treeline.kernel.validation import problem


@dataclass(frozen=True)
class StoredFile:
    """Verified content that can be read without the database."""

    name: str
    size: int
    sha256: str
    blob: Blob | None


class AssetContent:
    """The bytes of one app's files. `revision`: of the tree, after the last change made here.

    `check` raises once whoever sends bytes may do so no more: they may take long to come.
    """

    def __init__(
        self,
        app: App,
        storage: Storage,
        *,
        by: UUID | None = None,
        limits: Limits | None = None,
        check: Callable[[DbSession], None] = lambda _: None,
    ):
        self.app, self.storage, self.by, self.limits, self.check = app, storage, by, limits or Limits(), check
        self.revision: int | None = None

    def open(self, node_id: UUID) -> StoredFile:
        """Raises NodeNotFound, NotAFile, ContentPending."""
        with unit_of_work() as session:
            node, blob = AppAssetService(session, self.app).with_blob(node_id)
        if node.node_type != "file":
            raise NotAFile
        if node.sha256 is None:
            raise ContentPending
        return StoredFile(node.name, node.size, node.sha256, blob)

    def read(self, stored: StoredFile, start: int, length: int) -> Iterator[bytes]:
        return files.read(self.storage, stored.blob, start, length)

    def text(self, node_id: UUID) -> tuple[str, StoredFile]:
        """Raises NodeNotFound, NotAFile, ContentPending, TooLarge, NotText."""
        stored = self.open(node_id)
        return text_of(self.storage, stored, self.limits), stored

    def replace(self, node_id: UUID, chunks: Iterable[bytes], if_match: str | None = None) -> NodeOut:
        """Give a file new bytes. `if_match`: the SHA-256 that it must still have.

        Raises NodeNotFound, NotAFile, Stale, BytesTooMany.
        """
        with unit_of_work() as session:
            self._replaceable(AppAssetService(session, self.app), node_id, if_match)
        received = files.receive(self.storage, chunks, most=self.limits.file_bytes)
        with self._discarded_if_refused(received), unit_of_work() as session:
            tree = AppAssetService(session, self.app, by=self.by)
            tree.lock()
            node = self._replaceable(tree, node_id, if_match)
            if node.sha256 != received.sha256:
                tree.touch(node)
                self._take(tree, node, received, revisions=1)
            else:
                self._take(tree, node, received, revisions=0)
            done(session)
            return tree.node(node_id)

    def receive(self, node_id: UUID, upload_id: UUID, chunks: Iterable[bytes], length: int | None) -> None:
        """Take the bytes that a file awaits under this upload; the same bytes once more are fine.

        `length`: as the client declares it, if it does.
        Raises NodeNotFound, UploadNotAwaited, SizeMismatch, HashMismatch.
        """
        with unit_of_work() as session:
            node = AppAssetService(session, self.app).get(node_id)
        declared: dict[str, Any] = {}
        if node.upload_id == upload_id:
            declared = {"size": node.upload_size, "sha256": node.upload_sha256}
            if length is not None and length != node.upload_size:
                raise SizeMismatch(
                    f"{node.upload_size} bytes were declared for this file, but Content-Length is {length}."
                )
        received = files.receive(self.storage, chunks, most=self.limits.file_bytes, **declared)
        self.accept(node_id, upload_id, received)

    def accept(self, node_id: UUID, upload_id: UUID, received: Received) -> None:
        """Give a file the verified bytes that it awaits under this upload, or that it has: a client that lost our
        answer sends them again. Raises NodeNotFound, UploadNotAwaited.
        """
        with self._discarded_if_refused(received), unit_of_work() as session:
            self.check(session)
            tree = AppAssetService(session, self.app)
            tree.lock()
            node = tree.get(node_id)
            if node.upload_id == upload_id:
                # Bytes of a new file were promised when it was made; new bytes of an old one change the tree.
                self._take(tree, node, received, revisions=0 if node.sha256 is None else 1)
            elif node.sha256 == received.sha256:
                BlobService(session, self.app.id).record(received)
            else:
                raise UploadNotAwaited

    def _take(self, tree: AppAssetService, node: AssetNode, received: Received, revisions: int) -> None:
        grown, arrived = received.size - node.size, -1 if node.sha256 is None else 0
        node.size, node.sha256 = received.size, received.sha256
        node.upload_id = node.upload_size = node.upload_sha256 = node.upload_at = None
        BlobService(tree.session, self.app.id).record(received)
        tree.session.flush()
        self.revision = tree.count(revisions=revisions, size=grown, pending=arrived)

    def _replaceable(self, tree: AppAssetService, node_id: UUID, if_match: str | None) -> AssetNode:
        node = tree.get(node_id)
        if node.node_type != "file":
            raise NotAFile
        if if_match is not None and if_match != node.sha256:
            now = problem("stale", f"now {node.sha256}", now=node.sha256 or "")
            raise Stale("The file has changed since you read it. Reload it and try again.", [now.at("If-Match")])
        return node

    @contextmanager
    def _discarded_if_refused(self, received: Received) -> Iterator[None]:
        """Only a refusal is certain to have written nothing; after a lost connection the row may stand."""
        try:
            yield
        except ApiError:
            files.discard(self.storage, received)
            raise


def text_of(storage: Storage, stored: StoredFile, limits: Limits) -> str:
    """No transaction may be open. Raises TooLarge, NotText."""
    if stored.size > limits.text_bytes:
        raise TooLarge(
            f"Only files up to {limits.text_bytes} bytes can be read as text; this one has {stored.size}. "
            "Download it instead."
        )
    data = b"".join(files.read(storage, stored.blob, 0, stored.size))
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise NotText from error
