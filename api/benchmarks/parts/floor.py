"""F1, what PostgreSQL itself charges: COPY of ready-made rows into a table with the constraints of the real one."""

import io
import json
import time
from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import Engine, text

from benchmarks.parts.trees import Tree
from treeline.assets.draft.batch import Arrival, Limits, check, parse
from treeline.assets.draft.postgres import COPY_COLUMNS, copy_rows

_TOP = text("""
    INSERT INTO floor (id, app_id, parent_id, name, name_key, node_type, position, size, created_at, updated_at)
    VALUES (:root, :root, NULL, '', '', 'folder', 0, 0, now(), now()),
           (:parent, :root, :root, 'p', 'p', 'folder', 0, 0, now(), now())""")


class Floor:
    def __init__(self, engine: Engine):
        self.engine = engine
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE floor (LIKE asset_nodes INCLUDING ALL)"))
            connection.execute(text("ALTER TABLE floor ADD FOREIGN KEY (parent_id) REFERENCES floor ON DELETE CASCADE"))

    def seconds(self, children: Tree) -> float:
        """Begin to commit; the rows are gone afterwards, as those of a request are."""
        root, parent = uuid4(), uuid4()
        with self.engine.begin() as connection:
            connection.execute(_TOP, {"root": root, "parent": parent})
        rows = io.StringIO(_copy_text(children, root, parent))
        with self.engine.connect() as connection:
            began = time.perf_counter()
            connection.connection.cursor().copy_expert(f"COPY floor ({COPY_COLUMNS}) FROM STDIN", rows, 65536)
            connection.commit()
            took = time.perf_counter() - began
        with self.engine.begin() as connection:
            connection.execute(text("DELETE FROM floor WHERE id = :root"), {"root": root})
        return took


def _copy_text(children: Tree, app_id: UUID, parent_id: UUID) -> str:
    limits = Limits(batch_nodes=10**9, depth=10**9)
    batch = check(parse(json.dumps({"children": children}).encode()).children, limits)
    return "".join(copy_rows(batch, Arrival(app_id, parent_id, 0, uuid4(), {}, uuid4(), datetime.now(UTC))))
