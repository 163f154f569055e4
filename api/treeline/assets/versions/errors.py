"""Errors of versions."""

from treeline.assets.archives.errors import FilesPending
from treeline.kernel.errors import ApiError


class VersionNotFound(ApiError):
    status, code = 404, "app_asset_version_not_found"

    def __init__(self, message: str = "Version not found in this app."):
        super().__init__(message)


class VersionActive(ApiError):
    status, code = 409, "app_asset_version_active"

    def __init__(self, message: str = "This version is active. Activate another version before you delete it."):
        super().__init__(message)


class VersionPinned(ApiError):
    status, code = 409, "app_asset_version_pinned"

    def __init__(self, message: str = "The app's config is pinned to this version. Publish another config first."):
        super().__init__(message)


class VersionInUse(ApiError):
    status, code = 409, "app_asset_version_in_use"

    def __init__(self, message: str = "This version is in use by a run. Delete it when the run has ended."):
        super().__init__(message)


class DraftPending(FilesPending):
    code = "app_asset_files_pending"
