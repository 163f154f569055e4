"""What keys refuse, and what is refused to who has none."""

from treeline.kernel.errors import ApiError, Forbidden, NotFound, Unauthorized

_CHALLENGE = {"WWW-Authenticate": "Bearer"}


class KeyNotFound(NotFound):
    code = "api_key_not_found"

    def __init__(self, message: str = "There is no such API key in this app."):
        super().__init__(message)


class TooManyKeys(ApiError):
    code = "max_keys_exceeded"


class KeyMissing(Unauthorized):
    def __init__(self, message: str):
        super().__init__(message, headers=_CHALLENGE)


class KeyUnknown(Unauthorized):
    code = "api_key_invalid"

    def __init__(self, message: str = "No app has this API key: it is misspelt, or the key or its app was deleted."):
        super().__init__(message, headers=_CHALLENGE)


class ApiDisabled(Forbidden):
    code = "app_api_disabled"

    def __init__(self, message: str = "The API of this app is switched off: see its settings."):
        super().__init__(message)


class KeyForbids(Forbidden):
    def __init__(self, message: str = "An API key may use its app and edit its files, and no more."):
        super().__init__(message)
