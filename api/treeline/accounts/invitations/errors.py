"""Errors of invitations. Those of a link that has expired, or was used or revoked, are those of verifications."""

from treeline.accounts.verifications.errors import (
    VerificationExpired,
    VerificationNotFound,
    VerificationRevoked,
    VerificationUsed,
)
from treeline.kernel.errors import ApiError, Forbidden, NotFound, TooManyRequests

# What is wrong with a link.
BAD_LINK = (VerificationNotFound, VerificationExpired, VerificationUsed, VerificationRevoked)


class InvitationForAnother(Forbidden):
    code = "invitation_for_another"

    def __init__(self, email: str):
        super().__init__(f"This invitation is for {email}. Log in with that account to accept it.")


class AccountExists(ApiError):
    status, code = 409, "account_exists"

    def __init__(self, message: str = "You already have an account with this email address. Log in to accept."):
        super().__init__(message)


class InvitationNotFound(NotFound):
    code = "invitation_not_found"

    def __init__(self, message: str = "Invitation not found: it may have been accepted or revoked."):
        super().__init__(message)


class InvitationSentRecently(TooManyRequests):
    code = "invitation_sent_recently"

    def __init__(self, seconds: int):
        message = f"This invitation was sent less than a minute ago. Try again in {seconds} seconds."
        super().__init__(message, headers={"Retry-After": str(seconds)})


class TooManyInvitations(ApiError):
    status, code = 409, "too_many_invitations"
