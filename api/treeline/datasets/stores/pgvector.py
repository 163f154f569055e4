"""The store that is there by default: tables of PostgreSQL with the extension pgvector.

A search reads the signs of all vectors in question, and the vectors themselves of the nearest two hundred. No graph is
kept below 300,000 rows: with a filter it finds too few, or takes longer than the scan.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from sqlalchemy import func, select, text

from treeline.datasets.stores import binary
from treeline.datasets.stores.errors import InvalidEmbedding, StoreSchemaDiffers
from treeline.datasets.stores.extension import check_extension, enable_extension
from treeline.datasets.stores.port import Among, VectorHit, VectorIndex, VectorRow
from treeline.datasets.stores.postgres import SCHEMA, Rows, Tables, any_of
from treeline.kernel.db import DbSession

if TYPE_CHECKING:
    import numpy as np

# The 200 nearest by signs hold 99.9 % of the 10 nearest; of narrow vectors 400 do.
NARROW = 768
CANDIDATES, NARROW_CANDIDATES = 200, 400
# For more results than ten: so many candidates each.
CANDIDATES_EACH = 4
MAX_EF_SEARCH = 1000  # of pgvector

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")

_EXISTS = text("SELECT to_regclass(:vectors) IS NOT NULL AND to_regclass(:bits) IS NOT NULL")

_GRAPH_EXISTS = text("SELECT to_regclass(:graph) IS NOT NULL")

# Scans are off in every session (kernel/db.py); here they are what is wanted, until `_RESTORE`. Workers take longer to
# start than they save.
_STATE = text("""
    SELECT to_regclass(:vectors) IS NOT NULL AND to_regclass(:bits) IS NOT NULL, to_regclass(:graph) IS NOT NULL,
           current_setting('enable_seqscan'), set_config('enable_seqscan', 'on', true),
           set_config('max_parallel_workers_per_gather', '0', true)""")

_RESTORE = text("SELECT set_config('enable_seqscan', :value, true)")

# The vector loads the library. Before that, PostgreSQL takes these settings for those of something unknown.
_WALKING = text("""
    SELECT '[1]'::halfvec, set_config('hnsw.ef_search', :candidates, true),
           set_config('hnsw.iterative_scan', 'relaxed_order', true),
           set_config('hnsw.max_scan_tuples', '100000', true), set_config('enable_seqscan', 'off', true)""")

# Not by several processes: their memory is /dev/shm's, of which containers have little.
_BUILDING = text("""
    SELECT set_config('maintenance_work_mem', '256MB', true),
           set_config('max_parallel_maintenance_workers', '0', true)""")

_COLUMNS = text("""
    SELECT c.relname, array_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = to_regnamespace(:schema) AND c.relname = ANY(:names) AND a.attnum > 0
          AND NOT a.attisdropped
    GROUP BY c.relname""")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Numbers of rows. Fewer than `exact_below` are searched without the signs: what a filter leaves of many may all be
    far from the query, and signs do not tell such apart. More than `graph_above` get a graph, which a search that has
    fewer than `scan_below` to look at does not use.
    """

    exact_below: int = 5_000
    graph_above: int = 300_000
    scan_below: int = 20_000


class PgvectorStore:
    name: ClassVar[str] = "pgvector"
    transactional: ClassVar[bool] = True

    def __init__(self, session: DbSession, thresholds: Thresholds | None = None):
        self._session, self._thresholds = session, thresholds or Thresholds()

    def probe(self) -> None:
        check_extension(self._session)

    def create(self, index: VectorIndex) -> None:
        if not 0 < index.dims <= binary.MAX_DIMS:
            raise InvalidEmbedding(f"pgvector takes up to {binary.MAX_DIMS} dimensions, not {index.dims}.")
        tables = Tables(index)
        if self._has_tables(tables):
            return
        enable_extension(self._session)
        # Two workers may want the same index at once. Only now: each document that is published comes by here.
        self._session.execute(_LOCK, {"name": tables.vectors_name})
        if not self._has_tables(tables):
            for statement in tables.create():
                self._session.execute(text(statement))

    def drop(self, index: VectorIndex) -> None:
        tables = Tables(index)
        names = f"{SCHEMA}.{tables.vectors_name}, {SCHEMA}.{tables.bits_name}"
        self._session.execute(text(f"DROP TABLE IF EXISTS {names}"))

    def upsert(self, index: VectorIndex, rows: Iterable[VectorRow]) -> int:
        """COPY into the tables themselves: whoever writes holds the rows of the segments, so nobody else does."""
        rows = list(rows)
        vectors = binary.as_vectors([row.vector for row in rows], index.dims)
        if not rows:
            return 0
        tables = Tables(index)
        self.delete(index, ids=[row.id for row in rows])
        self._copy(tables.vectors_name, "id, embedding", binary.vector_rows(rows, vectors))
        self._copy(tables.bits_name, "id, document_id, enabled, bits", binary.bit_rows(rows, vectors))
        return len(rows)

    def delete(self, index: VectorIndex, *, document_ids: Collection[UUID] = (), ids: Collection[UUID] = ()) -> None:
        tables = self._existing(index)
        if not document_ids and not ids:
            return
        bits, vectors = tables.bits, tables.vectors
        deleted = bits.delete().where(tables.rows_of(document_ids, ids)).returning(bits.c.id).cte("deleted")
        self._session.execute(vectors.delete().where(vectors.c.id == deleted.c.id))

    def set_enabled(
        self, index: VectorIndex, enabled: bool, *, document_ids: Collection[UUID] = (), ids: Collection[UUID] = ()
    ) -> None:
        tables = self._existing(index)
        if document_ids or ids:
            changed = tables.bits.c.enabled.is_distinct_from(enabled)
            rows = tables.bits.update().where(tables.rows_of(document_ids, ids), changed)
            self._session.execute(rows.values(enabled=enabled))

    def search(self, index: VectorIndex, vector: "np.ndarray", k: int, among: Among = None) -> list[VectorHit]:
        asked = binary.as_text(binary.as_vectors([vector], index.dims)[0])
        tables = Tables(index)
        exists, graph, seqscan, *_ = self._session.execute(_STATE, tables.names()).one()
        hits = self._nearest(tables, asked, k, among, graph=graph) if exists else None
        self._session.execute(_RESTORE, {"value": seqscan})
        if hits is None:
            raise _no_index(index)
        return hits

    def score(self, index: VectorIndex, vector: "np.ndarray", ids: Collection[UUID]) -> list[VectorHit]:
        asked = binary.as_text(binary.as_vectors([vector], index.dims)[0])
        tables = self._existing(index)
        return self._hits(tables.by_cosine(tables.rows(tables.rows_of((), ids)), asked)) if ids else []

    def vectors(self, index: VectorIndex, ids: Collection[UUID]) -> dict[UUID, "np.ndarray"]:
        vectors = self._existing(index).vectors
        sent = select(vectors.c.id, func.halfvec_send(vectors.c.embedding)).where(vectors.c.id == any_of(ids))
        return {id_: binary.from_binary(raw) for id_, raw in self._session.execute(sent)} if ids else {}

    def ids(self, index: VectorIndex, after: UUID | None = None, limit: int = 10_000) -> list[UUID]:
        ids = self._existing(index).bits.c.id
        rows = select(ids) if after is None else select(ids).where(ids > after)
        return list(self._session.scalars(rows.order_by(ids).limit(limit)))

    def count(self, index: VectorIndex) -> int:
        return self._session.scalar(select(func.count()).select_from(self._existing(index).bits)) or 0

    def maintain(self, index: VectorIndex) -> None:
        """Make the graph above its threshold, drop it far below. Nobody writes to the index while it is made."""
        tables = self._existing(index)
        count, above = self.count(index), self._thresholds.graph_above
        graph = self._session.scalar(_GRAPH_EXISTS, tables.names())
        if count > above and not graph:
            self._session.execute(_BUILDING)
            self._session.execute(text(tables.create_graph()))
        elif graph and count < above * 0.8:
            self._session.execute(text(f"DROP INDEX {SCHEMA}.{tables.graph_name}"))

    def _nearest(self, tables: Tables, asked: str, k: int, among: Among, *, graph: bool) -> list[VectorHit]:
        limits, eligible = self._thresholds, tables.eligible(among)
        enough = select(1).where(eligible).limit(limits.scan_below if graph else limits.exact_below).subquery()
        number = self._session.scalar(select(func.count()).select_from(enough)) or 0
        if number < limits.exact_below:
            return self._hits(tables.by_cosine(tables.rows(eligible), asked).limit(k))
        candidates = max(NARROW_CANDIDATES if tables.dims < NARROW else CANDIDATES, CANDIDATES_EACH * k)
        if graph and number >= limits.scan_below:
            self._session.execute(_WALKING, {"candidates": str(min(candidates, MAX_EF_SEARCH))})
            by_graph = tables.nearest(tables.eligible(among, by_graph=True), asked, candidates, by_graph=True)
            # A walk ends after so many rows, whatever the filter has left by then.
            if len(hits := self._hits(tables.by_cosine(by_graph, asked).limit(k))) == k:
                return hits
        by_signs = tables.nearest(eligible, asked, candidates, by_graph=False)
        return self._hits(tables.by_cosine(by_signs, asked).limit(k))

    def _hits(self, rows: Rows) -> list[VectorHit]:
        return [VectorHit(*row) for row in self._session.execute(rows)]

    def _copy(self, table: str, columns: str, rows: "np.ndarray") -> None:
        cursor = self._session.connection().connection.cursor()
        try:
            file = binary.CopyFile(rows)
            cursor.copy_expert(f"COPY {SCHEMA}.{table} ({columns}) FROM STDIN (FORMAT binary)", file, 65536)
        finally:
            cursor.close()

    def _existing(self, index: VectorIndex) -> Tables:
        tables = Tables(index)
        if not self._session.execute(_EXISTS, tables.names()).scalar_one():
            raise _no_index(index)
        return tables

    def _has_tables(self, tables: Tables) -> bool:
        names = [name for name, _ in tables.columns()]
        rows = self._session.execute(_COLUMNS, {"schema": SCHEMA, "names": names})
        found = {row.relname: row.columns for row in rows}
        if found and found != dict(tables.columns()):
            raise StoreSchemaDiffers(f"The tables {' and '.join(names)} are not those of this index: {found}.")
        return bool(found)


def _no_index(index: VectorIndex) -> StoreSchemaDiffers:
    return StoreSchemaDiffers(f"PostgreSQL has no tables of the index {index.id}. Rebuild the index.")
