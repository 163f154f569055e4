"""Many files out in one stream, by their hashes: content stored in the same object is read together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple
from uuid import UUID

from treeline.apps.models import App
from treeline.assets.packs.errors import ContentNotFound
from treeline.assets.packs.frames import HEADER
from treeline.files import service as files
from treeline.files.service import EMPTY_SHA256, BlobService
from treeline.kernel.db import unit_of_work
from treeline.kernel.storage import Storage

# Between two blobs of one object that are wanted, so many bytes are rather read and dropped than a second read begun.
GAP_BYTES = 64 * 1024


@dataclass(frozen=True)
class _Wanted:
    index: int
    key: UUID
    offset: int
    size: int


class Located(NamedTuple):
    """Where the bytes of a hash lie: in an object, from `offset`."""

    storage_key: UUID
    size: int
    offset: int = 0


class AssetContents:
    def __init__(self, app: App, storage: Storage):
        self.app, self.storage = app, storage

    def frames(self, hashes: list[str]) -> Iterator[bytes]:
        """A frame for each hash, its index the hash's place in the list; in the order that reads best.

        Raises ContentNotFound.
        """
        with unit_of_work() as session:
            blobs = BlobService(session, self.app.id).among(hashes)
        located = {blob.sha256: Located(blob.storage_key, blob.size, blob.offset) for blob in blobs}
        return frames_of(self.storage, hashes, located)


def frames_of(storage: Storage, hashes: list[str], located: Mapping[str, Located]) -> Iterator[bytes]:
    """The same of anything that lies somewhere. No transaction may be open. Raises ContentNotFound."""
    if missing := [sha256 for sha256 in dict.fromkeys(hashes) if sha256 not in located and sha256 != EMPTY_SHA256]:
        raise ContentNotFound.of(missing)
    places = [
        _Wanted(index, located[sha256].storage_key, located[sha256].offset, located[sha256].size)
        for index, sha256 in enumerate(hashes)
        if sha256 != EMPTY_SHA256
    ]
    empty = [HEADER.pack(index, 0) for index, sha256 in enumerate(hashes) if sha256 == EMPTY_SHA256]
    pieces = _stream(storage, sorted(places, key=lambda place: (place.key, place.offset)), empty)
    # Read now: a storage that is away is a refusal, not a stream that breaks off.
    return chain((next(pieces),), pieces)


def _stream(storage: Storage, places: list[_Wanted], empty: list[bytes]) -> Iterator[bytes]:
    for span in _spans(places):
        yield from _read(storage, span)
    yield b"".join(empty)


def _read(storage: Storage, span: list[_Wanted]) -> Iterator[bytes]:
    """The frames of what one read of the object brings."""
    start, end = span[0].offset, span[-1].offset + span[-1].size
    chunks = files.read_part(storage, span[0].key, start, end - start)
    at, rest = start, memoryview(b"")
    for place in span:
        left, out = place.size, [HEADER.pack(place.index, place.size)]
        while left:
            if not rest:
                rest = memoryview(next(chunks))
            if at < place.offset:
                gap = min(len(rest), place.offset - at)
                at, rest = at + gap, rest[gap:]
                continue
            piece, rest = rest[:left], rest[left:]
            at, left = at + len(piece), left - len(piece)
            out.append(piece.tobytes())
            if left:
                yield b"".join(out)
                out = []
        yield b"".join(out)


def _spans(places: list[_Wanted]) -> Iterator[list[_Wanted]]:
    """Blobs that lie one behind the other in one object, nearly. One that is wanted twice is read twice."""
    span: list[_Wanted] = places[:1]
    for before, place in pairwise(places):
        end = before.offset + before.size
        if place.key == before.key and end <= place.offset <= end + GAP_BYTES:
            span.append(place)
        else:
            yield span
            span = [place]
    if span:
        yield span
