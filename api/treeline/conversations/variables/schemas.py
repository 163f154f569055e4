from typing import Any
from uuid import UUID

from pydantic import Field

from treeline.conversations.schemas import Limit, ListQuery, UserBody
from treeline.kernel.schemas import Query, Schema, Timestamp


class VariablesQuery(ListQuery):
    last_id: UUID | None = Field(None, description="Returns items after this id.")
    limit: Limit = 20
    variable_name: str | None = Field(None, max_length=255)


class MemberVariablesQuery(Query):
    conversation_id: UUID


class NewValue(UserBody):
    value: Any


class VariableOut(Schema):
    id: UUID
    name: str
    value_type: str
    value: Any
    description: str
    created_at: Timestamp
    updated_at: Timestamp


class VariablesOut(Schema):
    data: list[VariableOut]
    limit: int
    has_more: bool


class AllVariablesOut(Schema):
    data: list[VariableOut]
