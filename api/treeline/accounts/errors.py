"""Errors of login, setup and membership."""

from collections.abc import Mapping
from typing import ClassVar

from treeline.kernel.errors import ApiError, Forbidden, NotFound, TooManyRequests, Unauthorized, Unavailable
from treeline.kernel.validation import problem


class WrongSecretKey(Exception):
    """SECRET_KEY is not the one this database was set up with; no process may start with it."""


class AuthenticationFailed(Unauthorized):
    code = "authentication_failed"

    def __init__(self, message: str = "The email address or password is incorrect."):
        super().__init__(message)


class TooManyFailures(TooManyRequests):
    code = "too_many_login_failures"


class TooManyAttempts(TooManyRequests):
    code = "too_many_login_attempts"


class TooManyLogins(Unavailable):
    code = "too_many_logins"

    def __init__(self, message: str = "Too many logins at once. Try again in 2 seconds."):
        super().__init__(message, headers={"Retry-After": "2"})


class SecondFactorRequired(Unauthorized):
    """The first step was right. `challenge` is the proof of it, and what the second step is sent with."""

    code = "second_factor_required"

    def __init__(self, challenge: str):
        message = (
            "This account uses two-step verification. Enter a code from your authenticator app, or a recovery code."
        )
        at = {"path": "challenge", "message": "proof of the first step", "type": "challenge"}
        super().__init__(message, [{**at, "params": {"challenge": challenge}}])


class NoWorkspace(Forbidden):
    code = "no_workspace"

    def __init__(self, message: str = "This account no longer belongs to a workspace. Ask for an invitation."):
        super().__init__(message)


class AccessTokenInvalid(Unauthorized):
    code = "access_token_invalid"


class AccessTokenExpired(Unauthorized):
    code = "access_token_expired"


class AccessEnded(Unauthorized):
    """Told to whom a stream is cut off."""

    code = "access_ended"

    def __init__(self, message: str = "Access has ended: the API key, the login or the role it needs is gone."):
        super().__init__(message)


class CsrfFailed(Unauthorized):
    code = "csrf_failed"


class RefreshRefused(Unauthorized):
    more: ClassVar[Mapping[str, str]] = {"result": "fail"}


class RefreshTokenInvalid(RefreshRefused):
    code = "refresh_token_invalid"


class RefreshTokenExpired(RefreshRefused):
    code = "refresh_token_expired"


class RefreshTokenReused(RefreshRefused):
    code = "refresh_token_reused"


class AlreadySetUp(Forbidden):
    code = "already_setup"

    def __init__(self, message: str = "Treeline is already set up. Log in, or ask the owner for an invitation."):
        super().__init__(message)


class NotInitValidated(Unauthorized):
    code = "not_init_validated"


class InitValidateFailed(Unauthorized):
    code = "init_validate_failed"


class EmailTaken(ApiError):
    status, code = 409, "email_taken"


class AccountNotFound(NotFound):
    code = "account_not_found"


class WrongPassword(ApiError):
    code = "wrong_password"

    def __init__(self, message: str = "password: incorrect current password."):
        super().__init__(message, [problem("wrong_password", "incorrect current password").at("password")])


class LastSignInMethod(ApiError):
    status, code = 409, "last_sign_in_method"

    def __init__(self, message: str = "This is your only way to sign in. Add another one first."):
        super().__init__(message)


class SessionNotFound(NotFound):
    code = "session_not_found"

    def __init__(self, message: str = "This session has ended, or isn't yours."):
        super().__init__(message)


class TwoStepRequired(Forbidden):
    """Of the workspace that the session is in. Until then the account's own routes are open, and those to leave it."""

    code = "two_step_required"

    def __init__(self, message: str = "This workspace requires two-step verification. Turn it on to continue."):
        super().__init__(message)


class OwnTwoStepMissing(ApiError):
    status, code = 409, "own_two_step_missing"

    def __init__(self, message: str = "Turn on two-step verification for your own account first."):
        super().__init__(message)


class WorkspaceNotFound(NotFound):
    code = "workspace_not_found"

    def __init__(self, message: str = "Workspace not found, or you are not a member of it."):
        super().__init__(message)


class AlreadyMember(ApiError):
    status, code = 409, "already_member"


class MemberNotFound(NotFound):
    code = "member_not_found"

    def __init__(self, message: str = "This account is not a member of the workspace."):
        super().__init__(message)


class CannotOperateSelf(ApiError):
    code = "cannot_operate_self"


class LastOwner(ApiError):
    status, code = 409, "last_owner"

    def __init__(self, message: str = "A workspace needs an owner: transfer it to another member first."):
        super().__init__(message)


class RoleNotGiven(Forbidden):
    code = "role_not_given"

    @classmethod
    def to(cls, own: str, role: str) -> "RoleNotGiven":
        if role == "owner":
            return cls("Nobody can be made an owner: an owner transfers the workspace to another member.")
        return cls(f"With the role {own} you can't give or take the role {role}.")


class WorkspacesNotCreated(Forbidden):
    code = "workspaces_not_created"

    def __init__(self, message: str = "On this installation only instance admins can create workspaces."):
        super().__init__(message)


class TooManyWorkspaces(ApiError):
    status, code = 409, "too_many_workspaces"
