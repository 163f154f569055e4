from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from treeline.datasets.schemas import Id
from treeline.kernel.schemas import ContractBody, Schema
from treeline.kernel.scopes import Expiry, IssuedKey, KeyName, in_order

DatasetScope = Literal["read", "write"]


class DatasetKeyIn(ContractBody):
    name: KeyName | None = Field(None, description="What the key is for. Omit it to use a generated name.")
    dataset_ids: list[Id] | None = Field(
        None, min_length=1, max_length=100, description="Knowledge bases the key is limited to. Omit it for all."
    )
    scopes: Annotated[list[DatasetScope], Field(min_length=1, max_length=2), AfterValidator(in_order)] = Field(
        ["read", "write"], description="`read`: read and search. `write`: make changes."
    )
    expires_at: Expiry | None = Field(None, description="When it stops working, in Unix seconds. Omit it for never.")


class DatasetKeyOut(IssuedKey):
    """`token` is the full key in the response that created it, and masked after that."""

    type: str
    dataset_ids: list[UUID] | None
    scopes: list[DatasetScope]


class DatasetKeysOut(Schema):
    data: list[DatasetKeyOut]
