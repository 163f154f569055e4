"""What was found, on its way to an answer."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from treeline.datasets.models import ChildChunk, Dataset, Document, Segment
from treeline.datasets.retrieval.words import TermShare, WordHit
from treeline.datasets.splitting.pieces import Added, child_text, indexed_text

Removed = Literal[
    "outdated",  # of a version of the document that has been replaced, or is not ready
    "segment_disabled",
    "document_disabled",
    "document_archived",
    "filtered",  # by the metadata filter
    "beyond_window",  # not among those that are looked at closely
    "below_threshold",
    "same_text",
    "beyond_top_k",
]


@dataclass(slots=True, kw_only=True)
class Candidate:
    """`id`: of a segment, or of a child chunk, which then has the segment `segment_id`."""

    id: UUID
    segment_id: UUID
    document_id: UUID
    dataset_id: UUID
    cosine: float | None = None
    vector_rank: int | None = None
    words: WordHit | None = None
    word_rank: int | None = None
    # Of a search that is explained.
    terms: tuple[TermShare, ...] = ()
    fused: float = 0.0
    fused_rank: int | None = None
    rerank_score: float | None = None
    rerank_rank: int | None = None
    removed: Removed | None = None

    @property
    def score(self) -> float:
        """Of the last stage."""
        return self.fused if self.rerank_score is None else self.rerank_score


@dataclass(frozen=True, slots=True)
class Passage:
    """A candidate with its rows."""

    candidate: Candidate
    dataset: Dataset
    document: Document
    segment: Segment
    child: ChildChunk | None = None

    @property
    def score(self) -> float:
        return self.candidate.score

    @property
    def text(self) -> str:
        """What a reranker reads: what was indexed, and the answer of a question."""
        segment, added = self.segment, Added.of(self.segment.enrichment)
        if self.child:
            text = child_text(segment.heading, self.child.content, added)
        else:
            text = indexed_text(segment.heading, segment.content, segment.answer, added)
        return f"{text}\n{self.segment.answer}" if self.segment.answer else text


@dataclass(frozen=True, slots=True)
class FoundChild:
    chunk: ChildChunk
    score: float


@dataclass(slots=True)
class Found:
    """One result: a segment with what was found in it, or several that follow each other, as one text."""

    dataset: Dataset
    document: Document
    segment: Segment
    score: float
    content: str
    # In the order of the document; the best one alone unless neighbors were merged.
    segments: list[Segment]
    # Best first; empty where segments themselves are searched.
    children: list[FoundChild] = field(default_factory=list[FoundChild])
