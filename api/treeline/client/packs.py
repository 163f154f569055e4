"""Many files in one body: a frame for each, 4 bytes index and 8 bytes length (big endian), then the bytes."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from struct import Struct

from treeline.client.errors import FilesChanged
from treeline.client.folder import LocalFile
from treeline.client.hashing import open_file

HEADER = Struct(">IQ")
PACK_BYTES = 32 * 1024**2
CHUNK_BYTES = 256 * 1024


class BrokenFrames(Exception):
    """The body ended in the middle of a frame."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A file to be sent, and its place in the list of what is missing."""

    index: int
    file: LocalFile


def split(pieces: Iterable[Piece], limit: int = PACK_BYTES) -> Iterator[list[Piece]]:
    """In their order, in packs of at most `limit` bytes; a larger file goes alone."""
    pack: list[Piece] = []
    size = 0
    for piece in pieces:
        if pack and size + piece.file.size + HEADER.size > limit:
            yield pack
            pack, size = [], 0
        pack.append(piece)
        size += piece.file.size + HEADER.size
    if pack:
        yield pack


def body_length(pack: list[Piece]) -> int:
    return sum(HEADER.size + piece.file.size for piece in pack)


def body(pack: list[Piece], root: Path, sent: Callable[[int], None]) -> Iterator[bytes]:
    """The frames in chunks, files read one at a time as they are sent; `sent` gets the size of each file that is out.

    Raises FilesChanged in the middle where a file is no longer what was hashed: what it would send would be refused.
    """
    waiting, size = list[bytes](), 0
    for piece in pack:
        waiting.append(HEADER.pack(piece.index, piece.file.size))
        for chunk in _content(piece.file, root):
            waiting.append(chunk)
            size += len(chunk)
            # Small files travel together: a write for each would cost more than reading it.
            if size >= CHUNK_BYTES:
                yield b"".join(waiting)
                waiting, size = [], 0
        sent(piece.file.size)
    if waiting:
        yield b"".join(waiting)


def _content(file: LocalFile, root: Path) -> Iterator[bytes]:
    left = file.size
    try:
        with open_file(root / file.path) as opened:
            while left and (chunk := opened.read(min(CHUNK_BYTES, left))):
                left -= len(chunk)
                yield chunk
            if not left and file.is_still(os.fstat(opened.fileno())):
                return
    except OSError as error:
        raise FilesChanged({file.path}) from error
    raise FilesChanged({file.path})


def frames(chunks: Iterable[bytes]) -> Iterator[tuple[int, int, Iterator[bytes]]]:
    """(index, length, its bytes) of each frame. What of a frame was not read is skipped. Raises BrokenFrames."""
    source = _Source(chunks)
    while header := source.exactly(HEADER.size):
        index, length = HEADER.unpack(header)
        content = source.pieces(length)
        yield index, length, content
        for _ in content:
            pass


class _Source:
    """Bytes that come in chunks of any size."""

    def __init__(self, chunks: Iterable[bytes]):
        self._chunks = (chunk for chunk in chunks if chunk)
        self._chunk, self._at = b"", 0

    def exactly(self, size: int) -> bytes:
        """So many bytes, or none at the end. Raises BrokenFrames."""
        taken = b""
        while len(taken) < size and (piece := self._some(size - len(taken))):
            taken += piece
        if 0 < len(taken) < size:
            raise BrokenFrames("The body ends in the middle of a frame's header.")
        return taken

    def pieces(self, size: int) -> Iterator[bytes]:
        while size:
            if not (piece := self._some(size)):
                raise BrokenFrames(f"The body ends {size} bytes before the end of a frame.")
            size -= len(piece)
            yield piece

    def _some(self, most: int) -> bytes:
        """What is at hand, or the next chunk; nothing at the end."""
        if self._at == len(self._chunk):
            self._chunk, self._at = next(self._chunks, b""), 0
        piece = self._chunk[self._at : self._at + most]
        self._at += len(piece)
        return piece
