from treeline.kernel.errors import ApiError, NotFound, TooManyRequests


class RunNotFound(NotFound):
    code = "run_not_found"

    def __init__(self, message: str = "There is no such run."):
        super().__init__(message)


class TooManyRuns(TooManyRequests):
    """The app answers as many requests at once as it may."""


class RunTimedOut(ApiError):
    status, code = 504, "run_timed_out"


class RunTooLong(ApiError):
    """More events than a stream takes."""

    code = "run_too_long"
