"""Extension points for features to the right."""

from collections.abc import Callable
from uuid import UUID

from treeline.kernel.db import DbSession
from treeline.kernel.features import Port

# Each is told of a sync of a source that has ended, as it is in its row, in the transaction that ends it.
synced: Port[Callable[[DbSession, UUID], None]] = Port("what follows from a sync of a source")


def tell_synced(session: DbSession, sync_id: UUID) -> None:
    for told in synced.given():
        told(session, sync_id)
