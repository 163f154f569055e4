from uuid import UUID

from treeline.accounts import errors
from treeline.accounts.access import CONSOLE, allow, current_member, own_account
from treeline.accounts.invitations.errors import BAD_LINK, InvitationForAnother
from treeline.accounts.models import Account
from treeline.accounts.passkeys import schemas
from treeline.accounts.passkeys.errors import (
    PasskeyExpired,
    PasskeyInvalid,
    PasskeyNotFound,
    PasskeyRejected,
    PasskeysUnavailable,
    PasskeyTaken,
    TooManyPasskeys,
)
from treeline.accounts.passkeys.party import is_available
from treeline.accounts.passkeys.service import PasskeyCeremonies, PasskeyService
from treeline.accounts.requests import account_settings, device, let_in, logins
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import PUBLIC, Routes


def own_passkeys(can: str) -> PasskeyService:
    allow(current_member(), can)
    return PasskeyService(db.session, current_member().account_id)


PREFIX = "/console/api/account/passkeys"
passkeys = Routes("passkeys", PREFIX, group="Account", access=CONSOLE, scope=own_passkeys)
new_passkeys = Routes("new_passkeys", PREFIX, group="Account", access=CONSOLE, scope=own_account)
login = Routes("passkey_login", "/console/api/login/passkey", group="Sign-in", access=PUBLIC)


@passkeys.get("", can="belong")
def list_passkeys(mine: PasskeyService) -> schemas.PasskeysOut:
    """List your passkeys, oldest first."""
    data = [schemas.PasskeyOut.model_validate(each) for each in mine.all()]
    return schemas.PasskeysOut(data=data, available=is_available(account_settings()))


@new_passkeys.post(
    "/options",
    can="belong",
    transactional=False,
    refusals=[
        PasskeysUnavailable,
        TooManyPasskeys,
        errors.WrongPassword,
        errors.TooManyFailures,
        errors.TooManyLogins,
    ],
)
def ask_for_passkey(me: Account, body: schemas.PasskeyOptionsIn) -> schemas.PasskeyOptions:
    """Get the options to create a passkey with in the browser. Requires your password."""
    ceremonies = _ceremonies()
    logins().confirm(me, body.password or "")
    return schemas.PasskeyOptions(options=ceremonies.registration(me, current_member().session_id))


@new_passkeys.post(
    "",
    can="belong",
    deed="passkey.create",
    transactional=False,
    status=201,
    refusals=[PasskeysUnavailable, PasskeyExpired, PasskeyInvalid, PasskeyTaken, TooManyPasskeys],
)
def register_passkey(me: Account, body: schemas.PasskeyIn) -> schemas.PasskeyOut:
    """Register the passkey that the browser has created."""
    credential = body.credential.model_dump(by_alias=True)
    passkey = _ceremonies().register(me.id, current_member().session_id, credential, body.name)
    return schemas.PasskeyOut.model_validate(passkey)


@passkeys.patch("/<uuid:passkey_id>", can="belong", deed="passkey.rename", refusals=[PasskeyNotFound])
def rename_passkey(mine: PasskeyService, passkey_id: UUID, body: schemas.PasskeyRename) -> schemas.PasskeyOut:
    """Rename a passkey."""
    return schemas.PasskeyOut.model_validate(mine.rename(passkey_id, body.name))


@passkeys.delete(
    "/<uuid:passkey_id>",
    can="belong",
    deed="passkey.delete",
    status=204,
    refusals=[PasskeyNotFound, errors.LastSignInMethod],
)
def remove_passkey(mine: PasskeyService, passkey_id: UUID) -> None:
    """Remove a passkey. It can no longer be used to sign in; sessions that began with it go on."""
    mine.remove(passkey_id, account_settings())


@login.post("/options", transactional=False, refusals=[PasskeysUnavailable, errors.TooManyAttempts])
def ask_for_login() -> schemas.PasskeyOptions:
    """Get the options to sign in with a passkey in the browser."""
    logins().admit()
    return schemas.PasskeyOptions(options=_ceremonies().request())


@login.post(
    "",
    transactional=False,
    refusals=[
        PasskeysUnavailable,
        PasskeyExpired,
        PasskeyRejected,
        errors.TooManyAttempts,
        errors.NoWorkspace,
        *BAD_LINK,
        InvitationForAnother,
    ],
)
def log_in_with_passkey(body: schemas.PasskeyLoginIn) -> Done:
    """Log in with a passkey, without a password or a second step. Sets the same cookies as POST /login."""
    mine, ceremonies = logins(), _ceremonies()
    mine.admit()
    with mine.attempt("passkey") as attempt:
        account_id = ceremonies.log_in(body.credential.model_dump(by_alias=True), attempt)
        tokens = mine.complete(
            account_id, method="passkey", remember=body.remember_me, device=device(), invitation=body.invite_token
        )
    let_in(tokens)
    return DONE


def _ceremonies() -> PasskeyCeremonies:
    return PasskeyCeremonies(account_settings(), current.redis())
