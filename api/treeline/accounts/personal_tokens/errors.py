from datetime import UTC, datetime

from treeline.kernel.errors import ApiError, NotFound, Unauthorized


class PersonalTokenNotFound(NotFound):
    code = "personal_token_not_found"

    def __init__(self, message: str = "Personal access token not found."):
        super().__init__(message)


class TooManyTokens(ApiError):
    code = "max_tokens_exceeded"


class PersonalTokenInvalid(Unauthorized):
    code = "personal_token_invalid"

    def __init__(
        self,
        message: str = "Invalid personal access token. It may have been deleted, or its owner has left the workspace.",
    ):
        super().__init__(message)


class PersonalTokenExpired(Unauthorized):
    code = "personal_token_expired"

    def __init__(self, at: datetime):
        super().__init__(f"This personal access token expired on {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC.")
