from uuid import UUID

from pydantic import Field

from treeline.accounts.recovery.schemas import MailedCode, ProofToken
from treeline.kernel.schemas import ContractBody, Schema


class DeleteAccountIn(ContractBody):
    token: ProofToken
    code: MailedCode


class EndingWorkspace(Schema):
    id: UUID
    name: str


class DeletionOut(Schema):
    """What would come of it."""

    ends: list[EndingWorkspace] = Field(description="Workspaces that have no other member: they're deleted, too.")
    blocks: list[EndingWorkspace] = Field(
        description="Workspaces with other members that have no other owner: transfer them first."
    )
