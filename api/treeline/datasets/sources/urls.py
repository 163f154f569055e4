"""A list of web pages and files as a source, fetched one after another."""

import asyncio
import hashlib
from collections.abc import Callable, Collection, Sequence
from types import TracebackType
from uuid import UUID

from sqlalchemy import select

from treeline.datasets.extraction.extractor import MAX_BYTES
from treeline.datasets.models import Document
from treeline.datasets.sources.comparison import Item
from treeline.datasets.sources.listing import Listing
from treeline.files import service as stored
from treeline.files.service import Received
from treeline.kernel import current
from treeline.kernel.db import DbSession
from treeline.kernel.fetching import NotFetched, fetched
from treeline.kernel.settings import KernelSettings
from treeline.kernel.storage import Storage
from treeline.kernel.validation import problem


def pages_of(session: DbSession, source_id: UUID) -> dict[str, Item]:
    """What its documents were made of."""
    columns = (Document.source_key, Document.content_hash, Document.size)
    rows = session.execute(select(*columns).where(Document.source_id == source_id))
    return {key: Item(sha256, size) for key, sha256, size in rows if key and sha256}


class Pages:
    """Pages on their way into the storage; those that have not changed stay out of it.

    One that does not answer is left as it is known: a server in trouble deletes nothing here.
    """

    def __init__(self, storage: Storage, known: dict[str, Item]):
        self.storage, self.known = storage, known
        self._objects = dict[str, Received]()
        self._used = set[UUID | None]()

    def listing(self, urls: Sequence[str], beat: Callable[[], None]) -> Listing:
        """No transaction may be open."""
        listing = Listing()
        for url in urls:
            try:
                data = fetch(url)
            except NotFetched as error:
                listing.skip(url, problem("url_failed", str(error)))
                if url in self.known:
                    listing.files[url] = self.known[url]
            else:
                self._take(listing, url, data)
            beat()
        return listing

    def _take(self, listing: Listing, url: str, data: bytes) -> None:
        item = Item(hashlib.sha256(data).hexdigest(), len(data))
        if not data:
            listing.skip(url, problem("file_empty", "an empty file"))
            return
        listing.files[url] = item
        if self.known.get(url) != item:
            self._objects[url] = stored.receive(self.storage, [data], most=MAX_BYTES)

    def fetch(self, key: str, item: Item) -> Received:
        received = self._objects.get(key)
        if received is None:
            # Deleted by hand meanwhile, so it is new again.
            received = self._objects[key] = stored.receive(self.storage, [fetch(key)], most=MAX_BYTES)
        self._used.add(received.key)
        return received

    def settle(self, session: DbSession, keys: Collection[str]) -> None:
        """Nobody else had a use for them."""

    def drop(self, received: Received) -> None:
        self._used.discard(received.key)

    def __enter__(self) -> "Pages":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for received in self._objects.values():
            if received.key not in self._used:
                stored.discard(self.storage, received)


def fetch(url: str) -> bytes:
    """No transaction may be open. Raises NotFetched."""
    return asyncio.run(fetched(url, current.settings(KernelSettings), most=MAX_BYTES))
