"""Errors of reading a version as an agent."""

from treeline.kernel.errors import ApiError


class NoActiveVersion(ApiError):
    status, code = 409, "app_asset_no_active_version"

    def __init__(
        self, message: str = "This app has no active version yet. Publish its files, then activate a version."
    ):
        super().__init__(message)


class CursorPassed(ApiError):
    code = "cursor_invalid"

    def __init__(self, message: str = "This cursor belongs to another version. Start again without a cursor."):
        super().__init__(message)
