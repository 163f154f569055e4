"""Errors of signed links and stored content."""

from treeline.kernel.errors import ApiError


class BadLink(ApiError):
    status, code = 403, "link_invalid"

    def __init__(self, message: str = "Invalid link."):
        super().__init__(message)


class LinkRevoked(ApiError):
    status, code = 403, "link_revoked"

    def __init__(self, message: str = "The API key, login or role that this link was made with is gone."):
        super().__init__(message)


class LinkExpired(ApiError):
    status, code = 403, "link_expired"

    def __init__(self, message: str = "This link has expired. Request a new one."):
        super().__init__(message)


class SizeMismatch(ApiError):
    code = "size_mismatch"


class HashMismatch(ApiError):
    code = "hash_mismatch"


class BytesMissing(ApiError):
    status, code = 503, "bytes_missing"

    def __init__(self, message: str = "The content of this file is missing from storage. Try again later."):
        super().__init__(message)


class BytesTooMany(ApiError):
    status, code = 413, "file_too_large"


class PreconditionFailed(ApiError):
    status, code = 412, "precondition_failed"

    def __init__(self, message: str = "If-Match: the file has changed. Reload it and try again."):
        super().__init__(message)


class RangeNotSatisfiable(ApiError):
    status, code = 416, "range_not_satisfiable"
