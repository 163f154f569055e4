"""Sits between a library and the network: turns error responses into errors, and normalizes streams."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from itertools import takewhile
from typing import cast

from treeline.kernel.http import ByteStream, HttpError, Request, Response, Transport
from treeline.kernel.text import clean
from treeline.providers.wire.reader import Reader, is_done, loaded
from treeline.providers.wire.refusals import MOST_BODY, Refusal, Refused, is_error, refusal_of, said_in
from treeline.providers.wire.sse import Event, EventStream

# What follows the reason for the end: the usage and the mark of the end. Some servers send neither and stay open.
LINGER_SECONDS = 5


class Listening(Transport):
    """`reader`: of the answer that is expected; None for requests that are no questions to a model."""

    def __init__(self, inner: Transport, reader: Reader | None):
        self.inner, self.reader = inner, reader

    async def handle_async_request(self, request: Request) -> Response:
        response = await self.inner.handle_async_request(request)
        if response.status_code >= 400:
            try:
                body = await _beginning(response)
            finally:
                await response.aclose()
            raise Refused(refusal_of(response.status_code, body, response.headers))
        if self.reader is None or response.is_redirect:
            return response
        headers = {"Content-Type": "text/event-stream"}
        return Response(200, headers=headers, stream=_Regular(response, self.reader), extensions=response.extensions)

    async def aclose(self) -> None:
        await self.inner.aclose()


class _Regular(ByteStream):
    """A stream as the library takes it, of whatever came."""

    def __init__(self, response: Response, reader: Reader):
        self.response, self.reader = response, reader

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces = self._pieces()
        first = b""
        async for piece in pieces:
            first += piece
            if first.removeprefix(b"\xef\xbb\xbf").strip():
                break
        if first.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[", b"<"):
            rest = [first, *[piece async for piece in pieces]]
            for made in self._of_document(b"".join(rest)):
                yield made
        else:
            async for made in self._of_events(first, pieces):
                yield made
        for made in self.reader.end():
            yield made

    async def aclose(self) -> None:
        await self.response.aclose()

    async def _of_events(self, first: bytes, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        events = EventStream()
        for made in self._taken(events.feed(first)):
            yield made
        if not self.reader.ending.closed:
            async for piece in pieces:
                for made in self._taken(events.feed(piece)):
                    yield made
                if self.reader.ending.closed:
                    return
        last = events.rest()
        if events.odd and not events.has_data:
            raise Refused(Refusal("garbled", clean(events.odd[:200])))
        # Half an event is none; but many servers leave out the empty line after the last one.
        for made in self._taken(takewhile(_is_whole, _apart(last)) if last is not None else []):
            yield made

    def _taken(self, events: Iterable[Event]) -> Iterator[bytes]:
        for event in events:
            for each in _apart(event):
                yield from self.reader.take(each)

    def _of_document(self, body: bytes) -> Iterator[bytes]:
        """What came is no stream: an answer in one piece, an error, or a page for people."""
        text = body.decode(errors="replace").lstrip("\ufeff").strip()
        if text.startswith("<"):
            raise Refused(refusal_of(None, body, {}))
        try:
            value = loaded(text)
        except (ValueError, RecursionError):
            lines = [Event(line) for line in text.split("\n") if line.strip()]
            if not _is_whole(lines[0]):
                raise Refused(Refusal("garbled", clean(text[:200]))) from None
            # Pieces of an answer, each in a line of its own.
            yield from self._taken(takewhile(_is_whole, lines))
            return
        if isinstance(value, dict) and (is_error(value) or "detail" in value):
            raise Refused(said_in(value))
        yield from self.reader.whole(value)

    async def _pieces(self) -> AsyncIterator[bytes]:
        """The bytes as they come. Once the reason for the end is there, only a little longer."""
        iterator = aiter(cast(ByteStream, self.response.stream))
        while True:
            over = self.reader.ending.is_over
            try:
                async with asyncio.timeout(LINGER_SECONDS if over else None):
                    piece = await anext(iterator)
            except StopAsyncIteration:
                return
            except (HttpError, TimeoutError):
                if over:
                    return
                raise
            yield piece


async def _beginning(response: Response) -> bytes:
    """As much of a reply as there may be a reason in."""
    found = b""
    try:
        async with asyncio.timeout(LINGER_SECONDS):
            async for piece in cast(ByteStream, response.stream):
                found += piece
                if len(found) >= MOST_BODY:
                    break
    except (HttpError, TimeoutError):
        return found
    return found


def _apart(event: Event) -> list[Event]:
    """Some servers leave no empty line between two events."""
    lines = [Event(line, event.name) for line in event.data.split("\n")]
    return lines if len(lines) > 1 and not _is_whole(event) and _is_whole(lines[0]) else [event]


def _is_whole(event: Event) -> bool:
    if is_done(event.data):
        return True
    try:
        loaded(event.data)
    except (ValueError, RecursionError):
        return False
    return True
