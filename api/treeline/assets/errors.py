"""Errors of the asset tree."""

from typing import Any, Self

from treeline.kernel.errors import ApiError
from treeline.kernel.validation import Problem, problem

EXISTS = problem("exists", "exists")
EXISTS_OTHERWISE = problem("exists_otherwise", "exists as a different type")
NO_CONTENT = problem("no_content", "has no content yet")
ABSENT = problem("absent", "not found")
NOT_A_UUID = problem("uuid_parsing", "expected a UUID")


class NodeNotFound(ApiError):
    status, code = 404, "app_asset_node_not_found"

    def __init__(
        self, message: str = "File or folder not found in this app.", details: list[dict[str, Any]] | None = None
    ):
        super().__init__(message, details)


class ParentNotFound(ApiError):
    status, code = 404, "app_asset_parent_not_found"

    def __init__(self, message: str = "Parent folder not found in this app."):
        super().__init__(message)


class NotAFolder(ApiError):
    status, code = 400, "app_asset_not_a_folder"

    def __init__(self, message: str = "parent_id is the id of a file. Use the id of a folder."):
        super().__init__(message)


class NotAFile(ApiError):
    status, code = 400, "app_asset_not_a_file"

    def __init__(self, message: str = "This is a folder. Only files have content."):
        super().__init__(message)


class PathConflict(ApiError):
    status, code = 409, "app_asset_path_conflict"

    @classmethod
    def of(cls, paths: list[str], why: Problem = EXISTS) -> Self:
        shown = ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
        return cls(f"{shown}: {why} already.", [why.at(path) for path in paths])


class MoveIntoItself(ApiError):
    status, code = 409, "app_asset_move_into_itself"

    def __init__(self, message: str = "A folder can't be moved into itself or one of its subfolders."):
        super().__init__(message)


class InvalidName(ApiError):
    code = "app_asset_invalid_name"


class InvalidBatch(ApiError):
    code = "app_asset_invalid_batch"

    @classmethod
    def of(cls, problems: list[dict[str, Any]]) -> Self:
        first, more = problems[0], len(problems) - 1
        place = f"{first['path']}: " if first["path"] else ""
        return cls(f"{place}{first['message']}" + (f" (and {more} more)" if more else ""), problems)


class TooDeep(ApiError):
    code = "app_asset_too_deep"


class TooManyNodes(ApiError):
    status, code = 413, "app_asset_too_many_nodes"


class TooLarge(ApiError):
    status, code = 413, "app_asset_too_large"


class NoFile(ApiError):
    code = "no_file_uploaded"


class ContentMismatch(ApiError):
    code = "app_asset_content_mismatch"


class ContentPending(ApiError):
    status, code = 409, "app_asset_content_pending"

    def __init__(
        self, message: str = "This file hasn't been uploaded yet.", details: list[dict[str, Any]] | None = None
    ):
        super().__init__(message, details)


class BytesNeeded(ApiError):
    status, code = 409, "app_asset_bytes_missing"

    def __init__(self, contents: int, size: int):
        super().__init__(
            f"Missing content: {contents} files, {size} bytes in total. Upload them to pack_url, then call again."
        )


class UploadNotAwaited(ApiError):
    status, code = 409, "app_asset_upload_not_awaited"

    def __init__(self, message: str = "This upload URL is no longer valid for the file. Request a new one."):
        super().__init__(message)


class NotArrived(ApiError):
    status, code = 409, "app_asset_not_arrived"

    def __init__(self, message: str = "Nothing was uploaded to this file's URL."):
        super().__init__(message)


class NotText(ApiError):
    status, code = 415, "app_asset_not_text"

    def __init__(self, message: str = "This file is not UTF-8 text. Download it instead."):
        super().__init__(message)


class Stale(ApiError):
    status, code = 412, "app_asset_stale"
