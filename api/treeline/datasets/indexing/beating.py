"""While work waits for others, its claim is kept."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

BEAT_SECONDS = 10.0


async def beating(work: Coroutine[Any, Any, None], beat: Callable[[], None], lease_seconds: float) -> None:
    """Do it, and beat often enough for the lease. What `beat` raises ends the work."""
    every = min(BEAT_SECONDS, lease_seconds / 4)
    task = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait({task}, timeout=every))[0]:
            beat()
        task.result()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
