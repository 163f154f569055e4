"""What a retention rule is, and what all rules share."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Protocol, TypeVar, cast
from uuid import UUID

from psycopg2.errors import LockNotAvailable
from sqlalchemy import ColumnElement, CursorResult, delete, select
from sqlalchemy.exc import OperationalError

from treeline.assets.draft.postgres import lock_tree
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, unit_of_work
from treeline.retention.ages import spoken

log = logging.getLogger(__name__)

BATCH = 1000
T = TypeVar("T")


@dataclass(frozen=True)
class Finding:
    """One thing that may go: a path, a SHA-256 or a key; its stored bytes; for how many seconds it is of no use."""

    what: str
    size: int = 0
    app_id: str | None = None
    age: int | None = None

    def __str__(self) -> str:
        app = f"  app {self.app_id}" if self.app_id else ""
        age = f"  {spoken(timedelta(seconds=self.age))}" if self.age is not None else ""
        return f"{self.what}{app}  {self.size:,} bytes{age}"


def age_of(since: datetime | None) -> int | None:
    return since and int((now() - since).total_seconds())


class Rule(Protocol):
    """One kind of thing that goes, batch by batch. Any number of processes may do it at once, and break off."""

    kind: str

    @property
    def why(self) -> str: ...

    def found(self) -> Iterator[Finding]:
        """What would go now. Only reads."""
        ...

    def run(self) -> int:
        """Remove it. How many went by this call."""
        ...


def batches(things: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(things)
    while batch := list(islice(rest, BATCH)):
        yield batch


def all_removed(remove_some: Callable[[], int]) -> int:
    """By as many batches as it takes, each in a transaction of its own. How many went."""
    removed = 0
    while gone := remove_some():
        removed += gone
    return removed


def some_removed(model: Any, old: ColumnElement[bool]) -> int:
    """A batch of the rows of a table that are old, in a transaction of its own."""
    some = select(model.id).where(old).limit(BATCH)
    # Looked at again: a row may have been written anew since.
    gone = delete(model).where(model.id.in_(some), old)
    with unit_of_work() as session:
        return cast(CursorResult[Any], session.execute(gone)).rowcount


def with_tree_locked(app_id: UUID, change: Callable[[DbSession], int]) -> int:
    """Change a tree in a transaction of its own. 0 if its app is deleted, or so busy that the next run must do."""
    try:
        with unit_of_work() as session:
            return 0 if lock_tree(session, app_id) is None else change(session)
    except OperationalError as error:
        if not isinstance(error.orig, LockNotAvailable):
            raise
        log.warning("the tree of app %s is busy: retrying in the next run", app_id)
        return 0
