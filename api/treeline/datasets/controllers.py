"""Knowledge bases in the console and, with a `ds-` key, in the service API."""

from typing import Any
from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN, allow, current_member
from treeline.datasets.access import get_dataset, key_caller, key_dataset, member_caller
from treeline.datasets.errors import DatasetHasOwner, DatasetInUse, DatasetNameDuplicate, DatasetNotFound
from treeline.datasets.external.errors import ExternalApiNotFound
from treeline.datasets.figures import Figures, figures
from treeline.datasets.keys.access import DATASET_KEY
from treeline.datasets.models import Dataset
from treeline.datasets.permissions import Caller, is_open_to
from treeline.datasets.retrieval.schemas import ExternalRetrievalModel
from treeline.datasets.schemas import (
    DatasetCreate,
    DatasetListQuery,
    DatasetOut,
    DatasetUpdate,
    ExternalKnowledgeInfo,
    PermissionPartUsers,
    QueryOut,
    RelatedApp,
    RelatedApps,
    RetrievalSetting,
    TagOut,
    UseCheck,
)
from treeline.datasets.service import DatasetService
from treeline.datasets.settings import DatasetSettings
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.errors import InvalidInput
from treeline.kernel.paging import Page, PageQuery
from treeline.kernel.settings import KernelSettings
from treeline.kernel.web import Routes
from treeline.providers.errors import ModelNotSupported, ProviderNotInitialized

CHOOSING = [ProviderNotInitialized, ModelNotSupported, DatasetNameDuplicate, ExternalApiNotFound]
METHODS = ["semantic_search", "full_text_search", "hybrid_search", "keyword_search"]


def service_of(caller: Caller) -> DatasetService:
    return DatasetService(db.session, caller, current.settings(KernelSettings), current.settings(DatasetSettings))


def member_datasets(can: str) -> DatasetService:
    allow(current_member(), can)
    return service_of(member_caller())


def key_datasets(can: str) -> DatasetService:
    return service_of(key_caller(can))


def member_dataset(dataset_id: UUID, can: str) -> tuple[DatasetService, Dataset]:
    return service_of(member_caller()), get_dataset(dataset_id, can)


def one_by_key(dataset_id: UUID, can: str) -> tuple[DatasetService, Dataset]:
    return service_of(key_caller(can)), key_dataset(dataset_id, can)


One = tuple[DatasetService, Dataset]
PREFIX, GROUP = "/console/api/datasets", "Knowledge bases"
datasets = Routes("datasets", PREFIX, group=GROUP, access=CONSOLE_OR_TOKEN, scope=member_datasets)
dataset = Routes("dataset", f"{PREFIX}/<uuid:dataset_id>", group=GROUP, access=CONSOLE_OR_TOKEN, scope=member_dataset)


@datasets.get("", can="belong")
def list_datasets(service: DatasetService, query: DatasetListQuery) -> Page[DatasetOut]:
    """List the knowledge bases you can read, newest first."""
    found, total = service.find(
        keyword=query.keyword,
        ids=query.ids,
        tag_ids=query.tag_ids,
        include_all=query.include_all,
        offset=query.offset,
        limit=query.limit,
    )
    said = figures(db.session, found)
    return Page.of([_out(service.caller, each, said[each.id]) for each in found], total, query)


@datasets.post("", can="curate", deed="dataset.create", status=201, refusals=[*CHOOSING, InvalidInput])
def create_dataset(service: DatasetService, body: DatasetCreate) -> DatasetOut:
    """Create an empty knowledge base."""
    given = body.model_dump(exclude_unset=True, include={"name", "provider", "doc_form", "doc_language"})
    made = service.create(body.changes() | {name: value for name, value in given.items() if value is not None})
    return out(service, made)


@dataset.get("", can="belong", refusals=[DatasetNotFound])
def read_dataset(one: One) -> DatasetOut:
    """Get a knowledge base."""
    return out(*one)


@dataset.patch("", can="curate", deed="dataset.change", refusals=[DatasetNotFound, *CHOOSING, InvalidInput])
def update_dataset(one: One, body: DatasetUpdate) -> DatasetOut:
    """Update a knowledge base. Omitted fields keep their values."""
    service, this = one
    return out(service, service.update(this, body.changes()))


@dataset.delete("", can="curate", deed="dataset.delete", status=204, refusals=[DatasetNotFound, DatasetInUse])
def delete_dataset(one: One) -> None:
    """Delete a knowledge base. It is gone at once; its data is removed in the background."""
    service, this = one
    service.delete(this)


# Both APIs have the operations so far.
key_list = datasets.mirrored("v1_datasets", "/v1/datasets", access=DATASET_KEY, scope=key_datasets)
key_one = dataset.mirrored("v1_dataset", "/v1/datasets/<uuid:dataset_id>", access=DATASET_KEY, scope=one_by_key)


@datasets.post(
    "/<uuid:dataset_id>/take-over", can="manage", deed="dataset.take_over", refusals=[DatasetNotFound, DatasetHasOwner]
)
def take_over_dataset(service: DatasetService, dataset_id: UUID) -> DatasetOut:
    """Become the owner of a knowledge base whose owner has left the workspace. It is noted and logged."""
    return out(service, service.take_over(dataset_id))


@datasets.get("/retrieval-setting", can="belong")
def read_retrieval_setting(service: DatasetService) -> RetrievalSetting:
    """List the available search methods."""
    return RetrievalSetting(retrieval_method=METHODS)


@dataset.get("/use-check", can="belong", refusals=[DatasetNotFound])
def check_use(one: One) -> UseCheck:
    """Check whether an app uses the knowledge base."""
    service, this = one
    return UseCheck(is_using=bool(service.apps_with(this)))


@dataset.get("/related-apps", can="belong", refusals=[DatasetNotFound])
def list_related_apps(one: One) -> RelatedApps:
    """List the apps that use the knowledge base."""
    service, this = one
    apps = [RelatedApp.model_validate(app) for app in service.apps_with(this)]
    return RelatedApps(data=apps, total=len(apps))


@dataset.get("/permission-part-users", can="belong", refusals=[DatasetNotFound])
def list_part_users(one: One) -> PermissionPartUsers:
    """List the members that a knowledge base is shared with."""
    service, this = one
    return PermissionPartUsers(data=service.members(this))


@dataset.get("/queries", can="curate", refusals=[DatasetNotFound])
def list_queries(one: One, query: PageQuery) -> Page[QueryOut]:
    """List what was asked of the knowledge base, newest first."""
    service, this = one
    found, total = service.queries(this, query.offset, query.limit)
    return Page.of([QueryOut.model_validate(each) for each in found], total, query)


def out(service: DatasetService, this: Dataset) -> DatasetOut:
    return _out(service.caller, this, figures(db.session, [this])[this.id])


def _out(caller: Caller, this: Dataset, said: Figures) -> DatasetOut:
    known = {"id", "name", "permission", "created_by", "created_at", "updated_at"}
    if not caller.is_key and not is_open_to(caller, this):
        given = {name: getattr(this, name) for name in known}
        return DatasetOut(**given, author_name=said.author, owner_left=said.owner_left, is_private=True)
    own = set(DatasetOut.model_fields) & {column.key for column in this.__mapper__.columns}
    return DatasetOut(
        **{name: getattr(this, name) for name in own},
        app_count=said.apps,
        document_count=said.documents,
        word_count=said.words,
        total_available_documents=said.available,
        author_name=said.author,
        owner_left=said.owner_left,
        embedding_available=said.embedding_available,
        retrieval_model_dict=this.retrieval_model or {},
        **_external(this, said),
        tags=[TagOut.model_validate(tag) for tag in said.tags],
        partial_member_list=said.members,
    )


def _external(this: Dataset, said: Figures) -> dict[str, Any]:
    if this.provider != "external":
        return {}
    info = ExternalKnowledgeInfo(
        external_knowledge_id=this.external_knowledge_id,
        external_knowledge_api_id=this.external_knowledge_api_id,
        external_knowledge_api_name=said.external.name if said.external else None,
        external_knowledge_api_endpoint=said.external.endpoint if said.external else None,
    )
    stored = this.retrieval_model or {}
    settings = {name: stored.get(name) for name in ExternalRetrievalModel.model_fields}
    return {"external_knowledge_info": info, "external_retrieval_model": settings}
