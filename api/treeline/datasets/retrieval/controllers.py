"""Searches in the console and, with a `ds-` key, in the service API."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN, allow, current_member
from treeline.datasets.access import find_datasets, get_dataset, key_caller, key_dataset, member_caller
from treeline.datasets.errors import DatasetNotFound
from treeline.datasets.external.errors import ExternalKnowledgeFailed
from treeline.datasets.keys.access import DATASET_KEY
from treeline.datasets.models import Dataset
from treeline.datasets.permissions import Caller
from treeline.datasets.retrieval.asking import options_of
from treeline.datasets.retrieval.options import Asker
from treeline.datasets.retrieval.replies import HitTestIn, HitTestOut, SearchIn
from treeline.datasets.retrieval.service import retrieve
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.errors import StoreUnavailable
from treeline.kernel import current
from treeline.kernel.db import unit_of_work
from treeline.kernel.errors import ApiError, InvalidInput
from treeline.kernel.settings import KernelSettings
from treeline.kernel.web import Routes
from treeline.providers.errors import ModelNotSupported, ProviderError, ProviderNotInitialized

REFUSALS: list[type[ApiError]] = [
    DatasetNotFound,
    ExternalKnowledgeFailed,
    InvalidInput,
    ProviderNotInitialized,
    ModelNotSupported,
    ProviderError,
    StoreUnavailable,
]
GROUP = "Knowledge bases"


def member_search(can: str) -> Caller:
    allow(current_member(), can)
    return member_caller()


One = tuple[Caller, Dataset]


def member_one(dataset_id: UUID, can: str) -> One:
    return member_caller(), get_dataset(dataset_id, can)


def key_one(dataset_id: UUID, can: str) -> One:
    return key_caller(can), key_dataset(dataset_id, can)


one = Routes(
    "hit_testing", "/console/api/datasets/<uuid:dataset_id>", group=GROUP, access=CONSOLE_OR_TOKEN, scope=member_one
)
several = Routes("knowledge_search", "/console/api/datasets", group=GROUP, access=CONSOLE_OR_TOKEN, scope=member_search)


@one.post("/hit-testing", can="belong", transactional=False, refusals=REFUSALS)
def test_hits(one: One, body: HitTestIn) -> HitTestOut:
    """Search a knowledge base, and see where each result stands and how its score came about."""
    caller, dataset = one
    return _answer(caller, [dataset], body, "api" if caller.is_key else "hit_testing")


by_key = one.mirrored("v1_hit_testing", "/v1/datasets/<uuid:dataset_id>", access=DATASET_KEY, scope=key_one)


@by_key.post("/retrieve", can="belong", transactional=False, refusals=REFUSALS)
def retrieve_segments(one: One, body: HitTestIn) -> HitTestOut:
    """Search a knowledge base."""
    caller, dataset = one
    return _answer(caller, [dataset], body, "api")


@several.post("/search", can="belong", transactional=False, refusals=REFUSALS)
def search_several(caller: Caller, body: SearchIn) -> HitTestOut:
    """Search several knowledge bases at once."""
    with unit_of_work() as session:
        datasets = find_datasets(session, caller, body.dataset_ids)
    return _answer(caller, datasets, body, "hit_testing")


def _answer(caller: Caller, datasets: Sequence[Dataset], body: HitTestIn, source: str) -> HitTestOut:
    """No transaction may be open. The settings of the first are those of all, unless others are given."""
    given = body.given_for(datasets[0].provider)
    options = options_of(datasets[0], given, explain=body.explain, why=body.why)
    if any(each.indexing_technique == "high_quality" for each in datasets) and options.method == "keyword_search":
        options = replace(options, method="hybrid_search") if body.retrieval_model is None else options
    asker = Asker(source, "account", caller.account_id)
    ids, settings = [each.id for each in datasets], current.settings(DatasetSettings)
    found = asyncio.run(retrieve(caller.workspace_id, ids, body.query, options, settings, asker))
    return HitTestOut.of(body.query, found, current.settings(KernelSettings).console_web_url)
