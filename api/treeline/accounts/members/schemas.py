from typing import Annotated, Literal

from pydantic import Field

from treeline.accounts.roles import Role
from treeline.accounts.schemas import Language, WorkspaceOut
from treeline.kernel.schemas import ContractBody, Done, Schema

VerificationToken = Annotated[str, Field(min_length=1, max_length=100)]


class MemberRoleIn(ContractBody):
    role: Role


class TransferAskIn(ContractBody):
    language: Language = Field("en-US", deprecated=True, description="Ignored: the mail is in the owner's language.")


class TransferAsked(Done):
    """`data`: the token that the code in the mail goes with."""

    data: str


class TransferCheckIn(ContractBody):
    token: VerificationToken
    code: Annotated[str, Field(max_length=20)]


class TransferChecked(Schema):
    """`token`: to transfer the workspace with."""

    is_valid: Literal[True] = True
    email: str
    token: str


class TransferIn(ContractBody):
    token: VerificationToken


class WorkspaceLeft(Done):
    """`new_tenant`: the workspace that you are in now; null if there is none, and then your session has ended."""

    new_tenant: WorkspaceOut | None
