from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from treeline.datasets.schemas import Id
from treeline.kernel.schemas import SEEN, ContractBody, Schema

FieldName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255), SEEN]
FieldType = Literal["string", "number", "time"]
Value = Annotated[str, Field(max_length=2000)] | Annotated[int, Field(ge=-(2**53), le=2**53)] | float | None
MAX_FIELDS, MAX_DOCUMENTS = 100, 1000


class MetadataIn(ContractBody):
    name: FieldName
    type: FieldType


class MetadataRename(ContractBody):
    name: FieldName


class MetadataOut(Schema):
    id: UUID
    name: str
    type: str


class MetadataCounted(MetadataOut):
    """`count`: documents that have a value."""

    count: int


class MetadataListOut(Schema):
    doc_metadata: list[MetadataCounted]
    built_in_field_enabled: bool


class BuiltIn(Schema):
    name: str
    type: str


class BuiltInsOut(Schema):
    fields: list[BuiltIn]


class MetadataValueIn(ContractBody):
    id: Id
    name: str | None = Field(None, max_length=255)
    value: Value = None


class DocumentValues(ContractBody):
    """`partial_update`: fields that are not in the list keep their values."""

    document_id: Id
    metadata_list: list[MetadataValueIn] = Field(max_length=MAX_FIELDS)
    partial_update: bool = False


class MetadataValuesIn(ContractBody):
    operation_data: list[DocumentValues] = Field(min_length=1, max_length=MAX_DOCUMENTS)


def shown(fields: list[Any], values: dict[str, Any]) -> list[dict[str, Any]]:
    """A document's values, as clients read them."""
    return [
        {"id": str(field.id), "name": field.name, "type": field.type, "value": values.get(str(field.id))}
        for field in fields
        if str(field.id) in values
    ]
