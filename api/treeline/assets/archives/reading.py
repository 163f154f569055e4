"""What is taken from a zip. Its structure, its sizes and every name are checked before a byte is inflated.

`zipfile` lists and inflates; what it would let pass is refused here. Nothing is ever extracted to a disk.
"""

import os
import re
import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from treeline.assets.archives.errors import MAX_NAMED, InvalidArchive
from treeline.assets.batch import FileNode, FolderNode, Limits, Node
from treeline.assets.errors import TooDeep, TooLarge, TooManyNodes
from treeline.assets.names import name_key, refusal
from treeline.kernel.storage import CHUNK_BYTES

# Our own archives reach 229 where a file is one byte repeated; a bomb lives from 1000.
MAX_RATIO = 250
RATIO_MATTERS_FROM = 1024**2
_EMPTY_DEFLATE_BYTES = 2

_END, _END_MARK = struct.Struct("<4s8xLLH"), b"PK\5\6"
_END64, _END64_MARK = struct.Struct("<4s36xQQ"), b"PK\6\6"
_LOCATOR, _LOCATOR_MARK = struct.Struct("<4s16x"), b"PK\6\7"
_ENTRY, _ENTRY_MARK = struct.Struct("<4s24xHHH12x"), b"PK\1\2"
_MEMBER_HEADER_BYTES = 30
_MAX_COMMENT_BYTES = 0xFFFF

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_WINDOWS_LINK = 0x400
_FIRST_TOO_MUCH = "the first that is too much"
_DRIVE = re.compile(r"[A-Za-z]:(/|$)")
# All that zipfile raises over bytes that are no zip, or no longer one.
_BROKEN = (BadZipFile, EOFError, NotImplementedError, UnicodeDecodeError, struct.error, zlib.error)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the archive, and the node that it becomes."""

    info: ZipInfo
    path: str
    node: FileNode


class ArchiveReader:
    """A zip that may be taken: `children` is its tree, `warnings` name what was left out of it.

    Raises InvalidArchive, TooDeep, TooLarge, TooManyNodes.
    """

    def __init__(self, file: BinaryIO, limits: Limits):
        start = _start_of_list(file, limits)
        try:
            self._zip = ZipFile(file)
        except _BROKEN as error:
            raise InvalidArchive(f"The archive cannot be read: {error}") from error
        _refuse_overlaps(self._zip.filelist, start)
        tree, left_out = _Tree(limits), dict[str, None]()
        self._members = list(_planned(self._zip.filelist, tree, left_out, limits))
        if not tree.children:
            raise InvalidArchive("The archive holds no file and no folder.")
        self.children = tree.children
        self.warnings = [_problem(path, "left out: macOS keeps it for itself") for path in left_out]

    def contents(self) -> Iterator[tuple[FileNode, Iterator[bytes]]]:
        """Every file with its bytes, to be read in this order. Raises InvalidArchive where they are not as declared."""
        for member in self._members:
            yield member.node, _inflated(self._zip, member)


def _start_of_list(file: BinaryIO, limits: Limits) -> int:
    """Where the list of members begins.

    zipfile would make objects of as many members as there are, skip what stands before the first, and take an archive
    that is the last member of a truncated one for the whole.
    """
    size = file.seek(0, os.SEEK_END)
    tail_at = max(size - _END.size - _MAX_COMMENT_BYTES, 0)
    file.seek(tail_at)
    tail = file.read()
    at = tail.rfind(_END_MARK)
    if at < 0 or len(tail) - at < _END.size:
        raise InvalidArchive("This is not a zip archive, or its end is missing.")
    _, length, start, comment = _END.unpack_from(tail, at)
    end = tail_at + at
    if end + _END.size + comment != size:
        raise InvalidArchive("Something stands behind the end of the archive.")
    file.seek(max(end - _LOCATOR.size - _END64.size, 0))
    zip64 = file.read(_LOCATOR.size + _END64.size)
    if zip64[-_LOCATOR.size :].startswith(_LOCATOR_MARK) and zip64.startswith(_END64_MARK):
        _, length, start = _END64.unpack_from(zip64)
        end -= _LOCATOR.size + _END64.size
    if start + length != end:
        raise InvalidArchive("The archive is truncated, or does not begin where its file begins.")
    if length > limits.batch_bytes:
        raise TooLarge(f"The list of an archive's members has at most {limits.batch_bytes} bytes.")
    _count(file, start, end, limits)
    return start


def _count(file: BinaryIO, start: int, end: int, limits: Limits) -> None:
    members, at = 0, start
    while at < end:
        file.seek(at)
        entry = file.read(_ENTRY.size)
        if len(entry) < _ENTRY.size or not entry.startswith(_ENTRY_MARK):
            raise InvalidArchive("The list of the archive's members is broken.")
        at += _ENTRY.size + sum(_ENTRY.unpack(entry)[1:])
        members += 1
        if members > limits.batch_nodes:
            raise TooManyNodes(f"An archive has at most {limits.batch_nodes} members.")


def _refuse_overlaps(infos: list[ZipInfo], end: int) -> None:
    """Members that share their bytes are how a small archive becomes a boundless one."""
    for info in sorted(infos, key=lambda info: info.header_offset, reverse=True):
        if info.header_offset + _MEMBER_HEADER_BYTES + len(info.orig_filename) + info.compress_size > end:
            raise InvalidArchive.of([_problem(_path(info), "it overlaps with what follows it in the archive")])
        end = info.header_offset


def _planned(infos: list[ZipInfo], tree: "_Tree", left_out: dict[str, None], limits: Limits) -> Iterator[Member]:
    """The files, in their order; `tree` and `left_out` get the rest. Raises InvalidArchive naming every bad member."""
    problems: list[dict[str, str]] = []
    total = 0
    for info in infos:
        path = _path(info)
        if clutter := _clutter(path):
            left_out[clutter] = None
            continue
        try:
            _refuse_form(info, path, limits)
            node = tree.add(path, info.file_size)
        except _Unfit as unfit:
            problems.append(_problem(path, str(unfit)))
            if len(problems) == MAX_NAMED:
                break
            continue
        total += info.file_size
        if total > limits.file_bytes:
            message = f"An archive holds at most {limits.file_bytes} bytes."
            raise TooLarge(message, [_problem(path, _FIRST_TOO_MUCH)])
        if node is not None:
            yield Member(info, path, node)
    if problems:
        raise InvalidArchive.of(problems)


def _path(info: ZipInfo) -> str:
    """The member's name as it was written: `filename` ends at a NUL, and macOS writes UTF-8 without saying so."""
    name = info.orig_filename
    if info.flag_bits & _UTF8_NAME or name.isascii():
        return name
    try:
        return name.encode("cp437").decode()
    except UnicodeDecodeError:
        return name


def _clutter(path: str) -> str | None:
    """What macOS adds to archives: by its folder, or by its path."""
    if path.startswith("__MACOSX/"):
        return "__MACOSX/"
    return path if path.rpartition("/")[2] == ".DS_Store" else None


class _Unfit(Exception):
    """Why a member cannot be taken."""


def _refuse_form(info: ZipInfo, path: str, limits: Limits) -> None:
    """Raises _Unfit; TooLarge."""
    is_folder = path.endswith("/")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if info.flag_bits & _ENCRYPTED:
        raise _Unfit("it is encrypted")
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise _Unfit("its compression is not supported: store or deflate it")
    if kind not in (0, stat.S_IFDIR if is_folder else stat.S_IFREG) or info.external_attr & _WINDOWS_LINK:
        raise _Unfit("it is neither a file nor a folder: links and the like are not taken")
    if is_folder and (info.file_size > 0 or info.compress_size > _EMPTY_DEFLATE_BYTES):
        raise _Unfit("it is a folder, and has content")
    if info.compress_type == ZIP_STORED and info.file_size != info.compress_size:
        raise _Unfit("its sizes contradict each other")
    if info.file_size > limits.file_bytes:
        raise TooLarge(f"A file has at most {limits.file_bytes} bytes.", [_problem(path, f"{info.file_size} bytes")])
    if info.file_size > max(RATIO_MATTERS_FROM, MAX_RATIO * info.compress_size):
        raise _Unfit(f"it would grow more than {MAX_RATIO} times: a compression bomb?")


class _Tree:
    """Members as nodes, in their order; folders that no member stands for are made."""

    def __init__(self, limits: Limits):
        self.children: list[Node] = []
        self._limits = limits
        # By path as spelled: what the folder holds, and its key.
        self._folders: dict[str, tuple[list[Node], str]] = {"": (self.children, "")}
        self._made: set[str] = set()
        self._taken: set[str] = set()

    def add(self, path: str, size: int) -> FileNode | None:
        """The new file, or None for a folder. Raises _Unfit, TooDeep, TooManyNodes."""
        if path.startswith("/"):
            raise _Unfit("its path is absolute")
        if _DRIVE.match(path):
            raise _Unfit("its path begins with a drive")
        if path.count("/") > self._limits.depth:
            raise TooDeep(f"Folders nest at most {self._limits.depth} deep.", [_problem(path, "too deep")])
        node = None
        if not path.endswith("/"):
            node = FileNode(_name(path), size=size)
            self._place(path, node)
        elif path[:-1] in self._made:
            self._made.remove(path[:-1])
        else:
            self._make_folder(path[:-1])
        if len(self._taken) > self._limits.batch_nodes:
            message = f"An archive makes at most {self._limits.batch_nodes} nodes."
            raise TooManyNodes(message, [_problem(path, _FIRST_TOO_MUCH)])
        return node

    def _folder(self, path: str) -> tuple[list[Node], str]:
        if path not in self._folders:
            self._make_folder(path)
            self._made.add(path)
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
            raise _Unfit("another member has this path (case and Unicode form make no difference)")
        self._taken.add(key)
        siblings.append(node)
        return key


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _inflated(archive: ZipFile, member: Member) -> Iterator[bytes]:
    # zipfile cuts a member at its declared size without a word: asked for one byte more, it shows that there is more.
    left = member.node.size
    member.info.file_size = left + 1
    try:
        with archive.open(member.info) as content:
            while chunk := content.read(CHUNK_BYTES):
                left -= len(chunk)
                if left < 0:
                    break
                yield chunk
    except _BROKEN as error:
        reason = str(error) or "it ends too early"
        raise InvalidArchive.of([_problem(member.path, f"it cannot be read: {reason}")]) from error
    if left:
        raise InvalidArchive.of([_problem(member.path, f"it has not the {member.node.size} bytes it declares")])


def _problem(path: str, message: str) -> dict[str, str]:
    """A name may have 65,535 bytes, and a hundred may be at fault."""
    return {"path": path[:1000], "message": message}
