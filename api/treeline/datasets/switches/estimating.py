"""What the vectors of another model would take."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from treeline.datasets.models import ChildChunk, Dataset, Document, EmbeddingCache, Segment
from treeline.kernel.db import DbSession
from treeline.providers.port import ModelRuntime, Price, Usage

Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class SwitchEstimate:
    """`texts` and their `tokens`: those that the model has not been asked about yet."""

    segments: int
    texts: int
    tokens: int
    price: Price


def estimate(session: DbSession, dataset: Dataset, runtime: ModelRuntime) -> SwitchEstimate:
    """Of what answers now."""
    table = ChildChunk if dataset.doc_form == "hierarchical_model" else Segment
    mine = _answering(dataset, select(table.text_hash, func.max(table.tokens).label("tokens"), func.count().label("n")))
    texts = mine.group_by(table.text_hash).subquery()
    cached = select(EmbeddingCache.text_hash).where(
        EmbeddingCache.workspace_id == dataset.workspace_id,
        EmbeddingCache.provider == runtime.provider,
        EmbeddingCache.model == runtime.model,
        EmbeddingCache.text_hash == texts.c.text_hash,
    )
    new = ~cached.exists()
    sums = (func.count().filter(new), func.sum(texts.c.tokens).filter(new))
    segments, number, tokens = session.execute(select(func.sum(texts.c.n), *sums).select_from(texts)).one()
    usage = Usage(int(tokens or 0))
    return SwitchEstimate(int(segments or 0), number, usage.prompt_tokens, runtime.price(usage))


def _answering(dataset: Dataset, columns: Rows) -> Rows:
    rows = columns.select_from(Segment).join(Document, Document.id == Segment.document_id)
    if dataset.doc_form == "hierarchical_model":
        rows = rows.join(ChildChunk, ChildChunk.segment_id == Segment.id)
    answers = (Segment.generation == Document.generation, Document.generation > 0)
    return rows.where(Segment.dataset_id == dataset.id, *answers)
