from flask import Response, after_this_request

from treeline.accounts.access import CONSOLE, own_account
from treeline.accounts.closing import schemas
from treeline.accounts.closing.errors import SoleInstanceAdmin, SoleOwner
from treeline.accounts.closing.service import AccountClosing
from treeline.accounts.cookies import Cookies
from treeline.accounts.models import Account
from treeline.accounts.recovery.controllers import ASKED, NO_STORE, WRONG
from treeline.accounts.recovery.schemas import Asked
from treeline.accounts.requests import account_settings, caller
from treeline.kernel import current
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import Routes
from treeline.mail.settings import is_configured

KEPT = [SoleOwner, SoleInstanceAdmin]

closing = Routes(
    "account_closing",
    "/console/api/account/delete",
    group="Account",
    access=CONSOLE,
    scope=own_account,
    headers=lambda _: NO_STORE,
)


@closing.get("", can="belong", transactional=False)
def preview_deletion(me: Account) -> schemas.DeletionOut:
    """List the workspaces that would be deleted with your account, and those that you must transfer first."""
    ends, blocks = _service(me).preview()
    as_out = schemas.EndingWorkspace.model_validate
    return schemas.DeletionOut(ends=[as_out(each) for each in ends], blocks=[as_out(each) for each in blocks])


@closing.get("/verify", can="belong", transactional=False, refusals=[*ASKED, *KEPT])
def ask_deletion_code(me: Account) -> Asked:
    """Request a mail with the code that deletes your account."""
    return Asked(data=_service(me).ask(), mailed=is_configured(account_settings()))


@closing.post("", can="belong", deed="account.delete", transactional=False, refusals=[*WRONG, *KEPT])
def delete_account(me: Account, body: schemas.DeleteAccountIn) -> Done:
    """Delete your account, and the workspaces that have no other member."""
    _service(me).close(body.token, body.code)

    @after_this_request
    def clear(response: Response) -> Response:
        Cookies(account_settings()).clear_login(response)
        return response

    return DONE


def _service(me: Account) -> AccountClosing:
    return AccountClosing(account_settings(), current.redis(), caller(), me)
