from uuid import UUID

from treeline.accounts import errors
from treeline.accounts.access import CONSOLE, allow, current_member
from treeline.accounts.members import schemas
from treeline.accounts.members.service import MemberService
from treeline.accounts.members.transfer import TransferService
from treeline.accounts.requests import account_settings
from treeline.accounts.schemas import MemberOut, MembersOut, WorkspaceOut
from treeline.accounts.service import WorkspaceService
from treeline.accounts.verifications.errors import (
    TooManyCodes,
    VerificationExpired,
    VerificationNotFound,
    VerificationRevoked,
    VerificationUsed,
    WrongCode,
)
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.errors import Forbidden
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import Routes

BAD_TOKEN = (VerificationNotFound, VerificationExpired, VerificationUsed, VerificationRevoked)


def workspace_members(can: str) -> MemberService:
    allow(current_member(), can)
    return MemberService(db.session, account_settings(), current.redis(), current_member())


def owners_transfer(can: str) -> TransferService:
    allow(current_member(), can)
    return TransferService(db.session, account_settings(), current.redis(), current_member())


transfers = Routes(
    "owner_transfers",
    "/console/api/workspaces/current/members",
    group="Workspaces",
    access=CONSOLE,
    scope=owners_transfer,
)
members = Routes(
    "members", "/console/api/workspaces/current", group="Workspaces", access=CONSOLE, scope=workspace_members
)


@members.get("/members", can="belong")
def list_members(members: MemberService) -> MembersOut:
    """List the members of the current workspace, by name."""
    return MembersOut(accounts=[MemberOut.model_validate(each) for each in members.all()])


@members.put(
    "/members/<uuid:account_id>/update-role",
    can="manage",
    deed="member.change_role",
    refusals=[Forbidden, errors.MemberNotFound, errors.CannotOperateSelf, errors.RoleNotGiven],
)
def change_role(members: MemberService, account_id: UUID, body: schemas.MemberRoleIn) -> Done:
    """Change a member's role. It takes effect with their next request, and ends streams that it doesn't allow."""
    members.change_role(account_id, body.role)
    return DONE


@members.delete(
    "/members/<uuid:account_id>",
    can="manage",
    deed="member.remove",
    refusals=[Forbidden, errors.MemberNotFound, errors.CannotOperateSelf, errors.RoleNotGiven],
)
def remove_member(members: MemberService, account_id: UUID) -> Done:
    """Remove a member from the workspace. Ends their sessions in it, and revokes the invitations they sent."""
    members.remove(account_id)
    return DONE


@members.post("/leave", can="belong", deed="member.leave", refusals=[errors.LastOwner])
def leave_workspace(members: MemberService) -> schemas.WorkspaceLeft:
    """Leave the current workspace, and switch to another of yours."""
    me = current_member()
    next_id = members.leave()
    if next_id is None:
        return schemas.WorkspaceLeft(new_tenant=None)
    switched = WorkspaceService(db.session, me).switch(next_id)
    return schemas.WorkspaceLeft(new_tenant=WorkspaceOut.model_validate(switched))


@transfers.post(
    "/send-owner-transfer-confirm-email",
    can="own",
    deed="workspace.ask_transfer",
    refusals=[Forbidden, errors.TooManyAttempts],
)
def ask_transfer(transfer: TransferService, body: schemas.TransferAskIn) -> schemas.TransferAsked:
    """Send a code to your own address, to confirm that you want to transfer the workspace."""
    return schemas.TransferAsked(data=transfer.ask())


@transfers.post("/owner-transfer-check", can="own", refusals=[Forbidden, *BAD_TOKEN, WrongCode, TooManyCodes])
def check_transfer(transfer: TransferService, body: schemas.TransferCheckIn) -> schemas.TransferChecked:
    """Check the code from the mail. Returns the token to transfer the workspace with."""
    email, token = transfer.check(body.token, body.code)
    return schemas.TransferChecked(email=email, token=token)


@transfers.post(
    "/<uuid:account_id>/owner-transfer",
    can="own",
    deed="workspace.transfer",
    refusals=[Forbidden, errors.MemberNotFound, errors.CannotOperateSelf, errors.RoleNotGiven, *BAD_TOKEN],
)
def transfer_workspace(transfer: TransferService, account_id: UUID, body: schemas.TransferIn) -> Done:
    """Make another member the owner of the workspace. You become an admin."""
    transfer.transfer(account_id, body.token)
    return DONE
