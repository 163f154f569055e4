from treeline.kernel.errors import ApiError, NotFound


class ConfigNotFound(NotFound):
    code = "model_config_not_found"

    def __init__(self, message: str = "Config not found in this app."):
        super().__init__(message)


class AppUnavailable(ApiError):
    """The app cannot answer: its mode is another's, or it has no config."""

    code = "app_unavailable"


class NotForThisMode(ApiError):
    code = "invalid_app_mode"
