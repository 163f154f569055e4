from treeline.kernel.errors import ApiError, NotFound, TooManyRequests, Unavailable


class RunNotFound(NotFound):
    code = "run_not_found"

    def __init__(self, message: str = "Run not found."):
        super().__init__(message)


class TooManyRuns(TooManyRequests):
    """The app answers as many requests at once as it may."""


class VersionDeleted(ApiError):
    """Between the look at what the app answers with and the start."""

    status, code = 409, "app_asset_version_deleted"

    def __init__(self, message: str = "The version of the app's files was just deleted. Try again."):
        super().__init__(message)


class RunTimedOut(ApiError):
    status, code = 504, "run_timed_out"


class RunTooLong(ApiError):
    """More events than a stream takes."""

    code = "run_too_long"


class WorkerLost(ApiError):
    status, code = 500, "worker_lost"
    retryable = True


class NoWorker(Unavailable):
    code = "no_worker"


class Broken(ApiError):
    """A bug of ours ended the run."""

    status, code = 500, "internal_server_error"
