from treeline.kernel.errors import ApiError, NotFound, Unauthorized


class PasskeyNotFound(NotFound):
    code = "passkey_not_found"

    def __init__(self, message: str = "You have no such passkey."):
        super().__init__(message)


class PasskeyExpired(ApiError):
    """Nobody is told more: the challenge was never given, is used up, is too old or is another session's."""

    code = "passkey_expired"

    def __init__(self, message: str = "This took too long, or was used before. Try again."):
        super().__init__(message)


class PasskeyInvalid(ApiError):
    """Of a registration: what the device says does not hold."""

    code = "passkey_invalid"

    def __init__(self, message: str = "The passkey could not be verified. Try again, or use another device."):
        super().__init__(message)


class PasskeyRejected(Unauthorized):
    """Of a sign-in."""

    code = "passkey_rejected"

    def __init__(self, message: str = "No account uses this passkey. Sign in another way."):
        super().__init__(message)


class PasskeyTaken(ApiError):
    status, code = 409, "passkey_taken"

    def __init__(self, message: str = "This passkey is already registered."):
        super().__init__(message)


class TooManyPasskeys(ApiError):
    status, code = 409, "max_passkeys_exceeded"


class PasskeysUnavailable(ApiError):
    status, code = 409, "passkeys_unavailable"

    def __init__(
        self, message: str = "Passkeys need https and a host name. Set CONSOLE_WEB_URL to the console's address."
    ):
        super().__init__(message)
