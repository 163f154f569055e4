"""Content that a client uploads directly to the object store, verified before a file references it.

It goes to a staging key by a presigned URL; final keys are never presigned for writing.
"""

from dataclasses import dataclass
from uuid import UUID

from treeline.assets.draft.service import AppAssetService
from treeline.assets.errors import NotArrived, UploadNotAwaited
from treeline.assets.links import staging_key
from treeline.assets.models import AssetNode
from treeline.assets.uploads.content import AssetContent
from treeline.files import service as files
from treeline.files.errors import SizeMismatch
from treeline.files.service import Received
from treeline.kernel.db import unit_of_work
from treeline.kernel.errors import ApiError
from treeline.kernel.storage import ObjectMissing, StagingStorage, new_key
from treeline.kernel.threads import in_threads

AT_ONCE = 8


@dataclass(frozen=True)
class Completed:
    """Which files are ready now, and why the others are not."""

    ready: list[UUID]
    failed: list[tuple[UUID, ApiError]]


class DirectUploads:
    """What a client has sent to the store for one app's files. Opens its own units of work."""

    def __init__(self, content: AssetContent):
        self.content, self.storage = content, content.storage

    def complete(self, node_ids: list[UUID]) -> Completed:
        """Verify what has arrived, each file by itself, and make it ready. Raises NodeNotFound."""
        with unit_of_work() as session:
            nodes = AppAssetService(session, self.content.app).get_all(node_ids)
        results = in_threads(self._received, nodes, AT_ONCE)
        ready: list[UUID] = []
        failed: list[tuple[UUID, ApiError]] = []
        for node, result in zip(nodes, results, strict=True):
            if isinstance(result, ApiError):
                failed.append((node.id, result))
                continue
            try:
                if result is not None and node.upload_id is not None:
                    self.content.accept(node.id, node.upload_id, result)
                ready.append(node.id)
            except ApiError as refusal:
                failed.append((node.id, refusal))
        return Completed(ready, failed)

    def _received(self, node: AssetNode) -> Received | ApiError | None:
        """What has arrived for a file, verified under a key of its own; None if it awaits nothing and is ready."""
        if node.upload_id is None or node.upload_size is None:
            return None if node.sha256 is not None else UploadNotAwaited()
        if not isinstance(self.storage, StagingStorage):
            return NotArrived("This storage doesn't support direct uploads. Upload to the upload URLs instead.")
        staging = staging_key(node.upload_id, node.id)
        try:
            staged = self.storage.head(staging)
            if staged.size != node.upload_size:
                return SizeMismatch(f"{node.upload_size} bytes were declared, but {staged.size} were received.")
            key = new_key()
            self.storage.adopt(staging, key, staged.version)
        except ObjectMissing:
            return NotArrived()
        return files.verified(self.storage, key, staged.size, staged.sha256, node.upload_sha256)
