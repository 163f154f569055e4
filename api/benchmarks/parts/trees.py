"""Trees of a known shape, as a batch takes them."""

from typing import Any

Tree = list[dict[str, Any]]


def mixed(nodes: int) -> Tree:
    """80 % files; the folders are a heap in which each has ten."""
    folders = [folder(f"folder {i}") for i in range(nodes // 5)]
    for i, child in enumerate(folders[1:], 1):
        folders[(i - 1) // 10]["children"].append(child)
    for i in range(nodes - len(folders)):
        folders[i % len(folders)]["children"].append(file(f"file {i}.md", 100 + i))
    return folders[:1]


def wide(nodes: int) -> Tree:
    """One folder that holds all the files."""
    return [folder("wide", [file(f"file {i}.md", 100 + i) for i in range(nodes - 1)])]


def deep(nodes: int, depth: int) -> Tree:
    """Chains of folders, each as deep as it may be, with a file at its end."""
    chains: Tree = []
    for i in range(nodes // (depth + 1)):
        chain = file(f"file {i}.md", 100 + i)
        for level in range(depth, 0, -1):
            chain = folder(f"chain {i} level {level}", [chain])
        chains.append(chain)
    return chains


def folder(name: str, children: Tree | None = None) -> dict[str, Any]:
    return {"name": name, "node_type": "folder", "children": children or []}


def file(name: str, size: int) -> dict[str, Any]:
    return {"name": name, "node_type": "file", "size": size}


def count(tree: Tree) -> int:
    lists, nodes = [tree], 0
    while lists:
        children = lists.pop()
        nodes += len(children)
        lists += [child["children"] for child in children if child["node_type"] == "folder"]
    return nodes
