from treeline.kernel.errors import ApiError


class FiringNotFound(ApiError):
    status, code = 404, "schedule_firing_not_found"

    def __init__(self, message: str = "This schedule has no such time."):
        super().__init__(message)


class FiringUnfinished(ApiError):
    status, code = 409, "schedule_firing_unfinished"

    def __init__(self, message: str = "The run of this time hasn't finished yet."):
        super().__init__(message)
