from treeline.kernel.errors import ApiError


class TriggerNotFound(ApiError):
    status, code = 404, "trigger_not_found"

    def __init__(self, message: str = "The published workflow has no such trigger."):
        super().__init__(message)


class EventNotFound(ApiError):
    status, code = 404, "trigger_event_not_found"

    def __init__(self, message: str = "Event not found, or deleted since."):
        super().__init__(message)
