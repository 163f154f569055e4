from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from treeline.accounts.invitations.service import Invited, Listed, Sent
from treeline.accounts.roles import Role
from treeline.accounts.schemas import AccountName, Email, InviteToken, Language, NewPassword, Timezone
from treeline.kernel.clock import now
from treeline.kernel.schemas import ContractBody, Done, Query, Schema, Timestamp

MAX_EMAILS = 50


class InviteIn(ContractBody):
    emails: Annotated[list[Email], Field(min_length=1, max_length=MAX_EMAILS)]
    role: Role
    language: Language = Field("en-US", description="Of the mail.")


class InvitationResult(Schema):
    """`url`: the link, where mail isn't set up: pass it on yourself. `code` and `message`: why it failed."""

    email: str
    status: Literal["success", "failed"]
    url: str | None = None
    code: str | None = None
    message: str | None = None

    @classmethod
    def of(cls, invited: Invited, console: str) -> "InvitationResult":
        if invited.refusal is not None:
            refusal = invited.refusal
            return cls(email=invited.email, status="failed", code=refusal.code, message=refusal.message)
        return cls(email=invited.email, status="success", url=_url(invited.sent, console))


class InvitationResults(Done):
    invitation_results: list[InvitationResult]
    tenant_id: UUID


class InvitationOut(Schema):
    id: UUID
    email: str
    role: Role
    language: str
    status: Literal["pending", "expired"]
    invited_by: str | None
    sent_at: Timestamp
    expires_at: Timestamp
    created_at: Timestamp
    asked_at: Timestamp | None = Field(description="When the invited person asked for a new link, since it expired.")

    @classmethod
    def of(cls, listed: Listed) -> "InvitationOut":
        row = listed.invitation
        status = "pending" if row.expires_at > now() else "expired"
        named = {name: getattr(row, name) for name in cls.model_fields if name not in ("status", "invited_by")}
        return cls.model_validate({**named, "status": status, "invited_by": listed.inviter})


class InvitationsOut(Schema):
    """Pending and expired invitations, the newest first. `mails`: whether they are sent by mail, or as links by you."""

    data: list[InvitationOut]
    mails: bool


class InvitationResent(Done):
    url: str | None = Field(description="The new link, where mail isn't set up.")

    @classmethod
    def of(cls, sent: Sent, console: str) -> "InvitationResent":
        return cls(url=_url(sent, console))


class ActivationQuery(Query):
    token: str = Field(max_length=100)
    workspace_id: str = Field("", deprecated=True, description="Ignored; the token is enough.")
    email: str = Field("", deprecated=True, description="Ignored; the token is enough.")


class ActivationData(Schema):
    """`account_exists`: log in to accept, instead of creating an account."""

    workspace_id: UUID
    workspace_name: str
    email: str
    role: Role
    inviter: str | None
    account_exists: bool


class ActivationCheck(Schema):
    is_valid: Literal[True] = True
    data: ActivationData


class ActivateIn(ContractBody):
    token: InviteToken
    name: AccountName
    password: NewPassword
    interface_language: Language = "en-US"
    timezone: Timezone = "UTC"


class AskAgainIn(ContractBody):
    """`token` of an invitation that has expired."""

    token: InviteToken


class JoinIn(ContractBody):
    token: InviteToken


def _url(sent: Sent | None, console: str) -> str | None:
    """Complete where the console's address is set; a path of the console otherwise."""
    return None if sent is None or sent.path is None else f"{console.rstrip('/')}{sent.path}"
