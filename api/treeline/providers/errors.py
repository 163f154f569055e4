from treeline.kernel.errors import ApiError


class ProviderNotInitialized(ApiError):
    code = "provider_not_initialize"

    def __init__(self, message: str = "No model provider is configured: add one under Settings, Model providers."):
        super().__init__(message)


class QuotaExceeded(ApiError):
    """The provider says that the account's money or rate is used up."""

    code = "provider_quota_exceeded"


class ModelNotSupported(ApiError):
    """The provider does not have the model, or not for this use."""

    code = "model_currently_not_support"


class CompletionRequestError(ApiError):
    """The provider refused, broke off or could not be reached."""

    code = "completion_request_error"
