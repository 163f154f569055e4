from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from treeline.accounts.schemas import Email, InviteToken, Language, NewPassword, Password
from treeline.kernel.schemas import ContractBody, Done, Query, Schema
from treeline.kernel.validation import invalid

ProofToken = Annotated[str, Field(min_length=1, max_length=100)]
MailedCode = Annotated[str, Field(min_length=1, max_length=16, description="The six digits in the mail.")]


class MailIn(ContractBody):
    """`language` is ignored: the mail is in the language of the account."""

    email: Email
    language: Language | None = None


class Asked(Done):
    data: str = Field(description="The token that the code in the mail goes with. Alone it proves nothing.")
    mailed: bool = Field(
        description="Whether this installation sends mail. If not, its instance admin finds the link on the page Mail."
    )


class MailedCodeIn(ContractBody):
    """`email`: if given, it must be the address that the mail was sent to."""

    token: ProofToken
    code: MailedCode
    email: Email | None = None


class Proven(Done):
    is_valid: Literal[True] = True
    email: str
    token: str = Field(description="Set a new password with it: `POST /console/api/forgot-password/resets`.")


class ProofQuery(Query):
    token: ProofToken


class ProofOut(Schema):
    is_valid: Literal[True] = True
    email: str


class ResetIn(ContractBody):
    token: ProofToken
    new_password: NewPassword
    password_confirm: Password

    @model_validator(mode="after")
    def _confirmed(self) -> Self:
        if self.password_confirm != self.new_password:
            raise invalid("passwords_differ", "password_confirm must match new_password")
        return self


class CodeLoginIn(MailedCodeIn):
    remember_me: bool = False
    language: Language | None = None
    invite_token: InviteToken | None = Field(default=None, description="Accepts this invitation with the login.")
