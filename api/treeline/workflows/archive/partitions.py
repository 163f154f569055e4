"""Tables of months of which everything has been archived or removed."""

import logging
from datetime import datetime

from psycopg2.errors import LockNotAvailable
from sqlalchemy.exc import OperationalError

from treeline.kernel.db import unit_of_work
from treeline.kernel.dialects import is_mysql
from treeline.workflows.archive import mysql, postgres

log = logging.getLogger(__name__)


def drop_empty(before: datetime) -> None:
    """Those of months that had ended by then. One that is in use just now goes with a later call."""
    with unit_of_work() as session:
        names = (mysql if is_mysql(session) else postgres).old_partitions(session, before)
    for name in names:
        try:
            with unit_of_work() as session:
                postgres.drop_partition(session, name)
        except OperationalError as error:
            if not isinstance(error.orig, LockNotAvailable):
                raise
            log.warning("table %s is in use: retrying in an hour", name)
