"""A whole tree as nested JSON, written straight from rows.

At 100,000 nodes the objects of a model, or the dicts of an encoder, would cost more than PostgreSQL's read.
"""

from collections import defaultdict
from collections.abc import Iterable

# id, parent id, node type, name as JSON, position, size, SHA-256
Row = tuple[str, str, str, str, int, int, str | None]


def nested_json(rows: Iterable[Row], root_id: str) -> str:
    """The children of the root, each with its own: a JSON array, in the folders' order."""
    inside: defaultdict[str, list[tuple[int, str, Row]]] = defaultdict(list)
    for row in rows:
        inside[row[1]].append((row[4], row[0], row))
    out: list[str] = []

    # Recursion is at most as deep as folders may nest.
    def write(folder_id: str, parent: str, path: str) -> None:
        siblings = inside.get(folder_id)
        if siblings is None:
            return
        siblings.sort()
        separator = ""
        for position, node_id, (_, _, node_type, quoted, _, size, sha256) in siblings:
            name = quoted[1:-1]
            here = f"{path}/{name}"
            head = f'{separator}{{"id":"{node_id}","node_type":"{node_type}","name":{quoted},"parent_id":{parent}'
            if node_type == "file":
                stem, _, last = name.rpartition(".")
                state = f'"ready","sha256":"{sha256}"' if sha256 else '"pending","sha256":null'
                out.append(
                    f'{head},"order":{position},"path":"{here}","extension":"{last if stem else ""}","size":{size}'
                    f',"status":{state},"children":[]}}'
                )
            else:
                out.append(
                    f'{head},"order":{position},"path":"{here}","extension":"","size":0,"status":"ready","sha256":null'
                    ',"children":['
                )
                write(node_id, f'"{node_id}"', here)
                out.append("]}")
            separator = ","

    write(root_id, "null", "")
    return f"[{''.join(out)}]"
