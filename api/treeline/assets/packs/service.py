"""Receives packs: stored as they arrive, made ready in few transactions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from uuid import UUID

from treeline.apps.models import App
from treeline.assets.draft.batch import Limits
from treeline.assets.draft.service import AppAssetService
from treeline.assets.packs.errors import DigestMismatch, NotInList, PackIncomplete, SentTwice
from treeline.assets.packs.frames import Frame, FrameReader
from treeline.assets.packs.lists import PackPart, Wanted, wanted
from treeline.files import service as files
from treeline.files.errors import BytesTooMany
from treeline.kernel.db import DbSession, after_commit, unit_of_work
from treeline.kernel.errors import ApiError
from treeline.kernel.storage import Storage, new_key

# What is stored as one object and made ready together: a pack of a usual size is one, a huge one does not wait for its
# end, nor does one of many tiny files.
OBJECT_BYTES = 64 * 1024**2
OBJECT_FILES = 10_000


@dataclass
class PackResult:
    """How many files are ready now, and why the others are not, by index."""

    ready: int = 0
    failed: dict[int, ApiError] = field(default_factory=dict)


class PackService:
    """Packs for one app. Opens its own units of work: bytes travel while none is open.

    `check` raises once whoever sends them may do so no more.
    """

    def __init__(
        self,
        app: App,
        storage: Storage,
        limits: Limits | None = None,
        check: Callable[[DbSession], None] = lambda _: None,
    ):
        self.app, self.storage, self.limits, self.check = app, storage, limits or Limits(), check
        self.revision: int | None = None

    def receive(self, list_id: UUID, chunks: Iterator[bytes], digest: bytes | None = None) -> PackResult:
        """Take a pack for a list. Each file counts by itself: what was verified stays, whatever comes after it.

        `digest`: the SHA-256 of the pack, which then counts as a whole and is one object. Raises PackListNotFound;
        PackIncomplete, NotInList and BytesTooMany when what came before is ready; DigestMismatch.
        """
        with unit_of_work() as session:
            asked = wanted(session, self.app.id, list_id)
        seen = _Summed(chunks)
        reader, result = FrameReader(chunks if digest is None else iter(seen)), PackResult()
        intake = _Intake(reader, len(asked), self.limits.file_bytes, result)
        while intake.more():
            key = new_key()
            self.storage.put(key, intake.bytes_of_an_object())
            if digest is not None and (refusal := _not_as_sent(intake, seen.digest() == digest)):
                files.discard_object(self.storage, key)
                raise refusal
            self._take(asked, key, intake.parts, result)
        if intake.refusal is not None:
            raise intake.refusal
        if reader.error is not None and not isinstance(reader.error, OSError):
            raise reader.error
        if not reader.whole:
            raise PackIncomplete(result.ready)
        return result

    def _take(self, asked: Wanted, key: UUID, parts: list[PackPart], result: PackResult) -> None:
        discard = partial(files.discard_object, self.storage, key)
        if not parts:
            return discard()
        try:
            with unit_of_work() as session:
                self.check(session)
                tree = AppAssetService(session, self.app)
                tree.lock()
                failed, named = asked.take(tree, key, parts)
                if not named:
                    after_commit(discard)
        # Only a refusal is certain to have written nothing; after a lost connection the rows may stand.
        except ApiError:
            discard()
            raise
        self.revision = self.revision if tree.revision is None else tree.revision
        result.failed |= failed
        result.ready += len(parts) - len(failed)
        return None


class _Summed:
    """Chunks that go through, and the SHA-256 of those that have."""

    def __init__(self, chunks: Iterator[bytes]):
        self._chunks, self._sum = chunks, sha256()

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._sum.update(chunk)
            yield chunk

    def digest(self) -> bytes:
        return self._sum.digest()


def _not_as_sent(intake: "_Intake", same: bool) -> ApiError | None:
    """Why a pack that counts as a whole does not, once an object is full."""
    if intake.more():
        return BytesTooMany(
            f"A pack with Content-Digest can have at most {OBJECT_BYTES} bytes and {OBJECT_FILES} files."
        )
    if intake.refusal is not None:
        return intake.refusal
    if not intake.reader.whole:
        return PackIncomplete(0)
    return None if same else DigestMismatch()


class _Intake:
    """Frames on their way into objects. `parts` are the whole files of the object that was made last."""

    def __init__(self, reader: FrameReader, entries: int, file_bytes: int, result: PackResult):
        self.reader, self.entries, self.file_bytes, self.result = reader, entries, file_bytes, result
        self.parts: list[PackPart] = []
        self.refusal: ApiError | None = None
        self._seen: set[int] = set()
        self._frame: Frame | None = None

    def more(self) -> bool:
        """Whether another frame has begun."""
        if self._frame is None and self.refusal is None:
            self._frame = self.reader.next()
        return self._frame is not None and self.refusal is None

    def bytes_of_an_object(self) -> Iterator[memoryview]:
        self.parts, offset = [], 0
        while offset < OBJECT_BYTES and len(self.parts) < OBJECT_FILES and self.more():
            frame, self._frame = self._frame, None
            if frame is None or self._refused(frame):
                continue
            digest, size = sha256(), 0
            for piece in self.reader.bytes_of(frame):
                digest.update(piece)
                size += len(piece)
                yield piece
            if size == frame.length:
                self.parts.append(PackPart(frame.index, digest.hexdigest(), size, offset))
            offset += size

    def _refused(self, frame: Frame) -> bool:
        """Whether a file is not wanted; its bytes are passed over."""
        if frame.length > self.file_bytes:
            self.refusal = BytesTooMany(
                f"A file can have at most {self.file_bytes} bytes; index {frame.index} has more."
            )
            return True
        if frame.index >= self.entries:
            # Not one by one: there may be millions of them in a small pack.
            self.refusal = NotInList(self.entries)
            return True
        if frame.index in self._seen:
            self.result.failed.setdefault(frame.index, SentTwice())
        else:
            self._seen.add(frame.index)
            return False
        for _ in self.reader.bytes_of(frame):
            pass
        return True
