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


class KeyForbids(Forbidden):
    def __init__(self, message: str = "An API key may read and edit the files of its app, and no more."):
        super().__init__(message)
