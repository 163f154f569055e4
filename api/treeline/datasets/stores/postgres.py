"""The tables of an index in PostgreSQL, and expressions over them.

`v_<index>` has the vectors, out of line where they are wide; `b_<index>` what a search reads first: of each row the
document, whether it is enabled, and the signs of its vector, 128 bytes of 1,024 dimensions. In one table, narrow
vectors would lie between the signs, and a scan of these would read them all.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Text,
    Uuid,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    table,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, BIT
from sqlalchemy.types import UserDefinedType

from treeline.datasets.stores.port import Among, VectorIndex

Rows = Select[*tuple[Any, ...]]

SCHEMA = "vectors"


class HalfVector(UserDefinedType[Any]):
    cache_ok = True

    def __init__(self, dims: int):
        self.dims = dims

    def get_col_spec(self, **_: Any) -> str:
        return f"halfvec({self.dims})"


def any_of(ids: Collection[UUID]) -> Any:
    return func.any(literal(list(ids), ARRAY(Uuid())))


class Tables:
    """The two tables of an index."""

    def __init__(self, index: VectorIndex):
        self.dims = index.dims
        self.vectors_name, self.bits_name = f"v_{index.id.hex}", f"b_{index.id.hex}"
        self.graph_name = f"{self.bits_name}_hnsw"
        self.vectors = table(self.vectors_name, column("id", Uuid()), column("embedding"), schema=SCHEMA)
        columns = (column("id", Uuid()), column("document_id", Uuid()), column("enabled"), column("bits"))
        self.bits = table(self.bits_name, *columns, schema=SCHEMA)

    def names(self) -> dict[str, str]:
        """Parameters of queries for what there is."""
        names = {"vectors": self.vectors_name, "bits": self.bits_name, "graph": self.graph_name}
        return {key: f"{SCHEMA}.{name}" for key, name in names.items()}

    def create(self) -> list[str]:
        columns = {name: ", ".join(f"{each} NOT NULL" for each in each_table) for name, each_table in self.columns()}
        tables = [f"CREATE TABLE {SCHEMA}.{name} ({each}, PRIMARY KEY (id))" for name, each in columns.items()]
        return [*tables, f"CREATE INDEX {self.bits_name}_document ON {SCHEMA}.{self.bits_name} (document_id)"]

    def create_graph(self) -> str:
        return f"CREATE INDEX {self.graph_name} ON {SCHEMA}.{self.bits_name} USING hnsw (bits bit_hamming_ops)"

    def columns(self) -> list[tuple[str, list[str]]]:
        """Of each table, in the words of `format_type`."""
        bits = ["id uuid", "document_id uuid", "enabled boolean", f"bits bit({self.dims})"]
        return [(self.vectors_name, ["id uuid", f"embedding halfvec({self.dims})"]), (self.bits_name, bits)]

    def rows_of(self, document_ids: Collection[UUID], ids: Collection[UUID]) -> ColumnElement[bool]:
        of_documents = [self.bits.c.document_id == any_of(document_ids)] if document_ids else []
        return or_(self.bits.c.id == any_of(ids), *of_documents)

    def eligible(self, among: Among, *, by_graph: bool = False) -> ColumnElement[bool]:
        """Enabled rows of these documents."""
        enabled = self.bits.c.enabled.is_(true())
        if among is None:
            return enabled
        if not isinstance(among, Select):
            return enabled & (self.bits.c.document_id == any_of(among))
        wanted = self.bits.c.document_id.in_(among)
        # A walk along the graph looks each document up. Without IS TRUE this would be a join, and the graph not used.
        return enabled & (wanted.is_(true()) if by_graph else wanted)

    def nearest(self, rows: ColumnElement[bool], vector: str, k: int, *, by_graph: bool) -> Rows:
        """By signs. The planner would take the graph, with whatever filter, for the operator: not for the function."""
        signs = cast(func.binary_quantize(self._half(vector)), BIT(self.dims))
        bits = self.bits.c.bits
        differing = bits.op("<~>")(signs) if by_graph else func.hamming_distance(bits, signs)
        return self.rows(rows).order_by(differing).limit(k)

    def rows(self, condition: ColumnElement[bool]) -> Rows:
        return select(self.bits.c.id, self.bits.c.document_id).where(condition)

    def by_cosine(self, rows: Rows, vector: str) -> Rows:
        """(id, document_id, cosine) of each, best first.

        OFFSET 0: vectors are looked up one by one. A join might read the whole table for two hundred.
        """
        found = rows.subquery("found")
        distance = self.vectors.c.embedding.op("<=>")(self._half(vector)).label("distance")
        kept: FromClause = select(distance).where(self.vectors.c.id == found.c.id).offset(0).lateral("kept")
        joined = select(found.c.id, found.c.document_id, 1 - kept.c.distance).select_from(found.join(kept, true()))
        return joined.order_by(kept.c.distance, found.c.id)

    def _half(self, vector: str) -> ColumnElement[Any]:
        return cast(literal(vector, Text()), HalfVector(self.dims))
