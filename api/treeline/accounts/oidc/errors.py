from treeline.kernel.errors import ApiError, Forbidden, NotFound, Unauthorized


class NoAnswer(Exception):
    """The provider could not be asked, or its answer is none; why, for the log."""


class CodeRefused(Exception):
    """The provider does not take the code that the browser brought; why, for the log."""


class NotBelieved(Exception):
    """What came back proves nothing; why, for the log."""


class OidcProviderNotFound(NotFound):
    code = "oidc_provider_not_found"

    def __init__(self, message: str = "This sign-in provider is not configured."):
        super().__init__(message)


class OidcProviderFailed(ApiError):
    """It could not be asked, or its answer is none. Why stands in the log: it may name addresses within the house."""

    status, code = 502, "oidc_provider_failed"

    def __init__(self, message: str = "The sign-in provider can't be reached, or is misconfigured. Try again later."):
        super().__init__(message)


class OidcAttemptExpired(ApiError):
    """Nothing is known of it: it took too long, was used before, or never began here."""

    code = "oidc_attempt_expired"

    def __init__(self, message: str = "This sign-in has expired or was already used. Start again."):
        super().__init__(message)


class OidcAttemptForeign(ApiError):
    code = "oidc_attempt_foreign"

    def __init__(self, message: str = "This sign-in was started in another browser, or as someone else. Start again."):
        super().__init__(message)


class OidcDenied(Forbidden):
    code = "oidc_denied"

    def __init__(self, message: str = "The sign-in was canceled, or the provider did not allow it."):
        super().__init__(message)


class OidcTokenInvalid(Unauthorized):
    code = "oidc_token_invalid"

    def __init__(self, message: str = "The provider's reply could not be verified. Start again."):
        super().__init__(message)


class OidcNotConnected(Forbidden):
    """The same whether or not there is an account with the address."""

    code = "oidc_not_connected"

    def __init__(
        self,
        message: str = "No account is connected to this sign-in. Sign in another way and connect it in your settings, "
        "or ask for an invitation.",
    ):
        super().__init__(message)


class OidcEmailDiffers(Forbidden):
    code = "oidc_email_differs"

    def __init__(
        self,
        message: str = "This invitation is for another email address than the one you have at this provider. Accept it "
        "another way, or ask for an invitation to that address.",
    ):
        super().__init__(message)


class OidcEmailUnverified(Forbidden):
    code = "oidc_email_unverified"

    def __init__(
        self,
        message: str = "This provider has not verified your email address. Verify it there, or accept another way.",
    ):
        super().__init__(message)


class OidcNotAllowed(Forbidden):
    code = "oidc_not_allowed"

    def __init__(self, message: str = "None of your groups at this provider may sign in. Ask an admin."):
        super().__init__(message)


class IdentityTaken(ApiError):
    status, code = 409, "identity_taken"

    def __init__(self, message: str = "This sign-in is already connected to another account."):
        super().__init__(message)


class AlreadyConnected(ApiError):
    status, code = 409, "already_connected"

    def __init__(self, message: str = "Your account is already connected to this provider. Disconnect it first."):
        super().__init__(message)


class IdentityNotFound(NotFound):
    code = "identity_not_found"

    def __init__(self, message: str = "This connected account doesn't exist."):
        super().__init__(message)
