"""The request of a sync: a list of paths, validated and turned into a tree without any I/O."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Protocol, TypeVar

import msgspec
from msgspec import Struct

from treeline.assets.draft.batch import (
    MAX_PROBLEMS,
    FileNode,
    FolderNode,
    Limits,
    Node,
    UnderFolder,
    file_problems,
    misshapen,
    too_deep,
)
from treeline.assets.draft.names import name_key, refusal
from treeline.assets.errors import InvalidBatch, TooDeep, TooManyNodes
from treeline.kernel.validation import Problem, problem


class SyncFile(Struct, forbid_unknown_fields=True, gc=False):
    path: str
    size: int
    sha256: str


class SyncBody(UnderFolder, kw_only=True, forbid_unknown_fields=True):
    files: list[SyncFile]
    folders: list[str] = msgspec.field(default_factory=list)
    delete_extraneous: bool = False
    dry_run: bool = False


class PathList(Protocol):
    """Of any sync."""

    @property
    def files(self) -> Sequence[SyncFile]: ...

    @property
    def folders(self) -> Sequence[str]: ...


Decoded = TypeVar("Decoded")
EMPTY_PART = problem("path_empty_part", "a path can't have empty parts or start or end with /")
_decode = msgspec.json.Decoder(SyncBody).decode


def parse(data: bytes) -> SyncBody:
    """Raises InvalidBatch."""
    return parsed(data, _decode)


def parsed(data: bytes, decode: Callable[[bytes], Decoded]) -> Decoded:
    """What a decoder of msgspec makes of it. Raises InvalidBatch."""
    try:
        return decode(data)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$")
        raise InvalidBatch.of([misshapen(reason).at(place.rstrip("`").removeprefix("."))]) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidBatch(f"The body is not valid JSON: {error}") from error


@dataclass
class _Folder:
    """A folder of the tree that is made; `taken` are its children by name key."""

    children: list[Node]
    taken: dict[str, Node]


class PathTree:
    """The tree of a list of paths: `children` are its top nodes.

    Raises InvalidBatch naming each bad path (the first 100), TooDeep, TooManyNodes.
    """

    def __init__(self, body: PathList, limits: Limits):
        self.children: list[Node] = []
        self._limits = limits
        self._folders = {"": _Folder(self.children, {})}
        self._nodes = 0
        problems = list(islice(self._problems(body), MAX_PROBLEMS))
        if problems:
            raise InvalidBatch.of(problems)

    def _problems(self, body: PathList) -> Iterator[dict[str, Any]]:
        hashes: dict[str, int] = {}
        for index, path in enumerate(body.folders):
            if reason := self._folder(path) if path else EMPTY_PART:
                yield reason.at(f"folders[{index}]")
        for index, file in enumerate(body.files):
            node = FileNode(name=file.path.rpartition("/")[2], size=file.size, sha256=file.sha256)
            if reason := self._file(file.path, node):
                yield reason.at(f"files[{index}].path")
            yield from file_problems(node, f"files[{index}]", self._limits, hashes)

    def _file(self, path: str, node: FileNode) -> Problem | None:
        """Why this file cannot be, or None."""
        way, slash, _ = path.rpartition("/")
        if slash and not way:
            return EMPTY_PART
        return (self._folder(way) if way else None) or self._add(way, node)

    def _folder(self, path: str) -> Problem | None:
        """Why this folder cannot be, or None: it stands, with all above it."""
        if path in self._folders:
            return None
        way: list[str] = []
        for name in path.split("/"):
            above = "/".join(way)
            way.append(name)
            here = "/".join(way)
            if here in self._folders:
                continue
            if len(way) > self._limits.depth:
                where = too_deep(self._limits.depth).at(path)
                raise TooDeep(f"Folders can be nested at most {self._limits.depth} deep.", [where])
            folder = FolderNode(name=name, children=[])
            if reason := self._add(above, folder):
                return reason
            self._folders[here] = _Folder(folder.children, {})
        return None

    def _add(self, folder: str, node: Node) -> Problem | None:
        self._nodes += 1
        if self._nodes > self._limits.batch_nodes:
            raise TooManyNodes(f"A sync can have at most {self._limits.batch_nodes} files and folders.")
        if reason := refusal(node.name):
            return replace(reason, message=f"{node.name!r}: {reason}") if node.name else EMPTY_PART
        place, key = self._folders[folder], name_key(node.name)
        if (there := place.taken.get(key)) is not None:
            if type(there) is not type(node):
                both = f"a file and a folder cannot both be {there.name}"
                return problem("name_of_both", both, name=there.name)
            if there.name == node.name:
                return problem("path_twice", "this path is listed twice")
            same = f"{node.name} and {there.name} are the same name (names are compared ignoring case and Unicode form)"
            return problem("name_taken", same)
        place.taken[key] = node
        place.children.append(node)
        return None
