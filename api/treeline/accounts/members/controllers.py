from uuid import UUID

from treeline.accounts import errors
from treeline.accounts.access import CONSOLE, allow, current_member
from treeline.accounts.members import schemas
from treeline.accounts.members.service import MemberService
from treeline.accounts.requests import account_settings
from treeline.accounts.schemas import MemberOut, MembersOut, WorkspaceOut
from treeline.accounts.service import WorkspaceService
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.errors import Forbidden
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import Routes


def workspace_members(can: str) -> MemberService:
    allow(current_member(), can)
    return MemberService(db.session, account_settings(), current.redis(), current_member())


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
