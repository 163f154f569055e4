from typing import Literal

from pydantic import Field

from treeline.kernel.settings import KernelSettings


class DatasetSettings(KernelSettings):
    # Where the vectors of new indexes are kept
    vector_store: Literal["pgvector"] = "pgvector"
    # pgvector: rows of an index above which it gets a graph (HNSW)
    vector_ann_above: int = Field(default=300_000, ge=2_000)
