from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from treeline.accounts.personal_tokens.models import PersonalToken
from treeline.kernel.schemas import SEEN, Body, Schema, Timestamp
from treeline.kernel.scopes import Expiry, Scope, Scopes

TokenName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), SEEN]


class PersonalTokenIn(Body):
    name: TokenName = Field(description="What the token is for.")
    scopes: Scopes = Field(
        description="`read`: what your role can see. `write`: what it can change. `run`: test apps and run workflows."
    )
    expires_at: Expiry | None = Field(None, description="When it stops working, in Unix seconds. Omit it for never.")


class PersonalTokenOut(Schema):
    """`token` is the full token in the response that created it, and masked after that."""

    id: UUID
    name: str
    token: str
    scopes: list[Scope]
    expires_at: Timestamp | None
    last_used_at: Timestamp | None
    last_used_ip: str | None
    created_at: Timestamp

    @classmethod
    def of(cls, row: PersonalToken, token: str | None = None) -> "PersonalTokenOut":
        own = {name: getattr(row, name) for name in cls.model_fields if name != "token"}
        return cls(**own, token=token or row.token_shown)


class PersonalTokensOut(Schema):
    data: list[PersonalTokenOut]
