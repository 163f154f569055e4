from typing import Literal
from uuid import UUID

from pydantic import Field

from treeline.datasets.documents.schemas import Language
from treeline.datasets.schemas import ModelName
from treeline.datasets.splitting.schemas import ProcessRule
from treeline.datasets.switches.service import IndexProgress
from treeline.kernel.schemas import ContractBody, Query, Schema, Timestamp


class IndexBuild(ContractBody):
    """What to build. Without a model and a language: the vectors anew, by the model that answers now."""

    embedding_model: ModelName | None = None
    embedding_model_provider: ModelName | None = None
    doc_language: Language | None = None
    process_rule: ProcessRule | None = None


class SwitchEstimateQuery(Query):
    embedding_model: str = Field("", max_length=255, description="Default: the workspace's default embedding model.")
    embedding_model_provider: str = Field("", max_length=255)

    def given(self) -> dict[str, str]:
        return {name: value for name, value in self.model_dump().items() if value}


class SwitchEstimateOut(Schema):
    embedding_model: str
    embedding_model_provider: str
    segments: int
    texts: int = Field(description="Texts that would be embedded; the vectors of the others are known.")
    tokens: int = Field(description="Of these texts, estimated.")
    price: str | None = Field(description="Of these tokens; null where no price of the model is known.")
    currency: str


class KnowledgeIndexOut(Schema):
    """Vectors by one model, or words by the rules of one language."""

    id: UUID
    kind: Literal["vectors", "words"]
    state: Literal["building", "active", "retired"] = Field(
        description="The active one answers. A retired one is dropped after 24 hours."
    )
    store: str
    embedding_model: str | None
    embedding_model_provider: str | None
    doc_language: str | None
    dimensions: int | None
    total_documents: int
    completed_documents: int
    embedded_texts: int = Field(description="Texts that the model was asked about for it.")
    error_code: str | None
    error: str | None
    created_at: Timestamp
    retired_at: Timestamp | None

    @classmethod
    def of(cls, progress: IndexProgress) -> "KnowledgeIndexOut":
        index = progress.index
        same = ("id", "kind", "state", "store", "dimensions", "error_code", "error", "created_at", "retired_at")
        return cls(
            **{name: getattr(index, name) for name in same},
            embedding_model=index.model or None,
            embedding_model_provider=index.provider or None,
            doc_language=index.language,
            total_documents=progress.documents,
            completed_documents=progress.completed,
            embedded_texts=index.embedded,
        )


class KnowledgeIndexes(Schema):
    data: list[KnowledgeIndexOut]
