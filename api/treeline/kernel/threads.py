"""Blocking work of a coroutine: beside the event loop, with an app context and so a database session of its own."""

import asyncio
from collections.abc import Callable
from typing import TypeVar, cast

from flask import Flask, current_app

Result = TypeVar("Result")


async def in_thread(work: Callable[[], Result]) -> Result:
    """What `work` returns. Cancelled, its result is dropped; it runs on to its end, and shares no session with us."""
    flask_app = cast(Flask, current_app._get_current_object())  # pyright: ignore[reportAttributeAccessIssue]

    def within() -> Result:
        with flask_app.app_context():
            return work()

    return await asyncio.to_thread(within)
