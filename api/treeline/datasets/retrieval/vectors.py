"""The vector of a query, once for each model that is asked. No connection to the database is held meanwhile."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from treeline.datasets.retrieval.scope import EmbeddingModel
from treeline.datasets.stores.errors import InvalidEmbedding
from treeline.kernel.errors import ApiError
from treeline.providers.port import Embeddings

if TYPE_CHECKING:
    import numpy as np


class Embedder(Protocol):
    async def embed(self, texts: Sequence[str]) -> Embeddings: ...


async def query_vectors(
    query: str, embedders: Mapping[EmbeddingModel, Embedder | ApiError]
) -> "dict[EmbeddingModel, np.ndarray | ApiError]":
    """All at once; in place of one, what kept it from being made.

    Whether it has the dimensions of an index, the index's store says.
    """
    vectors = await asyncio.gather(*(_vector(query, each) for each in embedders.values()))
    return dict(zip(embedders, vectors, strict=True))


async def _vector(query: str, embedder: Embedder | ApiError) -> "np.ndarray | ApiError":
    import numpy as np

    if isinstance(embedder, ApiError):
        return embedder
    try:
        vectors = (await embedder.embed([query])).vectors
    except ApiError as error:
        return error
    if len(vectors) != 1:
        return InvalidEmbedding(f"The embedding model returned {len(vectors)} vectors for one text.")
    return np.array(vectors[0], np.float32)
