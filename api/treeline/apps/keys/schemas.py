from typing import Literal
from uuid import UUID

from pydantic import Field

from treeline.apps.keys.models import ApiToken
from treeline.apps.schemas import Mode
from treeline.kernel.schemas import Schema, Timestamp


class ApiKeyOut(Schema):
    """`token` is the whole key in the reply that made it, and only its ends ever after."""

    id: UUID
    type: Literal["app"] = "app"
    token: str
    last_used_at: Timestamp | None
    created_at: Timestamp

    @classmethod
    def of(cls, key: ApiToken, token: str | None = None) -> "ApiKeyOut":
        return cls(id=key.id, token=token or key.token_shown, last_used_at=key.last_used_at, created_at=key.created_at)


class ApiKeysOut(Schema):
    data: list[ApiKeyOut]


class AppInfo(Schema):
    """What the holder of a key may know of its app."""

    name: str
    description: str
    tags: list[str] = Field(default_factory=list)
    mode: Mode
    author_name: str | None
