from treeline.kernel.errors import ApiError, Unauthorized
from treeline.kernel.validation import problem


class TwoStepEnabled(ApiError):
    status, code = 409, "two_step_enabled"

    def __init__(self, message: str = "Two-step verification is already on. Turn it off first to use another app."):
        super().__init__(message)


class TwoStepNotEnabled(ApiError):
    status, code = 409, "two_step_not_enabled"

    def __init__(self, message: str = "Two-step verification is off."):
        super().__init__(message)


class TwoStepNotStarted(ApiError):
    status, code = 409, "two_step_not_started"

    def __init__(self, message: str = "Start the setup first: it makes the secret for your authenticator app."):
        super().__init__(message)


class WrongSecondFactor(ApiError):
    code = "wrong_second_factor"

    def __init__(self, message: str = "code: incorrect or used before. Enter the code that the app shows now."):
        super().__init__(message, [problem("wrong_second_factor", "incorrect or used before").at("code")])


class TwoStepUnreadable(ApiError):
    status, code = 409, "two_step_unreadable"

    def __init__(
        self,
        message: str = "Codes from the app can't be checked: SECRET_KEY was replaced. Enter a recovery code, or ask an "
        "administrator to run `treeline accounts disable-two-step`.",
    ):
        super().__init__(message)


class ChallengeExpired(Unauthorized):
    code = "second_factor_expired"

    def __init__(self, message: str = "The first step of this sign-in is too old. Sign in again."):
        super().__init__(message)
