from treeline.kernel.errors import ApiError, NotFound, TooManyRequests
from treeline.kernel.validation import problem


class VerificationNotFound(NotFound):
    code = "verification_not_found"

    def __init__(self, message: str = "This link or code is invalid. It may have been cut off or changed."):
        super().__init__(message)


class VerificationExpired(ApiError):
    status, code = 409, "verification_expired"

    def __init__(self, message: str = "This link or code has expired. Request a new one."):
        super().__init__(message)


class VerificationUsed(ApiError):
    status, code = 409, "verification_used"

    def __init__(self, message: str = "This link or code was already used. Request a new one."):
        super().__init__(message)


class VerificationRevoked(ApiError):
    status, code = 409, "verification_revoked"

    def __init__(self, message: str = "This link or code is no longer valid. Request a new one."):
        super().__init__(message)


class WrongCode(ApiError):
    code = "wrong_code"

    def __init__(self, message: str = "code: incorrect code."):
        super().__init__(message, [problem("wrong_code", "incorrect code").at("code")])


class TooManyCodes(TooManyRequests):
    code = "too_many_codes"
    # The same code never becomes right.
    retryable = False

    def __init__(self, message: str = "Too many incorrect codes. Request a new one."):
        super().__init__(message)
