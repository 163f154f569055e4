from typing import Annotated

from pydantic import Field

from treeline.accounts.schemas import InviteToken, Password
from treeline.kernel.schemas import ContractBody, Schema, Timestamp

Code = Annotated[str, Field(min_length=1, max_length=40)]


class TwoStepOut(Schema):
    enabled: bool
    enabled_at: Timestamp | None
    recovery_codes_left: int


class TwoStepSetupIn(ContractBody):
    """`password` is your current password; omit it if the account has none."""

    password: Password | None = None


class TwoStepSetupOut(Schema):
    """`address` is the content of the QR code; `secret` is for typing it into the app."""

    secret: str
    address: str


class SecondFactorCodeIn(ContractBody):
    code: Code


class RecoveryCodesOut(Schema):
    """Each code works once, instead of a code from the app. Only this response contains them."""

    recovery_codes: list[str]


class SecondFactorIn(ContractBody):
    """`challenge` is from the error `second_factor_required`; `code` from the app, or a recovery code."""

    challenge: Annotated[str, Field(max_length=200)]
    code: Code
    invite_token: InviteToken | None = Field(default=None, description="Accepts this invitation with the login.")


class TwoStepPolicyIn(ContractBody):
    required: bool


class TwoStepPolicyOut(Schema):
    """`members_without`: how many members have not turned on two-step verification."""

    required: bool
    members_without: int
