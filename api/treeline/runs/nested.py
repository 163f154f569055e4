"""Runs that another run calls: they are carried out in its event loop, and take no place of their own."""

import asyncio
from contextlib import suppress

from redis import Redis
from sqlalchemy.exc import SQLAlchemyError

from treeline.kernel.db import unit_of_work
from treeline.kernel.threads import in_thread
from treeline.runs import leases
from treeline.runs.execution import Execution, claimed_run, conclude, take_up
from treeline.runs.executors import max_seconds_of
from treeline.runs.models import Run


class NestedRun:
    """A claimed run, with a lease, a stream and a stop of its own."""

    def __init__(self, row: Run, redis: Redis):
        self._run, self._redis, self._kind = claimed_run(row, redis), redis, row.kind
        self._work: asyncio.Task[None] | None = None

    async def carry_out(self) -> None:
        """See it to its end, or its pause: its row says which. Cancelled, it stops like any other."""
        error = None
        try:
            await in_thread(lambda: take_up(self._run))
            self._work = asyncio.create_task(Execution(self._run, self._redis, max_seconds_of(self._kind)).to_its_end())
            await self._work
        except Exception as raised:
            error = raised
        except asyncio.CancelledError:
            # Handed over: what is not stored by now is for who goes on.
            return
        await in_thread(lambda: conclude(self._run, error))

    def stop(self) -> None:
        self._run.stop_requested = True

    async def hand_over(self) -> None:
        """Leave it, as it is, to whoever goes on with its caller."""

        def requeue() -> None:
            with unit_of_work() as session:
                leases.hand_over(session, self._run.id, self._run.token)

        with suppress(SQLAlchemyError):
            await in_thread(requeue)
        if self._work is not None:
            self._work.cancel()
