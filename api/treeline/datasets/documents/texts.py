"""The text of a document, into which its segments and citations point."""

from uuid import UUID

from treeline.datasets.documents.schemas import DocumentTextOut
from treeline.files.errors import BytesMissing
from treeline.kernel.storage import ObjectMissing, Storage

# What is read at once at most; a reader goes on from there.
MOST_BYTES = 1024 * 1024


def text_of(objects: Storage, key: UUID | None, start: int, end: int | None) -> DocumentTextOut:
    """Bytes `start` to `end`, or fewer: no character is cut, and there is a limit.

    No transaction may be open. Raises BytesMissing for a document that has not been read yet.
    """
    if key is None:
        raise BytesMissing("The document has no text yet: it has not been read.")
    stop = start + MOST_BYTES if end is None else min(end, start + MOST_BYTES)
    try:
        # One more, which says that there is more.
        read = b"".join(objects.read(key, start, stop - start + 1)) if start < stop else b""
    except ObjectMissing as error:
        raise BytesMissing from error
    data = read[: stop - start]
    # A character that is cut at either end is left out.
    text = data.decode("utf-8", "ignore")
    first = start + len(data) - len(data.lstrip(bytes(range(0x80, 0xC0))))
    return DocumentTextOut(text=text, start=first, end=first + len(text.encode()), has_more=len(read) > len(data))
