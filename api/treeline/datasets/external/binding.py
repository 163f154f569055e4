"""Which service answers for an external knowledge base, and under which name it is known there."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from treeline.datasets.external.errors import ExternalApiNotFound
from treeline.datasets.external.models import ExternalKnowledgeApi
from treeline.datasets.models import Dataset
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput


def bind_external(session: DbSession, dataset: Dataset, given: Mapping[str, Any]) -> None:
    """What is given of `external_knowledge_api_id` and `external_knowledge_id`; both are there afterwards.

    Raises InvalidInput, ExternalApiNotFound.
    """
    if (api_id := given.get("external_knowledge_api_id")) is not None:
        mine = (ExternalKnowledgeApi.id == UUID(str(api_id)), ExternalKnowledgeApi.workspace_id == dataset.workspace_id)
        # Shared with others who name it, not with whoever deletes it.
        found = session.scalar(select(ExternalKnowledgeApi.id).where(*mine).with_for_update(read=True))
        if found is None:
            raise ExternalApiNotFound
        dataset.external_knowledge_api_id = found
    if knowledge_id := given.get("external_knowledge_id"):
        dataset.external_knowledge_id = knowledge_id
    for name in ("external_knowledge_api_id", "external_knowledge_id"):
        if getattr(dataset, name) is None:
            raise InvalidInput.at(name, "missing", "required for an external knowledge base.")
