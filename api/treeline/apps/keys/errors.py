"""Errors of API keys, and of requests without one."""

from datetime import UTC, datetime

from treeline.kernel.errors import ApiError, Forbidden, NotFound, Unauthorized

_CHALLENGE = {"WWW-Authenticate": "Bearer"}


class KeyNotFound(NotFound):
    code = "api_key_not_found"

    def __init__(self, message: str = "API key not found in this app."):
        super().__init__(message)


class TooManyKeys(ApiError):
    code = "max_keys_exceeded"


class KeyMissing(Unauthorized):
    def __init__(self, message: str):
        super().__init__(message, headers=_CHALLENGE)


class KeyUnknown(Unauthorized):
    code = "api_key_invalid"

    def __init__(self, message: str = "Invalid API key. Check it for typos; the key or its app may have been deleted."):
        super().__init__(message, headers=_CHALLENGE)


class KeyExpired(Unauthorized):
    code = "api_key_expired"

    def __init__(self, at: datetime):
        super().__init__(f"This API key expired on {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC.", headers=_CHALLENGE)


class ApiDisabled(Forbidden):
    code = "app_api_disabled"

    def __init__(self, message: str = "API access is turned off for this app. Turn it on in the app's settings."):
        super().__init__(message)


class KeyForbids(Forbidden):
    def __init__(self, message: str = "API keys can't do this: an API key can only use its app and edit its files."):
        super().__init__(message)
