"""The frames of a pack: an index and a length before the content of each file."""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct

from werkzeug.exceptions import HTTPException

# Index into the list that the pack answers, 4 bytes; length of the file, 8 bytes; both big endian.
HEADER = Struct(">IQ")


@dataclass(frozen=True)
class Frame:
    index: int
    length: int


class FrameReader:
    """Frames from a stream of any chunks; no more than one chunk is held.

    A stream that breaks ends like one that is over: `whole` is False then, and `error` what broke it, if anything did.
    """

    def __init__(self, chunks: Iterator[bytes]):
        self._chunks, self._rest = chunks, memoryview(b"")
        self.whole = True
        self.error: Exception | None = None

    def next(self) -> Frame | None:
        """The next frame, when the bytes of the one before have all been taken. None: there are no more."""
        header = b""
        while len(header) < HEADER.size and (piece := self._piece(HEADER.size - len(header))):
            header += piece
        if len(header) < HEADER.size:
            self.whole = self.whole and not header
            return None
        return Frame(*HEADER.unpack(header))

    def bytes_of(self, frame: Frame) -> Iterator[memoryview]:
        """The bytes of the frame that was read last. Fewer than it declares: the stream broke."""
        left = frame.length
        while left and (piece := self._piece(left)):
            left -= len(piece)
            yield piece
        self.whole = self.whole and left == 0

    def _piece(self, most: int) -> memoryview:
        if not self._rest and self.error is None:
            try:
                self._rest = memoryview(next(self._chunks, b""))
            # A client that went away: as an error of the socket, or as werkzeug's refusal of a body cut short.
            except (OSError, HTTPException) as error:
                self.error, self.whole = error, False
        piece, self._rest = self._rest[:most], self._rest[most:]
        return piece
