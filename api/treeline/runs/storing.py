"""Stores the result of a run. If the database is unavailable, nothing is lost while the lease lasts."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Protocol, TypeVar
from uuid import UUID

from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.errors import database_away
from treeline.kernel.space import database_is_full
from treeline.kernel.threads import in_thread

log = logging.getLogger(__name__)

RETRY_SECONDS = 0.5
Stored = TypeVar("Stored")


class Holder(Protocol):
    @property
    def id(self) -> UUID: ...

    @property
    def holds_lease(self) -> bool: ...

    @property
    def waits_for_room(self) -> bool:
        """Whether somebody may still make room on a full disk; a database that is away is waited for anyway."""
        ...


class Within:
    """For who has no lease, but so many seconds from now."""

    waits_for_room = True

    def __init__(self, what: UUID, seconds: float):
        self.id, self.until = what, time.monotonic() + seconds

    @property
    def holds_lease(self) -> bool:
        return time.monotonic() < self.until


async def stored(run: Holder, write: Callable[[DbSession], Stored]) -> Stored:
    while True:
        try:
            return await in_thread(lambda: _once(write))
        except Exception as error:
            _wait_or_raise(run, error)
        await asyncio.sleep(RETRY_SECONDS)


def stored_here(run: Holder, write: Callable[[DbSession], Stored]) -> Stored:
    """The same, where no event loop runs."""
    while True:
        try:
            return _once(write)
        except Exception as error:
            _wait_or_raise(run, error)
        time.sleep(RETRY_SECONDS)


def _once(write: Callable[[DbSession], Stored]) -> Stored:
    with unit_of_work() as session:
        return write(session)


def _wait_or_raise(run: Holder, error: Exception) -> None:
    if not database_away(error) or not run.holds_lease:
        raise error
    if database_is_full(error) and not run.waits_for_room:
        raise error
    log.warning("run %s: the database is away, what is to be stored waits: %s", run.id, error)
