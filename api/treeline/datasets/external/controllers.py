"""External knowledge APIs, and knowledge bases that are searched through them."""

import asyncio
from uuid import UUID

from treeline.accounts.access import CONSOLE, allow, current_member
from treeline.datasets.access import get_dataset, member_caller
from treeline.datasets.controllers import GROUP, PREFIX, member_datasets, out
from treeline.datasets.errors import DatasetNameDuplicate, DatasetNotFound, InvalidAction
from treeline.datasets.external.errors import ExternalApiInUse, ExternalApiNotFound, ExternalKnowledgeFailed
from treeline.datasets.external.models import ExternalKnowledgeApi
from treeline.datasets.external.schemas import (
    ExternalApiIn,
    ExternalApiListQuery,
    ExternalApiOut,
    ExternalBinding,
    ExternalDatasetIn,
    ExternalHitTestIn,
    ExternalHitTestOut,
    ExternalRecordOut,
    ExternalUseCheck,
)
from treeline.datasets.external.service import ExternalApis
from treeline.datasets.models import Dataset
from treeline.datasets.permissions import Caller
from treeline.datasets.retrieval.asking import options_of
from treeline.datasets.retrieval.options import Asker
from treeline.datasets.retrieval.replies import QueryText, WarningOut
from treeline.datasets.retrieval.schemas import RetrievalModel
from treeline.datasets.retrieval.service import retrieve
from treeline.datasets.schemas import DatasetOut
from treeline.datasets.service import DatasetService
from treeline.datasets.settings import DatasetSettings
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.errors import InvalidInput
from treeline.kernel.paging import Page
from treeline.kernel.settings import KernelSettings
from treeline.kernel.web import Routes


def workspace_apis(can: str) -> ExternalApis:
    allow(current_member(), can)
    return ExternalApis(db.session, member_caller(), current.settings(KernelSettings))


One = tuple[ExternalApis, ExternalKnowledgeApi]


def one_api(external_api_id: UUID, can: str) -> One:
    """Raises ExternalApiNotFound, Forbidden."""
    service = ExternalApis(db.session, member_caller(), current.settings(KernelSettings))
    api = service.find(external_api_id, lock=can == "manage")
    allow(current_member(), can)
    return service, api


def member_one(dataset_id: UUID, can: str) -> tuple[Caller, Dataset]:
    return member_caller(), get_dataset(dataset_id, can)


apis = Routes("external_apis", f"{PREFIX}/external-knowledge-api", group=GROUP, access=CONSOLE, scope=workspace_apis)
api = Routes(
    "external_api",
    f"{PREFIX}/external-knowledge-api/<uuid:external_api_id>",
    group=GROUP,
    access=CONSOLE,
    scope=one_api,
)
made = Routes("external_datasets", PREFIX, group=GROUP, access=CONSOLE, scope=member_datasets)
tested = Routes("external_hit_testing", f"{PREFIX}/<uuid:dataset_id>", group=GROUP, access=CONSOLE, scope=member_one)


@apis.get("", can="curate")
def list_external_apis(service: ExternalApis, query: ExternalApiListQuery) -> Page[ExternalApiOut]:
    """List the external knowledge APIs of the workspace, newest first."""
    found, total = service.page(query.keyword, query.offset, query.limit)
    bindings = service.bindings(found)
    return Page.of([_shown(each, bindings[each.id]) for each in found], total, query)


@apis.post("", can="manage", deed="external_api.create", status=201, refusals=[InvalidInput])
def add_external_api(service: ExternalApis, body: ExternalApiIn) -> ExternalApiOut:
    """Add an external knowledge API. Its key is stored encrypted and never returned."""
    return _shown(service.create(body), [])


@api.get("", can="curate", refusals=[ExternalApiNotFound])
def read_external_api(one: One) -> ExternalApiOut:
    """Get an external knowledge API."""
    return _one(*one)


@api.patch("", can="manage", deed="external_api.change", refusals=[ExternalApiNotFound, InvalidInput])
def change_external_api(one: One, body: ExternalApiIn) -> ExternalApiOut:
    """Update an external knowledge API. A masked key keeps its value unless the endpoint changes."""
    service, this = one
    service.update(this, body)
    return _one(service, this)


@api.delete("", can="manage", deed="external_api.delete", status=204, refusals=[ExternalApiNotFound, ExternalApiInUse])
def delete_external_api(one: One) -> None:
    """Delete an external knowledge API that no knowledge base uses."""
    service, this = one
    service.delete(this)


@api.get("/use-check", can="curate", refusals=[ExternalApiNotFound])
def check_external_api_use(one: One) -> ExternalUseCheck:
    """Check how many knowledge bases use an external knowledge API."""
    service, this = one
    count = service.count_of(this)
    return ExternalUseCheck(is_using=count > 0, count=count)


@made.post(
    "/external",
    can="curate",
    deed="dataset.create",
    status=201,
    refusals=[DatasetNameDuplicate, ExternalApiNotFound, InvalidInput],
)
def create_external_dataset(service: DatasetService, body: ExternalDatasetIn) -> DatasetOut:
    """Create a knowledge base that is searched through an external knowledge API."""
    given = body.model_dump(exclude_none=True, exclude={"external_retrieval_model"})
    settings = body.external_retrieval_model
    stored = {"retrieval_model": settings.as_retrieval_model().as_stored()} if settings else {}
    return out(service, service.create({**given, **stored, "provider": "external"}))


@tested.post(
    "/external-hit-testing",
    can="belong",
    transactional=False,
    refusals=[DatasetNotFound, InvalidAction, InvalidInput, ExternalKnowledgeFailed],
)
def test_external_hits(one: tuple[Caller, Dataset], body: ExternalHitTestIn) -> ExternalHitTestOut:
    """Search an external knowledge base."""
    caller, dataset = one
    if dataset.provider != "external":
        raise InvalidAction("This knowledge base is not external. Use hit-testing.")
    settings = body.external_retrieval_model
    given = settings.as_retrieval_model() if settings else RetrievalModel()
    given.metadata_filtering_conditions = body.metadata_filtering_conditions
    asker = Asker("hit_testing", "account", caller.account_id)
    options = options_of(dataset, given)
    own = current.settings(DatasetSettings)
    found = asyncio.run(retrieve(caller.workspace_id, [dataset.id], body.query, options, own, asker))
    return ExternalHitTestOut(
        query=QueryText(content=body.query),
        records=[
            ExternalRecordOut(
                content=each.content, title=each.document.name, score=each.score, metadata=each.document.fields
            )
            for each in found.results
        ],
        warnings=[WarningOut.model_validate(each) for each in found.warnings],
    )


def _one(service: ExternalApis, this: ExternalKnowledgeApi) -> ExternalApiOut:
    return _shown(this, service.bindings([this])[this.id])


def _shown(this: ExternalKnowledgeApi, datasets: list[Dataset]) -> ExternalApiOut:
    return ExternalApiOut.of(this, [ExternalBinding.model_validate(each) for each in datasets])
