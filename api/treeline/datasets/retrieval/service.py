"""The one search: for hit tests, chats, agents, workflow nodes and the API.

Read what is asked for; let the models make vectors of the query; search and confirm; let the reranker read; shape.
No session is open while a model answers.
"""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from treeline.datasets.external.search import Service, ask_services, find_services
from treeline.datasets.retrieval import log
from treeline.datasets.retrieval.candidates import Candidate
from treeline.datasets.retrieval.explain import Explanation, explain
from treeline.datasets.retrieval.gathering import Gathered, gather
from treeline.datasets.retrieval.merging import shape
from treeline.datasets.retrieval.options import MAX_TOP_K, Asker, Retrieved, SearchOptions, SearchWarning
from treeline.datasets.retrieval.rerank import Reranker, RerankFailed, rerank
from treeline.datasets.retrieval.scope import EmbeddingModel, Target, find_datasets, find_targets
from treeline.datasets.retrieval.vectors import Embedder, embedder_of, query_vectors
from treeline.datasets.settings import DatasetSettings
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.errors import ApiError, InvalidInput
from treeline.kernel.threads import in_thread
from treeline.providers.kinds.kind import RERANK
from treeline.providers.port import ModelRuntime
from treeline.providers.service import ProviderService


@dataclass(frozen=True, slots=True)
class _Plan:
    targets: list[Target]
    services: list[Service]
    embedders: Mapping[EmbeddingModel, Embedder | ApiError]
    reranker: Reranker | ApiError | None


async def retrieve(
    workspace_id: UUID,
    dataset_ids: Sequence[UUID],
    query: str,
    options: SearchOptions,
    settings: DatasetSettings,
    asker: Asker | None = None,
) -> Retrieved:
    """The caller has checked that these knowledge bases may be read, and holds no unit of work.

    A hybrid search goes on by words if there is no vector of the query or no store, and any search without its reranker
    or an external service: the warnings say so. Raises DatasetNotFound, InvalidInput; of a search by vectors alone, or
    in services alone, what kept it.
    """
    if not 0 < options.top_k <= MAX_TOP_K:
        raise InvalidInput.at("top_k", "less_than_equal", f"Use 1 to {MAX_TOP_K}.", le=MAX_TOP_K)
    if not query.strip() or not dataset_ids:
        return Retrieved()
    plan = await in_thread(lambda: _plan(workspace_id, dataset_ids, query, options, settings))
    vectors, answers = await asyncio.gather(
        query_vectors(query, plan.embedders), ask_services(plan.services, query, options, settings)
    )
    failed = [each.error for each in answers if each.error]
    if failed and not plan.targets and len(failed) == len(answers):
        raise failed[0]
    gathered = await in_thread(lambda: gather(plan.targets, answers, query, vectors, options, settings))
    passages, warnings = gathered.passages, gathered.warnings
    if plan.reranker is not None:
        try:
            passages = await rerank(passages, query, plan.reranker)
        except RerankFailed as error:
            warnings = [*warnings, SearchWarning("rerank_failed", error.message)]
        else:
            warnings = [each for each in warnings if each.code != "merged_by_rank"]
    live = [each for each in passages if each.candidate.removed is None]
    found = shape(live, options.top_k, options.score_threshold, merge_neighbors=options.merge_neighbors)
    if asker:
        segment_ids = [segment.id for each in found for segment in each.segments]
        await in_thread(lambda: log.write(asker, query, dataset_ids, segment_ids))
    return Retrieved(found, warnings, _explanations(gathered) if options.explain or options.why else [])


def _plan(
    workspace_id: UUID, dataset_ids: Sequence[UUID], query: str, options: SearchOptions, settings: DatasetSettings
) -> _Plan:
    with unit_of_work() as session:
        datasets = find_datasets(session, workspace_id, dataset_ids)
        targets = find_targets(session, datasets, options)
        services = find_services(session, datasets, settings)
        models = {each.model: each.index.dims for each in targets if each.model and each.index}
        embedders = {
            model: embedder_of(session, settings, workspace_id, model, dims, query) for model, dims in models.items()
        }
        wanted = options.rerank_model
        reranker = _reranker(session, settings, workspace_id, *wanted) if wanted else None
    return _Plan(targets, services, embedders, reranker)


def _reranker(
    session: DbSession, settings: DatasetSettings, workspace_id: UUID, provider: str, model: str
) -> ModelRuntime | ApiError:
    try:
        return ProviderService(session, workspace_id, settings).runtime(provider, model, RERANK)
    except ApiError as error:
        return error


def _explanations(gathered: Gathered) -> list[Explanation]:
    """In the order of the last stage, what is left out behind the rest."""

    def place(each: Candidate) -> tuple[bool, int, int]:
        return each.removed is not None, each.rerank_rank or sys.maxsize, each.fused_rank or sys.maxsize

    return [explain(each, gathered.weights[each.dataset_id]) for each in sorted(gathered.candidates, key=place)]
