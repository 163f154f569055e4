"""A trial of a pipeline on a few documents. Nothing of the documents is written: the result is in the run alone."""

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from treeline.datasets.extraction.document import Extracted
from treeline.datasets.extraction.extractor import extract
from treeline.datasets.indexing.jobs import named
from treeline.datasets.models import Dataset, DatasetMetadata, Document
from treeline.datasets.pipelines.asking import ModelAsker
from treeline.datasets.pipelines.enriching import Enriching, Subject
from treeline.datasets.pipelines.models import PipelineRun
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.splitting.pieces import Piece, Rules, child_text, indexed_text
from treeline.datasets.splitting.split import split
from treeline.files.errors import BytesMissing
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, enqueue, unit_of_work
from treeline.kernel.errors import ApiError
from treeline.kernel.storage import ObjectMissing
from treeline.kernel.threads import in_thread
from treeline.providers.port import Usage

log = logging.getLogger(__name__)

# A person waits: so much of each document, so many of its segments, and no longer than that.
MAX_CHARACTERS, MAX_SEGMENTS = 60_000, 10
SECONDS = 120
# The worker of one that runs longer is gone; a message that has not come by then is lost.
LOST_AFTER, LATE_AFTER = timedelta(seconds=2 * SECONDS), timedelta(minutes=2)
KEPT_FOR = timedelta(days=1)
TASK = "datasets.try_pipeline"


@dataclass(frozen=True)
class _Tried:
    id: UUID
    name: str
    file: str
    size: int
    storage_key: UUID | None
    rules: Rules


@dataclass(frozen=True)
class _Plan:
    workspace_id: UUID
    language: str
    fields: dict[str, str]
    documents: list[_Tried]


def try_out(run_id: UUID) -> None:
    """May be called twice: the first does it."""
    plan = _begin(run_id)
    if plan is None:
        return
    error, documents = None, list[dict[str, Any]]()
    try:
        documents = asyncio.run(_all(plan))
    except TimeoutError:
        error = f"The trial took more than {SECONDS} seconds. Try fewer documents or steps."
    except Exception:
        log.exception("pipeline run %s", run_id)
        error = "The trial failed because of an internal error."
    with unit_of_work() as session:
        this = update(PipelineRun).where(PipelineRun.id == run_id, PipelineRun.status == "running")
        ended = {"status": "failed" if error else "succeeded", "error": error, "documents": documents}
        session.execute(this.values(**ended, finished_at=now()))


def _begin(run_id: UUID) -> _Plan | None:
    with unit_of_work() as session:
        waiting = update(PipelineRun).where(PipelineRun.id == run_id, PipelineRun.status == "waiting")
        run = session.scalars(waiting.values(status="running", started_at=now()).returning(PipelineRun)).one_or_none()
        if run is None:
            return None
        dataset = session.get_one(Dataset, run.dataset_id)
        own = select(DatasetMetadata.name, DatasetMetadata.type).where(DatasetMetadata.dataset_id == dataset.id)
        found = {each.id: each for each in session.scalars(select(Document).where(Document.id.in_(run.document_ids)))}
        documents = [
            _Tried(each.id, each.name, named(each), each.size, each.storage_key, Rules.of(run.rule, each.doc_form))
            for each in (found[id_] for id_ in run.document_ids if id_ in found)
        ]
        return _Plan(dataset.workspace_id, dataset.doc_language, dict(iter(session.execute(own))), documents)


async def _all(plan: _Plan) -> list[dict[str, Any]]:
    async with asyncio.timeout(SECONDS):
        return [await _one(plan, each) for each in plan.documents]


async def _one(plan: _Plan, document: _Tried) -> dict[str, Any]:
    """What it would become, or why it would not."""
    asker = ModelAsker(plan.workspace_id, current.settings(DatasetSettings), current.redis())
    result: dict[str, Any] = {"document_id": str(document.id), "name": document.name}
    try:
        result |= await _tried(plan, document, asker)
    except ApiError as error:
        result |= {"error_code": error.code, "error": error.message}
    usage: Usage = asker.usage
    return result | {"asked": asker.asked, "tokens": usage.prompt_tokens + usage.completion_tokens}


async def _tried(plan: _Plan, document: _Tried, asker: ModelAsker) -> dict[str, Any]:
    extracted = _beginning(await extract(document.file, _bytes(document)))
    enriching = Enriching(Subject(document.id, plan.language, plan.fields), document.rules, asker)
    extracted, redacted = await enriching.redacted(extracted)
    pieces = await in_thread(lambda: split(extracted, document.rules))
    shown = await enriching.enriched(pieces[:MAX_SEGMENTS], extracted)
    return {
        "total_segments": len(pieces),
        "redacted": redacted,
        "segments": [_shown(each, document.rules) for each in shown[:MAX_SEGMENTS]],
        "metadata": await enriching.metadata(extracted.text),
    }


def _bytes(document: _Tried) -> bytes:
    """Raises BytesMissing."""
    if document.storage_key is None:
        raise BytesMissing
    try:
        return b"".join(current.storage().read(document.storage_key, 0, document.size))
    except ObjectMissing as error:
        raise BytesMissing from error


def _beginning(extracted: Extracted) -> Extracted:
    if len(extracted.text) <= MAX_CHARACTERS:
        return extracted
    blocks = tuple(
        replace(each, end=min(each.end, MAX_CHARACTERS)) for each in extracted.blocks if each.start < MAX_CHARACTERS
    )
    return replace(extracted, text=extracted.text[:MAX_CHARACTERS], blocks=blocks)


def _shown(piece: Piece, rules: Rules) -> dict[str, Any]:
    added = piece.added
    indexed = [child_text(piece.heading, each.content, added) for each in piece.children]
    return {
        "content": piece.content,
        "answer": piece.answer,
        "heading": list(piece.heading),
        "page_from": piece.page_from,
        "page_to": piece.page_to,
        "enrichment": added.stored(),
        "indexed": indexed or [indexed_text(piece.heading, piece.content, piece.answer, added)],
    }


def sweep(session: DbSession) -> None:
    """End what lost its worker, send again what lost its message, and forget what is old."""
    told = "The worker of this trial was lost. Try again."
    lost = update(PipelineRun).where(PipelineRun.status == "running", PipelineRun.started_at < now() - LOST_AFTER)
    session.execute(lost.values(status="failed", error=told, finished_at=now()))
    late = select(PipelineRun.id).where(PipelineRun.status == "waiting", PipelineRun.created_at < now() - LATE_AFTER)
    for run_id in session.scalars(late.limit(100)):
        enqueue(TASK, str(run_id))
    session.execute(delete(PipelineRun).where(PipelineRun.created_at < now() - KEPT_FOR))
