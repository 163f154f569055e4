"""Qdrant, over REST: each index is a collection.

Filters go by payload indexes, which are made before the first row: a graph that is built later knows of them.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from treeline.datasets.stores.errors import InvalidEmbedding, StoreSchemaDiffers, StoreUnavailable
from treeline.datasets.stores.pieces import pieces
from treeline.datasets.stores.port import Among, VectorHit, VectorIndex, VectorRow
from treeline.datasets.stores.units import units_of, vector_of

if TYPE_CHECKING:
    import numpy as np
    from qdrant_client import QdrantClient, models

MAX_DIMS = 65_536
OLDEST = (1, 10)  # queries by POST …/points/query
TIMEOUT_SECONDS = 10
# Numbers in one request: some 4 MB of JSON, of 32 that Qdrant takes.
NUMBERS_AT_ONCE = 200_000
IDS_AT_ONCE = 1000
# How far a search in the graph looks around, at least.
EF = 128


@cache
def client_of(url: str, api_key: str, process: int) -> "QdrantClient":
    """One for all threads. `process`: connections are not shared with what is forked."""
    import atexit
    import logging

    from qdrant_client import QdrantClient

    # Each request would be a line.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    # They close themselves when they are forgotten; at the very end they could not.
    atexit.register(client_of.cache_clear)
    return QdrantClient(
        url=url, api_key=api_key or None, timeout=TIMEOUT_SECONDS, check_compatibility=False, trust_env=False
    )


class QdrantStore:
    name: ClassVar[str] = "qdrant"
    transactional: ClassVar[bool] = False

    def __init__(self, client: "QdrantClient", url: str):
        """`url`: for errors."""
        self._client, self._url = client, url

    def probe(self) -> None:
        with self._errors():
            version = self._client.info().version
            self._client.get_collections()
        if tuple(int(part) for part in version.split("-")[0].split(".")[:2]) < OLDEST:
            oldest = ".".join(map(str, OLDEST))
            raise StoreSchemaDiffers(f"Qdrant {version} at {self._url} is too old. Install {oldest} or newer.")

    def create(self, index: VectorIndex) -> None:
        from qdrant_client import models

        if not 0 < index.dims <= MAX_DIMS:
            raise InvalidEmbedding(f"Qdrant takes up to {MAX_DIMS} dimensions, not {index.dims}.")
        name = _name(index)
        with self._errors(index):
            if not self._client.collection_exists(name):
                params = models.VectorParams(size=index.dims, distance=models.Distance.COSINE)
                try:
                    self._client.create_collection(name, vectors_config=params)
                except Exception:
                    # Two workers may want the same one at once.
                    if not self._client.collection_exists(name):
                        raise
            self._check(index, self._client.get_collection(name))

    def _check(self, index: VectorIndex, found: "models.CollectionInfo") -> None:
        """And make the payload indexes that are not there yet."""
        from qdrant_client import models

        kept = found.config.params.vectors
        has = "named vectors"
        if isinstance(kept, models.VectorParams):
            has = f"vectors of {kept.size} numbers, compared by {kept.distance.value}"
        wanted = f"vectors of {index.dims} numbers, compared by {models.Distance.COSINE.value}"
        if has != wanted:
            raise StoreSchemaDiffers(
                f"The collection {_name(index)} in Qdrant is not as Treeline makes it: it has {has}, not {wanted}. "
                "Delete it there, then check this knowledge base: its vectors are written again."
            )
        schemas = {"document_id": models.PayloadSchemaType.KEYWORD, "enabled": models.PayloadSchemaType.BOOL}
        for field, schema in schemas.items():
            there = found.payload_schema.get(field)
            if there is None:
                self._client.create_payload_index(_name(index), field, schema, wait=True)
            elif there.data_type != schema:
                raise StoreSchemaDiffers(
                    f"The collection {_name(index)} in Qdrant has an index of {field} as {there.data_type.value}, not "
                    f"{schema.value}. Delete that payload index there."
                )

    def drop(self, index: VectorIndex) -> None:
        with self._errors():
            if self._client.collection_exists(_name(index)):
                self._client.delete_collection(_name(index))

    def upsert(self, index: VectorIndex, rows: Iterable[VectorRow]) -> int:
        from qdrant_client import models

        rows = list(rows)
        units = units_of([row.vector for row in rows], index.dims)
        for some in pieces(list(zip(rows, units, strict=True)), max(1, NUMBERS_AT_ONCE // index.dims)):
            batch = models.Batch(
                ids=[str(row.id) for row, _ in some],
                vectors=[unit.direction for _, unit in some],
                payloads=[
                    {"document_id": str(row.document_id), "enabled": row.enabled, "length": unit.length}
                    for row, unit in some
                ],
            )
            with self._errors(index):
                self._client.upsert(_name(index), batch, wait=True)
        return len(rows)

    def delete(self, index: VectorIndex, *, document_ids: Collection[UUID] = (), ids: Collection[UUID] = ()) -> None:
        for rows in _filters(document_ids, ids):
            with self._errors(index):
                self._client.delete(_name(index), rows, wait=True)

    def set_enabled(
        self, index: VectorIndex, enabled: bool, *, document_ids: Collection[UUID] = (), ids: Collection[UUID] = ()
    ) -> None:
        for rows in _filters(document_ids, ids):
            with self._errors(index):
                self._client.set_payload(_name(index), {"enabled": enabled}, rows, wait=True)

    def search(self, index: VectorIndex, vector: "np.ndarray", k: int, among: Among = None) -> list[VectorHit]:
        from qdrant_client import models

        asked = units_of([vector], index.dims)[0]
        conditions: list[Any] = [models.FieldCondition(key="enabled", match=models.MatchValue(value=True))]
        if among is not None:
            if not (documents := _listed(among)):
                return []
            conditions.append(_of_documents(documents))
        return self._hits(index, asked.direction, models.Filter(must=conditions), k)

    def score(self, index: VectorIndex, vector: "np.ndarray", ids: Collection[UUID]) -> list[VectorHit]:
        asked = units_of([vector], index.dims)[0]
        hits = [hit for rows in _filters((), ids) for hit in self._hits(index, asked.direction, rows, IDS_AT_ONCE)]
        return sorted(hits, key=lambda hit: (-hit.cosine, hit.id))

    def _hits(self, index: VectorIndex, direction: list[float], rows: "models.Filter", limit: int) -> list[VectorHit]:
        from qdrant_client import models

        with self._errors(index):
            found = self._client.query_points(
                _name(index),
                query=direction,
                query_filter=rows,
                limit=limit,
                with_payload=["document_id"],
                search_params=models.SearchParams(hnsw_ef=max(EF, limit)),
            )
        return [
            VectorHit(UUID(str(point.id)), UUID((point.payload or {})["document_id"]), point.score)
            for point in found.points
        ]

    def vectors(self, index: VectorIndex, ids: Collection[UUID]) -> "dict[UUID, np.ndarray]":
        found: dict[UUID, np.ndarray] = {}
        for some in pieces(list(ids), max(1, NUMBERS_AT_ONCE // index.dims)):
            with self._errors(index):
                points = self._client.retrieve(_name(index), [str(each) for each in some], ["length"], True)
            for point in points:
                direction: Any = point.vector
                found[UUID(str(point.id))] = vector_of(direction, (point.payload or {})["length"])
        return found

    def ids(self, index: VectorIndex, after: UUID | None = None, limit: int = 10_000) -> list[UUID]:
        first = None if after is None else str(UUID(int=after.int + 1))
        with self._errors(index):
            points, _ = self._client.scroll(
                _name(index), limit=limit, offset=first, with_payload=False, with_vectors=False
            )
        return [UUID(str(point.id)) for point in points]

    def count(self, index: VectorIndex) -> int:
        with self._errors(index):
            return self._client.count(_name(index), exact=True).count

    def maintain(self, index: VectorIndex) -> None:
        """It does so by itself."""

    @contextmanager
    def _errors(self, index: VectorIndex | None = None) -> Iterator[None]:
        """In words of ours. `index`: whose collection is spoken to."""
        from qdrant_client.common.client_exceptions import QdrantException
        from qdrant_client.http.exceptions import ApiException, UnexpectedResponse

        try:
            yield
        except UnexpectedResponse as error:
            raise self._error_of(error.status_code or 0, error.content, index) from error
        except (ApiException, QdrantException) as error:
            reason = getattr(error, "source", error)
            raise StoreUnavailable(
                f"Qdrant at {self._url} is not available: {reason or type(reason).__name__}"
            ) from error

    def _error_of(self, status: int, content: bytes, index: VectorIndex | None) -> Exception:
        if status in (401, 403):
            return StoreUnavailable(f"Qdrant at {self._url} rejects the key. Check QDRANT_API_KEY.")
        if status == 404 and index:
            return StoreSchemaDiffers(
                f"Qdrant has no collection {_name(index)}. Check this knowledge base: its vectors are written again."
            )
        told = content[:300].decode(errors="replace")
        if 400 <= status < 500 and status not in (408, 429):
            return StoreSchemaDiffers(f"Qdrant at {self._url} rejects a request ({status}): {told}")
        return StoreUnavailable(f"Qdrant at {self._url} returned {status}: {told}")


def _name(index: VectorIndex) -> str:
    return f"vector_index_{index.id}"


def _listed(among: Any) -> list[str]:
    return [str(each) for each in among]


def _of_documents(ids: list[str]) -> "models.FieldCondition":
    from qdrant_client import models

    return models.FieldCondition(key="document_id", match=models.MatchAny(any=ids))


def _filters(document_ids: Collection[UUID], ids: Collection[UUID]) -> Iterator["models.Filter"]:
    """The rows of these documents, and these rows."""
    from qdrant_client import models

    for some in pieces(_listed(document_ids), IDS_AT_ONCE):
        yield models.Filter(must=[_of_documents(some)])
    for some in pieces(_listed(ids), IDS_AT_ONCE):
        given: list[Any] = some
        yield models.Filter(must=models.HasIdCondition(has_id=given))
