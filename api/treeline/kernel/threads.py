"""Background work during or after a request or task. Each piece has its own app context and database session."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from flask import Flask

from treeline.kernel import current

Item = TypeVar("Item")
Result = TypeVar("Result")


async def in_thread(work: Callable[[], Result]) -> Result:
    """What `work` returns. Cancelled, its result is dropped; it runs on to its end, and shares no session with us."""
    return await asyncio.to_thread(_within(current.flask_app(), work))


def in_threads(work: Callable[[Item], Result], items: Iterable[Item], at_once: int) -> list[Result]:
    """What `work` returns for each item, in their order."""
    flask_app = current.flask_app()
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(lambda item: _within(flask_app, lambda: work(item))(), items))


def with_context(items: Iterator[Item]) -> Iterator[Item]:
    """The items of a stream that is read later, when this request is over.

    For each anew, and not Flask's stream_with_context: that one must be closed where it was read, and one that is
    given up is closed anywhere.
    """
    following = _within(current.flask_app(), lambda: next(items, None))
    return iter(following, None)


def _within(flask_app: Flask, work: Callable[[], Result]) -> Callable[[], Result]:
    def within() -> Result:
        with flask_app.app_context():
            return work()

    return within
