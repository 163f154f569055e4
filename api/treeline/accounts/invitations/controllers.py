from uuid import UUID

from flask import Response, after_this_request

from treeline.accounts import errors
from treeline.accounts.access import CONSOLE, allow, current_member
from treeline.accounts.invitations import schemas
from treeline.accounts.invitations.acceptance import AcceptanceService
from treeline.accounts.invitations.activation import ActivationService
from treeline.accounts.invitations.asking import AskingService
from treeline.accounts.invitations.errors import (
    BAD_LINK,
    AccountExists,
    InvitationForAnother,
    InvitationNotFound,
    InvitationSentRecently,
    TooManyInvitations,
)
from treeline.accounts.invitations.service import InvitationService
from treeline.accounts.lockout import Lockout
from treeline.accounts.requests import account_settings, caller, let_in
from treeline.accounts.schemas import WorkspaceOut, WorkspaceSwitched
from treeline.accounts.service import WorkspaceService
from treeline.accounts.verifications.errors import VerificationNotFound, VerificationRevoked, VerificationUsed
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.errors import Forbidden
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import PUBLIC, Routes
from treeline.mail.service import is_configured


def workspace_invitations(can: str) -> InvitationService:
    allow(current_member(), can)
    return InvitationService(db.session, account_settings(), current.redis(), current_member())


def own_acceptance(can: str) -> AcceptanceService:
    allow(current_member(), can)
    return _acceptance()


invitations = Routes(
    "invitations",
    "/console/api/workspaces/current",
    group="Workspaces",
    access=CONSOLE,
    scope=workspace_invitations,
)
joining = Routes("joining", "/console/api/workspaces/join", group="Workspaces", access=CONSOLE, scope=own_acceptance)
activation = Routes("activation", "/console/api/activate", group="Sign-in", access=PUBLIC)


@invitations.get("/invitations", can="manage")
def list_invitations(invitations: InvitationService) -> schemas.InvitationsOut:
    """List the invitations that haven't been accepted, the newest first."""
    data = [schemas.InvitationOut.of(listed) for listed in invitations.all()]
    return schemas.InvitationsOut(data=data, mails=is_configured(account_settings()))


@invitations.post(
    "/members/invite-email",
    can="manage",
    deed="invitation.create",
    status=201,
    refusals=[Forbidden, errors.RoleNotGiven, TooManyInvitations],
)
def invite(invitations: InvitationService, body: schemas.InviteIn) -> schemas.InvitationResults:
    """Invite people to the workspace, with a role.

    They get a mail with a link. Without a mail server, each result has the link for you to pass on. Inviting an address
    again sends a new link; the old one stops working.
    """
    invited = invitations.invite(body.emails, body.role, body.language)
    console = account_settings().console_web_url
    return schemas.InvitationResults(
        invitation_results=[schemas.InvitationResult.of(each, console) for each in invited],
        tenant_id=current_member().workspace_id,
    )


@invitations.post(
    "/invitations/<uuid:invitation_id>/resend",
    can="manage",
    deed="invitation.resend",
    refusals=[Forbidden, errors.RoleNotGiven, InvitationNotFound, InvitationSentRecently],
)
def resend_invitation(invitations: InvitationService, invitation_id: UUID) -> schemas.InvitationResent:
    """Send an invitation again, with a new link. The old one stops working."""
    return schemas.InvitationResent.of(invitations.resend(invitation_id), account_settings().console_web_url)


@invitations.delete(
    "/invitations/<uuid:invitation_id>",
    can="manage",
    deed="invitation.revoke",
    refusals=[Forbidden, InvitationNotFound],
)
def revoke_invitation(invitations: InvitationService, invitation_id: UUID) -> Done:
    """Revoke an invitation. Its link stops working."""
    invitations.revoke(invitation_id)
    return DONE


@joining.post("", can="belong", deed="member.join", refusals=[*BAD_LINK, InvitationForAnother])
def join_workspace(invitation: AcceptanceService, body: schemas.JoinIn) -> WorkspaceSwitched:
    """Accept an invitation with the account you are logged in with, and switch to its workspace."""
    me = current_member()
    workspace_id = invitation.accept(body.token, me.account_id, caller().address).workspace_id
    return WorkspaceSwitched(
        new_tenant=WorkspaceOut.model_validate(WorkspaceService(db.session, me).switch(workspace_id))
    )


@activation.get("/check", refusals=BAD_LINK)
def check_invitation(query: schemas.ActivationQuery) -> schemas.ActivationCheck:
    """Check an invitation's token, without using it."""
    _keep_nowhere()
    return schemas.ActivationCheck(data=schemas.ActivationData.model_validate(_acceptance().look(query.token)))


@activation.post("", transactional=False, refusals=[*BAD_LINK, AccountExists, errors.EmailTaken, errors.TooManyLogins])
def activate(body: schemas.ActivateIn) -> Done:
    """Accept an invitation with a new account, and log in. Sets the same cookies as a login.

    Whoever has an account logs in with `invite_token`, or accepts while logged in.
    """
    _keep_nowhere()
    service = ActivationService(account_settings(), current.redis(), caller())
    let_in(service.activate(body.token, body.name, body.password, body.interface_language, body.timezone))
    return DONE


@activation.post("/ask", refusals=[VerificationNotFound, VerificationUsed, VerificationRevoked, errors.TooManyAttempts])
def ask_for_invitation(body: schemas.AskAgainIn) -> Done:
    """Ask for a new invitation, with the token of one that has expired.

    The members page shows it, and the inviter is mailed; if they can no longer invite, the workspace's owners and
    admins are. Asking again within a day changes nothing.
    """
    _keep_nowhere()
    Lockout(current.redis(), account_settings()).admit(caller().place)
    AskingService(db.session, account_settings(), current.redis()).ask(body.token, caller().address)
    return DONE


def _acceptance() -> AcceptanceService:
    return AcceptanceService(db.session, account_settings(), current.redis())


def _keep_nowhere() -> None:
    @after_this_request
    def say(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        return response
