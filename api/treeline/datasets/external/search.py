"""What services have to say to a query. They are asked all at once; no connection to the database is held meanwhile.

`POST {endpoint}/retrieval` with {knowledge_id, query, retrieval_setting, metadata_condition}, and back come `records`.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import uuid5

from pydantic import BaseModel, Field, ValidationError
from sqlalchemy import select

from treeline.datasets.external.errors import ExternalKnowledgeFailed
from treeline.datasets.external.keys import key_of
from treeline.datasets.external.models import ExternalKnowledgeApi
from treeline.datasets.metadata.filters import Condition, Filter, Group
from treeline.datasets.models import Dataset, Document, Segment
from treeline.datasets.retrieval.candidates import Candidate, Passage
from treeline.datasets.retrieval.options import SearchOptions
from treeline.datasets.settings import DatasetSettings
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.text import clean
from treeline.kernel.validation import details_of

MAX_BYTES = 1024 * 1024
MAX_REASON = 300
# As services know them, of texts.
_NAMES = {"=": "is", "≠": "is not"}


@dataclass(frozen=True)
class Service:
    """`key`: or why there is none to be had."""

    dataset: Dataset
    name: str
    url: str
    key: str | ExternalKnowledgeFailed | None = field(repr=False)


@dataclass(frozen=True)
class ServiceAnswer:
    dataset: Dataset
    passages: list[Passage] = field(default_factory=list[Passage])
    error: ExternalKnowledgeFailed | None = None


class _Record(BaseModel):
    content: Annotated[str, Field(min_length=1)]
    score: Annotated[float, Field(allow_inf_nan=False)]
    title: str | None = None
    metadata: dict[str, Any] | None = None


class _Records(BaseModel):
    records: list[_Record]


def find_services(session: DbSession, datasets: Sequence[Dataset], settings: DatasetSettings) -> list[Service]:
    """Those of the external ones among these."""
    external = {each.id: each for each in datasets if each.provider == "external"}
    if not external:
        return []
    rows = select(Dataset.id, ExternalKnowledgeApi).outerjoin(
        ExternalKnowledgeApi, ExternalKnowledgeApi.id == Dataset.external_knowledge_api_id
    )
    found = session.execute(rows.where(Dataset.id.in_(external))).all()
    return [_service(external[dataset_id], api, settings) for dataset_id, api in found]


def _service(dataset: Dataset, api: ExternalKnowledgeApi | None, settings: DatasetSettings) -> Service:
    if api is None:
        lost = ExternalKnowledgeFailed(f"{dataset.name} has no external knowledge API any more. Choose one.")
        return Service(dataset, dataset.name, "", lost)
    try:
        key = key_of(api, settings)
    except ExternalKnowledgeFailed as error:
        key = error
    return Service(dataset, api.name, f"{api.endpoint}/retrieval", key)


async def ask_services(
    services: Sequence[Service], query: str, options: SearchOptions, settings: DatasetSettings
) -> list[ServiceAnswer]:
    """One that fails keeps no other from answering."""
    return await asyncio.gather(*(_answer(each, query, options, settings) for each in services))


async def _answer(service: Service, query: str, options: SearchOptions, settings: DatasetSettings) -> ServiceAnswer:
    try:
        records = await _asked(service, query, options, settings)
    except ExternalKnowledgeFailed as error:
        return ServiceAnswer(service.dataset, error=error)
    passages = [_passage(service.dataset, each) for each in records[: options.top_k]]
    return ServiceAnswer(service.dataset, passages)


async def _asked(service: Service, query: str, options: SearchOptions, settings: DatasetSettings) -> list[_Record]:
    from treeline.kernel.http import HttpError, InvalidUrl, NamedBy, TookTooLong, causes, outbound, reason_of
    from treeline.kernel.http import refused_host as host_of

    if isinstance(service.key, ExternalKnowledgeFailed):
        raise service.key
    headers = {"Authorization": f"Bearer {service.key}"} if service.key else {}
    body, seconds = _body(service, query, options), settings.external_knowledge_timeout_seconds
    try:
        async with (
            asyncio.timeout(seconds),
            outbound(settings, NamedBy.ADMIN, headers=headers, silence=seconds, most=MAX_BYTES) as client,
            client.stream("POST", service.url, json=body) as reply,
        ):
            content, status = await reply.aread(), reply.status_code
    except (HttpError, InvalidUrl, TimeoutError) as error:
        too_long = any(isinstance(each, TookTooLong) for each in causes(error))
        reason = f"it took longer than {seconds:g} seconds." if too_long else reason_of(error) or str(error)
        raise ExternalKnowledgeFailed(_told(service, reason), host_of(error)) from error
    if status != 200:
        raise ExternalKnowledgeFailed(_told(service, f"it returned {status}{_said(content)}"))
    try:
        return _Records.model_validate_json(content).records
    except ValidationError as error:
        first = details_of(error)[0]
        place = f"{first['path']}: " if first["path"] else ""
        raise ExternalKnowledgeFailed(_told(service, f"its response is invalid: {place}{first['message']}")) from error


def _body(service: Service, query: str, options: SearchOptions) -> dict[str, Any]:
    setting = {"top_k": options.top_k, "score_threshold": options.score_threshold or 0.0}
    asked = {"knowledge_id": service.dataset.external_knowledge_id, "query": query, "retrieval_setting": setting}
    if options.filter is None:
        return asked
    every, conditions = _flat(service, options.filter)
    return asked | {
        "metadata_condition": {
            "logical_operator": "and" if every else "or",
            "conditions": [_condition(each) for each in conditions],
        }
    }


def _flat(service: Service, wanted: Filter) -> tuple[bool, list[Condition]]:
    """Services know one list of conditions. Raises ExternalKnowledgeFailed for what is more than that."""
    if isinstance(wanted, Condition):
        return True, [wanted]
    if len(wanted.parts) == 1:
        return _flat(service, wanted.parts[0])
    found = list[Condition]()
    for part in wanted.parts:
        inner = part if isinstance(part, Group) else None
        if inner and inner.every != wanted.every and len(inner.parts) > 1:
            raise ExternalKnowledgeFailed(_told(service, "it can't filter by folder, or by groups of conditions."))
        found += _flat(service, part)[1]
    return wanted.every, found


def _condition(each: Condition) -> dict[str, Any]:
    operator = _NAMES.get(each.operator, each.operator) if isinstance(each.value, str) else each.operator
    return {"name": each.name, "comparison_operator": operator, "value": each.value}


def _told(service: Service, reason: str) -> str:
    """Without the key: services may repeat what they were sent."""
    if isinstance(service.key, str):
        reason = reason.replace(service.key, "…")
    reason = clean(reason)
    return f"External knowledge API {service.name}: {reason[:MAX_REASON]}"


def _said(content: bytes) -> str:
    try:
        said = json.loads(content)
    except ValueError:
        return "."
    message = said.get("error_msg") or said.get("message") if isinstance(said, dict) else None
    return f": {message}" if isinstance(message, str) else "."


def _passage(dataset: Dataset, record: _Record) -> Passage:
    """As all the others are, with rows that are nowhere: what is done with passages is done with these as well."""
    title, content = clean(record.title or "").strip() or dataset.name, clean(record.content)
    document_id, segment_id = uuid5(dataset.id, title), uuid5(dataset.id, f"{title}\n{content}")
    at, metadata = now(), record.metadata or {}
    document = Document(
        id=document_id,
        workspace_id=dataset.workspace_id,
        dataset_id=dataset.id,
        name=title,
        folder="",
        data_source_type="external",
        doc_form="text_model",
        generation=1,
        fields=metadata,
    )
    segment = Segment(
        id=segment_id,
        dataset_id=dataset.id,
        document_id=document_id,
        generation=1,
        # Each the first: none follows another.
        position=0,
        content=content,
        text_hash="",
        heading=[],
        keywords=[],
        tokens=0,
        word_count=len(content),
        enabled=True,
        hit_count=0,
        edited=False,
        enrichment=None,
        created_at=at,
        updated_at=at,
    )
    candidate = Candidate(
        id=segment_id,
        segment_id=segment_id,
        document_id=document_id,
        dataset_id=dataset.id,
        fused=record.score,
    )
    return Passage(candidate, dataset, document, segment)


def link_of(metadata: dict[str, Any]) -> str:
    """Where a record says that it is from."""
    named = (metadata.get(name) for name in ("url", "link", "source_url", "path"))
    return next((each for each in named if isinstance(each, str) and each.startswith(("http://", "https://"))), "")
