"""Reads a zip. Its structure, its sizes and every name are checked before anything is decompressed.

Nothing is ever extracted to disk.
"""

import re
import stat
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, BinaryIO

from treeline.assets.archives.errors import MAX_NAMED, InvalidArchive
from treeline.assets.archives.structure import UTF8_NAME, CentralEntry, End, content_at, entries, find_end
from treeline.assets.draft.batch import FileNode, FolderNode, Limits, Node, too_deep
from treeline.assets.draft.names import name_key, refusal
from treeline.assets.errors import TooDeep, TooLarge, TooManyNodes
from treeline.kernel.storage import CHUNK_BYTES
from treeline.kernel.validation import Problem, problem

_STORED, _DEFLATED = 0, 8
_METHODS = {6: "Implode", 9: "Deflate64", 12: "BZIP2", 14: "LZMA", 20: "Zstandard", 93: "Zstandard", 95: "XZ"}
_METHODS |= {98: "PPMd", 99: "AES encryption"}
_ENCRYPTED, _PATCH = 0x1 | 0x40 | 0x2000, 0x20
_WINDOWS_FOLDER, _WINDOWS_LINK = 0x10, 0x400
_FIRST_TOO_MUCH = problem("first_too_much", "the first that is too much")
_DRIVE = re.compile(r"[A-Za-z]:(/|$)")
_HERE = re.compile(r"\A(\./)+")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the archive, where its bytes begin, and the node that it becomes; no node: a folder's empty stream."""

    entry: CentralEntry
    path: str
    at: int
    node: FileNode | None


class ArchiveReader:
    """A zip that may be taken: `children` is its tree, `warnings` name what was left out of it, or looks odd.

    Raises InvalidArchive, TooDeep, TooLarge, TooManyNodes.
    """

    def __init__(self, file: BinaryIO, limits: Limits):
        self._file = file
        end = find_end(file, limits)
        listed = entries(file, end, limits)
        places = _places(file, listed, end.start)
        tree, self.warnings = _Tree(limits), list(_oddities(listed, end))
        self._members = list(_planned(listed, places, tree, limits))
        if not tree.children:
            raise InvalidArchive("The archive is empty.")
        self.children = tree.children

    def files(self) -> Iterator[tuple[str, int, Callable[[], Iterator[bytes]]]]:
        """Every file's path and size, and what reads its bytes, in any order and again."""
        for member in self._members:
            if member.node is not None:
                yield member.path, member.entry.size, partial(_inflated, self._file, member)

    def contents(self) -> Iterator[tuple[FileNode, Iterator[bytes]]]:
        """Every file with its bytes, to be read in this order. Raises InvalidArchive where they are not as declared."""
        for member in self._members:
            if member.node is not None:
                yield member.node, _inflated(self._file, member)
            else:
                list(_inflated(self._file, member))  # raises where there is something in it


def _oddities(listed: list[CentralEntry], end: End) -> Iterator[dict[str, str]]:
    """What is left out, or may have been meant otherwise."""
    in_front = min((entry.at for entry in listed), default=0)
    for count, where in ((in_front, "in front"), (end.behind, "after the end")):
        if count:
            yield _warning("", f"{count:,} bytes {where} of the archive were skipped")
    clutter = dict.fromkeys(filter(None, (_clutter(_path(entry)) for entry in listed)))
    yield from (_warning(path, "skipped: a macOS system file") for path in islice(clutter, MAX_NAMED))
    if len(clutter) > MAX_NAMED:
        yield _warning("", f"{len(clutter) - MAX_NAMED:,} more macOS system files were skipped")
    guessed = [(path, entry) for entry in listed if entry.charset and not _clutter(path := _path(entry))]
    for path, entry in guessed[:MAX_NAMED]:
        says_utf8 = "this name is declared as UTF-8 but isn't valid UTF-8"
        why = says_utf8 if entry.flags & UTF8_NAME else "the archive doesn't declare the encoding of this name"
        yield _warning(path, f"{why}: read as {entry.charset}")
    if len(guessed) > MAX_NAMED:
        yield _warning("", f"{len(guessed) - MAX_NAMED:,} more names are read as {guessed[0][1].charset}")


def _places(file: BinaryIO, listed: list[CentralEntry], end: int) -> list[int]:
    """Where the bytes of each begin. Members that share bytes are how a small archive becomes a boundless one."""
    places = [0] * len(listed)
    for index, entry in sorted(enumerate(listed), key=lambda each: each[1].at, reverse=True):
        at = content_at(file, entry)
        if at is None:
            message = "can't be read: no header with this name at the offset in the archive's directory"
            raise InvalidArchive.of([_fault(_path(entry), problem("member_lost", message))])
        if at + entry.packed_size > end:
            overlaps = problem("member_overlaps", "overlaps the next member of the archive")
            raise InvalidArchive.of([_fault(_path(entry), overlaps)])
        places[index], end = at, entry.at
    return places


def _planned(listed: list[CentralEntry], places: list[int], tree: "_Tree", limits: Limits) -> Iterator[Member]:
    """The files, in their order; `tree` gets the rest. Raises InvalidArchive naming every bad member."""
    problems: list[dict[str, Any]] = []
    total = 0
    for entry, at in zip(listed, places, strict=True):
        path = _path(entry)
        if _clutter(path) or (entry.raw_name and not path):  # "./", the folder that was zipped
            continue
        try:
            _refuse_form(entry, path, limits)
            node = tree.add(path, entry.size)
        except _Unfit as unfit:
            problems.append(_fault(path, unfit.problem))
            if len(problems) == MAX_NAMED:
                break
            continue
        total += entry.size
        if total > limits.file_bytes:
            message = f"An archive can have at most {limits.file_bytes} bytes unpacked."
            raise TooLarge(message, [_fault(path, _FIRST_TOO_MUCH)])
        if node is not None or entry.packed_size:
            yield Member(entry, path, at, node)
    if problems:
        raise InvalidArchive.of(problems)


def _path(entry: CentralEntry) -> str:
    """With slashes, as some tools of Windows do not write them; a folder's ends with one."""
    path = _HERE.sub("", entry.name.replace("\\", "/"))
    says_folder = not entry.size and (stat.S_ISDIR(entry.attributes >> 16) or entry.attributes & _WINDOWS_FOLDER)
    return f"{path}/" if path and says_folder and not path.endswith("/") else path


def _clutter(path: str) -> str | None:
    """What macOS adds to archives: by its folder, or by its path."""
    above, folder, _ = f"/{path}".partition("/__MACOSX/")
    if folder:
        return f"{above}{folder}"[1:]
    name = path.rpartition("/")[2]
    return path if name == ".DS_Store" or name.startswith("._") else None


class _Unfit(Exception):
    """Why a member cannot be taken."""

    def __init__(self, problem: Problem):
        super().__init__(problem)
        self.problem = problem


def _refuse_form(entry: CentralEntry, path: str, limits: Limits) -> None:
    """Raises _Unfit; TooLarge."""
    is_folder = path.endswith("/")
    kind = stat.S_IFMT(entry.attributes >> 16)
    if entry.flags & _ENCRYPTED:
        raise _Unfit(problem("member_encrypted", "encrypted members are not supported"))
    if entry.method not in (_STORED, _DEFLATED) or entry.flags & _PATCH:
        name = _METHODS.get(entry.method, f"method {entry.method}")
        message = f"compression method {name} is not supported: use store or deflate"
        raise _Unfit(problem("member_compression", message, name=name))
    if kind not in (0, stat.S_IFDIR if is_folder else stat.S_IFREG) or entry.attributes & _WINDOWS_LINK:
        raise _Unfit(problem("member_kind", "neither a file nor a folder: links and special files are not supported"))
    if is_folder and entry.size:
        raise _Unfit(problem("folder_content", "a folder can't have content"))
    if entry.method == _STORED and entry.size != entry.packed_size:
        raise _Unfit(problem("member_sizes", "the declared sizes contradict each other"))
    if entry.size > limits.file_bytes:
        size = problem("file_size", f"{entry.size} bytes", most=limits.file_bytes)
        raise TooLarge(f"A file can have at most {limits.file_bytes} bytes.", [_fault(path, size)])


class _Tree:
    """Members as nodes, in their order; folders that no member stands for are made."""

    def __init__(self, limits: Limits):
        self.children: list[Node] = []
        self._limits = limits
        # By path as spelled: what the folder holds, and its key.
        self._folders: dict[str, tuple[list[Node], str]] = {"": (self.children, "")}
        self._taken: set[str] = set()

    def add(self, path: str, size: int) -> FileNode | None:
        """The new file, or None for a folder. Raises _Unfit, TooDeep, TooManyNodes."""
        if path.startswith("/"):
            raise _Unfit(problem("path_absolute", "absolute paths are not allowed"))
        if _DRIVE.match(path):
            raise _Unfit(problem("path_absolute", "paths with a drive letter are not allowed"))
        if path.count("/") > self._limits.depth:
            raise TooDeep(
                f"Folders can be nested at most {self._limits.depth} deep.",
                [_fault(path, too_deep(self._limits.depth))],
            )
        node = None
        if not path.endswith("/"):
            node = FileNode(_name(path), size=size)
            self._place(path, node)
        elif path[:-1] not in self._folders:
            self._make_folder(path[:-1])
        if len(self._taken) > self._limits.batch_nodes:
            message = f"An archive can contain at most {self._limits.batch_nodes} nodes."
            raise TooManyNodes(message, [_fault(path, _FIRST_TOO_MUCH)])
        return node

    def _folder(self, path: str) -> tuple[list[Node], str]:
        if path not in self._folders:
            self._make_folder(path)
        return self._folders[path]

    def _make_folder(self, path: str) -> None:
        node = FolderNode(_name(path))
        self._folders[path] = node.children, self._place(path, node)

    def _place(self, path: str, node: Node) -> str:
        if reason := refusal(node.name):
            raise _Unfit(reason)
        siblings, folder_key = self._folder(path.rpartition("/")[0])
        key = f"{folder_key}/{name_key(node.name)}"
        if key in self._taken:
            message = "another member has the same path (names are compared ignoring case and Unicode form)"
            raise _Unfit(problem("name_taken", message))
        self._taken.add(key)
        siblings.append(node)
        return key


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _inflated(file: BinaryIO, member: Member) -> Iterator[bytes]:
    """The bytes as they are unpacked, no more than are declared. Raises InvalidArchive."""
    left, crc = member.entry.size, 0
    try:
        for chunk in _unpacked(file, member):
            left -= len(chunk)
            if left < 0:
                break
            crc = zlib.crc32(chunk, crc)
            yield chunk
    except zlib.error as error:
        raise _broken(member, f"can't be read: {error}") from error
    if left:
        raise _broken(member, f"the content doesn't have the declared {member.entry.size} bytes")
    if crc != member.entry.crc:
        raise _broken(member, "corrupt: the CRC doesn't match")


def _unpacked(file: BinaryIO, member: Member) -> Iterator[bytes]:
    """Raises zlib.error."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for packed in _packed(file, member):
        if member.entry.method == _STORED:
            yield packed
            continue
        left = packed
        while left and not inflater.eof:
            yield inflater.decompress(left, CHUNK_BYTES)
            left = inflater.unconsumed_tail
    if member.entry.method == _DEFLATED and not inflater.eof:
        yield inflater.flush()
        if not inflater.eof:
            raise zlib.error("unexpected end of the archive")


def _packed(file: BinaryIO, member: Member) -> Iterator[bytes]:
    at, end = member.at, member.at + member.entry.packed_size
    while at < end:
        file.seek(at)  # every time: nothing else keeps the place
        chunk = file.read(min(CHUNK_BYTES, end - at))
        if not chunk:
            return
        at += len(chunk)
        yield chunk


def _broken(member: Member, message: str) -> InvalidArchive:
    return InvalidArchive.of([_fault(member.path, problem("member_broken", message))])


def _fault(path: str, what: Problem) -> dict[str, Any]:
    """A name may have 65,535 bytes, and a hundred may be at fault."""
    return what.at(path[:1000])


def _warning(path: str, message: str) -> dict[str, str]:
    return {"path": path[:1000], "message": message}
