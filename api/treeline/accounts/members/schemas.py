from treeline.accounts.roles import Role
from treeline.accounts.schemas import WorkspaceOut
from treeline.kernel.schemas import ContractBody, Done


class MemberRoleIn(ContractBody):
    role: Role


class WorkspaceLeft(Done):
    """`new_tenant`: the workspace that you are in now; null if there is none, and then your session has ended."""

    new_tenant: WorkspaceOut | None
