"""What a search is asked for, and what it answers."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from treeline.datasets.metadata.filters import Filter
from treeline.datasets.retrieval.candidates import Found
from treeline.datasets.retrieval.explain import Explanation

Method = Literal["semantic_search", "full_text_search", "keyword_search", "hybrid_search"]
MAX_DATASETS = 20
MAX_TOP_K = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOptions:
    """`vector_weight`: what vectors weigh in a hybrid search; words weigh the rest. `fusion`: "rank" for reciprocal
    ranks. `rerank_model`: (provider, model). `score_threshold`: None for none, 0 is one. `explain`: also what was left
    out. `why`: segments to explain, whatever place they have.
    """

    method: Method = "hybrid_search"
    top_k: int = 4
    score_threshold: float | None = None
    vector_weight: float = 0.5
    fusion: Literal["weights", "rank"] = "weights"
    rerank_model: tuple[str, str] | None = None
    filter: Filter | None = None
    merge_neighbors: bool = False
    explain: bool = False
    why: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Asker:
    """For the log: hit_testing, app, api, agent or workflow; the app; account or end_user, and its id."""

    source: str
    role: str
    id: UUID | None = None
    app_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SearchWarning:
    """Why a result is less than it might be; the search went on."""

    code: Literal["words_only", "merged_by_rank", "rerank_failed", "external_failed"]
    message: str
    dataset_id: UUID | None = None


@dataclass(slots=True)
class Retrieved:
    """Results, best first. `explanations` are there if asked for: of what was found, best first, then of the rest."""

    results: list[Found] = field(default_factory=list[Found])
    warnings: list[SearchWarning] = field(default_factory=list[SearchWarning])
    explanations: list[Explanation] = field(default_factory=list[Explanation])
