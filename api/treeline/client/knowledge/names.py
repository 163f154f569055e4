"""Documents as files of a folder: their names may be anything, and two may have the same."""

import posixpath
import re
from collections.abc import Iterable
from typing import Any

from treeline.assets.draft.names import impossible, name_key

_IMPOSSIBLE = re.compile(r"[/\\\x00-\x1f\x7f-\x9f]")


def as_nodes(documents: Iterable[dict[str, Any]], under: str) -> list[dict[str, Any]]:
    """A node for each that has a file, in their order: the first of a name keeps it, others are numbered."""
    nodes, taken = list[dict[str, Any]](), set[str]()
    for each in documents:
        if each["sha256"] is None:
            continue
        folder = each["folder"].removeprefix(under).strip("/")
        parts = [_file_name(part) for part in folder.split("/") if part]
        path = _free("/".join((*parts, _file_name(each["name"]))), taken)
        nodes.append({"node_type": "file", "path": path, "size": each["size"], "sha256": each["sha256"]})
    return nodes


def _file_name(name: str) -> str:
    name = _IMPOSSIBLE.sub("_", name).strip().rstrip(".")
    stem, extension = posixpath.splitext(name)
    while len(name.encode()) > 255:
        stem = stem[:-1]
        name = f"{stem}{extension}"
    return name if impossible(name) is None else "untitled"


def _free(path: str, taken: set[str]) -> str:
    stem, extension = posixpath.splitext(path)
    number, free = 1, path
    while _key(free) in taken:
        number += 1
        free = f"{stem} ({number}){extension}"
    taken.add(_key(free))
    return free


def _key(path: str) -> str:
    return "/".join(name_key(part) for part in path.split("/"))
