from typing import Annotated
from uuid import UUID

from pydantic import Field

from treeline.accounts.schemas import InviteToken
from treeline.kernel.schemas import Body, Query, Schema, Timestamp


class OidcProviderOut(Schema):
    name: str
    label: str


class OidcProvidersOut(Schema):
    data: list[OidcProviderOut]


class OidcStartIn(Body):
    """`next`: the page of the console to open after signing in."""

    remember_me: bool = False
    next: Annotated[str, Field(max_length=2000)] = "/"
    invite_token: InviteToken | None = Field(default=None, description="Accepts this invitation with the sign-in.")


class OidcStarted(Schema):
    """Where to send the browser."""

    url: str


class OidcCallbackQuery(Query):
    state: str = ""
    code: str = ""
    error: str = ""
    iss: str = ""


class IdentityOut(Schema):
    id: UUID
    # None: the provider is no longer configured, so that nobody can sign in with it.
    provider: str | None
    label: str
    email: str | None
    last_used_at: Timestamp | None
    created_at: Timestamp


class IdentitiesOut(Schema):
    data: list[IdentityOut]
