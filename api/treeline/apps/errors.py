from treeline.kernel.errors import ApiError


class AppNotFound(ApiError):
    status, code = 404, "app_not_found"

    def __init__(self, message: str = "App not found in this workspace."):
        super().__init__(message)
