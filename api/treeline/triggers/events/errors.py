from treeline.kernel.errors import ApiError


class SubscriptionNotFound(ApiError):
    status, code = 404, "trigger_subscription_not_found"

    def __init__(self, message: str = "Subscription not found in this workspace."):
        super().__init__(message)


class SubscriptionExists(ApiError):
    status, code = 409, "trigger_subscription_exists"

    def __init__(self, name: str):
        super().__init__(f"A subscription named {name} already exists.")


class SubscriptionInUse(ApiError):
    status, code = 409, "trigger_subscription_in_use"


class SourceFailed(ApiError):
    """What is subscribed to could not be asked, or its answer is none."""

    code = "trigger_source_failed"
