from collections.abc import Mapping
from typing import ClassVar

from treeline.kernel.errors import ApiError, TooManyRequests


class WebhookNotFound(ApiError):
    status, code = 404, "webhook_not_found"

    def __init__(self, message: str = "Webhook not found, or it is switched off."):
        super().__init__(message)


class WebhookRefused(ApiError):
    """A request that isn't as the webhook's node wants it: all faults at once."""

    status, code = 400, "webhook_request_invalid"
    more: ClassVar[Mapping[str, str]] = {"error": "invalid_request"}


class SignatureInvalid(ApiError):
    status, code = 401, "webhook_signature_invalid"


class TooManyDeliveries(TooManyRequests):
    code = "webhook_too_many_requests"
