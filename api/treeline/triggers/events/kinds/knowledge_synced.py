"""A source of a knowledge base has been synced, or could not be."""

from typing import ClassVar, Literal
from uuid import UUID

from treeline.datasets.models import Dataset
from treeline.datasets.sources.models import DatasetSource, DatasetSync
from treeline.triggers.events.kinds.kind import Found, Kind, Source


class KnowledgeSource(Source):
    kind: Literal["knowledge_synced"] = "knowledge_synced"
    dataset_id: UUID


class KnowledgeKind(Kind[KnowledgeSource]):
    name: ClassVar[str] = "knowledge_synced"
    events: ClassVar[tuple[str, ...]] = ("completed", "error")
    source = KnowledgeSource


def synced(dataset: Dataset, source: DatasetSource, sync: DatasetSync) -> Found:
    told = {
        "dataset_id": str(dataset.id),
        "dataset_name": dataset.name,
        "source_id": str(source.id),
        "source_name": source.name,
        "status": sync.state,
        "added": sync.added,
        "changed": sync.changed,
        "removed": sync.removed,
        "error": sync.error or "",
    }
    return Found(sync.state, str(sync.id), told)
