"""The indexes of a knowledge base: what is being built, and what it would take."""

from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.datasets.access import get_dataset, key_caller, key_dataset, member_caller
from treeline.datasets.controllers import GROUP, PREFIX
from treeline.datasets.embedding_models import chosen_model
from treeline.datasets.errors import DatasetNotFound, KnowledgeIndexNotFound
from treeline.datasets.keys.access import DATASET_KEY
from treeline.datasets.models import Dataset
from treeline.datasets.permissions import Caller
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.switches.estimating import estimate
from treeline.datasets.switches.schemas import (
    IndexBuild,
    KnowledgeIndexes,
    KnowledgeIndexOut,
    SwitchEstimateOut,
    SwitchEstimateQuery,
)
from treeline.datasets.switches.service import SwitchService
from treeline.datasets.switches.splitting import split_again
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.errors import InvalidInput
from treeline.kernel.settings import KernelSettings
from treeline.kernel.web import Routes
from treeline.providers.errors import ModelNotSupported, ProviderNotInitialized
from treeline.providers.kinds.kind import TEXT_EMBEDDING
from treeline.providers.service import ProviderService


class Switching:
    """The indexes of a knowledge base, in the name of one caller."""

    def __init__(self, caller: Caller, dataset: Dataset):
        self.caller, self.dataset, self.settings = caller, dataset, current.settings(KernelSettings)
        self.service = SwitchService(db.session, dataset, current.settings(DatasetSettings).vector_store)

    def model(self, given: dict[str, str]) -> tuple[str, str]:
        """Raises ProviderNotInitialized, ModelNotSupported."""
        return chosen_model(db.session, self.dataset.workspace_id, self.settings, given)

    def listed(self) -> KnowledgeIndexes:
        return KnowledgeIndexes(data=[KnowledgeIndexOut.of(each) for each in self.service.indexes()])


def member_indexes(dataset_id: UUID, can: str) -> Switching:
    return Switching(member_caller(), get_dataset(dataset_id, can))


def key_indexes(dataset_id: UUID, can: str) -> Switching:
    return Switching(key_caller(can), key_dataset(dataset_id, can))


PLACE = "<uuid:dataset_id>/indexes"
CHOOSING_MODEL = [DatasetNotFound, ProviderNotInitialized, ModelNotSupported, InvalidInput]
indexes = Routes("indexes", f"{PREFIX}/{PLACE}", group=GROUP, access=CONSOLE_OR_TOKEN, scope=member_indexes)


@indexes.get("", can="belong", refusals=[DatasetNotFound])
def list_indexes(switching: Switching) -> KnowledgeIndexes:
    """List the indexes of a knowledge base, newest first, with the progress of those being built."""
    return switching.listed()


@indexes.get("/estimate", can="curate", refusals=CHOOSING_MODEL)
def estimate_index(switching: Switching, query: SwitchEstimateQuery) -> SwitchEstimateOut:
    """Estimate what it takes to switch to an embedding model."""
    provider, model = switching.model(query.given())
    providers = ProviderService(db.session, switching.dataset.workspace_id, switching.settings)
    found = estimate(db.session, switching.dataset, providers.runtime(provider, model, TEXT_EMBEDDING))
    return SwitchEstimateOut(
        embedding_model=model,
        embedding_model_provider=provider,
        segments=found.segments,
        texts=found.texts,
        tokens=found.tokens,
        price=f"{found.price.total:f}" if found.price.known else None,
        currency=found.price.currency,
    )


@indexes.post("", can="curate", deed="index.create", status=202, refusals=CHOOSING_MODEL)
def build_index(switching: Switching, body: IndexBuild) -> KnowledgeIndexes:
    """Build an index for another model, language or process rule. Searches go on as before until it is ready."""
    dataset = switching.dataset
    if dataset.provider != "vendor":
        told = "an external knowledge base has no index here. Its service decides how it is searched."
        raise InvalidInput.at("dataset_id", "external_dataset", told)
    if body.process_rule:
        split_again(db.session, dataset, body.process_rule, switching.caller.account_id)
    if body.doc_language:
        switching.service.use_language(body.doc_language)
    if body.embedding_model or not (body.process_rule or body.doc_language):
        given = {"embedding_model": body.embedding_model, "embedding_model_provider": body.embedding_model_provider}
        if not body.embedding_model and dataset.indexing_technique == "high_quality":
            own = (dataset.embedding_model, dataset.embedding_model_provider)
            given = dict(zip(given, own, strict=True))
        wanted = switching.model({name: value for name, value in given.items() if value})
        switching.service.use_model(*wanted, rebuild=True)
    db.session.flush()
    return switching.listed()


@indexes.delete(
    "/<uuid:index_id>",
    can="curate",
    deed="index.cancel",
    status=204,
    refusals=[DatasetNotFound, KnowledgeIndexNotFound],
)
def cancel_index(switching: Switching, index_id: UUID) -> None:
    """Cancel an index that is being built. The knowledge base keeps what it is searched by."""
    switching.service.cancel(index_id)


key_routes = indexes.mirrored("v1_indexes", f"/v1/datasets/{PLACE}", access=DATASET_KEY, scope=key_indexes)
