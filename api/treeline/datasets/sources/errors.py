"""Errors of sources and their syncs."""

from treeline.kernel.errors import ApiError


class SourceNotFound(ApiError):
    status, code = 404, "source_not_found"

    def __init__(self, message: str = "Source not found in this knowledge base."):
        super().__init__(message)


class SourceKindMismatch(ApiError):
    status, code = 409, "source_kind_mismatch"


class SourceUnavailable(ApiError):
    """What is to be synced is not there; the documents stay."""

    status, code = 409, "source_unavailable"


class SyncWouldDelete(ApiError):
    status, code = 409, "sync_would_delete"

    def __init__(self, removed: int, total: int):
        super().__init__(
            f"This sync would delete {removed} of {total} documents. Check the source, then sync with `confirm`."
        )


class SyncBytesMissing(ApiError):
    status, code = 409, "sync_bytes_missing"

    def __init__(self, contents: int, size: int):
        super().__init__(
            f"Missing content: {contents} files, {size} bytes in total. Upload them to pack_url, then call again."
        )


class SyncOvertaken(ApiError):
    status, code = 409, "sync_overtaken"

    def __init__(self, message: str = "Documents of this source are being changed by others. Try again."):
        super().__init__(message)


class DatasetPackListNotFound(ApiError):
    status, code = 404, "dataset_pack_list_not_found"

    def __init__(self, message: str = "This pack_url is no longer valid. Sync again to get a new one."):
        super().__init__(message)
