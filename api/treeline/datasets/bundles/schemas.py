from typing import Literal, Self

from pydantic import Field

from treeline.datasets.bundles.importing import Imported
from treeline.datasets.schemas import DatasetName, DatasetOut
from treeline.kernel.schemas import Query, Schema

# What is said of each way.
TOLD = {
    "kept": "The vectors were kept: nothing is embedded again.",
    "again": "This workspace doesn't have the embedding model of the bundle. Documents are embedded with {model}.",
    "none": "Without vectors: documents are found by words.",
}
WITHOUT_MODEL = (
    "This workspace has no embedding model that could be used, so documents are found by words only. "
    "Add one under Settings, Model providers, then choose it in the knowledge base."
)


class ImportBundle(Query):
    name: DatasetName | None = Field(None, description="Of the new knowledge base, if not the one in the bundle.")


class BundleImported(Schema):
    """`vectors`: kept as they came, made `again` by the workspace's model, or none. `to_index`: documents that wait."""

    dataset: DatasetOut
    documents: int
    segments: int
    vectors: Literal["kept", "again", "none"]
    to_index: int
    message: str

    @classmethod
    def of(cls, made: Imported, dataset: DatasetOut, *, had_vectors: bool) -> Self:
        told = WITHOUT_MODEL if made.vectors == "none" and had_vectors else TOLD[made.vectors]
        return cls(
            dataset=dataset,
            documents=made.documents,
            segments=made.segments,
            vectors=made.vectors,
            to_index=made.to_index,
            message=told.format(model=made.model),
        )
