"""The executors of runs: one per kind, provided by the feature that owns the kind.

    FEATURE = Feature(gives=[executors(("chat", ChatExecutor()))])

The `runs.execute` task claims the run's lease, keeps it, calls `execute` within asyncio.run, and ends the run for
whatever is raised. A stop, and a lost lease, cancel `execute`.
"""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar
from uuid import UUID

from treeline.kernel.db import DbSession
from treeline.kernel.features import Port
from treeline.runs.models import Run

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

    def emit(self, event: str, **fields: Any) -> None:
        """Publish an event to whoever listens. `event` and `task_id` are put in front of the fields.

        Deltas of one answer are merged: the `answer` texts of consecutive `message` or `agent_message` events with
        otherwise equal fields leave as one event, at most ten a second. While Redis is away nothing is raised: events
        wait for it. Raises RunTooLong, but not for what follows `finish`.
        """
        ...

    async def store(self, write: Callable[[DbSession], Stored]) -> Stored:
        """What `write` returns: one transaction, in a thread. While the database is away it is tried again for as long
        as the lease holds, so `write` may run more than once. Raises LeaseLost, and has then not called it.

        What has begun to be stored is stored to its end. A cancellation meanwhile is raised where the executor waits
        next; not where `write` has finished the run, for then it has come too late.
        """
        ...

    def finish(self, session: DbSession, status: str, *, total_tokens: int = 0) -> None:
        """End the run, "succeeded" or "stopped", in the caller's transaction, best that of `store`. Raises LeaseLost.

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
        """The events of a finished run once more, from what is stored: its stream has expired."""
        ...


executors: Port[tuple[str, Executor]] = Port("kinds of runs, and what does their work")


def executor_of(kind: str) -> Executor:
    return dict(executors.given())[kind]
