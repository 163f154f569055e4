from uuid import UUID

from treeline.accounts.access import CONSOLE, allow, current_member
from treeline.apps.keys.errors import KeyNotFound, TooManyKeys
from treeline.datasets.access import get_dataset, member_caller
from treeline.datasets.errors import DatasetNotFound
from treeline.datasets.keys.schemas import DatasetKeyIn, DatasetKeyOut, DatasetKeysOut
from treeline.datasets.keys.service import DatasetKeyService
from treeline.kernel.db import db
from treeline.kernel.scopes import time_of
from treeline.kernel.web import Routes


def workspace_keys(can: str) -> DatasetKeyService:
    allow(current_member(), can)
    return DatasetKeyService(db.session, member_caller())


def keys_of_one(dataset_id: UUID, can: str) -> DatasetKeyService:
    return DatasetKeyService(db.session, member_caller(), get_dataset(dataset_id, can).id)


keys = Routes("dataset_keys", "/console/api/datasets/api-keys", group="API keys", access=CONSOLE, scope=workspace_keys)


@keys.get("", can="curate")
def list_dataset_keys(service: DatasetKeyService) -> DatasetKeysOut:
    """List the API keys of knowledge bases, oldest first. Keys are masked."""
    return DatasetKeysOut(data=[DatasetKeyOut.of(key) for key in service.all()])


@keys.post("", can="curate", deed="api_key.create", status=201, refusals=[TooManyKeys, DatasetNotFound])
def create_dataset_key(service: DatasetKeyService, body: DatasetKeyIn) -> DatasetKeyOut:
    """Create an API key of knowledge bases. Only this response contains the full key."""
    return DatasetKeyOut.of(*service.create(body.name, body.dataset_ids, body.scopes, time_of(body.expires_at)))


@keys.delete("/<uuid:key_id>", can="curate", deed="api_key.delete", status=204, refusals=[KeyNotFound])
def delete_dataset_key(service: DatasetKeyService, key_id: UUID) -> None:
    """Delete an API key of knowledge bases. It stops working immediately."""
    service.delete(key_id)


# The same for the keys of one knowledge base.
keys_of_dataset = keys.mirrored(
    "keys_of_dataset", "/console/api/datasets/<uuid:dataset_id>/api-keys", access=CONSOLE, scope=keys_of_one
)
