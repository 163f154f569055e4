"""The executors of runs: one per kind, provided by the feature that owns the kind.

    FEATURE = Feature(gives=[executors(("chat", ChatExecutor()))])

The `runs.execute` task (in the background, `runs.execute_background`) claims the run's lease, keeps it, calls `execute`
within asyncio.run, and ends the run for whatever is raised. A stop, and a lost lease, cancel `execute`.

An executor may do more than `Executor` asks for: `Resumable` goes on with what another worker has left, `Limited` says
how long its kind may take.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol, TypeVar, runtime_checkable
from uuid import UUID

from treeline.kernel import current
from treeline.kernel.db import DbSession
from treeline.kernel.errors import ApiError
from treeline.kernel.features import Port
from treeline.runs.models import Run
from treeline.runs.settings import RunSettings

Stored = TypeVar("Stored")


class LeaseLost(Exception):
    """Another worker or the sweep has taken the run: nothing may be written for it any more."""


class RunHandle(Protocol):
    """What an executor works with. Plain values: no session stays open."""

    id: UUID
    workspace_id: UUID
    app_id: UUID
    kind: str
    input: dict[str, Any]
    end_user_id: UUID | None
    account_id: UUID | None
    model_config_id: UUID | None
    asset_version_id: UUID | None
    # When its first attempt began.
    started_at: datetime
    # The lease's token: 1 for the first worker, more for each that goes on.
    attempt: int
    # What the attempts before have published of the answer; None: Redis does not say, so replace it as a whole.
    published: str | None

    @property
    def holds_lease(self) -> bool:
        """Whether this worker may still write, as far as it knows: no query is made."""
        ...

    @property
    def waits_for_room(self) -> bool:
        """Whether what is to be stored waits for room on a full disk: not once the run is to end."""
        ...

    def emit(self, event: str, **fields: Any) -> None:
        """Publish an event to whoever listens. `event` and `task_id` are put in front of the fields.

        Deltas of one answer are merged: the texts of consecutive `message` or `agent_message` (`answer`) or
        `text_chunk` (`data.text`) events with otherwise equal fields leave as one event, at most ten a second. Other
        events leave together with those of the same 20 ms. While Redis is away nothing is raised: events wait for it.
        Raises RunTooLong, but not for what follows `finish` or `pause`. Call it on the event loop.
        """
        ...

    async def store(self, write: Callable[[DbSession], Stored], *, fenced: bool = False) -> Stored:
        """What `write` returns: one transaction, in a thread. While the database is away it is tried again for as long
        as the lease holds, so `write` may run more than once. Raises LeaseLost, and has then not called it; not where
        `write` is `fenced`: it looks at the lease itself, as `finish` does.

        What has begun to be stored is stored to its end. A cancellation meanwhile is raised where the executor waits
        next; not where `write` has finished the run, for then it has come too late. An executor that waits for nothing
        but this says `await asyncio.sleep(0)` now and then, or it would never be stopped.
        """
        ...

    def progress(self, session: DbSession) -> None:
        """In a transaction that stores something: the run has got further. Cheap: a query once an attempt, if at all.
        Without it, so many lost workers in a row end a resumable run.
        """
        ...

    def pause(self, session: DbSession) -> bool:
        """Put the run by, in the caller's transaction, best that of `store`: it then has no lease, place or worker
        until `RunService.resume`. False: a stop has come meanwhile, so end it as one that was cancelled. Raises
        LeaseLost; the reason to end where there is another one than a stop: let it fly.

        Emit the last event after the commit, and return: the stream then ends, for the time being.
        """
        ...

    def finish(self, session: DbSession, status: str, *, total_tokens: int = 0, error: ApiError | None = None) -> None:
        """End the run, "succeeded", "partial-succeeded", "stopped" or "failed" (with `error`), in the caller's
        transaction, best that of `store`. Raises LeaseLost.

        Emit the last event after the commit; the stream is closed when `execute` returns. Of a run that was cancelled
        for another reason than a stop it raises that reason: let it fly.
        """
        ...


class Executor(Protocol):
    async def execute(self, run: RunHandle) -> None:
        """Do the work and `finish`. Whatever else is raised fails the run: an ApiError with its code and message.

        Not blocking: a loop that is held for half a minute loses the lease. It is started even if the run was stopped
        before it began, so that there is one way to end.

        Cancelled (asyncio.CancelledError) by a stop: store what there is, `finish` as "stopped", emit the last event,
        and return. A minute later the lease is kept no longer.
        """
        ...

    def failed(self, session: DbSession, run: Run, answer: str) -> dict[str, Any]:
        """A run has ended without `finish`: its row says how. Store that with what belongs to it, in this transaction.

        Called where `execute` raised, and by the sweep for a worker that is gone. `answer`: the deltas published until
        then. Returns further fields of the `error` event, such as message_id.
        """
        ...

    def ended(self, session: DbSession, run: Run) -> list[dict[str, Any]]:
        """The events of a finished or paused run once more, from what is stored: its stream has expired."""
        ...


@runtime_checkable
class Resumable(Executor, Protocol):
    """An executor whose runs survive their worker: an overdue one is queued again, and `execute` called anew with a
    higher `attempt`. It reads what has been stored, compares with `published`, and goes on. A run may also `pause`.
    """

    def retold(self, session: DbSession, run: Run) -> list[dict[str, Any]]:
        """The events so far of a run that has not ended, from what is stored: Redis has lost its stream. Equal to what
        `emit` published, or listeners get them twice; deltas count only where this worker has said nothing yet.
        """
        ...


@runtime_checkable
class Limited(Protocol):
    def max_seconds(self) -> float:
        """How long a run of this kind may be worked on: all attempts together, without pauses and queues."""
        ...


executors: Port[tuple[str, Executor]] = Port("kinds of runs, and what does their work")


def executor_of(kind: str) -> Executor:
    return dict(executors.given())[kind]


def resumable(kind: str) -> Resumable | None:
    """The executor of a kind, if its runs survive their worker."""
    executor = dict(executors.given()).get(kind)
    return executor if isinstance(executor, Resumable) else None


def max_seconds_of(kind: str) -> float:
    executor = executor_of(kind)
    return executor.max_seconds() if isinstance(executor, Limited) else current.settings(RunSettings).run_max_seconds
