from treeline.accounts import errors
from treeline.accounts.access import CONSOLE, own_account
from treeline.accounts.addresses import schemas
from treeline.accounts.addresses.errors import EmailUnchanged
from treeline.accounts.addresses.service import AddressService
from treeline.accounts.models import Account
from treeline.accounts.recovery.controllers import ASKED, NO_STORE, WRONG
from treeline.accounts.recovery.schemas import Asked, MailedCodeIn
from treeline.accounts.requests import account_settings, caller
from treeline.accounts.schemas import AccountOut
from treeline.kernel import current
from treeline.kernel.web import Routes
from treeline.mail.settings import is_configured

addresses = Routes(
    "account_address",
    "/console/api/account/change-email",
    group="Account",
    access=CONSOLE,
    scope=own_account,
    headers=lambda _: NO_STORE,
)


@addresses.post(
    "",
    can="belong",
    deed="account.ask_new_email",
    transactional=False,
    refusals=[*ASKED, EmailUnchanged, errors.WrongPassword, errors.TooManyFailures, errors.TooManyLogins],
)
def ask_new_email(me: Account, body: schemas.ChangeEmailIn) -> Asked:
    """Request a mail with a code to a new address.

    The reply is the same whether or not another account has this address.
    """
    token = _service(me).ask(body.email, body.password or "")
    return Asked(data=token, mailed=is_configured(account_settings()))


@addresses.post(
    "/validity", can="belong", deed="account.change_email", transactional=False, refusals=[*WRONG, errors.EmailTaken]
)
def change_email(me: Account, body: MailedCodeIn) -> AccountOut:
    """Change your email address, with the code of the mail to the new one."""
    return AccountOut.model_validate(_service(me).change(body.token, body.code))


def _service(me: Account) -> AddressService:
    return AddressService(account_settings(), current.redis(), caller(), me)
