from pydantic import Field

from treeline.kernel.schemas import Body, Schema
from treeline.kernel.scopes import Expiry, IssuedKey, KeyName, Scope, Scopes


class PersonalTokenIn(Body):
    name: KeyName = Field(description="What the token is for.")
    scopes: Scopes = Field(
        description="`read`: what your role can see. `write`: what it can change. `run`: test apps and run workflows."
    )
    expires_at: Expiry | None = Field(None, description="When it stops working, in Unix seconds. Omit it for never.")


class PersonalTokenOut(IssuedKey):
    """`token` is the full token in the response that created it, and masked after that."""

    scopes: list[Scope]


class PersonalTokensOut(Schema):
    data: list[PersonalTokenOut]
