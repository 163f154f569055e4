from typing import Literal
from uuid import UUID

from pydantic import Field

from treeline.kernel.schemas import Schema, Timestamp

Method = Literal["password", "code", "oidc", "passkey", "invitation"]


class LoginSessionOut(Schema):
    id: UUID
    current: bool = Field(description="Whether it is the session of this request.")
    method: Method
    user_agent: str
    ip: str
    created_at: Timestamp
    last_seen_at: Timestamp = Field(description="Accurate to 5 minutes.")
    expires_at: Timestamp


class LoginSessionsOut(Schema):
    data: list[LoginSessionOut]
