from enum import StrEnum

from treeline.kernel.errors import ApiError, NotFound


class ProviderNotInitialized(ApiError):
    code = "provider_not_initialize"

    def __init__(self, message: str = "No model provider is configured. Add one under Settings, Model providers."):
        super().__init__(message)


class Failure(StrEnum):
    """Why a request failed, for whoever decides whether to make it again."""

    # Too many requests: `again_in` says how long to wait.
    RATE = "rate"
    # The provider, or the way to it, is in trouble.
    AWAY = "away"
    TIMEOUT = "timeout"
    # What was sent is wrong: the same again is no use.
    INPUT = "input"
    # The key or the money: nothing helps but other credentials.
    ACCESS = "access"
    OTHER = "other"


class ProviderError(ApiError):
    """`again_in`: seconds after which the same request may succeed; None: it will not by itself."""

    again_in: float | None = None
    failure: Failure = Failure.OTHER


class QuotaExceeded(ProviderError):
    """The provider says that the account's money or rate is used up."""

    code = "provider_quota_exceeded"


class ModelNotSupported(ProviderError):
    """The provider does not have the model, or not for this use."""

    code = "model_currently_not_support"


class CompletionRequestError(ProviderError):
    """The provider refused, broke off or could not be reached; or what it was to be shown could not be fetched."""

    code = "completion_request_error"


class StepTooLarge(ProviderError):
    """The model calls for more at once than a step may have."""

    code = "step_too_large"


class PathNotFound(CompletionRequestError):
    """There is a server, but not this API at this address."""


class ProviderNotFound(NotFound):
    code = "provider_not_found"


class CredentialNotFound(NotFound):
    code = "credential_not_found"

    def __init__(self, message: str = "Credential not found for this provider in this workspace."):
        super().__init__(message)


class ModelNotFound(NotFound):
    code = "model_not_found"


class CredentialNameTaken(ApiError):
    status, code = 409, "credential_name_taken"


class TooManyCredentials(ApiError):
    code = "max_credentials_exceeded"


class CredentialsRefused(ApiError):
    """The provider was asked with them, and did not answer as it should."""

    code = "credentials_validate_failed"


class SystemProviderRefused(ApiError):
    code = "system_provider_not_supported"

    def __init__(self, message: str = "Hosted models are not available. Use custom, with your own credentials."):
        super().__init__(message)
