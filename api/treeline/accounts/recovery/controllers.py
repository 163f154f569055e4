from treeline.accounts import errors
from treeline.accounts.invitations.errors import InvitationForAnother
from treeline.accounts.letters.errors import TooManyMails
from treeline.accounts.recovery import schemas
from treeline.accounts.recovery.service import RecoveryService
from treeline.accounts.requests import account_settings, caller, device, let_in
from treeline.accounts.verifications import errors as proofs
from treeline.kernel import current
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import PUBLIC, Routes
from treeline.mail.settings import is_configured

NO_STORE = {"Cache-Control": "no-store"}
INVALID = [
    proofs.VerificationNotFound,
    proofs.VerificationExpired,
    proofs.VerificationUsed,
    proofs.VerificationRevoked,
    errors.TooManyAttempts,
]
WRONG = [*INVALID, proofs.WrongCode, proofs.TooManyCodes]
ASKED = [TooManyMails, errors.TooManyAttempts]

recovery = Routes("recovery", "/console/api", group="Sign-in", access=PUBLIC, headers=lambda *_: NO_STORE)


@recovery.post("/forgot-password", transactional=False, refusals=ASKED)
def forgot_password(body: schemas.MailIn) -> schemas.Asked:
    """Request a mail with a link and a code to set a new password.

    The reply is the same whether or not an account has this address.
    """
    return _asked(_recovery().ask("reset", body.email))


@recovery.post("/reset-password", transactional=False, refusals=ASKED)
def forgot_password_by_its_other_name(body: schemas.MailIn) -> schemas.Asked:
    """The same as `POST /console/api/forgot-password`, for clients that use this path."""
    return _asked(_recovery().ask("reset", body.email))


@recovery.get("/forgot-password/validity", transactional=False, refusals=INVALID)
def check_reset_link(query: schemas.ProofQuery) -> schemas.ProofOut:
    """Check whether the token of a reset mail is still valid. It stays unused."""
    return schemas.ProofOut(email=_recovery().look("reset", query.token).email)


@recovery.post("/forgot-password/validity", transactional=False, refusals=WRONG)
def prove_reset_code(body: schemas.MailedCodeIn) -> schemas.Proven:
    """Verify the code of a reset mail. Returns a token to set a new password with."""
    proven, token = _recovery().prove(body.token, body.code, body.email)
    return schemas.Proven(email=proven.email, token=token)


@recovery.post("/forgot-password/resets", transactional=False, refusals=[*INVALID, errors.TooManyLogins])
def reset_password(body: schemas.ResetIn) -> Done:
    """Set a new password. Ends all sessions of the account; log in afterwards."""
    _recovery().set_password(body.token, body.new_password)
    return DONE


@recovery.post("/email-code-login", transactional=False, refusals=ASKED)
def ask_login_code(body: schemas.MailIn) -> schemas.Asked:
    """Request a mail with a code and a link to log in without a password.

    The reply is the same whether or not an account has this address.
    """
    return _asked(_recovery().ask("login_code", body.email))


@recovery.get("/email-code-login/validity", transactional=False, refusals=INVALID)
def check_login_link(query: schemas.ProofQuery) -> schemas.ProofOut:
    """Check whether the token of a login mail is still valid. It stays unused."""
    return schemas.ProofOut(email=_recovery().look("login", query.token).email)


@recovery.post(
    "/email-code-login/validity",
    transactional=False,
    refusals=[
        *WRONG,
        errors.AuthenticationFailed,
        errors.SecondFactorRequired,
        errors.NoWorkspace,
        InvitationForAnother,
    ],
)
def log_in_by_code(body: schemas.CodeLoginIn) -> Done:
    """Log in with the code of a login mail. Sets the cookies access_token, refresh_token and csrf_token."""
    proof = (body.token, body.code, body.email)
    let_in(_recovery().log_in(*proof, remember=body.remember_me, device=device(), invitation=body.invite_token))
    return DONE


def _recovery() -> RecoveryService:
    return RecoveryService(account_settings(), current.redis(), caller())


def _asked(token: str) -> schemas.Asked:
    return schemas.Asked(data=token, mailed=is_configured(account_settings()))
