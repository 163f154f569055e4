"""The table of a dataset's words, before its first documents are published: made in that transaction, it would keep all
others that are published for the first time waiting until it ends.
"""

from collections.abc import Iterator

from treeline.datasets.indexes import words_of
from treeline.datasets.indexing.jobs import Job
from treeline.datasets.indexing.versions import searched
from treeline.kernel.db import DbSession, unit_of_work


def prepare(job: Job) -> None:
    """In a short transaction of its own. Raises VectorExtensionMissing."""
    with unit_of_work() as session:
        words_of(session, job.dataset_id).settle(_texts(session, job))


def _texts(session: DbSession, job: Job) -> Iterator[str]:
    """Read only if they are wanted."""
    yield from (each.text for each in searched(session, job.version, -1))
