from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.datasets.access import get_dataset, key_caller, key_dataset, member_caller
from treeline.datasets.errors import (
    DatasetNotFound,
    DocumentNotFound,
    MetadataNameDuplicate,
    MetadataNotFound,
)
from treeline.datasets.keys.access import DATASET_KEY
from treeline.datasets.metadata.schemas import (
    BuiltIn,
    BuiltInsOut,
    MetadataCounted,
    MetadataIn,
    MetadataListOut,
    MetadataOut,
    MetadataRename,
    MetadataValuesIn,
)
from treeline.datasets.metadata.service import MetadataService, built_in
from treeline.kernel.db import db
from treeline.kernel.errors import InvalidInput
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import Routes


def member_metadata(dataset_id: UUID, can: str) -> MetadataService:
    return MetadataService(db.session, member_caller(), get_dataset(dataset_id, can))


def key_metadata(dataset_id: UUID, can: str) -> MetadataService:
    return MetadataService(db.session, key_caller(can), key_dataset(dataset_id, can))


GROUP = "Documents"
metadata = Routes(
    "metadata", "/console/api/datasets/<uuid:dataset_id>", group=GROUP, access=CONSOLE_OR_TOKEN, scope=member_metadata
)


@metadata.get("/metadata", can="belong", refusals=[DatasetNotFound])
def list_metadata(service: MetadataService) -> MetadataListOut:
    """List the metadata fields of a knowledge base."""
    counts = service.counts()
    fields = [
        MetadataCounted(id=each.id, name=each.name, type=each.type, count=counts.get(str(each.id), 0))
        for each in service.fields()
    ]
    return MetadataListOut(doc_metadata=fields, built_in_field_enabled=service.dataset.built_in_field_enabled)


@metadata.post(
    "/metadata",
    can="curate",
    deed="metadata.create",
    status=201,
    refusals=[DatasetNotFound, MetadataNameDuplicate, InvalidInput],
)
def create_metadata(service: MetadataService, body: MetadataIn) -> MetadataOut:
    """Add a metadata field."""
    return MetadataOut.model_validate(service.create(body.name, body.type))


@metadata.patch(
    "/metadata/<uuid:metadata_id>",
    can="curate",
    deed="metadata.rename",
    refusals=[DatasetNotFound, MetadataNotFound, MetadataNameDuplicate],
)
def rename_metadata(service: MetadataService, metadata_id: UUID, body: MetadataRename) -> MetadataOut:
    """Rename a metadata field."""
    return MetadataOut.model_validate(service.rename(metadata_id, body.name))


@metadata.delete(
    "/metadata/<uuid:metadata_id>",
    can="curate",
    deed="metadata.delete",
    status=204,
    refusals=[DatasetNotFound, MetadataNotFound],
)
def delete_metadata(service: MetadataService, metadata_id: UUID) -> None:
    """Delete a metadata field with its values."""
    service.delete(metadata_id)


@metadata.get("/metadata/built-in", can="belong", refusals=[DatasetNotFound])
def list_built_in_metadata(service: MetadataService) -> BuiltInsOut:
    """List the fields every document has."""
    return BuiltInsOut(
        fields=[BuiltIn.model_validate({"name": name, "type": kind}) for name, kind in built_in().items()]
    )


@metadata.post("/metadata/built-in/enable", can="curate", deed="metadata.enable", refusals=[DatasetNotFound])
def enable_built_in_metadata(service: MetadataService) -> Done:
    """Show the built-in fields of documents."""
    service.dataset.built_in_field_enabled = True
    return DONE


@metadata.post("/metadata/built-in/disable", can="curate", deed="metadata.disable", refusals=[DatasetNotFound])
def disable_built_in_metadata(service: MetadataService) -> Done:
    """Don't show the built-in fields of documents."""
    service.dataset.built_in_field_enabled = False
    return DONE


@metadata.post(
    "/documents/metadata",
    can="curate",
    deed="document.change",
    refusals=[DatasetNotFound, DocumentNotFound, MetadataNotFound, InvalidInput],
)
def set_metadata(service: MetadataService, body: MetadataValuesIn) -> Done:
    """Set metadata values of documents."""
    service.set_values(body.operation_data)
    return DONE


by_key = metadata.mirrored("v1_metadata", "/v1/datasets/<uuid:dataset_id>", access=DATASET_KEY, scope=key_metadata)
