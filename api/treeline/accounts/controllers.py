from flask import Response, after_this_request

from treeline.accounts import errors, schemas
from treeline.accounts.access import CONSOLE, allow, current_member, from_this_machine, own_account
from treeline.accounts.cookies import ACCESS, INIT, REFRESH, Cookies
from treeline.accounts.invitations.errors import BAD_LINK, InvitationForAnother
from treeline.accounts.models import Account
from treeline.accounts.requests import account_settings, caller, cookie, device, let_in, logins
from treeline.accounts.schemas import AccountOut, WorkspaceOut
from treeline.accounts.service import ProfileService, WorkspaceService
from treeline.accounts.setup import PROOF_SECONDS, SetupService
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.errors import Forbidden
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import PUBLIC, Routes


def own_workspaces(can: str) -> WorkspaceService:
    allow(current_member(), can)
    return WorkspaceService(db.session, current_member())


entrance = Routes("entrance", "/console/api", group="Sign-in", access=PUBLIC)
account = Routes("account", "/console/api/account", group="Account", access=CONSOLE, scope=own_account)
workspaces = Routes("workspaces", "/console/api/workspaces", group="Workspaces", access=CONSOLE, scope=own_workspaces)


@entrance.get("/setup", transactional=False)
def read_setup() -> schemas.SetupOut:
    """Check whether setup is complete."""
    at = _setup().setup_at()
    return schemas.SetupOut(step="finished" if at else "not_started", setup_at=at.isoformat() if at else None)


@entrance.post(
    "/setup",
    transactional=False,
    status=201,
    refusals=[errors.AlreadySetUp, errors.NotInitValidated, errors.TooManyLogins],
)
def set_up(body: schemas.SetupIn) -> Done:
    """Set up Treeline: create the first account, which owns the first workspace."""
    _setup().set_up(
        **body.model_dump(),
        proof=cookie(INIT),
        from_this_machine=from_this_machine(),
        address=caller().address,
    )
    return DONE


@entrance.get("/init", transactional=False)
def read_init() -> schemas.InitOut:
    """Check whether INIT_PASSWORD has been validated, if it is set."""
    return schemas.InitOut(status="finished" if _setup().is_validated(cookie(INIT)) else "not_started")


@entrance.post(
    "/init",
    transactional=False,
    status=201,
    refusals=[errors.AlreadySetUp, errors.InitValidateFailed, errors.TooManyFailures, errors.TooManyLogins],
)
def validate_init(body: schemas.InitIn) -> Done:
    """Validate INIT_PASSWORD. Complete setup within 30 minutes."""
    proof = _setup().validate(body.password, caller())

    @after_this_request
    def keep(response: Response) -> Response:
        Cookies(account_settings()).set(response, INIT, proof, PROOF_SECONDS)
        return response

    return DONE


@entrance.post(
    "/login",
    transactional=False,
    refusals=[
        errors.AuthenticationFailed,
        errors.TooManyFailures,
        errors.TooManyAttempts,
        errors.TooManyLogins,
        errors.SecondFactorRequired,
        errors.NoWorkspace,
        *BAD_LINK,
        InvitationForAnother,
    ],
)
def log_in(body: schemas.LoginIn) -> Done:
    """Log in. Sets the cookies access_token, refresh_token and csrf_token."""
    let_in(logins().log_in(body.email, body.password, body.remember_me, device(), body.invite_token))
    return DONE


@entrance.post(
    "/refresh-token",
    transactional=False,
    refusals=[errors.RefreshTokenInvalid, errors.RefreshTokenExpired, errors.RefreshTokenReused],
)
def refresh_token() -> Done:
    """Refresh the three cookies. Requires only the refresh_token cookie.

    The previous refresh_token stays valid for 60 seconds and returns the same new cookies. Using it later ends the
    session.
    """
    let_in(logins().refresh(cookie(REFRESH)))
    return DONE


@entrance.post("/logout", transactional=False)
def log_out() -> Done:
    """Log out: end this session and clear its cookies."""
    logins().log_out(cookie(ACCESS), cookie(REFRESH))

    @after_this_request
    def clear(response: Response) -> Response:
        Cookies(account_settings()).clear_login(response)
        return response

    return DONE


@account.get("/profile", can="belong")
def read_profile(me: Account) -> AccountOut:
    """Get the current account."""
    return _shown(me)


@account.post("/name", can="belong", deed="account.change")
def change_name(me: Account, body: schemas.NameIn) -> AccountOut:
    """Change your name."""
    return _shown(ProfileService(me).change(name=body.name))


@account.post("/interface-language", can="belong")
def change_interface_language(me: Account, body: schemas.LanguageIn) -> AccountOut:
    """Change the interface language."""
    return _shown(ProfileService(me).change(interface_language=body.interface_language))


@account.post("/interface-theme", can="belong")
def change_interface_theme(me: Account, body: schemas.ThemeIn) -> AccountOut:
    """Change the interface theme: light or dark."""
    return _shown(ProfileService(me).change(interface_theme=body.interface_theme))


@account.post("/timezone", can="belong")
def change_timezone(me: Account, body: schemas.TimezoneIn) -> AccountOut:
    """Change your time zone."""
    return _shown(ProfileService(me).change(timezone=body.timezone))


@account.post(
    "/password",
    can="belong",
    deed="account.change_password",
    transactional=False,
    refusals=[errors.WrongPassword, errors.TooManyFailures, errors.TooManyLogins],
)
def change_password(me: Account, body: schemas.PasswordIn) -> AccountOut:
    """Change your password. Ends all other sessions of the account, and with `delete_tokens` its personal tokens."""
    session_id = current_member().session_id
    changed = logins().change_password(
        me, session_id, body.password or "", body.new_password, with_tokens=body.delete_tokens
    )
    return _shown(changed)


@workspaces.get("", can="belong")
def list_workspaces(mine: WorkspaceService) -> schemas.WorkspacesOut:
    """List your workspaces."""
    return schemas.WorkspacesOut(
        can_create=mine.may_create(account_settings().allow_create_workspace),
        workspaces=[schemas.OneOfMyWorkspaces.model_validate(one) for one in mine.all()],
    )


@workspaces.get("/current", can="belong")
def read_current_workspace(mine: WorkspaceService) -> WorkspaceOut:
    """Get the current workspace."""
    return WorkspaceOut.model_validate(mine.current())


@workspaces.post("/current", can="belong")
def read_current_workspace_by_post(mine: WorkspaceService) -> WorkspaceOut:
    """Get the current workspace, for clients that use POST."""
    return WorkspaceOut.model_validate(mine.current())


@workspaces.post(
    "",
    can="belong",
    deed="workspace.create",
    status=201,
    refusals=[errors.WorkspacesNotCreated, errors.TooManyWorkspaces],
)
def create_workspace(mine: WorkspaceService, body: schemas.WorkspaceInfo) -> WorkspaceOut:
    """Create a workspace that you own. Switch to it to work in it."""
    return WorkspaceOut.model_validate(mine.create(body.name, allowed=account_settings().allow_create_workspace))


@workspaces.post("/switch", can="belong", refusals=[errors.WorkspaceNotFound])
def switch_workspace(mine: WorkspaceService, body: schemas.WorkspaceSwitch) -> schemas.WorkspaceSwitched:
    """Switch to another workspace."""
    return schemas.WorkspaceSwitched(new_tenant=WorkspaceOut.model_validate(mine.switch(body.tenant_id)))


@workspaces.post("/info", can="manage", deed="workspace.rename", refusals=[Forbidden])
def rename_workspace(mine: WorkspaceService, body: schemas.WorkspaceInfo) -> schemas.WorkspaceChanged:
    """Rename the current workspace."""
    return schemas.WorkspaceChanged(tenant=WorkspaceOut.model_validate(mine.rename(body.name)))


def _shown(me: Account) -> AccountOut:
    shown = AccountOut.model_validate(me)
    shown.two_step_missing = current_member().lacks_two_step
    return shown


def _setup() -> SetupService:
    return SetupService(account_settings(), current.redis())
