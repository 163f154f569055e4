"""Weaviate: all indexes of as many dimensions are tenants of one collection. A tenant is removed at once, and however
many knowledge bases there are, the collections stay few.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from treeline.datasets.stores.errors import InvalidEmbedding, StoreSchemaDiffers, StoreUnavailable
from treeline.datasets.stores.pieces import pieces
from treeline.datasets.stores.port import Among, VectorHit, VectorIndex, VectorRow
from treeline.datasets.stores.units import UnitVector, units_of, vector_of
from treeline.datasets.stores.weaviate_server import WeaviateServer

if TYPE_CHECKING:
    import numpy as np
    from weaviate import WeaviateClient

PREFIX, VERSION = "Vector_index_", "v1"
VECTOR = "default"
MAX_DIMS = 65_535
# Of one answer: QUERY_MAXIMUM_RESULTS.
MOST_RESULTS = 10_000
ROWS_AT_ONCE, NUMBERS_AT_ONCE = 500, 1_000_000
IDS_AT_ONCE = 1000


class WeaviateStore:
    name: ClassVar[str] = "weaviate"
    transactional: ClassVar[bool] = False

    def __init__(self, server: WeaviateServer):
        self._server = server

    def probe(self) -> None:
        with self._server.errors():
            client = self._server.client()
            for name in client.collections.list_all():
                if name.startswith(PREFIX):
                    self._check(client, name)

    def create(self, index: VectorIndex) -> None:
        if not 0 < index.dims <= MAX_DIMS:
            raise InvalidEmbedding(f"Weaviate takes up to {MAX_DIMS} dimensions, not {index.dims}.")
        with self._server.errors():
            client, name = self._server.client(), _collection(index)
            if not client.collections.exists(name):
                self._once(lambda: _create_collection(client, name), lambda: client.collections.exists(name))
            self._check(client, name)
            tenants, tenant = client.collections.use(name).tenants, _tenant(index)
            if not tenants.exists(tenant):
                self._require_no_other(client, index)
                self._once(lambda: tenants.create(tenant), lambda: tenants.exists(tenant))

    def _once(self, make: Any, is_there: Any) -> None:
        """Two workers may want the same one at once."""
        try:
            make()
        except Exception:
            if not is_there():
                raise

    def _check(self, client: "WeaviateClient", name: str) -> None:
        if differences := _differences(client.collections.use(name).config.get()):
            raise StoreSchemaDiffers(
                f"The collection {name} in Weaviate is not as Treeline makes it: {'; '.join(differences)}. Delete it "
                "there, then check the knowledge bases: their vectors are written again."
            )

    def _require_no_other(self, client: "WeaviateClient", index: VectorIndex) -> None:
        """The index has one number of dimensions for good."""
        for name in client.collections.list_all():
            others = client.collections.use(name)
            if name.startswith(PREFIX) and name != _collection(index) and others.tenants.exists(_tenant(index)):
                raise StoreSchemaDiffers(f"Weaviate has the index {index.id} in {name}, not with {index.dims} numbers.")

    def drop(self, index: VectorIndex) -> None:
        with self._server.errors():
            client = self._server.client()
            if client.collections.exists(name := _collection(index)):
                client.collections.use(name).tenants.remove(_tenant(index))

    def upsert(self, index: VectorIndex, rows: Iterable[VectorRow]) -> int:
        rows = list(rows)
        units = units_of([row.vector for row in rows], index.dims)
        prepared = [_object(row.id, row.document_id, row.enabled, unit) for row, unit in zip(rows, units, strict=True)]
        with self._collection(index) as collection:
            for some in pieces(prepared, _rows_at_once(index)):
                _insert(collection, some)
        return len(rows)

    def delete(self, index: VectorIndex, *, document_ids: Collection[UUID] = (), ids: Collection[UUID] = ()) -> None:
        with self._collection(index) as collection:
            for rows in _filters(document_ids, ids):
                # No more at once than one answer may have.
                while (done := collection.data.delete_many(where=rows)).matches:
                    if not done.successful:
                        raise StoreUnavailable(f"Weaviate didn't delete {done.failed} rows of the index {index.id}.")

    def set_enabled(
        self, index: VectorIndex, enabled: bool, *, document_ids: Collection[UUID] = (), ids: Collection[UUID] = ()
    ) -> None:
        """Rows are written again: there is no change of many at once."""
        from weaviate.classes.query import Filter

        others = Filter.by_property("enabled").equal(not enabled)
        with self._collection(index) as collection:
            for rows in _filters(document_ids, ids):
                last = set[UUID]()
                while found := self._taken(collection, rows & others, _rows_at_once(index)):
                    if last & found.keys():
                        raise StoreUnavailable(f"Weaviate doesn't change rows of the index {index.id}.")
                    _insert(collection, [_object(id_, row[0], enabled, row[1]) for id_, row in found.items()])
                    last = set(found)

    def search(self, index: VectorIndex, vector: "np.ndarray", k: int, among: Among = None) -> list[VectorHit]:
        from weaviate.classes.query import Filter

        asked = units_of([vector], index.dims)[0]
        rows = Filter.by_property("enabled").equal(True)
        if among is not None:
            documents: Any = among
            if not (listed := [str(each) for each in documents]):
                return []
            rows &= Filter.by_property("document_id").contains_any(listed)
        with self._collection(index) as collection:
            return _hits(collection, asked, rows, k)

    def score(self, index: VectorIndex, vector: "np.ndarray", ids: Collection[UUID]) -> list[VectorHit]:
        asked = units_of([vector], index.dims)[0]
        with self._collection(index) as collection:
            hits = [hit for rows in _filters((), ids) for hit in _hits(collection, asked, rows, IDS_AT_ONCE)]
        return sorted(hits, key=lambda hit: (-hit.cosine, hit.id))

    def vectors(self, index: VectorIndex, ids: Collection[UUID]) -> "dict[UUID, np.ndarray]":
        found: dict[UUID, np.ndarray] = {}
        with self._collection(index) as collection:
            for some in pieces(list(ids), _rows_at_once(index)):
                for rows in _filters((), some):
                    taken = self._taken(collection, rows, len(some))
                    found |= {id_: vector_of(unit.direction, unit.length) for id_, (_, unit) in taken.items()}
        return found

    def _taken(self, collection: Any, rows: Any, limit: int) -> dict[UUID, tuple[UUID, UnitVector]]:
        fields = ["document_id", "length"]
        found = collection.query.fetch_objects(filters=rows, limit=limit, include_vector=True, return_properties=fields)
        return {
            UUID(int=each.uuid.int): (
                UUID(str(each.properties["document_id"])),
                UnitVector(each.vector[VECTOR], float(each.properties["length"])),
            )
            for each in found.objects
        }

    def ids(self, index: VectorIndex, after: UUID | None = None, limit: int = 10_000) -> list[UUID]:
        found: list[UUID] = []
        with self._collection(index) as collection:
            while limit > len(found):
                some = collection.query.fetch_objects(
                    limit=min(MOST_RESULTS, limit - len(found)), after=after, return_properties=False
                ).objects
                if not some:
                    break
                found += [UUID(int=each.uuid.int) for each in some]
                after = found[-1]
        return found

    def count(self, index: VectorIndex) -> int:
        with self._collection(index) as collection:
            return collection.aggregate.over_all(total_count=True).total_count or 0

    def maintain(self, index: VectorIndex) -> None:
        """It does so by itself."""

    @contextmanager
    def _collection(self, index: VectorIndex) -> Iterator[Any]:
        """The index, to be read and written."""
        with self._server.errors():
            client = self._server.client()
            try:
                yield client.collections.use(_collection(index)).with_tenant(_tenant(index))
            except Exception:
                # What was the matter shows in no code, so it is looked up.
                if not self._is_there(client, index):
                    raise _no_index(index) from None
                raise

    def _is_there(self, client: "WeaviateClient", index: VectorIndex) -> bool:
        if not client.collections.exists(name := _collection(index)):
            return False
        return client.collections.use(name).tenants.exists(_tenant(index))


def _collection(index: VectorIndex) -> str:
    return f"{PREFIX}{index.dims}_{VERSION}"


def _tenant(index: VectorIndex) -> str:
    return str(index.id)


def _rows_at_once(index: VectorIndex) -> int:
    return max(1, min(ROWS_AT_ONCE, NUMBERS_AT_ONCE // index.dims))


def _no_index(index: VectorIndex) -> StoreSchemaDiffers:
    return StoreSchemaDiffers(
        f"Weaviate has no index {index.id}. Check this knowledge base: its vectors are written again."
    )


def _create_collection(client: "WeaviateClient", name: str) -> None:
    from weaviate.classes.config import Configure, DataType, Property, VectorDistances

    index = Configure.VectorIndex
    client.collections.create(
        name,
        vector_config=Configure.Vectors.self_provided(
            name=VECTOR,
            # Compressed vectors give other scores than the exact ones, and servers may compress by default.
            quantizer=index.Quantizer.none(),
            vector_index_config=index.hnsw(distance_metric=VectorDistances.COSINE),
        ),
        properties=[
            Property(name="document_id", data_type=DataType.UUID),
            Property(name="enabled", data_type=DataType.BOOL),
            Property(name="length", data_type=DataType.NUMBER, index_filterable=False),
        ],
        multi_tenancy_config=Configure.multi_tenancy(enabled=True),
    )


def _differences(config: Any) -> list[str]:
    from weaviate.classes.config import DataType, VectorDistances

    found = list[str]()
    if not config.multi_tenancy_config.enabled:
        found.append("it has no tenants")
    vector = (config.vector_config or {}).get(VECTOR)
    if vector is None:
        found.append(f"it has no vector named {VECTOR}")
    elif getattr(vector.vector_index_config, "distance_metric", None) != VectorDistances.COSINE:
        found.append("its vectors are not compared by cosine")
    kinds = {each.name: each.data_type for each in config.properties}
    for name, kind in (("document_id", DataType.UUID), ("enabled", DataType.BOOL), ("length", DataType.NUMBER)):
        if kinds.get(name) != kind:
            found.append(f"{name} is {kinds[name].value if name in kinds else 'missing'}, not {kind.value}")
    return found


def _object(id_: UUID, document_id: UUID, enabled: bool, unit: UnitVector) -> Any:
    from weaviate.classes.data import DataObject

    properties = {"document_id": str(document_id), "enabled": enabled, "length": unit.length}
    return DataObject(uuid=id_, properties=properties, vector={VECTOR: unit.direction})


def _insert(collection: Any, objects: list[Any]) -> None:
    """Each in the place of what has its id."""
    failed = collection.data.insert_many(objects).errors
    if failed:
        reason = next(iter(failed.values())).message
        raise StoreUnavailable(f"Weaviate didn't take {len(failed)} of {len(objects)} vectors: {reason}")


def _filters(document_ids: Collection[UUID], ids: Collection[UUID]) -> Iterator[Any]:
    """The rows of these documents, and these rows."""
    from weaviate.classes.query import Filter

    for some in pieces([str(each) for each in document_ids], IDS_AT_ONCE):
        yield Filter.by_property("document_id").contains_any(some)
    for some in pieces([str(each) for each in ids], IDS_AT_ONCE):
        yield Filter.by_id().contains_any(some)


def _hits(collection: Any, asked: UnitVector, rows: Any, limit: int) -> list[VectorHit]:
    from weaviate.classes.query import MetadataQuery

    found = collection.query.near_vector(
        near_vector=asked.direction,
        target_vector=VECTOR,
        filters=rows,
        limit=min(limit, MOST_RESULTS),
        return_metadata=MetadataQuery(distance=True),
        return_properties=["document_id"],
    )
    return [
        VectorHit(UUID(int=each.uuid.int), UUID(str(each.properties["document_id"])), 1 - each.metadata.distance)
        for each in found.objects
    ]
