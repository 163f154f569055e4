"""A tree as JSON, written directly from rows.

At 100,000 nodes, model objects or dicts for an encoder would take longer than reading from PostgreSQL.
"""

from collections import defaultdict
from collections.abc import Iterable

# parent id, position, id, node type, name as JSON, size, SHA-256: siblings sort into their order.
Row = tuple[str, int, str, str, str, int, str | None]


class TreeWriter:
    """Writes what lies in a folder, depth first, in the folders' order.

    `depth`: how many levels there are rows for; the children of folders below are null, not read. None: all.
    """

    def __init__(self, rows: Iterable[Row], depth: int | None = None):
        self.depth = depth
        self.out: list[str] = []
        self.inside: defaultdict[str, list[Row]] = defaultdict(list)
        for row in rows:
            self.inside[row[0]].append(row)

    def nested(self, folder_id: str, parent: str, path: str) -> str:
        """A JSON array of nodes with their `children`. `parent`: its id as JSON; `path`: the folder's, JSON-escaped."""
        self._write(folder_id, parent, path, level=1, nest=True)
        return f"[{''.join(self.out)}]"

    def flat(self, folder_id: str, parent: str, path: str) -> str:
        """A JSON array of nodes without `children`: as deep as one likes, for parsers that mind depth."""
        self._write(folder_id, parent, path, level=1, nest=False)
        return f"[{','.join(self.out)}]"

    # Recursion is at most as deep as folders may nest.
    def _write(self, folder_id: str, parent: str, path: str, level: int, nest: bool) -> None:
        siblings = self.inside.get(folder_id)
        if siblings is None:
            return
        siblings.sort()
        out, separator = self.out, ""
        for _, position, node_id, node_type, quoted, size, sha256 in siblings:
            name = quoted[1:-1]
            here = f"{path}/{name}"
            if node_type == "file":
                stem, _, last = name.rpartition(".")
                extension = last if stem else ""
                state = f'"ready","sha256":"{sha256}"' if sha256 else '"pending","sha256":null'
            else:
                extension, state = "", '"ready","sha256":null'
            node = (
                f'{separator}{{"id":"{node_id}","node_type":"{node_type}","name":{quoted},"parent_id":{parent},'
                f'"order":{position},"path":"{here}","extension":"{extension}","size":{size},"status":{state}'
            )
            if not nest:
                out.append(f"{node}}}")
                if node_type == "folder":
                    self._write(node_id, f'"{node_id}"', here, level + 1, nest)
                continue
            if node_type == "file":
                out.append(f'{node},"children":[]}}')
            elif level == self.depth:
                out.append(f'{node},"children":null}}')
            else:
                out.append(f'{node},"children":[')
                self._write(node_id, f'"{node_id}"', here, level + 1, nest)
                out.append("]}")
            separator = ","
