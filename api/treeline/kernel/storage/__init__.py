"""Storage of file content, streamed in both directions: no object is ever held in memory.

A key is a new UUID and never reused, so an object never changes while someone reads it.
"""

from treeline.kernel.settings import KernelSettings
from treeline.kernel.storage.interface import (
    CHUNK_BYTES,
    ObjectMissing,
    StagingStorage,
    Storage,
    StorageRejected,
    StorageUnavailable,
    new_key,
)
from treeline.kernel.storage.local import LocalStorage

__all__ = [
    "CHUNK_BYTES",
    "ObjectMissing",
    "StagingStorage",
    "Storage",
    "StorageRejected",
    "StorageUnavailable",
    "create_storage",
    "new_key",
]


def create_storage(settings: KernelSettings) -> Storage:
    if settings.storage_type == "s3":
        # Loading boto3 takes a fifth of a second and 40 MiB: whoever stores on disk does without.
        from treeline.kernel.storage.s3 import connect

        return connect(settings)
    return LocalStorage(settings.storage_folder)
