"""Extension points for features to the right."""

from collections.abc import Callable
from uuid import UUID

from treeline.kernel.db import DbSession
from treeline.kernel.features import Port

# Each is told of a run that has ended, at the end of the transaction that ends it.
ended: Port[Callable[[DbSession, UUID], None]] = Port("what follows from the end of a run")


def tell_ended(session: DbSession, run_id: UUID) -> None:
    for told in ended.given():
        told(session, run_id)
