"""The vector of a query, once for each model that is asked: out of the cache, else from the model, at the pace that all
workers keep to. No connection to the database is held meanwhile.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from redis.exceptions import RedisError

from treeline.datasets.indexing.cache import VectorCache
from treeline.datasets.indexing.embedding import Embedding, Patience
from treeline.datasets.indexing.rate import Bucket
from treeline.datasets.indexing.reading import hash_of
from treeline.datasets.retrieval.scope import EmbeddingModel
from treeline.kernel import current
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.errors import ApiError, RedisUnavailable
from treeline.kernel.settings import KernelSettings
from treeline.kernel.text import clean
from treeline.kernel.threads import in_thread
from treeline.providers.kinds.kind import TEXT_EMBEDDING
from treeline.providers.port import ModelRuntime
from treeline.providers.service import ProviderService

if TYPE_CHECKING:
    import numpy as np

# Somebody waits: a model that is in trouble, or has enough to do, is not waited for.
PATIENCE = Patience(answer_seconds=30, tries=1, turn_seconds=3)


class Embedder(Protocol):
    async def embed(self, query: str) -> "np.ndarray": ...


@dataclass(frozen=True)
class _Cached:
    vector: "np.ndarray"

    async def embed(self, query: str) -> "np.ndarray":
        return self.vector


@dataclass(frozen=True)
class _Asked:
    runtime: ModelRuntime
    cache: VectorCache
    bucket: Bucket
    dims: int

    async def embed(self, query: str) -> "np.ndarray":
        made: dict[str, np.ndarray] = {}
        await Embedding(self.runtime, self.bucket, made.update, self.dims, PATIENCE).of({"query": query})
        return made["query"]


def embedder_of(
    session: DbSession, settings: KernelSettings, workspace_id: UUID, model: EmbeddingModel, dims: int, query: str
) -> Embedder | ApiError:
    """For this query; in place of it, why the model can't be asked. `dims`: of the index that is searched."""
    cache = VectorCache(workspace_id, model.provider, model.model)
    known = cache.find(session, hash_of(clean(query)), dims)
    if known is not None:
        return _Cached(known)
    try:
        runtime = ProviderService(session, workspace_id, settings).runtime(model.provider, model.model, TEXT_EMBEDDING)
    except ApiError as error:
        return error
    return _Asked(runtime, cache, Bucket(current.redis(), runtime.account), dims)


async def query_vectors(
    query: str, embedders: Mapping[EmbeddingModel, Embedder | ApiError]
) -> "dict[EmbeddingModel, np.ndarray | ApiError]":
    """All at once; in place of one, what kept it from being made."""
    query = clean(query)
    vectors = await asyncio.gather(*(_vector(query, each) for each in embedders.values()))
    asked = [
        (embedder.cache, vector)
        for embedder, vector in zip(embedders.values(), vectors, strict=True)
        if isinstance(embedder, _Asked) and not isinstance(vector, ApiError)
    ]
    if asked:
        await in_thread(lambda: _keep(query, asked))
    return dict(zip(embedders, vectors, strict=True))


def _keep(query: str, made: "Sequence[tuple[VectorCache, np.ndarray]]") -> None:
    with unit_of_work() as session:
        for cache, vector in made:
            cache.keep(session, {hash_of(query): vector})


async def _vector(query: str, embedder: Embedder | ApiError) -> "np.ndarray | ApiError":
    import numpy as np

    if isinstance(embedder, ApiError):
        return embedder
    try:
        return (await embedder.embed(query)).astype(np.float32)
    except ApiError as error:
        return error
    except RedisError:
        return RedisUnavailable("Redis is not responding. Try again.")
