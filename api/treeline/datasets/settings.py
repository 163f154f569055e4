from typing import Literal, Self

from pydantic import Field, model_validator

from treeline.kernel.settings import KernelSettings


class DatasetSettings(KernelSettings):
    # Where the vectors of new indexes are kept. On MySQL: weaviate or qdrant
    vector_store: Literal["pgvector", "weaviate", "qdrant"] = "pgvector"
    weaviate_endpoint: str = "http://localhost:8080"
    # Empty: port 50051 of the same host
    weaviate_grpc_endpoint: str = ""
    weaviate_api_key: str = ""
    qdrant_url: str = "http://localhost:6333"
    qdrant_api_key: str = ""
    # pgvector: rows of an index above which it gets a graph (HNSW)
    vector_ann_above: int = Field(default=300_000, ge=2_000)
    # Indexing, in seconds: a worker may be silent, between two sweeps, before a document that failed is tried again;
    # how long an embedding model may take for one request; and how often one is made while the model is in trouble
    indexing_lease_seconds: float = Field(default=120, ge=1)
    indexing_sweep_seconds: float = Field(default=60, ge=0.1)
    indexing_retry_seconds: float = Field(default=60, ge=0)
    embedding_timeout_seconds: float = Field(default=60, gt=0)
    embedding_tries: int = Field(default=4, ge=1)
    # How long a model may take for one answer of a pipeline's step, in seconds
    enrichment_timeout_seconds: float = Field(default=120, gt=0)
    # How long an external knowledge API may take for a search, in seconds
    external_knowledge_timeout_seconds: float = Field(default=10, gt=0)

    @model_validator(mode="after")
    def _vectors_have_a_place(self) -> Self:
        if self.vector_store == "pgvector" and self.sqlalchemy_url.startswith("mysql"):
            raise ValueError(
                "VECTOR_STORE=pgvector needs PostgreSQL. With MySQL, set VECTOR_STORE=weaviate or VECTOR_STORE=qdrant."
            )
        return self
