from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, func, literal, select, true, update
from sqlalchemy.dialects.postgresql import ARRAY

from treeline.datasets.errors import DocumentNotFound, MetadataNameDuplicate, MetadataNotFound
from treeline.datasets.metadata.filters import BUILT_IN
from treeline.datasets.metadata.schemas import MAX_FIELDS, DocumentValues
from treeline.datasets.models import Dataset, DatasetMetadata, Document
from treeline.datasets.permissions import Caller
from treeline.files.postgres import among
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput


class MetadataService:
    """The metadata fields of one dataset, and their values in its documents."""

    def __init__(self, session: DbSession, caller: Caller, dataset: Dataset):
        self.session, self.caller, self.dataset = session, caller, dataset

    def fields(self) -> list[DatasetMetadata]:
        mine = select(DatasetMetadata).where(DatasetMetadata.dataset_id == self.dataset.id)
        return list(self.session.scalars(mine.order_by(DatasetMetadata.created_at, DatasetMetadata.id)))

    def counts(self) -> dict[str, int]:
        """{id of a field: how many documents have a value}, with one query."""
        keys = func.jsonb_object_keys(Document.fields).table_valued("key").render_derived().lateral("keys")
        counted = select(keys.c.key, func.count()).select_from(Document).join(keys, true())
        return dict(iter(self.session.execute(counted.where(self._documents).group_by(keys.c.key))))

    def create(self, name: str, kind: str) -> DatasetMetadata:
        """Raises MetadataNameDuplicate, InvalidInput."""
        self._lock()
        self._check_name(name)
        if len(self.fields()) >= MAX_FIELDS:
            told = f"a knowledge base can have at most {MAX_FIELDS} metadata fields."
            raise InvalidInput.at("name", "too_many_fields", told, limit=MAX_FIELDS)
        field = DatasetMetadata(dataset_id=self.dataset.id, name=name, type=kind, created_by=self.caller.account_id)
        self.session.add(field)
        self.session.flush()
        return field

    def rename(self, field_id: UUID, name: str) -> DatasetMetadata:
        """Raises MetadataNotFound, MetadataNameDuplicate."""
        self._lock()
        field = self._get(field_id)
        if field.name != name:
            self._check_name(name)
        field.name = name
        return field

    def delete(self, field_id: UUID) -> DatasetMetadata:
        """With its values. Raises MetadataNotFound."""
        field = self._get(field_id)
        self.session.delete(field)
        have = (self._documents, Document.fields.has_key(str(field_id)))
        without = {Document.fields: Document.fields.delete_path(literal([str(field_id)], ARRAY(Text)))}
        self.session.execute(update(Document).where(*have).values(without))
        return field

    def set_values(self, given: Sequence[DocumentValues]) -> None:
        """All or none. Raises DocumentNotFound, MetadataNotFound, InvalidInput."""
        fields = {field.id: field for field in self.fields()}
        ids = [each.document_id for each in given]
        these = select(Document).where(self._documents, among(Document.id, ids))
        found = {each.id: each for each in self.session.scalars(these.order_by(Document.id).with_for_update())}
        for number, each in enumerate(given):
            document = found.get(each.document_id)
            if document is None:
                raise DocumentNotFound(f"Document {each.document_id} not found in this knowledge base.")
            values = dict(document.fields) if each.partial_update else {}
            for place, one in enumerate(each.metadata_list):
                if one.id not in fields:
                    raise MetadataNotFound(f"Metadata field {one.id} not found in this knowledge base.")
                path = f"operation_data[{number}].metadata_list[{place}].value"
                value = _checked(path, fields[one.id], one.value)
                values.pop(str(one.id), None)
                if value is not None:
                    values[str(one.id)] = value
            document.fields, document.updated_at = values, now()

    @property
    def _documents(self) -> ColumnElement[bool]:
        return Document.dataset_id == self.dataset.id

    def _get(self, field_id: UUID) -> DatasetMetadata:
        mine = (DatasetMetadata.id == field_id, DatasetMetadata.dataset_id == self.dataset.id)
        field = self.session.scalars(select(DatasetMetadata).where(*mine)).one_or_none()
        if field is None:
            raise MetadataNotFound
        return field

    def _check_name(self, name: str) -> None:
        if name in BUILT_IN or any(field.name == name for field in self.fields()):
            raise MetadataNameDuplicate(f"A metadata field named {name} already exists in this knowledge base.")

    def _lock(self) -> None:
        """One change of the fields at a time."""
        this = select(Dataset.id).where(Dataset.id == self.dataset.id)
        self.session.execute(this.with_for_update(key_share=True))


def built_in() -> Mapping[str, str]:
    return {name: field.kind for name, field in BUILT_IN.items()}


def _checked(path: str, field: DatasetMetadata, value: Any) -> Any:
    """As it is stored; times as Unix seconds. Raises InvalidInput."""
    if value is None or value == "":
        return None
    if field.type == "string":
        return value if isinstance(value, str) else str(value)
    if isinstance(value, str):
        try:
            value = float(value) if "." in value or "e" in value.lower() else int(value)
        except ValueError:
            value = None
    if not isinstance(value, int | float) or abs(value) > 2**53:
        told = f"{field.name} is of type {field.type}: a number is needed{_OF_TIMES[field.type]}."
        raise InvalidInput.at(path, "metadata_number", told, name=field.name)
    return int(value) if field.type == "time" else value


_OF_TIMES = {"number": "", "time": ", in Unix seconds"}
