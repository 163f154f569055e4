from treeline.kernel.errors import ApiError, NotFound


class TraceTargetNotFound(NotFound):
    code = "trace_target_not_found"

    def __init__(self, message: str = "Tracing with this provider is not set up for the app."):
        super().__init__(message)


class TraceTargetExists(ApiError):
    status, code = 409, "trace_target_exists"

    def __init__(self, message: str = "Tracing with this provider is already set up for the app."):
        super().__init__(message)


class TraceDeliveryNotFound(NotFound):
    code = "trace_delivery_not_found"

    def __init__(self, message: str = "Trace not found in this app."):
        super().__init__(message)


class TraceNotFailed(ApiError):
    status, code = 409, "trace_not_failed"

    def __init__(self, message: str = "Only a failed trace can be sent again."):
        super().__init__(message)
