from treeline.accounts import errors
from treeline.accounts.access import CONSOLE, allow, current_member, own_account
from treeline.accounts.invitations.errors import BAD_LINK, InvitationForAnother
from treeline.accounts.lockout import Lockout
from treeline.accounts.models import Account
from treeline.accounts.requests import account_settings, caller, device, let_in, logins
from treeline.accounts.two_step import schemas
from treeline.accounts.two_step.enforcement import TwoStepPolicy
from treeline.accounts.two_step.errors import (
    ChallengeExpired,
    TwoStepEnabled,
    TwoStepNotEnabled,
    TwoStepNotStarted,
    TwoStepUnreadable,
    WrongSecondFactor,
)
from treeline.accounts.two_step.guessing import SecondFactor
from treeline.accounts.two_step.service import TwoStepService
from treeline.kernel import current
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import PUBLIC, Routes


def own_policy(can: str) -> TwoStepPolicy:
    allow(current_member(), can)
    return TwoStepPolicy(db.session, current_member())


two_step = Routes("two_step", "/console/api/account/two-step", group="Account", access=CONSOLE, scope=own_account)
second_factor = Routes("second_factor", "/console/api/login", group="Sign-in", access=PUBLIC)
policy = Routes(
    "two_step_policy",
    "/console/api/workspaces/current/two-step",
    group="Workspaces",
    access=CONSOLE,
    scope=own_policy,
)
GUESSING = [WrongSecondFactor, TwoStepUnreadable, errors.TooManyFailures, errors.TooManyLogins]


@two_step.get("", can="belong")
def read_two_step(me: Account) -> schemas.TwoStepOut:
    """Check whether two-step verification is on."""
    mine = TwoStepService(db.session, account_settings(), me.id)
    at = mine.enabled_at()
    return schemas.TwoStepOut(enabled=at is not None, enabled_at=at, recovery_codes_left=mine.codes_left())


@two_step.post(
    "/setup",
    can="belong",
    transactional=False,
    refusals=[TwoStepEnabled, errors.WrongPassword, errors.TooManyFailures, errors.TooManyLogins],
)
def start_two_step(me: Account, body: schemas.TwoStepSetupIn) -> schemas.TwoStepSetupOut:
    """Start the setup of two-step verification: get a secret for your authenticator app. Requires your password."""
    logins().confirm(me, body.password or "")
    with unit_of_work() as session:
        secret, address = TwoStepService(session, account_settings(), me.id).begin(me.email)
    return schemas.TwoStepSetupOut(secret=secret, address=address)


@two_step.post(
    "/confirm",
    can="belong",
    deed="two_step.enable",
    transactional=False,
    refusals=[TwoStepNotStarted, TwoStepEnabled, *GUESSING],
)
def confirm_two_step(me: Account, body: schemas.SecondFactorCodeIn) -> schemas.RecoveryCodesOut:
    """Turn on two-step verification with a code from the app. Ends all other sessions of the account."""
    codes = _second_factor(me).confirm(body.code, current_member().session_id)
    return schemas.RecoveryCodesOut(recovery_codes=codes)


@two_step.post(
    "/recovery-codes",
    can="belong",
    deed="two_step.renew_codes",
    transactional=False,
    refusals=[TwoStepNotEnabled, *GUESSING],
)
def renew_recovery_codes(me: Account, body: schemas.SecondFactorCodeIn) -> schemas.RecoveryCodesOut:
    """Replace your recovery codes. The old ones stop working."""
    return schemas.RecoveryCodesOut(recovery_codes=_second_factor(me).renew_codes(body.code))


@two_step.post(
    "/disable", can="belong", deed="two_step.disable", transactional=False, refusals=[TwoStepNotEnabled, *GUESSING]
)
def disable_two_step(me: Account, body: schemas.SecondFactorCodeIn) -> Done:
    """Turn off two-step verification. Requires a code."""
    _second_factor(me).disable(body.code)
    return DONE


@second_factor.post(
    "/second-factor",
    transactional=False,
    refusals=[
        ChallengeExpired,
        TwoStepNotEnabled,
        errors.TooManyAttempts,
        errors.NoWorkspace,
        *GUESSING,
        *BAD_LINK,
        InvitationForAnother,
    ],
)
def log_in_with_code(body: schemas.SecondFactorIn) -> Done:
    """Complete a login that returned `second_factor_required`. Sets the same cookies as POST /login."""
    let_in(logins().take_second_step(body.challenge, body.code, device(), body.invite_token))
    return DONE


@policy.get("", can="belong")
def read_two_step_policy(policy: TwoStepPolicy) -> schemas.TwoStepPolicyOut:
    """Check whether the current workspace requires two-step verification."""
    return schemas.TwoStepPolicyOut(required=policy.is_required(), members_without=policy.members_without())


@policy.post("", can="own", deed="workspace.require_two_step", refusals=[errors.OwnTwoStepMissing])
def change_two_step_policy(policy: TwoStepPolicy, body: schemas.TwoStepPolicyIn) -> schemas.TwoStepPolicyOut:
    """Require two-step verification of all members of the current workspace, or no longer.

    Members without it are asked to turn it on before they can go on. Signing in with a passkey also counts.
    """
    policy.require(body.required)
    return schemas.TwoStepPolicyOut(required=policy.is_required(), members_without=policy.members_without())


def _second_factor(me: Account) -> SecondFactor:
    return SecondFactor(account_settings(), Lockout(current.redis(), account_settings()), caller(), me.id)
