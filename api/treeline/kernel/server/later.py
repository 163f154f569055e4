"""Responses that continue without a thread. Our server follows them in its loop; other WSGI servers iterate or wait."""

from collections.abc import Callable, Hashable, Iterator
from typing import Any

from flask import has_request_context, request

from treeline.kernel.server.lanes import Place

PLACE = "treeline.place"
# Pieces that are taken together, or a few more: a slow client takes so much in its time.
LIVE_BYTES = 64 * 1024


class LiveBody:
    """The body of a response whose pieces come as they come."""

    # Sent where nothing has come for so many seconds.
    idle_bytes = b""
    idle_seconds = 10.0

    def wake(self, woken: Callable[[], None]) -> None:
        raise NotImplementedError

    def take(self) -> list[bytes] | None:
        """Pieces that are there, up to the one that fills LIVE_BYTES; None if no more will come. Never blocks."""
        raise NotImplementedError

    def close(self) -> None:
        """May block."""
        raise NotImplementedError

    def __iter__(self) -> Iterator[bytes]:
        raise NotImplementedError


class AwaitedReply:
    """In place of a body: a reply that is to be made later, by `answer`, a WSGI application, in a thread again."""

    def __init__(self, answer: Callable[..., Any], seconds: float):
        self.answer, self.seconds = answer, seconds

    def wake(self, woken: Callable[[], None]) -> None:
        raise NotImplementedError

    def is_due(self) -> bool:
        """Whether all has come. Never blocks."""
        raise NotImplementedError

    def close(self) -> None:
        """Nobody waits any more. May block."""
        raise NotImplementedError

    def __iter__(self) -> Iterator[bytes]:
        raise TypeError("Only the event loop's server takes an awaited reply.")


def place() -> Place | None:
    """This request's place in the lanes; None under a server that has none."""
    return request.environ.get(PLACE) if has_request_context() else None


def belongs_to(*owner: Hashable) -> None:
    """Say whose request this is: it counts in that owner's share. Raises TooManyRequests."""
    own = place()
    if own is not None:
        own.own(owner)


def waits_in_loop() -> bool:
    """Whether the server goes on with this request without a thread; it has a place for that then.

    Before anything is begun that would go on alone. Raises TooManyRequests, Unavailable.
    """
    own = place()
    if own is not None:
        own.stream()
    return own is not None
