"""Where a search looks: knowledge bases, the index that answers for each, documents that the filter lets through."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select

from treeline.datasets.errors import DatasetNotFound
from treeline.datasets.metadata.filters import Filter, FilterField, compiled, conditions, fields_of
from treeline.datasets.models import Dataset, DatasetMetadata, Document, KnowledgeIndex
from treeline.datasets.retrieval.options import MAX_DATASETS, SearchOptions
from treeline.datasets.stores.port import VectorIndex
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class EmbeddingModel:
    provider: str
    model: str


@dataclass(frozen=True, slots=True)
class Target:
    """One knowledge base. `words`: which, in what language. `model` and `index`: None where these are searched alone;
    `documents`: None for all.
    """

    dataset: Dataset
    words: tuple[UUID, str | None]
    uses_words: bool
    model: EmbeddingModel | None = None
    store: str = ""
    index: VectorIndex | None = None
    documents: Select[UUID] | None = None


def find_datasets(session: DbSession, workspace_id: UUID, dataset_ids: Sequence[UUID]) -> list[Dataset]:
    """In the order given, each once. Raises DatasetNotFound; InvalidInput for more than 20."""
    if len(set(dataset_ids)) > MAX_DATASETS:
        message = f"Search in at most {MAX_DATASETS} knowledge bases at once."
        raise InvalidInput.at("dataset_ids", "too_long", message, max_length=MAX_DATASETS)
    mine = Dataset.id.in_(dataset_ids), Dataset.workspace_id == workspace_id, Dataset.deleted_at.is_(None)
    datasets = {each.id: each for each in session.scalars(select(Dataset).where(*mine))}
    if set(dataset_ids) - set(datasets):
        raise DatasetNotFound
    return [datasets[each] for each in dict.fromkeys(dataset_ids)]


def find_targets(session: DbSession, found: Sequence[Dataset], options: SearchOptions) -> list[Target]:
    """In the order given, without external ones. Raises InvalidInput for filters that do not fit."""
    datasets = {each.id: each for each in found if each.provider == "vendor"}
    if not datasets:
        return []
    active = KnowledgeIndex.dataset_id.in_(datasets), KnowledgeIndex.state == "active"
    indexes = {(each.dataset_id, each.kind): each for each in session.scalars(select(KnowledgeIndex).where(*active))}
    documents = _documents(session, list(datasets), options.filter) if options.filter else {}
    return [
        _target(each, indexes.get((id_, "vectors")), indexes.get((id_, "words")), options, documents.get(id_))
        for id_, each in datasets.items()
    ]


def _target(
    dataset: Dataset,
    index: KnowledgeIndex | None,
    words: KnowledgeIndex | None,
    options: SearchOptions,
    documents: Select[UUID] | None,
) -> Target:
    found = (words.id, words.language) if words else (dataset.id, dataset.doc_language)
    by_vectors = options.method in ("semantic_search", "hybrid_search")
    if not by_vectors or index is None or not index.dimensions:
        return Target(dataset, found, uses_words=True, documents=documents)
    return Target(
        dataset,
        found,
        uses_words=options.method == "hybrid_search",
        model=EmbeddingModel(index.provider, index.model),
        store=index.store,
        index=VectorIndex(index.id, index.dimensions),
        documents=documents,
    )


def _documents(session: DbSession, dataset_ids: Sequence[UUID], wanted: Filter) -> dict[UUID, Select[UUID]]:
    own = list(session.scalars(select(DatasetMetadata).where(DatasetMetadata.dataset_id.in_(dataset_ids))))
    fields = {each: fields_of(field for field in own if field.dataset_id == each) for each in dataset_ids}
    _check_names(wanted, fields.values())
    return {
        each: select(Document.id).where(Document.dataset_id == each, compiled(wanted, fields[each]))
        for each in dataset_ids
    }


def _check_names(wanted: Filter, fields: Iterable[dict[str, FilterField]]) -> None:
    known = {name for each in fields for name in each}
    for condition in conditions(wanted):
        if condition.name not in known:
            message = f"These knowledge bases have no field {condition.name!r}. Use one of: {', '.join(sorted(known))}."
            raise InvalidInput.at("metadata_filtering_conditions", "filter_invalid", message)
