"""Celery Beat's record of sent tasks: a file. A full disk must not stop Beat from sending."""

import logging
import shelve

from celery.beat import PersistentScheduler

log = logging.getLogger(__name__)


class _Memory:
    """Stands for the module `shelve` where no file can be written."""

    @staticmethod
    def open(filename: str, writeback: bool) -> "shelve.Shelf[object]":
        return shelve.Shelf({}, writeback=writeback)


class Scheduler(PersistentScheduler):
    # The errors of all kinds of dbm are OSErrors.
    def setup_schedule(self) -> None:
        try:
            super().setup_schedule()
        except OSError as error:
            log.warning("can't write the schedule, keeping it in memory: %s", error)
            self.persistence = _Memory
            super().setup_schedule()

    def sync(self) -> None:
        try:
            super().sync()
        except OSError as error:
            log.warning("schedule not saved: %s", error)
